"""探访率: how many of the households that were due were visited in their interval (RULES 3.6)."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from fieldwork import visits_due
from fieldwork.care import CarePlan
from fieldwork.places import Network
from fieldwork.rules import Rules
from fieldwork.visits_due import Rate
from storage import care

Theirs = Callable[[CarePlan], bool]


class Span(NamedTuple):
    """From a day to a day, as it stands now, in the field's zone. What is to come is not due yet."""

    first: date
    last: date
    now: datetime

    @property
    def until(self) -> date:
        """The last day that has come."""
        return min(self.last, self.now.date())

    def has_begun(self, plan: CarePlan) -> bool:
        return plan.made_at.astimezone(self.now.tzinfo).date() <= self.until

    def has_ended(self, plan: CarePlan) -> bool:
        ended = plan.ended_at
        return ended is not None and ended.astimezone(self.now.tzinfo).date() <= self.until


def rate_of(
    session: Session, network: Network, rules: Rules, span: Span, stations: Collection[str],
    theirs: Theirs = lambda _: True,
) -> Rate:  # fmt: skip
    """The rate of some stations; `theirs`: of those of their households that are meant."""
    since = span.now.replace(year=span.first.year, month=span.first.month, day=span.first.day,
                             hour=0, minute=0, second=0, microsecond=0)  # fmt: skip
    of_stations = care.of_stations(session, list(stations), since)
    plans = [plan for plan in of_stations if span.has_begun(plan) and theirs(plan)]
    running = [plan for plan in plans if not span.has_ended(plan)]
    visits = care.visits_of(session, [plan.id for plan in running])
    mutes = care.mutes(session, min((plan.first_on for plan in running), default=span.first))
    those = [
        visits_due.kept(plan, [visit for visit in visits if visit.plan_id == plan.id],
                        [mute for mute in mutes if visits_due.covers(mute, plan, network)],
                        rules.visits.days[plan.risk], span.first, span.until)
        for plan in running
    ]  # fmt: skip
    return visits_due.rate(those, len(plans) - len(running), visits, span.first, span.until)
