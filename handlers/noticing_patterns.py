"""What comes up again and again at one place is seen before everybody has complained (未诉先办).

    bot    🔎 凤城街道西湖社区西湖花园4号楼：7天里有 3 件同类
           🏷 社区治理 · 电梯
           N-10001-6、N-10002-4、N-10003-2                      🧩 一起办
    Wang   一起办
    bot    这里同类的在办：3 件 …                               N-10001-6 · N-10002-4

Each report counts once, those that joined another too. One card a place, kind and week, to the station's head
and to whoever is responsible there; rewritten as more come, never sent twice. Looked for by a sweep, so that
no report waits for it. What is somebody's own affair is counted, and not listed.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.letters import patterns
from fieldwork.letters.patterns import Pattern
from fieldwork.people import Person
from fieldwork.places import PlaceKind
from fieldwork.seeing import RESTRICTED
from handlers import telling
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, may_handle, voice
from storage import alike, cards
from storage.alike import Counted

WEEKS = 8  # before, of which the mean is the usual


def router() -> Router:
    noticing = Router(name="noticing patterns")
    noticing.callback_query.register(wants_them_together, Tap("together"))
    return noticing


def found(turn: Turn, since_serial: int) -> list[Pattern]:
    """The patterns of the last days that have grown since a report."""
    rules = turn.desk.rules.same
    begin = turn.now - timedelta(days=rules.building_days)
    counted = alike.counted(turn.session, begin, turn.now + timedelta(days=1))
    grown = [*_in_buildings(turn, counted), *_in_communities(turn, counted, begin)]
    return [pattern for pattern in grown if pattern.serials[-1] > since_serial]


def _in_buildings(turn: Turn, counted: list[Counted]) -> Iterator[Pattern]:
    rules = turn.desk.rules.same
    for (place, category), those in _gathered(turn, counted, PlaceKind.BUILDING).items():
        if len(those) >= rules.building:
            yield _pattern(place, category, those, rules.building_days)


def _in_communities(turn: Turn, counted: list[Counted], begin: datetime) -> Iterator[Pattern]:
    rules = turn.desk.rules.same
    for (place, category), those in _gathered(turn, counted, PlaceKind.COMMUNITY).items():
        if len(those) < rules.community:
            continue
        usual = _usual(turn, place, category, begin)
        if len(those) >= rules.usual_times * usual:
            yield _pattern(place, category, those, rules.building_days)._replace(usual=usual)


def _gathered(turn: Turn, counted: list[Counted], kind: PlaceKind) -> dict[tuple[str, str], list[Counted]]:
    """Reports with a known leaf, by the building or the community that they lie in."""
    by: defaultdict[tuple[str, str], list[Counted]] = defaultdict(list)
    for one in counted:
        place = turn.desk.network.at(one.place, kind)
        if place is not None and "." in one.category:
            by[place.code, one.category].append(one)
    return by


def _pattern(place: str, category: str, those: list[Counted], days: int) -> Pattern:
    serials = tuple(one.serial for one in those)
    return Pattern(place, category, serials, days, private=any(one.private for one in those))


def _usual(turn: Turn, community: str, category: str, begin: datetime) -> float:
    """The weekly mean of the eight weeks before."""
    places = [place.code for place in turn.desk.network.everything_below(community)]
    earlier = alike.many_of(turn.session, places, category, begin - timedelta(weeks=WEEKS), begin)
    return earlier / WEEKS


def tell(turn: Turn, pattern: Pattern) -> int:
    """Shows it, or shows it anew. Gives how many were told."""
    told, name = _told(turn, pattern), _name(turn, pattern)
    for person in told:
        place = turn.desk.network.path(pattern.place)
        turn.post_by_day(patterns.card(voice(turn, person), pattern, place, person.account or 0, name))
    return len(told)


def _name(turn: Turn, pattern: Pattern) -> str:
    """The card of its week: the one that stands there already, or one that begins today."""
    today = turn.desk.day
    names = [f"pattern/{pattern.place}/{pattern.category}/{today - timedelta(days=back)}"
             for back in range(pattern.days)]  # fmt: skip
    return cards.first_of(turn.session, names) or names[0]


def _told(turn: Turn, pattern: Pattern) -> list[Person]:
    """The head of its station, and whoever is responsible there."""
    staffing = turn.desk.staffing
    stations = turn.desk.network.stations_above(pattern.place, turn.desk.day)
    if not stations:
        return []
    those = (staffing.head(stations[0]), staffing.responsible(stations[0], pattern.place))
    return list({person.id: person for person in those if person and person.account}.values())


async def wants_them_together(_query: CallbackQuery, tapped: Tapped) -> None:
    """What is open of it now, as far as it is theirs to handle."""
    turn, report = tapped.turn, tapped.report
    kind = PlaceKind.COMMUNITY if tapped.button.choice == "community" else PlaceKind.BUILDING
    place = turn.desk.network.at(report.place or "", kind)
    if place is None or report.category is None:
        tapped.out_of_use()
        return
    codes = [each.code for each in turn.desk.network.everything_below(place.code)]
    since = turn.now - timedelta(days=turn.desk.rules.same.days)
    here = [one for one in alike.open_like(turn.session, codes, report.category, since)
            if may_handle(turn, tapped.roles, one) and one.privacy not in RESTRICTED]  # fmt: skip
    told = [telling.matter(turn, one, additions=False) for one in sorted(here, key=lambda one: one.serial)]
    turn.post(patterns.together(tapped.t, told, tapped.chat))
