"""Somebody asks how far a report is by its number, or takes it back by it.

    Chen   A-10001-6 现在怎么样了
    bot    (the card again)
    Chen   A-10001-6 不要了
    bot    A-10001-6：真的不用管了吗？点下面的按钮才算。                    不用管了
    Chen   不用管了
    bot    好的，A-10001-6 不用管了。有事随时再说。

Only listed words stand around the number; whatever says more is an addition, or a report. Of somebody else's report
comes the card, whatever is wished. It stands before `replying`: a number says more than what is replied to.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import asking_by_number
from fieldwork.letters import activities, amending
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from handlers import listing, recorded
from handlers.correcting import AMENDABLE
from handlers.turn import Turn
from storage import reports


class AsksByNumber(BaseFilter):
    """A question with a number in it, in listed words. Hands on `serial`, None where it is wrong."""

    async def __call__(self, message: Message, roles: list[Role]) -> bool | dict[str, Any]:
        wish = asking_by_number.read(message.text or "") if roles else None
        return {"serial": wish.serial} if wish and not wish.away else False


class TakesBackByNumber(BaseFilter):
    """不要了 with a number. Hands on `serial`."""

    async def __call__(self, message: Message, roles: list[Role]) -> bool | dict[str, Any]:
        wish = asking_by_number.read(message.text or "") if roles else None
        return {"serial": wish.serial} if wish and wish.away else False


def router() -> Router:
    naming = Router(name="naming a number")
    naming.message.register(listing.typed_a_number, AsksByNumber())
    naming.message.register(takes_back, TakesBackByNumber())
    return naming


async def takes_back(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, serial: int | None
) -> None:
    """Asks once more; the tap is that of 不对，改一下. What is over, or counts, says so."""
    report = reports.by_serial(turn.session, serial) if serial else None
    if report is None or report.reporter_id != person.id:
        await listing.typed_a_number(message, turn, person, roles, t, serial)
    elif report.state not in AMENDABLE:
        await message.answer(
            t.reporter("{number} is finished; write a new message if there is more.", number=report.number)
        )
    elif stage := recorded.settled(turn, report):
        await message.answer(activities.is_settled(t, report.number, stage))
    else:
        asked = amending.asked_whether_to_take_back(t, report, message.chat.id)
        turn.post(asked.model_copy(update={"anew": True}))
