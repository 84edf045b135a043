"""A page with one form: what was typed stays when somebody else changed the row in the same moment."""

from typing import Any

from django import forms
from django.test import RequestFactory

from bryggan.kit.action import read_anew
from bryggan.kit.single_form import Sheet, answered
from bryggan.kit.testing.cast import Cast
from bryggan.kit.verdict import ALLOWED
from bryggan.systems.models import System


class NoteForm(forms.Form):
    note = forms.CharField(label="Anteckning")


def test_what_is_typed_stays_when_another_was_first(cast: Cast, rf: RequestFactory) -> None:
    request: Any = rf.post("/", {"note": "Det jag skrev"})
    request.user = request.real_user = cast.employee
    request.session = {}
    seen = System.objects.get(pk=cast.system.pk)
    System.objects.filter(pk=seen.pk).update(version=seen.version + 1)

    def act(told: dict[str, Any]) -> str:
        read_anew(seen)
        return ""

    form = NoteForm(request.POST)
    sheet = Sheet(title="Anteckna", button="Spara", form=form, verdict=ALLOWED, back="/")
    answer = answered(request, sheet, act)
    assert answer.status_code == 409
    assert "Någon annan har ändrat sedan sidan visades." in answer.text
    assert "Det jag skrev" in answer.text
