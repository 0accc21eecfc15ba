"""What people do in their chat app: say, send, press, edit, block. Each becomes an update for the bot."""

import asyncio
import json

from bot.sandbox.entities import detected
from bot.sandbox.groups import Group
from bot.sandbox.limits import ANSWERABLE_SECONDS, parts_of
from bot.sandbox.refusals import CannotDo
from bot.sandbox.speaking import Sent, Spot, forwarded, give, may_write, quoted, spot_of
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Press, Telegram


def say(
    telegram: Telegram,
    spot: Spot,
    text: str,
    date: int | None = None,
    reply_to: int | None = None,
    origin: Json | None = None,
) -> Sent:
    """A person writes; a long text leaves in parts. `date` is unix seconds (default: now)."""
    may_write(spot)
    words = _words(text)
    around = {**quoted(telegram, spot, reply_to), **forwarded(telegram, origin)}
    sent = Sent()
    for part in parts_of(words):
        give(telegram, spot, {**around, **_text(part)}, date, sent)
    telegram.read(spot.room)
    telegram.commit()
    return sent


PASSED_ON = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "voice", "audio", "video", "sticker",
    "location",
)  # fmt: skip


def forward(telegram: Telegram, source: Spot, message_id: int, target: Spot) -> Sent:
    """A person passes a message on from one chat to another; it says whose it was."""
    may_write(target)
    row = telegram.store.message(source.room.id, message_id)
    message: Json = json.loads(row.body) if row and not row.deleted else {}
    content = {key: message[key] for key in PASSED_ON if key in message}
    if not content:
        raise CannotDo(f"there is no message {message_id} to pass on", 404)
    whose = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    sent = Sent()
    give(telegram, target, {"forward_origin": message.get("forward_origin", whose), **content}, None, sent)
    telegram.commit()
    return sent


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise CannotDo("an empty message cannot be sent", 400)
    return words


def _text(part: str) -> Json:
    entities = detected(part, [])
    return {"text": part, **({"entities": entities} if entities else {})}


def offer(telegram: Telegram, messages: list[Json]) -> Json:
    """Many messages at once, in order: all of them or, when one is wrong, none."""
    said = []
    for one in messages:
        spot = spot_of(telegram, int(one.get("person") or 0))
        said.append((spot, _words(str(one.get("text") or "")), one.get("date")))
    sent = Sent()
    for spot, words, date in said:
        for part in parts_of(words):
            give(telegram, spot, _text(part), date, sent)
    telegram.commit()
    return {
        "first_update_id": sent.updates[0] if sent.updates else None,
        "last_update_id": sent.updates[-1] if sent.updates else None,
        "count": len(sent.updates),
    }


def tap(
    telegram: Telegram, spot: Spot, message_id: int, data: str, *, force: bool = False
) -> tuple[Press, int | None]:
    """A person taps an inline button; `force` sends any data, as a forger could. The press, its update."""
    person, room = spot.person, spot.room
    row = telegram.store.message(room.id, message_id)
    message: Json = json.loads(row.body) if row and not row.deleted else {}
    buttons = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    if not force and not any(data == one.get("callback_data") for line in buttons for one in line):
        raise CannotDo(f"there is no such button on message {message_id} now")
    inaccessible = {"chat": room.chat, "message_id": message_id, "date": 0}
    query_id = str(telegram.query_ids.next())
    query = {
        "id": query_id,
        "from": person.user,
        "message": message or inaccessible,
        "chat_instance": str(room.id * 7919),
        "data": data,
    }
    press = Press(person.id, room.id, telegram.clock(), asyncio.get_running_loop().create_future())
    _forget_old_presses(telegram)
    telegram.presses[query_id] = press
    telegram.read(room)
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


def edit(telegram: Telegram, spot: Spot, message_id: int, text: str) -> int | None:
    """A person changes words they have sent; the update_id, None where the bot does not hear of it."""
    room = spot.room
    row = telegram.store.message(room.id, message_id)
    message: Json = json.loads(row.body) if row and row.out and not row.deleted else {}
    if row is None or message.get("from", {}).get("id") != spot.person.id:
        raise CannotDo(f"message {message_id} is not {spot.person.first_name}'s to edit", 404)
    if "forward_origin" in message:
        raise CannotDo("what was forwarded cannot be changed")
    after = {**_reworded(message, text.strip()), "edit_date": telegram.date()}
    body = telegram.change_message(row, after)
    heard = not isinstance(room, Group) or room.reaches_bot(after, telegram.bot)
    update = telegram.queue("edited_message", room.id, body) if heard else None
    telegram.commit()
    return update


def _reworded(message: Json, words: str) -> Json:
    """The same message with other words, in its text or in its caption."""
    what, marks = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    if what == "text" and not words:
        raise CannotDo("a message cannot become empty", 400)
    entities = detected(words, [])
    kept = {key: value for key, value in message.items() if key not in (what, marks)}
    return {**kept, **({what: words} if words else {}), **({marks: entities} if entities else {})}


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
        "date": telegram.date(),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
    update = telegram.queue("my_chat_member", person.id, to_json(change))
    telegram.commit()
    return update
