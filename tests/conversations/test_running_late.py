"""It takes longer than the reporter was told."""

import pytest

from fieldwork.need_lines import Need
from storage import tallies
from tests.conversations.clockwork import until
from tests.conversations.test_returning import refused, returned
from tests.talk import Actor, Heard, Talk

pytestmark = pytest.mark.shipped_clocks
LEAK, LIGHT, BROKEN, NUMBER = "4号楼化粪池漏了", "4号楼楼道灯坏了", "4号楼电梯坏了", "N-10001-6"
NOBODY = "说好的时间到了，还没有人联系您"
LONGER = "比应该的时间晚了，对不起"


def sorry(heard: Heard) -> list[str]:
    return [text for text in heard.sounds if "对不起" in text]


async def test_running_late_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    assert "西湖站会在3月3日 10:00前联系您" in await chen.says(LIGHT)
    await until(talk, 3, 9, 59)
    assert (await chen.hears()).sounds == []
    await until(talk, 3, 10)
    heard = await chen.hears()
    assert sorry(heard) == [
        "⏳ N-10001-6：说好的时间到了，还没有人联系您，对不起。\n"
        "现在由西湖站负责，最晚3月9日 10:00前处理。\n电话：0763-000 0002"
    ]
    assert heard.labels == ["👉 催一下"]
    assert "比说好的时间晚了，西湖站会尽快联系您" in await chen.card_text(NUMBER)
    await wang.taps("签收")
    await until(talk, 9, 10)
    (told,) = sorry(await chen.hears())
    assert told.startswith("⏳ N-10001-6：比应该的时间晚了，对不起。\n现在由西湖站王慧敏负责，会尽快处理。")
    await until(talk, 13, 10)
    assert sorry(await chen.hears()) == []


async def test_who_was_contacted_in_time_hears_only_of_what_is_not_done(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("联系了")
    await chen.catches_up()
    await until(talk, 6, 10)
    assert sorry(await chen.hears()) == []
    await until(talk, 9, 10)
    (told,) = sorry(await chen.hears())
    assert LONGER in told


async def test_both_limits_of_one_day_are_told_once(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("紧急程度")
    await chen.taps("现在有人有危险")
    await chen.catches_up()
    await until(talk, 2, 10, 30)
    (told,) = sorry(await chen.hears())
    assert NOBODY in told
    await until(talk, 2, 12)
    assert sorry(await chen.hears()) == []


async def test_nobody_is_told_at_night(talk: Talk, chen: Actor, wang: Actor) -> None:
    await until(talk, 2, 20, 45)
    await chen.says(LEAK)
    await wang.taps("联系了")
    await chen.catches_up()
    await until(talk, 3, 20, 45)
    assert sorry(await chen.hears()) == []
    await until(talk, 4, 8, 29)
    assert sorry(await chen.hears()) == []
    await until(talk, 4, 8, 30)
    (told,) = sorry(await chen.hears())
    assert LONGER in told


async def test_what_is_done_in_the_night_takes_the_message_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await until(talk, 2, 20, 45)
    await chen.says(LEAK)
    await wang.taps("联系了")
    await until(talk, 3, 21)
    await wang.taps("办结")
    await wang.taps("已清理干净")
    await chen.catches_up()
    await until(talk, 4, 9)
    assert sorry(await chen.hears()) == []


async def test_who_joined_hears_it_too_with_their_own_number(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await chen.says(BROKEN)
    talk.passes(7_200)
    await li.says("4号楼电梯又坏了，上不去")
    await li.taps("我也遇到")
    number = (await talk.reports())[1].number
    await li.catches_up()
    await until(talk, 3, 10)
    (told,) = sorry(await li.hears())
    assert told.startswith(f"⏳ {number}：")
    assert "陈桂芳" not in told


async def test_while_the_reporter_is_asked_nothing_is_late(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await wang.chooses("问上报人一句")
    await wang.says("是几楼的灯？")
    assert "⏸ 时限暂停" in await wang.card_text(NUMBER)
    await chen.catches_up()
    await until(talk, 4, 10)
    assert sorry(await chen.hears()) == []
    await chen.says("三楼")
    assert "⏰ 联系 03-05 10:00 前" in await wang.card_text(NUMBER), "what was left of the limit is left"


async def test_a_hand_over_shows_both_clocks_and_does_not_move_the_reporters(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 16)
    assert "⏰ 签收 03-02 16:00 起超时 · 办结 03-09 10:00 前" in await wang.card_text(NUMBER)
    await wang.taps("签收")
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    await wu.taps("接手")
    await wu.taps("联系了")
    card = await wu.card_text(NUMBER)
    assert "⏰ 办结 03-09 16:00 前 · 上报人的时限 03-09 10:00" in card
    await chen.catches_up()
    await until(talk, 9, 10)
    (told,) = sorry(await chen.hears())
    assert "现在由麻寺田站吴佳怡负责，最晚3月9日 16:00前处理。" in told


async def test_what_is_taken_up_again_says_until_when_somebody_is_in_touch(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    for label in ("联系了", "办结", "已清理干净"):
        await wang.taps(label)
    await until(talk, 2, 11)
    await chen.taps("还没解决")
    assert "西湖站会在3月2日 17:30前联系您" in await chen.card_text(NUMBER)
    await chen.catches_up()
    await until(talk, 2, 17, 30)
    (told,) = sorry(await chen.hears())
    assert NOBODY in told


async def late_in_the_figures(talk: Talk) -> dict[str, float]:
    """What passed without being done, as the figures count it."""
    lines = await talk.asks(lambda session: tallies.of_record(session, 10_001))
    legs = {Need.SIGN_LATE, Need.CONTACT_LATE, Need.OVERDUE}
    return {name: sum(line.number for line in lines if line.name == name) for name in sorted(legs)}


async def test_what_nobody_signs_for_is_late_for_contact_and_work_in_the_figures_too(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 3, 10, 1)
    assert await late_in_the_figures(talk) == {"contact_late": 1, "overdue": 0, "sign_late": 1}
    await until(talk, 9, 10, 1)
    assert await late_in_the_figures(talk) == {"contact_late": 1, "overdue": 1, "sign_late": 1}
    await wang.taps("联系了")
    await until(talk, 10, 10)
    assert await late_in_the_figures(talk) == {"contact_late": 1, "overdue": 1, "sign_late": 1}


async def test_what_nobody_signs_for_at_the_next_station_is_late_there(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    """By that station's own clock, which began when it came there."""
    await refused(chen, wang, wu)
    await returned(wang, "麻寺田站")
    await luo.taps("改派到麻寺田站")
    await until(talk, 20, 10)
    lines = await talk.asks(lambda session: tallies.of_record(session, 10_001))
    theirs = {line.name for line in lines if line.station == "441802006021" and line.number > 0}
    assert {"sign_late", "contact_late", "overdue"} <= theirs
    assert await late_in_the_figures(talk) == {"contact_late": 1, "overdue": 1, "sign_late": 1}


async def test_what_is_done_again_and_nobody_signs_for_is_late_for_work_too(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    for label in ("联系了", "办结", "已清理干净"):
        await wang.taps(label)
    await chen.taps("还没解决")
    await until(talk, 11, 10)
    assert await late_in_the_figures(talk) == {"contact_late": 1, "overdue": 1, "sign_late": 1}
