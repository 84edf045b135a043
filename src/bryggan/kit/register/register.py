"""The declaration: what a noun is in list, page, form, file and search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString

from bryggan.kit import navigation, remembering
from bryggan.kit.action import Action
from bryggan.kit.register.beside import Beside
from bryggan.kit.register.fields import Field
from bryggan.kit.register.own import own_fields
from bryggan.kit.verdict import Verdict


@dataclass(frozen=True)
class Section:
    """A part of a record's page, edited by itself. `allow` asks who may edit just this part."""

    key: str
    title: Any
    fields: tuple[str, ...]
    allow: Callable[[Any, Any], Verdict] | None = None
    beside: Beside | None = None


@dataclass(frozen=True)
class Panel:
    """What a higher app (or this one) shows on a record's page: `draw(record, user)` gives its HTML.

    One that `comes_later` is fetched when it is scrolled to, and else is a link: what most who open the
    page do not look at costs them nothing. `is_there(user)` is a condition on the record, asked with the
    record itself: where it is not so, the panel is neither drawn nor offered. `place`: "main", "side",
    "foot" (last in the side column) or "head" (beside the name).
    """

    key: str
    title: Any
    draw: Callable[[Any, Any], SafeString]
    place: str = "main"
    comes_later: bool = False
    is_there: Callable[[Any], Any] | None = None

    @property
    def there_name(self) -> str:
        """The column of the record's own question that says whether there is anything to show."""
        return f"there_{self.key}"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A thing that should be there on a record: met or missing, with the address where it is mended."""

    name: Any
    is_met: bool
    detail: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What happens next with a record: the button's address, or the reason why it cannot be pressed."""

    title: str
    text: str = ""
    button: str = ""
    reason: str = ""
    url: str = ""
    checklist: tuple[Check, ...] = ()
    note: str = ""


type RecordPapers = Callable[[Any, Any], list[dict[str, str]]]


