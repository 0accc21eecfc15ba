"""`fieldbot figures`: the figures of a place and a period, what they are made of, and a table that is filled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.clock import Clock
from bot.commands import opening
from bot.commands.naming import Exit, file_read, file_written, place_named, refuse, settings
from bot.means import Means
from fieldwork import numbers, periods
from fieldwork.activities import ActivityKind, Unit
from fieldwork.activity_numbers import OCCASIONS
from fieldwork.digests import Stated
from fieldwork.figures import BESIDE, FIGURES, By, Figure, How, written
from fieldwork.letters import arranging_visits as visit_letters
from fieldwork.letters import terms
from fieldwork.letters.figure_parts import part_named
from fieldwork.letters.figures import (
    Excluded,
    accepted_named,
    is_worth_saying,
    left_out,
    of_few,
    reservations,
    without,
)
from fieldwork.letters.terms import KINDS, amount, figure_named, number_of
from fieldwork.periods import Period
from fieldwork.texts import Language, Translator
from storage import figure_parts, figures, network, people, shifting
from storage.figures import Asked

EVERY = 500  # records read at a time


def add_to(app: typer.Typer) -> None:
    """Makes the command part of the programme."""
    app.command("figures")(figures_of)


def figures_of(
    place: Annotated[str, typer.Argument(help="A code, or names from the top.")],
    period: Annotated[str, typer.Option(help="day, week, month, year, 2026-03, 2026-W10, 2026, 上月 …")] = "month",
    by: Annotated[By | None, typer.Option(help="Apart by what.")] = None,
    figure: Annotated[str | None, typer.Option(help="One figure: its term or name, 入户走访.户, done_rate.")] = None,
    records: Annotated[bool, typer.Option("--records", help="The records behind it.")] = False,
    template: Annotated[Path | None, typer.Option(help="A workbook with names in braces, as {入户走访.次}.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the filled workbook goes.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
) -> None:  # fmt: skip
    """The figures of a place in a period, each with the records behind it."""
    if (template is None) != (out is None):
        refuse("--template and --out go together.")
    if records and not figure:
        refuse("--records needs --figure.")
    chosen = settings()
    with opening.books(db, chosen) as books:
        means = opening.means(books, chosen)
        t = means.speak(Language.HANS)
        wanted = _figure_named(t, figure) if figure else None

        def job(session: Session) -> Asking:
            return _asking(session, means, place, period, wanted)

        asking = books.now_read(job)
        if template and out:
            _fill(books.now_read, asking, template, out)
            return
        rows = books.now_read(lambda session: list(_rows(session, asking, by, records)))
    asked_for = (_as_asked(row, as_json) for row in rows)
    opening.printed((row for row in asked_for if any(value is not None for value in row.values())), as_json)
    if not rows and not as_json:
        typer.echo("Nothing is counted there in that time.")


def _as_asked(row: dict[str, Any], as_json: bool) -> dict[str, Any]:
    """A row for a machine by its names, for people as one sentence."""
    return {name: value for name, value in row.items() if (name == "said") is not as_json}


@dataclass(frozen=True)
class Asking:
    """What somebody asks for."""

    asked: Asked
    period: Period
    wanted: Figure | None
    t: Translator


def _asking(session: Session, means: Means, place: str, period: str, wanted: Figure | None) -> Asking:
    tree = network.load(session)
    now = Clock(shift=shifting.shift(session)).now().astimezone(means.zone)
    found = periods.parse(period, now.date(), means.rules.periods)
    if found is None:
        refuse(f'"{period}" is no period. Write it as month, 2026-03, 2026-W10, 2026 or 2026-03-02.')
    asked = Asked.of(tree, place_named(tree, place).code, found, means.rules, now)
    return Asking(asked, found, wanted, means.speak(Language.HANS))


def _figure_named(t: Translator, name: str) -> Figure:
    found = terms.by_term(t).get(name.strip())
    if found is None:
        refuse(
            f'There is no figure "{name}". `fieldbot figures PLACE` shows their names; activities need a unit.'
        )
    return found


# -- rows -------------------------------------------------------------------------------------------


def _rows(session: Session, asking: Asking, by: By | None, records: bool) -> Iterator[dict[str, Any]]:
    if records and asking.wanted:
        yield from _records(session, asking, asking.wanted)
    elif by:
        yield from _apart(session, asking, by)
    else:
        wanted = [asking.wanted] if asking.wanted else list(FIGURES)
        found = figures.figures(session, asking.asked, wanted)
        said = [_row(asking, figure, one) for figure, one in zip(wanted, found, strict=True)
                if asking.wanted or is_worth_saying(one)]  # fmt: skip
        yield from said
        if said and not asking.wanted:
            yield from _reserved(asking, found)
            yield from _notes(session, asking)
        elif asking.wanted and asking.wanted.how is How.RATE:
            yield from _beside(session, asking, asking.wanted)


def _beside(session: Session, asking: Asking, figure: Figure) -> Iterator[dict[str, Any]]:
    """What a rate that is asked for alone is not to be read without: how many took part, and what was left out."""
    if taking_part := BESIDE.get(figure.name):
        (one,) = figures.figures(session, asking.asked, [taking_part])
        yield {"said": _row(asking, taking_part, one)["said"]}
    yield from _left_out(session, asking)


def _row(asking: Asking, figure: Figure, one: Stated, part: str | None = None) -> dict[str, Any]:
    rate = round(one.number / one.whole, 4) if one.whole else None
    term = figure_named(asking.t, figure.name)
    return {
        "said": "  ".join(filter(None, (part, term, number_of(asking.t, one), figure.key))),
        "part": part, "figure": figure.key, "term": term, "number": _plain(one.number),
        "unit": figure.unit, "of": _plain(one.whole) if one.whole is not None else None, "rate": rate,
        "late": _plain(one.late) if one.late else None, "period": asking.period.name,
    }  # fmt: skip


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _apart(session: Session, asking: Asking, by: By) -> Iterator[dict[str, Any]]:
    """Each part in turn; what can be reckoned only of the whole is left out."""
    wanted = [asking.wanted] if asking.wanted else list(FIGURES)
    found = figure_parts.all_parts(session, asking.asked, wanted, by)
    known = figure_parts.names(session, asking.asked.network, by, dict.fromkeys(part for part, *_ in found))
    for part, figure, one in found:
        yield _row(asking, figure, one, part_named(asking.t, by, part, known) or "—")


def _records(session: Session, asking: Asking, figure: Figure) -> Iterator[dict[str, Any]]:
    tree, skip = asking.asked.network, 0
    while found := figures.records(session, asking.asked, figure, skip, EVERY):
        skip += len(found)
        for each in found:
            code = each.path.rstrip("/").rpartition("/")[2]
            number, place = each.code or record_named(figure, each.serial), tree.path(code) or code
            late = asking.t.staff("reported late") if each.late else ""
            whole = written(each.whole) if figure.how is How.RATE and figure.lines else None
            adds = f"{written(each.number)}/{whole}" if whole else amount(asking.t, each.number, each.unit)
            told = (number, each.day.isoformat(), place, adds, late)
            yield {
                "said": "  ".join(filter(None, told)),
                "number": number, "day": each.day.isoformat(), "place": place, "amount": written(each.number),
                "of": whole, "unit": each.unit, "late": _plain(each.late) if each.late else None,
            }  # fmt: skip


def record_named(figure: Figure, serial: int) -> str:
    """A record as it is printed: what was done, or what was asked."""
    is_done = figure.name in KINDS or figure.name in (
        "service",
        "volunteer_hours",
        "not_met",
        "calls_counted",
        "trained",
        "communities",
    )
    return numbers.printed(serial, "A" if is_done else "N")


def _reserved(asking: Asking, found: Sequence[Stated]) -> Iterator[dict[str, Any]]:
    """Which rates there are none of, since nothing is in them; and which are of so few that they say little."""
    few = asking.asked.rules.figures.few
    for key, which in (("none_yet", without(found)), ("of_few", of_few(found, few))):
        if which:
            yield {key: [one.name for one in which]}
    yield from ({"said": line} for line in reservations(asking.t, found, few))


def _notes(session: Session, asking: Asking) -> Iterator[dict[str, Any]]:
    """How many activities somebody accepted and how many time did; each exclusion with its two people."""
    accepted = figures.acceptances(session, asking.asked)
    if any(accepted):
        yield {"said": accepted_named(asking.t, *accepted), "accepted_by_people": accepted.by_people,
               "accepted_by_time": accepted.by_time, "accepted_imported": accepted.imported or None}  # fmt: skip
    visited = figures.visits(session, asking.asked)
    if visited.due or visited.paused or visited.ended:
        yield {
            "said": "  ".join(visit_letters.beside(asking.t, visited)) or None,
            "visits_due": visited.due, "visits_in_time": visited.met, "visits_paused": visited.paused,
            "visits_ended": visited.ended, "reached_by_telephone": visited.phoned,
        }  # fmt: skip
    yield from _left_out(session, asking)


def _left_out(session: Session, asking: Asking) -> Iterator[dict[str, Any]]:
    out = figures.exclusions(session, asking.asked)
    known = people.by_ids(session, sorted({who for one in out for who in one.people}))
    for one in out:
        asked_by, agreed_by = (
            known[who].name if who in known else "" for who in (one.asked_by, one.agreed_by)
        )
        number, why = numbers.printed(one.serial, "N"), f"excluded.{one.code}" if one.code else ""
        (said,) = list(left_out(asking.t, [Excluded(number, why, asked_by, agreed_by)], 1))[1:]
        yield {"said": said, "excluded": number, "reason": one.code, "asked_by": one.asked_by,
               "agreed_by": one.agreed_by}  # fmt: skip


# -- a table that is filled ---------------------------------------------------------------------------


def _fill(read: Callable[[Callable[[Session], Any]], Any], asking: Asking, template: Path, out: Path) -> None:
    # Late: openpyxl takes a while, and most asks fill nothing.
    from bot.figure_templates import NoWorkbook, filled, said

    named, never = terms.by_term(asking.t), dict[str, str]()

    def value_of(name: str) -> Stated | None:
        figure = named.get(name)
        if figure is None:
            return None
        found: list[Stated] = read(lambda session: figures.figures(session, asking.asked, [figure]))
        own = _counted_in(asking, figure)
        if own and not found[0].number and not read(lambda session: _was_ever(session, asking, figure)):
            never[name] = own
            return None
        return found[0]

    try:
        done = filled(file_read(template), value_of)
    except NoWorkbook:
        refuse(f"{template} is no workbook that can be read: save it anew as .xlsx.")
    file_written(out, done.raw)
    for one in done.unknown:
        name = said(one.name)
        why = (
            f"is never counted (is it {{{never[name]}}}?)"
            if name in never
            else f"is no figure{_near(name, named)}"
        )
        typer.echo(f"{one.sheet}!{one.cell}: {{{one.name}}} {why}.", err=True)
    if done.loses_shapes:
        typer.echo(
            f"Text boxes and drawn shapes are not in {out}: copy them over, or paste the cells.", err=True
        )
    if done.unknown:
        raise typer.Exit(Exit.FINDINGS)


def _counted_in(asking: Asking, figure: Figure) -> str:
    """Where a kind of activity is asked for in 场 and happens in 次 (or the other way round): what it is counted in."""
    if figure.name not in KINDS or Unit(figure.unit) not in OCCASIONS:
        return ""
    own = asking.asked.rules.activities.of(ActivityKind(figure.name)).itself
    return f"{figure_named(asking.t, figure.name)}.{own}" if own != figure.unit else ""


def _was_ever(session: Session, asking: Asking, figure: Figure) -> bool:
    """Whether somebody has told it so before the period was over, at that place: then 0 is a count."""
    (ever,) = figures.figures(session, replace(asking.asked, since=date.min), [figure])
    return bool(ever.number)


def _near(name: str, named: Mapping[str, Figure]) -> str:
    """What may be meant: the units of a kind that was named without one or with another, or a name like it."""
    stem = name.partition(".")[0]
    units = [term for term in named if term.startswith(f"{stem}.")]
    like = units or get_close_matches(name, named, n=3)
    return f" (is it {', '.join(f'{{{term}}}' for term in like)}?)" if like else ""
