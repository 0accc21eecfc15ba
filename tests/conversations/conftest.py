"""The stage of the dialog tests, and what every dialog is held against when it is over.

Each test gets the shipped example in fresh books, as the programme leaves them when it has looked at them for the first
time: they are written once a session, and once for each set of rules, and copied.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot import example
from bot.means import Means, means_in
from bot.rules import load_rules
from bot.sandbox.server import Exchange
from bot.words import SHIPPED, load_words
from fieldwork.calendars import Runs
from fieldwork.digests import Span
from fieldwork.places import Network
from fieldwork.texts import Language
from fieldwork.understanding.reading import Reader
from storage import beginning, schema
from storage.books import Books
from storage.people import BOT_USERNAME
from storage.sealing import Seal
from tests import cast
from tests.botapi import Schema, check_exchange, load_schema
from tests.once import Desk, Memory
from tests.overhearing import overheard_in_groups
from tests.talk import CLERKS_WORDS, MONDAY_TEN, Actor, Talk, talking

KEY = "a key for the dialog tests"
SEAL = Seal(KEY)  # as slow to make as it should be, so once
CODE = "K8t6f2Vdej"
SAID = (
    "sendMessage",
    "editMessageText",
    "sendPhoto",
    "sendMediaGroup",
    "sendDocument",
    "answerCallbackQuery",
)
UNCHANGED = "message is not modified"
PATIENT = dict.fromkeys(("sign", "contact", "done", "decide"), "900d") | {"runs": Runs.WALL, "awake": None}


class Looked(NamedTuple):
    """The example after the programme's first look: the file to copy, and what the programme remembers of it."""

    file: Path
    memory: Memory
    means: Means  # that it was looked at with; kept, so that no other ones are taken for these


class Example(NamedTuple):
    """The example, settled in once: the file to copy, the way to the copy, and the codes to join with."""

    file: Path
    desk: Desk
    codes: dict[str, str]
    looked_at: dict[int, Looked]  # as it stands when the programme has looked at it, by its means

    def laid_out(self, folder: Path) -> Books:
        """Its books, as they were at first, in a test's own folder."""
        return self.desk.with_copy_of(self.file, folder)

    async def looked_through(self, means: Means) -> Looked:
        """The example after the first look of every sweep, which finds the same each time: once for each means."""
        if id(means) not in self.looked_at:
            folder = self.file.parent / f"looked at {len(self.looked_at)}"
            folder.mkdir()
            books = self.laid_out(folder)
            async with talking(folder, books, [], means, self.codes) as running:
                await running.settle()
                memory = Memory.of(running.conversing)
            self.looked_at[id(means)] = Looked(self.desk.kept(folder), memory, means)
        return self.looked_at[id(means)]


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    folder = tmp_path_factory.mktemp("example")
    url = f"sqlite:///{folder / 'fieldbot.db'}"
    at = datetime.fromtimestamp(MONDAY_TEN, ZoneInfo("Asia/Shanghai"))
    with closing(Books(url, SEAL)) as books:
        schema.ensure(books.engine, url)
        people = json.loads(example.cast_text())["people"]
        codes = books.now_write(lambda s: example.settle_in(s, example.network_text(), people, at))
        books.now_write(lambda s: schema.note_fact(s, BOT_USERNAME, "fieldbot_sandbox_bot"))
    with closing(Desk(tmp_path_factory.mktemp("desk"), SEAL)) as desk:
        yield Example(folder / "fieldbot.db", desk, codes, {})


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books in which nothing stands yet but the bot's own name: the file to copy."""
    file = tmp_path_factory.mktemp("bare") / "fieldbot.db"
    url = f"sqlite:///{file}"
    with closing(Books(url, SEAL)) as books:
        schema.ensure(books.engine, url)
        books.now_write(lambda s: schema.note_fact(s, BOT_USERNAME, "fieldbot_sandbox_bot"))
    return file


@pytest.fixture
def means(request: pytest.FixtureRequest, all_means: Callable[[bool, bool], Means]) -> Means:
    """How words are read and said, and the rules, as shipped; nothing of the machine's own settings.

    Only tests of what time brings have the shipped limits (`pytestmark = pytest.mark.shipped_clocks`); every
    other dialog lies in a district that is patient, so that no reminder speaks into it.
    """
    has = request.node.get_closest_marker
    return all_means(bool(has("shipped_clocks")), bool(has("shipped_digests")))


@pytest.fixture(scope="session")
def all_means(shipped_means: Means, patient_means: Means) -> Callable[[bool, bool], Means]:
    """The same means for the same answers: with the shipped clocks? with the shipped digests?"""

    @cache
    def made(clocks: bool, digests: bool) -> Means:
        means = shipped_means if clocks else patient_means
        return means if digests else without_digests(means)

    return made


def without_digests(means: Means) -> Means:
    """No digest comes by itself: only the tests of digests (`pytest.mark.shipped_digests`) hear any."""
    nobody = means.rules.digests.model_copy(update={span.value: () for span in Span})
    return replace(means, rules=means.rules.model_copy(update={"digests": nobody}))


@pytest.fixture(scope="session")
def patient_means(shipped_means: Means) -> Means:
    rules = shipped_means.rules
    clocks = tuple(
        clock.model_copy(update=PATIENT | {"calls": None} | ({"plan": "900d"} if clock.plan else {}))
        for clock in rules.clocks
    )
    return replace(shipped_means, rules=rules.model_copy(update={"clocks": clocks}))


