"""Somebody of a station says what is to be done, and with which report: 剔除 N-10001-6.

    Luo    剔除
    bot    要写上编号，比如：剔除 N-10001-6。也可以点卡片上的按钮。
    Luo    延期 N-10001-6
    bot    N-10001-6：为什么要延期？点一个原因，或者写一句。          等材料或配件 · 天气原因 · …
    Chen   剔除 N-10001-6
    bot    这件事由社工站来做。您可以：                               📣 报事 · … · 这是一件要报的事

It does what the button of that name does, and says why where that is not possible; what has no button of its own
(谁在办 N-10001-6) brings the card. 催办 of an own report asks that it go faster, as 催一下 does.
"""

from typing import Any

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork import asking_for_steps
from fieldwork.asking_for_steps import OF_STAFF, ON_ACTIVITIES, ON_NEEDS, Wish
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters import finding_the_way as letters
from fieldwork.people import STAFF, Person, Role
from fieldwork.reports import Report, ReportKind
from fieldwork.texts import Translator
from handlers import listing, nudging, typing_a_label
from handlers.finding_the_way import Way, kinds_of
from handlers.turn import Turn
from storage import activities, reports

EXAMPLE = "N-10001-6"


class NamesStep(BaseFilter):
    """A word for something that a station does, and a number, or some of the words alone. Hands on `wish`."""

    async def __call__(
        self, message: Message, roles: list[Role], raw_state: str | None, way: Way | None = None
    ) -> bool | dict[str, Any]:
        works = any(role.kind in STAFF for role in roles)
        wish = asking_for_steps.read(message.text or "", of_staff=works) if roles and way is None else None
        if wish is None or message.reply_to_message or (raw_state is not None and not wish.number):
            return False
        return {"wish": wish}


def router() -> Router:
    naming = Router(name="naming a step")
    naming.message.register(named_a_step, NamesStep())
    return naming


async def named_a_step(
    message: Message, bot: Bot, turn: Turn, person: Person, roles: list[Role], t: Translator, wish: Wish,
    **data: Any,
) -> None:  # fmt: skip
    """What the button does; who has no such button is told whose it is."""
    report = reports.by_serial(turn.session, wish.serial) if wish.serial else None
    if ON_NEEDS.get(wish.word) == "urge" and report and report.reporter_id == person.id:
        await nudging.asked_to_hurry(message, turn, person, t, report)
    elif not any(role.kind in STAFF for role in roles):
        turn.post(letters.for_others(t, message.chat.id, kinds_of(roles), message.message_id))
    elif not wish.number:
        said = t.staff("Write its number too, like “{word} {number}”. The button on its card does the same.",
                       word=wish.word, number=EXAMPLE)  # fmt: skip
        await message.answer(said)
    elif report is None or (action := _action(report, wish.word)) is None:
        await listing.typed_a_number(message, turn, person, roles, t, wish.serial)
    else:
        button = Button(action=action, record=report.serial, version=_version(turn, report))
        since, given = len(turn.letters), {**data, "person": person, "roles": roles, "t": t}
        await typing_a_label.typed(message, bot, turn, button, message.message_id, **given)
        turn.letters[since:] = [_below(letter, message.chat.id) for letter in turn.letters[since:]]


def _below(letter: Letter, chat: int) -> Letter:
    """What was typed is answered below it, and not further up where a question of that kind stands already."""
    return letter.model_copy(update={"anew": True}) if letter.card and letter.chat == chat else letter


def _action(report: Report, word: str) -> str | None:
    """The button of that name, if such a report has one."""
    return (ON_ACTIVITIES if report.kind is ReportKind.ACTIVITY else ON_NEEDS | OF_STAFF).get(word)


def _version(turn: Turn, report: Report) -> int:
    """As its card stands now."""
    activity = activities.by_serial(turn.session, report.serial)
    return report.version if activity is None else activity.version
