"""Somebody of a station looks how far the workers are with their targets."""

from tests.talk import Actor, Talk

SESSION = "今天个案服务1次2人次"


async def served(wang: Actor, zhang: Actor) -> None:
    await wang.says(SESSION)
    await wang.taps("对，记下")
    await zhang.says("A-10001-6")
    await zhang.taps("核实，计入")


async def test_looking_at_targets_from_start_to_end(
    talk: Talk, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await served(wang, zhang)
    heard = await luo.says("目标")
    assert "🎯 凤城街道：目标\n\n每名社工进驻社区，2026年：每人 8 个，到今天应有 1 个\n" in heard
    assert "6 名社工：0 名已达成，1 名跟上进度，5 名落后\n" in heard
    assert "张立文  0 / 8 · 落后\n" in heard
    assert "王慧敏  1 / 8\n" in heard
    assert (
        "怎么算：已核实、属于个案的入户走访、个案服务到过的不同社区，每个社区只算一次。目标由本区规则规定。"
        in heard
    )
    heard = await luo.taps("王慧敏 1/8")
    assert "🎯 王慧敏做到 1 / 8\n每名社工进驻社区 · 2026年\n西湖社区 · 3月2日 · A-10001-6\n" in heard
    assert heard.labels == ["A-10001-6", "返回"]
    assert "6 名社工" in await luo.taps("返回")
    await luo.taps("张立文 0/8")
    assert "还没有算得上的。" in await luo.newest_text()


async def test_a_worker_sees_their_own_and_how_many_are_behind(
    talk: Talk, wang: Actor, zhang: Actor, luo: Actor
) -> None:
    await served(wang, zhang)
    heard = await zhang.says("目标")
    assert "2 名社工：0 名已达成，1 名跟上进度，1 名落后\n张立文  0 / 8 · 落后\n" in heard
    assert "王慧敏" not in heard
    assert heard.labels == ["张立文 0/8"]
    await luo.says("目标")
    key = (await luo.newest()).key("王慧敏 1/8")
    assert key is not None
    assert "已经过期" in (await zhang.taps_data(key.data, (await zhang.newest()).id)).answer
    assert (
        "已经过期"
        in (
            await zhang.taps_data(key.data.replace("441802006", "441802006019"), (await zhang.newest()).id)
        ).answer
    )


async def test_a_digest_that_says_who_is_behind_leads_to_targets(talk: Talk, luo: Actor) -> None:
    await luo.says("简报")
    heard = await luo.taps("本月")
    assert "🎯 每名社工进驻社区：6 人都落后于进度" in heard
    assert "6 名社工：0 名已达成，0 名跟上进度，6 名落后" in await luo.taps("🎯 目标")


async def test_figures_lead_to_targets(talk: Talk, luo: Actor) -> None:
    await luo.says("数字")
    assert "🎯 凤城街道：目标" in await luo.taps("🎯 目标")
