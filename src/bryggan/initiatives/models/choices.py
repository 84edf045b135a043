from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Whether it is being worked on; the phase says how far it has come."""

    ACTIVE = "active", _("Pågår")
    PARKED = "parked", _("Vilar")
    REJECTED = "rejected", _("Blev inte av")


class Purpose(models.TextChoices):
    """What it is for, first and foremost."""

    EFFICIENCY = "efficiency", _("Effektivisera")
    QUALITY = "quality", _("Kvalitet")
    DEMAND = "demand", _("Möta ökat behov")
    LAW = "law", _("Lagkrav")
    SECURITY = "security", _("Säkerhet")


class Reach(models.TextChoices):
    """How many it reaches: with cost and risk it gives the size."""

    WORKPLACE = "workplace", _("En arbetsplats")
    DEPARTMENT = "department", _("En förvaltning")
    SEVERAL = "several", _("Flera förvaltningar")
    WHOLE = "whole", _("Hela kommunen, eller invånarna")


class RiskLevel(models.TextChoices):
    """How much can go wrong, as judged when the size is set."""

    LOW = "low", _("Låg")
    MIDDLE = "middle", _("Medel")
    HIGH = "high", _("Hög")


class Health(models.TextChoices):
    """How it goes, in the words of whoever leads it. Nothing: nobody has said."""

    GREEN = "green", _("Enligt plan")
    YELLOW = "yellow", _("Avviker")
    RED = "red", _("Behöver hjälp")


class Route(models.TextChoices):
    """How what has to be bought is bought."""

    NOTHING = "nothing", _("Inget köps")
    CALL_OFF = "call_off", _("Avrop från ramavtal")
    DIRECT = "direct", _("Direktupphandling")
    TENDER = "tender", _("Egen upphandling")
    JOINT = "joint", _("Samordnad upphandling")
    IN_HOUSE = "in_house", _("Egen regi eller eget bolag")
    WITHIN_CONTRACT = "within_contract", _("Inom avtal vi har")


class Part(models.TextChoices):
    """What somebody does in an initiative; the last two answer for it when it is over."""

    LEAD = "lead", _("Leder")
    SPONSOR = "sponsor", _("Beställare")
    BENEFIT_OWNER = "benefit_owner", _("Nyttoansvarig")
    STEWARD = "steward", _("Tar emot och förvaltar")
    MEMBER = "member", _("Deltar")


class MoneyKind(models.TextChoices):
    """What the amount is: decided, spent, asked for in the next budget, or without money."""

    BUDGET = "budget", _("I budget")
    OUTCOME = "outcome", _("Utfall")
    ASKED = "asked", _("Äskat")
    UNFUNDED = "unfunded", _("Ofinansierat")


class Account(models.TextChoices):
    """Which budget it belongs to."""

    OPERATION = "operation", _("Drift")
    INVESTMENT = "investment", _("Investering")


class Likelihood(models.IntegerChoices):
    UNLIKELY = 1, _("Osannolikt")
    POSSIBLE = 2, _("Möjligt")
    LIKELY = 3, _("Sannolikt")
    CERTAIN = 4, _("Nästan säkert")


class Consequence(models.IntegerChoices):
    SMALL = 1, _("Försumbar")
    MODERATE = 2, _("Måttlig")
    LARGE = 3, _("Betydande")
    SEVERE = 4, _("Allvarlig")


class Saying(models.TextChoices):
    """What somebody has said of a requirement: silence is something else."""

    EXISTS = "exists", _("Finns")
    PARTLY = "partly", _("Delvis")
    MISSING = "missing", _("Finns inte")
    NOT_APPLICABLE = "not_applicable", _("Gäller inte här")


class Tri(models.TextChoices):
    """The answer to a plain question; not to know is an answer too, and is counted."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Vet inte")
