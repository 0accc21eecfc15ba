"""Letters over real HTTP to the sandbox: what arrives, what is repeated, and what is never said twice."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from bot.delivery import _forbidden
from fieldwork.buttons import Button
from fieldwork.letters import Kind, Letter
from storage import sending
from storage.cabinet import Cabinet
from storage.sending import Claimed, Pace
from storage.settling import Permanent
from storage.tables import LetterState, PersonRow
from tests.bot.conftest import Post
from tests.sandbox.conftest import LIU, STRANGER, TOKEN, VERA, png

CARD = "report:10427"
SIGN = ((Button(label="签收", action="sign", record=10427),),)


def text(words: str, chat: int = VERA, **more: Any) -> Letter:
    return Letter(chat=chat, text=words, **more)


def card(words: str, **more: Any) -> Letter:
    return text(words, card=CARD, **more)


async def photo_from_vera(post: Post) -> str:
    """Telegram's id of a photo that Vera sent."""
    sent = await post.sandbox.sends(VERA, [("a.png", png(400, 300))], kind="photo")
    (update, *_) = await post.sandbox.updates()
    assert sent
    return str(update["message"]["photo"][-1]["file_id"])


# -- what arrives


async def test_letters_arrive_in_the_order_they_were_written(post: Post) -> None:
    async with post.delivering():
        await post.delivers(*(text(str(number)) for number in range(20)))
    assert await post.texts(VERA) == [str(number) for number in range(20)]


async def test_what_people_wrote_is_never_markup(post: Post) -> None:
    words = "<b>3栋</b> & *漏水* _x_ [a](http://b) <script>"
    async with post.delivering():
        await post.delivers(text(words))
    assert await post.texts(VERA) == [words]


async def test_a_text_that_is_too_long_is_clipped_where_telegram_would_refuse_it(post: Post) -> None:
    async with post.delivering():
        await post.delivers(text("😀" * 3000))
    (heard,) = await post.texts(VERA)
    assert heard == "😀" * 2047 + "…"


async def test_a_letter_has_its_buttons_its_sound_and_its_menu(post: Post) -> None:
    async with post.delivering():
        await post.delivers(
            text("quiet", silent=True, buttons=SIGN), text("loud", menu=(("报问题", "我的"),))
        )
    quiet, loud = [one for one in await post.sandbox.hears(VERA) if not one["out"]]
    assert quiet["buttons"] == [[{"text": "签收", "data": SIGN[0][0].packed()}]]
    assert (quiet["silent"], loud["silent"]) == (True, False)
    keyboard = (await post.sandbox.look(f"chats/{VERA}"))["keyboard"]
    assert [key["text"] for key in keyboard["keyboard"][0]] == ["报问题", "我的"]


async def test_a_menu_can_be_taken_away(post: Post) -> None:
    async with post.delivering():
        await post.delivers(text("here", menu=(("报问题",),)), text("gone", menu=()))
    assert (await post.sandbox.look(f"chats/{VERA}"))["keyboard"] is None


async def test_a_tap_is_answered(post: Post) -> None:
    async with post.delivering():
        await post.delivers(card("N-10427-3", buttons=SIGN))
        (message,) = [one for one in await post.sandbox.hears(VERA) if not one["out"]]
        data = SIGN[0][0].packed()
        press = asyncio.create_task(
            post.sandbox.does("press", person=VERA, message_id=message["message_id"], data=data)
        )
        (update,) = await post.sandbox.updates(timeout=5)
        query = update["callback_query"]["id"]
        await post.writes(Letter(chat=VERA, kind=Kind.ANSWER, query=query, text="已签收", worth=15.0))
        answer = await press
    assert (answer["answered"], answer["text"]) == (True, "已签收")


