"""What the pages of assessments show, in words and pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bryggan.assessments import calculation, permissions, queries, statements
from bryggan.assessments.calculation import UNKNOWN, Axis, Difference
from bryggan.assessments.models import Answer, Assessment, Disposition, Side
from bryggan.assessments.words import TONES, kind_words
from bryggan.kit import words
from bryggan.kit.register.fields import chip
from bryggan.people.models import User
from bryggan.systems import permissions as systems
from bryggan.systems.models import Cost, System
from bryggan.systems.register import SystemRegister

SCALE = (
    ("1", gettext_lazy("Stämmer inte alls")),
    ("2", gettext_lazy("Stämmer dåligt")),
    ("3", gettext_lazy("Stämmer ganska bra")),
    ("4", gettext_lazy("Stämmer helt")),
    (UNKNOWN, gettext_lazy("Vet ej")),
)
# Beside a statement, where "stämmer" is said once above.
SHORT = {
    "1": gettext_lazy("Inte alls"),
    "2": gettext_lazy("Dåligt"),
    "3": gettext_lazy("Ganska bra"),
    "4": gettext_lazy("Helt"),
    UNKNOWN: gettext_lazy("Vet ej"),
}
AXES: dict[str, Any] = {
    Side.BUSINESS: gettext_lazy("Verksamhetsvärde"),
    Side.IT: gettext_lazy("Teknik och leverantör"),
}
FIGURES: dict[str, Any] = {
    **{f"cost.{kind.value}": kind.label for kind in (Cost.Kind.LICENSE, Cost.Kind.SUPPORT)},
    f"cost.{Cost.Kind.DEVELOPMENT.value}": Cost.Kind.DEVELOPMENT.label,
    "user_count": gettext_lazy("Aktiva användare"),
}
SHOWN_APART = 3


def opening_rows(chosen: Sequence[System], user: User) -> list[dict[str, Any]]:
    """Each system with who is responsible, and what stands in the way of asking."""
    by_system = queries.responsible(chosen)
    busy = set(
        Assessment.objects.present()
        .open()
        .filter(system__in=chosen)
        .values_list("system_id", flat=True)
    )
    rows = []
    for system in chosen:
        named: dict[str, list[str]] = {side: [] for side in Side.values}
        for role in by_system.get(system.pk, ()):
            if not role.is_deputy and role.user.name not in named[queries.SIDE_OF_ROLE[role.role]]:
                named[queries.SIDE_OF_ROLE[role.role]].append(role.user.name)
        rows.append(
            {
                "system": system,
                "url": SystemRegister.url(system.pk),
                "business": ", ".join(named[Side.BUSINESS]),
                "it": ", ".join(named[Side.IT]),
                "is_busy": system.pk in busy,
                "is_allowed": bool(systems.change_system(user, system)),
            }
        )
    return rows


def answering(answer: Answer, user: User, *, left: Sequence[str] = ()) -> dict[str, Any]:
    """The page of one who answers: her statements with what she has said, and the register's figures."""
    method = statements.of_version(answer.assessment.content_version)
    system = answer.assessment.system
    asked = [
        (
            block,
            [
                {
                    "key": one.key,
                    "text": one.text,
                    "is_left": one.key in left,
                    "choices": [
                        (value, label, str(answer.values.get(one.key, "")) == value)
                        for value, label in SHORT.items()
                    ],
                }
                for one in block.statements
            ],
        )
        for block in method.of(answer.side)
    ]
    keys = method.keys(answer.side)
    return {
        "answer": answer,
        "system": system,
        "blocks": asked,
        "count": len(keys),
        "left": [(key, text) for key, text in method.texts().items() if key in left],
        "taken": sum(key in answer.values for key in keys),
        "figures": _figures(answer, system),
        "figure_choices": [
            (value, label, value == answer.figures_said) for value, label in Answer.Figures.choices
        ],
        "costs_url": reverse("system_costs", args=[system.pk]),
        "may_mend": bool(systems.create_cost(user, system)),
        "source": method.source,
        "is_business": answer.side == Side.BUSINESS,
        "axis": AXES[answer.side],
    }


def _figures(answer: Answer, system: System) -> list[tuple[Any, str]]:
    """The business is shown what the register holds, to say whether it is right."""
    if answer.side != Side.BUSINESS:
        return []
    found = queries.figures_of(system, timezone.localdate().year)
    return [
        (label, _written(key, found[key]) if found[key] is not None else "")
        for key, label in FIGURES.items()
    ]


def _written(key: str, value: Any) -> str:
    return words.number(value) if key == "user_count" else words.exact_sek(value)


