"""The Bot API methods, but those of updates, files, groups and lists of commands.

A method takes the Telegram and the call and gives the JSON of its result, or raises Telegram's refusal.
"""

import json

from bot.sandbox.calls import Call
from bot.sandbox.composing import caption_of, sent, text_of, topic_of
from bot.sandbox.groups import Group
from bot.sandbox.limits import ALERT_UNITS, ANSWERABLE_SECONDS, DELETABLE_SECONDS, utf16_units
from bot.sandbox.markup import inline_keyboard
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request
from bot.sandbox.store import Row, to_json
from bot.sandbox.telegram import Json, Room, Telegram

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip
QUERY_GONE = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def get_me(telegram: Telegram, call: Call) -> str:
    return to_json(
        {
            **telegram.bot,
            "can_join_groups": True,
            "can_read_all_group_messages": not telegram.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
    )


def send_message(telegram: Telegram, call: Call) -> str:
    room = telegram.reachable(call.whole("chat_id"))
    text, entities = text_of(call, "text")
    content = {"text": text, **({"entities": entities} if entities else {})}
    return sent(telegram, room, call, lambda: content)


def send_location(telegram: Telegram, call: Call) -> str:
    room = telegram.reachable(call.whole("chat_id"), "locations")
    latitude, longitude = call.decimal("latitude"), call.decimal("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    place = {"location": {"latitude": latitude, "longitude": longitude}}
    return sent(telegram, room, call, lambda: place)


def send_chat_action(telegram: Telegram, call: Call) -> str:
    topic_of(telegram.reachable(call.whole("chat_id"), ""), call)
    if call.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return "true"


def _to_edit(telegram: Telegram, call: Call) -> tuple[Room, Row, Json]:
    """The bot's own message that is to be edited."""
    room = telegram.reachable(call.whole("chat_id"), "")
    number = call.whole("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    row = telegram.store.message(room.id, number)
    if row is None or row.deleted:
        raise bad_request("message to edit not found")
    if row.out:
        raise bad_request("message can't be edited")
    return room, row, json.loads(row.body)


def _edited(telegram: Telegram, room: Room, row: Row, before: Json, after: Json) -> str:
    if {**before, "edit_date": 0} == {**after, "edit_date": 0}:
        raise bad_request(NOT_MODIFIED)
    telegram.pace.take(room.id, telegram.clock())
    after["edit_date"] = telegram.date()
    return telegram.change_message(row, after)


def _with_keyboard(message: Json, call: Call) -> Json:
    """An edit that names no keyboard removes the one that is there."""
    message = {key: value for key, value in message.items() if key != "reply_markup"}
    keyboard = inline_keyboard(call.structure("reply_markup"))
    return {**message, "reply_markup": keyboard} if keyboard else message


def edit_message_text(telegram: Telegram, call: Call) -> str:
    room, row, before = _to_edit(telegram, call)
    text, entities = text_of(call, "text")
    if "text" not in before:
        raise bad_request("there is no text in the message to edit")
    after = {key: value for key, value in before.items() if key != "entities"}
    after["text"] = text
    if entities:
        after["entities"] = entities
    return _edited(telegram, room, row, before, _with_keyboard(after, call))


def edit_message_caption(telegram: Telegram, call: Call) -> str:
    room, row, before = _to_edit(telegram, call)
    if not any(kind in before for kind in ("photo", "document", "voice", "video")):
        raise bad_request("there is no caption in the message to edit")
    after = {key: value for key, value in before.items() if key not in ("caption", "caption_entities")}
    after.update(caption_of(call))
    return _edited(telegram, room, row, before, _with_keyboard(after, call))


def edit_message_reply_markup(telegram: Telegram, call: Call) -> str:
    room, row, before = _to_edit(telegram, call)
    return _edited(telegram, room, row, before, _with_keyboard(before, call))


def delete_message(telegram: Telegram, call: Call) -> str:
    room = telegram.met(call.whole("chat_id"))
    if isinstance(room, Group):
        room.check_open("")
    row = telegram.store.message(room.id, call.whole("message_id") or 0)
    if row is None or row.deleted:
        raise bad_request("message to delete not found")
    if isinstance(room, Person) or room.bot != "administrator":
        _check_deletable(telegram, room, json.loads(row.body))
    telegram.delete_message(row)
    return "true"


def _check_deletable(telegram: Telegram, room: Room, message: Json) -> None:
    """For two days; in a group its own, unless it is an administrator, who deletes anything."""
    if isinstance(room, Group) and message["from"]["id"] != telegram.bot["id"]:
        raise bad_request("message can't be deleted")
    if telegram.date() - message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


def answer_callback_query(telegram: Telegram, call: Call) -> str:
    press = telegram.presses.get(call.text("callback_query_id"))
    if press is None or telegram.clock() - press.at > ANSWERABLE_SECONDS:
        raise bad_request(QUERY_GONE)
    text = call.text("text")
    if utf16_units(text) > ALERT_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    alert: Json = {"text": text, "show_alert": call.truth("show_alert")}
    if not press.answered.done():
        press.answered.set_result(alert)
        if text:
            telegram.events.tell(
                press.person, telegram.changes.next(), "alert", lambda: {**alert, "chat": press.chat}
            )
    return "true"
