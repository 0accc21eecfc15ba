"""What was done and noted before there were records comes back to its station, to be entered.

    bot    (to Wang, once) 📝 西湖站还有 1 件以前记下的活动没登记，登记了才能核实、计入统计。      📝 待登记 · 1
    Wang   待登记
    bot    以前记下、还没登记的活动：
           A-10001-6 · 凤城街道西湖社区西湖花园4号楼 · 5 户 · 12 人次            ➕ A-10001-6
    Wang   ➕ A-10001-6
    bot    A-10001-6 登记好了，等报的人核对数字。
    bot    (to Chen) 📝 A-10001-6 · 请核对一下 …            ✅ 对，记下 · 不对，改一下

It stands in 活动待核实 for as long as there is any. Where whoever told of it cannot be reached any more, it waits
for the station at once. Whoever told of it may enter it as well: 登记 on the own card.
"""

import json

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import reviewing as rules
from fieldwork.activities import Stage
from fieldwork.buttons import Button
from fieldwork.letters import Letter, reporter
from fieldwork.letters import reviewing_many as letters
from fieldwork.letters.listing import PAGE
from fieldwork.people import Role, can_be_reached
from fieldwork.reports import Event, Report, State
from fieldwork.texts import Translator
from handlers import telling
from handlers.listing import OnStaff, codes_of
from handlers.recorded import as_kept, of, record
from handlers.stepping import staff_role
from handlers.tapping import Tap, Tapped, chat_of, tapped_message
from handlers.turn import Turn, voice
from storage import activities, reports, schema


def router() -> Router:
    old = Router(name="entering old activities")
    old.callback_query.register(opened_page, Tap("unentered"), OnStaff())
    entering = Router(name="entering one of them")
    entering.callback_query.register(entered, Tap("enter_old"))
    old.include_router(entering)
    return old


async def opened_page(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    page = _page(turn, t, roles, chat_of(query), button.record)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _page(turn: Turn, t: Translator, roles: list[Role], chat: int, number: int) -> Letter:
    found = activities.unentered(turn.session, codes_of(turn, roles), PAGE + 1, number * PAGE)
    kept = [report for serial in found[:PAGE] if (report := reports.by_serial(turn.session, serial))]
    told = [telling.matter(turn, report, additions=False) for report in kept]
    return letters.unentered(t, chat, told, number, len(found) > PAGE)


async def entered(_query: CallbackQuery, tapped: Tapped) -> None:
    """Its record is read out of its words; the numbers are whoever's told of it to confirm."""
    turn, t, report = tapped.turn, tapped.t, tapped.report
    if report.state is State.NOTED and of(turn, report) is None:
        record(turn, report, turn.desk.reader.read(report.words or report.text))
        tapped.says(_entered(tapped))
    else:
        tapped.says(t.staff("{number} is entered already.", number=report.number))
    telling.redraw_stations(turn, telling.matter(turn, report))
    page = _page(turn, t, tapped.roles, tapped.chat, 0)
    turn.post(page.model_copy(update={"message_id": tapped_message(tapped.query)}))


def _entered(tapped: Tapped) -> str:
    """Asks whoever told of it; says for whom it waits."""
    t, number = tapped.t, tapped.report.number
    if _ask_reporter(tapped.turn, tapped.report):
        return t.staff("{number} is entered; whoever told of it looks at the numbers.", number=number)
    _stands(tapped)
    return t.staff("{number} is entered, and waits to be checked.", number=number)


def _ask_reporter(turn: Turn, report: Report) -> bool:
    """Their card, at the end of their chat; False where they cannot be reached any more."""
    person = telling.reporter_of(turn, report)
    if person is None or person.account is None or not can_be_reached(person):
        return False
    card = reporter.card(voice(turn, person), telling.matter(turn, report), person.account)
    turn.post_by_day(card.model_copy(update={"anew": True}))
    return True


def _stands(tapped: Tapped) -> None:
    """The station says itself that the numbers are those of the words."""
    turn, report = tapped.turn, tapped.report
    activity = of(turn, report)
    begun = rules.begun(activity, turn.now, turn.desk.rules.review) if activity else {}
    if activity and activities.change(turn.session, activity, stage=Stage.SUBMITTED, **begun):
        said = json.dumps(
            {"counts": as_kept(activities.counts(turn.session, report.serial))}, ensure_ascii=False
        )
        reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="confirmed", reason=said,
                                         actor_id=tapped.person.id, role=staff_role(tapped.roles)))  # fmt: skip


# -- told once ----------------------------------------------------------------------------------------


def untold(turn: Turn) -> list[str]:
    """Whether it was ever looked through what is not entered; looked once, what comes later has records."""
    return [] if schema.fact(turn.session, activities.UNENTERED) is not None else [activities.UNENTERED]


def tell(turn: Turn, fact: str) -> bool:
    """Each station's worker hears how many there are."""
    many, newest = activities.never_entered(turn.session)
    if not schema.claim_fact(turn.session, fact, newest):
        return False
    for code, number in many.items():
        station = turn.desk.network.stations.get(code)
        who = turn.desk.staffing.responsible(station, None) if station else None
        if station and who and who.account:
            turn.post_by_day(letters.told_of_unentered(voice(turn, who), who.account, station.name, number))
    return True