def assessment(one: Assessment, user: User) -> dict[str, Any]:
    """What an assessment amounts to, who says what as far as one may see, and where they disagree."""
    answers = queries.answers_of(one)
    named = queries.named_answers(one, user)
    found = queries.result(one, answers)
    texts = statements.of_version(one.content_version).texts()
    limit = queries.disagreement_limit()
    given = [answer for answer in answers if answer.answered_at is not None]
    proposal = one.proposal
    return {
        "assessment": one,
        "system": one.system,
        "system_url": SystemRegister.url(one.system_id),
        "axes": [_axis(side, found["axes"][side], limit) for side in Side.values],
        "blocks": [(block, score, _mean(score.mean)) for block, score in found["blocks"]],
        "apart": [(AXES[side], _apart(found["differences"][side], texts)) for side in Side.values],
        "is_disagreement": calculation.disagrees(one.spread, limit),
        "limit": limit,
        "statements": [(AXES[side], side_by_side(one, side, given, named)) for side in Side.values],
        "people": [_person(answer, named, user) for answer in answers],
        "hidden": sum(answer.pk not in named for answer in given),
        "answered": len(given),
        "asked": len(answers),
        "stands": [label for _value, label in SCALE],
        "own": [
            answer
            for answer in answers
            if answer.respondent_id == user.pk and not answer.answered_at
        ],
        "both_sides": _on_both_sides(given, named),
        "figures_wrong": sum(answer.figures_said == Answer.Figures.WRONG for answer in given),
        "figures_right": sum(answer.figures_said == Answer.Figures.RIGHT for answer in given),
        "proposal": proposal_chip(proposal),
        "disposition": disposition_words(queries.disposition_of(one.system, user)),
        "may_decide": permissions.decide_disposition(user, one.system),
    }


def _axis(side: str, axis: Axis, limit: int) -> dict[str, Any]:
    return {
        "label": AXES[side],
        "side": Side(side).label,
        "axis": axis,
        "bar": whisker(axis),
        "is_apart": calculation.disagrees(axis.spread, limit),
        "people": ngettext("%(count)s svarande", "%(count)s svarande", axis.voices)
        % {"count": axis.voices},
    }


def whisker(axis: Axis) -> dict[str, float] | None:
    """Where the mean, the lowest and the highest stand on a bar 200 wide."""
    if axis.value is None or axis.low is None or axis.high is None:
        return None
    place = {name: 6 + value * 1.88 for name, value in (
        ("value", axis.value), ("low", axis.low), ("high", axis.high)
    )}  # fmt: skip
    return {**place, "width": place["high"] - place["low"]}


def _mean(mean: float | None) -> str:
    return "" if mean is None else words.number(mean, 1)


def _apart(found: Sequence[Difference], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The statements that people differ most on."""
    return [
        {
            "text": texts[one.key],
            "steps": one.steps,
            "counts": " · ".join(
                f"{str(label).lower()}: {count}"
                for (_value, label), count in zip(SCALE, one.counts, strict=False)
                if count
            ),
        }
        for one in found[:SHOWN_APART]
        if one.is_apart
    ]


def side_by_side(
    one: Assessment, side: str, given: Sequence[Answer], named: set[int]
) -> dict[str, Any]:
    """A side's statements: by name for those who may see names, else how many took each stand.

    Whoever sees only some by name (her own) sees the counts.
    """
    own = [answer for answer in given if answer.side == side]
    seen = own if all(answer.pk in named for answer in own) else []
    method = statements.of_version(one.content_version)
    stands = [answer.values for answer in own]
    by_key = {found.key: found for found in calculation.differences(stands, method.keys(side))}
    rows = []
    for statement in (one for block in method.of(side) for one in block.statements):
        found = by_key[statement.key]
        counted = [*found.counts, found.unknown]
        named_stands: list[tuple[Any, Any]] = [
            (answer.respondent.name, _stand(answer.values.get(statement.key))) for answer in seen
        ]
        rows.append(
            {
                "text": statement.text,
                "is_apart": found.is_apart,
                "steps": found.steps,
                "mean": _mean(found.mean),
                "given": named_stands
                or [(label, count) for (_v, label), count in zip(SCALE, counted, strict=True)],
            }
        )
    return {"rows": rows, "people": [answer.respondent.name for answer in seen], "count": len(own)}


def _stand(value: Any) -> str:
    if value == UNKNOWN:
        return _("vet ej")
    return "–" if value is None else str(value)


def _person(answer: Answer, named: set[int], user: User) -> dict[str, Any]:
    """Who is asked is told to all; what she has said, only to those who may see it."""
    return {
        "name": answer.respondent.name,
        "title": answer.respondent.title,
        "initials": answer.respondent.initials,
        "side": answer.get_side_display(),
        "is_done": answer.answered_at is not None,
        "answered_at": answer.answered_at,
        "comment": answer.comment if answer.pk in named and answer.answered_at else "",
    }


def _on_both_sides(given: Sequence[Answer], named: set[int]) -> bool:
    """Whether somebody has answered for both sides: then the two axes are partly one person's view."""
    sides: dict[int, set[str]] = {}
    for answer in given:
        sides.setdefault(answer.respondent_id, set()).add(answer.side)
    return any(len(found) > 1 for found in sides.values())


def proposal_chip(proposal: str) -> Any:
    """The computed proposal as a word without a tone: nothing is decided."""
    return chip("", kind_words()[proposal]) if proposal else ""


def disposition_words(held: Disposition | None) -> dict[str, Any] | None:
    """A decided disposition as pages show it."""
    if held is None:
        return None
    word = kind_words()[held.kind]
    said = f"{word} {held.target_year}" if held.target_year else word
    return {"chip": chip(TONES[held.kind], said), "row": held, "word": said}
