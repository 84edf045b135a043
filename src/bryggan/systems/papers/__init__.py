"""What systems put on paper: the register in two editions, and the card of one system."""

from bryggan.systems.papers import card, listing

__all__ = ["card", "listing"]
