"""Which stations a report may rather belong to: the likeliest first, and each of the district behind them."""

from collections.abc import Iterable, Iterator

from fieldwork.people import Staffing
from fieldwork.places import Station


def others(staffing: Staffing, own: str, likely: Iterable[str]) -> list[Station]:
    """Every other station where somebody can be reached: those named as likely, neighbours, those above, the rest."""
    network = staffing.network
    ordered = [*likely, *(station.code for station in _by_nearness(staffing, own)), *sorted(network.stations)]
    found = (network.stations.get(code) for code in dict.fromkeys(ordered) if code != own)
    return [station for station in found if station and staffing.reachable(station)]


def _by_nearness(staffing: Staffing, own: str) -> Iterator[Station]:
    """The neighbours whose codes are nearest (they were numbered from one end to the other), then those above."""
    places, seat = staffing.network.places, staffing.network.stations.get(own)
    here = places.get(seat.place) if seat else None
    if seat is None or here is None:
        return
    ranked = sorted(p.code for p in staffing.network.below(here.parent))
    at = ranked.index(here.code) if here.code in ranked else 0
    near = sorted(ranked, key=lambda code: abs(ranked.index(code) - at))
    for code in near:
        yield from (one for one in staffing.network.stations.values() if one.place == code)
    yield from staffing.above(own)
