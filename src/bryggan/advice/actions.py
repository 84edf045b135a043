"""What happens to advice: a rule is tuned, one advice is dismissed or taken up again, the day's figures are kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bryggan.advice import finding, permissions
from bryggan.advice.models import Dismissal, Figure, RuleSetting
from bryggan.advice.rules import Rule
from bryggan.kit.action import NotPossible, action
from bryggan.kit.writer import Writer, noun_of
from bryggan.people.models import User


@action("advice.rule_changed", allow=permissions.change_rule)
def change_rule(
    write: Writer, rule: Rule, *, by: User, is_on: bool, limit: int | None = None
) -> RuleSetting:
    """A rule is switched on or off, or counts from another limit, for everybody."""
    if limit is not None:
        if rule.limit is None:
            raise NotPossible(_("Rådet har ingen gräns att ställa in."), field="limit")
        if not rule.limit.lowest <= limit <= rule.limit.highest:
            said = _("Gränsen ska vara mellan %(lowest)s och %(highest)s.")
            bounds = {"lowest": rule.limit.lowest, "highest": rule.limit.highest}
            raise NotPossible(said % bounds, field="limit")
    held = RuleSetting.objects.filter(rule=rule.key).first()
    if held is None:
        return write.create(RuleSetting, rule=rule.key, is_on=is_on, limit=limit)
    write.change(held, is_on=is_on, limit=limit)
    return held


@action("advice.dismissed", allow=permissions.dismiss_advice)
def dismiss_advice(
    write: Writer,
    record: Any,
    *,
    by: User,
    rule: Rule,
    reason: str,
    until_on: date | None = None,
) -> Dismissal:
    """Somebody has looked and says why it is in order: the advice rests until the day, or until taken up again."""
    if not reason.strip():
        raise NotPossible(_("Skriv varför rådet inte gäller."), field="reason")
    today = timezone.localdate()
    if until_on is not None and until_on < today:
        raise NotPossible(_("Dagen har redan passerat."), field="until_on")
    told = rule.register.rows(by).filter(finding.is_open(rule, by), pk=record.pk)
    if noun_of(type(record)) != rule.register.noun() or not told.exists():
        raise NotPossible(_("Rådet gäller inte längre."))
    write.because(reason.strip())
    for ended in Dismissal.objects.filter(
        rule=rule.key, noun=noun_of(type(record)), record_id=record.pk, withdrawn_at=None
    ):
        write.withdraw(ended)
    return write.create(
        Dismissal,
        rule=rule.key,
        noun=noun_of(type(record)),
        record_id=record.pk,
        reason=reason.strip(),
        until_on=until_on,
        dismissed_by=by,
        dismissed_at=write.now,
    )


@action("advice.reopened", allow=permissions.reopen_advice)
def reopen_advice(write: Writer, dismissal: Dismissal, *, by: User) -> None:
    """The advice counts again from now."""
    if dismissal.withdrawn_at is not None:
        raise NotPossible(_("Rådet är redan upptaget igen."))
    write.withdraw(dismissal)


@action("advice.figures_kept", allow=permissions.keep_figures)
def keep_figures(
    write: Writer, day: date, *, by: User, noun: str, figures: Iterable[Mapping[str, Any]]
) -> int:
    """How much was known this day, by unit: written once a day, and corrected if asked for again the same day."""
    held = {one.unit_id: one for one in Figure.objects.filter(day=day, noun=noun)}
    for columns in figures:
        one = held.get(columns["unit_id"])
        if one is None:
            write.create(Figure, day=day, noun=noun, **columns)
        else:
            write.change(one, **{name: columns[name] for name in columns if name != "unit_id"})
    return write.count
