"""Somebody of a station looks at figures, and at the records behind them."""

from tests.conversations.test_arranging_visits import planned
from tests.talk import Actor, Talk

LIGHT = "4号楼楼道灯坏了"
PLAN = "K-10001-6"
NUMBER, WHY = "N-10001-6", "不在站里的能力之内"


async def counted(talk: Talk) -> None:
    """A minute later."""
    talk.passes(61)
    await talk.settle()


async def test_looking_at_figures_from_start_to_end(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    await counted(talk)
    heard = await luo.says("数字")
    assert "🔢 凤城街道，2026年3月\n" in heard
    assert "上报  1 件" in heard
    assert "签收率  1 / 1（100%）" in heard
    opened = await luo.taps("上报 1 件")
    assert "共 1 条记录\nN-10001-6 · 3月2日 · 凤城街道西湖社区西湖花园4号楼 · 1 件" in opened
    assert "N-10001-6 · 已签收" in await luo.taps("N-10001-6")
    assert "上报  1 件" in await luo.taps("返回")


async def test_each_button_says_what_it_opens(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    """Six at a time, two in a row; all figures stand above them."""
    await chen.says(LIGHT)
    await wang.taps("签收")
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    await counted(talk)
    heard = await luo.says("数字")
    assert "入户走访  1 次 · 5 户 · 12 人次\n" in heard
    shown = await luo.newest()
    assert len(shown.rows) <= 6
    labels = [key.label for row in shown.rows[:2] for key in row]
    assert labels == ["入户走访 1 次", "入户走访 5 户", "入户走访 12 人次", "服务 12 人次"]
    assert "活动：人工核实 1 次，到期计入 0 次" in heard
    heard = await luo.taps("其他数字…")
    while "签收率 1/1" not in heard.labels:
        heard = await luo.taps("其他数字…", heard.messages[-1])
    assert "共 1 条记录" in await luo.taps("签收率 1/1")


async def test_figures_of_a_running_period_say_until_when(talk: Talk, chen: Actor, luo: Actor) -> None:
    """What happened in the last minute is not counted yet: it is said until when it is."""
    await chen.says(LIGHT)
    assert "2026年3月\n截至 3月2日 10:00\n" in await luo.says("数字")
    talk.passes(300)
    await talk.settle()
    assert "截至 3月2日 10:05\n" in await luo.says("数字")
    assert "截至" not in await luo.taps("‹ 2月")


async def test_a_rate_of_nothing_is_none_and_one_of_few_says_so(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """Where nobody has signed yet, nobody knows whether the first dispatch was right."""
    await chen.says(LIGHT)
    await counted(talk)
    heard = await luo.says("数字")
    assert "签收率  0 / 1（0%）" in heard
    assert "一次派准率  " not in heard
    (none,) = [line for line in heard.text.splitlines() if line.startswith("尚无（分母还是0）：")]
    assert {"一次派准率", "满意率", "方案按时率", "探访率"} <= set(none.partition("：")[2].split("、"))
    assert "分母不到5，仅供参考：签收率、结案率、退单率" in heard
    await wang.taps("签收")
    await counted(talk)
    assert "一次派准率  1 / 1（100%）" in await luo.says("数字")


async def test_a_rate_opens_to_all_that_it_is_of_those_first_that_it_lacks(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.taps("签收")
    talk.passes(600)
    await chen.says("4号楼门口堆满垃圾")
    await counted(talk)
    opened = await luo.says("数字 签收率")
    assert "🔢 签收率：1 / 2（50%）\n" in opened
    lines = [
        line.partition(" · ")[0] + line[-4:] for line in opened.text.splitlines() if line.startswith("N-")
    ]
    assert lines == ["N-10002-4 0/1", f"{NUMBER} 1/1"]


async def test_what_is_out_of_the_rates_is_named_with_two_people(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """Who was not satisfied, and was left out since a station could do nothing: it is said, and by whom."""
    await chen.says(LIGHT)
    for answer in ("联系了", "办结", "已清理干净"):
        await wang.taps(answer)
    await chen.taps("解决了")
    await chen.taps("不满意")
    await counted(talk)
    assert "满意率  0 / 1（0%）" in await luo.says("数字")
    assert "参评率  1 / 1（100%）\n共 1 条记录" in await luo.says("数字 满意率")
    await wang.chooses("剔除…", await wang.card(NUMBER))
    await wang.taps("不在站里的能力之内")
    await counted(talk)
    assert "满意率  0 / 1（0%）" in await luo.says("数字"), "nobody has agreed yet"
    await luo.taps("同意")
    await counted(talk)
    heard = await luo.says("数字")
    assert "满意率  " not in heard
    assert "剔除  1 件" in heard
    assert f"率里不计（剔除）1 件，都有两个人：\n· {NUMBER}：{WHY}；王慧敏申请，罗永康同意" in heard
    while "剔除 1 件" not in heard.labels:
        heard = await luo.taps("其他数字…", heard.messages[-1])
    assert f"· {NUMBER}：{WHY}；王慧敏申请，罗永康同意\n共 1 条记录" in await luo.taps("剔除 1 件")


async def test_what_is_out_of_the_rates_is_out_of_each_and_its_month_says_so(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    """结案率 too; what came in March and was left out in April is named in March, whose rates it has left."""
    await chen.says(LIGHT)
    await chen.says("4号楼门口堆满垃圾")
    talk.passes(40 * 24 * 3600)
    await talk.settle()
    assert "结案率  0 / 2（0%）" in await luo.says("数字 2026-03")
    await wang.chooses("剔除…", await wang.card(NUMBER))
    await wang.taps("不在站里的能力之内")
    await luo.taps("同意")
    await counted(talk)
    heard = await luo.says("数字 2026-03")
    assert "上报  2 件" in heard
    assert "结案率  0 / 1（0%）" in heard
    named = f"率里不计（剔除）1 件，都有两个人：\n· {NUMBER}：{WHY}；王慧敏申请，罗永康同意"
    assert named in heard
    assert named in await luo.says("数字 2026-03 结案率")
    assert named in await luo.says("数字 2026-04")
    assert "率里不计" not in await luo.says("数字 2026-02")


async def test_what_is_out_of_the_rates_and_open_is_still_to_be_done(
    talk: Talk, chen: Actor, wang: Actor, luo: Actor
) -> None:
    await chen.says(LIGHT)
    await wang.chooses("剔除…", await wang.card(NUMBER))
    await wang.taps("不在站里的能力之内")
    await luo.taps("同意")
    await luo.says("简报 今天")
    await talk.settle()
    line = f"1. {NUMBER} · 西湖社区西湖花园4号楼 · 路灯照明 · 待签收 · 今天报的 · 已剔除不计"
    assert line in await luo.newest_text()


async def test_a_period_and_a_place_are_chosen_by_taps(talk: Talk, chen: Actor, luo: Actor) -> None:
    await chen.says(LIGHT)
    await counted(talk)
    await luo.says("数字")
    assert "这段时间那里还没有数字" in await luo.taps("‹ 2月")
    assert "2026年第10周（3月2日—8日）" in await luo.taps("本周")
    assert (await luo.newest()).key("‹ 第9周")
    await luo.taps("本月")
    await luo.taps("下面…")
    while not (shown := await luo.newest()).key("西湖社区"):
        await luo.taps("更多", shown)
    assert "凤城街道西湖社区" in await luo.taps("西湖社区")


async def test_the_rate_of_visits_names_who_was_left_out_and_who_is_behind(
    talk: Talk, wang: Actor, luo: Actor
) -> None:
    """Nobody in is no visit; who is paused is not among those who were due."""
    await planned(wang, "4栋502 重点 李阿婆 今天", "4栋301 重点 张伯 今天", "5栋201 重点 王伯 今天")
    await wang.says(f"去过了 {PLAN}")
    await wang.says("暂停探访 5栋 到4月20日 施工")
    await wang.says("探访")
    await wang.taps("今天")
    await wang.taps("🚪 未遇")
    talk.passes(24 * 3600)
    heard = await luo.says("数字")
    assert "探访率  1 / 2（50%）" in heard
    while "探访率 1/2" not in heard.labels:
        heard = await luo.taps("其他数字…", heard.messages[-1])
    opened = await luo.taps("探访率 1/2")
    assert "不计：暂停 1 户，结束 0 户" in opened
    assert "共 2 条记录\nK-10002-4 · 3月2日 · 未按时探访\nK-10001-6 · 3月2日 · 按时探访" in opened
    assert "4号楼" not in opened.text


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


async def test_calls_say_of_how_many_visits_they_are(chen: Actor, wang: Actor) -> None:
    await chen.says("开始走访 4号楼")
    for words in ("301 都好", "302 都好", "302 又去了一次", "结束"):
        await chen.says(words)
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    assert "记了户次的入户走访" not in await wang.says("数字"), "of all of them"
    await chen.says("今天入户走访5户12人次")
    await chen.taps("对，记下")
    await wang.taps("核实，计入")
    heard = await wang.says("数字")
    assert "入户走访  2 次 · 7 户 · 3 户次 · 12 人次\n记了户次的入户走访  1 次\n" in heard
