"""`fieldbot doctor`: is everything in order, and if not, what to do."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from sqlmodel import Session

from bot.commands import opening
from bot.commands.naming import Exit, settings
from bot.means import newest_means
from bot.settings import Settings, SettingsError
from bot.words import SHIPPED, WordsError, load_words
from storage import inbox, network, outbox, people, schema
from storage.books import Books, Unavailable
from storage.schema import SchemaError
from storage.sealing import SealError

UPDATE = "Update fieldbot, or write days_off and days_on under [calendar] into a file of rules and apply it."
ENOUGH_DISK = 200 * 2**20  # bytes


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    ok: bool
    sentence: str


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command()(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="{what, ok, sentence}, one a line.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """Looks at settings, folder, database, key, words, network, people, inbox and outbox."""
    findings = list(_examined(settings(), db))
    if as_json:
        opening.printed([finding._asdict() for finding in findings], True)
    else:
        for finding in findings:
            typer.echo(f"{'ok ' if finding.ok else '!! '}{finding.what}: {finding.sentence}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(Exit.FINDINGS)


def _examined(given: Settings, db: str | None) -> Iterator[Finding]:
    yield Finding("mode", True, "sandbox" if given.token is None else "telegram")
    yield _words(given)
    try:
        place = opening.place_of(given, db)
        books = opening.opened(place)
    except (SettingsError, SchemaError, SealError, Unavailable) as wrong:
        yield Finding("database", False, str(wrong))
        return
    try:
        yield _disk(given)
        yield from _kept(books, given)
    except (SchemaError, SealError, Unavailable) as wrong:
        yield Finding("database", False, str(wrong))
    finally:
        books.close()


def _words(given: Settings) -> Finding:
    try:
        words = load_words([SHIPPED, given.data_dir / "words"])
    except WordsError as wrong:
        return Finding("words", False, str(wrong))
    return Finding("words", True, f"{len(words.catalogue)} categories, {len(words.phrases.phrase)} phrases")


def _disk(given: Settings) -> Finding:
    free = shutil.disk_usage(_there(given.data_dir.absolute())).free
    return Finding("disk", free > ENOUGH_DISK, f"{free // 2**20} MiB free in {given.data_dir}")


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there: with a database elsewhere it may not be made yet."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _kept(books: Books, given: Settings) -> Iterator[Finding]:
    books.now_read(lambda session: schema.check_key(session, books.seal.fingerprint()))
    yield Finding("database", True, f"shape {schema.standing(books.engine)}")
    yield _key(given)
    yield from books.now_read(lambda session: list(_looked_into(session, given)))


def _key(given: Settings) -> Finding:
    if given.old_secret_key is not None:
        sentence = "FIELDBOT_OLD_SECRET_KEY is set and not needed: nothing is under it. Take it away."
        return Finding("key", False, sentence)
    return Finding("key", True, "one key, and everything is under it")


def _looked_into(session: Session, given: Settings) -> Iterator[Finding]:
    yield _rules(session, given)
    yield _calendar(session, given)
    tree = network.load(session)
    stations = len(tree.stations)
    yield Finding("network", stations > 0, f"{len(tree.places)} places, {stations} stations")
    staffing = people.staffing(session, tree, opening.moment_in(session, given.zone).date())
    silent = [s.name for s in tree.stations.values() if not staffing.reachable(s)]
    yield Finding(
        "people", not silent, f"stations with nobody reachable: {len(silent)} {' '.join(silent[:5])}".strip()
    )
    came, aside = inbox.counts(session), inbox.counts(session).get("set_aside", 0)
    yield Finding("inbox", aside == 0, _counted(came) or "empty")
    going = outbox.waiting(session)
    yield Finding("outbox", outbox.undelivered(session) == 0, _counted(going) or "empty")


def _rules(session: Session, given: Settings) -> Finding:
    try:
        version = newest_means(given, session).ruleset
    except WordsError as wrong:
        return Finding("rules", False, str(wrong))
    return Finding("rules", True, f"version {version}" if version else "as shipped")


def _calendar(session: Session, given: Settings) -> Finding:
    """Whether the holidays are known of every year that is near, or that a limit reaches into."""
    try:
        calendar = newest_means(given, session).calendars(()).of("")
    except WordsError as wrong:
        return Finding("calendar", False, str(wrong))
    unknown = calendar.unknown_soon(
        opening.moment_in(session, given.zone).date(), schema.fact(session, "year_reached")
    )
    if not unknown:
        return Finding("calendar", True, "the holidays of every year that is near are known")
    years = " and ".join(map(str, unknown))
    sentence = f"the holidays of {years} are not known: Monday to Friday are reckoned with. {UPDATE}"
    return Finding("calendar", False, sentence)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{many} {state}" for state, many in sorted(counts.items()))
