"""The transcripts at the top of the conversations: what they say the bot says is what it says, to the letter.

One long story goes through them all; each piece of each transcript must have been said in it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.test_reporting import TWO_OF_A_NAME
from tests.gathering import gathering
from tests.talk import Actor, Talk

CONVERSATIONS = sorted((Path(__file__).parents[2] / "handlers").glob("*.py"))
COUNTING = ("listing", "searching")  # their transcripts count what there is
LANE = ("must_reporting",)  # switched off here; its own test switches it on
VISITS = (
    "planning_visits",
    "visiting",
    "visiting_today",
    "visits_noted",
    "nobody_opened",
    "arranging_visits",
    "muting_visits",
    "extra_rounds",
    "visit_rates",
    "asking_the_clock",
)  # theirs begin with a household, or with one report: tests/conversations/test_transcripts_of_visits.py
TELLING = (
    "needs_beside",
    "telling_of_activities",
    "changing_numbers",
    "overtaking",
    "choosing_kinds",
    "changing_days",
    "correcting_activities",
    "saying_something_else",
    "tagging_activities",
    "passing_on_notices",
    "organising",
)  # theirs tell what was done: tests/conversations/test_transcripts_of_telling.py
SEVERAL = ("telling_of_several",)  # its list begins with the first number; in the same file
YEARS = ("erasing",)  # theirs come years later: tests/conversations/test_erasing.py
WAITING = (
    "asking_for_time",
    "approving",
    "resuming",
    "referring",
    "verifying",
)  # theirs name days
DUTY = ("being_on_duty", "swapping_duty", "closing_days", "unknown_years")  # theirs begin with a head
RHYTHMS = ("asking_monthly", "own_rhythms", "reminding_volunteers")  # theirs come by themselves
REMINDERS = (
    "reminding",
    "giving_up",
    "choosing_times",
    "tapping_on_reminders",
)  # theirs come before that, and in lists
CLOCKS = (
    "calling",
    "climbing",
    "reporting_up",
    "supervising",
)  # theirs come when a limit is over
LATE = ("running_late", "nudging", "phoning")  # theirs come to the reporter then, or when nobody answers
MATTERS = (
    "joining_a_matter",
    "merging",
    "noticing_patterns",
)  # theirs begin with a report that is the only one
ACTIVITIES = (
    "closing_periods",
    "coming_back",
    "counting_by_time",
    "counting_in",
    "naming_a_number",
    "reviewing",
    "reviewing_many",
    "standing_by",
)  # theirs begin with what was done: tests/conversations/test_transcripts_of_activities.py
ROUNDS = (
    "going_from_door_to_door",
    "signing_in",
    "confirming_hours",
    "own_hours",
    "opening_cases",
    "finding_a_need",
)  # theirs begin at doors and lists: tests/conversations/test_transcripts_of_rounds.py
ON_THE_WAY = (
    "correcting_doors",
    "ending_a_round",
    "looking_at_households",
    "telling_apart",
)  # theirs are there too
AFTERWARDS = ("asking_after",)  # theirs is there too: tests/conversations/test_transcripts_of_reading.py
PLANS = ("planning",)  # theirs stands on the shipped clocks: test_planning.py
READING = (
    "asking_what_was_decided",
    "calling_a_council",
    "changing_a_council",
    "closing_the_minutes",
    "counting_who_came",
    "keeping_the_minutes",
    "looking_at_the_agenda",
    "sending_agendas",
    "when_and_where",
    "putting_on_the_agenda",
    "asking_for_digests",
    "naming_a_step",
    "saying_when_digests_come",
    "asking_about_digests",
    "asking_for_figures",
    "looking_at_figures",
    "looking_at_parts",
    "looking_at_targets",
    "reading_digests",
    "starting_the_day",
    "own_months",
    "urging",
    "taking_out",
    "turning_away",
    "finding_the_way",
    "guessing",
)  # theirs are read when a period is over: tests/conversations/test_transcripts_of_reading.py
EARLIER = ("entering_old_activities",)  # theirs come from before: test_entering_old_activities.py
NUMBER = r"[NA]-\d{5}-\d"


def transcript(file: Path) -> Iterator[str]:
    """What the bot says in a file's transcript, piece by piece."""
    opening = file.read_text(encoding="utf-8").split('"""')[1]
    bots = False
    for line in opening.splitlines():
        speaker = re.match(r" {4}(\w+) +(.*)", line)
        if speaker:
            bots, said = speaker[1] == "bot", speaker[2]
        elif line.startswith(" " * 8):
            said = line
        else:
            bots = False
            continue
        if bots:
            yield from _pieces(said)


