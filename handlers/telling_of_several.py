"""Somebody tells of several activities in one message: one list, one tap, and each is a record of its own.

    Chen   本周：
           1. 入户走访12次36户
           2. 宣讲2场85人次
    bot    📝 一共 2 项 · 请核对一下
           1. A-10001-6 · 入户走访 · 3月2日
           🔢 12 次 · 36 户
           2. A-10002-4 · 宣讲宣传 · 3月2日
           🔢 2 场 · 85 人次                          ✅ 都对，记下 · A-10001-6 · A-10002-4
    Chen   是90人次
    bot    是哪一项？点它的编号，再写应该是多少。      A-10001-6 · A-10002-4
    Chen   A-10002-4
    bot    📝 A-10002-4 · 请核对一下 …               ✅ 对，记下 · 不对，改一下
    bot    A-10002-4：哪里不对？                     种类 · 数字 · 日期 · …
    Chen   90人次
    Chen   第一项是11次
    bot    📝 A-10001-6 · 请核对一下 …
    Chen   都对
    bot    📋 一共 2 项 …
    bot    (to the social worker, without sound, each) A-10001-6 · 活动（待核实） …

What is plainly several is read in `fieldwork/understanding/several.py`; what speaks of danger stays one report, and
what was passed on until somebody says that it was theirs. With /bao and in a group it goes the same way, in private.
Nothing is asked about one of them: what is missing stands in its line.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.activities import Stage, Unit
from fieldwork.buttons import Button
from fieldwork.letters import amending, reporter
from fieldwork.letters import told_together as letters
from fieldwork.letters.asking_about_activities import stands_below
from fieldwork.letters.matter import REPORTER, subject
from fieldwork.people import Person, Role
from fieldwork.reports import Report, was_cut
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import amount
from fieldwork.understanding.reading import Reading
from handlers import (
    agreeing,
    changing_numbers,
    dispatching,
    languages,
    meant,
    overtaking,
    questions_over,
    recorded,
    replying,
    reporting,
    telling,
    told_together,
    visits_noted,
)
from handlers.enclosing import enclose, enclosed_in
from handlers.hearing import spoken
from handlers.listening import listen
from handlers.overtaking import CORRECTING
from handlers.tapping import Tap, chat_of, out_of_use, own_report
from handlers.telling_of_activities import CONFIRMS, confirm
from handlers.turn import Turn, chats_holding, home_of
from storage import activities, cards, reports

ALL = frozenset(
    {"都对", "都對", "全对", "全對", "都对，记下", "都對，記下", "都没错", "都沒錯", "都记下", "都記下", "all right"}
)  # fmt: skip
_NTH = re.compile(r"第(?P<nth>\d{1,2}|[一二三四五六七八九十]{1,2})(?:项|項|条|條|个|個)")
A_LINE = 20  # characters of words that put something right
LATEST = 16  # own reports among which what was told last is looked for: a list, and the needs found there


class TellsOfSeveral(BaseFilter):
    """Words that plainly tell of several activities, from somebody who may report. Hands on `reading`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        words = reporting.words_of(message)
        reading = turn.desk.reader.read(words, home_of(roles)) if roles and words else None
        several = reading is not None and reporting.tells_of_several(message, reading)
        return {"reading": reading} if several and not was_cut(words) else False


