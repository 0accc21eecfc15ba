"""The reporter says whether it is really solved (回访).

    bot    🛠 N-10001-6 处理好了。
           西湖站王慧敏：已清理干净
           真的解决了吗？                              解决了 · 解决了一部分 · 还没解决
    Chen   解决了
    bot    🙏 N-10001-6：谢谢您。对处理结果满意吗？        满意 · 基本满意 · 不满意
    Chen   满意
    bot    🙏 N-10001-6：谢谢，记下了。

"还没解决" opens it again, for another person where there is one. Each answer takes the place of the question
before it. It may be typed as well: Telegram forgets a press that a bot missed for some minutes, and keeps
words for a day.
"""

from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import life
from fieldwork.buttons import Button
from fieldwork.letters import calling_back
from fieldwork.letters.matter import CALLBACK, subject
from fieldwork.people import Person
from fieldwork.reports import Event, Report, ReportKind, State
from fieldwork.texts import Translator
from handlers import listing, reopening, stepping, telling
from handlers.hearing import spoken
from handlers.listening import Idle, is_writing
from handlers.tapping import Tap, chat_of, own_report
from handlers.turn import Turn, voice
from storage import cards, reports


class Asked(NamedTuple):
    """The call-back of one report, as it is tapped in one chat."""

    report: Report
    person: Person
    chat: int
    round: int  # the report's version when it was done: names the message that asks


SAID = {
    "solved": {"解决了", "解決了", "已解决", "已解決", "好了", "Solved", "solved"},
    "partly": {"解决了一部分", "解決了一部分", "部分解决", "部分解決", "Partly", "partly"},
    "unsolved": {
        "还没解决",
        "還沒解決",
        "没解决",
        "沒解決",
        "没有解决",
        "沒有解決",
        "没有",
        "沒有",
        "Not solved yet",
    },
    "satisfied": {"满意", "滿意", "Satisfied", "satisfied"},
    "fairly": {"基本满意", "基本滿意", "Fairly satisfied"},
    "unsatisfied": {"不满意", "不滿意", "Not satisfied"},
}
NO = {"没有", "沒有"}  # an answer to much else too
RECENT = 20  # own reports among which a typed answer looks for its question


class SaysAnswer(BaseFilter):
    """An answer, typed, while a question of the call-back is open. Hands on `report` and `answer`."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        words = spoken(message)
        answer = next((name for name, said in SAID.items() if words in said), None)
        if answer is None or person is None:
            return False
        for report in reports.of_reporter(turn.session, person.id, limit=RECENT):
            if _waits_for(report, answer):
                return {"report": report, "answer": answer}
        return False


def _waits_for(report: Report, answer: str) -> bool:
    if answer in ("solved", "partly", "unsolved"):
        return report.state is State.CALLBACK
    return report.state is State.CLOSED and bool(report.answer) and not report.grade


class SaysNothingIsSolved(BaseFilter):
    """还没解决, though nobody has asked: of the newest own report that is open. Hands on its `serial`."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        if person is None or spoken(message) not in SAID["unsolved"] - NO:
            return False
        own = reports.of_reporter(turn.session, person.id, limit=RECENT)
        waiting = next((one for one in own if one.is_open and one.kind is ReportKind.NEED), None)
        return {"serial": waiting.serial} if waiting else False


def router() -> Router:
    answering = Router(name="answering")
    answering.message.register(answer_typed, Idle(), SaysAnswer())
    answering.message.register(listing.typed_a_number, Idle(), SaysNothingIsSolved())  # how far it is
    answering.callback_query.register(said_whether_solved, Tap("solved", "partly", "unsolved"))
    answering.callback_query.register(graded, Tap("satisfied", "fairly", "unsatisfied"))
    return answering


async def answer_typed(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, answer: str
) -> None:
    card = cards.newest_round(turn.session, subject(CALLBACK, report.serial), message.chat.id)
    round_ = int(card.rpartition(".")[2]) if card else report.version
    asked = Asked(report, person, message.chat.id, round_)
    if answer in ("satisfied", "fairly", "unsatisfied"):
        _grade(turn, t, asked, answer)
    elif _answered(turn, asked, answer):
        _go_on(turn, t, asked, answer)


