"""Somebody looks at what comes to them by itself, and changes its time or stops it: 我的提醒.

    Chen   我的提醒
    bot    ⏰ 我的提醒
           · 每月问一次楼里的事：09:30                   停：每月问一次楼里的事 · 改时间
    Chen   改时间
    bot    ⏰ 每月问一次楼里的事：几点合适？点一个，或者写时间。   09:30 · 12:00 · 15:00 · 19:00
    Chen   19:00
    bot    ⏰ 我的提醒
           · 每月问一次楼里的事：19:00
    Chen   停：每月问一次楼里的事
    bot    · 每月问一次楼里的事：已停                    恢复：每月问一次楼里的事 · 改时间

A time may be typed too (saying_when_digests_come). What is late cannot be stopped: its list has its own times
(choosing_times).
"""

from collections.abc import Iterator
from datetime import time

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import reminding
from fieldwork.buttons import Button
from fieldwork.digest_times import RHYTHMS
from fieldwork.letters import Letter
from fieldwork.letters import own_rhythms as letters
from fieldwork.letters.own_rhythms import Entry
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.rhythms import RhythmKind, first_time
from fieldwork.texts import Translator
from handlers.hearing import Says
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn
from storage import rhythms

SAYING_TIME = "rhythm_time"  # the state of somebody who is asked at what time one of them is to come
WORDS = {"/reminders", "我的提醒", "My reminders"}
_DIGESTS = {kind: span for span, kind in RHYTHMS.items()}
_WHOSE = {
    RhythmKind.VISITS: {RoleKind.SOCIAL_WORKER, RoleKind.STATION_HEAD},
    RhythmKind.RATES: {RoleKind.STATION_HEAD},
    RhythmKind.NOTICES: {RoleKind.COORDINATOR},
    RhythmKind.MONTHLY: {RoleKind.BUILDING_HEAD},
    RhythmKind.TOMORROW: {RoleKind.VOLUNTEER, RoleKind.PARTNER},
}
"""Who has which; the list of what is due belongs to all of the staff."""


def router() -> Router:
    own = Router(name="own_rhythms")
    own.message.register(wants_rhythms, Says(WORDS))
    own.callback_query.register(tapped_rhythms, Tap("rhythms"))
    own.callback_query.register(switched, Tap("rhythm_on", "rhythm_off"))
    own.callback_query.register(wants_time, Tap("rhythm_at"))
    own.callback_query.register(time_chosen, Tap("rhythm_set"))
    return own


async def wants_rhythms(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator
) -> None:
    if person is not None:
        turn.post(list_of(turn, t, message.chat.id, person, roles))


async def tapped_rhythms(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator
) -> None:
    if person is not None:
        turn.post(list_of(turn, t, chat_of(query), person, roles))


def list_of(turn: Turn, t: Translator, chat: int, person: Person, roles: list[Role]) -> Letter:
    """All that comes to somebody by itself."""
    lists = any(role.kind in STAFF for role in roles)
    return letters.own_rhythms(t, chat, list(_entries(turn, person, roles)), lists)


def _entries(turn: Turn, person: Person, roles: list[Role]) -> Iterator[Entry]:
    kept = rhythms.of_person(turn.session, person.id)
    for kind in theirs(turn, roles):
        rhythm = kept.get(kind)
        yield Entry(kind, rhythm is None or rhythm.is_on, first_time(rhythm, _shipped(turn, kind)))


def theirs(turn: Turn, roles: list[Role]) -> list[RhythmKind]:
    """Those that people with these roles have."""
    held, digests = {role.kind for role in roles}, turn.desk.rules.digests
    own = [kind for kind, whose in _WHOSE.items() if held & whose]
    return own + [kind for kind, span in _DIGESTS.items() if held.intersection(digests.of(span))]


def _shipped(turn: Turn, kind: RhythmKind) -> time:
    """When it comes to who has said nothing."""
    rules = turn.desk.rules
    return {
        RhythmKind.MONTHLY: rules.rhythms.monthly_at,
        RhythmKind.TOMORROW: rules.rhythms.tomorrow_at,
        RhythmKind.VISITS: rules.visits.at,
        **dict.fromkeys(_DIGESTS, rules.digests.at),
    }.get(kind, time(8, 30))


def _chosen(turn: Turn, roles: list[Role], choice: str) -> RhythmKind | None:
    """The kind in a button, where it is one of theirs."""
    return next((kind for kind in theirs(turn, roles) if kind.value == choice), None)


async def switched(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    kind = _chosen(turn, roles, button.choice)
    if person is None or kind is None:
        callback_answer.text = _outdated(t)
        return
    rhythm = rhythms.of(turn.session, person.id, kind)
    on = {"is_on": button.action == "rhythm_on", "silent": 0}
    rhythms.keep(turn.session, rhythm.model_copy(update=on))
    _show_again(query, turn, t, person, roles)


async def wants_time(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    kind = _chosen(turn, roles, button.choice)
    if kind is None:
        callback_answer.text = _outdated(t)
        return
    await ask_time(turn, t, chat_of(query), kind, state, tapped_message(query))


async def ask_time(
    turn: Turn, t: Translator, chat: int, kind: RhythmKind, state: FSMContext, in_place_of: int | None = None
) -> None:
    """At what time; a typed one is heard too (saying_when_digests_come)."""
    turn.post(letters.asked_time(t, chat, kind).model_copy(update={"message_id": in_place_of}))
    await state.set_state(SAYING_TIME)
    await state.set_data({"kind": kind.value, "asked_at": turn.now.isoformat()})


async def time_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    name, _, at = button.choice.partition("/")
    kind = _chosen(turn, roles, name)
    if person is None or kind is None or not reminding.read_times(at):
        callback_answer.text = _outdated(t)
        return
    if await state.get_state() == SAYING_TIME:
        await state.clear()
    rhythm = rhythms.of(turn.session, person.id, kind)
    rhythms.keep(turn.session, rhythm.model_copy(update={"times": at, "is_on": True}))
    _show_again(query, turn, t, person, roles)


def _show_again(query: CallbackQuery, turn: Turn, t: Translator, person: Person, roles: list[Role]) -> None:
    shown = list_of(turn, t, chat_of(query), person, roles)
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


def _outdated(t: Translator) -> str:
    return out_of_use(t)
