"""What dispositions are called here, and which can be chosen."""

from bryggan.assessments.models import DispositionKind, Kind
from bryggan.kit import trace

KEPT = "assessments.kinds"
# Shape and colour of a disposition's chip.
TONES: dict[str, str] = {
    Kind.KEEP: "ok",
    Kind.DEVELOP: "go",
    Kind.CONSOLIDATE: "calm",
    Kind.REPLACE: "warn",
    Kind.PHASE_OUT: "none",
}


def _kinds() -> dict[str, tuple[str, bool]]:
    """Each disposition's name and whether it is offered; read once per request."""
    kept = trace.per_request.get()
    if kept is not None and KEPT in kept:
        found: dict[str, tuple[str, bool]] = kept[KEPT]
        return found
    own = {row.key: row for row in DispositionKind.objects.filter(withdrawn_at=None)}
    found = {
        kind.value: (
            (own[kind].name or str(kind.label)) if kind in own else str(kind.label),
            own[kind].is_offered if kind in own else True,
        )
        for kind in Kind
    }
    if kept is not None:
        kept[KEPT] = found
    return found


def kind_words() -> dict[str, str]:
    """What each disposition is called here."""
    return {key: name for key, (name, _offered) in _kinds().items()}


def kinds_offered() -> list[str]:
    """The dispositions that can be decided."""
    return [key for key, (_name, is_offered) in _kinds().items() if is_offered]
