"""`fieldbot people`: who belongs to a place, as what, and who can be reached."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.commands import opening
from bot.commands.naming import place_named, settings, today
from fieldwork.people import Person, Role, can_be_reached
from fieldwork.places import Network
from storage import network as kept_network
from storage import people

group = typer.Typer(no_args_is_help=True, help="Who belongs to the network.")


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="people")


@group.command("list")
def list_people(
    place: Annotated[str | None, typer.Argument(help="A code, or names from the top.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """List the people with a role at a place or below it today, and whether the bot reaches them."""
    day = today(settings().zone)
    with opening.books(db) as books:
        network, found = books.now_read(lambda s: _belonging(s, place, day))
    if as_json:
        opening.printed([_row(person, roles) for person, roles in found], True)
        return
    for person, roles in found:
        typer.echo(_line(network, person, roles))
    if not found:
        typer.echo("Nobody holds a role there today.")


def _belonging(
    session: Session, place: str | None, day: date
) -> tuple[Network, list[tuple[Person, list[Role]]]]:
    network = kept_network.load(session)
    top = place_named(network, place) if place else None
    found: dict[int, tuple[Person, list[Role]]] = {}
    for person, role in people.everybody(session, day):
        if top is None or network.contains(top.code, role.place):
            found.setdefault(person.id, (person, []))[1].append(role)
    return network, list(found.values())


def _row(person: Person, roles: list[Role]) -> dict[str, Any]:
    """One object of `--json`; the account is left out, for it is nobody's business outside the bot."""
    row: dict[str, Any] = {"id": person.id, "name": person.name, "reachable": can_be_reached(person)}
    row["roles"] = [{"kind": r.kind.value, "place": r.place, "since": r.since.isoformat()} for r in roles]
    dated = {"joined_at": person.joined_at, "blocked_at": person.blocked_at}
    return row | {key: at for key, at in dated.items() if at is not None}


def _line(network: Network, person: Person, roles: list[Role]) -> str:
    held = ", ".join(f"{role.kind.value} at {network.path(role.place)}" for role in roles)
    state = "" if can_be_reached(person) else "  · blocked the bot" if person.blocked_at else "  · not joined"
    return f"{person.id}  {person.name or '(no name)'}  {held}{state}"
