"""`fieldbot report show NUMBER` and `report why NUMBER`: one report and its story, and why it went where."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.clock import Clock
from bot.commands import opening
from bot.commands.naming import refuse, settings
from bot.means import Shelf, means_of
from bot.settings import Settings
from bot.words import WordsError
from fieldwork import numbers
from fieldwork.letters import happened, history
from fieldwork.reports import MOVES, Event, PrivacyClass, Report, ReportKind, Wording
from fieldwork.seeing import RESTRICTED
from fieldwork.viewing import Viewing
from storage import activities, network, people, viewing
from storage import reports as kept_reports
from storage.books import Books

group = typer.Typer(
    no_args_is_help=True, help="One report: what it says, where it stands, why it went there."
)

Number = Annotated[str, typer.Argument(help="As printed: N-10427-3.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Db = Annotated[str | None, typer.Option(help="The database's address.")]


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.add_typer(group, name="report")


@group.command()
def show(number: Number, as_json: AsJson = False, db: Db = None) -> None:
    """A report with all that happened to it."""
    chosen = settings()
    with opening.books(db, chosen) as books:
        shown, lines = books.now_read(lambda session: _shown(session, number, None if as_json else chosen))
        if shown["privacy"] in RESTRICTED:
            _keep_on_record(books, number)
    if as_json:
        opening.printed([shown], True)
    else:
        _story(shown, lines)


def _keep_on_record(books: Books, number: str) -> None:
    """Who sits at the machine is not known; that somebody looked at what is restricted is (FIELD 4.1)."""
    looked = Viewing(serial=numbers.read(number) or 0, at=Clock().now(), role="machine", surface="command")
    books.now_write(lambda session: viewing.note(session, looked))


def _shown(session: Session, number: str, chosen: Settings | None) -> tuple[dict[str, Any], list[str]]:
    """A report for scripts; and its story, where there is somebody to read it."""
    report = _found(session, number)
    return told(session, report), _lines(session, report, chosen) if chosen else []


@group.command()
def why(number: Number, as_json: AsJson = False, db: Db = None) -> None:
    """Which rule chose the station, and which came second."""
    with opening.books(db) as books:
        reason = books.now_read(lambda session: reasons(session, _found(session, number)))
    if as_json:
        opening.printed([reason], True)
    else:
        typer.echo(_because(reason))


def _found(session: Session, number: str) -> Report:
    serial = numbers.read(number)
    if serial is None:
        refuse(f"{number} is no report's number: its last digit does not check.")
    report = kept_reports.by_serial(session, serial)
    if report is None:
        refuse(f"There is no report {number}.")
    return report


def told(session: Session, report: Report) -> dict[str, Any]:
    """A report as DESIGN 8 has it for scripts."""
    return {
        "number": report.number,
        "state": report.state.value,
        "urgency": report.urgency.value,
        "privacy": None if report.privacy is PrivacyClass.P1 else report.privacy.value,
        "category": report.category,
        "place": report.place,
        "station": report.station,
        "rule": _rule(report),
        "text": report.text,
        "activity": _activity(session, report.serial),
        "kind": None if report.kind is ReportKind.NEED else report.kind.value,
        "forwarded": report.forwarded or None,
        "words": report.words or None,
        "door": report.door or None,
        "named": report.named or None,
        "outcome": report.outcome or None,
        "attachments": [_attachment(each) for each in kept_reports.attachments(session, report.serial)],
        "events": [_event(event) for event in kept_reports.events(session, report.serial)],
        "callback": _callback(report),
        "versions": _versions(kept_reports.wordings(session, report.serial)) or None,
        "viewed": [_viewing(each) for each in viewing.of_report(session, report.serial)] or None,
    }


def _activity(session: Session, serial: int) -> dict[str, Any] | None:
    """The record of what was done, and its numbers."""
    done = activities.by_serial(session, serial)
    if done is None:
        return None
    kept = done.model_dump(mode="json", exclude={"serial", "station", "place", "next_due", "version"})
    counts = {unit.value: number for unit, number in activities.counts(session, serial).items()}
    return {
        **_filled({name: value for name, value in kept.items() if value not in ("", False)}),
        "counts": counts,
    }


def _callback(report: Report) -> dict[str, str] | None:
    """What the reporter said of it, and whether in the chat or on the telephone."""
    if not report.answer:
        return None
    by = "phone" if report.answered_by_phone else "chat"
    return _filled({"answer": report.answer, "grade": report.grade, "by": by})


def _viewing(looked: Viewing) -> dict[str, Any]:
    """Who opened what only named people see; nobody's name where it was this machine."""
    return _filled({"at": looked.at.isoformat(), "actor": looked.person_id, "role": looked.role,
                    "surface": looked.surface})  # fmt: skip


