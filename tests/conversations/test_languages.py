"""Somebody wants to be spoken to in another language."""

from tests.talk import Actor, Talk


async def test_a_language_is_offered_and_taken(talk: Talk, he: Actor) -> None:
    await he.says(f"/start {talk.codes['building']}")
    heard = await he.says("The lift in building 4 is broken")
    assert "收到了" in heard
    assert "English" in heard.messages[-1].text
    assert heard.labels == ["English", "简体中文"]
    assert "From now on: English." in await he.taps("English")
    assert "is finished" not in await he.says("My reports")
    assert "Your reports:" in (await he.newest()).text


async def test_it_is_offered_once(talk: Talk, he: Actor) -> None:
    await he.says(f"/start {talk.codes['building']}")
    await he.taps("知道了，开始")
    await he.says("The lift in building 4 is broken")
    talk.passes(120)
    heard = await he.says("The light in building 4 is broken")
    assert len(heard.messages) == 1


async def test_traditional_script_is_offered_too(talk: Talk, he: Actor) -> None:
    await he.says(f"/start {talk.codes['building']}")
    await he.taps("知道了，开始")
    heard = await he.says("4號樓電梯壞了")
    assert heard.labels == ["繁體中文", "简体中文"]
    assert "繁體中文" in await he.taps("繁體中文")
    assert "補充" in (await he.says("4號樓化糞池漏了")).labels


async def test_no_language_is_offered_to_one_who_writes_in_theirs(
    talk: Talk, chen: Actor, liang: Actor
) -> None:
    assert len((await chen.says("4号楼电梯坏了，没人来修")).messages) == 1
    assert len((await liang.says("西湖花園4號樓路燈不亮，沒人來修")).messages) == 1


async def test_a_language_can_be_chosen_at_any_time(talk: Talk, chen: Actor) -> None:
    for words in ("语言", "/language"):
        heard = await chen.says(words)
        assert heard.labels == ["简体中文", "繁體中文", "English"]
    await chen.taps("English")
    heard = await chen.says("4号楼化粪池漏了")
    assert "✅ Received · N-10001-6" in heard
    assert heard.labels == ["Add more", "Not right, change it"]
    assert "凤城街道西湖社区西湖花园4号楼" in heard, "names stay as they are"
    await chen.says("Language")
    await chen.taps("简体中文")
    assert "直接写" in await chen.says("报问题")


async def test_names_and_peoples_words_are_never_converted(talk: Talk, liang: Actor, wang: Actor) -> None:
    heard = await liang.says("凤城街道西湖花園4號樓的灯坏了，请来看看")
    assert "凤城街道西湖社区西湖花园4号楼" in heard
    assert heard.labels == ["補充", "不對，改一下"]
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.says("换了灯泡，请看看还闪不闪")
    told = await liang.hears()
    assert "换了灯泡，请看看还闪不闪" in told
    assert "真的解決了嗎" in told
    assert "「凤城街道西湖花園4號樓的灯坏了，请来看看」" in await wang.card_text("N-10001-6")


async def test_english_from_start_to_end(talk: Talk, grace: Actor, liu: Actor) -> None:
    heard = await grace.says("Dongmen community: the lift is broken")
    assert "will be in touch" in heard
    await liu.taps("联系了")
    await liu.taps("办结")
    await liu.taps("已修好，现场确认过")
    told = await grace.hears()
    assert "is following it up" in told
    assert "Is it really solved?" in told
    assert "Are you satisfied" in await grace.taps("Solved")
    assert "thank you, noted" in await grace.taps("Satisfied")


async def test_a_forged_language_is_answered_kindly(talk: Talk, chen: Actor) -> None:
    heard = await chen.taps_data("speak:0:0:tlh", 1)
    assert "请看最新的那条消息" in heard.answer
    assert "收到了" in await chen.says("4号楼化粪池漏了")