async def test_photos_and_albums_stand_beside_their_card(post: Post) -> None:
    photo = await photo_from_vera(post)
    async with post.delivering():
        await post.delivers(
            card("card"),
            Letter(chat=VERA, kind=Kind.PHOTO, files=(photo,), text="一张", beside=CARD),
            Letter(chat=VERA, kind=Kind.ALBUM, files=(photo, photo), text="两张", beside=CARD),
        )
    first, *beside = [one for one in await post.sandbox.hears(VERA) if not one["out"]]
    assert [one.get("caption") for one in beside] == ["一张", "两张", None]
    assert {one["reply_to_message"]["message_id"] for one in beside} == {first["message_id"]}


async def test_a_kept_file_a_document_and_a_place_are_sent_too(post: Post, tmp_path: Any) -> None:
    post.folder = tmp_path / "files"
    kept = Cabinet(post.folder, post.books.seal).keep(png(500, 400))
    async with post.delivering():
        await post.delivers(
            Letter(chat=VERA, kind=Kind.PHOTO, files=(kept,)),
            Letter(chat=VERA, kind=Kind.DOCUMENT, files=(kept,), text="文件"),
            Letter(chat=VERA, kind=Kind.LOCATION, latitude=23.7, longitude=113.0),
        )
    photo, document, place = [one for one in await post.sandbox.hears(VERA) if not one["out"]]
    assert (photo["photo"][-1]["width"], document["caption"]) == (500, "文件")
    assert place["location"]["latitude"] == pytest.approx(23.7)


# -- cards


async def test_a_card_is_edited_and_never_sent_again(post: Post) -> None:
    async with post.delivering():
        await post.delivers(card("待签收", buttons=SIGN))
        await post.delivers(card("已签收"))
    (message,) = [one for one in await post.sandbox.hears(VERA) if not one["out"]]
    assert (message["text"], message["edited"], message["buttons"]) == ("已签收", True, [])


async def test_a_card_that_says_the_same_again_is_a_success(post: Post) -> None:
    async with post.delivering():
        await post.delivers(card("same"))
        await post.delivers(card("same"))
    assert await post.texts(VERA) == ["same"]


async def test_a_card_that_somebody_deleted_comes_as_a_new_message(post: Post) -> None:
    async with post.delivering():
        await post.delivers(card("old"))
        (row,) = post.listed()
        await post.sandbox.done("deleteMessage", chat_id=VERA, message_id=row.message_id)
        await post.delivers(card("new"))
        await post.delivers(card("newer"))
    assert await post.texts(VERA) == ["newer"]


async def test_buttons_are_taken_away_and_a_message_is_deleted(post: Post) -> None:
    async with post.delivering():
        await post.delivers(card("card", buttons=SIGN))
        await post.delivers(Letter(chat=VERA, kind=Kind.BUTTONS, card=CARD))
        (message,) = [one for one in await post.sandbox.hears(VERA) if not one["out"]]
        await post.delivers(Letter(chat=VERA, kind=Kind.DELETE, card=CARD))
    assert message["buttons"] == []
    assert await post.texts(VERA) == []


async def test_what_stands_behind_the_menu_button_is_set_and_given_back(post: Post) -> None:
    async with post.delivering():
        await post.writes(text("Welcome", commands=(("todo", "To do"),)))
        await post.until(*["delivered"] * 2)
        assert await post.commands(VERA) == ["todo"]
        await post.writes(text("Goodbye", commands=()))
        await post.until(*["delivered"] * 4)
    assert await post.commands(VERA) == []
    assert await post.texts(VERA) == ["Welcome", "Goodbye"]


async def test_a_list_whose_answer_was_lost_is_simply_set_again(post: Post) -> None:
    await post.misbehave("drop_after", times=1, methods=["setMyCommands"])
    async with post.delivering():
        await post.writes(Letter(chat=VERA, kind=Kind.COMMANDS, commands=(("todo", "To do"),)))
        await post.until_failing("Error")
        post.passes(1.1)
        await post.until("delivered")
    assert not post.listed()[0].doubtful


# -- what fails


