"""A station asks another one to take a report over; there somebody does, or says why not."""

from fieldwork.requests import RequestKind, RequestState
from storage import requests
from tests.cast import XIHU
from tests.talk import Actor, Talk

LEAK, NUMBER, SERIAL = "4号楼化粪池漏了", "N-10001-6", 10001
MASITIAN, CUIHU = "441802006021", "441802006027"


async def _offers(chen: Actor, wang: Actor) -> None:
    """Wang signs for a report and asks the station of 麻寺田."""
    await chen.says(LEAK)
    await wang.taps("签收")
    await _asks(wang)


async def _asks(wang: Actor, station: str = "麻寺田站") -> None:
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps(station)


async def _states(talk: Talk) -> list[str]:
    asked = await talk.asks(lambda s: requests.of_report(s, SERIAL, RequestKind.TRANSFER))
    return [one.state.value for one in asked]


async def test_a_hand_over_to_another_station_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, sun: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.hears()
    heard = await wang.taps("转给…")
    assert heard.labels == ["张立文", "🏢 别的站…"]
    heard = await wang.taps("别的站…")
    assert "请哪个站接手？对方答应以前，还由你们办" in heard
    assert heard.labels == ["凤城街道社工站", "麻寺田站", "凤桂园站", "其他…"]
    heard = await wang.taps("麻寺田站")
    assert f"{NUMBER}：已请麻寺田站接手。对方答应以前，还由你们办。" in heard
    assert heard.labels == ["↩️ 收回"]

    asked = await wu.hears()
    assert len(asked.sounds) == 1
    assert f"📨 西湖站请你们接手 {NUMBER}。" in asked
    assert "📍 凤城街道西湖社区西湖花园4号楼" in asked
    assert "「4号楼化粪池漏了」" in asked
    assert "陈桂芳" not in asked, "the station that is asked does not learn who reported it"
    assert asked.labels == ["🙋 接手", "不归我们"]
    assert not await sun.hears()
    assert not (await chen.hears()).sounds, "nothing has happened for the reporter yet"

    heard = await wu.taps("接手")
    assert heard.answer == "您接手了。"
    assert f"✅ {NUMBER}：麻寺田站吴佳怡接手了。" in heard
    assert "📞 联系了" in (await wu.card(NUMBER)).labels
    told = await wang.hears()
    assert f"{NUMBER} 已转到麻寺田站" in told
    assert not told.sounds
    assert f"✅ {NUMBER}：麻寺田站吴佳怡接手了。" in told
    told = await chen.hears()
    assert told.sounds == [f"🧑‍🔧 {NUMBER}：麻寺田站吴佳怡在跟进。"]
    assert "麻寺田站" in await chen.card_text(NUMBER)

    report = await talk.report(NUMBER)
    assert (report.state, report.station, report.hops, report.must_keep) == ("signed", MASITIAN, 1, False)
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "offer", "transfer"]
    assert await _states(talk) == ["granted"]


async def test_what_nobody_signed_for_is_taken_over_as_well(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, wu: Actor
) -> None:
    await chen.says(LEAK)
    await zhang.says(NUMBER)
    await _asks(zhang)
    await chen.hears()
    await wu.taps("接手")
    assert (await talk.report(NUMBER)).handler_id is not None
    assert (await chen.hears()).sounds == [f"🧑‍🔧 {NUMBER}：麻寺田站吴佳怡在跟进。"]
    assert "已转到麻寺田站" in (await wang.card(NUMBER)).text
    assert (await wang.card(NUMBER)).labels == []


