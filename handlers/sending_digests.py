"""Digests come by themselves, to each at their time: on the first working day after a period, once.

A worker hears what the day brings, a building head what became of their reports, who answers for places their
digest of the day, the week, the month, the year. What came while somebody was away is not piled up: the last period
alone is told. Nobody is spoken to in the middle of writing, nor in quiet hours, nor of a time before they came.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from fieldwork import quiet
from fieldwork.digest_times import RHYTHMS, Almanac, is_of_old, is_time, midnight
from fieldwork.digests import Span
from fieldwork.people import Person, Role, RoleKind
from fieldwork.periods import Period
from handlers import own_months, reading_digests, starting_the_day
from handlers.turn import Turn, voice
from storage import conversations, digests, drafts, people, rhythms
from storage.digests import Waiting, Which

BUSY = timedelta(minutes=10)  # a draft that was touched so lately is not interrupted …
PATIENCE = timedelta(hours=2)  # … but no longer than this after the time that is shipped


class Due(NamedTuple):
    """Somebody's digest of a length."""

    person_id: int
    span: Span


def due(turn: Turn) -> list[Due]:
    """Whose digest is to come now."""
    here, almanac = turn.now.astimezone(turn.desk.zone), reading_digests.almanac_of(turn, "")
    if quiet.held_until(turn.now, turn.desk.zone) or not almanac.calendar.is_working_day(here.date()):
        return []
    return [Due(who.person_id, span) for span in Span for who in _waiting(turn, span, almanac, here)]


def _waiting(turn: Turn, span: Span, almanac: Almanac, here: datetime) -> Iterator[Waiting]:
    whose, shipped = turn.desk.rules.digests.of(span), turn.desk.rules.digests.at
    if not whose:
        return
    since = midnight(almanac.began(here.date(), span), here)
    for who in digests.waiting(turn.session, whose, RHYTHMS[span], since, here.date()):
        late = here - datetime.combine(here.date(), shipped, here.tzinfo) >= PATIENCE
        if is_time(here, who.times, shipped) and _is_here(turn, who) and (late or not _is_writing(turn, who)):
            yield who


def _is_here(turn: Turn, who: Waiting) -> bool:
    return who.person_id not in turn.desk.staffing.away


def _is_writing(turn: Turn, who: Waiting) -> bool:
    draft, touched = drafts.of(turn.session, who.person_id), turn.now - BUSY
    led = draft is not None and draft.cancelled_at is None and draft.touched_at > touched
    return led or conversations.waits_for_words(turn.session, who.account, touched)


def look_after(turn: Turn, one: Due) -> bool:
    """Somebody's digest, by what they are; that it was looked at is kept, be there something or not."""
    person = people.by_id(turn.session, one.person_id)
    here, almanac = turn.now.astimezone(turn.desk.zone), reading_digests.almanac_of(turn, "")
    since = midnight(almanac.began(here.date(), one.span), here)
    if person is None or person.account is None:
        return False
    if not rhythms.come(turn.session, person.id, RHYTHMS[one.span], turn.now, since):
        return False
    roles, whose = (
        people.roles_of(turn.session, person.id, turn.desk.day),
        turn.desk.rules.digests.of(one.span),
    )
    return _send(turn, person, person.account, [role for role in roles if role.kind in whose], one.span)


def _send(turn: Turn, person: Person, chat: int, roles: list[Role], span: Span) -> bool:
    """Who answers for places reads of these; a worker of their day; a building head of their month."""
    over = [role for role in roles if role.kind in reading_digests.OVER]
    if over:
        return any([_send_of(turn, person, chat, over, place, span) for place in _places(turn, over)])
    t, held = voice(turn, person), {role.kind for role in roles}
    if span is Span.DAY and RoleKind.SOCIAL_WORKER in held:
        return starting_the_day.send(turn, t, person, roles, chat)
    if span is Span.MONTH and RoleKind.BUILDING_HEAD in held:
        period = reading_digests.almanac_of(turn, "").last(turn.desk.day, span)
        return _was_there(turn, person, period) and own_months.send(turn, t, person, period, chat)
    return False


def _places(turn: Turn, roles: list[Role]) -> list[str]:
    """The places that somebody answers for; one that lies in another is told there."""
    tree, mine = turn.desk.network, dict.fromkeys(role.place for role in roles)
    known = [place for place in mine if place in tree.places]
    return [one for one in known if not any(other != one and tree.contains(other, one) for other in known)]


def _send_of(turn: Turn, person: Person, chat: int, roles: list[Role], place: str, span: Span) -> bool:
    period = reading_digests.almanac_of(turn, place).last(turn.desk.day, span)
    if not _was_there(turn, person, period):
        return False
    if not digests.claim(turn.session, Which(person.id, place, span, period.name), turn.now):
        return False
    reading_digests.ask(turn, person, roles, chat, place, period.name, unasked=True)
    return True


def _was_there(turn: Turn, person: Person, period: Period) -> bool:
    joined = person.joined_at
    return joined is not None and is_of_old(joined.astimezone(turn.desk.zone).date(), period)
