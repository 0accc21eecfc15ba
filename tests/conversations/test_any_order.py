"""Anybody does anything at any time, through the chat, and the books stay in order.

A machine picks a member of the cast and lets them press what they see, what they saw once, or what nobody was
ever shown; write, reply, send a photo; lets time pass, blocks the bot, starts it again. After each act it holds
the books against the histories: no report without a station, none in two states, no step that was not allowed
or is not told, and every figure the same when it is counted from the histories alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot import example
from bot.means import Means
from bot.sandbox.server import Exchange
from fieldwork.buttons import Button
from fieldwork.life import STEPS
from storage import people
from tests import cast
from tests.botapi import Schema
from tests.conversations import recounting, recounting_figures
from tests.conversations.conftest import Example, hold_against_what_is_promised
from tests.conversations.racing import Shown, ever_shown, every_action
from tests.talk import Actor, Heard, Talk, talking

CHINA = ZoneInfo("Asia/Shanghai")
BLOCKED = "bot was blocked by the user"
PLAYERS = (cast.CHEN, cast.WANG, cast.ZHANG, cast.LUO, cast.FENG, cast.LIU, cast.ZHAO, cast.WU, cast.LI,
           cast.LIANG,
           cast.ZHOU, cast.DENG, cast.LIN)  # fmt: skip
REPORTERS = (cast.CHEN, cast.WANG, cast.ZHANG, cast.LUO, cast.LI, cast.LIANG, cast.ZHOU)
MATTERS = (
    "4号楼化粪池漏了", "5号楼电梯坏了", "6号楼路灯不亮", "东门社区垃圾没人清", "楼道里有人着火了",
    "今天入户走访5户12人次", "4号楼3单元502独居的陈阿婆三天没开门", "想问一下高龄津贴怎么办", "消防通道被堵住了",
    "西湖花园4号楼化粪池又漏了", "昨天入户走访3户7人次", "今天社区活动1场20人次，志愿者3人", "本月宣讲4场60人次",
    "今天入户走访4号楼2户3人次，302漏水", "今天服务居民，共30人次", "本周：入户走访3次9户；宣讲2场85人次",
)  # fmt: skip
DANGERS = ("4号楼着火了", "302 煤气泄漏", "4号楼5楼有人晕倒了", "楼下有人触电了，快来人")
HELP_LINES = ("110", "119", "120")
WORDS = (
    "签收", "联系了", "办结", "更多", "转给", "挂起", "延期", "我的上报", "待办", "取消", "有", "没有", "不是",
    "解决了", "还没解决", "不用管了", "已修好，现场确认过", "谢谢", "好的，明天来看", "请问是哪个单元？", "3单元",
    "13800138000", "？", "明天", "3天", "等配件", "群", "人员", "帮助", "/start", "找 化粪池",
    "对", "不对，是6户9人次", "5", "8人次", "重复了", "开始走访 4号楼", "302 独居 两位老人", "303 没人\n304 都好",
    "撤回上一条", "结束", "开始签到 消防讲座", "李阿婆 赵大爷", "2小时", "我的时长", "数字", "简报", "封账",
    "封账 2026-02", "封账 2026-W10", "导出", "1月1日到3月1日", "月报", "上会", "议事会", "今天", "12", "开个案",
    "我的个案", "结案 C-10001-6", "活动", "组织", "新组织 春晖社工中心", "新项目 微心愿", "我的提醒",
)  # fmt: skip
Act = tuple[cast.Member, str, str]  # who, how, what
TAPS, CHOOSES, SAYS = "taps", "chooses", "says"
SIGNED: tuple[Act, ...] = ((cast.WANG, TAPS, "签收"),)
IN_TOUCH: tuple[Act, ...] = ((cast.WANG, TAPS, "联系了"),)
DONE: tuple[Act, ...] = (*IN_TOUCH, (cast.WANG, TAPS, "办结"), (cast.WANG, TAPS, "已清理干净"))
OFFERED: tuple[Act, ...] = (
    *SIGNED,
    *((cast.WANG, TAPS, label) for label in ("转给…", "别的站…", "麻寺田站")),
)
RETURNED: tuple[Act, ...] = (
    *OFFERED, (cast.WU, TAPS, "不归我们"), (cast.WU, TAPS, "不是我们的职责"), (cast.WANG, TAPS, "退单"),
    (cast.WANG, TAPS, "不在我们辖区"), (cast.WANG, TAPS, "跳过，由上级定"), (cast.WANG, SAYS, "按划片归麻寺田站管"),
)  # fmt: skip
ASKED_TO_WAIT: tuple[Act, ...] = (
    *IN_TOUCH, (cast.WANG, CHOOSES, "挂起…"), (cast.WANG, TAPS, "等材料或配件"), (cast.WANG, TAPS, "一周"),
)  # fmt: skip
REFERRED: tuple[Act, ...] = (
    *IN_TOUCH, (cast.WANG, CHOOSES, "转介…"), (cast.WANG, TAPS, "居委会"), (cast.WANG, TAPS, "5天"),
)  # fmt: skip
CLOSED: tuple[Act, ...] = (*DONE, (cast.CHEN, TAPS, "解决了"), (cast.CHEN, TAPS, "满意"))
VISITED = "今天入户走访5户12人次"
TOLD: tuple[Act, ...] = ((cast.CHEN, TAPS, "对，记下"),)
SENT_BACK: tuple[Act, ...] = (
    *TOLD, (cast.WANG, SAYS, "A-10001-6"), (cast.WANG, TAPS, "退回"), (cast.WANG, TAPS, "数字不符"),
    (cast.WANG, TAPS, "没有要补的"),
)  # fmt: skip
STOOD_BY: tuple[Act, ...] = (
    *SENT_BACK, (cast.CHEN, TAPS, "没错，不用改"), (cast.CHEN, TAPS, "核对过，没有错"),
)  # fmt: skip
COUNTED: tuple[Act, ...] = (*TOLD, (cast.WANG, SAYS, "A-10001-6"), (cast.WANG, TAPS, "核实，计入"))
LIST_ENDED: tuple[Act, ...] = (
    (cast.CHEN, SAYS, "开始签到 A-10001-6"), (cast.CHEN, TAPS, "加名字"), (cast.CHEN, SAYS, "李阿婆 赵大爷"),
    (cast.CHEN, TAPS, "志愿时长"), (cast.CHEN, SAYS, "2小时"),
)  # fmt: skip
WALKING: tuple[Act, ...] = ((cast.CHEN, SAYS, "302 独居 两位老人"), (cast.CHEN, SAYS, "303 漏水"))
CALLED: tuple[Act, ...] = (
    (cast.WANG, SAYS, "上会 N-10001-6"), (cast.WANG, SAYS, "议事会"), (cast.WANG, TAPS, "西湖花园"),
    (cast.WANG, SAYS, "今天"),
)  # fmt: skip
CASE: tuple[Act, ...] = ((cast.WANG, SAYS, "开个案"), (cast.WANG, TAPS, "老人"))
TAKING_OUT: tuple[Act, ...] = (
    (cast.LUO, SAYS, "导出"),
    (cast.LUO, TAPS, "上报的事"),
    (cast.LUO, TAPS, "本月"),
)
BEGINNINGS: tuple[tuple[str, tuple[Act, ...]], ...] = (
    ("4号楼化粪池漏了", ()), ("4号楼化粪池漏了", SIGNED), ("4号楼化粪池漏了", IN_TOUCH), ("4号楼化粪池漏了", DONE),
    ("4号楼化粪池漏了", OFFERED), ("4号楼化粪池漏了", RETURNED), ("4号楼化粪池漏了", ASKED_TO_WAIT),
    ("4号楼化粪池漏了", (*ASKED_TO_WAIT, (cast.LUO, TAPS, "同意"))), ("4号楼化粪池漏了", REFERRED),
    ("4号楼的灭火器过期了", DONE), ("4号楼化粪池漏了", CLOSED),
    (VISITED, ()), (VISITED, TOLD), (VISITED, SENT_BACK), (VISITED, STOOD_BY),
    (VISITED, COUNTED), (VISITED, (*COUNTED, *LIST_ENDED)), ("开始走访 4号楼", WALKING),
    ("开始走访 4号楼", (*WALKING, (cast.CHEN, SAYS, "结束"))), ("4号楼化粪池漏了", CALLED),
    ("4号楼化粪池漏了", (*CALLED, (cast.WANG, TAPS, "会议记录"))), ("4号楼化粪池漏了", (*DONE, *CASE, *TAKING_OUT)),
)  # fmt: skip
"""How far the first report has come when anybody may do anything: the deep states are seldom reached by chance."""
CHOICES = ("", "0", "1", "2", "yes", "no", "phone", "repaired", "material", "hospital", "satisfied", "more")
HOURS = (0.2, 3.0, 14.0, 26.0, 24.0 * 8, 24.0 * 31)
who = st.sampled_from(PLAYERS)
some = st.integers(0, 40)


class AnyOrder(RuleBasedStateMachine):
    """One stage, from the shipped example on."""

    settled: ClassVar[Example]
    means: ClassVar[Means]
    schema: ClassVar[Schema]
    folder: ClassVar[Callable[[], Path]]
    seen: ClassVar[set[str]]  # every step that was ever taken

    def __init__(self) -> None:
        super().__init__()
        self._runner, self._stack = asyncio.Runner(), AsyncExitStack()
        self.talk: Talk = self._does(self._opened)
        self.talk.staff.add(cast.DENG.account)  # whose digests hold the words of the staff
        self.blocking: set[int] = set()  # who cannot write, since they have blocked the bot
        self.books, self.figures = self._read()
        self.digests = set[tuple[int, str]]()  # that came by themselves: to whom, and of what

    async def _opened(self) -> Talk:
        folder = type(self).folder()
        books, cast_ = self.settled.laid_out(folder), example.cast_who_started()
        stage = talking(folder, books, cast_, self.means, self.settled.codes)
        return await self._stack.enter_async_context(stage)

    def teardown(self) -> None:
        try:
            self._does(self._stack.aclose)
            hold_against_what_is_promised(self.talk, self.schema)
        finally:
            self._runner.close()

    # -- what is done

    @initialize(begun=st.sampled_from(BEGINNINGS))
    def somebody_reports(self, begun: tuple[str, tuple[Act, ...]]) -> None:
        """A report is there, and has come as far as it may have."""
        words, acts = begun
        self._act(cast.CHEN, lambda: self._actor(cast.CHEN).says(words))
        for member, how, what in acts:
            self._act(member, partial(getattr(self._actor(member), how), what))

    @rule(member=who, matter=st.sampled_from(MATTERS))
    def reports(self, member: cast.Member, matter: str) -> None:
        self._act(member, lambda: self._actor(member).says(matter))

    @rule(nth=some, action=some, then=st.lists(some, min_size=1, max_size=3))
    def goes_on_with_a_report(self, nth: int, action: int, then: list[int]) -> None:
        """One of the things that can be done with a report now, and what its conversation asks after that."""
        serials = [*self.books.reports] or [0]
        about = [one for one in self._there() if one.data.split(":")[1] == f"{serials[nth % len(serials)]:x}"]
        actions = {one.data.split(":")[0]: one for one in reversed(about)}
        if not actions:
            return
        pressed = actions[sorted(actions)[action % len(actions)]]
        self._press([pressed], 0)
        for each in then:
            self._answer(pressed.chat, each)

    def _answer(self, account: int, nth: int) -> None:
        """A button of what was said last to somebody, or, where that has none, words."""
        member = next(each for each in cast.EVERYBODY if each.account == account)
        newest = self._does(self._actor(member).newest)
        keys = [key for row in newest.rows for key in row if key.data]
        if keys:
            key = keys[nth % len(keys)]
            self._act(member, lambda: self._actor(member).taps_data(key.data, key.message))
        else:
            self._act(member, lambda: self._actor(member).says(WORDS[nth % len(WORDS)]))

    @rule(nth=some)
    def presses_what_is_newest(self, nth: int) -> None:
        self._press(self._newest(), nth)

    @rule(nth=some)
    def presses_what_is_there(self, nth: int) -> None:
        self._press(self._there(), nth)

    @rule(member=who, nth=some)
    def presses_what_is_in_their_chat(self, member: cast.Member, nth: int) -> None:
        self._press([one for one in self._there() if one.chat == member.account], nth)

    @rule(nth=st.integers(0, 400))
    def presses_what_was_there(self, nth: int) -> None:
        self._press(ever_shown(self.talk), nth)

    @rule(
        member=who,
        action=st.integers(0, 400),
        nth=some,
        version=st.integers(-1, 1),
        choice=st.sampled_from(CHOICES),
    )
    def forges(self, member: cast.Member, action: int, nth: int, version: int, choice: str) -> None:
        actions, under = (
            sorted(every_action()),
            [s for s in ever_shown(self.talk) if s.chat == member.account],
        )
        if not under or not self.books.reports:
            return
        report = [*self.books.reports.values()][nth % len(self.books.reports)]
        forged = Button(action=actions[action % len(actions)], record=report.serial,
                        version=max(report.version + version, 0), choice=choice)  # fmt: skip
        self._act(member, lambda: self._actor(member).taps_data(forged.packed(), under[-1].message))

    @rule(member=who, nth=st.integers(0, 400))
    def presses_what_others_were_shown(self, member: cast.Member, nth: int) -> None:
        shown = ever_shown(self.talk)
        under, theirs = ([s for s in shown if (s.chat == member.account) is own] for own in (True, False))
        if under and theirs:
            data = theirs[nth % len(theirs)].data
            self._act(member, lambda: self._actor(member).taps_data(data, under[-1].message))

    @rule(member=st.sampled_from(REPORTERS), words=st.sampled_from(DANGERS))
    def is_in_danger(self, member: cast.Member, words: str) -> None:
        """Whatever they were asked, or do: who speaks of danger hears where help is."""
        if member.account in self.blocking:
            return
        heard = list[Heard]()

        async def says() -> None:
            heard.append(await self._actor(member).says(words))

        self._act(member, says)
        assert any(line in heard[0] for line in HELP_LINES), f"{member.name} says {words}, and hears {heard}"

    @rule(member=who, words=st.sampled_from(WORDS))
    def writes(self, member: cast.Member, words: str) -> None:
        self._act(member, lambda: self._actor(member).says(words))

    @rule(member=who, nth=some)
    def asks_for_a_card(self, member: cast.Member, nth: int) -> None:
        all_ = [*self.books.reports.values()]
        if not all_:
            return
        number = all_[nth % len(all_)].number
        self._act(member, lambda: self._actor(member).says(number))

    @rule(member=who, nth=st.integers(0, 5), words=st.sampled_from(WORDS))
    def replies(self, member: cast.Member, nth: int, words: str) -> None:
        messages = list(dict.fromkeys(s.message for s in ever_shown(self.talk) if s.chat == member.account))
        if messages:
            to = messages[-1 - nth % len(messages)]
            self._act(member, lambda: self._actor(member).replies(to, words))

    @rule(member=who)
    def sends_a_photo(self, member: cast.Member) -> None:
        self._act(member, lambda: self._actor(member).sends_photo())

    @rule(hours=st.sampled_from(HOURS))
    def time_passes(self, hours: float) -> None:
        self.talk.passes(hours * 3600)
        since = len(self.talk.sandbox.exchanges)
        self._act(None, self.talk.settle)
        for told in digests_in(self.talk.sandbox.exchanges[since:]):
            assert told not in self.digests, f"{told} came twice"
            self.digests.add(told)

    @rule()
    def the_bot_starts_again(self) -> None:
        self.talk.restarts(self.means)
        self._act(None, self.talk.settle)

    @rule(member=st.sampled_from((cast.WANG, cast.ZHANG, cast.LUO)), blocked=st.booleans())
    def blocks_the_bot(self, member: cast.Member, blocked: bool) -> None:
        self.talk.meant.add(BLOCKED)
        actor = self._actor(member)
        self.blocking.discard(member.account)
        self._act(member, actor.blocks if blocked else actor.unblocks)
        self.blocking |= {member.account} if blocked else set()

    # -- how

    def _actor(self, member: cast.Member) -> Actor:
        return Actor(member, self.talk)

    def _there(self) -> list[Shown]:
        """The buttons that stand in the chats now, the newest first."""
        there = dict[tuple[int, int], list[Shown]]()
        for exchange in self.talk.sandbox.exchanges:
            chat, message = int(exchange.params.get("chat_id") or 0), exchange.params.get("message_id")
            if exchange.method.startswith("edit") and message:
                there.pop((chat, int(message)), None)
            for shown in ever_shown_in(exchange):
                there.setdefault((shown.chat, shown.message), []).append(shown)
        return [one for shown in reversed(there.values()) for one in shown]

    def _newest(self) -> list[Shown]:
        """Those of the message that was written last."""
        there = self._there()
        return [
            one for one in there if there and (one.chat, one.message) == (there[0].chat, there[0].message)
        ]

    def _press(self, shown: list[Shown], nth: int) -> None:
        if shown:
            one = shown[nth % len(shown)]
            member = next(each for each in cast.EVERYBODY if each.account == one.chat)
            self._act(member, lambda: self._actor(member).taps_data(one.data, one.message))

    def _act(self, member: cast.Member | None, act: Callable[[], Awaitable[Any]]) -> None:
        """One person does one thing; then everything is held against everything."""
        if member and member.account in self.blocking:
            return
        before = (self.books, self.figures)
        self._does(act)
        self.books, self.figures = self._read()
        person = (
            self._does(lambda: self.talk.asks(lambda s: people.by_account(s, member.account)))
            if member
            else None
        )
        who, after = person.id if person else None, (self.books, self.figures)
        assert list(recounting.out_of_order(before[0], self.books, who)) == []
        assert list(recounting.in_order(self.books)) == []
        assert list(recounting_figures.out_of_order(before, after)) == []
        assert list(recounting_figures.in_order(self.books, self.figures)) == []
        self.seen.update(each.step for events in self.books.events.values() for each in events)

    def _read(self) -> tuple[recounting.Kept, recounting_figures.Figures]:
        now = self.talk.clock.now().astimezone(CHINA)
        books: recounting.Kept = self._does(lambda: self.talk.asks(lambda s: recounting.kept(s, now)))
        figures: recounting_figures.Figures = self._does(lambda: self.talk.asks(recounting_figures.read))
        return books, figures

    def _does(self, act: Callable[[], Awaitable[Any]]) -> Any:
        async def done() -> Any:
            return await act()

        return self._runner.run(done())


def digests_in(exchanges: Iterable[Exchange]) -> Iterator[tuple[int, str]]:
    """To whom a digest came, and of which place and period it is."""
    for one in exchanges:
        text = str(one.params.get("text") or one.params.get("caption") or "")
        if one.method.startswith("send") and one.answer["ok"] and text.startswith("📊"):
            yield int(one.params["chat_id"]), "\n".join(text.splitlines()[:2])


def ever_shown_in(exchange: Any) -> list[Shown]:
    """The buttons that one letter brought."""
    return ever_shown(_Only([exchange]))  # type: ignore[arg-type]


class _Only:
    """As much of a stage as `ever_shown` looks at."""

    def __init__(self, exchanges: list[Any]) -> None:
        self.sandbox = self
        self.exchanges = exchanges


@pytest.fixture
def machine(
    tmp_path_factory: pytest.TempPathFactory, settled: Example, means: Means, schema_of_telegram: Schema
) -> type[AnyOrder]:
    def folder() -> Path:
        return tmp_path_factory.mktemp("any-order")

    given = {"settled": settled, "means": means, "schema": schema_of_telegram, "folder": staticmethod(folder),
             "seen": set[str]()}  # fmt: skip
    return type("AnyOrderHere", (AnyOrder,), given)


@pytest.mark.shipped_digests
def test_whatever_people_do_the_books_stay_in_order(machine: type[AnyOrder]) -> None:
    """A slice, always the same; `make torture` runs far more."""
    few = settings(max_examples=4, stateful_step_count=25, deadline=None, derandomize=True, database=None,
                   phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=few)
    assert "sign" in machine.seen


@pytest.mark.torture
@pytest.mark.shipped_digests
def test_whatever_people_do_for_long(machine: type[AnyOrder]) -> None:
    many = settings(max_examples=150, stateful_step_count=40, deadline=None, print_blob=True,
                    suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=many)
    never = sorted(set(STEPS) - machine.seen)
    print(f"steps that were never taken: {', '.join(never)}")
    assert {"done", "solved", "unsolved", "withdraw", "ask", "offer", "answer"} <= machine.seen
    assert {"confirmed", "accepted", "sent_back", "counts_changed", "made_void"} <= machine.seen
