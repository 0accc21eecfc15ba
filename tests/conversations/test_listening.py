"""What somebody was asked to write next, and when it is not listened for any more."""

from tests.cast import BUILDING_5
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
A_DAY = 24 * 3600


async def test_an_answer_within_the_hour_is_heard(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    talk.passes(50 * 60)
    assert "加上了" in await chen.says("味道很大")
    assert len(await talk.reports()) == 1


async def test_yesterdays_question_swallows_no_report(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    for part in ("我说的话", "地点"):
        await chen.taps("不对，改一下", await chen.card(NUMBER))
        await chen.taps(part)
        talk.passes(A_DAY)
        assert "收到了" in await chen.says("楼道灯坏了")
    await chen.taps("补充", await chen.card(NUMBER))
    talk.passes(A_DAY)
    assert "收到了" in await chen.says("楼道灯又坏了")
    assert [report.words for report in await talk.reports()] == [""] * 4


async def test_yesterdays_question_keeps_no_answer_from_being_heard(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.taps("已清理干净")
    talk.passes(A_DAY)
    assert "满意吗" in await chen.says("解决了")


async def test_what_a_worker_writes_tomorrow_is_no_outcome(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await wang.taps("办结")
    talk.passes(A_DAY)
    await wang.says("5号楼电梯坏了")
    assert (await talk.report(NUMBER)).outcome == ""
    assert len(await talk.reports()) == 2


async def test_a_matter_at_another_place_is_a_report_of_its_own(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    assert "收到了" in await chen.says("5号楼电梯坏了")
    await wang.taps("联系了", await wang.card(NUMBER))
    await wang.taps("办结", await wang.card(NUMBER))
    await wang.says("6号楼路灯坏了")
    assert [report.outcome for report in await talk.reports()] == ["", "", ""]
    assert [report.place for report in await talk.reports()][1] == BUILDING_5


async def test_a_matter_at_the_same_place_is_added(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.taps("补充")
    assert "加上了" in await chen.says("4号楼一楼下水道也堵了")
    assert len(await talk.reports()) == 1


async def test_what_is_asked_about_a_report_that_closed_meanwhile_is_not_lost(
    talk: Talk, chen: Actor
) -> None:
    await chen.says(LEAK)
    old = await chen.card(NUMBER)
    await chen.taps("不对，改一下")
    menu = await chen.newest()
    await chen.taps("补充", old)
    await chen.taps("不用管了", menu)
    assert "收到了" in await chen.says("楼道灯坏了")


# -- albums -----------------------------------------------------------------------------------------


async def test_an_album_is_added_whole_and_answered_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(300)
    await wang.catches_up()
    await chen.taps("补充")
    heard = await chen.sends_album("井盖这边", "", "")
    assert heard.text.count("加上了") == 1
    assert len(await talk.reports()) == 1
    assert "🖼 照片 3 张" in await chen.card_text(NUMBER)
    assert len((await wang.hears()).photos) == 3


async def test_so_is_an_album_in_reply_to_the_own_card(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(300)
    heard = await chen.sends("photo", 3, ["井盖这边", "", ""], to=await chen.card(NUMBER))
    assert heard.text.count("加上了") == 1
    assert len(await talk.reports()) == 1


async def test_an_album_of_what_was_done_reaches_the_reporter_whole(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await wang.taps("办结")
    await chen.catches_up()
    talk.passes(300)
    await wang.sends_album("抽干净了", "", "")
    told = await chen.hears()
    assert len(told.photos) == 3
    assert told.text.count("真的解决了吗") == 1
    assert [report.outcome for report in await talk.reports()] == ["抽干净了"]
    assert "照片" not in await chen.card_text(NUMBER), "the photos of what was done are not the reporter's"


async def test_an_album_without_words_is_kept_and_said_so_once(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await wang.taps("办结")
    assert (await wang.sends_album("", "", "")).text.count("照片收到") == 1
    await wang.taps("已清理干净")
    assert len((await chen.hears()).messages) >= 1
    assert len(await talk.reports()) == 1


async def test_an_album_in_reply_to_the_stations_card_is_passed_on_whole(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await chen.catches_up()
    heard = await wang.sends("photo", 3, ["是这个井盖吗", "", ""], to=await wang.card(NUMBER))
    assert heard.text.count("已转达") == 1
    told = await chen.hears()
    assert told.text.count("💬") == 1
    assert len(told.photos) == 3
