"""Questions about reviews: who audits now, what was read, what has been drawn before."""

from django.db.models import QuerySet
from django.utils import timezone

from bryggan.dossiers.models import Reading, Sample, SampleRow
from bryggan.people.models import Assignment, Unit, User, root_unit
from bryggan.people.roles import Role


def auditors(user: User) -> QuerySet[Assignment]:
    """Who reviews here today, until when and appointed by whom; every employee may know."""
    running = Assignment.objects.visible_to(user).running(timezone.localdate())
    rows = running.filter(role=Role.AUDITOR).select_related("user", "unit")
    return rows.order_by("unit__path", "user__sort_key")


def own_appointments(user: User) -> list[Assignment]:
    """The appointments that let this person audit."""
    return [one for one in user.current_assignments if one.role == Role.AUDITOR]


def row_of(user: User) -> User:
    """The row of the person who is signed in."""
    return User.objects.get(pk=user.pk)


def readings(user: User) -> QuerySet[Reading]:
    """What auditors have read, the newest first: one's own, and to the administrator all."""
    return Reading.objects.visible_to(user).select_related("reader").order_by("-read_on", "-pk")


def samples(user: User) -> QuerySet[Sample]:
    rows = Sample.objects.visible_to(user).present().select_related("drawn_by", "unit")
    return rows.order_by("-pk")


def draws_of_the_same(sample: Sample) -> int:
    """How many samples were drawn from the very same population before this one."""
    same = Sample.objects.present().filter(population_digest=sample.population_digest)
    return same.filter(pk__lt=sample.pk).count()


def rows_of(sample: Sample, user: User) -> QuerySet[SampleRow]:
    return SampleRow.objects.visible_to(user).filter(sample=sample).order_by("place")


def unit_drawn_for(user: User) -> Unit:
    """Whose sample it is: the part that the auditor reviews, else the whole."""
    own = own_appointments(user)
    return own[0].unit if own else root_unit()
