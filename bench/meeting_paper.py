"""How long it takes to close a råd with twelve matters and make its papers (aim: five seconds together).

`python -m bench.meeting_paper` makes a database of its own and throws it away. Times are by the processor's
clock, as on a machine with nothing else to do.
"""

import json
import tempfile
import time
from datetime import timedelta

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from bryggan.kit.papers.declared import PAPERS, make_file, read_options
from bryggan.kit.testing.cast import make_cast
from bryggan.meetings import actions, closing
from bryggan.meetings.models import AgendaItem, Meeting
from bryggan.meetings.tests.making import (
    Council,
    anew,
    complete,
    make_council,
    make_member,
    planned,
)

MATTERS = 12


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/meeting.sqlite3"
        connection.creation.create_test_db(verbosity=0, serialize=False)
        try:
            _measure()
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measure() -> None:
    cast = make_cast()
    council = make_council(cast, weeks_between=6)
    for name in ("Beda Bok", "Cecil Gren"):
        make_member(council, name, cast)
    meeting = planned(council)
    records = [complete(cast, f"Ärende {number}") for number in range(MATTERS)]
    actions.add_items(anew(meeting), by=council.chair, records=records)
    _said(council, meeting)
    began = time.process_time()
    closing.close_meeting(anew(meeting), by=council.chair, attended=council.everyone)
    spent = {"avsluta mötet": time.process_time() - began}
    for form in ("docx", "pptx", "pdf", "xlsx"):
        spent[f"minnesanteckningar som {form}"] = _paper(council, meeting, form)
    print(json.dumps(spent, ensure_ascii=False))


def _said(council: Council, meeting: Meeting) -> None:
    """Every matter supported, and something to do after each."""
    due = timezone.localdate() + timedelta(days=14)
    for item in AgendaItem.objects.filter(meeting=meeting):
        task = {"name": "Fråga leverantören", "responsible": council.members[0], "due_on": due}
        values = {"stance": "support", "reasons": "Samma sak behövs på flera håll."}
        actions.consider_item(item, by=council.chair, values=values, tasks=[task])


def _paper(council: Council, meeting: Meeting, form: str) -> float:
    declared = PAPERS["minnesanteckningar"]
    began = time.process_time()
    options = read_options(declared, council.chair, QueryDict(f"mote={meeting.pk}"), form)
    make_file(declared, council.chair, options)
    return time.process_time() - began


if __name__ == "__main__":
    main()
