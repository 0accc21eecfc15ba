"""Reports: filed, moved a step, found again. A report's history is its events, which are only added."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, insert, select, update
from sqlmodel import Session, col

from fieldwork import life
from fieldwork.life import Step
from fieldwork.reports import (
    ENDED,
    LOOK_ANEW,
    LOOK_SOON,
    Attachment,
    Event,
    Report,
    ReportKind,
    State,
    Urgency,
    Wording,
)
from fieldwork.seeing import RESTRICTED
from storage import versions
from storage.network import table_of
from storage.putting_off import put_off, write_out
from storage.tables import AttachmentRow, EventRow, PersonRow, ReportRow, SourceRow, WordingRow

OPEN = [s for s in State if s not in ENDED | {State.NOTED, State.MERGED}]  # of needs, each matter once
OVER = ENDED | {
    State.NOTED,
    State.MERGED,
}  # nothing is to be done: from here it is counted how long words stay
UNSIGNED = [s for s in State if s in life.UNSIGNED]
AT_WORK = [s for s in State if s in life.AT_WORK]
_REPORTS = table_of(ReportRow)
_UNRESTRICTED = _REPORTS.c.privacy.not_in(RESTRICTED)
_URGENT_FIRST = case((_REPORTS.c.urgency == Urgency.T0, 0), (_REPORTS.c.urgency == Urgency.T1, 1), else_=2)
_RUNS_ON = frozenset({"state", "station", "urgency", "category", "due_on", "waits_until", "supervise_until"})
"""What the clocks of a report are reckoned from; whatever changes one of them, they are reckoned anew."""
_COLUMNS = [name for name in Report.model_fields if name != "serial"]
# Built once: the four that every report goes through.
_FILE = insert(_REPORTS).returning(_REPORTS.c.serial)
_SOURCE = insert(table_of(SourceRow))
_NOTE = insert(table_of(EventRow))
# And those that are asked for most of them.
_UNSIGNED = select(_REPORTS.c.serial).where(
    _REPORTS.c.station.in_(bindparam("stations", expanding=True)), _REPORTS.c.state.in_(UNSIGNED)
)
_MOST = bindparam("most", type_=Integer)
_WAITING = select(func.count()).select_from(_UNSIGNED.limit(_MOST).subquery())
_RUNG = _UNSIGNED.where(_REPORTS.c.rung_id == bindparam("rung"))
_WAITING_FOR = select(func.count()).select_from(_RUNG.limit(_MOST).subquery())
_WORDINGS, _ATTACHMENTS, _PEOPLE = table_of(WordingRow), table_of(AttachmentRow), table_of(PersonRow)
_WORD = insert(_WORDINGS)
_EVENTS = table_of(EventRow)
_MOMENTS = (
    select(*(_EVENTS.c[name] for name in Event.model_fields))
    .where(_EVENTS.c.serial == bindparam("serial"))
    .order_by(_EVENTS.c.id)
)


def file(session: Session, report: Report, chat: int, message_id: int | None) -> Report:
    """Keeps a new report, gives it its serial, and remembers the message it came as, if it came as one."""
    if report.state is State.NOTED:
        report.closed_at = report.kept_at  # an activity is over when it is told
    values = {name: getattr(report, name) for name in _COLUMNS}
    report.serial = session.connection().execute(_FILE, values).scalar_one()
    if message_id is not None:
        opening = Wording(serial=report.serial, chat=chat, message_id=message_id, at=report.sent_at,
                          how="sent", words=report.text)  # fmt: skip
        word(session, opening)
    return report


def word(session: Session, wording: Wording) -> None:
    """Remembers that a message of a chat belongs to a report, and what it says."""
    if wording.edition == 0:
        of = {"chat": wording.chat, "message_id": wording.message_id, "serial": wording.serial}
        put_off(session, _SOURCE, [of])
    put_off(session, _WORD, [wording.model_dump()])


def wordings(session: Session, serial: int) -> list[Wording]:
    """All that a report's messages said, each message in all its editions, in the order they came."""
    write_out(session)
    of = select(_WORDINGS).where(_WORDINGS.c.serial == serial)
    rows = session.execute(of.order_by(_WORDINGS.c.message_id, _WORDINGS.c.edition))
    return [Wording.model_validate(dict(row)) for row in rows.mappings()]


