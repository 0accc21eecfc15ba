"""A station looks for volunteers, and the first who taps has it."""

from tests.conversations.racing import answers, press
from tests.conversations.test_asking_partners import helpers_card
from tests.gathering import gathering
from tests.talk import Actor, Talk

WORDS, NUMBER = "4号楼楼道堆了旧沙发", "N-10001-6"
LINE = "帮忙搬走楼道里的旧家具"
CALL = "求志愿者"
MINUTE, HOUR = 60.0, 3600.0


async def call_for(wang: Actor, whose: str = "志愿者和社会组织", line: str = LINE) -> None:
    """Somebody of the station looks for volunteers."""
    await wang.chooses("求志愿者")
    await wang.taps(whose)
    await wang.says(line)


async def test_the_first_tap_has_it_from_start_to_end(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor, jianye: Actor, grace: Actor
) -> None:
    await chen.says(WORDS)
    await wang.taps("签收")
    heard = await wang.chooses("求志愿者")
    assert heard.labels == ["本社区的志愿者", "全街道的志愿者", "志愿者和社会组织"]
    assert "要做什么" in await wang.taps("志愿者和社会组织")
    assert "已向志愿者发出，共3人" in await wang.says(LINE)
    for who in (liang, team, jianye):
        heard = await who.hears()
        assert len(heard.sounds) == 1
        assert (await helpers_card(who, NUMBER)).labels in (["🙋 我来"], ["🙋 我來"])
        assert "陈桂芳" not in heard
        assert "沙发" not in heard
    assert not await grace.hears(), "she is of another community"

    heard = await liang.taps("我來")
    assert heard.answer == "歸您了。10分鐘內可以反悔。"
    card = await helpers_card(liang, NUMBER)
    assert "這件事歸您了" in card.text
    assert card.labels == ["✅ 做好了", "↩️ 去不了了"]
    heard = await team.hears()
    assert not heard.sounds, "the posted card is edited in place"
    card = await helpers_card(team, NUMBER)
    assert "已被梁志愿者认领" in card.text
    assert "梁婉婷" not in card.text
    assert card.labels == ["🤝 一起去"]
    assert f"🙋 {NUMBER}：梁婉婷认领了。" in await wang.hears()
    assert "🙋 梁婉婷：在办" in (await wang.card(NUMBER)).text

    assert (await team.taps("一起去")).answer == "您一起去，谢谢！"
    assert "您和梁志愿者一起去" in (await helpers_card(team, NUMBER)).text
    assert "和您一起的：湖光义工队" in (await helpers_card(liang, NUMBER)).text
    assert "湖光义工队一起去" in await wang.hears()

    await liang.taps("做好了")
    assert "✅ 做好了，謝謝。" in await liang.says("都搬走了")
    assert f"✅ {NUMBER}：梁婉婷做好了。都搬走了" in await wang.hears()
    assert "✅ 做好了，谢谢。" in (await helpers_card(team, NUMBER)).text
    assert (await talk.report(NUMBER)).state == "signed", "nothing is finished by itself"
    steps = [event.step for event in await talk.events(NUMBER)]
    assert steps[3:] == ["volunteers", "help_taken", "help_joined", "help_done"]


async def test_a_second_tap_is_told_who_has_it(chen: Actor, wang: Actor, liang: Actor, team: Actor) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    old = (await helpers_card(team, NUMBER)).key("我来")
    assert old
    await liang.taps("我來")
    assert (await team.taps_data(old.data, old.message)).answer == "已被梁志愿者认领"
    assert "一起去" in (await helpers_card(team, NUMBER)).labels[0]


async def test_it_can_be_undone_for_ten_minutes(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor
) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    await liang.taps("我來")
    await wang.hears()
    assert (await liang.taps("去不了了")).answer == "已交回，會請別人來做。"
    assert (await helpers_card(team, NUMBER)).labels == ["🙋 我来"]
    assert "已重新招募" in await wang.hears()
    await team.taps("我来")
    assert "已被湖光義工隊認領" not in (await helpers_card(liang, NUMBER)).text, "names are not converted"
    assert "已被湖光义工队認領" in (await helpers_card(liang, NUMBER)).text
    talk.passes(11 * MINUTE)
    assert "已经过了10分钟" in (await team.taps("去不了了")).answer
    assert "已被湖光义工队認領" in (await helpers_card(liang, NUMBER)).text


async def test_who_lives_elsewhere_is_not_asked_and_cannot_take_it(
    chen: Actor, wang: Actor, grace: Actor, liang: Actor, lin: Actor, zhou: Actor
) -> None:
    await chen.says(WORDS)
    await call_for(wang, "本社区的志愿者")
    for one in (grace, lin, zhou, chen):
        assert not await one.hears()
        assert (await one.taps_data("claim:1:0:", 1)).answer
    assert "我來" in (await helpers_card(liang, NUMBER)).labels[0]


async def test_a_whole_street_is_asked(chen: Actor, wang: Actor, grace: Actor, liang: Actor) -> None:
    await chen.says(WORDS)
    await call_for(wang, "全街道的志愿者")
    await grace.taps("I do it")
    card = await helpers_card(liang, NUMBER)
    assert "已被一位志願者認領" in card.text, "no surname is known of her"


