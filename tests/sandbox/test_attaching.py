"""Voice, music, video, documents and what is passed on, as the bot hears of them."""

import struct

import pytest

from bot.sandbox.ogg import ogg_from_webm, seconds_in
from tests.sandbox.conftest import LIU, VERA, Sandbox, png, voice_note

BAD = "400 Bad Request: "


async def test_a_voice_note_is_ogg_with_its_length_and_can_be_fetched(sandbox: Sandbox) -> None:
    heard = await sandbox.gives(VERA, "voice", ("", voice_note(4), "audio/ogg"), seconds=4)
    voice = heard["voice"]
    assert (voice["duration"], voice["mime_type"]) == (4, "audio/ogg")
    assert voice["file_size"] == len(voice_note(4))
    file = await sandbox.done("getFile", file_id=voice["file_id"])
    async with sandbox.client.get(f"/file/bot42:sandbox/{file['file_path']}") as response:
        assert (await response.read())[:4] == b"OggS"


async def test_the_bot_sends_a_voice_on_and_one_of_its_own(sandbox: Sandbox) -> None:
    voice = (await sandbox.gives(VERA, "voice", ("", voice_note(3), "audio/ogg"), seconds=3))["voice"]
    sent = await sandbox.done("sendVoice", chat_id=VERA, voice=voice["file_id"], caption="听一下")
    assert (sent["voice"], sent["caption"]) == (voice, "听一下")
    shown = (await sandbox.hears(VERA))[-1]["files"][0]
    async with sandbox.client.get(shown["url"]) as response:
        assert response.content_type == "audio/ogg"
    picture = (await sandbox.gives(VERA, "photo", ("a.png", png(9, 9), "image/png")))["photo"][-1]["file_id"]
    refusal = await sandbox.refused("sendVoice", chat_id=VERA, voice=picture)
    assert refusal == BAD + "can't use file of type Photo as VoiceNote"


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "document"])
async def test_what_is_too_large_is_told_by_its_size_and_not_handed_out(sandbox: Sandbox, kind: str) -> None:
    large = 25 * 1024 * 1024
    heard = await sandbox.gives(VERA, kind, ("large", b"begins so", "video/mp4"), said_size=large)
    assert heard[kind]["file_size"] == large
    assert await sandbox.refused("getFile", file_id=heard[kind]["file_id"]) == BAD + "file is too big"