def hand_over(session: Session, message_ids: Sequence[int], chat: int, old: int, new: int) -> None:
    """Messages of one report, with what they say and carry, open another report."""
    write_out(session)
    sources = table_of(SourceRow)
    for table, given in ((sources, {"serial": new}), (_WORDINGS, {"serial": new, "how": "sent"})):
        mine = (table.c.serial == old, table.c.chat == chat, table.c.message_id.in_(message_ids))
        session.execute(update(table).where(*mine).values(**given))
    carried = (_ATTACHMENTS.c.serial == old, _ATTACHMENTS.c.message_id.in_(message_ids))
    session.execute(update(_ATTACHMENTS).where(*carried, ~_ATTACHMENTS.c.proof).values(serial=new))


def attach(session: Session, attachment: Attachment) -> None:
    row = {"tries": 0, "not_before": 0.0, "kept_as": attachment.sha256, **attachment.model_dump()}
    session.execute(insert(AttachmentRow).values(row))


def take_as_proof(session: Session, serial: int, help_id: int) -> int:
    """What a helper sent shows what was done; gives how many such there are."""
    theirs = (_ATTACHMENTS.c.serial == serial, _ATTACHMENTS.c.help_id == help_id, ~_ATTACHMENTS.c.proof)
    done = session.connection().execute(update(_ATTACHMENTS).where(*theirs).values(proof=True))
    return done.rowcount


def transcribe(session: Session, serial: int, message_id: int, words: str, by: int | None) -> None:
    """Keeps what somebody typed of a voice; empty words take it away again."""
    voice = (_ATTACHMENTS.c.serial == serial, _ATTACHMENTS.c.message_id == message_id, ~_ATTACHMENTS.c.proof)
    session.execute(update(_ATTACHMENTS).where(*voice).values(transcript=words, transcribed_by=by))


def note(session: Session, *events: Event) -> None:
    """Adds to the history."""
    if events:
        put_off(session, _NOTE, [event.model_dump() for event in events])


def change(session: Session, report: Report, **values: Any) -> bool:
    """Changes a report that still stands as it was read; False when somebody else was faster.

    What time is reckoned from is reckoned anew by the next sweep.
    """
    if not _RUNS_ON.isdisjoint(values):
        values.setdefault("next_due", LOOK_SOON)
    return versions.change(session, _REPORTS.c.serial, report, **values)


def walk(
    session: Session, report: Report, steps: Sequence[Step], *, at: datetime, actor: int | None, role: str,
    reason: str = "", **values: Any,
) -> bool:  # fmt: skip
    """Takes a report through steps that `fieldwork.life` allowed, each with its event.

    False when it was overtaken, or no step was allowed.

    `reason` belongs to the last step; the implied ones say so.
    """
    states = _passed_through(report, steps)
    if states[-1] in OVER:
        values.setdefault("next_due", None)  # nothing is waited for any more
    if (states[-1] in OVER) != (report.closed_at is not None):
        values.setdefault("closed_at", at if states[-1] in OVER else None)
    if report.caller_id is not None and states[-1] is not State.CALLBACK:
        values.setdefault("caller_id", None)  # nobody has to ring any more
    if not steps or not change(session, report, state=states[-1], **values):
        return False
    if State.NEEDS_INFO in states:
        _note_question(session, report.reporter_id)
    reasons = [f"implied by {steps[-1].name}"] * (len(steps) - 1) + [reason]
    note(
        session,
        *(
            Event(at=at, serial=report.serial, step=step.name, actor_id=actor, role=role,
                  came_from=states[i], went_to=states[i + 1], reason=reasons[i])
            for i, step in enumerate(steps)
        ),
    )  # fmt: skip
    return True


def _note_question(session: Session, person: int) -> None:
    """With the reporter stands about which of their reports a station waits for an answer: their next message
    is looked at once more then, and nobody else's."""
    own = (_REPORTS.c.reporter_id == person, _REPORTS.c.state == State.NEEDS_INFO)
    newest = select(func.max(_REPORTS.c.serial)).where(*own).scalar_subquery()
    session.execute(update(_PEOPLE).where(_PEOPLE.c.id == person).values(asked_serial=newest))


