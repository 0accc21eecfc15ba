"""Somebody reports what they found: one message, zero taps.

    Chen   4号楼化粪池漏了 [photo]
    bot    ✅ 收到了 · N-10001-6
           📍 凤城街道西湖社区西湖花园4号楼
           🏷 社区治理 · 下水化粪池
           🖼 照片 1 张
           西湖站会在…前联系您。
           西湖站 · 电话 0763-000 0002                     补充 · 不对，改一下
    bot    (to the social worker responsible, with sound)
           N-10001-6 · 待签收 · 🔴 紧急 …
           「4号楼化粪池漏了」 …                           ✍️ 签收 · 📞 联系了 · ✅ 办结 · 🆘 现在有危险
    bot    (beside it) [photo]

Saved first, asked after (promise 4): at most one question follows, and it can be skipped. An album is one
report: each part commits at once and rewrites the card, which leaves a moment after the last part.
"""

import json
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork import numbers
from fieldwork.activities import ActivityKind, HouseholdLine
from fieldwork.letters import asking_about_activities, joining, reporter, told_together
from fieldwork.letters.matter import QUESTION, Matter, subject
from fieldwork.letters.reporter import ALBUM_PAUSE
from fieldwork.people import Person, Role
from fieldwork.reports import Event, Report, ReportKind, State, Urgency, Wording, was_cut
from fieldwork.routing import Routing
from fieldwork.texts import Translator
from fieldwork.understanding import on_behalf
from fieldwork.understanding.on_behalf import OnBehalf
from fieldwork.understanding.reading import Reading
from handlers import (
    agreeing,
    comparing,
    dispatching,
    grading,
    languages,
    must_reporting,
    overtaking,
    recorded,
    telling,
    visits_noted,
)
from handlers.enclosing import carried_by, enclose, enclosed_in
from handlers.listening import listen
from handlers.turn import Turn, home_of
from storage import cards, outings, reports

BARE = 2  # characters beside a place's own that name no matter yet

ASKED = "asked"  # the state of somebody whose report has an open question
MOST_AT_ONCE = 12  # activities that one message may tell of: the months of a year
WRITING = "writing"  # the state of somebody whose message was cut by their app: the rest follows


class Reports(BaseFilter):
    """Words, or something to look at or listen to, from somebody who may report."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        if not roles or not (message.text or enclosed_in(message)):
            return False
        reading = turn.desk.reader.read(words_of(message), home_of(roles))
        if tells_of_several(message, reading):
            return False  # `telling_of_several`
        return {"reading": reading} if reading.kind != "neither" or not message.text else False


def tells_of_several(message: Message, reading: Reading) -> bool:
    """Whether several activities are told of at once by whoever did them."""
    return are_several(reading) and message.forward_origin is None


def are_several(reading: Reading) -> bool:
    """So many activities as can be noted at once."""
    return 1 < len(reading.several) <= MOST_AT_ONCE


class PlainWords(BaseFilter):
    """Words that can be nothing but a report: no key, command, number or reply, with a place and a matter of
    their own, while nothing else is going on.

    Nine of ten messages are that, so it is decided once, before every conversation is asked in turn.
    """

    def __init__(self, keys: frozenset[str], openings: tuple[str, ...]) -> None:
        self.keys, self.openings = keys, openings

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], raw_state: str | None
    ) -> bool | dict[str, Any]:
        text = message.text
        if not text or not roles or raw_state is not None or message.reply_to_message:
            return False
        if person is not None and person.asked_serial is not None:
            return False  # it may answer what a station asked
        if text.strip() in self.keys or text.startswith(self.openings) or numbers.looks_like_one(text):
            return False
        reading = turn.desk.reader.read(text, home_of(roles))
        complete = reading.categories and not goes_without_place(reading)
        complete = complete and not tells_of_several(message, reading)
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
    visits_noted.told_in(turn, report, person, roles)
    await introduce(message, turn, person, roles, t, reading, report, state)
    file_beside(turn, t, person, roles, report, reading, message.chat.id)
    if len(reading.several) > MOST_AT_ONCE:
        await message.answer(told_together.too_many(t, len(reading.several), MOST_AT_ONCE))


async def introduce(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, reading: Reading,
    report: Report, state: FSMContext,
) -> None:  # fmt: skip
    """Shows a report that was just filed to both sides, in the message's chat, with the one question."""
    carried = carried_by(message)
    told = telling.new_matter(turn, report, person, roles, [carried] if carried else [])
    told = told.model_copy(update={"recurred": comparing.recurrence(turn, report)})
    delay = ALBUM_PAUSE if message.media_group_id else 0.0
    tell_of_new(turn, t, told, message.chat.id, delay)
    if report.kind is ReportKind.ACTIVITY or report.question:
        await overtaking.overtake_what_was_asked(turn, person, report, state)
    if report.question != "danger":
        agreeing.ask(turn, t, person, roles, delay)
    if not report.question:
        languages.offer(turn, person, t, message)
        await _expect_rest(turn, report, state)
    else:
        await ask(turn, t, told, reading, home_of(roles), message.chat.id, state)


