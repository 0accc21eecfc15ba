"""Each morning of a working day everybody hears whom they are to visit, in one message (探访关爱).

    bot    🏠 3月9日的探访：8 户
           西湖花园4号楼
           1. K-10001-6 · 高风险 · 超时3天                  1 ⋯ · ✅ 已访 · 🚪 未遇 · 📅 改期
           …
           明天再看：4 户

Nothing where nothing is due; once a day; never in the middle of a draft. Each person may have it at another time,
or not at all (Rhythm VISITS).
"""

from datetime import date, datetime, time, timedelta

from fieldwork import visits_due
from fieldwork.letters import visiting as letters
from fieldwork.people import Person
from fieldwork.rhythms import Rhythm, RhythmKind
from handlers import caring
from handlers.turn import Turn, voice
from storage import care, conversations, drafts, people, rhythms

BUSY = timedelta(minutes=10)  # a draft that was touched so lately is not interrupted …
PATIENCE = timedelta(hours=2)  # … but no longer than this


def due(turn: Turn) -> list[int]:
    """Who is to hear by now, and has not heard today."""
    here = turn.now.astimezone(turn.desk.zone)
    kept = rhythms.of_kind(turn.session, RhythmKind.VISITS)
    return [
        who
        for who in _who_goes(turn)
        if _is_time(turn, kept.get(who), here) and not _is_busy(turn, who, here)
    ]


def _who_goes(turn: Turn) -> list[int]:
    """Who acts for whoever is responsible for somebody that may be due."""
    found = dict[int, None]()
    for id_ in care.responsible(turn.session, turn.desk.day + visits_due.AHEAD):
        acts = turn.desk.staffing.acting_for(id_)
        those = (
            [acts] if acts else [caring.recipient(turn, plan) for plan in care.of_people(turn.session, [id_])]
        )
        found.update({person.id: None for person in those if person and person.account})
    return list(found)


def _is_time(turn: Turn, rhythm: Rhythm | None, here: datetime) -> bool:
    if rhythm is None:
        return here.time() >= turn.desk.rules.visits.at
    said = rhythm.asked_at
    heard = said is not None and said.astimezone(turn.desk.zone).date() >= here.date()
    return rhythm.is_on and not heard and here.time() >= _at(turn, rhythm)


def _at(turn: Turn, rhythm: Rhythm | None) -> time:
    """When somebody wants it; as the rules say where they said nothing."""
    first = (rhythm.times if rhythm else "").partition(",")[0]
    return time.fromisoformat(first) if first else turn.desk.rules.visits.at


def _is_busy(turn: Turn, who: int, here: datetime) -> bool:
    """In the middle of a report that they are led through, or of something that they were asked."""
    begun = datetime.combine(here.date(), turn.desk.rules.visits.at, turn.desk.zone)
    person = people.by_id(turn.session, who)
    if person is None or here - begun >= PATIENCE:
        return False
    draft, touched = drafts.of(turn.session, who), turn.now - BUSY
    led = draft is not None and draft.cancelled_at is None and draft.touched_at > touched
    return led or conversations.waits_for_words(turn.session, person.account or 0, touched)


def look_after(turn: Turn, who: int) -> bool:
    """One person's list; that it was looked at is kept, be there something or not."""
    rhythm = rhythms.of(turn.session, who, RhythmKind.VISITS)
    person = people.by_id(turn.session, who)
    rhythms.keep(turn.session, rhythm.model_copy(update={"asked_at": turn.now}))
    return person is not None and person.account is not None and send(turn, person, person.account)


def send(turn: Turn, person: Person, chat: int) -> bool:
    """Today's list, at the end of the chat; nothing where there is nothing, or on a day off."""
    errand = caring.errand(turn, person)
    if not any(_goes_out(turn, line.plan.station, turn.desk.day) or line.plan.changed_at or line.plan.extra_on
               for line in errand.lines):  # fmt: skip
        return False
    told = letters.today(voice(turn, person), chat, person.id, errand)
    turn.post_by_day(told.model_copy(update={"anew": True}))
    return True


def _goes_out(turn: Turn, station: str, day: date) -> bool:
    return turn.desk.calendars.of(station).is_working_day(day)
