"""People from the command line: who is there, a role ends, somebody is forgotten."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import Session, SQLModel, col
from typer.testing import CliRunner, Result

from bot.clock import Clock
from bot.commands import opening
from fieldwork import numbers
from fieldwork.helping import HelpKind
from fieldwork.letters import Kind, Letter
from fieldwork.letters.matter import STATION, subject
from fieldwork.people import TOMBSTONE, RoleKind
from fieldwork.reports import Attachment, AttachmentState, Event, Report, State
from fieldwork.requests import Request, RequestKind
from storage import outbox, people, reports, requests
from storage.cabinet import Cabinet
from storage.tables import AttachmentRow, HelpRow, ViewingRow
from tests.commands import app

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
XIHU, BUILDING = "441802006019", "441802006019-1-4"
CHEN, WANG = 1, 2  # numbers; their accounts are 1001 and 1002
SECRET = "化粪池漏了，我家2单元"
Types = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("settled_machine")


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def written(job: Callable[[Session], Any]) -> Any:
    with opening.books(None) as books:
        return books.now_write(job)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


# -- list -------------------------------------------------------------------------------------------


def test_the_list_shows_who_can_be_reached_and_who_is_invited(types: Types) -> None:
    written(lambda s: people.set_blocked(s, 1002, AT))
    until = Clock().now()
    written(lambda s: people.invite(s, "a2b3c4d5e6", RoleKind.VOLUNTEER, XIHU, "何志明", 7, until))
    found = rows(types("people", "list", XIHU, "--json"))
    by_name = {row["name"]: row for row in found if row.get("name")}
    assert by_name["陈桂芳"]["reachable"] is True
    assert (by_name["王慧敏"]["reachable"], "blocked_at" in by_name["王慧敏"]) == (False, True)
    assert by_name["何志明"]["invited"] == {"kind": "volunteer", "place": XIHU}
    assert "a2b3c4d5e6" not in types("people", "list", XIHU).stdout, "a code is for one person"
    told = types("people", "list", XIHU).stdout
    assert "何志明  volunteer at 凤城街道西湖社区  · invited until" in told
    assert "· blocked the bot" in told


# -- end --------------------------------------------------------------------------------------------


def test_a_role_ends(types: Types) -> None:
    assert rows(types("people", "end", "陈桂芳", "building_head", "--json")) == [
        {"id": CHEN, "name": "陈桂芳", "ended": {"kind": "building_head", "place": BUILDING}}
    ]
    assert "陈桂芳" not in types("people", "list").stdout
    (letter,) = [one.letter for one in written(outbox.listed)]
    assert (letter.kind, letter.commands) == (Kind.COMMANDS, ()), "nothing of it stands behind ☰ any more"
    again = types("people", "end", CHEN, "building_head")
    assert (again.exit_code, "is no building_head there today" in again.stderr) == (2, True)


def test_a_role_at_two_places_is_asked(types: Types) -> None:
    def second(session: Session) -> None:
        chen = people.by_id(session, CHEN)
        assert chen is not None
        people.grant(session, chen, RoleKind.BUILDING_HEAD, f"{XIHU}-1-5", AT.date())

    written(second)
    asked = types("people", "end", CHEN, "building_head")
    assert (asked.exit_code, "at 2 places" in asked.stderr) == (2, True)
    assert types("people", "end", CHEN, "building_head", "--place", BUILDING).exit_code == 0
    assert "西湖花园5号楼" in types("people", "list").stdout


def test_two_of_a_name_are_asked_and_nobody_is_told_so(types: Types) -> None:
    written(lambda s: people.enter(s, None, "陈桂芳", "", AT))
    asked = types("people", "end", "陈桂芳", "building_head")
    assert (asked.exit_code, "is the name of 2 people" in asked.stderr) == (2, True)
    for nobody in ("林一帆", "99", "999999999999", " "):
        assert "There is nobody" in types("people", "forget", nobody).stderr


# -- forget -----------------------------------------------------------------------------------------


@pytest.fixture
def number(tmp_path: Path) -> str:
    """A report of hers, with a photo that is kept, shown on a worker's card; by its number."""
    photos = tmp_path / "data" / "sandbox" / "photos"
    with opening.books(None) as books:
        sum_ = Cabinet(photos, books.seal).keep(b"a photo")

    def job(session: Session) -> str:
        report = Report(reporter_id=CHEN, text=SECRET, words=SECRET, door="2单元", station=XIHU, rule="nearest",
                        rule_version=1, sent_at=AT, kept_at=AT, state=State.DISPATCHED, place=BUILDING,
                        category="governance.sewage")  # fmt: skip
        reports.file(session, report, 1001, 1)
        reports.attach(session, Attachment(serial=report.serial, file_id="f", file_unique_id="u", from_id=CHEN,
                                           caption=SECRET, sha256=sum_, state=AttachmentState.KEPT))  # fmt: skip
        reports.note(session, Event(at=AT, serial=report.serial, step="added", actor_id=CHEN, role="reporter",
                                    reason=SECRET))  # fmt: skip
        card = Letter(chat=1002, text=SECRET, card=subject(STATION, report.serial))
        outbox.write_many(session, [card, Letter(chat=1001, text=SECRET)], at=AT, ticks=0.0)
        session.execute(text("UPDATE letters SET state = 'delivered', message_id = 77, delivered_at = :at"),
                        {"at": "2026-03-01 09:00:00.000000"})  # fmt: skip
        return report.number

    return str(written(job))


