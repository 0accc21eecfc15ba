"""`fieldbot people`: who belongs to a place, as what, and who can be reached; a role ends, somebody is forgotten."""

from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

import typer
from sqlmodel import Session

from bot.clock import Clock
from bot.commands import opening
from bot.commands.naming import person_named, place_named, refuse, role_named, settings
from fieldwork.letters import finding_the_way
from fieldwork.people import Invitation, Person, Role, can_be_reached
from fieldwork.places import Network
from storage import forgetting, outbox, people, roll
from storage import network as kept_network
from storage.cabinet import PHOTOS, Cabinet
from storage.forgetting import Found
from storage.roll import Held

group = typer.Typer(no_args_is_help=True, help="Who belongs to the network.")


class Belonging(NamedTuple):
    """Who holds a role at a place, and who is invited there."""

    network: Network
    people: list[tuple[Person, list[Role]]]
    invited: list[Invitation]
    away: set[int]


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="people")


# -- list -------------------------------------------------------------------------------------------


@group.command("list")
def list_people(
    place: Annotated[str | None, typer.Argument(help="A code, or names from the top.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """List the people with a role at a place or below it today, whether the bot reaches them, and who is invited."""
    with opening.books(db) as books:
        day = opening.moment(books, settings().zone).date()
        found = books.now_read(lambda s: _belonging(s, place, day))
    if as_json:
        rows = [_row(person, roles, person.id in found.away) for person, roles in found.people]
        opening.printed([*rows, *(_invited_row(each) for each in found.invited)], True)
        return
    for person, roles in found.people:
        typer.echo(_line(found, person, roles))
    for each in found.invited:
        typer.echo(_invited_line(found.network, each))
    if not found.people and not found.invited:
        typer.echo("Nobody holds a role there today.")


def _belonging(session: Session, place: str | None, day: date) -> Belonging:
    network = kept_network.load(session)
    top = place_named(network, place) if place else None
    found: dict[int, tuple[Person, list[Role]]] = {}
    for person, role in people.everybody(session, day):
        if top is None or network.contains(top.code, role.place):
            found.setdefault(person.id, (person, []))[1].append(role)
    waiting = [w for w in roll.invited(session) if top is None or network.contains(top.code, w.place)]
    invited = roll.invitations(session, [each.code for each in waiting])
    away = {each.person_id for each in people.absences(session, day) if each.since <= day}
    return Belonging(network, list(found.values()), list(invited.values()), away)


def _row(person: Person, roles: list[Role], away: bool) -> dict[str, Any]:
    """One object of `--json`; the account is left out, for it is nobody's business outside the bot."""
    row: dict[str, Any] = {
        "id": person.id,
        "name": person.name,
        "reachable": can_be_reached(person) and not away,
    }
    row["roles"] = [{"kind": r.kind.value, "place": r.place, "since": r.since.isoformat()} for r in roles]
    dated = {"joined_at": person.joined_at, "blocked_at": person.blocked_at, "left_at": person.left_at,
             "asked_deletion_at": person.asked_deletion_at}  # fmt: skip
    return row | ({"away": True} if away else {}) | {key: at for key, at in dated.items() if at is not None}


def _invited_row(each: Invitation) -> dict[str, Any]:
    """The code is left out: whoever reads a list is not the one who is invited."""
    return {"name": each.name, "reachable": False, "invited": {"kind": each.role.value, "place": each.place},
            "expires_at": each.expires_at}  # fmt: skip


def _line(found: Belonging, person: Person, roles: list[Role]) -> str:
    held = ", ".join(f"{role.kind.value} at {found.network.path(role.place)}" for role in roles)
    state = _state(person, person.id in found.away)
    wish = "  · asks to be forgotten" if person.asked_deletion_at else ""
    return f"{person.id}  {person.name or '(no name)'}  {held}{state}{wish}"


def _state(person: Person, away: bool) -> str:
    if person.blocked_at:
        return "  · blocked the bot"
    if person.account is None:
        return "  · no account now" if person.joined_at else "  · not joined"
    return "  · away" if away else ""


def _invited_line(network: Network, each: Invitation) -> str:
    until = f" until {each.expires_at:%Y-%m-%d}" if each.expires_at else ""
    return f"-  {each.name or '(no name)'}  {each.role.value} at {network.path(each.place)}  · invited{until}"


# -- end --------------------------------------------------------------------------------------------


@group.command("end")
def end_role(
    person: Annotated[str, typer.Argument(help="The number that `people list` shows, or the exact name.")],
    role: Annotated[str, typer.Argument(help="resident, volunteer, building_head, social_worker, …")],
    place: Annotated[
        str | None, typer.Option(help="Which, where somebody holds it at several places.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="{id, name, ended}")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """End a role at once; what was in hand passes on as soon as the bot looks, which is with the next message."""
    chosen, clock = settings(), Clock()
    kind = role_named(role)
    with opening.books(db, chosen) as books:
        speak, at = opening.means(books, chosen).speak, opening.moment(books, chosen.zone)

        def job(session: Session) -> tuple[Person, Role]:
            who, ended = _ended(session, person, kind.value, place, at)
            if who.account is not None:
                left = frozenset(each.kind for each in people.roles_of(session, who.id, at.date()))
                fewer = finding_the_way.listed(speak(who.language), who.account, left)
                outbox.write(session, fewer, at=at, ticks=clock.ticks())
            return who, ended

        who, ended = books.now_write(job)
    row = {"id": who.id, "name": who.name, "ended": {"kind": ended.kind.value, "place": ended.place}}
    opening.printed(
        [row if as_json else {"said": f"{who.name} is no longer {kind.value} at {ended.place}."}], as_json
    )


def _ended(session: Session, named: str, kind: str, place: str | None, at: datetime) -> tuple[Person, Role]:
    who, network = person_named(session, named), kept_network.load(session)
    where = place_named(network, place).code if place else None
    held = [
        each
        for each in roll.roles_of(session, who.id, at.date())
        if each.role.kind.value == kind and where in (None, each.role.place)
    ]
    one = _the_one(network, who, kind, held)
    roll.end_role(session, one.id, at, None)
    return who, one.role


def _the_one(network: Network, who: Person, kind: str, held: list[Held]) -> Held:
    if not held:
        refuse(f"{who.name} ({who.id}) is no {kind} there today.")
    if len(held) > 1:
        places = "\n".join(f"  {each.role.place}  {network.path(each.role.place)}" for each in held)
        refuse(f"{who.name} is {kind} at {len(held)} places. Give one with --place:\n{places}")
    return held[0]


# -- forget -----------------------------------------------------------------------------------------


@group.command("forget")
def forget(
    person: Annotated[str, typer.Argument(help="The number that `people list` shows, or the exact name.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it, only say what would go.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="{id, roles, reports, open, files, forgotten}")
    ] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """Forget somebody: name, telephone, account and words go, numbers, dates and categories stay. Not to be undone."""
    given, clock = settings(), Clock()
    with opening.books(db) as books:
        at = opening.moment(books, given.zone)
        if yes:
            who, found, sums = books.now_write(lambda s: _forgotten(s, person, at, clock.ticks()))
        else:
            who, found = books.now_read(lambda s: _looked_at(s, person, at))
            sums = []
        cabinet = Cabinet(opening.folder_of(given) / PHOTOS, books.seal)
        for sum_ in sums:
            cabinet.remove(sum_)
    row = {"id": who.id, **found._asdict(), "forgotten": yes}
    opening.printed([row if as_json else {"said": _said(who, found, yes)}], as_json)


def _looked_at(session: Session, named: str, at: datetime) -> tuple[Person, Found]:
    who = person_named(session, named)
    return who, forgetting.look(session, who.id, at.date())


def _forgotten(session: Session, named: str, at: datetime, ticks: float) -> tuple[Person, Found, list[str]]:
    who, found = _looked_at(session, named, at)
    done = forgetting.forget(session, who.id, who.account, at)
    outbox.write_many(session, done.letters, at=at, ticks=ticks)
    return who, found, done.sums


def _said(who: Person, found: Found, done: bool) -> str:
    what = f"{found.roles} roles, {found.reports} reports ({found.open} open), {found.files} files"
    if done:
        return f"No. {who.id} is forgotten: {what}. Numbers, dates and categories stay."
    return f"No. {who.id}, {who.name}: {what}. Nothing has changed; --yes forgets them, and cannot be undone."
