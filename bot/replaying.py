"""`fieldbot replay`: a file of real requests through the whole bot, and where each of them landed.

Row i is written by voice i mod N, dated as the row is. The rate counts from the first update offered to the
last report committed; what Telegram, the network or the disk would do to it in earnest is not in it.
"""

import asyncio
import csv
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import Session

from bot.clock import Clock
from bot.rehearsing import VOICES_FROM, Stage, stage
from bot.settings import Settings
from fieldwork import numbers
from storage import inbox, landing
from storage.landing import Landed

NEEDED = ("rec_id", "created_at", "street", "community", "sub_type")
EMPTY = "-"
LOOK_EVERY = 0.1  # seconds between two looks at how far it is


class BadRequests(Exception):
    """The file of requests cannot be used. The message is the sentence for the person."""


@dataclass(frozen=True)
class Figures:
    """What a replay showed."""

    rows: int
    reports: int
    lost: int
    doubled: int
    seconds: float
    memory: int  # bytes, the bot's process alone

    @property
    def per_second(self) -> float:
        return self.reports / self.seconds if self.seconds else 0.0

    def shown(self) -> dict[str, Any]:
        """What scripts read of it (DESIGN 8)."""
        counts = {"rows": self.rows, "reports": self.reports, "lost": self.lost, "doubled": self.doubled}
        return {**counts, "seconds": round(self.seconds, 2), "per_second": round(self.per_second, 1)}


async def replayed(
    file: Path, network_file: bytes, voices: int, as_json: bool, deliver: bool, settings: Settings
) -> bool:
    """Replays a file and prints a line a row, then the figures. True when nothing was lost or doubled."""
    rows = requests(file)
    async with stage(network_file, voices, "off" if deliver else "held", Clock()) as stage_:
        await stage_.start_bot()
        figures = await perform(stage_, messages(rows, voices, settings.zone))
        landed = stage_.books.now_read(
            lambda session: landing.of_updates(session, [u for u, _ in stage_.offered])
        )
    for row, where in zip(rows, landed, strict=True):
        typer.echo(_line(row, where, as_json))
    typer.echo(json.dumps(figures.shown()) if as_json else _summary(figures))
    return figures.lost == 0 and figures.doubled == 0


def requests(file: Path) -> list[dict[str, str]]:
    """The rows of a file. Raises BadRequests with a sentence naming the line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise BadRequests(f"{file} cannot be read: {wrong}.") from wrong
    missing = [name for name in NEEDED if not rows or name not in rows[0]]
    if missing:
        raise BadRequests(f"{file} has no rows with the columns {', '.join(missing)}.")
    for number, row in enumerate(rows, start=2):
        _dated(row, number, ZoneInfo("UTC"))
    return rows


def _dated(row: Mapping[str, str], line: int, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromisoformat(row["created_at"]).replace(tzinfo=zone)
    except (ValueError, TypeError) as wrong:
        raise BadRequests(f"Line {line}: created_at {row['created_at']!r} is no date.") from wrong


def messages(rows: Sequence[Mapping[str, str]], voices: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Each row as a volunteer would write it: 龙田街道老坑社区 侵占绿地."""
    return [
        {
            "person": VOICES_FROM + i % voices,
            "text": _written(row),
            "date": int(_dated(row, i + 2, zone).timestamp()),
        }
        for i, row in enumerate(rows)
    ]


def _written(row: Mapping[str, str]) -> str:
    place = "".join(part for part in (row["street"], row["community"]) if part != EMPTY)
    return f"{place} {row['sub_type']}".strip()


async def perform(stage_: Stage, texts: Sequence[Mapping[str, Any]]) -> Figures:
    """Offers the messages and waits until each is a report or was set aside."""
    earlier = stage_.books.now_read(landing.count)
    started = time.monotonic()
    await stage_.offer(texts)
    await _settled(stage_, len(texts))
    seconds = time.monotonic() - started
    reports = stage_.books.now_read(landing.count) - earlier
    landed = stage_.books.now_read(
        lambda session: landing.of_updates(session, [u for u, _ in stage_.offered])
    )
    found = sum(where is not None for where in landed)
    aside = stage_.books.now_read(inbox.counts).get("set_aside", 0)
    return Figures(len(texts), reports, len(texts) - found - aside, reports - found, seconds, stage_.memory())


async def _settled(stage_: Stage, rows: int) -> None:
    with _bar() as bar:
        task = bar.add_task("reports committed", total=rows)
        while (done := stage_.books.now_read(_done)) < rows:
            bar.update(task, completed=done)
            if stage_.bot and stage_.bot.returncode is not None:
                raise BadRequests("The bot ended in the middle; its sentence stands above.")
            await asyncio.sleep(LOOK_EVERY)
        bar.update(task, completed=rows)


def _done(session: Session) -> int:
    counts = inbox.counts(session)
    return counts.get("done", 0) + counts.get("set_aside", 0)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _line(row: Mapping[str, str], where: Landed | None, as_json: bool) -> str:
    landed = (
        {"number": numbers.printed(where.serial), "station": where.station, "rule": where.rule}
        if where
        else {}
    )
    told = {"rec_id": row["rec_id"], **landed}
    return json.dumps(told, ensure_ascii=False) if as_json else "  ".join([*told.values(), _written(row)])


def _summary(figures: Figures) -> str:
    return (
        f"{figures.rows} rows, {figures.reports} reports, {figures.lost} lost, {figures.doubled} doubled; "
        f"{figures.seconds:.1f} s, {figures.per_second:.0f} a second; bot's memory {figures.memory / 1e6:.0f} MB"
    )
