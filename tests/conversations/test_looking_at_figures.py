"""Somebody of a station looks at figures, and at the records behind them."""

from tests.talk import Actor, Talk

LIGHT = "4号楼楼道灯坏了"
XIHU = "441802006019"


async def counted(talk: Talk) -> None:
    """A minute later."""
    talk.passes(61)
    await talk.settle()


async def test_looking_at_figures_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await counted(talk)
    heard = await luo.says("数字")
    assert "2026-03（3月1日 – 3月31日）" in heard
    assert "上报  1 件" in heard
    assert "签收率  1 / 1（100%）" in heard
    number = next(line for line in heard.text.splitlines() if "上报" in line).partition(".")[0]
    opened = await luo.taps(number)
    assert "共 1 条记录\nN-10001-6 · 3月2日 · 凤城街道西湖社区西湖花园4号楼 · 1 件" in opened
    assert "N-10001-6 · 已签收" in await luo.taps("N-10001-6")
    assert "上报  1 件" in await luo.taps("返回")


async def test_a_period_and_a_place_are_chosen_by_taps(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await counted(talk)
    await luo.says("数字")
    assert "这段时间那里还没有数字" in await luo.taps("‹ 2026-02")
    await luo.taps("本月")
    await luo.taps("下面…")
    while not (shown := await luo.newest()).key("西湖社区"):
        await luo.taps("更多", shown)
    assert "凤城街道西湖社区" in await luo.taps("西湖社区")


async def test_a_worker_sees_their_own(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await counted(talk)
    await wang.says("/figures")
    heard = await wang.taps("我自己的")
    assert "签收  1 件" in heard
    assert "上报" not in heard


async def test_figures_of_another_station_are_not_shown(talk: Talk, wang: Actor) -> None:
    await wang.says("数字")
    shown = await wang.newest()
    assert "已经过期" in (await wang.taps_data("fig:0:0:month//441802006001", shown.id)).answer


async def test_the_words_are_the_stations(talk: Talk, chen: Actor) -> None:
    assert "数字是给站里看的" in await chen.says("数字")
    assert await talk.reports() == []
