"""A station's head invites people, one or many at once."""

import re

from sqlalchemy import select
from sqlmodel import Session, col

from fieldwork.people import Person, RoleKind
from storage import people, roll
from storage.tables import InvitationRow
from tests.cast import XIHU
from tests.talk import Actor, Heard, Talk

LINK = re.compile(r"https://t\.me/\w+\?start=(\w+)")


async def test_inviting_from_start_to_end(talk: Talk, luo: Actor, he: Actor) -> None:
    heard = await luo.says("人员")
    assert "👥 人员：凤城街道" in heard
    assert heard.labels == ["邀请一人", "一次邀请多人", "看名单", "楼门码"]
    heard = await luo.taps("邀请一人")
    assert heard.labels == ["✓ 凤城街道", "高基里社区", "鹤堂社区", "竹仔园社区", "花厅社区", "其他…"]
    heard = await luo.says("西湖花园4号楼")
    assert "凤城街道西湖社区西湖花园4号楼：请对方做什么？" in heard
    assert heard.labels == ["居民", "志愿者", "楼长", "社工", "合作单位"]
    assert "叫什么名字" in await luo.taps("楼长")
    heard = await luo.says("何志明 138 0013 8000")
    assert "何志明您好！西湖站请您做凤城街道西湖社区西湖花园4号楼的楼长。" in heard
    assert len(heard.photos) == 1, "the link as a QR code"
    assert "何志明 · 楼长" in heard.photos[0].text
    assert [said.labels for said in heard.messages if said.labels] == [["再邀请一人", "看名单"]]
    joined = await he.says(f"/start {_codes(heard)[0]}")
    assert "您好，何志明！您现在是凤城街道西湖社区西湖花园4号楼的楼长。" in joined
    assert (await _person(talk, he)).telephone == "13800138000"
    assert (await _roles(talk, he)) == [(RoleKind.BUILDING_HEAD, f"{XIHU}-1-4")]


async def test_the_tree_opens_level_by_level(luo: Actor) -> None:
    await luo.says("邀请")
    for _ in range(4):
        await luo.taps("其他…")
    await luo.taps("西湖社区 ›")
    heard = await luo.taps("西湖花园 ›")
    assert heard.labels == ["✓ 西湖花园", "4号楼", "5号楼", "6号楼"]
    assert "4号楼：请对方做什么" in await luo.taps("4号楼")


async def test_an_invitation_is_used_once(talk: Talk, luo: Actor, he: Actor, lin: Actor) -> None:
    code = _codes(await _invites(luo, "何志明"))[0]
    assert "楼长" in await he.says(f"/start {code}")
    assert "已经有人用过了" in await lin.says(f"/start {code}")


async def test_a_residents_invitation_is_the_code_of_the_building(talk: Talk, luo: Actor) -> None:
    await luo.says("邀请")
    await luo.says("西湖花园4号楼")
    heard = await luo.taps("居民")
    assert _codes(heard) == [talk.codes["building"]]
    assert len(heard.photos) == 1


async def test_somebody_invited_already_gets_a_fresh_link_and_the_old_one_is_off(
    luo: Actor, he: Actor
) -> None:
    old = _codes(await _invites(luo, "何志明"))[0]
    new = _codes(await _invites(luo, "何志明"))[0]
    assert "已经收回了" in await he.says(f"/start {old}")
    assert "楼长" in await he.says(f"/start {new}")


async def test_who_has_the_role_is_not_invited_again(luo: Actor) -> None:
    assert "陈桂芳已经是凤城街道西湖社区西湖花园4号楼的楼长了" in await _invites(luo, "陈桂芳")


