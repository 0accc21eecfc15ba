"""On the day of a meeting or after it, the station notes what was decided, item by item: 会议记录.

    Luo    会议记录
    bot    🏛 第1件，共1件
           N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
           商量的结果是什么？写下来，或者点一个。        不办 · 继续观察 · 没议到，下次再议 · ⏸ 先到这里
    Luo    12
    bot    “12”是什么意思？                             就是商量的结果 · 都不是，重新问我
    Luo    都不是，重新问我
    Luo    请物业一周内清掏
    bot    N-10001-6：谁来办？点一个，或者写名字。       王慧敏 · 张立文 · 何建业（合作单位） · … · ⬅️ 上一步
    Luo    王慧敏
    bot    N-10001-6：哪天前办好？点一个，或者写日期。    3月11日 · 3月13日 · 3月20日 · 4月3日
    Luo    3月13日
    bot    ✔️ 请物业一周内清掏 · 王慧敏 · 3月13日前
           🏛 都记好了。来了多少人次？点一个，或者写数字，然后就发出去。   5 · 8 · 12 · 15 · 20 · 30
    Luo    12

With the last tap it comes into force (closing_the_minutes); before it nobody hears anything, and every answer can be
taken back. What is written lies with the items, so the minutes can be left at any question and taken up by anybody of
the station.
"""

import re
from datetime import date
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.councils import (
    LATER,
    NOT_DONE,
    WATCH,
    AgendaItem,
    Ask,
    Council,
    asked_next,
    item_before,
    read_limit,
    taken_back,
)
from fieldwork.days import packed_day
from fieldwork.letters import minutes as letters
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import closing_the_minutes, listing
from handlers.asking_what_was_decided import DECIDING, answer, asked, go_on, shown
from handlers.calling_a_council import overview
from handlers.closing_the_minutes import Minutes, owners
from handlers.hearing import OfStation, Says
from handlers.listening import Asked
from handlers.meetings import meeting, open_council
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn
from handlers.when_and_where import no_day
from storage import councils

MINUTES = {"会议记录", "會議記錄", "Minutes"}
MOST = 5_000  # people at a meeting
_BARE = re.compile(r"[\d\s.,]+(?:人次|人|场|件)?")


class KeepsMinutes(BaseFilter):
    """Whoever says or taps it, behind OfStation. Hands on `minutes`."""

    async def __call__(
        self, event: Message | CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator,
        state: FSMContext,
    ) -> dict[str, Any]:  # fmt: skip
        chat = event.chat.id if isinstance(event, Message) else chat_of(event)
        return {"minutes": Minutes(turn, t, person, roles, chat, state, isinstance(event, Message))}


def router() -> Router:
    keeping = Router(name="keeping_the_minutes")
    keeping.message.filter(OfStation(), KeepsMinutes())
    keeping.callback_query.filter(OfStation(), KeepsMinutes())
    keeping.message.register(wants_minutes, Says(MINUTES))
    keeping.message.register(wrote, Asked(DECIDING))
    keeping.callback_query.register(opens_minutes, Tap("council_minutes"))
    keeping.callback_query.register(chose_decision, Tap("cdecide"))
    keeping.callback_query.register(chose_owner, Tap("cowner"))
    keeping.callback_query.register(chose_day, Tap("cuntil"))
    keeping.callback_query.register(said_what_is_meant, Tap("cmeant"))
    keeping.callback_query.register(went_back, Tap("cback"))
    keeping.callback_query.register(left_it, Tap("cpause"))
    keeping.callback_query.register(chose_how_many, Tap("ccame"))
    return keeping


# -- which meeting ----------------------------------------------------------------------------------


async def wants_minutes(_message: Message, minutes: Minutes) -> None:
    """The one meeting whose minutes are open; of several, or none, the overview."""
    turn, codes = minutes.turn, listing.codes_of(minutes.turn, minutes.roles)
    held = [one for one in councils.to_come(turn.session, codes) if one.held_on <= turn.desk.day]
    if len(held) == 1:
        await go_on(minutes, held[0])
    else:
        turn.post(overview(turn, minutes.t, minutes.roles, minutes.chat))


