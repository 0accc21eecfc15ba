"""A meeting of building heads as it stands in the books: where, about what, and what came of the one before."""

from collections.abc import Iterator
from datetime import date

from fieldwork import numbers, quiet, seeing
from fieldwork.councils import LATER, WITHOUT_REPORT, AgendaItem, Council, leaves_at
from fieldwork.letters.agendas import Item, Meeting, Outcome
from fieldwork.people import Role
from fieldwork.places import Place, PlaceKind
from fieldwork.reports import Report, State
from fieldwork.seeing import Part, Surface, Viewer
from handlers import listing
from handlers.asking_for_help import is_too_personal
from handlers.turn import Turn
from storage import alike, councils, people, reports

RECENT = 5  # decisions of the last meeting that stand on the next agenda


# -- where people meet ------------------------------------------------------------------------------


def meets(turn: Turn, code: str) -> Place | None:
    """Where people of a place meet: their estate, else their community."""
    network = turn.desk.network
    return network.at(code, PlaceKind.ESTATE) or network.at(code, PlaceKind.COMMUNITY)


def meeting_places(turn: Turn, code: str) -> Iterator[Place]:
    """Where people meet within a place: the estates of a community and it itself; above, the communities."""
    network, own = turn.desk.network, meets(turn, code)
    if own is None:
        for below in network.below(code):
            yield from [below] if below.kind is PlaceKind.COMMUNITY else meeting_places(turn, below.code)
    else:
        if own.kind is PlaceKind.COMMUNITY:
            yield from (one for one in network.below(own.code) if one.kind is PlaceKind.ESTATE)
        yield own


def who_calls(turn: Turn, place: Place) -> str:
    """The station that calls the meetings of a place: the lowest there, whoever handles a matter itself."""
    answering = turn.desk.network.stations_above(place.code, turn.desk.day)
    return answering[0].code if answering else ""


def own_station(turn: Turn, roles: list[Role], place: Place) -> str:
    """The same, if it is one of this person's; heads and coordinators call for all below theirs."""
    station = who_calls(turn, place)
    return station if station in listing.codes_of(turn, roles) else ""


# -- which meeting ----------------------------------------------------------------------------------


def meeting_there(turn: Turn, place: Place, station: str) -> Council | None:
    """The meeting to come at which a place is spoken of; none that was held and waits for its minutes alone."""
    to_come = councils.to_come(turn.session, [station])
    return next((one for one in to_come if one.held_on >= turn.desk.day
                 and turn.desk.network.contains(one.place, place.code)), None)  # fmt: skip


def council_of(turn: Turn, roles: list[Role], id_: int) -> Council | None:
    """A meeting that is this person's to deal with."""
    council = councils.council(turn.session, id_)
    return council if council and council.station in listing.codes_of(turn, roles) else None


def open_council(turn: Turn, roles: list[Role], id_: int) -> Council | None:
    """The same, as long as it is not over."""
    council = council_of(turn, roles, id_)
    return council if council and council.ended_at is None else None


def to_speak_of(turn: Turn, roles: list[Role], place: Place) -> list[AgendaItem]:
    """What waits for a meeting at a place and below it."""
    held = councils.waiting(turn.session, listing.codes_of(turn, roles))
    return [one for one in held if turn.desk.network.contains(place.code, one.place)]


# -- as everybody there may know it -----------------------------------------------------------------


def meeting(turn: Turn, council: Council) -> Meeting:
    """A meeting with its agenda."""
    place = turn.desk.network.places.get(council.place)
    items = [item_shown(turn, one) for one in councils.of_council(turn.session, council.id)]
    return Meeting(
        council.id, place.name if place else council.place, council.held_on, council.opens_at, council.known_venue,
        tuple(items), council.sent_at is not None, council.ended_at is not None, _leaves(turn, council),
        *last_decisions(turn, council.place),
    )  # fmt: skip


def _leaves(turn: Turn, council: Council) -> int:
    """Whether its agenda leaves later (1), now (0), or when the night is over (-1)."""
    if turn.now < leaves_at(council, turn.desk.zone):
        return 1
    return -1 if quiet.held_until(turn.now, turn.desk.zone) else 0


def item_shown(turn: Turn, item: AgendaItem) -> Item:
    """An item with what the minutes say of it."""
    report = reports.by_serial(turn.session, item.serial)
    assert report is not None, "an item is always of a report"
    owner = people.by_id(turn.session, item.owner_id) if item.owner_id else None
    return shown(turn, report, item.id)._replace(
        line=item.line if _is_everybodys(report) else "",
        decision=item.decision,
        owner=owner.name if owner else "",
        due_on=item.due_on,
        done_by=numbers.printed(item.decided_serial) if item.decided_serial else "",
    )


def shown(turn: Turn, report: Report, id_: int = 0) -> Item:
    """A matter as everybody at the meeting may know it."""
    if not _is_everybodys(report):
        return Item(id_, report.serial, report.number, "", "")
    place = turn.desk.network.path(report.place or "", PlaceKind.ESTATE)
    days = (turn.desk.day - report.sent_at.astimezone(turn.desk.zone).date()).days
    who = {report.reporter_id, *(one.reporter_id for one in alike.followers(turn.session, report.serial))}
    return Item(id_, report.serial, report.number, place, report.category or "", max(days, 0), len(who))


def _is_everybodys(report: Report) -> bool:
    """Whether more than its number may stand in all those chats: it may have become somebody's own matter."""
    sight = seeing.sight(Viewer.GROUP, report, Surface.DIGEST)
    return Part.CATEGORY in sight and Part.BUILDING in sight


# -- what became of it ------------------------------------------------------------------------------


def last_decisions(turn: Turn, place: str) -> tuple[date | None, tuple[Outcome, ...]]:
    """When a place met last, and what became of what it decided."""
    before = councils.last_of(turn.session, place)
    return (before.held_on, tuple(_outcomes(turn, before))) if before else (None, ())


def _outcomes(turn: Turn, before: Council) -> Iterator[Outcome]:
    decided = [one for one in councils.of_council(turn.session, before.id) if one.decision not in ("", LATER)]
    for item in decided[:RECENT]:
        report = reports.by_serial(turn.session, item.decided_serial or item.serial)
        if report is not None:
            yield _outcome(turn, item, report)


def _outcome(turn: Turn, item: AgendaItem, report: Report) -> Outcome:
    """With the words of the decision, as long as they name nobody."""
    plain = item.decision in WITHOUT_REPORT or (
        _is_everybodys(report) and not is_too_personal(turn, report, item.decision)
    )
    words = item.decision if plain else ""
    if item.decided_serial is None:
        return Outcome(report.number, words)
    is_done = not report.is_open or report.state in (State.DONE, State.CALLBACK)
    return Outcome(report.number, words, is_done, report.due_on)
