"""What happens to needs stands in the figures a minute later, once, and where it was late says so."""

from datetime import date

import pytest

from fieldwork.tallies import Tally
from storage import tallies
from tests.conversations.clockwork import until
from tests.conversations.test_planning import handed_in
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT = "4号楼楼道灯坏了"
XIHU = "441802006019"
MONDAY = date(2026, 3, 2)


async def lines(talk: Talk) -> list[Tally]:
    return await talk.asks(lambda session: tallies.of_record(session, 10001))


async def figures(talk: Talk) -> dict[str, float]:
    """Each name once, with what its lines come to."""
    talk.passes(61)
    await talk.settle()
    found: dict[str, float] = {}
    for line in await lines(talk):
        found[line.name] = found.get(line.name, 0) + line.number
    return {name: number for name, number in found.items() if number}


async def test_a_need_from_start_to_end_stands_in_the_figures(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    assert await figures(talk) == {"received": 1, "dispatched": 1}
    for answer in ("联系了", "办结", "已清理干净"):
        await wang.taps(answer)
    await chen.taps("解决了")
    await chen.taps("满意")
    assert await figures(talk) == dict.fromkeys(
        ["received", "dispatched", "signed", "signed_in_time", "taken_up", "taken_right", "contacted",
         "contacted_in_time", "done", "done_in_time", "called_back",
         "answered", "answered_chat", "solved", "satisfied", "closed", "ended"], 1,
    ) | {"first_response": 0.02}  # fmt: skip


async def test_a_line_stands_on_its_day_at_its_place_for_who_did_it(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await figures(talk)
    received, *_, signed = await lines(talk)
    assert {line.day for line in (received, signed)} == {MONDAY}
    assert signed.path.startswith(f"/441802/441802006/{XIHU}/")
    assert signed.path.endswith("-4/")
    assert (signed.unit, signed.station, signed.category) == ("件", XIHU, "governance.lamp")
    assert received.person_id != signed.person_id


async def test_nothing_is_entered_twice(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await figures(talk)
    before = await lines(talk)
    await wang.taps("签收")
    await figures(talk)
    assert (await lines(talk))[: len(before)] == before
    assert await figures(talk) == await figures(talk)


async def test_what_the_ladder_said_is_late_is_late_in_the_figures(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 16, 30)
    await wang.taps("签收")
    found = await figures(talk)
    assert (found["signed"], found["sign_late"], "signed_in_time" in found) == (1, 1, False)


async def test_the_first_dispatch_is_right_once_somebody_signed_until_it_moves(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await chen.says(LIGHT)
    assert "taken_up" not in await figures(talk), "nobody has signed: nobody knows yet"
    await wang.taps("签收")
    found = await figures(talk)
    assert (found["taken_up"], found["taken_right"]) == (1, 1)
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    await wu.taps("接手")
    found = await figures(talk)
    assert (found["misrouted"], found["taken_up"], "taken_right" in found) == (1, 1, False)


async def test_plans_are_counted_as_they_were_due(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    """In time, or late: one that is waited for is neither yet."""
    await chen.says("4号楼想加装电梯")
    await wang.taps("联系了")
    assert not {"planned", "planned_in_time", "plan_late"} & set(await figures(talk))
    await until(talk, 9, 10, 30)
    assert (await figures(talk))["plan_late"] == 1
    await wang.chooses("报方案…")
    await wang.says("3月底前征求业主意见")
    await wang.taps("报上去")
    await luo.taps("同意")
    found = await figures(talk)
    assert (found["planned"], found["plan_late"], "planned_in_time" in found) == (1, 1, False)


async def test_a_plan_in_time_is_counted_so(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await handed_in(chen, wang)
    await luo.taps("同意")
    found = await figures(talk)
    assert (found["planned"], found["planned_in_time"], "plan_late" in found) == (1, 1, False)
    assert "方案按时率  1 / 1（100%）" in await luo.says("数字")


async def test_what_is_withdrawn_before_anybody_signed_burdens_nobody(talk: Talk, chen: Actor) -> None:
    await chen.says(LIGHT)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    found = await figures(talk)
    assert found == dict.fromkeys(["received", "dispatched", "released", "ended", "withdrawn"], 1)


async def test_what_is_not_solved_is_done_again_and_was_answered(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    for answer in ("联系了", "办结", "已清理干净"):
        await wang.taps(answer)
    await chen.taps("还没解决")
    found = await figures(talk)
    assert (found["reopened"], found["unsolved"], found["answered"], "closed" in found) == (1, 1, 1, False)
