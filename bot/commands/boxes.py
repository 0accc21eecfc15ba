"""`fieldbot inbox` and `fieldbot outbox`: what came in, what goes out, and where it stands."""

from typing import Annotated

import typer

from bot.commands import opening
from bot.commands.naming import Exit, refuse
from storage import inbox as kept_inbox
from storage import outbox as kept_outbox

LARGEST = 2**31 - 1  # an id in the database

Failed = Annotated[bool, typer.Option("--failed", help="Only what failed.")]
AsJson = Annotated[bool, typer.Option("--json", help="{id, chat, state, tries, error, at}, one a line.")]
Db = Annotated[str | None, typer.Option(help="The database's address.")]


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.command()(inbox)
    app.command()(outbox)


def inbox(
    failed: Failed = False,
    retry: Annotated[
        int | None,
        typer.Option(help="Put an update that was set aside back in its place.", min=1, max=LARGEST),
    ] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Updates that wait or were set aside."""
    with opening.books(db) as books:
        if retry is not None:
            if not books.now_write(lambda session: kept_inbox.retry(session, retry)):
                refuse(f"No update {retry} was set aside.")
            typer.echo(f"Update {retry} waits again.", err=True)
            return
        rows = books.now_read(lambda session: kept_inbox.listed(session, failed))
    opening.printed([row._asdict() for row in rows], as_json)
    if failed and rows:
        raise typer.Exit(Exit.FINDINGS)


def outbox(failed: Failed = False, as_json: AsJson = False, db: Db = None) -> None:
    """Letters and what became of them, newest first."""
    with opening.books(db) as books:
        rows = books.now_read(lambda session: kept_outbox.listed(session, failed))
    shown = ("id", "chat", "state", "tries", "error", "at")
    opening.printed([{name: getattr(row, name) for name in shown} for row in rows], as_json)
    if failed and rows:
        raise typer.Exit(Exit.FINDINGS)
