"""What happens to the municipality's own Word templates."""

import hashlib
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from bryggan.kit.action import NotPossible, action
from bryggan.kit.papers import own_template
from bryggan.kit.papers.declared import known_fields
from bryggan.kit.writer import Writer
from bryggan.notices.telling import tell
from bryggan.people.models import User
from bryggan.reports import permissions, queries, telling


@action("template.changed", allow=permissions.change_template, is_told=True)
def change_template(write: Writer, content: bytes, *, by: User, name: str, paper: str = "") -> None:
    """From here Word papers are made in this template: that one, or all that have none of their own.

    What was checked is kept, not the file itself.
    """
    try:
        kept = own_template.checked(content, known_fields(paper))
    except own_template.TemplateRefused as refusal:
        raise NotPossible(refusal, field="file") from refusal
    write.because(_named(name, paper))
    # Put in place only when its event is written, so that a template never changes unseen.
    prepared = own_template.prepare(kept)
    transaction.on_commit(partial(own_template.take_into_use, prepared, paper))


@action("template.removed", allow=permissions.remove_template, is_told=True)
def remove_template(write: Writer, paper: str, *, by: User) -> None:
    """From here the paper, or every paper, is made without the template."""
    if own_template.in_use_since(paper) is None:
        raise NotPossible(_("Ingen egen mall används."))
    write.because(paper)
    transaction.on_commit(partial(own_template.remove, paper))


def _named(file: str, paper: str) -> str:
    return f"{paper}: {file}"[:200] if paper else file[:200]


@action("template.failed", allow=permissions.tell_of_template)
def tell_of_template(write: Writer, paper: str, *, by: User, title: Any, why: str) -> None:
    """The administrators are told once that a paper could not be made in the template in use, and why."""
    said = hashlib.sha256(f"{paper}.{why}.{queries.template_stamp(paper)}".encode()).hexdigest()
    tell(
        write,
        telling.TEMPLATE_FAILED,
        queries.administrators(),
        key=f"{telling.TEMPLATE_FAILED.key}.{said[:32]}",
        url=reverse("change_template"),
        paper=str(title),
        why=why,
    )


def tell_of_failure(paper: str, title: Any, why: str) -> None:
    tell_of_template(paper, by=User.objects.get(is_built_in=True), title=title, why=why)


own_template.TOLD.append(tell_of_failure)
