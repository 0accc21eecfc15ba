"""A social worker opens a case and closes it (个案): a code, so that 例 is never counted from sessions.

    Wang   开个案
    bot    📁 开个案：是哪一类？只记类别和社区，请不要写姓名。     困难救助 · 老人 · … · 其他…
    Wang   老人
    bot    ✅ 已开案：C-10001-6 · 老人 · 西湖社区 · 3月2日开案
           记服务时写上编号：个案服务1次 C-10001-6
    Wang   结案 C-10001-6
    bot    📁 C-10001-6：怎么结的？                              目标达成 · 转介 · 服务对象退出 · 其他原因
    Wang   目标达成
    bot    ✅ 已结案：C-10001-6 · 老人 · 西湖社区 · 3月2日开案 · 3月2日结案 · 目标达成

Only in the private chat of whoever works on it. Of corrections, drugs and crises (P4) the code alone is said.
"""

import re
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import cases as rules
from fieldwork import numbers
from fieldwork.buttons import Button
from fieldwork.cases import Case, CaseKind, Ending
from fieldwork.letters import cases as letters
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers.hearing import Says
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, stations_of
from storage import cases, tallies

OPEN = {"开个案", "開個案", "新个案", "新個案", "开案", "開案", "/case", "New case"}
OWN = {"我的个案", "我的個案", "个案", "個案", "/cases", "My cases"}
_CLOSES = re.compile(r"(?:结案|CLOSE)\s*C\s*[-_ ]?\s*\d.*", re.DOTALL)
_WORKERS = frozenset({RoleKind.SOCIAL_WORKER, RoleKind.STATION_HEAD})


class Works(BaseFilter):
    """A social worker, in private."""

    async def __call__(
        self, event: Message | CallbackQuery, person: Person | None, roles: list[Role]
    ) -> bool:
        chat = event.chat.id if isinstance(event, Message) else chat_of(event)
        return person is not None and chat == person.account and any(r.kind in _WORKERS for r in roles)


class Closes(BaseFilter):
    """结案 and a code. Hands on `case`, if it is one of their own."""

    async def __call__(self, message: Message, turn: Turn, person: Person) -> bool | dict[str, Any]:
        text = message.text or ""
        if not _CLOSES.fullmatch(fold(text).strip()):
            return False
        return {"case": _own(turn, person, numbers.case_in(text) or 0)}


def router() -> Router:
    opening = Router(name="opening_cases")
    opening.message.filter(Works())
    opening.callback_query.filter(Works())
    opening.message.register(wants_to_open, Says(OPEN))
    opening.message.register(wants_own, Says(OWN))
    opening.message.register(wants_to_close, Closes())
    opening.callback_query.register(turned_kinds, Tap("case_new", "case_page"))
    opening.callback_query.register(chose_kind, Tap("case_kind", "case_places"))
    opening.callback_query.register(chose_place, Tap("case_at"))
    opening.callback_query.register(tapped_close, Tap("case_close"))
    opening.callback_query.register(closed, Tap("case_end"))
    return opening


# -- it is opened -----------------------------------------------------------------------------------


async def wants_to_open(message: Message, turn: Turn, person: Person, t: Translator) -> None:
    asked = letters.asked_what(t, message.chat.id, 0, cases.many_of_worker(turn.session, person.id))
    turn.post(asked.model_copy(update={"anew": True}))


async def turned_kinds(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button
) -> None:
    page = button.record if button.record * letters.A_PAGE < len(CaseKind) else 0
    turn.post(letters.asked_what(t, chat_of(query), page, cases.many_of_worker(turn.session, person.id)))


