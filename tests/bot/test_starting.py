"""The start: whatever stands in its way is said in one sentence, with exit 2 and nothing like a traceback."""

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import aiohttp
import pytest

from bot import beginnings, running
from bot.receiving import Api
from storage import people, schema
from storage.books import Books
from storage.sealing import Seal
from tests.bot.conftest import WatchedBooks
from tests.bot.digests import SPEAK
from tests.bot.starting import KEY, TOKEN, Machine, taken
from tests.sandbox.conftest import TOKEN as SANDBOX_TOKEN
from tests.sandbox.conftest import Sandbox

REAL = {"TOKEN": TOKEN, "SECRET_KEY": KEY}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a sandbox that has run once, to be copied."""
    machine = Machine(tmp_path_factory.mktemp("settled"))
    with machine.running("run") as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{machine.port}/" in process.stdout.readline()
    assert process.returncode == 0
    assert process.stderr is not None
    return machine.data


@pytest.fixture
def of_the_sandbox(machine: Machine, settled: Path) -> Machine:
    shutil.copytree(settled, machine.data)
    return machine


# -- settings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("TOKEN", "abc", "no bot's token"),
        ("TOKEN", "1:a b/c", "no bot's token"),
        ("API_BASE", "api.telegram.org", "needs an address like https://host:port"),
        ("API_BASE", "ftp://127.0.0.1", "needs an address"),
        ("MODE", "pigeon", "'polling'"),
        ("MODE", "webhook", "not built yet"),
        ("LANGUAGE", "klingon", "'zh-hans', 'zh-hant' or 'en'"),
        ("TIMEZONE", "Asia/Atlantis", "no time zone 'Asia/Atlantis'"),
        ("TIMEZONE", "../../etc/passwd", "no time zone"),
        ("SECRET_KEY", "too short", "at least 16 characters"),
        ("PORT", "eighty", "valid integer"),
        ("PORT", "0", "greater than or equal to 1"),
        ("PORT", "65535", "less than or equal to 65534"),
        ("PROXY", "socks9://127.0.0.1:1", "needs an address like socks5://host:port"),
        ("PROXY", "127.0.0.1:1080", "needs an address"),
        ("PACE", "fast", "'telegram'"),
    ],
)
def test_a_wrong_setting_is_named(machine: Machine, name: str, value: str, why: str) -> None:
    ended = machine.types("doctor", **{name: value})
    assert ended.code == 2
    assert ended.sentence.startswith(f"FIELDBOT_{name}: ")
    assert why in ended.sentence


def test_a_wrong_secret_is_not_repeated(machine: Machine) -> None:
    for name, value in {"TOKEN": "hush hush", "SECRET_KEY": "hush", "PROXY": "bad://u:hush@h:1"}.items():
        assert "hush" not in machine.types("doctor", **{name: value}).sentence
    address = machine.types("doctor", DATABASE_URL="mysql://u:hush@h/d", **REAL)
    assert "hush" not in address.said


def test_run_itself_stops_at_a_wrong_setting(machine: Machine) -> None:
    ended = machine.ends("run", TIMEZONE="Asia/Atlantis")
    assert (ended.code, ended.sentence.partition(":")[0]) == (2, "FIELDBOT_TIMEZONE")


def test_an_empty_setting_is_one_that_was_not_given(machine: Machine) -> None:
    """A container passes on what its host has not set."""
    ended = machine.types("run", "--telegram", TOKEN="", SECRET_KEY="")
    assert (ended.code, ended.sentence.partition(" ")[0]) == (2, "FIELDBOT_TOKEN")


@pytest.mark.parametrize("name", ["TOKEN", "SECRET_KEY", "DATABASE_URL"])
def test_a_secret_file_that_is_missing_or_empty_or_no_text_is_named(machine: Machine, name: str) -> None:
    path = machine.folder / "secret"
    for what, why in ((None, "No such file or directory"), (b" \n", "is empty"), (b"\xff\xfe", "not UTF-8")):
        if what is not None:
            path.write_bytes(what)
        ended = machine.types("run", "--telegram", **{f"{name}_FILE": str(path)})
        assert ended.code == 2
        assert ended.sentence.startswith(f"FIELDBOT_{name}_FILE: ")
        assert why in ended.sentence


def test_a_secret_file_is_read(machine: Machine) -> None:
    (machine.folder / "token").write_text(f"{TOKEN}\n")
    ended = machine.types("run", "--telegram", TOKEN_FILE=str(machine.folder / "token"))
    assert ended.sentence.startswith("FIELDBOT_SECRET_KEY is missing")


def test_settings_are_read_from_a_file_beside_it_too(machine: Machine) -> None:
    (machine.folder / ".env").write_text("FIELDBOT_TIMEZONE=Asia/Atlantis\n")
    assert machine.types("doctor").sentence.startswith("FIELDBOT_TIMEZONE: ")
    (machine.folder / ".env").write_bytes(b"\xff\xfe\xff")
    assert machine.types("doctor").sentence == ".env cannot be read: it is not UTF-8."


@pytest.mark.parametrize("missing", ["TOKEN", "SECRET_KEY"])
def test_the_real_bot_needs_a_token_and_a_key(machine: Machine, missing: str) -> None:
    ended = machine.types("run", "--telegram", **{name: REAL[name] for name in REAL if name != missing})
    assert ended.code == 2
    assert ended.sentence.startswith(f"FIELDBOT_{missing} is missing: ")
    assert not (machine.data / "fieldbot.db").exists()


def test_telegrams_pace_cannot_be_switched_off_for_the_real_bot(machine: Machine) -> None:
    ended = machine.types("run", "--telegram", PACE="off", **REAL)
    assert (ended.code, ended.sentence.partition(" ")[0]) == (2, "FIELDBOT_PACE")


def test_wrong_use_is_wrong_use(machine: Machine) -> None:
    for words in (("run", "--port", "0"), ("run", "--fly"), ("flight",), ("run", "--port", "65535")):
        ended = machine.types(*words)
        assert ended.code == 2
        assert "Traceback" not in ended.said


# -- the folder -------------------------------------------------------------------------------------


def test_a_file_in_the_way_of_the_folder(machine: Machine) -> None:
    machine.data.write_text("a file")
    ended = machine.types("run")
    assert ended.code == 2
    assert ended.sentence.startswith(f"FIELDBOT_DATA_DIR: cannot make {machine.data}")


@pytest.mark.parametrize("words", [["run"], ["network", "check"]], ids=" ".join)
def test_a_folder_that_may_only_be_read(machine: Machine, words: list[str]) -> None:
    machine.data.mkdir(mode=0o555)
    ended = machine.ends_like_anybodys(*words)
    assert ended.code == 2
    assert ended.sentence.startswith("FIELDBOT_DATA_DIR: cannot ")
    assert "ermission denied" in ended.sentence


def test_a_second_run_on_the_folder(of_the_sandbox: Machine) -> None:
    with of_the_sandbox.running("run") as first:
        assert first.stdout is not None
        first.stdout.readline()
        ended = of_the_sandbox.types("run", PORT=str(of_the_sandbox.port + 100))
        assert ended.code == 2
        assert (
            ended.sentence
            == f"Another fieldbot is running on {of_the_sandbox.data / 'sandbox'}; stop it first."
        )


def test_a_broken_file_of_the_stations_own_words(of_the_sandbox: Machine) -> None:
    (of_the_sandbox.data / "words").mkdir()
    (of_the_sandbox.data / "words" / "danger.toml").write_text("[[[")
    ended = of_the_sandbox.types("run")
    assert ended.code == 2
    assert "danger.toml" in ended.sentence


# -- ports ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("beside", [0, 1], ids=["the chat page's", "the bot's own page's"])
def test_a_port_in_use(of_the_sandbox: Machine, beside: int) -> None:
    with taken(of_the_sandbox.port + beside):
        ended = of_the_sandbox.types("run")
    assert ended.code == 2
    assert str(of_the_sandbox.port + beside) in ended.sentence
    assert "in use" in ended.sentence


def test_the_sandbox_alone_says_so_too(machine: Machine) -> None:
    with taken(machine.port):
        ended = machine.types("sandbox", "--port", str(machine.port))
    assert ended.code == 2
    assert str(machine.port) in ended.sentence


# -- the database -----------------------------------------------------------------------------------


def test_a_database_of_a_newer_programme(of_the_sandbox: Machine) -> None:
    path = of_the_sandbox.data / "sandbox" / "fieldbot.db"
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    for words in (["run"], ["outbox"], ["db", "migrate"]):
        ended = of_the_sandbox.types(*words)
        assert ended.code == 2
        assert "was written by a newer fieldbot" in ended.sentence


def test_a_file_that_is_no_database(of_the_sandbox: Machine) -> None:
    for name in ("fieldbot.db", "fieldbot.db-wal", "fieldbot.db-shm"):
        (of_the_sandbox.data / "sandbox" / name).unlink(missing_ok=True)
    (of_the_sandbox.data / "sandbox" / "fieldbot.db").write_text("Dear diary, " * 100)
    for words in (["run"], ["inbox"], ["db", "migrate"]):
        ended = of_the_sandbox.types(*words)
        assert (ended.code, ended.sentence) == (2, "The database cannot be used: file is not a database.")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://u:hush@127.0.0.1:1/d", "The database cannot be used: "),
        ("sqlite:////proc/none/fieldbot.db", "The database cannot be used: unable to open database file."),
        ("mysql://u:hush@h/d", "FIELDBOT_DATABASE_URL (or --db): "),
        ("fieldbot.db", "FIELDBOT_DATABASE_URL (or --db): "),
    ],
)
def test_a_database_that_cannot_be_opened(machine: Machine, url: str, why: str) -> None:
    for words, settings in ((["run", "--db", url], {}), (["outbox"], {"DATABASE_URL": url, **REAL})):
        ended = machine.types(*words, **settings)
        assert ended.code == 2
        assert ended.sentence.startswith(why)
        assert "hush" not in ended.said


def test_the_sandbox_does_not_touch_a_real_bots_database(of_the_sandbox: Machine) -> None:
    url = _database(of_the_sandbox.folder / "real.db", "telegram")
    ended = of_the_sandbox.types("run", "--sandbox", "--db", url)
    assert (ended.code, ended.sentence) == (2, schema.FOR_THE_SANDBOX)


def test_a_command_with_another_key_changes_nothing_there(of_the_sandbox: Machine) -> None:
    """Without the real bot's settings a command has the sandbox's key, and would seal with it."""
    url = _database(of_the_sandbox.folder / "real.db", "telegram")
    for words in (["invite", "volunteer", "x"], ["people", "list"], ["inbox"]):
        ended = of_the_sandbox.types(*words, "--db", url)
        assert (ended.code, ended.sentence) == (2, schema.OTHER_KEY)


def test_a_sandbox_whose_key_was_changed(of_the_sandbox: Machine) -> None:
    (of_the_sandbox.data / "sandbox" / "key").write_text("another key of the sandbox")
    ended = of_the_sandbox.types("run")
    assert (ended.code, ended.sentence) == (2, schema.OTHER_KEY)


def test_an_empty_key_of_the_sandbox_is_made_anew(machine: Machine) -> None:
    (machine.data / "sandbox").mkdir(parents=True)
    (machine.data / "sandbox" / "key").write_text("")
    assert machine.types("inbox").code == 0
    assert len((machine.data / "sandbox" / "key").read_text()) > 30


def _database(path: Path, kind: str, key: str = KEY, bot: int = 4242) -> str:
    """A database that belongs to somebody."""
    url = f"sqlite:///{path}"
    seal = Seal(key)
    books = Books(url, seal)
    schema.ensure(books.engine, url)
    books.now_write(lambda session: schema.check_owner(session, kind, bot, seal.fingerprint()))
    books.close()
    return url


# -- Telegram ---------------------------------------------------------------------------------------


async def test_a_token_that_telegram_does_not_know(machine: Machine, sandbox: Sandbox) -> None:
    ended = await asyncio.to_thread(machine.ends, "run", "--telegram", API_BASE=sandbox.url, **REAL)
    assert ended.code == 2
    assert ended.sentence == "Telegram does not know this token: check FIELDBOT_TOKEN."


async def test_a_telegram_that_cannot_be_reached_is_said_once_and_waited_for(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await sandbox.does("faults", kind="500", times=2)
    monkeypatch.setattr(running, "START_PAUSE", 0.0)
    async with aiohttp.ClientSession() as http:
        bot = await running._introduced(Api(http, sandbox.url, SANDBOX_TOKEN), asyncio.Event(), SPEAK)
    assert bot is not None
    assert bot["id"] == 42
    assert caplog.messages == ["Telegram cannot be reached (500 Internal Server Error); trying again."]


async def test_who_stops_the_bot_while_it_waits_for_telegram_does_not_wait() -> None:
    stop = asyncio.Event()
    async with aiohttp.ClientSession() as http, asyncio.timeout(4):
        waiting = asyncio.create_task(
            running._introduced(Api(http, "http://127.0.0.1:1", TOKEN), stop, SPEAK)
        )
        stop.set()
        assert await waiting is None


def test_a_bot_that_nobody_runs_says_how_to_become_its_administrator(
    books: WatchedBooks, capsys: pytest.CaptureFixture[str]
) -> None:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    first = books.now_write(lambda s: beginnings.first_link(s, "fieldbot", at))
    assert first is not None
    running._tell_who_may_begin(first)
    assert capsys.readouterr().out == f"Nobody runs this bot yet. Become its administrator: {first}\n"
    code = first.partition("https://t.me/fieldbot?start=")[2]
    books.now_write(lambda s: people.join(s, code, 1016, "邓卓然", "", at))
    running._tell_who_may_begin(books.now_write(lambda s: beginnings.first_link(s, "fieldbot", at)))
    assert capsys.readouterr().out == ""


def test_a_sandbox_without_its_example_has_strangers_and_the_first_link_on_its_page(machine: Machine) -> None:
    for words in (["run", "--empty"], ["run"]):  # once emptied, it stays so
        with machine.running(*words) as process:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{machine.port}/" in process.stdout.readline()
            first = process.stdout.readline().split()[-1]
            with urlopen(f"http://127.0.0.1:{machine.port}/sandbox/api/state") as answer:
                state = json.load(answer)
        assert first.startswith("https://t.me/")
        assert state["welcome"] == first
        assert len(state["people"]) > 10
        assert not any(one["started"] or one.get("role") or one["about"] for one in state["people"])


def test_a_sandbox_that_has_its_example_is_not_emptied(of_the_sandbox: Machine) -> None:
    ended = of_the_sandbox.types("run", "--empty")
    assert (ended.code, ended.sentence) == (2, beginnings.ALREADY_THERE)


def test_a_real_bot_is_not_asked_to_be_empty(machine: Machine) -> None:
    ended = machine.types("run", "--telegram", "--empty", **REAL)
    assert (ended.code, "begins with nothing anyway" in ended.sentence) == (2, True)


async def test_another_bots_token_on_a_database_that_is_somebodys(machine: Machine, sandbox: Sandbox) -> None:
    url = _database(machine.folder / "real.db", "telegram", bot=77)
    given = {**REAL, "TOKEN": SANDBOX_TOKEN, "DATABASE_URL": url, "API_BASE": sandbox.url}
    ended = await asyncio.to_thread(machine.ends, "run", "--telegram", **given)
    assert (ended.code, ended.sentence) == (2, "This database belongs to the bot 77, and the token is of 42.")
    _database(machine.folder / "sandbox.db", "sandbox")
    given["DATABASE_URL"] = f"sqlite:///{machine.folder / 'sandbox.db'}"
    ended = await asyncio.to_thread(machine.ends, "run", "--telegram", **given)
    assert (ended.code, ended.sentence) == (2, schema.FOR_A_REAL_BOT)
