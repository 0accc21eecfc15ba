"""Somebody of a station chooses what rings them."""

from tests.talk import Actor, Talk

LEAK, LIGHT, NUMBER = "4号楼化粪池漏了", "4号楼楼道灯坏了", "N-10001-6"


async def test_choosing_what_rings(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    heard = await zhang.says("设置")
    assert "会响的：🔔 我负责的" in heard
    assert heard.labels == [
        "✓ 🔔 我负责的", "📣 全站的", "📋 只看待办", "满 5 张静音", "✓ 满 10 张静音", "满 20 张静音",
        "🌙 请假", "📅 值班", "⏰ 提醒时间",
    ]  # fmt: skip
    await chen.says(LIGHT)
    assert not await zhang.hears()
    assert "会响的：📣 全站的" in await zhang.taps("全站的")
    await chen.says("4号楼电梯坏了")
    for actor in (wang, zhang):
        assert any("电梯" in sound for sound in (await actor.hears()).sounds)
    await zhang.taps("只看待办")
    await chen.says("4号楼门禁坏了")
    assert not await zhang.hears()


async def test_where_one_looks_into_the_list_another_is_rung(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await wang.says("设置")
    assert "站里没有别人会响" not in await wang.taps("只看待办")
    await chen.says(LIGHT)
    assert not (await wang.hears()).sounds
    assert len((await zhang.hears()).sounds) == 1


async def test_where_all_look_into_the_list_the_one_responsible_is_rung(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await wang.says("设置")
    await wang.taps("只看待办")
    await zhang.says("设置")
    assert "站里没有别人会响，新的卡片还是会响您。" in await zhang.taps("只看待办")
    await chen.says(LIGHT)
    assert len((await wang.hears()).sounds) == 1
    assert not (await zhang.hears()).sounds


async def test_only_staff_have_settings(talk: Talk, chen: Actor) -> None:
    heard = await chen.says("设置")
    assert "会响的" not in heard
    await chen.taps_data("rings:0:0:all", 1)
    await chen.taps_data("quiet:5:0:", 1)


async def test_a_forged_setting_is_answered(wang: Actor) -> None:
    for data in ("rings:0:0:never", "quiet:7:0:"):
        assert (await wang.taps_data(data, 1)).answer == "这个按钮已经过期了，请看最新的那条消息。"


async def test_danger_rings_also_who_looks_into_the_list(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await wang.says("设置")
    await wang.taps("只看待办")
    await chen.says("5楼有人要跳楼")
    assert not (await wang.hears()).sounds
    assert len((await zhang.hears()).sounds) == 1
    await chen.taps("有")
    for actor in (wang, zhang):
        sounds = (await actor.hears()).sounds
        assert any("🆘" in sound for sound in sounds), (
            "it is restricted: that it is urgent, and nothing of it"
        )
    assert "✍️ 签收" in (await wang.card(NUMBER)).labels
