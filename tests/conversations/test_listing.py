"""Somebody looks for reports: their own, or what waits at their station."""

from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
BELOW = ["按楼栋", "🔍 查找", "⚙️ 设置"]


async def test_listing_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await chen.says("5号楼路灯坏了")
    await wang.taps("签收")
    heard = await zhang.says("待办")
    assert "西湖站" in heard
    assert "📋 待办 · 西湖站 · 🔴 1 · 其他 1" in heard
    assert heard.labels == ["我的 · 0", "待签收 · 1", *BELOW]
    heard = await zhang.taps("待签收")
    assert f"{NUMBER} · 凤城街道西湖社区西湖花园4号楼 · 下水化粪池 · 待签收" in heard
    assert heard.labels == [NUMBER, "📋 待办"]
    await zhang.taps(NUMBER)
    assert "签收" in (await zhang.taps("签收")).answer
    heard = await zhang.says("待办")
    assert heard.labels == ["我的 · 1", "待签收 · 0", *BELOW]
    assert "👍" in await zhang.taps("待签收")
    assert (await zhang.taps("📋 待办")).labels == ["我的 · 1", "待签收 · 0", *BELOW]
    assert NUMBER in await zhang.taps("我的")


async def test_ten_stand_on_a_page(talk: Talk, chen: Actor, zhang: Actor) -> None:
    numbers = [await _reported(talk, chen, floor) for floor in range(1, 24)]
    await zhang.says("待办")
    first = await zhang.taps("待签收")
    assert first.labels == [*numbers[:10], "✍️ 签收本页 10 件", "下一页 ›", "📋 待办"]
    second = await zhang.taps("下一页 ›")
    assert second.labels == [*numbers[10:20], "✍️ 签收本页 10 件", "‹ 上一页", "下一页 ›", "📋 待办"]
    third = await zhang.taps("下一页 ›")
    assert third.labels == [*numbers[20:], "✍️ 签收本页 3 件", "‹ 上一页", "📋 待办"]
    assert (await zhang.taps("‹ 上一页")).labels == second.labels