async def test_a_document_keeps_its_name_and_type(sandbox: Sandbox) -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    document = (await sandbox.gives(VERA, "document", ("楼栋.xlsx", b"PK", sheet)))["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("楼栋.xlsx", sheet, 2)


async def test_what_is_passed_on_says_whose_it_was(sandbox: Sandbox) -> None:
    await sandbox.does(
        "say", person=VERA, text="电梯又停了", forwarded={"person": LIU, "date": 1_700_000_000}
    )
    await sandbox.does("say", person=VERA, text="没水了", forwarded={"name": "王大爷"})
    known, hidden = [one["message"] for one in await sandbox.updates()]
    assert (known["from"]["id"], known["forward_origin"]["sender_user"]["id"]) == (VERA, LIU)
    assert known["forward_origin"]["date"] == 1_700_000_000
    assert hidden["forward_origin"]["sender_user_name"] == "王大爷"
    refused = await sandbox.cannot("edit", person=VERA, message_id=known["message_id"], text="别的")
    assert "forwarded" in refused


async def test_a_message_is_passed_on_with_its_photo_and_its_author(sandbox: Sandbox) -> None:
    photo = await sandbox.gives(LIU, "photo", ("a.png", png(80, 60), "image/png"), caption="漏水")
    group = (await sandbox.does("groups", person=VERA, title="群", members=[LIU], bot=True))["id"]
    seen = await sandbox.does("forward", person=LIU, message_id=photo["message_id"], to=group)
    assert seen["update_ids"] == []  # as privacy mode has it
    await sandbox.does("forward", person=VERA, chat=group, message_id=seen["message_id"], to=VERA)
    passed = (await sandbox.updates())[-1]["message"]
    assert (passed["photo"], passed["caption"], passed["from"]["id"]) == (photo["photo"], "漏水", VERA)
    assert passed["forward_origin"]["sender_user"]["id"] == LIU
    assert "no message" in await sandbox.cannot("forward", person=VERA, message_id=999, to=group)


async def test_an_app_offers_the_commands_in_the_persons_language(sandbox: Sandbox) -> None:
    await sandbox.done("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    await sandbox.done(
        "setMyCommands", commands=[{"command": "help", "description": "怎么用"}], language_code="zh"
    )
    bind = [{"command": "bind", "description": "Bind"}]
    await sandbox.done("setMyCommands", commands=bind, scope={"type": "all_group_chats"})
    alone = (await sandbox.look(f"commands?person={VERA}"))["commands"]
    assert alone == [{"command": "help", "description": "怎么用"}]
    assert (await sandbox.look(f"commands?person={VERA}&chat=-5"))["commands"] == bind


async def test_a_chats_own_commands_come_first_until_they_are_deleted(sandbox: Sandbox) -> None:
    await sandbox.gives(VERA, "photo", ("a.png", png(80, 60), "image/png"))
    everybodys = [{"command": "help", "description": "Help"}]
    own, hers = [{"command": "todo", "description": "To do"}], {"type": "chat", "chat_id": VERA}
    await sandbox.done("setMyCommands", commands=everybodys)
    await sandbox.done("setMyCommands", commands=own, scope=hers)
    assert (await sandbox.look(f"commands?person={VERA}"))["commands"] == own
    assert (await sandbox.look(f"commands?person={LIU}"))["commands"] == everybodys
    await sandbox.done("deleteMyCommands", scope=hers)
    assert (await sandbox.look(f"commands?person={VERA}"))["commands"] == everybodys


async def test_the_head_of_a_group_sees_other_commands_there(sandbox: Sandbox) -> None:
    group = (await sandbox.does("groups", person=VERA, title="群", members=[LIU], bot=True))["id"]
    everybodys, heads = [{"command": "bao", "description": "x"}], [{"command": "bind", "description": "x"}]
    await sandbox.done("setMyCommands", commands=everybodys, scope={"type": "all_group_chats"})
    await sandbox.done("setMyCommands", commands=heads, scope={"type": "all_chat_administrators"})
    assert (await sandbox.look(f"commands?person={VERA}&chat={group}"))["commands"] == heads
    assert (await sandbox.look(f"commands?person={LIU}&chat={group}"))["commands"] == everybodys


async def test_a_caption_is_changed_as_words_are(sandbox: Sandbox) -> None:
    photo = await sandbox.gives(VERA, "photo", ("a.png", png(80, 60), "image/png"), caption="漏水")
    await sandbox.does("edit", person=VERA, message_id=photo["message_id"], text="四号楼漏水")
    edited = (await sandbox.updates())[-1]["edited_message"]
    assert (edited["caption"], edited["photo"]) == ("四号楼漏水", photo["photo"])
    await sandbox.does("edit", person=VERA, message_id=photo["message_id"], text="")
    assert "caption" not in (await sandbox.updates())[-1]["edited_message"]


def element(kind: int, body: bytes, *, unknown: bool = False) -> bytes:
    """A part of a WebM; a recorder that still records leaves the size open."""
    head = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return head + (b"\x01" + b"\xff" * 7 if unknown else struct.pack(">I", 0x10000000 | len(body))) + body


def recording(packets: int) -> bytes:
    """What a browser's recorder gives: WebM of unknown length, with silence inside."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 0, 48_000, 0, 0)
    track = element(0xAE, element(0xD7, b"\x01") + element(0x63A2, head))
    blocks = b"".join(element(0xA3, b"\x81\0\0\x80\xf8\xff\xfe") for _ in range(packets))
    cluster = element(0x1F43B675, element(0xE7, b"\0") + blocks, unknown=True)
    return element(0x1A45DFA3, b"") + element(0x18538067, element(0x1654AE6B, track) + cluster, unknown=True)


async def test_a_browsers_recording_becomes_a_voice_note(sandbox: Sandbox) -> None:
    said = ("recorded.webm", recording(120), "audio/webm;codecs=opus")
    voice = (await sandbox.gives(VERA, "voice", said, seconds=9))["voice"]
    assert (voice["mime_type"], voice["duration"]) == ("audio/ogg", 2)  # as long as it plays
    async with sandbox.client.get(f"/sandbox/api/files/{voice['file_id']}") as response:
        assert await response.read() == ogg_from_webm(recording(120))


def test_nothing_of_the_sound_is_lost_when_it_is_wrapped_anew() -> None:
    wrapped = ogg_from_webm(recording(120))
    assert wrapped.count(b"\xf8\xff\xfe") == 120
    last = wrapped.rindex(b"OggS")
    assert struct.unpack_from("<q", wrapped, last + 6)[0] == 120 * 960  # 20 ms each
    assert seconds_in(wrapped) == 2.4
    assert seconds_in(b"RIFF") == seconds_in(b"OggS") == 0
    for nonsense in (b"", b"\0\0", b"RIFF....WEBP", recording(0)):
        with pytest.raises(ValueError, match="WebM|Opus"):
            ogg_from_webm(nonsense)