async def test_two_taps_in_one_batch(talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    await talk.settle()
    since = len(talk.sandbox.exchanges)
    for one in (team, liang):
        key = (await helpers_card(one, NUMBER)).rows[0][0]
        await press(talk, one.account, key.message, key.data)
    await talk.settle()
    assert answers(talk, since) == ["归您了。10分钟内可以反悔。", "已被湖光义工队認領"]
    assert [event.step for event in await talk.events(NUMBER)][-2:] == ["volunteers", "help_taken"]


async def test_half_a_day_of_silence_is_asked_about_and_a_day_gives_it_to_others(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor
) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    await liang.taps("我來")
    await team.hears()
    talk.passes(11 * HOUR)
    assert not await liang.hears_now()
    talk.passes(1.1 * HOUR)
    await talk.settle()
    assert not await liang.hears_now(), "it is ten in the evening: asked in the morning"
    talk.passes(10.6 * HOUR)
    assert "還在做嗎" in await liang.hears_now()
    assert (await liang.taps("在做")).answer == "謝謝，站裏知道了。"
    await wang.hears()
    talk.passes(13 * HOUR)
    await talk.settle()
    talk.passes(13 * HOUR)
    heard = await wang.hears_now()
    assert f"⏳ {NUMBER}：梁婉婷一直没有回音，已重新招募。" in heard
    again = await team.hears()
    assert len(again.sounds) == 1, "the call comes once more"
    assert (await helpers_card(team, NUMBER)).labels == ["🙋 我来"]
    assert "已經請別人來做了" in await liang.hears()
    await team.taps("我来")
    assert "已被湖光义工队認領" in (await helpers_card(liang, "求志願者")).text
    steps = await talk.steps(NUMBER)
    assert steps[-4:] == ["help_taken", "help_still", "help_released", "help_taken"]


async def test_in_the_night_nobody_is_woken(talk: Talk, chen: Actor, wang: Actor, liang: Actor) -> None:
    talk.passes(12 * HOUR)
    await chen.says(WORDS)
    await call_for(wang)
    assert not await liang.hears()
    talk.passes(11 * HOUR)
    assert len((await liang.hears_now()).sounds) == 1


async def test_a_group_sees_number_place_and_category_and_who_tapped_first_there(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor, liang: Actor, lin: Actor, team: Actor
) -> None:
    group = await gathering(talk, "西湖居民群", luo, chen, wang, liang, lin, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await chen.says(WORDS)
    await call_for(wang)
    posted = [said for said in await group.chat() if CALL in said.text]
    assert len(posted) == 1
    assert "西湖花园4号楼" in posted[0].text
    assert LINE not in posted[0].text, "the line is for volunteers"
    assert (await group.taps(lin, "我来")).answer == "这件事不是请您办的。"
    assert (await group.taps(liang, "我来")).answer == "歸您了。10分鐘內可以反悔。"
    posted = [said for said in await group.chat() if CALL in said.text]
    assert len(posted) == 1, "edited in place"
    assert "已被梁志愿者认领" in posted[0].text
    assert "✅ 做好了" in (await helpers_card(liang, NUMBER)).labels
    await group.taps(luo, "一起去")
    await liang.taps("做好了")
    await liang.says("都搬走了")
    posted = [said for said in await group.chat() if CALL in said.text]
    assert "做好了，谢谢" in posted[0].text
    assert posted[0].labels == []


async def test_of_what_is_personal_the_community_alone_is_told_and_of_what_is_sensitive_nothing(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor, luo: Actor
) -> None:
    group = await gathering(talk, "西湖居民群", luo, chen, liang, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await chen.sends_photo("4号楼楼道堆了旧沙发，电话13800138000")
    await call_for(wang)
    heard = await liang.hears()
    assert "西湖社区" in heard
    assert "4号楼" not in heard
    assert not heard.photos
    assert [said for said in await group.chat() if "4号楼" in said.text] == []
    talk.passes(700)
    await chen.says("4号楼一个孩子生病了没人管")
    report = (await talk.reports())[-1]
    heard = await wang.taps_data(f"volunteers:{report.serial:x}:{report.version:x}:", 1)
    assert heard.answer == "这件事涉及个人情况，不能发给志愿者。"


async def test_a_photo_alone_finishes_it_and_the_station_decides(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor
) -> None:
    await chen.says(WORDS)
    await wang.taps("签收")
    await call_for(wang)
    await liang.taps("我來")
    await liang.taps("做好了")
    await liang.sends_photo()
    heard = await wang.hears()
    assert f"✅ {NUMBER}：梁婉婷做好了。" in heard
    assert len(heard.photos) == 1
    assert (await talk.report(NUMBER)).state == "signed"


async def test_a_matter_elsewhere_is_a_report_of_its_own(
    talk: Talk, chen: Actor, wang: Actor, liang: Actor
) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    await liang.taps("我來")
    await liang.taps("做好了")
    await liang.says("5号楼路灯坏了")
    assert len(await talk.reports()) == 2
    assert "help_done" not in await talk.steps(NUMBER)


async def test_the_station_takes_the_call_back(chen: Actor, wang: Actor, liang: Actor, team: Actor) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    await liang.taps("我來")
    heard = await wang.chooses("谁在帮忙")
    assert "🙋 梁婉婷：在办" in heard
    await wang.taps("不用了：梁婉婷")
    for one in (liang, team):
        card = await helpers_card(one, NUMBER)
        assert "這件事不用麻煩了" in card.text or "这件事不用麻烦了" in card.text
        assert card.labels == []
    assert (await wang.chooses("求志愿者")).labels[0] == "本社区的志愿者", "and can be made once more"


async def test_one_call_at_a_time(chen: Actor, wang: Actor) -> None:
    await chen.says(WORDS)
    await call_for(wang)
    assert (await wang.chooses("求志愿者")).answer == "已经在找志愿者了。"
