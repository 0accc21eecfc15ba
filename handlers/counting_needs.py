"""What happens to needs goes into the figures by itself, a minute later at most (RULES 3.5)."""

from handlers.turn import Turn
from storage import entering

LOOKS = 8  # of so many events each, before something else has its turn


def unread(turn: Turn) -> list[int]:
    """One for each look that there is something to read for."""
    left = entering.newest(turn.session) - entering.cursor(turn.session)
    return list(range(0, min(left, LOOKS * entering.MANY), entering.MANY))


def read_on(turn: Turn, _look: int) -> bool:
    """Reads some events. False where another process has read them."""
    desk = turn.desk
    hours = entering.working_hours(desk.calendars)
    return bool(entering.read_on(turn.session, entering.Day(desk.network, desk.zone, hours, turn.now)))
