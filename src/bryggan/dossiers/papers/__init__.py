"""The auditors' table, and the whole file of one initiative."""

from bryggan.dossiers.papers import dossier, table

__all__ = ["dossier", "table"]
