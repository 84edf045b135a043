"""A frozen decision checked without Bryggan, by the script that is given away with the file."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.test import Client
from django.urls import reverse

from bryggan.decisions.tests.making import make_order, taken
from bryggan.kit.testing.cast import Cast
from bryggan.people.models import User

SCRIPT = Path(__file__).parents[4] / "docs" / "verifiera_beslut.py"


def verified(*arguments: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603
    return run.returncode, run.stdout + run.stderr


def test_the_script_knows_a_decision_and_every_change_of_it(
    cast: Cast, client_of: Callable[[User], Client], tmp_path: Path
) -> None:
    decision = taken(cast, make_order(cast).division_head)
    url = reverse("frozen_decision", args=[decision.pk])
    content = client_of(cast.employee).get(url).content
    file = tmp_path / "beslut.json"
    file.write_bytes(content)
    assert verified(file) == (0, f"Stämmer: {decision.number} är oförändrat. {decision.digest}\n")
    assert verified(file, decision.digest)[0] == 0
    assert verified(file, "0" * 64)[0] == 1

    told = json.loads(content)
    told["beslut"]["decision"]["wording"] += " Dessutom köps en till."
    file.write_text(json.dumps(told), encoding="utf-8")
    code, said = verified(file)
    assert (code, said[:12]) == (1, "STÄMMER INTE")
    file.write_text("{}", encoding="utf-8")
    assert verified(file)[0] == 2
