"""What the färdplan puts on paper: the whole of a unit's, and one page per initiative."""

from bryggan.roadmap.papers import initiative
from bryggan.roadmap.papers.roadmap import papers_of

__all__ = ["initiative", "papers_of"]
