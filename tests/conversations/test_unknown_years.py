"""A year is near of which no public holidays are known: said once, a month ahead, and on every card."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.means import Means
from fieldwork.reports import Urgency
from fieldwork.rulesets import Rulebook, kept
from storage import rulesets
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks

LIGHT = "4号楼楼道灯坏了"
CHINA = ZoneInfo("Asia/Shanghai")
UNKNOWN, ESTIMATED = "年的放假和调休安排还没有录入", "按周一至周五估算"
DAY = 86_400


def comes(talk: Talk, when: str) -> None:
    """The clock goes forward to a moment."""
    talk.hand.at = datetime.fromisoformat(when).replace(tzinfo=CHINA).timestamp()


async def test_who_keeps_the_rules_is_told_once_a_month_ahead(
    talk: Talk, feng: Actor, deng: Actor, wang: Actor
) -> None:
    comes(talk, "2026-11-30 10:00")
    assert UNKNOWN not in await deng.hears_now()
    comes(talk, "2026-12-01 10:00")
    heard = await deng.hears_now()
    assert f"2027 {UNKNOWN}" in heard
    assert "rules apply" in heard
    assert UNKNOWN in await feng.hears()
    assert UNKNOWN not in await wang.hears()
    talk.passes(3 * DAY)
    assert UNKNOWN not in await deng.hears_now()


async def test_a_card_whose_limit_falls_into_it_says_so(talk: Talk, chen: Actor, wang: Actor) -> None:
    comes(talk, "2026-12-30 10:00")
    heard = await chen.says(LIGHT)
    card = await wang.card("N-10001-6")
    assert "01-06 10:00 前" in card.text
    assert ESTIMATED in card.text
    assert ESTIMATED not in heard, "they hear from somebody this year"
    await chen.says("5号楼6楼楼顶漏水，化粪池漏了")
    assert ESTIMATED not in await wang.card_text("N-10002-4"), "by the clock on the wall no holiday counts"


async def test_a_limit_that_reaches_so_far_makes_it_said_at_once(
    talk: Talk, means: Means, chen: Actor, deng: Actor
) -> None:
    """A district that gives its people half a year."""
    await talk.settle()
    await long_limits(talk, means)
    comes(talk, "2026-08-03 10:00")
    assert UNKNOWN not in await deng.hears_now()
    await chen.says(LIGHT)
    talk.passes(660)
    assert UNKNOWN in await deng.hears_now()


async def long_limits(talk: Talk, means: Means) -> None:
    clocks = [
        c.model_copy(update={"done": "120d"}) if c.urgency is Urgency.T2 else c for c in means.rules.clocks
    ]
    longer = means.rules.model_copy(update={"clocks": tuple(clocks)})
    await talk.books.write(
        lambda s: rulesets.add(s, kept(Rulebook(longer, means.words), ()), talk.clock.now(), None)
    )