def _go_on(turn: Turn, t: Translator, asked: Asked, answer: str) -> None:
    """After the first answer: the second question, or another person."""
    told = telling.redraw(turn, asked.report)
    if answer == "unsolved":
        turn.post(calling_back.thanked(t, told, asked.chat, asked.round))
    else:
        turn.post(calling_back.asked_how_satisfied(t, told, asked.chat, asked.round))


async def said_whether_solved(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    asked = _asked(turn, query, person, t, button, callback_answer)
    if asked and _answered(turn, asked, button.action):
        _go_on(turn, t, asked, button.action)


async def graded(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = own_report(turn, person, t, button, callback_answer)
    if report is None or person is None:
        return
    if report.state is not State.CLOSED or report.grade:
        callback_answer.text = t.reporter("That question is behind us. Thank you.")
    else:
        _grade(turn, t, Asked(report, person, chat_of(query), _round(button)), button.action)


def _round(button: Button) -> int:
    try:
        return int(button.choice, 16)
    except ValueError:  # forged: the thanks go into a message of their own
        return 0


def _grade(turn: Turn, t: Translator, asked: Asked, grade: str) -> None:
    reports.change(turn.session, asked.report, grade=grade)
    given = Event(at=turn.now, serial=asked.report.serial, step="graded", actor_id=asked.person.id,
                    role="reporter", reason=grade)  # fmt: skip
    reports.note(turn.session, given)
    told = telling.redraw(turn, asked.report)
    turn.post(calling_back.thanked(t, told, asked.chat, asked.round))


def _asked(
    turn: Turn,
    query: CallbackQuery,
    person: Person | None,
    t: Translator,
    button: Button,
    answer: CallbackAnswer,
) -> Asked | None:
    """The call-back behind a tap, if it still waits for this person's answer; else the sentence is set."""
    report = own_report(turn, person, t, button, answer)
    if report is None or person is None:
        return None
    if report.state is not State.CALLBACK:
        answer.text = t.reporter("That question is behind us. Thank you.")
        return None
    return Asked(report, person, chat_of(query), button.version)


def _answered(turn: Turn, asked: Asked, answer: str) -> bool:
    """Keeps the answer. What is not solved goes to another person, where there is one."""
    if answer == "unsolved":
        return bool(
            reopening.do_again(
                turn, asked.report, answer, asked.person, [], reopening.SAYS_NOT_SOLVED, as_what="reporter"
            )
        )
    steps = life.steps_to(answer, asked.report)
    return bool(steps) and reports.walk(
        turn.session,
        asked.report,
        steps,
        at=turn.now,
        actor=asked.person.id,
        role="reporter",
        answer=answer,
        answered_by_phone=False,
    )


def ask_again(turn: Turn, report: Report) -> bool:
    """Nobody answered for two working days: asked once more, by day, in the same words.

    False while the reporter is in the middle of writing something: then a little later.
    """
    person = telling.reporter_of(turn, report)
    if person is None or person.account is None or report.mandatory:
        return True
    if is_writing(turn, person):
        return False
    card = cards.newest_round(turn.session, subject(CALLBACK, report.serial), person.account)
    round_ = int(card.rpartition(".")[2]) if card else report.version
    told = telling.matter(turn, report)
    turn.post_by_day(calling_back.asked_again(voice(turn, person), told, person.account, round_))
    return True


def come_due(turn: Turn, report: Report) -> None:
    """Nobody answered for so many days: closed as not rated (未参评), never as satisfied; the question goes."""
    if not stepping.by_clock(turn, report, "unanswered"):
        return
    person = telling.reporter_of(turn, report)
    if person is None or person.account is None:
        return
    card = cards.newest_round(turn.session, subject(CALLBACK, report.serial), person.account)
    if card:
        told, round_ = telling.matter(turn, report), int(card.rpartition(".")[2])
        turn.post_by_day(calling_back.not_asked_any_more(voice(turn, person), told, person.account, round_))
