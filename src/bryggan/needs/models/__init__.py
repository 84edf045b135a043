from bryggan.needs.models.choices import (
    LEADS_ON,
    TO_PREPARE,
    Duty,
    Origin,
    Route,
    Score,
    Sorting,
    Step,
)
from bryggan.needs.models.letterbox import IntakeKey, Slip, WorkplaceMeeting
from bryggan.needs.models.need import Need, Supporter, developers_over, prepared_by
from bryggan.needs.models.ready_text import OWN, ReadyText
from bryggan.needs.models.standing import Answer, Picture, Reply

__all__ = [
    "LEADS_ON",
    "OWN",
    "TO_PREPARE",
    "Answer",
    "Duty",
    "IntakeKey",
    "Need",
    "Origin",
    "Picture",
    "ReadyText",
    "Reply",
    "Route",
    "Score",
    "Slip",
    "Sorting",
    "Step",
    "Supporter",
    "WorkplaceMeeting",
    "developers_over",
    "prepared_by",
]
