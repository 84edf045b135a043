"""Samples as list, page and file, and the review's place in the menu."""

from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.dossiers import queries
from bryggan.dossiers.models import Sample
from bryggan.kit import navigation
from bryggan.kit.register import past
from bryggan.kit.register.fields import Day, Field, Link, LongText, Text, Whole, YesNo
from bryggan.kit.register.links import Reference, UnitReference
from bryggan.kit.register.register import Panel, Register, Section, register
from bryggan.people.models import Unit, User

GROUP = _("Uppföljning")


def units(user: Any) -> Any:
    return Unit.objects.present()


def people(user: Any) -> Any:
    return User.objects.present()


@register
class SampleRegister(Register):
    """Slumpmässiga urval."""

    model = Sample
    slug = "slumpurval"
    title = _("Slumpmässiga urval")
    singular = _("urvalet")
    lead = _("Initiativ som lottats fram till en granskning, och hur man lottar igen.")
    empty_text = _("Inget urval är draget. Det görs från revisorernas tabell.")
    default_sort = "-drawn_on"
    fields: ClassVar[tuple[Field, ...]] = (
        Link(key="name", label=_("Urval")),
        UnitReference(key="unit", label=_("Granskar"), options=units, is_editable=False),
        Whole(key="size", label=_("Antal"), is_editable=False),
        YesNo(key="is_by_authority", label=_("Så många ur varje nämnd"), is_editable=False),
        Text(key="seed", label=_("Frö"), is_editable=False),
        Whole(key="population_count", label=_("Antal i populationen"), is_editable=False),
        Day(key="first_closed_on", label=_("Avslutade från"), is_editable=False),
        Day(key="last_closed_on", label=_("Avslutade till"), is_editable=False),
        Whole(key="entered_after_count", label=_("Införda efter avslut"), is_editable=False),
        LongText(key="filters", label=_("Filter"), is_editable=False),
        Text(key="population_digest", label=_("Populationens kontrollsumma"), is_editable=False),
        Reference(key="drawn_by", label=_("Draget av"), options=people, is_editable=False),
        Day(key="drawn_on", label=_("Draget"), is_editable=False),
    )
    default_columns = ("name", "size", "population_count", "unit", "drawn_by", "drawn_on")
    sections = (
        Section("draw", _("Dragningen"), ("size", "is_by_authority", "seed", "drawn_by", "drawn_on", "unit")),
        Section(
            "population",
            _("Det som drogs ur"),
            (
                "population_count", "filters", "first_closed_on", "last_closed_on",
                "entered_after_count", "population_digest",
            ),
        ),
    )  # fmt: skip


def draw_rows(sample: Sample, user: User) -> SafeString:
    """The way to the table of it, and how anybody draws it again."""
    context = {
        "sample": sample,
        "shown": queries.rows_of(sample, user).count(),
        "earlier": queries.draws_of_the_same(sample),
    }
    return SafeString(render_to_string("dossiers/panel_sample.html", context))


SampleRegister.panels.append(Panel("drawn", _("Det som drogs"), draw_rows))

navigation.offer(
    navigation.Item(
        key="review",
        label=_("Granskning"),
        url_name="review",
        icon="clipboard-check",
        group=GROUP,
        place=80,
    )
)
past.leaves_untold(Sample, "population", "address", "population_digest")
past.worded(
    initiative__purpose_judged=_("sade om syfte och mål är tydliga"),
    sample__drawn=_("drog urvalet"),
    record__read=_("läste"),
)
