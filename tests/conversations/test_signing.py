"""A social worker signs for a report, contacts the reporter, and finishes."""

from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
PHRASES = [
    "已修好，现场确认过",
    "已清理干净",
    "已请物业处理完毕",
    "已上门探望，情况平稳",
    "已协调，双方同意",
    "其他…",
]


async def test_signing_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    assert (await wang.hears()).labels == [
        "✍️ 签收",
        "📞 联系了",
        "✅ 办结",
        "🤝 转给…",
        "🆘 现在有危险",
        "⋯ 更多",
    ]

    heard = await wang.taps("签收")
    assert heard.answer == "签收了，这件事归您。"
    assert "N-10001-6 · 已签收" in await wang.card_text(NUMBER)
    told = await chen.hears()
    assert told.sounds == ["🧑‍🔧 N-10001-6：西湖站王慧敏在跟进。"]

    heard = await wang.taps("办结")
    assert "怎么联系上报人的" in heard
    assert heard.labels == ["打了电话", "上门了", "在这里聊过", "没联系上"]
    heard = await wang.taps("打了电话")
    assert "怎么处理的" in heard
    assert heard.labels == PHRASES
    assert not (await chen.hears()).sounds, "this step only rewrites the card"

    heard = await wang.taps("已修好，现场确认过")
    assert "已办结：已修好，现场确认过" in heard
    told = await chen.hears()
    assert len(told.sounds) == 1
    assert "处理好了" in told.sounds[0]
    assert "已修好，现场确认过" in told.sounds[0]
    assert told.sounds[0].endswith("真的解决了吗？")
    assert (await chen.newest()).labels == ["解决了", "解决了一部分", "还没解决"]
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "contact", "done", "call_back"]


