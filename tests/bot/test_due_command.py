"""`fieldbot due`: what will fire, when it leaves, to whom and why."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.clock import Clock
from bot.commands import opening
from bot.example import cast_text, network_text, settle_in
from fieldwork.care import CarePlan, Risk
from fieldwork.reports import LOOK_SOON, Event, PrivacyClass, Report, State, Urgency
from storage import people, reports, schema, shifting
from storage.network import load
from storage.tables import CarePlanRow
from tests.commands import app

XIHU, BUILDING, OTHER = "441802006019", "441802006019-1-4", "441802006012"
Types = Callable[..., Result]


@pytest.fixture(autouse=True)
def _settled_lately(begun_machine: Path) -> None:
    """Time is the machine's own here."""
    written(
        lambda s: settle_in(s, network_text(), json.loads(cast_text())["people"], now() - timedelta(days=9))
    )


def now() -> datetime:
    """Whenever this test runs."""
    return Clock().now()


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


def filed(session: Session, message: int = 1, **values: Any) -> Report:
    """In danger: what is most urgent is called for at any hour."""
    at = now()
    wang = people.by_account(session, 1002)
    assert wang
    seat = load(session).stations_above(BUILDING, at.date())[0].code
    told = {
        "reporter_id": wang.id, "rung_id": wang.id, "station": seat, "place": BUILDING, "state": State.DISPATCHED,
        "urgency": Urgency.T0, "category": "governance.sewage", "text": "着火了", "sent_at": at, "kept_at": at,
        "next_due": at + timedelta(minutes=10), **values,
    }  # fmt: skip
    report = reports.file(session, Report(**told), 1002, message)
    reports.note(session, Event(at=report.kept_at, serial=report.serial, step="dispatched", role="rule",
                                went_to=State.DISPATCHED))  # fmt: skip
    return report


def test_what_will_fire_is_listed_with_when_to_whom_and_why(types: Types) -> None:
    report = written(filed)
    (call, *_) = found = rows(types("due", "--within", "90min", "--json"))
    assert (call["number"], call["what"], call["to"]) == (report.number, "sign.call", ["王慧敏"])
    assert call["why"] == "紧急呼叫，直到有人签收"
    assert timedelta(minutes=9) < datetime.fromisoformat(call["at"]) - report.kept_at <= timedelta(minutes=10)
    assert [each["at"] for each in found] == sorted(each["at"] for each in found)
    assert sum(each["what"] == "sign.call" for each in found) == 1, "of the calls the first alone"


def test_for_a_reader_each_is_one_line(types: Types) -> None:
    report = written(filed)
    told = types("due")
    assert told.exit_code == 0, told.stderr
    assert report.number in told.stdout
    assert "着火了" not in told.stdout, "nobody's words"


@pytest.mark.parametrize("grade", [PrivacyClass.P3, PrivacyClass.P4])
def test_what_is_restricted_is_counted_and_no_more(types: Types, grade: PrivacyClass) -> None:
    report = written(lambda s: filed(s, 2, privacy=grade))
    written(filed)
    told = types("due")
    assert "And 1 restricted" in told.stdout
    assert report.number not in told.stdout
    as_json = types("due", "--json")
    assert all(row["number"] != report.number for row in rows(as_json))
    assert "And 1 restricted" in as_json.stderr


def test_what_comes_later_is_not_listed(types: Types) -> None:
    written(filed)
    assert rows(types("due", "--within", "5min", "--json")) == []
    assert "Nothing falls due" in types("due", "--within", "5min").stdout


def test_a_place_is_asked_for_with_all_below_it(types: Types) -> None:
    written(filed)
    assert rows(types("due", XIHU, "--json"))
    assert rows(types("due", BUILDING, "--json"))
    assert rows(types("due", OTHER, "--json")) == []


def test_what_has_to_be_reckoned_anew_is_listed_too(types: Types) -> None:
    report = written(lambda s: filed(s, next_due=LOOK_SOON))
    assert rows(types("due", "--json"))[0]["number"] == report.number


def test_a_visit_stands_there_by_its_code_alone(types: Types) -> None:
    plan = CarePlan(place=BUILDING, name="刘桂芳", risk=Risk.HIGH, station="s", responsible_id=2, made_by=2,
                    made_at=now(), first_on=now().date(), next_on=(now() + timedelta(days=2)).date())  # fmt: skip
    written(lambda s: s.add(CarePlanRow.model_validate(plan.model_dump(exclude={"id"}))))
    (visit,) = rows(types("due", XIHU, "--within", "4d", "--json"))
    assert (visit["what"], visit["why"], visit["to"]) == ("visit", "探访", ["王慧敏"])
    assert visit["number"].startswith("K-")
    assert "刘桂芳" not in types("due", "--within", "4d").stdout


def test_in_a_sandbox_whose_clock_was_turned_it_counts_from_the_field_s_time(types: Types) -> None:
    written(filed)
    with opening.books(None) as books:
        books.now_write(lambda s: schema.check_owner(s, "sandbox", 42, books.seal.fingerprint()))
    assert rows(types("due", "--within", "5min", "--json")) == []
    written(lambda s: shifting.turn(s, 480))
    assert rows(types("due", "--within", "5min", "--json"))


def test_a_length_that_is_none_is_one_sentence(types: Types) -> None:
    told = types("due", "--within", "soon")
    assert told.exit_code == 2
    assert "90min, 24h or 3d" in told.stderr
