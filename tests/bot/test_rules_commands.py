"""`fieldbot rules`: what an administrator prints, changes, tries and puts in force."""

import json
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.commands import opening
from bot.means import Shelf, means_of
from bot.settings import read_settings
from fieldwork.reports import Report, State
from fieldwork.requests import Request, RequestKind
from storage import network, reports, requests, roll, rulesets
from storage.network import table_of
from storage.tables import RulesetRow
from tests.commands import app

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
XIHU = "441802006019"
Applies = Callable[..., Result]
RAIN = '[[reasons.held]]\ncode = "rain"\nname = "等雨停"\nenglish = "The rain"\n'
pytestmark = pytest.mark.usefixtures("settled_machine")


def types(*words: object, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["rules", *map(str, words)], input=given)


def applies(text: str, *words: str) -> Result:
    return types("apply", "-", *words, given=text)


def checks(text: str) -> Result:
    return types("check", "-", given=text)


def shown(*words: object) -> dict[str, Any]:
    done = types("show", *words)
    assert done.exit_code == 0, done.stderr
    return tomllib.loads(done.stdout)


def asked(job: Callable[[Session], Any]) -> Any:
    with opening.books(None) as books:
        return books.now_write(job)


def files(**values: Any) -> Report:
    """An open report, as far as rules look at it."""
    given = {"station": "x", "reporter_id": 1, "sent_at": AT, "kept_at": AT, **values}
    return asked(lambda s: reports.file(s, Report(**given), 1, None))  # type: ignore[no-any-return]


# -- show -------------------------------------------------------------------------------------------


def test_what_is_shown_changes_nothing_when_it_is_applied() -> None:
    for words in ((), ("--words",)):
        done = applies(types("show", *words).stdout)
        assert (done.exit_code, done.stdout) == (0, "Nothing changes.\n")
    assert asked(rulesets.newest) == 0
    assert shown("--words")["phrases"]["phrase"][0]["code"] == "repaired"
    assert "phrases" not in shown()


def test_each_version_can_be_shown() -> None:
    applies("[limits]\nhold_days = 20")
    applies("[limits]\nhold_days = 10\nreturn_hours = { T1 = 2 }")
    days = [shown("--version", version)["limits"]["hold_days"] for version in (0, 1, 2)]
    assert [*days, shown()["limits"]["hold_days"]] == [30, 20, 10, 10]
    assert shown()["limits"]["return_hours"] == {"T0": 0, "T1": 2, "T2": 24, "T3": 24, "Q": 24}
    assert types("show").stdout.startswith("# Rules, version 2, applied ")
    assert "no version 7" in types("show", "--version", 7).stderr
    as_json = json.loads(types("show", "--json").stdout)
    assert (as_json["version"], as_json["rules"]["limits"]["hold_days"]) == (2, 10)


# -- check ------------------------------------------------------------------------------------------


def test_every_finding_names_its_line_and_its_key() -> None:
    done = checks(
        'limitz = 3\n[limits]\nhold_days = 0\nhol_days = 4\n[[bodies]]\ncode = "b"\nname = "乙"\n'
        '[[routing]]\nid = "r"\nstation = "S"\nurgency = "T7"\n[[routing]]\nid = "r"\nstation = "S"\n'
    )
    assert done.exit_code == 1
    for said in (
        "line 1, limitz: this part is not known; is limits meant?",
        "line 3, limits.hold_days: 0 is too little; it must be more than 0",
        "line 4, limits.hol_days: this key is not known here",
        "line 5, bodies[0].english: this is missing",
        "line 11, routing[0].urgency: it must be 'T0', 'T1', 'T2', 'T3' or 'Q'",
        "line 13, routing[1].id: r stands there twice",
    ):
        assert said in done.stderr
    assert asked(rulesets.newest) == 0


