"""The places of advice and completeness in the menu, and their events in words."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit import navigation
from bryggan.kit.register import past

navigation.offer(
    navigation.Item(
        key="advice",
        label=_("Råd"),
        url_name="advice_list",
        icon="lightbulb",
        group=_("Uppföljning"),
        place=60,
    )
)
navigation.offer(
    navigation.Item(
        key="completeness",
        label=_("Kompletthet"),
        url_name="completeness",
        icon="target",
        group=_("Uppföljning"),
        place=61,
    )
)

past.worded(
    advice__rule_changed=_("ställde in ett råd"),
    advice__dismissed=_("avfärdade ett råd"),
    advice__reopened=_("tog upp ett råd igen"),
    advice__figures_kept=_("sparade dagens siffror om kompletthet"),
)
