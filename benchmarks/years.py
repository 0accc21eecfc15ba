"""Simulated years of any length held against the slow oracle: `python -m benchmarks.years --reports 60`.

What tests/conversations/test_simulated_years.py does with a slice, for periods of one's own: real books, the real
sweeps, random lives. Prints what fired, what the oracle says otherwise, and what rang in the night but for danger.
"""

import asyncio
import tempfile
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.means import means_in
from bot.rules import load_rules
from bot.words import SHIPPED, load_words
from fieldwork.texts import Language
from tests.conversations.test_simulated_years import held_against_the_oracle, lived, rules_of
from tests.years import Years

SHOWN = 10  # of what is otherwise


def main(
    since: Annotated[str, typer.Option(help="the first day")] = "2025-09-15",
    until: Annotated[str, typer.Option(help="the day on which it ends")] = "2025-11-20",
    many: Annotated[int, typer.Option("--reports", help="how many reports")] = 60,
    seed: Annotated[int, typer.Option(help="of the chance")] = 1,
    zone: Annotated[str, typer.Option(help="where it is")] = "Asia/Shanghai",
) -> None:
    """Lives through a period and holds it against the oracle; exit 1 where they differ."""
    here, holidays = ZoneInfo(zone), "china" if zone == "Asia/Shanghai" else "none"
    begin, end = (datetime.fromisoformat(day).replace(tzinfo=here) for day in (since, until))
    wrong, night = asyncio.run(_tried(begin, end, many, seed, rules_of(holidays)))
    for one in [*wrong, *night][:SHOWN]:
        print(" ", one)
    raise typer.Exit(int(bool(wrong or night)))


async def _tried(
    begin: datetime, end: datetime, many: int, seed: int, rules: str
) -> tuple[list[str], list[str]]:
    zone = ZoneInfo(str(begin.tzinfo))
    means = means_in(Language.HANS, zone, load_words([SHIPPED]), load_rules())
    with tempfile.TemporaryDirectory(prefix="fieldbot-years-") as folder:
        years = await lived(Path(folder), means, rules, begin, end, many, seed)
        with closing(years.books), closing(years.conversing):
            wrong, fired = held_against_the_oracle(years, rules)
    night = [f"{card} rang at {at}" for at, serial, card in years.aloud_at_night
             if years.urgency(serial, at) != "T0"]  # fmt: skip
    _tell(years, many, fired, wrong, night)
    return wrong, night


def _tell(years: Years, many: int, fired: Counter[str], wrong: list[str], night: list[str]) -> None:
    print(f"{many} reports, {len(years.sweeps)} sweeps, {years.restarts} restarts, {sum(fired.values())} steps; "
          f"otherwise than the oracle {len(wrong)}, rang in the night {len(night)}")  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
