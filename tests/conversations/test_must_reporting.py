"""Somebody marks that a report has to be reported by law; the lane is switched on here, and ships switched off."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.means import Means
from bot.rules import load_rules
from tests.conversations.test_transcripts import _everything_said, _was_said, transcript
from tests.gathering import gathering
from tests.talk import Actor, Talk

NUMBER = "N-10001-6"
LAMP, BEATEN = "4号楼楼道灯坏了", "4号楼502的小孩天天被打"


@pytest.fixture
def means(means: Means) -> Means:
    """As shipped, but for the lane."""
    rules = load_rules()
    return replace(means, rules=rules.model_copy(update={"lane": rules.lane.model_copy(update={"on": True})}))


async def test_reporting_by_law_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    group = await gathering(talk, "西湖站值班群", luo, wang, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await chen.says(LAMP)
    await wang.chooses("强制报告")
    screen = await wang.newest()
    assert "请先打110" in screen.text
    assert screen.labels == ["☐ 公安", "☐ 民政", "☐ 教育"]
    await wang.taps("公安")
    heard = await wang.says("西湖派出所李警官，编号110-27")
    assert "✓ 公安 · 03-02 10:00" in heard
    assert heard.labels == ["☐ 民政", "☐ 教育"]
    report = await talk.report(NUMBER)
    assert (report.mandatory, report.privacy) == (True, "P4")
    assert "4号楼" not in (await group.chat())[-1].text
    assert (await chen.card_text(NUMBER)).startswith(f"✅ {NUMBER} · 收到了，正在处理")
    told = [event.reason for event in await talk.events(NUMBER) if event.step == "told_body"]
    assert len(told) == 1
    assert "编号110-27" in told[0]
    said = set(_everything_said(talk))
    lane = Path(__file__).parents[2] / "handlers" / "must_reporting.py"
    assert [one for one in transcript(lane) if not _was_said(one, said, "\n".join(said))] == []


async def test_the_station_can_neither_close_nor_decline_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LAMP)
    await wang.taps("签收")
    await wang.chooses("强制报告")
    assert "由区里决定" in (await wang.taps("办结")).answer
    assert "↪️ 不归我们管…" not in await wang.may_choose()


async def test_the_reporter_hears_nothing_more(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LAMP)
    await wang.chooses("强制报告")
    await chen.catches_up()
    await wang.taps("签收")
    assert (await chen.hears()).sounds == []
    assert "王慧敏" not in await chen.card_text(NUMBER)


async def test_words_of_harm_ask_the_one_responsible(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(BEATEN)
    heard = await wang.hears()
    assert "请在30分钟内确认" in heard
    assert heard.labels == ["🛡 要强制报告", "不用"]
    assert not (await talk.report(NUMBER)).mandatory, "words alone mark nothing"
    await wang.taps("要强制报告")
    assert (await talk.report(NUMBER)).mandatory


async def test_it_can_be_cleared_and_that_is_kept(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(BEATEN)
    assert "不用强制报告" in await wang.taps("不用")
    assert "lane_cleared" in await talk.steps(NUMBER)
    await luo.catches_up()
    talk.passes(3600)
    assert not await luo.hears_now()


async def test_after_half_an_hour_the_heads_are_asked(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(BEATEN)
    assert not await luo.hears()
    talk.passes(3600)
    assert "🛡" in await luo.hears_now()
    talk.passes(3600)
    assert not await luo.hears_now(), "once"
