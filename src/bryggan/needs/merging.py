"""How two needs become one: whoever prepares them says so, and everyone behind both is told.

Supporters, answers, replies and pictures follow by the engine; the words of the one that goes stand on
the page of the one that stays. Nothing that few may read is opened to all by a merge.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.likeness import Fact, Text
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.kit.writer import Writer
from bryggan.needs import actions, permissions, queries, telling
from bryggan.needs.models import TO_PREPARE, Answer, Need
from bryggan.needs.register import NeedRegister
from bryggan.people.models import User
from bryggan.registers.mergeable import Mergeable, mergeable
from bryggan.registers.pointing import follows_merge


def allow(user: User, need: Need | None) -> Verdict:
    """Needs are merged by whoever prepares them."""
    if user.is_built_in:
        return ALLOWED
    if not queries.prepares_any(user):
        return denied(_("Behov slås samman av den som bereder dem."))
    return ALLOWED if need is None else permissions.prepare_need(user, need)


def refuses(by: User, kept: Need, gone: Need) -> Verdict:
    """Who may read stays as it is: the two must be open to the same, or the one open to all is kept."""
    if kept.is_protected != gone.is_protected:
        return denied(
            _(
                "Det ena behovet är skyddat. Ta bort skyddet, eller skydda båda, innan de slås samman."
            )
        )
    if kept.route != gone.route:
        return denied(
            _("Det ena behovet lämnades direkt till ledningen. Det måste lämnas vidare först.")
        )
    if kept.opened_on is None and gone.opened_on is not None:
        return denied(_("%(gone)s är redan öppet för alla. Låt det bli kvar.") % {"gone": gone})
    if gone.opened_on is None and kept.opened_on is not None:
        return permissions.prepare_need(by, gone)
    return ALLOWED


def settles(write: Writer, need: Need) -> None:
    """First answered and first opened when the first of its answers says so, whichever need got it."""
    rows = Answer.objects.present().filter(need=need)
    opening = ~Q(step__in=TO_PREPARE)
    told = rows.aggregate(answered=Min("said_on"), opened=Min("said_on", filter=opening))
    days: dict[str, Any] = {
        "first_answered_on": told["answered"],
        "opened_on": told["opened"],
    }
    # Without any answer of the kind the day is as it was given.
    write.change(need, **{name: day for name, day in days.items() if day is not None})


def tells(write: Writer, kept: Need, gone: Need) -> None:
    """Everyone who stood behind either is told what has become one."""
    actions.tell_supporters(write, telling.MERGED, kept, key=str(gone.pk), gone=gone.name)


def texts(rows: models.QuerySet[Need], user: User) -> Iterable[Text]:
    """By what it is called and how it was said; the same system speaks for it."""
    columns = ("pk", "name", "summary", "obstacle", "system_id", "system__name")
    for pk, name, summary, obstacle, system, called in rows.order_by("pk").values_list(*columns):
        facts: tuple[Fact, ...] = ()
        if system:
            said = _("Gäller samma system: %(system)s") % {"system": called}
            facts = (Fact("system", str(system), said, 0.25),)
        yield Text(key=pk, names=(name,), text=f"{summary} {obstacle}", facts=facts)


mergeable(
    Mergeable(
        slug=NeedRegister.slug,
        place=5,
        model=Need,
        title=gettext_lazy("Behov"),
        singular=gettext_lazy("behovet"),
        lead=gettext_lazy(
            "När flera har sagt samma sak blir det ett behov. Alla som står bakom följer med och får"
            " veta det, och vars och ens ord står kvar. Det går alltid att ångra."
        ),
        fields=(
            "name",
            "summary",
            "benefit",
            "complexity",
            "estimate_note",
            "system",
            "app",
            "unit",
        ),
        rows=NeedRegister.rows,
        url=NeedRegister.url,
        list_url=NeedRegister.list_url,
        texts=texts,
        counted={
            "needs.supporter": (
                gettext_lazy("person som står bakom"),
                gettext_lazy("personer som står bakom"),
            ),
            "needs.answer": (gettext_lazy("svar"), gettext_lazy("svar")),
            "needs.reply": (gettext_lazy("svar på fråga"), gettext_lazy("svar på frågor")),
            "needs.picture": (gettext_lazy("bild"), gettext_lazy("bilder")),
        },
        allow=allow,
        refuses=refuses,
        settles=settles,
        tells=tells,
    )
)

# They follow from the answers, which follow the merge.
follows_merge(Need, derived=("first_answered_on", "opened_on"))
