"""How long it takes to look for words in what people wrote, which is sealed and opened row by row.

    python -m benchmarks.searching [--reports 20000] [--station 2000]

Fills a fresh database with the shipped example and made-up reports: so many of one station, all others of the
rest. Then looks through them as 找 does, the whole answer made, a new connection each time: words that nobody
wrote (the longest way), words that many wrote, somebody's own reports, and the newest of the whole district.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import insert
from sqlmodel import Session

from bot import example
from bot.rules import load_rules
from bot.texts import load_translators, script_of
from bot.words import SHIPPED, load_words
from fieldwork.calendars import NationalDays
from fieldwork.clocks import Calendars
from fieldwork.numbers import FIRST
from fieldwork.people import Person
from fieldwork.reports import Report, State
from fieldwork.routing import Router
from fieldwork.sameness import Sameness
from fieldwork.texts import Language
from fieldwork.understanding.privacy import Discretion
from fieldwork.understanding.reading import Reader
from handlers import searching
from handlers.turn import Desk, Turn
from storage import network, people, schema
from storage.books import Books
from storage.network import table_of
from storage.sealing import Seal
from storage.tables import ReportRow

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MATTERS = (
    "楼道灯坏了好几天，晚上看不见，老人家下楼很危险，请尽快来看一下",
    "化粪池漏了，一楼味道很大",
    "电梯又停了，顶楼的住户走楼梯",
)
TIMES = 15
CHEN, WANG, FENG = 1001, 1002, 1015  # accounts of the example: a reporter, a social worker, the district


def fill(session: Session, reports: int, of_station: int) -> None:
    """Made-up reports, those of one station spread evenly among the others."""
    tree = network.Atlas().network(session)
    chen, wang = (people.by_account(session, account) for account in (CHEN, WANG))
    assert chen
    assert wang
    theirs = tree.stations_above(people.roles_of(session, wang.id, AT.date())[0].place, AT.date())[0].code
    others = [code for code in tree.stations if code != theirs]
    places, every = [p.code for p in tree.places.values()], max(1, reports // of_station)
    for start in range(0, reports, 1000):
        rows = [
            Report(
                state=State.DISPATCHED, place=places[number % len(places)], category="governance.lighting",
                station=theirs if number % every == 0 else others[number % len(others)],
                reporter_id=chen.id if number % 400 == 0 else wang.id, door=f"{number % 20}-{number % 7}02",
                text=f"{number % 9 + 1}号楼{MATTERS[number % len(MATTERS)]}", sent_at=AT, kept_at=AT,
            ).model_dump(exclude={"serial"}) | {"serial": FIRST + number}
            for number in range(start, min(start + 1000, reports))
        ]  # fmt: skip
        session.connection().execute(insert(table_of(ReportRow)), rows)


def turn_of(session: Session) -> Turn:
    """A turn as a handler has it."""
    words, day = load_words([SHIPPED]), AT.date()
    atlas = network.Atlas()
    tree = atlas.network(session)
    staffing = people.staffing(session, tree, day)
    router = Router(tree, staffing, atlas.rules(session), day)
    speak, rules = load_translators(words, Language.HANS), load_rules()
    desk = Desk(
        network=tree, staffing=staffing, router=router, reader=Reader(words, tree), words=words,
        rules=rules, calendars=Calendars(rules.calendar, NationalDays(), (), UTC), ruleset=0,
        discretion=Discretion(words), sameness=Sameness(words.sameness), speak=speak, script=script_of, zone=UTC,
        day=day,
    )  # fmt: skip
    return Turn(session, desk, AT)


def look(turn: Turn, person: Person, words: str) -> str:
    """One search, with its answer; gives its first line."""
    roles = people.roles_of(turn.session, person.id, AT.date())
    searching.look(turn, turn.desk.speak(""), person, roles, 1, words)
    return turn.letters.pop().text.splitlines()[0]


def milliseconds(job: Callable[[], str]) -> tuple[float, float, str]:
    """Median and slowest of several runs, and what was answered."""
    taken, said = list[float](), ""
    for _ in range(TIMES):
        began = time.perf_counter()
        said = job()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken), max(taken), said


def measured(session: Session) -> Iterator[str]:
    turn = turn_of(session)
    for account, words in (
        (WANG, "消防栓"),
        (WANG, "楼道灯"),
        (WANG, "陈桂芳"),
        (CHEN, "消防栓"),
        (FENG, "消防栓"),
    ):
        person = people.by_account(session, account)
        assert person
        middle, slowest, said = milliseconds(partial(look, turn, person, words))
        yield f"{middle:6.0f} ms (slowest {slowest:.0f})  {said}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reports", type=int, default=20_000)
    asked.add_argument("--station", type=int, default=2_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'fieldbot.db'}"
        with closing(Books(url, Seal("a key for measuring"))) as books:
            schema.ensure(books.engine, url)
            cast = json.loads(example.cast_text())["people"]
            books.now_write(
                lambda s: example.settle_in(s, example.network_text(), cast, AT - timedelta(days=1))
            )
            books.now_write(lambda s: fill(s, given.reports, given.station))
            print(*books.now_write(lambda s: list(measured(s))), sep="\n")


if __name__ == "__main__":
    main()
