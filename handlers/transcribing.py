"""Somebody of the station opens what a card cannot show: hears a voice, types what it says, looks at a map.

    Chen   [voice, 12 seconds]
    bot    ✅ 收到了 · N-10001-6 …
           🎤 语音（12 秒）收到
    bot    (to the social worker) N-10001-6 · 待签收 …                  🎧 听 · ⌨️ 代录
    Wang   听
    bot    [the voice]
    Wang   代录
    bot    N-10001-6：请把语音里说的话打出来。
    Wang   四号楼化粪池漏了
    bot    N-10001-6：记下了，正在请上报人核对。
    bot    (to the one who spoke) 🎤 N-10001-6：西湖站王慧敏把您的语音记成：
           “四号楼化粪池漏了”
           对吗？                                                       对 · 不对
    Chen   不对
    bot    N-10001-6：那请您写一写，或者再说一遍。
    Chen   四号楼化粪池堵了
    bot    N-10001-6：好的，记下了。

The report is understood again from what was typed; the speaker's own voice stays as it is.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import hindrances, passing_on, reporter, station
from fieldwork.letters import transcribing as letters
from fieldwork.letters.matter import OPENED, STATION, Matter, subject
from fieldwork.life import Hindrance
from fieldwork.people import Person, Role
from fieldwork.reports import Attachment, Event, Report
from fieldwork.seeing import Part, Surface
from fieldwork.texts import Translator
from handlers import telling, viewers
from handlers.adding import add
from handlers.hearing import Holds, spoken
from handlers.listening import Listening, listen
from handlers.reporting import post_danger_question, understand_again
from handlers.tapping import Tap, Tapped, chat_of, own_report
from handlers.turn import Turn, home_of, may_handle, voice
from storage import people, reports
from storage.reports import OPEN

TYPING = "typing"  # the state of somebody of the station who types what a voice says
SAYING_AGAIN = "saying_again"  # the state of somebody whose voice was not typed right
RIGHT = frozenset({"对", "對", "对的", "對的", "没错", "沒錯", "right"})
WRONG = frozenset({"不对", "不對", "错了", "錯了", "not right", "wrong"})


READ_OUT_OF_IT = frozenset(
    {"understood", "dispatched", "raise_class"}
)  # what the words just typed made of it


class SaysIfRight(BaseFilter):
    """A typed 对 or 不对, to what was just typed of an own voice. Hands on `sent` and `right`."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        words = spoken(message).lower()
        if person is None or words not in RIGHT | WRONG:
            return False
        for report in reports.of_reporter(turn.session, person.id, limit=3):
            events = reports.events(turn.session, report.serial)
            typed = [each for each in reports.attachments(turn.session, report.serial) if each.transcript]
            said = [event.step for event in events if event.step not in READ_OUT_OF_IT]
            if typed and said[-1] == "transcribed":
                return {"report": report, "sent": typed[-1], "right": words in RIGHT}
        return False


def router() -> Router:
    transcribing = Router(name="transcribing")
    stations = Router(name="opening what was sent")
    stations.callback_query.register(wants_to_listen, Tap("listen"))
    stations.callback_query.register(wants_the_map, Tap("map"))
    stations.callback_query.register(wants_to_type, Tap("typing"))
    transcribing.include_router(stations)
    transcribing.callback_query.register(tapped_if_right, Tap("heard_right", "heard_wrong"))
    transcribing.message.register(typed, Holds("text"), Listening(TYPING, *OPEN))
    transcribing.message.register(said_again, Holds("text"), Listening(SAYING_AGAIN, *OPEN))
    transcribing.message.register(spoke_again, Holds("voice"), Listening(SAYING_AGAIN, *OPEN))
    transcribing.message.register(said_if_right, SaysIfRight())
    return transcribing


def _show(tapped: Tapped, *kinds: str) -> None:
    """What the card only names, beside it; a card that is over shows nothing any more."""
    seen = viewers.sight(tapped.turn, tapped.report, tapped.person, tapped.roles, Surface.OPENED)
    if Part.FILES not in seen:
        tapped.says(hindrances.sentence(tapped.t, Hindrance.NAMED))
        return
    if not tapped.report.is_open:
        tapped.says(tapped.t.staff("Not now: it is {state}.",
                                   state=station.state_named(tapped.t, tapped.report.state)))  # fmt: skip
        return
    told = telling.matter(tapped.turn, tapped.report)
    card = subject(OPENED if seen.restricted else STATION, tapped.report.serial)
    for letter in passing_on.beside(card, told, tapped.chat, told.sent(*kinds)):
        tapped.turn.post(letter)


async def wants_to_listen(_query: CallbackQuery, tapped: Tapped) -> None:
    _show(tapped, "voice", "audio")


async def wants_the_map(_query: CallbackQuery, tapped: Tapped) -> None:
    _show(tapped, "location")


