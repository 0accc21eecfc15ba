"""Past records out of a table (补录): each row read into values, and every bad one named with its line.

Columns are known by the names that an export has, or by what people call them. A row is known again by its
`external_id`, by the number it had where it was exported, else by all that it says.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from functools import partial
from typing import Any, NamedTuple, NoReturn
from unicodedata import normalize

from fieldwork.activities import ActivityKind, Stage, Unit
from fieldwork.counting_in import VOLUNTEER_HOURS
from fieldwork.exports import What, plain
from fieldwork.import_words import CODES, FOOT, KEY, KIND_NAMES, SAID_IN, STAGE_NAMES
from fieldwork.network_tables import Row
from fieldwork.reports import ENDED, Finding, State, Urgency

LONGEST_WORDS = 4_000  # characters
MOST = 1_000_000  # of one unit in one record
MOST_NOT_MET = 1_000  # calls at which nobody was in: each is kept by itself
MOST_HOURS = 10_000  # of all volunteers together
_KINDS = [next(name for name, each in KIND_NAMES.items() if each is kind) for kind in ActivityKind]
_DAY_0, _DAYS = date(1899, 12, 30), range(36_526, 73_051)  # as spreadsheets count days: 2000 to 2099
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,17})?)\s*(\D{0,2})", re.ASCII)
_WAITS = {Stage.SUBMITTED, Stage.RETURNED, Stage.RESUBMITTED}
_TIME = re.compile(
    r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
_WEEKDAY = re.compile(r"\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?$")
_TURNS = {"sign": "signed_at", "contact": "contacted_at", "done": "done_at"}
ROLE = "import"  # as what a file acts, in a history
ANSWERS, GRADES = ("solved", "partly", "unsolved"), ("satisfied", "fairly", "unsatisfied")
Cells = Mapping[str, str]
Look = Callable[[], object]


class BadCell(Exception):
    """A cell that cannot be taken. The message is the sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class NoRecord(BadCell):
    """A whole row that tells of nothing, such as a sum at the foot: what else is wrong with it is of no use."""


class Bad(NamedTuple):
    """One reason why a row cannot be taken; a row may have several."""

    line: int
    column: str
    sentence: str


class Past(NamedTuple):
    """What all past records have."""

    line: int
    key: str  # by which the same row is known again
    number: str  # where it was exported, if it was
    place: str
    station: str
    person_id: int
    words: str


class PastActivity(NamedTuple):
    """A past activity."""

    past: Past
    kind: ActivityKind
    held_on: date
    held_until: date | None
    period: str
    counts: Mapping[Unit, float]
    minutes: int | None
    volunteers: int | None
    organisation_id: int | None
    project_id: int | None
    waits: bool  # it had not been accepted where it comes from
    not_met: int = 0  # calls at which nobody was in
    hours: float = 0  # of volunteers


class PastNeed(NamedTuple):
    """A past need: one that is over."""

    past: Past
    category: str
    urgency: Urgency
    state: State
    sent_at: datetime
    turns: Mapping[str, datetime]  # sign, contact, done
    closed_at: datetime
    finding: Finding | None
    answer: str
    grade: str


class Known(NamedTuple):
    """What a row is looked up in. Each gives None for what is not there."""

    place: Callable[[str], str | None]
    station: Callable[[str], str | None]  # by code or name
    station_of: Callable[[str], str]  # of a place
    person: Callable[[str], int | None]
    organisation: Callable[[str], int | None]
    project: Callable[[str], int | None]
    category: Callable[[str], str | None]
    categories: Sequence[str]  # what they are called
    by: int  # who brings the file
    today: date
    zone: tzinfo


def read(rows: Iterable[Row], what: What, known: Known) -> tuple[list[PastActivity | PastNeed], list[Bad]]:
    """The records of a table, and each row that is none."""
    good: list[PastActivity | PastNeed] = []
    bad: list[Bad] = []
    lines: dict[str, int] = {}
    for row in rows:
        try:
            made = _activity(row, known) if what is What.ACTIVITIES else _need(row, known)
            before = lines.setdefault(made.past.key, row.number)
            if before != row.number:
                _refuse("", f"It says the same as line {before}; give external_id where both are meant.")
            good.append(made)
        except BadCell as first:
            bad += [Bad(row.number, wrong.column, str(wrong)) for wrong in _all_of(first, row, what, known)]
    return good, bad


