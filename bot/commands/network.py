"""`fieldbot network`: bring a network in, take it out, look at it, and see where nobody would answer."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.commands import opening
from bot.commands.naming import Exit, file_read, file_written, place_named, refuse, settings
from bot.spreadsheets import CSV, XLSX, Held, held_in, source_of, table
from fieldwork.checking import Gap, gaps
from fieldwork.network_files import BadNetwork, Finding
from fieldwork.network_plans import Change, Plan
from fieldwork.network_sifting import planned_whole, sift
from fieldwork.network_tables import COLUMNS, rows_of
from fieldwork.network_writing import render
from fieldwork.places import Network, Place
from storage import network as kept_network
from storage import people
from storage.books import Books

MOST_SHOWN = 40  # new places; all that changes or goes is always shown

Db = Annotated[str | None, typer.Option(help="The database's address; beats FIELDBOT_DATABASE_URL.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

group = typer.Typer(no_args_is_help=True, help="The tree of places and its stations.")


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="network")


# -- import and export ------------------------------------------------------------------------------


@group.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="A network as XLSX, CSV or JSON; - reads what comes in.")],
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this, only show it.")] = False,
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Go on without the bad rows.")] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show what a network file would change, or change it (--apply)."""
    raw = sys.stdin.buffer.read() if str(file) == "-" else file_read(file)
    with opening.books(db) as books:
        try:
            done, left_out = _done(books, held_in(raw), apply, leave_out)
        except BadNetwork as bad:
            _tell_findings(bad.findings, file, as_json)
            if not as_json:
                typer.echo(f"Nothing was changed: {_counted(len(bad.findings), 'bad row')}.", err=True)
            raise typer.Exit(Exit.FINDINGS) from None
    if as_json:
        opening.printed([_filled(change) for change in done.changes], True)
    else:
        typer.echo("\n".join(_told(done, apply)))
    if left_out:
        _tell_findings(left_out, file, as_json)
        raise typer.Exit(Exit.FINDINGS)


def _done(books: Books, held: Held, apply: bool, leave_out: bool) -> tuple[Plan, Sequence[Finding]]:
    """Plans and applies in one transaction, so that nothing can change in between. Raises BadNetwork."""

    def job(session: Session) -> tuple[Plan, Sequence[Finding]]:
        kept, used = kept_network.kept(session), kept_network.used_stations(session)
        source = source_of(held, kept)
        sifted = sift(source, kept, used) if leave_out else None
        made = sifted.plan if sifted else planned_whole(source, kept, used)
        if apply:
            kept_network.apply(session, made)
        return made, sifted.left_out if sifted else ()

    return books.now_write(job) if apply else books.now_read(job)


def _tell_findings(findings: Iterable[Finding], file: Path, as_json: bool) -> None:
    if as_json:
        opening.printed([_found(finding) for finding in findings], True)
        return
    for finding in findings:
        typer.echo(f"{file}: {finding}", err=True)


def _found(finding: Finding) -> dict[str, Any]:
    """As JSON; a table's row has a number, and no path."""
    return finding.model_dump(exclude_none=True, exclude=None if finding.column is None else {"path"})


def _told(done: Plan, applied: bool) -> Iterator[str]:
    """The dry run in lines: what changes one by one, new places by the first few, and sums at the end."""
    new = [change for change in done.changes if change.what == "new"]
    yield from map(_line, new[:MOST_SHOWN])
    if len(new) > MOST_SHOWN:
        yield f"… and {len(new) - MOST_SHOWN} more that are new (--json lists them all)"
    yield from (_line(change) for change in done.changes if change.what != "new")
    if done.changes_nothing:
        yield "Nothing changes."
        return
    yield "; ".join(_sums(done.changes)) + "."
    yield "Done." if applied else "This was a dry run: nothing was changed. Add --apply to do it."


def _line(change: Change) -> str:
    detail = f" ({change.detail})" if change.detail else ""
    return f"{change.what} {change.kind} {change.code} {change.name}{detail}"


def _sums(changes: Iterable[Change]) -> Iterator[str]:
    for (what, kind), number in Counter((change.what, change.kind) for change in changes).items():
        yield f"{what}: {number} {kind}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


