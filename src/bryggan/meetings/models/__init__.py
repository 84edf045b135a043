from bryggan.meetings.models.agenda import AgendaItem, AgreedTask, Grade
from bryggan.meetings.models.bodies import Body, Seat
from bryggan.meetings.models.meeting import Meeting, Minutes

__all__ = ["AgendaItem", "AgreedTask", "Body", "Grade", "Meeting", "Minutes", "Seat"]
