"""A conversation as a test writes it: who says, taps or sends what, and what they and the others hear.

It is the real programme: a sandbox on a port, raw HTTP, the receiver, the inbox, conversing, the outbox and
delivery, with books in a file. Only two things are in the test's hand: the clock, and when each part takes
its next step. After each act everything is stepped until nothing is waiting; a letter that is held for a
moment (an album's card) is waited for by turning the clock. A part that had nothing to do is not asked again
before the books or the clock have changed.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.conversing import Conversing
from bot.delivery import make_bot, make_rounds
from bot.errands import Errands
from bot.making import Workshop
from bot.means import Means
from bot.receiving import Api, Receiver
from bot.rounds import Rounds
from bot.sandbox.server import Exchange, make_app
from bot.sandbox.telegram import BOT_USERNAME, Telegram
from fieldwork import numbers
from fieldwork.activities import Activity, Unit
from fieldwork.letters.matter import REPORTER, STATION, subject
from fieldwork.network_plans import plan
from fieldwork.network_reading import read
from fieldwork.reports import Event, Report
from fieldwork.timetable import FIRED
from storage import activities, network, people, reports, sending
from storage.books import Books
from storage.sending import Pace
from storage.tables import CardRow, ReportRow, UpdateRow
from tests import once
from tests.cast import STAFF, Member
from tests.sandbox.conftest import TOKEN, Sandbox, png, voice_note

if TYPE_CHECKING:
    from tests.gathering import Gathering

MONDAY_TEN = 1_772_416_800.0  # 2026-03-02 10:00 in China: a working day
MOMENT = 3.0  # seconds that a person waits for what is coming
ENOUGH_ROUNDS = 60  # after so many something goes in a circle
PICTURE = png(8, 8)
CLERKS_WORDS = (  # no reporter hears them (DESIGN 9)
    "受理", "派单", "签收", "退单", "裁定", "挂账", "结案", "未参评", "不予", "工单", "督办",
    "派單", "簽收", "退單", "掛賬", "掛帳", "結案", "未參評", "工單", "督辦",
)  # fmt: skip
T = TypeVar("T")
Part = Callable[[], Awaitable[int]]


@dataclass
class Hand:
    """The hand of the one clock of a test, in unix seconds."""

    at: float = MONDAY_TEN

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class Key:
    """One button under a message."""

    label: str
    data: str
    message: int
    url: str = ""  # what it opens instead


@dataclass(frozen=True)
class File:
    """What somebody attaches."""

    name: str
    data: bytes
    mime: str


PICTURE_FILE = File("", PICTURE, "image/png")


@dataclass(frozen=True)
class Said:
    """A message as a person sees it."""

    id: int
    text: str
    rows: tuple[tuple[Key, ...], ...]
    sound: bool
    edited: bool
    photo: str  # the file's id, empty for none
    answers: int | None  # the message it replies to
    deleted: bool = False
    voice: str = ""  # the file's id
    document: str = ""  # the file's name

    @property
    def labels(self) -> list[str]:
        return [key.label for row in self.rows for key in row]

    def key(self, label: str) -> Key | None:
        """The button of that label; an emoji before it may be left out."""
        keys = [key for row in self.rows for key in row]
        for fits in (label.__eq__, lambda said: said.endswith(f" {label}"), lambda said: label in said):
            for key in keys:
                if fits(key.label):
                    return key
        return None


class Heard:
    """What one person heard: messages, new or rewritten, and the answer to their tap."""

    def __init__(self, messages: list[Said], answer: str = "") -> None:
        self.messages, self.answer = messages, answer

    def __contains__(self, words: str) -> bool:
        return words in self.text

    @property
    def text(self) -> str:
        return "\n".join([*(said.text for said in self.messages), self.answer])

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message."""
        return self.messages[-1].labels if self.messages else []

    @property
    def sounds(self) -> list[str]:
        """What came with sound: new messages, not rewritten ones."""
        return [said.text for said in self.messages if said.sound and not said.edited]

    @property
    def photos(self) -> list[Said]:
        return [said for said in self.messages if said.photo]

    @property
    def voices(self) -> list[Said]:
        return [said for said in self.messages if said.voice]

    def __bool__(self) -> bool:
        return bool(self.messages or self.answer)

    def __repr__(self) -> str:
        return "\n---\n".join([*(f"{said.text}\n{said.labels}" for said in self.messages), self.answer])


