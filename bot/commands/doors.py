"""`fieldbot network qr`: a sheet to print for each building's door, with the building's code."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from sqlmodel import Session

from bot.commands import network as network_commands
from bot.commands import opening
from bot.commands.naming import file_written, place_named, refuse, settings
from fieldwork.invitations import link, make_code
from fieldwork.letters import doors
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.texts import Translator
from storage import network as kept_network
from storage import people


class _Door(NamedTuple):
    """A building and the link of its code."""

    building: str
    link: str


def add_to(_app: typer.Typer) -> None:
    """Makes the command one of `fieldbot network`."""
    network_commands.group.command("qr")(qr)


def qr(
    place: Annotated[str, typer.Argument(help="A code, or names from the top.")],
    out: Annotated[Path, typer.Option(help="The folder for the sheets; made where it is missing.")],
    renew: Annotated[bool, typer.Option("--renew", help="New codes: every old sheet is worthless.")] = False,
    together: Annotated[bool, typer.Option("--together", help="All sheets in one file.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="{place, link, file}")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """Write an A4 sheet for each building of a place: its code, its name, the station's telephone."""
    chosen = settings()
    _made(out)
    with opening.books(db) as books:
        at = opening.moment(books, chosen.zone)
        speak = opening.means(books, chosen).speak
        network, found, made = books.now_write(lambda s: _doors(s, place, renew, at))
    files = _written(out, speak(""), network, found, made, at, together)
    rows = zip(made, files, strict=True)
    opening.printed(({"place": d.building, "link": d.link, "file": str(f)} for d, f in rows), as_json)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        refuse(f"The folder {folder} cannot be made: {refused.strerror or refused}.")


def _doors(session: Session, path: str, renew: bool, at: datetime) -> tuple[Network, Place, list[_Door]]:
    """Each building at and below a place, with its code: made where it is missing."""
    username = people.bot_username(session)
    if not username:
        refuse("The bot has not spoken to Telegram yet, so that it does not know its name: start it once.")
    network = kept_network.load(session)
    found = place_named(network, path)
    below = network.everything_below(found.code)
    buildings = [each.code for each in below if each.kind is PlaceKind.BUILDING]
    if not buildings:
        refuse(f"There is no building at {found.name}: a sheet hangs at a building's door.")
    return network, found, [_Door(b, link(username, _code(session, b, renew, at))) for b in buildings]


def _code(session: Session, building: str, renew: bool, at: datetime) -> str:
    fresh = make_code(secrets.choice)
    if renew:
        return people.renew_door_code(session, building, fresh, at).code
    return people.building_code(session, building, fresh).code


def _written(
    out: Path, t: Translator, network: Network, found: Place, made: list[_Door], at: datetime, together: bool
) -> list[Path]:
    """The file of each building, in order."""
    # Late: it takes half a second, and no other command prints.
    from bot.sheets import printed, printed_each

    sheets = [doors.sheet(t, network, door.building, door.link, at.date()) for door in made]
    if together:
        whole = out / doors.file_name(network, found.code)
        file_written(whole, printed(sheets))
        return [whole] * len(made)
    files = [out / doors.file_name(network, door.building) for door in made]
    for file, raw in zip(files, printed_each(sheets), strict=True):
        file_written(file, raw)
    return files