async def test_by_building(talk: Talk, chen: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await chen.says("5号楼路灯坏了")
    await chen.says("5号楼垃圾没人收")
    await zhang.says("待办")
    heard = await zhang.taps("按楼栋")
    assert heard.labels == [
        "凤城街道西湖社区西湖花园5号楼 · 2",
        "凤城街道西湖社区西湖花园4号楼 · 1",
        "📋 待办",
    ]
    heard = await zhang.taps("西湖花园5号楼")
    assert "凤城街道西湖社区西湖花园5号楼，未结的：" in heard
    assert len(heard.labels) == 3
    assert "4号楼" not in heard


async def test_own_reports_newest_first(talk: Talk, chen: Actor) -> None:
    assert "还没有报过" in await chen.says("我的上报")
    numbers = [await _reported(talk, chen, floor) for floor in range(1, 13)]
    for words in ("/mine", "我的上报"):
        heard = await chen.says(words)
        assert heard.labels == [*numbers[:1:-1], "下一页 ›"]
    heard = await chen.taps("下一页 ›")
    assert heard.labels == [*numbers[1::-1], "‹ 上一页"]
    assert "收到了" in await chen.taps(numbers[0])


async def test_own_reports_say_how_they_stand(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    assert "收到了" in await chen.says("我的上报")
    await wang.taps("签收")
    assert "有人在跟进" in await chen.says("我的上报")


async def test_own_activities_say_what_they_were_and_how_they_stand(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("今天入户走访4栋6户，302漏水")
    label = "A-10001-6 · 入户走访 · 3月2日 · 6 户"
    assert f"{label} · 待确认" in await chen.says("我的上报")
    await chen.taps("对，记下", on=await chen.card("A-10001-6"))
    heard = await chen.says("我的上报")
    assert f"{label} · 待核实" in heard
    assert "N-10002-4 · 公共设施 · 收到了" in heard
    await wang.taps("退回", on=await wang.card("A-10001-6"))
    await wang.taps("数字不符")
    await wang.says("只有5户签了字")
    assert f"{label} · 待补正" in await chen.says("我的上报")
    await chen.says("是5户，8人次", to=await chen.card("A-10001-6"))
    await chen.taps("对，记下", on=await chen.card("A-10001-6"))
    label = "A-10001-6 · 入户走访 · 3月2日 · 5 户 · 8 人次"
    assert f"{label} · 待核实" in await chen.says("我的上报")
    await wang.taps("核实，计入", on=await wang.card("A-10001-6"))
    assert f"{label} · 已计入" in await chen.says("我的上报")


async def test_an_own_activity_that_is_void_is_listed_as_void(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("今天入户走访4栋6户")
    await chen.taps("对，记下")
    await wang.taps("作废", on=await wang.card("A-10001-6"))
    await wang.taps("重复")
    assert "A-10001-6 · 入户走访 · 3月2日 · 6 户 · 已作废" in await chen.says("我的上报")


async def test_a_typed_number_opens_the_card_again(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_photo(LEAK)
    before = await wang.card(NUMBER)
    for typed in ("N-10001-6", "n10001 6", "100016", " N－10001－6 "):
        heard = await wang.says(typed)
        assert "「4号楼化粪池漏了」" in heard, typed
        assert len(heard.photos) == 1
    after = await wang.card(NUMBER)
    assert after.id > before.id
    await wang.taps("签收", on=after)
    assert "收到了" not in await chen.says(NUMBER)
    assert "西湖站王慧敏在跟进" in await chen.card_text(NUMBER)


async def test_a_number_with_a_wrong_digit_is_said_to_be_wrong(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    for typed in ("N-10001-5", "N-10010-4", "N-99999-6", "N-100010001000-0"):
        assert "请再核对一下数字" in await wang.says(typed), typed
    assert len(await talk.reports()) == 1


async def test_somebody_elses_number_is_as_good_as_none(
    talk: Talk, chen: Actor, li: Actor, zhao: Actor, deng: Actor
) -> None:
    await chen.says(LEAK)
    for actor in (li, zhao, deng):
        heard = await actor.says(NUMBER)
        assert "没有找到" in heard
        assert "化粪池" not in heard


async def test_a_forged_list_shows_nothing_of_others(talk: Talk, chen: Actor, li: Actor, zhao: Actor) -> None:
    talk.meant.add("message to edit not found")  # a forger names a message that is not there
    await chen.says(LEAK)
    for actor in (li, zhao):
        for data in (
            "list:0:0:unsigned",
            "list:0:0:place/441802006019-1-4",
            "buildings:0:0:",
            "open:2711:0:",
        ):
            heard = await actor.taps_data(data, 1)
            assert NUMBER not in heard
            assert "化粪池" not in heard


async def test_the_district_sees_what_lies_below(talk: Talk, chen: Actor, feng: Actor, luo: Actor) -> None:
    await chen.says(LEAK)
    for actor in (feng, luo):
        assert (await actor.says("待办")).labels[1] == "待签收 · 1"
        assert NUMBER in await actor.taps("待签收")
        assert "「4号楼化粪池漏了」" in await actor.taps(NUMBER)


async def test_the_keys_below_the_line_lead_everywhere(talk: Talk, chen: Actor, wang: Actor) -> None:
    await wang.says("/start")
    keyboard = (await talk.sandbox.look(f"chats/{wang.account}"))["keyboard"]
    assert [[key["text"] for key in row] for row in keyboard["keyboard"]] == [
        ["待办", "报问题"],
        ["我的上报", "探访"],
        ["数字", "简报"],
        ["我的资料", "帮助"],
    ]
    assert "直接写" in await wang.says("报问题")
    assert await talk.reports() == []


async def _reported(talk: Talk, chen: Actor, floor: int) -> str:
    await chen.says(f"4号楼{floor}楼楼道灯坏了")
    return (await talk.reports())[-1].number


async def test_a_list_holds_no_story(chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼3单元502王阿婆摔断腿没人管")
    await wang.says("待办")
    heard = await wang.taps("待签收")
    assert "N-10001-6" in heard
    for told in ("王阿婆", "502", "陈桂芳", "摔断"):
        assert told not in heard


async def test_a_key_may_be_typed_in_small_letters(talk: Talk, grace: Actor) -> None:
    await grace.says("The lift in Dongmen is broken")
    assert "Your reports" in await grace.says("my reports")
    assert len(await talk.steps("N-10001-6")) == 2


async def test_a_card_that_is_opened_again_leaves_no_buttons_on_the_old_one(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    before = await wang.card(NUMBER)
    assert before.labels
    await wang.says(NUMBER)
    assert (await wang.card(NUMBER)).id > before.id
    assert not wang.known[before.id].labels


async def test_a_page_is_signed_for_at_once(talk: Talk, chen: Actor, zhang: Actor) -> None:
    numbers = [await _reported(talk, chen, floor) for floor in range(1, 13)]
    await zhang.says("待办")
    await zhang.taps("待签收")
    heard = await zhang.taps("签收本页 10 件")
    assert heard.answer == "签收了 10 件。"
    assert heard.labels == [*numbers[10:], "✍️ 签收本页 2 件", "📋 待办"]
    standing = [report.state for report in await talk.reports()]
    assert standing == ["signed"] * 10 + ["dispatched"] * 2
    assert len((await chen.hears()).sounds) == 10, "each is told by whom"


async def test_a_page_signs_what_stood_on_it_and_nothing_else(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor
) -> None:
    talk.meant.add("message to edit not found")  # a forger names a message that is not there
    numbers = [await _reported(talk, chen, floor) for floor in range(1, 4)]
    await zhang.says("待办")
    page = (await zhang.taps("待签收")).messages[-1]
    await wang.says(numbers[0])
    await wang.taps("签收")
    late = await _reported(talk, chen, 9)
    heard = await zhang.taps("签收本页 3 件", on=page)
    assert "签收了 2 件（共 3 件）" in heard.answer
    assert (await talk.report(late)).state == "dispatched"
    key = page.key("签收本页 3 件")
    assert key is not None
    heard = await zhao.taps_data(key.data, key.message)
    assert "签收了 0 件" in heard.answer
    for forged in ("sign_page:0:0:", "sign_page:0:0:zz", "sign_page:0:0:2711.ffffffff.ffffffff"):
        await zhao.taps_data(forged, page.id)
    assert (await talk.report(late)).state == "dispatched"


async def test_the_urgent_stand_first(talk: Talk, chen: Actor, zhang: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    await chen.says(LEAK)
    await zhang.says("待办")
    heard = await zhang.taps("待签收")
    assert heard.labels[:2] == ["N-10002-4", "N-10001-6"]
    assert "🔴 N-10002-4" in heard
