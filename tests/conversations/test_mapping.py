"""An administrator brings the network up to date with a file, in the chat."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot import mapping
from bot.example import network_text
from bot.spreadsheets import CSV, XLSX, table
from fieldwork.network_tables import COLUMNS, rows_of
from storage import network, people
from tests.cast import BUILDING_4
from tests.sandbox.conftest import TOKEN
from tests.talk import Actor, File, Heard, Talk

GARDEN = "441802006019-1"
TWO = [("楼栋", "", "98号楼", GARDEN, "", ""), ("楼栋", "", "99号楼", "西湖花园", "", "")]
WRONG = ("楼栋", "", "97号楼", "没有的小区", "", "")


async def names(talk: Talk) -> set[str]:
    tree = await talk.asks(network.load)
    return {place.name for place in tree.places.values()}


async def test_bringing_the_network_up_to_date_from_start_to_end(talk: Talk, deng: Actor) -> None:
    raw = table(COLUMNS, [*TWO, WRONG], XLSX)
    heard = await deng.sends_file("网络.xlsx", raw)
    assert "网络.xlsx：看过了，还没有改动。" in heard
    assert "新增：楼栋 2" in heard
    assert "有问题的 1 行，错的部分不采用：\n第 4 行：上级“没有的小区”不存在。" in heard
    assert heard.labels == ["应用", "不要了"]
    assert len(heard.messages) == 1, "the card that said 收到 was rewritten"
    assert "98号楼" not in await names(talk)
    heard = await deng.taps("应用")
    assert "已应用，文件里没问题的部分都生效了。\n新增：楼栋 2" in heard
    assert heard.labels == []
    assert {"98号楼", "99号楼"} <= await names(talk)


async def test_the_card_says_at_once_that_the_file_has_come(talk: Talk, deng: Actor) -> None:
    held = File("网络.csv", table(COLUMNS, TWO, CSV), "text/csv")
    await deng.sends("document", held=held, settle=False)
    await talk.receiver.receive(None, patience=0)
    await talk.conversing.work()
    await talk.rounds.go_once()
    (said,) = (await deng.hears()).messages
    assert said.text == "网络.csv：收到，正在看…"
    await talk.settle()
    (rewritten,) = (await deng.hears()).messages
    assert (rewritten.id, rewritten.edited, rewritten.labels) == (said.id, True, ["应用", "不要了"])


async def test_a_report_for_a_new_building_goes_to_its_station(talk: Talk, deng: Actor, liang: Actor) -> None:
    await deng.sends_file("a.xlsx", table(COLUMNS, TWO, XLSX))
    await deng.taps("应用")
    assert "西湖花园99号楼" in await liang.says("西湖花园99号楼电梯坏了")


async def test_what_is_not_wanted_changes_nothing(talk: Talk, deng: Actor) -> None:
    await deng.sends_file("a.csv", table(COLUMNS, TWO, CSV))
    assert "好的，什么都没有改动。" in await deng.taps("不要了")
    assert "98号楼" not in await names(talk)


async def test_a_second_tap_finds_it_done(talk: Talk, deng: Actor) -> None:
    heard = await deng.sends_file("a.csv", table(COLUMNS, TWO, CSV))
    apply = heard.messages[-1].key("应用")
    assert apply is not None
    await deng.taps("应用")
    before = await talk.asks(network.version)
    assert "已经处理过了" in await deng.taps_data(apply.data, apply.message)
    assert await talk.asks(network.version) == before


async def test_where_the_network_changed_meanwhile_nothing_is_applied(talk: Talk, deng: Actor) -> None:
    await deng.sends_file("a.csv", table(COLUMNS, TWO, CSV))
    await talk.gains({"code": "441802006990", "name": "新社区"})
    assert "这期间网络有了别的改动，没有应用" in await deng.taps("应用")
    assert "98号楼" not in await names(talk)


async def test_the_network_as_it_is_would_change_nothing(talk: Talk, deng: Actor) -> None:
    tree = await talk.asks(network.kept)
    for name, raw in (
        ("网络.xlsx", table(COLUMNS, rows_of(tree), XLSX)),
        ("n.json", network_text().encode()),
    ):
        heard = await deng.sends_file(name, raw)
        assert "没有要改动的。" in heard
        assert heard.labels == []


async def test_json_comes_in_too(talk: Talk, deng: Actor) -> None:
    street = {
        "code": "441802006",
        "name": "凤城街道",
        "communities": [{"code": "441802006990", "name": "新社区"}],
    }
    raw = json.dumps({"code": "441802", "name": "清城区", "streets": [street]}, indent=1).encode()
    heard = await deng.sends_file("网络.json", raw)
    assert "新增：社区 1 · 站点 1" in heard
    assert "文件里没有、保留不动：" in heard
    await deng.taps("应用")
    assert "新社区" in await names(talk)


async def test_ten_thousand_rows_with_three_hundred_bad_ones(talk: Talk, deng: Actor) -> None:
    rows = [
        ("楼栋", "", f"第{n}号楼", "没有的小区" if n % 33 == 1 else GARDEN, "", "") for n in range(1, 10_001)
    ]
    heard = await deng.sends_file("楼栋.csv", table(COLUMNS, rows, CSV).decode("utf-8-sig").encode("gb18030"))
    assert "新增：楼栋 9696" in heard
    assert "有问题的 304 行" in heard
    assert heard.text.count("上级“没有的小区”不存在。") == 10
    assert "……还有 294 行，全部见下面的文件。" in heard
    assert [said.document for said in heard.messages if said.document] == ["有问题的行.xlsx"]
    bad = await _document(talk, deng)
    sheet = load_workbook(BytesIO(bad)).active
    assert [cell.value for cell in sheet[1]] == [*COLUMNS, "行号", "问题"]
    assert [cell.value for cell in sheet[2]] == [
        "楼栋", None, "第1号楼", "没有的小区", None, None, "2", "上级“没有的小区”不存在。",
    ]  # fmt: skip
    assert sheet.max_row == 305
    await deng.taps("应用")
    assert len(await names(talk)) > 9_696
    for row in sheet.iter_rows(min_row=2):
        row[3].value = GARDEN
    out = BytesIO()
    sheet.parent.save(out)
    assert "新增：楼栋 304" in await deng.sends_file("有问题的行.xlsx", out.getvalue())


async def _document(talk: Talk, actor: Actor) -> bytes:
    """The newest document in somebody's chat."""
    sent = [one["document"] for one in await talk.sandbox.hears(actor.account) if one.get("document")]
    path = (await talk.sandbox.done("getFile", file_id=sent[-1]["file_id"]))["file_path"]
    async with talk.sandbox.client.get(f"/file/bot{TOKEN}/{path}") as response:
        return await response.read()


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("网络.xlsx", b"<html>", "不管文件叫什么名字，这其实是网页"),
        ("网络.xls", b"\xd0\xcf\x11\xe0", "这是旧版 .xls"),
        ("网络.csv", b"a,b\n1,2\n", "没有找到表头"),
        ("网络.json", b"{", "不是 JSON"),
        ("网络.csv", "类型,名称,上级\n楼栋,1号楼,没有\n".encode(), "第 2 行：上级“没有”不存在。"),
    ],
)
async def test_what_is_no_network_is_told_in_a_sentence(
    talk: Talk, deng: Actor, name: str, raw: bytes, said: str
) -> None:
    heard = await deng.sends_file(name, raw)
    assert f"{name} 用不了，什么都没有改动：" in heard
    assert said in heard
    assert heard.labels == []
    assert len(heard.messages) == 1


