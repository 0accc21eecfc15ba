"""The time that stands in messages: the machine's, turned forward as far as the bot's page turned the field's."""

from collections.abc import Callable
from typing import Any

from tests.botapi import Schema
from tests.sandbox.conftest import NOON, VERA, Sandbox, close, settle

HOUR = 3600


async def test_a_message_is_dated_by_the_clock_that_was_turned(sandbox: Sandbox) -> None:
    assert await sandbox.does("clock", shift=HOUR, zone="Asia/Shanghai") == {
        "shift": HOUR,
        "zone": "Asia/Shanghai",
    }
    await sandbox.does("say", person=VERA, text="漏水")
    (update,) = await sandbox.updates()
    assert update["message"]["date"] == NOON + HOUR
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="收到了")
    assert sent["date"] == NOON + HOUR


async def test_what_waits_for_the_bot_is_not_forgotten_when_the_clock_is_turned_by_days(
    sandbox: Sandbox,
) -> None:
    await sandbox.does("say", person=VERA, text="漏水")
    await sandbox.does("clock", shift=72 * HOUR)
    assert [update["message"]["text"] for update in await sandbox.updates()] == ["漏水"]


async def test_a_tap_can_still_be_answered_after_the_clock_was_turned(sandbox: Sandbox) -> None:
    button = {"inline_keyboard": [[{"text": "签收", "callback_data": "sign"}]]}
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="待签收", reply_markup=button)
    await sandbox.does("press", person=VERA, message_id=sent["message_id"], data="sign", wait=0)
    (update,) = await sandbox.updates()
    await sandbox.does("clock", shift=HOUR)
    assert await sandbox.done("answerCallbackQuery", callback_query_id=update["callback_query"]["id"]) is True


async def test_the_turned_clock_outlives_the_sandbox(open_sandbox: Callable[[], Any], schema: Schema) -> None:
    first: Sandbox = await open_sandbox()
    await settle(first)
    await first.does("clock", shift=HOUR, zone="Asia/Shanghai")
    await close(first, schema)
    second: Sandbox = await open_sandbox()
    assert (await second.look("state"))["clock"] == {"shift": HOUR, "zone": "Asia/Shanghai"}
    await close(second, schema)


async def test_a_clock_behind_the_machine_s_is_refused(sandbox: Sandbox) -> None:
    assert "never behind" in await sandbox.cannot("clock", shift=-1)
