"""Somebody answers a card, and the other side hears it."""

from tests.conversations.test_answering import finished
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_replying_from_one_to_the_other_and_back(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    assert "已转达给 N-10001-6 的上报人" in await wang.replies(
        await wang.card(NUMBER), "请把车挪一下，<下午>来"
    )
    heard = await chen.hears()
    assert "💬 N-10001-6 · 西湖站王慧敏：\n请把车挪一下，<下午>来" in heard.sounds
    (words,) = [said for said in heard.messages if said.text.startswith("💬")]
    assert words.answers == (await chen.card(NUMBER)).id

    assert "加上了" in await chen.replies(words, "已经挪了")
    assert "➕ N-10001-6，陈桂芳补充：\n已经挪了" in await wang.hears()


async def test_a_word_to_the_reporter_counts_as_contact(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.replies(await wang.card(NUMBER), "马上来")
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "told", "sign", "contact"]
    assert "办理中" in await wang.card_text(NUMBER)


async def test_a_colleagues_word_takes_nothing_from_the_one_who_has_it(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.taps("签收")
    await zhang.says(NUMBER)
    await zhang.replies(await zhang.card(NUMBER), "我正好在楼下")
    assert "我正好在楼下" in await chen.hears()
    assert await talk.steps(NUMBER) == ["sent", "dispatched", "sign", "told"]


async def test_a_reply_to_the_own_card_is_added(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(600)
    await chen.replies(await chen.card(NUMBER), "4号楼门口也有水")
    assert len(await talk.reports()) == 1, "it names a place and a matter, and still belongs there"
    assert "4号楼门口也有水" in await wang.hears()


async def test_a_reply_to_the_own_message_is_added(talk: Talk, chen: Actor) -> None:
    await chen.says(LEAK)
    talk.passes(600)
    assert "加上了" in await chen.says("楼道灯也坏了", to=await chen.last_sent())
    assert len(await talk.reports()) == 1


async def test_photos_go_both_ways(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.hears()
    await chen.sends_photo(to=await chen.card(NUMBER))
    assert len((await wang.hears()).photos) == 1
    await chen.hears()
    await wang.sends_photo("是这里吗", to=await wang.card(NUMBER))
    heard = await chen.hears()
    assert "是这里吗" in heard
    assert len(heard.photos) == 1


async def test_a_picture_sent_as_a_file_goes_as_a_file(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.sends("document", 1, ["清洗记录"], to=await wang.card(NUMBER))
    sent = talk.calls("sendDocument")
    assert [one.params["chat_id"] for one in sent] in ([chen.account], [str(chen.account)])


async def test_a_voice_is_passed_on_in_both_directions(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.hears()
    assert "已转达" in await wang.sends_voice(5, to=await wang.card(NUMBER))
    assert [said.voice != "" for said in (await chen.hears()).messages[-1:]] == [True]
    await wang.hears()
    talk.passes(120)
    assert "加上了" in await chen.sends_voice(6, to=await chen.card(NUMBER))
    heard = await wang.hears()
    assert any(said.voice for said in heard.messages)
    assert "🎤 语音（6 秒）收到" in heard
    assert len(await talk.reports()) == 1


async def test_a_sticker_cannot_be_passed_on(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.hears()
    assert "只能转达" in await wang.sends("sticker", 0, to=await wang.card(NUMBER))
    assert not await chen.hears()


async def test_a_reporter_who_left_cannot_be_written_to(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await chen.blocks()
    assert "请打电话" in await wang.replies(await wang.card(NUMBER), "在家吗")


async def test_a_reply_after_the_end_still_reaches_the_station(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.taps("已清理干净")
    await chen.taps("解决了")
    await chen.replies(await chen.card(NUMBER), "昨天又漏了一点")
    assert "昨天又漏了一点" in await wang.hears()


async def test_a_long_word_is_cut_where_telegram_would_refuse_it(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await wang.replies(await wang.card(NUMBER), "长" * 4096)
    (words,) = [said for said in (await chen.hears()).messages if said.text.startswith("💬")]
    assert len(words.text.encode("utf-16-le")) == 2 * 4096
    assert words.text.endswith("…")


async def test_a_reply_to_what_is_over_for_long_is_a_report_of_its_own(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await finished(chen, wang)
    await chen.taps("解决了")
    talk.passes(31 * 24 * 3600)
    assert "收到了" in await chen.replies(await chen.card(NUMBER), "又漏了")
    assert [str(report.state) for report in await talk.reports()] == ["closed", "dispatched"]
    assert "不客气" in await chen.replies(await chen.card(NUMBER), "谢谢")
