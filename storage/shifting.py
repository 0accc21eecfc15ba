"""How far the field's clock was turned forward: a row of the sandbox's database. A real bot never reads it."""

from datetime import timedelta

from sqlmodel import Session

from storage import schema

SHIFT = "clock_shift"  # the fact that holds it, in seconds


def shift(session: Session) -> timedelta:
    """How far the field's clock is ahead of the machine's; nothing where a real bot's database is open."""
    held = schema.owner(session)
    told = schema.fact(session, SHIFT) if held and held["kind"] == "sandbox" else None
    return timedelta(seconds=told) if isinstance(told, int) else timedelta()


def turn(session: Session, seconds: int) -> timedelta:
    """Turns it further forward; gives how far it is ahead now. Raises ValueError for a step back."""
    if seconds < 0:
        raise ValueError("the field's clock only goes forward")
    ahead = int(shift(session).total_seconds()) + seconds
    schema.note_fact(session, SHIFT, ahead)
    return timedelta(seconds=ahead)
