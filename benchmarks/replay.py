"""How many reports a second, with delivery running and with it held back, beside the disk's own rate.

    python -m benchmarks.replay --requests FILE --network FILE [--runs 3] [--voices 50]

The rate counts from the first update offered to the last report committed. Pace limits are off. The disk's
rate is of nearly empty commits (WAL, synchronous=FULL) in the same folder, before each run. Runs alternate;
medians are quoted, since machines are noisy. Memory is the bot's process alone, at its highest.
"""

import argparse
import asyncio
import json
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bot.clock import Clock
from bot.rehearsing import stage
from bot.replaying import Figures, messages, perform, requests
from bot.settings import read_settings

COMMITS = 500


def bare_commits(folder: Path) -> float:
    """The disk's own rate: nearly empty FULL commits a second."""
    with sqlite3.connect(folder / "bare.db", isolation_level=None) as bare:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            bare.execute(f"PRAGMA {pragma}")
        bare.execute("CREATE TABLE t (n)")
        started = time.monotonic()
        for n in range(COMMITS):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO t VALUES (?)", (n,))
            bare.execute("COMMIT")
        return COMMITS / (time.monotonic() - started)


async def run_once(rows: list[dict[str, str]], network_file: bytes, voices: int, pace: str) -> Figures:
    """One replay on a fresh stage."""
    async with stage(network_file, voices, pace, Clock()) as stage_:
        await stage_.start_bot()
        return await perform(stage_, messages(rows, voices, read_settings().zone))


def measure(rows: list[dict[str, str]], network_file: bytes, voices: int, runs: int) -> dict[str, Any]:
    """Medians over alternating runs, and every single figure."""
    figures: dict[str, list[Figures]] = {"off": [], "held": []}
    disk: list[float] = []
    for _ in range(runs):
        for pace, found in figures.items():
            with tempfile.TemporaryDirectory(prefix="fieldbot-disk-") as folder:
                disk.append(bare_commits(Path(folder)))
            found.append(asyncio.run(run_once(rows, network_file, voices, pace)))
            print(json.dumps(_shown(pace, found[-1], disk[-1])), flush=True)
    return {
        "with_delivery": round(median(f.per_second for f in figures["off"])),
        "held_back": round(median(f.per_second for f in figures["held"])),
        "disk_full_commits": round(median(disk)),
        "memory_mb": max(round(f.memory / 1e6) for found in figures.values() for f in found),
        "lost": sum(f.lost for found in figures.values() for f in found),
        "doubled": sum(f.doubled for found in figures.values() for f in found),
    }


def _shown(pace: str, figures: Figures, disk: float) -> dict[str, Any]:
    return {
        "pace": pace,
        **figures.shown(),
        "memory_mb": round(figures.memory / 1e6),
        "disk_full_commits": round(disk),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=Path, required=True)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--voices", type=int, default=50)
    asked = parser.parse_args()
    rows = requests(asked.requests)
    print(json.dumps(measure(rows, asked.network.read_bytes(), asked.voices, asked.runs)))


if __name__ == "__main__":
    main()
