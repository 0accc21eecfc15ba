"""Another person looks whether it is really done, before the reporter is asked (核查).

    bot    (to Zhang) 🔎 N-10001-6：王慧敏说办好了，请去看一看，…
    Zhang  看过，办好了
    bot    N-10001-6：办好了？可以发张照片，或者写一句。   没有要补的
    Zhang  [photo]
    bot    照片收到了。再点“没有要补的”，或者写一句，就核查好了。
    Zhang  门关上了，也上了锁
    bot    🔎 N-10001-6：核查好了，正在问上报人。

    Zhang  (another time) 看过，没办好
    bot    N-10002-4：哪里没办好？请写一句。
    Zhang  门还是开着
    bot    🔁 N-10002-4：换一位同事再办。
    bot    (to Wang) 🔁 N-10002-4：张立文去看了，没办好：门还是开着。…

Who handled it looks themselves only where nobody else can be reached: with a reason, flagged on the card.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.letters import verifying as letters
from fieldwork.life import Hindrance
from fieldwork.people import Person, Role
from fieldwork.reports import Report, State
from fieldwork.texts import Phrase, Translator
from handlers import approving, reopening, standing, stepping, telling
from handlers.enclosing import enclose
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.reporting import words_of
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn

LOOKING, MISSING = "verifying", "not_verifying"  # the states of somebody who says what they saw


def router() -> Router:
    verifying = Router(name="verifying")
    verifying.callback_query.register(saw_it_done, Tap("verify"))
    verifying.callback_query.register(has_nothing_to_add, Tap("looked"))
    verifying.callback_query.register(saw_it_not_done, Tap("not_verified"))
    looking = Listening(LOOKING, State.DONE, here=True)
    verifying.message.register(sent_photo, Holds("photo"), looking)
    verifying.message.register(wrote_what_was_seen, Holds("text"), looking)
    missing = Listening(MISSING, State.DONE, here=True)
    verifying.message.register(wrote_what_is_missing, Holds("text"), missing)
    return verifying


async def saw_it_done(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped, "verify"):
        turn, told = tapped.turn, telling.matter(tapped.turn, tapped.report)
        asked = letters.asked_what_was_seen(
            tapped.t, told, tapped.chat, _is_alone(tapped.report, tapped.person)
        )
        turn.post(asked.model_copy(update={"anew": True}))
        await listen(turn, tapped.state, LOOKING, tapped.report)


def _may(tapped: Tapped, name: str) -> bool:
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if verdict.hindrance is Hindrance.ANOTHER:
        tapped.says(tapped.t.staff("You handled it: another colleague looks."))
        return False
    return bool(verdict) or approving.allowed(tapped, name)


def _is_alone(report: Report, person: Person) -> bool:
    """Whether who looks is who handled it."""
    return person.id == report.handler_id


async def has_nothing_to_add(_query: CallbackQuery, tapped: Tapped) -> None:
    if not _may(tapped, "verify"):
        return
    if tapped.is_outdated or _is_alone(tapped.report, tapped.person):
        tapped.out_of_use()
        return
    await tapped.state.clear()
    _verify(tapped.turn, tapped.t, tapped.report, tapped.person, tapped.roles, tapped.chat, "")


async def wrote_what_was_seen(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    verdict = standing.may(turn, "verify", report, person, roles)
    if verdict:
        _verify(turn, t, report, person, roles, message.chat.id, words_of(message))
    else:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))


async def sent_photo(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    """A photo with words says it all; one without waits for the last tap."""
    if not standing.may(turn, "verify", report, person, roles):
        await message.answer(t.staff("That report is no longer yours to finish."))
        return
    enclose(turn, report, message, proof=True, by=person.id)
    words = words_of(message)
    if words:
        await state.clear()
        _verify(turn, t, report, person, roles, message.chat.id, words)
    else:
        await message.answer(
            t.staff("Photo kept. Tap “Nothing to add”, or write a word, and it is verified.")
        )


def _verify(
    turn: Turn, t: Translator, report: Report, person: Person, roles: list[Role], chat: int, words: str
) -> None:
    """It is done: the reporter is asked."""
    stepping.take(
        turn, report, "verify", person, roles, reason=words, verified_alone=_is_alone(report, person)
    )
    turn.post(letters.verified(t, telling.matter(turn, report), chat))
    stepping.put_question(turn, report)


# -- not done ---------------------------------------------------------------------------------------


async def saw_it_not_done(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped, "not_verified"):
        told = telling.matter(tapped.turn, tapped.report)
        asked = letters.asked_what_is_missing(tapped.t, told, tapped.chat)
        tapped.turn.post(asked.model_copy(update={"anew": True}))
        await listen(tapped.turn, tapped.state, MISSING, tapped.report)


async def wrote_what_is_missing(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    words = words_of(message)
    why = Phrase.staff("{worker} looked, it is not done: {words}", worker=person.name, words=words)
    verdict = reopening.do_again(turn, report, "not_verified", person, roles, why, reason=words)
    if verdict:
        turn.post(letters.not_verified(t, telling.matter(turn, report), message.chat.id))
    else:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))