async def test_outside_the_own_place_is_refused(talk: Talk, luo: Actor, feng: Actor, he: Actor) -> None:
    await _makes_head_of(talk, XIHU, he)
    await he.says("邀请")
    heard = await he.says("东门社区")
    assert "这个地方不归您管。您可以邀请的是：凤城街道西湖社区。" in heard
    assert "不归您管" in (await he.taps_data("ivat:0:0:441802006012", 1)).answer
    assert "不归您管" in (await he.taps_data("ivin:0:0:441802006012", 1)).answer
    assert "没有找到这个地方" in await he.says("天上人间")
    assert (await he.says("4号楼")).labels == ["居民", "志愿者", "楼长", "社工", "合作单位"]


async def test_a_head_gives_no_role_above_the_own(luo: Actor, feng: Actor, deng: Actor) -> None:
    for actor, labels in (
        (luo, ["志愿者", "社工", "合作单位"]),
        (feng, ["志愿者", "社工", "站长", "合作单位"]),
        (deng, ["志愿者", "社工", "站长", "区级协调员", "管理员", "合作单位"]),
    ):
        await actor.says("邀请")
        assert (await actor.says("凤城街道")).labels == labels
    assert "请对方做什么" in await luo.taps_data("ivas:0:0:administrator", 1), "a forged button asks again"


async def test_a_name_that_is_none_and_a_telephone_that_is_none_are_asked_again(luo: Actor) -> None:
    await luo.says("邀请")
    await luo.says("西湖花园4号楼")
    await luo.says("楼长")
    assert "这不像名字" in await luo.says("……")
    assert "不像电话号码" in await luo.says("何志明 1234567")
    assert "何志明您好" in await luo.says("何志明")


async def test_a_matter_is_no_answer(talk: Talk, luo: Actor) -> None:
    await luo.says("邀请")
    await luo.says("西湖花园4号楼化粪池漏了")
    assert len(await talk.reports()) == 1


async def test_for_others_there_is_nothing_to_invite_with(talk: Talk, chen: Actor, wang: Actor) -> None:
    for actor in (chen, wang):
        assert "邀请由社工站来发" in await actor.says("人员")
        assert "👥" not in (await actor.taps_data("invite:0:0:many", 1)).text
    assert await talk.reports() == []


# -- many at once -----------------------------------------------------------------------------------

PASTED = """姓名 楼栋 身份
何志明 4号楼 楼长
1. 5栋 马春兰 13800138000
吴小莲,西湖花园6号楼,楼长
何志明 4号楼 楼长
王小明 99号楼
东门社区 李四 志愿者
陈桂芳 4号楼 楼长
赵七 站长
钱八 4号楼 12345678
4号楼
张三"""


async def test_many_at_once_from_start_to_end(talk: Talk, he: Actor, lin: Actor) -> None:
    await _makes_head_of(talk, XIHU, he)
    await he.says("人员")
    assert "一人一行" in await he.taps("一次邀请多人")
    heard = await he.says(PASTED)
    assert "📋 可以邀请 3 人，有 8 行不行。" in heard
    for line in (
        "▪ 凤城街道西湖社区西湖花园4号楼 · 1",
        "第 5 行：何志明 4号楼 楼长 —— 名单里写了两次，只算一次",
        "第 6 行：王小明 99号楼 —— 没有这个地方",
        "第 7 行：东门社区 李四 志愿者 —— 不归您管",
        "第 8 行：陈桂芳 —— 已经有这个身份",
        "第 9 行：赵七 站长 —— 这个身份不能给在这里，或者不能由您给",
        "第 10 行：钱八 4号楼 12345678 —— 电话号码不对",
        "第 11 行：4号楼 —— 没有名字",
        "第 12 行：张三 —— 没有写地方",
    ):
        assert line in heard, line
    assert heard.labels == ["应用 · 3", "不要了"]
    heard = await he.taps("应用 · 3")
    assert "✉ 3 个邀请" in heard
    text = next(said.text for said in heard.messages if "✉" in said.text)
    places = [line for line in text.splitlines() if line.startswith("▪")]
    assert places == [f"▪ 凤城街道西湖社区西湖花园{n}号楼" for n in (4, 5, 6)]
    codes = _codes(heard)
    assert len(codes) == 3
    joined = await lin.says(f"/start {codes[1]}")
    assert "您好，马春兰！" in joined
    assert (await _person(talk, lin)).telephone == "13800138000"
    assert "已经过期了" in (await he.taps_data("invites:0:0:apply", 1)).answer, "not twice"


