"""The bare view that every page is compared with: one query of 50 rows as JSON, on the same machine."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import path

from bryggan.config import urls
from bryggan.systems.models import System

BARE = "bar-vy/"


@login_not_required
def bare(request: HttpRequest) -> JsonResponse:
    rows = (
        System.objects.filter(withdrawn_at=None)
        .order_by("sort_key", "pk")
        .values("pk", "name", "lifecycle", "unit__name")
    )
    return JsonResponse({"rows": list(rows[:50])})


urlpatterns = [path(BARE, bare), *urls.urlpatterns]
