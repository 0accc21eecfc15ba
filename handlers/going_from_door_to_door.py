"""Somebody goes from door to door, and each message is a household, until 结束.

    Chen   开始走访 4号楼
    bot    🚶 走访中 · 西湖花园4号楼
           每户发一条就行，比如：302 独居；303 没人。            结束
    Chen   302 独居 两位老人
    bot    (the one card, now here) 🚶 走访中 · 西湖花园4号楼 · 1 户 · 最近：302      结束 · 撤回上一条
    Chen   303 没人
    Chen   302 漏水
    bot    ✅ 收到了 · N-10002-4 …                             (saved at once; the station hears it)
    Chen   结束
    bot    🚶 走访结束 · 西湖花园4号楼 · 2 户 · 未遇 1
    bot    📝 A-10001-6 · 请核对一下 …                        ✅ 对，记下 · 不对，改一下

A photo with a line, a voice, several lines in one message: each is a household. An edited message corrects its
line, that of 开始走访 4号楼 moves the whole outing (to 5号楼), 撤回上一条 takes a line back. The time of a line is
the message's own: what comes late belongs to the outing that was under way then. Words of danger, an activity and
what is clearly elsewhere are heard as everywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import asking_by_number, numbers
from fieldwork.activities import HouseholdLine, Outing
from fieldwork.buttons import Button
from fieldwork.letters import outings as letters
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import Place, PlaceKind
from fieldwork.reports import Report
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.understanding.household_lines import HouseLine, read_lines, unread_doors
from handlers import ending_a_round, needs_at_doors, visits_noted, walks
from handlers.continuing import JOINS_WITHIN
from handlers.enclosing import enclose, enclosed_in
from handlers.hearing import Says
from handlers.reporting import says_by_itself, words_of
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn, home_of
from storage import outings, reports

GO = visits_noted.BELIEVED | {RoleKind.PARTNER}
"""Who goes from door to door."""

BACK = {"撤回上一条", "撤回上一條", "Take back the last one"}
ALONE = {
    "/outing",
    "开始走访",
    "開始走訪",
    "Start visiting",
}  # at which building is asked, where that is not plain
RECENT = timedelta(hours=1)  # in which the message that began an outing is still about this one
_BEGINS = re.compile(r"(?:/OUTING|开始走访|开始入户|START VISITING)[\s:,。]*(?P<named>.*)", re.DOTALL)
VOICE, PICTURE = "🎤", "🖼"  # what stands for words where there are none


class Begins(BaseFilter):
    """开始走访, alone or with a building behind it, in private. Hands on `named`."""

    async def __call__(
        self, message: Message, person: Person | None, roles: list[Role]
    ) -> bool | dict[str, Any]:
        said = _BEGINS.fullmatch(fold(message.text or "").strip())
        if said is None or person is None or not roles or message.chat.id != person.account:
            return False
        return {"named": (message.text or "").strip()[said.start("named") :].strip()}


class AtADoor(BaseFilter):
    """What is told on the way, by the message's own time. Hands on `outing` and the households it tells of.

    `keys` lead elsewhere, and what begins with one of `openings`; so do danger without a door, an activity, and
    a matter that is clearly of another place. While something else is asked, only a door is a line.
    """

    def __init__(self, keys: frozenset[str], openings: tuple[str, ...]) -> None:
        self.keys, self.openings = keys, openings

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, raw_state: str | None
    ) -> bool | dict[str, Any]:
        outing, words = walks.under_way(turn, person, message), words_of(message)
        if outing is None or message.reply_to_message or not (words or enclosed_in(message)):
            return False
        if words.strip() in self.keys or words.startswith(self.openings) or numbers.looks_like_one(words):
            return False
        if asking_by_number.read(words):
            return False
        houses = _houses(turn, outing, message)
        if not any(house.door for house in houses):
            if unread_doors(words) and not _is_a_matter(turn, outing, words):
                return {"outing": outing, "houses": []}
            if raw_state is not None or words and not _says_something_of_a_household(turn, outing, words):
                return False
        elif _is_elsewhere(turn, outing, words):
            return False
        return {"outing": outing, "houses": houses}


class Corrects(BaseFilter):
    """An edit of a message that told of doors. Hands on `outing` and its old lines."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        outing = walks.under_way(turn, person, message)
        if outing is None or not words_of(message):
            return False
        before = outings.lines(turn.session, outing.id)
        before = [line for line in before if line.message_id == message.message_id]
        return (
            {"outing": outing, "before": before}
            if before or self._is_a_door(turn, outing, message)
            else False
        )

    @staticmethod
    def _is_a_door(turn: Turn, outing: Outing, message: Message) -> bool:
        """What could not be read before and names a door now; not what became a report of its own."""
        if reports.by_message(turn.session, message.chat.id, message.message_id):
            return False
        words = words_of(message)
        asked = unread_doors(words) and not _is_a_matter(turn, outing, words)
        named = asked or any(house.door for house in _houses(turn, outing, message))
        return bool(named) and not _is_elsewhere(turn, outing, words)


