"""Somebody of a station asks for time, or for a report not to be counted; one level up decides (approving).

    Wang   挂起
    bot    N-10001-6：在等什么？点一个原因，或者写一句。    等材料或配件 · 天气原因 · 当事人不在 · 等经费批下来
    Wang   等材料或配件
    bot    N-10001-6：到哪天？点一个，或者写日期，最晚4月1日。   3天 · 3月5日   一周 · 3月9日   两周 · 3月16日
    Wang   一周
    bot    📝 N-10001-6：已请罗永康审批：挂起到3月9日。

延期, 挂账 and 剔除 go the same way; 剔除 needs no day. Reasons and limits are the district's rules.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.days import packed_day, read_day
from fieldwork.letters import Letter
from fieldwork.letters import approving as decisions
from fieldwork.letters import asking_for_time as letters
from fieldwork.life import UNSIGNED
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.requests import Request, RequestKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import approving, standing, stepping, telling
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn

SAYING_WHY, SAYING_UNTIL = "asking_why", "asking_until"  # the states of somebody who is asked that
KINDS = {action: kind for kind, action in letters.ASKS.items()}
SHORT = 12  # characters: what is longer and names no day is no try at one


@dataclass(frozen=True)
class Asking:
    """Somebody who asks: who, about which report, in which chat; as a tap and a message both know it."""

    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]
    report: Report
    chat: int
    state: FSMContext

    @classmethod
    def by_tap(cls, tapped: Tapped) -> "Asking":
        """The one who tapped."""
        return cls(
            tapped.turn, tapped.t, tapped.person, tapped.roles, tapped.report, tapped.chat, tapped.state
        )


class SaysDay(BaseFilter):
    """A day, while one is asked for, or a short try at one. Hands on `report` and `until` (None: no day)."""

    def __init__(self, name: str = SAYING_UNTIL) -> None:
        self.name = name

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        heard = await Listening(self.name)(message, turn, roles, state)
        words = (message.text or "").strip()
        if not isinstance(heard, dict) or not words:
            return False
        until = read_day(fold(words), turn.desk.day)
        if until is None and (len(words) > SHORT or turn.desk.reader.read(words).categories):
            return False
        return {**heard, "until": until}


def router() -> Router:
    asking = Router(name="asking_for_time")
    asking.callback_query.register(wants_time, Tap(*KINDS))
    asking.callback_query.register(chose_reason, Tap("ask_why"))
    asking.callback_query.register(chose_day, Tap("ask_till"))
    asking.message.register(wrote_reason, Holds("text"), Listening(SAYING_WHY, here=True))
    asking.message.register(wrote_day, SaysDay())
    return asking


# -- why --------------------------------------------------------------------------------------------


async def wants_time(_query: CallbackQuery, tapped: Tapped) -> None:
    kind, page = KINDS[tapped.button.action], tapped.button.choice
    if kind is RequestKind.EXTENSION and tapped.report.state in UNSIGNED:
        tapped.says(tapped.t.staff("It is not signed for yet: whoever signs for it can ask for more time."))
        telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)
        return
    if not approving.allowed(tapped, tapped.button.action):
        return
    told = telling.matter(tapped.turn, tapped.report)
    number = int(page) if page.isdecimal() and len(page) < 3 else 0
    tapped.turn.post(letters.asked_why(tapped.t, told, tapped.chat, kind, reasons(tapped.turn, kind), number))
    await listen(tapped.turn, tapped.state, SAYING_WHY, tapped.report)
    await tapped.state.update_data(kind=kind.value)


def reasons(turn: Turn, kind: RequestKind) -> list[str]:
    """The keys of the reasons that the district's rules know: held.material."""
    name = decisions.REASONS[kind]
    return [f"{name}.{each.code}" for each in dict(turn.desk.rules.reasons)[name]]


def _is_reason(turn: Turn, kind: RequestKind, code: str) -> bool:
    return f"{decisions.REASONS[kind]}.{code}" in reasons(turn, kind)


async def chose_reason(_query: CallbackQuery, tapped: Tapped) -> None:
    named, _, code = tapped.button.choice.partition("/")
    kind = _kind(named)
    if kind is None or not _is_reason(tapped.turn, kind, code):
        tapped.out_of_use()
    elif approving.allowed_now(tapped, letters.ASKS[kind]):
        await _go_on(Asking.by_tap(tapped), kind, code, "")


def _kind(named: str) -> RequestKind | None:
    """The kind a button names; None for what no button of ours held."""
    return next((kind for kind in letters.ASKS if kind.value == named), None)


