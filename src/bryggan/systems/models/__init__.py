from bryggan.systems.models.beside import (
    READS_SECRETS,
    BesideQuerySet,
    Criticality,
    Tender,
    Vulnerability,
)
from bryggan.systems.models.hanging import ContractUse, Cost, SystemUse
from bryggan.systems.models.integration import ExternalParty, Integration, Mention
from bryggan.systems.models.roles import SystemRole
from bryggan.systems.models.system import System, Tag

__all__ = [
    "READS_SECRETS",
    "BesideQuerySet",
    "ContractUse",
    "Cost",
    "Criticality",
    "ExternalParty",
    "Integration",
    "Mention",
    "System",
    "SystemRole",
    "SystemUse",
    "Tag",
    "Tender",
    "Vulnerability",
]