async def opens_minutes(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    council = open_council(minutes.turn, minutes.roles, button.record)
    if council is None or council.held_on > minutes.turn.desk.day:
        callback_answer.text = out_of_use(minutes.t)
    else:
        await go_on(minutes._replace(typed=True), council)


# -- tapped -----------------------------------------------------------------------------------------


def _open(minutes: Minutes, id_: int, ask: Ask) -> tuple[AgendaItem, Council] | None:
    """An item of which just this is asked, at a meeting of this person's stations that is not over."""
    item = councils.item(minutes.turn.session, id_)
    council = open_council(minutes.turn, minutes.roles, item.council_id or 0) if item else None
    if item is None or council is None or item.withdrawn_at or asked_next(item) is not ask:
        return None
    return item, council


async def chose_decision(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    found = _open(minutes, button.record, Ask.WHAT)
    if found is None or button.choice not in (NOT_DONE, WATCH, LATER):
        callback_answer.text = out_of_use(minutes.t)
    else:
        await answer(minutes, *found, decision=button.choice)


async def chose_owner(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    found = _open(minutes, button.record, Ask.WHO)
    if found is None:
        callback_answer.text = out_of_use(minutes.t)
        return
    named = [one.id for one in _may_do_it(minutes, *found) if str(one.id) == button.choice]
    if not named:
        callback_answer.text = minutes.t.staff("This colleague cannot be reached today.")
    else:
        await answer(minutes, *found, owner_id=named[0])


def _may_do_it(minutes: Minutes, item: AgendaItem, council: Council) -> list[Person]:
    return [one for some in owners(minutes, council, item) for one in some]


async def chose_day(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    found, day = _open(minutes, button.record, Ask.UNTIL), packed_day(button.choice)
    if found is None or day is None or day < minutes.turn.desk.day:
        callback_answer.text = out_of_use(minutes.t)
    else:
        await answer(minutes, *found, due_on=day)


async def chose_how_many(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    council, many = open_council(minutes.turn, minutes.roles, button.record), button.choice
    if council is None or asked(minutes, council) or not _is_many(many):
        callback_answer.text = out_of_use(minutes.t)
    else:
        await closing_the_minutes.close(minutes, council, int(many))


def _is_many(written: str) -> bool:
    return written.isdecimal() and len(written) < 5 and 0 < int(written) <= MOST


# -- back, and away ---------------------------------------------------------------------------------


async def went_back(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    """Takes back the last answer, of this item or of the one before; a second tap takes back nothing more."""
    council = open_council(minutes.turn, minutes.roles, button.record)
    item = asked(minutes, council) if council else None
    here = f"{item.id}/{asked_next(item)}" if item else "0/came"
    items = councils.of_council(minutes.turn.session, council.id) if council else []
    before = item_before(items, item)
    if council is None or before is None or button.choice != here or not taken_back(before):
        callback_answer.text = out_of_use(minutes.t)
    else:
        await answer(minutes, before, council, **taken_back(before))


async def left_it(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    council = open_council(minutes.turn, minutes.roles, button.record)
    if council is None:
        callback_answer.text = out_of_use(minutes.t)
        return
    await minutes.state.clear()
    left = [one for one in councils.of_council(minutes.turn.session, council.id) if asked_next(one)]
    told = meeting(minutes.turn, council)
    minutes.say(letters.paused(minutes.t, minutes.chat, told, len(left)), council)


# -- written ----------------------------------------------------------------------------------------


async def wrote(message: Message, minutes: Minutes, kept: dict[str, Any]) -> None:
    """The answer to whatever is asked now."""
    council = open_council(minutes.turn, minutes.roles, kept["council"])
    if council is None:
        await minutes.state.clear()
        await message.answer(out_of_use(minutes.t))
    elif said := await _wrote(minutes, council, " ".join((message.text or "").split())):
        await message.answer(said)


async def _wrote(minutes: Minutes, council: Council, words: str) -> str:
    """Keeps it; gives what is not right about it, empty where all is."""
    item = asked(minutes, council)
    if item is None:
        return await _wrote_count(minutes, council, words)
    return await _wrote_about(minutes, council, item, words)


async def _wrote_about(minutes: Minutes, council: Council, item: AgendaItem, words: str) -> str:
    turn, t, ask = minutes.turn, minutes.t, asked_next(item)
    day = read_limit(fold(words), turn.desk.day)
    if ask is Ask.WHAT:
        if day or _BARE.fullmatch(fold(words)):
            await _ask_whether(minutes, council, words)
        else:
            await answer(minutes, item, council, decision=words)
    elif ask is Ask.WHO:
        named = [one for one in _may_do_it(minutes, item, council) if one.name and one.name in words]
        if len(named) != 1:
            return t.staff("I found nobody of that name at the station or among its partners. Tap one, or write the "
                           "full name.")  # fmt: skip
        await answer(minutes, item, council, owner_id=named[0].id)
    elif day is None or day < turn.desk.day:
        return no_day(t)
    else:
        await answer(minutes, item, council, due_on=day)
    return ""


async def _wrote_count(minutes: Minutes, council: Council, words: str) -> str:
    many = fold(words).strip().removesuffix("次").removesuffix("人").strip()
    if _is_many(many):
        await closing_the_minutes.close(minutes, council, int(many))
    elif read_limit(fold(words), minutes.turn.desk.day) and _dated(minutes, council):
        await _ask_whether(minutes, council, words)
    else:
        return minutes.t.staff("Please write how many came, as a number.")
    return ""


async def _ask_whether(minutes: Minutes, council: Council, words: str) -> None:
    """A number or a day by itself is hardly what was decided: it may put right the day of the item before."""
    told, decides = meeting(minutes.turn, council), asked(minutes, council) is not None
    dated = _dated(minutes, council) if read_limit(fold(words), minutes.turn.desk.day) else None
    before = shown(told, dated) if dated else None
    question = letters.asked_whether(minutes.t, minutes.chat, told, words, before, decides=decides)
    minutes.say(question, council)
    await minutes.state.update_data(doubted=words)


def _dated(minutes: Minutes, council: Council) -> AgendaItem | None:
    """The last item whose day was said, and has not come into force."""
    items = councils.of_council(minutes.turn.session, council.id)
    dated = [one for one in items if one.due_on and one.decided_serial is None]
    return dated[-1] if dated else None


async def said_what_is_meant(
    _query: CallbackQuery, minutes: Minutes, button: Button, callback_answer: CallbackAnswer
) -> None:
    words = str((await minutes.state.get_data()).get("doubted", ""))
    council = open_council(minutes.turn, minutes.roles, button.record) if words else None
    item, dated = (asked(minutes, council), _dated(minutes, council)) if council else (None, None)
    day: date | None = read_limit(fold(words), minutes.turn.desk.day)
    if council is None:
        callback_answer.text = out_of_use(minutes.t)
    elif button.choice == "words" and item and asked_next(item) is Ask.WHAT:
        await answer(minutes, item, council, decision=words)
    elif button.choice == "day" and dated and day and day >= minutes.turn.desk.day:
        await answer(minutes, dated, council, due_on=day)
    else:
        await go_on(minutes, council)
