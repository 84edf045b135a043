"""The words that files are told in: keys for the code, Swedish for the page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """Whether it is a public document yet (TF 2 kap.): drafts are not, what is established or received is."""

    WORKING = "working", _("Arbetsmaterial")
    ESTABLISHED = "established", _("Upprättad")
    RECEIVED = "received", _("Inkommen")


class ContentKind(models.TextChoices):
    """What the bytes are, told from themselves; the value is the ending the file is given."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    PPTX = "pptx", _("PowerPoint")
    ODT = "odt", _("OpenDocument, text")
    ODS = "ods", _("OpenDocument, kalkyl")
    ODP = "odp", _("OpenDocument, presentation")
    PNG = "png", _("Bild (PNG)")
    JPG = "jpg", _("Bild (JPEG)")
    TXT = "txt", _("Text")
    CSV = "csv", _("Tabell (CSV)")
    EML = "eml", _("E-post (EML)")
    MSG = "msg", _("E-post (Outlook)")


MIME_TYPES: dict[str, str] = {
    ContentKind.PDF: "application/pdf",
    ContentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ContentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ContentKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ContentKind.ODT: "application/vnd.oasis.opendocument.text",
    ContentKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    ContentKind.ODP: "application/vnd.oasis.opendocument.presentation",
    ContentKind.PNG: "image/png",
    ContentKind.JPG: "image/jpeg",
    ContentKind.TXT: "text/plain; charset=utf-8",
    ContentKind.CSV: "text/csv; charset=utf-8",
    ContentKind.EML: "message/rfc822",
    ContentKind.MSG: "application/vnd.ms-outlook",
}


class SecrecyGround(models.TextChoices):
    """The sections of offentlighets- och sekretesslagen (2009:400) that a municipality mostly needs."""

    SECURITY = "18:8", _("18 kap. 8 §: säkerhets- och bevakningsåtgärder, sårbarheter")
    CRISIS = "18:13", _("18 kap. 13 §: risk- och sårbarhetsanalyser inför kriser")
    BUSINESS = "19:1", _("19 kap. 1 §: kommunens egna affärer")
    TENDER = "19:3", _("19 kap. 3 §: pågående upphandling")
    HEALTH = "21:1", _("21 kap. 1 §: någons hälsa eller sexualliv")
    PURSUED = "21:3", _("21 kap. 3 §: skyddade adresser, förföljda personer")
    PRESCHOOL = "23:1", _("23 kap. 1 §: förskola")
    SCHOOL = "23:2", _("23 kap. 2 §: skola och elevhälsa")
    CARE = "25:1", _("25 kap. 1 §: hälso- och sjukvård")
    SOCIAL = "26:1", _("26 kap. 1 §: socialtjänst")
    SUPPLIER = "31:16", _("31 kap. 16 §: leverantörers affärsförhållanden")
    STAFF = "39:2", _("39 kap. 2 §: personalärenden")
