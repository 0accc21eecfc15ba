"""Somebody comes: with an invitation, again, or as a stranger.

    He       /start K7M2XQ9PRT
    bot      您好，何志明！您现在是凤城街道西湖社区西湖花园4号楼的居民。
             有事直接写，或者发照片，一条消息就行。
             这里不是报警电话，有危险请先打 110、119 或 120。
    bot      (the five lines: `agreeing`)
    Outsider 有人吗
    bot      这里是社工站和邻里之间的聊天，需要先加入：请扫楼里张贴的二维码，或者向社工站要一个邀请链接。
             清城区社工总站 · 电话 0763-000 0000
             您刚才写的内容没有保存。

An invitation is used once, a building's code by all who live there. Nobody claims a role. A stranger's
words are not kept; if they speak of danger, the numbers that help come first (DESIGN 5).
"""

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.letters import Letter, reporter, welcoming
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import Station
from fieldwork.texts import Translator
from handlers import agreeing
from handlers.reporting import words_of
from handlers.turn import Turn
from storage import people


class Stranger(BaseFilter):
    """Somebody without a role today."""

    async def __call__(self, _event: Message | CallbackQuery, roles: list[Role]) -> bool:
        return not roles


def router() -> Router:
    joining = Router(name="joining")
    joining.message.register(came_with_code, CommandStart(deep_link=True, ignore_mention=True))
    joining.message.register(came_as_stranger, Stranger())
    joining.edited_message.register(came_as_stranger, Stranger())
    joining.callback_query.register(tapped_as_stranger, Stranger())
    joining.message.register(came_again, CommandStart(ignore_mention=True))
    return joining


async def came_with_code(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator,
    command: CommandObject, state: FSMContext,
) -> None:  # fmt: skip
    """Uses an invitation; a used, expired or wrong one gives a clear sentence and no role."""
    await state.clear()
    name = message.from_user.full_name if message.from_user else ""
    language, at = person.language if person else "", turn.now.astimezone(turn.desk.zone)
    try:
        joined = people.join(turn.session, command.args or "", message.chat.id, name, language, at)
    except people.JoiningRefused as refused:
        turn.post(welcoming.refused(t, refused.why, message.chat.id, head_station(turn)))
        turn.forgotten = not roles
        return
    held = people.roles_of(turn.session, joined.person.id, turn.desk.day)
    turn.post(greeting(turn, t, joined.person, held, joined.role, message.chat.id))
    if joined.role.kind is RoleKind.ADMINISTRATOR and not turn.desk.network.places:
        turn.post(welcoming.network_missing(t, message.chat.id))
    agreeing.ask(turn, t, joined.person, held)


async def came_again(message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator) -> None:
    turn.post(greeting(turn, t, person, roles, roles[-1], message.chat.id))
    agreeing.ask(turn, t, person, roles)


async def came_as_stranger(message: Message, turn: Turn, t: Translator) -> None:
    """The numbers if the words call for them, else one sentence how to join. The words are not kept."""
    turn.forgotten = True
    if turn.desk.reader.read(words_of(message)).danger:
        turn.post(Letter(chat=message.chat.id, text=reporter.emergency_numbers(t)))
    turn.post(welcoming.how_to_join(t, message.chat.id, head_station(turn), wrote=message.text != "/start"))


async def tapped_as_stranger(
    _query: CallbackQuery, turn: Turn, t: Translator, callback_answer: CallbackAnswer
) -> None:
    turn.forgotten = True
    callback_answer.text = t.both("This report is not yours.")


def head_station(turn: Turn) -> Station | None:
    """The station whose telephone a stranger is given: the highest one that has a telephone."""
    stations = turn.desk.network.stations.values()
    depth = {s.code: len(list(turn.desk.network.above(s.place))) for s in stations if s.telephone}
    return min((s for s in stations if s.code in depth), key=lambda s: depth[s.code], default=None)


def greeting(turn: Turn, t: Translator, person: Person, held: list[Role], role: Role, chat: int) -> Letter:
    """Who somebody is here, with their keys."""
    place, kinds = turn.desk.network.path(role.place), frozenset(each.kind for each in held)
    return welcoming.welcome(t, chat, person.name, role.kind, place, kinds)
