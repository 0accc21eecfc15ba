"""`fieldbot understand`: what the bot reads out of a text, and why; and whether the word files are in order."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands import opening
from bot.commands.naming import Exit, file_read, place_named, refuse, settings
from bot.means import means_of, newest_means
from bot.settings import Settings, SettingsError
from bot.words import SHIPPED, WordsError, load_words
from fieldwork.network_files import BadNetwork, decode
from fieldwork.network_plans import Tree, plan
from fieldwork.network_reading import read
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.understanding.addresses import building_key, part_key
from fieldwork.understanding.folding import fold
from fieldwork.understanding.oversights import oversights
from fieldwork.understanding.reading import Reader, Reading
from fieldwork.understanding.words import Words
from storage import network as kept_network

Shown = dict[str, Any]


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command()(understand)


def understand(
    text: Annotated[str | None, typer.Argument(help="What somebody wrote.")] = None,
    file: Annotated[Path | None, typer.Option(help="A text a line; - reads what comes in.")] = None,
    network: Annotated[Path | None, typer.Option(help="A network as JSON, instead of the database's.")] = None,
    at: Annotated[str | None, typer.Option(help="The place of whoever writes: a code, or names from the top.")] = None,
    words: Annotated[Path | None, typer.Option(help="A folder of word files, instead of DATA_DIR/words.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check the word files.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a text.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address; beats FIELDBOT_DATABASE_URL.")] = None,
) -> None:  # fmt: skip
    """What the bot reads out of a text, and why."""
    given = settings()
    known = _words(given, words, db)
    if check:
        _check(known, as_json)
        return
    texts = _texts(text, file)
    tree = _from_file(network) if network else _kept(given, db)
    home = [place_named(tree, at).code] if at else []
    reader = Reader(known, tree)
    for number, each in enumerate(texts):
        reading = reader.read(each, home)
        shown = dict(_shown(reading, tree, known))
        if reading.several:
            shown["activities"] = [_one_of_them(words, reader.read(words, home)) for words in reading.several]
        if as_json:
            typer.echo(json.dumps(shown, ensure_ascii=False))
        else:
            typer.echo("\n".join([*([""] if number else []), each, *_lines(shown)]))


# -- what is asked for ------------------------------------------------------------------------------


def _words(given: Settings, folder: Path | None, db: str | None) -> Words:
    """Those of a folder, to try them; else those in force."""
    if folder is not None and not folder.is_dir():
        refuse(f"There is no folder {folder}.")
    try:
        if folder is not None:
            return load_words([SHIPPED, folder])
        place = _books_at(given, db)
        if not opening.is_there(place):
            return means_of(given).words
        with opening.books(db, given) as books:
            return books.now_read(lambda session: newest_means(given, session)).words
    except WordsError as wrong:
        refuse(wrong.sentence)


def _check(words: Words, as_json: bool) -> None:
    found = list(oversights(words))
    if as_json:
        opening.printed([{"sentence": sentence} for sentence in found], True)
    else:
        typer.echo("\n".join(found) or f"The word files are in order: {len(words.catalogue)} categories.")
    if found:
        raise typer.Exit(Exit.FINDINGS)


def _texts(text: str | None, file: Path | None) -> list[str]:
    """The one text, or the lines of a file, an empty one among them: one answer a line."""
    if (text is None) == (file is None):
        refuse("Give a text, or --file with a text a line.")
    if file is None:
        return [text or ""]
    raw = sys.stdin.buffer.read() if str(file) == "-" else file_read(file)
    try:
        lines = raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as wrong:
        refuse(f"The file {file} is not written in UTF-8: byte {wrong.start + 1} does not fit.")
    return [line.removesuffix("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _from_file(path: Path) -> Network:
    try:
        tree = plan(read(decode(file_read(path))), Tree()).after
    except BadNetwork as bad:
        refuse("\n".join(f"{path}: {finding}" for finding in bad.findings))
    return Network(tree.places.values(), tree.stations.values())


def _kept(given: Settings, db: str | None) -> Network:
    """The database's network; an empty one where there is no database yet, which is not made for this."""
    if not opening.is_there(_books_at(given, db)):
        return Network([])
    with opening.books(db, given) as books:
        return books.now_read(kept_network.load)


