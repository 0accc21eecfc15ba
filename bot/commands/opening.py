"""What every command opens: the settings, the books, and a way to print."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import typer
from sqlmodel import Session

from bot.clock import Clock
from bot.commands.naming import refuse, settings
from bot.means import Means, newest_means
from bot.settings import Settings, SettingsError, sandbox_key
from bot.words import WordsError
from storage import schema, shifting
from storage.books import Books, Unavailable, WrongAddress, with_driver
from storage.schema import SchemaError
from storage.sealing import Seal, SealError


class Place(NamedTuple):
    """Where the books lie, and the key that opens them."""

    url: str
    key: str


def place_of(given: Settings, db: str | None, sandbox: bool | None = None) -> Place:
    """The database and key in force: the sandbox's own where no token is set. Raises SettingsError."""
    in_sandbox = given.token is None if sandbox is None else sandbox
    folder = folder_of(given, in_sandbox)
    own = given.database_url.get_secret_value() if given.database_url and not in_sandbox else None
    url = _checked(db or own or f"sqlite:///{_made(folder).absolute()}/fieldbot.db")
    if given.secret_key and not in_sandbox:
        return Place(url, given.secret_key.get_secret_value())
    if in_sandbox:
        return Place(url, sandbox_key(given.sandbox_folder))
    raise SettingsError(
        "FIELDBOT_SECRET_KEY is missing: it encrypts what people write. Give one of at least 16 characters."
    )


def folder_of(given: Settings, sandbox: bool | None = None) -> Path:
    """Where files lie: the sandbox's own folder where no token is set."""
    in_sandbox = given.token is None if sandbox is None else sandbox
    return given.sandbox_folder if in_sandbox else given.data_dir


def _checked(url: str) -> str:
    """The address again. Raises SettingsError for what is no database's address."""
    try:
        with_driver(url)
    except WrongAddress as wrong:
        raise SettingsError(f"FIELDBOT_DATABASE_URL (or --db): {wrong}") from None
    return url


def _made(folder: Path) -> Path:
    """The data folder, made where it is missing. Raises SettingsError where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise SettingsError(f"FIELDBOT_DATA_DIR: cannot make {folder}: {refused.strerror}.") from refused
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError(f"FIELDBOT_DATA_DIR: cannot write in {folder}: permission denied.")
    return folder


def is_there(place: Place) -> bool:
    """Whether there is a database: a file for SQLite, an answer is not waited for elsewhere."""
    address, _, path = place.url.partition("///")
    return not address.startswith("sqlite") or Path(path.partition("?")[0]).is_file()


def opened(place: Place) -> Books:
    """The books in their newest shape. Raises SchemaError or Unavailable with a sentence."""
    books = unshaped(place)
    try:
        schema.ensure(books.engine, place.url)
    except BaseException:
        books.close()
        raise
    return books


def unshaped(place: Place) -> Books:
    """The books as they are."""
    return Books(place.url, Seal(place.key))


@contextmanager
def books(db: str | None, given: Settings | None = None) -> Iterator[Books]:
    """The books for one command; whatever stands in the way ends it with one sentence."""
    with said(), closing(opened(place_of(given or settings(), db))) as opened_books:
        opened_books.now_read(lambda session: schema.check_key(session, opened_books.seal.fingerprint()))
        yield opened_books


def means(books: Books, given: Settings) -> Means:
    """How words are read and said by the newest rules; what stands in the way ends the command."""
    try:
        return books.now_read(lambda session: newest_means(given, session))
    except WordsError as wrong:
        refuse(wrong.sentence)


def moment(opened_books: Books, zone: ZoneInfo) -> datetime:
    """Now, in the field's zone: its date is the field's day. A sandbox's clock may have been turned."""
    return opened_books.now_read(lambda session: moment_in(session, zone))


def moment_in(session: Session, zone: ZoneInfo) -> datetime:
    """The same, where the books are being read."""
    return Clock(shift=shifting.shift(session)).now().astimezone(zone)


@contextmanager
def unshaped_books(db: str | None) -> Iterator[Books]:
    """The books for a command that shapes them itself."""
    with said(), closing(unshaped(place_of(settings(), db))) as books:
        yield books


@contextmanager
def said() -> Iterator[None]:
    """Whatever stands in the way ends the command with one sentence."""
    try:
        yield
    except (SettingsError, SchemaError, SealError) as wrong:
        refuse(str(wrong))
    except Unavailable as gone:
        refuse(f"The database cannot be used: {gone}.")


def printed(rows: Iterable[Mapping[str, Any]], as_json: bool) -> None:
    """Prints rows: with --json one object a line, absent things left out; else one readable line each."""
    for row in rows:
        present = {key: value for key, value in row.items() if value is not None and value != ""}
        typer.echo(json.dumps(present, ensure_ascii=False, default=_plain) if as_json else _line(present))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _line(row: Mapping[str, Any]) -> str:
    return "  ".join(_readable(value) for value in row.values())


def _readable(value: object) -> str:
    """A value in a line; of several lines, such as an error's, the first."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value).partition("\n")[0]
