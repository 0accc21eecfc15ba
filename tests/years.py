"""Years in which reports live as chance wants it, on real books and through the real sweeps, without a chat.

People act at whole seconds and sweeps come between them, at most a minute after something is due. The programme
is thrown away and made anew now and then; sometimes it stands still for hours, and whatever people wanted to do
then they do afterwards.
"""

import heapq
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import func, or_, select, update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.conversing import Conversing
from bot.means import Means
from fieldwork import life, quiet
from fieldwork.duty import Closure
from fieldwork.letters.matter import REPORTER, subject
from fieldwork.people import Absence
from fieldwork.reports import Event, Report, State, Urgency
from handlers import winding
from handlers.turn import Turn
from storage import duties, people, reports
from storage.books import Books
from storage.tables import LetterRow, LetterState, ReportRow
from tests.cast import BUILDING_4, CHEN, LIU, SUN, WANG, WU, ZHANG, ZHAO
from tests.oracle import Closed
from tests.talk import Hand

T = TypeVar("T")
TOKEN = "1:years"
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
BETWEEN = 0.37  # of a second: where sweeps lie, so that none falls together with an act or a mark
STATIONS = ("441802006012", "441802006015", "441802006019", "441802006021", "441802006027")
CATEGORIES = ("governance", "governance.sewer", "elderly", "governance.parking", "child")
AWAY = (WANG, ZHANG, LIU, ZHAO, WU, SUN)
LIVED = frozenset({State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED, State.MERGED})

LIKELY: dict[State, dict[str, float]] = {
    State.DISPATCHED: {"sign": 9, "contact": 2, "done": 1, "ask": 2, "transfer": 2, "return": 1, "correct": 2,
                       "level": 2, "decline": 0.5, "withdraw": 0.3, "wait": 5},
    State.REWORK: {"sign": 8, "contact": 2, "transfer": 1, "level": 1, "hand": 1, "wait": 4},
    State.SIGNED: {"contact": 8, "ask": 2, "transfer": 2, "return": 1, "extend": 2, "done": 1, "level": 1, "plan": 3,
                   "hand": 1, "wait": 4},
    State.IN_PROGRESS: {"done": 8, "plan": 6, "ask": 3, "hold": 4, "extend": 3, "refer": 2, "park": 1.5, "transfer": 2,
                        "level": 2, "supervise": 1, "hand": 1, "wait": 6},
    State.REFERRED: {"heard_back": 4, "recheck": 2, "plan": 2, "extend": 2, "level": 1, "wait": 3},
    State.RETURN_PENDING: {"send_on": 4, "uphold": 3, "back_up": 2, "level": 1, "wait": 3},
    State.NEEDS_INFO: {"answer": 5, "level": 1, "wait": 6},
    State.ON_HOLD: {"resume": 3, "park": 1, "level": 1, "wait": 5},
    State.PARKED: {"unpark": 3, "level": 1, "wait": 4},
    State.DONE: {"verify": 5, "not_verified": 1.5, "wait": 3},
    State.CALLBACK: {"solved": 3, "unsolved": 3, "redo": 1, "wait": 4},
    State.CLOSED: {"reopen": 1, "wait": 5},
}  # fmt: skip
PAUSES = (
    (MINUTE, 30 * MINUTE, 2),
    (HOUR, 6 * HOUR, 4),
    (6 * HOUR, 3 * DAY, 5),
    (3 * DAY, 14 * DAY, 3),
    (14 * DAY, 60 * DAY, 1),
)


class AtOnce(Books):
    """Books with one reader, who needs no threads."""

    async def write(self, job: Callable[[Session], T]) -> T:
        return self.now_write(job)

    async def read(self, job: Callable[[Session], T]) -> T:
        return self.now_read(job)


