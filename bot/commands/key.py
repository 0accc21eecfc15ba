"""`fieldbot key rotate`: everything that is sealed gets a new key, while no bot runs."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from pydantic import SecretStr
from sqlalchemy import make_url

from bot.commands import opening
from bot.commands.naming import Exit, refuse, settings
from bot.commands.opening import Place
from bot.settings import Settings, SettingsError
from storage import rotating, schema
from storage.books import Books, is_sqlite
from storage.cabinet import PHOTOS, Cabinet
from storage.occupying import TAKEN, folder_held, occupied
from storage.schema import SchemaError
from storage.sealing import Seal

group = typer.Typer(no_args_is_help=True, help="The key that everything personal is sealed with.")


class Rotated(NamedTuple):
    """What a change of the key came to."""

    rows: int
    files: int
    strangers: int  # files that neither key opens
    copies: list[str]  # older copies of the database, which are under the old key still


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="key")


@group.command()
def rotate(
    as_json: Annotated[bool, typer.Option("--json", help="{rows, files, strangers, copies}")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """Bring everything from FIELDBOT_OLD_SECRET_KEY under FIELDBOT_SECRET_KEY; cut off, it goes on when run again."""
    given = settings()
    with opening.said():
        place, seal = _given(given, db)
        done = _rotated(opening.folder_of(given), place, seal)
    opening.printed([done._asdict() if as_json else {"said": _sentence(done)}], as_json)
    if done.strangers:
        raise typer.Exit(Exit.FINDINGS)


def _given(given: Settings, db: str | None) -> tuple[Place, Seal]:
    """The database, and a seal of both keys. Raises SettingsError."""
    if given.token is None:
        refuse("Without FIELDBOT_TOKEN this is the sandbox: it has a key of its own and nobody's data.")
    place, old = opening.place_of(given, db), _of(given.old_secret_key)
    if not old:
        raise SettingsError(
            "FIELDBOT_OLD_SECRET_KEY is missing: give the key until now there, and the new one as FIELDBOT_SECRET_KEY."
        )
    seal = Seal(place.key, old)
    if seal.old is None or seal.number == seal.old.number:
        raise SettingsError(
            "FIELDBOT_SECRET_KEY: the two cannot be told apart; please choose another new key."
        )
    return place, seal


def _of(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _rotated(folder: Path, place: Place, seal: Seal) -> Rotated:
    """Raises SchemaError where a bot is running, or the keys are not those of this database."""
    if not opening.is_there(place):
        raise SchemaError("There is no database yet, so there is nothing to change.")
    with ExitStack() as held:
        held.enter_context(folder_held(folder))
        if not held.enter_context(occupied(place.url)):
            raise SchemaError(TAKEN)
        books = held.enter_context(closing(Books(place.url, seal)))
        if schema.standing(books.engine) != schema.newest():
            raise SchemaError(
                "The database has an older shape: run `fieldbot db migrate` with the old key first."
            )
        return _all_of_it(books, Cabinet(folder / PHOTOS, seal), seal)


def _all_of_it(books: Books, cabinet: Cabinet, seal: Seal) -> Rotated:
    if not books.now_write(lambda s: rotating.begin(s, seal)):
        return Rotated(0, 0, len(cabinet.foreign()), _copies(books.url))
    rows = rotating.reseal(books)
    files = cabinet.clear_up() + cabinet.reseal()
    rotating.write_afresh(books.engine, books.url)
    left = books.now_read(lambda s: rotating.left(s, seal))
    if left:
        raise SchemaError(f"{left} values are still under the old key; please run the command again.")
    books.now_write(lambda s: rotating.finish(s, seal))
    return Rotated(rows, files, len(cabinet.foreign()), _copies(books.url))


def _copies(url: str) -> list[str]:
    """What a migration put beside an embedded database before it began."""
    name = make_url(url).database if is_sqlite(url) else None
    return sorted(str(path) for path in Path(name).parent.glob(f"{Path(name).name}.before-*")) if name else []


def _sentence(done: Rotated) -> str:
    said = [f"Everything is under the new key: {done.rows} rows and {done.files} files were sealed anew.",
            "Take FIELDBOT_OLD_SECRET_KEY away; backups made until now need the old key."]  # fmt: skip
    if done.copies:
        said.append(
            f"Under the old key still, delete them when they are not needed: {', '.join(done.copies)}."
        )
    if done.strangers:
        said.append(f"{done.strangers} files open with neither key; they were left as they are.")
    return " ".join(said)
