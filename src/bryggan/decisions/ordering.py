"""What happens to posts and to the delegation order: every point has its days, and none is overwritten."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bryggan.decisions import letter, permissions, queries
from bryggan.decisions.choices import NOT_DELEGABLE, Meaning, PostKind, Reporting
from bryggan.decisions.models import Absence, DelegationRule, Holding, LetterForm, Post, PriceBase
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer
from bryggan.people.models import Unit, User

# What a point that takes over from another keeps of it.
KEPT = (
    "unit", "code", "matter", "name", "post", "meaning", "limit_sek", "limit_price_base",
    "is_limit_reached", "percent_of_value", "above_sek", "conditions", "may_subdelegate",
    "within_budget", "for_own_share", "reporting", "reporting_note", "legal_ref", "valid_to",
)  # fmt: skip


@action("post.created", allow=permissions.create_post)
def create_post(write: Writer, unit: Unit, *, by: User, values: Mapping[str, Any]) -> Post:
    """A function of an authority that can hold a mandate, with what else it is written as."""
    _is_authority(unit)
    if queries.post_named(str(values["name"]), unit):
        raise NotPossible(_("Nämnden har redan en funktion med det namnet."), field="name")
    return write.create(Post, **{**values, "unit": unit})


@action("post.changed", allow=permissions.change_post)
def change_post(write: Writer, post: Post, *, by: User, values: Mapping[str, Any]) -> None:
    """A function is called or placed otherwise; a group of employees never becomes a delegate."""
    kind = values.get("kind", post.kind)
    if kind == PostKind.GROUP and post.rules.filter(withdrawn_at=None).exists():
        raise NotPossible(_group_words(), field="kind")
    twin = queries.post_named(str(values.get("name", post.name)), post.unit)
    if twin is not None and twin.pk != post.pk:
        raise NotPossible(_("Nämnden har redan en funktion med det namnet."), field="name")
    write.change(post, **{name: value for name, value in values.items() if name != "unit"})


@action("post.held", allow=permissions.hold_post)
def hold_post(
    write: Writer,
    post: Post,
    *,
    by: User,
    user: User,
    unit: Unit,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Holding:
    """A person holds the function for a part of the organisation, from and to a day."""
    if post.kind not in (PostKind.EMPLOYEE, PostKind.ELECTED):
        raise NotPossible(_("Funktionen innehas inte av en person."))
    if user.withdrawn_at is not None or user.is_external:
        raise NotPossible(_("Välj någon som arbetar i kommunen eller är förtroendevald."))
    if starts_on and ends_on and ends_on < starts_on:
        raise NotPossible(_("Slutdagen ligger före startdagen."), field="ends_on")
    write.touch(post)
    return write.create(
        Holding, post=post, user=user, unit=unit, starts_on=starts_on, ends_on=ends_on
    )


@action("post.left", allow=permissions.end_holding)
def end_holding(write: Writer, holding: Holding, *, by: User, ends_on: date) -> None:
    """The person no longer holds the function after the day; what she decided before it stands."""
    if holding.ends_on is not None and holding.ends_on <= ends_on:
        raise NotPossible(_("Innehavet är redan slut då."), field="ends_on")
    if holding.starts_on and ends_on < holding.starts_on:
        raise NotPossible(_("Slutdagen ligger före startdagen."), field="ends_on")
    write.change(holding, ends_on=ends_on)


@action("rule.added", allow=permissions.add_rule)
def add_rule(
    write: Writer,
    unit: Unit,
    *,
    by: User,
    values: Mapping[str, Any],
) -> DelegationRule:
    """A point of the delegation order, as the board has decided it, with the posts that stand in."""
    values = dict(values)
    deputies: Iterable[Post] = values.pop("deputies", ())
    _is_authority(unit)
    _can_be_delegated(values["matter"], values["post"], unit)
    _means_something(values)
    rule = write.create(DelegationRule, **{**values, "unit": unit})
    write.set_links(rule, "deputies", deputies)
    if write.batch is not None:
        write.flush()
    _stands_alone(rule)
    return rule


@action("rule.amended", allow=permissions.amend_rule)
def amend_rule(
    write: Writer,
    rule: DelegationRule,
    *,
    by: User,
    starts_on: date,
    values: Mapping[str, Any],
    source: str,
    deputies: Iterable[Post] | None = None,
) -> DelegationRule:
    """From a day the point reads otherwise. As it was it stands for what was decided before that day."""
    if not source.strip():
        raise NotPossible(_("Skriv vilket beslut ändringen bygger på."), field="source")
    if starts_on <= rule.valid_from or (rule.valid_to is not None and starts_on > rule.valid_to):
        raise NotPossible(_("Ändringen måste börja medan punkten gäller."), field="starts_on")
    told = {name: getattr(rule, name) for name in KEPT} | dict(values)
    _can_be_delegated(told["matter"], told["post"], rule.unit)
    _means_something(told)
    held = list(rule.deputies.all()) if deputies is None else list(deputies)
    write.change(rule, valid_to=starts_on - timedelta(days=1))
    new = write.create(
        DelegationRule, **{**told, "valid_from": starts_on, "source": source.strip()}
    )
    write.set_links(new, "deputies", held)
    return new


@action("rule.ended", allow=permissions.end_rule)
def end_rule(write: Writer, rule: DelegationRule, *, by: User, valid_to: date, source: str) -> None:
    """The point no longer holds after the day; decisions taken by it stand."""
    if not source.strip():
        raise NotPossible(_("Skriv vilket beslut ändringen bygger på."), field="source")
    if valid_to < rule.valid_from or (rule.valid_to is not None and rule.valid_to <= valid_to):
        raise NotPossible(_("Punkten gäller inte då."), field="valid_to")
    write.because(source.strip())
    write.change(rule, valid_to=valid_to)


@action("rule.subdelegated", allow=permissions.subdelegate_rule)
def subdelegate_rule(
    write: Writer,
    rule: DelegationRule,
    *,
    by: User,
    post: Post,
    code: str,
    limit_sek: Decimal | None,
    starts_on: date,
) -> DelegationRule:
    """A förvaltningschef lets somebody lower decide within her own point; the board is told (KL 7:8)."""
    if post.level >= rule.post.level or post.kind != PostKind.EMPLOYEE:
        raise NotPossible(_("Vidaredelegera till en anställd längre ner."), field="post")
    if rule.limit_sek is not None and (limit_sek is None or limit_sek > rule.limit_sek):
        raise NotPossible(_("Gränsen kan inte vara högre än punktens egen."), field="limit_sek")
    if starts_on < rule.valid_from or (rule.valid_to is not None and starts_on > rule.valid_to):
        raise NotPossible(_("Punkten gäller inte då."), field="starts_on")
    told = {name: getattr(rule, name) for name in KEPT}
    told |= {"code": code, "post": post, "limit_sek": limit_sek, "valid_from": starts_on}
    told |= {"may_subdelegate": False, "reporting": Reporting.REPORTED}
    if limit_sek is not None and told["meaning"] == Meaning.NONE:
        told["meaning"] = Meaning.PER_PURCHASE
    new = write.create(DelegationRule, **told, subdelegated_from=rule)
    if write.batch is not None:
        write.flush()
    _stands_alone(new)
    return new


@action("price_base.set", allow=permissions.set_price_base)
def set_price_base(
    write: Writer, year: int, *, by: User, amount_sek: Decimal, legal_ref: str, verified_on: date
) -> PriceBase:
    """A year's prisbasbelopp, with where it was read: limits in prisbasbelopp rest on it."""
    if not legal_ref.strip():
        raise NotPossible(_("Skriv var beloppet är hämtat."), field="legal_ref")
    if not 30_000 <= amount_sek <= 200_000:
        raise NotPossible(_("Det är inte ett rimligt prisbasbelopp."), field="amount_sek")
    told = {"amount_sek": amount_sek, "legal_ref": legal_ref.strip(), "verified_on": verified_on}
    held = PriceBase.objects.filter(year=year).first()
    if held is None:
        return write.create(PriceBase, year=year, **told)
    write.change(held, **told, withdrawn_at=None)
    return held


