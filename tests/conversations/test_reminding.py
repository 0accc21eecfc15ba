"""People are reminded of what is to be done: singly, or in a list; and what has gone is not said."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from fieldwork.people import Person
from fieldwork.reminders import ReminderState
from fieldwork.reports import LOOK_SOON
from storage import people, reminders, reports
from tests.talk import Actor, Said, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, LEAK, NUMBER, SECOND = "4号楼楼道灯坏了", "4号楼化粪池漏了", "N-10001-6", "N-10002-4"
MATTERS = ("楼道灯坏了", "电梯坏了", "门禁坏了", "垃圾没人收", "路灯坏了", "噪音太大")
NOBODY = 99  # who reported sixty matters, and hears nothing of them
PLACE = "凤城街道西湖社区西湖花园4号楼"


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    """The clock is turned to a moment of March, and whatever comes by then has come."""
    at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    assert at >= talk.hand.at, "the clock is never turned back"
    talk.passes(at - talk.hand.at)
    await talk.settle()


async def reminded(who: Actor) -> list[Said]:
    """The reminders among what somebody has heard since they last did something."""
    return [said for said in (await who.hears()).messages if said.text[0] in "⏰🔔☎" and not said.edited]


async def became(talk: Talk, who: Actor, subject: str = "report:10001") -> dict[str, ReminderState]:
    """What became of somebody's reminders, by step."""
    person = await talk.asks(lambda s: people.by_account(s, who.account))
    assert person is not None
    rows = await talk.asks(lambda s: reminders.about(s, subject))
    return {row.name: row.state for row in rows if row.person_id == person.id}


# -- the transcript ---------------------------------------------------------------------------------


