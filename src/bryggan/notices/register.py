"""The app's places in the menu, the words of its events, and how long what it holds is kept."""

from datetime import date, timedelta

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from bryggan.history.models import Change
from bryggan.kit import navigation
from bryggan.kit.disposal import Rule, disposes
from bryggan.kit.register import past
from bryggan.notices import context, panels, queries
from bryggan.notices.models import Comment, Mail, Notice, reads_every_mail

__all__ = ["panels"]  # imported so that every record's page shows them

SINCE = date(2026, 11, 1)
YEAR = timedelta(days=365)
LEGAL_REF = "Arkivlagen (1990:782) 10 §; GDPR artikel 5.1 e"

navigation.offer(
    navigation.Item(
        key="my_work",
        label=_("Mitt arbete"),
        url_name="my_work",
        icon="inbox",
        group="",
        place=0,
        counts=lambda request: SimpleLazyObject(
            lambda: context.shown(queries.unread_count(request))
        ),
    )
)
navigation.offer(
    navigation.Item(
        key="mail_list",
        label=_("Utskick"),
        url_name="mail_list",
        icon="mail",
        group=_("Grunden"),
        place=81,
        shown_to=reads_every_mail,
    )
)

past.also_tells(Comment, untold=("author", "written_at", "changed_at", "mentioned"))
past.worded(
    record__followed=_("började följa"),
    record__unfollowed=_("slutade följa"),
    comment__written=_("skrev en kommentar"),
    comment__changed=_("ändrade sin kommentar"),
    comment__withdrawn=_("tog bort en kommentar"),
    notices__read=_("läste sina aviseringar"),
    letters__chosen=_("valde hur ofta brevet kommer"),
    followers__told=_("berättade för dem som följer"),
    mail__written=_("skrev brevet"),
    mail__retried=_("försökte skicka brevet igen"),
    mail__reported=_("noterade hur det gick med brevet"),
)

disposes(
    Rule(
        key="notices.notice",
        words=_("Lästa aviseringar, ett år"),
        rows=lambda: Notice.objects.exclude(read_at=None),
        counted_from="told_at",
        keeps_for=YEAR,
        since=SINCE,
        legal_ref=LEGAL_REF,
    )
)
disposes(
    Rule(
        key="notices.mail",
        words=_("Brev, ett år"),
        rows=Mail.objects.all,
        counted_from="made_at",
        keeps_for=YEAR,
        since=SINCE,
        legal_ref=LEGAL_REF,
    )
)
disposes(
    # Else the text of a letter would stand in the history when the letter itself is gone.
    Rule(
        key="notices.history",
        words=_("Historik om brev, aviseringar och vad man följer, ett år"),
        rows=lambda: Change.objects.filter(
            noun__in=("notices.mail", "notices.notice", "notices.follow")
        ),
        counted_from="event__at",
        keeps_for=YEAR,
        since=SINCE,
        legal_ref=LEGAL_REF,
    )
)