def _passed_through(report: Report, steps: Sequence[Step]) -> list[State]:
    """The state now, and the one after each step."""
    here, states = report.model_copy(), [report.state]
    for step in steps:
        here.state = step.end(here)
        states.append(here.state)
    return states


def by_serial(session: Session, serial: int) -> Report | None:
    return _one(session, _REPORTS.c.serial == serial)


def by_message(session: Session, chat: int, message_id: int) -> Report | None:
    """The report a message of a chat belongs to, if any."""
    write_out(session)
    found = select(col(SourceRow.serial)).where(
        col(SourceRow.chat) == chat, col(SourceRow.message_id) == message_id
    )
    return _one(session, _REPORTS.c.serial.in_(found))


def by_album(session: Session, reporter: int, album: str) -> Report | None:
    """The report that an album's earlier part has opened."""
    return _one(session, _REPORTS.c.reporter_id == reporter, _REPORTS.c.album == album)


def of_reporter(
    session: Session,
    person: int,
    limit: int,
    skip: int = 0,
    kinds: Collection[ReportKind] = tuple(ReportKind),
) -> list[Report]:
    """A person's own reports, newest first; of some kinds."""
    own = [_REPORTS.c.reporter_id == person]
    if len(kinds) < len(ReportKind):
        own.append(_REPORTS.c.kind.in_(kinds))
    return _many(session, *own, newest=True, limit=limit, skip=skip)


def unsigned_pairs(session: Session) -> list[tuple[str, int | None]]:
    """Of what nobody has signed for: each station with each person whose card rang, once."""
    pairs = select(_REPORTS.c.station, _REPORTS.c.rung_id).where(_REPORTS.c.state.in_(UNSIGNED))
    return [(station, person) for station, person in session.execute(pairs.distinct())]


def handled_pairs(session: Session) -> list[tuple[str, int | None]]:
    """Of what is being handled: each station with each person who signed, once."""
    pairs = select(_REPORTS.c.station, _REPORTS.c.handler_id).where(_REPORTS.c.state.in_(AT_WORK))
    return [(station, person) for station, person in session.execute(pairs.distinct())]


def returned_pairs(session: Session) -> list[tuple[str, int | None]]:
    """Of what was returned and is to be decided: each station with each person who was asked, once."""
    of = select(_REPORTS.c.station, _REPORTS.c.rung_id).where(_REPORTS.c.state == State.RETURN_PENDING)
    return [(station, person) for station, person in session.execute(of.distinct())]


def returned_of_pair(session: Session, station: str, rung: int | None) -> list[int]:
    """What one person was asked to decide about one station, oldest first."""
    return _serials(session, station, [State.RETURN_PENDING], _REPORTS.c.rung_id, rung)


def unsigned_of_pair(session: Session, station: str, rung: int | None) -> list[int]:
    """What rang one person for one station and is not signed for, oldest first."""
    return _serials(session, station, UNSIGNED, _REPORTS.c.rung_id, rung)


def handled_of_pair(session: Session, station: str, handler: int | None) -> list[int]:
    """What one person handles for one station, oldest first."""
    return _serials(session, station, AT_WORK, _REPORTS.c.handler_id, handler)


def _serials(
    session: Session, station: str, states: Sequence[State], column: Any, person: int | None
) -> list[int]:
    of_pair = select(_REPORTS.c.serial).where(_REPORTS.c.station == station, _REPORTS.c.state.in_(states))
    return list(
        session.execute(
            of_pair.where(column.is_not_distinct_from(person)).order_by(_REPORTS.c.serial)
        ).scalars()
    )


def waiting(session: Session, stations: Sequence[str], rung: int | None, most: int) -> int:
    """How many reports wait for a signature, counted no further than `most`: somebody's, or all (None)."""
    values = {"stations": list(stations), "most": most}
    if rung is None:
        return int(session.connection().execute(_WAITING, values).scalar_one())
    return int(session.connection().execute(_WAITING_FOR, {**values, "rung": rung}).scalar_one())


def due(session: Session, now: datetime, most: int) -> list[int]:
    """The reports of which a day has come, the longest waiting first."""
    come = select(_REPORTS.c.serial).where(_REPORTS.c.next_due <= now)
    return list(session.execute(come.order_by(_REPORTS.c.next_due).limit(most)).scalars())


