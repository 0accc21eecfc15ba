"""Drafts left lying: let go when given up, offered again after a day and a week, sent as they are on the eighth day."""

from datetime import datetime, timedelta

from fieldwork import guide, quiet
from fieldwork.letters import guiding
from fieldwork.people import Person, can_be_reached
from fieldwork.reports import Draft
from handlers.filing_drafts import file, tell
from handlers.guiding import ground
from handlers.turn import Turn, voice
from storage import drafts, people

OFFERED_AFTER = timedelta(days=1), timedelta(days=7)
SENT_AFTER = timedelta(days=8)
HAD_BACK_WITHIN = timedelta(minutes=10)


def lying(turn: Turn) -> list[int]:
    """Whose drafts nobody has touched for so long that there may be something to do."""
    return [draft.person_id for draft in drafts.left_lying(turn.session, turn.now - HAD_BACK_WITHIN)]


def look_after(turn: Turn, person_id: int) -> None:
    """One draft that nobody touched: let go, offered again, or sent as it is, when its time has come."""
    draft, person = drafts.of(turn.session, person_id), people.by_id(turn.session, person_id)
    if draft is None:
        return
    lying = turn.now - draft.touched_at
    if draft.cancelled_at is not None or person is None or person.account is None:
        if lying >= HAD_BACK_WITHIN:
            drafts.end(turn.session, person_id)
    elif guide.is_empty(draft.answers) and lying >= OFFERED_AFTER[0]:
        drafts.end(turn.session, person_id)
    elif lying >= SENT_AFTER:
        _send_as_it_is(turn, draft, person)
    elif _is_due(draft, turn.now) and can_be_reached(person):
        _offer(turn, draft, person)


def _is_due(draft: Draft, now: datetime) -> bool:
    """Whether it is to be offered, and was not since that came due."""
    due = [draft.touched_at + after for after in OFFERED_AFTER if draft.touched_at + after <= now]
    return bool(due) and (draft.offered_at is None or draft.offered_at < due[-1])


def _offer(turn: Turn, draft: Draft, person: Person) -> None:
    roles, chat = people.roles_of(turn.session, person.id, turn.desk.day), person.account or 0
    letter = guiding.offered(voice(turn, person), person.id, chat, draft.answers, ground(turn, roles))
    held = quiet.held_until(turn.now, turn.desk.zone)
    turn.post(letter.model_copy(update={"anew": True, "not_before": held}))
    drafts.keep(turn.session, draft.model_copy(update={"offered_at": turn.now}))


def _send_as_it_is(turn: Turn, draft: Draft, person: Person) -> None:
    """After seven days: the station gets it, marked as not finished, and the reporter is told."""
    roles, chat = people.roles_of(turn.session, person.id, turn.desk.day), person.account or 0
    report = file(turn, draft, roles, chat, unfinished=True)
    tell(turn, voice(turn, person), report, chat)
