"""楼长议事会: when and where building heads meet, what is put on their agenda, and what they decided (FIELD 1.4, 29).

What a meeting decides is written item by item, and the next question about an item is the first without an answer:
what was decided, who does it, by which day. So minutes can be left at any point and gone back in.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from sqlmodel import SQLModel

from fieldwork.days import read_day
from fieldwork.understanding.numerals import number

NOT_DONE, WATCH = "not_done", "watch"  # decisions without a report, as they are stored
LATER = "later"  # not reached: it waits for the next meeting
ERASED = "erased"  # a decision whose words are gone
WITHOUT_REPORT = (NOT_DONE, WATCH, LATER, ERASED)
RULE = "council"  # the rule by which the report of a decision is sent
ROOM, ESTATE_ROOM = "room", "estate_room"  # venues that every language has a word for, as they are stored
USUAL = (ROOM, ESTATE_ROOM)
LEFT_OPEN = "open"  # instead of a venue, as it is stored: whoever called it was asked, and does not know yet
LONGEST_VENUE, LONGEST_LINE = 40, 100  # characters
AHEAD = timedelta(days=2)  # before the day the agenda is sent …
SENT_AT = time(8, 30)  # … at this time
PATIENCE = timedelta(minutes=30)  # so long an agenda whose time is over waits for its hour and its venue
EARLIEST = 8  # o'clock: nobody meets before, so 7点 is in the evening
_SPOT = (
    "[亭室厅场站楼层院园棚廊堂馆库铺店房家处部]|中心|广场|大厅|食堂|会所|空地|树下|楼下|门口|路口|电梯口|"
    "器材|滑梯|秋千|石凳|长椅|宣传栏|公告栏|快递柜|岗亭"
)
_IS_SPOT = re.compile(
    f"[^,，。;；!！?？]{{0,12}}(?:{_SPOT})(?:旁边?|边上?|前面?|里面?|对面|那里|那边|那儿|下面?|内)?"
)
_TELLS = re.compile(
    "[坏漏没不无有断堵满脏乱掉倒塌裂歪松吵打偷占积淹停着了被在]"
)  # of something wrong, or somebody


class Council(SQLModel):
    """One meeting."""

    id: int = 0
    place: str
    station: str
    held_on: date
    opens_at: time | None = None
    venue: str = ""
    called_by: int
    called_at: datetime
    sent_at: datetime | None = None  # the agenda, two days before
    reminded_at: datetime | None = None  # that the minutes are not written
    ended_at: datetime | None = None
    activity_serial: int | None = (
        None  # the meeting as an activity: begun with a list of who is there, or at the end
    )

    @property
    def known_venue(self) -> str:
        """Where they meet; empty as long as nobody knows."""
        return "" if self.venue == LEFT_OPEN else self.venue


def names_venue(folded: str) -> bool:
    """Only where something is, with nothing told of it: 小区凉亭, 健身器材旁边; not 小区凉亭塌了."""
    words = folded.replace("停车", "")
    return bool(_IS_SPOT.fullmatch(words)) and not _TELLS.search(words)


class AgendaItem(SQLModel):
    """上会: an open matter on the agenda; without a council it waits for the next."""

    id: int = 0
    serial: int
    place: str
    station: str
    put_by: int
    put_at: datetime
    council_id: int | None = None
    line: str = ""  # what the station says of it on the agenda, for all to read
    decision: str = ""
    owner_id: int | None = None  # who does it
    due_on: date | None = None  # and by which day
    decided_serial: int | None = None  # the report that came of the decision, once the minutes are closed
    withdrawn_at: datetime | None = None


# -- the agenda goes out ----------------------------------------------------------------------------


def leaves_at(council: Council, zone: tzinfo) -> datetime:
    """When its agenda is to be sent."""
    return datetime.combine(council.held_on - AHEAD, SENT_AT, zone)


def is_complete(council: Council) -> bool:
    """Whether hour and venue are known."""
    return council.opens_at is not None and council.known_venue != ""


def is_settled(council: Council, now: datetime) -> bool:
    """Whether whoever called it was asked all: before that it is a draft, and nobody else hears of it.

    The venue is what is asked last; that it is left open is an answer too.
    """
    return council.venue != "" or council.sent_at is not None or _has_waited(council, now)


def _has_waited(council: Council, now: datetime) -> bool:
    return now - council.called_at >= PATIENCE


def is_to_be_sent(council: Council, now: datetime, zone: tzinfo) -> bool:
    """Whether its agenda leaves now: in time; for an hour and a venue that are not known yet it waits a little."""
    if council.sent_at or council.ended_at or council.held_on < now.astimezone(zone).date():
        return False
    return (is_complete(council) or _has_waited(council, now)) and now >= leaves_at(council, zone)


# -- the minutes ------------------------------------------------------------------------------------


class Ask(StrEnum):
    """What is asked about an item. Names stand in buttons."""

    WHAT = "what"  # was decided
    WHO = "who"  # does it
    UNTIL = "until"  # by which day


def asked_next(item: AgendaItem) -> Ask | None:
    """The first question about an item without an answer; None where all is said."""
    if not item.decision:
        return Ask.WHAT
    if item.decision in WITHOUT_REPORT or item.decided_serial is not None:
        return None
    if item.owner_id is None:
        return Ask.WHO
    return Ask.UNTIL if item.due_on is None else None


def taken_back(item: AgendaItem) -> dict[str, Any]:
    """The item without the last answer about it; empty where there is none, or where it has come into force."""
    if item.decided_serial is not None:
        return {}
    if item.due_on is not None:
        return {"due_on": None}
    if item.owner_id is not None:
        return {"owner_id": None}
    return {"decision": ""} if item.decision else {}


def item_before(items: Sequence[AgendaItem], item: AgendaItem | None) -> AgendaItem | None:
    """Where one step back leads: the item itself, where something of it is said, else the one before it.

    No item: all are answered, and the last is meant.
    """
    if item is not None and taken_back(item):
        return item
    before = [one for one in items if item is None or one.id < item.id]
    return before[-1] if before else None


# -- days and hours in words ------------------------------------------------------------------------

_HOUR = re.compile(
    r"(?P<half>上午|早上|中午|下午|晚上|晚)?\s*(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3}(?=点))"
    r"(?:[:.](?P<minute>[0-5]\d)|点钟?(?P<spoken>半|[0-5]?\d分?)?)?(?:\s*(?P<pm>AM|PM))?"
)
_BY = re.compile(r"(?:之|以)?[内前](?:办好|完成|搞好)?[。.!]?$")
_AROUND = re.compile(r"^(?:改到|改成|改在|定在|就)?\s*|\s*(?:开会|开始|开|吧)?[。.!]?$")


def read_hour(folded: str) -> time | None:
    """The hour that a text names and nothing else: 19:00, 下午两点半, 晚上7点, 9点; as people meet, after eight."""
    said = _HOUR.fullmatch(_AROUND.sub("", folded.strip()))
    return _hour_in(said) if said else None


def _hour_in(said: re.Match[str]) -> time | None:
    written, spoken = number(said["hour"]), said["spoken"] or ""
    if not written.isdecimal():
        return None
    hour, half = int(written), said["half"] or ""
    late = (
        half in ("下午", "晚上", "晚")
        or said["pm"] == "PM"
        or (hour < EARLIEST and not half and not said["pm"])
    )
    hour += 12 if late and hour < 12 else 0
    minute = 30 if spoken == "半" else int(said["minute"] or spoken.rstrip("分") or 0)
    return time(hour, minute) if hour < 24 else None


def read_limit(folded: str, today: date) -> date | None:
    """The day by which something is to be done: 3月13日前, 一周内, 周五."""
    return read_day(_BY.sub("", folded.strip()), today)


def read_when(folded: str, today: date) -> tuple[date | None, time | None]:
    """The day and the hour that a text names, and nothing else: 3月6日, 周五晚上7点, 14:30."""
    text = _AROUND.sub("", folded.strip())
    day = read_day(text, today)
    if day is not None:
        return day, None
    for said in _HOUR.finditer(text):
        if not (said["minute"] or "点" in said[0] or said["pm"]):
            continue  # a bare number is part of the day
        day = read_day(text[: said.start()] + text[said.end() :], today)
        if day is not None:
            return day, _hour_in(said)
    return None, read_hour(text)
