"""A county's year through the chat: what was done is told, confirmed, accepted, and stands in the figures exactly.

Each figure is then opened by the coordinator's own taps, page after page, down to the card of a record.
"""

import re
from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from fieldwork.activities import Stage, Unit
from storage import activities, tallies
from tests.county import STATED, Deed, deeds
from tests.talk import Actor, Heard, Talk

YEAR, DISTRICT = 2027, "/441802/"
ZONE = ZoneInfo("Asia/Shanghai")
NUMBER = re.compile(r"A-\d+-\d")
RECORD = re.compile(r"^([A-Z]-\S+) · .* · ([\d.]+) (\S+)$", re.M)
TERMS = {
    "cleanup": "环境整治", "home_visit": "入户走访", "accessibility_work": "适老化、无障碍改造",
    "publicity": "宣讲宣传", "charity_event": "公益慈善活动", "case_opened": "新开个案",
}  # fmt: skip
WHOLE = date(YEAR, 1, 1), date(YEAR, 12, 31)


async def turn_to(talk: Talk, day: date) -> None:
    at = datetime.combine(day, time(10), ZONE).timestamp()
    if at > talk.hand.at:
        talk.passes(at - talk.hand.at)


async def tells(who: Actor, deed: Deed) -> str:
    """One message and one tap; gives the number."""
    heard = await (
        who.sends_album(f"{deed.words}，整治前", "整治后") if deed.photos else who.says(deed.words)
    )
    number = NUMBER.search(heard.text)
    assert number, heard
    assert "对，记下" in "".join(heard.labels), heard
    said = await who.taps("对，记下")
    assert said.answer or "记下了" in said, said
    return number[0]


async def accepts(worker: Actor) -> None:
    """All that is plain by a page, the rest one by one."""
    heard = await opens(worker)
    while page := next((label for label in heard.labels if label.startswith("✅ 核实本页")), None):
        await worker.taps(page)
        heard = await opens(worker)
    for number in dict.fromkeys(NUMBER.findall(heard.text)):
        await worker.says(number)
        await worker.taps("核实，计入")


async def opens(worker: Actor) -> Heard:
    heard = await worker.says("待办")
    waiting = next((label for label in heard.labels if label.startswith("活动待核实")), None)
    return await worker.taps(waiting) if waiting else Heard([])


async def lives(talk: Talk, made: list[Deed], cases: int, who: list[Actor], worker: Actor) -> None:
    for number in range(cases):
        await turn_to(talk, date(YEAR, 1 + number, 5))
        await worker.says("开个案")
        await worker.taps("老人")
    month = 1
    for number, deed in enumerate(made):
        await turn_to(talk, deed.day)
        await tells(who[number % len(who)], deed)
        if deed.day.month != month or number % 20 == 19:
            month = deed.day.month
            await accepts(worker)
    await accepts(worker)


def expected(made: list[Deed], cases: int) -> Counter[tuple[str, str]]:
    """What the words come to, counted without the bot."""
    found = Counter[tuple[str, str]]({("case_opened", "例"): cases})
    for deed in made:
        for many, unit in re.findall(r"(\d+)\s?(人次|户|戶|场)", deed.words):
            found[deed.kind, unit.replace("戶", "户")] += int(many)
        if deed.kind in ("home_visit", "cleanup"):
            found[deed.kind, "次"] += 1
    return found


async def states(talk: Talk, coordinator: Actor, due: Counter[tuple[str, str]]) -> None:
    """The lines, the records behind each, and what the coordinator reads."""
    sums = await talk.asks(lambda s: tallies.sums(s, DISTRICT, *WHOLE))
    found = {(each.name, each.unit): each.number for each in sums if (each.name, each.unit) in due}
    assert found == due
    for (name, unit), many in due.items():
        assert await of_records(talk, name, unit) == many
    await turn_to(talk, date(YEAR + 1, 1, 4))
    await coordinator.says("简报")
    told = await coordinator.taps("去年")
    for (name, unit), many in due.items():
        assert re.search(rf"(?<!\d){many:g} ?{unit}", told.text), (name, unit, told.text)
    await opens_each(coordinator, due)


async def opens_each(coordinator: Actor, due: Counter[tuple[str, str]]) -> None:
    """Every figure of the year by its button, all pages of its records, and the card behind one of them."""
    for (name, unit), many in due.items():
        label = f"{TERMS[name]} {many:g} {unit}"
        heard = await turns_to(coordinator, label)
        opened = await coordinator.taps(label, heard.messages[-1])
        records = await all_pages(coordinator, opened)
        assert f"共 {len(records)} 条记录" in opened
        assert len({number for number, _, _ in records}) == len(records)
        assert sum(float(number) for _, number, said in records if said == unit) == many, label


async def turns_to(coordinator: Actor, label: str) -> Heard:
    """The year that is over, at the page that has the button."""
    await coordinator.says("数字")
    await coordinator.taps("今年")
    heard = await coordinator.taps(f"‹ {YEAR}年")
    for _ in range(20):
        if label in heard.labels:
            break
        heard = await coordinator.taps("其他数字…", heard.messages[-1])
    return heard


async def all_pages(coordinator: Actor, opened: Heard) -> list[tuple[str, str, str]]:
    """Number, amount and unit of each record; one that has a card is opened."""
    found = RECORD.findall(opened.text)
    number = found[0][0]
    heard = opened
    while "›" in heard.labels:
        heard = await coordinator.taps("›", heard.messages[-1])
        found += RECORD.findall(heard.text)
    if number in opened.labels:
        while "‹" in heard.labels:
            heard = await coordinator.taps("‹", heard.messages[-1])
        assert number in await coordinator.taps(number, heard.messages[-1])
    return found


async def of_records(talk: Talk, name: str, unit: str) -> float:
    """What the records behind a figure come to by their own numbers; each was accepted. A case is one."""

    def read(session: Session) -> float:
        behind = tallies.behind(session, DISTRICT, *WHOLE, [name], unit)
        if unit == Unit.CASES:
            return len(behind)
        found = [activities.by_serial(session, serial) for serial in {line.serial for line in behind}]
        accepted = [one for one in found if one and one.stage is Stage.ACCEPTED]
        assert len(accepted) == len(found)
        return sum(activities.counts(session, one.serial)[Unit(unit)] for one in accepted)

    return await talk.asks(read)


async def test_a_part_of_the_year_is_stated_exactly(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, feng: Actor
) -> None:
    made = deeds(YEAR, share=0.03)
    await lives(talk, made, 1, [chen, li], wang)
    await states(talk, feng, expected(made, 1))


@pytest.mark.torture
async def test_the_whole_year_is_stated_exactly(
    talk: Talk, chen: Actor, li: Actor, huang: Actor, wang: Actor, feng: Actor
) -> None:
    made = deeds(YEAR)
    due = expected(made, 7)
    assert due == STATED
    await lives(talk, made, 7, [chen, li, huang], wang)
    await states(talk, feng, due)
