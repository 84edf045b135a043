"""What every record's page shows of following and comments."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bryggan.kit.register import choosing
from bryggan.kit.register.register import Panel, register_of
from bryggan.kit.register.showing import adds_to_pages
from bryggan.kit.writer import noun_of
from bryggan.notices import mentions, permissions, queries
from bryggan.notices.models import Comment
from bryggan.people.models import User

MOST_ON_PAGE = 20


def draw_following(record: Any, user: User) -> SafeString:
    register = register_of(noun_of(type(record)))
    assert register is not None
    context = {
        "slug": register.slug,
        "pk": record.pk,
        "is_followed": queries.follow_of(register.noun(), record.pk, user) is not None,
        "verdict": permissions.follow_record(user, record),
    }
    return render_to_string("notices/panel_following.html", context)


def draw_comments(record: Any, user: User) -> SafeString:
    register = register_of(noun_of(type(record)))
    assert register is not None
    tell = choosing.NameInput(reverse("suggest_people"))
    newest = list(queries.comments_of(record)[: MOST_ON_PAGE + 1])
    context = {
        "slug": register.slug,
        "pk": record.pk,
        "comments": [words_of(comment, user) for comment in reversed(newest[:MOST_ON_PAGE])],
        "has_more": len(newest) > MOST_ON_PAGE,
        "verdict": permissions.write_comment(user, record),
        "tell": tell.render("tell", "", {"id": "comment-tell", "form": "page-actions"}),
    }
    return render_to_string("notices/panel_comments.html", context)


def words_of(comment: Comment, user: User) -> dict[str, Any]:
    """A comment as it is read: a gap with its reason where one was taken away."""
    is_gone = comment.withdrawn_at is not None
    return {
        "pk": comment.pk,
        "author": comment.author,
        "written_at": comment.written_at,
        "is_changed": comment.changed_at is not None,
        "is_gone": is_gone,
        "reason": comment.reason,
        "html": "" if is_gone else mentions.drawn(comment.text, comment.mentioned.all()),
        "may_change": not is_gone and bool(permissions.change_comment(user, comment)),
        "may_withdraw": not is_gone and bool(permissions.withdraw_comment(user, comment)),
    }


adds_to_pages(Panel("following", _("Följ"), draw_following, place="head"))
adds_to_pages(Panel("comments", _("Kommentarer"), draw_comments, comes_later=True))
