"""One figure apart by what its lines differ in: the parts add up to the whole, in the chat as on the command line.

By category what is restricted stands together, since its category tells what befell whom.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from fieldwork.digests import Stated
from fieldwork.figures import NOTHING, RESTRICTED, By, Figure, How, Sums, stated
from fieldwork.need_lines import Need
from fieldwork.places import Network
from storage import figures, organisations, people
from storage.figures import Asked

_OF_REPORTERS = frozenset({Need.RECEIVED.value})  # whose lines name who reported, and no worker


def may_part(figure: Figure, by: By) -> bool:
    """Whether a figure has parts: it comes out of lines, and those of its parts are those of the whole.

    What there is at the end has no weeks; and who reported is no list of workers.
    """
    if not figure.lines or figure.how not in (How.SUM, How.RATE, How.STOCK):
        return False
    if by is By.WORKER and _OF_REPORTERS & {line.name for line in figure.lines}:
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
