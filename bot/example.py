"""What the sandbox starts with: a street's network, and the people of the cast who have joined."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from sqlmodel import Session

from fieldwork.invitations import make_code
from fieldwork.network_plans import plan
from fieldwork.network_reading import read
from fieldwork.people import RoleKind
from storage import network, people

EXAMPLE = files("bot") / "data" / "example"
NEWCOMER_ROLE, NEWCOMER_PLACE = RoleKind.VOLUNTEER, "441802006019"  # 西湖社区
NEWCOMER_BUILDING = "441802006019-1-4"  # 西湖花园4号楼, where the one of the cast lives who has not joined
NEWCOMER_DAYS = 365  # the sandbox's clock can be turned forward


def network_text() -> str:
    """The example's network file: 凤城街道 with its 28 communities."""
    return (EXAMPLE / "network.json").read_text(encoding="utf-8")


def cast_text() -> str:
    """The example's cast as JSON, for the sandbox (`--cast`) and for `settle_in`."""
    return (EXAMPLE / "cast.json").read_text(encoding="utf-8")


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
    person = people.enter(session, int(row["id"]), str(row["first_name"]), str(row["language_code"]), at)
    for role in row["roles"]:
        people.grant(session, person, RoleKind(role["kind"]), str(role["place"]), at.date())
