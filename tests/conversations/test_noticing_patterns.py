"""What comes up again and again at one place is told to its station as one matter."""

from tests.conversations.test_joining_a_matter import AGAIN, BROKEN, FIRST, SECOND, THIRD, reported_twice
from tests.talk import Actor, Talk

LOOKED_FOR = 660.0  # seconds after which the sweep has looked


async def three_times(talk: Talk, chen: Actor, li: Actor, zhou: Actor) -> None:
    """One of them joined to another: each counts once."""
    await reported_twice(talk, chen, li)
    await li.taps("我也遇到")
    talk.passes(LOOKED_FOR)
    await zhou.says(AGAIN)
    await zhou.taps("不是")
    talk.passes(LOOKED_FOR)
    await talk.settle()


async def test_three_of_a_kind_in_a_building_are_one_card(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor, luo: Actor
) -> None:
    await three_times(talk, chen, li, zhou)
    told = [said for said in (await wang.chat()) if "🔎" in said.text]
    assert len(told) == 1
    assert "🔎 凤城街道西湖社区西湖花园4号楼：7天里有 3 件同类" in told[0].text
    assert f"{FIRST}、{SECOND}、{THIRD}" in told[0].text
    assert any("🔎" in said.text for said in await luo.chat())
    heard = await wang.taps("一起办")
    assert "这里同类的在办：2 件" in heard
    assert heard.labels == [FIRST, THIRD]


async def test_it_is_rewritten_as_more_come_and_never_sent_twice(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    await three_times(talk, chen, li, zhou)
    await wang.hears()
    talk.passes(3600)
    await chen.says("4号楼电梯门关不上了")
    await chen.taps("不是")
    talk.passes(LOOKED_FOR)
    told = [said for said in (await wang.hears_now()).messages if "🔎" in said.text]
    assert [said.edited for said in told] == [True]
    assert "7天里有 4 件同类" in told[0].text


async def test_two_are_none_and_what_was_taken_back_does_not_count(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("不是")
    await zhou.says(AGAIN)
    await zhou.taps("不是")
    await zhou.taps("不对，改一下")
    await zhou.taps("不用管了")
    talk.passes(LOOKED_FOR)
    await talk.settle()
    assert not any("🔎" in said.text for said in await wang.chat())


async def test_what_is_personal_is_only_counted(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    for actor in (chen, li, zhou):
        await actor.says("4号楼有位独居老人没人照顾，瘫痪在床")
        talk.passes(LOOKED_FOR)
    await talk.settle()
    told = [said for said in (await wang.chat()) if "🔎" in said.text]
    assert "7天里有 3 件同类" in told[0].text
    assert FIRST not in told[0].text
    assert told[0].labels == []


async def test_only_who_handles_them_sees_them_together(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, zhao: Actor, wang: Actor
) -> None:
    await three_times(talk, chen, li, zhou)
    assert (await zhao.taps_data("together:2713:0:building", 1)).answer == "这件事不归您办理。"
    assert (await chen.taps_data("together:2713:0:building", 1)).answer == "这件事不归您办理。"
    assert "这里同类的在办" in await wang.taps_data("together:2713:0:zzz", 1)


async def test_eight_in_a_community_and_twice_its_usual(talk: Talk, liang: Actor, luo: Actor) -> None:
    for n in range(8):
        await liang.says(f"西湖社区{'东西南北'[n % 4]}边第{n + 1}根路灯不亮")
        talk.passes(LOOKED_FOR)
    await talk.settle()
    told = [said for said in (await luo.chat()) if "🔎" in said.text]
    assert "西湖社区：7天里有 8 件同类" in told[-1].text
    assert "这里平时一周 0.0 件" in told[-1].text
    assert BROKEN not in told[-1].text
