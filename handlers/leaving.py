"""Somebody blocks the bot, or lets it write again; or leaves for good.

    Liang  離開                                        (under 我的資料)
    bot    真的要離開嗎？您的身份會結束，這個聊天不再認識您。您報過的事由社工站辦完，用電話告訴您。      離開 · 不離開
    Liang  離開
    bot    您已經離開了，謝謝您做的一切。

Noticed at once, because a station whose people cannot be reached is nobody's station (promise 3): what
waited for somebody who left rings the next one, and what they were handling goes to the head of the station.
Whoever leaves for good is a stranger from then on; their open reports stay with the station, which is asked
to call.
"""

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, BaseFilter, ChatMemberUpdatedFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import own_data as letters
from fieldwork.people import Person, Role, RoleKind
from fieldwork.reports import Event, Report
from fieldwork.texts import Translator
from handlers import agreeing, dispatching, passing_on, telling
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, voice
from storage import people, reports, roll

CAUGHT_UP = 5  # newest own reports that are shown again to somebody who comes back


def router() -> Router:
    leaving = Router(name="leaving")
    leaving.my_chat_member.register(blocked, ChatMemberUpdatedFilter(KICKED))
    leaving.my_chat_member.register(unblocked, ChatMemberUpdatedFilter(MEMBER))
    leaving.callback_query.register(left, Tap("own"), ForGood())
    return leaving


class ForGood(BaseFilter):
    """离开, said twice."""

    async def __call__(self, _query: CallbackQuery, button: Button, person: Person | None) -> bool:
        return button.choice == "left" and person is not None


async def blocked(event: ChatMemberUpdated, turn: Turn) -> None:
    person = people.by_account(turn.session, event.chat.id)
    if person and people.set_blocked(turn.session, event.chat.id, turn.now):
        dispatching.hand_on(turn)


async def unblocked(event: ChatMemberUpdated, turn: Turn) -> None:
    """They can be written to again, and see at once how their own open reports stand."""
    person = people.by_account(turn.session, event.chat.id)
    people.set_blocked(turn.session, event.chat.id, None)
    for report in reports.of_reporter(turn.session, person.id, limit=CAUGHT_UP) if person else []:
        if report.is_open:
            telling.redraw_reporters(turn, telling.matter(turn, report))


async def left(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Roles end, the account is nobody's, the chat is emptied; what they had in hand passes on."""
    if any(role.kind is RoleKind.ADMINISTRATOR for role in roles):
        callback_answer.text = t.both("Another administrator must end your role first.")
        return
    await state.clear()
    station, chat = agreeing.station_of(turn, roles), chat_of(query)
    roll.end_all_roles(turn.session, person.id, turn.now, person.id)
    roll.unlink(turn.session, person.id, left_at=turn.now)
    gone = person.model_copy(update={"account": None, "left_at": turn.now})
    passing_on.let_go(turn, gone, person.id)
    _call_instead(turn, gone)
    passing_on.empty_chat(turn, gone, chat)
    turn.post(letters.farewell(t, chat, station))


def _call_instead(turn: Turn, person: Person) -> None:
    """Their own open reports stay: whoever has one is told to call."""
    having: dict[int, tuple[Person, list[Report]]] = {}
    for report in reports.open_of(turn.session, person.id):
        reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="reporter_left",
                                         actor_id=person.id, role="reporter"))  # fmt: skip
        telling.redraw_stations(turn, telling.matter(turn, report))
        worker = telling.staff_chat(turn, report)
        if worker:
            having.setdefault(worker.id, (worker, []))[1].append(report)
    for worker, theirs in having.values():
        if worker.account:
            numbers = [report.number for report in theirs]
            turn.post(letters.reporter_has_left(voice(turn, worker), worker.account, person.name,
                                                person.telephone, numbers))  # fmt: skip
