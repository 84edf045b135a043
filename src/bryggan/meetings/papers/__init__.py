"""What meetings put on paper: the summons, the ground for the meeting, and what was said."""

from bryggan.meetings.papers import ground, notes

__all__ = ["ground", "notes"]