async def test_a_refusal_has_a_reason_and_moves_nothing(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await _offers(chen, wang)
    heard = await wu.taps("不归我们")
    assert "为什么不归你们" in heard
    assert heard.labels == ["不在我们辖区", "不是我们的职责", "别的站已在办"]
    assert await _states(talk) == ["open"], "it is refused when the reason is given"
    assert f"{NUMBER}：吴佳怡已答复，不归你们。不在我们辖区" in await wu.taps("不在我们辖区")
    told = await wang.hears()
    assert told.sounds == [f"📨 {NUMBER}：麻寺田站不接。不在我们辖区"]
    assert told.labels == ["↩️ 退单", "🙋 我们自己办"]
    heard = await wang.taps("我们自己办")
    assert f"{NUMBER}：好的，还由你们办。" in heard
    report = await talk.report(NUMBER)
    assert (report.state, report.station, report.hops) == ("signed", XIHU, 0)


async def test_a_refusal_in_own_words(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await _offers(chen, wang)
    await wu.taps("不归我们")
    assert "吴佳怡已答复，不归你们。小区物业自己管化粪池" in await wu.says("小区物业自己管化粪池")
    assert "麻寺田站不接。小区物业自己管化粪池" in await wang.hears()
    assert (await _states(talk)) == ["refused"]
    events = await talk.events(NUMBER)
    assert not any("物业" in event.reason for event in events), "the words are in the answer alone"


async def test_a_refusal_can_be_given_up(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await _offers(chen, wang)
    await wu.taps("不归我们")
    assert f"{NUMBER}：先不答复。" in await wu.says("取消")
    assert await _states(talk) == ["open"]
    await wu.says("21号楼路灯坏了")
    assert await _states(talk) == ["open"], "what is a report by itself is no reason"


async def test_an_offer_is_taken_back(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await _offers(chen, wang)
    old = (await wu.newest()).key("接手")
    assert old is not None
    back = (await wang.newest()).key("收回")
    assert back is not None
    assert f"{NUMBER}：收回了，还由你们办。" in await wang.taps("收回")
    told = await wu.hears()
    assert "不用接了" in told
    assert told.labels == []
    assert (await wu.taps_data(old.data, old.message)).answer == "不用接了，还由他们办。"
    assert (await wang.taps_data(back.data, back.message)).answer == "对方已经答复了。"
    assert (await talk.report(NUMBER)).station == XIHU
    assert (await talk.steps(NUMBER))[-2:] == ["offer", "offer_back"]


async def test_one_offer_is_open_at_a_time(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, sun: Actor
) -> None:
    await chen.says(LEAK)
    await zhang.says(NUMBER)
    await zhang.taps("转给…")
    await zhang.taps("别的站…")
    late = (await zhang.newest()).key("凤桂园站")
    assert late is not None
    await _asks(wang)
    heard = await zhang.taps_data(late.data, late.message)
    assert heard.answer == "已经请麻寺田站接手了。"
    assert "↩️ 收回" in heard.labels
    assert not await sun.hears()
    assert await _states(talk) == ["open"]


async def test_what_goes_on_by_itself_is_not_asked_any_more(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await _offers(chen, wang)
    old = (await wu.newest()).key("接手")
    assert old is not None
    await wang.taps("联系了")
    assert await _states(talk) == ["open"], "to call the reporter overtakes nothing"
    await wang.taps("办结")
    await wang.taps("已清理干净")
    assert await _states(talk) == ["lapsed"]
    assert "不用接了" in (await wu.newest()).text
    assert (await wu.taps_data(old.data, old.message)).answer == "不用接了，还由他们办。"
    assert (await talk.report(NUMBER)).state == "callback"


async def test_what_the_reporter_takes_back_cannot_be_taken_over(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await _offers(chen, wang)
    old = (await wu.newest()).key("接手")
    assert old is not None
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "不用接了" in await wu.hears()
    assert (await wu.taps_data(old.data, old.message)).answer == "不用接了，还由他们办。"
    assert (await talk.report(NUMBER)).state == "withdrawn"
    assert (await talk.report(NUMBER)).station == XIHU


async def test_two_answers_at_the_same_instant(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await _offers(chen, wang)
    card = await wu.newest()
    yes, no = card.key("接手"), card.key("不归我们")
    assert yes
    assert no
    tap = {"message_id": card.id, "data": yes.data, "force": True, "wait": 0}
    for _ in range(2):
        await talk.sandbox.does("press", person=wu.account, **tap)
    await talk.settle()
    answers = [str(one.params.get("text", "")) for one in talk.calls("answerCallbackQuery")]
    assert sorted(answers[-2:]) == ["吴佳怡已经接手了。", "您接手了。"]
    assert (await talk.report(NUMBER)).hops == 1
    assert (await wu.taps_data(no.data, no.message)).answer == "吴佳怡已经接手了。"
    assert (await talk.steps(NUMBER)).count("transfer") == 1


async def test_forged_answers_are_refused(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, zhao: Actor, lin: Actor, li: Actor
) -> None:
    await _offers(chen, wang)
    for actor in (zhao, li, chen, wang):
        for data in ("offer_yes:1:0:", "offer_no:1:0:", "offer_why:1:0:not_our_area", "offer_open:1:0:"):
            assert (await actor.taps_data(data, 1)).answer == "这件事没有问过您。", (actor.member.name, data)
    for data in (
        "offer:2711:0:0",
        f"offer_to:2711:0:{CUIHU}",
        "offer_back:2711:0:1",
        "give_back:2711:0:",
        "keep:2711:0:",
    ):
        for actor in (zhao, wu, li):
            assert (await actor.taps_data(data, 1)).answer == "这件事不归您办理。", (actor.member.name, data)
    assert (await lin.taps_data("offer_yes:1:0:", 1)).answer
    for data in ("offer_yes:63:0:", "offer_why:1:0:x' or 1=1", f"offer_to:2711:0:{XIHU}", "offer_to:2711:0:nowhere",
                 "offer:2711:0:99999", "offers:ff:0:", "give_back:2711:0:"):  # fmt: skip
        for actor in (wu, wang):
            heard = await actor.taps_data(data, 1)
            assert heard.answer or heard.messages, data
    assert await _states(talk) == ["open"]
    assert (await talk.report(NUMBER)).station == XIHU


async def test_somebody_without_a_station_sees_no_list_of_offers(
    talk: Talk, chen: Actor, wang: Actor, li: Actor
) -> None:
    await _offers(chen, wang)
    heard = await li.taps_data("offers:0:0:", 1)
    assert NUMBER not in heard


async def test_what_is_asked_waits_in_the_list(talk: Talk, chen: Actor, wang: Actor, wu: Actor) -> None:
    await _offers(chen, wang)
    heard = await wu.says("待办")
    assert "📨 请我们接手 · 1" in heard.labels
    heard = await wu.taps("请我们接手")
    assert f"{NUMBER} · 西湖站 · 凤城街道西湖社区西湖花园4号楼" in heard
    heard = await wu.taps(NUMBER)
    assert heard.labels == ["🙋 接手", "不归我们"]
    await wu.taps("接手")
    assert "📨 请我们接手 · 1" not in (await wu.says("待办")).labels
    assert "请我们接手" not in "".join((await wang.says("待办")).labels)


async def test_personal_words_are_not_shown_to_who_is_only_asked(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await chen.says("4号楼3-502的阿姨病了，没人管")
    await _asks(wang)
    asked = await wu.hears()
    assert NUMBER in asked
    assert "阿姨" not in asked
    assert "502" not in asked
    await wu.taps("接手")
    await wu.taps("打开")
    assert "阿姨" in (await wu.newest()).text, "who has it sees what is needed to act"


async def test_words_that_become_personal_go_from_the_card_of_who_is_asked(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await _offers(chen, wang)
    assert "化粪池漏了" in (await wu.newest()).text
    await chen.replies(await chen.card(NUMBER), "3-502的阿姨病了，没人管")
    card = (await wu.newest()).text
    assert "化粪池漏了" not in card
    assert "4号楼" not in card
    assert (await wu.newest()).labels == ["🙋 接手", "不归我们"]


async def test_an_offer_is_taken_back_and_taken_over_at_the_same_instant(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor
) -> None:
    await _offers(chen, wang)
    for actor, label in ((wang, "收回"), (wu, "接手")):
        key = (await actor.newest()).key(label)
        assert key is not None
        tap = {"message_id": key.message, "data": key.data, "force": True, "wait": 0}
        await talk.sandbox.does("press", person=actor.account, **tap)
    await talk.settle()
    states, report = await _states(talk), await talk.report(NUMBER)
    assert (states, report.station) in ((["lapsed"], XIHU), (["granted"], MASITIAN))


async def test_two_colleagues_ask_two_stations_at_the_same_instant(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LEAK)
    await zhang.says(NUMBER)
    keys = []
    for actor, station in ((wang, "麻寺田站"), (zhang, "凤桂园站")):
        await actor.taps("转给…")
        await actor.taps("别的站…")
        key = (await actor.newest()).key(station)
        assert key is not None
        keys.append((actor, key))
    for actor, key in keys:
        tap = {"message_id": key.message, "data": key.data, "force": True, "wait": 0}
        await talk.sandbox.does("press", person=actor.account, **tap)
    await talk.settle()
    answers = [str(one.params.get("text", "")) for one in talk.calls("answerCallbackQuery")][-2:]
    assert len([one for one in answers if "接手了" in one and one.startswith("已经请")]) == 1
    assert await _states(talk) == ["open"]


async def test_after_two_hops_it_goes_back_to_who_received_it_first(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, sun: Actor
) -> None:
    await _offers(chen, wang)
    await wu.taps("接手")
    await _asks(wu, "凤桂园站")
    await sun.taps("接手")
    assert (await talk.report(NUMBER)).hops == 2
    await sun.taps("转给…")
    heard = await sun.taps("别的站…")
    assert "按首接负责，由最先接到的西湖站牵头办到底" in heard
    assert heard.labels == ["🏢 交回西湖站", "🙋 我们自己办"]
    await wang.catches_up()
    await chen.catches_up()
    assert f"{NUMBER} 已交回最先接到的西湖站。" in await sun.taps("交回西湖站")
    told = await wang.hears()
    assert "由凤桂园站交回：你们最先接到，首接负责，办到底" in told
    assert told.sounds
    assert "✍️ 签收" in (await wang.card(NUMBER)).labels
    assert "这件事现在由西湖站跟进" in await chen.hears()
    report = await talk.report(NUMBER)
    assert (report.state, report.station, report.must_keep, report.handler_id) == (
        "dispatched",
        XIHU,
        True,
        None,
    )
    assert "🏢 别的站…" not in (await wang.taps("转给…")).labels
    assert (await wang.taps_data(f"offer_to:2711:0:{CUIHU}", 1)).answer == "首接负责：由本站办理。"


async def test_a_report_that_people_moved_is_not_moved_back_by_a_rule(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, sun: Actor, luo: Actor
) -> None:
    await _offers(chen, wang)
    await wu.taps("接手")
    await _asks(wu, "凤桂园站")
    await sun.taps("接手")
    await sun.taps("转给…")
    await sun.taps("别的站…")
    await sun.taps("交回西湖站")
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("东门社区")
    report = await talk.report(NUMBER)
    assert (report.station, report.must_keep) == (XIHU, True)


async def test_who_is_gone_from_a_moved_report_is_followed_by_the_one_above(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    """The station that took it over has one worker, who blocks the bot."""
    await _offers(chen, wang)
    await wu.taps("接手")
    await wu.blocks()
    assert "转由您负责" in await luo.hears()
    assert (await talk.report(NUMBER)).station == MASITIAN


def test_the_states_of_a_request_are_what_the_tests_say() -> None:
    assert {state.value for state in RequestState} == {"open", "granted", "refused", "lapsed"}
