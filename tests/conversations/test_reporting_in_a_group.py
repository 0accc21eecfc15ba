"""Somebody reports in a station's group: one short line there, and all the rest in private."""

import pytest

from fieldwork.activities import Unit
from tests.gathering import Gathering, gathering
from tests.sandbox.conftest import voice_note
from tests.talk import Actor, File, Talk

LAMP, NUMBER = "/bao 4号楼楼道灯坏了", "N-10001-6"
RECEIVED = "收到了，N-10001-6，西湖站会联系您。"


@pytest.fixture
async def group(
    talk: Talk, luo: Actor, chen: Actor, wang: Actor, huang: Actor, lin: Actor, he: Actor
) -> Gathering:
    """The group of 西湖站, with the bot in it."""
    found = await gathering(talk, "西湖居民群", luo, chen, wang, huang, lin, he, bot=True)
    await found.says(luo, "/bind 西湖站")
    return found


async def test_a_report_from_a_group(talk: Talk, group: Gathering, chen: Actor, wang: Actor) -> None:
    heard = await group.says(chen, LAMP)
    line, card = heard.messages
    assert line.text == RECEIVED
    assert line.answers == await group.last_said(chen)
    assert card.text.splitlines() == [
        "西湖站 · N-10001-6 · 待跟进",
        "📍 凤城街道西湖社区西湖花园4号楼",
        "🏷 社区治理 · 路灯照明",
    ]
    assert card.labels == ["去私聊处理"]
    assert not card.sound
    assert "✅ 收到了 · N-10001-6" in await chen.hears()
    assert "「4号楼楼道灯坏了」" in await wang.hears()
    assert (await talk.report(NUMBER)).text == "4号楼楼道灯坏了"


async def test_the_card_goes_on_with_the_report_and_ends_as_one_line(
    talk: Talk, group: Gathering, chen: Actor, wang: Actor
) -> None:
    await chen.says("4号楼化粪池漏了")
    card = await group.card(NUMBER)
    assert card.text.startswith("🔴 西湖站 · N-10001-6 · 待跟进")
    await wang.taps("签收")
    assert "在跟进" in (await group.card(NUMBER)).text
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已清理干净")
    await chen.taps("解决了")
    done = await group.card(NUMBER)
    assert (done.id, done.text, done.labels) == (card.id, "N-10001-6 · 已结束", [])
    assert len([one for one in await group.chat() if NUMBER in one.text]) == 1


async def test_a_reply_to_the_bot_starts_a_report_and_a_photo_too(
    talk: Talk, group: Gathering, chen: Actor
) -> None:
    hello = await group.newest()
    assert RECEIVED in await group.says(chen, "4号楼楼道灯坏了", to=hello)
    talk.passes(300)
    assert "收到了，N-10002-4" in await group.sends_photo(chen, "4号楼垃圾没人收", to=hello)
    assert "🖼 照片 1 张" in await chen.card_text("N-10002-4")


async def test_the_question_goes_on_in_private(talk: Talk, group: Gathering, chen: Actor) -> None:
    await group.sends_photo(chen, to=await group.newest())
    assert "照片里是什么事" in (await chen.newest()).text
    await chen.says("楼道灯坏了")
    (report,) = await talk.reports()
    assert report.category == "governance.lamp"
    assert "路灯照明" in (await group.card(NUMBER)).text


async def test_words_under_ones_own_card_are_added(talk: Talk, group: Gathering, chen: Actor) -> None:
    await group.says(chen, LAMP)
    heard = await group.says(chen, "晚上看不见路", to=await group.card(NUMBER))
    assert heard.text.strip() == "N-10001-6：加上了。"
    assert len(await talk.reports()) == 1
    assert "added" in await talk.steps(NUMBER)


async def test_words_under_somebody_elses_card_go_nowhere_and_are_not_kept(
    talk: Talk, group: Gathering, chen: Actor, wang: Actor, huang: Actor
) -> None:
    await group.says(chen, LAMP)
    card = await group.card(NUMBER)
    heard = await group.says(wang, "我下午过去看看", to=card)
    assert "N-10001-6 在私聊里处理" in heard
    assert heard.labels == ["去私聊处理"]
    assert len(await talk.reports()) == 1
    assert not any("我下午过去看看" in body for body in await talk.bodies())
    assert "收到了，N-10002-4" in await group.says(huang, "6号楼电梯坏了", to=card)


