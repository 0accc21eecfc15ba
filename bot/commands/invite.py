"""`fieldbot invite`: a link and a QR code that give somebody a role."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot import drawing
from bot.commands import opening
from bot.commands.naming import file_written, place_named, refuse, role_named, settings
from fieldwork.invitations import is_standing, link, make_code
from fieldwork.people import Invitation, RoleKind
from storage import network, people

MOST_DAYS = 3650


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command("invite")(invite)


def invite(
    role: Annotated[str, typer.Argument(help="resident, volunteer, building_head, social_worker, …")],
    place: Annotated[str, typer.Argument(help="A code, or names from the top.")],
    name: Annotated[str, typer.Option(help="Whom it is for, as the station knows them.")] = "",
    days: Annotated[int, typer.Option(help="How many days it is good for.")] = 7,
    qr: Annotated[Path | None, typer.Option(help="Write the link as a QR code: a .png or .svg file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="{code, link}")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """Make an invitation for one person; for `resident` at a building, the building's standing code."""
    kind = role_named(role)
    if not 1 <= days <= MOST_DAYS:
        refuse(f"An invitation is good for 1 to {MOST_DAYS} days, not {days}.")
    if qr is not None and qr.suffix.lower() not in (".png", ".svg"):
        refuse(f"A QR code is written as .png or .svg, not as {qr.name}.")
    with opening.books(db) as books:
        at = opening.moment(books, settings().zone)
        username, made = books.now_write(lambda s: _made(s, kind, place, name.strip(), days, at))
    address = link(username, made.code)
    if qr is not None:
        file_written(qr, drawing.qr(address, qr.suffix.lower().removeprefix(".")))
    opening.printed([{"code": made.code, "link": address}], as_json)


def _made(
    session: Session, kind: RoleKind, place: str, name: str, days: int, at: datetime
) -> tuple[str, Invitation]:
    username = people.bot_username(session)
    if not username:
        refuse("The bot has not spoken to Telegram yet, so that it does not know its name: start it once.")
    where = place_named(network.load(session), place)
    code = make_code(secrets.choice)
    if is_standing(kind, where.kind):
        return username, people.building_code(session, where.code, code)
    return username, people.invite(session, code, kind, where.code, name, days, at)
