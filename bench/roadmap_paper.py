"""How long the färdplan of a whole municipality takes on paper: 300 initiatives (aim: PowerPoint under five seconds).

`python -m bench.roadmap_paper` makes a database of its own and throws it away. Times are by the processor's
clock, as on a machine with nothing else to do.
"""

import json
import random
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from bryggan.initiatives.models import Dependency, Health, Initiative, MoneyKind, MoneyRow
from bryggan.kit.papers.declared import PAPERS, make_file, read_options
from bryggan.methods.models import Method, MethodStep, MethodVersion, Phase
from bryggan.people.models import Assignment, Unit, User, root_unit
from bryggan.people.roles import Role
from bryggan.search.fields import sort_key

ON_PAPER, ADMINISTRATIONS = 300, 60
WORDS = [
    "skola",
    "vård",
    "mobil",
    "signering",
    "schema",
    "arkiv",
    "bygglov",
    "larm",
    "lönesystem",
    "kart",
    "frånvaro",
    "robot",
    "lås",
]


def main() -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/roadmap.sqlite3"
        connection.creation.create_test_db(verbosity=0, serialize=False)
        try:
            _measure()
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measure() -> None:
    root = root_unit()
    user = User.objects.create(
        name="Nils Ek",
        sort_key="nils ek",
        email="nils@exempel.se",
        unit=root,
        password="!",
        is_active=True,
    )
    Assignment.objects.create(user=user, role=Role.DIGITAL_STRATEGIST, unit=root)
    units = [_unit(root, number) for number in range(ADMINISTRATIONS)]
    steps = _steps(root)
    _fill(units[:15], steps, ON_PAPER)
    spent = {f"färdplan som {form}": _paper(user, form) for form in ("pptx", "docx", "pdf", "xlsx")}
    print(json.dumps(spent, ensure_ascii=False))


def _unit(root: Unit, number: int) -> Unit:
    name = f"Nämnd {number:02d}"
    made = Unit.objects.create(
        name=name, sort_key=sort_key(name), kind=Unit.Kind.AUTHORITY, parent=root
    )
    Unit.objects.filter(pk=made.pk).update(path=f"{root.path}{made.pk:06d}/")
    made.refresh_from_db()
    return made


def _steps(root: Unit) -> list[MethodStep]:
    method = Method.objects.create(unit=root, name="Vår väg")
    version = MethodVersion.objects.create(
        method=method, unit=root, place=1, frozen_on=timezone.localdate()
    )
    return [
        MethodStep.objects.create(
            method_version=version, unit=root, place=place, key=phase, name=phase, phase=phase
        )
        for place, phase in enumerate(Phase.values)
    ]


def _fill(units: list[Unit], steps: list[MethodStep], count: int) -> None:
    dice, year = random.Random(count), timezone.localdate().year
    made = Initiative.objects.bulk_create(
        (_initiative(dice, number, units, steps, year) for number in range(count)), batch_size=500
    )
    MoneyRow.objects.bulk_create(
        (
            MoneyRow(
                initiative=one,
                year=year + dice.randrange(4),
                kind=dice.choice(MoneyKind.values),
                amount_sek=Decimal(dice.randrange(10, 3_000) * 1_000),
            )
            for one in made
            for _time in range(3)
        ),
        batch_size=500,
    )
    Dependency.objects.bulk_create(
        (
            Dependency(initiative=one, depends_on=made[dice.randrange(place)])
            for place, one in enumerate(made)
            if place and dice.random() < 0.15
        ),
        batch_size=500,
    )


def _initiative(
    dice: random.Random, number: int, units: list[Unit], steps: list[MethodStep], year: int
) -> Initiative:
    step = dice.choice(steps)
    name = f"{' '.join(dice.sample(WORDS, 3)).capitalize()} {number}"
    start = date(year - 1, 1, 1) + timedelta(days=dice.randrange(1_200))
    closed = start if step.phase == Phase.CLOSED else None
    today = timezone.localdate()
    return Initiative(
        unit=dice.choice(units),
        name=name,
        sort_key=sort_key(name),
        method_version=step.method_version,
        method_step=step,
        phase=step.phase,
        since=today,
        touched_on=today - timedelta(days=dice.randrange(200)),
        health=dice.choice(["", *Health.values]),
        starts_on=start,
        ends_on=start + timedelta(days=dice.randrange(60, 600)),
        closed_on=closed,
        benefit=dice.choice([None, 1, 2, 3, 4, 5]),
        complexity=dice.choice([None, 1, 2, 3, 4, 5]),
        target_plan_year=dice.choice([None, year + 1]),
        target_budget_year=dice.choice([None, None, year + 2]),
    )


def _paper(user: User, form: str) -> float:
    """The fastest of three, by the processor's clock: the first also loads the library."""
    taken = []
    for _time in range(3):
        begun = time.process_time()
        declared = PAPERS["fardplan"]
        make_file(declared, user, read_options(declared, user, QueryDict(""), form))
        taken.append(time.process_time() - begun)
    return min(taken)


if __name__ == "__main__":
    main()