async def test_who_blocked_the_bot_is_noted_with_the_reason(post: Post) -> None:
    await post.books.write(lambda s: s.add(PersonRow(account=VERA, name="Vera")))
    await post.sandbox.does("block", person=VERA, blocked=True)
    async with post.delivering():
        await post.writes(text("a"), text("b", chat=LIU))
        await post.until("failed", "delivered")
    assert post.listed()[0].error == "Forbidden: bot was blocked by the user"
    (person,) = post.books.now_read(lambda s: s.exec(select(PersonRow)).all())
    assert person.blocked_at == post.clock.now()


async def test_a_stranger_cannot_be_written_to(post: Post) -> None:
    async with post.delivering():
        await post.writes(text("a", chat=STRANGER))
        await post.until("failed")
    assert post.listed()[0].error


async def test_a_letter_that_cannot_be_put_together_stops_no_other(post: Post) -> None:
    too_long = ((Button(label="x", action="choose", choice="长" * 30),),)
    async with post.delivering():
        await post.writes(text("bad", buttons=too_long), text("good"))
        await post.until("failed", "delivered")
    assert post.listed()[0].error == "it could not be put together: ValueError"


async def test_a_429_makes_everybody_wait(post: Post) -> None:
    await post.misbehave("429", times=1, retry_after=20)
    async with post.delivering():
        await post.writes(text("a"))
        await post.until_failing("429")
        await post.writes(text("b", chat=LIU))
        post.passes(19.0)
        await post.a_round()
        assert await post.texts(LIU) == []
        post.passes(2.0)
        await post.until("delivered", "delivered")
    counts = await post.sandbox.look("counts")
    assert counts["refused"] == {"429 Too Many Requests": 1}


async def test_telegrams_own_failures_are_tried_again(post: Post) -> None:
    await post.misbehave("500", times=2)
    async with post.delivering():
        await post.writes(text("a"))
        for pause in (1.1, 2.1):
            await post.books.until(lambda s, p=pause: post.listed()[0].tries == int(p))  # type: ignore[misc]
            await post.until_failing("5xx")
            await post.until("waiting")
            post.passes(pause)
        await post.until("delivered")
    assert await post.texts(VERA) == ["a"]
    assert not post.listed()[0].doubtful


@pytest.mark.parametrize(("kind", "heard"), [("drop_before", 1), ("drop_after", 2)])
async def test_a_connection_that_breaks_is_tried_once_more_and_marked(
    post: Post, kind: str, heard: int
) -> None:
    await post.misbehave(kind, times=1, methods=["sendMessage"])
    async with post.delivering():
        await post.writes(text("a"))
        await post.until_failing("Error")
        post.passes(1.1)
        await post.until("delivered")
    assert await post.texts(VERA) == ["a"] * heard
    assert post.listed()[0].doubtful


async def test_a_connection_that_breaks_twice_leaves_the_letter_unknown(post: Post) -> None:
    await post.misbehave("drop_after", times=2, methods=["sendMessage"])
    async with post.delivering():
        await post.writes(text("a"))
        await post.until_failing("Error")
        post.passes(1.1)
        await post.until("unknown")
        post.passes(600.0)
        await post.delivers(text("b"))
    assert await post.texts(VERA) == ["a", "a", "b"]


async def test_an_edit_whose_answer_was_lost_is_simply_made_again(post: Post) -> None:
    async with post.delivering():
        await post.delivers(card("1"))
        await post.misbehave("drop_after", times=1, methods=["editMessageText"])
        await post.writes(card("2"))
        await post.until_failing("Error")
        post.passes(1.1)
        await post.until("delivered", "delivered")
    assert await post.texts(VERA) == ["2"]
    assert not post.listed()[1].doubtful


