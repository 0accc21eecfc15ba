"""What people do in their chat app: say, send, press, edit, block. Each becomes an update for the bot."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.composing import without_reply
from bot.sandbox.entities import detected
from bot.sandbox.files import STICKER, UNKNOWN_SIZE, Upload, document, identity, photo_sizes
from bot.sandbox.limits import ANSWERABLE_SECONDS, parts_of
from bot.sandbox.people import Person
from bot.sandbox.pictures import picture_size
from bot.sandbox.refusals import CannotDo
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Press, Telegram

LONGEST_ALBUM = 10
KINDS = ("photo", "document", "sticker", "voice", "video", "location")


@dataclass
class Sent:
    """What came of it: the new messages and the updates that tell the bot of them."""

    messages: list[int] = field(default_factory=list)
    updates: list[int] = field(default_factory=list)

    def shown(self) -> Json:
        """For the answer: the first of each, and all of them."""
        return {
            "message_id": self.messages[0] if self.messages else None,
            "message_ids": self.messages,
            "update_id": self.updates[0] if self.updates else None,
            "update_ids": self.updates,
        }


def say(
    telegram: Telegram, number: int, text: str, date: int | None = None, reply_to: int | None = None
) -> Sent:
    """A person writes; a long text leaves in parts. `date` is unix seconds (default: now)."""
    person = _able(telegram, number)
    words = text.strip()
    if not words:
        raise CannotDo("an empty message cannot be sent", 400)
    reply = _quoted(telegram, person, reply_to)
    sent = Sent()
    for part in parts_of(words):
        entities = detected(part, [])
        content: Json = {**reply, "text": part, **({"entities": entities} if entities else {})}
        _give(telegram, person, content, date, sent)
    telegram.read(person)
    telegram.commit()
    return sent


def offer(telegram: Telegram, messages: list[Json]) -> Json:
    """Many messages at once, in order: all of them or, when one is wrong, none."""
    said = []
    for one in messages:
        person = _able(telegram, int(one.get("person") or 0))
        words = str(one.get("text") or "").strip()
        if not words:
            raise CannotDo("an empty message cannot be sent", 400)
        said.append((person, words, one.get("date")))
    sent = Sent()
    for person, words, date in said:
        for part in parts_of(words):
            entities = detected(part, [])
            _give(
                telegram, person, {"text": part, **({"entities": entities} if entities else {})}, date, sent
            )
    telegram.commit()
    return {
        "first_update_id": sent.updates[0] if sent.updates else None,
        "last_update_id": sent.updates[-1] if sent.updates else None,
        "count": len(sent.updates),
    }


def _able(telegram: Telegram, number: int) -> Person:
    """Somebody who can write to the bot now."""
    person = telegram.person(number)
    if person.deactivated:
        raise CannotDo(f"{person.first_name}'s account is gone")
    if person.blocked:
        raise CannotDo(f"{person.first_name} has blocked the bot; unblock it first")
    return person


def _quoted(telegram: Telegram, person: Person, number: int | None) -> Json:
    if not number:
        return {}
    row = telegram.store.message(person.id, number)
    if row is None or row.deleted:
        raise CannotDo(f"there is no message {number} in this chat to reply to", 404)
    return {"reply_to_message": without_reply(json.loads(row.body))}


def _give(telegram: Telegram, person: Person, content: Json, date: Any, sent: Sent) -> None:
    """One message of a person into their chat and to the bot."""
    telegram.start(person)
    number = telegram.message_ids.next()
    message = {
        "message_id": number,
        "from": person.user,
        "chat": person.chat,
        "date": int(telegram.clock()) if date is None else int(date),
        **content,
    }
    body = telegram.keep_message(person.id, message, out=True)
    update = telegram.queue("message", person.id, body)
    sent.messages.append(number)
    if update is not None:
        sent.updates.append(update)


@dataclass(frozen=True)
class Parcel:
    """What a person attaches."""

    kind: str
    uploads: list[Upload]
    captions: list[str]
    latitude: float = 0.0
    longitude: float = 0.0
    date: int | None = None
    reply_to: int | None = None


def send(telegram: Telegram, number: int, parcel: Parcel) -> Sent:
    """A person sends a photo, an album, a document, a sticker, a voice note, a place."""
    person = _able(telegram, number)
    _check(parcel)
    sent, reply = Sent(), _quoted(telegram, person, parcel.reply_to)
    if parcel.kind in ("sticker", "location"):
        content = _sticker(telegram, parcel) if parcel.kind == "sticker" else _location(parcel)
        _give(telegram, person, {**reply, **content}, parcel.date, sent)
    group = {"media_group_id": str(telegram.query_ids.next())} if len(parcel.uploads) > 1 else {}
    if parcel.kind != "sticker":
        for at, upload in enumerate(parcel.uploads):
            content = {**reply, **group, **_attached(telegram, parcel.kind, upload), **_caption(parcel, at)}
            _give(telegram, person, content, parcel.date, sent)
    telegram.read(person)
    telegram.commit()
    return sent


def _check(parcel: Parcel) -> None:
    if parcel.kind not in KINDS:
        raise CannotDo(f"kind is one of {', '.join(KINDS)}", 400)
    if parcel.kind not in ("sticker", "location") and not parcel.uploads:
        raise CannotDo(f"a {parcel.kind} needs a file", 400)
    if len(parcel.uploads) > LONGEST_ALBUM:
        raise CannotDo(f"an album has {LONGEST_ALBUM} files at most", 400)
    if parcel.kind in ("sticker", "voice", "location") and len(parcel.uploads) > 1:
        raise CannotDo(f"a {parcel.kind} is sent alone", 400)


def _caption(parcel: Parcel, at: int) -> Json:
    caption = parcel.captions[at].strip() if at < len(parcel.captions) else ""
    entities = detected(caption, [])
    return {
        **({"caption": caption} if caption else {}),
        **({"caption_entities": entities} if entities else {}),
    }


def _attached(telegram: Telegram, kind: str, upload: Upload) -> Json:
    files = telegram.files
    if kind == "photo":
        return {"photo": photo_sizes(files.keep_photo(upload))}
    if kind == "document":
        return {"document": document(files.keep("document", upload))}
    file = files.keep(kind, upload, (0, 0) if kind == "voice" else UNKNOWN_SIZE)
    played = {**identity(file), "duration": 1, "mime_type": file.mime, "file_size": file.size}
    return {kind: played if kind == "voice" else {**played, "width": file.width, "height": file.height}}


def _sticker(telegram: Telegram, parcel: Parcel) -> Json:
    upload = parcel.uploads[0] if parcel.uploads else Upload(STICKER, "sticker.svg", "image/svg+xml")
    file = telegram.files.keep("sticker", upload, picture_size(upload.data) or (512, 512))
    known = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
    size = {"width": file.width, "height": file.height, "file_size": file.size}
    return {"sticker": {**identity(file), **known, **size}}


def _location(parcel: Parcel) -> Json:
    return {"location": {"latitude": parcel.latitude, "longitude": parcel.longitude}}


def tap(
    telegram: Telegram, number: int, message_id: int, data: str, *, force: bool = False
) -> tuple[Press, int | None]:
    """A person taps an inline button; `force` sends any data, as a forger could. The press, its update."""
    person = _able(telegram, number)
    row = telegram.store.message(person.id, message_id)
    message: Json = json.loads(row.body) if row and not row.deleted else {}
    buttons = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    if not force and not any(data == one.get("callback_data") for line in buttons for one in line):
        raise CannotDo(f"there is no such button on message {message_id} now")
    inaccessible = {"chat": person.chat, "message_id": message_id, "date": 0}
    query_id = str(telegram.query_ids.next())
    query = {
        "id": query_id,
        "from": person.user,
        "message": message or inaccessible,
        "chat_instance": str(person.id * 7919),
        "data": data,
    }
    press = Press(person.id, telegram.clock(), asyncio.get_running_loop().create_future())
    _forget_old_presses(telegram)
    telegram.presses[query_id] = press
    telegram.read(person)
    update = telegram.queue("callback_query", person.id, to_json(query))
    telegram.commit()
    return press, update


def _forget_old_presses(telegram: Telegram) -> None:
    """They stand in the order of their taps; what can no longer be answered is in front."""
    old = telegram.clock() - ANSWERABLE_SECONDS
    for query in [key for key, press in list(telegram.presses.items())[:10] if press.at < old]:
        del telegram.presses[query]


async def answer_to(press: Press, seconds: float) -> Json:
    """What the bot answers to a tap, waiting `seconds` at most."""
    done, _ = await asyncio.wait({press.answered}, timeout=seconds)
    if not done:
        return {"answered": False}
    alert = press.answered.result()
    return {
        "answered": True,
        **(alert if alert["text"] else {}),
        **({"alert": alert} if alert["text"] else {}),
    }


def edit(telegram: Telegram, number: int, message_id: int, text: str) -> int | None:
    """A person changes words they have sent; the update_id."""
    person = _able(telegram, number)
    row = telegram.store.message(person.id, message_id)
    if row is None or row.deleted or not row.out:
        raise CannotDo(f"message {message_id} is not {person.first_name}'s to edit", 404)
    message: Json = json.loads(row.body)
    words = text.strip()
    what, marks = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    if what == "text" and not words:
        raise CannotDo("a message cannot become empty", 400)
    entities = detected(words, [])
    kept = {key: value for key, value in message.items() if key not in (what, marks)}
    changed = {what: words} if words else {}
    after = {**kept, **changed, **({marks: entities} if entities else {}), "edit_date": int(telegram.clock())}
    update = telegram.queue("edited_message", person.id, telegram.change_message(row, after))
    telegram.commit()
    return update


def block(telegram: Telegram, number: int, blocked: bool) -> int | None:
    """A person blocks the bot or lets it in again; the update_id, None when nothing changed."""
    person = telegram.person(number)
    if person.blocked == blocked:
        return None
    person.blocked = blocked
    person.started = True  # who can block it has met it
    telegram.keep_person(person)
    member = {"status": "member", "user": telegram.bot}
    kicked = {"status": "kicked", "user": telegram.bot, "until_date": 0}
    change = {
        "chat": person.chat,
        "from": person.user,
        "date": int(telegram.clock()),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
    update = telegram.queue("my_chat_member", person.id, to_json(change))
    telegram.commit()
    return update
