"""Who may keep a group, set its agenda, see it beforehand as a member, and lead its meeting. None of it decides."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.meetings import queries
from bryggan.meetings.models import AgendaItem, Body, Meeting, Seat
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role


def create_body(user: User, unit: Unit) -> Verdict:
    """A group is set up by those who lead where it works, by the strategist or the board's secretary."""
    if user.is_built_in or user.has_role_over(
        unit, Role.MANAGER, Role.BOARD_SECRETARY, Role.DIGITAL_STRATEGIST, Role.ADMINISTRATOR
    ):
        return ALLOWED
    return denied(_("Grupper läggs upp av chefen för %(unit)s.") % {"unit": unit.name})


def change_body(user: User, body: Body) -> Verdict:
    """Those who may set it up, and whoever leads it."""
    if queries.leads_body(user, body):
        return ALLOWED
    return create_body(user, body.unit)


def take_seat(user: User, body: Body) -> Verdict:
    return change_body(user, body)


def end_seat(user: User, seat: Seat) -> Verdict:
    return change_body(user, seat.body)


def withdraw_body(user: User, body: Body) -> Verdict:
    return create_body(user, body.unit)


def plan_meeting(user: User, body: Body) -> Verdict:
    """Whoever leads a group of employees plans its meetings; a nämnd's are kept elsewhere."""
    if body.decides:
        return denied(
            _(
                "%(body)s har sina sammanträden och protokoll på annat håll. Härifrån går "
                "tjänsteskrivelser dit, och besluten förs in när protokollet är klart."
            )
            % {"body": body.name}
        )
    return change_body(user, body)


def change_meeting(user: User, meeting: Meeting) -> Verdict:
    if meeting.is_closed:
        return denied(_("Mötet är avslutat. Anteckningarna kan rättas, men inte skrivas om."))
    return lead_meeting(user, meeting)


def lead_meeting(user: User, meeting: Meeting) -> Verdict:
    """Those who lead the group or write for it; to lead it is not to decide."""
    if user.is_built_in or queries.leads_body(user, meeting.body):
        return ALLOWED
    return denied(_("Mötet leds av %(who)s.") % {"who": queries.leaders_words(meeting.body)})


def summon_meeting(user: User, meeting: Meeting) -> Verdict:
    return change_meeting(user, meeting)


def cancel_meeting(user: User, meeting: Meeting) -> Verdict:
    return change_meeting(user, meeting)


def add_item(user: User, meeting: Meeting) -> Verdict:
    return change_meeting(user, meeting)


def add_items(user: User, meeting: Meeting) -> Verdict:
    return change_meeting(user, meeting)


def order_items(user: User, meeting: Meeting) -> Verdict:
    return change_meeting(user, meeting)


def change_item(user: User, item: AgendaItem) -> Verdict:
    return change_meeting(user, item.meeting)


def remove_item(user: User, item: AgendaItem) -> Verdict:
    return change_meeting(user, item.meeting)


def grade_items(user: User, meeting: Meeting) -> Verdict:
    """Each member says how she sees the matters, until they are shown to all."""
    if meeting.grades_shown_at is not None:
        return denied(_("Bedömningarna är redan visade för alla."))
    if meeting.is_closed:
        return denied(_("Mötet är avslutat."))
    if queries.sits_in(user, meeting.body, timezone.localdate()):
        return ALLOWED
    return denied(_("Bedömer gör de som sitter i %(body)s.") % {"body": meeting.body.name})


def show_grades(user: User, meeting: Meeting) -> Verdict:
    if meeting.grades_shown_at is not None:
        return denied(_("Bedömningarna är redan visade för alla."))
    return change_meeting(user, meeting)


def state_item_conflict(user: User, item: AgendaItem) -> Verdict:
    """Jäv is told by the member herself, or noted by who leads."""
    if item.meeting.is_closed:
        return denied(_("Mötet är avslutat."))
    if queries.sits_in(user, item.meeting.body, timezone.localdate()):
        return ALLOWED
    return lead_meeting(user, item.meeting)


def lift_item_conflict(user: User, item: AgendaItem) -> Verdict:
    """What was wrongly noted is taken back by who leads the meeting; nobody takes back her own."""
    verdict = change_meeting(user, item.meeting)
    if verdict and item.conflicted.filter(pk=user.pk).exists():
        who = queries.other_leaders_words(item.meeting.body, user)
        return denied(_("Du är jävig i punkten. Överlåt det till %(who)s.") % {"who": who})
    return verdict


def consider_item(user: User, item: AgendaItem) -> Verdict:
    """What the group recommends is written by who leads the meeting."""
    return change_meeting(user, item.meeting)


def close_meeting(user: User, meeting: Meeting) -> Verdict:
    """Who leads it, unless she is jävig in a point: closing settles what the group says of every one."""
    return change_meeting(user, meeting) and _without_conflict(user, meeting)


def _without_conflict(user: User, meeting: Meeting) -> Verdict:
    point = queries.point_of_conflict(user, meeting)
    if point is None:
        return ALLOWED
    told = {"number": point.place, "who": queries.other_leaders_words(meeting.body, user)}
    return denied(_("Du är jävig i punkt %(number)s. Överlåt det till %(who)s.") % told)


def correct_minutes(user: User, meeting: Meeting) -> Verdict:
    if not meeting.is_closed:
        return denied(_("Anteckningarna skrivs medan mötet pågår, och rättas när det är avslutat."))
    return lead_meeting(user, meeting) and _without_conflict(user, meeting)
