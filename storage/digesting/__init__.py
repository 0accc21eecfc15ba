"""Digests out of the books: what the lines come to, and what is open, silent or out of reach by now.

One place, or every street at once: the same few statements, each of which groups. What they give is added to
every wanted place above it, so that a digest of all costs one pass and not one query a station; of one place they
are narrowed to its part of the tree, where each is answered by an index.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from fieldwork import periods
from fieldwork.digest_figures import stated
from fieldwork.digests import Digest, PlaceFigures, Silence, Span, Stated, WeekFigures
from fieldwork.figures import PIECES
from fieldwork.letters.group import place_shown
from fieldwork.periods import Period
from storage import entering, tallies
from storage.digesting import lines, matters, people, reaching, silence
from storage.digesting.lines import Lines
from storage.digesting.matters import Listed, Open
from storage.digesting.scope import Ground, Scope

__all__ = ["Ground", "digest_of", "digests_of_all"]
SILENT = 200  # buildings that are named behind their number
NOTHING, NONE = Open({}), Listed([], [])


def digest_of(session: Session, ground: Ground, place: str, period: Period) -> Digest:
    """The digest of one place."""
    return next(digests_of_all(session, ground, [place], period))


def digests_of_all(
    session: Session, ground: Ground, places: Sequence[str], period: Period
) -> Iterator[Digest]:
    """The digests of many places, in their order, made in one pass."""
    found = Found(Scope(session, ground, period, tuple(places)))
    return (found.digest(place) for place in places)


class Found:
    """What the books gave for all wanted places; a digest is picked out of it."""

    def __init__(self, scope: Scope) -> None:
        self.scope, period = scope, scope.period
        self.now = lines.lines(scope, period.since, period.until)
        self.then = _before(scope)
        self.weeks: Mapping[str, list[WeekFigures]] = lines.weeks(scope)
        self.open: Mapping[str, Open] = matters.opened(scope)
        self.matters: Mapping[str, Listed] = matters.listed(scope, self.open)
        self.not_accepted = matters.not_accepted(scope)
        self.visits_late = matters.visits_late(scope)
        self.patterns = matters.patterns(scope)
        self.unreachable = people.unreachable(scope)
        self.silent_heads = people.silence(scope)
        self.silent_buildings = silence.silent_buildings(scope)
        self.closed = _closed(scope)
        self.as_of = entering.entered_until(scope.session, scope.ground.now).astimezone(scope.ground.zone)

    def digest(self, place: str) -> Digest:
        """The digest of one of the places."""
        ground, period = self.scope.ground, self.scope.period
        open_, (few, rest) = self.open.get(place, NOTHING), self.matters.get(place, NONE)
        silent = self.silent_heads.get(place, Silence())
        return Digest(
            place=place, place_name=ground.tree.path(place), station=_station(ground, place),
            span=period.span, period=period.name, since=period.since, until=period.until,
            made_at=ground.now, as_of=self.as_of, closed=self._is_closed(place), figures=self._figures(place),
            places=self._below(place), weeks=self.weeks[place], ages=matters.age_groups(open_.ages),
            matters=few, more_matters=open_.needing - len(few), rest=rest, returns=self._returns(place),
            unreachable=self.unreachable.get(place, []),
            silence=silent.model_copy(update=self._silent_buildings(place)),
            not_accepted=self.not_accepted[place], restricted=open_.restricted,
            open=sum(open_.ages.values()), visits_late=self.visits_late[place], patterns=self.patterns[place],
            behind=reaching.behind(self.scope),
            tables=lines.tables(self.scope) if self._is_a_years else [],
            at_end=reaching.at_end(self.scope) if self._is_a_years else [],
        )  # fmt: skip

    def _silent_buildings(self, place: str) -> dict[str, Any]:
        """How many; of one place which, as far as somebody leafs."""
        found, tree = self.silent_buildings.get(place, []), self.scope.ground.tree
        named = [place_shown(tree, code) for code in found[:SILENT]] if self.scope.is_one else []
        return {"buildings": len(found), "where": named}

    @property
    def _is_a_years(self) -> bool:
        """Of one place: the yearly pack."""
        return self.scope.period.span is Span.YEAR and self.scope.is_one

    def _figures(self, place: str) -> list[Stated]:
        then = self.then.own.get(place, {}) if self.then else None
        return stated(self.now.own.get(place, {}), then)

    def _below(self, place: str) -> list[PlaceFigures]:
        """The places directly below in which anything happened, in the order of the tree."""
        sums = self.now.below.get(place, {})
        return [PlaceFigures(place=each.code, name=each.name, figures=stated(sums[each.code]))
                for each in self.scope.ground.tree.below(place) if each.code in sums]  # fmt: skip

    def _returns(self, place: str) -> list[Stated]:
        """The stations that returned something, the most first."""
        seats, found = self.scope.ground.tree.stations, self.now.returns.get(place, {})
        ordered = sorted((code for code in found if found[code] > 0), key=lambda code: (-found[code], code))
        return [Stated(name=seats[code].name if code in seats else code, unit=PIECES, number=found[code])
                for code in ordered]  # fmt: skip

    def _is_closed(self, place: str) -> bool:
        """Whether the place, or one above it, has closed the whole period (封账)."""
        return any(up.code in self.closed for up in self.scope.ground.tree.above(place))


def _before(scope: Scope) -> Lines | None:
    """The period before; None while this one runs: half a week is not held against a whole one."""
    period = scope.period
    if period.until >= scope.ground.day:
        return None
    if period.span is Span.DAY:
        length = timedelta(days=period.days)
        return lines.lines(scope, period.since - length, period.until - length)
    earlier = periods.before(period, scope.ground.rules.periods)
    return lines.lines(scope, earlier.since, earlier.until)


def _closed(scope: Scope) -> frozenset[str]:
    """The places that have closed the whole period."""
    around = [up.code for up in scope.ground.tree.above(scope.places[0])] if scope.is_one else None
    return tallies.closed(scope.session, scope.period.since, scope.period.until, around)


def _station(ground: Ground, place: str) -> str:
    """The station that answers for a place."""
    return next((seat.code for seat in ground.tree.stations_above(place, ground.day)), "")
