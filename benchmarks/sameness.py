"""How sure it is that an offer is the same matter, how often one is made, and what it costs.

    python -m benchmarks.sameness [--requests FILE] [--reports 20000]

Pairs: of `tests/fieldwork/same_matters.py`; the unseen half was written before the rules and not looked at.
Requests: each row as a neighbour would write it, compared with those of the same community and kind of the
fourteen days before; how many would be asked whether it is the same. Cost: what looking for candidates and for
a recurrence takes beside filing, in a database of so many reports: where none is open of the kind in the building,
and where as many are as are compared at most.
"""

import argparse
import csv
import json
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlmodel import Session

from bot.words import SHIPPED, load_words
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.reports import Report, State
from fieldwork.rules import SameMatter
from fieldwork.sameness import Sameness, candidates, places_of
from fieldwork.understanding.reading import Reader
from storage import alike, reports, schema
from storage.books import Books
from storage.sealing import Seal
from tests.fieldwork import same_matters, test_sameness
from tests.fieldwork.neighbourhood import FOUR, NETWORK

RULES = SameMatter()
AT = datetime(2026, 3, 2, tzinfo=UTC)
EMPTY = "-"


def show(what: str, **figures: Any) -> None:
    """One line of figures."""
    print(json.dumps({"what": what, **figures}, ensure_ascii=False), flush=True)


def pairs() -> None:
    """Precision and recall on our own pairs."""
    for name, those, home in (
        ("seen", same_matters.SEEN, FOUR), ("unseen", same_matters.UNSEEN, FOUR),
        ("around, seen", same_matters.SEEN_AROUND, "xihu"), ("around, unseen", same_matters.UNSEEN_AROUND, "xihu"),
    ):  # fmt: skip
        precision, recall = test_sameness.measured(those, home)
        show(f"pairs, {name}", pairs=len(those), precision=round(precision, 3), recall=round(recall, 3))


# -- real requests ----------------------------------------------------------------------------------


def requests(file: Path, examples: int) -> None:
    """How often somebody would be asked."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    network, words = network_of(rows), load_words([SHIPPED])
    reader, sameness = Reader(words, network), Sameness(words.sameness)
    earlier: defaultdict[tuple[str | None, str | None], list[Report]] = defaultdict(list)
    worth, offered, spent = 0, 0, list[float]()
    for serial, row in enumerate(rows, start=1):
        report = written(reader, row, serial)
        key = (report.place, report.category)
        young = [one for one in earlier[key] if report.sent_at - one.sent_at <= timedelta(days=RULES.days)]
        started = time.perf_counter()
        worth += sameness.may_be_shared(report, network)
        spent.append((time.perf_counter() - started) * 1000)
        found = candidates(report, young[-alike.MOST :], sameness, network, RULES)
        if found:
            offered += 1
            if offered <= examples:
                show("offered", row=serial, text=report.text, other=found[0].text)
        earlier[key] = [*young, report]
    show("requests", rows=len(rows), looked_for=worth, offered=offered, median_ms=round(median(spent), 3))


def network_of(rows: list[dict[str, str]]) -> Network:
    """The streets and communities that the rows name."""
    pairs_ = sorted({(row["street"], row["community"]) for row in rows if row["street"] != EMPTY})
    streets = sorted({street for street, _ in pairs_})
    return Network([
        Place(code="D", kind=PlaceKind.DISTRICT, name="坪山区"),
        *(Place(code=street, kind=PlaceKind.STREET, name=street, parent="D") for street in streets),
        *(Place(code=f"{street}/{name}", kind=PlaceKind.COMMUNITY, name=name, parent=street)
          for street, name in pairs_ if name != EMPTY),
    ])  # fmt: skip


def written(reader: Reader, row: dict[str, str], serial: int) -> Report:
    """A row as a neighbour would write it."""
    text = f"{row['street']}{row['community']} {row['sub_type']}".replace(EMPTY, "")
    reading, at = reader.read(text), datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC)
    return Report(serial=serial, reporter_id=serial, text=text, place=reading.place, sent_at=at, kept_at=at,
                  category=next(iter(reading.categories), None))  # fmt: skip


# -- what it costs ----------------------------------------------------------------------------------


def cost(many: int) -> None:
    """Milliseconds for the candidates and the recurrence of one report."""
    sameness = Sameness(load_words([SHIPPED]).sameness)
    with tempfile.TemporaryDirectory(prefix="fieldbot-same-") as folder:
        url = f"sqlite:///{Path(folder) / 'fieldbot.db'}"
        books = Books(url, Seal("a key for measuring"))
        schema.ensure(books.engine, url)
        books.now_write(
            lambda session: [reports.file(session, made(n), 1, None) for n in range(many)] and None
        )
        for what, kind in (("none", "governance.noise"), ("many", "governance.lift")):
            looked = partial(looks, sameness=sameness, kind=kind)
            spent = books.now_read(looked)
            show(f"cost, {what} open of the kind", reports=many, median_ms=round(median(spent), 2),
                 most_ms=round(quantiles(spent, n=20)[-1], 2))  # fmt: skip
        books.close()


def looks(session: Session, sameness: Sameness, kind: str) -> list[float]:
    """Milliseconds of many looks."""
    return [timed(session, sameness, kind) for _ in range(300)]


def made(n: int) -> Report:
    """One of many reports; every thousandth of the same kind and building, and some closed."""
    here = n % 1000 == 0
    return Report(reporter_id=n, text="电梯坏了", category="governance.lift" if here else f"governance.k{n % 40}",
                  place=FOUR if here else f"place-{n % 3000}", station="S", sent_at=AT, kept_at=AT,
                  state=State.DISPATCHED, closed_at=None)  # fmt: skip


def timed(session: Session, sameness: Sameness, kind: str) -> float:
    """Milliseconds of one look."""
    report = made(0).model_copy(update={"serial": 10**6, "reporter_id": 10**6, "category": kind})
    started = time.perf_counter()
    places = places_of(report, NETWORK)
    assert sameness.may_be_shared(report, NETWORK)
    found = alike.open_like(session, places, kind, AT - timedelta(days=RULES.days))
    alike.closed_like(session, places, kind, AT - timedelta(days=RULES.recurrence_days))
    assert len(candidates(report, found, sameness, NETWORK, RULES)) == len(found)
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=Path)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--examples", type=int, default=0)
    asked = parser.parse_args()
    pairs()
    if asked.requests:
        requests(asked.requests, asked.examples)
    cost(asked.reports)


if __name__ == "__main__":
    main()
