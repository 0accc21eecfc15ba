"""Words that go, with all that was copied of them: what forgetting somebody and the end of a time have in common.

What stays is what figures are counted from: number, dates, place, category, urgency, states, who handled it, the
steps of the history with their codes. What a station has on its screens is rewritten by the caller, as far as
Telegram allows. What nobody can reach from here is what somebody copied, printed or exported, and copies of
the database.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, delete, select, true, update
from sqlmodel import Session

from fieldwork.letters import Kind
from fieldwork.reports import AttachmentState, Report
from storage import councils
from storage.network import table_of
from storage.outbox import LETTERS
from storage.putting_off import write_out
from storage.tables import (
    ActivityRow,
    AttachmentRow,
    AttendanceRow,
    EventRow,
    HelpRow,
    HouseholdLineRow,
    LetterState,
    ReportRow,
    RequestRow,
    SourceRow,
    WordingRow,
)

REPORTS, EVENTS, WORDINGS = table_of(ReportRow), table_of(EventRow), table_of(WordingRow)
ATTACHMENTS, SOURCES = table_of(AttachmentRow), table_of(SourceRow)
REQUESTS, HELPS = table_of(RequestRow), table_of(HelpRow)
LINES, ATTENDANCES = table_of(HouseholdLineRow), table_of(AttendanceRow)
REQUESTS, HELPS, ACTIVITIES = table_of(RequestRow), table_of(HelpRow), table_of(ActivityRow)
DELETABLE = timedelta(hours=47)  # Telegram lets a bot delete its own messages for 48
_FEW = 500  # values that one statement takes
_WORDS = ("words", "door", "named", "for_name", "for_telephone", "outcome", "waits_for")
_KEYS = frozenset({
    "first", "second", "from", "to", "station", "rule", "version", "code", "kind", "id", "request", "help",
    "lead", "serial", "person", "until", "due_on", "days", "hours", "level", "class", "state", "finding",
    "number", "turn", "round", "step",
})  # fmt: skip
_CODE = re.compile(r"[A-Za-z0-9_.:#-]{1,60}")
_CODED = frozenset(
    {"sent", "contact", "graded", "phoned", "urgency"}
)  # steps whose reason is never in somebody's words
_CODES = re.compile(r"[A-Za-z0-9_.:> -]{1,60}")


class Screen(NamedTuple):
    """A message of the bot that shows something of a report."""

    chat: int
    message_id: int
    number: str  # the report's, as printed
    is_text: bool
    deletable: bool  # Telegram lets the bot take it away still


def some(values: Sequence[Any]) -> list[Sequence[Any]]:
    """As many at a time as one statement takes."""
    return [values[start : start + _FEW] for start in range(0, len(values), _FEW)]


def bury(session: Session, serials: Sequence[int], stone: str, reason: str, *, proofs: bool) -> list[str]:
    """Each text becomes a stone where there was one, what names somebody becomes empty, files are let go.

    `proofs`: what the handler sent with 办结 goes too. Gives the sums of the files.
    """
    write_out(session)
    own = REPORTS.c.serial.in_(serials)
    change(session, REPORTS, own, text=stone, **dict.fromkeys(_WORDS, ""))
    change(session, WORDINGS, WORDINGS.c.serial.in_(serials), words=stone, chat=0)
    bury_reasons(session, EVENTS.c.serial.in_(serials), stone)
    change(session, REQUESTS, REQUESTS.c.serial.in_(serials), reason="", answer="")
    change(session, HELPS, HELPS.c.serial.in_(serials), words="", said="")
    councils.bury(session, serials)
    change(session, LINES, LINES.c.serial.in_(serials), door="", note="")
    change(session, ATTENDANCES, ATTENDANCES.c.serial.in_(serials), name="")
    change(session, ACTIVITIES, ACTIVITIES.c.serial.in_(serials), topic="", note="")
    session.connection().execute(delete(SOURCES).where(SOURCES.c.serial.in_(serials)))
    return _files_gone(session, serials, reason, true() if proofs else ATTACHMENTS.c.proof.is_(False))


def bury_reasons(session: Session, which: ColumnElement[bool], stone: str) -> None:
    """The history keeps its steps and their codes; where somebody's words stood there stands a stone."""
    rows = session.connection().execute(select(EVENTS.c.id, EVENTS.c.step, EVENTS.c.reason).where(which))
    for event, step, reason in rows.all():
        left = spared(step, reason, stone)
        if left != reason:
            change(session, EVENTS, EVENTS.c.id == event, reason=left)