def _versions(said: list[Wording]) -> list[dict[str, Any]]:
    """What the messages said that were edited, as it was sent and after each edit."""
    edited = {(each.chat, each.message_id) for each in said if each.edition}
    return [
        {"message": each.message_id, "edition": each.edition, "at": each.at.isoformat(), "how": each.how,
         "words": each.words}
        for each in said if (each.chat, each.message_id) in edited
    ]  # fmt: skip


def _attachment(attachment: Any) -> dict[str, Any]:
    shown = {"kind": attachment.kind, "state": attachment.state.value, "sha256": attachment.sha256,
             "size": attachment.size, "caption": attachment.caption, "proof": attachment.proof or None,
             "seconds": attachment.duration or None, "detail": attachment.detail,
             "transcript": attachment.transcript,
             "reason": attachment.reason}  # fmt: skip
    return _filled(shown)


def _event(event: Event) -> dict[str, Any]:
    return _filled(
        {
            "at": event.at.isoformat(),
            "step": event.step,
            "actor": event.actor_id,
            "role": event.role,
            "from": event.came_from.value if event.came_from else None,
            "to": event.went_to.value if event.went_to else None,
            "reason": event.reason,
        }
    )


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "")}


def reasons(session: Session, report: Report) -> dict[str, Any]:
    """The rule, the station chosen, and what came second, as they were when it was dispatched last.

    Where people moved it since, their step is the rule, and where it had been comes second.
    """
    steps = ("dispatched", *MOVES)
    events = [event for event in kept_reports.events(session, report.serial) if event.step in steps]
    last = json.loads(events[-1].reason) if events else {}
    came_from = {"rule": last["rule"], "station": last["from"]} if "from" in last else None
    second = came_from or last.get("second")
    return {
        "number": report.number,
        "rule": _rule(report),
        "chosen": report.station,
        "second": {"rule": second["rule"], "station": second["station"]} if second else None,
    }


def _rule(report: Report) -> dict[str, Any]:
    """The rule that chose, and the version of the district's rules that held then; none before one was applied."""
    applied = {"ruleset": report.ruleset} if report.ruleset else {}
    return {"id": report.rule, "version": report.rule_version, **applied}


def _because(reason: dict[str, Any]) -> str:
    second = reason["second"]
    then = (
        f"; second: station {second['station']} by rule {second['rule']}"
        if second
        else "; nothing came second"
    )
    rules = f", rules of version {reason['rule']['ruleset']}" if "ruleset" in reason["rule"] else ""
    rule = f"{reason['rule']['id']} (version {reason['rule']['version']}{rules})"
    return f"{reason['number']}: station {reason['chosen']} by rule {rule}{then}."


def _story(shown: dict[str, Any], told: Sequence[str]) -> None:
    """The report as a reader wants it: first what it says, then what happened, a line each."""
    for name in _FACTS:
        if shown.get(name):
            typer.echo(f"{name:>9}  {shown[name]}")
    for attachment in shown["attachments"]:
        typer.echo(
            f"{attachment['kind']:>9}  {attachment['state']} "
            f"{attachment.get('sha256', attachment.get('reason', ''))}"
        )
    for version in shown["versions"] or ():
        typer.echo(f"{'version':>9}  {version['at'][:19]}  {version['edition']}  {version['words']}")
    if shown["callback"]:
        typer.echo(f"{'callback':>9}  {' · '.join(shown['callback'].values())}")
    for looked in shown["viewed"] or ():
        typer.echo(f"{'viewed':>9}  {looked['at'][:19]}  {looked.get('role', '')} {looked.get('actor', '')}"
                   f"  {looked['surface']}")  # fmt: skip
    typer.echo("\n".join(["", *told]))


_FACTS = (
    "number",
    "state",
    "urgency",
    "category",
    "place",
    "station",
    "text",
    "words",
    "door",
    "named",
    "outcome",
)


def _lines(session: Session, report: Report, chosen: Settings) -> list[str]:
    """What happened, in the station's language, with the names of people and stations."""
    events = kept_reports.events(session, report.serial)
    named = people.by_ids(session, happened.people_in(events))
    known = happened.Known(named, network.load(session), chosen.zone)
    try:
        speak = Shelf(means_of(chosen)).then(session, report.ruleset).speak
    except WordsError as wrong:
        refuse(wrong.sentence)
    return history.lines(speak(""), events, known)
