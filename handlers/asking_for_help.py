"""What every way of asking for help has in common: one line what is to be done, who helps, and ending it.

    Wang   更多
    Wang   谁在帮忙
    bot    N-10001-6，谁在帮忙：
           🤝 何建业：在办                        ↩️ 不用了：何建业
    Wang   不用了：何建业
    bot    不用对方帮忙了，已转告。

The station keeps the lead, whoever helps: asking changes neither state nor station nor handler. A word of the
station under a helper's line goes to that helper.
"""

import re
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.helping import Help, HelpKind
from fieldwork.letters import hands as letters
from fieldwork.people import Person, Role
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import lending, showing_helpers, standing, stepping, telling
from handlers.dispatching import door_of
from handlers.hearing import Holds
from handlers.lending import OnHelpCard
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, may_handle
from storage import helps, people, reports

NAMED = 2  # characters of a name that, in a line, name somebody


class OnHelpersLine(OnHelpCard):
    """A reply of the station to something of a helper. Hands on `help_` and `report`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:  # type: ignore[override]
        found = await super().__call__(message, turn)
        return found if isinstance(found, dict) and may_handle(turn, roles, found["report"]) else False


def router() -> Router:
    asking = Router(name="asking for help")
    asking.callback_query.register(wants_to_see_who_helps, Tap("helpers"))
    asking.callback_query.register(needed_no_more, Tap("help_off"))
    asking.callback_query.register(shows_photos, Tap("help_proof"))
    asking.message.register(answered_helper, Holds("reply_to_message"), OnHelpersLine())
    return asking


# -- the one line -----------------------------------------------------------------------------------


async def ask_for_line(tapped: Tapped, name: str, who: str, **kept: Any) -> None:
    """Asks what is to be done; the answer is heard under `name`, with what was chosen before."""
    told = telling.matter(tapped.turn, tapped.report)
    tapped.turn.post(letters.asked_for_line(tapped.t, told, tapped.chat, who))
    await listen(tapped.turn, tapped.state, name, tapped.report)
    await tapped.state.update_data(**kept)


class Line(Listening):
    """One line what is to be done, from somebody who may still ask for it. Hands on `report` and `words`."""

    async def __call__(
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext
    ) -> bool | dict[str, Any]:
        found = await super().__call__(message, turn, roles, state)
        words = " ".join((message.text or "").split())
        return {**found, "words": words} if isinstance(found, dict) and words else False


def may_ask(turn: Turn, name: str, report: Report, person: Person, roles: list[Role], t: Translator) -> str:
    """Why help may not be asked for now, as a sentence; empty: it may."""
    verdict = standing.may(turn, name, report, person, roles)
    return "" if verdict else stepping.why_not(turn, t, report, person, verdict.hindrance)


def is_too_personal(turn: Turn, report: Report, words: str) -> bool:
    """Whether a line says whom it is about, where they live or how to call them, or tells a private matter."""
    reading = turn.desk.reader.read(words)
    if door_of(reading) or re.search(r"\d{3,}\s*[室房号號]", words):
        return True
    who = people.by_id(turn.session, report.reporter_id)
    names = [who.name if who else "", report.for_name]
    named = any(len(name) >= NAMED and name in words for name in names)
    return named or turn.desk.discretion.of([words]).is_personal


async def refuse_line(message: Message, turn: Turn, t: Translator, report: Report) -> None:
    turn.post(letters.line_too_personal(t, telling.matter(turn, report, additions=False), message.chat.id))


# -- who helps, and ending it -----------------------------------------------------------------------


async def wants_to_see_who_helps(_query: CallbackQuery, tapped: Tapped) -> None:
    overview = letters.overview(tapped.t, telling.matter(tapped.turn, tapped.report), tapped.chat)
    tapped.turn.post(overview.model_copy(update={"anew": True}))


async def needed_no_more(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, help_ = tapped.turn, _chosen(tapped)
    if help_ is None or not help_.is_open:
        tapped.says(tapped.t.staff("That is over already."))
    elif said := may_ask(turn, "assist", tapped.report, tapped.person, tapped.roles, tapped.t):
        tapped.says(said)
    elif showing_helpers.withdraw(turn, help_, tapped.person.id, stepping.staff_role(tapped.roles)):
        told = lending.redraw(turn, tapped.report)
        turn.post(letters.overview(tapped.t, told, tapped.chat))
        tapped.says(tapped.t.staff("They are told that it is not needed any more."))


def _chosen(tapped: Tapped) -> Help | None:
    """The request for help that a button names, if it is one of this report."""
    choice = tapped.button.choice
    help_ = helps.by_id(tapped.turn.session, int(choice)) if choice.isdecimal() and len(choice) < 10 else None
    return help_ if help_ and help_.serial == tapped.report.serial else None


async def shows_photos(_query: CallbackQuery, tapped: Tapped) -> None:
    """The handler says that a helper's photos show what was done: the reporter sees them with 办结."""
    help_ = _chosen(tapped)
    many = reports.take_as_proof(tapped.turn.session, tapped.report.serial, help_.id) if help_ else 0
    if help_ is None or many == 0:
        tapped.says(tapped.t.staff("That is settled already."))
        return
    role = stepping.staff_role(tapped.roles)
    showing_helpers.note(tapped.turn, help_, "help_proof", tapped.person.id, role)
    tapped.says(tapped.t.staff("The reporter will see them when it is done."))


async def answered_helper(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    help_: Help,
    report: Report,
) -> None:
    """What the station writes under a helper's line goes to that helper."""
    words = (message.text or "").strip()
    if not words:
        await message.answer(t.staff("Only words can be passed on to a helper."))
        return
    if help_.kind is not HelpKind.STATION and is_too_personal(turn, report, words):
        await refuse_line(message, turn, t, report)
        return
    told = telling.matter(turn, report, additions=False)
    to = lending.tell_helper(turn, told, help_, person, words)
    if to is None:
        await message.answer(t.staff("Nobody who helps can be written to."))
        return
    showing_helpers.note(turn, help_, "help_told", person.id, stepping.staff_role(roles), words)
    await message.answer(t.staff("Passed on to {worker}.", worker=to.name))
