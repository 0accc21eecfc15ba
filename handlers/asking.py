"""A station asks the reporter one thing, and any message of theirs answers it: 待补充.

    Wang   更多
    bot    N-10001-6：要做什么？                         ❓ 问上报人一句
    Wang   问上报人一句
    bot    N-10001-6：想问什么？点一句，或者直接写。      具体是几栋、几单元、几楼？ · 是从什么时候开始的？
    Wang   是从什么时候开始的？
    bot    ❓ N-10001-6：问过了，等上报人回答，最多等5天。
    bot    (to Chen) ❓ N-10001-6 · 西湖站王慧敏想问一下：
           是从什么时候开始的？
           直接在这里回答就行，也可以发照片。
    Chen   昨天晚上
    bot    N-10001-6：加上了，西湖站也看得到。
    bot    (to Wang) 📨 N-10001-6，陈桂芳回答：
           昨天晚上                                      💬 回复

The report waits meanwhile, five days at most; the station may go on without the answer. A matter of its own
elsewhere is no answer: it becomes a report, and the question stays open.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import asking as letters
from fieldwork.people import Person, Role
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from handlers import adding, dispatching, replying, stepping, telling
from handlers.enclosing import PARTS, enclosed_in
from handlers.hearing import Holds
from handlers.listening import Listening, listen, speaks_of_another
from handlers.reporting import words_of
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, home_of, voice
from storage import reports

WORDING = "asking"  # the state of somebody who says what the reporter is to be asked
NO_ANSWER = ("greeting", "question", "notice")  # what people write that answers nothing
POLITE = ("谢", "謝", "thank")


class AnswersStation(BaseFilter):
    """Any message of somebody of whom a station waits for an answer. Hands on `report`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        if person is None or person.asked_serial is None or await _goes_on_with_album(message, state):
            return False
        report = reports.by_serial(turn.session, person.asked_serial)
        if report is None or report.state is not State.NEEDS_INFO or report.reporter_id != person.id:
            return False
        if not (words_of(message) or enclosed_in(message)):
            return False
        says_nothing = _says_nothing(turn, message, roles)
        return (
            False if says_nothing or speaks_of_another(turn, message, report, roles) else {"report": report}
        )


async def _goes_on_with_album(message: Message, state: FSMContext) -> bool:
    data = await state.get_data() if message.media_group_id else {}
    return bool(data) and data.get("album") == message.media_group_id


def _says_nothing(turn: Turn, message: Message, roles: list[Role]) -> bool:
    """A greeting, a thank-you, a question about the bot."""
    words = words_of(message)
    chatter = turn.desk.reader.read(words, home_of(roles)).chatter if words else ""
    thanks = chatter == "thanks" and any(polite in words.lower() for polite in POLITE)
    return not enclosed_in(message) and (chatter in NO_ANSWER or thanks)


def router() -> Router:
    stations, reporters = Router(name="asking_stations"), Router(name="asking_reporters")
    stations.callback_query.register(wants_to_ask, Tap("ask"))
    stations.callback_query.register(asked, Tap("ask_this"))
    stations.callback_query.register(goes_on, Tap("go_on"))
    stations.message.register(asked_in_own_words, Holds("text"), Listening(WORDING, here=True))
    reporters.message.register(answered, Holds("text", *PARTS), AnswersStation())
    asking = Router(name="asking")
    asking.include_routers(stations, reporters)
    return asking


# -- the station --------------------------------------------------------------------------------------


async def wants_to_ask(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    if not stepping.allows(tapped, "ask"):
        return
    if why := replying.cannot_be_told(turn, tapped.t, report):
        tapped.says(why)
        return
    told = telling.matter(turn, report, additions=False)
    turn.post(letters.asked_what_to_ask(tapped.t, told, tapped.chat).model_copy(update={"anew": True}))
    await listen(turn, tapped.state, WORDING, report)


async def asked(_query: CallbackQuery, tapped: Tapped) -> None:
    if tapped.button.choice not in letters.QUESTIONS:
        tapped.out_of_use()
        return
    receiver = telling.reporter_of(tapped.turn, tapped.report)
    t = voice(tapped.turn, receiver) if receiver else tapped.t
    if why := _ask(tapped.turn, tapped.t, tapped.report, tapped.person, tapped.roles, tapped.chat,
                   letters.question_named(t, tapped.button.choice)):  # fmt: skip
        tapped.says(why)
    await tapped.state.clear()


async def asked_in_own_words(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    if why := _ask(turn, t, report, person, roles, message.chat.id, words_of(message)):
        await message.answer(why)


def _ask(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int, words: str
) -> str:
    """Puts the question, and waits; gives the sentence why not, where that cannot be."""
    receiver, days = telling.reporter_of(turn, report), turn.desk.rules.limits.needs_info_days
    if why := replying.cannot_be_told(turn, t, report):
        return why
    verdict = stepping.take(turn, report, "ask", person, roles, reason=words, before=report.state,
                            waits_for=words)  # fmt: skip
    if not verdict or receiver is None or receiver.account is None:
        return stepping.why_not(turn, t, report, person, verdict.hindrance)
    told = telling.matter(turn, report, additions=False)
    turn.post(letters.question(voice(turn, receiver), told, receiver.account, person.name, words))
    turn.post(letters.is_asked(t, told, chat, days))
    return ""


async def goes_on(_query: CallbackQuery, tapped: Tapped) -> None:
    """The station waits no longer."""
    turn, report = tapped.turn, tapped.report
    verdict = stepping.take(turn, report, "answer", tapped.person, tapped.roles, **adding.ANSWERED)
    if verdict:
        tapped.says(tapped.t.staff("It goes on."))
        dispatching.look_after(turn, report)
    else:
        stepping.refuse(tapped, verdict)


def waited_enough(turn: Turn, report: Report) -> None:
    """Its day has come without an answer: it goes on with what there is, and who asked hears so."""
    days, asker = turn.desk.rules.limits.needs_info_days, adding.who_asked(turn, report)
    if not stepping.by_clock(turn, report, "answer", **adding.ANSWERED):
        return
    if asker and asker.account:
        told = telling.matter(turn, report, additions=False)
        turn.post_by_day(letters.not_answered(voice(turn, asker), told, asker.account, days))
    dispatching.look_after(turn, report)


# -- the reporter -------------------------------------------------------------------------------------


async def answered(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, report: Report,
    state: FSMContext,
) -> None:  # fmt: skip
    """What names a matter of its own can be parted again."""
    names_a_matter = bool(turn.desk.reader.read(words_of(message), home_of(roles)).categories)
    await adding.add(message, turn, person, t, report, state, joined=names_a_matter)
