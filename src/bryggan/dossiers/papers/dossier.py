"""Akten: everything about one initiative in one document, to hand over, archive or read through."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.dossiers import queries
from bryggan.dossiers.papers import hanging
from bryggan.dossiers.papers.table import secrecy_words, table_of
from bryggan.dossiers.table import gaps_words, rows_of
from bryggan.initiatives.models import Initiative
from bryggan.initiatives.register import InitiativeRegister
from bryggan.kit.papers.declared import Choice, DeclaredPaper, NoSuchPaper, Options, paper
from bryggan.kit.papers.fields import TemplateField
from bryggan.kit.papers.model import Block, Cell, Facts, Heading, Note, Paper
from bryggan.kit.plain import whole_number
from bryggan.kit.register.listing import record_and_row
from bryggan.kit.register.on_paper import FORMAT_WORDS, cell_of, entry, made_by
from bryggan.kit.register.showing import page_fields, sections
from bryggan.people.models import User

INITIATIVE = "initiativ"


@paper
class Dossier(DeclaredPaper):
    """The whole file of an initiative: what is known, what was decided, what it rests on, what has happened."""

    name = "akt"
    title = gettext_lazy("Akt")
    formats = ("pdf", "docx")
    is_listed = False
    gives = (TemplateField("initiativets_nummer", gettext_lazy("Initiativets nummer, I-0001")),)
    options: ClassVar[tuple[Choice, ...]] = (Choice(INITIATIVE, gettext_lazy("Initiativ")),)

    @classmethod
    def make(cls, user: User, options: Options) -> Paper:
        asked = options[INITIATIVE].upper().removeprefix("I-")
        fields = page_fields(InitiativeRegister)
        found = record_and_row(InitiativeRegister, user, whole_number(asked) or 0, fields)
        if found is None:
            raise NoSuchPaper(options[INITIATIVE])
        initiative, row = found
        answers = rows_of([initiative])
        return Paper(
            title=_("Akt: %(name)s") % {"name": initiative.name},
            subtitle=_("%(number)s, %(unit)s")
            % {"number": initiative.number, "unit": initiative.unit},
            made_on=timezone.now(),
            scope=_("Ett initiativ"),
            filters=(_("Allt om initiativet"),),
            completeness=gaps_words(answers),
            made_by=made_by(user),
            omitted=hanging.hidden_files(initiative, user),
            given=(("initiativets_nummer", initiative.number),),
            blocks=(
                *([Note(secrecy_words())] if queries.own_appointments(user) else []),
                *_fields(initiative, row),
                Heading(_("Revisorernas frågor")),
                table_of(answers),
                *hanging.blocks_of(initiative, user),
            ),
        )


def _fields(initiative: Initiative, row: dict[str, Any]) -> Iterator[Block]:
    """The sections of its page, those of their fields that say something."""
    known = InitiativeRegister.by_key()
    for part in sections(InitiativeRegister):
        pairs: list[tuple[str, Cell]] = []
        for key in part.fields:
            value = cell_of(known[key], row)
            if value not in (None, ""):
                pairs.append((str(known[key].label), value))
        if pairs:
            yield Heading(str(part.title))
            yield Facts(tuple(pairs))


def offered(initiative: Initiative, user: User) -> list[dict[str, str]]:
    """In the menu of the initiative's page."""
    return [
        entry(
            f"{reverse('paper_file', args=[Dossier.name, form])}?{INITIATIVE}={initiative.pk}",
            _("Akten, %(form)s") % {"form": FORMAT_WORDS[form][0]},
            form,
        )
        for form in Dossier.formats
    ]


InitiativeRegister.record_papers.append(offered)
