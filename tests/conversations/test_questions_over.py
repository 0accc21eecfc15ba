"""What stands further up in the chat about an activity: no buttons where a newer one stands, and true answers."""

from storage import activities
from tests.talk import Actor, Key, Talk

VISITED, NUMBER = "今天入户走访5户12人次", "A-10001-6"
CHECKED = "A-10001-6 核对过了。要改请跟社工站说，由站里退回。"
NOT_COUNTED = "A-10001-6 不计入统计，不用再改了；要报的话请另发一条。"


async def with_buttons(actor: Actor) -> list[str]:
    """The first line of each message that has buttons."""
    return [said.text.partition("\n")[0] for said in await actor.chat() if said.labels and not said.deleted]


async def seen(actor: Actor) -> list[Key]:
    return [key for said in await actor.chat() for row in said.rows for key in row]


async def told(chen: Actor) -> list[Key]:
    """Told, changed in every way, confirmed; gives all buttons that stood there."""
    keys = list[Key]()
    await chen.says(VISITED)
    for tap in ("不对，改一下", "种类", "不对，改一下", "日期", "不对，改一下"):
        await chen.taps(tap)
        keys += await seen(chen)
    await chen.says("6户12人次")
    keys += await seen(chen)
    await chen.taps("对，记下")
    return list({key.data: key for key in [*keys, *await seen(chen)]}.values())


async def test_what_was_asked_loses_its_buttons_once_it_is_said(chen: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("不对，改一下")
    assert await with_buttons(chen) == ["📝 A-10001-6 · 请核对一下", "A-10001-6：哪里不对？"]
    await chen.says("6户15人次")
    assert await with_buttons(chen) == ["📝 A-10001-6 · 请核对一下"]
    await chen.taps("不对，改一下")
    assert (await chen.newest()).text == "A-10001-6：哪里不对？", "asked again, it stands below"


async def test_what_is_confirmed_is_asked_nothing_any_more(chen: Actor) -> None:
    await chen.says(VISITED)
    for tap in ("不对，改一下", "种类", "不对，改一下", "对，记下"):
        await chen.taps(tap)
    assert await with_buttons(chen) == ["✅ 记下了 · A-10001-6"]


async def test_a_number_that_nobody_said_is_not_asked_for_any_more(chen: Actor) -> None:
    await chen.says("今天入户走访独居老人，服务8人次")
    assert await with_buttons(chen) == ["📝 A-10001-6 · 请核对一下", "A-10001-6：一共多少户？"]
    await chen.taps("对，记下")
    assert await with_buttons(chen) == ["✅ 记下了 · A-10001-6"]


async def test_whatever_is_pressed_further_up_after_it_counts_changes_nothing_and_says_so(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    keys = await told(chen)
    await wang.taps("核实，计入")
    before = await _kept(talk)
    for key in keys:
        heard = await chen.taps_data(key.data, key.message)
        assert heard.answer == CHECKED or key.label in ("补充", "照片"), key.label
    assert await _kept(talk) == before


async def test_whatever_is_pressed_further_up_after_it_is_void_says_that(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    keys = await told(chen)
    await wang.taps("作废")
    await wang.taps("重复")
    before = await _kept(talk)
    for key in keys:
        assert (await chen.taps_data(key.data, key.message)).answer == NOT_COUNTED, key.label
    assert await _kept(talk) == before


async def test_the_stations_old_buttons_say_where_it_stands_and_do_nothing(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await told(chen)
    await wang.says(NUMBER)
    keys = await seen(wang)
    await wang.taps("退回")
    keys += await seen(wang)
    await wang.taps("数字不符")
    await wang.taps("没有要补的")
    before = await _kept(talk)
    for key in keys:
        answer = (await wang.taps_data(key.data, key.message)).answer
        assert "活动（退回）" in answer or "已经过期" in answer, key.label
    assert await _kept(talk) == before


async def _kept(talk: Talk) -> object:
    return (
        await talk.asks(lambda session: activities.by_serial(session, 10001)),
        await talk.asks(lambda session: activities.counts(session, 10001)),
        await talk.steps(NUMBER),
    )


async def test_a_card_that_was_overtaken_says_only_that(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访4栋5户8人次")
    await chen.taps("对，记下")
    above = await chen.card(NUMBER)
    assert "最迟" in above.text
    await chen.replies(above, "应该是6户")
    await chen.replies(await chen.card(NUMBER), "应该是7户")
    said = [one for one in await chen.chat() if NUMBER in one.text and not one.deleted]
    assert [one.text for one in said if one.id == above.id] == ["A-10001-6 改过了，看下面。"]
    assert not any(one.labels for one in said[:-1])
    assert sum("8 人次" in one.text for one in said) == 1
    assert " · 7 户 · " in said[-1].text
    await chen.replies(above, "应该是9户")
    assert " · 9 户 · " in await chen.card_text(NUMBER)
