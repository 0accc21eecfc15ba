"""Somebody reports what they found: one message, zero taps.

    Chen   4号楼化粪池漏了 [photo]
    bot    ✅ 收到了 · N-10001-6
           📍 凤城街道西湖社区西湖花园4号楼
           🏷 社区治理 · 下水化粪池
           🖼 照片 1 张
           西湖站会在4小时内联系您。
           西湖站 · 电话 0763-000 0002                     补充 · 不对，改一下
    bot    (to the social worker responsible, with sound)
           N-10001-6 · 待签收 · 🔴 紧急 …
           「4号楼化粪池漏了」 …                           ✍️ 签收 · 📞 联系了 · ✅ 办结 · 🆘 现在有危险
    bot    (beside it) [photo]

Saved first, asked after (promise 4): at most one question follows, and it can be skipped. An album is one
report: each part commits at once and rewrites the card, which leaves a moment after the last part.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork import numbers
from fieldwork.letters import reporter
from fieldwork.letters.matter import QUESTION, Matter, subject
from fieldwork.letters.reporter import ALBUM_PAUSE
from fieldwork.people import Person, Role
from fieldwork.reports import Attachment, Event, Report, State, Urgency
from fieldwork.texts import Translator
from fieldwork.understanding import on_behalf
from fieldwork.understanding.on_behalf import OnBehalf
from fieldwork.understanding.reading import Reading
from handlers import agreeing, dispatching, languages, telling
from handlers.listening import listen
from handlers.turn import Turn, home_of
from storage import cards, reports

TELEGRAM_MOST = 4096  # characters in a message; apps cut what is longer
BARE = 2  # characters beside a place's own that name no matter yet

ASKED = "asked"  # the state of somebody whose report has an open question
WRITING = "writing"  # the state of somebody whose message was cut by their app: the rest follows


class Reports(BaseFilter):
    """Words, or a picture with or without words, from somebody who may report."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        if not roles or not (message.text or picture_of(message)):
            return False
        reading = turn.desk.reader.read(words_of(message), home_of(roles))
        return {"reading": reading} if reading.kind != "neither" or not message.text else False


class PlainWords(BaseFilter):
    """Words that can be nothing but a report: no key, command, number or reply, with a place and a matter of
    their own, while nothing else is going on.

    Nine of ten messages are that, so it is decided once, before every conversation is asked in turn.
    """

    def __init__(self, keys: frozenset[str], openings: tuple[str, ...]) -> None:
        self.keys, self.openings = keys, openings

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], raw_state: str | None
    ) -> bool | dict[str, Any]:
        text = message.text
        if not text or not roles or raw_state is not None or message.reply_to_message:
            return False
        if text.strip() in self.keys or text.startswith(self.openings) or numbers.looks_like_one(text):
            return False
        reading = turn.desk.reader.read(text, home_of(roles))
        complete = reading.categories and not goes_without_place(reading)
        return {"reading": reading} if complete and reading.kind != "neither" else False


def at_once(keys: frozenset[str], openings: tuple[str, ...] = ("/",)) -> Router:
    """The short way for what can be nothing but a report; `keys` lead elsewhere, and what begins so."""
    short = Router(name="reporting at once")
    short.message.register(reported, PlainWords(keys, openings))
    return short


def router() -> Router:
    reporting = Router(name="reporting")
    reporting.message.register(reported, Reports())
    return reporting


async def reported(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, reading: Reading,
    state: FSMContext,
) -> None:  # fmt: skip
    """A new report: kept, numbered, sent to its station, shown to both sides, and one question at most."""
    report = filed(turn, person, home_of(roles), message, reading)
    await introduce(message, turn, person, roles, t, reading, report, state)


async def introduce(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, reading: Reading,
    report: Report, state: FSMContext,
) -> None:  # fmt: skip
    """Shows a report that was just filed to both sides, in the message's chat, with the one question."""
    told = telling.new_matter(turn, report, person, roles, photos=int(picture_of(message) is not None))
    delay = ALBUM_PAUSE if message.media_group_id else 0.0
    if report.question == "danger":  # the numbers that help stand before everything else
        turn.post(reporter.asked_about_danger(t, told, message.chat.id))
    turn.post(reporter.card(t, told, message.chat.id, delay=delay))
    telling.ring(turn, told, turn.desk.staffing.people.get(report.rung_id or 0), delay=delay, new=True)
    if report.question != "danger":
        agreeing.ask(turn, t, person, roles, delay)
    if not report.question:
        languages.offer(turn, person, t, message)
        await _expect_rest(turn, report, state)
    else:
        await ask(turn, t, told, reading, home_of(roles), message, state)


async def _expect_rest(turn: Turn, report: Report, state: FSMContext) -> None:
    if was_cut(report.text):
        await listen(turn, state, WRITING, report)
    elif await state.get_state() == WRITING:
        await state.clear()


