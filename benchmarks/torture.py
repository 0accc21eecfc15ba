"""kill -9 at any moment: nothing lost, nothing doubled, order kept, no conversation a step off (promise 1).

    python -m benchmarks.torture [--reports 1000] [--kills 20] [--seed 1]

Volunteers write reports; some of them speak of danger, are asked about it, and answer. The bot, a process of
its own, is killed after a random 10 to 40 further reports were committed, and started again. In the end every
message is in exactly one report or is the answer to exactly one question, and each chat's reports have their
numbers in the order in which they were written. What people received twice is counted.
"""

import argparse
import asyncio
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from bot import example
from bot.clock import Clock
from bot.rehearsing import VOICES_FROM, Stage, stage
from storage import inbox, landing
from storage.tables import EventRow, LetterRow, LetterState, ReportRow, SourceRow

VOICES = 20
ANSWERED_SHARE = 0.1  # of the reports speak of danger and are asked about it
AHEAD = 12  # messages waiting at most, so that a batch is small and a kill can fall anywhere
FURTHER = (10, 40)  # reports committed between two kills
MATTERS = (
    "楼道灯不亮",
    "垃圾没人收",
    "下水道堵了",
    "电梯又坏了",
    "井盖松动",
    "路灯不亮",
    "墙皮掉下来",
    "有人乱停车",
)
DANGEROUS = "闻到煤气味，怕着火"
NUMBER = re.compile(r"N-\d+-\d")
LOOK = 0.01  # seconds between two looks


@dataclass(frozen=True)
class Verdict:
    """What was left after the last kill."""

    reports: int
    kills: int
    lost: int
    doubled: int
    out_of_order: int  # chats whose reports are not numbered in the order they were written
    off_step: int  # questions that were not answered exactly once by their own answer
    twice_to_reporters: int  # cards that a reporter received more than once
    twice_to_stations: int

    @property
    def kept(self) -> bool:
        return not (self.lost or self.doubled or self.out_of_order or self.off_step)


def script(reports: int, seed: int) -> list[dict[str, Any]]:
    """What the volunteers write, in order: reports, and the answer after each that speaks of danger."""
    chance, places = random.Random(seed), [p for p in _places() if p]
    said: list[dict[str, Any]] = []
    for i in range(reports):
        voice, date = VOICES_FROM + i % VOICES, 1_700_000_000 + 100 * i
        danger = chance.random() < ANSWERED_SHARE
        text = f"{chance.choice(places)} {DANGEROUS if danger else chance.choice(MATTERS)} {i}"
        said.append({"person": voice, "text": text, "date": date})
        if danger:
            said.append({"person": voice, "text": "没有", "date": date + 1})
    return said


def _places() -> list[str]:
    streets = json.loads(example.network_text())["streets"]
    return [c["name"].removesuffix("居委会") for street in streets for c in street["communities"]]


async def torture(
    reports: int, kills: int, seed: int, look: Callable[[Stage], None] | None = None
) -> Verdict:
    """Runs the whole of it. The same seed writes the same and kills after the same numbers of reports.

    `look` is shown the stage at the end, with all that bot and sandbox said to each other.
    """
    said, chance = script(reports, seed), random.Random(seed + 1)
    moments = _moments(chance, reports, kills)
    clock = Clock()
    async with stage(
        example.network_text().encode(), VOICES, "off", clock, record=look is not None
    ) as stage_:
        await stage_.start_bot()
        for moment in moments:
            await _write_until(stage_, said, moment)
            await stage_.kill_bot()
            await stage_.start_bot()
        await _write_until(stage_, said, reports)
        await _all_handled(stage_, len(said))
        await _all_delivered(stage_, clock)
        await stage_.end_bot()
        twice = await _twice(stage_)
        if look:
            look(stage_)
        return stage_.books.now_read(lambda session: _judged(session, said, kills, twice))


