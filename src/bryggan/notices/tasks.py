"""What goes out by itself: first what followers are told, then the letters that tell it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bryggan.kit.due import due
from bryggan.notices import following, posting
from bryggan.people.models import User


@due(_("Aviseringar till dem som följer"))
def told_followers() -> int:
    """One notice for each follower, record and day."""
    tool = User.objects.get(is_built_in=True)
    return following.tell_followers(timezone.localdate().isoformat(), by=tool)


@due(_("Brev"))
def sent_letters() -> int:
    """At most one letter to each person and day."""
    return posting.run()
