"""What those who follow a record are told: once a day for each record, how much others have changed in it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from bryggan.history.models import Change
from bryggan.kit import remembering
from bryggan.kit.action import action
from bryggan.kit.register.register import Register, register_of
from bryggan.kit.writer import Writer, noun_of
from bryggan.notices import permissions, queries, telling
from bryggan.notices.models import Follow
from bryggan.people.models import User

CHANGED = telling.kind(
    "record.changed",
    text=ngettext_lazy("%(record)s: %(count)s ändring", "%(record)s: %(count)s ändringar", "count"),
    why=_("du följer posten"),
)

# By record: the events that changed it, each with who did it.
type Events = dict[int, dict[int, int]]


@action("followers.told", allow=permissions.tell_followers)
def tell_followers(write: Writer, day: str, *, by: User) -> int:
    """Everyone who follows a record that others have changed is told how much, once on the day; how many were.

    The database is asked as often for one follow as for many: a few questions for each register.
    """
    newest = queries.newest_event()
    follows: dict[tuple[int, str], Follow] = {}
    tellings = []
    nouns = Follow.objects.present().order_by("noun").values_list("noun", flat=True).distinct()
    for register in filter(None, map(register_of, nouns)):
        for follow, count in news_in(register):
            telling_of = telling.Telling(
                to=follow.user,
                key=f"record.changed:{follow.noun}:{follow.record_id}:{day}",
                noun=follow.noun,
                record_id=follow.record_id,
                values={"count": count},
            )
            follows[follow.user_id, telling_of.key] = follow
            tellings.append(telling_of)
    made = telling.tell_each(write, CHANGED, tellings)
    told = [follows[one.user_id, one.key] for one in made]
    write.change_all(Follow, [(follow, {"told_to": newest}) for follow in told])
    return len(made)


def news_in(register: type[Register]) -> Iterator[tuple[Follow, int]]:
    """Each follow of a register's records with how often others have changed what she sees of the record."""
    noun = register.noun()
    kinds = {model: events_of(noun, model, fk) for model, fk in register.hanging}
    own = events_of(noun, register.model, "pk")
    changed = set(own).union(*kinds.values())
    rows = Follow.objects.present().filter(noun=noun, user__withdrawn_at=None)
    follows = [one for one in rows.select_related("user__unit") if one.record_id in changed]
    people = queries.with_assignments({follow.user_id: follow.user for follow in follows}.values())
    seen = queries.seen_by(people, register, changed)
    open_to = {
        person.pk: [own, *(kinds[model] for model in kinds if sees_all_of(model, person))]
        for person in people
    }
    for follow in follows:
        events: dict[int, int] = {}
        for of_kind in open_to[follow.user_id]:
            events |= of_kind.get(follow.record_id, {})
        count = sum(
            event > follow.told_to and actor != follow.user_id for event, actor in events.items()
        )
        if count and (follow.user_id, follow.record_id) in seen:
            yield follow, count


def events_of(noun: str, model: type[models.Model], fk: str) -> Events:
    """By followed record, the untold events of the record itself or of one kind that hangs on it by `fk`."""
    follows = Follow.objects.present().filter(noun=noun)
    rows = model._base_manager.filter(**{f"{fk}__in": follows.values("record_id")})
    record = model._base_manager.filter(pk=OuterRef("record_id")).values(fk)[:1]
    untold = follows.filter(record_id=OuterRef("about"), told_to__lt=OuterRef("event_id"))
    changes = Change.objects.filter(noun=noun_of(model), record_id__in=rows.values("pk"))
    changes = changes.annotate(about=Subquery(record)).filter(Exists(untold))
    found: Events = defaultdict(dict)
    for about, event, actor in changes.values_list("about", "event_id", "event__actor_id"):
        found[about][event] = actor
    return dict(found)


def sees_all_of(model: type[models.Model], person: User) -> bool:
    """Whether the person sees every row of a kind. What may be secret is counted only for those who do."""
    rows: Any = model._default_manager.all()
    if not hasattr(rows, "visible_to"):
        return True
    return remembering.asked(rows.visible_to(person)) == remembering.asked(rows)