def _pieces(line: str) -> Iterator[str]:
    """A line's sentence and its buttons, without the notes in brackets; an ellipsis leaves out the rest."""
    words = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$|^[^()]*\)$", "  ", line)
    for part in re.split(r"\s{2,}|…", words):
        if part.strip(" ·"):
            yield part.strip(" ·")


def _was_said(piece: str, said: set[str], whole: str) -> bool:
    """A sentence as it was said; buttons one by one. Numbers may be any: each story counts its own."""
    if re.search(re.sub(NUMBER, lambda _: NUMBER, re.escape(piece).replace(r"\-", "-")), whole):
        return True
    return all({label.strip(), f"{label.strip()}…"} & said for label in piece.split(" · "))


async def test_each_transcript_is_true_to_the_letter(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, liang: Actor, he: Actor, lin: Actor, luo: Actor,
    li: Actor, deng: Actor, feng: Actor, jianye: Actor, team: Actor, wu: Actor,
) -> None:  # fmt: skip
    await _story(talk, chen, wang, liang, he, lin)
    await _helped(talk, chen, wang, liang, jianye, team)
    await _the_stations_day(talk, chen, wang, zhang)
    await _to_and_fro(talk, chen, wang)
    await _between_stations(talk, chen, wang, wu, luo)
    await _once_more(talk, chen, wang, luo)
    await _restricted(talk, chen, wang, luo)
    await _in_a_group(talk, luo, chen, wang, li, lin)
    await _the_map(deng)
    await _people(talk, luo, feng, chen, wang)
    await _too_many(talk, he)
    await _the_doors(luo)
    await _own(chen, liang)
    said = set(_everything_said(talk))
    whole = "\n".join(said)
    told = [
        file
        for file in CONVERSATIONS
        if file.stem
        not in COUNTING
        + WAITING
        + CLOCKS
        + LATE
        + REMINDERS
        + DUTY
        + RHYTHMS
        + MATTERS
        + LANE
        + YEARS
        + SEVERAL
        + ACTIVITIES
        + ROUNDS
        + ON_THE_WAY
        + AFTERWARDS
        + PLANS
        + READING
        + EARLIER
    ]
    pieces = [
        (file.stem, piece)
        for file in told
        if file.stem not in VISITS + TELLING + SEVERAL
        for piece in transcript(file)
    ]
    assert len({name for name, _ in pieces}) >= 13
    unsaid = [one for one in pieces if not _was_said(one[1], said, whole)]
    assert unsaid == [], " ".join(sorted({name for name, _ in unsaid}))


@pytest.mark.parametrize("invented", ["收到了，谢谢", "N-10001-6：改好啦。", "签收 · 退回"])
def test_what_was_never_said_is_found(invented: str) -> None:
    assert not _was_said(invented, {"签收", "N-10001-6：改好了。"}, "签收\nN-10001-6：改好了。")


def _everything_said(talk: Talk) -> Iterator[str]:
    for exchange in talk.sandbox.exchanges:
        yield str(exchange.params.get("text") or exchange.params.get("caption") or "")
        given = exchange.params.get("reply_markup")
        markup = json.loads(given) if isinstance(given, str) else given or {}
        for row in markup.get("inline_keyboard", []):
            yield from (key["text"] for key in row)


