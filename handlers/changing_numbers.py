"""Somebody says the numbers of an activity: the one that is missing, or how they should be.

    Chen   今天入户走访独居老人，服务8人次
    bot    📝 A-10001-6 · 请核对一下 …
    bot    A-10001-6：一共多少户？                            跳过
    Chen   5
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 5 户 · 8 人次                           ✅ 对，记下 · 不对，改一下
    Chen   不对，改一下
    Chen   数字
    bot    A-10001-6：现在是 1 次 · 5 户 · 8 人次。应该是多少？比如：6户15人次
    Chen   6户15人次
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 6 户 · 15 人次

    Chen   不对，是7户                                        (unasked, under it or in reply to it)
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 7 户 · 15 人次                          ✅ 对，记下 · 不对，改一下

    Chen   (replying to the card) 改成10
    bot    A-10001-6：10 是哪个数？                           10 次 · 10 户 · 10 人次
    Chen   10 人次
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 7 户 · 10 人次

    Chen   刚才入户走访少写了一户                              (after the tap, whatever was told since)
    bot    (in the place of the card above) A-10001-6 改过了，看下面。
    bot    📝 A-10001-6 · 请核对一下
           🔢 1 次 · 8 户 · 10 人次                          ✅ 对，记下 · 不对，改一下

    Chen   今天入户走访2户，服务3000余人次
    bot    📝 A-10002-4 · 请核对一下 …
           ❔ “3000余人次”不是确切数字，没有记入
    bot    “3000余人次”不是确切数字，没有记入，请写实数。
           A-10002-4：一共多少人次？                          跳过
    Chen   就是3000余
    bot    A-10002-4：那就先不记这个数。以后有了准数，回复这条消息写上就行。

A unit that is not said stays as it was; 0 takes one away. What was there before stays in the history. A number
that nobody says, or says only about, stays out of its unit. What tells of another activity, or of a matter, is no
answer. What the station has returned hears its numbers (签到表是12人次) however long ago that was; of several it is
asked which is meant.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.activities import Stage, Unit
from fieldwork.buttons import Button
from fieldwork.letters import activities as telling_letters
from fieldwork.letters import asking_about_activities as letters
from fieldwork.letters import reporter
from fieldwork.letters.activities import counted
from fieldwork.letters.matter import REPORTER, subject
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from fieldwork.understanding.inexact import only_about
from fieldwork.understanding.reading import Reading
from fieldwork.understanding.units import Number
from handlers import correcting, meant, questions_over, recorded, telling
from handlers.hearing import spoken
from handlers.listening import listen
from handlers.meant import Meant
from handlers.overtaking import CORRECTING, DATING, OPEN, RENUMBERING
from handlers.reporting import ASKED, close_question
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn, home_of
from storage import activities, cards, outings, reports

BESIDE = 8  # characters beside the numbers that an answer may hold: 一共是…，不是…


class Said(NamedTuple):
    """Numbers with their units; or one without."""

    counts: dict[Unit, float]
    bare: float | None = None


class SaysNumbers(BaseFilter):
    """Numbers of an own activity, and hardly a word more. Hands on `of`, the activity meant, and `said`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        words = spoken(message)
        told = turn.desk.reader.correction(words) if words else None
        if told is None or not (told.counts or told.by or told.bare):
            return False
        of = await meant.meant(turn, message, person, state)
        said = _said(turn, of, words, home_of(roles)) if of and of.is_open else None
        return {"of": of, "said": said} if said else False


