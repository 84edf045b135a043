"""Who may ask for an app, screen it, and give the verdict. To prepare is not to decide."""

from django.utils.translation import gettext as _

from bryggan.approvals.models import App
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.roles import Role
from bryggan.registers.permissions import import_file
from bryggan.systems.permissions import answers_for

# Under which of her roles a person decides, the nearest to the work first.
DECIDES_AS = (Role.MANAGER, Role.DIGITAL_STRATEGIST)


def deciding_role(user: User, unit: Unit) -> Role | None:
    """The role by which this person decides for the unit's list; nobody decides without one."""
    if user.is_external:
        return None
    return next((role for role in DECIDES_AS if user.has_role_over(unit, role)), None)


def request_app(user: User, unit: Unit) -> Verdict:
    """Every employee may ask, for her own workplace or another."""
    if user.is_external:
        return denied(_("Appar begärs av kommunens anställda. Be den du arbetar med att göra det."))
    return ALLOWED


def join_request(user: User, app: App) -> Verdict:
    return request_app(user, app.unit)


def create_app(user: User, unit: Unit) -> Verdict:
    """Whoever keeps the list may enter an app that nobody has asked for."""
    keeps = user.is_built_in or (user.is_central and not user.is_external)
    if keeps or deciding_role(user, unit):
        return ALLOWED
    return denied(
        _(
            "Listan förs av enhetens chef, digitaliseringsstrategen och administratören. Andra begär en app."
        )
    )


def change_app(user: User, app: App) -> Verdict:
    """What is told of an app is kept by those who screen it; the verdict is given apart."""
    if create_app(user, app.unit) or _answers_for_system(user, app):
        return ALLOWED
    return denied(
        _(
            "Uppgifterna ändras av enhetens chef, digitaliseringsstrategen, administratören eller den som svarar för systemet."
        )
    )


def screen_app(user: User, app: App) -> Verdict:
    """The questions are answered by those who keep the list, and by who answers for the linked system."""
    if change_app(user, app):
        return ALLOWED
    return denied(
        _(
            "Riskkontrollen görs av enhetens chef, digitaliseringsstrategen, administratören eller den som svarar för systemet."
        )
    )


def decide_app(user: User, app: App) -> Verdict:
    """The verdict is given by whoever leads the unit that keeps the list, or the strategist."""
    if user.is_built_in or deciding_role(user, app.unit):
        return ALLOWED
    return denied(
        _("Besked ges av chefen över %(unit)s eller av digitaliseringsstrategen.")
        % {"unit": app.unit.name}
    )


def approve_app(user: User, app: App) -> Verdict:
    return decide_app(user, app)


def refuse_app(user: User, app: App) -> Verdict:
    return decide_app(user, app)


def reopen_app(user: User, app: App) -> Verdict:
    return decide_app(user, app)


def delist_app(user: User, app: App) -> Verdict:
    return decide_app(user, app)


def withdraw_app(user: User, app: App) -> Verdict:
    """To take an app out of the register takes its requests and verdicts with it."""
    return decide_app(user, app)


def remind_of_review(user: User, app: App) -> Verdict:
    """Nobody has to remember to remind: the tool does it."""
    return ALLOWED if user.is_built_in else denied(_("Påminnelser skickas av Bryggan självt."))


def read_suggestions(user: User, source: str) -> Verdict:
    """Another municipality's list is read in by those who may read in files."""
    if user.is_external:
        return denied(_("Andras listor läses in av kommunens egna."))
    return import_file(user, source)


def _answers_for_system(user: User, app: App) -> bool:
    return app.system is not None and not user.is_external and answers_for(user, app.system)