def _all_of(first: BadCell, row: Row, what: What, known: Known) -> list[BadCell]:
    """All that is wrong with a row, so that who mends the table needs one look: the first fault, then the others."""
    looks = _of_an_activity(row, known) if what is What.ACTIVITIES else _of_a_need(row, known)
    found = {(first.column, str(first)): first}
    if not isinstance(first, NoRecord):
        for look in looks:
            try:
                look()
            except BadCell as wrong:
                found.setdefault((wrong.column, str(wrong)), wrong)
    return list(found.values())


def _refuse(column: str, sentence: str) -> NoReturn:
    raise BadCell(column, sentence)


def _no_foot(cells: Cells, said_by: Sequence[str], missing: str) -> None:
    """Ends at a row of the table's foot: 合计, 制表人, or numbers alone."""
    if any(FOOT.fullmatch(text.strip()) for name, text in cells.items() if name != "words"):
        raise NoRecord("", "It is the foot of the table, no record: leave that row out.")
    if not any(cells.get(name, "").strip() for name in said_by):
        raise NoRecord("", f"It has no {missing}: a sum is no record, leave that row out.")


def _past(row: Row, what: What, known: Known) -> Past:
    cells = row.cells
    place, number = _place(cells, known), cells.get("number", "").strip()
    station, person, words = _station(cells, place, known), _person(cells, known), _words(cells)
    return Past(row.number, key_of(what, cells), number, place, station, person, words)


def _of_past(cells: Cells, known: Known) -> list[Look]:
    return [
        lambda: _station(cells, _place(cells, known), known), lambda: _person(cells, known), lambda: _words(cells),
    ]  # fmt: skip


def _words(cells: Cells) -> str:
    words = cells.get("words", "").strip()
    if len(words) > LONGEST_WORDS:
        _refuse("words", f"It has more than {LONGEST_WORDS} characters.")
    return words


def _person(cells: Cells, known: Known) -> int:
    named = cells.get("person", "").strip()
    person = known.person(named) if named else known.by
    if person is None:
        _refuse(
            "person", f'There is nobody "{named}", or several; give the number of `people list`, or nothing.'
        )
    return person


def key_of(what: What, cells: Cells) -> str:
    """By what a row is known again: a sum, since an identifier may name somebody."""
    own = cells.get(KEY, "").strip() or cells.get("number", "").strip()
    said = own or json.dumps({name: text.strip() for name, text in sorted(cells.items()) if text.strip()},
                             ensure_ascii=False)  # fmt: skip
    return hashlib.sha256(f"{what.value}\n{said}".encode()).hexdigest()


def _place(cells: Cells, known: Known) -> str:
    named = cells.get("place", "").strip() or cells.get("place_name", "").strip()
    if not named:
        station = known.station(cells.get("station", "").strip())
        if station is None:
            _refuse("place", "It names no place: give a code, or names from the top.")
        return ""
    place = known.place(named)
    if place is None:
        _refuse("place", f'There is no place "{named}", or several; give its code.')
    return place


def _station(cells: Cells, place: str, known: Known) -> str:
    named = cells.get("station", "").strip()
    found = known.station(named) if named else known.station_of(place)
    if not found:
        _refuse(
            "station", f'There is no station "{named}".' if named else "No station answers for that place."
        )
    return found


# -- activities -------------------------------------------------------------------------------------


def _activity(row: Row, known: Known) -> PastActivity:
    cells = row.cells
    _no_foot(cells, ("held_on", "kind", "place", "place_name"), "day, kind or place")
    held_on, held_until = _days(cells, known)
    return PastActivity(
        _past(row, What.ACTIVITIES, known), _kind(cells), held_on, held_until, cells.get("period", "").strip(),
        _counts(cells), _whole(cells, "minutes"), _whole(cells, "volunteers"),
        _tagged(cells, "organisation", known.organisation), _tagged(cells, "project", known.project), _waits(cells),
        _not_met(cells), _hours(cells),
    )  # fmt: skip


def _of_an_activity(row: Row, known: Known) -> list[Look]:
    """Each part of a past activity, looked at by itself."""
    cells = row.cells
    return [
        lambda: _days(cells, known), lambda: _day(cells, "held_until", known), lambda: _kind(cells),
        *_of_past(cells, known), *(partial(_count, cells, unit) for unit in Unit), lambda: _counts(cells),
        lambda: _whole(cells, "minutes"), lambda: _whole(cells, "volunteers"), lambda: _not_met(cells),
        lambda: _hours(cells), lambda: _tagged(cells, "organisation", known.organisation),
        lambda: _tagged(cells, "project", known.project), lambda: _waits(cells),
    ]  # fmt: skip