def test_what_is_no_toml_and_no_text_is_said() -> None:
    assert "line 2" in checks("a = 1\n[limits = 3\n").stderr
    done = CliRunner().invoke(app, ["rules", "check", "-"], input="# 规矩".encode("gb18030"))
    assert (done.exit_code, "not written in UTF-8" in done.stderr) == (1, True)
    assert types("check", "nowhere.toml").exit_code == 2


def test_what_names_nothing_is_found() -> None:
    words = types("show", "--words").stdout
    assert "there is no category" in checks(re.sub(r'^P2 = \["', 'P2 = ["nix", "', words, flags=re.M)).stderr
    done = checks(
        'verify = ["nix"]\n[[routing]]\nid = "r"\nplace = "nowhere"\ncategory = "nix"\nstation = "nobody"\n'
    )
    assert done.exit_code == 1
    for said in ("line 1, verify[0]: there is no category nix", "line 4, routing[0].place: rule r names",
                 "line 5, routing[0].category: rule r", "line 6, routing[0].station: rule r names"):  # fmt: skip
        assert said in done.stderr


T2 = '[[clocks]]\nurgency = "T2"\nruns = "working"\nsign = "4h"\ndone = "5d"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[calendar.stations]]\nstation = "44"\n', "there is no station 44"),
        ('[calendar]\nhours = ["14:00-17:30", "08:30-12:00"]\n', "08:30-12:00 begins before 14:00-17:30 is over"),
        ('[calendar]\nhours = ["08:30-12:00", "11:00-17:30"]\n', "11:00-17:30 begins before 08:30-12:00 is over"),
        ('[calendar]\nhours = ["12:00-08:30"]\n', "12:00-08:30 is no period of a day"),
        ('[calendar]\nhours = []\n', "hours and workdays must not be empty"),
        ('[calendar]\nworkdays = ["sat"]\nhours_of = { sat = [] }\n', "no station would ever work"),
        (
            f'[[calendar.stations]]\nstation = "{XIHU}"\nworkdays = ["sat"]\nhours_of = {{ sat = [] }}\n',
            f"the station {XIHU} would never work",
        ),
        ("[calendar]\ndays_off = [2027-02-06]\ndays_on = [2027-02-06]\n", "2027-02-06 is a day off and a working day"),
    ],
)  # fmt: skip
def test_a_calendar_that_cannot_be_meant_is_found(text: str, sentence: str) -> None:
    checked = checks(text)
    assert checked.exit_code == 1
    assert sentence in checked.stderr


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('station = "44"\n', "there is no station 44"),
        ('category = "governance.nothing"\n', "there is no category governance.nothing"),
        ('rises = ["1d", "1d", "5d"]\n', "1d, 1d, 5d: each must be longer than the one before"),
        ('call_above = "30min"\ncall_district = "20min"\n', "call_above, call_district and call_head must grow"),
        ('contact = "soon"\n', "soon is no length of time"),
        ("", "there is a clock for the same above"),
    ],
)  # fmt: skip
def test_a_clock_that_cannot_be_meant_is_found(more: str, sentence: str) -> None:
    clocks = re.sub(r"(?s)^.*?(?=\[\[clocks\]\])", "", types("show").stdout, count=1)
    clocks = re.split(r"\n(?=\[(?!\[clocks))", clocks)[0]
    checked = checks(clocks + "\n" + T2 + more)
    assert checked.exit_code == 1
    assert sentence in checked.stderr


def test_calendars_and_clocks_are_shown_and_can_be_given_back() -> None:
    said = shown()
    assert said["calendar"]["hours"] == ["08:30-12:00", "14:00-17:30"]
    assert {clock.get("urgency", "rework") for clock in said["clocks"]} == {
        "T0",
        "T1",
        "T2",
        "T3",
        "Q",
        "rework",
    }
    assert applies(f'[[calendar.stations]]\nstation = "{XIHU}"\nhours = ["10:00-19:00"]\n').exit_code == 0
    (own,) = shown()["calendar"]["stations"]
    assert (own["station"], own["hours"]) == (XIHU, ["10:00-19:00"])
    assert applies(types("show").stdout).exit_code == 0


