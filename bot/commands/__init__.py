"""The command line (DESIGN 8): names, options and JSON shapes are kept stable, because people script them.

Exit 0: done. 1: done, with findings. 2: wrong use. Only `run` and `replay` load the chat libraries.
"""

import sys
from io import TextIOWrapper

import typer

from bot.commands import (
    audit,
    boxes,
    carrying,
    database,
    digest,
    doctor,
    doors,
    due,
    figures,
    invite,
    key,
    life,
    network,
    past_records,
    people,
    reports,
    rules,
    running,
    understanding,
)

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="fieldbot: people in the field write to a chat; the right station answers.",
)  # fmt: skip
for part in (
    running,
    network,
    doors,
    people,
    invite,
    reports,
    carrying,
    past_records,
    audit,
    due,
    digest,
    figures,
    rules,
    life,
    understanding,
    boxes,
    database,
    key,
    doctor,
):
    part.add_to(app)


def main() -> None:
    """The `fieldbot` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not where somebody put another stream in its place
            stream.reconfigure(encoding="utf-8")
    app()
