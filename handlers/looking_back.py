"""Somebody of a station reads what happened to a report, as a story: 办理经过.

    Wang   更多
    bot    N-10001-6：要做什么？                        📜 办理经过
    Wang   办理经过
    bot    📜 N-10001-6 办理经过
           03-02 10:00 陈桂芳（上报人） 上报 → 待受理
           …                                            下一页 ›

Where the matter is sensitive, the steps are told without what people wrote.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import telephones
from fieldwork.letters import happened, history
from fieldwork.reports import Report
from fieldwork.seeing import Part, Surface
from fieldwork.texts import Translator
from handlers import standing, stepping, telling, viewers
from handlers.tapping import Tap, Tapped, tapped_message
from handlers.turn import Turn
from storage import people, reports


def router() -> Router:
    looking_back = Router(name="looking_back")
    looking_back.callback_query.register(looked_back, Tap("history"))
    return looking_back


async def looked_back(query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, choice = tapped.turn, tapped.report, tapped.button.choice
    verdict = standing.may(turn, "history", report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(stepping.why_not(turn, tapped.t, report, tapped.person, verdict.hindrance))
        return
    seen = viewers.sight(turn, report, tapped.person, tapped.roles, Surface.HISTORY)
    told = story(turn, tapped.t, report, words=Part.HISTORY in seen)
    told = [telephones.hidden(line) for line in told] if seen.masked else told
    number = int(choice) if choice.isdecimal() and len(choice) < 4 else 0
    page = history.page(tapped.t, telling.matter(turn, report), tapped.chat, told, number)
    in_place = {"message_id": tapped_message(query), "card": None} if choice else {"anew": True}
    turn.post(page.model_copy(update=in_place))


def story(turn: Turn, t: Translator, report: Report, words: bool) -> list[str]:
    """A report's history, a line an event; `words`: with what people wrote."""
    events = reports.events(turn.session, report.serial)
    named = people.by_ids(turn.session, happened.people_in(events))
    known = happened.Known(named, turn.desk.network, turn.desk.zone)
    return history.lines(t, events, known, words)
