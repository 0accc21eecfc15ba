"""What every handler may ask for by name: the turn of the person who speaks, and the desk of the day."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from fieldwork import quiet, routing
from fieldwork.clocks import Calendars
from fieldwork.letters import Letter
from fieldwork.people import STAFF, Person, Role, RoleKind, Staffing
from fieldwork.places import Network, Station
from fieldwork.reports import Report
from fieldwork.rules import Rules
from fieldwork.sameness import Sameness
from fieldwork.texts import Language, Translator, Translators
from fieldwork.understanding.privacy import Discretion
from fieldwork.understanding.reading import Reader
from fieldwork.understanding.words import Words
from storage import cards

HOME_ORDER = (RoleKind.BUILDING_HEAD, RoleKind.RESIDENT, RoleKind.VOLUNTEER)


@dataclass(frozen=True)
class Desk:
    """The day's papers: the network, who can be reached, the rules, and how words are read and said."""

    network: Network
    staffing: Staffing
    router: routing.Router
    reader: Reader
    words: Words
    rules: Rules
    calendars: Calendars
    ruleset: int  # their version
    discretion: Discretion
    sameness: Sameness
    speak: Translators
    script: Callable[[str], Language | None]  # which language a text is written in, where that is plain
    zone: tzinfo
    day: date

    def staffed(self, staffing: Staffing) -> "Desk":
        """The same desk after somebody came or went."""
        router = routing.Router(self.network, staffing, self.router.rules, self.day)
        return replace(self, staffing=staffing, router=router)


@dataclass
class Turn:
    """One update, in the transaction that keeps all that it does."""

    session: Session
    desk: Desk
    now: datetime
    letters: list[Letter] = field(default_factory=list)  # of the whole transaction, earlier turns' among them
    forgotten: bool = False  # the update's own words are not kept: a stranger's

    def post(self, letter: Letter) -> None:
        """Commits a letter together with what it tells of."""
        self.letters.append(letter)

    def post_by_day(self, letter: Letter) -> None:
        """The same for what nobody waits for: in quiet hours it is held until the morning."""
        self.post(letter)
        self.hold_for_the_day(len(self.letters) - 1)

    def hold_for_the_day(self, since: int) -> None:
        """The same for all letters from one on: `since` is how many there were before."""
        held = quiet.held_until(self.now, self.desk.zone)
        if held:
            later = [letter.model_copy(update={"not_before": held}) for letter in self.letters[since:]]
            self.letters[since:] = later


def home_of(roles: list[Role]) -> list[str]:
    """Somebody's own places, the narrowest role first: a head's building before a volunteer's district."""
    order = {kind: rank for rank, kind in enumerate(HOME_ORDER)}
    ordered = sorted(roles, key=lambda role: order.get(role.kind, len(order)))
    return list(dict.fromkeys(role.place for role in ordered))


def main_role(roles: list[Role]) -> str:
    """The role somebody is shown as."""
    home = home_of(roles)
    return next((role.kind.value for role in roles if home and role.place == home[0]), "")


def stations_of(turn: Turn, roles: list[Role]) -> list[Station]:
    """The stations somebody works at, and for those above street level all below: what 待办 lists."""
    found: dict[str, Station] = {}
    for role in roles:
        if role.kind in STAFF:
            answering = turn.desk.network.stations_above(role.place, turn.desk.day)
            for station in answering[:1]:
                found[station.code] = station
    return list(found.values())


def may_handle(turn: Turn, roles: list[Role], report: Report) -> bool:
    """Staff of the report's station, or of a station above it (RULES 3.2: any member on duty)."""
    own = {station.code for station in stations_of(turn, roles)}
    seat = turn.desk.network.stations.get(report.station)
    if seat is None:
        return False
    above = turn.desk.network.stations_above(seat.place, turn.desk.day)
    return not own.isdisjoint({report.station, *(station.code for station in above)})


def is_above(turn: Turn, roles: list[Role], code: str) -> bool:
    """Whether somebody decides about a station: they are of one above it.

    Where nobody can be reached there, the station's own people decide (RULES, Settled).
    """
    own = {station.code for station in stations_of(turn, roles)}
    higher = turn.desk.staffing.above(code)
    if any(turn.desk.staffing.reachable(station) for station in higher):
        return not own.isdisjoint(station.code for station in higher)
    return not own.isdisjoint({code, *(station.code for station in higher)})


def voice(turn: Turn, person: Person) -> Translator:
    """Speaks somebody's language."""
    return turn.desk.speak(person.language)


def chats_holding(turn: Turn, card: str) -> list[int]:
    """The chats that show a card, or will: also by a letter that this batch has not written yet."""
    posted = {letter.chat for letter in turn.letters if letter.card == card}
    return sorted(posted.union(cards.chats_of(turn.session, card)))
