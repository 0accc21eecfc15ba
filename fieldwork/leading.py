"""Who may give and end which role where: a station head runs the people of the own place (DESIGN 5)."""

from collections.abc import Iterable

from fieldwork.people import LEADS, Role, RoleKind
from fieldwork.places import Network, PlaceKind

OF_A_HEAD = (
    RoleKind.BUILDING_HEAD, RoleKind.VOLUNTEER, RoleKind.SOCIAL_WORKER, RoleKind.RESIDENT, RoleKind.PARTNER,
)  # fmt: skip
GIVES = {
    RoleKind.STATION_HEAD: OF_A_HEAD,
    RoleKind.COORDINATOR: (*OF_A_HEAD, RoleKind.STATION_HEAD),
    RoleKind.ADMINISTRATOR: tuple(RoleKind),
}
RECOVERS = frozenset({RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR})  # ends a lost account
_LEVELS = list(PlaceKind)
_FROM_TO = {  # the levels of places at which a role makes sense; any level for those that are not here
    RoleKind.RESIDENT: (PlaceKind.BUILDING, PlaceKind.BUILDING),
    RoleKind.BUILDING_HEAD: (PlaceKind.BUILDING, PlaceKind.UNIT),
    RoleKind.SOCIAL_WORKER: (PlaceKind.DISTRICT, PlaceKind.BUILDING),
    RoleKind.STATION_HEAD: (PlaceKind.DISTRICT, PlaceKind.ESTATE),
    RoleKind.COORDINATOR: (PlaceKind.DISTRICT, PlaceKind.STREET),
    RoleKind.ADMINISTRATOR: (PlaceKind.DISTRICT, PlaceKind.STREET),
}


def suits(kind: RoleKind, level: PlaceKind) -> bool:
    """Whether a role makes sense at a place of that level: a building head needs a building."""
    highest, lowest = _FROM_TO.get(kind, (_LEVELS[0], _LEVELS[-1]))
    return _LEVELS.index(highest) <= _LEVELS.index(level) <= _LEVELS.index(lowest)


def led(network: Network, roles: Iterable[Role]) -> list[str]:
    """The places whose people somebody runs, without those that lie in another of them."""
    places = dict.fromkeys(role.place for role in roles if role.kind in LEADS)
    known = [place for place in places if place in network.places]
    return [p for p in known if not any(p != other and network.contains(other, p) for other in known)]


def leads_at(network: Network, roles: Iterable[Role], place: str) -> bool:
    """Whether somebody runs the people of a place."""
    return any(network.contains(outer, place) for outer in led(network, roles))


def may_give(network: Network, roles: Iterable[Role], kind: RoleKind, place: str) -> bool:
    """Whether somebody may give, or end, a role at a place."""
    return any(
        kind in GIVES.get(role.kind, ()) and network.contains(role.place, place)
        for role in roles
        if role.kind in LEADS
    )


def givable(network: Network, roles: list[Role], place: str) -> list[RoleKind]:
    """The roles somebody may give at a place, where they make sense there."""
    level = network.places[place].kind
    return [kind for kind in RoleKind if may_give(network, roles, kind, place) and suits(kind, level)]