async def _story(talk: Talk, chen: Actor, wang: Actor, liang: Actor, he: Actor, lin: Actor) -> None:
    await chen.sends_photo("4号楼化粪池漏了")
    await chen.says("味道很大")
    await wang.says("待办")
    await wang.taps("待签收")
    await chen.says("我的上报")
    await wang.taps("签收")
    await wang.replies(await wang.card("N-10001-6"), "请把井盖边上的车挪一下")
    await chen.replies(await chen.card("N-10001-6"), "已经挪了")
    await chen.taps("补充")
    await chen.says("味道很大，一楼进水了")
    await wang.chooses("办理经过")
    await wang.taps("办结")
    await wang.taps("已清理干净")
    await chen.taps("解决了")
    await chen.taps("满意")
    await _another(talk, chen, wang)
    await _guided(talk, chen)
    await _spoken(talk, chen, wang)
    await _others(talk, chen, liang, he, lin)


async def _another(talk: Talk, chen: Actor, wang: Actor) -> None:
    talk.passes(300)
    await chen.says("5楼有人要跳楼")
    await chen.taps("有")
    await chen.taps("不对，改一下")
    await chen.taps("地点")
    await chen.says("5号楼")
    await wang.taps("办结")
    await wang.taps("打了电话")
    await wang.taps("已清理干净")