async def wants_to_type(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, t = tapped.turn, tapped.report, tapped.t
    sent = _voice(turn, report, tapped.button.choice)
    seen = viewers.sight(turn, report, tapped.person, tapped.roles, Surface.OPENED)
    if sent is None or not report.is_open or Part.FILES not in seen:
        tapped.out_of_use()
        return
    turn.post(letters.asked_what_was_said(t, telling.matter(turn, report), tapped.chat))
    await listen(turn, tapped.state, TYPING, report)
    await tapped.state.update_data(voice=sent.message_id)


def _voice(turn: Turn, report: Report, choice: str) -> Attachment | None:
    """The voice that came with the message of this id, as it travels in a button."""
    sent = reports.attachments(turn.session, report.serial)
    return next(
        (each for each in sent if f"{each.message_id:x}" == choice and each.kind in ("voice", "audio")), None
    )


async def typed(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, report: Report,
    state: FSMContext,
) -> None:  # fmt: skip
    """What somebody of the station typed: kept, understood, and shown to the one who spoke."""
    sent = _voice(turn, report, f"{(await state.get_data()).get('voice', 0):x}")
    await state.clear()
    if sent is None or not may_handle(turn, roles, report):
        await message.answer(t.both("This report is not yours to handle."))
        return
    told = _transcribe(turn, report, sent, person, "station", message.text or "")
    turn.post(letters.typed(t, told, message.chat.id))
    speaker = telling.reporter_of(turn, report)
    if speaker and speaker.account and reporter.is_spoken_of(report):
        say = voice(turn, speaker)
        turn.post(reporter.asked_if_typed_right(say, told, speaker.account, _typed(told, sent), person.name))
        post_danger_question(turn, say, report, message.text or "", speaker.account)


def _typed(told: Matter, sent: Attachment) -> Attachment:
    return next(each for each in told.enclosed if each.message_id == sent.message_id)


def _transcribe(turn: Turn, report: Report, sent: Attachment, by: Person, role: str, words: str) -> Matter:
    """Keeps what a voice says, and reads the report once more with it."""
    reports.transcribe(turn.session, report.serial, sent.message_id, words, by.id)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="transcribed", actor_id=by.id,
                                     role=role, reason=words))  # fmt: skip
    home = home_of(people.roles_of(turn.session, report.reporter_id, turn.desk.day))
    return understand_again(turn, report, all_words(turn, report), home)


def all_words(turn: Turn, report: Report) -> str:
    """What a report says in writing, its typed voices among it."""
    sent = [each.transcript for each in reports.attachments(turn.session, report.serial) if not each.proof]
    return "\n".join(filter(None, (report.words or report.text, *sent)))


async def tapped_if_right(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = own_report(turn, person, t, button, callback_answer)
    sent = _voice(turn, report, button.choice) if report else None
    if report is None or person is None:
        return
    if sent is None or not sent.transcript or _is_answered(turn, report, sent):
        callback_answer.text = t.reporter("That question is behind us. Thank you.")
        return
    await _answered(turn, t, report, person, sent, button.action == "heard_right", chat_of(query), state)


def _is_answered(turn: Turn, report: Report, sent: Attachment) -> bool:
    """Whether the speaker has called it right, or has written it themselves: an old button asks no more."""
    named = ("transcript_right", f"{sent.message_id:x}")
    said = {(event.step, event.reason) for event in reports.events(turn.session, report.serial)}
    return sent.transcribed_by == report.reporter_id or named in said


async def said_if_right(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, sent: Attachment, right: bool,
    state: FSMContext,
) -> None:  # fmt: skip
    await _answered(turn, t, report, person, sent, right, message.chat.id, state)


async def _answered(
    turn: Turn, t: Translator, report: Report, person: Person, sent: Attachment, right: bool, chat: int,
    state: FSMContext,
) -> None:  # fmt: skip
    """对 is kept in the history; 不对 takes the typed words away and asks for better ones."""
    step = "transcript_right" if right else "transcript_wrong"
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step=step, actor_id=person.id,
                                     role="reporter", reason=f"{sent.message_id:x}"))  # fmt: skip
    if right:
        turn.post(reporter.typed_right(t, telling.matter(turn, report), chat, sent.message_id))
        return
    reports.transcribe(turn.session, report.serial, sent.message_id, "", None)
    told = telling.redraw(turn, report)
    turn.post(reporter.asked_to_say_again(t, told, chat, sent.message_id))
    worker = telling.staff_chat(turn, report)
    if worker and worker.account:
        turn.post(letters.typed_wrongly(voice(turn, worker), told, worker.account))
    if report.is_open:
        await listen(turn, state, SAYING_AGAIN, report)
        await state.update_data(voice=sent.message_id)


async def said_again(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, state: FSMContext
) -> None:
    """The speaker writes what the voice says: that needs no asking back."""
    sent = _voice(turn, report, f"{(await state.get_data()).get('voice', 0):x}")
    await state.clear()
    if sent is None:
        await add(message, turn, person, t, report, state)
        return
    told = _transcribe(turn, report, sent, person, "reporter", message.text or "")
    turn.post(
        reporter.typed_right(t, told, message.chat.id, sent.message_id).model_copy(update={"anew": True})
    )
    post_danger_question(turn, t, report, message.text or "", message.chat.id)


async def spoke_again(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, state: FSMContext
) -> None:
    """Another voice stands beside the first one; the station may type that."""
    await state.clear()
    await add(message, turn, person, t, report, state)
