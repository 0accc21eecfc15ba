"""Meetings of building heads, and what is put on their agenda."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlmodel import Session

from fieldwork.councils import ERASED, LATER, WITHOUT_REPORT, AgendaItem, Council
from fieldwork.reports import PrivacyClass, Report, ReportKind, State
from storage.network import table_of
from storage.reports import OPEN
from storage.tables import AgendaItemRow, CouncilRow, ReportRow

_COUNCILS, _ITEMS, _REPORTS = table_of(CouncilRow), table_of(AgendaItemRow), table_of(ReportRow)
_OPEN_TO_ALL = (PrivacyClass.P0, PrivacyClass.P1)


# -- what is on the agenda --------------------------------------------------------------------------


def put(session: Session, item: AgendaItem) -> AgendaItem:
    """Puts a matter on the agenda."""
    values = item.model_dump(exclude={"id"})
    item.id = session.connection().execute(insert(_ITEMS).values(values).returning(_ITEMS.c.id)).scalar_one()
    return item


def item(session: Session, id_: int) -> AgendaItem | None:
    found = _items(session, _ITEMS.c.id == id_)
    return found[0] if found else None


def of_report(session: Session, serial: int) -> AgendaItem | None:
    """The item of a report that is still to be spoken of, or whose minutes are not closed."""
    over = select(_COUNCILS.c.id).where(_COUNCILS.c.ended_at.is_not(None))
    to_come = or_(_ITEMS.c.council_id.is_(None), _ITEMS.c.council_id.not_in(over))
    found = _items(session, _ITEMS.c.serial == serial, _ITEMS.c.withdrawn_at.is_(None), to_come)
    return found[-1] if found else None


def of_council(session: Session, council: int) -> list[AgendaItem]:
    """All that stands on the agenda of one meeting, decided or not."""
    return _items(session, _ITEMS.c.council_id == council, _ITEMS.c.withdrawn_at.is_(None))


def waiting(session: Session, stations: Sequence[str]) -> list[AgendaItem]:
    """What waits for a meeting at some stations."""
    return _items(session, _ITEMS.c.station.in_(stations), _ITEMS.c.council_id.is_(None), *_undecided())


def change_item(session: Session, id_: int, **values: Any) -> bool:
    """Changes an item that is still to be spoken of; False when somebody else was faster."""
    ours = update(_ITEMS).where(_ITEMS.c.id == id_, *_undecided())
    return session.connection().execute(ours.values(**values)).rowcount == 1


def answer(session: Session, item: AgendaItem, **values: Any) -> None:
    """Writes down, or takes back, what the minutes say of an item that has not come into force."""
    ours = update(_ITEMS).where(_ITEMS.c.id == item.id, _ITEMS.c.decided_serial.is_(None))
    session.connection().execute(ours.values(**values))


def link(session: Session, id_: int, serial: int) -> None:
    """The report that came of a decision."""
    session.connection().execute(update(_ITEMS).where(_ITEMS.c.id == id_).values(decided_serial=serial))


def _undecided() -> tuple[ColumnElement[bool], ...]:
    return _ITEMS.c.withdrawn_at.is_(None), _ITEMS.c.decision == ""


def _items(session: Session, *conditions: ColumnElement[bool]) -> list[AgendaItem]:
    columns = (_ITEMS.c[name] for name in AgendaItem.model_fields)
    rows = session.connection().execute(select(*columns).where(*conditions).order_by(_ITEMS.c.id))
    return [AgendaItem.model_validate(dict(row)) for row in rows.mappings()]


def candidates(session: Session, stations: Sequence[str], before: datetime, most: int) -> list[Report]:
    """Open matters that concern everybody and are old, or were reported by several; on no agenda yet."""
    followed = select(_REPORTS.c.lead_serial).where(_REPORTS.c.state == State.MERGED)
    on_one = select(_ITEMS.c.serial).where(*_undecided())
    asked = select(_REPORTS).where(
        _REPORTS.c.station.in_(stations),
        _REPORTS.c.state.in_(OPEN),
        _REPORTS.c.kind == ReportKind.NEED,
        _REPORTS.c.privacy.in_(_OPEN_TO_ALL),
        _REPORTS.c.place.is_not(None),
        or_(_REPORTS.c.sent_at <= before, _REPORTS.c.serial.in_(followed)),
        _REPORTS.c.serial.not_in(on_one),
    )
    rows = session.connection().execute(asked.order_by(_REPORTS.c.serial).limit(most))
    return [Report.model_construct(**row) for row in rows.mappings()]


def bury(session: Session, serials: Sequence[int]) -> None:
    """What was decided about some reports, or as some reports, loses its words; that it was decided stays."""
    theirs = or_(_ITEMS.c.serial.in_(serials), _ITEMS.c.decided_serial.in_(serials))
    for one in _items(session, theirs):
        kept = one.decision if one.decision in ("", *WITHOUT_REPORT) else ERASED
        change = update(_ITEMS).where(_ITEMS.c.id == one.id)
        session.connection().execute(change.values(decision=kept, line=""))


# -- meetings ---------------------------------------------------------------------------------------


def call(session: Session, council: Council) -> Council:
    """Calls a meeting."""
    values = council.model_dump(exclude={"id"})
    id_ = (
        session.connection().execute(insert(_COUNCILS).values(values).returning(_COUNCILS.c.id)).scalar_one()
    )
    council.id = id_
    return council


def council(session: Session, id_: int) -> Council | None:
    found = _councils(session, _COUNCILS.c.id == id_)
    return found[0] if found else None


def to_come(session: Session, stations: Sequence[str]) -> list[Council]:
    """The meetings of some stations that are not over, the nearest first."""
    return _councils(session, _COUNCILS.c.station.in_(stations), _COUNCILS.c.ended_at.is_(None))


def unsent(session: Session, until: date) -> list[Council]:
    """The meetings held by a day whose agenda was not sent."""
    return _councils(session, _COUNCILS.c.sent_at.is_(None), _COUNCILS.c.ended_at.is_(None),
                     _COUNCILS.c.held_on <= until)  # fmt: skip


def change(session: Session, id_: int, **values: Any) -> bool:
    """Changes a meeting that is not over; False when it is."""
    ours = update(_COUNCILS).where(_COUNCILS.c.id == id_, _COUNCILS.c.ended_at.is_(None))
    return session.connection().execute(ours.values(**values)).rowcount == 1


def release(session: Session, council: int) -> None:
    """What was not spoken of waits for the next meeting."""
    for one in of_council(session, council):
        if one.decision in ("", LATER):
            left = update(_ITEMS).where(_ITEMS.c.id == one.id)
            session.connection().execute(left.values(council_id=None, decision=""))


def forget_minutes(session: Session, council: int) -> None:
    """A meeting that did not take place decided nothing: whatever was written of it is taken back."""
    those = _ITEMS.c.council_id == council, _ITEMS.c.decided_serial.is_(None)
    blank = {"decision": "", "owner_id": None, "due_on": None, "council_id": None}
    session.connection().execute(update(_ITEMS).where(*those).values(**blank))


def last_of(session: Session, place: str) -> Council | None:
    """The last meeting of a place whose minutes are closed."""
    over = _councils(session, _COUNCILS.c.place == place, _COUNCILS.c.activity_serial.is_not(None),
                     _COUNCILS.c.ended_at.is_not(None))  # fmt: skip
    return over[-1] if over else None


def that_decided(session: Session, serial: int) -> Council | None:
    """The meeting of whose decision a report came."""
    decided = select(_ITEMS.c.council_id).where(_ITEMS.c.decided_serial == serial)
    found = _councils(session, _COUNCILS.c.id.in_(decided))
    return found[0] if found else None


def unwritten(session: Session, before: date) -> list[Council]:
    """The meetings that were held before a day and whose minutes nobody was reminded of."""
    return _councils(session, _COUNCILS.c.ended_at.is_(None), _COUNCILS.c.reminded_at.is_(None),
                     _COUNCILS.c.held_on < before)  # fmt: skip


def venues(session: Session, place: str) -> list[Council]:
    """The meetings of a place, the last first, one for each venue."""
    before = _councils(session, _COUNCILS.c.place == place)
    return list({one.venue: one for one in before if one.known_venue}.values())[::-1]


def _councils(session: Session, *conditions: ColumnElement[bool]) -> list[Council]:
    columns = (_COUNCILS.c[name] for name in Council.model_fields)
    rows = session.connection().execute(
        select(*columns).where(*conditions).order_by(_COUNCILS.c.held_on, _COUNCILS.c.id)
    )
    return [Council.model_validate(dict(row)) for row in rows.mappings()]
