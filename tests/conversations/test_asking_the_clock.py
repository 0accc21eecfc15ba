"""Who heads a station asks what will fall due: 到期."""

import pytest

from fieldwork.reports import PrivacyClass
from storage import reports
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, NUMBER = "4号楼楼道灯坏了", "N-10001-6"


async def test_what_falls_due_is_asked_for_from_start_to_end(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    heard = await luo.says("到期")
    assert "⏳ 接下来 24 小时" in heard
    lines = heard.text.splitlines()
    assert f"03-02 16:00 · {NUMBER} · 路灯照明 · 签收超时 → 王慧敏、罗永康" in lines
    assert "签收快到时限" not in heard, "the list of 16:00 says that it is late"
    assert not any("上一级督办" in line for line in lines), "that comes after these 24 hours"


async def test_what_comes_in_a_list_stands_at_its_moment(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    talk.passes(-1800)  # 9:30: its reminder comes at 14:42, its limit is 15:30
    await chen.says(LIGHT)
    await wang.says("提醒时间")
    await wang.taps("写时间…")
    await wang.says("15点和17点")
    lines = (await luo.says("到期")).text.splitlines()
    assert f"03-02 15:00 · {NUMBER} · 路灯照明 · 签收快到时限 → 王慧敏" in lines
    assert f"03-02 16:00 · {NUMBER} · 路灯照明 · 签收超时 → 罗永康" in lines
    assert f"03-02 17:00 · {NUMBER} · 路灯照明 · 签收超时 → 王慧敏" in lines
    came = list[int]()
    for minutes in range(9 * 60 + 40, 18 * 60, 10):
        talk.passes(600)
        heard = await wang.hears_now()
        came += [minutes for said in heard.messages if said.text.startswith("⏰") and not said.edited]
    assert came == [15 * 60, 17 * 60], "and then it comes"


async def test_what_is_done_is_asked_for_no_more(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    heard = await luo.says("到期")
    assert "签收超时" not in heard
    assert "首次联系" in heard, "the station's next limit"


async def test_a_coordinator_sees_the_whole_district_ten_lines_a_page(
    talk: Talk, chen: Actor, feng: Actor
) -> None:
    for what in ("楼道灯坏了", "电梯坏了", "门禁坏了", "垃圾没人收", "水管漏水", "墙皮掉下来"):
        await chen.says(f"4号楼{what}")
    heard = await feng.says("到期")
    assert len(heard.text.splitlines()) == 1 + 10
    before = heard.text
    assert heard.labels == ["更多"]
    turned = (await feng.taps("更多")).messages[-1]
    assert turned.text != before
    assert turned.text.splitlines()[0] == before.splitlines()[0]


async def test_another_station_s_reports_are_not_shown(
    talk: Talk, chen: Actor, luo: Actor, liu: Actor
) -> None:
    await chen.says(LIGHT)
    heard = await liu.says("到期")
    assert NUMBER not in heard
    assert "待办" in heard, "she heads no station; what waits for her stands elsewhere"


async def test_of_what_is_restricted_only_how_many_there_are(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P4))
    heard = await luo.says("到期")
    assert NUMBER not in heard
    assert "王慧敏" not in heard
    assert "🔒 另有 1 件" in heard, "one matter, however often it falls due"


async def test_of_what_is_sensitive_the_number_alone(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P3))
    heard = await luo.says("到期")
    assert f"🔒 {NUMBER}" in heard
    assert "路灯照明" not in heard


async def test_where_nothing_is_due_it_says_so(talk: Talk, luo: Actor) -> None:
    assert "没有到期的" in await luo.says("到期")


async def test_a_reminder_that_waits_for_the_list_stands_at_its_time(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    talk.passes(5.5 * 3600)  # 15:30
    await talk.settle()
    heard = await luo.says("到期")
    assert "签收快到时限 → 王慧敏" in heard, "written down, and to be said in the next list"


async def test_asking_changes_nothing(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    before = await talk.report(NUMBER), await talk.events(NUMBER)
    await luo.says("到期")
    assert (await talk.report(NUMBER), await talk.events(NUMBER)) == before