async def test_thanks_stay_unanswered_and_so_does_everything_else(
    talk: Talk, group: Gathering, chen: Actor, luo: Actor
) -> None:
    await group.says(chen, LAMP)
    assert not await group.says(chen, "谢谢", to=await group.newest())
    assert not await group.says(chen, "中午吃什么")
    assert not await group.edits(chen, await group.last_said(chen), "中午吃面")
    assert not await group.says(chen, "/bao@another_bot 路灯坏了")
    assert "要报事，回复我的任何一条消息" in await group.says(chen, "/bao")
    assert len(await talk.reports()) == 1


@pytest.mark.parametrize(
    ("words", "remove"),
    [
        ("/bao 4号楼302的阿姨病了，没人管", True),
        ("/bao 4号楼有个小孩天天被打", True),
        ("/bao 4号楼有人家暴", False),
        ("/bao 我妈妈化疗完想申请助浴", False),
        ("/bao 4号楼502漏水", True),
        ("/bao 代报：张阿婆 4号楼楼道灯坏了", False),
    ],
)
async def test_a_personal_matter_moves_to_private(
    talk: Talk, group: Gathering, chen: Actor, wang: Actor, words: str, remove: bool
) -> None:
    heard = await group.says(chen, words)
    assert "这件事我们私下说，已私信您。" in heard
    assert ("请群管理员删除上面那条消息" in heard) is remove
    assert NUMBER not in heard.messages[0].text
    assert "收到了 · N-10001-6" in await chen.hears()
    assert (await wang.hears()).sounds, "the station has it, whatever the group was told"


async def test_what_is_personal_has_no_card_in_the_group(
    talk: Talk, group: Gathering, chen: Actor, wang: Actor
) -> None:
    await chen.says("4号楼有个小孩没人管")
    await wang.taps("签收")
    assert await group.cards(NUMBER) == []


async def test_a_card_is_taken_down_when_later_words_make_it_personal(
    talk: Talk, group: Gathering, chen: Actor
) -> None:
    await chen.says("4号楼楼道灯坏了")
    card = await group.card(NUMBER)
    talk.passes(300)
    await chen.taps("补充")
    await chen.says("有个孩子在那里被打了")
    (left,) = [one for one in await group.chat() if one.id == card.id]
    assert (left.text, left.labels) == ("🔒 这件事改为私下处理。", [])


async def test_who_has_not_joined_learns_how_and_is_not_kept(
    talk: Talk, group: Gathering, lin: Actor
) -> None:
    heard = await group.says(lin, "/bao 5号楼路灯坏了")
    assert heard.text.strip() == "我还不认识您：请先到私聊里加入。您刚才写的内容没有保存。"
    assert heard.labels == ["加入"]
    assert await talk.reports() == []
    assert not any("路灯坏了" in body for body in await talk.bodies())


async def test_a_stranger_in_danger_gets_the_numbers_in_the_group(group: Gathering, lin: Actor) -> None:
    heard = await group.says(lin, "/bao 5楼着火了")
    assert "119" in heard.text.splitlines()[0]


async def test_who_cannot_be_written_to_gets_a_button(talk: Talk, group: Gathering, chen: Actor) -> None:
    await chen.says("你好")
    await chen.blocks()
    heard = await group.says(chen, LAMP)
    assert heard.messages[0].text == RECEIVED
    assert heard.messages[0].labels == ["打开私聊"]
    talk.passes(300)
    private = await group.says(chen, "/bao 有人家暴")
    assert "这件事我们私下说，请点下面的按钮。" in private
    assert private.labels == ["打开私聊"]


async def test_who_cannot_be_written_to_gets_the_numbers_in_the_group(
    talk: Talk, group: Gathering, chen: Actor
) -> None:
    await chen.blocks()
    before = len(talk.calls("sendMessage"))
    heard = await group.says(chen, "/bao 4号楼着火了")
    assert "119" in heard.messages[0].text.splitlines()[0]
    chats = {int(one.params["chat_id"]) for one in talk.calls("sendMessage")[before:]}
    assert chen.account not in chats, "nothing is sent to who has blocked the bot"


