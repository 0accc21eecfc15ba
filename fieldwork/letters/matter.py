"""What a card knows of a report: the report itself, and the names behind its codes."""

import re
from datetime import date

from pydantic import BaseModel

from fieldwork.activities import Activity, Stage, Unit
from fieldwork.activity_numbers import PhotosWanted
from fieldwork.councils import Council
from fieldwork.helping import Help
from fieldwork.letters.clock import Times
from fieldwork.periods import Period
from fieldwork.reports import Attachment, Report, State
from fieldwork.reviewing import Was
from fieldwork.texts import Translator

REPORTER = "n"  # subject of the reporter's own card
STATION = "s"  # subject of the station's cards
QUESTION = "q"  # subject of the question that follows a report
CALLBACK = "c"  # subject of 回访
GROUP = "g"  # subject of a card of least knowledge in a group
LATE = "late"  # subject of what says that it takes longer
RINGING = "ring"  # subject of what the reporter says on the telephone
VOICE = "v"  # subject of what was typed of a voice: `v:10427.3f`
JOINED = "j"  # subject of what says that messages were taken together
FINISHING = "f"  # subject of the question how it was dealt with
HANDING = "h"  # subject of the question to whom it is handed
HISTORY = "story"  # subject of what happened to it, as a story
ASKING = "asking"  # subject of the choice what the reporter is asked
DECLINING = "declining"  # subject of the choice why it is not ours, and of what a second person is asked
ANEW = "anew"  # subject of the offer to open it again
CONFIDING = "confiding"  # subject of the choice who may see it
MANDATORY = "mandatory"  # subject of what has to be reported by law
OPENED = "o"  # subject of what opens a restricted card for some hours
OFFER = "offer"  # subject of what a station is asked: `offer:10427.5`, 5 the request
RETURNING = "returning"  # subject of the questions of a return
DECIDING = "deciding"  # subject of the card of those who decide about a return
WAITING = "w"  # subject of the summary of what waits for a person; behind it stands the person's number
APPROVAL = "y"  # subject of what somebody is asked to approve; behind it stands the request's number
REMINDED = "remind"  # subject of a single reminder
LIST = "list"  # what is to be done, as a list: `list.5`, 5 the person (no report's number)
MORNING = "morning"  # the same of what quiet hours held: `morning.5`
_REPORTS = re.compile(r"(?![dw]:)[a-z]+:(\d+)")  # behind `d` (a draft) and `w` stands a person's number

HELPER = "p"  # subject of a helper's card; behind it the number of the request: `p:10427.6`
ASKING_HELP = "u"  # subject of the question who is to help, and with what


class Hand(BaseModel, frozen=True):
    """Somebody who helps with a report, or was asked to, as its station reads it."""

    help: Help
    who: str = ""  # the station, the partner, the volunteer who has it; empty while nobody has
    along: tuple[str, ...] = ()  # who goes along with them


_NOT_BEGUN = (State.SUBMITTED, State.DISPATCHED, State.NEEDS_INFO, State.RETURN_PENDING)


