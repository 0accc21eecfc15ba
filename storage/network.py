"""The network as it is kept: read whole, changed whole, numbered (DESIGN 5).

`load` reads the tree with Core statements, since a district with its buildings is tens of thousands of rows.
An `Atlas` keeps the tree that was read last and reads it again only when the network's version has grown.
"""

from typing import Any

from sqlalchemy import Column, Table, bindparam, delete, insert, select, update
from sqlmodel import Session, SQLModel

from fieldwork.network_plans import Plan, Tree
from fieldwork.places import NOWHERE, Cover, Network, Place, Station
from fieldwork.routing import Rule
from storage import sealing
from storage.tables import CoverRow, Fact, InvitationRow, PlaceRow, ReportRow, RoleRow, RuleRow, StationRow

VERSION = "network_version"  # the fact that holds it
EXTRAS = "network_extras"  # the fact that holds keys of a file which we do not know, by place

Rows = dict[str, dict[str, Any]]
Covers = dict[str, list[Cover]]


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row's class, for Core statements."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


PLACES, STATIONS, COVERS = table_of(PlaceRow), table_of(StationRow), table_of(CoverRow)
RULES, FACTS = table_of(RuleRow), table_of(Fact)


_VERSION = select(FACTS.c.value).where(FACTS.c.name == VERSION)


def version(session: Session) -> int:
    """How often the network was changed; 0 for an empty database."""
    return int(session.connection().execute(_VERSION).scalar() or 0)


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
        return self.current(session)[0]

    def rules(self, session: Session) -> list[Rule]:
        """The rules as of this transaction."""
        return self.current(session)[1]

    def current(self, session: Session) -> tuple[Network, list[Rule]]:
        """Both, for the price of one question."""
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


# -- changing it ------------------------------------------------------------------------------------


def kept(session: Session) -> Tree:
    """All that a network file can say, as it is kept."""
    tree = Tree(rules={rule.id: rule for rule in rules(session)}, extras=_extras(session))
    for place in _places(session):
        tree.places[place.code] = place
    tree.order.update(_orders(session))
    tree.stations.update(_stations(session))
    for cover in _covers(session):
        tree.covers.setdefault(cover.station, []).append(cover)
    return tree


def used_stations(session: Session) -> frozenset[str]:
    """The stations that reports name: these are never deleted."""
    reports = table_of(ReportRow)
    return frozenset(session.connection().execute(select(reports.c.station).distinct()).scalars())


def apply(session: Session, plan: Plan) -> int:
    """Writes what a plan changes, and gives the network's new version. Part of the caller's transaction.

    The plan must have been made in the same transaction: what is kept is not looked at again.
    """
    if plan.changes_nothing:
        return version(session)
    before, after = plan.before, plan.after
    _replace(session, PLACES, _place_rows(before), _place_rows(after))
    _replace(session, STATIONS, _station_rows(before), _station_rows(after))
    _replace(session, RULES, _rule_rows(before), _rule_rows(after), key="id")
    _replace_covers(session, before.covers, after.covers)
    if not before.places:
        _seat_the_first(session, after)
    if before.extras != after.extras:
        remember(session, EXTRAS, sealing.closed(session.get_bind().dialect, after.extras))
    grown = version(session) + 1
    remember(session, VERSION, grown)
    return grown


def _seat_the_first(session: Session, tree: Tree) -> None:
    """Roles that were given before there was a network belong to its first top."""
    top = next((code for code, place in tree.places.items() if place.parent is None), NOWHERE)
    for table in (table_of(RoleRow), table_of(InvitationRow)):
        session.connection().execute(update(table).where(table.c.place == NOWHERE).values(place=top))


def _extras(session: Session) -> dict[str, dict[str, Any]]:
    """Sealed: nobody knows whether a key that we do not know holds somebody's name."""
    found = session.connection().execute(select(FACTS.c.value).where(FACTS.c.name == EXTRAS)).scalar()
    return dict(sealing.opened(session.get_bind().dialect, found)) if found else {}


def _orders(session: Session) -> dict[str, int]:
    return {code: n for code, n in session.connection().execute(select(PLACES.c.code, PLACES.c.ordinal))}


def _place_rows(tree: Tree) -> Rows:
    return {code: place.model_dump() | {"ordinal": tree.order[code]} for code, place in tree.places.items()}


def _station_rows(tree: Tree) -> Rows:
    # The higher its seat, the earlier a station comes: where nobody is left, the district holds it.
    return {c: row.model_dump() | {"ordinal": tree.depth(row.place)} for c, row in tree.stations.items()}


def _rule_rows(tree: Tree) -> Rows:
    return {rule.id: rule.model_dump() | {"ordinal": n} for n, rule in enumerate(tree.rules.values())}


def _replace(session: Session, table: Table, before: Rows, after: Rows, key: str = "code") -> None:
    """Makes the rows of `before` those of `after`, and touches no other."""
    connection, gone = session.connection(), sorted(set(before) - set(after))
    new = [row for code, row in after.items() if code not in before]
    changed = [row for code, row in after.items() if code in before and before[code] != row]
    if gone:
        _delete(session, table.c[key], gone)
    if new:
        connection.execute(insert(table), new)
    if changed:
        same = update(table).where(table.c[key] == bindparam("its_key"))
        values: dict[Any, Any] = {name: bindparam(name) for name in changed[0] if name != key}
        rows = [{"its_key": row[key]} | {name: row[name] for name in values} for row in changed]
        connection.execute(same.values(values), rows)


def _replace_covers(session: Session, before: Covers, after: Covers) -> None:
    stations = [code for code in before | after if before.get(code) != after.get(code)]
    _delete(session, COVERS.c.station, stations)
    rows = [cover.model_dump() for code in stations for cover in after.get(code, ())]
    if rows:
        session.connection().execute(insert(COVERS), rows)


def _delete(session: Session, column: Column[Any], values: list[str]) -> None:
    for start in range(0, len(values), 500):  # SQLite takes a limited number of values in one statement
        some = values[start : start + 500]
        session.connection().execute(delete(column.table).where(column.in_(some)))


def remember(session: Session, name: str, value: Any) -> None:
    """Keeps a fact of the programme under a name, in place of the one before."""
    known = update(FACTS).where(FACTS.c.name == name).values(value=value)
    if session.connection().execute(known).rowcount == 0:
        session.connection().execute(insert(FACTS).values(name=name, value=value))
