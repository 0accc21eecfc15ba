"""Help with a report: the station that has it leads and stays responsible, others do a part (协办, 求志愿者)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from fieldwork import seeing
from fieldwork.reports import Report, State
from fieldwork.seeing import Part, Sight, Surface, Viewer


class HelpKind(StrEnum):
    """Who is asked. Names are stored."""

    STATION = "station"  # 加派/协办: another station
    PARTNER = "partner"  # 物业, 居委, 派出所, an organisation
    VOLUNTEER = "volunteer"  # 求志愿者 (抢单): the first tap has it


class HelpState(StrEnum):
    """Where it stands. Names are stored."""

    OFFERED = "offered"  # asked; nobody has said anything yet
    TAKEN = "taken"  # 收到, 已认领
    DONE = "done"
    REFUSED = "refused"  # 不归我们
    RELEASED = "released"  # given back within ten minutes, or after 24 hours of silence: offered anew
    WITHDRAWN = "withdrawn"  # the station needs it no more


class Help(SQLModel):
    """One request for help with one report."""

    id: int = 0
    serial: int
    kind: HelpKind
    state: HelpState = HelpState.OFFERED
    asked_by: int
    asked_at: datetime
    station: str = ""  # 协办: which one is asked
    person_id: int | None = None  # the partner who is asked
    place: str = ""  # 求志愿者: whose volunteers hear of it
    partners: bool = False  # 求志愿者: the organisations there hear of it too
    day: date | None = None  # 求志愿者: the day that the words name
    words: str = ""  # what is to be done, in the station's words: no name, no door
    taken_by: int | None = None
    taken_at: datetime | None = None
    heard_at: datetime | None = None  # the last word from who has it
    nudged_at: datetime | None = None  # when their silence was spoken of; empty again with their next word
    ended_at: datetime | None = None
    said: str = ""  # what was done, or why not
    version: int = 0  # the lock: grows with each change

    @property
    def is_open(self) -> bool:
        return self.state not in OVER


class Helper(SQLModel):
    """Somebody who claimed a matter: alone, or with others under one lead (联合认领)."""

    help_id: int
    person_id: int
    leads: bool = False
    joined_at: datetime
    left_at: datetime | None = None


OVER = frozenset({HelpState.DONE, HelpState.REFUSED, HelpState.WITHDRAWN})
FREE = frozenset({HelpState.OFFERED, HelpState.RELEASED})  # nobody has it
NO_MORE_HELP = frozenset(
    {State.DONE, State.CALLBACK, State.CLOSED, State.NOT_ACCEPTED, State.MERGED, State.WITHDRAWN, State.NOTED}
)
"""States of a report in which nobody is to go on helping with it."""


# -- what of a report a helper is shown -------------------------------------------------------------

_AS = {
    HelpKind.STATION: (Viewer.HELPER, Surface.HELPER),
    HelpKind.PARTNER: (Viewer.PARTNER, Surface.PARTNER),
    HelpKind.VOLUNTEER: (Viewer.VOLUNTEER, Surface.VOLUNTEER),
}


def sight(kind: HelpKind, report: Report) -> Sight:
    """What of a report stands on a helper's card. Never a name or the reporter's words, whatever it holds."""
    return seeing.sight(_AS[kind][0], report, _AS[kind][1])


def may_be_asked(kind: HelpKind, report: Report) -> bool:
    """Whether anybody of that kind may know of the report at all."""
    return Part.NUMBER in sight(kind, report)


# -- who may do what with it ------------------------------------------------------------------------


class As(StrEnum):
    """As what somebody acts on a request for help."""

    ASKED = "asked"  # of the station, the partner, or one of the volunteers who were asked
    HOLDER = "holder"  # who has it, and leads the others
    ALONG = "along"  # went along with who has it
    STATION = "station"  # the station that leads
    CLOCK = "clock"  # a rule, or a day that has come


class Act(NamedTuple):
    """What can be done: by whom, with which kinds, in which states, and where it leads (None: nowhere else)."""

    kinds: frozenset[HelpKind]
    leaves: frozenset[HelpState]
    by: frozenset[As]
    leads_to: HelpState | None = None


def _set(*members: Any) -> frozenset[Any]:
    return frozenset(members)


_ANY, _CALLED = frozenset(HelpKind), _set(HelpKind.STATION, HelpKind.PARTNER)
_CLAIMED, _TAKEN = _set(HelpKind.VOLUNTEER), _set(HelpState.TAKEN)
_LIVE = frozenset(HelpState) - OVER

ACTS: Mapping[str, Act] = {
    "take": Act(_CALLED, _set(HelpState.OFFERED), _set(As.ASKED), HelpState.TAKEN),  # 收到
    "finish": Act(_CALLED, _LIVE, _set(As.ASKED), HelpState.DONE),  # 做好了
    "refuse": Act(_CALLED, _LIVE, _set(As.ASKED), HelpState.REFUSED),  # 不归我们
    "explain": Act(_CALLED, _set(HelpState.REFUSED), _set(As.ASKED)),
    "claim": Act(_CLAIMED, FREE, _set(As.ASKED), HelpState.TAKEN),  # 我来
    "undo": Act(_CLAIMED, _TAKEN, _set(As.HOLDER), HelpState.RELEASED),  # within ten minutes
    "join": Act(_CLAIMED, _TAKEN, _set(As.ASKED)),  # 一起去
    "leave": Act(_CLAIMED, _TAKEN, _set(As.ALONG)),
    "still": Act(_CLAIMED, _TAKEN, _set(As.HOLDER)),  # 在做
    "give_back": Act(_CLAIMED, _TAKEN, _set(As.HOLDER), HelpState.RELEASED),  # 去不了了, the day before
    "complete": Act(_CLAIMED, _TAKEN, _set(As.HOLDER), HelpState.DONE),
    "say": Act(_ANY, frozenset(HelpState) - _set(HelpState.WITHDRAWN), _set(As.ASKED, As.HOLDER, As.ALONG)),
    "release": Act(_CLAIMED, _TAKEN, _set(As.CLOCK), HelpState.RELEASED),
    "withdraw": Act(_ANY, _LIVE, _set(As.STATION, As.CLOCK), HelpState.WITHDRAWN),
}


class No(StrEnum):
    """Why not."""

    STATE = "state"  # somebody has it, or it is over
    NOT_THEIRS = "not_theirs"
    TOO_LATE = "too_late"  # the minutes to undo are over


def why_not(name: str, help_: Help, acting: frozenset[As], now: datetime, undo: timedelta) -> No | None:
    """What stands in the way of doing this now; None: it may be done. KeyError for no such act."""
    act = ACTS[name]
    if help_.kind not in act.kinds or act.by.isdisjoint(acting):
        return No.NOT_THEIRS
    if help_.state not in act.leaves:
        return No.STATE
    if name == "join" and acting & {As.HOLDER, As.ALONG}:
        return No.STATE
    if name == "undo" and help_.taken_at is not None and now - help_.taken_at > undo:
        return No.TOO_LATE
    return None


def last_word(help_: Help) -> datetime:
    """Since when nothing was heard from who was asked, or has it."""
    return help_.heard_at or help_.asked_at


@dataclass(frozen=True)
class Silence:
    """How long a volunteer who has claimed something may be silent: asked at half of it, released at its end."""

    hours: timedelta

    def is_to_be_asked(self, help_: Help, now: datetime) -> bool:
        return help_.nudged_at is None and now - last_word(help_) >= self.hours / 2

    def is_over(self, help_: Help, now: datetime) -> bool:
        """Never before they had half the time to answer, however late they were asked."""
        if help_.nudged_at is None:
            return False
        return now - last_word(help_) >= self.hours and now - help_.nudged_at >= self.hours / 2


# -- how a helper is called where a name is too much ------------------------------------------------

_OF_TWO = frozenset({"欧阳", "司徒", "上官", "诸葛", "司马", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方",
                     "歐陽", "諸葛", "司馬", "尉遲", "公孫", "東方"})  # fmt: skip
_BODIES = ("队", "會", "会", "社", "中心", "公司", "物业", "物業", "派出所", "居委", "协会", "協會", "基金", "團", "团",
           "隊", "站", "院", "校")  # fmt: skip
SHORTEST_BODY = 4  # characters; what is shorter may be somebody's name


def surname(name: str) -> str:
    """The surname of a Chinese name; empty for any other."""
    first = name.strip()[:2]
    if first in _OF_TWO:
        return first
    return first[0] if first and "一" <= first[0] <= "鿿" else ""


def is_body(name: str) -> bool:
    """Whether a name is an organisation's, not a person's: 西湖义工队."""
    return len(name) >= SHORTEST_BODY and name.endswith(_BODIES)
