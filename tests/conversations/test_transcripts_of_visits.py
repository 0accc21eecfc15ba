"""The transcripts of whom somebody visits, and what comes of it, are told as they say."""

import pytest

from tests.conversations.clockwork import until
from tests.conversations.test_arranging_visits import planned
from tests.conversations.test_transcripts_of_duty import untrue
from tests.conversations.test_visiting import DAY, HOUR, PLAN
from tests.talk import Actor, Said, Talk

pytestmark = pytest.mark.shipped_clocks
TWO = ("4栋502 高风险 李阿婆", "4栋301 一般 张伯")


async def test_whom_to_visit_is_planned_as_the_transcript_says(talk: Talk, wang: Actor) -> None:
    await wang.says("探访")
    await wang.taps("加一户")
    await wang.says("4栋502")
    await wang.says("李阿婆 13800000000")
    await wang.taps("高风险")
    await wang.taps("3月3日")
    assert untrue(talk, ("planning_visits",)) == []


async def test_a_day_of_visits_is_told_as_the_transcripts_say(talk: Talk, wang: Actor) -> None:
    await planned(wang, *(f"{each} 今天" for each in TWO))
    await wang.says("探访")
    await wang.taps("今天 · 2")
    await wang.taps("2 ⋯")
    await wang.taps("👁 打开")
    await wang.taps("✅ 已访", on=await _the_days_list(wang))
    await wang.says("血压正常，药按时吃")
    await wang.taps("📅 改期", on=await _the_days_list(wang))
    await wang.taps("3月4日")
    await wang.says("今天入户走访4栋502，血压正常")
    assert untrue(talk, ("visiting", "visits_noted")) == []


async def _the_days_list(wang: Actor) -> Said:
    """Today's list as it stands now, below whatever came after it."""
    return [said for said in await wang.chat() if "3月2日的探访" in said.text][-1]


async def test_a_morning_s_list_is_told_as_the_transcript_says(talk: Talk, wang: Actor) -> None:
    await planned(
        wang, "4栋502 高风险 李阿婆 3-6", *(f"4栋{floor}01 一般 张伯 3-9" for floor in range(1, 12))
    )
    await until(talk, 9, 9, 5)
    await wang.hears_now()
    assert untrue(talk, ("visiting_today",)) == []


async def test_nobody_opening_is_told_as_the_transcript_says(talk: Talk, wang: Actor) -> None:
    await planned(wang, f"{TWO[0]} 今天")
    await _nobody_opens_but_the_telephone_is_answered(talk, wang)
    assert untrue(talk, ("nobody_opened",)) == []


async def _nobody_opens_but_the_telephone_is_answered(talk: Talk, wang: Actor) -> None:
    await wang.says(PLAN)
    await wang.taps("🚪 未遇")
    talk.passes(4 * HOUR)
    await wang.taps("🚪 未遇")
    await wang.taps("电话联系上了")


async def test_arranging_is_told_as_the_transcript_says(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await planned(wang, f"{TWO[0]} 今天")
    await wang.says(PLAN)
    await wang.taps("✅ 已访")
    await wang.taps("⋯ 更多")
    await wang.taps("多久一次")
    await wang.taps("重点")
    await wang.taps("不再由我负责")
    await wang.taps("张立文")
    await zhang.taps("⋯ 更多")
    await zhang.taps("不再探访")
    await zhang.taps("搬走了")
    assert untrue(talk, ("arranging_visits",)) == []


async def test_a_pause_is_told_as_the_transcript_says(talk: Talk, wang: Actor) -> None:
    await planned(wang, *(f"4栋{door} 高风险 李阿婆 明天" for door in ("502", "301", "201")))
    await wang.says(PLAN)
    await wang.taps("⋯ 更多")
    await wang.taps("⏸ 暂停")
    await wang.taps("两周，到3月16日")
    await wang.taps("住院")
    await wang.says("暂停探访 4栋 到3月20日 外墙施工")
    assert untrue(talk, ("muting_visits",)) == []


async def test_an_extra_round_is_told_as_the_transcript_says(
    talk: Talk, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await planned(wang, *(f"4栋{floor}01 高风险 李阿婆 3-20" for floor in range(1, 9)))
    await planned(zhang, *(f"5栋{floor}01 高风险 李阿婆 3-20" for floor in range(1, 5)))
    await luo.says("加访 台风")
    await wang.hears()
    assert untrue(talk, ("extra_rounds",)) == []


async def test_the_months_rate_is_told_as_the_transcript_says(talk: Talk, wang: Actor, luo: Actor) -> None:
    await planned(wang, f"{TWO[0]} 今天", *(f"{building}栋{floor}01 重点 张伯 今天"
                                          for building, floor in ((4, 3), (5, 1), (4, 2), (4, 1))))  # fmt: skip
    await wang.says("去过了 K-10002-4")
    await wang.says("暂停探访 5栋 到4月20日 施工")
    await wang.says("K-10005-7")
    await wang.taps("⋯ 更多")
    await wang.taps("不再探访")
    await wang.taps("搬走了")
    await _nobody_opens_but_the_telephone_is_answered(talk, wang)
    talk.passes(DAY)
    await luo.says("探访")
    await luo.taps("📊 本月")
    assert untrue(talk, ("visit_rates",)) == []


async def test_what_falls_due_is_told_as_the_transcript_says(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    await luo.says("到期")
    assert untrue(talk, ("asking_the_clock",)) == []