def _books_at(given: Settings, db: str | None) -> opening.Place:
    try:
        return opening.place_of(given, db)
    except SettingsError as wrong:
        refuse(str(wrong))


# -- what is said -----------------------------------------------------------------------------------


def _shown(reading: Reading, network: Network, words: Words) -> Iterator[tuple[str, Any]]:
    """The answer in the shape that is kept stable (DESIGN 8); what was not found is left out."""
    yield "kind", reading.kind
    place = dict(_place(reading, network))
    categories = [{"code": code, "name": _name(words, code)} for code in reading.categories]
    for key, found in (
        ("place", place),
        ("categories", categories),
        ("departments", list(reading.departments)),
    ):
        if found:
            yield key, found
    if reading.kind == "need":
        yield "urgency", reading.urgency
    for key, told in (
        ("counts", dict(reading.counts)),
        ("parts", {unit: list(parts) for unit, parts in reading.parts}),
        ("activity", dict(_activity(reading))),
        ("why", list(reading.why)),
    ):
        if told:
            yield key, told


def _one_of_them(words: str, reading: Reading) -> Shown:
    """One of several activities that a message tells of, with the words it was given."""
    return {"words": words, "counts": dict(reading.counts), **dict(_activity(reading))}


def _activity(reading: Reading) -> Iterator[tuple[str, Any]]:
    """What is read of an activity beside its counts; what is not said is left out, 0 days ago is today."""
    for key, told in (
        ("kind", reading.activity_kind),
        ("days_ago", reading.days_ago),
        ("month_day", reading.month_day),
        ("until", reading.until),
        ("weekday", reading.weekday),
        ("period", reading.period),
        ("minutes", reading.minutes),
        ("volunteers", reading.volunteers),
        ("topic", reading.topic or None),
        ("need", reading.need or None),
        ("inexact", dict(reading.inexact) or None),
    ):
        if told is not None:
            yield key, list(told) if isinstance(told, tuple) else told


def _place(reading: Reading, network: Network) -> Iterator[tuple[str, str]]:
    """Names of the places above, and the numbers of what is in the building."""
    above = {place.kind: place for place in network.above(reading.place or "")}
    for kind in (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE):
        if kind in above:
            yield kind.value, above[kind].name
    for part, written in (
        ("building", reading.building or _bare(above.get(PlaceKind.BUILDING))),
        ("unit", reading.unit or _bare(above.get(PlaceKind.UNIT))),
        ("floor", reading.floor),
        ("room", reading.room or _bare(above.get(PlaceKind.HOUSEHOLD))),
    ):
        if written:
            yield part, written


def _bare(place: Place | None) -> str:
    """The number of a place by its name, or the name of one without a number: 综合楼."""
    return "" if place is None else part_key(fold(place.name)) or building_key(fold(place.name)) or place.name


def _name(words: Words, code: str) -> str:
    category = words.category(code)
    return category.name if category else code


def _lines(shown: Shown) -> Iterator[str]:
    """The same for a person: one thing a line."""
    for key, found in shown.items():
        match key:
            case "why":
                yield from (f"  because      {sentence}" for sentence in found)
            case "categories":
                yield f"  {key:<12} {' · '.join(each['name'] + ' ' + each['code'] for each in found)}"
            case "parts":
                added = (f"{unit} {'+'.join(map(str, parts))}" for unit, parts in found.items())
                yield f"  {key:<12} {'  '.join(added)}"
            case "activities":
                yield from (f"  one of them  {each['words']}" for each in found)
            case "place" | "counts" | "activity":
                yield f"  {key:<12} {'  '.join(f'{part} {told}' for part, told in found.items())}"
            case _:
                yield f"  {key:<12} {' · '.join(found) if isinstance(found, list) else found}"