def test_a_change_names_the_open_reports_that_it_touches() -> None:
    held = files(state=State.ON_HOLD, waits_for="material")
    files(state=State.CLOSED, waits_for="material")
    fire = files(state=State.DISPATCHED, category="governance.illegal_building")
    done = checks('verify = ["safety.fire"]\n[limits]\nhold_days = 20\n')
    assert done.exit_code == 0
    assert f"limits.hold_days: 30 → 20 (touches 1 open report: {held.number})" in done.stdout
    assert f"verify: − governance.illegal_building (touches 1 open report: {fire.number})" in done.stdout


def test_a_routing_rule_names_the_reports_it_would_have_sent_elsewhere() -> None:
    here = files(state=State.DISPATCHED, place=f"{XIHU}-1-4", category="governance.sewage")
    files(state=State.DISPATCHED, place="441802006012", category="governance.sewage")
    station = next(iter(asked(network.load).stations))
    done = checks(
        f'[[routing]]\nid = "pipes"\nplace = "{XIHU}"\ncategory = "governance"\nstation = "{station}"\n'
    )
    assert f"routing.pipes: new (touches 1 open report: {here.number})" in done.stdout


def test_a_code_may_not_vanish_while_an_open_report_holds_it() -> None:
    files(state=State.CLOSED, waits_for="material")
    assert checks(RAIN).exit_code == 0
    held = files(state=State.ON_HOLD, waits_for="material")
    asked(lambda s: requests.ask(s, Request(serial=held.serial, kind=RequestKind.HOLD, asked_by=1, asked_at=AT,
                                            station="x", code="budget")))  # fmt: skip
    done = checks(RAIN)
    assert done.exit_code == 1
    assert f"reasons.held: material is missing, and 1 open hold it: {held.number}" in done.stderr
    assert f"reasons.held: budget is missing, and 1 open hold it: {held.number}" in done.stderr


def test_a_category_may_not_vanish_while_an_open_report_is_of_it() -> None:
    text = types("show", "--words").stdout.replace('code = "sewage"', 'code = "drains"')
    assert checks(text).exit_code == 0
    mine = files(state=State.SIGNED, category="governance.sewage")
    assert f"governance.sewage is missing, and 1 open hold it: {mine.number}" in checks(text).stderr


# -- apply ------------------------------------------------------------------------------------------


def test_a_file_with_findings_is_refused_whole() -> None:
    done = applies("[limits]\nhold_days = 20\npark_days = -1\n")
    assert (done.exit_code, "Nothing was changed." in done.stderr) == (1, True)
    assert shown()["limits"]["hold_days"] == 30


def test_a_dry_run_does_nothing() -> None:
    done = applies("[limits]\nhold_days = 20\n", "--dry-run")
    assert done.stdout == "limits.hold_days: 30 → 20\nThis was a dry run: nothing was changed.\n"
    assert asked(rulesets.newest) == 0


def test_a_version_says_who_applied_it_and_when() -> None:
    assert applies("[limits]\nhold_days = 20\n", "--by", "冯雅琴").stdout.endswith("Version 1 is in force.\n")
    kept = asked(lambda s: rulesets.at(s, 1))
    assert [kept.applied_by] == [each.id for each in asked(lambda s: roll.named(s, "冯雅琴"))]
    assert kept.applied_at.tzinfo is not None


def test_only_the_parts_that_a_file_gives_are_changed() -> None:
    applies(RAIN)
    after = shown()
    assert [each["code"] for each in after["reasons"]["held"]] == ["rain"]
    assert len(after["reasons"]["returned"]) == 3
    assert after["limits"] == shown("--version", 0)["limits"]


