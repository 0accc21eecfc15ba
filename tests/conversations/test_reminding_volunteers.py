"""Who has promised to help on a day hears so the day before, and can still give it back."""

from datetime import date

import pytest

from fieldwork.days import find_day
from tests.conversations.test_asking_monthly import comes
from tests.conversations.test_asking_partners import helpers_card
from tests.conversations.test_claiming import NUMBER, WORDS, call_for
from tests.talk import Actor, Talk

LINE = "周六上午帮忙搬走楼道里的旧家具"
TODAY = date(2026, 3, 2)  # a Monday


async def test_the_day_before_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor
) -> None:
    await chen.says(WORDS)
    await wang.taps("签收")
    await call_for(wang, line=LINE)
    await liang.taps("我來")
    await team.taps("一起去")
    comes(talk, "2026-03-05 18:30")
    assert "明天" not in await team.hears_now(), (
        "that is not tomorrow; and nobody asks whether they are at it"
    )
    assert "还在" not in await liang.hears()
    comes(talk, "2026-03-06 18:10")
    heard = await team.hears_now()
    assert f"📅 明天（03-07 周六）有您答应的事：{NUMBER}" in heard
    assert LINE in heard
    assert heard.labels == ["👍 我去", "↩️ 去不了了"]
    assert "明天" in await liang.hears()
    assert "谢谢" in (await team.taps("我去")).answer
    comes(talk, "2026-03-06 19:10")
    assert "明天" not in await team.hears_now(), "once"

    heard = await liang.taps("去不了了")
    assert f"↩️ {NUMBER}：已經還回去了。" in heard
    assert "梁婉婷" in await wang.hears()
    assert "🙋 我来" in (await helpers_card(team, NUMBER)).labels


async def test_who_goes_along_is_out_of_it_alone(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor
) -> None:
    await chen.says(WORDS)
    await wang.taps("签收")
    await call_for(wang, line=LINE)
    await liang.taps("我來")
    await team.taps("一起去")
    comes(talk, "2026-03-06 18:10")
    await talk.settle()
    assert "谢谢您告诉我们" in (await team.taps("去不了了")).answer
    assert "我來" not in " ".join((await helpers_card(liang, NUMBER)).labels)
    assert "一起去" in " ".join(label for said in await team.chat() for label in said.labels)


async def test_whoever_stopped_it_hears_nothing(talk: Talk, chen: Actor, wang: Actor, team: Actor) -> None:
    await chen.says(WORDS)
    await wang.taps("签收")
    await call_for(wang, line=LINE)
    await team.taps("我来")
    await team.says("我的提醒")
    await team.taps("停：答应的事前一天提醒")
    comes(talk, "2026-03-06 18:10")
    assert "明天" not in await team.hears_now()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("明天下午帮忙搬东西", date(2026, 3, 3)),
        ("周六上午", date(2026, 3, 7)),
        ("下周三陪老人去医院", date(2026, 3, 11)),
        ("3月15日上午9点发传单", date(2026, 3, 15)),
        ("每周六来打扫", None),
        ("2月1日的照片", None),
        ("搬走3-5个柜子", None),
        ("帮忙搬走旧家具", None),
    ],
)
def test_the_day_that_the_words_name(words: str, day: date | None) -> None:
    assert find_day(words, TODAY) == day
