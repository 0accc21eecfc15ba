"""Somebody goes on with what was held or parked; or its day has come.

    Wang   恢复办理
    bot    接着办了。
    bot    (on the day, if nobody did) ▶️ N-10001-6，…：挂起到期了，请接着办。

Its day is the morning: what waits, waits for people, who are rung when they begin.
"""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.letters import resuming as letters
from fieldwork.reports import Report, State
from handlers import stepping, telling
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice

BY = {State.ON_HOLD: "resume", State.PARKED: "unpark"}
OVER: dict[str, Any] = {"waits_until": None, "waits_for": ""}  # what a report no longer waits for


def router() -> Router:
    resuming = Router(name="resuming")
    resuming.callback_query.register(goes_on, Tap(*BY.values()))
    return resuming


async def goes_on(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    verdict = stepping.take(turn, report, tapped.button.action, tapped.person, tapped.roles, **OVER)
    if verdict:
        tapped.says(tapped.t.staff("It goes on."))
    else:
        tapped.says(stepping.why_not(turn, tapped.t, report, tapped.person, verdict.hindrance))
        telling.show_card(turn, tapped.t, report, tapped.chat)


def come_due(turn: Turn, report: Report) -> None:
    """The day has come: it is worked on again, and who has it hears so."""
    was = report.state
    if not stepping.by_clock(turn, report, BY[was], **OVER):
        return
    person = telling.staff_chat(turn, report)
    if person and person.account:
        told = telling.matter(turn, report)
        turn.post_by_day(letters.day_has_come(voice(turn, person), told, person.account, was))
