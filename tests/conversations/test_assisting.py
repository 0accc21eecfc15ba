"""A station asks another station to do a part; it keeps the lead."""

from tests.conversations.test_asking_partners import helpers_card
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
LINE = "请借一台吸粪车"


async def test_another_station_does_a_part_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.hears()
    heard = await wang.chooses("请别的站协办")
    assert f"{NUMBER}：请哪个站协办？" in heard
    assert heard.labels[0] == "凤城街道社工站"
    assert (len(heard.labels), heard.labels[-1]) == (4, "其他…")
    while "翠湖站" not in heard.labels:
        heard = await wang.taps("其他…")
    await wang.taps("翠湖站")
    assert f"{NUMBER}：已请翠湖站帮忙。" in await wang.says(LINE)

    told = await zhao.hears()
    assert len(told.sounds) == 1
    for part in ("协办", NUMBER, "牵头：西湖站", "西湖花园4号楼", LINE):
        assert part in told.sounds[0]
    assert "陈桂芳" not in told
    assert (await helpers_card(zhao, "协办")).labels == ["👌 收到", "✅ 做好了", "🚫 不归我们"]
    await zhao.taps("收到")
    assert f"{NUMBER}：翠湖站收到了，会去办。" in await wang.hears()
    await zhao.taps("做好了")
    await zhao.says("车借过去了")
    assert f"{NUMBER}：翠湖站做好了。车借过去了" in await wang.hears()
    assert "🤝 翠湖站：做好了" in (await wang.card(NUMBER)).text

    report = await talk.report(NUMBER)
    assert (report.state, report.station) == ("signed", "441802006019")
    assert not await chen.hears()


async def test_of_what_is_sensitive_another_station_learns_the_number_alone(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await chen.says("4号楼独居老人住院了，要人照看")
    assert (await talk.report(NUMBER)).privacy == "P3"
    heard = await wang.chooses("请别的站协办")
    while "翠湖站" not in heard.labels:
        heard = await wang.taps("其他…")
    await wang.taps("翠湖站")
    await wang.says(LINE)
    told = await zhao.hears()
    assert NUMBER in told
    assert "请打站里电话" in told
    for part in ("4号楼", LINE, "老人"):
        assert part not in told


async def test_a_station_that_cannot_be_reached_is_not_asked(
    talk: Talk, chen: Actor, wang: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    heard = await wang.chooses("请别的站协办")
    while "翠湖站" not in heard.labels:
        heard = await wang.taps("其他…")
    key = (await wang.newest()).key("翠湖站")
    assert key
    await zhao.blocks()
    assert "联系不上" in (await wang.taps_data(key.data, key.message)).answer
    assert "assist" not in await talk.steps(NUMBER)


async def test_who_does_not_handle_it_asks_nobody(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, zhao: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    for one in (zhang, zhao, chen):
        for action in ("assist", "assist_by", "partner", "partner_by", "volunteers", "volunteers_of"):
            assert (await one.taps_data(f"{action}:2711:0:441802006027", 1)).answer, action
    assert (await talk.steps(NUMBER))[-1] == "sign"
