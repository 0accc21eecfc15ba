"""`fieldbot digest`: what a place's digest says, as text, picture, workbook or JSON. Nothing is sent or kept."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.clock import Clock
from bot.commands import opening
from bot.commands.naming import file_written, place_named, refuse, settings
from bot.digest_files import drawn
from bot.means import Means
from fieldwork import periods
from fieldwork.digest_times import Almanac
from fieldwork.digests import Digest, Span
from fieldwork.letters import TEXT_LIMIT
from fieldwork.letters import digests as letters
from fieldwork.periods import Period
from storage import duties, network, shifting
from storage.digesting import Ground, digest_of

ENDINGS = (".txt", ".json", ".png", ".xlsx")


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command()(digest)


def digest(
    place: Annotated[str, typer.Argument(help="A code, or names from the top.")],
    period: Annotated[str, typer.Option(help="day, week, month, year; or 2026-03, 2026-W10, 2026.")] = "week",
    at: Annotated[str | None, typer.Option(help="A day of the period; else the last that is over.")] = None,
    out: Annotated[Path | None, typer.Option(help="A file: .txt, .json, .png or .xlsx.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """What was done and solved in a period, and what is open, silent or out of reach now."""
    if out is not None and out.suffix.lower() not in ENDINGS:
        refuse(f"{out}: a digest is written as {', '.join(ENDINGS)}.")
    chosen = settings()
    with opening.books(db, chosen) as books:
        means = opening.means(books, chosen)
        made = books.now_read(lambda session: _made(session, means, place, period, at))
    if out is not None:
        file_written(out, written(made, means, out.suffix.lower()))
    else:
        typer.echo(written(made, means, ".json" if as_json else ".txt").decode().rstrip("\n"))


def _made(session: Session, means: Means, place: str, period: str, at: str | None) -> Digest:
    tree, now = network.load(session), Clock(shift=shifting.shift(session)).now()
    ground, code = Ground(tree, means.rules, now, means.zone), place_named(tree, place).code
    stations = tree.stations_above(code, ground.day)
    calendar = means.calendars(duties.closures(session)).of(stations[0].code if stations else "")
    return digest_of(
        session, ground, code, period_named(Almanac(means.rules.periods, calendar), period, at, ground.day)
    )


def period_named(almanac: Almanac, written_: str, at: str | None, today: date) -> Period:
    """The period that is meant; anything else ends the command."""
    if written_ in tuple(Span):
        span = Span(written_)
        return almanac.this(_day(at), span) if at else almanac.last(today, span)
    found = periods.parse(written_, _day(at) if at else today, almanac.rules)
    if found is None:
        refuse(f'"{written_}" is no period; write day, week, month, year, or 2026-03, 2026-W10, 2026.')
    return found


def _day(written_: str) -> date:
    try:
        return date.fromisoformat(written_)
    except ValueError:
        refuse(f'"{written_}" is no day; write it as 2026-03-31.')


def written(made: Digest, means: Means, ending: str) -> bytes:
    """A digest as a file of that ending."""
    t = means.speak("")
    match ending:
        case ".json":
            plain = made.model_dump(mode="json", exclude_none=True)
            return (json.dumps(plain, ensure_ascii=False) + "\n").encode()
        case ".png" | ".xlsx":
            return drawn(made, t, ending[1:], means.rules.figures.least)
        case _:
            return (
                letters.digest(t, 0, made, False, means.rules.digests.silent_days, longest=TEXT_LIMIT).text
                + "\n"
            ).encode()
