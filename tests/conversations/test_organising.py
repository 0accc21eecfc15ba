"""Organisations and projects are named by who heads a station, and stand on activities."""

from tests.talk import Actor, Talk


async def test_an_organisation_has_people_and_their_activities_carry_it(
    talk: Talk, luo: Actor, chen: Actor
) -> None:
    assert "🏢 组织：0" in await luo.says("组织")
    heard = await luo.says("新组织 春晖社工中心")
    assert heard.labels == ["春晖社工中心"]
    assert "还没有人" in await luo.taps("春晖社工中心")
    assert "这里的人：陈桂芳" in await luo.says("陈桂芳")
    assert "🏢 春晖社工中心" in await chen.says("今天入户走访5户12人次")


async def test_a_project_is_chosen_on_the_card(talk: Talk, luo: Actor, chen: Actor) -> None:
    assert "📁 项目和合同：1" in await luo.says("新项目 微心愿")
    await chen.says("今天入户走访5户12人次")
    await chen.taps("不对，改一下")
    assert (await chen.taps("归到项目…")).labels == ["微心愿", "不归项目"]
    key = (await chen.newest()).key("微心愿")
    assert key is not None
    chosen = (key.data, key.message)
    await chen.taps_data(*chosen)
    assert "🏢 微心愿" in await chen.card_text("A-10001-6")
    await chen.taps("对，记下")
    await chen.taps_data(*chosen)
    assert (await talk.steps("A-10001-6")).count("tagged") == 1
    assert "今天是最后一天" in await luo.taps("结束 微心愿")


async def test_who_heads_nothing_names_no_organisation(talk: Talk, wang: Actor) -> None:
    assert "🏢" not in await wang.says("组织")
