"""Somebody goes on with the message before, which became a report a moment ago.

    Chen   化粪池漏了
    bot    ✅ 收到了 · N-10001-6 …
    Chen   [photo]                              (within the minute: its photo)
    Chen   4号楼                                (its place)
    Chen   味道很大                             (more of the same)
    bot    N-10001-6：加上了，西湖站也看得到。
    Chen   楼道灯坏了                           (a matter of its own: another report)
    bot    ✅ 收到了 · N-10002-4 …

Only what the report lacks joins it: a place, a photo, further words. Another building, and whatever names a
matter of its own, is a report of its own, equal words included. The later photos of an album, and the rest
of a message that an app had to cut, belong to their report whatever they say.
"""

from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.letters import reporter
from fieldwork.letters.reporter import ALBUM_PAUSE
from fieldwork.people import Person, Role
from fieldwork.reports import Report, was_cut
from fieldwork.texts import Translator
from fieldwork.understanding.reading import Reading
from handlers import telling, told_together
from handlers.adding import add
from handlers.enclosing import enclose, enclosed_in
from handlers.explaining import WORDS_WAIT
from handlers.listening import AlbumGoesOn
from handlers.reporting import (
    ask_about_danger,
    close_question,
    goes_without_matter,
    goes_without_place,
    says_by_itself,
    understand_again,
    worded,
    words_of,
)
from handlers.turn import Turn, home_of
from storage import reports

CUT_WITHIN = timedelta(seconds=2)  # between the parts of a message that an app cut
JOINS_WITHIN = timedelta(seconds=60)  # by Telegram's date


class AnotherPart(BaseFilter):
    """A further part of an album whose first part opened a report."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        if not message.media_group_id or person is None:
            return False
        report = reports.by_album(turn.session, person.id, message.media_group_id)
        return {"report": report} if report else False


class RestOfLongMessage(BaseFilter):
    """Telegram's apps cut what is longer than one message: the rest follows at once."""

    async def __call__(self, message: Message, turn: Turn, person: Person | None) -> bool | dict[str, Any]:
        latest = _latest(turn, person, message) if message.text else None
        if latest and was_cut(latest.text) and message.date - latest.sent_at <= CUT_WITHIN:
            return {"report": latest}
        return False


class AddsWhatLacks(BaseFilter):
    """Within the minute, nothing but what the report lacks: a photo, the place, the matter, or more words.

    A voice alone waits ten minutes for words, as a photo does (`explaining`).
    """

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role]
    ) -> bool | dict[str, Any]:
        latest = _latest(turn, person, message)
        if latest is None or message.date - latest.sent_at > WORDS_WAIT or not latest.is_open:
            return False
        return {"report": latest} if _adds(turn, message, latest, home_of(roles)) else False


def _latest(turn: Turn, person: Person | None, message: Message) -> Report | None:
    found = reports.of_reporter(turn.session, person.id, limit=1) if person else []
    if not found or message.date < found[0].sent_at:
        return None
    several = [] if words_of(message) else told_together.of(turn, found[0])
    return told_together.carrier(turn, several) if several else found[0]


def _adds(turn: Turn, message: Message, latest: Report, home: list[str]) -> bool:
    words, in_time = words_of(message), message.date - latest.sent_at <= JOINS_WITHIN
    if not words:
        return in_time and _is_more_to_see(turn, message, latest)
    reading = turn.desk.reader.read(words, home)
    if reading.kind != "need" or reading.danger:
        return False
    if _only_spoken(turn, latest):
        return goes_without_place(reading) or not reading.categories
    return in_time and _is_more_to_read(turn, reading, latest, home)


def _is_more_to_see(turn: Turn, message: Message, latest: Report) -> bool:
    """To words, whatever comes without any; to a photo, a voice or a place on the map, but no second photo."""
    part = enclosed_in(message)
    if part is None or latest.text:
        return part is not None
    kinds = {sent.kind for sent in reports.attachments(turn.session, latest.serial)}
    return part.kind == "voice" or part.kind not in kinds


def _only_spoken(turn: Turn, latest: Report) -> bool:
    """A report that is a voice, and has no written word yet."""
    sent = [] if latest.text else reports.attachments(turn.session, latest.serial)
    return any(each.kind in ("voice", "audio") for each in sent)


