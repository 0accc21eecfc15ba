"""A station's head looks after the codes at the doors."""

import re

from fieldwork.people import RoleKind
from storage import people
from tests.cast import BUILDING_4, BUILDING_5
from tests.sandbox.conftest import TOKEN
from tests.talk import Actor, Heard, Talk


def code_in(heard: Heard) -> str:
    found = re.search(r"start=(\w{10})", heard.text)
    assert found, heard
    return found[1]


async def document(talk: Talk, actor: Actor) -> bytes:
    """The newest document in somebody's chat."""
    sent = [one["document"] for one in await talk.sandbox.hears(actor.account) if one.get("document")]
    path = (await talk.sandbox.done("getFile", file_id=sent[-1]["file_id"]))["file_path"]
    async with talk.sandbox.client.get(f"/file/bot{TOKEN}/{path}") as response:
        return await response.read()


async def test_looking_after_a_door_from_start_to_end(talk: Talk, luo: Actor, he: Actor, lin: Actor) -> None:
    heard = await luo.says("楼门码 西湖花园4号楼")
    assert "🚪 凤城街道西湖社区西湖花园4号楼\n楼门上的二维码：在用。" in heard
    assert code_in(heard) == talk.codes["building"]
    assert heard.labels == ["🖨 打印页", "换新码", "关掉"]
    assert "贴出去的旧码马上失效" in await luo.taps("换新码")
    heard = await luo.taps("确定换新码")
    assert "换好了，旧码已经失效。" in heard
    fresh = code_in(heard)
    assert fresh != talk.codes["building"]
    said = await lin.says(f"/start {talk.codes['building']}")
    assert "这张二维码已经换新了，旧的不能再用。" in said
    assert "0763-000 0000" in said
    assert "居民" in await he.says(f"/start {fresh}")
    heard = await luo.taps("打印页")
    assert "打印页 1 张，文件马上发来。" in heard
    assert [one.document for one in heard.messages if one.document] == [
        f"西湖社区西湖花园4号楼 {BUILDING_4}.pdf"
    ]
    assert (await document(talk, luo)).startswith(b"%PDF-")


async def test_a_code_that_is_switched_off_lets_nobody_in_until_it_is_on_again(
    talk: Talk, luo: Actor, he: Actor
) -> None:
    await luo.says("楼门码 西湖花园4号楼")
    heard = await luo.taps("关掉")
    assert "已停用，扫了也加入不了" in heard
    assert "重新打开" in heard.labels
    said = await he.says(f"/start {talk.codes['building']}")
    assert "这栋楼的二维码暂时停用了" in said
    assert await talk.asks(lambda s: people.by_account(s, he.account)) is None
    assert "在用" in await luo.taps("重新打开")
    assert "居民" in await he.says(f"/start {talk.codes['building']}")


async def test_who_joined_by_an_old_code_stays(talk: Talk, luo: Actor, he: Actor) -> None:
    await he.says(f"/start {talk.codes['building']}")
    await luo.says("楼门码 西湖花园4号楼")
    await luo.taps("换新码")
    await luo.taps("确定换新码")
    assert "西湖花园4号楼" in await he.says("化粪池漏了")


async def test_not_renewing_keeps_the_code(talk: Talk, luo: Actor) -> None:
    await luo.says("楼门码 西湖花园4号楼")
    await luo.taps("换新码")
    assert code_in(await luo.taps("不换")) == talk.codes["building"]


async def test_the_way_leads_down_the_own_places(talk: Talk, luo: Actor) -> None:
    heard = await luo.says("楼门码")
    assert "楼门码，凤城街道：哪栋楼？" in heard
    assert any(label.startswith("西湖社区") for label in heard.labels)
    await luo.taps("西湖社区")
    heard = await luo.taps("西湖花园")
    assert len(heard.labels) <= 6
    assert any(label.startswith("🖨 全部打印") for label in heard.labels)
    heard = await luo.taps("4号楼")
    assert code_in(heard) == talk.codes["building"]


async def test_the_menu_of_people_leads_to_the_doors(luo: Actor) -> None:
    await luo.says("人员")
    assert "楼门码，凤城街道：哪栋楼？" in await luo.taps("楼门码")


async def test_all_sheets_of_an_estate_are_one_file(talk: Talk, luo: Actor) -> None:
    await luo.says("楼门码")
    await luo.taps("西湖社区")
    await luo.taps("西湖花园")
    heard = await luo.taps("全部打印")
    (sent,) = [one.document for one in heard.messages if one.document]
    assert sent == "西湖社区西湖花园 441802006019-1.pdf"
    assert len(re.findall(rb"/Type /Page\b", await document(talk, luo))) > 1
    assert await talk.asks(lambda s: people.door_code(s, BUILDING_5)) is not None


async def test_nobody_looks_after_doors_that_are_not_theirs(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await luo.says("楼门码 西湖花园4号楼")
    renew = (await luo.taps("换新码")).messages[-1].key("确定换新码")
    assert renew is not None
    for actor in (chen, wang):
        assert "🚪" not in await actor.says("楼门码 西湖花园4号楼")
        assert "这个地方不归您管。" in await actor.taps_data(renew.data, renew.message)
    held = await talk.asks(lambda s: people.door_code(s, BUILDING_4))
    assert held is not None
    assert (held.code, held.role) == (talk.codes["building"], RoleKind.RESIDENT)


async def test_a_building_that_is_not_found_is_told(luo: Actor) -> None:
    assert "没有找到这栋楼" in await luo.says("楼门码 没有的楼")


async def test_a_second_tap_leaves_the_code_that_was_just_made(talk: Talk, luo: Actor, he: Actor) -> None:
    await luo.says("楼门码 西湖花园4号楼")
    key = (await luo.taps("换新码")).messages[-1].key("确定换新码")
    assert key is not None
    fresh = code_in(await luo.taps_data(key.data, key.message))
    assert "已经过期" in (await luo.taps_data(key.data, key.message)).answer
    assert "居民" in await he.says(f"/start {fresh}")
