"""Nobody opens twice within a day at somebody of high risk: that is a matter by itself (T1), until they are reached.

    Wang   🚪 未遇                                   (in the morning, and again in the afternoon)
    bot    🔒 N-10001-6 · 待签收 · 🔴 紧急           (the card rings; it says nothing of who it is)
           养老服务                                  👁 打开 · 📞 电话联系上了 · ✍️ 签收 · …
    Wang   📞 电话联系上了
    bot    N-10001-6：电话联系上了，了结。
    bot    (the list) ✔ K-10001-6 · 电话联系上了

One such report at a time for a household, in the name of whoever looks after it. A visit at which somebody is met
ends it as well.
"""

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.care import CarePlan, Outcome, Risk, Visit
from fieldwork.people import Person
from fieldwork.reports import Event, Finding, PrivacyClass, Report, State, Urgency
from handlers import caring, dispatching, stepping, telling
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, home_of, voice
from storage import care, people, reports

CATEGORY = "elderly.living_alone"  # 独居探访
REACHED = "reached"  # the step of life that ends it


def router() -> Router:
    router_ = Router(name="nobody_opened")
    router_.callback_query.register(reached_by_telephone, Tap(REACHED))
    return router_


def look_again(turn: Turn, plan: CarePlan, by: Person, before: CarePlan) -> Report | None:
    """After nobody opened: a report, where that was so before within the time, and none is open."""
    within = timedelta(hours=turn.desk.rules.visits.missed_hours)
    twice = before.missed_at is not None and turn.now - before.missed_at <= within
    if plan.risk is not Risk.HIGH or not twice or open_report(turn, plan):
        return None
    report = _filed(turn, plan)
    care.change(turn.session, plan, raised_serial=report.serial)
    return report


def open_report(turn: Turn, plan: CarePlan) -> Report | None:
    """The report of this household that is not over."""
    report = reports.by_serial(turn.session, plan.raised_serial) if plan.raised_serial else None
    return report if report and report.is_open and report.state is not State.MERGED else None


def _filed(turn: Turn, plan: CarePlan) -> Report:
    """In the name of whoever is responsible; what it says tells nothing of who it is."""
    t, acts = turn.desk.speak(""), caring.recipient(turn, plan)
    hours = turn.desk.rules.visits.missed_hours
    report = Report(
        state=State.DISPATCHED, urgency=Urgency.T1, category=CATEGORY, place=plan.place, door=plan.door,
        privacy=PrivacyClass.P3, plan_id=plan.id, reporter_id=acts.id if acts else plan.responsible_id,
        for_name=plan.name, for_telephone=plan.telephone, sent_at=turn.now, kept_at=turn.now,
        text=t.staff("{code}: nobody opened twice within {hours} hours. Please reach them, or their family.",
                     code=plan.code, hours=hours),
    )  # fmt: skip
    home = home_of(people.roles_of(turn.session, report.reporter_id, turn.desk.day))
    routing = dispatching.route(turn, report, home)
    reports.file(turn.session, report, 0, None)
    sent = Event(at=turn.now, serial=report.serial, step="sent", role="rule", went_to=State.SUBMITTED)
    reports.note(turn.session, sent, dispatching.dispatched(turn, report, routing, State.SUBMITTED))
    told = telling.matter(turn, report, additions=False)
    telling.ring(turn, told, turn.desk.staffing.people.get(report.rung_id or 0), new=True)
    return report


# -- reached ----------------------------------------------------------------------------------------


async def reached_by_telephone(_query: CallbackQuery, tapped: Tapped) -> None:
    """电话联系上了: it is over, and counted as what it is: no visit."""
    turn, t, report = tapped.turn, tapped.t, tapped.report
    said = t.staff("reached by telephone")
    verdict = stepping.take(turn, report, REACHED, tapped.person, tapped.roles, reason=said, outcome=said,
                            finding=Finding.SOLVED)  # fmt: skip
    if not verdict:
        stepping.refuse(tapped, verdict)
        return
    plan = care.by_id(turn.session, report.plan_id or 0)
    if plan:
        care.change(turn.session, plan, missed_at=None)
        care.note_visit(turn.session, Visit(plan_id=plan.id, at=turn.now, day=turn.desk.day, by_id=tapped.person.id,
                                            outcome=Outcome.PHONED, serial=report.serial))  # fmt: skip
        caring.redraw(turn, t, plan, tapped.person, tapped.roles, tapped.chat)
    tapped.says(t.staff("{number}: reached by telephone, and over.", number=report.number))


def clear(turn: Turn, plan: CarePlan, by: Person) -> None:
    """Somebody was met: what was reported because nobody opened is over."""
    report = open_report(turn, plan)
    if report is None:
        return
    roles = people.roles_of(turn.session, by.id, turn.desk.day)
    said = voice(turn, by).staff("visited")
    taken = stepping.take(turn, report, REACHED, by, roles, reason=said, outcome=said, finding=Finding.SOLVED)
    if not taken:
        stepping.by_clock(turn, report, REACHED, reason=said, outcome=said, finding=Finding.SOLVED)
