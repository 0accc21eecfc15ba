"""Somebody gives up what they were asked; the bot says what that was.

    Chen   补充
    bot    N-10001-6：请接着写，或者发照片。
    Chen   取消
    bot    N-10001-6：不补充了，报上来的照旧。
    Chen   取消
    bot    好的，不问了。已经报的事照常办。

What was sent stays: to take a report back is 不用管了. A guided report has its own way out (`guiding`).
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import (
    accepting,
    adding,
    arbitrating,
    arranging_visits,
    asking,
    being_away,
    correcting,
    declining,
    extra_rounds,
    handing_over,
    inviting,
    joining_a_matter,
    muting_visits,
    own_data,
    planning_visits,
    reopening,
    reporting,
    returning,
    searching,
    signing,
    talking,
    telling,
    transcribing,
    turning_away,
    visiting,
)
from handlers.hearing import Says
from handlers.listening import report_spoken_of
from handlers.listing import CANCEL
from handlers.reporting import close_question
from handlers.turn import Turn

VISITS = (planning_visits.PLANNING, visiting.NOTING, visiting.MOVING, muting_visits.PAUSING, extra_rounds.CALLING,
          arranging_visits.WORDING, arranging_visits.RELOCATING, arranging_visits.ENDING)  # fmt: skip
CORRECTING = (correcting.SORTING, correcting.RELOCATING, correcting.REWORDING)


def router() -> Router:
    cancelling = Router(name="cancelling")
    cancelling.message.register(cancelled, Says(CANCEL))
    return cancelling


async def cancelled(message: Message, turn: Turn, t: Translator, state: FSMContext) -> None:
    """In every state: what was going on is over, and is named."""
    going_on, report = await state.get_state(), await report_spoken_of(turn, state)
    await state.clear()
    if going_on == reporting.ASKED and report and report.question in ("place", "what", "same"):
        close_question(turn, t, telling.matter(turn, report), message.chat.id)
        joining_a_matter.let_go(turn, report)
    named = _of_a_report(t, going_on, report) if report else _of_none(t, going_on)
    await message.answer(named or t.both("All right. What you reported stays as it is."))


def _of_a_report(t: Translator, going_on: str | None, report: Report) -> str:
    """What was asked about a report, given up."""
    number = report.number
    if going_on == adding.ADDING:
        return t.reporter("{number}: nothing is added, it stays as it is.", number=number)
    if going_on in CORRECTING:
        return t.reporter("{number}: nothing is changed, it stays as it is.", number=number)
    if going_on == reporting.ASKED:
        return t.reporter("{number}: no more questions, it stays as it is.", number=number)
    if going_on == transcribing.SAYING_AGAIN:
        return t.reporter("{number}: no need to say it again, your voice is kept.", number=number)
    if going_on == transcribing.TYPING:
        return t.staff("{number}: the voice is not typed.", number=number)
    if going_on == signing.FINISHING:
        return t.staff("{number}: it is not finished yet.", number=number)
    if going_on == asking.WORDING:
        return t.staff("{number}: the reporter is not asked.", number=number)
    if going_on in (*reopening.STEPS, *declining.STATES):
        return t.staff("{number}: it stays as it is.", number=number)
    if going_on == talking.TALKING:
        return t.staff("{number}: nothing is passed on.", number=number)
    if going_on == handing_over.EXPLAINING:
        return t.staff("{number}: it was handed over without a note.", number=number)
    return _between_stations(t, going_on, number)


def _between_stations(t: Translator, going_on: str | None, number: str) -> str:
    """What was asked on the way from one station to another, given up."""
    if going_on == accepting.REFUSING:
        return t.staff("{number}: no answer is given yet.", number=number)
    if going_on == returning.RETURNING:
        return t.staff("{number}: it is not returned.", number=number)
    if going_on == arbitrating.EXPLAINING:
        return t.staff("{number}: it was decided without a note.", number=number)
    return ""


def _of_none(t: Translator, going_on: str | None) -> str:
    """What was asked about something else, given up."""
    if going_on == searching.ASKED:
        return t.both("All right, nothing is looked for.")
    if going_on in (inviting.ONE, inviting.MANY):
        return t.staff("All right, nobody is invited.")
    if going_on in (own_data.NAME, own_data.TELEPHONE):
        return t.both("All right, your own data stay as they are.")
    if going_on == being_away.SAYING_DAYS:
        return t.staff("All right, no absence is noted.")
    if going_on in VISITS:
        return t.staff("All right, the visits stay as they are.")
    return turning_away.given_up(t, going_on)
