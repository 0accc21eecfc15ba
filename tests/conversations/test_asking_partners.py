"""A station asks a partner of the place for help, and the partner answers."""

from sqlmodel import Session

from storage import people, roll
from tests.talk import Actor, Said, Talk

LEAK, NUMBER = "4号楼化粪池漏了，味道很大", "N-10001-6"
LINE = "请安排清掏化粪池"
HOUR = 3600.0


async def ask(wang: Actor, partner: str = "何建业", line: str = LINE) -> None:
    """Somebody of the station asks a partner."""
    await wang.chooses("请合作单位帮忙")
    await wang.taps(partner)
    await wang.says(line)


async def helpers_card(who: Actor, begins: str = "请您帮忙") -> Said:
    """The newest card on which somebody is asked for help, as it stands."""
    return [said for said in await who.chat() if begins in said.text.split("\n")[0]][-1]


async def test_a_partner_helps_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, jianye: Actor) -> None:
    await chen.sends_photo(LEAK)
    await wang.taps("签收")
    await chen.hears()
    heard = await wang.chooses("请合作单位帮忙")
    assert f"{NUMBER}：请谁帮忙？" in heard
    assert heard.labels == ["何建业", "湖光义工队"], "the nearest first"
    assert "要做什么？写一句" in await wang.taps("何建业")
    heard = await wang.says(LINE)
    assert f"{NUMBER}：已请何建业帮忙。" in heard
    assert "🤝 何建业：已请求，还没回" in (await wang.card(NUMBER)).text

    told = await jianye.hears()
    assert len(told.sounds) == 1
    for part in ("西湖站请您帮忙", NUMBER, "凤城街道西湖社区西湖花园4号楼", "下水化粪池", LINE, "0763"):
        assert part in told.sounds[0]
    assert len(told.photos) == 1
    for part in ("陈桂芳", "味道很大", LEAK):
        assert part not in told
    assert (await helpers_card(jianye)).labels == ["👌 收到", "✅ 已处理", "🚫 不归我们"]

    assert (await jianye.taps("收到")).answer == "谢谢，站里知道了。"
    assert f"🤝 {NUMBER}：何建业收到了，会去办。" in await wang.hears()
    assert "🤝 何建业：在办" in (await wang.card(NUMBER)).text
    assert "做了什么" in await jianye.taps("已处理")
    assert "照片收到了" in await jianye.sends_photo()
    assert len((await wang.hears()).photos) == 1
    assert "✅ 做好了，谢谢。" in await jianye.says("已经清掏了")
    heard = await wang.hears()
    assert f"✅ {NUMBER}：何建业做好了。已经清掏了" in heard
    assert "🤝 何建业：做好了" in (await wang.card(NUMBER)).text
    assert not (await chen.hears()), "nothing of it reaches the reporter"
    report = await talk.report(NUMBER)
    assert (report.state, report.station) == ("signed", "441802006019")
    steps = [event.step for event in await talk.events(NUMBER)]
    assert steps == ["sent", "dispatched", "sign", "assist", "help_taken", "help_done"]


