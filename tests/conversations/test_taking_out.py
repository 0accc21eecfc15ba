"""Who heads a station takes records out as a table."""

from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot import exporting
from bot.means import Means
from bot.rules import load_rules
from fieldwork.activities import Unit
from fieldwork.exports import Taken
from fieldwork.figures import ACTIVITIES, NOT_MET, VOLUNTEERS
from fieldwork.periods import PeriodRules
from fieldwork.reports import PrivacyClass
from storage import exports, figures, network, reports
from storage.cabinet import Cabinet
from storage.figures import Asked
from tests.talk import Actor, Talk

DAY = 24 * 3600
LIGHT, NUMBER = "4号楼楼道灯坏了", "N-10001-6"


async def table(talk: Talk, folder: Path) -> tuple[Taken, list[dict[str, Any]]]:
    """What was taken out last: that it was, and the rows."""
    taken = (await talk.asks(exports.taken))[-1]
    head, *lines = sheets(talk, folder, taken)[0].iter_rows(values_only=True)
    return taken, [dict(zip(map(str, head), line, strict=True)) for line in lines]


def sheets(talk: Talk, folder: Path, taken: Taken) -> list[Any]:
    raw = Cabinet(folder / "files", talk.books.seal).read(taken.sha256)
    return list(load_workbook(BytesIO(raw)).worksheets)


async def about(talk: Talk, folder: Path) -> dict[tuple[str, str], object]:
    """The sheet that says what is in the table taken out last: the number of a line, or what it says."""
    taken = (await talk.asks(exports.taken))[-1]
    records, told = sheets(talk, folder, taken)
    assert (records.title, told.title) == ("活动" if taken.what == "activity" else "事项", "说明")
    lines = list(told.iter_rows(min_row=2, values_only=True))
    return {(name, said if number is not None else ""): said if number is None else number
            for name, said, number in lines}  # fmt: skip


async def takes_out(luo: Actor, what: str, days: str, *, written: bool = False) -> str:
    await luo.says("导出")
    await luo.taps(what)
    await (luo.says(days) if written else luo.taps(days))
    return str(await luo.says("月报"))


async def test_taking_out_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    heard = await luo.says("导出")
    assert "📤 导出什么？包括您所在站点和下级的。" in heard
    assert heard.labels == ["上报的事", "活动"]
    heard = await luo.taps("上报的事")
    assert "📤 上报的事：哪些日子的？" in heard
    assert [label.partition(" ")[0] for label in heard.labels] == [
        "今天", "本周", "上周", "本月", "上个月", "今年",
    ]  # fmt: skip
    assert heard.labels[0] == "今天 · 03-02"
    heard = await luo.taps("本月")
    assert "📤 上报的事，2026-03-01 到 2026-03-31：做什么用？写一句（最多200字），会留记录。" in heard
    heard = await luo.says("月度汇总")
    assert "📤 正在做表…" in heard
    assert "📤 共1行：已签收 1。谁在什么时候、为什么导出，都留了记录。" in heard
    assert [said.document for said in heard.messages if said.document] == [
        "上报的事-2026-03-01-2026-03-31.xlsx"
    ]
    taken, (row,) = await table(talk, tmp_path)
    assert (taken.reason, taken.many) == ("月度汇总", 1)
    assert (row["编号"], row["状态"], row["地点"]) == (NUMBER, "已签收", "凤城街道西湖社区西湖花园4号楼")
    assert "原话" not in row


async def test_days_may_be_written(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await luo.says("导出")
    await luo.taps("上报的事")
    assert "没看出是哪些日子" in await luo.says("随便")
    assert "2025-12-01 到 2025-12-31" in await luo.says("12月1日到12月31日"), "what was, not what will be"
    assert "📤 共0行" in await luo.says("年底核对")


async def test_who_heads_nothing_takes_nothing_out(talk: Talk, chen: Actor, wang: Actor) -> None:
    assert "导出由站点负责人和协调员来做。" in await wang.says("导出")
    assert "导出什么" not in await chen.says("导出")


async def test_what_is_sensitive_is_a_row_without_its_place(
    talk: Talk, chen: Actor, luo: Actor, tmp_path: Path
) -> None:
    await chen.says(LIGHT)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P3))
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("今年")
    await luo.says("核对")
    _, (row,) = await table(talk, tmp_path)
    assert (row["编号"], row["地点"], row["站点"]) == (NUMBER, None, None)


