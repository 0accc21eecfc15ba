"""Somebody says in words what is not right about an activity: the day, the place, the kind, the numbers.

    Chen   不对，改一下
    bot    A-10001-6：哪里不对？          种类 · 数字 · 日期 · 地点 · 照片 · 归到项目… · 这是要解决的问题 · 不用管了
    Chen   是昨天的，在5栋
    bot    A-10001-6：改好了。
    bot    📝 A-10001-6 · 请核对一下
           📍 凤城街道西湖社区西湖花园5号楼
           📝 入户走访 · 3月1日 …
    Chen   不对，改一下
    Chen   是清扫不是走访
    bot    📝 环境整治 · 3月1日 …

Words by which nothing would be put right change nothing, and say so; a question corrects nothing either.
What is a report by itself stays one; what says nothing of all this is `saying_something_else`. The same words in
reply to the card need no tap before them.
"""

import re
from datetime import date
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.activities import ActivityKind, Stage, Unit
from fieldwork.asking_after import asks
from fieldwork.letters import activities as telling_letters
from fieldwork.letters import amending
from fieldwork.letters import asking_about_activities as letters
from fieldwork.letters.activities import kind_named
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from fieldwork.understanding.corrections import numbers
from fieldwork.understanding.reading import Reading
from handlers import correcting, dispatching, meant, recorded, telling
from handlers.changing_days import day_said
from handlers.changing_numbers import show_again
from handlers.hearing import spoken
from handlers.listening import listen
from handlers.meant import Meant
from handlers.overtaking import CORRECTING, DATING, OPEN, RENUMBERING
from handlers.reporting import close_question, goes_without_place
from handlers.turn import Turn, home_of
from storage import activities

A_WORD = 4  # characters beside all that was understood
ASKED_IN_WORDS = (CORRECTING, RENUMBERING, DATING)
HEARS = (*ASKED_IN_WORDS, correcting.RELOCATING)  # where any words may be a place, so none are wrong
_NOT = re.compile(r"(?:不是|没在|不在)(?:(?!而?是|应该|在)[^,，。;；])+")
_FILLING = re.compile(
    r"不对|[写说搞记弄]?错了?|改[成为到]?|应该|[是在去到的了啊吧呢哦呀,，。.、:：!！]|那天|当天|地点|日期|时间|种类|类型|活动|而|才|做|搞"
    r"|大?前[天日]|[今昨][天日早晚]|(?:\d+|[一二三四五六七八九十]+)月(?:\d+|[一二三四五六七八九十]+)[日号]?"
    r"|上?个?(?:周|星期|礼拜)[一二三四五六日天]|[早中下上]午|晚上|\s"
)


class Correction(NamedTuple):
    """What an answer says otherwise than the card; empty where it says nothing of that."""

    counts: dict[Unit, float]
    day: date | None
    kind: ActivityKind | None
    reading: Reading  # of the words without what they deny
    place: bool  # whether they name one


