"""How two suppliers become one: the same company written in two ways."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.contracts.models import Supplier
from bryggan.contracts.register import SupplierRegister
from bryggan.kit.likeness import Fact, Reading, Text
from bryggan.people.models import User
from bryggan.registers import merge_panel
from bryggan.registers.mergeable import Mergeable, mergeable

# Forms of companies and the countries they add: they do not tell one company from another.
LEGAL_FORMS = frozenset(
    [
        "ab",
        "aktiebolag",
        "kb",
        "hb",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "oy",
        "as",
        "asa",
        "aps",
        "bv",
        "nv",
        "plc",
        "corp",
        "corporation",
        "co",
        "company",
        "group",
        "sverige",
        "sweden",
        "svenska",
        "swedish",
        "nordic",
        "nordics",
        "scandinavia",
        "international",
        "publ",
    ]
)


def warnings(kept: Supplier, gone: Supplier) -> Sequence[str]:
    if not kept.org_number or not gone.org_number:
        return ()
    if _digits(kept.org_number) == _digits(gone.org_number):
        return ()
    return (
        _("De har olika organisationsnummer: %(kept)s och %(gone)s. Då är de två företag.")
        % {"kept": kept.org_number, "gone": gone.org_number},
    )


def texts(rows: models.QuerySet[Supplier], user: User) -> Iterable[Text]:
    """By name; the same organisation number settles it, another one speaks against."""
    for pk, name, number, website in rows.order_by("pk").values_list(
        "pk", "name", "org_number", "website"
    ):
        facts = []
        if _digits(number):
            said = _("Samma organisationsnummer: %(number)s") % {"number": number}
            facts.append(Fact("org_number", _digits(number), said, 0.95, 0.5))
        site = urlsplit(website).netloc.removeprefix("www.")
        if site:
            facts.append(
                Fact("website", site, _("Samma webbplats: %(site)s") % {"site": site}, 0.6)
            )
        yield Text(key=pk, names=(name,), facts=tuple(facts))


def _digits(text: str) -> str:
    """The ten digits, with or without the century before them."""
    return "".join(sign for sign in text if sign.isdigit())[-10:]


mergeable(
    Mergeable(
        slug="leverantor",
        place=20,
        model=Supplier,
        title=gettext_lazy("Leverantörer"),
        singular=gettext_lazy("leverantören"),
        fields=("name", "org_number", "website", "note", "unit"),
        rows=SupplierRegister.rows,
        url=SupplierRegister.url,
        list_url=SupplierRegister.list_url,
        texts=texts,
        reading=Reading(ignored=LEGAL_FORMS, name_says=0.95),
        warnings=warnings,
    )
)

SupplierRegister.panels.append(merge_panel.panel("leverantor"))
