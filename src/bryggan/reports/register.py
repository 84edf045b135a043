"""The start page's place in the menu."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit import navigation

navigation.offer(
    navigation.Item(key="home", label=_("Start"), url_name="home", icon="house", group="", place=1)
)
