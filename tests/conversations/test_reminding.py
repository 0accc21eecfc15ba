"""People are reminded of what is to be done: singly, or in a list; and what has gone is not said."""

import pytest

from fieldwork import numbers
from fieldwork.reminders import Manner, Reminder, ReminderState
from storage import people, reminders
from tests.talk import MONDAY_TEN, Actor, Talk

pytestmark = pytest.mark.shipped_clocks
LIGHT, LEAK, NUMBER = "4号楼楼道灯坏了", "4号楼化粪池漏了", "N-10001-6"
HOUR, DAY = 3600.0, 86_400.0
ELEVEN, FOUR = MONDAY_TEN + HOUR, MONDAY_TEN + 6 * HOUR


async def is_due(
    talk: Talk,
    who: Actor,
    step: str,
    number: str = NUMBER,
    manner: Manner = Manner.LIST,
    as_what: str = "handler",
) -> None:
    """Somebody is to be told of a step, as the ladder writes it."""
    person = await talk.asks(lambda s: people.by_account(s, who.account))
    assert person is not None
    now = talk.clock.now()
    row = Reminder(subject=f"report:{numbers.read(number)}", step=step, person_id=person.id, manner=manner,
                   due_at=now, send_at=now, as_what=as_what)  # fmt: skip
    await talk.books.write(lambda s: reminders.add(s, [row]))


async def states(talk: Talk, number: str = NUMBER) -> dict[str, ReminderState]:
    """What became of the reminders of a report, by step and person."""
    rows = await talk.asks(lambda s: reminders.about(s, f"report:{numbers.read(number)}"))
    return {f"{row.step} {row.person_id}": row.state for row in rows}


def until(talk: Talk, at: float) -> None:
    """The clock is turned to a moment."""
    assert at >= talk.hand.at, "the clock is never turned back"
    talk.passes(at - talk.hand.at)


async def test_a_list_comes_at_four(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.catches_up()
    until(talk, FOUR - 40 * 60)
    await is_due(talk, wang, "sign.remind#1")
    assert "要办的" not in await wang.hears_now()
    until(talk, FOUR)
    heard = await wang.hears_now()
    assert "⏰ 要办的（1）" in heard
    assert f"{NUMBER} · 凤城街道西湖社区西湖花园4号楼" in heard
    assert heard.labels == [NUMBER, "✍️ 签收本页 1 件", "📋 待办"]
    await wang.taps(NUMBER)
    assert "待签收" in await wang.card_text(NUMBER)


async def test_what_is_urgent_comes_by_itself_with_what_can_be_done(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    until(talk, MONDAY_TEN + HOUR + 60)
    await wang.catches_up()
    await is_due(talk, wang, "sign.remind#1", manner=Manner.SINGLY)
    until(talk, MONDAY_TEN + HOUR + 120)
    newest = [said for said in (await wang.chat()) if "快到时限了" in said.text] or (
        await wang.hears_now()
    ).messages
    assert newest[-1].text.startswith(f"⏰ {NUMBER} 还没签收，快到时限了")
    assert "时限 03-02 12:00，还有5" in newest[-1].text
    assert newest[-1].labels == ["✍️ 签收", "🤝 转给…", "🙅 不再由我负责", "📄 看卡片"]
    assert "签收了" in await wang.taps("签收", newest[-1])


async def test_what_has_gone_is_not_said(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    until(talk, FOUR - 40 * 60)
    await is_due(talk, wang, "sign.remind#1")
    await wang.taps("签收")
    until(talk, FOUR)
    assert "要办的" not in await wang.hears_now()
    assert set((await states(talk)).values()) == {ReminderState.CLEARED}