async def test_the_same_list_again_invites_nobody_twice(talk: Talk, luo: Actor) -> None:
    for _ in range(2):
        await luo.says("人员")
        await luo.taps("一次邀请多人")
        heard = await luo.says("何志明 西湖花园4号楼 楼长\n马春兰 西湖花园5号楼")
        if "应用 · 2" in heard.labels:
            await luo.taps("应用 · 2")
    assert "第 1 行：何志明 —— 已经邀请过，还有效" in heard
    assert heard.labels == ["不要了"]
    assert "谁也没有邀请" in await luo.taps("不要了")


async def test_a_list_of_three_hundred_lines_in_two_messages(talk: Talk, luo: Actor) -> None:
    names = [
        f"陈{a}{b}"
        for a in "一二三四五六七八九十百千万春夏"
        for b in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    ]
    lines = [f"{name} 西湖花园{4 + at % 3}号楼" for at, name in enumerate(names)]
    assert len(lines) == 300
    await luo.says("人员")
    await luo.taps("一次邀请多人")
    await luo.says("\n".join(lines[:150]))
    heard = await luo.says("\n".join(lines[150:]))
    assert "📋 可以邀请 300 人。" in heard
    heard = await luo.taps("应用 · 300")
    codes = _codes(heard)
    assert len(set(codes)) == 300
    assert len([said for said in heard.messages if "t.me" in said.text]) > 3, "as many messages as it takes"
    assert all(len(said.text) <= 4096 for said in heard.messages)
    kept = await talk.asks(lambda s: set(s.execute(select(col(InvitationRow.code))).scalars()))
    assert set(codes) <= kept


async def test_more_than_the_limit_is_refused(luo: Actor) -> None:
    await luo.says("人员")
    await luo.taps("一次邀请多人")
    line = "陈甲 西湖花园4号楼\n"
    await luo.says(line * 250)
    await luo.says(line * 250)
    assert "超过 500 行" in await luo.says(line)


async def test_an_appointment_that_ended_meanwhile_invites_nobody(talk: Talk, he: Actor) -> None:
    await _makes_head_of(talk, XIHU, he)
    await he.says("人员")
    await he.taps("一次邀请多人")
    await he.says("马春兰 5号楼")
    person = await _person(talk, he)
    await talk.books.write(lambda s: roll.end_all_roles(s, person.id, talk.clock.now(), None))
    await he.taps("应用 · 1")
    assert not await talk.asks(lambda s: [one for one in roll.invited(s) if one.place != XIHU])


# -- what the tests ask -----------------------------------------------------------------------------


async def _invites(actor: Actor, name: str) -> Heard:
    await actor.says("邀请")
    await actor.says("西湖花园4号楼")
    await actor.taps("楼长")
    return await actor.says(name)


def _codes(heard: Heard) -> list[str]:
    return LINK.findall("\n".join(said.text for said in heard.messages))


async def _makes_head_of(talk: Talk, place: str, actor: Actor) -> None:
    def job(session: Session) -> None:
        at = talk.clock.now()
        person = people.enter(session, actor.account, actor.member.name, "", at, agreed="1")
        people.grant(session, person, RoleKind.STATION_HEAD, place, at.date())

    await talk.books.write(job)


async def _person(talk: Talk, actor: Actor) -> Person:
    person = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert person is not None
    return person


async def _roles(talk: Talk, actor: Actor) -> list[tuple[RoleKind, str]]:
    person, day = await _person(talk, actor), talk.clock.now().date()
    return [(role.kind, role.place) for role in await talk.asks(lambda s: people.roles_of(s, person.id, day))]
