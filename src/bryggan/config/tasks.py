"""What an installation tidies away now and then."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from bryggan.kit.due import due
from bryggan.people import disposal

TASKS_KEPT = timedelta(days=30)


@due(_("Utgångna inloggningar"))
def expired_sessions() -> int:
    """Sessions that nobody can use any more."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@due(_("Gallrade uppgifter"))
def disposed_rows() -> int:
    """What the dated disposal rules of all apps say is due today."""
    return disposal.run(timezone.localdate())


@due(_("Gamla bakgrundsjobb"))
def old_task_results() -> int:
    """Finished background work older than a month."""
    finished = DBTaskResult.objects.finished()
    gone: int = finished.filter(finished_at__lt=timezone.now() - TASKS_KEPT).delete()[0]
    return gone
