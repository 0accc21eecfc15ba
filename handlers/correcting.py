"""Somebody says what is not right about an own report.

    Chen   不对，改一下
    bot    N-10001-6：哪里不对？               类别 · 地点 · 紧急程度 · 我说的话 · 不用管了
    Chen   地点
    bot    N-10001-6：请写出地点，小区和楼栋就行。
    Chen   5号楼
    bot    N-10001-6：改好了。

The raw words are never overwritten: a correction stands beside them, and every change is an event.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import life
from fieldwork.buttons import Button
from fieldwork.letters import activities, amending
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, State, Urgency
from fieldwork.texts import Translator
from handlers import (
    dispatching,
    following,
    gathering,
    grading,
    needs_beside,
    overtaking,
    recorded,
    stepping,
    telling,
    telling_deciders,
)
from handlers.finding_a_need import is_a_need
from handlers.hearing import Holds
from handlers.judging import follow
from handlers.listening import Listening, listen
from handlers.overtaking import CORRECTING
from handlers.reporting import ask_about_danger
from handlers.signing import make_most_urgent
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn, home_of
from storage import reports

RELOCATING = "relocating"  # the state of somebody who was asked for the place
REWORDING = "rewording"  # the state of somebody who was asked for better words
SORTING = "sorting"  # the state of somebody who was asked what it is about
A_FEW = 10  # characters that name a category; more is a report by itself
AMENDABLE = (State.NOTED, State.NEEDS_INFO, State.RETURN_PENDING, *reports.UNSIGNED, *reports.AT_WORK)


class NamesCategory(BaseFilter):
    """A few words that name a kind of matter and no place: no report by itself. Hands on `category`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        words = (message.text or "").strip()
        reading = turn.desk.reader.read(words, home_of(roles))
        named = reading.categories and not reading.place and len(words) <= A_FEW
        return {"category": reading.categories[0]} if named else False


def router() -> Router:
    correcting = Router(name="correcting")
    correcting.callback_query.register(wants_to_amend, Tap("amend"))
    correcting.callback_query.register(part_chosen, Tap("part"))
    correcting.callback_query.register(field_of_work_chosen, Tap("field"))
    correcting.callback_query.register(category_chosen, Tap("category"))
    correcting.callback_query.register(urgency_chosen, Tap("urgency"))
    correcting.callback_query.register(place_chosen, Tap("there"))
    correcting.message.register(place_written, Listening(RELOCATING, *AMENDABLE), Holds("text"))
    correcting.message.register(category_written, Listening(SORTING, *AMENDABLE), NamesCategory())
    correcting.message.register(reworded, Listening(REWORDING, *AMENDABLE), Holds("text"))
    return correcting


def own_open(
    turn: Turn, person: Person | None, t: Translator, button: Button, answer: CallbackAnswer
) -> Report | None:
    """The report behind a tap, if it is one's own and can still be changed; else the sentence is set."""
    report = own_report(turn, person, t, button, answer)
    if report and report.state not in AMENDABLE:
        answer.text = t.reporter(
            "{number} is finished; write a new message if there is more.", number=report.number
        )
        return None
    if report and (stage := recorded.settled(turn, report)):
        answer.text = activities.is_settled(t, report.number, stage)
        return None
    return report