async def test_a_voice_under_the_bots_words_is_a_report_and_a_sticker_is_none(
    talk: Talk, group: Gathering, chen: Actor, wang: Actor
) -> None:
    hello = await group.newest()
    await chen.sends("sticker", 0, to=hello.id, chat=group.id)
    assert (await group.newest()).id == hello.id
    await chen.sends(
        "voice", to=hello.id, chat=group.id, held=File("", voice_note(7), "audio/ogg"), seconds=7
    )
    assert "收到了，N-10001-6" in "".join(one.text for one in await group.chat())
    assert "🎧 听" in (await wang.card(NUMBER)).labels


async def test_an_activity_is_noted_and_has_no_card(talk: Talk, group: Gathering, chen: Actor) -> None:
    heard = await group.says(chen, "/bao 今天入户走访5户12人次")
    assert heard.text.strip() == "记下了，A-10001-6，西湖站会登记。"
    assert await group.cards("A-10001-6") == []


async def test_a_list_of_activities_is_several_in_a_group_and_in_private_too(
    talk: Talk, group: Gathering, chen: Actor
) -> None:
    heard = await group.says(chen, "/bao 本周：\n1. 入户走访12次36户\n2. 宣讲2场85人次")
    assert heard.text.strip() == "记下了，A-10001-6、A-10002-4，西湖站会登记。"
    assert "📝 一共 2 项" in await chen.hears()
    await chen.taps("都对，记下")
    assert (await talk.activity("A-10002-4"))[1] == {Unit.SESSIONS: 2, Unit.PERSON_TIMES: 85}
    heard = await chen.says("/bao 本周：\n1. 入户走访3次6户\n2. 整治3次41人次")
    assert "📝 一共 2 项" in heard
    assert heard.labels == ["✅ 都对，记下", "A-10003-2", "A-10004-0"]


async def test_an_album_is_one_report(talk: Talk, group: Gathering, chen: Actor) -> None:
    await chen.sends("photo", 3, ["4号楼楼道灯坏了", "", ""], to=await group.newest(), chat=group.id)
    assert len(await talk.reports()) == 1
    assert len([one for one in await group.chat() if "收到了" in one.text]) == 1
    assert "🖼 照片 3 张" in await chen.card_text(NUMBER)


async def test_an_anonymous_administrator_and_a_channel_report_nothing(
    talk: Talk, group: Gathering, luo: Actor
) -> None:
    assert "请用自己的名字发" in await group.says(luo, LAMP, anonymous=True)
    assert await talk.reports() == []


async def test_most_urgent_is_the_only_card_with_sound(
    talk: Talk, group: Gathering, chen: Actor, wang: Actor
) -> None:
    await chen.says("4号楼有煤气味")
    assert not (await group.card(NUMBER)).sound
    await chen.taps("有")
    card = await group.card(NUMBER)
    assert card.text.startswith("🆘 西湖站 · N-10001-6")
    assert card.sound


async def test_a_report_that_went_to_another_station_leaves_a_line(
    talk: Talk, group: Gathering, liang: Actor, luo: Actor
) -> None:
    await liang.says("西湖花园4号楼路灯坏了")
    card = await group.card(NUMBER)
    await liang.taps("不對，改一下")
    await liang.taps("地點")
    await liang.says("东门社区")
    (left,) = [one for one in await group.chat() if one.id == card.id]
    assert left.text == "N-10001-6 · 已转到别的站"


async def test_the_group_sees_no_card_of_another_station(
    talk: Talk, group: Gathering, grace: Actor, liu: Actor
) -> None:
    await grace.says("东门社区路灯坏了")
    await liu.taps("签收")
    assert await group.cards(NUMBER) == []


async def test_the_command_is_taken_in_private_too(talk: Talk, chen: Actor) -> None:
    for number, words in ((1, "/报 4号楼楼道灯坏了"), (2, "/bao 4号楼化粪池漏了")):
        await chen.says(words)
        report = (await talk.reports())[number - 1]
        assert report.text == words.partition(" ")[2]
        talk.passes(300)
    assert "请直接写在哪里、发生了什么" in await chen.says("/bao")
    assert "请直接写在哪里、发生了什么" in await chen.says("/报")
    assert len(await talk.reports()) == 2


async def test_an_edit_makes_nothing_less_private(talk: Talk, group: Gathering, chen: Actor) -> None:
    await chen.says("4号楼302王大爷被儿子打了，家里有人受伤")
    before = len(await group.chat())
    await chen.edits(await chen.last_sent(), "4号楼楼道灯坏了")
    assert len(await group.chat()) == before