def _is_more_to_read(turn: Turn, reading: Reading, latest: Report, home: list[str]) -> bool:
    return _more_of_the_same(reading) or _fits(reading, turn.desk.reader.read(latest.text, home))


def _more_of_the_same(reading: Reading) -> bool:
    """Words that name neither a matter nor a place."""
    return goes_without_place(reading) and not reading.categories


def _fits(reading: Reading, before: Reading) -> bool:
    """A place alone for a matter without one, or a matter without a place for a place alone."""
    if goes_without_matter(reading):
        return goes_without_place(before)
    return goes_without_place(reading) and goes_without_matter(before)


def router() -> Router:
    continuing = Router(name="continuing")
    continuing.message.register(album_went_on, AlbumGoesOn())
    continuing.message.register(another_part_sent, AnotherPart())
    continuing.message.register(rest_came, RestOfLongMessage())
    continuing.message.register(went_on, AddsWhatLacks())
    return continuing


async def album_went_on(
    message: Message, turn: Turn, person: Person, t: Translator, report: Report, proof: bool,
    state: FSMContext,
) -> None:  # fmt: skip
    """The rest of an album that was added to a report, or shows what was done."""
    if not proof:
        await add(message, turn, person, t, report, state)
    elif sent := enclose(turn, report, message, proof=True, by=person.id):
        telling.show_proof(turn, report, sent)


async def another_part_sent(
    message: Message, turn: Turn, roles: list[Role], t: Translator, report: Report, state: FSMContext
) -> None:
    """A further part of an album: its photo and its words join the report; the card waits for the last."""
    sent = enclose(turn, report, message)
    await _join(message, turn, roles, t, report, state, how=_as_before(turn, report, message))
    if sent:
        telling.show_one_more(turn, telling.matter(turn, report), sent, delay=ALBUM_PAUSE)


async def rest_came(
    message: Message, turn: Turn, roles: list[Role], t: Translator, report: Report, state: FSMContext
) -> None:
    how = _as_before(turn, report, message)
    await _join(message, turn, roles, t, report, state, how=how, between="")


def _as_before(turn: Turn, report: Report, message: Message) -> str:
    """A further part of one message is what its first part was."""
    earlier = [said for said in reports.wordings(turn.session, report.serial)
               if said.message_id < message.message_id]  # fmt: skip
    return earlier[-1].how if earlier else "sent"


async def went_on(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, report: Report,
    state: FSMContext,
) -> None:  # fmt: skip
    words = words_of(message)
    if report.text and words and _more_of_the_same(_read(turn, words, roles)) and not _bare(turn, report):
        await add(message, turn, person, t, report, state, joined=True)
        return
    if message.media_group_id and not report.album:
        reports.change(turn.session, report, album=message.media_group_id)
    sent = enclose(turn, report, message)
    if sent:
        telling.show_one_more(turn, telling.matter(turn, report), sent, delay=ALBUM_PAUSE)
    await _join(message, turn, roles, t, report, state, how="joined")
    turn.post(reporter.joined(t, report, message.chat.id))


def _read(turn: Turn, words: str, roles: list[Role]) -> Reading:
    return turn.desk.reader.read(words, home_of(roles))


def _bare(turn: Turn, report: Report) -> bool:
    """A report that names a place and no matter yet."""
    return goes_without_matter(turn.desk.reader.read(report.text))


async def _join(
    message: Message, turn: Turn, roles: list[Role], t: Translator, report: Report, state: FSMContext,
    how: str, between: str = "\n",
) -> None:  # fmt: skip
    """Words become part of the report's own, which is understood once more; both sides see it."""
    words, home = words_of(message), home_of(roles)
    worded(turn, report, message, how)
    if words:
        reports.change(turn.session, report, text=between.join(filter(None, (report.text, words))))
        understand_again(turn, report, report.text, home)
    if report.question == "what" and (words or says_by_itself(message)):
        close_question(turn, t, telling.matter(turn, report), message.chat.id)
        await state.clear()
    if words:
        await ask_about_danger(turn, t, report, words, message.chat.id, state)
    told = telling.matter(turn, report)
    telling.redraw_reporters(turn, told, delay=ALBUM_PAUSE)
    telling.redraw_stations(turn, told, delay=ALBUM_PAUSE)
