"""The transcripts of what is told of activities, each said as it stands there."""

from tests.conversations.test_reporting import TWO_OF_A_NAME
from tests.conversations.test_transcripts import SEVERAL, TELLING
from tests.conversations.test_transcripts_of_duty import untrue
from tests.talk import Actor, Talk


async def test_what_was_done_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, luo: Actor, liang: Actor
) -> None:
    await luo.says("组织")
    await luo.says("新组织 春晖社工中心")
    await luo.taps("春晖社工中心")
    await luo.says("陈桂芳")
    await luo.says("新项目 微心愿")
    await chen.says("今天入户走访4栋5户8人次")
    await chen.taps("对，记下")
    await chen.says("今天入户走访独居老人，服务8人次")
    await chen.says("5")
    await chen.taps("不对，改一下")
    await chen.taps("数字")
    await chen.says("6户15人次")
    await chen.says("不对，是7户")
    await chen.replies(await chen.newest(), "改成10")
    await chen.taps("10 人次")
    await chen.says("刚才入户走访少写了一户")
    await chen.says("今天入户走访2户，服务3000余人次")
    await chen.says("就是3000余")
    await chen.says("今天入户走访独居老人，服务8人次")
    talk.passes(60)
    await chen.says("今天电话探访6人次")
    await chen.says("今天入户走访5户12人次")
    await chen.taps("不对，改一下")
    await chen.says("是昨天的，在5栋")
    await chen.taps("不对，改一下")
    await chen.says("是清扫不是走访")
    await chen.taps("不对，改一下")
    await chen.says("那天下雨")
    await chen.sends_photo()
    await chen.says("今天服务居民，共30人次")
    await chen.taps("入户走访")
    await chen.taps("不对，改一下")
    await chen.taps("日期")
    await chen.says("昨天")
    await chen.taps("不对，改一下")
    await chen.taps("归到项目…")
    await chen.taps("微心愿")
    await chen.forwards("今天开展防诈骗宣传一场，86人次")
    await chen.taps("只是转发")
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("今天幸福花园入户走访5户8人次，302漏水")
    await liang.taps("凤城街道翠湖社区幸福花园")
    assert untrue(talk, TELLING) == []


async def test_several_are_told_of_at_once_as_the_transcript_says(talk: Talk, chen: Actor) -> None:
    await chen.says("本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次")
    await chen.says("是90人次")
    await chen.taps("A-10002-4")
    await chen.says("90人次")
    await chen.says("第一项是11次")
    await chen.says("都对")
    assert untrue(talk, SEVERAL) == []
