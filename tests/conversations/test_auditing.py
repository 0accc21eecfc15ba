"""What an auditor finds of a month as people lived it: who did what, who agreed, and lines that come to the figures."""

import csv
import re
import zipfile
from collections import defaultdict
from datetime import date
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot import auditing
from bot.auditing import Audit
from bot.rules import load_rules
from fieldwork.digests import Span
from fieldwork.exports import Scope
from fieldwork.periods import Period
from fieldwork.reports import PrivacyClass
from storage import network, people, reports
from tests.talk import Actor, Talk

DAY = 24 * 3600
CHINA = ZoneInfo("Asia/Shanghai")
WEEK_10 = Period(Span.WEEK, date(2026, 3, 2), date(2026, 3, 8), "2026-W10")
WEEK_11 = Period(Span.WEEK, date(2026, 3, 9), date(2026, 3, 15), "2026-W11")
RULES = load_rules()
Tables = dict[str, list[dict[str, str]]]


async def audited(talk: Talk, folder: Path, period: Period) -> Tables:
    """The tables of an audit of the street, by name without its ending; the same bytes each time."""

    def job(session: Session) -> None:
        tree = network.load(session)
        scope = Scope(tree, date(2026, 3, 20), "441802006")
        for name in ("one.zip", "two.zip"):
            auditing.packed(
                session, Audit(tree.places["441802006"], period, scope, CHINA, RULES), folder / name
            )

    await talk.asks(job)
    assert (folder / "one.zip").read_bytes() == (folder / "two.zip").read_bytes()
    with zipfile.ZipFile(folder / "one.zip") as pack:
        return {name.removesuffix(".csv"): list(csv.DictReader(StringIO(pack.read(name).decode("utf-8-sig"))))
                for name in pack.namelist() if name.endswith(".csv")}  # fmt: skip


def added_up(tables: Tables) -> dict[str, float]:
    found = defaultdict[str, float](float)
    for row in tables["lines"]:
        found[f"{row['name']}.{row['unit']}"] += float(row["amount"])
    return {name: number for name, number in found.items() if number}


def stated(tables: Tables) -> dict[str, float]:
    return {
        f"{row['name']}.{row['unit']}": float(row["number"])
        for row in tables["figures"]
        if float(row["number"])
    }


async def test_a_month_as_it_was_lived(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    await chen.says("4号楼楼道灯坏了")
    await wang.taps("签收")
    await wang.replies(await wang.card("N-10001-6"), "明天来修")
    await wang.chooses("剔除…")
    await wang.taps("重复上报")
    await luo.taps("同意")
    await chen.sends_photo("今天入户走访4号楼5户12人次")
    await chen.taps("对，记下")
    await wang.taps("退回")
    await wang.taps("数字不符")
    await wang.says("还有一户没算")
    await chen.says("6户12人次")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    await luo.says("导出")
    await luo.taps("活动")
    await luo.taps("本月")
    await luo.says("月报")
    await talk.settle()
    talk.passes(120)
    await talk.settle()
    found = await audited(talk, tmp_path, WEEK_10)
    (need,), (done,) = found["needs"], found["activities"]
    assert (need["number"], need["excluded"], need["imported"]) == ("N-10001-6", "1", "0")
    assert (done["number"], done["户"], done["accepted_by"], done["accepted_at"], done["by_time"]) == (
        "A-10002-4", "6", str(await person(talk, wang)), "2026-03-02 10:00:00", "0",
    )  # fmt: skip
    lived = {row["step"]: row for row in found["history"] if row["number"] == "A-10002-4"}
    assert lived["sent_back"]["reason"] == "numbers"
    changed = lived["counts_changed"]
    assert (changed["before"], changed["after"]) == ("1次 5户 12人次", "1次 6户 12人次")
    (left_out,) = found["exclusions"]
    assert (left_out["number"], left_out["asked_by"], left_out["agreed_by"], left_out["reason"]) == (
        "N-10001-6", str(await person(talk, wang)), str(await person(talk, luo)), "excluded.twice",
    )  # fmt: skip
    (photo,) = found["photos"]
    assert (photo["number"], photo["state"], photo["sha256"]) == ("A-10002-4", "wanted", "")
    (taken,) = found["exports"]
    assert (taken["person"], taken["what"], taken["reason"]) == (
        str(await person(talk, luo)),
        "activity",
        "月报",
    )
    steps = [(row["step"], row["person"]) for row in found["history"] if row["number"] == "N-10001-6"]
    assert ("ask_exclude", left_out["asked_by"]) in steps
    assert ("exclude", left_out["agreed_by"]) in steps
    assert added_up(found) == stated(found)
    assert "home_visit.户" in stated(found)


async def test_what_counts_in_a_period_is_there_though_it_was_held_before(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    await chen.says("今天入户走访4号楼5户12人次")
    await chen.taps("对，记下")
    talk.passes(7 * DAY - 3600)
    await luo.says("封账 2026-W10")
    await luo.taps("就这样封账")
    await wang.says("A-10001-6")
    await wang.taps("核实，计入")
    first, second = await audited(talk, tmp_path, WEEK_10), await audited(talk, tmp_path, WEEK_11)
    assert ([row["number"] for row in first["activities"]], first["lines"]) == (["A-10001-6"], [])
    assert [row["closed_by"] for row in first["closings"]] == [str(await person(talk, luo))]
    assert [row["number"] for row in second["activities"]] == ["A-10001-6"]
    assert {(row["number"], row["day"], row["late"]) for row in second["lines"]} == {
        ("A-10001-6", "2026-03-09", "1")
    }
    assert added_up(second) == stated(second) != {}


async def test_the_hours_of_volunteers_stand_beside_the_numbers_and_come_to_the_figure(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    link = re.search(r"\?start=(sign_\w+)", (await wang.says("开始签到 消防讲座")).text)
    assert link is not None
    await chen.says(f"/start {link[1]}")
    await chen.taps("签到")
    await wang.taps("加名字")
    await wang.says("李阿婆")
    await wang.taps("志愿时长")
    await wang.says("100分钟")
    await wang.taps("结束签到")
    await wang.taps("对，记下")
    await luo.says("A-10001-6")
    await luo.taps("核实，计入")
    found = await audited(talk, tmp_path, WEEK_10)
    (done,) = found["activities"]
    assert float(done["volunteer_hours"]) == stated(found)["volunteer_hours.小时"] == pytest.approx(200 / 60)
    assert added_up(found) == stated(found)
    who = str(await person(talk, wang))
    assert [(row["number"], row["person"], row["minutes"], row["confirmed_by"]) for row in found["hours"]] == [
        ("A-10001-6", str(await person(talk, chen)), "100", who), ("A-10001-6", "", "100", who),
    ]  # fmt: skip
    assert "李阿婆" not in str(found)


async def test_of_what_is_sensitive_no_line_tells_place_or_amount(
    talk: Talk, chen: Actor, wang: Actor, tmp_path: Path
) -> None:
    await chen.says("今天入户走访4号楼5户12人次")
    await chen.taps("对，记下")
    await chen.says("是6户，不是5户")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    report = await talk.report("A-10001-6")
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P3))
    found = await audited(talk, tmp_path, WEEK_10)
    assert {(row["reason"], row["before"], row["after"]) for row in found["history"]} == {("", "", "")}
    assert {(row["number"], row["amount"], row["place"]) for row in found["lines"]} == {("A-10001-6", "", "")}
    assert "home_visit.户" in stated(found)


async def person(talk: Talk, actor: Actor) -> int:
    found = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert found is not None
    return found.id
