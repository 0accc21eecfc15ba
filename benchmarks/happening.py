"""What happened in a country within two years, made up: what digests are made from, at its full size.

Reports spread evenly over the time and unevenly over the communities. Each has its line of the figures on the day
it came in, those of the last ten weeks (all that a week's digest can reach) also the later ones. Where things
happen is drawn once, by a seed; what happens there the database reckons from the number of the report, so that
SQLite and PostgreSQL hold the same.
"""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from benchmarks.country import Country
from benchmarks.rows import Mould, fill, put, run, staged, without_indexes
from fieldwork.activities import Activity
from fieldwork.care import CarePlan, Risk
from fieldwork.numbers import FIRST
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import Cover, Place, PlaceKind, Station
from fieldwork.reports import Event, Report
from fieldwork.tallies import Closing, Tally
from fieldwork.timetable import FIRED
from storage import tables
from storage.books import Books, is_sqlite

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)  # Monday, half past eight: the week's digests are due
TODAY, YEARS, RECENT = date(2026, 3, 9), timedelta(days=730), timedelta(weeks=10)
BEGAN, NOW_S, DAY = round((NOW - YEARS).timestamp()), round(NOW.timestamp()), 86_400  # seconds
DRAWS = 1_000_000  # communities drawn; the next million reports come from the same
ON_THE_DAY = ("dispatched", "signed", "signed_in_time", "contacted", "contacted_in_time")
AT_THE_END = ("done", "done_in_time", "closed", "called_back", "answered", "solved", "satisfied")
WORDS = "楼道灯坏了好几天，晚上看不见，老人家下楼很危险"

PASSED = '{"step": "done.late#0", "at": "2026-03-05T09:00:00+00:00"}'  # what a history says of a limit

# Of a report or an activity, in SQL: `{n}` is its number, `{at}` its second, `{chance}` below 1,000 and its own.
OPEN = (
    f"({{chance}} < CASE WHEN {{at}} > {NOW_S - 7 * DAY} THEN 500 WHEN {{at}} > {NOW_S - 30 * DAY} THEN 100 "
    "ELSE 5 END)"
)
LATE = f"({OPEN} AND {{n}} % 5 = 0)"
WAITS = f"({{at}} > {NOW_S - 14 * DAY} AND {{n}} % 2 = 0)"  # nobody has accepted it yet
END = f"CASE WHEN {{at}} < {NOW_S - 2 * DAY} THEN {{at}} + {2 * DAY} ELSE {NOW_S} END"
STATE = "CASE {n} % 3 WHEN 0 THEN 'signed' WHEN 1 THEN 'dispatched' ELSE 'callback' END"
CATEGORY = (
    "CASE {n} % 3 WHEN 0 THEN 'governance.lighting' WHEN 1 THEN 'care.elderly' ELSE 'governance.lift' END"
)
KIND = "CASE {n} % 3 WHEN 0 THEN 'home_visit' WHEN 1 THEN 'phone_visit' ELSE 'cleanup' END"
COUNTS = {"次": "1.0", "户": "1.0 + {chance} % 9", "人次": "1.0 + {chance} % 40"}


