"""What is due by itself: a verdict whose day of review is near, passed, or long past."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bryggan.approvals import actions, queries
from bryggan.kit.due import due
from bryggan.people.models import User


@due(gettext_lazy("Omprövningar på gröna listan"))
def app_reviews() -> int:
    """A month before, whoever gave the verdict is told; once past, the app is under review but stays listed.

    Half a year later nobody can lean on it any more, and it leaves the list.
    """
    today = timezone.localdate()
    by = User.objects.get(is_built_in=True)
    touched = 0
    for app in queries.left_too_long(today):
        reason = _(
            "Omprövningen blev inte gjord inom ett halvår, så det gamla beskedet gäller inte längre."
        )
        actions.delist_app(app, by=by, reason=reason)
        touched += 1
    for app in queries.near_review(today):
        if app.review_on is not None and app.review_on < today:
            actions.reopen_app(app, by=by, reason=_("Dagen för omprövning har passerat."))
            touched += 1
        else:
            touched += actions.remind_of_review(app, by=by)
    return touched
