"""What somebody wants of the digests that come by themselves is read in few words, and nothing else is."""

from datetime import time

import pytest

from fieldwork.asked_rhythms import Act, read
from fieldwork.digests import Span

DAY, WEEK, MONTH, YEAR = Span.DAY, Span.WEEK, Span.MONTH, Span.YEAR


@pytest.mark.parametrize(
    ("said", "act", "spans", "at"),
    [
        ("每天8点发", Act.AT, {DAY}, time(8)),
        ("每天8點發簡報", Act.AT, {DAY}, time(8)),
        ("日报改到9点", Act.AT, {DAY}, time(9)),
        ("以后早上8点半给我发日报", Act.AT, {DAY}, time(8, 30)),
        ("每周一9点发周报", Act.AT, {WEEK}, time(9)),
        ("简报改成17:30", Act.AT, set(), time(17, 30)),
        ("不要日报了", Act.STOP, {DAY}, None),
        ("我不想要周报了！", Act.STOP, {WEEK}, None),
        ("不要再发简报了", Act.STOP, set(), None),
        ("恢复日报", Act.BEGIN, {DAY}, None),
        ("重新开月报", Act.BEGIN, {MONTH}, None),
        ("恢复", Act.BEGIN, set(), None),
        ("什么时候发简报", Act.ASK, set(), None),
        ("改简报时间", Act.ASK, set(), None),
        ("白皮书几点发", Act.ASK, {YEAR}, None),
    ],
)
def test_a_wish_is_read(said: str, act: Act, spans: set[Span], at: time | None) -> None:
    wish = read(said)
    assert wish is not None
    assert (wish.act, set(wish.spans), wish.at) == (act, spans, at)
    assert not wish.on_a_day


@pytest.mark.parametrize("said", ["周五下午5点发周报", "每周五发周报", "月报每月5号发"])
def test_a_day_of_ones_own_is_told_apart(said: str) -> None:
    wish = read(said)
    assert wish is not None
    assert wish.on_a_day


@pytest.mark.parametrize("said", ["每天23点发", "日报早上6点发"])
def test_a_time_at_night_is_told_apart(said: str) -> None:
    wish = read(said)
    assert wish is not None
    assert (wish.at, wish.is_at_night) == (None, True)


@pytest.mark.parametrize("said", ["每天8点", "下午三点半", "周五下午5点", "恢复"])
def test_what_names_no_digest_may_mean_another_thing(said: str) -> None:
    wish = read(said)
    assert wish is not None
    assert not wish.names


@pytest.mark.parametrize(
    "said",
    [
        "周报", "上周简报", "重发周报", "重新发周报", "打开周报", "几点", "取消", "不要", "停", "", "恢复供电",
        "每天8点停水",
        "物业每天8点发通知", "请不要停电", "楼道灯坏了三周了，简报里也没写", "每天早上8点送水", "改时间",
        "周报没收到",
    ],
)  # fmt: skip
def test_what_says_anything_else_is_no_wish(said: str) -> None:
    assert read(said) is None