async def test_activities_are_told_in_words(talk: Talk, chen: Actor, luo: Actor, tmp_path: Path) -> None:
    await chen.says("今天入户走访4号楼5户12人次")
    await luo.says("导出")
    await luo.taps("活动")
    await luo.taps("本月")
    await luo.says("月报")
    _, (row,) = await table(talk, tmp_path)
    assert (row["种类"], row["户"], row["人次"], row["户次"]) == ("入户走访", 5, 12, None)


async def told_and_accepted(chen: Actor, wang: Actor, said: str) -> None:
    await chen.says(said)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")


async def figures_of(talk: Talk, since: date, until: date) -> dict[str, float]:
    """What 数字 says was done there."""
    tree = await talk.asks(network.load)
    asked = Asked(tree, "441802006", since, until, load_rules())
    found = await talk.asks(
        lambda session: figures.figures(session, asked, [*ACTIVITIES, NOT_MET, VOLUNTEERS])
    )
    return {one.key: stated.number for one, stated in zip([*ACTIVITIES, NOT_MET, VOLUNTEERS], found, strict=True)
            if stated.number}  # fmt: skip


def added_up(rows: list[dict[str, Any]]) -> dict[str, float]:
    """What the rows that count come to, by the numbers in their columns."""
    found = Counter[str]()
    for row in rows:
        if row["状态"].startswith("已计入"):
            kind = {"入户走访": "home_visit", "环境整治": "cleanup"}[row["种类"]]
            for unit in Unit:
                found[f"{kind}.{unit.value}"] += row[unit.value] or 0
            found["not_met.次"] += row["未遇（次）"] or 0
    return {name: number for name, number in found.items() if number}


async def test_what_counts_in_a_table_is_what_the_figures_say(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    await told_and_accepted(chen, wang, "今天入户走访4号楼5户12人次")
    await told_and_accepted(chen, wang, "今天清扫楼道2次，15人次")
    await chen.says("今天入户走访3号楼2户，时间很长")
    await chen.taps("对，记下")  # nobody looks at it before March 9
    await chen.says("今天入户走访2号楼3户")
    await chen.taps("对，记下")
    await wang.taps("作废")
    await wang.taps("重复")
    week = date(2026, 3, 2), date(2026, 3, 8)
    heard = await takes_out(luo, "活动", "3月2日到3月8日", written=True)
    assert "共4行：已计入 2 · 待核实 1 · 作废 1。" in heard
    _, rows = await table(talk, tmp_path)
    assert [row["状态"] for row in rows] == ["已计入", "已计入", "待核实", "作废"]
    assert added_up(rows) == await figures_of(talk, *week)
    said = await about(talk, tmp_path)
    assert said["时段", ""] == "2026-03-02 到 2026-03-08"
    assert said["地方", ""] == "凤城街道，包括下级"
    assert (said["按谁的权限", ""], said["用途", ""], said["制表时间", ""]) == (
        "罗永康",
        "月报",
        "2026-03-02 10:00",
    )
    assert [said["状态", state] for state in ("已计入", "待核实", "作废")] == [2, 1, 1]
    assert (said["合计", "入户走访（户）"], said["合计", "入户走访（人次）"]) == (5, 12)
    assert (said["合计", "环境整治（次）"], said["合计", "环境整治（人次）"]) == (2, 15)


async def test_what_came_late_or_was_taken_off_later_stands_where_it_counts(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    await told_and_accepted(chen, wang, "今天入户走访4号楼5户12人次")  # A-10001-6, in its own week
    await chen.says("今天入户走访3号楼2户")
    await chen.taps("对，记下")  # A-10002-4, looked at when the week is closed
    talk.passes(7 * DAY - 3600)
    await luo.says("封账 2026-W10")
    await luo.taps("就这样封账")
    await wang.says("A-10002-4")
    await wang.taps("核实，计入")
    await wang.says("A-10001-6")
    await wang.taps("作废")
    await wang.taps("重复")

    await takes_out(luo, "活动", "上周")
    _, rows = await table(talk, tmp_path)
    assert [(row["编号"], row["状态"], row["户"]) for row in rows] == [
        ("A-10001-6", "已计入", 5), ("A-10002-4", "计入别的时段", 2),
    ]  # fmt: skip
    assert added_up(rows) == await figures_of(talk, date(2026, 3, 2), date(2026, 3, 8))

    await takes_out(luo, "活动", "3月9日到3月15日", written=True)
    _, rows = await table(talk, tmp_path)
    assert {(row["编号"], row["状态"], row["户"], str(row["日期"])[:10]) for row in rows} == {
        ("A-10001-6", "已计入（扣回）", -5, "2026-03-02"), ("A-10002-4", "已计入（补报）", 2, "2026-03-02"),
    }  # fmt: skip
    assert added_up(rows) == await figures_of(talk, date(2026, 3, 9), date(2026, 3, 15))
    said = await about(talk, tmp_path)
    assert (said["合计", "入户走访（户）"], said["状态", "已计入（扣回）"]) == (-3, 1)

    await takes_out(luo, "活动", "本月")
    _, rows = await table(talk, tmp_path)
    assert [(row["编号"], row["状态"], row["户"]) for row in rows] == [
        ("A-10001-6", "作废", 5), ("A-10002-4", "已计入（补报）", 2),
    ]  # fmt: skip
    assert added_up(rows) == await figures_of(talk, date(2026, 3, 1), date(2026, 3, 31))


async def test_a_coordinator_takes_out_the_whole_district(
    talk: Talk, chen: Actor, wang: Actor, feng: Actor, tmp_path: Path
) -> None:
    await told_and_accepted(chen, wang, "今天入户走访4号楼5户12人次")
    await takes_out(feng, "活动", "本月")
    _, rows = await table(talk, tmp_path)
    assert added_up(rows) == {"home_visit.户": 5, "home_visit.人次": 12, "home_visit.次": 1}
    assert (await about(talk, tmp_path))["地方", ""] == "清城区，包括下级"


async def test_of_what_is_sensitive_the_sum_is_there_and_the_row_without_numbers(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, tmp_path: Path
) -> None:
    await told_and_accepted(chen, wang, "今天入户走访4号楼5户12人次")
    report = await talk.report("A-10001-6")
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P3))
    await takes_out(luo, "活动", "本月")
    _, (row,) = await table(talk, tmp_path)
    assert (row["状态"], row["地点"], row["户"]) == ("已计入", None, None)
    said = await about(talk, tmp_path)
    assert said["合计", "入户走访（户）"] == 5
    assert said["不列出的内容", "敏感的只有一行，不列地点和数量；合计里有"] == 1


