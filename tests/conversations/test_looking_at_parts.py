"""Somebody of a station looks at one figure apart, and the parts are the whole."""

from tests.conversations.test_looking_at_figures import counted
from tests.talk import Actor, Talk

VISITED, LIGHT = "今天入户走访5户12人次", "4号楼楼道灯坏了"


async def test_looking_at_parts_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(VISITED)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    await luo.says("数字")
    await luo.taps("入户走访 5 户")
    heard = await luo.taps("分开看…")
    assert "🔢 入户走访：5 户\n凤城街道 · 2026年3月 · 按社区\n西湖社区  5 户" in heard
    assert heard.labels == ["按周", "按类别", "按人", "按站点", "按组织", "按项目", "返回"]
    assert "· 按周\n2026年第10周  5 户" in await luo.taps("按周")
    assert "· 按人\n陈桂芳  5 户" in await luo.taps("按人")
    assert "· 按站点\n西湖站  5 户" in await luo.taps("按站点")
    assert "· 按项目\n未注明  5 户" in await luo.taps("按项目")
    assert "共 1 条记录" in await luo.taps("返回")


async def test_who_reported_is_no_list_of_workers_and_what_is_open_has_no_weeks(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await counted(talk)
    await luo.says("数字")
    await luo.taps("上报 1 件")
    heard = await luo.taps("分开看…")
    assert "西湖社区  1 件" in heard
    assert "按人" not in heard.labels
    assert "· 按类别\n路灯照明  1 件" in await luo.taps("按类别")
    await luo.taps("返回")
    await luo.taps("返回")
    await luo.taps("未结 1 件")
    assert "按周" not in (await luo.taps("分开看…")).labels
    assert "未结：1 件\n凤城街道 · 2026年3月 · 按站点\n西湖站  1 件" in await luo.taps("按站点")


async def test_a_rate_of_what_nobody_has_yet_is_nobodys(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """What is sent to a station has no worker: 签收率 by person was 15 of 3, and one's own 未结 less than nothing."""
    await chen.says(LIGHT)
    await chen.says("4号楼门口堆满垃圾")
    await wang.says("N-10001-6")
    for answer in ("联系了", "办结", "已清理干净"):
        await wang.taps(answer)
    await chen.taps("解决了")
    await chen.taps("满意")
    await counted(talk)
    assert "按人" not in (await luo.says("数字 签收率 按站点")).labels
    await wang.says("数字")
    heard = await wang.taps("我自己的")
    assert "\n办结  1 件\n" in heard
    for figure in ("未结", "派单", "签收率", "结案率"):
        assert f"\n{figure}  " not in heard.text, figure


async def test_what_was_found_on_a_visit_is_not_what_the_visit_is_about(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """302漏水 is a report of its own, with its own category; a talk about fraud is about fraud."""
    for told in ("今天入户走访3栋5户8人次，302漏水", "今天在4号楼反诈宣讲1场30人次，201门口堆满垃圾"):
        await chen.says(told)
        await chen.taps("对，记下")
        await wang.taps("核实，计入")
    await counted(talk)
    for asked, part in (("走访多少户", "未注明  5 户"), ("宣讲多少人次", "反诈  30 人次")):
        assert f"· 按类别\n{part}" in await luo.says(f"数字 {asked} 按类别")
    parts = (await luo.says("数字 上报 按类别")).text.splitlines()[-2:]
    assert sorted(parts) == ["公共设施  1 件", "垃圾  1 件"]


async def test_a_case_stands_under_its_kind_and_opens_by_its_code(
    talk: Talk, wang: Actor, luo: Actor
) -> None:
    """Of what is restricted (P4) nobody reads of which kind it is."""
    for kind in ("老人", "老人", "禁毒戒毒"):
        await wang.says("开个案")
        if kind == "禁毒戒毒":
            await wang.taps("其他…")
        await wang.taps(kind)
    heard = await luo.says("数字 新开个案 按类别")
    assert "🔢 新开个案：3 例\n凤城街道 · 2026年3月 · 按类别\n个案 · 老人  2 例\n限制查看的  1 例" in heard
    assert "共 3 条记录\nC-10001-6 · 3月2日 · 1 例\n" in await luo.taps("返回")


async def test_what_is_restricted_stands_together_whatever_befell_whom(
    talk: Talk, chen: Actor, luo: Actor
) -> None:
    await chen.says("4号楼502的孩子脸上有伤，爸爸打的")
    await chen.says(LIGHT)
    await counted(talk)
    await luo.says("数字")
    await luo.taps("上报 2 件")
    await luo.taps("分开看…")
    heard = await luo.taps("按类别")
    assert sorted(heard.text.splitlines()[-2:]) == ["路灯照明  1 件", "限制查看的  1 件"]


async def test_what_another_station_closed_is_no_share_and_not_left_out(
    talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor
) -> None:
    """Received at one station and closed at another: there 1 / 0 was said to be none yet."""
    await chen.says("4号楼化粪池漏了")
    await wang.taps("签收")
    for answer in ("转给…", "别的站…", "麻寺田站"):
        await wang.taps(answer)
    for answer in ("接手", "联系了", "办结", "已清理干净"):
        await wu.taps(answer)
    await chen.taps("解决了")
    await chen.taps("满意")
    await counted(talk)
    heard = await luo.says("数字 结案率 按站点")
    assert "🔢 结案率：1 / 1（100%）" in heard
    assert "西湖站  0 / 1（0%）" in heard
    assert "麻寺田站  1 / 0（含以前的或转入的）" in heard
