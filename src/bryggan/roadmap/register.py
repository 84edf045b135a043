"""How the history words what happens to a färdplan; it has no list of its own but its unit's page."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit.register import past
from bryggan.roadmap.models import AdoptedRoadmap

past.leaves_untold(AdoptedRoadmap, "frozen", "digest")
past.worded(roadmap__adopted=_("fastställde färdplanen"))
