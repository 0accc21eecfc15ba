"""`fieldbot rules`: what a district can change, as one file: printed, checked, applied."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from sqlmodel import Session

from bot.commands import opening
from bot.commands.naming import Exit, file_read, person_named, refuse, settings
from bot.means import Means, in_force, means_of
from bot.words import WordsError
from fieldwork.network_files import Finding
from fieldwork.ruleset_plans import Change, Plan, plan
from fieldwork.rulesets import WORDS, BadRules, Reached, Rulebook, reach, read, values
from fieldwork.toml_texts import written
from storage import network, rulesets

group = typer.Typer(
    no_args_is_help=True, help="Reasons, limits, words and routing: data that a district changes."
)

File = Annotated[Path, typer.Argument(help="Rules as TOML, any part of them; - reads what comes in.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Db = Annotated[str | None, typer.Option(help="The database's address; beats FIELDBOT_DATABASE_URL.")]
T = TypeVar("T")
WAITING = (
    "the mandatory lane is waiting for legal review: give --i-have-legal-review once a lawyer has confirmed "
    "its text"
)


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="rules")


# -- show -------------------------------------------------------------------------------------------


@group.command()
def show(
    version: Annotated[
        int | None, typer.Option(help="An earlier version; 0 is what is shipped.", min=0)
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="Every word list too, not only the district's own.")
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Print the rules in force as one file that `apply` takes back."""
    base = _base()
    with opening.books(db) as books:
        shown = _read_or_refuse(lambda: books.now_read(lambda s: _shown(s, base, version)))
    if shown is None:
        refuse(f"There is no version {version} of the rules.")
    kept, reached = shown
    sections = [name for name in WORDS if words or name in reached.own_sections]
    said = values(reached.book, sections)
    if as_json:
        opening.printed([{**kept, "rules": said}], True)
    else:
        typer.echo("\n".join(_headed(kept, sections)) + "\n\n" + written(said), nl=False)


def _shown(session: Session, base: Means, version: int | None) -> tuple[dict[str, Any], Reached] | None:
    reached = in_force(base, session, version)
    if reached is None:
        return None
    number = rulesets.newest(session) if version is None else version
    kept = rulesets.at(session, number) if number else None
    when = {"applied_at": kept.applied_at, "applied_by": kept.applied_by} if kept else {}
    return {"version": number, **when}, reached


def _headed(kept: dict[str, Any], sections: list[str]) -> Iterator[str]:
    """What a reader wants to know of the file first."""
    since = kept.get("applied_at")
    when = (
        f", applied {since.isoformat(timespec='minutes')}" if isinstance(since, datetime) else ", as shipped"
    )
    yield f"# Rules, version {kept['version']}{when}."
    left_out = [name for name in WORDS if name not in sections]
    if left_out:
        yield f"# Not printed, since they are as shipped or in DATA_DIR/words (--words): {', '.join(left_out)}."


# -- check and apply --------------------------------------------------------------------------------


@group.command()
def check(file: File, as_json: AsJson = False, db: Db = None) -> None:
    """Say what is wrong with a file of rules, what it would change, and which open reports it touches."""
    base, raw = _base(), _raw(file)
    with opening.books(db) as books:
        made = _planned_or_told(lambda: books.now_read(lambda s: _plan(s, base, raw)), file, as_json)
    _tell(made, as_json)
    _tell_findings(made.findings, file, as_json)
    if made.turns_the_lane_on and not as_json:
        typer.echo(f"To apply it: {WAITING}.")
    if made.findings:
        raise typer.Exit(Exit.FINDINGS)


@group.command()
def apply(
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")] = False,
    by: Annotated[str | None, typer.Option(help="Who decided it: a person's number or exact name.")] = None,
    reviewed: Annotated[
        bool,
        typer.Option("--i-have-legal-review", help="A lawyer has confirmed the text of the mandatory lane."),
    ] = False,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Put a file of rules in force as a new version; the running bot takes it up by itself."""
    base, raw, zone = _base(), _raw(file), settings().zone

    def job(session: Session, at: datetime) -> tuple[Plan, int]:
        made = _plan(session, base, raw)
        if made.turns_the_lane_on and not reviewed:
            raise BadRules([*made.findings, Finding(path="lane.on", sentence=WAITING, line=made.lane_line)])
        if made.findings:
            raise BadRules(made.findings)
        decided = person_named(session, by).id if by else None
        if dry_run or made.changes_nothing:
            return made, rulesets.newest(session)
        return made, rulesets.add(session, made.content, at, decided)

    with opening.books(db) as books:
        work = books.now_read if dry_run else books.now_write
        at = opening.moment(books, zone)
        made, version = _planned_or_told(lambda: work(lambda s: job(s, at)), file, as_json, applying=True)
    _tell(made, as_json)
    if as_json:
        opening.printed([{"version": version, "applied": not (dry_run or made.changes_nothing)}], True)
    elif not made.changes_nothing:
        told = "This was a dry run: nothing was changed." if dry_run else f"Version {version} is in force."
        typer.echo(told)


def _base() -> Means:
    return _read_or_refuse(lambda: means_of(settings()))


def _raw(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file_read(file)


def _plan(session: Session, base: Means, raw: bytes) -> Plan:
    """What a file changes of what is in force. Raises BadRules and WordsError."""
    before = in_force(base, session)
    assert before is not None  # something always is
    read_ = read(raw)
    after = reach(read_, Rulebook(base.rules, base.words), before)
    tree = network.load(session)
    return plan(read_, before, after, tree, rulesets.open_reports(session), rulesets.open_requests(session))


def _tell(made: Plan, as_json: bool) -> None:
    if as_json:
        opening.printed(map(_row, made.changes), True)
    else:
        typer.echo("\n".join(map(str, made.changes)) or "Nothing changes.")


def _row(change: Change) -> dict[str, Any]:
    return {"change": change.path, "detail": change.detail, "touches": list(change.touches) or None}


def _tell_findings(findings: tuple[Finding, ...], file: Path, as_json: bool) -> None:
    if as_json:
        rows = (f.model_dump(include={"path", "sentence", "line"}, exclude_none=True) for f in findings)
        opening.printed(rows, True)
    for finding in () if as_json else findings:
        typer.echo(f"{file}: {finding}", err=True)


def _read_or_refuse(work: Callable[[], T]) -> T:
    """What `work` gives; words or rules that cannot be read end the command."""
    try:
        return work()
    except WordsError as wrong:
        refuse(wrong.sentence)


def _planned_or_told(work: Callable[[], T], file: Path, as_json: bool, applying: bool = False) -> T:
    """What `work` gives; a file with findings ends the command with all of them."""
    try:
        return _read_or_refuse(work)
    except BadRules as bad:
        _tell_findings(bad.findings, file, as_json)
        if applying and not as_json:
            typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(Exit.FINDINGS) from None
