"""A year is near of which no public holidays are known: who keeps the rules is told once, a month ahead.

    bot    (to administrators and coordinators, from 1 December on) 📅 2027 年的放假和调休安排还没有录入。

Until then Monday to Friday are reckoned with, and cards whose limit falls into it say so (RULES 3.3 d).
"""

from fieldwork.letters import clock as letters
from fieldwork.people import Person, RoleKind, can_be_reached
from handlers.turn import Turn, voice
from handlers.winding import REACHED
from storage import people, schema

TOLD = "years_told"  # the fact that lists the years that were spoken of
KEEPERS = (RoleKind.ADMINISTRATOR, RoleKind.COORDINATOR)


def unannounced(turn: Turn) -> list[int]:
    """Years that are near, or that a limit reaches into, and that nobody was told of."""
    calendar = turn.desk.calendars.of("")  # which years are known is the same at every station
    near = calendar.unknown_soon(turn.desk.day, schema.fact(turn.session, REACHED))
    told = _told(turn) if near else []
    return [year for year in near if year not in told]


def announce(turn: Turn, year: int) -> bool:
    """Everybody who keeps the rules hears of it once, by day."""
    schema.note_fact(turn.session, TOLD, [*_told(turn), year])
    for person in _keepers(turn):
        turn.post_by_day(letters.year_unknown(voice(turn, person), person.account or 0, year))
    return True


def _told(turn: Turn) -> list[int]:
    kept = schema.fact(turn.session, TOLD)
    return kept if isinstance(kept, list) else []


def _keepers(turn: Turn) -> list[Person]:
    places = list(turn.desk.network.places)
    held = [one for kind in KEEPERS for one in people.holding(turn.session, kind, places, turn.desk.day)]
    return [who for who in {who.id: who for who, _ in held}.values() if can_be_reached(who)]
