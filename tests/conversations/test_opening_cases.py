"""A social worker opens a case and closes it: a code and two days, and no word of who it is."""

from datetime import date

from fieldwork.tallies import Closing
from storage import activities, tallies
from tests.conversations.racing import ever_shown
from tests.talk import Actor, Talk

CODE, DISTRICT = "C-10001-6", "/441802/"
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


async def cases_of(talk: Talk) -> list[tuple[str, str, float]]:
    found = await talk.asks(lambda s: tallies.sums(s, DISTRICT, *MARCH))
    return sorted((each.name, each.unit, each.number) for each in found)


async def test_a_case_from_start_to_end(talk: Talk, wang: Actor) -> None:
    heard = await wang.says("开个案")
    assert "📁 开个案：是哪一类？" in heard
    assert heard.labels[-1] == "其他…"
    assert f"✅ 已开案：{CODE} · 老人 · 西湖社区 · 3月2日开案" in await wang.taps("老人")
    heard = await wang.says("我的个案")
    assert "在办 1 例" in heard
    assert f"结案 {CODE}" in heard.labels
    assert f"📁 {CODE}：怎么结的？" in await wang.says(f"结案 {CODE}")
    assert f"✅ 已结案：{CODE} · 老人 · 西湖社区 · 3月2日开案 · 3月2日结案 · 目标达成" in await wang.taps(
        "目标达成"
    )
    assert await cases_of(talk) == [("case_closed", "例", 1), ("case_opened", "例", 1)]
    assert "在办 0 例" in await wang.says("我的个案")


async def test_what_is_restricted_is_a_code_alone(talk: Talk, wang: Actor) -> None:
    await wang.says("开个案")
    await wang.taps("其他…")
    heard = await wang.taps("禁毒戒毒")
    assert f"{CODE} · 3月2日开案" in heard
    assert "禁毒" not in heard.messages[-1].text


async def test_two_taps_open_one_case(talk: Talk, wang: Actor, luo: Actor) -> None:
    for worker, last in ((wang, "老人"), (luo, "社区")):
        await worker.says("开个案")
        await worker.taps("老人")
        if worker is luo:
            await worker.taps(last)
        cases = await cases_of(talk)
        shown = [one for one in ever_shown(talk) if one.chat == worker.account]
        again = next(
            one for one in shown if one.data.startswith("case_at" if worker is luo else "case_kind:0:0:elder")
        )
        assert (await worker.taps_data(again.data, again.message)).answer == "这个已经结束了。"
        assert await cases_of(talk) == cases


async def test_two_taps_close_a_case_once(talk: Talk, wang: Actor) -> None:
    await wang.says("开个案")
    await wang.taps("老人")
    heard = await wang.says(f"结案 {CODE}")
    await wang.taps("目标达成")
    assert (
        "没有这个编号"
        in (await wang.taps_data(heard.messages[-1].rows[0][0].data, heard.messages[-1].id)).answer
    )
    assert ("case_closed", "例", 1) in await cases_of(talk)


async def test_nobody_closes_the_case_of_somebody_else(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await wang.says("开个案")
    await wang.taps("老人")
    assert "没有这个编号" in await zhang.says(f"结案 {CODE}")
    assert CODE not in await zhang.says("我的个案")


async def test_whoever_heads_a_street_says_in_which_community(talk: Talk, luo: Actor) -> None:
    await luo.says("开个案")
    heard = await luo.taps("老人")
    assert "在哪个社区？" in heard
    assert CODE in await luo.taps(heard.labels[0])


async def test_a_closed_period_gets_no_case_any_more(talk: Talk, wang: Actor) -> None:
    march = Closing(place="441802", path=DISTRICT, since=MARCH[0], until=MARCH[1], closed_at=talk.clock.now())
    await talk.books.write(lambda s: tallies.close(s, march))
    await wang.says("开个案")
    await wang.taps("老人")
    assert await cases_of(talk) == []
    april = await talk.asks(lambda s: tallies.sums(s, DISTRICT, date(2026, 4, 1), date(2026, 4, 30)))
    assert [(each.number, each.late) for each in april] == [(1, 1)]


async def test_a_volunteer_has_no_cases(talk: Talk, liang: Actor) -> None:
    assert "開個案：" not in await liang.says("我的个案")


async def test_a_session_names_its_case(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await wang.says("开个案")
    await wang.taps("老人")
    await wang.says(f"今天个案服务1次 {CODE}")
    await zhang.says(f"今天个案服务1次 {CODE}")
    own, other = await talk.reports()
    records = await talk.asks(lambda s: [activities.by_serial(s, each.serial) for each in (own, other)])
    assert [record.case_id if record else 0 for record in records] == [1, None]