async def _expect_rest(turn: Turn, report: Report, state: FSMContext) -> None:
    if was_cut(report.text):
        await listen(turn, state, WRITING, report)
    elif await state.get_state() == WRITING:
        await state.clear()


def filed(turn: Turn, person: Person, home: list[str], message: Message, reading: Reading) -> Report:
    """Keeps a message as a new report under its number, sent to its station."""
    bare = enclosed_in(message) is not None and not (words_of(message) or says_by_itself(message))
    report = draw_up(turn, person, home, reading, words_of(message), message.date, bare=bare)
    report.album, report.forwarded = message.media_group_id, message.forward_origin is not None
    routing = dispatching.route(turn, report, home)
    report.question = report.question or comparing.question_of(turn, report)
    reports.file(turn.session, report, message.chat.id, message.message_id)
    note_new(turn, report, routing)
    enclose(turn, report, message)
    if report.kind is ReportKind.ACTIVITY:
        recorded.record(turn, report, reading)
    return report


def file_beside(
    turn: Turn, t: Translator, person: Person, roles: list[Role], report: Report, reading: Reading, chat: int
) -> Report | None:
    """The trouble that stood beside an activity (…，302漏水) is a need of its own, at the activity's place."""
    if report.kind is not ReportKind.ACTIVITY or report.forwarded or not reading.need:
        return None
    home = [report.place] if report.place else home_of(roles)
    found = _read_beside(turn, report, reading, reading.need, home).model_copy(update={"kind": "need"})
    need = draw_up(turn, person, home, found, reading.need, report.sent_at)
    need.question = ""  # one message, one question: that of the activity, whose answer goes for both
    if report.question == "place" and not (found.place or found.named):
        need.place = None
    routing = dispatching.route(turn, need, home)
    reports.file(turn.session, need, chat, None)
    note_new(turn, need, routing, reason=report.number)
    recorded.note(turn, report, "found_need", number=need.number)
    note_door(turn, report, need)
    tell_of_new(turn, t, telling.matter(turn, need), chat)
    return need


def _read_beside(turn: Turn, report: Report, reading: Reading, words: str, home: list[str]) -> Reading:
    """A need's words, with what only the activity's say of where: its unit, its building where it is on no list.

    Else 302 would stand anywhere, and in whichever unit.
    """
    own = turn.desk.reader.read(words, home)
    if own.place not in (None, *home) or own.candidates or own.named or own.building:
        return own
    unit = f"{reading.unit}单元" if reading.unit and own.room and not own.unit else ""
    return turn.desk.reader.read(report.named + unit + words, home) if report.named or unit else own


def _read_once_more(turn: Turn, report: Report, words: str, home: list[str]) -> Reading:
    """The words of a report as they stand now; of what was found on an activity, with where that was."""
    sent = next((one for one in reports.events(turn.session, report.serial) if one.step == "sent"), None)
    beside = reports.by_serial(turn.session, numbers.read(sent.reason) or 0) if sent and sent.reason else None
    if report.kind is not ReportKind.NEED or beside is None:
        return turn.desk.reader.read(words, home)
    home = [beside.place] if beside.place else home
    said = turn.desk.reader.read(beside.words or beside.text, home)
    return _read_beside(turn, beside, said, words, home)


def note_door(turn: Turn, report: Report, need: Report) -> None:
    """The household at which it was found, where its door is known."""
    if need.place and need.door:
        line = HouseholdLine(serial=report.serial, at=report.sent_at, place=need.place, door=need.door,
                             need_serial=need.serial)  # fmt: skip
        outings.add(turn.session, line)