async def _restricted(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    talk.passes(300)
    await chen.says("4号楼的残疾人要换轮椅")
    await wang.taps("打开")
    number = (await talk.reports())[-1].number
    await luo.says(number)
    await luo.chooses("降低密级")
    await luo.taps("个人")
    await luo.says("只是问路，不涉及病情")
    await luo.chooses("提高密级")
    await luo.taps("敏感")
    await luo.chooses("让同事看")
    await luo.taps("张立文")


async def _guided(talk: Talk, chen: Actor) -> None:
    talk.passes(300)
    await chen.says("/report")
    await chen.taps("凤城街道西湖社区西湖花园4号楼")
    await chen.says("楼道灯坏了")
    for answer in ("可以等几天", "跳过", "我自己看到的", "跳过", "发送"):
        await chen.taps(answer)


async def _others(talk: Talk, chen: Actor, liang: Actor, he: Actor, lin: Actor) -> None:
    talk.passes(300)
    await chen.sends_photo()
    await chen.says("楼道灯坏了")
    await chen.sends("sticker", 0)
    await chen.says("谢谢")
    await lin.says("有人吗")
    await he.says(f"/start {talk.codes['building']}")
    await he.taps("知道了，开始")
    await he.says("The lift in building 5 is broken")
    await he.taps("English")
    await talk.gains(*TWO_OF_A_NAME)
    await liang.says("幸福花园路灯坏了")
    await liang.says("翠湖社区幸福花园")


async def _the_stations_day(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    talk.passes(300)
    await chen.says("4号楼单元门坏了")
    await wang.taps("签收")
    await wang.taps("转给…")
    await wang.taps("张立文")
    await wang.taps("说明一下原因")
    await wang.says("我下午去开会")
    await wang.taps("我来接手")
    await wang.says("请假")
    await wang.taps("到周日")
    await wang.taps("张立文")
    await wang.says("我回来了")
    await wang.says("设置")
    await wang.taps("全站的")


async def _between_stations(talk: Talk, chen: Actor, wang: Actor, wu: Actor, luo: Actor) -> None:
    talk.passes(300)
    await chen.says("4号楼化粪池漏了")
    await wang.taps("签收")
    for answer in ("收回", "不归我们"):
        await wang.taps("转给…")
        await wang.taps("别的站…")
        await wang.taps("麻寺田站")
        await (wang if answer == "收回" else wu).taps(answer)
    await wu.taps("不在我们辖区")
    for answer in ("退单", "不在我们辖区", "跳过，由上级定"):
        await wang.taps(answer)
    await wang.says("4号楼的化粪池按划片归麻寺田站管")
    await luo.taps("维持，由他们办")
    await luo.taps("说明一下原因")
    await luo.says("划片图上4号楼在西湖")
    talk.passes(300)
    await chen.says("4号楼2楼化粪池堵了")
    await wang.taps("转给…")
    await wang.taps("别的站…")
    await wang.taps("麻寺田站")
    await wu.taps("接手")


async def _people(talk: Talk, luo: Actor, feng: Actor, chen: Actor, wang: Actor) -> None:
    await luo.says("人员")
    await luo.taps("邀请一人")
    await luo.says("西湖花园4号楼")
    await luo.taps("楼长")
    await luo.says("何志明")
    talk.passes(300)
    await chen.says("4号楼路灯坏了")
    await wang.taps("签收")
    await luo.says("看名单")
    await luo.taps("王慧敏")
    await luo.taps("结束身份")
    await luo.taps("结束：")
    await feng.says("看名单")
    await feng.taps("下一页 ›")
    await feng.taps("陈桂芳")
    await feng.taps("手机丢了")
    await feng.taps("停用账号")
    await feng.taps("再发邀请")
    links = [said.text for said in await feng.chat() if "?start=" in said.text]
    await chen.says(f"/start {links[-1].split('?start=')[1].split()[0]}")


async def _too_many(talk: Talk, he: Actor) -> None:
    await he.says("Language")
    await he.taps("简体中文")
    for floor in range(6):
        talk.passes(300)
        await he.says(f"4号楼{floor + 1}楼楼道灯坏了")


async def _own(chen: Actor, liang: Actor) -> None:
    await chen.says("我的资料")
    await chen.taps("改电话")
    await chen.says("138 0013 8000")
    await chen.taps("请删除")
    await chen.taps("删除")
    await chen.says("我的资料")
    await chen.taps("改名字")
    await chen.says("陈桂芬")
    await liang.says("我的資料")
    await liang.taps("離開")
    await liang.taps("離開")


async def _in_a_group(talk: Talk, luo: Actor, chen: Actor, wang: Actor, li: Actor, lin: Actor) -> None:
    talk.passes(300)
    group = await gathering(talk, "西湖居民群", luo, chen, wang, li, lin, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await group.says(chen, "/bao 4号楼楼道灯坏了")
    number = (await talk.reports())[-1].number
    await wang.says(f"/start {number}")
    await li.says(f"/start {number}")
    await chen.says("/start report")
    talk.passes(300)
    await group.says(chen, "/bao 3-502的阿姨病了，没人管")
    await group.says(lin, "/bao 路灯坏了")
    await group.restricts_bot(luo)
    await group.promotes_bot(luo)
    await luo.says("群")
    await luo.taps("解除 西湖居民群")


async def _the_map(deng: Actor) -> None:
    rows = "类型,编码,名称,上级\n楼栋,,98号楼,西湖花园\n楼栋,,99号楼,西湖花园\n楼栋,,97号楼,没有的小区\n"
    await deng.sends_file("网络.xlsx", rows.encode())
    await deng.taps("应用")


async def test_what_is_looked_for_is_told_as_the_transcript_says(
    talk: Talk, chen: Actor, wang: Actor
) -> None:
    """Its counts are those of one report: it has a story of its own."""
    await chen.says("4号楼化粪池漏了")
    await wang.says("待办")
    await wang.taps("待签收")
    await chen.says("我的上报")
    await chen.says("找一下化粪池")
    await wang.taps("📋 待办")
    await wang.taps("🔍 查找")
    await wang.says("陈桂芳")
    await wang.says("找 消防栓")
    said = set(_everything_said(talk))
    pieces = [piece for file in CONVERSATIONS if file.stem in COUNTING for piece in transcript(file)]
    assert pieces
    assert [one for one in pieces if not _was_said(one, said, "\n".join(said))] == []


async def _spoken(talk: Talk, chen: Actor, wang: Actor) -> None:
    talk.passes(700)
    await chen.sends_voice(12)
    await wang.taps("听")
    await wang.taps("代录")
    await wang.says("四号楼化粪池漏了")
    await chen.taps("不对")
    await chen.says("四号楼化粪池堵了")
    talk.passes(700)
    await chen.says("4号楼化粪池漏了")
    await chen.sends_photo()
    await chen.taps("分开")
    await chen.taps("跳过")
    talk.passes(700)
    await chen.says("4号楼化粪池漏了")
    await chen.edits(await chen.last_sent(), "5号楼化粪池漏了")
    await wang.taps("签收")
    await chen.edits(await chen.last_sent(), "5号楼化粪池漏了，很臭")
    await chen.taps("补充")
    await chen.says("取消")
    await chen.says("取消")
    await chen.says("今天入户走访5户12人次")
    await wang.taps("这是要办的事")


async def _the_doors(luo: Actor) -> None:
    await luo.says("楼门码 西湖花园4号楼")
    await luo.taps("换新码")
    await luo.taps("确定换新码")
    await luo.taps("打印页")


async def _to_and_fro(talk: Talk, chen: Actor, wang: Actor) -> None:
    talk.passes(700)
    await chen.says("4号楼水管爆了")
    await wang.chooses("问上报人一句")
    await wang.taps("是从什么时候开始的？")
    await chen.says("昨天晚上")
    await wang.taps("跟上报人说")
    await wang.says("今天下午三点到，请留门")
    await chen.taps("回复")
    await chen.says("好的，我在家")
    talk.passes(700)
    await chen.says("4号楼路灯不亮")
    await wang.chooses("不归我们…")
    await wang.taps("商业纠纷，不归社工站")
    await wang.taps("发给上报人")


async def _once_more(talk: Talk, chen: Actor, wang: Actor, luo: Actor) -> None:
    await chen.says("N-10001-6")
    await chen.replies(await chen.card("N-10001-6"), "又漏了")
    await chen.taps("重新打开")
    talk.passes(700)
    await chen.says("4号楼下水道堵了")
    number = (await talk.reports())[-1].number
    await wang.taps("联系了")
    await wang.taps("办结")
    await wang.taps("已清理干净")
    await luo.says(number)
    await luo.chooses("要求重办")
    await luo.says("照片里还在漏")


async def test_one_matter_is_told_as_the_transcripts_say(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    """Its first report is the building's only one: it has a story of its own."""
    await chen.says("4号楼电梯坏了")
    talk.passes(7200)
    await li.says("4号楼电梯又坏了，上不去")
    await li.taps("我也遇到")
    await li.taps("不是同一件")
    await wang.chooses("并案", on=await wang.card("N-10002-4"))
    await wang.says("N-10001-6")
    await wang.chooses("拆开", on=await wang.card("N-10002-4"))
    await zhou.says("4号楼电梯门关不上")
    await zhou.taps("不是")
    talk.passes(700)
    await talk.settle()
    await wang.taps("一起办")
    said = set(_everything_said(talk))
    pieces = [piece for file in CONVERSATIONS if file.stem in MATTERS for piece in transcript(file)]
    assert pieces
    assert [one for one in pieces if not _was_said(one, said, "\n".join(said))] == []


async def _helped(talk: Talk, chen: Actor, wang: Actor, liang: Actor, jianye: Actor, team: Actor) -> None:
    talk.passes(700)
    await chen.sends_photo("4号楼化粪池漏了，楼道堆物")
    await wang.taps("签收")
    await _asked_jianye(wang, jianye)
    await jianye.taps("已处理")
    await jianye.sends_photo()
    await jianye.says("已经清掏了")
    await _asked_jianye(wang, jianye)
    await wang.chooses("谁在帮忙")
    await wang.taps("不用了：何建业")
    await _called_for(talk, chen, wang, liang, team)


async def _asked_jianye(wang: Actor, jianye: Actor) -> None:
    await wang.chooses("请合作单位帮忙")
    await wang.taps("何建业")
    await wang.says("请安排清掏化粪池")
    await jianye.taps("收到")


async def _called_for(talk: Talk, chen: Actor, wang: Actor, liang: Actor, team: Actor) -> None:
    await wang.chooses("请别的站协办")
    await wang.taps("麻寺田站")
    await wang.says("请借一台吸粪车")
    talk.passes(700)
    await chen.says("4号楼楼道堆物")
    for whose, who in (("本社区的志愿者", liang), ("志愿者和社会组织", team), ("志愿者和社会组织", liang)):
        await wang.chooses("求志愿者")
        await wang.taps(whose)
        await wang.says("帮忙搬走楼道里的旧家具")
        await who.taps("我来" if who is team else "我來")
        await who.taps("做好了")
        await who.says("已经搬走了")
