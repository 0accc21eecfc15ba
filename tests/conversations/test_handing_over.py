"""A colleague gives a report to another one, or takes it over."""

from datetime import date

from sqlmodel import Session

from fieldwork.people import RoleKind
from storage import people
from tests.cast import XIHU
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_handing_over_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.hears()
    heard = await wang.taps("转给…")
    assert "转给谁" in heard
    assert heard.labels == ["张立文", "🏢 别的站…"]
    heard = await wang.taps("张立文")
    assert f"{NUMBER} 已转给张立文。" in heard
    assert (await wang.card(NUMBER)).labels == ["🙋 我来接手", "🆘 现在有危险", "⋯ 更多"]
    told = await zhang.hears()
    assert len(told.sounds) == 1
    assert "王慧敏转给您了" in told.sounds[0]
    assert (await zhang.card(NUMBER)).labels == [
        "📞 联系了",
        "✅ 办结",
        "🤝 转给…",
        "🆘 现在有危险",
        "⋯ 更多",
    ]
    told = await chen.hears()
    assert not told.sounds, "the reporter's card is only rewritten"
    assert "张立文" in await chen.card_text(NUMBER)

    await wang.taps("说明一下原因")
    assert "已转告张立文" in await wang.says("我下午去开会")
    assert "王慧敏说：我下午去开会" in await zhang.hears()

    assert (await wang.taps("我来接手")).answer == "您接手了。"
    assert (await zhang.hears()).sounds == [f"🙋 {NUMBER}：王慧敏接手了，您不用再跟了。"]
    assert "✅ 办结" in (await wang.card(NUMBER)).labels
    assert (await zhang.card(NUMBER)).labels == ["🙋 我来接手", "🆘 现在有危险", "⋯ 更多"]
    steps = ["sent", "dispatched", "sign", "handed_over", "handed_why", "handed_over"]
    assert await talk.steps(NUMBER) == steps


async def test_what_nobody_signed_for_rings_the_colleague(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("转给…")
    await wang.taps("张立文")
    assert "✍️ 签收" in (await zhang.card(NUMBER)).labels
    report = await talk.report(NUMBER)
    assert (report.state, report.handler_id) == ("dispatched", None)
    assert report.rung_id != (await talk.events(NUMBER))[-1].actor_id


async def test_an_old_name_is_checked_again(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await wang.taps("转给…")
    key = (await wang.newest()).key("张立文")
    assert key is not None
    await zhang.blocks()
    assert (await wang.taps_data(key.data, key.message)).answer == "这位同事今天联系不上。"
    assert "没有能联系上的同事" in await wang.taps("转给…")


async def test_nobody_hands_over_what_another_has(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    await zhang.says(NUMBER)
    old = (await zhang.card(NUMBER)).key("转给…")
    assert old is not None
    await wang.taps("签收")
    assert (await zhang.taps_data(old.data, old.message)).answer == "王慧敏已经签收了。"
    assert (await zhao.taps_data("take:2711:0:", 1)).answer == "这件事不归您办理。"
    assert (await zhao.taps_data("hand_to:2711:0:1", 1)).answer == "这件事不归您办理。"
    assert (await talk.report(NUMBER)).handler_id == (await talk.events(NUMBER))[2].actor_id


async def test_a_rework_is_not_handed_back(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已清理干净")
    await chen.taps("还没解决")
    heard = await zhang.taps("转给…")
    assert "王慧敏" not in heard.labels


async def test_a_reason_swallows_no_report(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await wang.taps("转给…")
    await wang.taps("张立文")
    await wang.taps("说明一下原因")
    await wang.says("5号楼路灯坏了")
    assert len(await talk.reports()) == 2


async def test_more_than_five_colleagues_are_turned_over(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _has_colleagues(talk, 7)
    await chen.says(LEAK)
    await wang.taps("签收")
    heard = await wang.taps("转给…")
    assert (len(heard.labels), heard.labels[-2:]) == (7, ["其他…", "🏢 别的站…"])
    first = heard.labels[:5]
    heard = await wang.taps("其他…")
    assert len(heard.labels) == 5
    assert not set(first) & set(heard.labels[:3])


async def _has_colleagues(talk: Talk, many: int) -> None:
    """So many more social workers at Xihu station, with accounts that the sandbox does not know."""

    def join(session: Session) -> None:
        for number in range(many):
            one = people.enter(session, 5000 + number, f"同事{number}", "", talk.clock.now())
            people.grant(session, one, RoleKind.SOCIAL_WORKER, XIHU, date(2026, 3, 1))

    await talk.books.write(join)


# -- what is with somebody who cannot act any more --------------------------------------------------


async def test_what_was_signed_for_passes_to_the_head_when_the_handler_blocks_the_bot(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.hears()
    await wang.blocks()
    told = await luo.hears()
    assert len(told.sounds) == 1
    assert "转由您负责" in told.sounds[0]
    assert "✅ 办结" in (await luo.card(NUMBER)).labels
    assert not (await chen.hears()).sounds
    assert (await talk.steps(NUMBER))[-1] == "handed_over"


async def test_a_delivery_that_is_refused_passes_it_on_as_well(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    talk.meant.add("bot was blocked by the user")
    await chen.says(LEAK)
    await wang.taps("签收")
    talk.sandbox.telegram.person(wang.account).blocked = True
    await chen.says("4号楼路灯坏了")
    assert any("转由您负责" in sound for sound in (await luo.hears()).sounds)


async def test_what_rang_nobody_rings_whoever_comes_back(
    talk: Talk, grace: Actor, liu: Actor, luo: Actor, feng: Actor
) -> None:
    for actor in (liu, luo, feng):
        await actor.blocks()
    await grace.says("The lift in Dongmen is broken")
    assert (await talk.report(NUMBER)).rung_id is None
    await liu.unblocks()
    assert (await liu.card(NUMBER)).sound
    assert (await talk.report(NUMBER)).rung_id is not None
