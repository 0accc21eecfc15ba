"""The weekly digests of all street stations of a country: in one pass, against one station after another.

    python -m benchmarks.digesting [--reports 10000000] [--streets 50000] [--sample 500] [--only sqlite] [--seed 1]

Fills a database of each kind in a folder that is deleted afterwards (20 GB for ten million reports), then lets a
fresh process make the digests, so that the memory told is its own. A sample of the stations' own digests is timed
one by one, and each is held against what the one pass said of that station.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import fmean, median
from zoneinfo import ZoneInfo

from sqlmodel import Session

from benchmarks import country, happening
from benchmarks.servers import postgres_databases
from bot.rules import load_rules
from fieldwork import periods
from fieldwork.digests import Digest, Span
from storage import network, schema
from storage.books import Books
from storage.digesting import Ground, digest_of, digests_of_all
from storage.sealing import Seal

KEY = "a key for measuring"
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Measured:
    """Seconds, megabytes and milliseconds."""

    kind: str
    stations: int
    tree_s: float  # until the tree is in memory
    tree_mb: int
    one_pass_s: float
    one_pass_mb: int  # the most that the process ever held, the tree in it
    received: float  # what the digests of the one pass come to, alike on every database
    one_each_s: float  # all stations one after another, from the sample
    own_ms: float  # one station's own digest: median, 95 of 100, longest
    own_95_ms: float
    own_most_ms: float
    own_cpu_ms: float  # its mean, of this process alone: what is left where nobody else wants the processor
    differing: int  # digests of the sample that the one pass made otherwise


def measured(kind: str, url: str, sample: int, seed: int) -> Measured:
    """Makes the digests of the last week."""
    began = time.perf_counter()
    books = Books(url, Seal(KEY))
    tree = books.now_read(network.load)
    ground = Ground(tree, load_rules(), happening.NOW, ZONE)
    tree_s, tree_mb = time.perf_counter() - began, _held()
    chosen = random.Random(seed).sample(sorted(tree.stations), min(sample, len(tree.stations)))
    began = time.perf_counter()
    received, picked = _one_pass(books, ground, frozenset(chosen))
    one_pass_s, one_pass_mb = time.perf_counter() - began, _held()
    began = time.process_time()
    taken, differing = _one_by_one(books, ground, chosen, picked)
    own_cpu = (time.process_time() - began) / len(taken) * 1000
    books.close()
    return Measured(
        kind, len(tree.stations), round(tree_s, 1), tree_mb, round(one_pass_s, 1), one_pass_mb, received,
        round(fmean(taken) / 1000 * len(tree.stations)), round(median(taken), 1),
        round(taken[len(taken) * 95 // 100], 1), round(taken[-1], 1), round(own_cpu, 1), differing,
    )  # fmt: skip


def _one_pass(books: Books, ground: Ground, chosen: frozenset[str]) -> tuple[float, dict[str, Digest]]:
    """All of them; none is kept but those that others are held against."""
    week = periods.last_complete(ground.day, Span.WEEK, ground.rules.periods)

    def job(session: Session) -> tuple[float, dict[str, Digest]]:
        received, picked = 0.0, {}
        for digest in digests_of_all(session, ground, list(ground.tree.stations), week):
            received += sum(each.number for each in digest.figures if each.name == "received")
            if digest.place in chosen:
                picked[digest.place] = digest
        return received, picked

    return books.now_read(job)


def _one_by_one(
    books: Books, ground: Ground, chosen: list[str], picked: dict[str, Digest]
) -> tuple[list[float], int]:
    """Milliseconds of each, the shortest first, and how many came out otherwise."""
    week = periods.last_complete(ground.day, Span.WEEK, ground.rules.periods)
    taken, differing = [], 0
    for place in chosen:
        began = time.perf_counter()
        digest = books.now_read(partial(digest_of, ground=ground, place=place, period=week))
        taken.append((time.perf_counter() - began) * 1000)
        differing += digest.model_copy(update={"rest": []}) != picked[place]  # in one pass without the rest
    return sorted(taken), differing


def _held() -> int:
    """The most memory that this process ever held, in megabytes: not what it began with as a copy of its parent."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


# -- filling, and the command -------------------------------------------------------------------------


def filled(url: str, land: country.Country, reports: int, seed: int) -> None:
    """A fresh database with the whole country in it."""
    began, books = time.perf_counter(), Books(url, Seal(KEY))
    schema.ensure(books.engine, url)
    happening.settle(books, land, reports, seed)
    books.close()
    print(f"filled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


@contextmanager
def address(kind: str) -> Iterator[str]:
    """Where the database of a kind lies; nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="fieldbot-digesting-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'country.db'}"
            return
        with postgres_databases(folder, "country") as (url,):
            yield url


def main() -> int:
    """The command. Exit 1 when a station's own digest differs from the one pass's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=10_000_000)
    parser.add_argument("--streets", type=int, default=50_000)
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    parser.add_argument("--tree", type=Path, help="the data file, where it is at hand")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    lines = asked.tree.read_text("utf-8").splitlines() if asked.tree else country.fetched()
    land, alike = country.country(lines, asked.streets), True
    print(f"{len(land.streets):,} streets, {len(land.spots):,} communities", file=sys.stderr, flush=True)
    for kind in [asked.only] if asked.only else ["sqlite", "postgres"]:
        with address(kind) as url:
            filled(url, land, asked.reports, asked.seed)
            with multiprocessing.get_context("spawn").Pool(1) as fresh:
                told = fresh.apply(measured, (kind, url, asked.sample, asked.seed))
        print(json.dumps(asdict(told)), flush=True)
        alike = alike and not told.differing
    return 0 if alike else 1


if __name__ == "__main__":
    sys.exit(main())