def _moments(chance: random.Random, reports: int, kills: int) -> list[int]:
    """After how many reports in all each kill falls: 10 to 40 after the one before, as far as they reach."""
    moments, at = [], 0
    most = max(1, min(FURTHER[1], reports // max(kills, 1)))
    for _ in range(kills):
        at += chance.randint(min(FURTHER[0], most), most)
        moments.append(at)
    return moments


async def _write_until(stage_: Stage, said: Sequence[dict[str, Any]], reports: int) -> None:
    """Lets people write, never far ahead of the bot, until so many reports are committed."""
    while True:
        # In this order: what was handled by then has its report in the count that is read after it.
        handled, done = stage_.books.now_read(_handled), stage_.books.now_read(landing.count)
        if done >= reports:
            return
        offered = len(stage_.offered)
        room = min(handled + AHEAD, len(said)) - offered
        if room > 0:
            await stage_.offer(said[offered : offered + room])
        elif offered == len(said) and handled >= len(said):
            raise RuntimeError(f"all was handled, and there are {done} reports instead of {reports}")
        await asyncio.sleep(LOOK)


async def _all_handled(stage_: Stage, messages: int) -> None:
    while stage_.books.now_read(_handled) < messages:
        await asyncio.sleep(LOOK)


def _handled(session: Session) -> int:
    counts = inbox.counts(session)
    return counts.get("done", 0) + counts.get("set_aside", 0)


async def _all_delivered(stage_: Stage, clock: Clock) -> None:
    """But for what quiet hours hold, where this runs in the night."""
    while stage_.books.now_read(lambda session: _leaving(session, clock.now())):
        await asyncio.sleep(0.2)


def _leaving(session: Session, now: datetime) -> int:
    may_leave = or_(col(LetterRow.not_before).is_(None), col(LetterRow.not_before) <= now)
    under_way = col(LetterRow.state).in_((LetterState.WAITING, LetterState.CLAIMED))
    leaving = select(func.count()).select_from(LetterRow).where(under_way, may_leave)
    return int(session.execute(leaving).scalar_one())


async def _twice(stage_: Stage) -> tuple[int, int]:
    """Cards that stand more than once in a chat: the reporters', and the stations'."""
    state = await stage_.call("state")
    counts = [0, 0]
    for person in state["people"]:
        chat = await stage_.call(f"chats/{person['id']}?limit=5000")
        cards = Counter(found[0] for message in chat["messages"] if (found := _card_in(message)))
        counts[person["id"] < VOICES_FROM] += sum(many - 1 for many in cards.values())
    return counts[0], counts[1]


def _card_in(message: dict[str, Any]) -> list[str]:
    """The number of a card: the first line of a message that has one, and more lines below it."""
    first, _, rest = message.get("text", "").partition("\n")
    return NUMBER.findall(first) if not message.get("out") and "📍" in rest else []


def _judged(session: Session, said: Sequence[dict[str, Any]], kills: int, twice: tuple[int, int]) -> Verdict:
    answers = sum(message["text"] == "没有" for message in said)
    reports = landing.count(session)
    aside = inbox.counts(session).get("set_aside", 0)
    sources = session.execute(select(func.count()).select_from(SourceRow)).scalar_one()
    expected = len(said) - answers
    return Verdict(
        reports=reports, kills=kills, lost=max(0, len(said) - sources - aside), doubled=max(0, reports - expected),
        out_of_order=_out_of_order(session), off_step=_off_step(session, answers),
        twice_to_reporters=twice[0], twice_to_stations=twice[1],
    )  # fmt: skip


def _out_of_order(session: Session) -> int:
    rows = session.execute(select(col(SourceRow.chat), col(SourceRow.serial)).order_by(
        col(SourceRow.chat), col(SourceRow.message_id)))  # fmt: skip
    chats: dict[int, list[int]] = {}
    for chat, serial in rows:
        chats.setdefault(chat, []).append(serial)
    return sum(serials != sorted(serials) for serials in chats.values())


def _off_step(session: Session, answers: int) -> int:
    """Questions still open, answers that became reports, and answers that were noted twice or not at all."""
    still_open = session.execute(
        select(func.count()).select_from(ReportRow).where(col(ReportRow.question) != "")
    ).scalar_one()
    noted = (
        session.execute(select(col(EventRow.serial)).where(col(EventRow.step) == "no_danger")).scalars().all()
    )
    texts = session.execute(select(col(ReportRow.text))).scalars()
    own = list(texts).count("没有")
    return int(still_open) + own + abs(answers - len(set(noted))) + (len(noted) - len(set(noted)))


def main() -> int:
    """The command. Exit 1 when a promise was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    verdict = asyncio.run(torture(asked.reports, asked.kills, asked.seed))
    print(json.dumps({**asdict(verdict), "kept": verdict.kept}))
    return 0 if verdict.kept else 1


if __name__ == "__main__":
    sys.exit(main())