def draw_up(
    turn: Turn, person: Person, home: list[str], reading: Reading, words: str, sent_at: datetime, *,
    bare: bool = False,
) -> Report:  # fmt: skip
    """A new report as its words are understood; not kept yet. `bare`: it came without saying what it is."""
    activity = reading.kind == "activity" and not reading.danger
    other = on_behalf.read(words) or OnBehalf()
    report = Report(
        kind=ReportKind.ACTIVITY if activity else ReportKind.NEED,
        state=State.NOTED if activity else State.DISPATCHED,
        reporter_id=person.id, for_name=other.name, for_telephone=other.telephone,
        text=words, category=_first(reading.categories),
        urgency=Urgency(reading.urgency), named=reading.named,
        place=dispatching.place_of(turn, reading, home), door=dispatching.door_of(reading),
        sent_at=sent_at, kept_at=turn.now, question=_question(turn, reading, home, bare),
    )  # fmt: skip
    report.privacy = grading.first_grade(turn, report)
    return report


def note_new(turn: Turn, report: Report, routing: Routing, reason: str = "") -> None:
    """The first two lines of a report's history: it was sent, and a station was named."""
    sent = Event(at=report.sent_at, serial=report.serial, step="sent", actor_id=report.reporter_id,
                 role="reporter", went_to=State.SUBMITTED, reason=reason)  # fmt: skip
    reports.note(turn.session, sent, dispatching.dispatched(turn, report, routing, State.SUBMITTED))


def tell_of_new(turn: Turn, t: Translator, told: Matter, chat: int, delay: float = 0.0) -> None:
    """A new report's card to each side; the numbers that help stand before everything else."""
    report = told.report
    if report.question == "danger":
        turn.post(reporter.asked_about_danger(t, told, chat))
    turn.post(reporter.card(t, told, chat, delay=delay))
    ring_for_new(turn, told, delay)


def ring_for_new(turn: Turn, told: Matter, delay: float = 0.0) -> None:
    """A new report's card to its station."""
    report = told.report
    held = max(delay, comparing.held(turn, report))
    telling.ring(turn, told, turn.desk.staffing.people.get(report.rung_id or 0), delay=held, new=True)
    must_reporting.ask_if_due(turn, report)


def _first(categories: tuple[str, ...]) -> str | None:
    return categories[0] if categories else None


def _question(turn: Turn, reading: Reading, home: list[str], bare: bool) -> str:
    """The one question, the weightiest first; empty when nothing needs to be asked."""
    if reading.danger:
        return "danger"
    if reading.candidates or (
        not reading.place and not reading.named and len(_choices(turn, reading, home)) > 1
    ):
        return "place"
    return "what" if bare else ""


def _choices(turn: Turn, reading: Reading, home: list[str]) -> list[str]:
    return list(reading.candidates) or dispatching.own_places(turn, home)


async def ask(
    turn: Turn,
    t: Translator,
    told: Matter,
    reading: Reading,
    home: list[str],
    chat: int,
    state: FSMContext,
) -> None:
    """Asks the report's one question, and listens for its answer; it swallows no report by itself."""
    match told.report.question:
        case "place":
            network = turn.desk.network
            choices = [(code, network.path(code)) for code in _choices(turn, reading, home)]
            turn.post(reporter.asked_where(t, told, chat, choices))
        case "what":
            turn.post(reporter.asked_what(t, told, chat))
        case "kind":
            turn.post(asking_about_activities.asked_kind(t, told.report, chat, tuple(ActivityKind), 0))
        case "number" if (lacks := recorded.lacking(turn, told.report)) is not None:
            turn.post(asking_about_activities.asked_number(t, told.report, chat, *lacks))
        case "same":
            await ask_if_same(turn, t, told, chat, state)
        case _:  # about danger: asked before the card; whether it was theirs: on the card
            pass
    await listen(turn, state, ASKED, told.report)


async def ask_if_same(turn: Turn, t: Translator, told: Matter, chat: int, state: FSMContext) -> None:
    """Whether it is what a neighbour has reported, and listens for the answer."""
    turn.post(joining.asked_if_same(t, told, chat, comparing.offers(turn, t, told.report)))
    await listen(turn, state, ASKED, told.report)


async def ask_about_danger(
    turn: Turn, t: Translator, report: Report, words: str, chat: int, state: FSMContext
) -> bool:
    """As `post_danger_question`, to the person who is speaking."""
    asked = post_danger_question(turn, t, report, words, chat)
    if asked:
        await listen(turn, state, ASKED, report)
    return asked