def router(keys: frozenset[str], openings: tuple[str, ...]) -> Router:
    """Stands before the short way for plain reports: on the way, 302 漏水 is a door first."""
    going = Router(name="going_from_door_to_door")
    going.message.register(began, Begins())
    going.message.register(took_back_in_words, Says(BACK), ending_a_round.OnTheWay())
    going.message.register(told, AtADoor(keys, openings))
    going.edited_message.register(named_anew, Begins())
    going.edited_message.register(corrected, Corrects())
    going.callback_query.register(chose_place, Tap("walk_at"))
    going.callback_query.register(turned_page, Tap("walk_page"))
    going.callback_query.register(tapped, Tap("walk_end", "walk_back", "walk_on"))
    return going


# -- it begins --------------------------------------------------------------------------------------


async def began(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, named: str
) -> None:
    """At the building that was named, else at the only one that may be meant, else it is asked."""
    chat, network = message.chat.id, turn.desk.network
    if not any(role.kind in GO for role in roles):
        turn.post(letters.only_for_those_who_go(t, chat))
        return
    place = turn.desk.reader.read(named, home_of(roles)).place if named else None
    if named and (place is None or network.at(place, PlaceKind.COMMUNITY) is None):
        turn.post(letters.not_found(t, chat, named))
    spots = [] if place else _own_spots(turn, person, roles)
    at = network.places[place] if place else spots[0] if len(spots) == 1 else None
    if at is None:
        turn.post(letters.asked_where(t, chat, "", _named(turn, spots), 0, anew=True))
    else:
        _go_to(turn, t, person, at, chat, message.date, in_words=True)


def _own_spots(turn: Turn, person: Person, roles: list[Role]) -> list[Place]:
    """Where somebody went last, then their own places."""
    last = outings.places_of(turn.session, person.id, letters.A_PAGE - 1)
    own = [*last, *(code for code in home_of(roles) if code not in last)]
    return [turn.desk.network.places[code] for code in own if code in turn.desk.network.places]


def _named(turn: Turn, spots: Sequence[Place]) -> list[tuple[str, str]]:
    return [(spot.code, turn.desk.network.path(spot.code, PlaceKind.COMMUNITY)) for spot in spots]


def _go_to(
    turn: Turn, t: Translator, person: Person, at: Place, chat: int, now: datetime, *, in_words: bool = False
) -> None:
    """A building, or where nothing lies below, is where somebody goes; elsewhere it is asked which."""
    inside = [] if at.kind is PlaceKind.BUILDING else turn.desk.network.below(at.code)
    if inside:
        name = turn.desk.network.path(at.code, PlaceKind.COMMUNITY)
        spots = [(one.code, one.name) for one in inside]
        turn.post(letters.asked_where(t, chat, name, spots, 0, at.code, anew=in_words))
        return
    before = outings.by_id(turn.session, person.outing_id) if person.outing_id else None
    if before and before.ended_at is None and before.place == at.code and walks.is_of_day(turn, before, now):
        walks.show(turn, t, before, chat)
        return
    if before and before.ended_at is None:
        walks.end(turn, t, before, person, now)
    outing = Outing(person_id=person.id, place=at.code, began_at=now, touched_at=now)
    walks.show(turn, t, outings.begin(turn.session, outing), chat)


async def named_anew(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, named: str
) -> None:
    """The message that began an outing names another building now: all of it moves there, until it is ended."""
    chat, outing = message.chat.id, _begun_with(turn, person, message)
    place = turn.desk.reader.read(named, home_of(roles)).place if named else None
    if outing is None:
        if turn.now - message.date > RECENT:
            raise SkipHandler
        await began(message, turn, person, roles, t, named)  # nothing came of it as it was written first
    elif outing.ended_at:
        turn.post(letters.is_over(t, chat))
    elif place is None or not _is_gone_to(turn, place):
        turn.post(letters.not_found(t, chat, named))
    elif place != outing.place:
        walks.move(turn, t, outing, person, roles, place)
        walks.show(turn, t, outing, chat, letters.moved(t))


