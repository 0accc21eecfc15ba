"""The command line is light: aiogram takes seconds to import, and `doctor` must not wait for it."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands import PARTS
from tests.commands import app

ROOT = Path(__file__).parent.parent
HEAVY = {"aiogram", "telegram", "handlers"}

# Runs `fieldbot` with the arguments after the first, which names the file to write what was loaded into.
RUN = """
import atexit, json, sys
told = sys.argv.pop(1)
atexit.register(lambda: json.dump(sorted(sys.modules), open(told, "w")))
from bot.commands import main
if sys.argv[1:]:
    main()
"""


def fieldbot(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """Run the command in an interpreter of its own, with nobody's settings; what it loaded comes back too."""
    told = folder / "loaded.json"
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(told), *arguments],
        cwd=folder,
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    return done, set(json.loads(told.read_text()))


def _environment(folder: Path) -> dict[str, str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("FIELDBOT_")}
    return {**settings, "PYTHONPATH": str(ROOT), "FIELDBOT_DATA_DIR": str(folder / "data")}


def test_the_command_line_loads_neither_telegram_library(tmp_path: Path) -> None:
    done, loaded = fieldbot(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "bot.commands" in loaded
    assert not loaded & HEAVY


def test_a_command_stands_in_the_part_where_its_first_word_is_looked_for() -> None:
    """Where the list were wrong, `fieldbot` would know a command and then again not."""
    for part, words in PARTS.items():
        alone = typer.Typer()
        import_module(f"bot.commands.{part}").add_to(alone)
        assert names(alone) <= set(words.split()), part
    assert names(app) == set(WORDS)


def names(line: typer.Typer) -> set[str]:
    """The first words that a command line knows."""
    knows_some = line.registered_commands or line.registered_groups
    return set(typer.main.get_group(line).commands) if knows_some else set()


WORDS = list(dict.fromkeys(" ".join(PARTS.values()).split()))
HELPS = [*WORDS, "key rotate", "report show", "network check"]

# Asks for the help of each in turn, and tells what each has said and loaded.
RUN_HELPS = """
import json, sys
from typer.testing import CliRunner
from bot.commands import programme
helps = {}
for words in json.loads(sys.argv[1]):
    before = set(sys.modules)
    done = CliRunner().invoke(programme(words.split()), [*words.split(), "--help"])
    helps[words] = done.exit_code, done.stdout, sorted(set(sys.modules) - before)
print(json.dumps(helps))
"""


@pytest.fixture(scope="module")
def helps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, list[str]]]:
    """The help of each command, asked for in one interpreter: to start one takes longer than all of them."""
    folder = tmp_path_factory.mktemp("helps")
    done = subprocess.run(
        [sys.executable, "-c", RUN_HELPS, json.dumps(HELPS)], cwd=folder, env=_environment(folder),
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, tuple[int, str, list[str]]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("words", HELPS)
def test_the_help_of_a_command_loads_neither(
    helps: dict[str, tuple[int, str, list[str]]], words: str
) -> None:
    code, said, loaded = helps[words]
    assert code == 0
    assert words.split()[-1] in said
    assert not set(loaded) & HEAVY


@pytest.mark.parametrize("word", WORDS)
def test_a_word_alone_knows_all_that_it_knows_among_the_others(
    helps: dict[str, tuple[int, str, list[str]]], word: str
) -> None:
    """A group may have commands of several parts."""
    assert helps[word][1] == CliRunner().invoke(app, [word, "--help"]).stdout


def test_doctor_itself_loads_neither(tmp_path: Path) -> None:
    done, loaded = fieldbot(tmp_path, "doctor")
    # An empty folder may be a finding (1); a crash would be told on stderr as a traceback.
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert not loaded & HEAVY
    of_others = {f"bot.commands.{part}" for part in PARTS} - {"bot.commands.doctor"}
    assert not loaded & of_others


def test_understanding_a_text_loads_neither_and_makes_no_database(tmp_path: Path) -> None:
    done, loaded = fieldbot(tmp_path, "understand", "4号楼化粪池漏了", "--json")
    assert (done.returncode, json.loads(done.stdout)["kind"]) == (0, "need"), done.stderr
    assert not loaded & HEAVY
    assert not list(tmp_path.rglob("*.db"))
