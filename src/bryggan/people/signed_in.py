"""The person who asks: a page of the tool is asked for by somebody who has signed in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from bryggan.people.models import User


def person_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
