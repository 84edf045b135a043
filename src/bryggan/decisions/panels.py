"""What stands beside the fields: who may decide and why, what a decision rests on, a point's wordings, holders."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.decisions import answers, next_steps, permissions, queries, together
from bryggan.decisions.belonging import PURCHASES
from bryggan.decisions.calculation import last_day_of_appeal
from bryggan.decisions.choices import DecisionKind, Step
from bryggan.decisions.models import Belonging, Decision, DelegationRule, Holding, Post
from bryggan.decisions.register import DecisionRegister, DelegationRegister, PostRegister
from bryggan.decisions.words import limit_words
from bryggan.duties.panels import shows_tasks
from bryggan.files.panels import takes_files
from bryggan.kit.register.fields import chip
from bryggan.kit.register.register import Panel
from bryggan.people.models import User

MOST_SHOWN = 50
NOTHING = SafeString("")
UNDECIDED = (Step.DRAFTED, Step.PASSED_ON)
BY_POINT = (DecisionKind.DELEGATED, DecisionKind.URGENT, DecisionKind.BOARD)


def draw_ground(decision: Decision, user: User) -> SafeString:
    """While it is prepared: every point tried. Once taken: the point as it stood that day."""
    if decision.step in UNDECIDED:
        if decision.kind not in BY_POINT:
            return NOTHING
        context = answers.ground_of(decision, user, timezone.localdate())
        return render_to_string("decisions/panel_ground.html", context)
    if decision.rule is None:
        return NOTHING
    context = {
        "rule": decision.rule,
        "url": DelegationRegister.url(decision.rule.pk),
        "limit": limit_words(decision.rule),
        "sums": answers.sums_of(decision),
        "post": decision.rule.post.name,
    }
    return render_to_string("decisions/panel_rested_on.html", context)


def may_belong(user: Any) -> Q:
    """A purchase that is prepared, or a decision that something was answered of."""
    return Q(step__in=UNDECIDED, matter__in=PURCHASES) | Q(
        Exists(Belonging.objects.filter(decision=OuterRef("pk"), withdrawn_at=None))
    )


def draw_together(decision: Decision, user: User) -> SafeString:
    """Other purchases that may belong together with it; once taken, what was answered and frozen."""
    if decision.step in UNDECIDED:
        today = timezone.localdate()
        context = together.together_of(decision, user, today, queries.answer_for(decision, today))
        return (
            render_to_string("decisions/panel_together.html", context)
            if context["others"]
            else NOTHING
        )
    rows = together.frozen_answers(decision, user)
    return render_to_string("decisions/panel_answered.html", {"rows": rows}) if rows else NOTHING


def draw_conflicts(decision: Decision, user: User) -> SafeString:
    """Who cannot take part, and where one says so."""
    context = {
        "decision": decision,
        "people": queries.conflicted_in(decision),
        "can_state": decision.step in UNDECIDED
        and bool(permissions.state_conflict(user, decision)),
        "can_lift": bool(permissions.lift_conflict(user, decision)),
    }
    if not context["people"] and not context["can_state"]:
        return NOTHING
    return render_to_string("decisions/panel_conflicts.html", context)


def draw_replacing(decision: Decision, user: User) -> SafeString:
    """What it replaces and what has replaced it; a taken decision is never changed."""
    before = decision.replaces
    is_taken = decision.step not in UNDECIDED
    after = list(queries.replacements_of(decision, user)) if is_taken else []
    can_replace = decision.step in (Step.TAKEN, Step.REPORTED)
    if before is None and not after and not can_replace:
        return NOTHING
    context = {
        "decision": decision,
        "before": (before, DecisionRegister.url(before.pk)) if before else None,
        "after": [(one, DecisionRegister.url(one.pk), _step(one)) for one in after],
        "can_replace": can_replace,
        "verdict": permissions.replace_decision(user, decision),
    }
    return render_to_string("decisions/panel_replacing.html", context)


def _step(decision: Decision) -> SafeString:
    return chip(next_steps.STEP_TONES[decision.step], str(Step(decision.step).label))


def draw_frozen(decision: Decision, user: User) -> SafeString:
    """The checksum of what was decided upon, and the file that anybody can check."""
    if not decision.digest:
        return NOTHING
    posted = decision.posted_on
    context = {
        "decision": decision,
        # In groups, so that it can be read aloud, compared and broken over lines.
        "digest": [decision.digest[at : at + 8] for at in range(0, len(decision.digest), 8)],
        "last_day": last_day_of_appeal(posted) if posted else None,
    }
    return render_to_string("decisions/panel_frozen.html", context)


def draw_order(rule: DelegationRule, user: User) -> SafeString:
    """The ways in which a point changes: from a day, by a decision."""
    today = timezone.localdate()
    context = {
        "rule": rule,
        "is_over": rule.valid_to is not None and rule.valid_to < today,
        "verdict": permissions.amend_rule(user, rule),
        "hand_on": permissions.subdelegate_rule(user, rule),
        "from": rule.subdelegated_from,
        "from_url": DelegationRegister.url(rule.subdelegated_from.pk)
        if rule.subdelegated_from
        else "",
        "handed_on": [
            (one, DelegationRegister.url(one.pk), one.post.name)
            for one in rule.subdelegated.filter(withdrawn_at=None).select_related("post")
        ],
    }
    return render_to_string("decisions/panel_order.html", context)


def draw_wordings(rule: DelegationRule, user: User) -> SafeString:
    rows = list(queries.wordings_of(rule, user)[:MOST_SHOWN])
    if len(rows) < 2:
        return NOTHING
    today = timezone.localdate()
    shown = [_wording(one, rule, today) for one in rows]
    return render_to_string("decisions/panel_wordings.html", {"rows": shown})


def _wording(row: DelegationRule, shown: DelegationRule, today: Any) -> dict[str, Any]:
    holds = row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
    coming = row.valid_from > today
    word = _("gäller") if holds else _("kommande") if coming else _("har gällt")
    return {
        "rule": row,
        "url": DelegationRegister.url(row.pk),
        "is_shown": row.pk == shown.pk,
        "limit": limit_words(row),
        "chip": chip("ok" if holds else "go" if coming else "none", word),
    }


def draw_decisions(rule: DelegationRule, user: User) -> SafeString:
    rows = list(queries.decisions_by(rule, user)[: MOST_SHOWN + 1])
    if not rows:
        return NOTHING
    context = {
        "rows": [(one, DecisionRegister.url(one.pk)) for one in rows[:MOST_SHOWN]],
        "is_cut": len(rows) > MOST_SHOWN,
        "rule": rule,
    }
    return render_to_string("decisions/panel_decisions.html", context)


def draw_holders(post: Post, user: User) -> SafeString:
    """Who holds the post, from and to which day, for what part; and how somebody is added."""
    today = timezone.localdate()
    rows = list(queries.holdings_of(post)[:MOST_SHOWN])
    context = {
        "post": post,
        "rows": [(one, *_held(one, today)) for one in rows],
        "verdict": permissions.hold_post(user, post),
    }
    return render_to_string("decisions/panel_holders.html", context)


def _held(holding: Holding, today: Any) -> tuple[SafeString, bool]:
    """Whether she holds it now, and whether it can be ended."""
    if holding.ends_on is not None and holding.ends_on < today:
        return chip("none", _("har slutat")), False
    if holding.starts_on is not None and holding.starts_on > today:
        return chip("go", _("kommande")), True
    return chip("ok", _("nu")), True


def draw_rules(post: Post, user: User) -> SafeString:
    """The points that the post decides by today."""
    rows = queries.rules_on(post.unit, user, timezone.localdate()).filter(post=post)
    shown = [(one, DelegationRegister.url(one.pk), limit_words(one)) for one in rows]
    return render_to_string("decisions/panel_rules.html", {"rows": shown}) if shown else NOTHING


DecisionRegister.panels += [
    Panel("ground", gettext_lazy("Vem får besluta, och varför"), draw_ground),
    Panel(
        "together",
        gettext_lazy("Inköp som kan höra ihop"),
        draw_together,
        comes_later=True,
        is_there=may_belong,
    ),
    Panel("frozen", gettext_lazy("Fryst underlag"), draw_frozen, place="side"),
    Panel("replacing", gettext_lazy("Ersätter och ersatt av"), draw_replacing, place="side"),
    Panel("conflicts", gettext_lazy("Jäv"), draw_conflicts, place="side"),
]
DelegationRegister.panels += [
    Panel("wordings", gettext_lazy("Lydelser"), draw_wordings),
    Panel("decisions", gettext_lazy("Beslutat enligt punkten"), draw_decisions),
    Panel("order", gettext_lazy("Ändra punkten"), draw_order, place="side"),
]
PostRegister.panels += [
    Panel("holders", gettext_lazy("Innehav"), draw_holders),
    Panel("rules", gettext_lazy("Får besluta enligt"), draw_rules),
]
shows_tasks(DecisionRegister)
takes_files(DecisionRegister)