def test_a_word_section_takes_the_place_of_the_stations_file_until_it_is_given_back(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "words"
    folder.mkdir(parents=True)
    one = '[[phrase]]\ncode = "own"\nname = "{}"\nenglish = "x"\n'
    (folder / "phrases.toml").write_text(one.format("站里的话"), encoding="utf-8")
    assert shown("--words")["phrases"]["phrase"][0]["name"] == "站里的话"
    applies(one.format("区里的话").replace("[[phrase]]", "[[phrases.phrase]]"))
    assert shown()["phrases"]["phrase"][0]["name"] == "区里的话"
    done = applies('phrases = "shipped"\n')
    assert "phrases: follows the programme's own words (or the station's file) again" in done.stdout
    assert shown("--words")["phrases"]["phrase"][0]["name"] == "站里的话"


def test_routing_is_kept_with_versions_of_its_own() -> None:
    stations = list(asked(network.load).stations)
    rule = '[[routing]]\nid = "pipes"\ncategory = "governance"\nstation = "{}"\n'
    for station in (stations[0], stations[0], stations[1]):
        applies(rule.format(station))
    (kept,) = asked(network.rules)
    assert (kept.version, kept.station) == (2, stations[1])
    assert asked(rulesets.newest) == 2, "saying the same again is no new version"
    assert shown("--version", 1)["routing"][0]["station"] == stations[0]
    applies("routing = []\n")
    assert asked(network.rules) == []


def test_the_mandatory_lane_asks_for_a_lawyers_word() -> None:
    on = "[lane]\non = true\n"
    assert "legal review" in checks(on).stdout
    refused = applies(on)
    assert (refused.exit_code, "line 2, lane.on: the mandatory lane" in refused.stderr) == (1, True)
    assert applies(on, "--i-have-legal-review").exit_code == 0
    assert shown()["lane"]["on"] is True
    assert applies("[limits]\nhold_days = 20\n").exit_code == 0, "once on, it stays so without a further word"


def test_a_reason_keeps_the_name_that_it_had_in_the_version_of_its_report() -> None:
    applies(RAIN)
    applies(RAIN.replace("等雨停", "等天晴"))
    applies(RAIN.replace("rain", "snow").replace("等雨停", "等雪化"))
    shelf = Shelf(means_of(read_settings()))
    first, second, third = asked(lambda s: [shelf.then(s, n).speak("").named("held.rain") for n in (1, 2, 3)])
    assert (first, second, third) == ("等雨停", "等天晴", "等天晴")
    assert asked(lambda s: shelf.then(s, 1).speak("").named("held.snow")) == "等雪化"


# -- the others -------------------------------------------------------------------------------------


def test_other_commands_use_the_newest_rules() -> None:
    text = types("show", "--words").stdout
    applies(text.replace('"化粪池", "下水道"', '"化粪池", "咕噜咕噜", "下水道"', 1))
    done = CliRunner().invoke(app, ["understand", "楼下咕噜咕噜响", "--json"])
    assert json.loads(done.stdout)["categories"][0]["code"] == "governance.sewage"
    assert "rules: version 1" in CliRunner().invoke(app, ["doctor"]).stdout


def test_a_version_of_a_newer_programme_stops_every_command_with_one_sentence() -> None:
    applies("[limits]\nhold_days = 20\n")
    table = table_of(RulesetRow)
    row = update(table).values(content={"rules": {"limits": {"hold_weeks": 3}}, "words": {}, "routing": []})
    asked(lambda s: s.execute(row))
    sentence = "Version 1 of the rules was written by a newer fieldbot and cannot be used: limits.hold_weeks"
    for words in (["rules", "show"], ["rules", "check", "-"], ["understand", "漏水"], ["network", "check"]):
        done = CliRunner().invoke(app, words, input="")
        assert (done.exit_code, done.stderr.startswith(sentence)) == (2, True), words
    doctor = CliRunner().invoke(app, ["doctor"])
    assert f"!! rules: {sentence}" in doctor.stdout
