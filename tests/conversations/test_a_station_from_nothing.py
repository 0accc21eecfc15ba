"""A station of forty building heads and six workers, set up from nothing by chat alone.

There is a bot and a link that its start told (storage/beginning.py); no place, no person, and no shell.
"""

import re

import pytest

from bot.spreadsheets import XLSX, table
from fieldwork.network_tables import COLUMNS
from fieldwork.people import RoleKind
from fieldwork.reports import State
from storage import network, people
from tests.cast import Member
from tests.talk import Actor, Heard, Talk

LINK = re.compile(r"https://t\.me/\w+\?start=(\w+)")
NAMED_LINK = re.compile(rf"\d+\. (\S+) \S+ {LINK.pattern}")
BUILDINGS = 40
SURNAMES = "陈王李张刘黄周吴徐孙朱马胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋"
PLACES = [
    ("区", "441802", "清城区", "", "", ""),
    ("街道", "441802006", "凤城街道", "441802", "", "电话: 0763-000 0001"),
    ("社区", "441802006019", "河畔社区", "441802006", "", "名称: 河畔站; 电话: 0763-000 0002"),
    ("小区", "", "河畔花园", "441802006019", "", ""),
    *(("楼栋", "", f"{number}号楼", "河畔花园", "", "") for number in range(1, BUILDINGS + 1)),
]
HEADS = [f"{surname}楼长" for surname in SURNAMES]
WORKERS = [f"{surname}社工" for surname in "王张刘赵吴孙"]


@pytest.mark.shipped_clocks
async def test_a_station_of_forty_building_heads_and_six_workers(beginning_talk: tuple[Talk, str]) -> None:
    talk, code = beginning_talk
    admin, head = _actor(talk, 1, "邓卓然"), _actor(talk, 2, "罗永康", staff=True)
    await _begins(talk, admin, code)
    await _brings_the_network(talk, admin)
    await _invites_the_head(admin, head)
    codes = await _invites_everybody(head)
    await _all_join(talk, codes)
    await _sees_them_all(head)
    await _the_first_report_is_dealt_with(talk)
    assert [report.state for report in await talk.reports()] == [State.CLOSED]


def _actor(talk: Talk, account: int, name: str, staff: bool = False) -> Actor:
    if staff:
        talk.staff.add(account)
    return Actor(Member(account, name, ""), talk)


async def _begins(talk: Talk, admin: Actor, code: str) -> None:
    """The link from the start makes an administrator, who is told what to send."""
    talk.staff.add(admin.account)
    heard = await admin.says(f"/start {code}")
    assert "您现在是整个网络的管理员" in heard
    assert "还没有地点。请把一个表格" in heard
    assert "收什么" in heard
    await admin.taps("知道了，开始")


async def _brings_the_network(talk: Talk, admin: Actor) -> None:
    heard = await admin.sends_file("河畔.xlsx", table(COLUMNS, PLACES, XLSX))
    assert "新增：区 1 · 街道 1 · 社区 1 · 小区 1 · 楼栋 40" in heard
    assert (await talk.asks(network.load)).places == {}
    await admin.taps("应用")
    assert len((await talk.asks(network.load)).places) == 44


async def _invites_the_head(admin: Actor, head: Actor) -> None:
    await admin.says("人员")
    await admin.taps("邀请一人")
    await admin.says("河畔社区")
    await admin.taps("站长")
    (code,) = _codes(await admin.says("罗永康"))
    assert "您现在是凤城街道河畔社区的站长" in await head.says(f"/start {code}")
    await head.taps("知道了，开始")


async def _invites_everybody(head: Actor) -> dict[str, str]:
    """One pasted list: forty heads of buildings, six workers. Gives each one's code."""
    lines = [f"{name} {number}号楼 楼长" for number, name in enumerate(HEADS, 1)]
    lines += [f"{name}，河畔花园，社工" for name in WORKERS]
    await head.says("人员")
    await head.taps("一次邀请多人")
    heard = await head.says("\n".join(lines))
    assert "📋 可以邀请 46 人。" in heard
    assert "…… 另外还有 29 处" in heard
    codes = dict(NAMED_LINK.findall((await head.taps("应用")).text))
    assert sorted(codes) == sorted(HEADS + WORKERS)
    return codes


async def _all_join(talk: Talk, codes: dict[str, str]) -> None:
    """Each by the own link; the station's name for them wins over Telegram's."""
    for account, (name, code) in enumerate(codes.items(), 11):
        person = _actor(talk, account, name, staff=name in WORKERS)
        assert f"您好，{name}！" in await person.says(f"/start {code}")
        await person.taps("知道了，开始")
    held = await talk.asks(lambda s: people.everybody(s, talk.clock.now().date()))
    kinds = [role.kind for _, role in held]
    assert kinds.count(RoleKind.BUILDING_HEAD) == BUILDINGS
    assert kinds.count(RoleKind.SOCIAL_WORKER) == len(WORKERS)
    assert all(person.agreed for person, _ in held)


async def _sees_them_all(head: Actor) -> None:
    """The list, page by page: everybody can be reached."""
    await head.says("人员")
    heard = await head.taps("看名单")
    listed = [heard.text]
    while "›" in "".join(heard.labels):
        heard = await head.taps(next(label for label in heard.labels if "›" in label))
        listed.append(heard.text)
    assert [name for name in (*HEADS, *WORKERS) if name not in "\n".join(listed)] == []
    assert "⏳" not in "\n".join(listed)


async def _the_first_report_is_dealt_with(talk: Talk) -> None:
    reporter = await _member(talk, HEADS[16])
    heard = await reporter.says("化粪池漏了")
    assert "河畔花园17号楼" in heard
    assert "河畔站会在3月2日 14:00前联系您" in heard
    (report,) = await talk.reports()
    worker = await _who_was_rung(talk)
    assert "化粪池漏了" in await worker.card_text(report.number)
    for answer in ("签收", "办结", "打了电话", "已清理干净"):
        await worker.taps(answer)
    await reporter.taps("解决了")
    assert (await talk.report(report.number)).state is State.CLOSED


async def _member(talk: Talk, name: str) -> Actor:
    held = await talk.asks(lambda s: people.everybody(s, talk.clock.now().date()))
    return next(_actor(talk, one.account, name) for one, _ in held if one.name == name and one.account)


async def _who_was_rung(talk: Talk) -> Actor:
    (report,) = await talk.reports()
    person = await talk.asks(lambda s: people.by_id(s, report.rung_id or 0))
    assert person is not None
    assert person.account is not None
    return _actor(talk, person.account, person.name)


def _codes(heard: Heard) -> list[str]:
    return LINK.findall(heard.text)
