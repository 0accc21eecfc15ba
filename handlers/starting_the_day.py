"""Each working morning a worker hears what the day brings, in one message.

    bot    ☀️ 3月9日
           手上 2 件（超时 1） · 待签收 1 件 · 探访 3 户
           凤城街道西湖社区西湖花园4号楼
           🔴 N-10001-6 · 下水化粪池 · 办理中 · 超时
           N-10003-2 · 路灯照明 · 待签收
           凤城街道西湖社区西湖花园5号楼
           N-10002-4 · 电梯 · 办理中                 N-10001-6 · N-10002-4 · N-10003-2
                                                     📋 待办 · 🏠 今天的探访
                                                     ⏰ 时间

The five most urgent, by building; the rest is behind the buttons. Nothing where nothing waits. At 08:30, or when
they like better, or not at all (我的提醒). Asked for (简报), yesterday, the last week and two months of the station
are a tap away.
"""

from fieldwork.digests import Morning
from fieldwork.letters import mornings as letters
from fieldwork.letters.matter import Matter
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.reviewing import WAITING
from fieldwork.texts import Translator
from handlers import caring, listing, telling
from handlers.turn import Turn
from storage import activities, reports

TOP = 5  # tasks that are named
LOOKED_THROUGH = 50  # of one person, the most urgent first


def show(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, place: str) -> None:
    """Asked for: also where there is nothing. Below it the digests of the place where they work."""
    turn.post(letters.morning(t, chat, _counted(turn, person, roles), _top(turn, person, roles), place))


def send(turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int) -> bool:
    """Unasked: where there is something."""
    counted = _counted(turn, person, roles)
    if not counted.is_empty:
        turn.post_by_day(letters.morning(t, chat, counted, _top(turn, person, roles)))
    return not counted.is_empty


def _counted(turn: Turn, person: Person, roles: list[Role]) -> Morning:
    codes, session = listing.codes_of(turn, roles), turn.session
    mine = _mine(turn, person, codes)
    return Morning(
        day=turn.desk.day, mine=reports.count_of_station(session, codes, reports.AT_WORK, handler=person.id),
        late=sum(report.level > 0 for report in mine),
        unsigned=reports.count_of_station(session, codes, reports.UNSIGNED),
        visits=len(caring.errand(turn, person).lines), to_ring=reports.count_to_ring(session, codes, person.id),
        to_check=activities.many_of_stations(session, codes, WAITING),
    )  # fmt: skip


def _mine(turn: Turn, person: Person, codes: list[str]) -> list[Report]:
    return reports.of_station(turn.session, codes, reports.AT_WORK, handler=person.id, limit=LOOKED_THROUGH)


def _top(turn: Turn, person: Person, roles: list[Role]) -> list[Matter]:
    """What is their own, and what nobody has signed for, the most urgent first."""
    codes = listing.codes_of(turn, roles)
    unsigned = reports.of_station(turn.session, codes, reports.UNSIGNED, limit=TOP)
    both = sorted([*_mine(turn, person, codes)[:TOP], *unsigned], key=_urgency)
    return [telling.matter(turn, report, additions=False) for report in both[:TOP]]


def _urgency(report: Report) -> tuple[str, int, int]:
    return min(report.urgency.value, "T2"), -report.level, report.serial
