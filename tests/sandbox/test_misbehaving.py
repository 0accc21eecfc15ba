"""Telegram's pace, and Telegram in a bad mood."""

import aiohttp
import pytest

from bot.sandbox.limits import Pace
from bot.sandbox.refusals import Refused
from tests.sandbox.conftest import VERA, Sandbox


async def test_a_short_burst_in_a_chat_is_let_through_and_then_one_a_second(sandbox: Sandbox) -> None:
    await sandbox.does("limits", on=True)
    for text in "一二三":
        await sandbox.done("sendMessage", chat_id=VERA, text=text)
    answer = await sandbox.call("sendMessage", chat_id=VERA, text="四")
    assert (answer["error_code"], answer["description"]) == (429, "Too Many Requests: retry after 1")
    assert answer["parameters"] == {"retry_after": 1}
    sandbox.clock.now += 1
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="四")
    edit = {"chat_id": VERA, "message_id": sent["message_id"], "text": "五"}
    assert (await sandbox.call("editMessageText", **edit))["error_code"] == 429
    await sandbox.does("limits", on=False)
    await sandbox.done("editMessageText", **edit)


def test_thirty_a_second_over_all_chats() -> None:
    pace = Pace()
    for chat in range(1, 31):
        pace.take(chat, 0.0)
    with pytest.raises(Refused):
        pace.take(99, 0.5)
    for turn in range(90):
        pace.take(100 + turn, 1 + turn / 30)


def sends_evenly(pace: Pace, apart: float) -> None:
    for turn in range(100):
        pace.take(7, turn * apart)


def test_an_even_sender_is_never_refused_in_one_chat() -> None:
    sends_evenly(Pace(), apart=0.9999)
    with pytest.raises(Refused):  # somebody a little quicker is, in the end
        sends_evenly(Pace(), apart=0.9)


def test_twenty_a_minute_in_a_group() -> None:
    pace = Pace()
    for turn in range(20):
        pace.take(-5, turn * 2.0)
    with pytest.raises(Refused) as refusal:
        pace.take(-5, 40.0)
    assert refusal.value.parameters == {"retry_after": 20}
    pace.take(-5, 60.0)


async def test_a_429_on_order_is_told_with_its_seconds_and_passes(sandbox: Sandbox) -> None:
    await sandbox.does("faults", kind="429", times=1, retry_after=7, methods=["sendMessage"])
    await sandbox.done("getMe")
    answer = await sandbox.call("sendMessage", chat_id=VERA, text="x")
    assert answer["parameters"] == {"retry_after": 7}
    assert (await sandbox.look("state"))["faults"] == {"kind": "none"}
    await sandbox.done("sendMessage", chat_id=VERA, text="x")


async def test_a_500_lasts_until_it_is_taken_back(sandbox: Sandbox) -> None:
    await sandbox.does("faults", kind="500")
    for _ in range(2):
        assert await sandbox.refused("getMe") == "500 Internal Server Error"
    assert (await sandbox.look("state"))["faults"]["kind"] == "500"
    await sandbox.does("faults", kind="none")
    await sandbox.done("getMe")


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_connection_leaves_the_outcome_unknown(
    sandbox: Sandbox, kind: str, arrived: int
) -> None:
    await sandbox.does("faults", kind=kind, times=1)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(
                f"{sandbox.url}/bot42:sandbox/sendMessage", json={"chat_id": VERA, "text": "x"}
            )
    assert len(await sandbox.hears(VERA)) == 1 + arrived
    assert all(one.method != "sendMessage" for one in sandbox.exchanges)


async def test_a_slow_answer_comes_after_its_seconds(sandbox: Sandbox) -> None:
    await sandbox.does("faults", kind="slow", times=1, seconds=0.2)
    timeout = aiohttp.ClientTimeout(total=0.05)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        with pytest.raises(TimeoutError):
            await session.post(f"{sandbox.url}/bot42:sandbox/getMe")
    await sandbox.does("faults", kind="slow", times=1, seconds=0.01)
    await sandbox.done("getMe")
