"""A round is over: what it counts stands on its card, and what no door said is asked once."""

import pytest

from storage import tallies
from tests.talk import Actor, Talk


@pytest.mark.parametrize("last", ["304 都好", "303 又去了一次"])
async def test_what_a_round_counts_stood_on_the_card_that_was_tapped(
    talk: Talk, chen: Actor, wang: Actor, last: str
) -> None:
    for line in ("开始走访 4号楼", "302 独居 两位老人", "303 没人", last):
        await chen.says(line)
    heard = await chen.says("结束")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    entered = await talk.asks(lambda s: tallies.of_record(s, 10001))
    visits = [f" {tally.number:g} {tally.unit}" for tally in entered if tally.name == "home_visit"]
    assert len(visits) >= 3
    assert [visit for visit in visits if visit not in heard] == []
    assert ("户次" in heard) is (last[:3] == "303")


async def test_doors_that_do_not_say_how_many_are_named_and_asked_for(talk: Talk, chen: Actor) -> None:
    for line in ("开始走访 4号楼", "401 王阿姨腿不好", "302 独居", "303 没人"):
        await chen.says(line)
    heard = await chen.says("结束")
    assert "401 没写几个人，没算进人次。一共见到多少人次？回个数字就行，不回就不算。" in heard
    assert "🔢 1 次 · 3 户 · 1 人次 · 未遇 1" in heard
    assert "🔢 1 次 · 3 户 · 3 人次 · 未遇 1" in await chen.says("3")


async def test_where_every_door_says_how_many_nothing_is_asked(talk: Talk, chen: Actor) -> None:
    for line in ("开始走访 4号楼", "401 两位老人", "302 独居", "401 药送去了", "303 没人"):
        await chen.says(line)
    assert "多少人次" not in await chen.says("结束")
