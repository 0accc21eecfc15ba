"""Buttons in every hand: who presses the same at the same instant, what an old screen still shows, what is forged.

`Racer` is an actor whose taps are contested, all or those of some actions. First those press it whom it was never shown
(`thieves`; where only some actions are contested, one of them in turn): nothing may change. Then whoever sees the same
button presses it in the same instant, and both updates lie in the inbox before the bot looks: the first counts, the
others are told. Then the finger comes down once more: nothing changes.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiogram import Router
from sqlalchemy import select

from fieldwork.buttons import Button, parsed
from handlers import routers
from handlers.listening import Asked, Listening
from handlers.tapping import Tap
from storage.network import table_of
from storage.tables import (
    AbsenceRow,
    ActivityRow,
    AdmissionRow,
    AgendaItemRow,
    AttachmentRow,
    AttendanceRow,
    CarePlanRow,
    CaseRow,
    ClosingRow,
    ClosureRow,
    CouncilRow,
    CountRow,
    DutyRow,
    EventRow,
    ExportRow,
    HelperRow,
    HelpRow,
    HouseholdLineRow,
    InvitationRow,
    MuteRow,
    OrganisationRow,
    OutingRow,
    ProjectRow,
    ReportRow,
    RequestRow,
    RoleRow,
    SignInRow,
    TallyRow,
    VisitRow,
    WordingRow,
)
from tests.talk import Actor, Heard, Key, Talk

KEPT = (
    ReportRow, EventRow, RequestRow, HelpRow, HelperRow, AdmissionRow, RoleRow, ActivityRow, CountRow, OutingRow,
    HouseholdLineRow, AttendanceRow, SignInRow, OrganisationRow, ProjectRow, CaseRow, TallyRow, ClosingRow,
    CouncilRow, AgendaItemRow, ExportRow, DutyRow, AbsenceRow, ClosureRow, CarePlanRow, VisitRow, MuteRow,
    InvitationRow, AttachmentRow, WordingRow,
)  # fmt: skip
ANYBODYS = frozenset(
    {"walk_at", "case_kind", "case_places", "sign_here", "sign_kind"}
)  # what whoever holds the button does for themselves
TOGETHER = frozenset({"help_joined", "help_left"})  # what several may do at once: 一起去, 不去了


class Shown(NamedTuple):
    """A button that somebody was shown once, in a message of their private chat."""

    chat: int
    message: int
    data: str


async def kept(talk: Talk) -> dict[str, list[str]]:
    """All that stands in the books of reports and of what was done, what was asked about them, who may do what."""

    def read(session: Any) -> dict[str, list[str]]:
        tables = {row.__name__: table_of(row) for row in KEPT}
        return {name: [repr(row) for row in session.execute(select(table))] for name, table in tables.items()}

    return await talk.asks(read)


def assert_same(before: dict[str, list[str]], after: dict[str, list[str]], why: str) -> None:
    """Names the rows that are new, not as they were, or gone."""
    gone = [f"- {table} {row}" for table, rows in before.items() for row in rows if row not in after[table]]
    new = [f"+ {table} {row}" for table, rows in after.items() for row in rows if row not in before[table]]
    assert not gone + new, "\n".join([why, *gone, *new])


def every_action() -> set[str]:
    """The action of every button that some conversation listens for."""
    return {name.removeprefix("button ") for _, name in listens_for() if name.startswith("button ")}


def listens_for() -> Iterator[tuple[str, str]]:
    """Each conversation's file with each button it answers, and each name under which it waits for words."""
    for router in every_router(routers()):
        for handler in (*router.callback_query.handlers, *router.message.handlers):
            for each in handler.filters or ():
                owner = getattr(each.callback, "__self__", each.callback)
                where = handler.callback.__module__
                if isinstance(owner, Tap):
                    yield from ((where, f"button {action}") for action in owner.actions)
                elif isinstance(owner, Listening | Asked):
                    yield where, f"words {owner.name}"


def every_router(some: Iterable[Router]) -> Iterator[Router]:
    """Routers, and those that belong to them."""
    for router in some:
        yield router
        yield from every_router(router.sub_routers)


def ever_shown(talk: Talk) -> list[Shown]:
    """Every button that stood under a message of a private chat, now or before it was rewritten."""
    found: dict[Shown, None] = {}
    for exchange in talk.sandbox.exchanges:
        result, chat = exchange.answer.get("result"), int(exchange.params.get("chat_id") or 0)
        if exchange.answer["ok"] and chat > 0 and isinstance(result, dict) and "message_id" in result:
            for data in _pressable(exchange.params.get("reply_markup")):
                found[Shown(chat, int(result["message_id"]), data)] = None
    return list(found)


