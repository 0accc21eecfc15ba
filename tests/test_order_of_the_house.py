"""One-way order: fieldwork <- storage <- handlers <- bot, and who may know what (rules: tests/house.py)."""

import pytest

from tests.house import ROOMS, RULES, Rule, breaches, files


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name.replace(" ", "_"))
def test_the_house_keeps_its_order(rule: Rule) -> None:
    found = [breach for path, source in files() for breach in breaches(rule, path, source)]
    assert not found, "\n".join(found)


def test_every_room_is_looked_at() -> None:
    seen = {path.split("/")[0] for path, _ in files()}
    assert seen == set(ROOMS)


BREACHES = [
    ("fieldwork/life.py", "from storage import tables", "fieldwork imports none of our other rooms"),
    ("fieldwork/life.py", "from bot.clock import Clock", "fieldwork imports none of our other rooms"),
    ("storage/reports.py", "import handlers.reporting", "storage imports only fieldwork"),
    ("storage/reports.py", "from bot import clock", "storage imports only fieldwork"),
    (
        "handlers/joining.py",
        "from bot.settings import Settings",
        "handlers import only fieldwork and storage",
    ),
    (
        "bot/commands/__init__.py",
        "def f():\n    import handlers",
        "handlers are imported by bot/conversing/ alone",
    ),
    ("bot/sandbox/server.py", "from fieldwork import numbers", "the sandbox imports nothing of ours"),
    ("bot/sandbox/server.py", "from bot.clock import Clock", "the sandbox imports nothing of ours"),
    ("bot/sandbox/server.py", "from .. import clock", "the sandbox imports nothing of ours"),
    ("bot/sandbox/server.py", "import aiogram", "the sandbox imports nothing of ours"),
    ("bot/__init__.py", "from bot.commands import main", "bot/__init__.py imports nothing"),
    ("storage/outbox.py", "from tests.cast import VERA", "tests and benchmarks are imported by no room"),
    (
        "bot/conversing/__init__.py",
        "from telegram.ext import ExtBot",
        "telegram is imported in bot/delivery.py alone",
    ),
    ("handlers/reporting.py", "import telegram as t", "telegram is imported in bot/delivery.py alone"),
    (
        "bot/delivery.py",
        "from aiogram import Bot",
        "aiogram is imported in handlers/ and bot/conversing/ alone",
    ),
    (
        "bot/commands/run.py",
        "import importlib\nimportlib.import_module('aiogram.types')",
        "aiogram is imported in handlers/ and bot/conversing/ alone",
    ),
    ("fieldwork/people.py", "from sqlalchemy import Column", "fieldwork knows no database"),
    ("fieldwork/people.py", "from sqlmodel import Field, Session", "fieldwork knows no database"),
    ("fieldwork/words.py", "text = open('words.txt').read()", "fieldwork opens no file"),
    ("fieldwork/words.py", "def f(path):\n    return path.read_text()", "fieldwork opens no file"),
    ("fieldwork/words.py", "from pathlib import Path", "fieldwork opens no file"),
    (
        "storage/inbox.py",
        "from datetime import UTC, datetime\ndatetime.now(UTC)",
        "the clock is read in bot/clock.py alone",
    ),
    ("storage/inbox.py", "import datetime as d\nd.date.today()", "the clock is read in bot/clock.py alone"),
    ("bot/receiving.py", "import time\nnow = time.time", "the clock is read in bot/clock.py alone"),
    ("bot/sandbox/telegram.py", "from time import time", "the clock is read in bot/clock.py alone"),
    ("bot/receiving.py", "import os\nos.environ['X']", "the environment is read in bot/settings.py alone"),
    ("bot/sandbox/server.py", "from os import getenv", "the environment is read in bot/settings.py alone"),
]


@pytest.mark.parametrize(("path", "source", "name"), BREACHES, ids=[f"{b[0]}-{b[1][:40]}" for b in BREACHES])
def test_a_breach_is_found_and_told_with_its_reason(path: str, source: str, name: str) -> None:
    rule = next(rule for rule in RULES if rule.name == name)
    told = breaches(rule, path, source)
    assert told
    assert told[0].startswith(f"{path}:")
    assert f"{rule.name}, because {rule.why}." in told[0]


ALLOWED = [
    ("fieldwork/life.py", "from datetime import datetime\nfrom sqlmodel import Field, SQLModel"),
    ("fieldwork/life.py", "def f(report, now):\n    report.open = now\n    return report.reopen(now)"),
    ("storage/tables/reports.py", "import sqlalchemy\nfrom fieldwork.reports import Report"),
    ("handlers/reporting.py", "from aiogram import Router\nfrom storage import reports"),
    ("bot/conversing/__init__.py", "import handlers\nfrom aiogram import Bot"),
    ("bot/delivery.py", "from telegram.ext import ExtBot\nfrom storage import outbox"),
    ("bot/clock.py", "from datetime import UTC, datetime\ndatetime.now(UTC)"),
    ("bot/settings.py", "import os\nos.environ.get('FIELDBOT_TOKEN')"),
    ("bot/sandbox/command.py", "import time\nfrom bot.sandbox.server import make_app\nmake_app(time.time)"),
    (
        "bot/sandbox/server.py",
        "from . import limits\nfrom .telegram import Telegram\nimport bot.sandbox.store",
    ),
    ("bot/receiving.py", "import time\ntime.monotonic()\nbot = 1\nbot.telegram.x\nself.handlers.y"),
]


@pytest.mark.parametrize(("path", "source"), ALLOWED, ids=[f"{a[0]}-{a[1][:40]}" for a in ALLOWED])
def test_what_belongs_there_is_left_alone(path: str, source: str) -> None:
    assert [breach for rule in RULES for breach in breaches(rule, path, source)] == []


def test_every_rule_has_a_breach_that_it_finds() -> None:
    assert {name for _, _, name in BREACHES} == {rule.name for rule in RULES}