class MeansSeveral(BaseFilter):
    """Whoever told of several last, and some of them wait for the tap. Hands on `several`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, state: FSMContext
    ) -> bool | dict[str, Any]:
        several = self._spoken_of(turn, message, person) if person and self.fits(turn, message) else []
        waiting = [each for each in several if _is_draft(turn, each)]
        free = message.reply_to_message or await meant.is_free(turn, message, state)
        return {"several": several} if waiting and (free or spoken(message) in ALL) else False

    def _spoken_of(self, turn: Turn, message: Message, person: Person) -> list[Report]:
        """What a reply to the list, or to the message itself, is of; else what was told of last."""
        if message.reply_to_message is None:
            return _told_last(turn, person)
        card = replying.card_replied_to(turn, message)
        own = replying.own_replied_to(turn, message, person)
        if own is not None:
            return [] if card else told_together.of(turn, own)
        first = reports.by_serial(turn.session, letters.first_of(card))
        mine = first is not None and first.reporter_id == person.id
        return told_together.of(turn, first) if first and mine else []

    def fits(self, turn: Turn, message: Message) -> bool:
        """Whether the words confirm: 都对; 对, too, while none of them stands apart."""
        return spoken(message).lower() in ALL | CONFIRMS


class CorrectsSome(MeansSeveral):
    """是90人次, with nothing beside it: of which of them is not said."""

    def fits(self, turn: Turn, message: Message) -> bool:
        words = spoken(message)
        said = turn.desk.reader.correction(_NTH.sub("", words)) if words else None
        if said is None or (said.beside and not said.corrects):
            return _denies(turn, words)
        return _denies(turn, words) or bool(
            said.counts or said.by or (said.bare is not None and said.corrects)
        )


def _denies(turn: Turn, words: str) -> bool:
    """不对，是昨天的, which is no report by itself."""
    if not words.startswith(("不对", "不對", "不是", "错了", "錯了")) or len(words) > A_LINE:
        return False
    reading = turn.desk.reader.read(words)
    return not (reading.danger or reading.need or reading.categories)


def router() -> Router:
    several = Router(name="telling of several")
    several.callback_query.register(confirmed, Tap("confirm_all"))
    several.callback_query.register(looks_at_one, Tap("one_of_them"))
    several.message.register(confirmed_in_words, MeansSeveral())
    several.message.register(corrects_some, CorrectsSome())
    several.message.register(told, TellsOfSeveral())
    return several


def _told_last(turn: Turn, person: Person) -> list[Report]:
    """What came of the last message that told of activities, if those are several."""
    own = reports.of_reporter(turn.session, person.id, limit=LATEST)
    last = next((each for each in own if recorded.of(turn, each)), None)
    return told_together.of(turn, last) if last else []


def _is_draft(turn: Turn, report: Report) -> bool:
    activity = recorded.of(turn, report)
    return activity is not None and activity.stage is Stage.DRAFT


# -- it is told -------------------------------------------------------------------------------------


async def told(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, reading: Reading,
    state: FSMContext,
) -> None:  # fmt: skip
    """Each is a report of its own, with its own words; the list shows all of them."""
    several = filed(turn, person, roles, message, reading)
    await introduce(message, turn, person, roles, t, reading, several, state)


def filed(turn: Turn, person: Person, roles: list[Role], message: Message, reading: Reading) -> list[Report]:
    """Keeps each of them as a report under its number, which its station hears of."""
    home, chat = home_of(roles), message.chat.id
    several = [_filed(turn, person, home, message.date, chat, *each) for each in _each(turn, reading, home)]
    reporting.worded(turn, several[0], message, "sent")
    _enclose(turn, several, message)
    told_together.note(turn, several)
    for report in several:
        visits_noted.told_in(turn, report, person, roles)
        reporting.ring_for_new(turn, telling.matter(turn, report))
    return several


async def introduce(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, reading: Reading,
    several: list[Report], state: FSMContext,
) -> None:  # fmt: skip
    """Shows them as one list in the message's chat, with the one question."""
    chat, read = message.chat.id, [one for _, one in _each(turn, reading, home_of(roles))]
    turn.post(letters.listed(t, several[0], [telling.matter(turn, report) for report in several], chat))
    await overtaking.overtake_what_was_asked(turn, person, several[0], state)
    await _ask(message, turn, person, roles, t, several, read[0], state)
    for report, one in zip(several, read, strict=True):
        reporting.file_beside(turn, t, person, roles, report, one, chat)


def _each(turn: Turn, reading: Reading, home: list[str]) -> list[tuple[str, Reading]]:
    """The words of each activity, and what they say by themselves."""
    return [(words, turn.desk.reader.read(words, home)) for words in reading.several]


def _filed(
    turn: Turn, person: Person, home: list[str], sent_at: datetime, chat: int, words: str, reading: Reading
) -> Report:
    """One of them; where it was is asked once, of the first."""
    report = reporting.draw_up(turn, person, home, reading, words, sent_at)
    routing = dispatching.route(turn, report, home)
    where = report.question
    reports.file(turn.session, report, chat, None)
    reporting.note_new(turn, report, routing)
    recorded.record(turn, report, reading)
    if report.question != where:
        reports.change(turn.session, report, question=where)
    return report


def part(
    turn: Turn,
    person: Person,
    home: list[str],
    t: Translator,
    report: Report,
    words: Sequence[str],
    chat: int,
) -> None:
    """What was noted as one, while it was not known whose it was, is several after all."""
    first, *others = [(said, turn.desk.reader.read(said, home)) for said in words]
    reports.change(turn.session, report, text=first[0])
    recorded.read_again(turn, report, first[1])
    several = [report, *(_filed(turn, person, home, report.sent_at, chat, *other) for other in others)]
    told_together.note(turn, several)
    card = subject(REPORTER, report.serial)
    above = None if cards.take_back(turn.session, card, chat) else cards.let_go(turn.session, card, chat)
    if above:
        turn.post(stands_below(t, report, chat, above))
    for other in several[1:]:
        reports.change(turn.session, other, question="")
        reporting.ring_for_new(turn, telling.matter(turn, other))


