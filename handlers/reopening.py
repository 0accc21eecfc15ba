"""A report that was over is opened again: by its reporter, or by somebody of a station.

    Chen   (replying to the card of what is over) 又漏了
    bot    🌿 N-10001-6 已经办完了，您写的西湖站看得到。是不是还没解决？    重新打开 · 这是另一件事
    Chen   重新打开
    bot    🔁 N-10001-6 重新打开了，西湖站换一位来办。
    bot    (to Wang) 🔁 N-10001-6：上报人说还没解决，重新打开了。换一位同事来办。
    bot    (to Luo) 🔁 N-10001-6，西湖站：上报人说还没解决，重新打开了。由张立文重办。

    Luo    更多
    bot    N-10002-4：要做什么？                        🔁 要求重办
    Luo    要求重办
    bot    N-10002-4：为什么要重办？写一句。
    Luo    照片里还在漏
    bot    🔁 N-10002-4：由张立文重办。

Within thirty days (`limits.reopen_days`). 重办 is another person's while there is another, begins at level 1, and
its station's head hears of it.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import reopening as letters
from fieldwork.letters.matter import CALLBACK, Matter, subject
from fieldwork.life import Hindrance, Verdict
from fieldwork.people import Person, Role
from fieldwork.reports import Report, State
from fieldwork.texts import Phrase, Translator
from handlers import adding, dispatching, replying, standing, stepping, telling, viewers
from handlers.hearing import Holds
from handlers.listening import Listening, listen, speaks_of_another
from handlers.reporting import words_of
from handlers.tapping import Tap, Tapped, chat_of, own_report
from handlers.turn import Turn, home_of, voice
from storage import cards, people

REOPENING, REDOING = "reopening", "redoing"  # the states of somebody who says why it is done again
STEPS = {REOPENING: "reopen", REDOING: "redo"}
SAYS_NOT_SOLVED = Phrase.staff("the reporter says it is not solved.")
OPENED_AGAIN = Phrase.staff("the reporter says it is not solved and opened it again.")


class OnWhatIsOver(BaseFilter):
    """A reply to an own report that is over and may be opened again; danger and other matters go their own way."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role]
    ) -> bool | dict[str, Any]:
        report = replying.own_replied_to(turn, message, person)
        if report is None or person is None or not may_still(turn, report, person):
            return False
        reading = turn.desk.reader.read(words_of(message), home_of(roles))
        says_nothing = bool(words_of(message)) and reading.kind == "neither"
        another = reading.danger or says_nothing or speaks_of_another(turn, message, report, roles)
        return False if another else {"report": report}


def router() -> Router:
    stations, reporters = Router(name="reopening_stations"), Router(name="reopening_reporters")
    stations.callback_query.register(wants_it_again, Tap("reopen", "redo"))
    for state in STEPS:
        stations.message.register(said_why, Holds("text"), Listening(state, here=True))
    reporters.callback_query.register(opened_again, Tap("open_again"))
    reporters.message.register(wrote_about_what_is_over, Holds("reply_to_message"), OnWhatIsOver())
    reopening = Router(name="reopening")
    reopening.include_routers(stations, reporters)
    return reopening


def may_still(turn: Turn, report: Report, person: Person) -> bool:
    """Whether a reporter may open an own report again today."""
    return report.state is State.CLOSED and bool(standing.may(turn, "reopen", report, person, []))


# -- the reporter -------------------------------------------------------------------------------------


async def wrote_about_what_is_over(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, state: FSMContext
) -> None:
    """Kept with the report, heard by the one who handled it; and asked whether it is to be opened again."""
    if await adding.keep(message, turn, person, report, state):
        turn.post(letters.offered(t, telling.matter(turn, report), message.chat.id, message.message_id)
                  .model_copy(update={"anew": True}))  # fmt: skip


async def opened_again(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = own_report(turn, person, t, button, callback_answer)
    if report is None or person is None:
        return
    verdict = do_again(turn, report, "reopen", person, [], OPENED_AGAIN, as_what="reporter")
    if verdict:
        turn.post(letters.opened(t, telling.matter(turn, report), chat_of(query)))
    elif verdict.hindrance is Hindrance.TOO_LATE:
        callback_answer.text = t.reporter("That is too long ago. Please write a new message.")
    else:
        callback_answer.text = t.reporter("That question is behind us. Thank you.")


# -- the station --------------------------------------------------------------------------------------


async def wants_it_again(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, name = tapped.turn, tapped.report, tapped.button.action
    if not stepping.allows(tapped, name):
        return
    asked = letters.asked_why(tapped.t, telling.matter(turn, report, additions=False), tapped.chat)
    turn.post(asked.model_copy(update={"anew": True}))
    await listen(turn, tapped.state, REDOING if name == "redo" else REOPENING, report)


async def said_why(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    name, words, before = STEPS[await state.get_state() or ""], words_of(message), report.state
    await state.clear()
    if not viewers.knows_of(turn, report, person, roles):
        await message.answer(t.staff("That report is no longer with your station."))
        return
    why = Phrase.staff("{worker} has it done again: {words}.", worker=person.name, words=words)
    verdict = do_again(turn, report, name, person, roles, why, reason=words)
    if not verdict:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))
        return
    told = telling.matter(turn, report)
    turn.post(letters.is_open_again(t, told, message.chat.id, _name(turn, report.rung_id)))
    if before is State.CALLBACK:
        _ask_no_more(turn, told)


def _ask_no_more(turn: Turn, told: Matter) -> None:
    """The reporter is not asked any more whether it is solved."""
    person = telling.reporter_of(turn, told.report)
    card = cards.newest_round(turn.session, subject(CALLBACK, told.report.serial), person.account or 0) \
        if person else None  # fmt: skip
    if person and person.account and card:
        round_ = card.rpartition(".")[2]
        turn.post(letters.asked_no_more(voice(turn, person), told, person.account, round_))


# -- once more ----------------------------------------------------------------------------------------


def do_again(
    turn: Turn, report: Report, name: str, person: Person, roles: list[Role], why: Phrase, *,
    reason: str = "", as_what: str = "", phoned: bool = False,
) -> Verdict:  # fmt: skip
    """重办, by a step that leads there: another person's, at level 1; who had it and the head hear so."""
    before, again = report.handler_id, dispatching.who_does_it_again(turn, report)
    verdict = stepping.take(turn, report, name, person, roles, reason=reason, as_what=as_what,
                            answer="unsolved" if as_what or phoned else "",
                            answered_by_phone=phoned, grade="", closed_at=None, lead_serial=None,
                            but_id=before, handler_id=None, rung_id=again.id if again else None,
                            level=max(report.level, 1))  # fmt: skip
    if verdict:
        _tell(turn, report, before, person, why)
        telling.ring(turn, telling.matter(turn, report), again)
    return verdict


def _tell(turn: Turn, report: Report, before: int | None, by: Person, why: Phrase) -> None:
    told, seat = telling.matter(turn, report), turn.desk.network.stations.get(report.station)
    earlier = people.by_id(turn.session, before) if before else None
    if earlier and earlier.account and earlier.id not in (report.rung_id, by.id):
        t = voice(turn, earlier)
        turn.post(letters.taken_from(t, told, earlier.account, why.said(t)))
    head = turn.desk.staffing.head(seat) if seat else None
    if head and head.account and head.id not in (report.rung_id, before, by.id):
        t = voice(turn, head)
        turn.post(letters.told_head(t, told, head.account, why.said(t), _name(turn, report.rung_id)))


def _name(turn: Turn, person_id: int | None) -> str:
    person = people.by_id(turn.session, person_id) if person_id else None
    return person.name if person else ""