@dataclass
class Talk:
    """Everything that runs, and the hand that steps it."""

    sandbox: Sandbox
    books: Books
    hand: Hand
    clock: Clock
    receiver: Receiver
    conversing: Conversing
    errands: Errands
    rounds: Rounds
    codes: dict[str, str]
    looks: Callable[[], int]  # a number that changes with each write in the books
    waits: Callable[[str], bool]  # whether anything waits in a table; the programme would look far longer
    offset: int | None = None
    idle: dict[Part, tuple[int, float]] = field(default_factory=dict)  # when a part had nothing to do
    staff: set[int] = field(default_factory=lambda: set(STAFF))  # accounts that hear the words of the staff
    meant: set[str] = field(default_factory=set)  # refusals and faults that the test makes on purpose

    # -- time and steps

    async def settle(self) -> None:
        """Until nobody has anything to do, now or in a moment."""
        for _ in range(ENOUGH_ROUNDS):
            if not await self._step() and not await self._asked(self._wait_a_moment):
                return
        raise AssertionError("the conversation does not come to rest")

    async def _step(self) -> bool:
        worked = [await self._receives(), await self._asked(self.conversing.work)]
        worked.append(self.waits("errands") and await self._asked(self.errands.work))
        return any([*worked, await self._delivers()])

    async def _receives(self) -> bool:
        """Asks Telegram what there is, until it has nothing that was not acknowledged."""
        if self.sandbox.telegram.waiting or self.offset is not None or not self.sandbox.exchanges:
            self.offset = await self.receiver.receive(self.offset, patience=0)
        return self.offset is not None

    async def _asked(self, part: Part) -> bool:
        """Lets a part take its step, unless it would find everything as when it had nothing to do."""
        found = self._as_it_stands()
        if self.idle.get(part) == found:
            return False
        done = bool(await part())
        self.idle[part] = (-1, 0.0) if done else found
        return done

    async def _delivers(self) -> bool:
        """Sends what may leave; where its last look found nothing more, it need not look again."""
        if not (self.waits("letters") or self.rounds.queue or self.rounds.outcomes):
            return False
        done = await self._asked(self.rounds.go_once)
        if not self.rounds.queue:
            self.idle[self.rounds.go_once] = self._as_it_stands()
        return done

    def _as_it_stands(self) -> tuple[int, float]:
        return self.looks(), self.hand.at

    async def _wait_a_moment(self) -> bool:
        """Turns the clock to the next letter, if that is due in a moment."""
        if not self.waits("letters"):
            return False
        due = await self.asks(lambda s: sending.next_due(s, ticks=self.clock.ticks(), now=self.clock.now()))
        if due is None or not self.clock.ticks() < due <= self.clock.ticks() + MOMENT:
            return False
        self.passes(due - self.clock.ticks())
        return True

    def restarts(self, means: Means) -> None:
        """The programme stops and starts again; only what is in the books is left."""
        self.conversing.close()
        self.conversing = Conversing(self.books, self.clock, TOKEN, means)

    def passes(self, seconds: float) -> None:
        """So much time goes by."""
        self.hand.at += seconds

    async def asks(self, job: Callable[[Session], T]) -> T:
        """Reads in the books."""
        return await self.books.read(job)

    # -- what is kept

    async def report(self, number: str) -> Report:
        found = await self.asks(lambda s: reports.by_serial(s, numbers.read(number) or 0))
        assert found is not None, f"there is no report {number}"
        return found

    async def activity(self, number: str) -> tuple[Activity, dict[Unit, float]]:
        """What was done: its record, and its numbers."""
        serial = numbers.read(number) or 0
        found, counts = await self.asks(
            lambda s: (activities.by_serial(s, serial), activities.counts(s, serial))
        )
        assert found is not None, f"{number} has no record"
        return found, counts

    async def reports(self) -> list[Report]:
        """All of them, oldest first."""
        every = select(col(ReportRow.serial)).order_by(col(ReportRow.serial))
        found = await self.asks(lambda s: [reports.by_serial(s, one) for one in s.execute(every).scalars()])
        return [report for report in found if report]

    async def events(self, number: str) -> list[Event]:
        return await self.asks(lambda s: reports.events(s, numbers.read(number) or 0))

    async def steps(self, number: str) -> list[str]:
        """The history of a report, as the names of its steps; not what time brought beside them."""
        return [event.step for event in await self.events(number) if event.step != FIRED]

    async def bodies(self) -> list[str]:
        """What the inbox holds, in order of arrival."""
        return await self.asks(
            lambda s: list(s.execute(select(col(UpdateRow.body)).order_by(col(UpdateRow.id))).scalars())
        )

    async def gains(self, *communities: dict[str, Any]) -> None:
        """The network grows: places below Fengcheng street, in the shape of a network file."""
        street = {"code": "441802006", "name": "凤城街道", "communities": list(communities)}
        text = json.dumps({"code": "441802", "name": "清城区", "streets": [street]}, ensure_ascii=False)
        await self.books.write(lambda s: network.apply(s, plan(read(text), network.kept(s))))

    def calls(self, *methods: str) -> list[Exchange]:
        """What the bot asked of Telegram, by method."""
        return [one for one in self.sandbox.exchanges if one.method in methods]


