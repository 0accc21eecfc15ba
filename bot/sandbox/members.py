"""The Bot API methods that ask who is in a chat, and the one by which the bot leaves."""

from bot.sandbox.calls import Call
from bot.sandbox.gathering import bot_became
from bot.sandbox.groups import PERMISSIONS, RULING, Group, membership
from bot.sandbox.refusals import Refused, bad_request
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Telegram

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(telegram: Telegram, call: Call) -> str:
    room = telegram.met(call.whole("chat_id"))
    if isinstance(room, Group):
        room.check_open("")
    known: Json = {
        **room.chat,
        "accent_color_id": abs(room.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if isinstance(room, Group):
        known["permissions"] = {name: name != "can_change_info" and not room.hushed for name in PERMISSIONS}
    return to_json(known)


def get_chat_member(telegram: Telegram, call: Call) -> str:
    user = call.whole("user_id")
    group = _group(telegram, call)
    if user is None:
        raise bad_request("invalid user_id specified")
    if user == telegram.bot["id"]:
        return to_json(membership(group.bot, telegram.bot))
    person = telegram.people.get(user)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return to_json(membership(group.members.get(user, "left"), person.user))


def get_chat_administrators(telegram: Telegram, call: Call) -> str:
    room = telegram.met(call.whole("chat_id"))
    if not isinstance(room, Group):
        raise bad_request("there are no administrators in the private chat")
    room.check_open("")
    ruling = [(status, person) for person, status in room.members.items() if status in RULING]
    shown = [membership(status, telegram.person(person).user) for status, person in ruling]
    mine = [membership(room.bot, telegram.bot)] if room.bot in RULING else []
    return to_json([*shown, *mine])


def get_chat_member_count(telegram: Telegram, call: Call) -> str:
    group = _group(telegram, call)
    return str(1 + sum(group.has(person) for person in group.members))


def _group(telegram: Telegram, call: Call) -> Group:
    """The group that is asked about, while the bot is in it."""
    room = telegram.met(call.whole("chat_id"))
    if not isinstance(room, Group):
        raise bad_request("method is available for groups only here")
    room.check_open("")
    return room


def leave_chat(telegram: Telegram, call: Call) -> str:
    room = telegram.met(call.whole("chat_id"))
    if not isinstance(room, Group):
        raise Refused(400, "Bad Request: chat member status can't be changed in private chats")
    room.check_open("")
    bot_became(telegram, room, telegram.bot, "left")
    return "true"
