from bryggan.decisions.models.belonging import Belonging
from bryggan.decisions.models.decision import Decision
from bryggan.decisions.models.posts import Absence, Holding, Post
from bryggan.decisions.models.rules import DelegationRule, LetterForm, PriceBase

__all__ = [
    "Absence",
    "Belonging",
    "Decision",
    "DelegationRule",
    "Holding",
    "LetterForm",
    "Post",
    "PriceBase",
]
