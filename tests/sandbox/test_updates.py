"""How updates wait, are fetched, acknowledged, and outlive a restart."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.botapi import Schema
from tests.sandbox.conftest import LIU, VERA, Sandbox, close, settle


async def test_an_update_waits_until_an_offset_acknowledges_it(sandbox: Sandbox) -> None:
    first = await sandbox.does("say", person=VERA, text="化粪池漏了")
    second = await sandbox.does("say", person=VERA, text="三号楼")
    assert first["update_id"] < second["update_id"]
    for _ in range(2):
        assert [one["message"]["text"] for one in await sandbox.updates()] == ["化粪池漏了", "三号楼"]
    left = await sandbox.updates(offset=second["update_id"])
    assert [one["update_id"] for one in left] == [second["update_id"]]
    assert await sandbox.updates(offset=second["update_id"] + 1) == []
    assert await sandbox.updates() == []


async def test_a_negative_offset_forgets_all_but_the_last(sandbox: Sandbox) -> None:
    for text in ("一", "二", "三"):
        await sandbox.does("say", person=VERA, text=text)
    assert [one["message"]["text"] for one in await sandbox.updates(offset=-2)] == ["二", "三"]
    assert len(await sandbox.updates()) == 2


async def test_a_hundred_updates_come_at_once_at_most(sandbox: Sandbox) -> None:
    said = [{"person": VERA, "text": f"{n}", "date": 1_700_000_000 + n} for n in range(150)]
    offered = await sandbox.does("offer", messages=said)
    assert offered["last_update_id"] - offered["first_update_id"] == 149
    got = await sandbox.updates(limit=500)
    assert len(got) == 100
    assert got[0]["message"]["date"] == 1_700_000_000
    assert len(await sandbox.updates(limit=7)) == 7


async def test_a_long_poll_is_answered_as_soon_as_somebody_writes(sandbox: Sandbox) -> None:
    poll = await sandbox.polling()
    await sandbox.does("say", person=VERA, text="在吗")
    assert (await poll)["result"][0]["message"]["text"] == "在吗"


async def test_of_two_bots_that_poll_the_older_is_sent_away(sandbox: Sandbox) -> None:
    older = await sandbox.polling()
    newer = await sandbox.polling()
    answer = await older
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await sandbox.does("say", person=VERA, text="还在")
    assert (await newer)["ok"]


async def test_who_has_a_webhook_cannot_poll(sandbox: Sandbox) -> None:
    poll = await sandbox.polling()
    await sandbox.done("setWebhook", url="http://127.0.0.1:9/hook")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert (await sandbox.refused("getUpdates")).startswith("409 Conflict: can't use getUpdates method while")
    assert (await sandbox.done("getWebhookInfo"))["url"] == "http://127.0.0.1:9/hook"
    await sandbox.done("deleteWebhook")
    assert await sandbox.updates() == []


async def test_what_is_not_acknowledged_outlives_a_restart(
    open_sandbox: Callable[[], Any], schema: Schema
) -> None:
    sandbox: Sandbox = await open_sandbox()
    await settle(sandbox)
    said = await sandbox.does("say", person=VERA, text="别丢了")
    await sandbox.sends(VERA, [("a.txt", b"bytes")], kind="document")
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="收到了")
    await close(sandbox, schema)
    again: Sandbox = await open_sandbox()
    text, document = await again.updates()
    assert text["update_id"] == said["update_id"]
    assert text["message"]["text"] == "别丢了"
    file = await again.done("getFile", file_id=document["message"]["document"]["file_id"])
    async with again.client.get(f"/file/bot42:sandbox/{file['file_path']}") as response:
        assert await response.read() == b"bytes"
    assert [one.get("text") for one in await again.hears(VERA)] == ["/start", "别丢了", None, "收到了"]
    later = await again.does("say", person=VERA, text="再来")
    assert later["message_id"] > sent["message_id"]
    assert later["update_id"] > document["update_id"]
    await close(again, schema)


async def test_a_message_is_kept_a_day_and_a_press_two_and_a_half_minutes(sandbox: Sandbox) -> None:
    buttons = {"inline_keyboard": [[{"text": "有", "callback_data": "yes"}]]}
    asked = await sandbox.done("sendMessage", chat_id=VERA, text="现在有危险吗?", reply_markup=buttons)
    await sandbox.does("say", person=VERA, text="有")
    await sandbox.does("press", person=VERA, message_id=asked["message_id"], data="yes", wait=0)
    sandbox.clock.now += 151
    assert [list(one)[1] for one in await sandbox.updates()] == ["message"]
    sandbox.clock.now += 24 * 3600
    assert await sandbox.updates() == []
    counts = await sandbox.look("counts")
    assert (counts["expired"], counts["waiting"]) == (2, 0)
    assert counts["offered"] == counts["acknowledged"] + counts["waiting"] + counts["expired"]


async def test_only_the_kinds_asked_for_are_queued(sandbox: Sandbox) -> None:
    await sandbox.updates(allowed_updates=["message"])
    await sandbox.does("block", person=VERA, blocked=True)
    await sandbox.does("block", person=VERA, blocked=False)
    await sandbox.does("say", person=VERA, text="我回来了")
    assert [one["message"]["text"] for one in await sandbox.updates(allowed_updates=[])] == ["我回来了"]
    blocked = await sandbox.does("block", person=VERA, blocked=True)
    assert (await sandbox.updates())[-1]["update_id"] == blocked["update_id"]


class Hook:
    """A bot behind a webhook that refuses the first posts."""

    def __init__(self, refusals: int) -> None:
        self.left = refusals
        self.posted: list[tuple[str, str]] = []

    async def take(self, request: web.Request) -> web.Response:
        if self.left > 0:
            self.left -= 1
            return web.Response(status=500)
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.posted.append((secret, update["message"]["text"]))
        return web.json_response(
            {"method": "sendMessage", "chat_id": VERA, "text": f"got {update['message']['text']}"}
        )


async def test_a_webhook_gets_each_update_in_order_with_the_secret_until_it_takes_it(
    sandbox: Sandbox,
) -> None:
    hook, app = Hook(refusals=1), web.Application()
    app.router.add_post("/hook", hook.take)
    events = f"/sandbox/api/events?person={VERA}"
    async with TestServer(app) as server, sandbox.client.get(events) as stream:
        await sandbox.done("setWebhook", url=str(server.make_url("/hook")), secret_token="s3cret")
        await sandbox.does("say", person=VERA, text="一")
        await sandbox.does("say", person=VERA, text="二")
        async for line in stream.content:
            if "got 二".encode() in line:
                break
    assert hook.posted == [("s3cret", "一"), ("s3cret", "二")]
    info = await sandbox.done("getWebhookInfo")
    assert info["pending_update_count"] == 0
    assert "500" in info["last_error_message"]


@pytest.mark.parametrize("url", ["ftp://a.b", "nonsense", "https://"])
async def test_a_webhook_needs_an_address(sandbox: Sandbox, url: str) -> None:
    assert (await sandbox.refused("setWebhook", url=url)).startswith("400 Bad Request: bad webhook")


async def test_pending_updates_can_be_dropped(sandbox: Sandbox) -> None:
    await sandbox.does("say", person=VERA, text="旧的")
    await sandbox.done("deleteWebhook", drop_pending_updates=True)
    assert await sandbox.updates() == []


async def test_the_first_message_starts_a_chat_by_its_code(sandbox: Sandbox) -> None:
    assert await sandbox.refused("sendMessage", chat_id=LIU, text="?") == "400 Bad Request: chat not found"
    await sandbox.does("say", person=LIU, text="/start N-42")
    (update,) = await sandbox.updates()
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert update["message"]["text"] == "/start N-42"
    assert (await sandbox.done("sendMessage", chat_id=LIU, text="你好"))["chat"]["id"] == LIU
