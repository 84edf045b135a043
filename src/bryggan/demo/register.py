"""The words of the demo's own events, as a record's history tells them."""

from django.utils.translation import gettext_lazy as _

from bryggan.kit.register import past

past.worded(
    demo__unit_named_otherwise=_("gav enheten andra namn"),
    demo__story_given=_("skrev vem man är i demon"),
    demo__systems_filled=_("fyllde på med avtal, kostnader och användare"),
    demo__parties_entered=_("lade upp den externa parten"),
    demo__integrations_entered=_("lade upp integrationen"),
    demo__systems_remembered=_("skrev vad som stod förr"),
    demo__round_dated=_("satte rundans sista dag"),
    demo__assessments_dated=_("skrev in när bedömningen gjordes"),
)