async def wrote_reason(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    kind = _kind((await state.get_data()).get("kind", ""))
    asking = Asking(turn, t, person, roles, report, message.chat.id, state)
    if kind is not None:
        await _go_on(asking, kind, "", (message.text or "").strip())


async def _go_on(asking: Asking, kind: RequestKind, code: str, words: str) -> None:
    """After the reason: until when; 剔除 has no day."""
    if kind is RequestKind.EXCLUDE:
        await _ask(asking, Request(kind=kind, code=code, reason=words, **_of(asking)))
        return
    turn, most = asking.turn, _most(asking.turn, kind)
    told = telling.matter(turn, asking.report)
    turn.post(letters.asked_until(asking.t, told, asking.chat, kind, code, turn.desk.day, most))
    await listen(turn, asking.state, SAYING_UNTIL, asking.report)
    await asking.state.update_data(kind=kind.value, code=code, words=words)


# -- until when -------------------------------------------------------------------------------------


def _most(turn: Turn, kind: RequestKind) -> int:
    """The longest that may be asked for, in days."""
    limits = turn.desk.rules.limits
    return {RequestKind.HOLD: limits.hold_days, RequestKind.EXTENSION: limits.extension_days,
            RequestKind.PARK: limits.park_days}[kind]  # fmt: skip


async def chose_day(_query: CallbackQuery, tapped: Tapped) -> None:
    named, code, day = [*tapped.button.choice.split("/"), "", ""][:3]
    kind, until = (None if named == RequestKind.EXCLUDE else _kind(named)), packed_day(day)
    kept = await tapped.state.get_data()
    theirs = (kept.get("serial"), kept.get("kind")) == (tapped.report.serial, named)
    words = kept.get("words", "") if theirs and not code else ""
    if kind is None or until is None or not (_is_reason(tapped.turn, kind, code) if code else words):
        tapped.out_of_use()
    elif approving.allowed_now(tapped, letters.ASKS[kind]):
        asking = Asking.by_tap(tapped)
        wrong = _is_wrong_day(asking, kind, until)
        if wrong:
            tapped.says(wrong)
        else:
            await _ask(asking, Request(kind=kind, code=code, reason=words, until=until, **_of(asking)))


async def wrote_day(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report, until: date | None,
) -> None:  # fmt: skip
    kept, asking = await state.get_data(), Asking(turn, t, person, roles, report, message.chat.id, state)
    kind = _kind(kept.get("kind", ""))
    if kind is None:
        return
    wrong = _is_wrong_day(asking, kind, until)
    if wrong:
        await message.answer(wrong)
    else:
        wished = Request(kind=kind, code=kept["code"], reason=kept["words"], until=until, **_of(asking))
        await _ask(asking, wished)


def _is_wrong_day(asking: Asking, kind: RequestKind, until: date | None) -> str:
    """Why a day cannot be asked for; empty where it can."""
    today = asking.turn.desk.day
    last = today + timedelta(days=_most(asking.turn, kind))
    return "" if until and today < until <= last else letters.too_late(asking.t, last)


# -- asked ------------------------------------------------------------------------------------------


def _of(asking: Asking) -> dict[str, Any]:
    """What every request about this report has, by this person."""
    station = standing.one_up(asking.turn, asking.report, but=asking.person.id)
    return {"serial": asking.report.serial, "asked_by": asking.person.id, "asked_at": asking.turn.now,
            "station": station.code}  # fmt: skip


async def _ask(asking: Asking, request: Request) -> None:
    """Keeps the request, and rings who decides; or says why it cannot be asked now."""
    turn, report = asking.turn, asking.report
    await asking.state.clear()
    verdict = stepping.take(turn, report, letters.ASKS[request.kind], asking.person, asking.roles,
                            reason=_kept(request))  # fmt: skip
    if not verdict:
        why = stepping.why_not(turn, asking.t, report, asking.person, verdict.hindrance)
        turn.post(Letter(chat=asking.chat, text=why))
        return
    told = telling.matter(turn, report)
    deciders = approving.ask(turn, told, request, asking.person)
    names = [one.name for one in deciders]
    turn.post(letters.passed_on(asking.t, told, asking.chat, request, names))


def _kept(request: Request) -> str:
    """A request as the history keeps it."""
    known = {"until": request.until.isoformat() if request.until else "", "words": request.reason,
             "code": f"{decisions.REASONS[request.kind]}.{request.code}" if request.code else ""}  # fmt: skip
    return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)
