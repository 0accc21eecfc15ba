"""The transcripts of rounds: doors, lists, hours and cases, each said as it stands there."""

from tests.conversations.test_transcripts import ROUNDS
from tests.conversations.test_transcripts_of_duty import untrue
from tests.talk import Actor, Talk

SIX_MINUTES = 360  # by then the next words are of something else


async def test_rounds_are_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, zhang: Actor
) -> None:
    await _from_door_to_door(chen)
    talk.passes(SIX_MINUTES)
    await _in_truth_a_need(chen, wang)
    await _a_case(wang)
    await _a_list(wang, chen)
    await _hours(wang, chen, li)
    await _accepted_by_a_colleague(talk, wang, zhang)
    await chen.says("我的时长")
    heard = await chen.taps("打印用的一页")
    assert [said.document for said in heard.messages if said.document] == ["志愿时长 2026.pdf"]
    assert untrue(talk, ROUNDS) == []


async def test_a_door_is_put_right_as_the_transcript_says(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("开始走访 4号楼")
    for line in ("302 独居 需助浴", "302 不用助浴了，写错了", "302 写错了，是303", "303 写错了"):
        await chen.says(line)
    await chen.says("结束")
    await chen.taps("对，记下")
    await wang.taps("退回", await wang.card("A-10001-6"))
    await wang.taps("数字不符")
    await wang.says("303 是三位")
    for line in ("改 303 三位老人", "补 305 没人", "删 305"):
        await chen.says(line)
    assert untrue(talk, ("correcting_doors",)) == []


async def test_a_round_is_ended_in_own_words_as_the_transcript_says(talk: Talk, chen: Actor) -> None:
    await chen.says("开始走访 4号楼")
    await chen.says("302")
    await chen.says("303 没人")
    await chen.says("怎么结束")
    await chen.says("走访结束了")
    await chen.says("5人次")
    for line in ("开始走访 4号楼", "401 王阿姨腿不好", "302 独居", "结束", "3"):
        await chen.says(line)
    assert untrue(talk, ("ending_a_round",)) == []


async def test_who_checks_looks_at_the_doors_as_the_transcript_says(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("开始走访 4号楼")
    for line in ("301 都好", "302 独居 厨房漏水", "303 没人", "结束"):
        await chen.says(line)
    await chen.taps("对，记下")
    await wang.taps("看逐户")
    assert untrue(talk, ("looking_at_households",)) == []


async def test_who_signs_in_and_is_written_down_is_one_as_the_transcript_says(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await _signs_in(await _begins(wang), chen)
    await wang.hears()
    await wang.taps("加名字")
    await wang.says("陈桂芳 李国柱")
    await wang.taps("陈桂芳：不是同一个人")
    assert untrue(talk, ("telling_apart",)) == []


async def _from_door_to_door(chen: Actor) -> None:
    await chen.says("开始走访 4号楼")
    await chen.says("302 独居 两位老人")
    await chen.says("303 没人")
    await chen.says("302 漏水")
    await chen.says("结束")


async def _in_truth_a_need(chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访5户12人次")
    await wang.taps("这是要办的事")


async def _a_case(wang: Actor) -> None:
    await wang.says("开个案")
    await wang.taps("老人")
    await wang.says("结案 C-10001-6")
    await wang.taps("目标达成")


async def _a_list(wang: Actor, chen: Actor) -> None:
    await _signs_in(await _begins(wang), chen)
    await wang.hears()
    await wang.taps("加名字")
    await wang.says("李阿婆 赵大爷")
    await wang.taps("结束签到")


async def _hours(wang: Actor, *there: Actor) -> None:
    link = await _begins(wang)
    for one in there:
        await _signs_in(link, one)
    await wang.hears()
    await wang.taps("志愿时长")
    await wang.says("2小时")
    await wang.says("李国柱 90分钟")


async def _accepted_by_a_colleague(talk: Talk, wang: Actor, zhang: Actor) -> None:
    await wang.taps("结束签到")
    await wang.taps("对，记下")
    number = (await talk.reports())[-1].number
    await zhang.says(number)
    await zhang.taps("核实，计入")


async def _begins(wang: Actor) -> str:
    """A list; gives what its link sends."""
    heard = await wang.says("开始签到 消防讲座")
    return f"/start {heard.text.split('?start=')[1].split()[0]}"


async def _signs_in(link: str, actor: Actor) -> None:
    await actor.says(link)
    await actor.taps("签到")
