"""Somebody reports what they found: one message, zero taps."""

import pytest
from sqlmodel import Session

from bot import conversing
from fieldwork.people import RoleKind
from storage import people
from tests.cast import BUILDING_4, BUILDING_5, BUILDING_6, CHEN, DONGMEN, GARDEN, XIHU
from tests.talk import Actor, Talk

LEAK = "4号楼化粪池漏了"
TWO_OF_A_NAME = (
    {
        "code": "441802006012",
        "name": "东门社区居委会",
        "estates": [{"code": "441802006012-1", "name": "幸福花园"}],
    },
    {
        "code": "441802006027",
        "name": "翠湖社区居委会",
        "estates": [{"code": "441802006027-1", "name": "幸福花园"}],
    },
)


@pytest.mark.shipped_clocks
async def test_a_report_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    heard = await chen.sends_photo(LEAK)
    assert "✅ 收到了 · N-10001-6" in heard
    assert "📍 凤城街道西湖社区西湖花园4号楼" in heard
    assert "🏷 社区治理 · 下水化粪池" in heard
    assert "西湖站会在3月2日 14:00前联系您。\n西湖站 · 电话 0763-000 0002" in heard
    assert heard.labels == ["补充", "不对，改一下"]

    card = await wang.hears()
    assert card.sounds == [(await wang.card("N-10001-6")).text]
    assert "N-10001-6 · 待签收 · 🔴 紧急" in card
    assert "「4号楼化粪池漏了」" in card
    (photo,) = card.photos
    assert photo.answers == (await wang.card("N-10001-6")).id
    assert not await zhang.hears(), "the station's others find it in their list"


