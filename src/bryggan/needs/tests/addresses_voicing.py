"""How the addresses by which needs are left are asked for in the URL matrix, and which anyone may open."""

from collections.abc import Callable
from typing import Any

from bryggan.kit.testing.cast import Cast
from bryggan.needs import codes, intake, queries
from bryggan.needs.models import IntakeKey, Need
from bryggan.needs.tests.making import sorted_as, voiced, without_name

type Asked = tuple[tuple[Any, ...], dict[str, Any]]
CODE = "ABCD-EFGH-1234"


def sent(**differences: Any) -> Callable[[Cast], Asked]:
    """What the form sends, by a person or, with `answer="code"`, by nobody."""

    def make(cast: Cast) -> Asked:
        told = {
            "obstacle": "Nyckeln går trögt",
            "unit": cast.education.pk,
            "answer": "code",
            "nonce": codes.new_nonce(),
        }
        return (), told | differences

    return make


def with_code(cast: Cast) -> Need:
    """A need whose sender nobody knows, and which has its answer."""
    digest = codes.digest_of(CODE)
    found = queries.supporter_with(digest)
    if found is not None:
        return found.need
    need = without_name(cast.education, code_digest=digest)
    return sorted_as(need, cast.strategist)


def by_code(cast: Cast) -> Asked:
    with_code(cast)
    return (), {"code": CODE}


def without(cast: Cast) -> Asked:
    """A need that everyone employed sees, and stands behind without a name."""
    found = Need.objects.filter(name__startswith="Larmet").first()
    need = found or sorted_as(voiced(cast, "Larmet hörs inte"), cast.strategist)
    return (), {"need": need.pk, "words": "Inte här heller", "nonce": codes.new_nonce()}


def key(cast: Cast) -> Asked:
    found = IntakeKey.objects.filter(withdrawn_at=None).first()
    if found is None:
        intake.make_intake_key(cast.education, by=cast.administrator, name="E-tjänsterna")
        found = IntakeKey.objects.get()
    return (found.pk,), {}


def keys(cast: Cast) -> Asked:
    """The page with a key in use."""
    key(cast)
    return (), {}


SPECIMENS: dict[str, Callable[[Cast], Asked]] = {
    "voice_need GET": lambda cast: ((), {"q": "skolplattformen läxor"}),
    "voice_need POST": sent(),
    "voice_need_here GET": lambda cast: ((cast.education.pk,), {}),
    "need_by_code GET": lambda cast: ((), {}),
    "need_by_code POST": by_code,
    "support_without_name POST": without,
    "need_posters GET": lambda cast: ((), {}),
    "need_poster GET": lambda cast: ((cast.education.pk,), {}),
    "intake_keys GET": keys,
    "make_intake_key POST": lambda cast: ((), {"name": "E-tjänsterna", "unit": cast.education.pk}),
    "revoke_intake_key POST": key,
    "voice_need_by_api POST": lambda cast: ((), {}),
}
OPEN: dict[str, int] = {
    "voice_need GET": 200,
    "voice_need POST": 200,
    "voice_need_here GET": 200,
    "need_by_code GET": 200,
    "need_by_code POST": 200,
    "voice_need_by_api POST": 401,
}
NO_PAGES: set[str] = set()
