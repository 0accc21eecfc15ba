"""The command line (DESIGN 8): names, options and JSON shapes are kept stable, because people script them.

Exit 0: done. 1: done, with findings. 2: wrong use. Only `run` and `replay` load the chat libraries, and a command
loads nothing of the others: all of them together take a second.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

import typer

PARTS = {  # each module with the words that its commands begin with, in the order of the help
    "running": "run sandbox replay",
    "network": "network",
    "doors": "network",
    "people": "people",
    "invite": "invite",
    "reports": "report",
    "carrying": "report activity",
    "past_records": "report activity",
    "audit": "audit",
    "due": "due",
    "digest": "digest",
    "figures": "figures",
    "rules": "rules",
    "life": "life",
    "understanding": "understand",
    "boxes": "inbox outbox",
    "database": "db",
    "key": "key",
    "doctor": "doctor",
}


def programme(typed: Sequence[str] = ()) -> typer.Typer:
    """The command line with the commands that the first word may mean; with all of them where it means none."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        help="fieldbot: people in the field write to a chat; the right station answers.",
    )  # fmt: skip
    app.callback()(lambda: None)  # a command that stands alone is still called by its name
    meant = [part for part, words in PARTS.items() if typed and typed[0] in words.split()]
    for part in meant or PARTS:
        import_module(f"bot.commands.{part}").add_to(app)
    return app


def main() -> None:
    """The `fieldbot` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not where somebody put another stream in its place
            stream.reconfigure(encoding="utf-8")
    programme(sys.argv[1:])()