async def test_its_rule_is_kept(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    report = await talk.report("N-10001-6")
    assert (report.place, report.category, report.urgency) == (BUILDING_4, "governance.sewage", "T1")
    assert report.rule
    assert await talk.steps("N-10001-6") == ["sent", "dispatched"]


async def test_the_reports_time_is_telegrams(talk: Talk, chen: Actor) -> None:
    sent = talk.clock.now()
    await chen.talk.sandbox.does("say", person=chen.account, text=LEAK)
    talk.passes(90)
    await talk.settle()
    report = await talk.report("N-10001-6")
    assert report.sent_at == sent
    assert (report.kept_at - report.sent_at).total_seconds() == 90


# -- photos -----------------------------------------------------------------------------------------


async def test_a_photo_without_words_is_a_report_with_one_question(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.sends_photo()
    assert "收到了 · N-10001-6" in heard
    assert "照片里是什么事" in heard
    assert heard.labels == ["跳过"]
    assert "（没有文字）" in await wang.card_text("N-10001-6")


async def test_the_words_of_a_photo_may_follow(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_photo()
    heard = await chen.says("化粪池漏了")
    assert "🏷 社区治理 · 下水化粪池" in heard
    assert "「化粪池漏了」" in await wang.card_text("N-10001-6")
    assert len(await talk.reports()) == 1
    assert (await talk.report("N-10001-6")).text == "化粪池漏了"
    assert (await chen.newest()).labels == [], "the question is answered"


async def test_the_question_can_be_skipped(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo()
    heard = await chen.taps("跳过")
    assert "好的，记下了" in heard
    assert heard.labels == []
    assert (await talk.report("N-10001-6")).question == ""


async def test_after_ten_minutes_words_are_a_report_of_their_own(talk: Talk, chen: Actor) -> None:
    await chen.sends_photo()
    talk.passes(660)
    assert "N-10002" in await chen.says("楼道灯坏了")


async def test_an_album_is_one_report(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.sends_album("4号楼", "", "化粪池漏了")
    assert "🖼 照片 3 张" in heard
    assert "🏷 社区治理 · 下水化粪池" in heard, "the words of a later photo count too"
    assert [said.text[:9] for said in heard.messages] == ["✅ 收到了 · N"]
    card = await wang.hears()
    assert len(card.sounds) == 1
    assert "4号楼\n化粪池漏了" in card
    assert len(card.photos) == 3
    assert len(await talk.reports()) == 1


async def test_an_albums_parts_may_come_apart(
    talk: Talk, chen: Actor, wang: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversing, "MANY", 1)
    heard = await chen.sends_album("", "4号楼化粪池漏了", "味道很大")
    assert len(heard.messages) == 1, "nothing was asked, for the words came in the end"
    assert "🏷 社区治理 · 下水化粪池" in heard
    assert len(await talk.reports()) == 1
    card = await wang.hears()
    assert "🖼 照片 3 张" in card
    assert len(card.photos) == 3


async def test_an_album_without_words_is_asked_once(talk: Talk, chen: Actor) -> None:
    heard = await chen.sends_album("", "")
    assert [said.labels for said in heard.messages] == [["补充", "不对，改一下"], ["跳过"]]
    await chen.says("楼道灯坏了")
    assert len(await talk.reports()) == 1


async def test_a_picture_sent_as_a_file_counts(talk: Talk, chen: Actor) -> None:
    assert "🖼 照片 1 张" in await chen.sends("document", 1, [LEAK])


# -- what belongs to the message before -------------------------------------------------------------


async def test_a_photo_within_the_minute_joins(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.hears()
    talk.passes(20)
    heard = await chen.sends_photo()
    assert "🖼 照片 1 张" in heard
    assert "照片里是什么事" not in heard
    assert len(await talk.reports()) == 1
    assert len((await wang.hears()).photos) == 1


async def test_a_photo_after_the_minute_is_its_own_report(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(61)
    assert "N-10002" in await chen.sends_photo()


async def test_a_place_within_the_minute_joins(talk: Talk, liang: Actor) -> None:
    await liang.says("化糞池漏了")
    talk.passes(10)
    assert "西湖花园5号楼" in await liang.says("西湖花園5號樓")
    (report,) = await talk.reports()
    assert report.place == BUILDING_5


async def test_a_matter_of_its_own_never_joins(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.says("楼道灯坏了")
    await chen.says("楼道灯坏了")
    assert len(await talk.reports()) == 3, "equal words included"


async def test_another_building_never_joins(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    await chen.says("西湖花园6号楼")
    assert [report.place for report in await talk.reports()] == [BUILDING_4, BUILDING_6]


# -- places -----------------------------------------------------------------------------------------


async def test_a_text_without_a_place_takes_the_senders_own(talk: Talk, chen: Actor, zhou: Actor) -> None:
    assert "西湖花园4号楼" in await chen.says("化粪池漏了")
    assert "西湖花园5号楼" in await zhou.says("化粪池漏了")


async def test_somebody_with_several_places_is_asked_which(talk: Talk, chen: Actor, liu: Actor) -> None:
    await _also_volunteers(talk, CHEN.account, DONGMEN)
    heard = await chen.says("路灯坏了")
    assert "是哪个地方" in heard
    assert heard.labels == ["凤城街道西湖社区西湖花园4号楼", "凤城街道东门社区", "跳过"]
    heard = await chen.taps("凤城街道东门社区")
    assert "东门站" in heard
    assert (await talk.report("N-10001-6")).place == DONGMEN
    assert "待签收" in await liu.hears()


async def test_a_place_that_exists_twice_is_asked(talk: Talk, liang: Actor, liu: Actor, zhao: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    heard = await liang.says("幸福花园路灯坏了")
    assert {"凤城街道东门社区幸福花园", "凤城街道翠湖社区幸福花园"} < set(heard.labels)
    await liang.taps("凤城街道翠湖社区幸福花园")
    assert "幸福花园" in await zhao.hears()
    assert not await liu.hears()


async def test_a_place_that_was_asked_may_be_typed(talk: Talk, liang: Actor, zhao: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    await liang.says("翠湖社区幸福花园")
    assert [report.place for report in await talk.reports()] == ["441802006027-1"]
    assert "幸福花园" in await zhao.hears()


async def test_the_question_of_the_place_can_be_skipped(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    assert (await liang.taps("跳過")).labels == []
    assert (await talk.report("N-10001-6")).station


async def test_an_open_question_never_swallows_a_report(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    await liang.says("西湖花园5号楼化粪池漏了")
    assert len(await talk.reports()) == 2


@pytest.mark.parametrize("words", ["跳过", "跳過", "不知道"])
async def test_a_question_can_be_skipped_in_words(talk: Talk, liang: Actor, chen: Actor, words: str) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    await liang.says(words)
    await chen.sends_photo()
    await chen.says(words)
    assert [(report.question, report.named) for report in await talk.reports()] == [("", "")] * 2
    assert [report.text for report in await talk.reports()] == ["幸福花园路灯坏了", ""]


async def test_thanks_are_no_place(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    assert "不客氣" in await liang.says("谢谢")
    assert [(report.question, report.named) for report in await talk.reports()] == [("place", "")]


async def test_words_of_danger_are_no_answer_to_where(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    assert "119" in await liang.says("冒烟")
    assert len(await talk.reports()) == 2


async def test_a_name_that_still_fits_two_places_is_asked_again(talk: Talk, liang: Actor) -> None:
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    heard = await liang.says("幸福花园")
    assert "凤城街道翠湖社区幸福花园" in heard.labels
    await liang.taps("凤城街道翠湖社区幸福花园")
    assert [(report.place, report.named) for report in await talk.reports()] == [("441802006027-1", "")]


async def test_a_building_that_does_not_exist_is_said(talk: Talk, chen: Actor, wang: Actor) -> None:
    heard = await chen.says("西湖花园9号楼水管爆了")
    assert "名单里没找到“9号楼”" in heard
    report = await talk.report("N-10001-6")
    assert (report.place, report.named) == (GARDEN, "9号楼")
    assert "名单里没有：9号楼" in await wang.hears()


async def test_an_unknown_estate_goes_to_the_senders_own_station(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    heard = await chen.says("光明小区3号楼停水了")
    assert "名单里没找到“光明小区3号楼”" in heard
    assert (await talk.report("N-10001-6")).place is None
    assert "光明小区" in await wang.hears()


async def test_a_volunteers_report_is_the_communitys(talk: Talk, liang: Actor) -> None:
    await liang.says("路燈壞了")
    assert (await talk.report("N-10001-6")).place == XIHU


# -- words as they were typed -----------------------------------------------------------------------


async def test_markup_is_shown_as_it_was_typed(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says("4号楼 <b>化粪池</b> 漏了 & <script>alert(1)</script>")
    assert "「4号楼 <b>化粪池</b> 漏了 & <script>alert(1)</script>」" in await wang.hears()
    await chen.taps("不对，改一下")
    await chen.taps("我说的话")
    await chen.says("<i>4号楼</i>")
    assert "💬 <i>4号楼</i>" in (await chen.card("N-10001-6")).text


async def test_a_message_may_be_as_long_as_telegram_takes(talk: Talk, chen: Actor) -> None:
    words = LEAK.ljust(4096, "！")
    await chen.says(words)
    assert [report.text for report in await talk.reports()] == [words]


async def test_the_rest_of_a_longer_one_joins_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    """4,097 characters: the app cuts them into two messages."""
    words = LEAK.ljust(4097, "！")
    heard = await chen.says(words)
    (report,) = await talk.reports()
    assert report.text == words
    assert len(heard.messages) == 1, "nothing is said of the second part"


async def test_two_thirds_of_a_very_long_one_join_it_too(talk: Talk, chen: Actor) -> None:
    words = LEAK.ljust(9000, "！")
    await chen.says(words)
    (report,) = await talk.reports()
    assert report.text == words


async def _also_volunteers(talk: Talk, account: int, place: str) -> None:
    def grant(session: Session) -> None:
        person = people.by_account(session, account)
        assert person is not None
        people.grant(session, person, RoleKind.VOLUNTEER, place, talk.clock.now().date())

    await talk.books.write(grant)
