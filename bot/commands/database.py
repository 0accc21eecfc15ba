"""`fieldbot db migrate`: bring the database to the shape that this programme works with."""

from typing import Annotated

import typer

from bot.commands import opening
from storage import schema

group = typer.Typer(no_args_is_help=True, help="The database and its shape.")


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="db")


@group.command()
def migrate(
    as_json: Annotated[bool, typer.Option("--json", help="{before, now}")] = False,
    db: Annotated[
        str | None, typer.Option(help="The database's address; beats FIELDBOT_DATABASE_URL.")
    ] = None,
) -> None:
    """Bring the database to the newest shape; an SQLite file is copied first, and `run` does it by itself."""
    with opening.unshaped_books(db) as books:
        before, now = schema.migrate(books.engine, books.url)
    if as_json:
        opening.printed([{"before": before, "now": now}], True)
    elif before == now:
        typer.echo(f"The database has the newest shape already ({now}).")
    else:
        typer.echo(f"The database has the shape {now} now; it was {before or 'empty'}.")
