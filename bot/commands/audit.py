"""`fieldbot audit`: what proves the figures of a place and a period, as one file."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.auditing import Audit, Held, packed
from bot.carrying import sum_of
from bot.commands import opening
from bot.commands.carrying import made
from bot.commands.naming import place_named, refuse, settings
from bot.settings import operator
from fieldwork.exports import Scope, Taken, What
from fieldwork.periods import Period, parse
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.rules import Rules
from storage import exports, network


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command()(audit)


def audit(
    place: Annotated[str, typer.Argument(help="A code, or names from the top.")],
    period: Annotated[str, typer.Argument(help="2026, 2026-03, 2026-W10, 2026-03-02, 上个月.")],
    file: Annotated[Path, typer.Argument(help="The .zip to write.")],
    sample: Annotated[
        int | None, typer.Option(min=1, help="Only so many records, drawn by the seed.")
    ] = None,
    seed: Annotated[str, typer.Option(help="The same seed draws the same records.")] = "1",
    names: Annotated[
        bool, typer.Option("--names", help="People by name, too: for the whole district alone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="{file, records, shown, sha256}")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:
    """Write records with their histories, acceptors, photo sums, exclusions, closings and exports as a ZIP."""
    if file.suffix.lower() != ".zip":
        refuse(f"{file.name} is no .zip: an audit is a pack of tables.")
    chosen, part = settings(), file.with_name(f"{file.name}.part")
    with opening.books(db, chosen) as books:
        at = opening.moment(books, chosen.zone)
        means = opening.means(books, chosen)
        rules, days = means.rules, _period(period, at.date(), means.rules)

        def job(session: Session) -> tuple[Held, str]:
            tree = network.load(session)
            top = _place(tree, place, names)
            scope = Scope(tree, at.date(), top.code)
            asked = Audit(top, days, scope, chosen.zone, rules, sample, seed, names, means.ruleset)
            return packed(session, asked, part), top.code

        held, code = made(part, lambda: books.now_read(job))
        sum_ = sum_of(part)
        taken = Taken(What.AUDIT.value, code, days.since, days.until, "", at, len(held.shown), sum_,
                      operator=operator())  # fmt: skip
        books.now_write(lambda session: exports.note(session, taken))
        part.replace(file)
    row = {"file": str(file), "records": held.all, "shown": len(held.shown), "sha256": sum_}
    drawn = "" if sample is None else f", drawn by the seed {seed}"
    said = f"{len(held.shown)} of {held.all} records{drawn}, in {file}, sha256 {sum_}."
    opening.printed([row if as_json else {"said": said}], as_json)


def _period(named: str, today: date, rules: Rules) -> Period:
    period = parse(named, today, rules.periods)
    if period is None:
        refuse(f'"{named}" is no period: write 2026, 2026-03, 2026-W10 or 2026-03-02.')
    return period


def _place(tree: Network, named: str, names: bool) -> Place:
    place = place_named(tree, named)
    if names and place.kind is not PlaceKind.DISTRICT:
        refuse("--names is for the whole district alone.")
    return place
