"""What was noted as an activity turns out to be something to be dealt with; the station or the reporter says so.

    Chen   今天入户走访5户12人次
    bot    📝 A-10001-6 · 请核对一下 …                       ✅ 对，记下 · 不对，改一下
    bot    (to the social worker, without sound) A-10001-6 · 活动（待确认） …     这是要办的事
    Wang   这是要办的事
    bot    改成需求了：N-10001-6。

The number keeps its digits; only its letter changes. A card of before the activity was confirmed, returned or
counted does it no more.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import life
from fieldwork.activities import Stage
from fieldwork.letters import station
from fieldwork.reports import Report, ReportKind, State
from handlers import judging, telling
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import activities, people, reports


def router() -> Router:
    finding = Router(name="finding a need")
    finding.callback_query.register(said_to_be_a_need, Tap("to_need"))
    return finding


async def said_to_be_a_need(_query: CallbackQuery, tapped: Tapped) -> None:
    t, report = tapped.t, tapped.report
    activity = activities.by_serial(tapped.turn.session, report.serial)
    if activity and report.state is State.NOTED and tapped.button.version != activity.version:
        tapped.out_of_use()
        telling.show_card(tapped.turn, t, report, tapped.chat)
    elif is_a_need(tapped.turn, report, tapped.person.id, "station"):
        tapped.says(t.staff("It is a need now: {number}.", number=report.number))
    else:
        tapped.says(t.staff("Not now: it is {state}.", state=station.state_named(t, report.state)))


def is_a_need(turn: Turn, report: Report, actor: int, role: str) -> bool:
    """From a note to something that is signed for: the person responsible hears it. False: it is one, or void."""
    activity = activities.by_serial(turn.session, report.serial)
    steps = life.steps_to("is_need", report) if activity is None or activity.stage is not Stage.VOID else []
    if not reports.walk(turn.session, report, steps, at=turn.now, actor=actor, role=role,
                        kind=ReportKind.NEED):  # fmt: skip
        return False
    judging.follow(turn, report, actor, role)
    told = telling.redraw(turn, report)
    rung = people.by_id(turn.session, report.rung_id) if report.rung_id else None
    telling.ring(turn, told, rung)
    return True
