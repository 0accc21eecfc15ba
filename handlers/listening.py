"""What somebody was asked to write, and how long the bot listens for it.

    Chen   补充
    bot    N-10001-6：请接着写，或者发照片。
    Chen   (the next day) 5号楼电梯坏了              (a report: nobody remembers yesterday's question)
    bot    ✅ 收到了 · N-10002-4 …

An album comes in parts: what became of the first part is remembered, so that the others go the same way and
are answered once.
"""

from datetime import datetime, timedelta
from typing import Any

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.people import Person, Role
from fieldwork.reports import Report, State
from handlers.turn import Turn, home_of
from storage import conversations, drafts, reports

IN_THE_MIDDLE = timedelta(minutes=10)  # since somebody touched what they are writing
PATIENCE = timedelta(hours=1)  # after it, what somebody writes is no answer any more


async def listen(turn: Turn, state: FSMContext, name: str, report: Report) -> None:
    """From here on what this person writes belongs to `report`, under `name`."""
    await state.set_state(name)
    await state.set_data({"serial": report.serial, "asked_at": turn.now.isoformat()})


async def report_spoken_of(turn: Turn, state: FSMContext) -> Report | None:
    """The report that a conversation is about."""
    return reports.by_serial(turn.session, (await state.get_data()).get("serial", 0))


async def left_lying(message: Message, state: FSMContext) -> bool:
    """Whether the bot has waited too long for this to be the answer."""
    asked_at = (await state.get_data()).get("asked_at", "")
    return asked_at != "" and message.date - datetime.fromisoformat(asked_at) > PATIENCE


class Listening(BaseFilter):
    """What was asked for under a name, about a report in one of these states. Hands on `report`.

    With `here` a matter of its own at another place is no answer, but a report by itself.
    """

    def __init__(self, name: str, *states: State, here: bool = False) -> None:
        self.name, self.states, self.here = name, frozenset(states or State), here

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        if await state.get_state() != self.name or await left_lying(message, state):
            return False
        report = await report_spoken_of(turn, state)
        if report is None or report.state not in self.states:
            return False
        return False if self.here and _is_elsewhere(turn, message, report, roles) else {"report": report}


def speaks_of_another(turn: Turn, message: Message, report: Report, roles: list[Role]) -> bool:
    """A report by itself: a matter at another place, or another matter at a place that is named again."""
    reading = turn.desk.reader.read(message.text or message.caption or "", home_of(roles))
    if reading.kind == "activity" or _is_elsewhere(turn, message, report, roles):
        return True
    before = turn.desk.reader.read(report.words or report.text, home_of(roles)).categories
    known = {*before, *((report.category,) if report.category else ())}
    return bool(reading.place and reading.categories and known) and known.isdisjoint(reading.categories)


def _is_elsewhere(turn: Turn, message: Message, report: Report, roles: list[Role]) -> bool:
    """A matter of its own, at a place that is neither the report's, nor around it, nor in it."""
    reading = turn.desk.reader.read(message.text or message.caption or "", home_of(roles))
    place, within = reading.place, turn.desk.network.contains
    if not (reading.categories and place and report.place):
        return False
    return not (within(report.place, place) or within(place, report.place))


class Asked(BaseFilter):
    """Words that answer what was asked under a name, while it is remembered. Hands on `kept`, what was noted then."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, message: Message, state: FSMContext) -> bool | dict[str, Any]:
        words = (message.text or "").strip()
        if not words or words.startswith("/"):
            return False
        if await state.get_state() != self.name or await left_lying(message, state):
            return False
        return {"kept": await state.get_data()}


class Idle(BaseFilter):
    """Nothing was asked for, or so long ago that nobody remembers."""

    async def __call__(self, message: Message, state: FSMContext) -> bool:
        return await state.get_state() is None or await left_lying(message, state)


def is_writing(turn: Turn, person: Person) -> bool:
    """Whether somebody touched a draft, or was asked to write something, in these minutes: nothing unasked then."""
    touched, draft = turn.now - IN_THE_MIDDLE, drafts.of(turn.session, person.id)
    if draft and draft.cancelled_at is None and draft.touched_at > touched:
        return True
    return conversations.waits_for_words(turn.session, person.account or 0, touched)


async def remember_album(state: FSMContext, message: Message, report: Report, *, proof: bool) -> bool:
    """Keeps where an album's first part went. False for its later parts: they were spoken of already."""
    if not message.media_group_id:
        return True
    data = await state.get_data()
    first = data.get("album") != message.media_group_id
    kept = {"album": message.media_group_id, "album_of": report.serial, "proof": proof}
    await state.set_data({**data, **kept})
    return first


class AlbumGoesOn(BaseFilter):
    """A later part of an album that was added to a report, or shows what was done. Hands on both."""

    async def __call__(self, message: Message, turn: Turn, state: FSMContext) -> bool | dict[str, Any]:
        data = await state.get_data() if message.media_group_id else {}
        if not data or data.get("album") != message.media_group_id:
            return False
        report = reports.by_serial(turn.session, data["album_of"])
        return {"report": report, "proof": data["proof"]} if report else False