@action("absence.told", allow=permissions.tell_absence)
def tell_absence(
    write: Writer, person: User, *, by: User, starts_on: date, ends_on: date
) -> Absence:
    """Somebody is away from and to a day: her deputies may decide in her place, and only then."""
    if ends_on < starts_on:
        raise NotPossible(_("Slutdagen ligger före startdagen."), field="ends_on")
    return write.create(Absence, user=person, starts_on=starts_on, ends_on=ends_on)


@action("absence.ended", allow=permissions.end_absence)
def end_absence(write: Writer, absence: Absence, *, by: User, ends_on: date) -> None:
    """She is back earlier than was said."""
    if not absence.starts_on <= ends_on < absence.ends_on:
        raise NotPossible(_("Välj en dag inom frånvaron."), field="ends_on")
    write.change(absence, ends_on=ends_on)


def _is_authority(unit: Unit) -> None:
    if unit.kind not in queries.AUTHORITIES:
        raise NotPossible(_("Delegationsordningen är nämndens eller bolagets."), field="unit")


def _group_words() -> str:
    return _("En grupp av anställda beslutar aldrig: den bereder, och en person beslutar.")


def _can_be_delegated(matter: str, post: Post, unit: Unit) -> None:
    """What the law keeps with the board, and whom no setting lets decide."""
    if matter in NOT_DELEGABLE:
        raise NotPossible(_("Det får nämnden inte delegera (KL 6:38)."), field="matter")
    if post.kind == PostKind.GROUP:
        raise NotPossible(_group_words(), field="post")
    if post.unit_id != unit.pk:
        raise NotPossible(_("Delegaten hör till en annan nämnd."), field="post")


