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
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.activities import HouseholdLine, Met, Outing
from fieldwork.letters import outings as letters
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from fieldwork.understanding.household_lines import Corrected, HouseLine, read_correction
from handlers import needs_at_doors, visits_noted, walks
from handlers.reporting import words_of
from handlers.turn import Turn
from storage import outings, reports


class CorrectsADoor(BaseFilter):
    """A correcting word beside doors that are all noted. Hands on `outing`, `said` and `before`, by door."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        outing = walks.under_way(turn, person, message)
        said = read_correction(words_of(message)) if outing and not message.reply_to_message else None
        if outing is None or said is None or turn.desk.reader.read(words_of(message), [outing.place]).danger:
            return False
        before = {line.door: line for line in outings.lines(turn.session, outing.id)}
        if not all(house.door in before for house in said.houses):
            return False
        return {"outing": outing, "said": said, "before": before}


def router() -> Router:
    """Stands before what is told at a door."""
    correcting = Router(name="correcting_doors")
    correcting.message.register(corrected, CorrectsADoor())
    return correcting


async def corrected(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    outing: Outing, said: Corrected, before: dict[str, HouseholdLine],
) -> None:  # fmt: skip
    """The newest line of each door as it is said now; without anything said it is asked."""
    chat, doors = message.chat.id, "、".join(house.door for house in said.houses)
    if not said.moved_to and not any(_says_something(house) for house in said.houses):
        turn.post(letters.asked_for_what_is_right(t, chat, doors))
        return
    for house in said.houses:
        line = _put_right(turn, outing, before[house.door], house, said.moved_to, message)
        if line.met is Met.MET and before[house.door].met is not Met.MET:
            visits_noted.at_door(turn, line, person, roles)
        await _report(message, turn, person, roles, t, state, outing, line, house)
    if outing.ended_at is None:
        walks.show(turn, t, outing, chat, letters.put_right(t, said.moved_to or doors))
    else:
        walks.came_late(turn, t, outing, walks.activity_of(turn, t, outing, person), chat, 0)


def _says_something(house: HouseLine) -> bool:
    return bool(house.note) or house.met is not Met.MET


def _put_right(
    turn: Turn, outing: Outing, old: HouseholdLine, house: HouseLine, moved_to: str, message: Message
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
