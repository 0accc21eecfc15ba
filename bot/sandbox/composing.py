"""What every message of the bot has in common: words, keyboard, what it replies to."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.entities import Entity, detected, parse_html, trimmed
from bot.sandbox.groups import Group
from bot.sandbox.limits import CAPTION_UNITS, TEXT_UNITS, utf16_units
from bot.sandbox.markup import inline_keyboard, reply_keyboard
from bot.sandbox.refusals import bad_request
from bot.sandbox.telegram import Json, Room, Telegram


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A message's markup: on the message, or below the composer."""

    inline: Json | None = None
    reply: Json | None = None


NO_KEYBOARD = Keyboard()


def keyboard_of(call: Call) -> Keyboard:
    markup = call.structure("reply_markup")
    return Keyboard(inline_keyboard(markup), reply_keyboard(markup)) if markup else NO_KEYBOARD


def marked(words: str, mode: str, given: Any) -> tuple[str, list[Entity]]:
    """Words as they will stand, with their entities; `mode` HTML or none (the others are not known here)."""
    if mode and mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if mode:
        words, entities = parse_html(words)
    else:
        entities = given if isinstance(given, list) else []
    words, entities = trimmed(words, entities)
    return words, detected(words, entities)


def text_of(call: Call, name: str) -> tuple[str, list[Entity]]:
    """The text of a message; raises where it is empty or too long."""
    text, entities = marked(call.text(name), call.text("parse_mode"), call.structure("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) * 2 > TEXT_UNITS and utf16_units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return text, entities


def captioned(words: str, mode: str, given: Any) -> Json:
    """`caption` and `caption_entities`, left out where there is none."""
    caption, entities = marked(words, mode, given)
    if utf16_units(caption) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return {
        **({"caption": caption} if caption else {}),
        **({"caption_entities": entities} if entities else {}),
    }


def caption_of(call: Call) -> Json:
    return captioned(call.text("caption"), call.text("parse_mode"), call.structure("caption_entities"))


def replied(telegram: Telegram, room: Room, call: Call) -> Json | None:
    """The message that is replied to, as it stands inside the reply; raises when it is not there."""
    said = call.structure("reply_parameters")
    if isinstance(said, dict) and said.get("message_id"):
        number, anyway = int(said["message_id"]), bool(said.get("allow_sending_without_reply"))
    else:
        number, anyway = call.whole("reply_to_message_id") or 0, call.truth("allow_sending_without_reply")
    if not number:
        return None
    row = telegram.store.message(room.id, number)
    if row is None or row.deleted:
        if anyway:
            return None
        raise bad_request("message to be replied not found")
    return without_reply(json.loads(row.body))


def without_reply(message: Json) -> Json:
    """A message inside another does not hold a third one."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def base(telegram: Telegram, room: Room, call: Call, reply: Json | None) -> Json:
    """The beginning of a new message of the bot: who, where, under which topic, in answer to what."""
    message = {
        "message_id": telegram.next_message_id(room),
        "from": telegram.bot,
        "chat": room.chat,
        "date": telegram.date(),
        **({"reply_to_message": reply} if reply else {}),
    }
    topic = topic_of(room, call) or (reply or {}).get("message_thread_id", 0)
    if isinstance(room, Group) and topic in room.topics:
        message.update(telegram.in_topic(room, topic, message))
    return message


def topic_of(room: Room, call: Call) -> int:
    """The topic that the bot names, 0 for none; refuses one that is not there."""
    topic = call.whole("message_thread_id") or 0
    if topic and not isinstance(room, Group):
        raise bad_request("message thread not found")
    if isinstance(room, Group):
        room.place_of(topic)
    return topic


def keep(telegram: Telegram, room: Room, message: Json, call: Call, keyboard: Keyboard = NO_KEYBOARD) -> str:
    """Into the chat, with or without a sound; its JSON."""
    if keyboard.reply:
        room.keyboard = None if "remove_keyboard" in keyboard.reply else keyboard.reply
        telegram.keep_room(room)
    silent = call.truth("disable_notification")
    return telegram.keep_message(room.id, message, out=False, silent=silent)


def sent(
    telegram: Telegram,
    room: Room,
    call: Call,
    content: Callable[[], Json],
) -> str:
    """A new message of the bot, at Telegram's pace; its content is asked for when nothing refuses it. Its JSON."""
    keyboard, reply = keyboard_of(call), replied(telegram, room, call)
    topic_of(room, call)
    telegram.pace.take(room.id, telegram.clock())
    message = {**base(telegram, room, call, reply), **content()}
    if keyboard.inline:
        message["reply_markup"] = keyboard.inline
    return keep(telegram, room, message, call, keyboard)
