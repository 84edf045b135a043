"""The organisation's place in the menu, and the words of its events."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit import navigation, searching
from bryggan.kit.register import past
from bryggan.people import permissions
from bryggan.people.searching import people_named, units_named

navigation.offer(
    navigation.Item(
        key="organisation",
        label=_("Organisation"),
        url_name="organisation",
        icon="building-2",
        group=_("Grunden"),
        place=70,
    )
)

searching.also_finds(searching.Source("people", _("Personer"), people_named))
searching.also_finds(searching.Source("units", _("Organisation"), units_named))

navigation.offer(
    navigation.Item(
        key="mask_value",
        label=_("Maskera"),
        url_name="mask_value",
        icon="eye-off",
        group=_("Grunden"),
        place=79,
        shown_to=lambda user: permissions.mask_value(user).is_allowed,
    )
)

past.worded(
    unit__created=_("lade upp enheten"),
    unit__changed=_("ändrade enheten"),
    person__created=_("lade upp personen"),
    person__invited=_("bjöd in"),
    person__restored=_("tog tillbaka personen"),
    person__password_chosen=_("valde lösenord"),
    person__password_set=_("satte lösenord"),
    person__signed_in=_("loggade in"),
    person__viewed_as=_("visade som"),
    role__given=_("gav rollen"),
    role__ended=_("avslutade uppdraget"),
    value__masked=_("maskerade en uppgift"),
    records__disposed=_("gallrade"),
)