def _means_something(values: Mapping[str, Any]) -> None:
    sums = ("limit_sek", "limit_price_base", "above_sek")
    has_sum = any(values.get(name) is not None for name in sums)
    if has_sum and values.get("meaning", Meaning.NONE) == Meaning.NONE:
        raise NotPossible(_("Säg vad beloppet betyder."), field="meaning")
    if values.get("limit_sek") is not None and values.get("limit_price_base") is not None:
        said = _("En gräns är i kronor eller i prisbasbelopp, inte båda.")
        raise NotPossible(said, field="limit_price_base")


def _stands_alone(rule: DelegationRule) -> None:
    """The same point twice on the same day would make the mandate a matter of opinion."""
    if queries.rule_overlaps(rule).exists():
        raise NotPossible(
            _("Punkt %(code)s gäller redan då. Ändra den i stället.") % {"code": rule.code},
            field="code",
        )


@action("letter.headings_set", allow=permissions.set_letter_headings)
def set_letter_headings(write: Writer, unit: Unit, *, by: User, headings: list[str]) -> LetterForm:
    """The headings that the authority's tjänsteskrivelser have from now; those that are made show what lacks."""
    _is_authority(unit)
    if len(headings) > letter.MOST_HEADINGS:
        raise NotPossible(
            _("Högst %(most)s rubriker.") % {"most": letter.MOST_HEADINGS}, field="headings"
        )
    if any(len(heading) > letter.LONGEST_HEADING for heading in headings):
        raise NotPossible(_("En rubrik är för lång. Skriv en per rad."), field="headings")
    held = LetterForm.objects.filter(unit=unit).first()
    if held is None:
        return write.create(LetterForm, unit=unit, headings=headings)
    write.change(held, headings=headings, withdrawn_at=None)
    return held