def _enclose(turn: Turn, several: list[Report], message: Message) -> None:
    """A photo lies with the first of them that wants photos; so does the rest of its album."""
    if enclosed_in(message) is None:
        return
    report = told_together.carrier(turn, several)
    if message.media_group_id:
        reports.change(turn.session, report, album=message.media_group_id)
    enclose(turn, report, message)


async def _ask(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, several: list[Report],
    reading: Reading, state: FSMContext,
) -> None:  # fmt: skip
    """The one question that may be open, where all of them were; else what is asked of nobody twice."""
    first, *others = several
    for other in others:
        if other.question:
            reports.change(turn.session, other, question="")
    agreeing.ask(turn, t, person, roles, 0.0)
    if first.question:
        await reporting.ask(
            turn, t, telling.matter(turn, first), reading, home_of(roles), message.chat.id, state
        )
    else:
        languages.offer(turn, person, t, message)


# -- they are right, or one of them is not ----------------------------------------------------------


async def confirmed(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """All that waits for the tap is right as it stood on the list."""
    report = own_report(turn, person, t, button, callback_answer)
    several = told_together.of(turn, report) if report else []
    if report is None:
        return
    if not several:
        callback_answer.text = out_of_use(t)
    elif not any(_is_draft(turn, each) for each in several):
        callback_answer.text = t.reporter("It is noted already.")
        telling.redraw(turn, report)
    elif button.version != letters.version([telling.matter(turn, each) for each in several]):
        callback_answer.text = t.reporter("The numbers have changed since; please look at the card again.")
        telling.redraw(turn, report)
    else:
        await _confirm_all(turn, several, chat_of(query), state)
        callback_answer.text = t.reporter("Noted, thank you.")


async def confirmed_in_words(
    message: Message, turn: Turn, t: Translator, several: list[Report], state: FSMContext
) -> None:
    """Typed instead of tapped; 对 is of the one that was opened, if one was."""
    opened = [
        each for each in several if _is_draft(turn, each) and _stands_apart(turn, each, message.chat.id)
    ]
    alone = len(opened) == 1 and spoken(message).lower() not in ALL
    await _confirm_all(turn, opened if alone else several, message.chat.id, state)
    await message.answer(t.reporter("Noted, thank you."))


def _stands_apart(turn: Turn, report: Report, chat: int) -> bool:
    """Whether it has a card of its own in a chat."""
    return chat in chats_holding(turn, subject(REPORTER, report.serial))


async def _confirm_all(turn: Turn, several: list[Report], chat: int, state: FSMContext) -> None:
    for report in several:
        activity = recorded.of(turn, report)
        if activity and activity.stage is Stage.DRAFT:
            await overtaking.is_done(state, report)
            confirm(turn, report, activity)
            questions_over.take_buttons(turn, report, chat)
            telling.redraw(turn, report)


async def looks_at_one(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """Its own card; and what is not right about it, as long as it waits for the tap."""
    report = own_report(turn, person, t, button, callback_answer)
    if report is None:
        return
    chat = chat_of(query)
    turn.post(
        reporter.card(t, telling.matter(turn, report), chat).model_copy(update={"anew": True, "alone": True})
    )
    if _is_draft(turn, report):
        turn.post(amending.asked_what_is_wrong(t, report, chat).model_copy(update={"anew": True}))
        await listen(turn, state, CORRECTING, report)


async def corrects_some(message: Message, turn: Turn, t: Translator, several: list[Report]) -> None:
    """Words that may be of any of them are of none until it is said of which."""
    words, chat = spoken(message), message.chat.id
    said = turn.desk.reader.correction(_NTH.sub("", words))
    report = _meant(turn, several, words, said.kind)
    activity = recorded.of(turn, report) if report else None
    if report is None or activity is None or not said.counts:
        turn.post(letters.asked_which(t, [telling.matter(turn, each) for each in several], chat))
        return
    counts = activities.counts(turn.session, report.serial)
    counts |= {Unit(unit): float(number) for unit, number in said.counts.items()}
    recorded.recount(turn, report, activity, {unit: counts[unit] for unit in Unit if counts.get(unit)})
    changing_numbers.show_again(turn, t, report, chat)


def _meant(turn: Turn, several: list[Report], words: str, kind: str | None) -> Report | None:
    """第三项 is the third; 宣讲是90人次 the only one of its kind."""
    nth = _NTH.search(fold(words))
    if nth:
        place = int(amount(nth["nth"]) or 0) - 1
        found = several[place : place + 1] if place >= 0 else []
    else:
        found = [each for each in several if _is_of_kind(turn, each, kind)]
    return found[0] if len(found) == 1 and _is_draft(turn, found[0]) else None


def _is_of_kind(turn: Turn, report: Report, kind: str | None) -> bool:
    activity = recorded.of(turn, report)
    return activity is not None and activity.kind.value == kind