@dataclass
class Years:
    """What goes on, and the notes about it that the oracle is given."""

    books: Books
    means: Means
    hand: Hand
    chance: Random
    end: float
    conversing: Conversing = field(init=False)
    facts: dict[int, dict[float, dict[str, Any]]] = field(
        default_factory=dict
    )  # what an act changed, by when
    sweeps: list[float] = field(default_factory=list)
    aloud_at_night: list[tuple[float, int, str]] = field(
        default_factory=list
    )  # when, which report, which card
    shown: set[tuple[str, int]] = field(default_factory=set)  # cards that stand in a chat: they are edited
    closed: list[Closed] = field(default_factory=list)
    acts: list[tuple[float, int, Callable[[float], None]]] = field(default_factory=list)
    restarts: int = 0
    _order: int = 0
    _staff: list[int] = field(default_factory=list)
    _reporter: int = 0

    def __post_init__(self) -> None:
        self.clock = Clock(self.hand, self.hand)
        self.conversing = Conversing(self.books, self.clock, TOKEN, self.means)
        found = self.books.now_read(lambda s: [people.by_account(s, one.account) for one in (CHEN, *AWAY)])
        self._reporter, *self._staff = [person.id or 0 for person in found if person]

    # -- time

    def plan(self, at: float, act: Callable[[float], None]) -> None:
        """Somebody will do something."""
        self._order += 1
        heapq.heappush(self.acts, (float(round(at)), self._order, act))

    async def pass_by(self) -> None:
        """From one thing that happens to the next, to the end."""
        while (at := self._next()) < self.end:
            while self.acts and self.acts[0][0] < at:
                planned, _order, act = heapq.heappop(self.acts)
                self.hand.at = max(planned, float(int(self.hand.at) + 1))
                act(self.hand.at)
            self.hand.at = max(at, int(self.hand.at) + BETWEEN + 1)
            await self._sweep()
            self._maybe_stops()

    def _next(self) -> float:
        """When the next sweep comes that finds something; acts before it are done first."""
        due = self.books.now_read(_first_due)
        first = min(due, self.acts[0][0] if self.acts else self.end)
        late = int(self.chance.uniform(0, 59)) + BETWEEN
        last = self.sweeps[-1] if self.sweeps else 0.0
        return max(int(max(first, self.hand.at)) + late, last + MINUTE)

    async def _sweep(self) -> None:
        self.sweeps.append(self.hand.at)
        while await self.conversing.work():
            pass
        self.books.now_write(self._deliver)

    def _deliver(self, session: Session) -> None:
        """Everything that may leave has left; what rang somebody in the night is noted."""
        now = self.clock.now()
        may = or_(col(LetterRow.not_before).is_(None), col(LetterRow.not_before) <= now)
        due = (col(LetterRow.state) == LetterState.WAITING, may)
        for row in session.execute(select(LetterRow).where(*due)).scalars():
            left = row.not_before or now  # what is not held was written, or rewritten, by this sweep
            is_edit = (row.card, row.chat) in self.shown and not row.content.get("anew")
            self.shown.add((row.card or "", row.chat))
            if quiet.held_until(left, self.means.zone) and not row.content.get("silent") and not is_edit:
                self.aloud_at_night.append((left.timestamp(), row.serial or 0, row.card or ""))
        session.execute(update(LetterRow).where(*due).values(state=LetterState.DELIVERED))

    def urgency(self, serial: int, at: float) -> str:
        """What level a report was at a moment."""
        facts = self.facts.get(serial, {})
        said = [
            str(facts[when]["urgency"]) for when in sorted(facts) if when <= at and "urgency" in facts[when]
        ]
        return said[-1] if said else ""

    def _maybe_stops(self) -> None:
        if self.chance.random() < 0.01:
            self.restarts += 1
            self.conversing.close()
            self.conversing = Conversing(self.books, self.clock, TOKEN, self.means)
            if self.chance.random() < 0.3:
                self.hand.at += int(self.chance.uniform(HOUR, 9 * HOUR))

    # -- people

    def comes_in(self, at: float) -> None:
        """A report is filed, and its life begins."""
        self.books.now_write(lambda session: self._file(session, at))

    def _file(self, session: Session, at: float) -> None:
        turn, pick = self._turn(session), self.chance.choice
        report = Report(
            reporter_id=self._reporter, state=State.DISPATCHED, urgency=self._some_level(), category=pick(CATEGORIES),
            place=BUILDING_4, station=pick(STATIONS), rung_id=pick(self._staff), text="灯不亮", hops=1, must_keep=True,
            sent_at=turn.now - timedelta(seconds=pick((0, 5, 5 * HOUR))), kept_at=turn.now,
        )  # fmt: skip
        winding.wind_new(turn, report)
        reports.file(session, report, CHEN.account, None)
        chosen = json.dumps({"first": {"rule": "test", "version": 1, "station": report.station}})
        came = Event(at=turn.now, serial=report.serial, step="dispatched", role="rule", came_from=State.SUBMITTED,
                     went_to=State.DISPATCHED, reason=chosen)  # fmt: skip
        reports.note(session, came)
        known = {"urgency": report.urgency.value, "category": report.category, "station": report.station}
        self.facts[report.serial] = {at: known}
        self.shown.add((subject(REPORTER, report.serial), CHEN.account))  # as filing does
        self._plans_next(at, report.serial)

    def _plans_next(self, at: float, serial: int) -> None:
        most = 2 if self.hurries(serial) else len(PAUSES)
        low, high, _weight = self.chance.choices(PAUSES[:most], [pause[2] for pause in PAUSES[:most]])[0]
        self.plan(at + self.chance.uniform(low, high), lambda now: self.acts_on(serial, now))

    def acts_on(self, serial: int, at: float) -> None:
        """Somebody does with a report what its state allows."""
        self.books.now_write(lambda session: self._act(session, serial, at))

    def _act(self, session: Session, serial: int, at: float) -> None:
        report = reports.by_serial(session, serial)
        assert report is not None
        likely = LIKELY.get(report.state)
        if likely is None:
            return
        what = self.chance.choices(list(likely), list(likely.values()))[0]
        if what != "wait":
            self._does(session, report, what, at)
        if report.state not in LIVED or what == "reopen" or self.chance.random() < 0.5:
            self._plans_next(at, serial)

    def _does(self, session: Session, report: Report, what: str, at: float) -> None:
        match what:
            case "level":
                self._says_level(session, report, at)
            case "correct":
                self._corrects(session, report, at)
            case "plan":
                if report.urgency is Urgency.T3 and life.steps_to("plan_approved", report):
                    self._takes(session, report, "plan_approved", at)
            case "supervise":
                self._supervises(session, report, at)
            case _:
                self._takes(session, report, what, at)

    def _takes(self, session: Session, report: Report, what: str, at: float) -> None:
        """One of the steps of life, with the ones that it implies."""
        steps, values = life.steps_to(what, report), self._values(report, what, at)
        assert steps, f"{what} in {report.state}"
        told = {name: value for name, value in values.items() if name in ("station", "due_on", "waits_until")}
        self.facts[report.serial][at] = told
        why = {"from": report.station, "to": values["station"], "step": what} if "station" in values else {}
        why |= {"code": "returned.not_our_area"} if what == "return" else {}
        done = reports.walk(session, report, steps, at=datetime.fromtimestamp(at, UTC), actor=self._somebody(),
                            role="social_worker", reason=json.dumps(why) if why else "", **values)  # fmt: skip
        assert done

    def _values(self, report: Report, what: str, at: float) -> dict[str, Any]:
        match what:
            case "ask" | "return":
                return {"before": report.state, "question": "what" if what == "ask" else ""}
            case "transfer" | "send_on" | "back_up":
                return {"station": self.chance.choice([one for one in STATIONS if one != report.station]),
                        "before": None, "handler_id": self._somebody()}  # fmt: skip
            case "sign" | "contact" | "done":
                return {"handler_id": self._somebody()}
            case "hold" | "park" | "refer" | "recheck":
                most = 90 if what == "park" else 30
                return {"waits_until": self._day(at, most), "waits_for": "held.weather"}
            case "resume" | "unpark" | "heard_back":
                return {"waits_until": None, "waits_for": ""}
            case "extend":
                return {"due_on": self._day(at, 10)}
            case _:
                return {}

    def _says_level(self, session: Session, report: Report, at: float) -> None:
        level = self._some_level()
        self.facts[report.serial][at] = {"urgency": level.value}
        was = report.urgency
        assert reports.change(session, report, urgency=level)
        self._notes(session, report, "urgency", at, f"{was} > {level}")

    def _corrects(self, session: Session, report: Report, at: float) -> None:
        """Its place is put right: the rules choose again, the same station or another."""
        station = self.chance.choice((report.station, *STATIONS))
        self.facts[report.serial][at] = {"station": station}
        assert reports.change(session, report, station=station, rung_id=self._somebody())
        why = json.dumps({"first": {"rule": "test", "version": 1, "station": station}})
        self._notes(session, report, "dispatched", at, why)

    def _supervises(self, session: Session, report: Report, at: float) -> None:
        day = self._day(at, 10)
        self.facts[report.serial][at] = {"supervise_until": day}
        assert reports.change(session, report, supervise_until=day, supervisor_id=self._somebody())
        self._notes(session, report, "supervise", at, "")

    def _notes(self, session: Session, report: Report, step: str, at: float, reason: str) -> None:
        happened = Event(at=datetime.fromtimestamp(at, UTC), serial=report.serial, step=step, came_from=report.state,
                         actor_id=self._somebody(), went_to=report.state, reason=reason)  # fmt: skip
        reports.note(session, happened)

    def closes(self, at: float) -> None:
        """A station will be closed for some days, or says so afterwards."""
        since = self._day(at, 9) - timedelta(days=3)
        until, station = since + timedelta(days=self.chance.randrange(4)), self.chance.choice(STATIONS)
        noted = datetime.fromtimestamp(at, UTC)
        self.closed.append(Closed(at, station, since, until))
        self.books.now_write(
            lambda s: duties.close(s, Closure(station=station, since=since, until=until, noted_at=noted))
        )

    def goes_away(self, at: float) -> None:
        """Somebody of the staff is away for some days: what rings them rings another."""
        since = self._day(at, 3)
        away = Absence(person_id=self._somebody(), since=since, noted_at=datetime.fromtimestamp(at, UTC),
                       until=since + timedelta(days=self.chance.randrange(6)))  # fmt: skip
        self.books.now_write(lambda s: people.be_away(s, away))

    # -- what chance gives

    def hurries(self, serial: int) -> bool:
        """Whether it is danger: nobody lets that lie for days."""
        return self.urgency(serial, self.hand.at) == "T0"

    def _some_level(self) -> Urgency:
        return self.chance.choices(list(Urgency), (1, 3, 6, 3, 1))[0]

    def _somebody(self) -> int:
        return self.chance.choice(self._staff)

    def _day(self, at: float, most: int) -> date:
        today = datetime.fromtimestamp(at, self.means.zone).date()
        return today + timedelta(days=self.chance.randint(1, most))

    def _turn(self, session: Session) -> Turn:
        return self.conversing.desks.turn(session)


def _first_due(session: Session) -> float:
    """When the sweep over reports will find something."""
    due = session.execute(select(func.min(col(ReportRow.next_due)))).scalar()
    return due.timestamp() if due else float("inf")


def fill(years: Years, begin: float, many: int, until: Sequence[float] = ()) -> None:
    """Plans when reports come, stations close and people go away."""
    last = until[0] if until else years.end
    for _ in range(many):
        years.plan(years.chance.uniform(begin, last), years.comes_in)
    for _ in range(int((years.end - begin) / (12 * DAY))):
        years.plan(years.chance.uniform(begin, years.end), years.closes)
    for _ in range(int((years.end - begin) / (4 * DAY))):
        years.plan(years.chance.uniform(begin, years.end), years.goes_away)
