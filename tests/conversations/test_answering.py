"""The reporter says whether it is really solved."""

from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_answering_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    heard = await chen.taps("解决了")
    assert "满意吗" in heard
    assert heard.labels == ["满意", "基本满意", "不满意"]
    heard = await chen.taps("满意")
    assert "谢谢，记下了" in heard
    assert heard.labels == []
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.grade) == ("closed", "solved", "satisfied")
    card = await wang.card_text(NUMBER)
    assert "N-10001-6 · 已结案" in card
    assert "满意" in card
    for told in ("陈桂芳", "化粪池漏了", "4号楼", "已清理干净"):
        assert told not in card, "a closed card keeps number, category and state alone"


async def test_partly_solved_is_kept_as_that(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await chen.taps("解决了一部分")
    await chen.taps("不满意")
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.grade) == ("closed", "partly", "unsatisfied")
    thanks = await chen.newest()
    assert "还差什么，可以直接回复这条消息，西湖站看得到" in thanks.text
    assert "是不是还没解决" in await chen.replies(thanks, "楼下那一段还在漏")
    assert "楼下那一段还在漏" in await wang.hears()


async def test_unsolved_goes_to_another_person(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await finished(chen, wang)
    await zhang.catches_up()
    heard = await chen.taps("还没解决")
    assert "西湖站会重新安排人来办" in heard
    told = await wang.hears()
    assert "还没解决" in told
    assert "重办，待签收" in await wang.card_text(NUMBER)
    rung = await zhang.hears()
    assert len(rung.sounds) == 1
    assert "重办，待签收" in rung.sounds[0]
    heard = await zhang.taps("签收")
    assert "签收了" in heard.answer
    assert "张立文" in await chen.hears()


async def test_who_did_it_before_may_not_take_it_again(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await chen.taps("还没解决")
    for label in ("签收", "联系了", "办结"):
        heard = await wang.taps(label)
        assert "换一位同事" in heard.answer, label
    assert (await talk.report(NUMBER)).handler_id is None


async def test_a_station_of_one_hands_it_to_the_street(
    talk: Talk, grace: Actor, liu: Actor, luo: Actor
) -> None:
    await grace.says("The lift in Dongmen is broken")
    await finishes(liu)
    await luo.catches_up()
    await grace.taps("Not solved yet")
    rung = await luo.hears()
    assert len(rung.sounds) == 1
    assert "重办，待签收" in rung.sounds[0]
    assert "换一位同事" in (await liu.taps("签收")).answer
    assert "签收了" in (await luo.taps("签收")).answer


async def test_where_there_is_nobody_else_the_same_may_do_it_again(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await finished(chen, wang)
    for other in (zhang, luo, feng):
        await other.blocks()
    await wang.catches_up()
    await chen.taps("还没解决")
    assert (await wang.hears()).sounds == ["🔔 N-10001-6 等您签收：凤城街道西湖社区西湖花园4号楼。"]
    assert "签收了" in (await wang.taps("签收")).answer


async def test_an_own_report_that_is_taken_up_again_says_so_in_the_list(chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    await chen.taps("还没解决")
    assert "还没解决，接着办" in await chen.says("我的上报")


async def test_each_round_asks_anew(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await finished(chen, wang)
    await chen.taps("还没解决")
    await chen.hears()
    await finishes(zhang)
    assert len([said for said in (await chen.hears()).sounds if "真的解决了吗" in said]) == 1
    assert "没有解决" not in await zhang.card_text(NUMBER), "the answer was to the round before"
    await chen.taps("解决了")
    assert (await talk.report(NUMBER)).state == "closed"


async def test_a_question_is_answered_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    asked = await chen.newest()
    await chen.taps("解决了")
    grades = await chen.newest()
    await chen.taps("满意")
    for said, label in ((asked, "还没解决"), (asked, "解决了"), (grades, "不满意")):
        key = said.key(label)
        assert key is not None
        assert (await chen.taps_data(key.data, key.message)).answer == "这个问题已经答过了，谢谢您。"
    assert (await talk.report(NUMBER)).grade == "satisfied"


async def test_nobody_else_can_answer(talk: Talk, chen: Actor, wang: Actor, li: Actor, lin: Actor) -> None:
    await finished(chen, wang)
    key = (await chen.newest()).key("解决了")
    assert key is not None
    assert (await li.taps_data(key.data, key.message)).answer == "这不是您的上报。"
    assert (await talk.report(NUMBER)).state == "callback"


async def test_the_answer_may_be_typed(talk: Talk, chen: Actor, wang: Actor) -> None:
    """A press is lost when the bot is down for some minutes; words are not."""
    await finished(chen, wang)
    assert "满意吗" in await chen.says("解决了")
    assert "记下了" in await chen.says("基本满意")
    report = await talk.report(NUMBER)
    assert (report.state, report.answer, report.grade) == ("closed", "solved", "fairly")
    assert len(await talk.reports()) == 1


async def test_no_may_be_typed_too(talk: Talk, chen: Actor, wang: Actor) -> None:
    await finished(chen, wang)
    assert "重新安排人" in await chen.says("没有")
    assert (await talk.report(NUMBER)).state == "rework"


async def test_a_typed_answer_without_a_question_is_a_message(talk: Talk, chen: Actor) -> None:
    await chen.says("没有")
    assert not [report for report in await talk.reports() if report.answer]


async def finished(chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await finishes(wang)


async def finishes(worker: Actor) -> None:
    await worker.taps("联系了")
    await worker.taps("办结")
    await worker.taps("已清理干净")
