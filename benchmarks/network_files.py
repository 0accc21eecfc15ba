"""How long a network file takes: python -m benchmarks.network_files [--rows 10000] [--bad 300]

A district is made up, written as XLSX, as CSV and as JSON, and each is read, planned with its bad rows left
out, and applied to fresh books, as the chat does it: reading and planning happen in a worker, applying (which
plans once more) in the writer, where it holds everybody up.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlmodel import Session

from bot.spreadsheets import CSV, XLSX, held_in, source_of, table
from fieldwork.network_plans import Tree
from fieldwork.network_sifting import Sifted, planned, sift
from fieldwork.network_tables import COLUMNS
from fieldwork.network_writing import render
from storage import network, schema
from storage.books import Books
from storage.sealing import Seal

T = TypeVar("T")
ESTATES, BUILDINGS = 4, 49  # of a community, of an estate


def rows_of_a_district(rows: int, bad: int) -> Iterator[tuple[str, ...]]:
    """So many rows; of the buildings, spread evenly, so many lie in an estate that there is not."""
    yield ("district", "4418", "测试区", "", "", "")
    yield ("street", "441801", "一街道", "4418", "", "")
    every, built = max(rows * 9 // 10 // bad, 1) if bad else 0, 0
    for number in range(rows - 2):
        community, rest = divmod(number, 1 + ESTATES * (BUILDINGS + 1))
        code = f"441801{community:03}"
        if rest == 0:
            yield (
                "community",
                code,
                f"第{community}社区居委会",
                "441801",
                "",
                f"名称: {community}站; 电话: 0763",
            )
            continue
        estate, place = divmod(rest - 1, BUILDINGS + 1)
        if place == 0:
            yield ("estate", f"{code}-{estate}", f"{estate}号花园", code, "", "")
            continue
        built += 1
        wrong = every and built % every == 0 and built // every <= bad
        yield ("building", "", f"{place}号楼", "没有的小区" if wrong else f"{code}-{estate}", "", "")


def timed(what: str, job: Callable[[], T]) -> T:
    """Does a job and prints how long it took."""
    began = time.perf_counter()
    done = job()
    print(f"  {what:<22}{time.perf_counter() - began:6.2f} s")
    return done


def _through(name: str, raw: bytes, folder: Path) -> Sifted:
    print(f"{name}, {len(raw) / 1e6:.1f} MB")
    held = timed("read", lambda: held_in(raw))
    found = timed("plan, bad rows out", lambda: sift(source_of(held, Tree()), Tree()))
    url = f"sqlite:///{folder / f'{name}.db'}"
    with closing(Books(url, Seal("a key for the benchmark"))) as books:
        schema.ensure(books.engine, url)
        timed("apply, in the writer", lambda: books.now_write(lambda s: _applied(s, found)))
        timed("apply again: no change", lambda: books.now_write(lambda s: _applied(s, found)))
    print(f"  {len(found.plan.after.places)} places, {len(found.left_out)} rows left out")
    return found


def _applied(session: Session, found: Sifted) -> None:
    network.apply(session, planned(found.rest, {}, network.kept(session), network.used_stations(session)))


def main() -> None:
    """Prints a few lines for each form of the file, and the memory at the end."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=10_000)
    given.add_argument("--bad", type=int, default=300)
    asked = given.parse_args()
    rows = list(rows_of_a_district(asked.rows, asked.bad))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with TemporaryDirectory() as folder:
        for form in (XLSX, CSV):
            found = _through(form, table(COLUMNS, rows, form), Path(folder))
        _through("json", json.dumps(json.loads(render(found.plan.after)), indent=1).encode(), Path(folder))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {before:.0f} MB before, {after:.0f} MB at most")


if __name__ == "__main__":
    main()
