"""What the sandbox starts with: a street's network, and the people of the cast who have joined."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from sqlmodel import Session

from fieldwork.invitations import AGREEMENT, link, make_code
from fieldwork.letters import Letter, welcoming
from fieldwork.network_plans import Tree, plan
from fieldwork.network_reading import read
from fieldwork.people import RoleKind
from fieldwork.places import Network
from fieldwork.texts import Translators
from storage import network, people

EXAMPLE = files("bot") / "data" / "example"
NEWCOMER_ROLE, NEWCOMER_PLACE = RoleKind.VOLUNTEER, "441802006019"  # 西湖社区
NEWCOMER_BUILDING = "441802006019-1-4"  # 西湖花园4号楼, where the one of the cast lives who has not joined
NEWCOMER_DAYS = 365  # the sandbox's clock can be turned forward


def network_text() -> str:
    """The example's network file: 凤城街道 with its 28 communities."""
    return (EXAMPLE / "network.json").read_text(encoding="utf-8")


def network_() -> Network:
    """The example's network as it stands when nothing was changed."""
    after = plan(read(network_text()), Tree()).after
    return Network(after.places.values(), after.stations.values(), (), 1)


def cast_text() -> str:
    """The example's cast as JSON, for the sandbox (`--cast`) and for `settle_in`."""
    return (EXAMPLE / "cast.json").read_text(encoding="utf-8")


def cast_who_started() -> list[dict[str, Any]]:
    """The cast for the sandbox; who holds a role has spoken to the bot before, so that it may write to them."""
    people_ = json.loads(cast_text())["people"]
    return [{**row, "started": True} if row["roles"] else row for row in people_]


def strangers() -> list[dict[str, Any]]:
    """The cast as people whom no bot knows: a name and a telephone."""
    return [
        {key: row[key] for key in ("id", "first_name", "language_code")}
        for row in json.loads(cast_text())["people"]
    ]


def greetings(
    session: Session, codes: Mapping[str, str], username: str, speak: Translators, day: date
) -> Iterator[Letter]:
    """What each of the cast reads first; the administrator also gets the codes to try joining with."""
    tree = network.load(session)
    for row in json.loads(cast_text())["people"]:
        person = people.by_account(session, int(row["id"]))
        if person is None:
            continue
        t, roles = speak(person.language), people.roles_of(session, person.id, day)
        place, kinds = tree.path(roles[0].place), frozenset(role.kind for role in roles)
        yield welcoming.welcome(t, int(row["id"]), person.name, roles[0].kind, place, kinds)
        if roles[0].kind is RoleKind.ADMINISTRATOR:
            links = {what: link(username, code) for what, code in codes.items()}
            yield welcoming.codes_to_try(t, int(row["id"]), tree.path(NEWCOMER_BUILDING), **links)


def settle_in(
    session: Session,
    network_text: str,
    cast: Sequence[Mapping[str, Any]],
    at: datetime,
    pick: Callable[[str], str] = secrets.choice,
) -> dict[str, str]:
    """Puts a network and those of a cast who hold roles into an empty sandbox database.

    `cast` is the list under "people"; who holds no role there is left out: the outsider, and the newcomer.
    Returns the codes to try joining with: {"invitation": …, "building": …}.
    """
    if network.version(session) > 0:
        raise ValueError("The example belongs into an empty database, and this one has a network already.")
    network.apply(session, plan(read(network_text), network.kept(session)))
    for row in cast:
        if row["roles"]:
            _seat(session, row, at)
    invitation = people.invite(session, make_code(pick), NEWCOMER_ROLE, NEWCOMER_PLACE, "", NEWCOMER_DAYS, at)
    building = people.building_code(session, NEWCOMER_BUILDING, make_code(pick))
    return {"invitation": invitation.code, "building": building.code}


def _seat(session: Session, row: Mapping[str, Any], at: datetime) -> None:
    name, language = str(row["first_name"]), str(row["language_code"])
    person = people.enter(session, int(row["id"]), name, language, at, agreed=AGREEMENT)
    for role in row["roles"]:
        people.grant(session, person, RoleKind(role["kind"]), str(role["place"]), at.date())
