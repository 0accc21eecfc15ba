"""Once a month a building head reads what became of what they reported, and what they did.

    bot    🏠 2026年3月您报的事
           报了 2 件，处理好了 1 件，还没办完 1 件。
           ✓ N-10001-6 · 下水化粪池
           … N-10002-4 · 路灯照明 · 有人在跟进 · 西湖站王慧敏
           🤝 您做的活动，已计入统计：
           入户走访 2 次 · 9 户 · 20 人次
           还有 1 项活动等站里核实。                           N-10002-4
                                                               📝 我的活动 · ⏰ 时间

On the first working day of the month, at 08:30 or when they like better (我的提醒). Nothing where there was
nothing. Asked for (简报), the month that runs, and by a tap the last.
"""

from datetime import datetime, time
from typing import TypedDict

from fieldwork import periods
from fieldwork.activities import ActivityKind, Counts, Stage, Unit
from fieldwork.digests import Span
from fieldwork.letters import own_months as letters
from fieldwork.letters.own_months import OwnMonth
from fieldwork.people import Person
from fieldwork.periods import ONE_DAY, Period
from fieldwork.reports import Report, State
from fieldwork.reviewing import WAITING
from fieldwork.texts import Translator
from handlers import telling
from handlers.turn import Turn
from storage import activities, digests, reports


def show(
    turn: Turn, t: Translator, person: Person, this: Period, chat: int, back: int = 0,
    wanted: Period | Span | None = None,
) -> None:  # fmt: skip
    """Asked for: also where there is nothing, with the way to the other month (`back`: so many ago).

    `wanted` is what was named: where that is not this month, it is said.
    """
    period = periods.before(this, turn.desk.rules.periods) if back else this
    instead = wanted not in (None, Span.MONTH, period)
    turn.post(letters.own_month(t, chat, _month(turn, person, period), back, instead=instead))


def send(turn: Turn, t: Translator, person: Person, period: Period, chat: int) -> bool:
    """Unasked: where there is something."""
    month = _month(turn, person, period)
    if not month.is_empty:
        turn.post_by_day(letters.own_month(t, chat, month))
    return not month.is_empty


def _month(turn: Turn, person: Person, period: Period) -> OwnMonth:
    """What was reported in a month, what was solved in it, and what is open, be it older."""
    since = datetime.combine(period.since, time(), turn.desk.zone)
    until = datetime.combine(period.until + ONE_DAY, time(), turn.desk.zone)
    own = digests.own_reports(turn.session, person.id, since, until)
    return OwnMonth(
        period=period, has_just_begun=turn.desk.day == period.since,
        sent=sum(since <= report.sent_at < until for report in own),
        solved=tuple(telling.matter(turn, report) for report in own if _is_solved(report, since, until)),
        open=tuple(telling.matter(turn, report) for report in own if _is_open(report, until)),
        **_done(turn, person, period),
    )  # fmt: skip


class Done(TypedDict):
    """What somebody did in a month, as their letter holds it."""

    done: dict[ActivityKind, Counts]
    waiting: int
    returned: int


def _done(turn: Turn, person: Person, period: Period) -> Done:
    """By the day it was held: what counts, added up kind by kind, and how much does not yet."""
    told = activities.of_person(turn.session, person.id, period.since, period.until)
    done: dict[ActivityKind, dict[Unit, float]] = {}
    for each in (each for each in told if each.stage is Stage.ACCEPTED):
        sums = done.setdefault(each.kind, {})
        for unit, number in activities.counts(turn.session, each.serial).items():
            sums[unit] = sums.get(unit, 0) + number
    return Done(done={kind: done[kind] for kind in ActivityKind if kind in done},
                waiting=sum(each.stage in WAITING for each in told),
                returned=sum(each.stage is Stage.RETURNED for each in told))  # fmt: skip


def _is_open(report: Report, until: datetime) -> bool:
    """Be it older than the month; what came after it is of the next."""
    return report.state in reports.OPEN and report.sent_at < until


def _is_solved(report: Report, since: datetime, until: datetime) -> bool:
    """Closed in the month; the reporter's own word that it was not solved would have opened it again."""
    closed = report.closed_at
    return report.state is State.CLOSED and closed is not None and since <= closed < until
