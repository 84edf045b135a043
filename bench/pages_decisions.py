"""The measured pages of decisions: the list, one taken and one to take, who may, the order of a day, what to report."""

from django.db.models import Count, Q
from django.utils import timezone

from bench.pages import Page
from bryggan.decisions.belonging import PURCHASES
from bryggan.decisions.choices import Step
from bryggan.decisions.models import Decision, DelegationRule


def decision_pages() -> list[Page]:
    """The board with most to report; a purchase that is about a system, and the point most was decided by."""
    waiting = Count("pk", filter=Q(step=Step.TAKEN))
    board = Decision.objects.values_list("unit").annotate(n=waiting).order_by("-n", "unit")[0][0]
    taken = Decision.objects.filter(step=Step.REPORTED).order_by("pk")
    drafts = Decision.objects.filter(step=Step.DRAFTED, matter__in=PURCHASES).order_by("pk")
    draft = drafts.exclude(about_id=None)[0]
    rule = (
        DelegationRule.objects.annotate(n=Count("decisions")).order_by("-n", "pk").first()
        or DelegationRule.objects.order_by("pk")[0]
    )
    today = timezone.localdate().isoformat()
    asked = f"unit={board}&kind=purchase&together_sek=200000&whole_term_sek=400000"
    filters = f"f.unit={board}&f.matter=purchase&f.step=reported"
    return [
        Page("decisions", "Lista över beslut", "/beslut/"),
        Page("decisions_filtered", "Filtrerad lista över beslut", f"/beslut/?{filters}"),
        Page("decision", "Ett beslut", f"/beslut/{taken[taken.count() // 2].pk}/"),
        Page("decision_draft", "Ett ärende som bereds", f"/beslut/{draft.pk}/"),
        Page("take_decision", "Besluta", f"/beslut/{draft.pk}/besluta/"),
        Page("who_may_decide", "Vem får besluta?", f"/delegation/vem/?{asked}&day={today}"),
        Page("order_of_day", "Delegationsordningen en dag", f"/delegation/ordning/{board}/"),
        Page("delegation", "Lista över delegationspunkter", "/delegation/"),
        Page("rule", "En punkt", f"/delegation/{rule.pk}/"),
        Page("posts", "Lista över funktioner", "/funktion/"),
        Page("report_lists", "Nämndernas anmälningslistor", "/beslut/anmalan/"),
        Page("report_list", "Anmälningslistan, 2 000 väntar", f"/beslut/anmalan/{board}/"),
    ]
