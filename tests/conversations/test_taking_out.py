"""Who heads a station takes records out as a table."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot import exporting
from fieldwork.exports import Taken
from fieldwork.reports import PrivacyClass
from storage import exports, reports
from storage.cabinet import Cabinet
from tests.talk import Actor, Talk

LIGHT, NUMBER = "4号楼楼道灯坏了", "N-10001-6"


async def table(talk: Talk, folder: Path) -> tuple[Taken, list[dict[str, Any]]]:
    """What was taken out last: that it was, and the rows."""
    taken = (await talk.asks(exports.taken))[-1]
    raw = Cabinet(folder / "files", talk.books.seal).read(taken.sha256)
    head, *lines = load_workbook(BytesIO(raw)).worksheets[0].iter_rows(values_only=True)
    return taken, [dict(zip(map(str, head), line, strict=True)) for line in lines]


async def test_taking_out_from_start_to_end(talk: Talk, chen: Actor, luo: Actor, tmp_path: Path) -> None:
    await chen.says(LIGHT)
    heard = await luo.says("导出")
    assert "📤 导出什么？包括您所在站点和下级的。" in heard
    assert heard.labels == ["上报的事", "活动"]
    heard = await luo.taps("上报的事")
    assert "📤 上报的事：哪些日子的？" in heard
    assert [label.partition(" ")[0] for label in heard.labels] == ["上周", "本月", "上个月", "今年"]
    heard = await luo.taps("本月")
    assert "📤 上报的事，2026-03-01 到 2026-03-31：做什么用？写一句（最多200字），会留记录。" in heard
    heard = await luo.says("月度汇总")
    assert "📤 正在做表…" in heard
    assert "📤 共1行。谁在什么时候、为什么导出，都留了记录。" in heard
    assert [said.document for said in heard.messages if said.document] == [
        "上报的事-2026-03-01-2026-03-31.xlsx"
    ]
    taken, (row,) = await table(talk, tmp_path)
    assert (taken.reason, taken.many) == ("月度汇总", 1)
    assert (row["编号"], row["状态"], row["地点"]) == (NUMBER, "待签收", "凤城街道西湖社区西湖花园4号楼")
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
