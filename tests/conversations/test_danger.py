"""Somebody says whether anybody is in danger now, after words that may mean it."""

import pytest

from tests.talk import Actor, Talk

FALLEN, NUMBER = "4号楼5楼有人晕倒了", "N-10001-6"
JUMPING = "4号楼5楼有人要跳楼"
NUMBERS = ("110", "119", "120", "这里不是报警电话")


@pytest.mark.shipped_clocks
async def test_danger_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.says(FALLEN)
    for number in NUMBERS:
        assert number in heard
    asked, card = heard.messages
    assert asked.text.endswith("现在有危险吗？"), "the numbers that help stand before the card"
    assert asked.labels == ["有", "没有"]
    assert "收到了" in card.text
    await wang.catches_up()
    heard = await chen.taps("有")
    assert "请先打" in heard
    assert heard.labels[-2:] != ["有", "没有"]
    called = await wang.hears()
    assert called.sounds == ["🆘 N-10001-6 现在是特急，请马上签收、联系。"], "somebody's own matter: no place"
    assert "🆘 特急" in await wang.card_text(NUMBER)
    assert (await talk.report(NUMBER)).urgency == "T0"
    assert "西湖站会在3月2日 10:30前联系您" in await chen.card_text(NUMBER)


async def test_of_what_is_restricted_only_that_something_waits_is_said(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(JUMPING)
    assert (await wang.hears()).sounds == ["🔒 您有一项待办。"]
    await chen.taps("有")
    assert (await wang.hears()).sounds == ["🆘 您有一项紧急待办。"]
    assert (await talk.report(NUMBER)).privacy == "P4"


async def test_of_what_everybody_may_know_the_place_is_said(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼着火了")
    await wang.catches_up()
    await chen.taps("有")
    assert (await wang.hears()).sounds == [
        "🆘 N-10001-6 现在是特急：凤城街道西湖社区西湖花园4号楼。请马上签收、联系。"
    ]


async def test_the_words_alone_raise_nobody(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(FALLEN)
    assert (await talk.report(NUMBER)).urgency != "T0"
    heard = await wang.hears()
    assert len(heard.sounds) == 1
    assert "特急" not in heard


async def test_no_danger_is_kept_in_the_history(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(FALLEN)
    heard = await chen.taps("没有")
    assert "没有危险就好" in heard
    assert heard.labels == []
    assert (await talk.steps(NUMBER))[-1] == "no_danger"
    assert (await talk.report(NUMBER)).urgency != "T0"


@pytest.mark.parametrize(
    ("said", "urgency"), [("有", "T0"), ("有危险", "T0"), ("没有", "T2"), ("沒有", "T2")]
)
async def test_the_answer_may_be_typed(talk: Talk, chen: Actor, said: str, urgency: str) -> None:
    await chen.says("4号楼漏煤气")
    await chen.says(said)
    assert [str(report.urgency) for report in await talk.reports()] == [urgency]
    assert (await talk.report(NUMBER)).question == ""


@pytest.mark.parametrize("words", ["火车站门口路灯坏了", "火锅店油烟大", "燃气费怎么交"])
async def test_everyday_words_ask_nothing(talk: Talk, chen: Actor, words: str) -> None:
    assert "110" not in await chen.says(words)


async def test_a_staff_members_tap_makes_it_most_urgent(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says("4号楼楼道灯坏了")
    await zhang.says(NUMBER)
    await wang.catches_up()
    assert "特急" in (await zhang.taps("现在有危险")).answer
    assert (await talk.report(NUMBER)).urgency == "T0"
    assert len((await wang.hears()).sounds) == 1
    assert "🆘 现在有危险" not in (await wang.card(NUMBER)).labels


async def test_whoever_signed_is_the_one_who_is_called(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(FALLEN)
    await zhang.says(NUMBER)
    await zhang.taps("签收")
    await wang.catches_up()
    await chen.taps("有")
    assert "特急" in (await zhang.hears()).sounds[0]
    assert not (await wang.hears()).sounds


async def test_words_of_danger_that_come_later_ask_too(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    talk.passes(120)
    await chen.taps("补充")
    heard = await chen.says("现在冒烟了，着火了")
    for number in NUMBERS:
        assert number in heard
    assert heard.labels == ["有", "没有"]
    await chen.taps("有")
    assert (await talk.report(NUMBER)).urgency == "T0"
    assert len(await talk.reports()) == 1


async def test_so_do_the_words_of_a_photo(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo()
    heard = await chen.says("着火了")
    assert "119" in heard
    assert heard.labels == ["有", "没有"]
    await chen.says("有")
    assert [str(report.urgency) for report in await talk.reports()] == ["T0"]


async def test_so_does_a_later_photo_of_an_album(talk: Talk, chen: Actor) -> None:
    heard = await chen.sends_album("4号楼", "着火了")
    assert "119" in heard
    assert heard.labels == ["有", "没有"]


async def test_so_does_an_edited_message(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    heard = await chen.edits(await chen.last_sent(), "4号楼楼道着火了")
    assert "119" in heard
    assert heard.labels == ["有", "没有"]


async def test_so_does_a_reply(talk: Talk, chen: Actor) -> None:
    await chen.says("4号楼楼道灯坏了")
    assert "119" in await chen.replies(await chen.card(NUMBER), "着火了")


async def test_what_was_most_urgent_stays_so(talk: Talk, chen: Actor) -> None:
    await chen.says(FALLEN)
    await chen.taps("有")
    await chen.says("味道很大")
    await chen.sends_photo()
    assert (await talk.report(NUMBER)).urgency == "T0"


async def test_an_old_no_takes_nothing_back(talk: Talk, chen: Actor) -> None:
    asked = (await chen.says(FALLEN)).messages[0]
    await chen.taps("有")
    key = asked.key("没有")
    assert key is not None
    assert "已经答过了" in (await chen.taps_data(key.data, key.message)).answer
    assert (await talk.report(NUMBER)).urgency == "T0"


async def test_a_late_yes_counts(talk: Talk, chen: Actor) -> None:
    asked = (await chen.says(FALLEN)).messages[0]
    await chen.taps("没有")
    key = asked.key("有")
    assert key is not None
    await chen.taps_data(key.data, key.message)
    assert (await talk.report(NUMBER)).urgency == "T0"


async def test_a_second_yes_calls_nobody_again(talk: Talk, chen: Actor, wang: Actor) -> None:
    asked = (await chen.says(FALLEN)).messages[0]
    key = asked.key("有")
    assert key is not None
    await chen.taps_data(key.data, key.message)
    before = await talk.events(NUMBER)
    await wang.catches_up()
    assert "已经通知社工站了" in (await chen.taps_data(key.data, key.message)).answer
    assert await talk.events(NUMBER) == before
    assert not (await wang.hears()).sounds


async def test_nobody_else_can_answer_it(talk: Talk, chen: Actor, li: Actor) -> None:
    await chen.says(FALLEN)
    assert (await li.taps_data("danger_now:2711:0:", 1)).answer == "这不是您的上报。"
    assert (await talk.report(NUMBER)).urgency != "T0"


async def test_a_report_by_itself_is_not_taken_for_the_answer(talk: Talk, chen: Actor) -> None:
    await chen.says(FALLEN)
    await chen.says("5号楼路灯坏了")
    assert len(await talk.reports()) == 2
    await chen.taps("有")
    assert (await talk.report(NUMBER)).urgency == "T0"


@pytest.mark.parametrize(
    ("said", "urgency"), [("有！", "T0"), ("有的。", "T0"), ("没有！", "T2"), ("No.", "T2")]
)
async def test_a_mark_behind_the_answer_changes_nothing(
    talk: Talk, chen: Actor, said: str, urgency: str
) -> None:
    await chen.says("4号楼漏煤气")
    await chen.says(said)
    assert [str(report.urgency) for report in await talk.reports()] == [urgency]


@pytest.mark.parametrize("part", ["我说的话", "地点"])
async def test_a_correction_with_words_of_danger_asks_too(talk: Talk, chen: Actor, part: str) -> None:
    await chen.says("4号楼楼道灯坏了")
    await chen.taps("不对，改一下")
    await chen.taps(part)
    heard = await chen.says("5号楼着火了")
    assert "119" in heard
    assert heard.labels == ["有", "没有"]


@pytest.mark.parametrize(
    "words",
    [
        "Fire! Somebody is in the house",
        "I smell gas in the stairway",
        "He is unconscious",
        "she wants to jump off",
    ],
)
async def test_words_of_danger_are_known_in_english(grace: Actor, words: str) -> None:
    heard = await grace.says(words)
    assert "ambulance 120" in heard.messages[0].text
    assert heard.messages[0].labels == ["Yes, now", "No"]


@pytest.mark.parametrize(
    "words", ["The fire door is broken", "A fire extinguisher is missing", "Fireworks at night"]
)
async def test_everyday_english_asks_nothing(grace: Actor, words: str) -> None:
    assert "120" not in (await grace.says(words)).text.replace("0763", "")


async def test_the_card_says_that_the_reporter_is_being_asked(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(FALLEN)
    assert "有危险字样" in await wang.card_text(NUMBER)
    await chen.taps("没有")
    assert "有危险字样" not in await wang.card_text(NUMBER)