async def test_a_csv_that_is_called_xlsx_is_read_as_what_it_is(deng: Actor) -> None:
    assert "新增：楼栋 2" in await deng.sends_file("网络.xlsx", table(COLUMNS, TWO, CSV))


async def test_a_file_that_is_too_large_is_not_asked_for(deng: Actor) -> None:
    heard = await deng.sends_file("网络.xlsx", b"PK", size=25 * 1024 * 1024)
    assert "文件超过 20 MB" in heard


async def test_what_would_keep_every_chat_waiting_is_for_the_server(
    deng: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "MOST_IN_CHAT", 2)
    heard = await deng.sends_file("网络.csv", table(COLUMNS, [*TWO, WRONG], CSV))
    assert "这个文件超过 2 行：请在服务器上导入" in heard
    assert len(heard.messages) == 1


async def test_another_district_is_not_changed(deng: Actor) -> None:
    heard = await deng.sends_file("网络.csv", "类型,编码,名称,上级\n区,441803,清新区,\n".encode())
    assert "这个文件是清新区的，您管理的是别的区。" in heard


async def test_who_is_no_administrator_any_more_applies_nothing(talk: Talk, deng: Actor, chen: Actor) -> None:
    heard = await deng.sends_file("a.csv", table(COLUMNS, TWO, CSV))
    apply = heard.messages[-1].key("应用")
    assert apply is not None
    assert "已经处理过了" in await chen.taps_data(apply.data, apply.message), "nobody else's tap finds it"
    await talk.books.write(lambda s: s.execute(update(people.ROLES).values(ended_at=talk.clock.now())))
    await deng.taps_data(apply.data, apply.message)
    assert "98号楼" not in await names(talk)


async def test_a_file_of_anybody_else_is_a_document_like_any_other(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    for actor in (chen, wang):
        heard: Heard = await actor.sends_file("网络.csv", table(COLUMNS, TWO, CSV))
        assert "看过了" not in heard
    assert "98号楼" not in await names(talk)
    assert BUILDING_4 in (await talk.asks(network.load)).places
