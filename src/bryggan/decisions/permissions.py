"""Who may keep the delegation order, prepare a matter, decide it and report it. To prepare is not to decide."""

from django.utils.translation import gettext as _

from bryggan.decisions import queries
from bryggan.decisions.choices import DecisionKind, Step
from bryggan.decisions.models import Absence, Decision, DelegationRule, Holding, Post
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import Unit, User
from bryggan.people.permissions import administer
from bryggan.people.roles import Role


def keep_order(user: User, unit: Unit) -> Verdict:
    """The delegation order is kept by the board's secretary, or the administrator; the board decides it."""
    if user.is_built_in or user.has_role_over(unit, Role.BOARD_SECRETARY, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(
        _("Delegationsordningen förs av nämndsekreteraren i %(unit)s.") % {"unit": unit.name}
    )


def create_post(user: User, unit: Unit) -> Verdict:
    return keep_order(user, unit)


def change_post(user: User, post: Post) -> Verdict:
    return keep_order(user, post.unit)


def hold_post(user: User, post: Post) -> Verdict:
    return keep_order(user, post.unit)


def end_holding(user: User, holding: Holding) -> Verdict:
    return keep_order(user, holding.post.unit)


def add_rule(user: User, unit: Unit) -> Verdict:
    return keep_order(user, unit)


def amend_rule(user: User, rule: DelegationRule) -> Verdict:
    return keep_order(user, rule.unit)


def end_rule(user: User, rule: DelegationRule) -> Verdict:
    return keep_order(user, rule.unit)


def subdelegate_rule(user: User, rule: DelegationRule) -> Verdict:
    """Only a förvaltningschef hands a mandate on, and only where the board has said so (KL 7:6)."""
    if not rule.may_subdelegate:
        return denied(_("Nämnden har inte sagt att punkten får vidaredelegeras (KL 7:6)."))
    if not rule.post.is_head:
        return denied(_("Bara en förvaltningschef får vidaredelegera (KL 7:6)."))
    if user.is_built_in or queries.holds_post(user, rule.post):
        return ALLOWED
    return denied(_("Punkten vidaredelegeras av %(post)s.") % {"post": rule.post.name.lower()})


def set_price_base(user: User, year: int) -> Verdict:
    return administer(user)


def set_letter_headings(user: User, unit: Unit) -> Verdict:
    return keep_order(user, unit)


def tell_absence(user: User, person: User) -> Verdict:
    """A person says herself when she is away; so may her manager and whoever keeps the order."""
    if user.is_built_in or user.pk == person.pk:
        return ALLOWED
    if user.has_role_over(person.unit, Role.MANAGER, Role.BOARD_SECRETARY, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Frånvaro anmäls av personen själv eller hens chef."))


def end_absence(user: User, absence: Absence) -> Verdict:
    return tell_absence(user, absence.user)


def draft_decision(user: User, unit: Unit) -> Verdict:
    """Everyone who works here may prepare a matter."""
    if user.is_external:
        return denied(_("Ärenden förbereds av dem som arbetar i kommunen."))
    return ALLOWED


def change_decision(user: User, decision: Decision) -> Verdict:
    """A matter is prepared by its handläggare until it is decided; after that it is only replaced."""
    if decision.step not in (Step.DRAFTED, Step.PASSED_ON):
        return denied(_("Ett taget beslut ändras inte. Det kan ersättas av ett nytt."))
    if user.is_built_in:
        return ALLOWED
    prepares = decision.drafted_by_id == user.pk or user.has_role_over(
        decision.for_unit, Role.MANAGER, Role.BOARD_SECRETARY
    )
    if not prepares:
        return denied(_("Ärendet bereds av %(name)s.") % {"name": decision.drafted_by.name})
    if decision.conflicted.filter(pk=user.pk).exists():
        return denied(_("Du är jävig i ärendet. Låt någon annan bereda det."))
    return ALLOWED


def answer_belonging(user: User, decision: Decision) -> Verdict:
    """Whoever prepares the matter answers, and so does whoever is to decide it; nobody once it is taken."""
    prepares = change_decision(user, decision)
    if prepares or decision.step not in (Step.DRAFTED, Step.PASSED_ON):
        return prepares
    return prepares if not take_decision(user, decision) else ALLOWED


def withdraw_decision(user: User, decision: Decision) -> Verdict:
    return change_decision(user, decision)


def take_decision(user: User, decision: Decision) -> Verdict:
    """The person with the mandate, on this day, for this sum, decides; nobody else, whatever she leads."""
    if user.is_external:
        return denied(_("Beslut fattas av dem som har delegation från nämnden."))
    if decision.kind == DecisionKind.ENFORCEMENT:
        return _carries_out(user, decision)
    if decision.kind not in (DecisionKind.DELEGATED, DecisionKind.URGENT):
        return denied(_("Det här är inte ett beslut som en person fattar: välj slag av beslut."))
    ruling = queries.ruling_for(decision, user)
    return ALLOWED if ruling else denied(ruling.reason)


def _carries_out(user: User, decision: Decision) -> Verdict:
    if user in queries.conflicted_in(decision):
        return denied(_("Du är jävig i ärendet."))
    if user.is_built_in or decision.drafted_by_id == user.pk:
        return ALLOWED
    if user.has_role_over(decision.for_unit, Role.MANAGER):
        return ALLOWED
    return denied(_("Verkställigheten antecknas av handläggaren eller chefen."))


def consult_on_decision(user: User, decision: Decision) -> Verdict:
    """That a group has been consulted follows from its meeting: it is not written by hand."""
    return ALLOWED if user.is_built_in else denied(_("Det antecknas när mötet avslutas."))


def pass_on_decision(user: User, decision: Decision) -> Verdict:
    return change_decision(user, decision)


def refer_back_decision(user: User, decision: Decision) -> Verdict:
    """Whoever the matter was passed to sends it back with what is missing."""
    if user in queries.conflicted_in(decision):
        return denied(_("Du är jävig i ärendet."))
    if take_decision(user, decision) or keep_order(user, decision.unit):
        return ALLOWED
    return denied(_("Ärendet återremitteras av den som ska besluta, eller av nämndsekreteraren."))


def state_conflict(user: User, decision: Decision) -> Verdict:
    """Jäv is told by the person herself, or by who prepares the matter."""
    return draft_decision(user, decision.unit)


def lift_conflict(user: User, decision: Decision) -> Verdict:
    """Those who prepare the matter take back what was wrongly noted; nobody her own."""
    return change_decision(user, decision)


def record_board_decision(user: User, decision: Decision) -> Verdict:
    """What a board decided is taken back by its secretary, from its minutes."""
    if decision.kind not in (DecisionKind.BOARD, DecisionKind.URGENT):
        return denied(_("Ärendet är inte nämndens: välj slag av beslut."))
    return keep_order(user, decision.unit)


def replace_decision(user: User, decision: Decision) -> Verdict:
    """Whoever could prepare it anew: the old decision stands in the history."""
    if user.is_built_in or decision.drafted_by_id in (user.pk,):
        return ALLOWED
    if decision.decided_by_id == user.pk or keep_order(user, decision.unit):
        return ALLOWED
    return denied(_("Beslutet ersätts av handläggaren, den som fattade det eller sekreteraren."))


def report_decisions(user: User, unit: Unit) -> Verdict:
    """The secretary takes the list of delegated decisions to the board's meeting."""
    return keep_order(user, unit)


def post_decisions(user: User, unit: Unit) -> Verdict:
    return keep_order(user, unit)