def post_danger_question(turn: Turn, t: Translator, report: Report, words: str, chat: int) -> bool:
    """Words of danger that come later call for the numbers and the question as much as the first ones."""
    if report.urgency is Urgency.T0 or not turn.desk.reader.read(words).danger:
        return False
    reports.change(turn.session, report, question="danger")
    asked = reporter.asked_about_danger(t, telling.matter(turn, report), chat)
    turn.post(asked.model_copy(update={"anew": True}))
    return True


def close_question(turn: Turn, t: Translator, told: Matter, chat: int) -> None:
    """The question is answered: it is not asked any more, or loses its buttons where it stands already."""
    card = subject(QUESTION, told.report.serial)
    turn.letters[:] = [letter for letter in turn.letters if (letter.card, letter.chat) != (card, chat)]
    if not cards.take_back(turn.session, card, chat):
        turn.post(reporter.question_closed(t, told, chat))
    reports.change(turn.session, told.report, question="")


def understand_again(
    turn: Turn, report: Report, words: str, home: list[str], *, afresh: bool = False
) -> Matter:
    """A report whose words came, grew or changed is read, placed and sent once more.

    What its reporter put right by hand stays. `afresh`: words went, and what they said goes with them.
    """
    reading = _read_once_more(turn, report, words, home)
    found = _understood(report, reading)
    if afresh:
        found |= {"category": _first(reading.categories), "place": dispatching.place_of(turn, reading, home)}
    by_hand, before = _put_right(turn, report), dispatching.looked_at(report)
    reports.change(turn.session, report, **{name: found[name] for name in found if name not in by_hand})
    if dispatching.looked_at(report) != before:
        note_understood(turn, report)
    recorded.read_again(turn, report, reading)
    grading.look_again(turn, report)
    must_reporting.ask_if_due(turn, report)
    return dispatching.route_again(turn, report, home)


def note_understood(turn: Turn, report: Report) -> None:
    """What a report is taken for now is part of its history: figures can be counted from that alone."""
    now = json.dumps({"of": dispatching.looked_at(report)}, ensure_ascii=False)
    reports.note(
        turn.session, Event(at=turn.now, serial=report.serial, step="understood", role="rule", reason=now)
    )


def _understood(report: Report, reading: Reading) -> dict[str, Any]:
    urgency = report.urgency if report.urgency is Urgency.T0 else Urgency(reading.urgency)
    return {"category": _first(reading.categories) or report.category, "urgency": urgency,
            "place": reading.place or report.place, "named": reading.named,
            "door": dispatching.door_of(reading)}  # fmt: skip


def _put_right(turn: Turn, report: Report) -> set[str]:
    """The parts of a report that its reporter has corrected or chosen: no reading is better than that."""
    parts = {
        "amended_category": {"category"}, "amended_urgency": {"urgency"},
        "amended_place": {"place", "named", "door"}, "placed": {"place", "named", "door"},
    }  # fmt: skip
    steps = {event.step for event in reports.events(turn.session, report.serial)} if report.version else ()
    return {name for step in steps for name in parts.get(step, ())}


def goes_without_place(reading: Reading) -> bool:
    """The words name no place, not even one that is unknown or open."""
    return not (reading.place or reading.candidates or reading.named)


def goes_without_matter(reading: Reading) -> bool:
    """The words name a place and nothing else."""
    named = not goes_without_place(reading)
    return named and not (reading.categories or reading.danger) and len(reading.words_left) <= BARE


def names_a_matter(reading: Reading) -> bool:
    """The words are of something to be dealt with, where a name is asked for: 停水, but not 李阿婆."""
    return bool(reading.danger) or reading.kind == "need" and any("." in code for code in reading.categories)


def words_of(message: Message) -> str:
    """What somebody wrote, be it a text or the line under a picture; spaces alone are nothing."""
    words = message.text or message.caption or ""
    return words if words.strip() else ""


def worded(turn: Turn, report: Report, message: Message, how: str) -> None:
    """Remembers a further message of a report, as it was sent."""
    said = Wording(serial=report.serial, chat=message.chat.id, message_id=message.message_id, at=message.date,
                   how=how, words=words_of(message))  # fmt: skip
    reports.word(turn.session, said)


def says_by_itself(message: Message) -> bool:
    """A voice says what the matter is; a photo, a film or a place on the map leaves it to be asked."""
    part = enclosed_in(message)
    return part is not None and part.kind in ("voice", "audio")
