"""Systemförteckning: the register on paper, for those who work here and for anyone."""

from collections.abc import Mapping
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.papers.declared import Choice, DeclaredPaper, Options, paper
from bryggan.kit.papers.model import Paper
from bryggan.kit.register.listing import Listing, Question
from bryggan.kit.register.on_paper import entry, offers_list_papers
from bryggan.people.models import User
from bryggan.systems.papers import internal, open_edition
from bryggan.systems.papers.grouping import unit_choices, unit_of
from bryggan.systems.register import SystemRegister

INTERNAL, OPEN = "intern", "oppen"


@paper
class SystemListing(DeclaredPaper):
    """Systemförteckningen: grouped by nämnd and administration, dated, with its filter and its gaps."""

    name = "systemforteckning"
    title = gettext_lazy("Systemförteckning")
    description = gettext_lazy(
        "Alla system per nämnd och förvaltning. Den interna utgåvan visar det du själv får se. Den "
        "öppna är underlag till myndighetens beskrivning enligt 4 kap. 2 § offentlighets- och "
        "sekretesslagen: utan sårbarhet, upphandling, kostnader och personnamn. Läs igenom den innan "
        "den lämnas ut, för Bryggan känner inte igen alla namn i fri text."
    )
    options: ClassVar[tuple[Choice, ...]] = (
        Choice(
            "edition",
            gettext_lazy("Utgåva"),
            lambda user: [(INTERNAL, _("Intern")), (OPEN, _("Öppen"))],
        ),
        Choice("unit", gettext_lazy("Omfattning"), unit_choices),
    )

    @classmethod
    def takes_question(cls, chosen: Mapping[str, str]) -> bool:
        """A filter tells by itself what it looks for, so only the internal edition takes one."""
        return chosen["edition"] == INTERNAL

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        unit = unit_of(options["unit"])
        if options["edition"] == OPEN:
            return open_edition.make(user, unit, form=options.form)
        question = Question.read(options.address, SystemRegister)
        return internal.make(user, unit, question, form=options.form)


def offered(listing: Listing) -> list[dict[str, str]]:
    """The internal edition of what the list shows."""
    asked = listing.question.address(page=1, columns=()).removeprefix("?")
    label = _("Systemförteckning")
    return [
        entry(reverse("paper_file", args=[SystemListing.name, form]) + f"?{asked}", label, form)
        for form in ("docx", "pdf")
    ]


offers_list_papers(SystemRegister.slug, offered)
