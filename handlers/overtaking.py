"""An open question about an activity is overtaken by a newer one: it is closed, and says how to answer it still.

    Chen   今天入户走访独居老人，服务8人次
    bot    A-10001-6：一共多少户？                            跳过
    Chen   今天电话探访6人次
    bot    (in the place of the question) A-10001-6：先不问了，现在说的是 A-10002-4。要补的话，直接回复这条消息。

An answer without a reply is of the newest, so an older question must not look as if it still waited for one.
"""

from aiogram.fsm.context import FSMContext

from fieldwork.letters import asking_about_activities as letters
from fieldwork.letters.matter import QUESTION, subject
from fieldwork.people import Person
from fieldwork.reports import Report, ReportKind
from handlers import telling
from handlers.turn import Turn, voice
from storage import cards, reports

OPEN = ("number", "kind")  # what an activity's own question may be about
CORRECTING = "correcting_activity"  # the state of somebody who was asked what is not right about an activity
RENUMBERING = "renumbering"  # the state of somebody who was asked how the numbers should be
DATING = "dating"  # the state of somebody who was asked for the day
LATEST = 5  # own reports that are looked at


def overtake(turn: Turn, person: Person, newer: Report) -> list[int]:
    """Closes what is still asked about earlier activities of somebody; gives their serials."""
    over = list[int]()
    for report in reports.of_reporter(turn.session, person.id, limit=LATEST):
        is_asked = report.kind is ReportKind.ACTIVITY and report.question in OPEN
        if is_asked and report.serial != newer.serial:
            _close(turn, person, report, newer)
            over.append(report.serial)
    return over


async def overtake_what_was_asked(turn: Turn, person: Person, newer: Report, state: FSMContext) -> None:
    """The same while somebody speaks: what they were asked about an earlier one is not waited for any more."""
    over, name = overtake(turn, person, newer), await state.get_state()
    serial = (await state.get_data()).get("serial", 0)
    if serial in over:
        await state.clear()
    elif name in (CORRECTING, RENUMBERING, DATING) and serial != newer.serial:
        await state.clear()
        before = reports.by_serial(turn.session, serial)
        if before and person.account:
            turn.post(
                letters.overtaken_while_changed(voice(turn, person), before, person.account, newer.number)
            )


async def is_done(state: FSMContext, report: Report) -> None:
    """What was asked about an activity was settled by a button: words are not waited for any more."""
    name, serial = await state.get_state(), (await state.get_data()).get("serial")
    if name in (CORRECTING, RENUMBERING, DATING) and serial == report.serial:
        await state.clear()


def _close(turn: Turn, person: Person, report: Report, newer: Report) -> None:
    reports.change(turn.session, report, question="")
    telling.redraw(turn, report)
    if person.account and not cards.take_back(turn.session, subject(QUESTION, report.serial), person.account):
        turn.post(letters.overtaken(voice(turn, person), report, person.account, newer.number))
