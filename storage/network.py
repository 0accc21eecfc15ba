"""The network as it is kept: read whole, changed whole, numbered (DESIGN 5).

`load` reads the tree with Core statements, since a district with its buildings is tens of thousands of rows.
An `Atlas` keeps the tree that was read last and reads it again only when the network's version has grown.
"""

from sqlalchemy import Table, func, select
from sqlmodel import Session, SQLModel

from fieldwork.places import Cover, Network, Place, Station
from fieldwork.routing import Rule
from storage.tables import CoverRow, Fact, PlaceRow, RuleRow, StationRow

VERSION = "network_version"  # the fact that holds it


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row's class, for Core statements."""
    return row.__table__  # type: ignore[attr-defined, no-any-return]


PLACES, STATIONS, COVERS = table_of(PlaceRow), table_of(StationRow), table_of(CoverRow)
RULES, FACTS = table_of(RuleRow), table_of(Fact)


def version(session: Session) -> int:
    """How often the network was changed; 0 for an empty database."""
    kept = session.connection().execute(select(FACTS.c.value).where(FACTS.c.name == VERSION)).scalar()
    return int(kept or 0)


def load(session: Session) -> Network:
    """The whole tree with its stations and covers, siblings in the order of their file."""
    stations = _stations(session)
    covers = sorted(_covers(session), key=lambda cover: _nearness(stations, cover))
    return Network(_places(session), stations.values(), covers, version(session))


def rules(session: Session) -> list[Rule]:
    """The district's own routing rules, in their order."""
    columns = (RULES.c.id, RULES.c.version, RULES.c.place, RULES.c.category, RULES.c.urgency, RULES.c.station)
    found = session.connection().execute(select(*columns).order_by(RULES.c.ordinal, RULES.c.id))
    return [Rule(**row) for row in found.mappings()]


class Atlas:
    """The network and its rules as they stood when last read; one a process, asked within a transaction."""

    def __init__(self) -> None:
        self._held: tuple[Network, list[Rule]] | None = None

    def network(self, session: Session) -> Network:
        """The tree as of this transaction."""
        return self._current(session)[0]

    def rules(self, session: Session) -> list[Rule]:
        """The rules as of this transaction."""
        return self._current(session)[1]

    def _current(self, session: Session) -> tuple[Network, list[Rule]]:
        held = self._held
        if held is None or held[0].version != version(session):
            held = (load(session), rules(session))
            self._held = held
        return held


def _places(session: Session) -> list[Place]:
    columns = (PLACES.c.code, PLACES.c.kind, PLACES.c.name, PLACES.c.parent, PLACES.c.aliases)
    found = session.connection().execute(select(*columns).order_by(PLACES.c.ordinal, PLACES.c.code))
    return [Place(code=c, kind=k, name=n, parent=p, aliases=a or []) for c, k, n, p, a in found]


def _stations(session: Session) -> dict[str, Station]:
    columns = (STATIONS.c.code, STATIONS.c.name, STATIONS.c.place, STATIONS.c.telephone)
    found = session.connection().execute(select(*columns).order_by(STATIONS.c.ordinal, STATIONS.c.code))
    return {row["code"]: Station(**row) for row in found.mappings()}


def _covers(session: Session) -> list[Cover]:
    columns = (COVERS.c.station, COVERS.c.place, COVERS.c.since, COVERS.c.until)
    found = session.connection().execute(select(*columns).order_by(COVERS.c.id))
    return [Cover(**row) for row in found.mappings()]


def _nearness(stations: dict[str, Station], cover: Cover) -> tuple[bool, str]:
    """Where two stations cover one place, the one seated in it comes first."""
    station = stations.get(cover.station)
    return (station is None or station.place != cover.place, cover.station)


def count(session: Session) -> int:
    """How many places are kept."""
    return int(session.connection().execute(select(func.count()).select_from(PLACES)).scalar() or 0)
