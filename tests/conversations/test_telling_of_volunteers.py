"""Volunteers are told by number, beside the people served; the hours of each are never made into a sum."""

from fieldwork.activities import Unit
from tests.talk import Actor, Talk

NUMBER = "A-10001-6"


async def test_volunteers_stand_on_both_cards_and_not_among_the_people(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says("今天社区活动1场，居民30人，10名志愿者参与")
    for card in (await chen.card_text(NUMBER), await wang.card_text(NUMBER)):
        assert "🔢 1 场 · 30 人\n" in card
        assert "\n🙋 志愿者 10 人\n" in card
    activity, counts = await talk.activity(NUMBER)
    assert activity.volunteers == 10
    assert counts == {Unit.SESSIONS: 1, Unit.PEOPLE: 30}


async def test_what_each_gave_is_left_out_and_the_sum_may_be_said(talk: Talk, chen: Actor) -> None:
    await chen.says("今天18个志愿者清扫楼道1次，每人2小时")
    await chen.taps("跳过")
    card = await chen.card_text(NUMBER)
    assert "🔢 1 次\n🙋 志愿者 18 人\n❔ 没有说多少人次\n❔ “每人2小时”是每个人的，总共多少小时没写" in card
    assert "想补这个数，回复这条消息就行" in card
    await chen.replies(await chen.card(NUMBER), "36小时")
    card = await chen.card_text(NUMBER)
    assert "🔢 1 次 · 36 小时\n🙋 志愿者 18 人" in card
    assert "每人2小时" not in card
    assert (await talk.activity(NUMBER))[1] == {Unit.TIMES: 1, Unit.HOURS: 36}


async def test_another_number_of_volunteers_in_edited_words_stands_on_the_card(chen: Actor) -> None:
    await chen.says("今天清扫楼道1次，居民5人，志愿者18人")
    await chen.edits(await chen.last_sent(), "今天清扫楼道1次，居民5人，志愿者8人")
    assert "🔢 1 次 · 5 人\n🙋 志愿者 8 人" in await chen.card_text(NUMBER)