async def test_a_month_is_the_districts_month(talk: Talk, means: Means, luo: Actor) -> None:
    periods = PeriodRules(month_ends=25, week_begins="sat")
    talk.restarts(replace(means, rules=means.rules.model_copy(update={"periods": periods})))
    await luo.says("导出")
    heard = await luo.taps("活动")
    assert [label.partition(" · ")[2] for label in heard.labels] == [
        "03-02", "02-28…03-06", "02-21…02-27", "02-26…03-25", "01-26…02-25", "12-26…12-25",
    ]  # fmt: skip


async def test_of_too_many_rows_it_says_so(
    talk: Talk, chen: Actor, luo: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 0)
    await chen.says(LIGHT)
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("本月")
    assert "超过0行了，请选短一点的时间。" in await luo.says("月报")
    assert await talk.asks(exports.taken) == []


async def is_asked_why(luo: Actor) -> None:
    await luo.says("导出")
    await luo.taps("上报的事")
    await luo.taps("本月")


@pytest.mark.parametrize(
    ("word", "opens"), [("数字", "🔢 凤城街道"), ("帮助", "您在这里能做的事"), ("/figures", "🔢 凤城街道")]
)
async def test_another_word_drops_the_export_and_opens(
    talk: Talk, chen: Actor, luo: Actor, word: str, opens: str
) -> None:
    await is_asked_why(luo)
    heard = await luo.says(word)
    assert "好的，不导出了。" in heard
    assert opens in heard
    assert "正在做表" not in await luo.says("数字"), "nothing is waited for any more"
    assert await talk.asks(exports.taken) == []


async def test_an_export_is_given_up_by_word_or_button(talk: Talk, chen: Actor, luo: Actor) -> None:
    await is_asked_why(luo)
    assert "好的，不导出了。" in await luo.says("取消")
    await is_asked_why(luo)
    asked = await luo.newest()
    assert asked.labels == ["取消"]
    assert "好的，不导出了。" in await luo.taps("取消")
    assert "按钮已经过期" in (await luo.taps("取消", asked)).answer
    assert await talk.asks(exports.taken) == []


async def test_who_begins_anew_is_asked_anew(talk: Talk, chen: Actor, luo: Actor) -> None:
    await is_asked_why(luo)
    assert "导出什么" in await luo.says("导出")
    assert "正在做表" not in await luo.says("数字")
