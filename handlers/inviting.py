"""A station's head invites people, one or many at once.

    Luo    人员
    bot    👥 人员：凤城街道                            邀请一人 · 一次邀请多人 · 看名单 · 楼门码
    Luo    邀请一人
    bot    给哪个地方？可以点，也可以直接写，比如 4号楼。    ✓ 凤城街道 · 高基里社区 · …
    Luo    西湖花园4号楼
    bot    凤城街道西湖社区西湖花园4号楼：请对方做什么？      居民 · 志愿者 · 楼长 · 社工
    Luo    楼长
    bot    凤城街道西湖社区西湖花园4号楼 楼长：叫什么名字？后面可以写电话。
    Luo    何志明
    bot    何志明您好！西湖站请您做凤城街道西湖社区西湖花园4号楼的楼长。点这个链接加入：…
    bot    [the same as a QR code]
    bot    👆 把上面那条转发给对方，或者让对方扫二维码。一个邀请只给一个人用。      再邀请一人 · 看名单

Many at once: a pasted list, a line each, is tried first and shown with every line that invites nobody.
A matter is no answer: it becomes a report.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import leading
from fieldwork.buttons import Button
from fieldwork.invitation_lists import MOST_LINES, Invitee, Lister, Read, checked, lines_of
from fieldwork.invitations import is_standing, link, make_code
from fieldwork.letters import inviting as letters
from fieldwork.letters import people as people_letters
from fieldwork.people import LEADS, Invitation, Person, Role, RoleKind, as_name
from fieldwork.texts import Translator
from handlers import agreeing, granting
from handlers.hearing import Says
from handlers.listening import left_lying
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn, home_of
from storage import errands, people, roll

PEOPLE = {"/people", "人员", "人員", "People"}
INVITE = {"/invite", "邀请", "邀請", "邀请一人", "邀請一人", "Invite", "Invite one"}
ONE, MANY = "inviting", "inviting_many"  # states of somebody who says whom to invite
DAYS = 7


class Leads(BaseFilter):
    """Somebody who runs the people of a place; for others these words and buttons do not exist."""

    async def __call__(self, _event: Message | CallbackQuery, roles: list[Role]) -> bool:
        return any(role.kind in LEADS for role in roles)


class Answers(BaseFilter):
    """Words for what was asked, not long ago; a matter of its own in one line is a report."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, message: Message, turn: Turn, roles: list[Role], state: FSMContext) -> bool:
        text = message.text or ""
        if await state.get_state() not in self.names or not text or text.startswith("/"):
            return False
        if await left_lying(message, state):
            return False
        reading = turn.desk.reader.read(text, home_of(roles))
        return "\n" in text.strip() or not (reading.categories or reading.danger)


def router() -> Router:
    inviting = Router(name="inviting")
    inviting.callback_query.filter(Leads())
    inviting.message.register(wants_people, Says(PEOPLE), Leads())
    inviting.message.register(wants_to_invite, Says(INVITE), Leads())
    inviting.message.register(may_not_invite, Says(PEOPLE | INVITE))
    inviting.callback_query.register(wants_people_again, Tap("people"))
    inviting.callback_query.register(chose_how_many, Tap("invite"))
    inviting.callback_query.register(opened_place, Tap("ivin"))
    inviting.callback_query.register(chose_place, Tap("ivat"))
    inviting.callback_query.register(chose_role, Tap("ivas"))
    inviting.callback_query.register(decided_on_list, Tap("invites"))
    inviting.message.register(answered, Leads(), Answers(ONE))
    inviting.message.register(list_sent, Leads(), Answers(MANY))
    return inviting


