"""Who may voice a need, stand behind it, prepare it and answer. Everyone is let in; few decide what it became."""

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.needs import queries
from bryggan.needs.models import IntakeKey, Need, ReadyText, Route, Step, WorkplaceMeeting
from bryggan.people.models import Unit, User
from bryggan.people.permissions import administer
from bryggan.people.roles import Role


def voice_need(user: User, unit: Unit) -> Verdict:
    """Everyone who works here may say what is missing, for her own workplace or another."""
    if user.is_external:
        return denied(_("Behov lämnas av dem som arbetar i kommunen. Be den du arbetar med."))
    return ALLOWED


def voice_for_workplace(user: User, unit: Unit) -> Verdict:
    """What was said at an APT is entered by the manager of the workplace, or by who prepares needs there."""
    if user.is_external:
        return denied(_("Behov från en APT lämnas av arbetsplatsens chef."))
    if user.is_built_in or user.has_role_over(unit, Role.MANAGER, Role.BUSINESS_DEVELOPER):
        return ALLOWED
    return denied(_("Behov från en APT lämnas av chefen för %(unit)s.") % {"unit": unit.name})


def support_need(user: User, need: Need) -> Verdict:
    """Whoever sees a need may say that she has it too."""
    if user.is_external:
        return denied(_("Bara den som arbetar i kommunen kan ställa sig bakom ett behov."))
    return ALLOWED


def leave_need(user: User, need: Need) -> Verdict:
    """Only whoever stands behind a need can step back, and whoever voiced it stays its sender."""
    return support_need(user, need)


def change_need(user: User, need: Need) -> Verdict:
    """The sender may mend her words until preparation has begun; what is prepared is kept by who prepares."""
    if prepare_need(user, need) or reword_need(user, need):
        return ALLOWED
    return denied(_("Behovet ändras av den som bereder det."))


def reword_need(user: User, need: Need) -> Verdict:
    """What was voiced is the sender's own, and stands as it was said once it has been prepared."""
    is_untouched = need.step in (Step.VOICED, Step.ASKED) and need.opened_on is None
    if is_untouched and queries.is_sender(need, user):
        return ALLOWED
    return denied(_("Avsändarens egna ord ändras bara av avsändaren, tills behovet är sorterat."))


def prepare_need(user: User, need: Need) -> Verdict:
    """Needs are prepared by the administration's verksamhetsutvecklare; where there is none, the strategist.

    One that went straight to those who lead is theirs, until they pass it on.
    """
    if user.is_built_in:
        return ALLOWED
    if user.is_external:
        return denied(_("Behov bereds av kommunens egna."))
    if need.route != Route.ORDINARY:
        if queries.is_addressed_to(need, user):
            return ALLOWED
        return denied(
            _("Behovet lämnades direkt till ledningen, som svarar eller lämnar det vidare.")
        )
    if user.has_role_over(need.unit, Role.BUSINESS_DEVELOPER, Role.DIGITAL_STRATEGIST):
        return ALLOWED
    return denied(_("Behovet bereds av %(who)s.") % {"who": queries.who_prepares(need.unit)})


def ask_sender(user: User, need: Need) -> Verdict:
    return prepare_need(user, need)


def reply_to_question(user: User, need: Need) -> Verdict:
    """Those who stand behind a need answer what was asked about it."""
    if user.is_built_in or queries.stands_behind(need, user):
        return ALLOWED
    return denied(_("Frågan är ställd till dem som står bakom behovet."))


def park_need(user: User, need: Need) -> Verdict:
    return prepare_need(user, need)


def wake_need(user: User, need: Need) -> Verdict:
    return prepare_need(user, need)


def sort_need(user: User, need: Need) -> Verdict:
    return prepare_need(user, need)


def meet_need(user: User, need: Need) -> Verdict:
    return prepare_need(user, need)


def reopen_need(user: User, need: Need) -> Verdict:
    return prepare_need(user, need)


def protect_need(user: User, need: Need) -> Verdict:
    """Who prepares marks a need that not everyone should read."""
    return prepare_need(user, need)


def add_ready_text(user: User, turn: object) -> Verdict:
    """Those who answer needs make their own answers ready, for all who do."""
    if user.is_built_in or queries.prepares_any(user):
        return ALLOWED
    return denied(_("Färdiga svar läggs upp av dem som bereder behov."))


def remove_ready_text(user: User, ready_text: ReadyText) -> Verdict:
    return add_ready_text(user, ready_text.turn)


def pass_on_need(user: User, need: Need) -> Verdict:
    """Those a need went straight to let it be prepared as other needs are."""
    return prepare_need(user, need)


def withdraw_need(user: User, need: Need) -> Verdict:
    """The sender may take back what nobody has prepared yet; else who prepares, with a reason."""
    if reword_need(user, need) or prepare_need(user, need):
        return ALLOWED
    return denied(_("Behovet tas bort av avsändaren, eller av den som bereder det."))


def address_need(user: User, need: Need) -> Verdict:
    """Who is nearest concerned follows the organisation: the tool keeps it."""
    return ALLOWED if user.is_built_in else denied(_("Det här sköter Bryggan självt."))


def empty_letterbox(user: User, subject: object) -> Verdict:
    """Nobody opens the letterbox: the tool empties it when the day is over."""
    return ALLOWED if user.is_built_in else denied(_("Brevlådan töms av Bryggan självt."))


def make_intake_key(user: User, unit: Unit) -> Verdict:
    """A key lets a system leave needs: the administrator makes it."""
    return administer(user)


def revoke_intake_key(user: User, key: IntakeKey) -> Verdict:
    return administer(user)


def plan_workplace_meeting(user: User, unit: Unit) -> Verdict:
    """The manager of a workplace says when its next APT is."""
    return voice_for_workplace(user, unit)


def remind_of_workplace_meeting(user: User, meeting: WorkplaceMeeting) -> Verdict:
    """Nobody has to remember to remind: the tool does it."""
    return ALLOWED if user.is_built_in else denied(_("Påminnelser skickas av Bryggan självt."))
