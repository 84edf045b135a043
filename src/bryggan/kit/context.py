from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.http import HttpRequest

from bryggan.kit import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """What stands around every page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "product_version": product_version()}
    return {
        "navigation": navigation.for_request(request),
        "product_version": product_version(),
    }


@cache
def product_version() -> str:
    """Which Bryggan this is; nothing where it runs without being installed."""
    try:
        return version("bryggan")
    except PackageNotFoundError:
        return ""
