"""What hangs at a building's door: a sheet with its code; and what a station head reads who looks after it."""

import zlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.places import Network, PlaceKind, Station
from fieldwork.texts import Translator


class Sheet(NamedTuple):
    """A printed sheet: the code as a link, and what stands around it."""

    link: str
    area: str  # 凤城街道西湖社区
    building: str  # 西湖花园4号楼
    headline: str
    steps: tuple[tuple[str, str], ...]  # what to do, and how
    station: str
    telephone: str
    danger: str


def sheet(t: Translator, network: Network, building: str, link: str, day: date) -> Sheet:
    """The sheet of a building, in the station's language."""
    community = network.at(building, PlaceKind.COMMUNITY) or network.places[building]
    answering = station_of(network, building, day)
    return Sheet(
        link=link,
        area=network.path(community.code),
        building=network.path(building, PlaceKind.ESTATE),
        headline=t.reporter("Something wrong here? Scan and tell us."),
        steps=(
            (t.reporter("Scan"), t.reporter("Scan the code in Telegram,\nthen tap Start.")),
            (t.reporter("Write a line"), t.reporter("Or send a photo.\nOne message is enough.")),
            (t.reporter("Get a number"), t.reporter("You hear who takes care\nof it, and when it is done.")),
        ),
        station=answering.name if answering else "",
        telephone=t.reporter("tel. {telephone}", telephone=answering.telephone) if answering else "",
        danger=t.reporter("This is not an emergency line: in danger call 110, 119 or 120."),
    )


def station_of(network: Network, place: str, day: date) -> Station | None:
    """Whom the people of a building ring: the lowest station that has a telephone, else the lowest."""
    stations = network.stations_above(place, day)
    return next((station for station in stations if station.telephone), stations[0] if stations else None)


def file_name(network: Network, building: str) -> str:
    """What a building's sheet is called as a file: its names and its code, and nothing a disk refuses."""
    name = "".join(c for c in network.path(building, PlaceKind.COMMUNITY) if c.isalnum() or c in "-_·")
    return f"{name[:60]} {building}.pdf"


# -- in the chat ------------------------------------------------------------------------------------

DOORS = "doors"  # the card: one a chat, at its end
PAGE = 4
MOST_SHEETS = 200  # pages of one file
Rows = tuple[tuple[Button, ...], ...]


class Spot(NamedTuple):
    """A place to choose from, and how many buildings are there."""

    code: str
    name: str
    buildings: int


def which_building(t: Translator, chat: int, at: Spot | None, spots: Sequence[Spot], page: int) -> Letter:
    """Down the tree to a building; all of a place can be printed at once."""
    rows: list[tuple[Button, ...]] = [
        (Button(label=_label(t, each), action="doors", choice=each.code),)
        for each in spots[page * PAGE : (page + 1) * PAGE]
    ]
    rows += _turning(t, at.code if at else "", page, (page + 1) * PAGE < len(spots))
    if at and 0 < at.buildings <= MOST_SHEETS:
        label = t.both("🖨 Print all {many}", many=at.buildings)
        rows.append((Button(label=label, action="doors_print", choice=at.code),))
    where = at.name if at else t.both("your places")
    text = t.both("Door codes, {place}: which building? Tap, or write “door code” and its name.", place=where)
    return Letter(chat=chat, text=text if spots else t.both("There are no buildings here yet."),
                  buttons=tuple(rows), card=DOORS)  # fmt: skip


def _label(t: Translator, spot: Spot) -> str:
    return t.both("{name} · {many}", name=spot.name, many=spot.buildings) if spot.buildings > 1 else spot.name


def _turning(t: Translator, code: str, page: int, more: bool) -> Rows:
    row = []
    if page:
        row.append(Button(label=t.both("‹ Back"), action="doors", record=page - 1, choice=code))
    if more:
        row.append(Button(label=t.both("On ›"), action="doors", record=page + 1, choice=code))
    return (tuple(row),) if row else ()


def door(t: Translator, chat: int, building: str, name: str, link: str, off: bool) -> Letter:
    """One building's code, and what can be done with it."""
    state = t.both("switched off: nobody can join with it") if off else t.both("in use")
    switch = (t.both("Switch on again"), "doors_on") if off else (t.both("Switch off"), "doors_off")
    rows = (
        (Button(label=t.both("🖨 Sheet to print"), action="doors_print", choice=building),),
        (Button(label=t.both("New code"), action="doors_new", choice=building),),
        (Button(label=switch[0], action=switch[1], choice=building),),
    )
    text = t.both(
        "🚪 {building}\nThe code at its door: {state}.\n{link}", building=name, state=state, link=link
    )
    return Letter(chat=chat, text=text, buttons=rows, card=DOORS)


def mark_of(code: str) -> int:
    """A code in few bits: its button says which one it renews, and has no room for all of it."""
    return zlib.crc32(code.encode()) & 0xFFF


def asked_whether_to_renew(t: Translator, chat: int, building: str, name: str, code: str) -> Letter:
    """The papers that hang there become worthless, so it is asked once more; each code is renewed once."""
    rows = (
        (
            Button(
                label=t.both("Yes, a new code"), action="doors_renew", version=mark_of(code), choice=building
            ),
        ),
        (Button(label=t.both("Keep the old one"), action="doors", choice=building),),
    )
    text = t.both(
        "🚪 {building}: with a new code, every sheet that hangs there is worthless at once and must be printed anew.",
        building=name,
    )
    return Letter(chat=chat, text=text, buttons=rows, card=DOORS)


def being_printed(t: Translator, chat: int, many: int) -> Letter:
    """At once: the sheets come as a file a moment later."""
    return Letter(chat=chat, text=t.both("Sheets: {many}. The file comes in a moment.", many=many))
