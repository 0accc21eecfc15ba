"""How a person's message comes into a chat and to the bot."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.composing import without_reply
from bot.sandbox.groups import ANONYMOUS, Group
from bot.sandbox.people import Person
from bot.sandbox.refusals import CannotDo
from bot.sandbox.telegram import Json, Room, Telegram


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


@dataclass(frozen=True, slots=True)
class Spot:
    """Who writes, and where: to the bot alone, or in a group, there perhaps under a topic."""

    person: Person
    room: Room
    topic: int = 0
    is_hidden: bool = False  # an administrator who speaks as the group

    @property
    def sender(self) -> Json:
        """Who a message says it is from."""
        if self.is_hidden:
            return {"from": ANONYMOUS, "sender_chat": self.room.chat}
        return {"from": self.person.user}


def hidden(spot: Spot) -> Spot:
    """The same, as the group: nobody is told which of its administrators it was."""
    if not isinstance(spot.room, Group) or not spot.room.is_ruled_by(spot.person.id):
        raise CannotDo("only an administrator of a group speaks in its name")
    return replace(spot, is_hidden=True)


def spot_of(telegram: Telegram, number: int, chat: int | None = None, topic: int = 0) -> Spot:
    """Where somebody can write now; CannotDo says why they cannot."""
    person = telegram.person(number)
    if person.deactivated:
        raise CannotDo(f"{person.first_name}'s account is gone")
    if chat is None or chat == number:
        if person.blocked:
            raise CannotDo(f"{person.first_name} has blocked the bot; unblock it first")
        return Spot(person, person)
    group = telegram.group(chat)
    if group.migrated_to:
        raise CannotDo(f"{group.title} is a supergroup now: {group.migrated_to}")
    if not group.has(number):
        raise CannotDo(f"{person.first_name} is not in {group.title}")
    if topic and topic not in group.topics:
        raise CannotDo(f"{group.title} has no topic {topic}", 404)
    return Spot(person, group, topic)


def quoted(telegram: Telegram, spot: Spot, number: int | None) -> Json:
    """The message that is replied to, as it stands inside the reply."""
    if not number:
        return {}
    row = telegram.store.message(spot.room.id, number)
    if row is None or row.deleted:
        raise CannotDo(f"there is no message {number} in this chat to reply to", 404)
    return {"reply_to_message": without_reply(json.loads(row.body))}


def forwarded(telegram: Telegram, told: Json | None) -> Json:
    """Where a message comes from that a person passes on: {person}, {name} of somebody hidden, or {chat}."""
    if not told:
        return {}
    date = int(told.get("date") or telegram.date())
    if "person" in told:
        user = telegram.person(int(told["person"])).user
        return {"forward_origin": {"type": "user", "date": date, "sender_user": user}}
    if "chat" in told:
        chat = telegram.group(int(told["chat"])).chat
        return {"forward_origin": {"type": "chat", "date": date, "sender_chat": chat}}
    if "name" in told:
        hidden = {"type": "hidden_user", "date": date, "sender_user_name": str(told["name"])}
        return {"forward_origin": hidden}
    raise CannotDo("a forwarded message names a person, a name or a chat", 400)


def give(telegram: Telegram, spot: Spot, content: Json, date: Any, sent: Sent) -> None:
    """One message of a person into a chat, and to the bot if it hears it."""
    person, room = spot.person, spot.room
    message = {
        "message_id": telegram.next_message_id(room),
        **spot.sender,
        "chat": room.chat,
        "date": telegram.date() if date is None else int(date),
        **content,
    }
    if isinstance(room, Group):
        message.update(_under_topic(telegram, room, spot.topic, message))
    else:
        telegram.start(person)
    body = telegram.keep_message(room.id, message, out=True)
    sent.messages.append(message["message_id"])
    if isinstance(room, Person) or room.reaches_bot(message, telegram.bot):
        update = telegram.queue("message", room.id, body)
        sent.updates += [update] if update is not None else []


def _under_topic(telegram: Telegram, group: Group, topic: int, message: Json) -> Json:
    """What a group adds to a message: its topic, or, in a supergroup without topics, its chain of replies."""
    reply = message.get("reply_to_message")
    topic = topic or (reply or {}).get("message_thread_id", 0)
    if topic in group.topics:
        return telegram.in_topic(group, topic, message)
    if group.kind == "supergroup" and not group.forum and reply:
        return {"message_thread_id": reply.get("message_thread_id", reply["message_id"])}
    return {}


def announce(telegram: Telegram, group: Group, sender: Json, content: Json) -> int:
    """A service message: what Telegram itself says in a group. Its id."""
    message = {
        "message_id": telegram.next_message_id(group),
        "from": sender,
        "chat": group.chat,
        "date": telegram.date(),
        **content,
    }
    body = telegram.keep_message(group.id, message, out=True)
    if group.reaches_bot(message, telegram.bot):
        telegram.queue("message", group.id, body)
    return int(message["message_id"])


def may_write(spot: Spot) -> None:
    """Raises CannotDo in a group in which only administrators may."""
    if isinstance(spot.room, Group) and spot.room.hushed and not spot.room.is_ruled_by(spot.person.id):
        raise CannotDo(f"only administrators may write in {spot.room.title} now")
