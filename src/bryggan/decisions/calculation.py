"""The last day to appeal a decision that has been posted. Pure functions.

Rule: kommunallagen (2017:725) 13 kap. 5 §, three weeks from the day it was posted; a last day that falls
on a Sunday, a holiday, a Saturday or an eve moves to the next weekday (lag 1930:173, 2 §).
"""

from datetime import date, timedelta

WEEKS_TO_APPEAL = 3
SATURDAY = 5
FIXED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}


def last_day_of_appeal(posted_on: date) -> date:
    """Three weeks after the day it was posted, moved to a weekday."""
    day = posted_on + timedelta(weeks=WEEKS_TO_APPEAL)
    while is_free(day):
        day += timedelta(days=1)
    return day


def is_free(day: date) -> bool:
    """Saturdays and Sundays, holidays, and the eves that the law counts as such."""
    if day.weekday() >= SATURDAY or (day.month, day.day) in FIXED:
        return True
    easter = easter_of(day.year)
    # Långfredagen, annandag påsk, Kristi himmelsfärdsdag.
    if day in {easter + timedelta(days=days) for days in (-2, 1, 39)}:
        return True
    # Midsommarafton is the Friday between 19 and 25 June.
    return day.month == 6 and 19 <= day.day <= 25 and day.weekday() == SATURDAY - 1


def easter_of(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning of Gauss, as Meeus and Butcher wrote it."""
    century, rest = divmod(year, 100)
    moon = (
        19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