async def test_what_is_not_theirs_goes_back_with_a_word_why(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.says(LEAK)
    await ask(wang)
    assert "愿意的话写一句原因" in await jianye.taps("不归我们")
    heard = await wang.hears()
    assert any("何建业说不归他们" in said for said in heard.sounds)
    assert "🤝 何建业：说不归他们" in (await wang.card(NUMBER)).text
    assert "谢谢，站里知道了" in await jianye.says("化粪池归环卫所管")
    assert f"💬 {NUMBER}，何建业说：化粪池归环卫所管" in await wang.hears()
    assert (await helpers_card(jianye)).labels == []
    assert len(await talk.reports()) == 1, "the reason is no report"
    assert "何建业" in (await wang.chooses("请合作单位帮忙")).labels, "they can be asked again"


async def test_what_is_written_under_the_card_goes_to_and_fro(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.says(LEAK)
    await ask(wang)
    await chen.hears()
    assert "已转给站里" in await jianye.replies(await helpers_card(jianye), "吸粪车明天上午到，行吗？")
    heard = await wang.hears()
    assert f"💬 {NUMBER}，何建业说：吸粪车明天上午到，行吗？" in heard
    assert "已转告何建业" in await wang.replies(heard.messages[-1], "行，九点以前最好")
    assert f"💬 {NUMBER} · 西湖站王慧敏：行，九点以前最好" in await jianye.hears()
    assert "请只写要做什么" in await wang.replies(heard.messages[-1], "请联系陈桂芳")
    assert "陈桂芳" not in await jianye.hears()
    assert not await chen.hears(), "the reporter hears nothing of it"
    assert (await talk.steps(NUMBER))[-2:] == ["help_said", "help_told"]


async def test_photos_of_a_partner_are_proof_when_the_handler_says_so(
    chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await ask(wang)
    await jianye.taps("已处理")
    await jianye.sends_photo("清好了")
    await chen.hears()
    await wang.taps("办结")
    heard = await wang.taps("打了电话")
    assert "何建业发来过照片，要作为办结证明吗？" in heard
    assert (await wang.taps("照片作办结证明")).answer == "办结时会发给上报人看。"
    assert (await wang.taps("照片作办结证明")).answer == "已经定了。"
    await wang.taps("已清理干净")
    assert len((await chen.hears()).photos) == 1


async def test_without_a_word_of_the_handler_the_reporter_sees_no_photo_of_a_partner(
    chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await ask(wang)
    await jianye.taps("已处理")
    await jianye.sends_album("", "清好了")
    await jianye.taps("完成")
    heard = await wang.hears()
    assert f"{NUMBER}：何建业做好了。清好了" in heard
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已清理干净")
    assert not (await chen.hears()).photos
    assert "照片" not in await chen.card_text(NUMBER)


async def test_a_line_that_says_too_much_is_not_passed_on(chen: Actor, wang: Actor, jianye: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("请合作单位帮忙")
    await wang.taps("何建业")
    for line in ("去302室看看", "联系陈桂芳", "打13800138000", "她有糖尿病，轻一点"):
        assert "请只写要做什么" in await wang.says(line)
    assert not await jianye.hears()
    assert "已请何建业帮忙" in await wang.says(LINE)
    assert await jianye.hears()


async def test_of_what_is_personal_a_partner_sees_no_photo_and_of_what_is_sensitive_nothing(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.sends_photo("4号楼漏水，请打我电话13800138000")
    await ask(wang)
    told = await jianye.hears()
    assert LINE in told
    assert not told.photos
    assert "13800138000" not in told
    await chen.replies(await chen.card(NUMBER), "家里的孩子生病了")
    assert "这件事不用麻烦了" in (await helpers_card(jianye)).text
    assert LINE not in (await helpers_card(jianye)).text
    assert "help_withdrawn" in await talk.steps(NUMBER)


async def test_a_partner_sees_nothing_else(talk: Talk, chen: Actor, wang: Actor, jianye: Actor) -> None:
    await chen.says(LEAK)
    await ask(wang)
    await jianye.taps("收到")
    card = (await helpers_card(jianye)).text
    for words in (NUMBER, "待办", "我的上报", "找 化粪池", f"/start {NUMBER}", "看名单", "群"):
        heard = await jianye.says(words)
        assert "陈桂芳" not in heard, words
        assert "下水化粪池" not in heard.text.replace(card, ""), words
    report = await talk.report(NUMBER)
    for action in ("sign", "done", "open", "more", "history", "help_off", "help_proof", "helpers"):
        heard = await jianye.taps_data(f"{action}:{report.serial:x}:0:1", (await helpers_card(jianye)).id)
        assert "陈桂芳" not in heard, action
    assert (await talk.report(NUMBER)).version == report.version


async def test_only_who_was_asked_answers(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor, team: Actor, lin: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    await ask(wang)
    for forger in (team, lin, zhao, chen):
        for action in ("help_take", "help_done", "help_end", "help_no", "claim", "claim_undo"):
            heard = await forger.taps_data(f"{action}:1:0:", 1)
            assert heard.answer, action
            assert LINE not in heard
    assert (await talk.steps(NUMBER))[-1] == "assist"
    assert (await jianye.taps_data("claim:1:0:", 1)).answer == "这件事不是请您办的。"
    assert (await jianye.taps_data("help_take:ffff:0:", 1)).answer == "这件事不是请您办的。"


async def test_the_station_can_end_it_and_an_old_button_says_so(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.says(LEAK)
    await ask(wang)
    old = (await helpers_card(jianye)).key("收到")
    assert old
    assert (await wang.taps("不用了")).answer == "不用对方帮忙了，已转告。"
    assert "这件事不用麻烦了，谢谢。" in (await helpers_card(jianye)).text
    assert (await jianye.taps_data(old.data, old.message)).answer == "这件事已经定了。"
    assert (await wang.taps_data("help_off:2711:0:1", 1)).answer == "已经结束了。"
    assert (await talk.steps(NUMBER))[-1] == "help_withdrawn"


async def test_what_is_done_ends_the_help(talk: Talk, chen: Actor, wang: Actor, jianye: Actor) -> None:
    await chen.says(LEAK)
    await ask(wang)
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已清理干净")
    assert "这件事不用麻烦了，谢谢。" in (await helpers_card(jianye)).text
    assert "这件事不用麻烦了" in await jianye.replies(await helpers_card(jianye), "还要去吗？")
    assert "help_withdrawn" in await talk.steps(NUMBER)


async def test_silence_is_told_once(talk: Talk, chen: Actor, wang: Actor, jianye: Actor) -> None:
    await chen.says(LEAK)
    await ask(wang)
    talk.passes(23 * HOUR)
    assert not await wang.hears_now()
    talk.passes(1.1 * HOUR)
    assert f"⏳ {NUMBER}：何建业已经24小时没有回音。" in await wang.hears_now()
    talk.passes(26 * HOUR)
    assert not await wang.hears_now()
    await jianye.taps("收到")
    await wang.hears()
    talk.passes(25 * HOUR)
    assert "没有回音" in await wang.hears_now(), "a silence after that is another one"


async def test_a_partner_whose_role_ended_answers_no_more(
    talk: Talk, chen: Actor, wang: Actor, jianye: Actor
) -> None:
    await chen.says(LEAK)
    await ask(wang)

    def end(session: Session) -> None:
        person = people.by_account(session, jianye.account)
        assert person is not None
        roll.end_all_roles(session, person.id, talk.clock.now(), None)

    await talk.books.write(end)
    assert (await jianye.taps("收到")).answer
    assert (await talk.steps(NUMBER))[-1] == "assist"
