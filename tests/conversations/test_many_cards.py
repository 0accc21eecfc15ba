"""Many cards at once do not drown anybody."""

from tests.talk import Actor, Talk

MATTERS = ("楼道灯坏了", "电梯坏了", "门禁坏了", "垃圾没人收", "路灯坏了", "噪音太大")
SIXTY = 60
TEN_MINUTES = 600


async def _report(talk: Talk, chen: Actor, number: int) -> None:
    await chen.says(f"4号楼{number % 18 + 1}楼{MATTERS[number % len(MATTERS)]}")


async def _sounds(actor: Actor) -> list[str]:
    return (await actor.hears()).sounds


async def test_after_ten_that_wait_the_next_come_without_a_sound(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    for number in range(10):
        await _report(talk, chen, number)
    assert len(await _sounds(wang)) == 10
    await _report(talk, chen, 10)
    heard = await wang.hears()
    assert len(heard.messages) == 2, "the card is there"
    assert heard.sounds == ["📥 还有 11 件待签收。"]
    await _report(talk, chen, 11)
    heard = await wang.hears()
    assert not heard.sounds
    assert "📥 还有 12 件待签收。" in heard
    await chen.says("4号楼化粪池漏了")
    assert any("化粪池" in sound for sound in await _sounds(wang)), "what is urgent always rings"


async def test_the_summary_follows_what_is_signed_for(talk: Talk, chen: Actor, wang: Actor) -> None:
    await wang.says("设置")
    await wang.taps("满 5 张静音")
    for number in range(7):
        await _report(talk, chen, number)
    heard = await wang.taps("看列表")
    assert "✍️ 签收本页 7 件" in heard.labels
    heard = await wang.taps("签收本页 7 件")
    assert "📥 都签收了。👍" in heard
    await _report(talk, chen, 8)
    assert len(await _sounds(wang)) == 1, "a new card rings by itself again"


async def test_a_day_of_sixty_reports(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    """Every ten minutes one from ten to eight; the worker signs for what waits at the end of the day."""
    sounds = list[str]()
    for number in range(SIXTY):
        await _report(talk, chen, number)
        talk.passes(TEN_MINUTES)
        sounds += await _sounds(wang)
    print(f"{SIXTY} reports, {len(sounds)} sounds: {[sound.splitlines()[0] for sound in sounds]}")
    patterns = [sound for sound in sounds if sound.startswith("🔎")]
    assert len(patterns) == 5, "each kind that comes up again and again rings once"
    assert len(sounds) - len(patterns) <= 16
    assert sum("📥" in sound for sound in sounds) >= 4, "the pile is not forgotten either"
    summaries = [said for said in await wang.chat() if said.text.startswith("📥") and said.labels]
    assert len(summaries) == 1, "older ones keep no button"
    heard = await wang.says("待办")
    assert f"待签收 · {SIXTY}" in heard.labels
    heard = await wang.taps(f"待签收 · {SIXTY}")
    for _ in range(SIXTY // 10):
        heard = await wang.taps("签收本页 10 件")
    assert "这里没有" in heard or "👍" in heard
    assert all(report.state == "signed" for report in await talk.reports())
    cards = [said for said in await wang.chat() if said.key("签收")]
    assert not cards, "no card still asks for a signature"


async def test_two_colleagues_do_not_hear_each_others_pile(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await wang.says("设置")
    await wang.taps("满 5 张静音")
    for number in range(8):
        await _report(talk, chen, number)
    assert not await _sounds(zhang)


async def test_who_hears_everything_has_a_summary_that_is_kept_up(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await zhang.says("设置")
    await zhang.taps("全站的")
    await zhang.taps("满 5 张静音")
    for number in range(7):
        await _report(talk, chen, number)
    assert "📥 还有 7 件待签收。" in await zhang.hears()
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    assert "📥 还有 6 件待签收。" in await zhang.hears()
    await wang.says("待办")
    await wang.taps("待签收")
    await wang.taps("签收本页 6 件")
    assert "📥 都签收了。👍" in await zhang.hears()