def filed(turn: Turn, person: Person, home: list[str], message: Message, reading: Reading) -> Report:
    """Keeps a message as a new report under its number, sent to its station."""
    other = on_behalf.read(words_of(message)) or OnBehalf()
    report = Report(
        reporter_id=person.id, for_name=other.name, for_telephone=other.telephone,
        text=words_of(message), category=_first(reading.categories),
        state=State.DISPATCHED, urgency=Urgency(reading.urgency), named=reading.named,
        place=dispatching.place_of(turn, reading, home), door=dispatching.door_of(reading),
        album=message.media_group_id, sent_at=message.date, kept_at=turn.now,
        question=_question(turn, reading, home, message),
    )  # fmt: skip
    routing = dispatching.route(turn, report, home)
    reports.file(turn.session, report, message.chat.id, message.message_id)
    sent = Event(at=message.date, serial=report.serial, step="sent", actor_id=person.id, role="reporter",
                 went_to=State.SUBMITTED)  # fmt: skip
    reports.note(turn.session, sent, dispatching.dispatched(turn, report, routing, State.SUBMITTED))
    take_picture(turn, report, message)
    return report


def _first(categories: tuple[str, ...]) -> str | None:
    return categories[0] if categories else None


def _question(turn: Turn, reading: Reading, home: list[str], message: Message) -> str:
    """The one question, the weightiest first; empty when nothing needs to be asked."""
    if reading.danger:
        return "danger"
    if reading.candidates or (
        not reading.place and not reading.named and len(_choices(turn, reading, home)) > 1
    ):
        return "place"
    return "" if words_of(message) else "what"


def _choices(turn: Turn, reading: Reading, home: list[str]) -> list[str]:
    return list(reading.candidates) or dispatching.own_places(turn, home)


async def ask(
    turn: Turn,
    t: Translator,
    told: Matter,
    reading: Reading,
    home: list[str],
    message: Message,
    state: FSMContext,
) -> None:
    """Asks the report's one question, and listens for its answer; it swallows no report by itself."""
    chat = message.chat.id
    match told.report.question:
        case "place":
            network = turn.desk.network
            choices = [(code, network.path(code)) for code in _choices(turn, reading, home)]
            turn.post(reporter.asked_where(t, told, chat, choices))
        case "what":
            turn.post(reporter.asked_what(t, told, chat))
        case _:  # about danger: asked before the card
            pass
    await listen(turn, state, ASKED, told.report)


async def ask_about_danger(
    turn: Turn, t: Translator, report: Report, words: str, chat: int, state: FSMContext
) -> bool:
    """Words of danger that come later call for the numbers and the question as much as the first ones."""
    if report.urgency is Urgency.T0 or not turn.desk.reader.read(words).danger:
        return False
    reports.change(turn.session, report, question="danger")
    asked = reporter.asked_about_danger(t, telling.matter(turn, report), chat)
    turn.post(asked.model_copy(update={"anew": True}))
    await listen(turn, state, ASKED, report)
    return True


def close_question(turn: Turn, t: Translator, told: Matter, chat: int) -> None:
    """The question is answered: it is not asked any more, or loses its buttons where it stands already."""
    card = subject(QUESTION, told.report.serial)
    turn.letters[:] = [letter for letter in turn.letters if (letter.card, letter.chat) != (card, chat)]
    if not cards.take_back(turn.session, card, chat):
        turn.post(reporter.question_closed(t, told, chat))
    reports.change(turn.session, told.report, question="")


def understand_again(turn: Turn, report: Report, words: str, home: list[str]) -> Matter:
    """A report whose words came or grew is read, placed and sent once more."""
    reading = turn.desk.reader.read(words, home)
    urgency = report.urgency if report.urgency is Urgency.T0 else Urgency(reading.urgency)
    found = {"category": _first(reading.categories) or report.category, "urgency": urgency,
             "place": reading.place or report.place, "named": reading.named,
             "door": dispatching.door_of(reading)}  # fmt: skip
    reports.change(turn.session, report, **found)
    return dispatching.route_again(turn, report, home)


def goes_without_place(reading: Reading) -> bool:
    """The words name no place, not even one that is unknown or open."""
    return not (reading.place or reading.candidates or reading.named)


def goes_without_matter(reading: Reading) -> bool:
    """The words name a place and nothing else."""
    named = not goes_without_place(reading)
    return named and not (reading.categories or reading.danger) and len(reading.words_left) <= BARE


def words_of(message: Message) -> str:
    """What somebody wrote, be it a text or the line under a picture."""
    return message.text or message.caption or ""


def was_cut(text: str) -> bool:
    """Whether a text fills a message to the brim, so that an app may have cut it there."""
    return len(text.encode("utf-16-le")) // 2 >= TELEGRAM_MOST


def picture_of(message: Message) -> tuple[str, str, str] | None:
    """Kind, file id and unique id of the picture in a message, sent as a photo or as a file."""
    if message.photo:
        return "photo", message.photo[-1].file_id, message.photo[-1].file_unique_id
    document = message.document
    if document and (document.mime_type or "").startswith("image/"):
        return "document", document.file_id, document.file_unique_id
    return None


def take_picture(
    turn: Turn, report: Report, message: Message, proof: bool = False, by: int | None = None
) -> Attachment | None:
    """Keeps the message's picture, if it has one, with the report; it is downloaded afterwards."""
    picture = picture_of(message)
    if picture is None:
        return None
    kind, file_id, unique = picture
    taken = Attachment(serial=report.serial, kind=kind, file_id=file_id, file_unique_id=unique, proof=proof,
                       caption=message.caption or "", from_id=by or report.reporter_id)  # fmt: skip
    reports.attach(turn.session, taken)
    return taken