async def test_a_telegram_that_cannot_be_reached_is_said_once(
    post: Post, caplog: pytest.LogCaptureFixture, unused_tcp_port_factory: Callable[[], int]
) -> None:
    reachable, post.api_base = post.api_base, f"http://127.0.0.1:{unused_tcp_port_factory()}"
    async with post.delivering():
        await post.writes(*(text(str(number)) for number in range(3)), text("b", chat=LIU))
        for tries in (1, 2, 3):
            await post.books.until(lambda s, t=tries: post.listed()[0].tries >= t)  # type: ignore[misc]
            await post.until("waiting", "waiting", "waiting", "waiting")
            post.passes(30.0)
    assert [one for one in caplog.messages if "takes no letters" in one] == [
        "Telegram takes no letters now (ConnectError); they are kept and tried again"
    ]
    post.api_base = reachable
    post.passes(600.0)
    async with post.delivering("a later run"):
        await post.until(*["delivered"] * 4)
    assert await post.texts(VERA) == ["0", "1", "2"]


async def test_books_that_cannot_be_written_lose_nothing(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    await post.misbehave("slow", times=1, seconds=0.2)
    async with post.delivering():
        await post.writes(text("a"), text("b"))
        await post.until("claimed", "claimed")
        post.books.broken = True
        await post.a_round()
        post.books.broken = False
        await post.until("delivered", "delivered")
    assert await post.texts(VERA) == ["a", "b"]
    assert [one for one in caplog.messages if "the outbox" in one] == [
        "the outbox cannot be written (OSError); nothing is lost, it is tried again",
        "the outbox can be written again",
    ]


async def test_stopping_waits_for_what_is_on_its_way_and_gives_back_the_rest(post: Post) -> None:
    await post.misbehave("slow", times=1, seconds=0.3)
    async with post.delivering():
        await post.writes(text("on its way"), text("behind"))
        await post.until("claimed", "claimed")
    assert [(row.state, row.tries) for row in post.listed()][1] == ("waiting", 0)
    assert [row.state for row in post.listed()][0] in ("delivered", "waiting")
    assert len(await post.texts(VERA)) == [row.state for row in post.listed()].count(LetterState.DELIVERED)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Forbidden: bot was blocked by the user", "blocked"),
        ("Forbidden: user is deactivated", "deactivated"),
        ("Forbidden: bot can't initiate conversation with a user", "not_found"),
        ("Forbidden: bot was kicked from the group chat", "removed"),
        ("Forbidden: bot is not a member of the supergroup chat", "removed"),
        ("Forbidden: not enough rights to send text messages to the chat", "silenced"),
        ("Forbidden: something else", "refused"),
    ],
)
def test_why_somebody_cannot_be_written_to_is_told_apart(said: str, kind: str) -> None:
    claimed = Claimed(1, text("a"), None, None, False, 0.0, 60.0)
    outcome = _forbidden(claimed, said)
    assert isinstance(outcome, Permanent)
    assert (outcome.kind, outcome.reason) == (kind, said)


async def test_what_an_earlier_run_had_on_its_way_is_tried_once_more_at_the_next_start(post: Post) -> None:
    await post.writes(text("a"))
    now, ticks = post.clock.now(), post.clock.ticks()
    await post.books.write(
        lambda s: sending.claim(s, ticks=ticks, now=now, owner="killed", many=1, pace=Pace(off=True))
    )
    async with post.delivering():
        await post.until("delivered")
    assert post.listed()[0].doubtful


async def test_no_log_holds_the_token_or_a_word_of_a_letter(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await post.misbehave("drop_after", times=1)
    async with post.delivering():
        await post.writes(text("三号楼王阿姨家漏水"), text("x", chat=STRANGER))
        await post.until_failing("Error")
        post.passes(1.1)
        await post.until("delivered", "failed")
    for record in caplog.records:
        if record.name != "asyncio" and not record.name.startswith("aiohttp"):
            assert TOKEN not in record.getMessage()
            assert "王阿姨" not in record.getMessage()
    assert any(record.name == "fieldbot.delivery" for record in caplog.records)
