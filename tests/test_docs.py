"""Whoever reads the docs knows every setting and every command, and nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.rules import load_rules
from bot.settings import PREFIX, SECRETS, Settings
from fieldwork.rulesets import PARTS
from tests.commands import app

ROOT = Path(__file__).parent.parent
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that can be typed, by its words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


NAMES = dict(commands(get_command(app)))


def options(command: Any) -> set[str]:
    long = {
        name
        for each in command.params
        for name in (*each.opts, *each.secondary_opts)
        if name.startswith("--")
    }
    return long - {"--help", "--json", "--db"}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_its_line(name: str) -> None:
    assert f"| `{PREFIX}{name.upper()}` |" in SETTINGS
    assert Settings.model_fields[name].description


def test_no_setting_is_described_that_is_not_there() -> None:
    described = set(re.findall(rf"{PREFIX}([A-Z_]+)", SETTINGS))
    known = {name.upper() for name in Settings.model_fields} | {f"{name}_FILE" for name in SECRETS}
    assert described == known


def test_the_defaults_that_are_told_are_the_defaults() -> None:
    told = dict(re.findall(rf"^\| `{PREFIX}([A-Z_]+)` \| `([^`]+)` \|", SETTINGS, re.MULTILINE))
    assert set(told) == {"DATA_DIR", "PORT", "LANGUAGE", "TIMEZONE", "API_BASE", "PACE", "MODE"}
    for name, default in told.items():
        assert str(Settings.model_fields[name.lower()].default) == default


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_its_line_with_all_its_options(name: str) -> None:
    (line,) = [line for line in COMMANDS.splitlines() if re.match(rf"\| `fieldbot {name}[ `]", line)]
    assert {option for option in options(NAMES[name]) if option not in line} == set()
    shape = line.rstrip("|").split(" | ")[2].strip()
    assert bool(shape) == any("--json" in each.opts for each in NAMES[name].params)


def test_no_command_is_described_that_is_not_there() -> None:
    rows = [line for line in COMMANDS.splitlines() if line.startswith("| `fieldbot ")]
    assert len(rows) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    assert NAMES[name].help
    assert [each.name for each in NAMES[name].params if not getattr(each, "help", None)] == []


def test_every_link_of_the_readme_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert link.startswith("https://") or (ROOT / link).exists(), link


RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def test_every_limit_has_its_line_with_what_is_shipped() -> None:
    shipped = load_rules()
    for name, value in shipped.limits:
        (line,) = [line for line in RULES.splitlines() if line.startswith(f"| `{name}` |")]
        assert isinstance(value, dict) or f"| {value} |" in line
    assert len(re.findall(r"^\| `[a-z_]+` \| ", RULES.partition("## [reasons]")[0], re.MULTILINE)) == len(
        type(shipped.limits).model_fields
    )


def test_every_part_of_the_rules_is_described() -> None:
    assert [part for part in PARTS if not re.search(rf"`{part}`|`\[+{part}\]+`|## \[{part}\]", RULES)] == []


def test_the_life_of_a_report_is_drawn_as_it_is_today() -> None:
    drawn = CliRunner().invoke(app, ["life", "diagram"])
    assert drawn.exit_code == 0, drawn.output
    kept = (ROOT / "docs" / "life.md").read_text(encoding="utf-8")
    assert kept == drawn.stdout, "draw it anew: fieldbot life diagram --out docs/life.md"
