"""Somebody decides who may see a report: its class is lowered or raised by hand, a colleague is named to it."""

from tests.gathering import gathering
from tests.talk import Actor, Talk

SICK, NUMBER = "4号楼的李阿姨得了癌症", "N-10001-6"


async def test_lowering_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(SICK)
    await luo.says(NUMBER)
    assert (await luo.chooses("降低密级")).labels == ["个人", "内部"]
    await luo.taps("个人")
    assert (await talk.report(NUMBER)).privacy == "P3", "not without a reason"
    assert "现在是“个人”" in await luo.says("癌症说的是宣传讲座")
    assert (await talk.report(NUMBER)).privacy == "P2"
    assert "李阿姨" in await wang.card_text(NUMBER)
    lowered = [event for event in await talk.events(NUMBER) if event.step == "lower"]
    assert [("癌症说的是宣传讲座" in one.reason, one.role) for one in lowered] == [(True, "station_head")]


async def test_only_a_head_lowers_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(SICK)
    labels = await wang.may_choose()
    assert "🔓 降低密级" not in labels
    refused = await wang.taps_data("lower_to:2711:0:P1", (await wang.card(NUMBER)).id)
    assert refused.answer
    assert (await talk.report(NUMBER)).privacy == "P3"


async def test_after_that_only_new_words_raise_it(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(SICK)
    await _lowered(luo)
    talk.passes(300)
    await chen.taps("补充")
    await chen.says("味道很大")
    assert (await talk.report(NUMBER)).privacy == "P2", "what was judged is judged"
    await chen.taps("补充")
    await chen.says("她还在住院")
    assert (await talk.report(NUMBER)).privacy == "P3"


async def test_anybody_of_the_station_raises_it(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    group = await gathering(talk, "西湖站值班群", luo, wang, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await chen.sends_photo("4号楼楼道灯坏了")
    assert "楼道" in (await group.card(NUMBER)).text or "4号楼" in (await group.card(NUMBER)).text
    await wang.chooses("提高密级")
    await wang.taps("敏感")
    assert (await wang.card_text(NUMBER)).startswith(f"🔒 {NUMBER}")
    assert [said for said in await wang.chat() if said.photo and not said.deleted] == []
    assert "4号楼" not in (await group.chat())[-1].text
    assert [event.role for event in await talk.events(NUMBER) if event.step == "raise_class"] == [
        "social_worker"
    ]


async def test_a_colleague_who_is_named_opens_it(talk: Talk, chen: Actor, luo: Actor, zhang: Actor) -> None:
    await chen.says(SICK)
    await luo.says(NUMBER)
    assert "张立文" in (await luo.chooses("让同事看")).labels
    await luo.taps("张立文")
    heard = await zhang.hears()
    assert heard.sounds == [f"👁 {NUMBER} 有更新，请看卡片。"]
    assert "李阿姨" in await zhang.taps("打开")


async def test_what_the_whole_station_sees_needs_no_name(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    await luo.says(NUMBER)
    labels = await luo.may_choose()
    assert "👁 让同事看" not in labels
    assert "🔓 降低密级" not in labels
    assert "🔒 提高密级" in labels


async def _lowered(luo: Actor) -> None:
    await luo.says(NUMBER)
    await luo.chooses("降低密级")
    await luo.taps("个人")
    await luo.says("说的是讲座")
