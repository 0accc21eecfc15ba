"""Whoever heads a station says which organisations and projects there are at the own place.

    Luo    组织
    bot    🏢 组织：0 …                                     (写“新组织 名字”就能加上)
    Luo    新组织 春晖社工中心
    bot    🏢 组织：1                                       春晖社工中心
    Luo    春晖社工中心
    bot    🏢 春晖社工中心
           还没有人 …                                       已经没有了
    Luo    陈桂芳
    bot    🏢 春晖社工中心
           这里的人：陈桂芳 …
    Luo    新项目 微心愿
    bot    📁 项目和合同：1 …                               结束 微心愿

What somebody tells of from then on carries their organisation; a project is chosen on the card of an activity.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import organising as letters
from fieldwork.organisations import Organisation, Project, ProjectKind
from fieldwork.people import HEADS, Person, Role, RoleKind
from fieldwork.texts import Translator
from handlers.hearing import Says, spoken
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import organisations, people

ORGANISATIONS = {"组织", "組織", "organisations"}
PROJECTS = {"项目", "項目", "projects"}
WORDS = ORGANISATIONS | PROJECTS
NEW_ORGANISATION = ("新组织", "新組織")
NEW = {"新项目": ProjectKind.PROJECT, "新項目": ProjectKind.PROJECT,
       "新合同": ProjectKind.CONTRACT}  # fmt: skip
OPENINGS = (*NEW_ORGANISATION, *NEW)
ENROLLING = "enrolling"  # the state of somebody who looks at an organisation: a name is one of its people
LONGEST = 60  # characters of a name


class Leads(BaseFilter):
    """Whoever heads a station, coordinates or administers. Hands on `place`, the own one."""

    async def __call__(self, _event: Message | CallbackQuery, roles: list[Role]) -> bool | dict[str, Any]:
        leading = (*HEADS, RoleKind.ADMINISTRATOR)
        place = next((role.place for role in roles if role.kind in leading and role.place), "")
        return {"place": place} if place else False


class NamesNew(BaseFilter):
    """新组织 春晖社工中心. Hands on `sort` and `name`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        words = spoken(message)
        sort = next((opening for opening in OPENINGS if words.startswith(opening)), "")
        name = words[len(sort) :].strip(" :：")[:LONGEST]
        return {"sort": sort, "name": name} if sort and name else False


class NamesSomebody(BaseFilter):
    """The name of somebody at the own place, while an organisation is looked at. Hands on `named` and `one`."""

    async def __call__(
        self, message: Message, turn: Turn, place: str, state: FSMContext
    ) -> bool | dict[str, Any]:
        if await state.get_state() != ENROLLING or not spoken(message):
            return False
        one = organisations.by_id(turn.session, (await state.get_data()).get("organisation", 0))
        within = turn.desk.network.contains
        named = [who for who, role in people.everybody(turn.session, turn.desk.day)
                 if who.name == spoken(message) and within(place, role.place)]  # fmt: skip
        return {"named": named[0], "one": one} if named and one else False


def router() -> Router:
    organising = Router(name="organising")
    organising.message.filter(Leads())
    organising.callback_query.filter(Leads())
    organising.message.register(wants_organisations, Says(ORGANISATIONS))
    organising.message.register(wants_projects, Says(PROJECTS))
    organising.message.register(named_new, NamesNew())
    organising.message.register(named_somebody, NamesSomebody())
    organising.callback_query.register(opened, Tap("organisation"))
    organising.callback_query.register(organisation_ended, Tap("organisation_ends"))
    organising.callback_query.register(project_ended, Tap("project_ends"))
    return organising


def _here(turn: Turn, place: str) -> list[str]:
    """The own place and what lies below."""
    return [each.code for each in turn.desk.network.everything_below(place)]


def _list(turn: Turn, t: Translator, chat: int, place: str) -> None:
    found = organisations.at(turn.session, _here(turn, place), turn.desk.day)
    turn.post(letters.organisations(t, chat, found))


def _list_projects(turn: Turn, t: Translator, chat: int, place: str) -> None:
    found = organisations.projects_at(turn.session, _here(turn, place), turn.desk.day)
    turn.post(letters.projects(t, chat, found))


async def wants_organisations(message: Message, turn: Turn, t: Translator, place: str) -> None:
    _list(turn, t, message.chat.id, place)


async def wants_projects(message: Message, turn: Turn, t: Translator, place: str) -> None:
    _list_projects(turn, t, message.chat.id, place)


async def named_new(
    message: Message, turn: Turn, t: Translator, place: str, sort: str, name: str, state: FSMContext
) -> None:
    """One more, at the own place, from today on."""
    await state.clear()
    if sort in NEW_ORGANISATION:
        organisations.add(turn.session, Organisation(name=name, place=place))
        _list(turn, t, message.chat.id, place)
    else:
        new = Project(name=name, kind=NEW[sort], place=place)
        organisations.add_project(turn.session, new)
        _list_projects(turn, t, message.chat.id, place)


async def opened(
    query: CallbackQuery, turn: Turn, t: Translator, button: Button, place: str, state: FSMContext
) -> None:
    one = organisations.by_id(turn.session, button.record)
    if one and turn.desk.network.contains(place, one.place):
        _show(turn, t, chat_of(query), one)
        await state.set_state(ENROLLING)
        await state.set_data({"organisation": one.id})


def _show(turn: Turn, t: Translator, chat: int, one: Organisation) -> None:
    turn.post(letters.organisation(t, chat, one, organisations.people_of(turn.session, one.id)))


async def named_somebody(
    message: Message, turn: Turn, t: Translator, named: Person, one: Organisation
) -> None:
    """They belong to it; named once more, they do not."""
    whose = None if named.organisation_id == one.id else one.id
    organisations.belongs(turn.session, named.id, whose)
    _show(turn, t, message.chat.id, one)


async def organisation_ended(
    query: CallbackQuery, turn: Turn, t: Translator, button: Button, place: str,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """What was told with it keeps it; nothing new gets it."""
    one = organisations.by_id(turn.session, button.record)
    if one and turn.desk.network.contains(place, one.place):
        organisations.end(turn.session, one.id, turn.desk.day)
        callback_answer.text = t.staff("{name} cannot be chosen any more.", name=one.name)
        _list(turn, t, chat_of(query), place)


async def project_ended(
    query: CallbackQuery, turn: Turn, t: Translator, button: Button, place: str,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    one = organisations.project_by_id(turn.session, button.record)
    if one and turn.desk.network.contains(place, one.place):
        organisations.end_project(turn.session, one.id, turn.desk.day)
        callback_answer.text = t.staff("{name}: today is its last day.", name=one.name)
