"""The station above decides about what was returned: sends it on, lets them keep it, or takes it itself."""

import json

from bot.commands.reports import reasons
from tests.cast import XIHU
from tests.conversations.test_returning import BASIS, LEAK, NUMBER, refused, returned
from tests.talk import Actor, Talk

STREET, MASITIAN, GUIYUAN = "441802006", "441802006021", "441802006015"


async def test_it_stays_with_those_who_received_it_first(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    await wang.catches_up()
    heard = await luo.taps("维持")
    assert f"⚖️ {NUMBER}：仍由西湖站办，首接负责。裁定人：罗永康。" in heard
    told = await wang.hears()
    assert told.sounds == [f"⚖️ {NUMBER}：仍由西湖站办，首接负责。裁定人：罗永康。"]
    assert "📞 联系了" in (await wang.card(NUMBER)).labels
    report = await talk.report(NUMBER)
    assert (report.state, report.must_keep, report.hops, report.station) == ("signed", True, 0, XIHU)
    assert report.handler_id == (await talk.events(NUMBER))[2].actor_id, "who had signed has it again"

    await luo.taps("说明一下原因")
    assert f"{NUMBER}：已转告。" in await luo.says("划片图上4号楼在西湖")
    assert "罗永康说：划片图上4号楼在西湖" in await wang.hears()
    assert (await talk.steps(NUMBER))[-2:] == ["uphold", "decide_why"]
    assert "🏢 别的站…" not in (await wang.taps("转给…")).labels
    assert (await wang.taps_data("return:2711:0:", 1)).answer == "首接负责：由本站办理。"


async def test_it_is_sent_on_as_proposed(talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor) -> None:
    await refused(chen, wang, wu)
    await returned(wang, "麻寺田站")
    await chen.catches_up()
    await wu.catches_up()
    heard = await luo.taps("改派到麻寺田站")
    assert f"⚖️ {NUMBER}：改派到麻寺田站。裁定人：罗永康。" in heard
    assert (await wu.hears()).sounds
    assert "✍️ 签收" in (await wu.card(NUMBER)).labels
    told = await wang.hears()
    assert f"{NUMBER} 已转到麻寺田站" in told
    assert f"⚖️ {NUMBER}：改派到麻寺田站。裁定人：罗永康。" in told
    assert not told.sounds
    assert (await chen.hears()).sounds == [f"🏢 {NUMBER}：这件事现在由麻寺田站跟进。 电话：0763-000 0005"]
    report = await talk.report(NUMBER)
    assert (report.state, report.station, report.hops, report.handler_id) == ("dispatched", MASITIAN, 1, None)
    said = json.loads((await talk.events(NUMBER))[-1].reason)
    assert (said["from"], said["to"], said["rule"]) == (XIHU, MASITIAN, "nearest")
    assert report.rung_id is not None


async def test_it_is_sent_to_a_station_out_of_the_list(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, sun: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    heard = await luo.taps("改派到…")
    assert heard.labels == ["凤城街道社工站", "麻寺田站", "凤桂园站", "其他…", "‹ 返回"]
    await luo.taps("其他…")
    assert "改派到哪个站" in (await luo.newest()).text
    await luo.taps("返回")
    await luo.taps("改派到…")
    await luo.taps("凤桂园站")
    assert (await talk.report(NUMBER)).station == GUIYUAN
    assert (await sun.hears()).sounds


async def test_the_window_opens_anew_where_it_was_sent(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, sun: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    talk.passes(3 * 3600)
    await luo.taps("改派到…")
    await luo.taps("麻寺田站")
    assert "请先转给别的站" in (await wu.taps_data("return:2711:0:", 1)).answer, (
        "an earlier refusal was another's"
    )
    await wu.taps("转给…")
    await wu.taps("别的站…")
    await wu.taps("凤桂园站")
    await sun.taps("不归我们")
    await sun.taps("不在我们辖区")
    await returned(wu)
    report = await talk.report(NUMBER)
    assert (report.state, report.returns, report.station) == ("return_pending", 2, MASITIAN)
    await luo.taps("改派到…")
    await luo.taps("西湖站")
    report = await talk.report(NUMBER)
    assert (report.station, report.hops, report.must_keep) == (XIHU, 2, True), "two hops, and back: it stays"
    assert report.state == "dispatched"


async def test_the_station_above_takes_it_itself(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    await chen.catches_up()
    assert "由凤城街道社工站自己来办" in await luo.taps("我们来办")
    assert "✍️ 签收" in (await luo.card(NUMBER)).labels
    assert "已转到凤城街道社工站" in await wang.hears()
    assert "现在由凤城街道社工站跟进" in await chen.hears()
    report = await talk.report(NUMBER)
    assert (report.state, report.station, report.hops, report.rule) == ("dispatched", STREET, 1, "back_up")
    await luo.taps("签收")
    assert (await talk.report(NUMBER)).state == "signed"


async def test_a_second_decision_is_told_who_decided(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    """The coordinator of the district has opened it as well."""
    await refused(chen, wang, wu)
    await returned(wang)
    await feng.says(NUMBER)
    await feng.taps("裁定")
    old = await feng.newest()
    await luo.taps("维持")
    assert f"⚖️ {NUMBER}：仍由西湖站办" in await feng.hears(), "the open question says so"
    for label in ("改派到…", "维持", "我们来办"):
        key = old.key(label)
        assert key is not None
        assert (await feng.taps_data(key.data, key.message)).answer == "罗永康已经裁定了。", label
    assert (await feng.taps_data(f"send_to:2711:0:{GUIYUAN}", old.id)).answer == "罗永康已经裁定了。"
    assert (await feng.taps_data("decide:2711:0:", old.id)).answer == "罗永康已经裁定了。"
    assert (await feng.taps_data("decide_why:2711:0:", old.id)).answer
    assert (await talk.steps(NUMBER)).count("uphold") == 1


async def test_two_decide_at_the_same_instant(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    await feng.says(NUMBER)
    await feng.taps("裁定")
    pairs = []
    for actor, label in ((luo, "维持"), (feng, "我们来办")):
        card = await actor.newest()
        key = card.key(label)
        assert key is not None
        pairs.append((actor, key))
    for actor, key in pairs:
        tap = {"message_id": key.message, "data": key.data, "force": True, "wait": 0}
        await talk.sandbox.does("press", person=actor.account, **tap)
    await talk.settle()
    answers = [str(one.params.get("text", "")) for one in talk.calls("answerCallbackQuery")][-2:]
    assert [one for one in answers if "已经裁定了" in one], answers
    steps = await talk.steps(NUMBER)
    assert steps.count("uphold") + steps.count("back_up") == 1


async def test_the_station_itself_does_not_decide(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, wu: Actor, zhao: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    actions = ("decide", "send", "send_to", "uphold", "back_up")
    for action in actions:
        for actor in (wang, zhang):
            assert (await actor.taps_data(f"{action}:2711:0:{MASITIAN}", 1)).answer == "这一步不归您做。", (
                action
            )
        for actor in (zhao, chen, wu):
            assert (await actor.taps_data(f"{action}:2711:0:{MASITIAN}", 1)).answer == "这件事不归您办理。"
    for data in ("send_to:2711:0:nowhere", f"send_to:2711:0:{XIHU}"):
        assert (await luo.taps_data(data, 1)).answer == "这个站今天没有能联系上的人。"
    assert (await talk.report(NUMBER)).state == "return_pending"


async def test_what_waits_is_counted_and_opened_in_the_list(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    assert not [label for label in (await wang.says("待办")).labels if "待裁定" in label]
    assert "⚖️ 待裁定 · 1" in (await luo.says("待办")).labels
    heard = await luo.taps("待裁定")
    assert "退单待裁定：" in heard
    assert NUMBER in heard
    await luo.taps(NUMBER)
    await luo.taps("⚖️ 裁定")
    assert f"依据：{BASIS}" in (await luo.newest()).text
    await luo.taps("维持")
    assert not [label for label in (await luo.says("待办")).labels if "待裁定" in label]


async def test_why_it_is_where_it_is_is_told_after_a_move(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang, "麻寺田站")
    await luo.taps("改派到麻寺田站")
    report = await talk.report(NUMBER)
    why = await talk.asks(lambda session: reasons(session, report))
    assert why["rule"] == {"id": "send_on", "version": 1}
    assert why["chosen"] == MASITIAN
    assert why["second"] == {"rule": "nearest", "station": XIHU}


async def test_where_it_was_sent_nobody_can_be_reached_any_more(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    """It goes up from there, not back by a rule to the station that returned it."""
    await refused(chen, wang, wu)
    await returned(wang, "麻寺田站")
    await luo.taps("改派到麻寺田站")
    await luo.catches_up()
    await wu.blocks()
    report = await talk.report(NUMBER)
    assert (report.station, report.rule, report.state) == (STREET, "backstop", "dispatched")
    assert (await luo.hears()).sounds


# -- who decides ------------------------------------------------------------------------------------


async def test_the_district_decides_where_the_street_cannot_be_reached(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    await refused(chen, wang, wu)
    await luo.blocks()
    await returned(wang)
    assert "请裁定" in await feng.hears()
    await feng.taps("维持")
    assert (await talk.report(NUMBER)).state == "signed"


async def test_a_point_that_is_alone_decides_by_itself(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    """Nobody above can be reached: a colleague decides, and only at a one-worker point the same person."""
    await refused(chen, wang, wu)
    await luo.blocks()
    await feng.blocks()
    await returned(wang)
    assert "请裁定" in await zhang.hears()
    await zhang.taps("维持")
    assert (await talk.report(NUMBER)).state == "signed"


async def test_at_a_one_worker_point_without_anybody_above_the_same_person_decides(
    talk: Talk, grace: Actor, liu: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    await grace.says("The sewer in Dongmen leaks")
    await liu.taps("签收")
    await liu.taps("转给…")
    await liu.taps("别的站…")
    await liu.taps("其他…")
    await liu.taps("麻寺田站")
    await wu.taps("不归我们")
    await wu.taps("不在我们辖区")
    await luo.blocks()
    await feng.blocks()
    await returned(liu)
    await liu.taps("我们来办")
    report = await talk.report(NUMBER)
    assert (report.state, report.station) == ("dispatched", "441802006012")


async def test_a_decision_that_nobody_can_take_any_more_goes_to_another(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor, feng: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    await feng.catches_up()
    await luo.blocks()
    told = await feng.hears()
    assert "请裁定" in told
    assert told.sounds
    report = await talk.report(NUMBER)
    assert report.state == "return_pending"
    await feng.taps("我们来办")
    assert (await talk.report(NUMBER)).station == "441802"


async def test_who_had_signed_and_is_gone_is_followed_by_who_returned_it(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu)
    await returned(wang)
    await wang.blocks()
    await luo.taps("维持")
    report = await talk.report(NUMBER)
    assert report.state == "signed"
    assert report.handler_id is not None
    assert "📞 联系了" in (await zhang.card(NUMBER)).labels


async def test_what_the_reporter_reads_holds_no_word_of_all_this(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    await refused(chen, wang, wu, words=LEAK)
    await returned(wang)
    card = await chen.card_text(NUMBER)
    assert "退" not in card
    assert "裁" not in card
    await luo.taps("维持")
    assert "西湖站王慧敏" in await chen.card_text(NUMBER)
