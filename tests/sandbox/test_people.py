"""What people do in their app, and what their app shows them."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.sandbox.conftest import LIU, STRANGER, VERA, Sandbox, png

ASK = {"inline_keyboard": [[{"text": "有", "callback_data": "yes"}, {"text": "没有", "callback_data": "no"}]]}


async def told(stream: aiohttp.ClientResponse, count: int) -> list[tuple[str, dict[str, Any]]]:
    """The next `count` events of a stream."""
    heard: list[tuple[str, dict[str, Any]]] = []
    name = ""
    async for raw in stream.content:
        line = raw.decode().rstrip("\n")
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            heard.append((name, json.loads(line.removeprefix("data: "))))
            if len(heard) == count:
                break
    return heard


async def test_the_cast_is_shown_with_who_has_started_and_what_is_unread(sandbox: Sandbox) -> None:
    await sandbox.does("people", people=[{"id": VERA, "role": "building_head", "about": "凤城三号楼"}])
    await sandbox.done("sendMessage", chat_id=VERA, text="一")
    await sandbox.done("sendMessage", chat_id=VERA, text="二")
    state = await sandbox.look("state")
    vera, liu, _ = state["people"]
    assert (vera["first_name"], vera["role"], vera["about"]) == ("Vera", "building_head", "凤城三号楼")
    assert (vera["started"], vera["blocked"], vera["unread"]) == (True, False, 2)
    assert (liu["started"], liu["unread"]) == (False, 0)
    assert state["bot"]["username"] == "fieldbot_sandbox_bot"
    await sandbox.hears(VERA)
    assert (await sandbox.look("state"))["people"][0]["unread"] == 0


async def test_a_person_needs_a_number_and_a_name(sandbox: Sandbox) -> None:
    assert "first_name" in await sandbox.cannot("people", people=[{"id": 5}])
    assert "number" in await sandbox.cannot("people", people=[{"first_name": "X"}])
    assert "nobody" in await sandbox.cannot("say", person=404, text="x")


async def test_a_long_text_arrives_in_parts_as_the_apps_cut_it(sandbox: Sandbox) -> None:
    said = await sandbox.does("say", person=VERA, text="字" * 5000)
    assert len(said["message_ids"]) == len(said["update_ids"]) == 2
    assert [len(one["message"]["text"]) for one in await sandbox.updates()] == [4096, 904]


async def test_a_message_bears_the_time_and_the_reply_it_was_given(sandbox: Sandbox) -> None:
    asked = await sandbox.done("sendMessage", chat_id=VERA, text="哪栋楼?")
    await sandbox.does("say", person=VERA, text="三号楼", date=1_700_000_000, reply_to=asked["message_id"])
    message = (await sandbox.updates())[-1]["message"]
    assert message["date"] == 1_700_000_000
    assert message["reply_to_message"]["text"] == "哪栋楼?"
    assert "no message 999" in await sandbox.cannot("say", person=VERA, text="x", reply_to=999)


async def test_an_album_is_one_group_in_separate_updates(sandbox: Sandbox) -> None:
    pictures = [("a.png", png(800, 600)), ("b.png", png(600, 800))]
    await sandbox.sends(VERA, pictures, captions=json.dumps(["漏水", ""]))
    first, second = [one["message"] for one in await sandbox.updates()]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("漏水", False)
    assert (second["photo"][-1]["width"], second["photo"][-1]["height"]) == (600, 800)
    shown = (await sandbox.hears(VERA))[-1]["files"][0]
    async with sandbox.client.get(shown["url"]) as response:
        assert await response.read() == pictures[1][1]


@pytest.mark.parametrize("kind", ["document", "voice", "video"])
async def test_other_files_keep_their_bytes(sandbox: Sandbox, kind: str) -> None:
    await sandbox.sends(VERA, [("说明.bin", b"\0bytes")], kind=kind)
    message = (await sandbox.updates())[-1]["message"]
    file = await sandbox.done("getFile", file_id=message[kind]["file_id"])
    async with sandbox.client.get(f"/file/bot42:sandbox/{file['file_path']}") as response:
        assert await response.read() == b"\0bytes"


async def test_a_sticker_and_a_place_need_no_file(sandbox: Sandbox) -> None:
    await sandbox.sends(VERA, [], kind="sticker")
    await sandbox.sends(VERA, [], kind="location", latitude=31.2, longitude=121.4)
    sticker, place = [one["message"] for one in await sandbox.updates()]
    assert sticker["sticker"]["emoji"]
    assert place["location"] == {"latitude": 31.2, "longitude": 121.4}


async def test_a_press_hears_the_bots_answer(sandbox: Sandbox) -> None:
    asked = await sandbox.done("sendMessage", chat_id=VERA, text="现在有危险吗?", reply_markup=ASK)
    poll = await sandbox.polling()
    press = asyncio.create_task(
        sandbox.does("press", person=VERA, message_id=asked["message_id"], data="yes")
    )
    (update,) = (await poll)["result"]
    query = update["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("yes", "现在有危险吗?")
    await sandbox.done("answerCallbackQuery", callback_query_id=query["id"], text="好的", show_alert=True)
    assert await press == {
        "answered": True,
        "text": "好的",
        "show_alert": True,
        "alert": {"text": "好的", "show_alert": True},
        "update_id": update["update_id"],
    }


async def test_only_a_button_that_is_there_can_be_pressed_but_a_forger_can_send_anything(
    sandbox: Sandbox,
) -> None:
    asked = await sandbox.done("sendMessage", chat_id=VERA, text="?", reply_markup=ASK)
    press = {"person": VERA, "message_id": asked["message_id"], "wait": 0}
    assert "no such button" in await sandbox.cannot("press", **press, data="maybe")
    await sandbox.done("editMessageText", chat_id=VERA, message_id=asked["message_id"], text="过去了")
    assert "no such button" in await sandbox.cannot("press", **press, data="yes")
    assert await sandbox.updates() == []
    forged = await sandbox.does("press", **press, data="forged", force=True)
    assert forged["answered"] is False
    await sandbox.does("press", person=STRANGER, message_id=999, data="theirs", force=True, wait=0)
    first, second = [one["callback_query"] for one in await sandbox.updates()]
    assert (first["data"], first["from"]["id"]) == ("forged", VERA)
    assert second["message"]["date"] == 0  # a message that the bot can no longer see


async def test_words_can_be_changed_by_who_sent_them(sandbox: Sandbox) -> None:
    said = await sandbox.does("say", person=VERA, text="三号楼漏水")
    await sandbox.does("edit", person=VERA, message_id=said["message_id"], text="四号楼漏水")
    edited = (await sandbox.updates())[-1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (said["message_id"], "四号楼漏水")
    assert (await sandbox.hears(VERA))[-1]["edited"] is True
    theirs = await sandbox.done("sendMessage", chat_id=VERA, text="卡")
    assert "not Vera's" in await sandbox.cannot(
        "edit", person=VERA, message_id=theirs["message_id"], text="x"
    )
    assert "not 刘's" in await sandbox.cannot("edit", person=LIU, message_id=said["message_id"], text="x")


async def test_the_keyboard_below_the_composer_comes_and_goes(sandbox: Sandbox) -> None:
    keys = {"keyboard": [[{"text": "报问题"}, {"text": "报活动"}]], "resize_keyboard": True}
    sent = await sandbox.done("sendMessage", chat_id=VERA, text="要做什么?", reply_markup=keys)
    assert "reply_markup" not in sent
    shown = (await sandbox.look(f"chats/{VERA}"))["keyboard"]
    assert shown["keyboard"] == [[{"text": "报问题"}, {"text": "报活动"}]]
    await sandbox.done("sendMessage", chat_id=VERA, text="好", reply_markup={"remove_keyboard": True})
    assert (await sandbox.look(f"chats/{VERA}"))["keyboard"] is None


async def test_the_app_shows_buttons_and_whether_it_rang(sandbox: Sandbox) -> None:
    link = {"inline_keyboard": [[{"text": "网页", "url": "https://example.org"}]]}
    await sandbox.done("sendMessage", chat_id=VERA, text="一", reply_markup=ASK)
    await sandbox.done("sendMessage", chat_id=VERA, text="二", reply_markup=link, disable_notification=True)
    first, second = (await sandbox.hears(VERA))[-2:]
    assert first["buttons"] == [[{"text": "有", "data": "yes"}, {"text": "没有", "data": "no"}]]
    assert second["buttons"] == [[{"text": "网页", "url": "https://example.org"}]]
    assert (first["silent"], second["silent"], first["out"]) == (False, True, False)


async def test_a_page_that_was_away_hears_what_it_missed_and_nothing_of_others(sandbox: Sandbox) -> None:
    seen = (await sandbox.look(f"chats/{VERA}"))["seq"]
    card = await sandbox.done("sendMessage", chat_id=VERA, text="卡", reply_markup=ASK)
    gone = await sandbox.done("sendMessage", chat_id=VERA, text="走了")
    await sandbox.done("deleteMessage", chat_id=VERA, message_id=gone["message_id"])
    await sandbox.does("say", person=LIU, text="别人的")
    await sandbox.does("press", person=VERA, message_id=card["message_id"], data="yes", wait=0)
    query = (await sandbox.updates())[-1]["callback_query"]
    await sandbox.done("answerCallbackQuery", callback_query_id=query["id"], text="好的")
    await sandbox.done("editMessageText", chat_id=VERA, message_id=card["message_id"], text="新卡")
    async with sandbox.client.get(f"/sandbox/api/events?person={VERA}&after={seen}") as stream:
        deleted, alert, message = await told(stream, 3)
    assert (deleted[0], deleted[1]["message_id"]) == ("deleted", gone["message_id"])
    assert (alert[0], alert[1]["text"]) == ("alert", "好的")
    assert (message[0], message[1]["message"]["text"]) == ("message", "新卡")
    last = {"Last-Event-ID": str(message[1]["message"]["seq"] - 1)}
    async with sandbox.client.get(f"/sandbox/api/events?person={VERA}", headers=last) as stream:
        assert (await told(stream, 1))[0][1]["message"]["text"] == "新卡"


async def test_a_page_hears_at_once_what_happens(sandbox: Sandbox) -> None:
    async with sandbox.client.get(f"/sandbox/api/events?person={VERA}") as stream:
        sent = await sandbox.done("sendMessage", chat_id=VERA, text="卡")
        await sandbox.done("editMessageText", chat_id=VERA, message_id=sent["message_id"], text="新卡")
        await sandbox.does("say", person=LIU, text="别人的")
        await sandbox.does("block", person=VERA, blocked=True)
        heard = await told(stream, 3)
    assert [name for name, _ in heard] == ["message", "edited", "state"]
    assert all(data["person"] == VERA for _, data in heard)
    assert heard[2][1]["blocked"] is True


async def test_a_link_becomes_a_qr_picture(sandbox: Sandbox) -> None:
    link = "https://t.me/fieldbot_sandbox_bot?start=A"
    async with sandbox.client.get("/sandbox/api/qr", params={"text": link}) as response:
        assert response.content_type == "image/png"
        assert (await response.read()).startswith(b"\x89PNG")
    async with sandbox.client.get("/sandbox/api/qr") as response:
        assert response.status == 400


async def test_nonsense_is_answered_with_a_sentence(sandbox: Sandbox) -> None:
    for path in ("say", "press", "offer", "faults"):
        assert await sandbox.cannot(path, nonsense=1)
    assert "empty" in await sandbox.cannot("say", person=VERA, text="  ")
    said = {"messages": [{"person": VERA, "text": "好"}, {"person": 404, "text": "坏"}]}
    await sandbox.cannot("offer", **said)
    assert await sandbox.updates() == []


async def test_another_sites_page_cannot_act_for_people(sandbox: Sandbox) -> None:
    said = {"person": VERA, "text": "x"}
    for origin, status in (("https://example.org", 403), ("null", 403), (sandbox.url, 200)):
        headers = {"Origin": origin}
        async with sandbox.client.post("/sandbox/api/say", json=said, headers=headers) as response:
            assert response.status == status
    assert len(await sandbox.updates()) == 1


async def test_the_page_is_served_and_nothing_beside_its_folder(sandbox: Sandbox) -> None:
    async with sandbox.client.get("/") as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "演示" in await response.text()
    for path in ("/server.py", "/..%2fserver.py", "/%2e%2e/server.py"):
        async with sandbox.client.get(path) as response:
            assert response.status == 404