class Register:
    """One per noun. Subclass, fill in, and call `register(...)`; everything else is derived."""

    model: ClassVar[type[models.Model]]
    slug: ClassVar[str]  # in addresses and file names: "system"
    icon: ClassVar[str] = ""  # in the menu; without one the register is reached from other pages
    group: ClassVar[Any] = ""
    place: ClassVar[int] = 50
    title: ClassVar[Any]  # "System"
    singular: ClassVar[Any]  # "systemet"
    new_title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    fields: ClassVar[tuple[Field, ...]]
    default_columns: ClassVar[tuple[str, ...]]
    default_sort: ClassVar[str] = ""
    mine: ClassVar[str] = ""  # the field that says whose a row is, for the view "Mina"
    sections: ClassVar[tuple[Section, ...]]
    create_with: ClassVar[Action[..., Any] | None] = None
    change_with: ClassVar[Action[..., Any] | None] = None
    withdraw_with: ClassVar[Action[..., Any] | None] = None
    empty_text: ClassVar[Any] = ""
    panels: ClassVar[list[Panel]]
    # Worked-out columns of higher apps, by `adds_field`.
    added: ClassVar[list[Field]]
    # What the record's page offers to take along: `(record, user)` gives url, label, hint and icon.
    record_papers: ClassVar[list[RecordPapers]]
    # Whom to ask whether a record is true: fields of people, those who are asked first, first.
    asks: ClassVar[tuple[str, ...]] = ()
    besides: ClassVar[tuple[Beside, ...]] = ()
    # What is read along with records: what their pages and the verdicts on them look at.
    read_with: ClassVar[tuple[str, ...]] = ("unit",)
    # Rows whose history is told on the record's page: (model, its foreign key to the record).
    hanging: ClassVar[tuple[tuple[type[models.Model], str], ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.panels = []
        cls.added = []
        cls.record_papers = []

    @classmethod
    def adds_field(cls, field: Field) -> None:
        """A higher app's column: shown, sorted, filtered and exported as any other, in the list's one query.

        Its expression is a subquery, and it is never edited here. Raises ValueError for a key that is taken.
        """
        if field.is_editable or any(one.key == field.key for one in cls.declared()):
            raise ValueError(f"{field.key} cannot be added to {cls.slug}.")
        cls.added.append(field)

    @classmethod
    def tells_past_of(cls, model: type[models.Model], fk: str) -> None:
        """A higher app's rows that hang on the record: their history is told on its page too."""
        cls.hanging = (*cls.hanging, (model, fk))

    @classmethod
    def declared(cls) -> tuple[Field, ...]:
        """The register's own fields, and those that higher apps have added."""
        return (*cls.fields, *cls.added)

    @classmethod
    def field(cls, key: str) -> Field:
        return cls.by_key()[key]

    @classmethod
    def every_field(cls) -> list[Field]:
        """The declared fields and the municipality's own."""
        return list(cls.by_key().values())

    @classmethod
    def by_key(cls) -> Mapping[str, Field]:
        return {field.key: field for field in (*cls.declared(), *own_fields(cls.slug))}

    @classmethod
    def noun(cls) -> str:
        return cls.model._meta.label_lower

    @classmethod
    def rows(cls, user: Any) -> models.QuerySet[Any]:
        """What this person sees of the noun: where every list, export, search and paper starts."""
        queryset: models.QuerySet[Any] = cls.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        return queryset.filter(withdrawn_at=None)

    @classmethod
    def may_create(cls, user: Any) -> Verdict | None:
        """Whether this person is offered the creation form; None when nothing is created by hand."""
        return cls.create_with.verdict(user, user.unit) if cls.create_with else None

    @classmethod
    def unit_for(cls, values: Mapping[str, Any], user: Any) -> Any:
        """The unit that a new record is created in, as `create_with` takes it."""
        return values["unit"]

    @classmethod
    def starts_with(cls, asked: Mapping[str, str], user: Any) -> dict[str, Any]:
        """What the creation form is filled with from the start; `asked` is the address it was opened by."""
        return {"unit": user.unit_id}

    @classmethod
    def next_step(cls, record: Any, row: Mapping[str, Any], user: Any) -> NextStep | None:
        """What the box at the top of the record's page says."""
        return None

    @classmethod
    def badges(cls, record: Any, row: Mapping[str, Any]) -> SafeString:
        """The chips beside the record's name."""
        return SafeString("")

    @classmethod
    def lead_of(cls, record: Any, row: Mapping[str, Any]) -> str:
        """The sentence under the record's name."""
        return ""

    @classmethod
    def list_url(cls) -> str:
        return reverse("register_list", args=[cls.slug])

    @classmethod
    def url(cls, pk: int) -> str:
        return reverse("register_page", args=[cls.slug, pk])

    @classmethod
    def has_unit(cls) -> bool:
        return any(field.name == "unit" for field in cls.model._meta.concrete_fields)

    @classmethod
    def hidden_beside(cls, user: Any) -> dict[str, Any]:
        """How many rows beside a record this person may not see, as columns named `hidden_` and their noun.

        Nothing for who sees all of a noun.
        """
        return {
            beside.hidden_name: beside.hidden_count(user)
            for beside in cls.besides
            if beside.hides_from(user)
        }

    @classmethod
    def there(cls, user: Any) -> dict[str, Any]:
        """What the panels of a record's page ask of it, as columns."""
        return {
            panel.there_name: panel.is_there(user)
            for panel in cls.panels
            if panel.is_there is not None
        }

    @classmethod
    def omitted(cls, queryset: models.QuerySet[Any], user: Any, *, are_few: bool = False) -> int:
        """How many rows beside the given records exist that this person may not see.

        `are_few`: the records are few, so that the database does best to begin with them.
        """
        hiding = [beside for beside in cls.besides if beside.hides_from(user)]
        if not hiding:
            return 0
        seen = remembering.asked(queryset.order_by().values("pk"))
        return remembering.remembered(
            ("omitted", cls.slug, user.pk, seen),
            lambda: cls._counted_omitted(hiding, queryset, user, are_few=are_few),
        )

    @classmethod
    def _counted_omitted(
        cls,
        hiding: list[Beside],
        queryset: models.QuerySet[Any],
        user: Any,
        *,
        are_few: bool,
    ) -> int:
        counted = []
        for beside in hiding:
            hidden = beside.hidden(user).order_by()
            hidden = beside.of_few(hidden, queryset) if are_few else beside.of(hidden, queryset)
            kind = models.Value(beside.model._meta.label_lower)
            by_kind = hidden.values(kind=kind).annotate(n=models.Count("pk"))
            counted.append(by_kind.values_list("n", flat=True))
        first, *others = counted
        return sum(first.union(*others, all=True))


REGISTERS: dict[str, type[Register]] = {}


def register[R: type[Register]](declared: R) -> R:
    """Class decorator: the noun has a list, a page, an export from here on."""
    if declared.slug in REGISTERS:
        raise ValueError(f"Two registers are called {declared.slug}.")
    REGISTERS[declared.slug] = declared
    if declared.icon:
        navigation.offer(
            navigation.Item(
                key=declared.slug,
                label=declared.title,
                url_name="register_list",
                arguments=(declared.slug,),
                icon=declared.icon,
                group=declared.group,
                place=declared.place,
            )
        )
    return declared


def register_of(noun: str) -> type[Register] | None:
    """The register of a model label (`systems.system`), None for rows without one."""
    return next((found for found in REGISTERS.values() if found.noun() == noun), None)
