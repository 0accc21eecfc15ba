"""Somebody edits a message that they sent."""

from bot.commands.reports import told
from storage import reports
from tests.cast import BUILDING_4, BUILDING_5
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_editing_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.hears()
    heard = await chen.edits(await chen.last_sent(), "5号楼化粪池漏了")
    assert "N-10001-6：按您改的更新了" in heard
    assert "📍 凤城街道西湖社区西湖花园5号楼" in await chen.card_text(NUMBER)
    heard = await wang.hears()
    assert "✏️ N-10001-6，陈桂芳改了原话：5号楼化粪池漏了" in heard
    assert "「5号楼化粪池漏了」" in await wang.card_text(NUMBER)
    report = await talk.report(NUMBER)
    assert (report.text, report.place) == ("5号楼化粪池漏了", BUILDING_5)
    assert "edited" in await talk.steps(NUMBER)
    said = await talk.asks(lambda s: reports.wordings(s, 10_001))
    assert [(each.edition, each.words) for each in said] == [(0, LEAK), (1, "5号楼化粪池漏了")]
    shown = await talk.asks(lambda s: told(s, report))
    assert [version["words"] for version in shown["versions"]] == [LEAK, "5号楼化粪池漏了"]

    await wang.taps("签收")
    await wang.hears()
    assert "加上了" in await chen.edits(await chen.last_sent(), "5号楼化粪池漏了，很臭")
    assert "➕ 5号楼化粪池漏了，很臭" in await wang.card_text(NUMBER)
    assert (await talk.report(NUMBER)).text == "5号楼化粪池漏了"


async def test_what_joined_can_be_edited_too(talk: Talk, liang: Actor) -> None:
    await liang.says("化糞池漏了")
    talk.passes(10)
    await liang.says("西湖花園4號樓")
    await liang.edits(await liang.last_sent(), "西湖花園5號樓")
    report = await talk.report(NUMBER)
    assert (report.text, report.place) == ("化糞池漏了\n西湖花園5號樓", BUILDING_5)


async def test_the_line_under_a_photo_can_be_edited(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_photo(LEAK)
    await chen.edits(await chen.last_sent(), "5号楼化粪池漏了")
    card = await wang.card_text(NUMBER)
    assert "「5号楼化粪池漏了」" in card
    assert "🖼 照片 1 张" in card


async def test_what_was_corrected_by_hand_is_not_read_over(talk: Talk, chen: Actor) -> None:
    await chen.says("5号楼化粪池漏了")
    sent = await chen.last_sent()
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("西湖花园4号楼")
    await chen.edits(sent, "6号楼楼道灯坏了")
    report = await talk.report(NUMBER)
    assert (report.text, report.place) == ("6号楼楼道灯坏了", BUILDING_4)
    assert report.category != "governance.sewage"


async def test_an_edit_that_leaves_nothing_changes_nothing_and_says_so(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    assert "还是按原来的话" in await chen.edits(await chen.last_sent(), "谢谢")
    assert (await talk.report(NUMBER)).text == LEAK


async def test_words_of_danger_that_come_by_an_edit_are_asked_about(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    assert "119" in await chen.edits(await chen.last_sent(), "4号楼三楼着火了")
    assert (await talk.report(NUMBER)).question == "danger"