def claim_due(session: Session, serials: Sequence[int], now: datetime) -> list[Report]:
    """Those of some reports that are still due, locked: what another process works on is left to it."""
    rows = session.execute(
        select(_REPORTS)
        .where(_REPORTS.c.serial.in_(serials), _REPORTS.c.next_due <= now)
        .order_by(_REPORTS.c.next_due)
        .with_for_update(skip_locked=True)
    )
    return [Report.model_construct(**row) for row in rows.mappings()]


def wind(session: Session, report: Report, next_due: datetime | None) -> None:
    """Notes when time brings something next. No change that anybody sees: buttons stay good."""
    of = update(_REPORTS).where(_REPORTS.c.serial == report.serial)
    session.execute(of.values(next_due=next_due))
    report.next_due = next_due


def wind_all_anew(session: Session, stations: Sequence[str] | None = None, cards_too: bool = True) -> int:
    """After the rules or a calendar changed: of everything open it is reckoned anew, everywhere or at some
    stations. Gives how many."""
    of = update(_REPORTS).where(_REPORTS.c.state.in_(OPEN))
    if stations is not None:
        of = of.where(_REPORTS.c.station.in_(stations))
    return session.connection().execute(of.values(next_due=LOOK_ANEW if cards_too else LOOK_SOON)).rowcount


def handled_by(session: Session, person: int) -> list[Report]:
    """What somebody signed for and is still open, oldest first; locked, since the caller is to change it."""
    theirs = select(_REPORTS).where(_REPORTS.c.handler_id == person, _REPORTS.c.state.in_(OPEN))
    rows = session.execute(theirs.order_by(_REPORTS.c.serial).with_for_update())
    return [Report.model_construct(**row) for row in rows.mappings()]


def open_of(session: Session, person: int) -> list[Report]:
    """Somebody's own open reports, oldest first; locked, since the caller is to change them."""
    own = select(_REPORTS).where(_REPORTS.c.reporter_id == person, _REPORTS.c.state.in_(OPEN))
    rows = session.execute(own.order_by(_REPORTS.c.serial).with_for_update())
    return [Report.model_construct(**row) for row in rows.mappings()]


def of_station(
    session: Session, stations: Sequence[str], states: Sequence[State], *, handler: int | None = None,
    place_in: Sequence[str] | None = None, limit: int = 10, skip: int = 0,
) -> list[Report]:  # fmt: skip
    """A station's reports in some states, the urgent and the late first; one person's, or of some places."""
    conditions = _at(stations, states, handler, place_in)
    rows = session.execute(
        select(_REPORTS)
        .where(*conditions)
        .order_by(_URGENT_FIRST, _REPORTS.c.level.desc(), _REPORTS.c.serial)
        .limit(limit)
        .offset(skip)
    )
    return [Report.model_construct(**row) for row in rows.mappings()]


def late(session: Session, stations: Sequence[str], level: int) -> list[Report]:
    """What is open at some stations and has risen to a level, oldest first."""
    risen = select(_REPORTS).where(*_at(stations, OPEN, None, None), _REPORTS.c.level >= level)
    rows = session.execute(risen.order_by(_REPORTS.c.serial))
    return [Report.model_construct(**row) for row in rows.mappings()]


def count_of_station(
    session: Session, stations: Sequence[str], states: Sequence[State], *, handler: int | None = None,
    place_in: Sequence[str] | None = None,
) -> int:  # fmt: skip
    many = select(func.count()).select_from(_REPORTS).where(*_at(stations, states, handler, place_in))
    return int(session.execute(many).scalar_one())


def to_ring(
    session: Session, stations: Sequence[str], person: int, limit: int, skip: int = 0
) -> list[Report]:
    """待电话回访: whose reporter somebody is to ring, at some stations or by oneself; not what one has handled."""
    rows = session.execute(
        select(_REPORTS)
        .where(*_to_ring(stations, person))
        .order_by(_REPORTS.c.serial)
        .limit(limit)
        .offset(skip)
    )
    return [Report.model_construct(**row) for row in rows.mappings()]


