"""Anything else: always something useful, in every state, to every kind of message."""

import pytest
from sqlmodel import Session

from fieldwork.reports import Report
from storage import inbox, reports
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_a_sticker_is_answered(talk: Talk, chen: Actor) -> None:
    assert "照片或者语音" in await chen.sends("sticker", 0)
    assert await talk.reports() == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("谢谢", "不客气"), ("谢谢王社工，辛苦了", "不客气"), ("你好", "您好"), ("在吗？", "您好"),
        ("你是谁", "您好"), ("😀😀", "请用文字或照片"), ("。。。", "请用文字或照片"),
        ("👍", "请用文字或照片"), ("各位业主：明天上午停水，请提前储水，敬请谅解。", "转发的通知"),
    ],
)  # fmt: skip
async def test_chatter_is_answered_and_not_filed(talk: Talk, chen: Actor, words: str, answer: str) -> None:
    assert answer in await chen.says(words)
    assert await talk.reports() == []


async def test_thanks_with_a_matter_is_a_report(talk: Talk, chen: Actor) -> None:
    assert "收到了" in await chen.says("谢谢你们，4号楼又漏了")


async def test_a_photo_with_nothing_but_thanks_is_a_report(talk: Talk, chen: Actor) -> None:
    assert "收到了" in await chen.sends_photo("谢谢")


async def test_giving_up_is_always_possible(talk: Talk, chen: Actor, wang: Actor) -> None:
    for actor in (chen, wang):
        assert "不问了" in await actor.says("取消")
    await chen.says(LEAK)
    await chen.taps("不对，改一下")
    await chen.taps("我说的话")
    await chen.says("取消")
    talk.passes(120)
    await chen.says("4号楼路灯坏了")
    assert [report.words for report in await talk.reports()] == ["", ""]


async def test_an_edited_message_of_no_report_is_asked_for_anew(talk: Talk, chen: Actor) -> None:
    await chen.says("谢谢")
    assert "请另发一条" in await chen.edits(await chen.last_sent(), "5号楼路灯坏了")
    assert not await chen.edits(await chen.last_sent(), "多谢")
    assert await talk.reports() == []


async def test_an_unknown_command_is_answered(talk: Talk, chen: Actor) -> None:
    assert await chen.says("/nonsense")
    assert await chen.says("/help")


async def test_an_update_that_raises_is_set_aside_and_the_chat_goes_on(
    talk: Talk, chen: Actor, li: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _breaks_at(monkeypatch, "碎")
    await li.catches_up()
    await talk.sandbox.does("say", person=chen.account, text="4号楼玻璃碎了")
    await talk.sandbox.does("say", person=li.account, text="5号楼路灯坏了")
    await talk.sandbox.does("say", person=chen.account, text=LEAK)
    await talk.settle()
    heard = await chen.hears()
    assert sum("我们这边出了点问题" in said.text for said in heard.messages) == 1
    assert "收到了" in heard
    assert "收到了" in await li.hears()
    assert sorted(report.text for report in await talk.reports()) == sorted([LEAK, "5号楼路灯坏了"])
    (aside,) = await talk.asks(lambda s: inbox.listed(s, failed_only=True))
    assert (aside.tries, aside.chat) == (3, chen.account)
    assert "碎" in (await talk.bodies())[0], "it is kept"


async def test_what_was_set_aside_can_be_tried_again(
    talk: Talk, chen: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        _breaks_at(broken, "碎")
        await chen.says("4号楼玻璃碎了")
    (aside,) = await talk.asks(lambda s: inbox.listed(s, failed_only=True))
    assert await talk.books.write(lambda s: inbox.retry(s, aside.id))
    await talk.settle()
    assert "收到了" in await chen.hears()


async def test_a_command_that_does_not_exist_is_no_report(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    assert "一条消息就行" in await chen.says("/foo")
    assert (await talk.steps("N-10001-6")) == ["sent", "dispatched"]
    assert len(await talk.reports()) == 1


async def test_a_change_of_what_is_over_is_said_to_be_late(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    first = await chen.last_sent()
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "已经结束了" in await chen.edits(first, "4号楼楼道灯都坏了")
    heard = await chen.edits(first, "4号楼楼道着火了")
    assert "119" in heard.messages[0].text, "the numbers that help come first"
    assert len(await talk.reports()) == 1


def _breaks_at(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Filing raises for one message; put over the running programme last."""
    filing = reports.file

    def breaks(session: Session, report: Report, chat: int, message_id: int) -> Report:
        if word in report.text:
            raise RuntimeError(f"a double that raises at {report.text}")
        return filing(session, report, chat, message_id)

    monkeypatch.setattr(reports, "file", breaks)
