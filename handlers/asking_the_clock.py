"""Who heads a station asks what will fall due: 到期.

    Luo    到期
    bot    ⏳ 接下来 24 小时 · 2 件
           03-02 16:00 · N-10001-6 · 路灯照明 · 签收超时 → 王慧敏、罗永康        (when the list goes that says it)
           03-03 10:00 · N-10001-6 · 路灯照明 · 告诉上报人：联系晚了 → 陈桂芳        (ten a page, 更多)

Nothing changes by asking. `fieldbot due` tells the same at the station's machine.
"""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from fieldwork.buttons import Button
from fieldwork.coming_due import Asked, Coming
from fieldwork.letters import Letter
from fieldwork.letters import coming_due as letters
from fieldwork.people import HEADS, Role
from fieldwork.texts import Translator
from handlers.hearing import OfStation, Says
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn
from storage import coming, people
from storage.coming import Within

DUE = {"/due", "到期", "Due"}
AHEAD = timedelta(hours=24)


class Heading(BaseFilter):
    """Somebody who heads a station, or a coordinator."""

    async def __call__(self, _event: Message | CallbackQuery, roles: list[Role]) -> bool:
        return any(role.kind in HEADS for role in roles)


def router() -> Router:
    asking = Router(name="asking_the_clock")
    asking.message.register(asked, Says(DUE), Heading())
    asking.message.register(asked_by_another, Says(DUE), OfStation())
    asking.callback_query.register(turned_page, Tap("coming_due"), Heading())
    return asking


async def asked(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    turn.post(_page(turn, roles, t, message.chat.id, 0))


async def asked_by_another(message: Message, t: Translator) -> None:
    await message.answer(
        t.staff(
            "What falls due is shown to who heads a station, and to coordinators. 待办 shows what waits for you."
        )
    )


async def turned_page(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    page = _page(turn, roles, t, chat_of(query), button.record)
    turn.post(page.model_copy(update={"message_id": tapped_message(query)}))


def _page(turn: Turn, roles: list[Role], t: Translator, chat: int, page: int) -> Letter:
    found = _coming(turn, [role.place for role in roles if role.kind in HEADS])
    told = sorted({one.person_id for each in found for one in each.to})
    names = {key: person.name for key, person in people.by_ids(turn.session, told).items()}
    return letters.listed(t, chat, found, names, page, turn.desk.zone)


def _coming(turn: Turn, places: list[str]) -> list[Coming]:
    """What the next day brings to some places and all below them."""
    desk, when = turn.desk, Asked(turn.now, turn.now + AHEAD, turn.desk.zone)
    within = Within(desk.network, places)
    return coming.all_of(turn.session, when, within, desk.staffing, desk.rules, desk.calendars)