async def chose_kind(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The only community of a worker is the one that is meant; of several it is asked."""
    kind, spots = _kind(button.choice), _communities(turn, roles)
    if kind is None or _is_opened(turn, person, button):
        callback_answer.text = t.both("This is over.")
    elif len(spots) == 1:
        _open(turn, t, person, roles, kind, spots[0][0], chat_of(query))
    else:
        page = button.record if button.record * letters.A_PAGE < len(spots) else 0
        turn.post(letters.asked_where(t, chat_of(query), kind, spots, page, button.version))


async def chose_place(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    kind, _, place = button.choice.partition("/")
    chosen = _kind(kind)
    if _is_opened(turn, person, button):
        callback_answer.text = t.both("This is over.")
        return
    if chosen is None or place not in {code for code, _name in _communities(turn, roles)}:
        callback_answer.text = t.both("This place is not yours.")
        return
    _open(turn, t, person, roles, chosen, place, chat_of(query))


def _is_opened(turn: Turn, person: Person, button: Button) -> bool:
    """Whether a case was opened since this was asked: of two taps the first has done it."""
    return button.version != cases.many_of_worker(turn.session, person.id)


def _kind(name: str) -> CaseKind | None:
    return CaseKind(name) if name in set(CaseKind) else None


def _communities(turn: Turn, roles: list[Role]) -> list[tuple[str, str]]:
    """The communities somebody works in, with their names."""
    network = turn.desk.network
    own = [role.place for role in roles if role.kind in _WORKERS and role.place in network.places]
    around = [up.code for code in own if (up := network.at(code, PlaceKind.COMMUNITY))]
    below = [
        place.code for code in own for place in network.everything_below(code)
        if place.kind is PlaceKind.COMMUNITY
    ]  # fmt: skip
    return [(code, network.places[code].name) for code in dict.fromkeys((*around, *below))]


def _open(
    turn: Turn, t: Translator, person: Person, roles: list[Role], kind: CaseKind, place: str, chat: int
) -> None:
    station = turn.desk.network.stations_above(place, turn.desk.day) or stations_of(turn, roles)
    case = Case(kind=kind, station=station[0].code if station else "", place=place, worker_id=person.id,
                opened_on=turn.desk.day, noted_at=turn.now)  # fmt: skip
    cases.open_(turn.session, case)
    line = rules.opening(case, turn.desk.network.trail(place), turn.now)
    tallies.enter_where_open(turn.session, [line])
    turn.post(letters.opened(t, chat, case, _place_of(turn, case)))


def _place_of(turn: Turn, case: Case) -> str:
    place = turn.desk.network.places.get(case.place or "")
    return place.name if place else ""


# -- one's own, and the end -------------------------------------------------------------------------


async def wants_own(message: Message, turn: Turn, person: Person, t: Translator) -> None:
    own = [(case, _place_of(turn, case)) for case in cases.of_worker(turn.session, person.id)]
    turn.post(letters.own(t, message.chat.id, own))


async def wants_to_close(message: Message, turn: Turn, t: Translator, case: Case | None) -> None:
    if case is None:
        await message.answer(t.staff("There is no open case of yours with this code."))
        return
    turn.post(letters.asked_how(t, message.chat.id, case))


async def tapped_close(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    case = _own(turn, person, button.record)
    if case is None:
        callback_answer.text = t.staff("There is no open case of yours with this code.")
        return
    turn.post(letters.asked_how(t, chat_of(query), case))


def _own(turn: Turn, person: Person, case_id: int) -> Case | None:
    """An open case of somebody's own."""
    case = cases.by_id(turn.session, case_id)
    return case if case and case.worker_id == person.id and case.closed_on is None else None


async def closed(
    query: CallbackQuery, turn: Turn, person: Person, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    case = _own(turn, person, button.record)
    known = case is not None and case.version == button.version and button.choice in set(Ending)
    if case is None or not known:
        callback_answer.text = t.staff("There is no open case of yours with this code.")
    elif cases.change(turn.session, case, closed_on=turn.desk.day, closed_why=button.choice):
        line = rules.closing(case, turn.desk.network.trail(case.place or ""), turn.now)
        tallies.enter_where_open(turn.session, [line])
        turn.post(letters.closed(t, chat_of(query), case, _place_of(turn, case)))