async def wants_to_amend(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_open(turn, person, t, button, callback_answer)
    if report:
        asked = amending.asked_what_is_wrong(t, report, chat_of(query))
        turn.post(asked.model_copy(update={"anew": True}))  # an earlier one stands far above
        if recorded.of(turn, report):  # of an activity it may be said in words: `correcting_activities`
            await listen(turn, state, CORRECTING, report)


async def part_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_open(turn, person, t, button, callback_answer)
    if report is None or person is None:
        return
    chat = chat_of(query)
    match button.choice:
        case "category":
            await listen(turn, state, SORTING, report)
            turn.post(amending.asked_category(t, report, chat, _likely(turn, report)))
        case "urgency":
            turn.post(amending.asked_urgency(t, report, chat))
        case "need":
            await overtaking.is_done(state, report)
            if is_a_need(turn, report, person.id, "reporter"):
                turn.post(amending.amended(t, report, chat))
        case "place":
            await listen(turn, state, RELOCATING, report)
            turn.post(amending.asked_place(t, report, chat))
        case "words":
            await listen(turn, state, REWORDING, report)
            turn.post(amending.asked_words(t, report, chat))
        case _:
            await overtaking.is_done(state, report)
            withdraw(turn, t, report, person, chat)


def _likely(turn: Turn, report: Report) -> list[str]:
    """The likeliest categories, what the words suggest first, then the neighbours of what was understood."""
    read = list(turn.desk.reader.read(report.words or report.text).categories)
    beside = [
        leaf.code for leaf in turn.desk.words.leaves_of((report.category or "governance").partition(".")[0])
    ]
    return [code for code in dict.fromkeys([*read, *beside]) if code != report.category][:5]


async def field_of_work_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """其他…: the fields of work, six at a time; then the leaves of one."""
    report = own_open(turn, person, t, button, callback_answer)
    if report is None:
        return
    top, _, page = button.choice.partition("/")
    words = turn.desk.words
    codes = [leaf.code for leaf in words.leaves_of(top)] if top else [each.code for each in words.tops]
    turn.post(amending.asked_category_page(t, report, chat_of(query), top, codes, int(page or 0)))


async def category_written(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext, report: Report,
    category: str,
) -> None:  # fmt: skip
    """Typed instead of tapped."""
    await state.clear()
    amend(turn, t, report, roles, message.chat.id, "category", message.text or "", category=category)


async def category_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_open(turn, person, t, button, callback_answer)
    if report and turn.desk.words.category(button.choice):
        if await state.get_state() == SORTING:
            await state.clear()
        if _is_so(t, report, callback_answer, category=button.choice):
            return
        amend(turn, t, report, roles, chat_of(query), "category", button.choice, category=button.choice)


async def urgency_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = own_open(turn, person, t, button, callback_answer)
    if report is None or person is None or _is_so(t, report, callback_answer, urgency=button.choice):
        return
    if button.choice == Urgency.T0:
        told = make_most_urgent(turn, report, person, "reporter")
        turn.post(amending.amended_to_most_urgent(t, told, chat_of(query)))
    elif button.choice in tuple(Urgency):
        amend(
            turn, t, report, roles, chat_of(query), "urgency", button.choice, urgency=Urgency(button.choice)
        )


async def place_written(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext, report: Report
) -> None:
    """A typed place: one that fits is taken, several are asked, none is kept as it was written."""
    words = (message.text or "").strip()
    reading = turn.desk.reader.read(words, home_of(roles))
    if reading.candidates:
        places = [(code, turn.desk.network.path(code)) for code in reading.candidates[:5]]
        turn.post(amending.asked_which_place(t, report, message.chat.id, places))
        return
    await state.clear()
    named = reading.named or ("" if reading.place else words)
    found = {"place": reading.place or report.place, "named": named,
             "door": dispatching.door_of(reading)}  # fmt: skip
    amend(turn, t, report, roles, message.chat.id, "place", words, **found)
    await ask_about_danger(turn, t, report, words, message.chat.id, state)


async def place_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_open(turn, person, t, button, callback_answer)
    if report and button.choice in turn.desk.network.places:
        await state.clear()
        found = {"place": button.choice, "named": "", "door": ""}
        if _is_so(t, report, callback_answer, **found):
            return
        amend(turn, t, report, roles, chat_of(query), "place", button.choice, **found)


def _is_so(t: Translator, report: Report, callback_answer: CallbackAnswer, **wanted: str) -> bool:
    """Whether it stands so already: a finger that comes down twice puts nothing right twice."""
    if any(getattr(report, part) != value for part, value in wanted.items()):
        return False
    callback_answer.text = t.reporter("It stands so already.")
    return True


async def reworded(
    message: Message, turn: Turn, roles: list[Role], t: Translator, state: FSMContext, report: Report
) -> None:
    words = message.text or ""
    await state.clear()
    amend(turn, t, report, roles, message.chat.id, "words", words, words=words)
    await ask_about_danger(turn, t, report, words, message.chat.id, state)


def amend(
    turn: Turn,
    t: Translator,
    report: Report,
    roles: list[Role],
    chat: int,
    part: str,
    said: str,
    **changed: Any,
) -> None:
    """Changes one part, notes it, sends the report again where that is due, and says so."""
    _change(turn, report, home_of(roles), part, said, changed)
    turn.post(amending.amended(t, report, chat))


def relocate(turn: Turn, report: Report, home: list[str], said: str, **where: Any) -> None:
    """It lies elsewhere, as its reporter has said of all that they came upon there."""
    _change(turn, report, home, "place", said, where)


def _change(
    turn: Turn, report: Report, home: list[str], part: str, said: str, changed: dict[str, Any]
) -> None:
    before = needs_beside.where(report)
    reports.change(turn.session, report, **changed)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step=f"amended_{part}",
                                     actor_id=report.reporter_id, role="reporter", reason=said))  # fmt: skip
    grading.look_again(turn, report)
    told = dispatching.route_again(turn, report, home)
    telling.tell_handler(turn, told, said if part in ("words", "place") else "")
    if part == "place":
        needs_beside.follow(turn, report, before, home)


def withdraw(turn: Turn, t: Translator, report: Report, person: Person, chat: int) -> None:
    """The reporter takes it back."""
    steps = life.steps_to("withdraw", report)
    if steps and reports.walk(turn.session, report, steps, at=turn.now, actor=person.id, role="reporter"):
        stepping.lapse(turn, report)
        following.keep_up(turn, report)
        follow(turn, report, person.id, "reporter")
        telling.redraw(turn, report)
        telling_deciders.tell_decided(turn, report)
        gathering.count_again(turn, report, report.rung_id)
        turn.post(amending.withdrawn(t, report, chat))