async def test_what_is_urgent_comes_by_itself_with_what_can_be_done(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.catches_up()
    await until(talk, 2, 11)
    (said,) = await reminded(wang)
    assert (
        said.text
        == f"⏰ {NUMBER} 还没签收，快到时限了\n📍 {PLACE}\n🏷 社区治理 · 下水化粪池\n时限 03-02 12:00，还有60分钟"
    )
    assert said.sound
    assert said.labels == ["✍️ 签收", "🤝 转给…", "🙅 不再由我负责", "📄 看卡片"]
    assert "签收了" in await wang.taps("签收", said)
    await until(talk, 2, 12, 1)
    assert await reminded(wang) == []
    assert "sign.late" not in await became(talk, wang)


async def test_everything_else_comes_as_a_list(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await chen.says("4号楼电梯坏了")
    await wang.catches_up()
    await until(talk, 2, 15, 59)
    assert await reminded(wang) == [], "they are due soon since 15:12, and wait for the list"
    await until(talk, 2, 16)
    (said,) = await reminded(wang)
    assert said.text.splitlines() == [
        "⏰ 要办的（2）",
        f"⏰ {NUMBER} · {PLACE} · 路灯照明 · 待签收 · 超时1分钟",
        f"⏰ {SECOND} · {PLACE} · 电梯 · 待签收 · 超时1分钟",
    ]
    assert said.labels == [NUMBER, SECOND, "✍️ 签收本页 2 件", "📋 待办"]
    assert await became(talk, wang) == {
        "sign.remind": ReminderState.DROPPED, "sign.late": ReminderState.SAID
    }  # fmt: skip
    (above,) = await reminded(luo)
    assert NUMBER in above.text
    await wang.taps(NUMBER, said)
    assert "待签收" in await wang.card_text(NUMBER)


async def test_a_list_of_one_says_what_can_be_done(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await wang.catches_up()
    await until(talk, 2, 16)
    (said,) = await reminded(wang)
    assert said.text.startswith(f"⏰ {NUMBER} 超时了，还没人签收")
    assert said.labels == ["✍️ 签收", "🤝 转给…", "🙅 不再由我负责", "📄 看卡片"]
    (above,) = await reminded(luo)
    assert "您是站里的负责人，所以告诉您。" in above.text
    assert "🙅 不再由我负责" not in above.labels


async def test_whom_to_ring_stands_in_the_list(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("办结", await wang.card(NUMBER))
    await wang.taps("打了电话")
    await wang.taps("已修好，现场确认过")
    await until(talk, 4, 10, 30)
    await until(talk, 5, 10, 30)
    await zhang.catches_up()
    await until(talk, 5, 11)
    (said,) = await reminded(zhang)
    assert said.text.startswith(f"☎️ {NUMBER} 待电话回访")
    assert said.labels == ["☎️ 已电话回访", "📵 打不通", "📄 看卡片"]
    await chen.taps("解决了")
    assert "上报人已经回答了" in (await zhang.taps("已电话回访", said)).answer


# -- asked again ------------------------------------------------------------------------------------


async def test_what_has_gone_is_not_said(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 15, 30)
    await wang.taps("签收")
    await until(talk, 2, 16, 1)
    assert await reminded(wang) == []
    assert await became(talk, wang) == {"sign.remind": ReminderState.CLEARED}


async def test_what_passed_to_a_colleague_is_told_there(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LIGHT)
    await until(talk, 2, 15, 30)
    await wang.taps("转给…")
    await wang.taps("张立文")
    await zhang.catches_up()
    await until(talk, 2, 15, 50)
    await until(talk, 2, 16)
    assert await reminded(wang) == []
    assert (await became(talk, wang))["sign.remind"] is ReminderState.CLEARED
    (said,) = await reminded(zhang)
    assert NUMBER in said.text


# -- pressed when the matter has moved on ----------------------------------------------------------

CARD = "📄 看卡片"
OFFERED = ["✍️ 签收", "🤝 转给…", "🙅 不再由我负责", CARD]


async def is_reminded(talk: Talk, chen: Actor, wang: Actor) -> Said:
    await chen.says(LEAK)
    await wang.catches_up()
    await until(talk, 2, 11)
    (said,) = await reminded(wang)
    assert said.labels == OFFERED
    return said


async def left_of(who: Actor, said: Said) -> list[str]:
    """The buttons that a message has now."""
    return next(one for one in await who.chat() if one.id == said.id).labels


async def test_what_was_done_from_a_reminder_goes_from_under_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    said = await is_reminded(talk, chen, wang)
    await wang.taps("签收", said)
    assert await left_of(wang, said) == ["🤝 转给…", "🙅 不再由我负责", CARD]


@pytest.mark.parametrize("pressed", ["签收", "转给…", "不再由我负责"])
async def test_a_reminder_of_what_another_has_signed_says_who(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, pressed: str
) -> None:
    said = await is_reminded(talk, chen, wang)
    await zhang.says(NUMBER)
    await zhang.taps("签收", await zhang.card(NUMBER))
    heard = await wang.taps(pressed, said)
    assert "张立文" in heard.answer
    assert NUMBER in heard, "and the card as it stands"
    assert await left_of(wang, said) == [CARD]
    assert (await talk.report(NUMBER)).handler_id != (await person(talk, wang)).id


@pytest.mark.parametrize("pressed", ["签收", "转给…", "不再由我负责"])
async def test_a_reminder_of_what_was_handed_over_says_to_whom(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, pressed: str
) -> None:
    said = await is_reminded(talk, chen, wang)
    await wang.taps("转给…", await wang.card(NUMBER))
    await wang.taps("张立文")
    heard = await wang.taps(pressed, said)
    assert heard.answer == f"{NUMBER} 现在由张立文负责。"
    assert await left_of(wang, said) == [CARD]
    assert "签收了" in await zhang.taps("签收", await zhang.card(NUMBER))


@pytest.mark.parametrize("pressed", ["签收", "转给…", "不再由我负责", "看卡片"])
async def test_a_reminder_of_what_was_withdrawn_says_so(
    talk: Talk, chen: Actor, wang: Actor, pressed: str
) -> None:
    said = await is_reminded(talk, chen, wang)
    await chen.taps("不对，改一下", await chen.card(NUMBER))
    await chen.taps("不用管了")
    heard = await wang.taps(pressed, said)
    assert "已撤销" in heard
    assert await left_of(wang, said) == [CARD]


@pytest.mark.parametrize("pressed", ["签收", "转给…", "不再由我负责"])
async def test_a_reminder_of_what_is_solved_says_so(
    talk: Talk, chen: Actor, wang: Actor, pressed: str
) -> None:
    said = await is_reminded(talk, chen, wang)
    await wang.taps("办结", await wang.card(NUMBER))
    await wang.taps("打了电话")
    await wang.taps("已清理干净")
    await chen.taps("解决了")
    heard = await wang.taps(pressed, said)
    assert "已结案" in heard.answer
    assert await left_of(wang, said) == [CARD]


async def test_a_reminder_of_what_went_to_another_station_says_where(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    said = await is_reminded(talk, chen, wang)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, station="441802006027"))
    assert (await wang.taps("签收", said)).answer == f"{NUMBER} 现在归翠湖站。"
    assert await left_of(wang, said) == []


async def test_more_time_is_asked_for_by_whoever_has_it_now(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收", await wang.card(NUMBER))
    await wang.taps("联系了")
    await wang.catches_up()
    await until(talk, 6, 11)
    (said,) = await reminded(wang)
    assert said.labels[0] == "⏳ 延期…"
    await wang.taps("转给…", await wang.card(NUMBER))
    await wang.taps("张立文")
    assert (await wang.taps("延期…", said)).answer == "张立文已经签收了。"
    assert await left_of(wang, said) == [CARD]


async def person(talk: Talk, who: Actor) -> Person:
    found = await talk.asks(lambda s: people.by_account(s, who.account))
    assert found is not None
    return found


# -- quiet hours ------------------------------------------------------------------------------------


async def test_what_the_night_held_comes_as_one_message_in_the_morning(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await until(talk, 2, 19)
    await chen.says(LEAK)
    await chen.says("5号楼停水了")
    await wang.catches_up()
    await until(talk, 2, 20, 1)
    before = len(await reminded(wang))
    assert before in (1, 2), "half of the limit is over, by day"
    await until(talk, 2, 21, 1)
    await until(talk, 3, 3)
    await until(talk, 3, 8, 29)
    assert await reminded(wang) == []
    await until(talk, 3, 8, 30)
    (said,) = await reminded(wang)
    assert said.text.startswith("⏰ 要办的（2）")
    assert f"🔴 {NUMBER}" in said.text
    assert "超时11小时" in said.text


# -- not in the middle ------------------------------------------------------------------------------


async def test_nothing_is_said_into_an_open_draft(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 2, 10, 55)
    await wang.says("/report")
    await until(talk, 2, 11)
    assert await reminded(wang) == []
    await wang.says("西湖花园5号楼")
    await until(talk, 2, 11, 1)
    assert await reminded(wang) == []
    await until(talk, 2, 11, 12)
    assert len(await reminded(wang)) == 1, "ten minutes later nobody is writing any more"


async def test_who_writes_on_and_on_hears_it_after_two_hours(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("5号楼下水道堵了，污水倒灌")
    await until(talk, 2, 10, 55)
    heard = list[Said]()
    for minutes in range(55, 200, 9):
        await until(talk, 2, 10 + minutes // 60, minutes % 60)
        heard += await reminded(wang)
        if minutes < 180:
            assert heard == []
        await wang.says("/report")
    (said,) = heard
    assert "超时了，还没人签收" in said.text


# -- who cannot be reached --------------------------------------------------------------------------


async def test_who_went_away_meanwhile_is_passed_over(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await until(talk, 3, 9, 30)
    await wang.says("请假 今天")
    await wang.taps("张立文")
    await zhang.catches_up()
    await until(talk, 3, 11)  # first contact is due at 10:00
    assert await reminded(wang) == []
    (said,) = await reminded(zhang)
    assert NUMBER in said.text


async def test_of_whom_it_is_learned_only_by_telegram_that_they_blocked_the_bot_the_next_hears(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    talk.meant.add("bot was blocked by the user")
    await chen.says(LEAK)
    await zhang.catches_up()
    talk.sandbox.telegram.people[wang.account].blocked = True
    await until(talk, 2, 11)
    await until(talk, 2, 11, 2)
    await until(talk, 2, 11, 3)
    (said,) = await reminded(zhang)
    assert f"{NUMBER} 还没签收" in said.text
    assert await became(talk, wang) == {"sign.remind": ReminderState.PASSED_ON}


# -- not mine any more ------------------------------------------------------------------------------


async def test_saying_that_it_is_not_mine_any_more(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 2, 11)
    await luo.catches_up()
    heard = await wang.taps("不再由我负责")
    assert f"{NUMBER}：该由谁来办？" in heard
    assert heard.labels == ["🤝 转给…", "🙋 请罗永康安排"]
    heard = await wang.taps("请罗永康安排")
    assert f"{NUMBER} 已转给罗永康。" in heard
    assert heard.labels == ["说明一下原因"]
    assert "王慧敏转给您了" in await luo.hears()
    assert (await talk.steps(NUMBER))[-1] == "handed_over"
    await until(talk, 2, 12)
    assert NUMBER in (await reminded(luo))[0].text
    (said,) = await reminded(wang)
    assert "请您也看一下，别让它没人管。" in said.text, "she is his colleague now"
    assert "🙅 不再由我负责" not in said.labels


async def test_an_old_reminder_gives_nothing_away(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await until(talk, 2, 11)
    (said,) = await reminded(wang)
    await wang.taps("办结", await wang.card(NUMBER))
    await wang.taps("打了电话")
    await wang.taps("已清理干净")
    for data in (said.key("不再由我负责"), said.key("转给…")):
        assert data is not None
        assert "这一步现在做不了" in (await wang.taps_data(data.data, said.id)).answer
    await wang.taps_data("give_to_head:2711:0:", said.id)
    assert (await talk.report(NUMBER)).handler_id is not None


# -- Telegram down ----------------------------------------------------------------------------------


async def test_what_became_untrue_while_telegram_was_down_is_not_said(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await chen.says("4号楼电梯坏了")
    card = await wang.card(NUMBER)
    await wang.catches_up()
    talk.meant.add("Internal Server Error")
    await talk.sandbox.does("faults", kind="500", methods=["sendMessage"])
    await until(talk, 2, 16)
    assert "签收了" in await wang.taps("签收", card)
    await until(talk, 2, 17)
    await until(talk, 2, 18)
    await talk.sandbox.does("faults", kind="none")
    await until(talk, 2, 18, 10)
    (said,) = await reminded(wang)
    assert SECOND in said.text
    assert NUMBER not in said.text


async def test_what_could_not_be_delivered_by_day_does_not_come_at_night(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.catches_up()
    talk.meant.add("Internal Server Error")
    await talk.sandbox.does("faults", kind="500", methods=["sendMessage"])
    await until(talk, 2, 16)
    await until(talk, 2, 20, 31)
    await talk.sandbox.does("faults", kind="none")
    await until(talk, 2, 23)
    assert await reminded(wang) == []
    await until(talk, 3, 11)
    (said,) = await reminded(wang)
    assert NUMBER in said.text


# -- many -------------------------------------------------------------------------------------------


async def test_sixty_open_cards_give_at_most_two_messages_a_day(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.catches_up()
    first = await talk.report(NUMBER)
    events = await talk.events(NUMBER)

    def sixty(session: Session) -> None:
        """More of the same, one each six minutes."""
        for number in range(1, 60):
            at = first.kept_at + timedelta(minutes=6 * number)
            values = {"serial": 0, "reporter_id": NOBODY, "kept_at": at, "sent_at": at, "next_due": LOOK_SOON}
            one = reports.file(session, first.model_copy(update=values), wang.account, None)
            moved = [event.model_copy(update={"serial": one.serial, "at": at}) for event in events]
            reports.note(session, *moved)

    await talk.books.write(sixty)
    days = dict[int, int]()
    for day in range(2, 17):
        for hour in (11, 12, 16, 20) if day > 2 else (16, 20):
            await until(talk, day, hour)
            days[day] = days.get(day, 0) + len(await reminded(wang))
    print(f"60 open cards, reminders a day: {days}")
    assert all(many <= 2 for many in days.values())
    assert sum(days.values()) >= 4
    assert days[7] == days[8] == days[14] == days[15] == 0, "week-ends"
