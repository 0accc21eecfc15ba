"""A station looks for volunteers, and the first who taps has it."""

from tests.conversations.test_asking_partners import helpers_card
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
