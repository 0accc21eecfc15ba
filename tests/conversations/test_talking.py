"""Handler and reporter talk through the bot, to and fro."""

from fieldwork.reports import PrivacyClass
from storage import reports
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_talking_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    assert f"{NUMBER}：请写给上报人的话" in await wang.chooses("跟上报人说")
    await chen.catches_up()
    assert "已转达" in await wang.says("今天下午三点到，请留门")
    heard = await chen.hears()
    assert f"💬 {NUMBER} · 西湖站王慧敏：\n今天下午三点到，请留门" in heard.sounds
    said = next(one for one in heard.messages if one.text.startswith("💬"))
    assert said.labels == ["💬 回复"]
    assert "请接着写" in await chen.taps("回复", on=said)
    await wang.catches_up()
    await chen.says("好的，我在家")
    heard = await wang.hears()
    told = next(one for one in heard.messages if one.text.startswith("➕"))
    assert told.text == f"➕ {NUMBER}，陈桂芳补充：\n好的，我在家"
    assert told.labels == ["💬 回复"]
    await wang.taps("回复", on=told)
    await wang.sends_photo("到了，是这里吗")
    heard = await chen.hears()
    assert "到了，是这里吗" in heard
    assert len(heard.photos) == 1
    assert [step for step in await talk.steps(NUMBER) if step in ("told", "added")] == [
        "told",
        "added",
        "told",
    ]


async def test_neither_sees_the_others_account(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.replies(await wang.card(NUMBER), "在吗")
    said = next(one for one in (await chen.hears()).messages if one.text.startswith("💬"))
    await chen.replies(said, "在")
    for call in talk.calls("sendMessage"):
        assert "forward" not in call.method.lower()
        assert str(wang.account) not in str(call.params.get("text"))
        assert str(chen.account) not in str(call.params.get("text"))


async def test_talk_goes_on_while_the_reporter_is_asked_and_after_the_end(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.taps("已清理干净")
    await wang.replies(await wang.card(NUMBER), "明天再来看一眼")
    assert "明天再来看一眼" in await chen.hears()
    assert (await talk.report(NUMBER)).state == "callback"
    await chen.taps("解决了")
    await wang.replies(await wang.card(NUMBER), "钥匙放在门卫")
    assert "钥匙放在门卫" in await chen.hears()
    assert (await talk.report(NUMBER)).state == "closed"


async def test_nothing_restricted_is_passed_on(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P4))
    assert "请打电话" in (await wang.chooses("跟上报人说")).answer
    await chen.catches_up()
    assert "请打电话" in await wang.replies(await wang.card(NUMBER), "他现在在哪里")
    assert not await chen.hears()


async def test_a_reporter_who_blocked_the_bot_is_rung(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("跟上报人说")
    await chen.blocks()
    assert "请打电话" in await wang.says("在家吗")
    assert "told" not in await talk.steps(NUMBER)


async def test_where_nobody_of_the_station_can_be_reached_the_reporter_is_told_so(
    talk: Talk, grace: Actor, liu: Actor, luo: Actor, feng: Actor
) -> None:
    await grace.says("The lift in Dongmen is broken")
    for actor in (liu, luo, feng):
        await actor.blocks()
    talk.passes(300)
    heard = await grace.replies(await grace.card(NUMBER), "It is stuck between two floors")
    assert "has it too" not in heard
    assert "nobody there can read it right now" in heard


async def test_a_matter_elsewhere_is_not_passed_on(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("跟上报人说")
    await chen.catches_up()
    assert "收到了" in await wang.says("5号楼电梯坏了")
    assert not await chen.hears()
