"""The check of exchanges accepts what is right and refuses what is wrong: so a green test says something."""

import copy
import hashlib
import re
from pathlib import Path

import pytest

from tests import botapi
from tests.botapi import RETURNS, Schema, check_exchange, load_schema

BOT = {"id": 42, "is_bot": True, "first_name": "演示", "username": "fieldbot_sandbox_bot"}
CHAT = {"id": 7, "type": "private", "first_name": "楼长"}
MESSAGE = {"message_id": 1, "date": 1_700_000_000, "chat": CHAT, "from": BOT, "text": "收到了"}
BUTTON = {"text": "补充", "callback_data": "add:10427"}
DONE = {"ok": True, "result": True}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema()


def sent(schema: Schema, **params: object) -> list[str]:
    """What is said of a sendMessage with these parameters and a right answer."""
    return check_exchange(schema, "sendMessage", params, {"ok": True, "result": MESSAGE})


def answered(schema: Schema, method: str, result: object, **params: object) -> list[str]:
    return check_exchange(schema, method, params, {"ok": True, "result": result})


def test_a_plain_message_is_right_as_json_and_as_a_form(schema: Schema) -> None:
    assert sent(schema, chat_id=7, text="收到了", disable_notification=True) == []
    assert sent(schema, chat_id="7", text="收到了", disable_notification="true") == []


def test_a_keyboard_is_right_as_an_object_and_as_a_forms_string(schema: Schema) -> None:
    markup = {"inline_keyboard": [[BUTTON]]}
    as_text = '{"inline_keyboard": [[{"text": "补充", "callback_data": "add:10427"}]]}'
    assert sent(schema, chat_id=7, text="x", reply_markup=markup) == []
    assert sent(schema, chat_id="7", text="x", reply_markup=as_text) == []


def test_a_method_that_is_not_there_is_named(schema: Schema) -> None:
    assert check_exchange(schema, "sendLetter", {}, DONE) == [
        f"sendLetter: the Bot API {schema.version} has no such method"
    ]


def test_a_parameter_that_is_not_there_is_named(schema: Schema) -> None:
    assert sent(schema, chat_id=7, text="x", colour="red") == ["sendMessage: there is no parameter colour"]


def test_a_missing_parameter_is_named(schema: Schema) -> None:
    assert sent(schema, chat_id=7) == ["sendMessage: the required parameter text is missing"]


@pytest.mark.parametrize(
    ("name", "value", "type_"),
    [
        ("disable_notification", "maybe", "Boolean"),
        ("disable_notification", 1, "Boolean"),
        ("message_thread_id", "12a", "Integer"),
        ("message_thread_id", True, "Integer"),
        ("text", 5, "String"),
        ("reply_parameters", "12", "ReplyParameters"),
    ],
)
def test_a_parameter_of_a_wrong_type_is_named(schema: Schema, name: str, value: object, type_: str) -> None:
    said = sent(schema, **{"chat_id": 7, "text": "x", name: value})
    assert len(said) == 1
    assert said[0].startswith(f"sendMessage: parameter {name} should be {type_} and is ")


def test_a_wrong_button_is_found_where_it_is(schema: Schema) -> None:
    markup = {"inline_keyboard": [[BUTTON, {"text": "x", "callback_data": 5, "color": "red"}]]}
    where = "sendMessage: parameter reply_markup.inline_keyboard[0][1]"
    assert sent(schema, chat_id=7, text="x", reply_markup=markup) == [
        f"{where} is InlineKeyboardButton, which has no field color",
        f"{where}.callback_data should be String and is 5",
    ]


def test_the_options_of_links_and_replies_are_looked_into(schema: Schema) -> None:
    right = sent(
        schema,
        chat_id=7,
        text="x",
        link_preview_options='{"is_disabled": true}',
        reply_parameters={"message_id": 3, "allow_sending_without_reply": True},
    )
    wrong = sent(
        schema, chat_id=7, text="x", link_preview_options={"off": True}, reply_parameters='{"quote": 5}'
    )
    assert right == []
    assert sorted(wrong) == [
        "sendMessage: parameter link_preview_options is LinkPreviewOptions, which has no field off",
        "sendMessage: parameter reply_parameters.quote should be String and is 5",
    ]


def test_an_album_with_its_attached_files_is_right(schema: Schema) -> None:
    first, second = '{"type": "photo", "media": "attach://first"}', '{"type": "photo", "media": "AgAC"}'
    result = [MESSAGE, {**MESSAGE, "message_id": 2}]
    assert (
        answered(schema, "sendMediaGroup", result, chat_id="7", media=f"[{first}, {second}]", first="a.jpg")
        == []
    )


def test_a_file_that_nothing_refers_to_is_named(schema: Schema) -> None:
    said = answered(schema, "sendPhoto", MESSAGE, chat_id="7", photo="AgAC", first="a.jpg")
    assert said == ["sendPhoto: there is no parameter first"]


def test_a_kind_of_media_is_told_by_its_type(schema: Schema) -> None:
    media = [{"type": "photo", "media": "AgAC", "duration": 3}]
    assert answered(schema, "sendMediaGroup", [MESSAGE], chat_id=7, media=media) == [
        "sendMediaGroup: parameter media[0] is InputMediaPhoto, which has no field duration"
    ]


