"""One function per change, named as the user would say it.

`@action` gives it one transaction, the verdict, the row read anew and its version compared, a Writer
as first argument (which callers leave out), and one history event. Every action registers itself.
"""

from collections.abc import Callable
from typing import Any, Concatenate

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from bryggan.kit import trace
from bryggan.kit.verdict import Permission, Verdict
from bryggan.kit.writer import Writer


class Refused(PermissionDenied):
    """The person may not do this; the reason is for her to read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotPossible(Exception):
    """The action does not fit the record as it is: a wrong step, a missing field, a name taken."""

    def __init__(self, reason: object, *, field: str = "") -> None:
        super().__init__(str(reason))
        self.reason = str(reason)
        self.field = field


class Stale(Exception):
    """Somebody changed the record since it was shown; `record` is the row as it is now."""

    def __init__(self, record: models.Model) -> None:
        super().__init__(_("Någon annan har ändrat sedan sidan visades."))
        self.record = record


class Action[**P, R]:
    """A registered action. Call it as the function without its Writer; `by` is always a user."""

    def __init__(
        self,
        function: Callable[Concatenate[Writer, P], R],
        *,
        name: str,
        allow: Permission,
        is_told: bool,
    ) -> None:
        self.function = function
        self.name = name
        self.allow = allow
        self.is_told = is_told
        self.__name__ = function.__name__
        self.__module__ = function.__module__
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            if args:
                read_anew(args[0])
            # What was read before the row was locked may no longer hold.
            trace.forget()
            write = Writer(by=_acting(kwargs))
            result = self._run(write, *args, **kwargs)
        trace.forget()
        return result

    def within(self, write: Writer, *args: P.args, **kwargs: P.kwargs) -> R:
        """The same action inside a batch: its transaction, its buffer, the verdict asked all the same."""
        return self._run(write, *args, **kwargs)

    def verdict(self, user: Any, subject: Any) -> Verdict:
        return self.allow(user, subject)

    def _run(self, write: Writer, *args: P.args, **kwargs: P.kwargs) -> R:
        verdict = self.allow(_acting(kwargs), args[0] if args else None)
        if not verdict:
            raise Refused(verdict.reason)
        outer = write.begin(self.name)
        try:
            result = self.function(write, *args, **kwargs)
        except BaseException:
            write.give_up(outer)
            raise
        write.end(outer, is_told=self.is_told)
        return result


ACTIONS: dict[str, Action[..., Any]] = {}


def action[**P, R](
    name: str, *, allow: Permission, is_told: bool = False
) -> Callable[[Callable[Concatenate[Writer, P], R]], Action[P, R]]:
    """Declare an action by its event name ("system.changed") and the permission it asks.

    `is_told`: the event is written also when no row changed (a sign-in, an export).
    """

    def register(function: Callable[Concatenate[Writer, P], R]) -> Action[P, R]:
        if name in ACTIONS:
            raise ValueError(f"Two actions are named {name}.")
        made = Action(function, name=name, allow=allow, is_told=is_told)
        ACTIONS[name] = made
        return made

    return register


def _acting(kwargs: dict[str, Any]) -> Any:
    return kwargs["by"]


def read_anew(subject: object) -> None:
    """Lock and reload the row; what the person saw must be what still stands, else Stale is raised.

    An action that changes another record than its own subject asks for that one itself.
    """
    if not isinstance(subject, models.Model) or subject.pk is None:
        return
    if not hasattr(subject, "version"):
        return
    model = type(subject)
    current = model._base_manager.select_for_update().get(pk=subject.pk)
    if current.version != subject.version:
        raise Stale(current)
    subject.refresh_from_db(from_queryset=model._base_manager.all())
