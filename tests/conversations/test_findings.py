"""What was found: solved, not to be solved now, or not so; what the reporter hears; and no answer at all."""

from tests.conversations.test_answering import finished
from tests.conversations.test_asking_for_time import DAY, NUMBER, at_work
from tests.talk import Actor, Talk


async def test_what_cannot_be_solved_now_says_why_by_a_tap(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.taps("办结")
    heard = await wang.taps("其他…")
    assert heard.labels == ["已解释清楚，告知办法", "暂时解决不了", "看过了，情况不属实", "其他…"]
    heard = await wang.taps("暂时解决不了")
    assert "为什么现在解决不了" in heard
    assert (await talk.report(NUMBER)).state == "in_progress"
    await chen.catches_up()
    await wang.taps("没有责任主体")
    report = await talk.report(NUMBER)
    assert (report.state, report.finding, report.outcome) == (
        "callback", "unsolved", "暂时解决不了：没有责任主体"
    )  # fmt: skip
    told = "".join((await chen.hears()).sounds)
    assert f"⏳ {NUMBER} 暂时解决不了。" in told
    assert "处理好了" not in told
    assert "您看这样行吗" in told
    assert "有答复了" in await chen.card_text(NUMBER)
    assert "办结（未解决）：暂时解决不了：没有责任主体" in await wang.card_text(NUMBER)


async def test_or_in_words(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.taps("办结")
    await wang.taps("其他…")
    await wang.taps("暂时解决不了")
    await wang.says("产权单位已经注销")
    report = await talk.report(NUMBER)
    assert (report.finding, report.outcome) == ("unsolved", "暂时解决不了：产权单位已经注销")


async def test_what_was_not_so_is_told_kindly(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.taps("办结")
    await wang.taps("其他…")
    await chen.catches_up()
    await wang.taps("看过了，情况不属实")
    report = await talk.report(NUMBER)
    assert (report.state, report.finding) == ("callback", "untrue")
    assert f"🔎 {NUMBER}：我们去看过了。" in "".join((await chen.hears()).sounds)
    assert "办结（不属实）" in await wang.card_text(NUMBER)
    await chen.taps("还没解决")
    assert (await talk.report(NUMBER)).state == "rework"


async def test_own_words_ask_nothing_more(talk: Talk, chen: Actor, wang: Actor) -> None:
    await at_work(chen, wang)
    await wang.taps("办结")
    await wang.says("换了新管子")
    report = await talk.report(NUMBER)
    assert (report.state, report.finding) == ("callback", "solved")


async def test_forged_reasons_finish_nothing(talk: Talk, chen: Actor, wang: Actor, zhao: Actor) -> None:
    await at_work(chen, wang)
    for data in ("unsolved_why:2711:0:", "unsolved_why:2711:0:no_owner", "phrase:2711:0:never"):
        assert "最新的那条" in (await wang.taps_data(data, 1)).answer, data
    for data in ("unsolved_why:2711:0:no_owner", "phrases:2711:0:1"):
        assert (await zhao.taps_data(data, 1)).answer == "这件事不归您办理。"
    assert (await talk.report(NUMBER)).state == "in_progress"


async def test_who_never_answers_is_not_taken_for_satisfied(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    talk.passes(6 * DAY)
    await talk.settle()
    assert (await talk.report(NUMBER)).state == "callback"
    asked = await chen.newest()  # asked once more in between
    await chen.catches_up()
    talk.passes(DAY + 3600)
    heard = await chen.hears_now()
    assert not heard.sounds
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.grade) == ("closed", "", "")
    assert report.closed_at is not None
    assert "上报人没有回复（未参评）" in await wang.card_text(NUMBER)
    assert "谢谢" in await chen.card_text(NUMBER)
    question = next(one for one in await chen.chat() if one.id == asked.id)
    assert (f"🌿 {NUMBER}：这件事先到这里" in question.text, question.labels) == (True, [])
    key = asked.key("解决了")
    assert key is not None
    await chen.taps_data(key.data, key.message)
    assert (await talk.report(NUMBER)).answer == ""
    talk.passes(DAY)
    assert not await chen.hears_now()
    assert (await talk.steps(NUMBER)).count("unanswered") == 1


async def test_each_round_waits_as_long(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await finished(chen, wang)
    talk.passes(6 * DAY)
    await chen.taps("还没解决")
    await zhang.taps("联系了")
    await zhang.taps("办结")
    await zhang.taps("已清理干净")
    talk.passes(2 * DAY)
    await talk.settle()
    assert (await talk.report(NUMBER)).state == "callback"
