"""Somebody on the way writes that a door was noted wrongly.

    Chen   302 独居 需助浴
    Chen   302 不用助浴了，写错了
    bot    🚶 走访中 · 西湖花园4号楼 · 1 户 · 改好了：302      结束 · 撤回上一条
    bot    N-10002-4 还在；不用管的话，请在它的卡片上改一下。
    Chen   302 写错了，是303
    bot    (the card) … 改好了：303
    Chen   303 写错了
    bot    303 要改成什么？再发一条就行，比如：303 写错了，没人。

Only doors that are noted already, with a correcting word; any other is one more household. What came of the door
stays a report, until its card says otherwise; danger is heard as everywhere.

So it is for a day after 结束, and for as long as the station has given the round back:

    bot    (to Chen) ✏️ A-10001-6：西湖站请您改一下：数字不符 · 303 是三位。     🔢 改数字
    Chen   改 303 三位老人
    bot    A-10001-6：改好了。
    bot    📝 A-10001-6 · 请核对一下 …                      ✅ 对，记下 · 不对，改一下
    Chen   补 305 没人
    Chen   删 305
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.activities import HouseholdLine, Met, Outing, Stage
from fieldwork.letters import outings as letters
from fieldwork.letters.asking_about_activities import changed
from fieldwork.outings import Walked
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from fieldwork.understanding.household_lines import Corrected, HouseLine, read_correction, read_lines
from handlers import changing_numbers, needs_at_doors, put_right, recorded, replying, visits_noted, walks
from handlers.overtaking import CORRECTING, RENUMBERING
from handlers.reporting import words_of
from handlers.turn import Turn
from storage import activities, outings, reports

LATELY = timedelta(days=1)  # for so long a round that is over can be put right though it did not come back
LAST = 5  # rounds among which one is looked for
ASKED_OF_IT = (None, CORRECTING, RENUMBERING)
"""What somebody may be asked who says what is right about a door without a correcting word."""
Lines = dict[str, HouseholdLine]


class CorrectsADoor(BaseFilter):
    """A correcting word beside doors that are all noted. Hands on `outing`, `said` and `before`, by door.

    Of a round that the station has given back, its doors alone say enough.
    """

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, raw_state: str | None
    ) -> bool | dict[str, Any]:
        if person is None or person.outing_id is None or message.chat.id != person.account:
            return False
        words = words_of(message)
        said = read_correction(words) or _doors_alone(words, raw_state)
        if said is None or turn.desk.reader.read(words).danger:
            return False
        return next(_meant(turn, person, message, said), False)


def _doors_alone(words: str, raw_state: str | None) -> Corrected | None:
    """304 三位老人, 303 没人: how many, or what came of it, and nothing wrong there; while nothing else is asked."""
    houses = read_lines(words) if raw_state in ASKED_OF_IT else ()
    plain = houses and all(house.door and not house.trouble and _says_how_it_was(house) for house in houses)
    return Corrected(houses, alone=True) if plain else None


def _meant(turn: Turn, person: Person, message: Message, said: Corrected) -> Iterator[dict[str, Any]]:
    """The round whose doors are spoken of: the one under way, else one that is over."""
    now = None if message.reply_to_message else walks.under_way(turn, person, message)
    if said.alone and now:
        return  # one more household
    for outing in ([now] if now else []) + _over(turn, person, message, said):
        before = {line.door: line for line in outings.lines(turn.session, outing.id)}
        known = [house.door in before for house in said.houses]
        unknown = bool(outing.ended_at) and not (said.alone or any(known)) and _came_back(turn, outing)
        if said.added or all(known) or unknown:
            yield {"outing": outing, "said": said, "before": before}


def _over(turn: Turn, person: Person, message: Message, said: Corrected) -> list[Outing]:
    """Those that can be put right still: the one that is replied to, what came back, the newest."""
    replied = replying.own_replied_to(turn, message, person) if message.reply_to_message else None
    if message.reply_to_message and replied is None:
        return []
    last = outings.over(turn.session, person.id, LAST)
    if replied:
        return [outing for outing in last if outing.serial == replied.serial]
    back = [outing for outing in last if _came_back(turn, outing)]
    lately = [outing for outing in last if outing.ended_at and message.date - outing.ended_at <= LATELY]
    return back if said.alone else back + [outing for outing in lately if outing not in back]


def _came_back(turn: Turn, outing: Outing) -> bool:
    activity = activities.by_serial(turn.session, outing.serial or 0)
    return activity is not None and activity.stage is Stage.RETURNED


def router() -> Router:
    """Stands before what is told at a door."""
    correcting = Router(name="correcting_doors")
    correcting.message.register(corrected, CorrectsADoor())
    return correcting


async def corrected(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, said: Corrected, before: Lines,
) -> None:  # fmt: skip
    """The newest line of each door as it is said now; without anything said it is asked."""
    chat, doors = message.chat.id, "、".join(house.door for house in said.houses)
    unknown = [house.door for house in said.houses if house.door not in before]
    if unknown and not said.added:
        turn.post(letters.not_noted(t, chat, unknown[0]))
        return
    if not (said.moved_to or said.added or said.gone or any(map(_says_something, said.houses))):
        turn.post(letters.asked_for_what_is_right(t, chat, doors))
        return
    was = walks.so_far(turn, outing)
    for house in said.houses:
        await _put_right(message, turn, person, roles, t, state, outing, before.get(house.door), house, said)
    if outing.ended_at is None:
        walks.show(turn, t, outing, chat, letters.put_right(t, said.moved_to or doors))
    else:
        await _show_again(turn, t, outing, person, chat, state, was)


async def _show_again(
    turn: Turn, t: Translator, outing: Outing, person: Person, chat: int, state: FSMContext, was: Walked
) -> None:
    """What a round that is over comes to now: its card asks for the tap again, where something is otherwise."""
    report = walks.activity_of(turn, t, outing, person)
    if not walks.count_again(turn, outing, report, was):
        turn.post(letters.is_settled(t, chat, report.number))
        return
    recorded.note(turn, report, put_right.DOORS)
    turn.post(changed(t, report, chat).model_copy(update={"anew": True}))
    changing_numbers.show_again(turn, t, report, chat)
    if await state.get_state() in ASKED_OF_IT:
        await state.clear()


def _says_how_it_was(house: HouseLine) -> bool:
    return house.person_times is not None or house.met is not Met.MET


def _says_something(house: HouseLine) -> bool:
    return bool(house.note) or house.met is not Met.MET


async def _put_right(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, old: HouseholdLine | None, house: HouseLine, said: Corrected,
) -> None:  # fmt: skip
    """One door: gone, added, or as it is said now."""
    if said.gone and old:
        outings.take_back(turn.session, [old.id])
        need = reports.by_serial(turn.session, old.need_serial) if old.need_serial else None
        if need:
            turn.post(letters.need_stays(t, message.chat.id, need.number))
        return
    line = _changed(turn, old, house, said.moved_to, message) if old else _added(turn, outing, house, message)
    if line.met is Met.MET and (old is None or old.met is not Met.MET):
        visits_noted.at_door(turn, line, person, roles)
    await _report(message, turn, person, roles, t, state, outing, line, house)


def _added(turn: Turn, outing: Outing, house: HouseLine, message: Message) -> HouseholdLine:
    """A door that was left out: at the time of the round."""
    line = HouseholdLine(
        outing_id=outing.id, serial=outing.serial, at=min(message.date, outing.ended_at or message.date),
        message_id=message.message_id, place=outing.place, door=house.door, met=house.met,
        person_times=house.person_times, note=house.note,
    )  # fmt: skip
    return outings.add(turn.session, line)


def _changed(
    turn: Turn, old: HouseholdLine, house: HouseLine, moved_to: str, message: Message
) -> HouseholdLine:
    """What is not said anew stays: the number of people, and the words, where somebody was met both times."""
    line = old.model_copy(update={"message_id": message.message_id})
    if moved_to:
        line.door = moved_to
    else:
        same = old.met is house.met
        line.met, line.note = house.met, "；".join(filter(None, (old.note if same else "", house.note)))
        line.person_times = old.person_times if same and house.person_times is None else house.person_times
    outings.take_back(turn.session, [old.id])
    return outings.add(turn.session, line)


async def _report(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, line: HouseholdLine, house: HouseLine,
) -> None:  # fmt: skip
    """Trouble that is told only now is reported; a report that came of the door stays, and that is told."""
    kept = reports.by_serial(turn.session, line.need_serial) if line.need_serial else None
    if kept:
        turn.post(letters.need_stays(t, message.chat.id, kept.number))
    elif house.trouble:
        words, door = words_of(message), line.door
        need = await needs_at_doors.report(
            message, turn, person, roles, t, state, outing, words, door, alone=True
        )
        outings.name_need(turn.session, line, need.serial)
        needs_at_doors.link(turn, need, walks.activity_of(turn, t, outing, person))