def test_without_yes_it_only_says_what_would_go(types: Types, number: str) -> None:
    assert rows(types("people", "forget", "陈桂芳", "--json")) == [
        {"id": CHEN, "roles": 1, "reports": 1, "open": 1, "files": 1, "forgotten": False}
    ]
    assert "Nothing has changed" in types("people", "forget", CHEN).stdout
    assert SECRET in types("report", "show", number).stdout


def test_name_account_and_words_go_and_the_number_stays(types: Types, number: str, tmp_path: Path) -> None:
    assert "is forgotten" in types("people", "forget", CHEN, "--yes").stdout
    shown = rows(types("report", "show", number, "--json"))[0]
    assert (shown["number"], shown["category"], shown["place"]) == (number, "governance.sewage", BUILDING)
    assert shown["text"] == TOMBSTONE
    with opening.books(None) as books:
        everything = books.now_read(_all_that_is_kept)
    assert [each for each in everything if SECRET in each or "陈桂芳" in each] == []
    assert [each for each in everything if "1001" in each] == [], "nor the account"
    assert written(lambda s: people.by_account(s, 1001)) is None
    photos = tmp_path / "data" / "sandbox" / "photos"
    assert [file for file in photos.rglob("*") if file.is_file()] == []


def test_the_card_on_a_workers_screen_is_rewritten(types: Types, number: str) -> None:
    types("people", "forget", CHEN, "--yes")
    waiting = [one for one in written(lambda s: outbox.listed(s)) if one.state.value == "waiting"]
    assert [(one.chat, one.letter.message_id, one.letter.text) for one in waiting if one.letter] == [
        (1002, 77, f"{number} · {TOMBSTONE}")
    ]


def test_a_photo_that_somebody_else_sent_too_is_kept(types: Types, number: str, tmp_path: Path) -> None:
    def another(session: Session) -> None:
        sum_ = session.execute(select(col(AttachmentRow.sha256))).scalar_one()
        report = Report(reporter_id=3, text="x", station=XIHU, rule="nearest", rule_version=1, sent_at=AT,
                        kept_at=AT)  # fmt: skip
        reports.file(session, report, 1003, 1)
        reports.attach(session, Attachment(serial=report.serial, file_id="f", file_unique_id="u", sha256=sum_,
                                           state=AttachmentState.KEPT))  # fmt: skip

    written(another)
    types("people", "forget", CHEN, "--yes")
    photos = tmp_path / "data" / "sandbox" / "photos"
    assert len([file for file in photos.rglob("*") if file.is_file()]) == 1


def test_what_a_worker_wrote_on_the_reports_of_others_goes_too(types: Types, number: str) -> None:
    """Codes and numbers of the history stay, words go; her own number stays in the log of who looked."""
    serial = numbers.read(number) or 0
    codes = json.dumps({"from": XIHU, "to": BUILDING, "words": "王慧敏说不归我们"}, ensure_ascii=False)

    def worked(session: Session) -> None:
        report = reports.by_serial(session, serial)
        assert report is not None
        reports.change(session, report, handler_id=WANG, outcome="王慧敏换了管道")
        told: dict[str, Any] = {"at": AT, "serial": serial, "actor_id": WANG, "role": "social_worker"}
        reports.note(session, Event(step="told", reason="我是王慧敏，明天来", **told),
                     Event(step="return", reason=codes, **told),
                     Event(step="urgency", reason="T2 > T0", **told))  # fmt: skip
        requests.ask(session, Request(serial=serial, kind=RequestKind.HOLD, asked_by=WANG, asked_at=AT,
                                      station=XIHU, code="weather", reason="王慧敏说下雨"))  # fmt: skip
        session.add(
            HelpRow(serial=serial, kind=HelpKind.PARTNER, asked_by=WANG, asked_at=AT, words="王慧敏请物业")
        )
        session.add(ViewingRow(serial=serial, person_id=WANG, at=AT))

    written(worked)
    types("people", "forget", WANG, "--yes")
    with opening.books(None) as books:
        everything = books.now_read(_all_that_is_kept)
        events = books.now_read(lambda s: reports.events(s, serial))
        viewed = books.now_read(lambda s: s.execute(select(col(ViewingRow.person_id))).scalars().all())
        asked = books.now_read(lambda s: requests.of_report(s, serial))
    assert [each for each in everything if "王慧敏" in each] == []
    assert [event.reason for event in events if event.actor_id == WANG] == [
        TOMBSTONE, json.dumps({"from": XIHU, "to": BUILDING}), "T2 > T0",
    ]  # fmt: skip
    assert viewed == [WANG]
    assert [(one.code, one.reason) for one in asked] == [("weather", "")]
    assert SECRET in types("report", "show", number).stdout, "the reporter's own words are not hers"


def _all_that_is_kept(session: Session) -> list[str]:
    """Every row of every table, opened."""
    found = []
    for table in SQLModel.metadata.tables.values():
        found += [str(tuple(row)) for row in session.connection().execute(select(table))]
    return found
