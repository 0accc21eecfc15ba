"""Somebody looks at what is kept of them, puts it right, and asks for it to be deleted."""

from fieldwork.people import Person
from storage import people
from tests.cast import BUILDING_4
from tests.talk import Actor, Talk


async def test_own_data_from_start_to_end(talk: Talk, chen: Actor, deng: Actor) -> None:
    await chen.says("4号楼化粪池漏了")
    heard = await chen.says("我的资料")
    for line in (
        "名字：陈桂芳", "电话：（没有）", "身份：凤城街道西湖社区西湖花园4号楼 楼长", "语言：简体中文",
        "五句话：2026-03-02 已同意（第 1 版）", "上报过：1 件",
    ):  # fmt: skip
        assert line in heard
    assert heard.labels == ["改名字", "改电话", "请删除", "离开"]
    assert "比如 13800138000" in await chen.taps("改电话")
    assert "电话：13800138000" in await chen.says("138 0013 8000")
    assert "请写您的名字" in await chen.taps("改名字")
    assert "名字：陈桂芬" in await chen.says(" 陈桂芬 ")
    assert "要请管理员删除您的资料吗" in await chen.taps("请删除")
    assert "已经告诉管理员了" in await chen.taps("删除")
    assert "🗑 陈桂芬（编号 1）请求删除资料。楼长 凤城街道" in await deng.hears()
    assert "邓卓然已经处理了" in await deng.taps("已处理")
    assert "管理员已经处理了" in await chen.hears()


async def test_a_corrected_name_and_telephone_reach_the_station(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("改电话")
    await chen.says("0763 3360000")
    await chen.says("4号楼化粪池漏了")
    assert "0763-3360000" in await wang.card_text("N-10001-6")


async def test_a_telephone_that_is_none_is_asked_again(talk: Talk, chen: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("改电话")
    for typed in ("12345", "138001380001", "电话", "。。。"):
        assert "这不像电话号码" in await chen.says(typed), typed
    assert "电话：（没有）" in await chen.says("无")
    assert (await _person(talk, chen)).telephone == ""


async def test_an_empty_name_is_asked_again(talk: Talk, chen: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("改名字")
    for typed in ("。。。", "12", "很" * 40):
        assert "这不像名字" in await chen.says(typed), typed
    assert "名字：陈桂芬" in await chen.says("陈桂芬")


async def test_a_report_is_no_name(talk: Talk, chen: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("改名字")
    assert "收到了" in await chen.says("4号楼化粪池漏了")
    assert (await _person(talk, chen)).name == "陈桂芳"
    assert [report.place for report in await talk.reports()] == [BUILDING_4]


async def test_deletion_can_be_thought_over(talk: Talk, chen: Actor, deng: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("请删除")
    assert "都不变" in await chen.taps("不删了")
    assert not await deng.hears()
    assert (await _person(talk, chen)).asked_deletion_at is None


async def test_without_an_administrator_the_coordinator_is_told(
    talk: Talk, chen: Actor, deng: Actor, feng: Actor
) -> None:
    await deng.blocks()
    await chen.says("我的资料")
    await chen.taps("请删除")
    await chen.taps("删除")
    assert "请求删除资料" in await feng.hears()
    assert "请求删除资料" not in await deng.hears()


async def test_nobody_else_may_say_that_it_is_dealt_with(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("请删除")
    await chen.taps("删除")
    assert "不是给您的" in (await wang.taps_data("forgotten:1:0:", 1)).answer
    assert (await _person(talk, chen)).asked_deletion_at is not None


async def test_answering_a_card_that_is_no_report_is_no_fault(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("我的资料")
    assert "收到了" in await chen.replies(heard.messages[-1], "4号楼化粪池漏了")


async def test_a_stranger_has_no_data(talk: Talk, lin: Actor) -> None:
    assert "需要先加入" in await lin.says("我的资料")
    assert "名字" not in await lin.taps_data("own:0:0:name", 1)


async def _person(talk: Talk, actor: Actor) -> Person:
    person = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert person is not None
    return person