class SaysOnlyAbout(BaseFilter):
    """就是3000余: no number, where one is waited for. Hands on `of` and what was `written`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, state: FSMContext
    ) -> bool | dict[str, Any]:
        written = only_about(spoken(message))
        of = await meant.meant(turn, message, person, state) if written else None
        waited_for = of and of.is_open and (of.replied or of.prompt in (ASKED, RENUMBERING, CORRECTING))
        return {"of": of, "written": written} if waited_for else False


def _said(turn: Turn, of: Meant, words: str, home: list[str]) -> Said | None:
    """The numbers of an answer, if it is one: the less it was asked for, the less may stand beside them."""
    told, is_asked = turn.desk.reader.correction(words), bool(of.prompt) or of.replied
    if of.among and told.bare is not None:
        return Said({}, told.bare)
    if told.bare is not None:
        meant_so = is_asked and of.prompt not in (DATING, correcting.RELOCATING)
        return Said({}, told.bare) if meant_so or told.corrects else None
    reading = turn.desk.reader.read(words, home)
    other = reading.danger or reading.need or (reading.activity_kind and not told.corrects)
    waited_for = is_asked or (of.came_back and not _says_more(reading))
    if told.beside and (other or len(told.beside) > (BESIDE if waited_for else 0)):
        return None
    counts = {**told.counts, **_by_so_much(turn, of, told.by)}
    return Said({Unit(unit): float(number) for unit, number in counts.items()}) if counts else None


def _says_more(reading: Reading) -> bool:
    """Where or when it was, or what is the matter: something new, where nobody asked for it."""
    when = (reading.days_ago, reading.month_day, reading.weekday, reading.period)
    return bool(reading.place or reading.candidates or reading.categories) or any(x is not None for x in when)


def _by_so_much(turn: Turn, of: Meant, by: Mapping[str, Number]) -> dict[str, Number]:
    """少写了两户, of 5户, is 7户. There is none of which 多写了六户 would be said."""
    before = activities.counts(turn.session, of.report.serial)
    now = {unit: before.get(Unit(unit), 0) + more for unit, more in by.items()}
    return {unit: number for unit, number in now.items() if number >= 0}


def router() -> Router:
    changing = Router(name="changing numbers")
    changing.callback_query.register(wants_to_change, Tap("recount"))
    changing.callback_query.register(skipped, Tap("no_number"))
    changing.callback_query.register(unit_chosen, Tap("unit_is"))
    changing.callback_query.register(which_chosen, Tap("of_this"))
    changing.message.register(numbers_said, SaysNumbers())
    changing.message.register(left_out, SaysOnlyAbout())
    return changing


async def wants_to_change(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = correcting.own_open(turn, person, t, button, callback_answer)
    if report:
        told = counted(t, activities.counts(turn.session, report.serial))
        calls = outings.calls(turn.session, report.serial)
        turn.post(letters.asked_numbers(t, report, chat_of(query), told, calls))
        await listen(turn, state, RENUMBERING, report)


async def skipped(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """The number stays out: it is not guessed, and not asked for again."""
    report = own_report(turn, person, t, button, callback_answer)
    if report and report.question == "number":
        close_question(turn, t, telling.matter(turn, report), chat_of(query))
        telling.redraw(turn, report)
        await state.clear()


async def numbers_said(
    message: Message, turn: Turn, t: Translator, state: FSMContext, of: Meant, said: Said
) -> None:
    """The card comes again with the new numbers, and waits for the tap."""
    report, activity, chat = of.report, of.activity, message.chat.id
    units = _units(turn, of) if said.bare is not None else []
    if of.among:
        turn.post(letters.asked_which(t, _choices(turn, of, message), chat))
    elif activity.stage is Stage.ACCEPTED:
        await message.answer(telling_letters.is_settled(t, report.number))
    elif said.bare is not None and (len(units) != 1 or not _fits(units[0], said.bare)):
        turn.post(letters.asked_which_unit(t, activity, report, chat, said.bare, units))
        await listen(turn, state, RENUMBERING, report)
    else:
        counts = said.counts if said.bare is None else {units[0]: said.bare}
        await _take(turn, t, state, of, counts, chat)


def _choices(turn: Turn, of: Meant, message: Message) -> list[letters.Choice]:
    """Each that may be meant, with what the words make of its numbers."""
    told, choices = turn.desk.reader.correction(spoken(message)), list[letters.Choice]()
    for each in of.among:
        counts = {**told.counts, **_by_so_much(turn, each, told.by)}
        said = {Unit(unit): float(number) for unit, number in counts.items()}
        choices.append(
            (each.report, each.activity, activities.counts(turn.session, each.report.serial), said)
        )
    return choices


async def which_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """Of this one: its numbers are as they were said; where the button carries none, they are asked for."""
    report = correcting.own_open(turn, person, t, button, callback_answer)
    activity = recorded.of(turn, report) if report else None
    said = letters.unpacked(button.choice)
    if report is None or activity is None:
        return
    if not said:
        await wants_to_change(query, turn, person, t, button, callback_answer, state)
    elif button.version != activity.version:
        callback_answer.text = t.reporter("The numbers have changed since; please look at the card again.")
    else:
        questions_over.take_tapped(turn, query)
        await _take(turn, t, state, Meant(report, activity), said, chat_of(query))


def _units(turn: Turn, of: Meant) -> list[Unit]:
    """What a number without a unit may be of: the one that was asked for; else any that stands on the card."""
    lacks = recorded.lacking(turn, of.report)
    if lacks and of.to_question:
        return [lacks[0]]
    there = {*activities.counts(turn.session, of.report.serial), *([lacks[0]] if lacks else [])}
    return [unit for unit in Unit if unit in there]


def _fits(unit: Unit, value: float) -> bool:
    """Of hours alone there are halves."""
    return unit is Unit.HOURS or value % 1 == 0


async def unit_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """10 人次, of a 10 that came alone."""
    report = correcting.own_open(turn, person, t, button, callback_answer)
    activity = recorded.of(turn, report) if report else None
    name, _, value = button.choice.partition(":")
    known = {unit.name.lower(): unit for unit in Unit}
    if report is None or activity is None or name not in known or not value.isdecimal():
        return
    if button.version != activity.version:
        callback_answer.text = t.reporter("The numbers have changed since; please look at the card again.")
        return
    turn.post(letters.changed(t, report, chat_of(query)))
    await _take(turn, t, state, Meant(report, activity), {known[name]: float(value)}, chat_of(query))


async def _take(
    turn: Turn, t: Translator, state: FSMContext, of: Meant, said: dict[Unit, float], chat: int
) -> None:
    """Keeps the numbers; another one that is missing is asked for as it would have been at first."""
    report = of.report
    await state.clear()
    lacked = recorded.lacking(turn, report)
    asked = report.question in OPEN
    if asked:
        close_question(turn, t, telling.matter(turn, report), chat)
    before = activities.counts(turn.session, report.serial)
    now = {unit: number for unit, number in {**before, **said}.items() if number}
    if not asked and now == before:
        turn.post(letters.stands_so(t, report, chat).model_copy(update={"anew": True}))
        await listen(turn, state, CORRECTING, report)
        return
    recorded.recount(turn, report, of.activity, {unit: now[unit] for unit in Unit if unit in now})
    show_again(turn, t, report, chat)
    lacks = recorded.lacking(turn, report)
    if asked and lacks and lacked and lacks[0] is not lacked[0]:
        await ask_number(turn, t, state, report, chat, lacks)


async def ask_number(
    turn: Turn, t: Translator, state: FSMContext, report: Report, chat: int, lacks: tuple[Unit, str]
) -> None:
    """The one number that is missing, or was said only about."""
    reports.change(turn.session, report, question="number")
    turn.post(letters.asked_number(t, report, chat, *lacks).model_copy(update={"anew": True}))
    await listen(turn, state, ASKED, report)


async def left_out(
    message: Message, turn: Turn, t: Translator, state: FSMContext, of: Meant, written: str
) -> None:
    """Nobody knows it exactly: it is not invented. While numbers are being changed, that goes on."""
    report, chat = of.report, message.chat.id
    if report.question == "number":
        reports.change(turn.session, report, question="")
        turn.post(letters.stays_out(t, report, chat).model_copy(update={"anew": True}))
        telling.redraw(turn, report)
        await state.clear()
    else:
        await message.answer(letters.is_inexact(t, written))


def show_again(turn: Turn, t: Translator, report: Report, chat: int) -> None:
    """Every card is rewritten; the own one stands at the end of the chat, where the tap is asked for.

    What asked for it above has no buttons any more, and the card above no numbers: they are below.
    """
    card = subject(REPORTER, report.serial)
    above = None if cards.take_back(turn.session, card, chat) else cards.let_go(turn.session, card, chat)
    if above:
        turn.post(letters.stands_below(t, report, chat, above))
    told = telling.redraw(turn, report)
    questions_over.take_buttons(turn, report, chat)
    turn.post(reporter.card(t, told, chat).model_copy(update={"anew": True}))