def count_to_ring(session: Session, stations: Sequence[str], person: int) -> int:
    """How many those are."""
    many = select(func.count()).select_from(_REPORTS).where(*_to_ring(stations, person))
    return int(session.execute(many).scalar_one())


def _to_ring(stations: Sequence[str], person: int) -> list[Any]:
    theirs = _REPORTS.c.station.in_(stations) & _REPORTS.c.handler_id.is_distinct_from(person)
    return [_REPORTS.c.state == State.CALLBACK, _REPORTS.c.caller_id.is_not(None),
            theirs | (_REPORTS.c.caller_id == person)]  # fmt: skip


def count_handled_by(session: Session, person: int) -> int:
    """How many reports somebody has signed for and not finished, at whatever station."""
    many = select(func.count()).select_from(_REPORTS)
    theirs = many.where(_REPORTS.c.handler_id == person, _REPORTS.c.state.in_(AT_WORK))
    return int(session.execute(theirs).scalar_one())


def count_by_urgency(
    session: Session, stations: Sequence[str], states: Sequence[State]
) -> dict[Urgency, int]:
    """How many reports of some stations are how urgent."""
    rows = select(_REPORTS.c.urgency, func.count()).where(*_at(stations, states, None, None))
    return {urgency: many for urgency, many in session.execute(rows.group_by(_REPORTS.c.urgency))}


def count_by_place(
    session: Session, stations: Sequence[str], states: Sequence[State]
) -> dict[str | None, int]:
    """How many reports of a station lie at each place; of what is restricted nobody is told where it is."""
    rows = select(_REPORTS.c.place, func.count()).where(*_at(stations, states, None, None), _UNRESTRICTED)
    return {place: many for place, many in session.execute(rows.group_by(_REPORTS.c.place))}


def events(session: Session, serial: int) -> list[Event]:
    """A report's history, in order."""
    write_out(session)
    rows = session.execute(select(EventRow).where(col(EventRow.serial) == serial).order_by(col(EventRow.id)))
    return [Event.model_validate(row.model_dump()) for row in rows.scalars()]


def moments(session: Session, serial: int) -> list[Event]:
    """A report's history as limits are reckoned from it: read with each card, so without a check of each line."""
    write_out(session)
    rows = session.execute(_MOMENTS, {"serial": serial})
    return [Event.model_construct(**row) for row in rows.mappings()]


def additions(session: Session, serial: int) -> list[str]:
    """What the reporter added later, in order; but for what became a report of its own."""
    write_out(session)
    about = select(col(EventRow.step), col(EventRow.reason)).where(
        col(EventRow.serial) == serial, col(EventRow.step).in_(("added", "split"))
    )
    added: list[str] = []
    for step, words in session.execute(about.order_by(col(EventRow.id))):
        if step == "added":
            added.append(words)
        elif words in added:
            added.remove(words)
    return [words for words in added if words]


def attachments(session: Session, serial: int) -> list[Attachment]:
    rows = session.execute(
        select(AttachmentRow).where(col(AttachmentRow.serial) == serial).order_by(col(AttachmentRow.id))
    )
    return [Attachment.model_validate(row.model_dump()) for row in rows.scalars()]


def _at(
    stations: Sequence[str], states: Sequence[State], handler: int | None, place_in: Sequence[str] | None
) -> list[Any]:
    conditions: list[Any] = [_REPORTS.c.station.in_(stations), _REPORTS.c.state.in_(states)]
    if handler is not None:
        conditions.append(_REPORTS.c.handler_id == handler)
    if place_in is not None:
        conditions += [_REPORTS.c.place.in_(place_in), _UNRESTRICTED]
    return conditions


def _one(session: Session, *conditions: Any) -> Report | None:
    row = session.execute(select(_REPORTS).where(*conditions).limit(1)).mappings().first()
    return Report.model_construct(**row) if row else None


def _many(session: Session, *conditions: Any, limit: int, skip: int, newest: bool = False) -> list[Report]:
    order = _REPORTS.c.serial.desc() if newest else _REPORTS.c.serial
    rows = session.execute(select(_REPORTS).where(*conditions).order_by(order).limit(limit).offset(skip))
    return [Report.model_construct(**row) for row in rows.mappings()]