class Matter(BaseModel, frozen=True):
    """One report as it is told to people, names and all; each letter takes only what its reader may see."""

    report: Report
    place: str = ""  # everyday names from the street down
    station: str = ""
    telephone: str = ""
    handler: str = ""
    stand_in: str = ""  # who acts for the handler today
    supervisor: str = ""  # 督办: who of the level above sees to it
    reviewer: str = ""  # of an activity: who of the station decided about it
    was: Was | None = None  # and what it said when it was returned, until it counts
    put_right: bool = True  # whether anything was changed since it came back
    reworded: bool = False  # its words among that
    doors: bool = False  # the doors of its round among that
    stood_by: str = ""  # why nothing was: a reason's key, or words
    reporter: str = ""
    reporter_role: str = ""  # the role's key, said by the translator
    reporter_telephone: str = ""
    enclosed: tuple[Attachment, ...] = ()  # what the reporter sent beside words
    additions: tuple[str, ...] = ()
    lead: Report | None = None  # 并案: how far the one that leads is, without its words and its reporter
    joined: tuple[str, ...] = ()  # the numbers that were joined to it, oldest first
    joined_words: tuple[str, ...] = ()  # what the last of them said
    neighbours: int = 0  # how many other people that were
    council: Council | None = None  # the meeting of building heads that will talk about it
    decided_on: date | None = None  # the meeting of building heads whose decision it is
    recurred: tuple[str, int] | None = None  # one of its kind that was closed here, and how many days ago
    activity: Activity | None = None  # of an activity: its record
    counts: dict[Unit, float] = {}  # and its numbers
    parts: dict[Unit, tuple[float, ...]] = {}  # of what the words added one of them up: 上午5户，下午3户
    written: dict[Unit, float] = {}  # what the words say of a number that is otherwise now
    counts_by: date | None = None  # when it counts by itself, if nobody looks at it before
    late_in: Period | None = None  # 补报: the period in which it counts, where its own was closed already
    organisation: str = ""  # whose people did it
    project: str = ""  # and under what it is counted
    not_met: int = 0  # 未遇: at so many doors of an outing nobody was in
    volunteer_hours: float = 0  # of those on its list, as its organiser has confirmed them
    calls: int = 0  # households of its round, which can be looked at one by one
    imported: bool = False  # 补录: a past record from a file
    unsaid: Unit | None = None  # the number that such an activity cannot do without, and nobody has said
    inexact: tuple[str, ...] = ()  # what was said only about, and so is left out: 3000余人次
    replaces: tuple[str, ...] = ()  # earlier reports of the same period, whose place it takes
    same_as: str = ""  # an earlier one that says the same: of the same day, place and numbers
    usual: tuple[float, float] | None = None  # least and most, of the number that is far from it
    photos_wanted: PhotosWanted = (
        ""  # which of those from before and after, that its kind asks for, is missing
    )
    hands: tuple[Hand, ...] = ()  # who helps
    times: Times | None = None  # its limits; not looked up for lists

    @property
    def words(self) -> str:
        """The reporter's correction where there is one, else the words as they were sent."""
        return self.report.words or self.report.text

    @property
    def progress(self) -> Report:
        """What its reporter is told of how far it is: the lead's, where it was joined to one."""
        joined = self.report.state is State.MERGED and self.lead is not None
        moved = joined and self.lead is not None and self.lead.state not in _NOT_BEGUN
        return self.lead if moved and self.lead is not None else self.report

    @property
    def by_time(self) -> bool:
        """Whether an activity counts since nobody said anything in time."""
        activity = self.activity
        decided = activity is None or activity.decided_by is not None or activity.imported
        return activity is not None and activity.stage is Stage.ACCEPTED and not decided

    def sent(self, *kinds: str) -> list[Attachment]:
        """What was sent of these kinds."""
        return [each for each in self.enclosed if each.kind in kinds]


def subject(kind: str, serial: int) -> str:
    """A card's name in the outbox: `n:10427`."""
    return f"{kind}:{serial}"


def serial_of(card: str) -> int:
    """The report behind a card's name (`c:10427.3` is the call-back after version 3); 0 for other cards."""
    found = _REPORTS.match(card)
    return int(found[1]) if found else 0


def where_named(t: Translator, matter: Matter) -> str:
    """The place and the door, and what was named and is on no list, as its reporter reads it."""
    place = " ".join(part for part in (matter.place, matter.report.door) if part)
    if not matter.report.named:
        return place
    unknown = t.reporter("(“{named}” is not on our list; tell us if it is wrong)", named=matter.report.named)
    return f"{place} {unknown}".strip()


def help_subject(help_: Help) -> str:
    """The name of a helper's card: `p:10427.6`."""
    return f"{HELPER}:{help_.serial}.{help_.id}"


def help_of(card: str) -> int:
    """The request for help behind a helper's card; 0 for other cards."""
    found = re.match(rf"{HELPER}:\d+\.(\d+)", card)
    return int(found[1]) if found else 0


def category_named(t: Translator, category: str | None) -> str:
    """A category as people say it: 社区治理 · 下水化粪池; empty for the unknown."""
    if not category:
        return ""
    top, _, leaf = category.partition(".")
    return f"{t.named(top)} · {t.named(category)}" if leaf else t.named(top)