@pytest.fixture(scope="session")
def shipped_means() -> Means:
    made = means_in(Language.HANS, ZoneInfo("Asia/Shanghai"), load_words([SHIPPED]), load_rules())
    return replace(made, reader=_once_each(made.reader))


def _once_each(make: Callable[[Network], Reader]) -> Callable[[Network], Reader]:
    """Readers are costly and never change: tests whose networks are alike share one."""
    kept: dict[str, Reader] = {}

    def reader(tree: Network) -> Reader:
        key = repr(list(tree.places.values()))
        return kept[key] if key in kept else kept.setdefault(key, make(tree))

    return reader


@pytest.fixture(scope="session")
def schema_of_telegram() -> Schema:
    return load_schema()


@pytest.fixture
async def talk(
    tmp_path: Path, settled: Example, means: Means, schema_of_telegram: Schema
) -> AsyncIterator[Talk]:
    """The running bot; when the dialog is over, all that went to and fro is held against what is promised."""
    looked = await settled.looked_through(means)
    books = settled.desk.with_copy_of(looked.file, tmp_path)
    async with talking(tmp_path, books, example.cast_who_started(), means, settled.codes) as running:
        looked.memory.given_to(running.conversing)
        yield running
    hold_against_what_is_promised(running, schema_of_telegram)


@pytest.fixture
async def beginning_talk(
    tmp_path: Path, settled: Example, bare: Path, means: Means, schema_of_telegram: Schema
) -> AsyncIterator[tuple[Talk, str]]:
    """A bot that nobody runs yet: no place, no person; and the code for its first administrator."""
    at = datetime.fromtimestamp(MONDAY_TEN, ZoneInfo("Asia/Shanghai"))
    books = settled.desk.with_copy_of(bare, tmp_path)
    first = books.now_write(lambda s: beginning.first_invitation(s, CODE, at))
    assert first is not None
    strangers = [{"id": n, "first_name": f"微信名{n}", "language_code": "zh-hans"} for n in range(1, 61)]
    async with talking(tmp_path, books, strangers, means, {}) as running:
        running.staff.clear()
        yield running, first.code
    hold_against_what_is_promised(running, schema_of_telegram)


def hold_against_what_is_promised(running: Talk, schema_of_telegram: Schema) -> None:
    """All that went to and fro: refused by nobody, seemly, and nothing overheard in a group."""
    complaints = [
        one for exchange in running.sandbox.exchanges for one in _wrong(exchange, schema_of_telegram)
    ]
    assert [one for one in complaints if not any(meant in one for meant in running.meant)] == []
    assert [one for exchange in running.sandbox.exchanges for one in _unseemly(exchange, running.staff)] == []
    assert list(overheard_in_groups(running.sandbox.exchanges)) == []


def _wrong(exchange: Exchange, schema_: Schema) -> Iterator[str]:
    """What the specification says against an exchange, and each refusal: a test names those that it means."""
    yield from check_exchange(schema_, exchange.method, exchange.params, exchange.answer)
    if not exchange.answer["ok"] and UNCHANGED not in exchange.answer["description"]:
        yield f"{exchange.method} was refused: {exchange.answer['description']}"


def _unseemly(exchange: Exchange, staff: set[int]) -> Iterator[str]:
    """What nobody may be shown: a clerk's word to a reporter, a third button on their card, a long column."""
    if exchange.method not in SAID:
        return
    chat = int(exchange.params.get("chat_id") or 0)
    text = str(exchange.params.get("text") or exchange.params.get("caption") or "")
    rows = _rows(exchange.params.get("reply_markup"))
    labels = [key["text"] for row in rows for key in row]
    if len(rows) > 6:
        yield f"a column of {len(rows)}: {labels}"
    if chat and chat not in staff:
        yield from (f"{word} to {chat}: {text}" for word in CLERKS_WORDS if word in text + "".join(labels))
        if re.match("✅|🧑‍🔧|🔁", text) and len(labels) > 2:
            yield f"more than two buttons on a reporter's card: {labels}"


def _rows(markup: Any) -> list[list[dict[str, Any]]]:
    given = json.loads(markup) if isinstance(markup, str) else markup or {}
    return list(given.get("inline_keyboard", []))


def _plays(member: cast.Member) -> Any:
    """The fixture of one of the cast."""

    @pytest.fixture
    def actor(talk: Talk) -> Actor:
        return Actor(member, talk)

    return actor


chen, wang, li, huang = _plays(cast.CHEN), _plays(cast.WANG), _plays(cast.LI), _plays(cast.HUANG)
liang, grace, he, zhou = _plays(cast.LIANG), _plays(cast.GRACE), _plays(cast.HE), _plays(cast.ZHOU)
zhang, liu, zhao, wu = _plays(cast.ZHANG), _plays(cast.LIU), _plays(cast.ZHAO), _plays(cast.WU)
sun, luo, feng, deng, lin = (
    _plays(cast.SUN), _plays(cast.LUO), _plays(cast.FENG), _plays(cast.DENG), _plays(cast.LIN)
)  # fmt: skip
jianye, team = _plays(cast.JIANYE), _plays(cast.TEAM)
