"""A station returns a report that another one did not take over either (退单); the one above decides.

    Wang   退单
    bot    N-10001-6：为什么退单？                       不在我们辖区 · …
    Wang   不在我们辖区
    bot    N-10001-6：建议派给哪个站？                    麻寺田站 · … · 跳过，由上级定
    Wang   跳过，由上级定
    bot    N-10001-6：依据是什么？请写一句。
    Wang   4号楼的化粪池按划片归麻寺田站管
    bot    N-10001-6 已退单，由凤城街道社工站裁定，结果会告诉您。
    bot    (to Luo) ⚖️ N-10001-6：西湖站退单，请裁定。 …

What may be returned, and when, is in `fieldwork.life`: only after a refusal, in the window, twice at most.
"""

import json
import re

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import deciding
from fieldwork.life import Verdict
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report
from fieldwork.requests import RequestKind
from fieldwork.texts import Translator
from handlers import moving, standing, stepping, telling, telling_deciders
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.stepping import staff_role, why_not
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import reports, requests

RETURNING = "returning"  # the state of somebody who says on what a return rests
_A_BASIS = re.compile("归|歸|属|屬|辖|轄|职责|職責|规定|規定|划|劃|不是我们|不是我們|belong|area|ours")


class SaysWhose(BaseFilter):
    """A sentence about whose something is: a basis, though it names another place."""

    async def __call__(self, message: Message) -> bool:
        return _A_BASIS.search(message.text or "") is not None


def router() -> Router:
    returning = Router(name="returning")
    returning.callback_query.register(wants_to_return, Tap("return"))
    returning.callback_query.register(said_reason, Tap("return_for"))
    returning.callback_query.register(wants_other_stations, Tap("return_more"))
    returning.callback_query.register(said_whither, Tap("return_to"))
    returning.message.register(said_basis, Holds("text"), Listening(RETURNING, here=True))
    returning.message.register(said_basis, Holds("text"), SaysWhose(), Listening(RETURNING))
    return returning


async def wants_to_return(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped):
        turn = tapped.turn
        reasons = [one.code for one in turn.desk.rules.reasons.returned]
        asked = deciding.asked_reason(tapped.t, telling.matter(turn, tapped.report), tapped.chat, reasons)
        turn.post(asked.model_copy(update={"anew": True}))


async def said_reason(_query: CallbackQuery, tapped: Tapped) -> None:
    code = tapped.button.choice
    if code not in {one.code for one in tapped.turn.desk.rules.reasons.returned}:
        tapped.out_of_use()
    elif _may(tapped):
        await listen(tapped.turn, tapped.state, RETURNING, tapped.report)
        await tapped.state.update_data(code=code)
        _ask_whither(tapped, 0)


async def wants_other_stations(_query: CallbackQuery, tapped: Tapped) -> None:
    page = tapped.button.choice
    if await _reason(tapped) and _may(tapped):
        _ask_whither(tapped, int(page) if page.isdecimal() and len(page) < 4 else 0)


def _ask_whither(tapped: Tapped, page: int) -> None:
    turn, report = tapped.turn, tapped.report
    told, others = telling.matter(turn, report), moving.others(turn, report)
    turn.post(deciding.asked_whither(tapped.t, told, tapped.chat, others, page))


async def said_whither(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, wish = tapped.turn, tapped.button.choice
    if wish and wish not in turn.desk.network.stations or not await _reason(tapped):
        tapped.out_of_use()
    elif _may(tapped):
        await tapped.state.update_data(wish=wish)
        turn.post(deciding.asked_basis(tapped.t, telling.matter(turn, tapped.report), tapped.chat))


async def _reason(tapped: Tapped) -> str:
    """The reason given for this report just now; empty where the talk has gone elsewhere since."""
    data = await tapped.state.get_data()
    going_on = await tapped.state.get_state() == RETURNING and data.get("serial") == tapped.report.serial
    return str(data.get("code", "")) if going_on else ""


async def said_basis(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    data = await state.get_data()
    if not data.get("code"):
        await message.answer(t.staff("{number}: please tap a reason first.", number=report.number))
        return
    await state.clear()
    basis = (message.text or "").strip()
    verdict = _return(turn, report, person, roles, data["code"], data.get("wish", ""), basis)
    if not verdict:
        await message.answer(why_not(turn, t, report, None, verdict.hindrance))
        return
    level = turn.desk.staffing.one_up(report.station, person.id)
    turn.post(deciding.returned(t, telling.matter(turn, report), message.chat.id, level.name))


def _return(
    turn: Turn, report: Report, person: Person, roles: list[Role], code: str, wish: str, basis: str
) -> Verdict:
    """Keeps the return; the history has its codes in one event and the words in another."""
    asked = telling_deciders.who_decides(turn, report, person.id)
    verdict = stepping.take(
        turn, report, "return", person, roles, reason=_codes(turn, report, code, wish), before=report.state,
        returns=report.returns + 1, rung_id=asked[0].id if asked else None,
    )  # fmt: skip
    if verdict:
        reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="return_why", actor_id=person.id,
                                         role=staff_role(roles), reason=basis))  # fmt: skip
        telling_deciders.ring(turn, report, *asked)
    return verdict


def _codes(turn: Turn, report: Report, code: str, wish: str) -> str:
    """Why, whither and by which rule it had come: what the rates need (RULES 3.5)."""
    refused = requests.of_report(turn.session, report.serial, RequestKind.TRANSFER)
    said = {
        "code": f"returned.{code}",
        "from": report.station,
        "rule": report.rule,
        "version": report.rule_version,
    }
    said |= {"wish": wish} if wish else {}
    return json.dumps({**said, **({"request": refused[-1].id} if refused else {})})


def _may(tapped: Tapped) -> bool:
    """Whether it may be returned now; if not, says why and shows the card as it stands."""
    verdict = standing.may(tapped.turn, "return", tapped.report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(why_not(tapped.turn, tapped.t, tapped.report, None, verdict.hindrance))
        telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
    return bool(verdict)