def _pressable(markup: Any) -> Iterator[str]:
    given = json.loads(markup) if isinstance(markup, str) else markup or {}
    for row in given.get("inline_keyboard", []):
        yield from (key["callback_data"] for key in row if "callback_data" in key)


async def press(talk: Talk, account: int, message: int, data: str) -> None:
    """A press that lies in the inbox; nobody has looked at it yet."""
    await talk.sandbox.does("press", person=account, message_id=message, data=data, force=True, wait=0)


def answers(talk: Talk, since: int) -> list[str]:
    """What presses were answered with, since so many exchanges."""
    new = talk.sandbox.exchanges[since:]
    return [str(one.params.get("text", "")) for one in new if one.method == "answerCallbackQuery"]


@dataclass
class Racer(Actor):
    """One of the cast whom the others race for every button."""

    rivals: "list[Racer]" = field(default_factory=list, repr=False)
    thieves: list[Actor] = field(default_factory=list, repr=False)  # to whom none of it was ever shown
    races: list[str] = field(default_factory=list)  # the actions that were contested
    pressed: list[str] = field(default_factory=list)  # all actions
    contests: frozenset[str] | None = (
        None  # the actions for which the others race; all, where nothing is said
    )
    thefts: int = 0

    async def taps_data(self, data: str, message: int) -> Heard:
        await self.talk.settle()
        action = _read(data).action
        self.pressed.append(action)
        if self.contests is not None and action not in self.contests:
            return await super().taps_data(data, message)
        await self._stolen(data)
        heard = await self._raced(data, message)
        await self._again(data, message)
        return heard

    async def _stolen(self, data: str) -> None:
        """Whoever was not meant by it presses it before."""
        if _read(data).action in ANYBODYS:
            return
        before = await kept(self.talk)
        for thief in self._next_thieves():
            await press(self.talk, thief.account, (await thief.newest()).id, data)
        await self.talk.settle()
        assert_same(before, await kept(self.talk), f"{data} did something in wrong hands")

    def _next_thieves(self) -> list[Actor]:
        """All of them; in a slice one of them, in turn."""
        if self.contests is None:
            return self.thieves
        self.thefts += 1
        return [self.thieves[self.thefts % len(self.thieves)]]

    async def _again(self, data: str, message: int) -> None:
        """The same finger once more, when it has done what it does."""
        before, since = await kept(self.talk), len(self.talk.sandbox.exchanges)
        await press(self.talk, self.account, message, data)
        await self.talk.settle()
        assert len(answers(self.talk, since)) == 1, f"a second press on {data} was not answered"
        assert_same(before, await kept(self.talk), f"{data} did something twice")

    async def _raced(self, data: str, message: int) -> Heard:
        contested = [(rival, key) for rival in self.rivals if (key := await rival.sees_too(data))]
        before, since = await self._steps(), len(self.talk.sandbox.exchanges)
        await self.catches_up()
        await press(self.talk, self.account, message, data)
        for rival, key in contested:
            await press(self.talk, rival.account, key.message, key.data)
        heard = await self._hears_after()
        answered = answers(self.talk, since)
        assert len(answered) == 1 + len(contested), f"a press on {data} was not answered"
        if contested:
            self.races.append(_read(data).action)
            self._held_against((await self._steps())[len(before) :], data)
            await self._told(contested, answered[1:])
        return Heard(heard.messages, answered[0])

    async def sees_too(self, data: str) -> Key | None:
        """The button that does the same to the same record, where this one sees it."""
        wanted = _read(data)
        for said in reversed(await self.chat()):
            for key in (key for row in said.rows for key in row if not said.deleted and key.data):
                seen = _read(key.data)
                if (seen.action, seen.record, seen.choice) == (wanted.action, wanted.record, wanted.choice):
                    return key
        return None

    async def _steps(self) -> list[tuple[str, int | None]]:
        events = table_of(EventRow)
        rows = select(events.c.step, events.c.actor_id).order_by(events.c.id)
        return await self.talk.asks(lambda s: [(step, actor) for step, actor in s.execute(rows)])

    def _held_against(self, new: Iterable[tuple[str, int | None]], data: str) -> None:
        """No step is taken by two: what one has done, nobody does again in the same instant."""
        by: dict[str, set[int | None]] = {}
        for step, actor in new:
            if step not in TOGETHER:
                by.setdefault(step, set()).add(actor)
        assert {step: actors for step, actors in by.items() if len(actors) > 1} == {}, data

    async def _told(self, contested: "list[tuple[Racer, Key]]", answered: list[str]) -> None:
        """Whoever was late hears something: an answer to the press, or a message."""
        for (rival, key), answer in zip(contested, answered, strict=True):
            assert answer or (await rival.hears()).messages, f"{rival.member.name} heard nothing of {key}"


def _read(data: str) -> Button:
    button = parsed(data)
    assert button is not None, data
    return button
