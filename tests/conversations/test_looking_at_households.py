"""Who checks a round looks at its doors, as far as they may see them."""

from fieldwork.viewing import Viewing
from storage import outings, viewing
from tests.talk import Actor, Heard, Talk

NUMBER, SERIAL = "A-10001-6", 10001
HOUR = 3_600
HEAD = "🚪 A-10001-6 · 凤城街道西湖社区西湖花园4号楼 · 共 {many} 条"


async def went(chen: Actor, *doors: str) -> None:
    """A round with these doors, confirmed."""
    await chen.says("开始走访 4号楼")
    for door in doors:
        await chen.says(door)
    await chen.says("结束")
    await chen.taps("对，记下")


async def looks(who: Actor) -> Heard:
    await who.says(NUMBER)
    return await who.taps("看逐户")


async def on_record(talk: Talk) -> list[Viewing]:
    return await talk.asks(lambda session: viewing.of_report(session, SERIAL))


async def test_the_doors_of_a_round_stand_behind_a_button(talk: Talk, chen: Actor, wang: Actor) -> None:
    await went(chen, "301 都好", "302 独居 厨房漏水", "303 没人")
    assert (await wang.card(NUMBER)).labels[-1] == "🚪 看逐户 · 3"
    heard = await looks(wang)
    assert heard.messages[-1].text == "\n".join([
        HEAD.format(many=3),
        "1. 301 · 都好",
        "2. 302 · 独居 厨房漏水 · 1 人次 → N-10002-4",
        "3. 303 · 没人 · 未遇",
        "",
        "这条消息24小时内会消失。",
    ])  # fmt: skip
    assert await on_record(talk) == []


async def test_it_goes_as_what_was_opened_goes(talk: Talk, chen: Actor, wang: Actor) -> None:
    await went(chen, "301 都好")
    shown = (await looks(wang)).messages[-1]
    talk.passes(25 * HOUR)
    await talk.settle()
    assert next(said for said in await wang.chat() if said.id == shown.id).deleted


async def test_many_doors_turn_their_pages(chen: Actor, wang: Actor) -> None:
    await went(chen, *(f"{floor}0{door} 都好" for floor in range(1, 9) for door in (1, 2)))
    heard = await looks(wang)
    assert "15. 801 · 都好" in heard
    assert heard.labels == ["下一页 ›"]
    before = heard.messages[-1].id
    heard = await wang.taps("下一页 ›")
    assert "16. 802 · 都好" in heard
    assert (heard.messages[-1].id, heard.labels) == (before, ["‹ 上一页"])
    assert "1. 101 · 都好" in await wang.taps("‹ 上一页")


async def test_what_is_sensitive_is_shown_to_the_one_responsible_and_on_record(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await went(chen, "301 都好", "302 尿毒症 每周透析")
    heard = await looks(zhang)
    assert "1. 301 · 都好\n2. 🔒 敏感\n\n这条消息24小时内会消失。" in heard
    assert await on_record(talk) == []
    heard = await looks(wang)
    assert "2. 302 · 尿毒症 每周透析" in heard
    assert "您看过也有记录" in heard
    assert [each.surface for each in await on_record(talk)] == ["doors"]


async def test_a_telephone_is_masked_for_a_colleague(chen: Actor, wang: Actor, zhang: Actor) -> None:
    await went(chen, "302 独居 电话13812345678")
    assert "13812345678" in await looks(wang)
    assert "13812345678" not in await looks(zhang)


async def test_it_is_nobodys_elses(talk: Talk, chen: Actor, wang: Actor, zhao: Actor) -> None:
    await went(chen, "301 都好")
    key = (await wang.card(NUMBER)).key("看逐户")
    assert key is not None
    heard = await zhao.taps_data(key.data, key.message)
    assert heard.answer == "这件事不归您办理。"
    assert not heard.messages


async def test_what_was_told_without_a_round_has_no_doors_to_look_at(chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访4栋5户8人次，302漏水")
    await chen.taps("对，记下", await chen.card(NUMBER))
    assert (await wang.card(NUMBER)).key("看逐户") is None


async def test_what_was_there_and_is_not_any_more_is_said(talk: Talk, chen: Actor, wang: Actor) -> None:
    await went(chen, "301 都好")
    key = (await wang.card(NUMBER)).key("看逐户")
    assert key is not None
    await talk.books.write(lambda session: outings.take_back(session, [1]))
    assert (await wang.taps_data(key.data, key.message)).answer == "这次走访已没有逐户记录可看。"