def settle(books: Books, land: Country, reports: int, seed: int) -> None:
    """Everything into empty books."""
    _network(books, land)
    _people(books, land)
    _draw(books, land, min(reports, DRAWS), seed)
    needs, acts = Happening(books, reports, reports), Happening(books, max(1, reports // 10), reports)
    with without_indexes(books, tables.ReportRow, tables.TallyRow, tables.ActivityRow):
        _needs(needs)
        _lines_of_needs(needs)
        _activities(acts, FIRST + reports)
    _others(books, land, reports)
    run(books, "DROP TABLE draws")
    with books.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _network(books: Books, land: Country) -> None:
    place = Mould(tables.PlaceRow, Place(code="", kind=PlaceKind.STREET, name=""))
    fill(books, place, ("code", "kind", "name", "parent", "ordinal"),
         [(p.code, p.kind.value, p.name, p.parent, at) for at, p in enumerate(land.places)])  # fmt: skip
    names = {place.code: place.name for place in land.places}
    fill(books, Mould(tables.StationRow, Station(code="", name="", place="")), ("code", "name", "place", "ordinal"),
         [(code, f"{names[code]}社工站", code, at) for at, code in enumerate(land.streets)])  # fmt: skip
    cover = Mould(tables.CoverRow, Cover(station="", place=""))
    fill(books, cover, ("station", "place"), [(code, code) for code in land.streets])


def _people(books: Books, land: Country) -> None:
    """A social worker a street, a hundredth of them out of reach; a building head every twenty communities.

    Two of three building heads wrote within the last weeks.
    """
    held = [(code, RoleKind.SOCIAL_WORKER.value) for code in land.streets]
    held += [(spot.code, RoleKind.BUILDING_HEAD.value) for spot in land.spots[::20]]
    everybody = range(1, len(held) + 1)
    fill(books, Mould(tables.PersonRow, Person(name="王小明")), ("id", "account", "blocked_at", "joined_at"),
         [(id_, id_, None if id_ % 100 else NOW - timedelta(days=9), NOW - YEARS) for id_ in everybody])  # fmt: skip
    role = Role(person_id=0, kind=RoleKind.PARTNER, place="", since=TODAY - YEARS)
    fill(books, Mould(tables.RoleRow, role), ("person_id", "place", "kind"),
         [(id_, *what) for id_, what in zip(everybody, held, strict=True)])  # fmt: skip
    update = Mould(tables.UpdateRow, tables.UpdateRow(bot=0, update_id=0, chat=0, received_at=NOW))
    heads = [id_ for id_ in everybody if id_ > len(land.streets) and id_ % 3]
    fill(books, update, ("bot", "update_id", "chat", "received_at"),
         [(42, id_, id_, NOW - timedelta(days=id_ % 50)) for id_ in heads])  # fmt: skip


def _draw(books: Books, land: Country, many: int, seed: int) -> None:
    """Where things happen: in some communities far more than in others."""
    chance = random.Random(seed)
    weights = [chance.lognormvariate(0, 1) for _ in land.spots]
    drawn = enumerate(chance.choices(land.spots, weights, k=many))
    run(books, "CREATE TABLE draws (i INTEGER PRIMARY KEY, code VARCHAR, path VARCHAR, station VARCHAR)")
    with books.engine.begin() as connection:
        staged(connection, "draws", ("i", "code", "path", "station"), [(at, *spot) for at, spot in drawn])


class Happening:
    """So many of something, one after another through the years."""

    def __init__(self, books: Books, many: int, reports: int) -> None:
        self._books, self._many, self._block = books, many, min(reports, DRAWS)
        self._sqlite = is_sqlite(books.url)

    def moment(self, second: object) -> str:
        """A second as a moment, in SQL."""
        kept = f"strftime('%Y-%m-%d %H:%M:%S.000000', {second}, 'unixepoch')"
        return kept if self._sqlite else f"to_timestamp({second})"

    def day(self, second: object) -> str:
        """The day of a second, in SQL."""
        kept = f"date({second}, 'unixepoch')"
        return kept if self._sqlite else f"(to_timestamp({second}) AT TIME ZONE 'UTC')::date"

    def put(
        self, mould: Mould, columns: Mapping[str, str], which: str = "1 = 1", since: datetime = NOW - YEARS
    ) -> None:
        """Rows that are like the mould but for these columns, of those alone that came since then."""
        came = f"{{at}} >= {since.timestamp():.0f} AND {{n}} < {self._many} AND {which}"
        bases = [
            base for base in range(0, self._many, self._block) if self._began(base + self._block) > since
        ]
        for base in bases:
            values = {name: self._said(sql, base) for name, sql in columns.items()}
            put(self._books, mould, values, [f"draws d CROSS JOIN; WHERE {self._said(came, base)}"])

    def _began(self, number: int) -> datetime:
        return NOW - YEARS + YEARS * (number / self._many)

    def _said(self, sql: str, base: int) -> str:
        n = f"CAST({base} + d.i AS BIGINT)"
        at = f"({BEGAN} + {n} * {YEARS.days * DAY} / {self._many})"
        chance = f"({n} * 48271 % 2147483647 % 1000)"
        return sql.replace("{chance}", chance).replace("{at}", at).replace("{n}", n)


def _needs(needs: Happening) -> None:
    """Half of the last week's reports are open, and hardly any that are older than a month."""
    report = Mould(tables.ReportRow, Report(reporter_id=1, text=WORDS, sent_at=NOW, kept_at=NOW))
    needs.put(report, {
        "serial": f"{FIRST} + {{n}}", "place": "d.code", "station": "d.station", "category": CATEGORY,
        "state": f"CASE WHEN {OPEN} THEN {STATE} ELSE 'closed' END",
        "level": f"CASE WHEN {LATE} THEN 1 + {{n}} % 2 ELSE 0 END",
        "sent_at": needs.moment("{at}"), "kept_at": needs.moment("{at}"),
        "closed_at": f"CASE WHEN NOT {OPEN} THEN {needs.moment(END)} END",
        "next_due": f"CASE WHEN {OPEN} THEN {needs.moment(NOW_S + DAY)} END",
    })  # fmt: skip
    late = Mould(tables.EventRow, Event(at=NOW, serial=0, step=FIRED, reason=PASSED))
    needs.put(late, {"serial": f"{FIRST} + {{n}}", "at": needs.moment(f"{{at}} + {DAY}")}, LATE)


def _lines_of_needs(needs: Happening) -> None:
    line = Mould(tables.TallyRow, Tally(day=TODAY, name="", unit="件", number=1, path="", at=NOW))
    where = {"path": "d.path", "station": "d.station", "serial": f"{FIRST} + {{n}}", "category": CATEGORY}
    came, ended, lately = needs.day("{at}"), needs.day(END), NOW - RECENT
    needs.put(line, {"name": "'received'", "day": came, **where})
    for number, name in enumerate(ON_THE_DAY):
        which = f"({{chance}} + {number}) % 10 > 0"
        needs.put(line, {"name": f"'{name}'", "day": came, **where}, which, lately)
    for number, name in enumerate(AT_THE_END):
        which = f"({{chance}} + {number}) % 4 > 0 AND NOT {OPEN}"
        needs.put(line, {"name": f"'{name}'", "day": ended, **where}, which, lately)
    needs.put(line, {"name": "'returned'", "day": came, **where}, "{chance} < 50", lately)


def _activities(acts: Happening, first: int) -> None:
    """A tenth as many as reports, with one to three numbers each; the lines of those that were accepted."""
    where, day = {"serial": f"{first} + {{n}}", "station": "d.station"}, acts.day("{at}")
    act = Mould(tables.ActivityRow, Activity(serial=0, person_id=1, station="", held_on=TODAY))
    stage = f"CASE WHEN {WAITS} THEN 'submitted' ELSE 'accepted' END"
    acts.put(act, {"place": "d.code", "held_on": day, "kind": KIND, "stage": stage, **where})
    line = Mould(tables.TallyRow, Tally(day=TODAY, name="", unit="", number=1, path="", at=NOW))
    for least, (unit, number) in enumerate(COUNTS.items()):
        told = {"name": KIND, "day": day, "unit": f"'{unit}'", "number": number, "path": "d.path", **where}
        acts.put(line, told, f"{{n}} % 3 >= {least} AND NOT {WAITS}")


def _others(books: Books, land: Country, reports: int) -> None:
    """Cards of the last ten weeks, what came up again and again, visits, and what was closed."""
    card = Mould(tables.CardRow, tables.CardRow(subject="", chat=0, message_id=0))
    own = {"subject": f"'report:' || ({FIRST} + {{n}})", "chat": "{n}", "message_id": "{n}"}
    Happening(books, reports, reports).put(card, own, since=NOW - RECENT)
    few = Happening(books, max(1, reports // 1000), reports)
    subject = f"'pattern/' || d.code || '/governance.lift/' || {few.day(f'{NOW_S} - {{n}} % 70 * {DAY}')}"
    few.put(card, {"subject": subject, "chat": "{n}", "message_id": "-{n}"})
    visits = Happening(books, max(1, reports // 100), reports)
    plan = CarePlan(
        place="", risk=Risk.KEY, station="", responsible_id=1, made_by=1, made_at=NOW, first_on=TODAY
    )
    due = visits.day(f"{NOW_S} + ({{n}} % 30 - 2) * {DAY}")
    visits.put(Mould(tables.CarePlanRow, plan), {"place": "d.code", "station": "d.station", "next_on": due})
    closed = {spot.station: spot.path.removesuffix(f"{spot.code}/") for spot in land.spots[::999]}
    closing = Closing(place="", path="", since=date(2026, 3, 1), until=date(2026, 3, 31), closed_at=NOW)
    fill(books, Mould(tables.ClosingRow, closing), ("place", "path"), list(closed.items()))