@group.command("export")
def take_out(
    file: Annotated[Path, typer.Argument(help="Where to write it: .json, .xlsx or .csv; - prints JSON.")],
    db: Db = None,
) -> None:
    """Write the whole network; importing it again changes nothing. Rules stand in JSON alone."""
    with opening.books(db) as books:
        tree = books.now_read(kept_network.kept)
    if not tree.places:
        refuse("There is no network yet: fieldbot network import FILE --apply brings one in.")
    form = file.suffix.lower().removeprefix(".")
    if str(file) == "-":
        sys.stdout.buffer.write(render(tree).encode() + b"\n")
        sys.stdout.buffer.flush()
    elif form in (XLSX, CSV):
        file_written(file, table(COLUMNS, rows_of(tree), form))
    else:
        file_written(file, render(tree).encode())


# -- looking at it ----------------------------------------------------------------------------------


@group.command("check")
def check(as_json: AsJson = False, db: Db = None) -> None:
    """List where a report would find nobody at its own station nor at the street's."""
    chosen = settings()
    with opening.books(db) as books:
        words, day = opening.means(books, chosen).words, opening.moment(books, chosen.zone).date()
        network, found = books.now_read(lambda s: _gaps(s, [top.code for top in words.tops], day))
    if not network.places:
        refuse("There is no network yet: fieldbot network import FILE --apply brings one in.")
    if as_json:
        opening.printed([_filled(gap) for gap in found], True)
    else:
        typer.echo("\n".join(_gap_lines(network, found)))
    if found:
        raise typer.Exit(Exit.FINDINGS)


def _gaps(session: Session, categories: list[str], day: date) -> tuple[Network, list[Gap]]:
    network = kept_network.load(session)
    staffing = people.staffing(session, network, day)
    return network, list(gaps(network, staffing, kept_network.rules(session), categories, day))


def _gap_lines(network: Network, found: list[Gap]) -> Iterator[str]:
    """One line a place and reason: most places lack everybody for every category alike."""
    together: dict[tuple[str, str | None, str], list[str]] = {}
    for gap in found:
        together.setdefault((gap.place, gap.station, gap.reason), []).append(gap.category)
    for (place, station, reason), categories in together.items():
        name = network.stations[station].name if station else "no station"
        yield f"{network.path(place)} ({place}) → {name}: {reason} [{', '.join(categories)}]"
    yield (
        f"{_counted(len(found), 'gap')} in all." if found else "Every place has somebody who can be reached."
    )


@group.command("show")
def show(
    place: Annotated[str | None, typer.Argument(help="A code, or names from the top.")] = None,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show the tree below a place, its stations, and how many people belong to each part."""
    with opening.books(db) as books:
        day = opening.moment(books, settings().zone).date()
        network, at_places = books.now_read(lambda s: (kept_network.load(s), people.at_places(s, day)))
    tops = [place_named(network, place)] if place else network.below(None)
    counts = _people_below(network, at_places)
    shown = [each for top in tops for each in network.everything_below(top.code)]
    if as_json:
        opening.printed([_row(network, each, counts) for each in shown], True)
        return
    depth = {top.code: len(list(network.above(top.code))) for top in tops}
    for each in shown:
        ups = [up.code for up in network.above(each.code)]
        top = next(code for code in ups if code in depth)
        typer.echo("  " * (len(ups) - depth[top]) + _shown(network, each, len(counts.get(each.code, ()))))


def _people_below(network: Network, at_places: dict[str, set[int]]) -> dict[str, set[int]]:
    """Who belongs to each place or below it, by number: somebody with two roles counts once."""
    counts: dict[str, set[int]] = {}
    for code, numbers in at_places.items():
        for up in network.above(code):
            counts.setdefault(up.code, set()).update(numbers)
    return counts


def _row(network: Network, place: Place, counts: dict[str, set[int]]) -> dict[str, Any]:
    row = place.model_dump(mode="json", exclude_none=True) | {"people": len(counts.get(place.code, ()))}
    stations = [s.code for s in network.stations.values() if s.place == place.code]
    return row | ({"stations": stations} if stations else {})


def _shown(network: Network, place: Place, number: int) -> str:
    line = f"{place.name}  {place.code}"
    for station in network.stations.values():
        if station.place == place.code:
            covers = [network.places[c.place].name for c in network.covers if c.station == station.code]
            others = [name for name in covers if name != place.name]
            line += f"  · {station.name} {station.telephone}".rstrip()
            line += f" (covers {', '.join(covers)})" if others else ""
    return line + (f"  · {number} joined" if number else "")


def _filled(row: Change | Gap) -> dict[str, Any]:
    return {key: value for key, value in row.model_dump().items() if value not in (None, "")}