@dataclass
class Actor:
    """One of the cast, with a chat app in their hand."""

    member: Member
    talk: Talk
    known: dict[int, Said] = field(default_factory=dict)  # what they have seen
    up_to: int = -1  # how much the bot had asked of Telegram when they last looked

    @property
    def account(self) -> int:
        return self.member.account

    @property
    def is_staff(self) -> bool:
        return self.account in self.talk.staff

    # -- what they do; each gives what they hear of it

    async def says(self, text: str, *, to: Said | int | None = None) -> Heard:
        return await self._acts("say", text=text, reply_to=message_id(to))

    async def replies(self, to: Said | int, text: str) -> Heard:
        return await self.says(text, to=to)

    async def sends_photo(
        self, caption: str = "", *, to: Said | int | None = None, settle: bool = True
    ) -> Heard:
        return await self.sends("photo", 1, [caption], to=to, settle=settle)

    async def sends_album(self, *captions: str, settle: bool = True) -> Heard:
        """An album of as many photos as captions; one without words has an empty one."""
        return await self.sends("photo", len(captions), list(captions), settle=settle)

    async def sends(
        self, kind: str, files: int = 1, captions: list[str] | None = None, *, to: Said | int | None = None,
        settle: bool = True, held: File = PICTURE_FILE, **fields: Any,
    ) -> Heard:  # fmt: skip
        """Anything an app can send: photo, document, sticker, voice, audio, video, location."""
        await self.catches_up()
        given = {"kind": kind, "captions": json.dumps(captions or [""]), "reply_to": message_id(to), **fields}
        form = FormData({"person": str(self.account)}, quote_fields=False)
        for name, value in given.items():
            if value is not None:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for number in range(files):
            form.add_field(
                "files", BytesIO(held.data), filename=held.name or f"{number}.png", content_type=held.mime
            )
        async with self.talk.sandbox.client.post("/sandbox/api/send", data=form) as response:
            assert response.status == 200, await response.text()
        return await self._hears_after() if settle else Heard([])

    async def sends_voice(
        self, seconds: int = 4, *, size: int | None = None, to: Said | int | None = None
    ) -> Heard:
        """A voice note. `size` is what Telegram says of it, where the test cannot hold as much."""
        held = File("", voice_note(seconds), "audio/ogg")
        return await self.sends("voice", to=to, held=held, seconds=seconds, said_size=size)

    async def sends_video(self, size: int = 2_000_000, caption: str = "", *, seconds: int = 12) -> Heard:
        """A video of so many bytes, of which only a few are there."""
        held = File("video.mp4", b"\0\0\0\x18ftypmp42", "video/mp4")
        return await self.sends("video", 1, [caption], held=held, seconds=seconds, said_size=size)

    async def sends_file(
        self, name: str, data: bytes, mime: str = "application/octet-stream", caption: str = "",
        *, size: int | None = None, to: Said | int | None = None,
    ) -> Heard:  # fmt: skip
        """A document; `size` is what is said of it, where it is not what it has."""
        held = File(name, data, mime)
        return await self.sends("document", 1, [caption], to=to, held=held, said_size=size)

    async def shares_location(self, latitude: float, longitude: float, *, to: Said | None = None) -> Heard:
        return await self.sends("location", 0, to=to, latitude=latitude, longitude=longitude)

    async def forwards(self, text: str, of: "Member | str" = "一位邻居", *, at: float | None = None) -> Heard:
        """Passes on what somebody else wrote: one of the cast, or somebody who hides behind a name."""
        origin: dict[str, Any] = {"name": of} if isinstance(of, str) else {"person": of.account}
        return await self._acts("say", text=text, forwarded={**origin, **({"date": int(at)} if at else {})})

    async def forwards_photo(self, caption: str = "", of: "Member | str" = "一位邻居") -> Heard:
        origin = {"name": of} if isinstance(of, str) else {"person": of.account}
        return await self.sends("photo", 1, [caption], forwarded=origin)

    async def taps(self, label: str, on: Said | None = None) -> Heard:
        """Taps the button of that label on the newest message that has it, or on a message they look at."""
        key = (on or await self._with(label)).key(label)
        assert key is not None, f"no button {label} on {on!r}"
        return await self.taps_data(key.data, key.message)

    async def chooses(self, label: str, on: Said | None = None) -> Heard:
        """Taps 更多 on the newest card, or on one they look at, turns its pages, and taps that line."""
        return await self.taps(label, await self.turns_to(label, on))

    async def turns_to(self, label: str, on: Said | None = None) -> Said:
        """Turns the pages behind 更多 until a line is there; the menu as it stands then."""
        heard = await self.taps("更多", on)
        while not (menu := heard.messages[-1]).key(label):
            heard = await self.taps("其他…", menu)
        return menu

    async def may_choose(self) -> list[str]:
        """All lines of 更多 on the newest card, page by page."""
        heard, lines = await self.taps("更多"), list[str]()
        while heard.labels and heard.labels[-1] == "其他…":
            lines += heard.labels[:-1]
            heard = await self.taps("其他…", heard.messages[-1])
        return lines + heard.labels

    async def taps_data(self, data: str, message: int) -> Heard:
        """Taps what an old screen still shows, or what a forger sends."""
        before = len(self.talk.sandbox.exchanges)
        heard = await self._acts("press", message_id=message, data=data, force=True, wait=0)
        said = [one for one in self.talk.sandbox.exchanges[before:] if one.method == "answerCallbackQuery"]
        assert said, f"the tap on {data} was not answered"
        answer = str(said[-1].params.get("text", ""))
        assert self.is_staff or not any(word in answer for word in CLERKS_WORDS), answer
        return Heard(heard.messages, answer)

    async def edits(self, message: int, text: str) -> Heard:
        """Changes the words, or the caption, of a message of their own."""
        return await self._acts("edit", message_id=message, text=text)

    async def says_in(self, group: "Gathering", text: str, *, to: Said | int | None = None) -> Heard:
        """Writes in a group; gives what the group hears of it."""
        return await group.says(self, text, to=to)

    async def taps_in(self, group: "Gathering", label: str, on: Said | None = None) -> Heard:
        return await group.taps(self, label, on)

    async def blocks(self) -> None:
        await self._acts("block", blocked=True)

    async def unblocks(self) -> None:
        await self._acts("block", blocked=False)

    # -- what they see

    async def hears(self) -> Heard:
        """New and rewritten messages since they last did or heard something."""
        fresh, before = [], self.up_to
        self.up_to = len(self.talk.sandbox.exchanges)
        for said in await self.chat() if self.up_to != before else ():
            if self.known.get(said.id) != said:
                self.known[said.id] = said
                fresh.append(said)
        return Heard(fresh)

    async def chat(self) -> list[Said]:
        """Everything the bot said to them, as it stands now."""
        return [said_from(one) for one in await self.talk.sandbox.hears(self.account) if not one["out"]]

    async def commands(self) -> dict[str, str]:
        """What stands behind ☰ in their chat, each command with its words."""
        listed = await self.talk.sandbox.look(f"commands?person={self.account}")
        return {one["command"]: one["description"] for one in listed["commands"]}

    async def last_sent(self) -> int:
        """The newest message of their own."""
        chat = await self.talk.sandbox.hears(self.account)
        return max(int(one["message_id"]) for one in chat if one["out"])

    async def hears_now(self) -> Heard:
        """What comes by itself, because time went by."""
        return await self._hears_after()

    async def newest_text(self) -> str:
        return (await self.newest()).text

    async def newest(self) -> Said:
        return (await self.chat())[-1]

    async def card(self, number: str, kind: str | None = None) -> Said:
        """The card of a report as it stands: the station's for staff, else the reporter's own."""
        name = subject(kind or (STATION if self.is_staff else REPORTER), numbers.read(number) or 0)
        at = select(col(CardRow.message_id)).where(
            col(CardRow.subject) == name, col(CardRow.chat) == self.account
        )
        message = await self.talk.asks(lambda s: s.execute(at).scalar())
        found = [said for said in await self.chat() if said.id == message]
        assert found, f"{self.member.name} has no card of {number}"
        return found[0]

    async def card_text(self, number: str) -> str:
        return (await self.card(number)).text

    async def catches_up(self) -> None:
        """Forgets what was not listened to."""
        await self.talk.settle()
        await self.hears()

    async def _acts(self, what: str, **asked: Any) -> Heard:
        await self.catches_up()
        await self.talk.sandbox.does(what, person=self.account, **asked)
        return await self._hears_after()

    async def _hears_after(self) -> Heard:
        await self.talk.settle()
        return await self.hears()

    async def _with(self, label: str) -> Said:
        found = [said for said in await self.chat() if not said.deleted and said.key(label)]
        assert found, f"{self.member.name} sees no button {label}"
        exact = [said for said in found if any(each.endswith(label) for each in said.labels)]
        return (exact or found)[-1]