def spared(step: str, reason: str, stone: str) -> str:
    """What stays of an event's reason: codes and numbers, never words."""
    if not reason or reason.startswith("implied by ") or (step in _CODED and _CODES.fullmatch(reason)):
        return reason
    try:
        said = json.loads(reason)
    except ValueError:
        return stone
    return json.dumps(_codes(said), ensure_ascii=False) if isinstance(said, dict) else stone


def _codes(said: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in said.items():
        if key in _KEYS and isinstance(value, dict):
            kept[key] = _codes(value)
        elif key in _KEYS and (not isinstance(value, str | list) or _is_code(value)):
            kept[key] = value
    return kept


def _is_code(value: object) -> bool:
    return isinstance(value, str) and bool(_CODE.fullmatch(value))


def _files_gone(
    session: Session, serials: Sequence[int], reason: str, which: ColumnElement[bool]
) -> list[str]:
    """Gives the sums of what was kept."""
    theirs = ATTACHMENTS.c.serial.in_(serials) & which
    kept = select(ATTACHMENTS.c.sha256).where(theirs, ATTACHMENTS.c.sha256.is_not(None))
    sums = set(session.connection().execute(kept).scalars())
    sent = {"caption": "", "detail": "", "transcript": "", "file_id": "", "file_unique_id": "", "sha256": None,
            "kept_as": None, "size": None}  # fmt: skip
    change(session, ATTACHMENTS, theirs, state=AttachmentState.REFUSED, reason=reason, **sent)
    return sorted(sums)


def screens(session: Session, serials: Sequence[int], at: datetime) -> list[Screen]:
    """The messages that show something of these reports; what letters of theirs said is emptied."""
    about = LETTERS.c.serial.in_(serials)
    there = about & LETTERS.c.message_id.is_not(None) & LETTERS.c.kind.in_(_SEEN)
    numbers, found = _numbers(session, serials), dict[tuple[int, int], Screen]()
    for row in session.connection().execute(select(*_SHOWN).where(there).order_by(LETTERS.c.id)):
        young = row.delivered_at is not None and at - row.delivered_at < DELETABLE
        for number in range(row.message_id, row.message_id + _parts(row)):
            screen = Screen(row.chat, number, numbers.get(row.serial, ""), row.kind == Kind.TEXT, young)
            found.setdefault((row.chat, number), screen)
    for gone in _deleted(session, list(found)):
        found.pop(gone, None)
    ended = LETTERS.c.state.not_in((LetterState.WAITING, LetterState.CLAIMED))
    change(session, LETTERS, about & ended, content=None)
    change(session, LETTERS, about & (LETTERS.c.state == LetterState.WAITING), state=LetterState.DROPPED,
           content=None)  # fmt: skip
    return list(found.values())


_SEEN = frozenset(Kind) - {Kind.DELETE, Kind.BUTTONS, Kind.ANSWER, Kind.LEAVE}
_SHOWN = [LETTERS.c[name] for name in ("chat", "message_id", "serial", "kind", "delivered_at", "content")]


def _deleted(session: Session, shown: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of these messages those that the bot took away already."""
    gone: list[tuple[int, int]] = []
    for few in some(shown):
        these = LETTERS.c.message_id.in_({number for _, number in few}), LETTERS.c.kind == Kind.DELETE
        there = LETTERS.c.chat.in_({chat for chat, _ in few})
        rows = session.connection().execute(select(LETTERS.c.chat, LETTERS.c.message_id).where(there, *these))
        gone += [(chat, number) for chat, number in rows]
    return gone


def _numbers(session: Session, serials: Sequence[int]) -> dict[int, str]:
    rows = session.connection().execute(
        select(REPORTS.c.serial, REPORTS.c.kind).where(REPORTS.c.serial.in_(serials))
    )
    return {serial: Report.model_construct(serial=serial, kind=kind).number for serial, kind in rows}


def _parts(row: Any) -> int:
    """Telegram tells only an album's first number; the others follow it."""
    return len(row.content.get("files", "1")) if row.kind == Kind.ALBUM and row.content else 1


def change(session: Session, table: Table, which: ColumnElement[bool], **values: Any) -> None:
    """Changes the rows that meet a condition."""
    session.connection().execute(update(table).where(which).values(**values))
