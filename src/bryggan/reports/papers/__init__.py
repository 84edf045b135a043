"""The papers that span apps: how the systems stand, and the oversight of initiatives."""

from bryggan.reports.papers import oversight, system_overview

__all__ = ["oversight", "system_overview"]
