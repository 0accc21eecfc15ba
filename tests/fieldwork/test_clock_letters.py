"""Until when: how a station's card and the reporter's card say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.letters import clock
from fieldwork.letters.clock import Times
from fieldwork.texts import Language

ZONE = ZoneInfo("Asia/Shanghai")
HANS = load_translators(load_words([SHIPPED]), Language.HANS)("")


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE)


def lines(**ends: str) -> list[str]:
    named = {leg.replace("_", "."): at(when) for leg, when in ends.items()}
    return clock.lines(HANS, Times(now=at("03-03 09:00"), ends=named))


def test_the_limits_of_a_card_stand_in_the_order_they_are_lived() -> None:
    assert lines(done="03-09 10:00", sign="03-03 14:00") == ["⏰ 签收 03-03 14:00 前 · 办结 03-09 10:00 前"]


def test_a_limit_that_is_over_says_since_when() -> None:
    assert lines(sign="03-02 16:00", done="03-09 10:00") == [
        "⏰ 签收 03-02 16:00 起超时 · 办结 03-09 10:00 前"
    ]


def test_what_came_from_elsewhere_shows_both_clocks() -> None:
    both = lines(done="03-10 10:00", reporter_done="03-09 10:00")
    assert both == ["⏰ 办结 03-10 10:00 前 · 上报人的时限 03-09 10:00"]


def test_one_clock_is_said_once() -> None:
    assert lines(done="03-09 10:00", reporter_done="03-09 10:00") == ["⏰ 办结 03-09 10:00 前"]


def test_while_time_stands_still_no_limit_is_said() -> None:
    assert clock.lines(HANS, Times(now=at("03-03 09:00"), still=True)) == ["⏸ 时限暂停"]


def test_nothing_is_said_where_there_is_no_limit() -> None:
    assert clock.lines(HANS, None) == []
    assert lines() == []


def test_a_reporter_is_told_the_day_and_the_time() -> None:
    assert clock.moment_named(HANS, at("03-09 16:00")) == "3月9日 16:00"
