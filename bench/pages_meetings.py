"""The measured pages of meetings: the list, one that is over, its agenda, the room, and where one scores."""

from bench.pages import BOTH, Page
from bryggan.meetings.choices import Step
from bryggan.meetings.models import Meeting

FOR_EMPLOYEE = BOTH[1:]


def meeting_pages() -> list[Page]:
    """Of the employee's own group: the meeting ahead, and the last that was held."""
    rows = Meeting.objects.filter(body__name__startswith="Digitaliseringsforum 0 ")
    ahead = rows.get(step=Step.SUMMONED)
    held = rows.filter(step=Step.CLOSED).order_by("-held_on")[0]
    return [
        Page("meetings", "Lista över möten", "/mote/"),
        Page("meeting", "Ett möte som hållits", f"/mote/{held.pk}/"),
        Page("meeting_room", "Mötet, punkt för punkt", f"/mote/{ahead.pk}/motet/"),
        Page("edit_agenda", "Dagordningen", f"/mote/{ahead.pk}/dagordning/", who=FOR_EMPLOYEE),
        Page("grade_items", "Bedöma före mötet", f"/mote/{ahead.pk}/bedom/", who=FOR_EMPLOYEE),
        Page("body", "En grupp", f"/grupp/{held.body_id}/"),
    ]
