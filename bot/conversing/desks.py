"""What a turn is given: the network, who works there, readers and rules, as of its transaction.

Nothing is kept in memory but what can be read again: each part is made anew when what it stands on has changed.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.clock import Clock
from bot.means import Means, Shelf
from fieldwork.clocks import Calendars
from fieldwork.people import Staffing
from fieldwork.routing import Router
from fieldwork.understanding.reading import Reader
from handlers.turn import Desk, Turn
from storage import network, people


class Desks:
    """Makes a desk for each transaction."""

    def __init__(self, clock: Clock, means: Means) -> None:
        self.means = means  # as of the last desk
        self._clock, self._shelf = clock, Shelf(means)
        self._atlas, self._roster = network.Atlas(), people.Roster()
        self._reader: tuple[int, int, Reader] | None = None
        self._calendars: tuple[object, Calendars] | None = None

    def turn(self, session: Session) -> Turn:
        """A turn in which nobody speaks."""
        now = self._clock.now()
        return Turn(session, self.desk(session, now), now)

    def desk(self, session: Session, now: datetime) -> Desk:
        """As things stand in this transaction; raises WordsError for rules that cannot be read."""
        day = now.astimezone(self.means.zone).date()
        tree, rules = self._atlas.current(session)
        staffing = self._roster.staffing(session, tree, day)
        means = self._renewed(session)
        return Desk(
            network=tree, staffing=staffing, router=Router(tree, staffing, rules, day),
            reader=self._read_with(tree.version, lambda: means.reader(tree)), words=means.words,
            rules=means.rules, calendars=self._calendars_with(staffing),
            ruleset=means.ruleset, discretion=means.discretion, sameness=means.sameness,
            speak=means.speak, script=means.script, zone=means.zone, day=day,
        )  # fmt: skip

    def _calendars_with(self, staffing: Staffing) -> Calendars:
        """The stations' calendars, made anew when the rules or a closure changed."""
        mark = (self.means.ruleset, staffing.closures)
        if self._calendars is None or self._calendars[0] != mark:
            self._calendars = (mark, self.means.calendars(staffing.closures))
        return self._calendars[1]

    def _renewed(self, session: Session) -> Means:
        """The means under the newest rules; a version that cannot be read stops the programme (WordsError)."""
        self.means = self._shelf.means(session)
        return self.means

    def _read_with(self, version: int, make: Callable[[], Reader]) -> Reader:
        if self._reader is None or self._reader[:2] != (version, self.means.ruleset):
            self._reader = (version, self.means.ruleset, make())
        return self._reader[2]
