"""The district's rules as they are kept: versions, only ever added. The newest is in force."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select
from sqlmodel import Session

from fieldwork.network_plans import Plan
from fieldwork.reports import Report
from fieldwork.requests import Request, RequestState
from fieldwork.routing import Rule
from fieldwork.rulesets import Content
from storage import network
from storage.network import table_of
from storage.reports import OPEN
from storage.tables import ReportRow, RequestRow, RulesetRow

_RULESETS, _REPORTS, _REQUESTS = table_of(RulesetRow), table_of(ReportRow), table_of(RequestRow)
_NEWEST = select(func.max(_RULESETS.c.version))


class Ruleset(NamedTuple):
    """One version."""

    version: int
    applied_at: datetime
    applied_by: int | None
    content: dict[str, Any]


def newest(session: Session) -> int:
    """The version in force; 0: none was ever applied."""
    return int(session.connection().execute(_NEWEST).scalar() or 0)


def at(session: Session, version: int) -> Ruleset | None:
    """A version by its number."""
    found = select(_RULESETS).where(_RULESETS.c.version == version)
    row = session.connection().execute(found).mappings().first()
    return Ruleset(**row) if row else None


def all_of(session: Session) -> Iterator[Ruleset]:
    """Every version, oldest first."""
    rows = session.connection().execute(select(_RULESETS).order_by(_RULESETS.c.version))
    yield from (Ruleset(**row) for row in rows.mappings())


def add(session: Session, content: Content, at_: datetime, by: int | None) -> int:
    """Keeps a further version, which is in force from now on; its routing replaces the table's."""
    version = newest(session) + 1
    row = {"version": version, "applied_at": at_, "applied_by": by, "content": dict(content)}
    session.connection().execute(insert(_RULESETS).values(row))
    _route_by(session, [Rule.model_validate(each) for each in content["routing"]])
    return version


def _route_by(session: Session, rules: list[Rule]) -> None:
    if rules == network.rules(session):
        return
    before = network.kept(session)
    after = network.kept(session)
    after.rules.clear()
    after.rules.update({rule.id: rule for rule in rules})
    network.apply(session, Plan(before, after, ()))


def open_reports(session: Session) -> list[Report]:
    """What the rules still decide about, as far as a plan looks at it."""
    names = ("serial", "kind", "state", "urgency", "category", "place", "mandatory", "waits_for")
    rows = session.connection().execute(
        select(*(_REPORTS.c[name] for name in names))
        .where(_REPORTS.c.state.in_(OPEN))
        .order_by(_REPORTS.c.serial)
    )
    return [Report.model_construct(**row) for row in rows.mappings()]


def open_requests(session: Session) -> list[Request]:
    """What waits for an answer."""
    rows = session.connection().execute(select(_REQUESTS).where(_REQUESTS.c.state == RequestState.OPEN))
    return [Request.model_construct(**row) for row in rows.mappings()]
