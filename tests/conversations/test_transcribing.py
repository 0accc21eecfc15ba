"""Somebody of the station opens what a card cannot show: hears a voice, types what it says."""

from storage import reports
from tests.cast import BUILDING_4, DONGMEN
from tests.talk import Actor, Talk

NUMBER, SPOKEN = "N-10001-6", "四号楼化粪池漏了"


async def test_typing_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(12)
    await wang.hears()
    heard = await wang.taps("🎧 听")
    assert [said.voice != "" for said in heard.messages] == [True]
    assert "请把语音里说的话打出来" in await wang.taps("代录")
    assert "记下了" in await wang.says(SPOKEN)
    heard = await chen.hears()
    assert "西湖站王慧敏把您的语音记成：\n“四号楼化粪池漏了”\n对吗？" in heard
    card = await wang.card(NUMBER)
    assert "⌨️ 代录：四号楼化粪池漏了" in card.text
    assert "⌨️ 代录" not in card.labels, "it is typed"
    report = await talk.report(NUMBER)
    assert (report.text, report.category, report.place) == ("", "governance.sewage", BUILDING_4)
    assert str(report.urgency) == "T1"
    assert "好的，记下了" in await chen.taps("对")
    assert (await talk.steps(NUMBER))[-3:] == ["transcribed", "understood", "transcript_right"]


async def test_what_was_typed_wrongly_is_written_by_the_one_who_spoke(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.sends_voice(12)
    await wang.taps("代录")
    await wang.says("四号楼花坛漏了")
    assert "那请您写一写" in await chen.taps("不对")
    heard = await wang.hears()
    assert "代录得不对" in heard
    assert "花坛" not in await wang.card_text(NUMBER)
    assert "好的，记下了" in await chen.says(SPOKEN)
    assert "⌨️ 代录：四号楼化粪池漏了" in await wang.card_text(NUMBER)
    (sent,) = await talk.asks(lambda s: reports.attachments(s, 10_001))
    assert sent.transcript == SPOKEN
    assert sent.transcribed_by == (await talk.report(NUMBER)).reporter_id


async def test_the_one_who_spoke_may_say_it_again(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(12)
    await wang.taps("代录")
    await wang.says("四号楼花坛漏了")
    await chen.taps("不对")
    assert "加上了" in await chen.sends_voice(7)
    assert "🎤 语音（12 秒 · 7 秒）收到" in await wang.card_text(NUMBER)
    assert len(await talk.reports()) == 1


async def test_the_answer_may_be_typed(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(12)
    await wang.taps("代录")
    await wang.says(SPOKEN)
    assert "好的，记下了" in await chen.says("对！")
    assert len(await talk.reports()) == 1


async def test_danger_that_was_spoken_is_asked_about(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(5)
    await wang.taps("代录")
    await wang.says("三楼着火了")
    heard = await chen.hears()
    assert "119" in heard
    await chen.says("有")
    assert str((await talk.report(NUMBER)).urgency) == "T0"


async def test_a_place_that_was_spoken_sends_it_to_its_station(
    talk: Talk, liang: Actor, zhang: Actor, liu: Actor
) -> None:
    await liang.sends_voice(5)
    await zhang.taps("代录")
    await zhang.says("东门社区路灯坏了")
    assert (await talk.report(NUMBER)).place == DONGMEN
    assert "东门" in await liu.hears()


async def test_what_was_signed_for_stays_where_it_is(talk: Talk, liang: Actor, zhang: Actor) -> None:
    await liang.sends_voice(5)
    station = (await talk.report(NUMBER)).station
    await zhang.taps("签收")
    await zhang.taps("代录")
    await zhang.says("东门社区路灯坏了")
    assert (await talk.report(NUMBER)).station == station


async def test_what_was_corrected_by_hand_is_not_read_over(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(5)
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("西湖花园5号楼")
    place = (await talk.report(NUMBER)).place
    await wang.taps("代录")
    await wang.says(SPOKEN)
    report = await talk.report(NUMBER)
    assert (report.place, report.category) == (place, "governance.sewage")


async def test_a_voice_is_not_for_another_station(talk: Talk, chen: Actor, wang: Actor, zhao: Actor) -> None:
    await chen.sends_voice(5)
    for label in ("🎧 听", "⌨️ 代录"):
        key = (await wang.card(NUMBER)).key(label)
        assert key is not None
        assert "不归您" in (await zhao.taps_data(key.data, key.message)).answer or not talk.calls("sendVoice")
    assert talk.calls("sendVoice") == []


async def test_what_was_called_right_is_asked_no_more(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_voice(12)
    await wang.taps("代录")
    await wang.says(SPOKEN)
    asked = await chen.newest()
    await chen.taps("对")
    before = await talk.events(NUMBER)
    for label in ("对", "不对"):
        key = next(key for row in asked.rows for key in row if key.label == label)
        assert "已经答过了" in (await chen.taps_data(key.data, key.message)).answer
    assert await talk.events(NUMBER) == before
    assert "⌨️ 代录：四号楼化粪池漏了" in await wang.card_text(NUMBER)


async def test_what_the_speaker_wrote_is_not_taken_away_by_an_old_button(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.sends_voice(12)
    await wang.taps("代录")
    await wang.says("四号楼花坛漏了")
    key = (await chen.newest()).key("不对")
    assert key is not None
    await chen.taps("不对")
    await chen.says(SPOKEN)
    await chen.taps_data(key.data, key.message)
    assert "⌨️ 代录：四号楼化粪池漏了" in await wang.card_text(NUMBER)
