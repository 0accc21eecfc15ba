"""A station asks a partner of the place for help, and the partner answers."""

from tests.talk import Actor, Said, Talk

LEAK, NUMBER = "4号楼化粪池漏了，味道很大", "N-10001-6"
LINE = "请安排清掏化粪池"


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
