"""The days of a verdict, worked out from plain dates."""

from datetime import date

from django.utils.translation import gettext as _

from bryggan.kit import words

MOST_MONTHS = 24
USUAL_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(year, month + 1, min(day.day, last))


def usual_review(day: date) -> date:
    """When a verdict is tried anew unless somebody says otherwise: after a year."""
    return months_after(day, USUAL_MONTHS)


def latest_review(day: date) -> date:
    """No verdict stands longer than two years."""
    return months_after(day, MOST_MONTHS)


def review_words(review_on: date | None, today: date) -> str:
    """What the list says of the day when the verdict is tried anew."""
    if review_on is None:
        return ""
    if review_on < today:
        return _("Skulle ha omprövats %(day)s") % {"day": words.date_text(review_on)}
    return _("Omprövas senast %(day)s") % {"day": words.date_text(review_on)}
