"""A station of forty building heads and six workers is set up from nothing, by chat alone.

Only the administrator is there at first. Nobody opens a shell: the administrator invites a head of the
station, the head pastes two lists, everybody joins by their own link, and the first report rings a worker.
"""

import re

from tests.cast import EVERYBODY, Member
from tests.talk import Actor, Talk

LINK = re.compile(r"^\d+\. (\S+) \S+ https://t\.me/\w+\?start=(\w+)$", re.MULTILINE)
ONE_LINK = re.compile(r"\?start=(\w+)")
COMMUNITY, ESTATE = "441802006099", "441802006099-1"
WORKERS = ["赵春梅", "钱国强", "孙晓燕", "李建军", "周丽娟", "吴志勇"]
HEADS = [
    f"{family}{given}" for family in "郑王冯陈褚卫蒋沈" for given in ("桂兰", "国平", "秀珍", "永福", "小红")
]


async def test_a_station_is_set_up_by_chat_alone(talk: Talk, deng: Actor) -> None:
    buildings = [
        {"kind": "building", "code": f"{ESTATE}-{n}", "name": f"{n}号楼", "parent": ESTATE}
        for n in range(1, 41)
    ]
    estate = {"code": ESTATE, "name": "望江花园", "buildings": buildings}
    await talk.gains({"code": COMMUNITY, "name": "望江社区", "estates": [estate]})

    head = await _arrives(talk, 2001, "何春生", await _invited_alone(deng))
    links = await _pastes(head, [f"{name} 社工" for name in WORKERS])
    workers = [await _arrives(talk, 2101 + at, name, links[name]) for at, name in enumerate(WORKERS)]
    links = await _pastes(head, [f"{name} {at}号楼" for at, name in enumerate(HEADS, 1)])
    assert len(links) == 40
    heads = [await _arrives(talk, 2201 + at, name, links[name]) for at, name in enumerate(HEADS)]

    assert "👥 名单 · 47 人" in await head.says("看名单")
    assert "收到了 ·" in await heads[16].says("17号楼楼道灯坏了")
    assert "望江花园17号楼" in await heads[16].newest_text()
    assert any(["路灯" in (await worker.hears()).text for worker in workers])


async def _invited_alone(deng: Actor) -> str:
    await deng.says("邀请")
    await deng.says("望江社区")
    await deng.taps("站长")
    return str(ONE_LINK.findall((await deng.says("何春生 13800138000")).text)[0])


async def _pastes(head: Actor, lines: list[str]) -> dict[str, str]:
    """The code of each, by name."""
    await head.says("人员")
    await head.taps("一次邀请多人")
    heard = await head.says("\n".join(lines))
    assert f"可以邀请 {len(lines)} 人，有 0 行不行" in heard
    return dict(LINK.findall((await head.taps("应用")).text))


async def _arrives(talk: Talk, account: int, name: str, code: str) -> "Newcomer":
    person = {"id": account, "first_name": name, "language_code": "zh-hans", "roles": []}
    talk.sandbox.telegram.add_people([person])
    talk.staff.add(account)
    actor = Newcomer(Member(account, name, "Came by an invitation."), talk)
    assert f"您好，{name}！" in await actor.says(f"/start {code}")
    assert "已经看过并同意" in await actor.taps("知道了，开始")
    return actor


class Newcomer(Actor):
    """Somebody who is not of the cast; staff among them hear the words of the staff."""

    @property
    def is_staff(self) -> bool:
        return True

    async def newest_text(self) -> str:
        return (await self.newest()).text


def test_nobody_of_the_cast_is_counted() -> None:
    assert not {member.account for member in EVERYBODY} & set(range(2001, 2300))
