"""Days that have come for help: whoever is silent too long is asked, or others are."""

from datetime import timedelta

from fieldwork.helping import HelpKind, HelpState
from handlers import claiming, partnering
from handlers.turn import Turn
from storage import helps


def silent(turn: Turn) -> list[int]:
    """From whom nothing was heard for too long, as numbers of requests."""
    limits = turn.desk.rules.limits
    half = turn.now - timedelta(hours=limits.claim_silent_hours) / 2
    asked = turn.now - timedelta(hours=limits.partner_silent_hours)
    called, open_ = (HelpKind.STATION, HelpKind.PARTNER), (HelpState.OFFERED, HelpState.TAKEN)
    claimed = helps.silent(turn.session, (HelpKind.VOLUNTEER,), (HelpState.TAKEN,), half)
    return claimed + helps.silent(turn.session, called, open_, asked)


def look_after(turn: Turn, help_id: int) -> bool:
    """One of them; False where nothing is due, or somebody spoke meanwhile."""
    help_ = helps.by_id(turn.session, help_id)
    if help_ is None:
        return False
    look = claiming.look_after if help_.kind is HelpKind.VOLUNTEER else partnering.look_after
    return look(turn, help_id)
