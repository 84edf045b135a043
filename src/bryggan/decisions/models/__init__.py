from bryggan.decisions.models.decision import Decision
from bryggan.decisions.models.posts import Absence, Holding, Post
from bryggan.decisions.models.rules import DelegationRule, PriceBase

__all__ = ["Absence", "Decision", "DelegationRule", "Holding", "Post", "PriceBase"]