def _begun_with(turn: Turn, person: Person, message: Message) -> Outing | None:
    """The outing that a message began, by itself or by the place that was chosen after it."""
    begun = outings.begun_at(turn.session, person.id, message.date)
    newest = outings.by_id(turn.session, person.outing_id) if person.outing_id else None
    after = newest.began_at - message.date if newest else timedelta(-1)
    return begun or (newest if timedelta() <= after <= RECENT else None)


def _is_gone_to(turn: Turn, code: str) -> bool:
    """A building, or where nothing lies below in a community."""
    network = turn.desk.network
    if network.at(code, PlaceKind.COMMUNITY) is None:
        return False
    return network.places[code].kind is PlaceKind.BUILDING or not network.below(code)


async def chose_place(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    at = turn.desk.network.places.get(button.choice)
    if at is None or person is None or not any(role.kind in GO for role in roles):
        callback_answer.text = t.both("This place is not yours.")
        return
    _go_to(turn, t, person, at, chat_of(query), turn.now)


async def turned_page(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    at = turn.desk.network.places.get(button.choice)
    if person is None or not any(role.kind in GO for role in roles):
        callback_answer.text = t.both("This place is not yours.")
        return
    if at is None:
        spots = _named(turn, _own_spots(turn, person, roles))
    else:
        spots = [(one.code, one.name) for one in turn.desk.network.below(at.code)]
    name = turn.desk.network.path(at.code, PlaceKind.COMMUNITY) if at else ""
    page = button.record if button.record * letters.A_PAGE < len(spots) else 0
    turn.post(letters.asked_where(t, chat_of(query), name, spots, page, button.choice))


# -- door by door -----------------------------------------------------------------------------------


def _houses(turn: Turn, outing: Outing, message: Message) -> list[HouseLine]:
    """The households that a message tells of; without words one that is seen or heard."""
    words = words_of(message)
    if not words:
        return [HouseLine("", note=VOICE if says_by_itself(message) else PICTURE)]
    found = read_lines(words) or (HouseLine("", note=words),)
    danger = bool(turn.desk.reader.read(words, [outing.place]).danger)
    return [replace(house, trouble=house.trouble or house.note) if danger else house for house in found]


def _says_something_of_a_household(turn: Turn, outing: Outing, words: str) -> bool:
    """Words without a door that can be meant of whoever was just visited: 独居, 血压高. Not 楼道灯坏了, nor 谢谢."""
    reading = turn.desk.reader.read(words, [outing.place])
    return reading.kind == "need" and not (reading.danger or reading.categories or reading.place)


def _is_a_matter(turn: Turn, outing: Outing, words: str) -> bool:
    reading = turn.desk.reader.read(words, [outing.place])
    return bool(reading.danger or reading.categories)


def _is_elsewhere(turn: Turn, outing: Outing, words: str) -> bool:
    """A matter of its own at a place that is neither the outing's, nor around it, nor in it."""
    reading, within = turn.desk.reader.read(words, [outing.place]), turn.desk.network.contains
    place = reading.place
    return place is not None and not (within(outing.place, place) or within(place, outing.place))


async def told(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, houses: list[HouseLine],
) -> None:  # fmt: skip
    """Each household is kept, its visit noted, its trouble reported; the one card is rewritten.

    Doors that could not be read are asked for, so that none is lost unseen.
    """
    unread = unread_doors(words_of(message))
    if unread:
        turn.post(letters.asked_for_doors(t, message.chat.id, unread, some=bool(houses)))
    if not houses:
        return
    activity, lines = walks.activity_of(turn, t, outing, person), outings.lines(turn.session, outing.id)
    joins = _belongs_to_last(message, activity, lines)
    if not any(house.trouble for house in houses):
        enclose(turn, activity, message, by=person.id)
    if message.media_group_id and activity.album != message.media_group_id:
        reports.change(turn.session, activity, album=message.media_group_id)
    for house in () if joins else houses:
        line = outings.add(turn.session, _line(message, outing, activity, house))
        visits_noted.at_door(turn, line, person, roles)
        if house.trouble:
            await _report(
                message, turn, person, roles, t, state, outing, activity, line, house, len(houses) == 1
            )
    if outing.ended_at is None:
        walks.show(turn, t, outing, message.chat.id, more=True)
    else:
        walks.came_late(turn, t, outing, activity, message.chat.id, len(houses))
    outings.change(turn.session, outing, touched_at=max(message.date, outing.touched_at))


def _belongs_to_last(message: Message, activity: Report, lines: Sequence[HouseholdLine]) -> bool:
    """A picture without words right after a household, or the next of an album, shows that one."""
    if words_of(message) or not lines or says_by_itself(message):
        return False
    if message.media_group_id and message.media_group_id == activity.album:
        return True
    return message.date - lines[-1].at <= JOINS_WITHIN


def _line(message: Message, outing: Outing, activity: Report, house: HouseLine) -> HouseholdLine:
    return HouseholdLine(
        outing_id=outing.id, serial=activity.serial, at=message.date, message_id=message.message_id,
        place=outing.place, door=house.door, met=house.met, person_times=house.person_times,
        note=house.note,
    )  # fmt: skip


async def _report(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, activity: Report, line: HouseholdLine, house: HouseLine, alone: bool,
) -> None:  # fmt: skip
    words = f"{house.door} {house.trouble}".strip()
    need = await needs_at_doors.report(
        message,
        turn,
        person,
        roles,
        t,
        state,
        outing,
        words_of(message) if alone else words,
        house.door,
        alone,
    )
    outings.name_need(turn.session, line, need.serial)
    needs_at_doors.link(turn, need, activity)


# -- put right --------------------------------------------------------------------------------------


async def corrected(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, before: list[HouseholdLine],
) -> None:  # fmt: skip
    """The doors of a message as it says them now; a need that came of one is corrected as a report is.

    Doors that cannot be read are asked for; where it names no other, what was noted stays until then.
    """
    houses, unread = _houses(turn, outing, message), unread_doors(words_of(message))
    some = any(house.door for house in houses)
    if unread and not some:
        noted = "、".join(line.door or line.note for line in before)
        turn.post(letters.asked_for_doors(t, message.chat.id, unread, some=False, kept=noted))
        return
    if unread:
        turn.post(letters.asked_for_doors(t, message.chat.id, unread, some=True))
    activity = walks.activity_of(turn, t, outing, person)
    needs = {line.door: line.need_serial for line in before if line.need_serial}
    outings.take_back(turn.session, [line.id for line in before])
    for house in houses:
        line = _line(message, outing, activity, house)
        line.at = before[0].at if before else message.date
        line.need_serial = needs.get(line.door) or (
            next(iter(needs.values()), None) if len(houses) == 1 else None
        )
        kept = outings.add(turn.session, line)
        if house.trouble and not kept.need_serial:
            await _report(message, turn, person, roles, t, state, outing, activity, kept, house, not needs)
    if outing.ended_at is None:
        doors = "、".join(house.door or house.note for house in houses)
        walks.show(turn, t, outing, message.chat.id, letters.put_right(t, doors), more=True)
    else:
        walks.came_late(turn, t, outing, activity, message.chat.id, 0)
    if needs:
        raise SkipHandler


async def took_back_in_words(message: Message, turn: Turn, t: Translator, outing: Outing) -> None:
    _take_back(turn, t, outing, message.chat.id)


def _take_back(turn: Turn, t: Translator, outing: Outing, chat: int) -> None:
    """What the last message told of; the needs that came of it stay."""
    lines = outings.lines(turn.session, outing.id)
    last = [line for line in lines if line.message_id == lines[-1].message_id]
    if last:
        outings.take_back(turn.session, [line.id for line in last])
        found = [reports.by_serial(turn.session, line.need_serial) for line in last if line.need_serial]
        doors = "、".join(line.door or line.note for line in last)
        turn.post(letters.taken_back(t, chat, doors, "、".join(need.number for need in found if need)))
    walks.show(turn, t, outing, chat)


# -- taps ------------------------------------------------------------------------------------------


async def tapped(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    outing = outings.by_id(turn.session, button.record)
    if outing is None or person is None or outing.person_id != person.id or outing.ended_at:
        callback_answer.text = t.both("This is over.")
    elif button.action == "walk_end":
        await ending_a_round.end(turn, t, outing, person, turn.now, state)
    elif button.action == "walk_back" and button.version != walks.last_line(turn, outing):
        callback_answer.text = out_of_use(t)
    elif button.action == "walk_back":
        _take_back(turn, t, outing, chat_of(query))
    else:
        walks.show(turn, t, outing, chat_of(query))
