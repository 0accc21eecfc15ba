"""What an operator asks of a running station: report, inbox, outbox, doctor, db; shapes as DESIGN 8 has them."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.commands import opening
from bot.example import cast_text, network_text, settle_in
from fieldwork import numbers
from fieldwork.letters import Letter
from fieldwork.life import steps_to
from fieldwork.reports import Attachment, Event, PrivacyClass, Report, State
from storage import inbox, outbox, reports, schema, sending, settling, viewing
from storage.sending import Pace
from storage.settling import Permanent
from tests.commands import app

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
XIHU = "441802006019"
VERA, WANG = 1001, 7
Types = Callable[..., Result]
ROUTING = {"second": {"rule": "nearest", "version": 1, "station": "441802006"}}


@pytest.fixture(autouse=True)
def _a_machine_of_its_own(begun_machine: Path) -> None:
    """First of all; whatever else a test asks for is put upon it."""


@pytest.fixture
def types() -> Types:
    """Types a command as a shell would, and gives what came back."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def written(job: Callable[[Session], Any]) -> Any:
    with opening.books(None) as books:
        return books.now_write(job)


@pytest.fixture
def number() -> str:
    """A report that was signed, finished and answered, with a photo; by its number."""

    def job(session: Session) -> str:
        report = Report(
            reporter_id=1, text="4号楼化粪池漏了", station=XIHU, rule="nearest", rule_version=1, sent_at=AT, kept_at=AT,
            state=State.DISPATCHED, category="governance.sewage", place=XIHU, door="2单元",
        )  # fmt: skip
        reports.file(session, report, VERA, 1)
        reports.attach(session, Attachment(serial=report.serial, file_id="f", file_unique_id="u", from_id=1))
        routed = Event(at=AT, serial=report.serial, step="dispatched", role="rule", went_to=State.DISPATCHED,
                       reason=json.dumps(ROUTING))  # fmt: skip
        reports.note(session, routed)
        done = steps_to("done", report)
        reports.walk(
            session, report, done, at=AT, actor=WANG, role="social_worker", reason="看过了", outcome="通了"
        )
        reports.walk(session, report, steps_to("call_back", report), at=AT, actor=None, role="rule")
        solved = steps_to("solved", report)
        reports.walk(
            session, report, solved, at=AT, actor=1, role="reporter", answer="solved", grade="satisfied"
        )
        return report.number

    return str(written(job))


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def row(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    (only,) = rows(result)
    return only


# -- report -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("grade", "looked"), [("P1", 0), ("P2", 0), ("P3", 1), ("P4", 1)])
def test_who_looks_at_what_is_restricted_is_on_record(
    types: Types, number: str, grade: str, looked: int
) -> None:
    serial = numbers.read(number) or 0

    def graded(session: Session) -> None:
        report = reports.by_serial(session, serial)
        assert report is not None
        reports.change(session, report, privacy=PrivacyClass(grade))

    written(graded)
    assert "化粪池" in types("report", "show", number).output
    seen = written(lambda s: [(one.role, one.surface) for one in viewing.of_report(s, serial)])
    assert seen == [("machine", "command")] * looked


def test_a_report_is_shown_as_scripts_expect_it(types: Types, number: str) -> None:
    shown = row(types("report", "show", number, "--json"))
    usual = {"number", "state", "urgency", "category", "place", "station", "rule", "text", "attachments", "events",
             "callback"}  # fmt: skip
    assert set(shown) == usual | {"door", "outcome"}
    assert shown["number"] == number
    assert (shown["state"], shown["urgency"], shown["station"], shown["place"]) == (
        "closed",
        "T2",
        XIHU,
        XIHU,
    )
    assert shown["rule"] == {"id": "nearest", "version": 1}
    assert shown["text"] == "4号楼化粪池漏了"
    assert shown["attachments"] == [{"kind": "photo", "state": "wanted"}]
    assert shown["callback"] == {"answer": "solved", "grade": "satisfied", "by": "chat"}


def test_its_events_tell_who_did_what_when(types: Types, number: str) -> None:
    events = row(types("report", "show", number, "--json"))["events"]
    steps = [event["step"] for event in events]
    assert steps == ["dispatched", "sign", "contact", "done", "call_back", "solved"]
    assert events[3] == {
        "at": "2026-03-01T09:00:00+00:00", "step": "done", "actor": WANG, "role": "social_worker",
        "from": "in_progress", "to": "done", "reason": "看过了",
    }  # fmt: skip
    assert "actor" not in events[0]


def test_a_report_without_an_answer_has_no_callback(types: Types) -> None:
    bare = Report(
        reporter_id=1, text="", station=XIHU, rule="nearest", rule_version=1, sent_at=AT, kept_at=AT
    )
    written(lambda session: reports.file(session, bare, VERA, 1))
    shown = row(types("report", "show", bare.number, "--json"))
    assert {"callback", "category", "place", "text", "door"}.isdisjoint(shown)
    assert shown["attachments"] == shown["events"] == []


def test_a_reader_sees_the_story_in_lines(types: Types, number: str) -> None:
    told = types("report", "show", number)
    assert told.exit_code == 0
    for words in (number, "4号楼化粪池漏了", "solved · satisfied"):
        assert words in told.stdout
    story = told.stdout.partition("\n\n")[2].splitlines()
    assert [line.partition(" ")[2].partition(" ")[2] for line in story] == [
        "系统 派到站里 → 待签收",
        "同事（社工） 签收 → 已签收",
        "同事（社工） 联系上报人 → 办理中",
        "同事（社工） 办结：看过了 → 已办结待核查",
        "系统 回访上报人 → 已办结，待回访",
        "上报人 说解决了 → 已结案",
    ]


def test_why_names_the_rule_and_what_came_second(types: Types, number: str) -> None:
    assert row(types("report", "why", number, "--json")) == {
        "number": number,
        "rule": {"id": "nearest", "version": 1},
        "chosen": XIHU,
        "second": {"rule": "nearest", "station": "441802006"},
    }
    assert "second: station 441802006 by rule nearest" in types("report", "why", number).stdout


def test_why_without_a_second_leaves_it_out(types: Types) -> None:
    bare = Report(reporter_id=1, station=XIHU, rule="triage", rule_version=1, sent_at=AT, kept_at=AT)
    written(lambda session: reports.file(session, bare, VERA, 1))
    assert "second" not in row(types("report", "why", bare.number, "--json"))
    assert "nothing came second" in types("report", "why", bare.number).stdout


@pytest.mark.parametrize("what", ["show", "why"])
def test_a_number_that_is_none_is_told_so(types: Types, what: str) -> None:
    wrong = types("report", what, "N-10001-9")
    assert (wrong.exit_code, wrong.stderr) == (
        2,
        "N-10001-9 is no report's number: its last digit does not check.\n",
    )
    missing = types("report", what, numbers.printed(99_999))
    assert (missing.exit_code, missing.stderr) == (2, f"There is no report {numbers.printed(99_999)}.\n")


# -- inbox and outbox -------------------------------------------------------------------------------


@pytest.fixture
def aside() -> int:
    """Two updates, the first set aside."""

    def job(session: Session) -> int:
        updates = [{"update_id": n, "message": {"chat": {"id": VERA}, "text": "4号楼"}} for n in (1, 2)]
        inbox.keep(session, 42, updates, AT)
        for _ in range(inbox.TRIES):
            inbox.failed(session, inbox.take(session, 1)[0], "ValueError: no\n  File a, line 1", AT)
        return int(inbox.listed(session, failed_only=True)[0].id)

    return int(written(job))


def test_the_inbox_lists_what_waits_and_what_was_set_aside(types: Types, aside: int) -> None:
    listed = rows(types("inbox", "--json"))
    assert listed[0] == {
        "id": aside, "chat": VERA, "state": "set_aside", "tries": 3, "error": "ValueError: no\n  File a, line 1",
        "at": "2026-03-01T09:00:00+00:00",
    }  # fmt: skip
    assert (listed[1]["state"], "error" in listed[1]) == ("waiting", False)
    assert len(types("inbox").stdout.splitlines()) == 2


def test_what_was_set_aside_is_a_finding(types: Types, aside: int) -> None:
    failed = types("inbox", "--failed", "--json")
    assert (failed.exit_code, [each["id"] for each in rows(failed)]) == (1, [aside])


def test_one_that_was_set_aside_is_put_back(types: Types, aside: int) -> None:
    assert types("inbox", "--retry", aside).exit_code == 0
    assert [each["state"] for each in rows(types("inbox", "--json"))] == ["waiting", "waiting"]
    assert types("inbox", "--failed").exit_code == 0
    again = types("inbox", "--retry", aside)
    assert (again.exit_code, again.stderr) == (2, f"No update {aside} was set aside.\n")


@pytest.mark.parametrize("number", ["x", 2**70, -1])
def test_an_update_that_cannot_be_is_wrong_use(types: Types, number: object) -> None:
    assert types("inbox", "--retry", number).exit_code == 2


def test_the_outbox_tells_what_became_of_each_letter(types: Types) -> None:
    def job(session: Session) -> None:
        outbox.write(session, Letter(chat=VERA, text="收到了"), at=AT, ticks=0.0)
        (one,) = sending.claim(session, ticks=0.0, now=AT, owner="a", many=1, pace=Pace(off=True))
        settling.settle(session, [Permanent(one.id, "bot was blocked")], at=AT, ticks=0.0, owner="a")
        outbox.write(session, Letter(chat=VERA, text="处理好了"), at=AT, ticks=0.0)

    written(job)
    newest, oldest = rows(types("outbox", "--json"))
    assert set(newest) == {"id", "chat", "state", "tries", "at"}
    assert set(oldest) == {"id", "chat", "state", "tries", "error", "at"}
    assert (newest["state"], oldest["state"], oldest["error"]) == ("waiting", "failed", "bot was blocked")
    failed = types("outbox", "--failed", "--json")
    assert (failed.exit_code, len(rows(failed))) == (1, 1)
    assert "收到了" not in types("outbox").stdout


def test_nothing_failed_is_no_finding(types: Types) -> None:
    for words in (["inbox"], ["outbox"], ["inbox", "--failed"], ["outbox", "--failed"]):
        assert (types(*words).exit_code, types(*words).stdout) == (0, "")


# -- doctor and db ----------------------------------------------------------------------------------


def findings(result: Result) -> dict[str, bool]:
    return {each["what"]: each["ok"] for each in rows(result)}


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """The doctor looks on another day than the machine's."""
    return lambda day: monkeypatch.setattr(
        "bot.commands.opening.moment_in", lambda _session, zone: datetime.combine(day, time(12), zone)
    )


def test_a_year_without_holidays_is_a_finding_a_month_ahead(
    types: Types, on_day: Callable[[date], None]
) -> None:
    on_day(date(2026, 11, 30))
    assert findings(types("doctor", "--json"))["calendar"]
    on_day(date(2026, 12, 1))
    result = types("doctor", "--json")
    assert (result.exit_code, findings(result)["calendar"]) == (1, False)
    assert "!! calendar: the holidays of 2027 are not known" in types("doctor").stdout


def test_a_year_that_a_limit_reaches_is_a_finding_at_once(
    types: Types, on_day: Callable[[date], None]
) -> None:
    on_day(date(2026, 8, 3))
    assert findings(types("doctor", "--json"))["calendar"]
    written(lambda session: schema.note_fact(session, "year_reached", 2027))
    assert findings(types("doctor", "--json"))["calendar"] is False


def test_a_healthy_station_has_nothing_to_find(types: Types, on_day: Callable[[date], None]) -> None:
    on_day(AT.date())
    written(lambda session: settle_in(session, network_text(), json.loads(cast_text())["people"], AT))
    result = types("doctor", "--json")
    assert result.exit_code == 0, result.stdout
    assert set(findings(result)) >= {
        "mode",
        "words",
        "disk",
        "database",
        "network",
        "people",
        "inbox",
        "outbox",
    }
    assert all(set(each) == {"what", "ok", "sentence"} for each in rows(result))
    assert all(findings(result).values())


def test_an_empty_network_is_a_finding(types: Types) -> None:
    result = types("doctor", "--json")
    assert (result.exit_code, findings(result)["network"], findings(result)["database"]) == (1, False, True)
    assert "!! network: " in types("doctor").stdout


@pytest.mark.usefixtures("aside")
def test_an_update_that_was_set_aside_is_a_finding(types: Types) -> None:
    assert findings(types("doctor", "--json"))["inbox"] is False


def test_a_database_elsewhere_is_looked_at_too(
    types: Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nobody has made the data folder yet."""
    shutil.rmtree(tmp_path / "data")
    monkeypatch.setenv("FIELDBOT_TOKEN", "1:a")
    monkeypatch.setenv("FIELDBOT_SECRET_KEY", "a key of the real bot's own")
    result = types("doctor", "--json", "--db", f"sqlite:///{tmp_path / 'a.db'}")
    assert (result.exit_code, findings(result)["disk"], findings(result)["database"]) == (1, True, True)


@pytest.mark.parametrize(
    ("break_it", "what"),
    [
        (
            lambda data: (data / "words").mkdir() or (data / "words" / "danger.toml").write_text("[[["),
            "words",
        ),
        (lambda data: (data / "sandbox" / "fieldbot.db").write_bytes(b"Dear diary, " * 500), "database"),
        (lambda data: (data / "sandbox" / "key").write_text("another key altogether"), "database"),
    ],
    ids=["broken words", "no database", "another key"],
)
def test_what_is_broken_is_found_and_told(
    types: Types, tmp_path: Path, break_it: Callable[[Path], Any], what: str
) -> None:
    written(lambda session: schema.check_owner(session, "sandbox", 42, _fingerprint()))
    break_it(tmp_path / "data")
    result = types("doctor", "--json")
    assert (result.exit_code, findings(result)[what]) == (1, False)


def _fingerprint() -> str:
    with opening.books(None) as books:
        return books.seal.fingerprint()


def test_a_database_is_migrated_by_its_own_command(types: Types, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert row(types("db", "migrate", "--json", "--db", url)) == {"now": schema.newest()}
    assert "the newest shape already" in types("db", "migrate", "--db", url).stdout


# -- help -------------------------------------------------------------------------------------------

HELP = {
    "run": ["--sandbox", "--telegram", "--port", "--db"],
    "sandbox": ["--port", "--listen"],
    "network import": ["FILE", "--apply", "--json"],
    "network export": ["FILE"],
    "network check": ["--json"],
    "network show": ["PLACE", "--json"],
    "people list": ["PLACE", "--json"],
    "people end": ["PERSON", "ROLE", "--place", "--json"],
    "people forget": ["PERSON", "--yes", "--json"],
    "invite": ["ROLE", "PLACE", "--name", "--days", "--qr", "--json"],
    "report show": ["NUMBER", "--json"],
    "report why": ["NUMBER", "--json"],
    "replay": ["FILE", "--network", "--voices"],
    "outbox": ["--failed", "--json"],
    "inbox": ["--failed", "--retry", "--json"],
    "doctor": ["--json"],
    "db migrate": ["--json", "--db"],
}


@pytest.mark.parametrize("name", HELP)
def test_the_help_of_a_command_names_all_that_it_takes(name: str) -> None:
    told = CliRunner().invoke(
        app, [*name.split(), "--help"], env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    )
    assert told.exit_code == 0
    assert [word for word in HELP[name] if word.lower() not in told.stdout.lower()] == []
