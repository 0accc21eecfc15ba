"""One figure apart by what its lines differ in: the parts add up to the whole, in the chat as on the command line.

By category what is restricted stands together, since its category tells what befell whom.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from fieldwork.digests import Stated
from fieldwork.figures import NOTHING, OPEN, RESTRICTED, Added, By, Figure, How, Sums, is_somebodys, stated
from fieldwork.places import Network
from storage import figures, organisations, people
from storage.figures import Asked


def may_part(figure: Figure, by: By) -> bool:
    """Whether a figure has parts: it comes out of lines, and those of its parts are those of the whole.

    What there is at the end has no weeks; and what is nobody's is not apart by workers.
    """
    if not figure.lines or figure.how not in (How.SUM, How.RATE, How.STOCK):
        return False
    if by is By.WORKER and not is_somebodys(figure):
        return False
    return by is not By.WEEK or figure.how is not How.STOCK


def parts(session: Session, asked: Asked, figure: Figure, by: By) -> dict[str, Stated]:
    """What each part has of a figure, nothing left out; empty where it has no such parts."""
    return {part: one for part, _figure, one in all_parts(session, asked, [figure], by)}


def all_parts(
    session: Session, asked: Asked, wanted: Sequence[Figure], by: By
) -> list[tuple[str, Figure, Stated]]:
    """What each part has of some figures, part after part, by two questions at most."""
    wanted = [figure for figure in wanted if may_part(figure, by)]
    evers = {figure.how is How.STOCK for figure in wanted}
    sums = {ever: _apart(session, asked, by, ever) for ever in evers}
    if by is By.STATION and OPEN in wanted:
        sums[True] = _where_they_lie(session, asked, sums[True])
    known = sorted({part for found in sums.values() for part in found})
    told = [(part, figure, stated(figure, sums[figure.how is How.STOCK].get(part, {})))
            for part in known for figure in wanted]  # fmt: skip
    return [(part, figure, one) for part, figure, one in told if one.number or one.whole or one.late]


def _apart(session: Session, asked: Asked, by: By, ever: bool) -> Mapping[str, Sums]:
    if by is not By.CATEGORY:
        return figures.apart(session, asked, by, ever)
    told = figures.apart(session, replace(asked, restricted=False), by, ever)
    hidden = dict(told.get(RESTRICTED, {}))
    for line, added in figures.sums(session, replace(asked, restricted=True), ever).items():
        hidden[line] = hidden.get(line, NOTHING).plus(added)
    return {**told, RESTRICTED: hidden}


def _where_they_lie(session: Session, asked: Asked, found: Mapping[str, Sums]) -> Mapping[str, Sums]:
    """What is open stands at the station that has it, whichever it came to first and whichever ends it."""
    lies, lines = figures.open_at(session, asked), frozenset(OPEN.lines)
    there = {station: Added(many) for station, many in lies.items()}
    return {station: {**{line: added for line, added in found.get(station, {}).items() if line not in lines},
                      **({OPEN.of[0]: there[station]} if station in there else {})}
            for station in {*found, *there}}  # fmt: skip


def names(session: Session, network: Network, by: By, found: Iterable[str]) -> dict[str, str]:
    """How the parts are called; a category, a week and what is nobody's are named by whoever says them."""
    known = [part for part in found if part]
    match by:
        case By.PLACE:
            return {part: network.places[part].name for part in known if part in network.places}
        case By.STATION:
            return {part: network.stations[part].name for part in known if part in network.stations}
        case By.WORKER:
            return {str(who): one.name for who, one in people.by_ids(session, list(map(int, known))).items()}
        case By.ORGANISATION:
            return {part: organisations.name_of(session, int(part)) for part in known}
        case By.PROJECT:
            return {part: organisations.project_named(session, int(part)) for part in known}
    return {}