def _days(cells: Cells, known: Known) -> tuple[date, date | None]:
    held_on = _day(cells, "held_on", known)
    if held_on is None:
        _refuse("held_on", "It has no day.")
    held_until = _day(cells, "held_until", known)
    if held_until and held_until < held_on:
        _refuse("held_until", "It ends before it begins.")
    return held_on, held_until


def _kind(cells: Cells) -> ActivityKind:
    named = cells.get("kind", "").strip()
    if not named:
        _refuse("kind", "It has no kind.")
    short = named.removesuffix("活动").removesuffix("服务")
    found = KIND_NAMES.get(named) or KIND_NAMES.get(short)
    found = found or next((kind for kind in ActivityKind if kind.value == named.lower()), None)
    if found is None:
        _refuse("kind", f'There is no kind of activity "{named}": {", ".join(_KINDS)}.')
    return found


def _waits(cells: Cells) -> bool:
    """Whether it still waits for somebody to look; what is a draft or void is no record."""
    named = (cells.get("stage", "") or cells.get("state", "")).strip().lower()
    stage = STAGE_NAMES.get(named) or next((each for each in Stage if each.value == named), None)
    if named and stage is None:
        _refuse("stage", f'There is no stage "{named}": leave it empty for what is accepted.')
    if stage in (Stage.DRAFT, Stage.VOID):
        _refuse("stage", f"It is {named}, no record: leave that row out.")
    return stage in _WAITS


def _counts(cells: Cells) -> dict[Unit, float]:
    found = {unit: number for unit in Unit if (number := _count(cells, unit))}
    if not found:
        _refuse("", "It has no number: fill at least one of " + " ".join(Unit) + ".")
    return found


def _count(cells: Cells, unit: Unit) -> float | None:
    number = _number(cells, unit.value)
    if number is not None and unit is not Unit.HOURS and not number.is_integer():
        _refuse(unit.value, f"{unit.value} is counted in whole numbers.")
    return number


def _number(cells: Cells, column: str) -> float | None:
    written = normalize("NFKC", cells.get(column, "")).strip().replace(",", "")
    if not written:
        return None
    if written.startswith("="):
        _refuse(column, "It is a formula: copy the table and paste its values.")
    found = _AMOUNT.fullmatch(written)
    if found is None or float(found[1]) > MOST:
        _refuse(column, f'"{written}" is no number of at most {MOST}: write it in digits.')
    if found[2] not in ("", column, *SAID_IN.get(column, ())):
        _refuse(column, f'"{written}" is not told in {column}: no unit is reckoned from another.')
    return float(found[1])


def _whole(cells: Cells, column: str) -> int | None:
    number = _number(cells, column)
    return None if number is None else int(number)


def _not_met(cells: Cells) -> int:
    many = _whole(cells, "not_met") or 0
    if many > MOST_NOT_MET:
        _refuse("not_met", f"Nobody was in at {many} calls: of one record that are {MOST_NOT_MET} at most.")
    return many


def _hours(cells: Cells) -> float:
    hours = _number(cells, VOLUNTEER_HOURS) or 0
    if hours > MOST_HOURS:
        _refuse(
            VOLUNTEER_HOURS,
            f"Volunteers gave {plain(hours)} hours: of one record that are {MOST_HOURS} at most.",
        )
    return hours


def _tagged(cells: Cells, column: str, find: Callable[[str], int | None]) -> int | None:
    named = cells.get(column, "").strip()
    found = find(named) if named else None
    if named and found is None:
        _refuse(column, f'There is no {column} "{named}".')
    return found


# -- needs ------------------------------------------------------------------------------------------


