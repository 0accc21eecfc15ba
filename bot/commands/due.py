"""`fieldbot due`: what will fire in the next time, to whom and why. Nothing changes by asking."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.clock import Clock
from bot.commands import opening
from bot.commands.naming import place_named, refuse, settings
from bot.means import Means
from fieldwork.coming_due import Asked, Coming
from fieldwork.letters import coming_due as letters
from fieldwork.seeing import is_logged
from storage import coming, network, people, shifting
from storage.coming import Within

_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command()(due)


def due(
    place: Annotated[str | None, typer.Argument(help="A code, or names from the top.")] = None,
    within: Annotated[str, typer.Option(help="How far to look ahead: 90min, 24h, 3d.")] = "24h",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """What will fire, in order: when it leaves, about what, to whom and why."""
    ahead, chosen = length_named(within), settings()
    with opening.books(db, chosen) as books:
        means = opening.means(books, chosen)
        rows, restricted = books.now_read(lambda session: _rows(session, means, place, ahead))
    opening.printed(rows, as_json)
    if restricted:
        typer.echo(f"And {restricted} restricted, which only those named to them see.", err=as_json)
    elif not rows and not as_json:
        typer.echo("Nothing falls due in that time.")


def length_named(written: str) -> timedelta:
    """90min, 24h, 3d; anything else ends the command."""
    found = re.fullmatch(r"(\d{1,4})(min|h|d)", written.strip())
    if not found:
        refuse(f'"{written}" is no length of time; write it as 90min, 24h or 3d.')
    return int(found[1]) * _UNITS[found[2]]


def _rows(
    session: Session, means: Means, place: str | None, ahead: timedelta
) -> tuple[list[dict[str, Any]], int]:
    """What may be listed, and of how many matters more is not said than that they are there (P3, P4)."""
    now = Clock(shift=shifting.shift(session)).now()
    tree = network.load(session)
    within = Within(tree, [place_named(tree, place).code] if place else [])
    staffing = people.staffing(session, tree, now.astimezone(means.zone).date())
    asked = Asked(now, now + ahead, means.zone)
    found = coming.all_of(session, asked, within, staffing, means.rules, means.calendars(staffing.closures))
    plain = [each for each in found if each.report is None or not is_logged(each.report)]
    told = sorted({one.person_id for each in plain for one in each.to})
    names = {key: person.name for key, person in people.by_ids(session, told).items()}
    restricted = {each.number for each in found} - {each.number for each in plain}
    return [_row(each, names, means) for each in plain], len(restricted)


def _row(each: Coming, names: Mapping[int, str], means: Means) -> dict[str, Any]:
    """As `--json` has it; who told no name is told by their number in the people's list."""
    to = [names.get(one.person_id) or str(one.person_id) for one in each.to]
    return {
        "at": each.at.astimezone(means.zone),
        "number": each.number,
        "what": each.what,
        "to": list(dict.fromkeys(to)),
        "why": letters.why(means.speak(""), each),
    }