def message_id(message: Said | int | None) -> int | None:
    return message.id if isinstance(message, Said) else message


def said_from(raw: dict[str, Any]) -> Said:
    rows = raw["buttons"]
    return Said(
        id=raw["message_id"],
        text=raw.get("text") or raw.get("caption") or "",
        rows=tuple(
            tuple(Key(key["text"], key.get("data", ""), raw["message_id"], key.get("url", "")) for key in row)
            for row in rows
        ),
        sound=not raw["silent"],
        edited=raw["edited"],
        photo=raw["photo"][-1]["file_id"] if raw.get("photo") else "",
        answers=raw.get("reply_to_message", {}).get("message_id"),
        deleted=raw["deleted"],
        voice=raw.get("voice", {}).get("file_id", ""),
        document=raw.get("document", {}).get("file_name", ""),
    )


# -- putting it together ----------------------------------------------------------------------------


@asynccontextmanager
async def talking(
    folder: Path, books: Books, cast: list[dict[str, Any]], means: Means, codes: dict[str, str]
) -> AsyncIterator[Talk]:
    """Runs the bot against a sandbox of its own, as `run` does but stepped; the books must be settled in."""
    once.start()
    hand = Hand()
    clock, stop, exchanges = Clock(hand, hand), asyncio.Event(), list[Exchange]()
    async with AsyncExitStack() as stack:
        telegram = Telegram(folder / "telegram", hand, TOKEN, limits=False)
        stack.callback(telegram.close)
        telegram.add_people(cast)
        client = TestClient(TestServer(make_app(telegram, watch=exchanges.append)))
        stack.push_async_callback(client.close)
        await client.start_server()
        sandbox = Sandbox(telegram, client, hand, exchanges)  # type: ignore[arg-type]
        sender = make_bot(TOKEN, sandbox.url, None, Pace(off=True))
        stack.push_async_callback(sender.request.shutdown)
        watch = stack.enter_context(closing(sqlite3.connect(str(books.engine.url.database))))
        await books.write(lambda s: network.remember(s, people.BOT_USERNAME, BOT_USERNAME))  # as a start does
        http = await stack.enter_async_context(aiohttp.ClientSession())
        conversing = stack.enter_context(closing(Conversing(books, clock, TOKEN, means)))
        api = Api(http, sandbox.url, TOKEN)
        receiver = Receiver(api, 42, books, clock, asyncio.Event(), stop)
        kept = folder / "files"
        rounds = make_rounds(
            sender, books, clock, Pace(off=True), asyncio.Event(), stop, "the test", folder=kept
        )
        errands = Errands(Workshop(api, books, clock, kept, means), "the test")
        running = Talk(
            sandbox, books, hand, clock, receiver, conversing, errands, rounds, codes,
            lambda: int(watch.execute("PRAGMA data_version").fetchone()[0]),
            lambda table: watch.execute(f"SELECT 1 FROM {table} WHERE state = 'waiting'").fetchone() is not None,
        )  # fmt: skip
        stack.callback(lambda: running.conversing.close())
        yield running