def _need(row: Row, known: Known) -> PastNeed:
    cells = row.cells
    _no_foot(cells, ("sent_at", "closed_at", "category", "place", "place_name"), "time, category or place")
    sent_at, closed_at = _sent(cells, known), _closed(cells, known)
    kept = {step: at for step, column in _TURNS.items() if (at := _moment(cells, column, known)) is not None}
    order = [sent_at, *kept.values(), closed_at]
    if order != sorted(order):
        _refuse("closed_at", "Its times are not in order: received, signed, contacted, done, closed.")
    past = _past(row, What.NEEDS, known)
    return PastNeed(past, _category(cells, known), _urgency(cells), _state(cells), sent_at, kept, closed_at,
                    _one_of(cells, "finding", Finding), _answer(cells, "answer", ANSWERS),
                    _answer(cells, "grade", GRADES))  # fmt: skip


def _of_a_need(row: Row, known: Known) -> list[Look]:
    """Each part of a past need, looked at by itself."""
    cells = row.cells
    return [
        lambda: _sent(cells, known), *(partial(_moment, cells, column, known) for column in _TURNS.values()),
        lambda: _closed(cells, known), *_of_past(cells, known), lambda: _category(cells, known),
        lambda: _urgency(cells), lambda: _state(cells), lambda: _one_of(cells, "finding", Finding),
        lambda: _answer(cells, "answer", ANSWERS), lambda: _answer(cells, "grade", GRADES),
    ]  # fmt: skip


def _sent(cells: Cells, known: Known) -> datetime:
    sent_at = _moment(cells, "sent_at", known)
    if sent_at is None:
        _refuse("sent_at", "It does not say when it was received.")
    return sent_at


def _closed(cells: Cells, known: Known) -> datetime:
    closed_at = _moment(cells, "closed_at", known)
    if closed_at is None:
        _refuse("closed_at", "It is not over: what is open is reported in the chat.")
    return closed_at


def _category(cells: Cells, known: Known) -> str:
    named = cells.get("category", "").strip()
    found = known.category(named) if named else None
    if found is None:
        near = [name for name in known.categories if named and named in name] or get_close_matches(
            named, known.categories
        )
        like = f" (is it {', '.join(near[:3])}?)" if near else ""
        _refuse("category", f'There is no category "{named}"{like}.')
    return found


def _urgency(cells: Cells) -> Urgency:
    return _one_of(cells, "urgency", Urgency) or Urgency.T2


def _state(cells: Cells) -> State:
    named = cells.get("state", "").strip()
    said = CODES.get(named, named).lower()
    if named and said not in tuple(ENDED):
        _refuse(
            "state",
            f'"{named}" is not over, or unknown: {", ".join(ENDED)}. What is open is reported in the chat.',
        )
    return State(said) if named else State.CLOSED


def _one_of(cells: Cells, column: str, kind: Any) -> Any:
    named = cells.get(column, "").strip()
    said = CODES.get(named, named).lower()
    found = next((each for each in kind if each.value.lower() == said), None) if named else None
    if named and found is None:
        _refuse(column, f'There is no {column} "{named}": {", ".join(kind)}.')
    return found


def _answer(cells: Cells, column: str, allowed: Sequence[str]) -> str:
    named = cells.get(column, "").strip().lower()
    said = CODES.get(named, named)
    if said and said not in allowed:
        _refuse(column, f'There is no {column} "{said}": {", ".join(allowed)}.')
    return said


# -- days and times ---------------------------------------------------------------------------------


def _day(cells: Cells, column: str, known: Known) -> date | None:
    at = _moment(cells, column, known)
    return at.astimezone(known.zone).date() if at else None


def _moment(cells: Cells, column: str, known: Known) -> datetime | None:
    """2026-03-02, 2026/3/2 9:05, 2026年3月2日, 20260302, or ISO with a zone; none of the future."""
    written = cells.get(column, "").strip()
    if not written:
        return None
    at = _aware(_WEEKDAY.sub("", normalize("NFKC", written)), known.zone)
    if at is None:
        _refuse(column, f'"{written}" is no day: write it as 2026-03-02.')
    if at.astimezone(known.zone).date() > known.today:
        _refuse(column, f"{written} is still to come.")
    return at


def _aware(written: str, zone: tzinfo) -> datetime | None:
    if written.isascii() and written.isdigit() and int(written) in _DAYS:
        return datetime.combine(_DAY_0 + timedelta(days=int(written)), time(), zone)
    found = _TIME.fullmatch(written)
    try:
        if found is None:
            at = datetime.fromisoformat(written)
            return at if at.tzinfo else at.replace(tzinfo=zone)
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime.combine(date(year, month, day), time(hour, minute, second), zone)
    except ValueError:
        return None
