"""Who may run a round, and who may answer in it."""

from django.utils.translation import gettext as _

from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people.models import User
from bryggan.people.roles import Role
from bryggan.rounds import queries
from bryggan.rounds.models import Ask, Round


def create_round(user: User, slug: object) -> Verdict:
    """The central roles ask about everything, a manager about what belongs to her own unit."""
    if user.is_built_in or user.is_central or user.has_role(Role.MANAGER):
        return ALLOWED
    return denied(
        _(
            "Uppdateringsrundor startas av enhetens chef, digitaliseringsstrategen eller administratören."
        )
    )


def change_round(user: User, round: Round) -> Verdict:
    """Whoever wrote it while she still may run rounds, and the central roles."""
    if user.is_built_in or user.is_central:
        return ALLOWED
    if round.started_by_id == user.pk:
        return create_round(user, round.slug)
    return denied(_("Rundan sköts av %(name)s.") % {"name": round.started_by.name})


def withdraw_round(user: User, round: Round) -> Verdict:
    return change_round(user, round)


def start_round(user: User, round: Round) -> Verdict:
    return change_round(user, round)


def remind_round(user: User, round: Round) -> Verdict:
    return change_round(user, round)


def close_round(user: User, round: Round) -> Verdict:
    return change_round(user, round)


def pass_ask(user: User, ask: Ask) -> Verdict:
    """Who runs the round says who is to be asked instead."""
    return change_round(user, ask.round)


def answer_ask(user: User, ask: Ask) -> Verdict:
    """Whoever is asked, and the others who stand in the same role, while the round goes on."""
    if ask.round.step != Round.Step.OPEN or ask.round.withdrawn_at is not None:
        return denied(_("Rundan är avslutad. Det du ser är det som står i registret."))
    if queries.may_answer(user, ask):
        return ALLOWED
    return denied(_("Frågan besvaras av den som är tillfrågad eller hens ersättare."))


def decline_ask(user: User, ask: Ask) -> Verdict:
    """A deputy answers or leaves it: only whoever is asked says that it is not she."""
    verdict = answer_ask(user, ask)
    if not verdict or ask.person_id == user.pk:
        return verdict
    return denied(
        _("Du är ersättare här. Bara den som är tillfrågad kan säga att det inte är hen.")
    )


def return_file(user: User, round: Round) -> Verdict:
    """Whoever has a question in the round; which rows are taken is judged one by one."""
    if round.step != Round.Step.OPEN or round.withdrawn_at is not None:
        return denied(_("Rundan är avslutad. Filen läses inte in."))
    if queries.asks_for(round, user).exists():
        return ALLOWED
    return denied(_("Du är inte tillfrågad i den här rundan."))