class Corrects(BaseFilter):
    """Words that say what should stand on an activity's card. Hands on `of`, the activity meant, and `said`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator,
        state: FSMContext,
    ) -> bool | dict[str, Any]:  # fmt: skip
        words = spoken(message)
        of = await meant.meant(turn, message, person, state) if words and not asks(words) else None
        if of is None or not of.is_open or not (of.replied or of.prompt in HEARS or _denies(words)):
            return False
        said = read(turn, t, of, words, home_of(roles))
        return {"of": of, "said": said} if said else False


def _denies(words: str) -> bool:
    """不对，是昨天的: said of the newest activity without being asked."""
    return words.startswith(("不对", "不對", "不是", "错了", "錯了"))


def is_by_itself(turn: Turn, of: Meant, reading: Reading, words: str) -> bool:
    """A report: a matter at a place, danger, an activity of another kind; or one with a matter beside it."""
    if reading.danger or reading.need:
        return True
    if reading.kind == "activity":
        other = reading.activity_kind not in (None, of.activity.kind.value)
        return bool(reading.counts) and other and not turn.desk.reader.correction(words).corrects
    return bool(reading.categories) and not goes_without_place(reading)


def read(turn: Turn, t: Translator, of: Meant, words: str, home: list[str]) -> Correction | None:
    """What words correct, if they say little else."""
    if is_by_itself(turn, of, turn.desk.reader.read(words, home), words):
        return None
    stands = _NOT.sub("", words)
    reading = turn.desk.reader.read(stands, home)
    kind = _kind(turn, t, stands.strip("，,。 是"))
    counts = {Unit(unit): float(number) for unit, number in turn.desk.reader.correction(words).counts.items()}
    day = day_said(turn, stands)
    place = reading.place is not None or bool(reading.candidates) or bool(reading.named and reading.building)
    said = Correction(counts, day if day and day <= turn.desk.day else None, kind, reading, place)
    if of.prompt == correcting.RELOCATING and (place or not said.day):
        return None  # what is asked for: 培训中心 is a place there
    if not (said.day or said.kind or said.place) or (reading.categories and not kind):
        return None  # numbers alone are for `changing_numbers`
    whole = reading.kind == "activity" and reading.counts  # the sentence once more, as it should have been
    return said if whole or len(_left(turn, reading, kind)) <= A_WORD else None


def _kind(turn: Turn, t: Translator, words: str) -> ActivityKind | None:
    """By its name, or by a word of it."""
    named = {kind_named(t, kind): kind for kind in ActivityKind}.get(words)
    found = turn.desk.reader.activity_kind(words)
    return named or (ActivityKind(found) if found else None)


def _left(turn: Turn, reading: Reading, kind: ActivityKind | None) -> str:
    """What stands beside place, day and numbers; of a kind its own words do."""
    beside = _FILLING.sub("", numbers(reading.words_left, turn.desk.reader.counts).beside)
    return beside[4:] if kind else beside


def router() -> Router:
    correcting_ = Router(name="correcting activities")
    correcting_.message.register(corrected, Corrects())
    return correcting_


async def corrected(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext, of: Meant,
    said: Correction,
) -> None:  # fmt: skip
    """Everything that was said at once; then the card again, which asks for the tap."""
    report, chat = of.report, message.chat.id
    if of.activity.stage is Stage.ACCEPTED:
        await message.answer(telling_letters.is_settled(t, report.number))
        return
    if said.place and said.reading.candidates:
        places = [(code, turn.desk.network.path(code)) for code in said.reading.candidates[:5]]
        turn.post(amending.asked_which_place(t, report, chat, places).model_copy(update={"anew": True}))
        return
    if not _differs(turn, of, said):
        turn.post(letters.stands_so(t, report, chat).model_copy(update={"anew": True}))
        await listen(turn, state, CORRECTING, report)
        return
    await state.clear()
    if report.question in OPEN and (said.kind or said.counts):
        close_question(turn, t, telling.matter(turn, report), chat)
    _change(turn, of, said)
    if said.place:
        place, named, door = _where(turn, report, said)
        found = {"place": place, "named": named, "door": door}
        correcting.amend(turn, t, report, roles, chat, "place", message.text or "", **found)
    else:
        turn.post(letters.changed(t, report, chat))
    show_again(turn, t, report, chat)


def _differs(turn: Turn, of: Meant, said: Correction) -> bool:
    """Whether anything is said otherwise than it stands on the card."""
    report, activity = of.report, of.activity
    before = activities.counts(turn.session, report.serial)
    return (
        (said.kind is not None and said.kind is not activity.kind)
        or any(before.get(unit, 0) != number for unit, number in said.counts.items())
        or (said.day is not None and (said.day != activity.held_on or activity.held_until is not None))
        or (said.place and _where(turn, report, said) != (report.place, report.named, report.door))
    )


def _where(turn: Turn, report: Report, said: Correction) -> tuple[str | None, str, str]:
    """Where it was, as it is said now."""
    return said.reading.place or report.place, said.reading.named, dispatching.door_of(said.reading)


def _change(turn: Turn, of: Meant, said: Correction) -> None:
    """Kind, numbers, day; what is said already stays as it is."""
    report, activity = of.report, of.activity
    if said.kind and said.kind is not activity.kind:
        recorded.rekind(turn, report, activity, said.kind)
    if said.counts:
        before = activities.counts(turn.session, report.serial)
        now = {unit: number for unit, number in {**before, **said.counts}.items() if number}
        recorded.recount(turn, report, activity, {unit: now[unit] for unit in Unit if unit in now})
    if said.day and (said.day != activity.held_on or activity.held_until):
        recorded.redate(turn, report, said.day)