async def test_a_second_press_is_told_who_has_it(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(LEAK)
    await zhang.says(NUMBER)
    old = (await zhang.card(NUMBER)).key("签收")
    assert old is not None
    await wang.taps("签收")
    heard = await zhang.taps_data(old.data, old.message)
    assert heard.answer == "王慧敏已经签收了。"
    report = await talk.report(NUMBER)
    assert report.handler_id == (await talk.events(NUMBER))[2].actor_id
    card = await zhang.card(NUMBER)
    assert "负责：王慧敏" in card.text
    assert "✍️ 签收" not in card.labels


async def test_contact_implies_the_signature(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    assert "联系" in (await wang.taps("联系了")).answer
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "contact"]
    assert (await chen.hears()).sounds == ["🧑‍🔧 N-10001-6：西湖站王慧敏在跟进。"]


async def test_done_implies_all_before_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("办结")
    await wang.taps("上门了")
    await wang.taps("已清理干净")
    events = await talk.events(NUMBER)
    assert [event.step for event in events] == ["sent", "dispatched", "sign", "contact", "done", "call_back"]
    assert events[3].reason == "visit"


async def test_who_contacted_already_is_not_asked_how(chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    assert (await wang.taps("办结")).labels == PHRASES


async def test_it_may_be_finished_in_own_words(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _is_asked_what_was_done(chen, wang)
    heard = await wang.says("请了<管道公司>，下午五点抽完了")
    assert "办结" in heard
    assert "请了<管道公司>，下午五点抽完了" in await chen.hears()
    assert (await talk.report(NUMBER)).outcome == "请了<管道公司>，下午五点抽完了"


async def test_a_photo_of_what_was_done_reaches_the_reporter(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _is_asked_what_was_done(chen, wang)
    await chen.hears()
    assert "照片" in await wang.sends_photo()
    await wang.taps("已清理干净")
    told = await chen.hears()
    (photo,) = told.photos
    (question,) = [said for said in told.messages if "真的解决了吗" in said.text]
    assert photo.answers == question.id


async def test_a_photo_with_words_finishes_at_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _is_asked_what_was_done(chen, wang)
    await wang.sends_photo("抽干净了")
    assert (await talk.report(NUMBER)).outcome == "抽干净了"
    assert len((await chen.hears()).photos) == 1


async def test_a_reply_to_another_card_is_no_outcome(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _is_asked_what_was_done(chen, wang)
    await chen.says("4号楼楼道灯坏了")
    (other,) = [report for report in await talk.reports() if report.number != NUMBER]
    await wang.replies(await wang.card(other.number), "今晚来换灯泡")
    assert (await talk.report(NUMBER)).outcome == ""
    assert "今晚来换灯泡" in await chen.hears()


async def test_finishing_can_be_given_up(talk: Talk, chen: Actor, wang: Actor) -> None:
    await _is_asked_what_was_done(chen, wang)
    assert "N-10001-6：先不办结" in await wang.says("取消")
    await wang.says("4号楼路灯坏了")
    assert (await talk.report(NUMBER)).outcome == ""
    assert len(await talk.reports()) == 2


async def test_a_card_of_another_station_is_not_for_them(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    key = (await wang.card(NUMBER)).key("签收")
    assert key is not None
    heard = await zhao.taps_data(key.data, key.message)
    assert heard.answer == "这件事不归您办理。"
    assert not heard.messages
    assert (await talk.report(NUMBER)).handler_id is None


async def test_a_reporter_cannot_sign_by_a_forged_button(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    heard = await chen.taps_data("sign:2711:0:", (await chen.newest()).id)
    assert heard.answer == "这件事不归您办理。"
    assert (await talk.report(NUMBER)).handler_id is None


async def test_forged_data_is_answered_kindly(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    message = (await wang.newest()).id
    forged = (
        "",
        "x",
        "sign",
        "sign:::",
        "sign:zz:0:",
        "sign:ffffffffffffffff:0:",
        "sign:-1:0:",
        "drop:2711:0:",
        "签收",
    )
    for data in (*forged, "phrase:2711:0:' or 1=1", "at:2711:0:nowhere", "how:2711:0:" + "x" * 40):
        heard = await wang.taps_data(data or ":", message)
        assert heard.answer or heard.messages, data
    assert (await talk.report(NUMBER)).state in ("dispatched", "signed", "in_progress")
    assert (await talk.report(NUMBER)).outcome == ""


async def test_an_old_button_after_the_end_is_answered_kindly(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    old = await wang.card(NUMBER)
    await wang.taps("办结")
    how = await wang.newest()
    await wang.taps("打了电话")
    asked = await wang.newest()
    await wang.taps("已清理干净")
    for said, label in ((old, "签收"), (old, "联系了"), (old, "办结"), (how, "上门了"), (asked, "已修好")):
        key = said.key(label)
        assert key is not None
        heard = await wang.taps_data(key.data, key.message)
        assert "已办结，待回访" in heard.answer, label
    assert (await talk.report(NUMBER)).outcome == "已清理干净"


async def test_an_old_button_of_danger_is_answered_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    key = (await wang.card(NUMBER)).key("现在有危险")
    assert key is not None
    for _ in range(2):
        assert (await wang.taps_data(key.data, key.message)).answer == "已改为特急。"
    assert (await talk.steps(NUMBER)).count("urgency") == 1
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "已撤销" in (await wang.taps_data(key.data, key.message)).answer


async def test_the_head_of_the_street_may_finish_for_the_station(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await luo.says(NUMBER)
    await luo.taps("办结")
    await luo.taps("打了电话")
    await luo.taps("已清理干净")
    assert (await talk.report(NUMBER)).state == "callback"


async def _is_asked_what_was_done(chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await wang.taps("办结")


async def test_what_is_done_at_night_is_told_in_the_morning(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    talk.passes(12 * 3600)  # 22:00
    await chen.catches_up()
    await wang.taps("签收")
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已修好，现场确认过")
    assert not (await chen.hears()).sounds
    talk.passes(10.6 * 3600)
    assert "真的解决了吗" in await chen.hears_now()
