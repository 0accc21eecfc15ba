"""`fieldbot life diagram`: the life of a report, drawn from the table that rules it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.naming import file_written
from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.life_diagram import page
from fieldwork.texts import Language

group = typer.Typer(no_args_is_help=True, help="The life of a report: its states and steps.")


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.add_typer(group, name="life")


@group.callback()
def life() -> None:
    """The life of a report: its states and steps."""


@group.command()
def diagram(
    out: Annotated[Path | None, typer.Option(help="Write it there, as docs/life.md has it.")] = None,
) -> None:
    """Draw the states and steps as a Mermaid diagram, with the table of who may do what."""
    speak = load_translators(load_words([SHIPPED]), Language.HANS)
    drawn = page(speak(Language.HANS), speak(Language.ENGLISH))
    if out is None:
        typer.echo(drawn, nl=False)
    else:
        file_written(out, drawn.encode())
