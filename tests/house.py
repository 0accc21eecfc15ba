"""The order of the house (DESIGN, part 4) as a list of rules over the names that each file uses.

A name is dotted and full: `from datetime import datetime as d; d.now()` uses `datetime.datetime.now`. What is
only imported for types counts too: knowing a room is knowing it.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("fieldwork", "storage", "handlers", "bot")
CLOCK = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
)
FILES = ("open", "io.open", "os.open", "pathlib", "tempfile", "shutil", "importlib.resources", "sqlite3")
FILE_METHODS = ("read_text", "read_bytes", "write_text", "write_bytes")


@dataclass(frozen=True)
class Rule:
    """Where `applies` is true of a path from the root, nothing `banned` and nothing below it is used."""

    name: str
    why: str
    banned: tuple[str, ...]
    applies: Callable[[str], bool]


def within(*places: str) -> Callable[[str], bool]:
    """Whether a path is one of these files or lies in one of these folders (which end in /)."""
    return lambda path: any(
        path == place or (place.endswith("/") and path.startswith(place)) for place in places
    )


def outside(*places: str) -> Callable[[str], bool]:
    """The opposite of `within`."""
    inside = within(*places)
    return lambda path: not inside(path)


RULES = (
    Rule(
        "fieldwork imports none of our other rooms",
        "the rules of the work stand by themselves; everything else may know them",
        ("storage", "handlers", "bot"),
        within("fieldwork/"),
    ),
    Rule(
        "storage imports only fieldwork",
        "what is kept does not know who speaks or who sends",
        ("handlers", "bot"),
        within("storage/"),
    ),
    Rule(
        "handlers import only fieldwork and storage",
        "a conversation does not know how the programme around it runs",
        ("bot",),
        within("handlers/"),
    ),
    Rule(
        "handlers are imported by bot/conversing/ alone",
        "they bring aiogram, which takes seconds to import; the command line must stay light",
        ("handlers",),
        lambda path: path.startswith("bot/") and not path.startswith("bot/conversing/"),
    ),
    Rule(
        "the sandbox imports nothing of ours",
        "only so can it contradict us",
        (*ROOMS, "aiogram", "telegram"),
        within("bot/sandbox/"),
    ),
    Rule(
        "bot/__init__.py imports nothing",
        "the sandbox and the command line run it too",
        (*ROOMS, "aiogram", "telegram"),
        within("bot/__init__.py"),
    ),
    Rule(
        "tests and benchmarks are imported by no room",
        "they are not installed",
        ("tests", "benchmarks"),
        within(*(f"{room}/" for room in ROOMS)),
    ),
    Rule(
        "telegram is imported in bot/delivery.py alone",
        "the two Telegram libraries meet only in the outbox",
        ("telegram",),
        outside("bot/delivery.py"),
    ),
    Rule(
        "aiogram is imported in handlers/ and bot/conversing/ alone",
        "it takes seconds to import, and the two Telegram libraries meet only in the outbox",
        ("aiogram",),
        outside("handlers/", "bot/conversing/"),
    ),
    Rule(
        "fieldwork knows no database",
        "the nouns are plain values; tables and sessions are in storage",
        ("sqlalchemy", "alembic", "sqlmodel.Session", "sqlmodel.create_engine"),
        within("fieldwork/"),
    ),
    Rule(
        "fieldwork opens no file",
        "words, categories and catalogues are read by bot/ and handed in",
        (*FILES, *(f"*.{method}" for method in FILE_METHODS)),
        within("fieldwork/"),
    ),
    Rule(
        "the clock is read in bot/clock.py alone",
        "rules get `now` as an argument, so that a test and the sandbox can turn it",
        CLOCK,
        # The sandbox has a clock of its own: its process starts in command.py.
        outside("bot/clock.py", "bot/sandbox/command.py"),
    ),
    Rule(
        "the environment is read in bot/settings.py alone",
        "settings are read once into one frozen object, and come in as arguments",
        ("os.environ", "os.environb", "os.getenv"),
        outside("bot/settings.py"),
    ),
)


def files() -> Iterator[tuple[str, str]]:
    """Each Python file of the rooms: its path from the root and its text."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def breaches(rule: Rule, path: str, source: str) -> list[str]:
    """The lines of one file that break a rule, a sentence each, with the rule and its reason."""
    if not rule.applies(path):
        return []
    own = "bot.sandbox" if path.startswith("bot/sandbox/") else None
    return [
        f"{path}:{line} uses {name}: {rule.name}, because {rule.why}."
        for line, name in _read(source, path)
        if any(_covers(banned, name) for banned in rule.banned) and not (own and _covers(own, name))
    ]


@cache  # each rule asks the same of each file
def _read(source: str, path: str) -> list[tuple[int, str]]:
    return sorted(set(names_used(ast.parse(source, path), path)))


def names_used(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Every name that is imported or reached by dots, with its line, as far as reading tells."""
    known = dict(_names_bound(tree, path))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, name) for name in _imported(node, path))
        elif isinstance(node, ast.Attribute):
            yield node.lineno, _dotted(node, known)
        elif isinstance(node, ast.Name) and node.id == "open" and isinstance(node.ctx, ast.Load):
            yield node.lineno, known.get("open", "open")
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in _imported_by_name(node, known))


def _covers(banned: str, name: str) -> bool:
    if banned.startswith("*."):
        return "." in name and name.rsplit(".", 1)[1] == banned[2:]
    return name == banned or name.startswith(f"{banned}.")


def _names_bound(tree: ast.Module, path: str) -> Iterator[tuple[str, str]]:
    """Each name that an import gives to a file, with what it stands for; `import a.b` gives a."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((a.asname or a.name, f"{_origin(node, path)}.{a.name}") for a in node.names)
        elif isinstance(node, ast.Import):
            tops = ((alias, alias.name.split(".")[0]) for alias in node.names)
            yield from ((a.asname, a.name) if a.asname else (top, top) for a, top in tops)


def _imported(node: ast.Import | ast.ImportFrom, path: str) -> list[str]:
    origin = f"{_origin(node, path)}." if isinstance(node, ast.ImportFrom) else ""
    return [f"{origin}{alias.name}" for alias in node.names]


def _origin(node: ast.ImportFrom, path: str) -> str:
    if not node.level:
        return node.module or ""
    parents = path.split("/")[: -node.level]
    return ".".join([*parents, *([node.module] if node.module else [])])


def _dotted(node: ast.expr, known: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, known)}.{node.attr}"
    if isinstance(node, ast.Name):
        return known.get(node.id, f"?.{node.id}")
    return "?"


def _imported_by_name(node: ast.Call, known: dict[str, str]) -> Iterator[str]:
    """`importlib.import_module("aiogram")` imports aiogram as well."""
    called = _dotted(node.func, known)
    if re.search(r"\b(import_module|__import__)$", called):
        for argument in node.args[:1]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
