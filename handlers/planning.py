"""Somebody says how something long is to be done: who does what, and until when (T3 复杂). One above agrees.

    Wang   报方案…
    bot    N-10001-6：怎么办、谁来办、什么时候办好？写一条或几条，写完点“报上去”。
    Wang   3月底前征求业主意见
    bot    📋 N-10001-6 的方案：
           3月底前征求业主意见
           要补充就接着写，写好了点“报上去”。     报上去
    Wang   4月请住建局现场看，5月动工
    Wang   报上去
    bot    📝 N-10001-6：已请罗永康审批：办理方案。
    bot    (to Luo) 📝 N-10001-6：王慧敏报来办理方案，请审批。
           方案：3月底前征求业主意见              同意   退回修改…   看卡片
    Luo    同意
    bot    ✅ N-10001-6：罗永康同意了：办理方案。
    bot    (to Chen) 📋 N-10001-6：已定方案，预计3月23日前办好。西湖站一直在办。

Its station's head decides, or the one above where there is none or it is theirs. Each version stays in the history;
the reporter hears of no more than the day. The limit of the work counts from when it was agreed on.
"""

import json

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import Letter
from fieldwork.letters import asking_for_time as asked
from fieldwork.letters import planning as letters
from fieldwork.people import HEADS, Person, Role
from fieldwork.places import Station
from fieldwork.reports import Report
from fieldwork.requests import Request, RequestKind
from fieldwork.seeing import Part, Surface
from fieldwork.texts import Translator
from handlers import approving, standing, stepping, telling, viewers
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn

PLANNING = "planning"  # the state of somebody who writes a plan


def router() -> Router:
    planning = Router(name="planning")
    planning.callback_query.register(wants_to_plan, Tap("ask_plan"))
    planning.callback_query.register(hands_it_in, Tap("plan_in"))
    planning.message.register(wrote, Holds("text"), Listening(PLANNING))
    return planning


async def wants_to_plan(_query: CallbackQuery, tapped: Tapped) -> None:
    if not approving.allowed(tapped, "ask_plan"):
        return
    told = telling.matter(tapped.turn, tapped.report)
    tapped.turn.post(letters.asked_how(tapped.t, told, tapped.chat))
    await listen(tapped.turn, tapped.state, PLANNING, tapped.report)


async def wrote(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    kept = await state.get_data()
    words = "\n".join(filter(None, (kept.get("words", ""), (message.text or "").strip())))
    await listen(turn, state, PLANNING, report)
    await state.update_data(words=words)
    sight = viewers.sight(turn, report, person, roles, Surface.CARD)
    shown = words if Part.WORDS in sight else ""  # of what is restricted nothing is repeated in a chat
    turn.post(letters.so_far(t, telling.matter(turn, report), message.chat.id, shown))


async def hands_it_in(_query: CallbackQuery, tapped: Tapped) -> None:
    kept = await tapped.state.get_data()
    words = kept.get("words", "") if await tapped.state.get_state() == PLANNING else ""
    if kept.get("serial") != tapped.report.serial or not words:
        tapped.out_of_use()
    elif approving.allowed(tapped, "ask_plan"):
        await tapped.state.clear()
        _ask(tapped, words)


def _ask(tapped: Tapped, words: str) -> None:
    """Keeps this version, and rings who decides."""
    turn, report = tapped.turn, tapped.report
    station = _decides(turn, report, tapped.person)
    request = Request(kind=RequestKind.PLAN, serial=report.serial, asked_by=tapped.person.id,
                      asked_at=turn.now, station=station.code, reason=words)  # fmt: skip
    verdict = stepping.take(turn, report, "ask_plan", tapped.person, tapped.roles, reason=_kept(words))
    if not verdict:
        why = stepping.why_not(turn, tapped.t, report, tapped.person, verdict.hindrance)
        turn.post(Letter(chat=tapped.chat, text=why))
        return
    told = telling.matter(turn, report)
    deciders = approving.ask(turn, told, request, tapped.person)
    turn.post(asked.passed_on(tapped.t, told, tapped.chat, request, [one.name for one in deciders]))


def _kept(words: str) -> str:
    return json.dumps({"words": words}, ensure_ascii=False)


def _decides(turn: Turn, report: Report, by: Person) -> Station:
    """Its own station where another person heads it, else the one above."""
    own = turn.desk.network.stations[report.station]
    if any(_heads(turn, one, own) for one in standing.deciders(turn, own, but=by.id)):
        return own
    return standing.one_up(turn, report, but=by.id)


def _heads(turn: Turn, person: Person, station: Station) -> bool:
    roles: list[Role] = turn.desk.staffing.roles_of(station)
    return any(role.person_id == person.id and role.kind in HEADS for role in roles)
