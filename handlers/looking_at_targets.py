"""Somebody of a station looks how far the workers are with their targets: 目标.

    Wang   今天个案服务1次2人次
    Wang   对，记下
    Zhang  核实，计入
    Luo    目标
    bot    🎯 凤城街道：目标

           每名社工进驻社区，2026年：每人 8 个，到今天应有 1 个
           6 名社工：0 名已达成，1 名跟上进度，5 名落后
           张立文  0 / 8 · 落后
           …
           王慧敏  1 / 8
           怎么算：已核实、属于个案的入户走访、个案服务到过的不同社区，每个社区只算一次。目标由本区规则规定。
                                                     张立文 0/8 · 刘思琪 0/8 · … · 王慧敏 1/8
    Luo    王慧敏 1/8
    bot    🎯 王慧敏做到 1 / 8
           每名社工进驻社区 · 2026年
           西湖社区 · 3月2日 · A-10001-6             A-10001-6 · 返回

Who heads a place sees each worker's name; a worker their own, and of the others how many are how far.
"""

from collections.abc import Iterable
from itertools import groupby

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import numbers
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters import targets as letters
from fieldwork.people import HEADS, Person, Role
from fieldwork.texts import Translator
from handlers.hearing import OfStation, Says
from handlers.looking_at_figures import may_look, own_place
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn
from storage import people, targets
from storage.targets import Course, Done

WORDS = {"/targets", "目标", "目標", "Targets"}


def router() -> Router:
    looking = Router(name="looking at targets")
    looking.message.register(wants_targets, Says(WORDS), OfStation())
    looking.callback_query.register(turned_back, Tap("targets"), OfStation())
    looking.callback_query.register(wants_records, Tap("target_of"), OfStation())
    return looking


async def wants_targets(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    turn.post(_overview(turn, t, person, roles, own_place(turn, roles), message.chat.id))


async def turned_back(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """From the figures, a digest, or a worker's records."""
    place = button.choice or own_place(turn, roles)
    if not may_look(turn, roles, place):
        callback_answer.text = out_of_use(t)
        return
    turn.post(_overview(turn, t, person, roles, place, chat_of(query)))


async def wants_records(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """What of one worker counts: `record` is who, `version` which target."""
    place, who = button.choice, button.record
    seen = may_look(turn, roles, place) and who in _seen(turn, person, roles, place, _workers(turn, place))
    if not seen or button.version >= len(turn.desk.rules.targets):
        callback_answer.text = out_of_use(t)
        return
    course = _course(turn, place, button.version)
    goal = _goal(turn, course, button.version, [who])
    name = people.by_ids(turn.session, [who])[who].name
    found = _by_community(turn, targets.records(turn.session, course, who))
    letter = letters.opened(t, chat_of(query), place, name, goal, goal.reached[0], found)
    turn.post(letter.model_copy(update={"message_id": tapped_message(query)}))


def _overview(turn: Turn, t: Translator, person: Person, roles: list[Role], place: str, chat: int) -> Letter:
    who = _workers(turn, place)
    goals = [_goal(turn, _course(turn, place, at), at, who) for at in range(len(turn.desk.rules.targets))]
    known = people.by_ids(turn.session, _seen(turn, person, roles, place, who))
    names = {each: one.name for each, one in known.items()}
    return letters.overview(t, chat, place, turn.desk.network.path(place), goals, names)


def _workers(turn: Turn, place: str) -> list[int]:
    return targets.workers(turn.session, turn.desk.network, place, turn.desk.day)


def _seen(turn: Turn, person: Person, roles: list[Role], place: str, who: list[int]) -> list[int]:
    """Whose names somebody sees: who heads the place or one above everybody's, others their own."""
    headed = [role.place for role in roles if role.kind in HEADS]
    heads = any(turn.desk.network.contains(own, place) for own in headed)
    return [each for each in who if heads or each == person.id]


def _course(turn: Turn, place: str, number: int) -> Course:
    rules = turn.desk.rules
    return Course.of(turn.desk.network, place, rules.targets[number], rules, turn.desk.day)


def _goal(turn: Turn, course: Course, number: int, who: list[int]) -> letters.Goal:
    reached = targets.reached(turn.session, course, who)
    return letters.Goal(number, course.target, course.whole, course.due, reached)


def _by_community(turn: Turn, found: Iterable[Done]) -> list[letters.Counted]:
    """The records that count, community by community."""
    told = []
    for code, of in groupby(found, key=lambda one: one.community):
        each = list(of)
        serials = [(one.serial, numbers.printed(one.serial, "A")) for one in each]
        told.append(letters.Counted(turn.desk.network.places[code].name, each[0].day, serials))
    return told
