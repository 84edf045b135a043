"""What the administrators are told of the papers' templates."""

from django.utils.translation import gettext_lazy as _

from bryggan.notices.telling import kind

TEMPLATE_FAILED = kind(
    "template.failed",
    text=_("%(paper)s gick inte att göra i kommunens wordmall: %(why)s"),
    why=_("du är administratör"),
)