def test_updates_of_all_the_kinds_we_take_are_right(schema: Schema) -> None:
    person = {"id": 7, "is_bot": False, "first_name": "楼长"}
    press = {"id": "1", "from": person, "chat_instance": "1", "message": MESSAGE, "data": "add:10427"}
    blocked = {"user": BOT, "status": "kicked", "until_date": 0}
    member = {"chat": CHAT, "from": person, "date": 1, "old_chat_member": {"user": BOT, "status": "member"}}
    updates = [
        {"update_id": 1, "message": MESSAGE},
        {"update_id": 2, "edited_message": {**MESSAGE, "edit_date": 3}},
        {"update_id": 3, "callback_query": press},
        {"update_id": 4, "my_chat_member": {**member, "new_chat_member": blocked}},
    ]
    assert (
        answered(schema, "getUpdates", updates, offset="5", timeout="1", allowed_updates='["message"]') == []
    )


def test_an_update_of_two_kinds_is_refused(schema: Schema) -> None:
    both = {"update_id": 1, "message": MESSAGE, "edited_message": MESSAGE}
    assert answered(schema, "getUpdates", [both]) == [
        "getUpdates: result[0] is Update and should hold exactly one thing beside its update_id"
    ]


def test_what_lacks_or_adds_a_field_deep_in_an_answer_is_found(schema: Schema) -> None:
    message = copy.deepcopy(MESSAGE)
    message["chat"] = {"id": 7, "kind": "private"}
    message["photo"] = [{"file_id": "a", "width": 3, "height": 2}]
    assert sorted(answered(schema, "sendMessage", message, chat_id=7, text="x")) == [
        "sendMessage: result.chat is Chat and lacks its type",
        "sendMessage: result.chat is Chat, which has no field kind",
        "sendMessage: result.photo[0] is PhotoSize and lacks its file_unique_id",
    ]


def test_an_edit_answers_with_the_message_or_true(schema: Schema) -> None:
    params = {"chat_id": 7, "message_id": 1, "text": "x"}
    assert answered(schema, "editMessageText", MESSAGE, **params) == []
    assert answered(schema, "editMessageText", True, **params) == []
    assert answered(schema, "editMessageText", False, **params) != []


def test_a_refusal_has_a_code_and_a_description(schema: Schema) -> None:
    full = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3"}
    params = {"chat_id": 7, "text": "x"}
    assert check_exchange(schema, "sendMessage", params, {**full, "parameters": {"retry_after": 3}}) == []
    assert check_exchange(schema, "sendMessage", params, {"ok": False}) == [
        "sendMessage: the refusal has no error_code",
        "sendMessage: the refusal has no description",
    ]
    assert check_exchange(schema, "sendMessage", params, {**full, "parameters": {"retry_after": "3"}}) == [
        'sendMessage: parameters.retry_after should be Integer and is "3"'
    ]


@pytest.mark.parametrize("answer", [{}, {"ok": "yes"}, {"ok": True}, {"ok": True, "result": True, "more": 1}])
def test_an_answer_out_of_its_envelope_is_refused(schema: Schema, answer: dict[str, object]) -> None:
    assert check_exchange(schema, "deleteMessage", {"chat_id": 7, "message_id": 1}, answer) != []


def test_an_answer_nobody_has_described_is_not_waved_through(schema: Schema) -> None:
    assert check_exchange(schema, "logOut", {}, DONE) == [
        "logOut: its type of answer is not in RETURNS of tests/botapi.py; add it"
    ]


@pytest.mark.parametrize("method", RETURNS)
def test_the_table_of_answers_says_what_the_prose_says(schema: Schema, method: str) -> None:
    prose = schema.methods[method].description
    said = " ".join(
        part for part in re.split(r"(?<=[.\n])\s*", prose) if re.search(r"[Rr]eturn|in form of", part)
    )
    for name in RETURNS[method].removeprefix("Array of ").split(" or "):
        assert re.search(rf"\b{name}\b", said), f"{method} answers: {said}"
    assert RETURNS[method].startswith("Array of ") == bool(re.search(r"\b[Aa]rray of", said))


def test_every_type_the_specification_names_is_one_the_check_knows(schema: Schema) -> None:
    shapes = [*schema.methods.values(), *schema.types.values()]
    written = {one.type for shape in shapes for one in shape.fields.values()} | set(RETURNS.values())
    written |= {variant for shape in shapes for variant in shape.variants}
    plain = {"Integer", "Float", "String", "Boolean", "True"}
    names = {name for type_ in written for name in re.split(r", | and | or |Array of ", type_) if name}
    assert names <= plain | schema.types.keys()
    assert len(schema.methods) > 150


def test_a_cached_archive_with_other_bytes_is_fetched_again(tmp_path: Path) -> None:
    archive = tmp_path / "aiogram.tar.gz"
    archive.write_bytes(b"something else")
    assert not botapi._is_one_of(archive, frozenset({"0" * 64}))
    assert botapi._is_one_of(archive, frozenset({hashlib.sha256(b"something else").hexdigest()}))