async def wants_people(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    await state.clear()
    _show_menu(turn, t, roles, message.chat.id, anew=True)


async def may_not_invite(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """A building head who would like a neighbour to join: whom to ask."""
    turn.post(letters.ask_the_station(t, message.chat.id, agreeing.station_of(turn, roles)))


async def wants_people_again(query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator) -> None:
    _show_menu(turn, t, roles, chat_of(query), anew=False)


def _show_menu(turn: Turn, t: Translator, roles: list[Role], chat: int, anew: bool) -> None:
    menu = people_letters.menu_of_people(t, chat, led_by_name(turn, roles))
    turn.post(menu.model_copy(update={"anew": anew}))


def led_by_name(turn: Turn, roles: list[Role]) -> list[str]:
    """The places whose people somebody runs, as they are called."""
    network = turn.desk.network
    return [network.path(place) for place in leading.led(network, roles)]


def lister(turn: Turn, roles: list[Role]) -> Lister:
    """Reads places and lists as somebody who runs these places means them."""
    network = turn.desk.network
    return Lister(network, turn.desk.reader, roles, leading.led(network, roles))


# -- one, question by question ----------------------------------------------------------------------


async def wants_to_invite(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    await begin(turn, t, roles, message.chat.id, state)


async def chose_how_many(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button, state: FSMContext
) -> None:
    if button.choice == "many":
        await _remember(turn, state, MANY, {})
        turn.post(letters.asked_for_list(t, chat_of(query)))
    else:
        await begin(turn, t, roles, chat_of(query), state)


async def begin(
    turn: Turn, t: Translator, roles: list[Role], chat: int, state: FSMContext, moving_role: int = 0
) -> None:
    """Asks the first question; with `moving_role` the place that is asked for is where that role goes."""
    said = {"moving": moving_role} if moving_role else {}
    await _remember(turn, state, ONE, said)
    _ask_where(turn, t, roles, chat, "", 0, anew=True)


async def _remember(turn: Turn, state: FSMContext, name: str, said: Mapping[str, Any]) -> None:
    await state.set_state(name)
    await state.set_data({**said, "asked_at": turn.now.isoformat()})


def _ask_where(
    turn: Turn, t: Translator, roles: list[Role], chat: int, code: str, page: int, *, anew: bool = False
) -> None:
    """The own place, or the several of them, and what lies below."""
    network, own = turn.desk.network, leading.led(turn.desk.network, roles)
    code = code or (own[0] if len(own) == 1 else "")
    below = [place.code for place in network.below(code)] if code else own
    named = [(each, network.places[each].name, bool(network.below(each))) for each in below]
    here = (code, network.places[code].name) if code else None
    asked = letters.asked_where(t, chat, here, named, page)
    turn.post(asked.model_copy(update={"anew": anew}))


async def opened_place(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.choice and not leading.leads_at(turn.desk.network, roles, button.choice):
        callback_answer.text = t.both("That is not under your place.")
    else:
        _ask_where(turn, t, roles, chat_of(query), button.choice, button.record)


async def chose_place(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if not leading.leads_at(turn.desk.network, roles, button.choice):
        callback_answer.text = t.both("That is not under your place.")
    elif await state.get_state() != ONE:
        callback_answer.text = out_of_use(t)
    else:
        await _go_on(turn, t, person, roles, chat_of(query), state, place=button.choice)


async def chose_role(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    said = await state.get_data()
    if await state.get_state() != ONE or "place" not in said or button.choice not in tuple(RoleKind):
        callback_answer.text = out_of_use(t)
    else:
        await _go_on(turn, t, person, roles, chat_of(query), state, role=button.choice)


async def answered(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """What was typed for the question that is open."""
    said, chat, text = await state.get_data(), message.chat.id, message.text or ""
    if "place" not in said:
        await _place_typed(turn, t, person, roles, chat, state, text)
    elif "role" not in said:
        kind = lister(turn, roles).role_named(text)
        await _go_on(turn, t, person, roles, chat, state, **({"role": kind.value} if kind else {}))
    else:
        await _name_typed(turn, t, person, roles, chat, state, text)


async def _place_typed(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, state: FSMContext, text: str
) -> None:
    meant, network = lister(turn, roles).meant(text), turn.desk.network
    if meant.place:
        await _go_on(turn, t, person, roles, chat, state, place=meant.place)
    elif meant.candidates:
        turn.post(letters.asked_which(t, chat, [(code, network.path(code)) for code in meant.candidates]))
    elif meant.outside:
        turn.post(letters.outside(t, chat, led_by_name(turn, roles)))
    else:
        turn.post(letters.not_found(t, chat))


async def _name_typed(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, state: FSMContext, text: str
) -> None:
    rest, telephone = lister(turn, roles).telephone_in(text)
    name = as_name(rest)
    if telephone is None:
        turn.post(letters.no_telephone(t, chat))
    elif name is None:
        turn.post(letters.no_name(t, chat))
    else:
        await _go_on(turn, t, person, roles, chat, state, name=name, telephone=telephone)


async def _go_on(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, state: FSMContext, **more: str
) -> None:
    """The next question is the first one without an answer."""
    said = {**await state.get_data(), **more}
    await _remember(turn, state, ONE, said)
    place, network = said["place"], turn.desk.network
    if said.get("moving"):
        await state.clear()
        turn.post(granting.moved(turn, t, person, roles, chat, said["moving"], place))
    elif said.get("role") not in leading.givable(network, roles, place):
        kinds = leading.givable(network, roles, place)
        turn.post(letters.asked_as(t, chat, network.path(place), kinds).model_copy(update={"anew": True}))
    elif "name" in said or is_standing(RoleKind(said["role"]), network.places[place].kind):
        await state.clear()
        one = Invitee(number=1, name=said.get("name", ""), role=RoleKind(said["role"]), place=place,
                      telephone=said.get("telephone", ""))  # fmt: skip
        _invite(turn, t, person, chat, one)
    else:
        asked = letters.asked_name(t, chat, RoleKind(said["role"]), network.path(place))
        turn.post(asked.model_copy(update={"anew": True}))


def _invite(turn: Turn, t: Translator, person: Person, chat: int, one: Invitee) -> None:
    """One invitation, or a building's standing code; somebody who is invited already gets a fresh one."""
    session, network = turn.session, turn.desk.network
    if is_standing(one.role, network.places[one.place].kind):
        code = people.building_code(session, one.place, make_code(secrets.choice)).code
        show_code(turn, t, person, chat, one.place, code)
        return
    if one.key in roll.names_at(session, {one.place}, turn.desk.day):
        turn.post(letters.has_it_already(t, chat, one.name, one.role, network.path(one.place)))
        return
    earlier = roll.invited_at(session, {one.place}, turn.now).get(one.key)
    if earlier:
        roll.withdraw(session, earlier, turn.now)
    pass_on(turn, t, person, chat, _made(turn, person, one))


def _made(turn: Turn, person: Person, one: Invitee) -> Invitation:
    return people.invite(turn.session, make_code(secrets.choice), one.role, one.place, one.name, DAYS,
                         turn.now, by=person.id, telephone=one.telephone)  # fmt: skip


def pass_on(turn: Turn, t: Translator, person: Person, chat: int, made: Invitation) -> None:
    """The sentence to pass on, its QR code, and what to do with them."""
    place = turn.desk.network.path(made.place)
    address = link(people.bot_username(turn.session), made.code)
    until = people_letters.day_named((turn.now.astimezone(turn.desk.zone) + timedelta(DAYS)).date())
    turn.post(letters.to_pass_on(t, chat, made, place, _station(turn, made.place), address, until))
    _ask_for_qr(turn, person, chat, address, letters.caption(t, made, place))
    turn.post(letters.done(t, chat))


def show_code(turn: Turn, t: Translator, person: Person, chat: int, place: str, code: str) -> None:
    """A building's standing code, to be passed on to all who live there."""
    path, address = turn.desk.network.path(place), link(people.bot_username(turn.session), code)
    turn.post(letters.code_to_pass_on(t, chat, path, address))
    _ask_for_qr(turn, person, chat, address, path)
    turn.post(letters.done(t, chat, shared=True))


def _ask_for_qr(turn: Turn, person: Person, chat: int, address: str, caption: str) -> None:
    content = {"link": address, "caption": caption}
    errands.ask(turn.session, "qr", chat, person.id, content, turn.now)


def _station(turn: Turn, place: str) -> str:
    stations = turn.desk.network.stations_above(place, turn.desk.day)
    return stations[0].name if stations else turn.desk.network.path(place)


# -- many at once -----------------------------------------------------------------------------------


async def list_sent(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """A list, or more of it: tried, and shown with every line that invites nobody."""
    said, chat = await state.get_data(), message.chat.id
    text = f"{said.get('list', '')}\n{message.text}".strip("\n")
    if sum(1 for _ in lines_of(text)) > MOST_LINES:
        turn.post(letters.too_long(t, chat, MOST_LINES))
        return
    await _remember(turn, state, MANY, {"list": text})
    found, network = _read(turn, roles, text), turn.desk.network
    counted = [(network.path(place), len(list(each))) for place, each in _by_place(turn, found.good)]
    for letter in letters.dry_run(t, chat, found, counted):
        turn.post(letter)


def _read(turn: Turn, roles: list[Role], text: str) -> Read:
    found = lister(turn, roles).read(text)
    places = {each.place for each in found.good}
    held = roll.names_at(turn.session, places, turn.desk.day)
    return checked(found, held, roll.invited_at(turn.session, places, turn.now).keys())


def _by_place(turn: Turn, good: Sequence[Invitee]) -> Any:
    order = {code: rank for rank, code in enumerate(turn.desk.network.places)}
    ordered = sorted(good, key=lambda each: (order[each.place], each.number))
    return groupby(ordered, key=lambda each: each.place)


async def decided_on_list(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext, callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """应用 reads the list once more, as things stand now; a second press finds nothing to do."""
    text, chat = (await state.get_data()).get("list", ""), chat_of(query)
    if await state.get_state() != MANY or not text:
        callback_answer.text = out_of_use(t)
        return
    await state.clear()
    if button.choice != "apply":
        turn.post(letters.dropped(t, chat))
        return
    found = _read(turn, roles, text)
    turn.post(letters.applied(t, chat, len(found.good)))
    _pass_on_all(turn, t, person, chat, found.good)


def _pass_on_all(turn: Turn, t: Translator, person: Person, chat: int, good: Sequence[Invitee]) -> None:
    """Every link, building by building, as messages and as one file."""
    username, network = people.bot_username(turn.session), turn.desk.network
    groups, number = [], 0
    for place, each in _by_place(turn, good):
        made = [_made(turn, person, one) for one in each]
        named = [(number + at, one) for at, one in enumerate(made, 1)]
        groups.append((network.path(place), [(n, one, link(username, one.code)) for n, one in named]))
        number += len(made)
    for letter in letters.links(t, chat, groups):
        turn.post(letter)
    if groups:
        content = {"text": letters.file_of_links(t, groups), "name": f"{turn.desk.day}.txt"}
        errands.ask(turn.session, "text", chat, person.id, content, turn.now)
