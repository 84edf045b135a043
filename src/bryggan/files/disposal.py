"""Gallring of files: working material that was taken away goes, what is a public document stays."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from bryggan.files.choices import FileKind
from bryggan.files.models import File, FrozenVersion
from bryggan.kit.disposal import Rule, disposes

SINCE = date(2026, 11, 1)

disposes(
    Rule(
        key="files.working",
        words=_("Arbetsmaterial som tagits bort, 30 dagar"),
        rows=lambda: File.objects.filter(kind=FileKind.WORKING, withdrawn_at__isnull=False),
        counted_from="withdrawn_at",
        keeps_for=timedelta(days=30),
        since=SINCE,
        legal_ref="Tryckfrihetsförordningen 2 kap. 12 §; arkivlagen (1990:782) 10 §",
    )
)
disposes(
    Rule(
        key="files.public",
        words=_("Upprättade och inkomna handlingar, bevaras"),
        rows=lambda: File.objects.exclude(kind=FileKind.WORKING),
        counted_from="withdrawn_at",
        keeps_for=None,
        since=SINCE,
        legal_ref="Arkivlagen (1990:782) 3 §",
    )
)
disposes(
    Rule(
        key="files.frozen",
        words=_("Frysta versioner, bevaras"),
        rows=FrozenVersion.objects.all,
        counted_from="frozen_at",
        keeps_for=None,
        since=SINCE,
        legal_ref="Arkivlagen (1990:782) 3 §",
    )
)
