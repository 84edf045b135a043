"""How two people in the register become one: whoever was entered under two addresses."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.kit.likeness import Fact, Reading, Text
from bryggan.kit.verdict import ALLOWED, Verdict, denied
from bryggan.people import permissions
from bryggan.people.models import Assignment, User
from bryggan.registers.mergeable import Mergeable, mergeable
from bryggan.registers.models import SavedView
from bryggan.registers.pointing import follows_merge


def may_merge(by: User, kept: User, gone: User) -> Verdict:
    """Never oneself or the tool; roles and sign-in follow, so where there are any an administrator does it."""
    if by.pk in {kept.pk, gone.pk}:
        return denied(_("Du kan inte slå samman dig själv. Be en kollega som får."))
    if kept.is_built_in or gone.is_built_in:
        return denied(_("Bryggans egen användare kan inte slås samman med någon."))
    has_roles = Assignment.objects.filter(user__in=[kept.pk, gone.pk], withdrawn_at=None).exists()
    if has_roles or kept.is_active or gone.is_active:
        verdict = permissions.administer(by)
        if not verdict:
            return denied(
                _("De har roller eller får logga in. Bara en administratör kan slå samman dem.")
            )
    return ALLOWED


def warnings(kept: User, gone: User) -> Sequence[str]:
    said = []
    if kept.is_external != gone.is_external:
        said.append(_("Den ena är extern och den andra anställd."))
    if gone.is_active and not kept.is_active:
        said.append(
            _("%(gone)s får logga in men inte %(kept)s. Efteråt får ingen av dem det.")
            % {"gone": gone.email, "kept": kept.email}
        )
    return said


def texts(rows: models.QuerySet[User], user: User) -> Iterable[Text]:
    """By name; the same unit or the same first part of the address speaks for it."""
    for pk, name, email, unit_id, unit in rows.order_by("pk").values_list(
        "pk", "name", "email", "unit_id", "unit__name"
    ):
        local = email.partition("@")[0]
        yield Text(
            key=pk,
            names=(name,),
            facts=(
                Fact("unit", str(unit_id), _("Båda i %(unit)s") % {"unit": unit}, 0.5),
                Fact("local", local, _("Adressen börjar likadant: %(a)s") % {"a": local}, 0.6),
            ),
        )


mergeable(
    Mergeable(
        slug="person",
        place=30,
        model=User,
        title=gettext_lazy("Personer"),
        singular=gettext_lazy("personen"),
        fields=("name", "title", "unit"),
        joined=("other_addresses",),
        given=lambda kept, gone: {"other_addresses": (gone.email,)},
        rows=lambda user: User.objects.visible_to(user).present(),
        url=lambda pk: reverse("person_page", args=[pk]),
        list_url=lambda: reverse("organisation"),
        texts=texts,
        reading=Reading(name_says=0.75),
        refuses=may_merge,
        warnings=warnings,
        counted={
            "people.assignment": (
                gettext_lazy("roll i organisationen"),
                gettext_lazy("roller i organisationen"),
            ),
            "registers.savedview": (gettext_lazy("sparad vy"), gettext_lazy("sparade vyer")),
            "registers.import": (gettext_lazy("inläsning"), gettext_lazy("inläsningar")),
            "registers.mapping": (
                gettext_lazy("sparad koppling"),
                gettext_lazy("sparade kopplingar"),
            ),
            "notices.notice": (gettext_lazy("meddelande"), gettext_lazy("meddelanden")),
            "notices.mail": (gettext_lazy("brev"), gettext_lazy("brev")),
            "notices.comment": (gettext_lazy("kommentar"), gettext_lazy("kommentarer")),
            "notices.follow": (gettext_lazy("bevakning"), gettext_lazy("bevakningar")),
        },
    )
)

follows_merge(Assignment, "user", "unit", "role", "starts_on", "ends_on")
follows_merge(SavedView, "owner", "slug", "name", "address")
