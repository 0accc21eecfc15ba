"""Somebody asks what became of what they told, or how much it was, without a number.

    Chen   那条走访记下了吗
    bot    (the card again) 📝 A-10001-6 · 请核对一下 …              ✅ 对，记下 · 不对，改一下
    Chen   我报的活动呢
    bot    您做的活动： …
    Chen   我这个月走访了几户
    bot    🏠 2026年3月您报的事 …
           🤝 您做的活动，已计入统计： …

    Chen   (on the way from door to door) 走了几户了
    bot    🚶 走访中 · 西湖花园4号楼 · 3 户 …                          结束 · 撤回上一条

Only listed words (fieldwork/asking_after.py), in private, while no words of one's own are waited for. What may be
asked while the numbers of an activity are put right leaves that question.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork import asking_after
from fieldwork.activities import Outing
from fieldwork.asking_after import After
from fieldwork.letters import listing as letters
from fieldwork.people import Person, Role
from fieldwork.reports import Report, ReportKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import ending_a_round, listing, own_months, reading_digests, recorded, walks
from handlers.listening import left_lying
from handlers.meant import PROMPTS
from handlers.overtaking import LATEST
from handlers.reporting import ASKED, WRITING
from handlers.turn import Turn
from storage import reports

ALSO_THEN = frozenset({*PROMPTS, WRITING, ending_a_round.COUNTING})
"""What is waited for meanwhile is no sentence of one's own."""


class AsksAfter(BaseFilter):
    """A question about one's own reports. Hands on `after`."""

    async def __call__(
        self, message: Message, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        if person is None or not roles or message.chat.id != person.account or message.reply_to_message:
            return False
        after = asking_after.read(message.text or "")
        if after is None or not (await _is_free(state) or await left_lying(message, state)):
            return False
        return {"after": after}


async def _is_free(state: FSMContext) -> bool:
    name = await state.get_state()
    return name is None or name in ALSO_THEN


class AsksHowFar(BaseFilter):
    """走了几户了."""

    async def __call__(self, message: Message) -> bool:
        return asking_after.asks_how_far(message.text or "")


def router() -> Router:
    asking = Router(name="asking after")
    asking.message.register(asked_how_far, AsksHowFar(), ending_a_round.OnTheWay())
    asking.message.register(asked, AsksAfter())
    return asking


async def asked_how_far(message: Message, turn: Turn, t: Translator, outing: Outing) -> None:
    """The round as it stands, at the end of the chat."""
    walks.show(turn, t, outing, message.chat.id)


async def asked(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    after: After,
) -> None:  # fmt: skip
    """The card of the one that is meant; else the list, or the month."""
    if await state.get_state() in set(PROMPTS) - {ASKED}:
        await state.clear()
    match after:
        case After.NEWEST:
            await _show_newest(message, turn, person, roles, t)
        case After.ALL:
            listing.own_page(turn, t, person, message.chat.id, 0, _which(message.text or ""))
        case _:
            back = int(after is After.LAST_MONTH)
            own_months.show(turn, t, person, reading_digests.this_month(turn), message.chat.id, back)


async def _show_newest(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    found = _newest(turn, person, message.text or "")
    if found:
        await listing.typed_a_number(message, turn, person, roles, t, found.serial)
    else:
        listing.own_page(turn, t, person, message.chat.id, 0)


def _newest(turn: Turn, person: Person, words: str) -> Report | None:
    """The newest own report, of the kind that is named."""
    latest = reports.of_reporter(turn.session, person.id, limit=LATEST)
    kind = turn.desk.reader.activity_kind(words)
    same = [one for one in latest if kind and _kind(turn, one) == kind]
    done = [one for one in latest if one.kind is ReportKind.ACTIVITY] if kind or _which(words) else []
    return next(iter(same or done or latest), None)


def _kind(turn: Turn, report: Report) -> str:
    activity = recorded.of(turn, report)
    return activity.kind.value if activity else ""


def _which(words: str) -> str:
    """Whether only what was done is asked about."""
    return letters.ACTIVITIES if any(word in fold(words) for word in ("活动", "访", "入户", "做")) else ""
