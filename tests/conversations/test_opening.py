"""Somebody who is named to something restricted opens it; everybody else sees that there is something, or nothing."""

from fieldwork.viewing import Viewing
from storage import viewing
from tests.talk import Actor, Heard, Talk

SICK = "4号楼502的李阿姨得了癌症，请来看看，电话13800138000"
BEATEN = "4号楼502有人家暴"
NUMBER, SERIAL = "N-10001-6", 10_001
STORY = ("癌", "李阿姨", "13800138000", "502", "4号楼", "陈桂芳", "西湖花园")
DAY = 24 * 3600


def tells(heard: Heard | str) -> list[str]:
    """What of the story stands in what somebody heard."""
    text = heard if isinstance(heard, str) else heard.text
    return [piece for piece in STORY if piece in text]


async def test_opening_from_start_to_end(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(SICK)
    card = await wang.card(NUMBER)
    assert card.text.startswith(f"🔒 {NUMBER} · 待签收 · 一般\n")
    assert tells(card.text) == []
    assert card.labels[0] == "👁 打开"
    heard = await wang.taps("打开")
    assert set(tells(heard)) == set(STORY)
    assert "24小时内会消失" in heard
    assert [(one.person_id, one.surface) for one in await _looked(talk)] == [(2, "card")]
    talk.passes(DAY + 700)
    await talk.settle()
    assert tells("\n".join(said.text for said in await wang.chat() if not said.deleted)) == []


async def test_who_opens_it_twice_is_on_record_twice_and_both_go(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(SICK)
    await wang.taps("打开")
    talk.passes(3600)
    await wang.taps("打开")
    assert len(await _looked(talk)) == 2
    talk.passes(DAY + 700)
    await talk.settle()
    assert tells("\n".join(said.text for said in await wang.chat() if not said.deleted)) == []


async def test_it_can_be_opened_again_after_it_went(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(SICK)
    await wang.taps("打开")
    talk.passes(DAY + 700)
    await talk.settle()
    assert set(tells(await wang.taps("打开"))) == set(STORY)


async def test_what_can_be_deleted_no_more_keeps_its_number_alone(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    """The bot was not running for two days: Telegram deletes nothing that old."""
    await chen.says(SICK)
    await wang.taps("打开")
    talk.passes(3 * DAY)
    await talk.settle()
    chat = [said for said in await wang.chat() if not said.deleted]
    assert tells("\n".join(said.text for said in chat)) == []
    assert f"🔒 {NUMBER}" in [said.text for said in chat]


async def test_photos_are_beside_what_is_opened_and_go_with_it(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.sends_photo(SICK)
    assert not (await wang.hears()).photos, "no photo stands beside a locked card"
    assert len((await wang.taps("打开")).photos) == 1
    talk.passes(DAY + 700)
    await talk.settle()
    assert [said for said in await wang.chat() if said.photo and not said.deleted] == []


async def test_a_colleague_sees_number_and_state_alone(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(SICK)
    heard = await zhang.says(NUMBER)
    assert heard.messages[-1].text == f"🔒 {NUMBER} · 待签收"
    assert heard.labels == ["✍️ 签收"]
    key = (await wang.card(NUMBER)).key("打开")
    assert key is not None
    refused = await zhang.taps_data(key.data, heard.messages[-1].id)
    assert "只有指定的人" in refused.answer
    assert tells(refused) == []
    assert await _looked(talk) == []


async def test_a_head_above_may_open_it(talk: Talk, chen: Actor, luo: Actor, feng: Actor) -> None:
    await chen.says(SICK)
    for head in (luo, feng):
        await head.says(NUMBER)
        assert set(tells(await head.taps("打开"))) == set(STORY)
    assert [one.role for one in await _looked(talk)] == ["station_head", "coordinator"]


async def test_of_what_is_restricted_the_chat_tells_nothing(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(BEATEN)
    assert (await wang.card_text(NUMBER)) == "🔒 您有一项待办。"
    assert "没有找到这个号码" in await zhang.says(NUMBER)
    heard = await wang.taps("打开")
    assert f"fieldbot report show {NUMBER}" in heard
    assert NUMBER in heard
    assert [piece for piece in (*STORY, "家暴") if piece in heard] == []


async def test_in_danger_now_it_says_where_to_go_and_whom_to_ring(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await chen.says(f"{BEATEN}，电话13800138000")
    await chen.taps("有")
    heard = await wang.taps("打开")
    assert "西湖花园4号楼" in heard
    assert "502" in heard
    assert "家暴" not in heard
    await zhang.says(NUMBER)
    assert "502" in await zhang.taps("打开"), "nobody has signed: whoever is there may go"


async def test_no_words_of_it_pass_between_people(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(BEATEN)
    heard = await wang.replies(await wang.card(NUMBER), "我们马上来")
    assert "不在聊天里转达" in heard
    assert "我们马上来" not in await chen.hears()
    await wang.catches_up()
    await chen.taps("补充")
    await chen.says("他又打人了")
    assert (await wang.hears()).text.strip() == "🔒 您有一项待办。"


async def test_the_one_who_reported_reads_nothing_of_it_in_the_chat(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(BEATEN)
    card = await chen.card_text(NUMBER)
    assert NUMBER in card
    assert [piece for piece in ("家暴", "502", "4号楼", "平安") if piece in card] == []


async def test_a_photo_that_came_before_is_taken_out_of_the_chat(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.sends_photo("4号楼楼道灯坏了")
    assert (await wang.hears()).photos
    talk.passes(300)
    await chen.taps("补充")
    await chen.says("李阿姨得了癌症，摔了一跤")
    assert (await talk.report(NUMBER)).privacy == "P3"
    chat = [said for said in await wang.chat() if not said.deleted]
    assert [said for said in chat if said.photo] == []
    assert not any("癌" in said.text or "楼道灯" in said.text for said in chat)
    assert "raise_class" in await talk.steps(NUMBER)


async def test_when_it_is_over_nothing_but_number_and_state_is_left(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    await chen.says(SICK)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    card = await wang.card(NUMBER)
    assert card.text.startswith(f"🔒 {NUMBER} · ")
    assert tells(card.text) == []
    assert card.labels == []


async def test_lists_and_search_tell_no_more(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await chen.says(SICK)
    talk.passes(300)
    await chen.says(BEATEN)
    await wang.says("待办")
    page = await wang.taps("待签收")
    assert f"🔒 {NUMBER} · 待签收\n🔒 另有 1 件限制类" in page
    assert tells(page) == []
    assert "没有找到" in await wang.says("找 癌症")
    assert "没有找到" in await wang.says("找 家暴")
    await wang.says("待办")
    assert "西湖花园" not in str((await wang.taps("按楼栋")).labels)
    assert "🔒" not in (await _unsigned(zhang)).labels, "who is not named opens none of it"


async def _unsigned(who: Actor) -> Heard:
    await who.says("待办")
    return await who.taps("待签收")


async def _looked(talk: Talk) -> list[Viewing]:
    return await talk.asks(lambda s: viewing.of_report(s, SERIAL))
