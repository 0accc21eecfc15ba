"""An organiser confirms how long those on the list gave their time (志愿时长).

    Wang   志愿时长
    bot    消防讲座：志愿者每人多长时间？写“2小时”就是名单上全部；写“陈桂芳 90分钟”是一个人。
    Wang   2小时
    bot    ✅ 已确认，共 4 小时。
           陈桂芳 2 小时、李国柱 2 小时
    Wang   李国柱 90分钟
    bot    ✅ 已确认，共 3.5 小时。
           陈桂芳 2 小时、李国柱 1.5 小时

Hours count only after that, and once the station has accepted the activity.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import attending as rules
from fieldwork.activities import Attendance, Stage
from fieldwork.attending import Minutes
from fieldwork.buttons import Button
from fieldwork.letters import attending as letters
from fieldwork.people import Person
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import counting_in, lists, recorded, telling
from handlers.listening import Listening, listen
from handlers.reporting import names_a_matter
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import attending, reports

TIMING = "confirming_hours"  # the state of an organiser who was asked how long


class SaysHowLong(BaseFilter):
    """Times, with a name before each or without; 停水2小时 is a report. Hands on `said`."""

    async def __call__(self, message: Message, turn: Turn, report: Report) -> bool | dict[str, Any]:
        said = rules.minutes_in(message.text or "")
        there = attending.there(turn.session, report.serial) if said else []
        if (
            not said
            or not _is_of_list(there, said)
            and names_a_matter(turn.desk.reader.read(message.text or ""))
        ):
            return False
        return {"said": said}


def _is_of_list(there: list[Attendance], said: list[Minutes]) -> bool:
    """Whether anybody is meant who is on the list."""
    called = {fold(one.name).strip() for one in there}
    return any(not one.name or fold(one.name).strip() in called for one in said)


def router() -> Router:
    confirming = Router(name="confirming_hours")
    confirming.callback_query.register(wants_to_confirm, Tap("list_hours"))
    confirming.message.register(said_how_long, Listening(TIMING, State.NOTED), SaysHowLong())
    return confirming


async def wants_to_confirm(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    sign_in, of = attending.of_serial(turn.session, button.record), lists.occasion(turn, t, button.record)
    report = reports.by_serial(turn.session, button.record)
    if sign_in is None or of is None or report is None or person is None or sign_in.made_by != person.id:
        callback_answer.text = t.both("This list is not yours.")
    elif not attending.there(turn.session, sign_in.serial):
        callback_answer.text = t.both("Nobody is on the list yet.")
    else:
        turn.post(letters.asked_hours(t, chat_of(query), of))
        await listen(turn, state, TIMING, report)


async def said_how_long(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, said: list[Minutes],
    state: FSMContext,
) -> None:  # fmt: skip
    """For all of the list, or for those who are named; more may follow."""
    if any(rules.is_together(one.name) for one in said):
        turn.post(letters.not_shared_out(t, message.chat.id))
        await listen(turn, state, TIMING, report)
        return
    there = attending.there(turn.session, report.serial)
    each = [one for some in said for one in rules.named_on(there, some)]
    unknown = [one.name for one in each if not _confirm(turn, report, person, one)]
    _count_again(turn, report)
    turn.post(letters.hours_kept(t, message.chat.id, attending.there(turn.session, report.serial), unknown))
    await listen(turn, state, TIMING, report)


def _confirm(turn: Turn, report: Report, person: Person, one: Minutes) -> bool:
    there = attending.there(turn.session, report.serial)
    meant = [each for each in there if not one.name or fold(each.name).strip() == fold(one.name).strip()]
    attending.confirm(turn.session, [each.id for each in meant], one.minutes, person.id, turn.now)
    return bool(meant)


def _count_again(turn: Turn, report: Report) -> None:
    """What is in the figures already is entered anew, with these hours; its cards show them once the list is over."""
    activity, sign_in = recorded.of(turn, report), lists.of(turn, report)
    if activity and activity.stage is Stage.ACCEPTED:
        counting_in.count_in(turn, activity)
    if sign_in and sign_in.closed_at:
        telling.redraw(turn, report)
