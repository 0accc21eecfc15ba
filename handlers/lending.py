"""Lending a hand: what those who were asked to help may do, and how the station that leads hears of it.

Whatever a helper does goes through `act`: asked of `fieldwork.helping`, kept in the report's history, shown on
every card. State, station and handler of the report stay as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import helping
from fieldwork.buttons import Button
from fieldwork.helping import As, Help, HelpKind, No
from fieldwork.letters import Letter, hands, passing_on
from fieldwork.letters import helping as helpers_letters
from fieldwork.letters.matter import Matter, help_of, help_subject
from fieldwork.people import Person, Role, RoleKind, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.reports import Attachment, Report
from fieldwork.texts import Translator
from handlers import showing_helpers, telling
from handlers.enclosing import enclose
from handlers.listening import Listening, listen
from handlers.stepping import staff_role
from handlers.tapping import Given, chat_of, values_of
from handlers.turn import Turn, stations_of, voice
from storage import cards, helps, people, reports


@dataclass(frozen=True)
class Lent:
    """A request for help, its report, and somebody who was asked."""

    turn: Turn
    help: Help
    report: Report
    person: Person
    roles: list[Role]
    t: Translator

    @property
    def chat(self) -> int:
        return self.person.account or 0


@dataclass(frozen=True)
class LentTap(Lent):
    """The same with a tap on the helper's card."""

    query: CallbackQuery
    button: Button
    answer: CallbackAnswer
    state: FSMContext

    def says(self, sentence: str) -> None:
        """Answers the tap itself."""
        self.answer.text = sentence


def lent_to(query: CallbackQuery, given: Given) -> LentTap | None:
    """The tap with what is asked of helpers; None where this person was not asked."""
    turn, person = given["turn"], given["person"]
    help_ = helps.by_id(turn.session, given["button"].record)
    report = reports.by_serial(turn.session, help_.serial) if help_ else None
    if help_ is None or report is None or not acting(turn, help_, report, person, given["roles"]):
        return None
    return LentTap(**values_of(query, given), help=help_, report=report)


# -- who is who -------------------------------------------------------------------------------------


def acting(
    turn: Turn, help_: Help, report: Report, person: Person | None, roles: list[Role]
) -> frozenset[As]:
    """Everything that somebody is to a request for help today; empty for those it does not concern."""
    if person is None or person.id == report.reporter_id and help_.kind is HelpKind.VOLUNTEER:
        return frozenset()
    if not _was_asked(turn, help_, report, person, roles):
        return frozenset()
    found = {As.ASKED}
    if help_.kind is HelpKind.VOLUNTEER:
        for helper in helps.helpers(turn.session, help_.id):
            if helper.person_id == person.id:
                found.add(As.HOLDER if helper.leads else As.ALONG)
    return frozenset(found)


def _was_asked(turn: Turn, help_: Help, report: Report, person: Person, roles: list[Role]) -> bool:
    match help_.kind:
        case HelpKind.STATION:
            return help_.station in {station.code for station in stations_of(turn, roles)}
        case HelpKind.PARTNER:
            return help_.person_id == person.id and is_partner_of(turn, report, roles)
        case HelpKind.VOLUNTEER:
            return hears_call(turn, help_.place, help_.partners, roles)


def is_partner_of(turn: Turn, report: Report, roles: list[Role]) -> bool:
    """A partner of the report's building, its estate, its community or its street."""
    places = partner_places(turn, report.place or "")
    return any(role.kind is RoleKind.PARTNER and role.place in places for role in roles)


def partner_places(turn: Turn, place: str) -> list[str]:
    """Whose partners may be asked: the place's own, and those above it up to the street, nearest first."""
    return [up.code for up in turn.desk.network.above(place) if up.kind is not PlaceKind.DISTRICT]


def hears_call(turn: Turn, place: str, partners: bool, roles: list[Role]) -> bool:
    """Whether a call for the volunteers of a place, perhaps for its organisations too, reaches somebody."""
    within = [role.kind for role in roles if turn.desk.network.contains(place, role.place)]
    around = partner_places(turn, place) if partners else []
    is_partner = any(role.kind is RoleKind.PARTNER and role.place in around for role in roles)
    return RoleKind.VOLUNTEER in within or partners and (RoleKind.PARTNER in within or is_partner)


# -- doing something --------------------------------------------------------------------------------


def hindered(lent: Lent, name: str) -> No | None:
    """Why this may not be done now by this person; None: it may."""
    who = acting(lent.turn, lent.help, lent.report, lent.person, lent.roles)
    minutes = lent.turn.desk.rules.limits.claim_undo_minutes
    return helping.why_not(name, lent.help, who, lent.turn.now, timedelta(minutes=minutes))


def act(lent: Lent, name: str, step: str, words: str = "", **values: Any) -> No | None:
    """Does it and keeps it, if it may be done now; each is a word of theirs. Gives what stood in the way."""
    hindrance = hindered(lent, name)
    if hindrance:
        return hindrance
    state = helping.ACTS[name].leads_to or lent.help.state
    heard = {"heard_at": lent.turn.now, "nudged_at": None}
    if not helps.change(lent.turn.session, lent.help, state=state, **{**heard, **values}):
        return No.STATE
    role = staff_role(lent.roles) if lent.help.kind is HelpKind.STATION else lent.help.kind.value
    showing_helpers.note(lent.turn, lent.help, step, lent.person.id, role, words)
    return None


def sorry(lent: Lent, hindrance: No) -> str:
    """The kind sentence for what cannot be done now."""
    t, who = lent.t, showing_helpers.name_of(lent.turn, lent.help)
    if hindrance is No.TOO_LATE:
        minutes = lent.turn.desk.rules.limits.claim_undo_minutes
        return t.both("The {minutes} minutes are over: please answer this card and tell the station.",
                      minutes=minutes)  # fmt: skip
    if hindrance is No.NOT_THEIRS:
        return t.both("This is not for you to answer.")
    if lent.help.kind is HelpKind.VOLUNTEER and lent.help.is_open and who:
        return t.both("Taken by {name}", name=helpers_letters.short_name(t, who))
    return t.both("That is settled already.")


def redraw(turn: Turn, report: Report) -> Matter:
    """The cards of the station and of all who help, as they stand now; nothing for the reporter."""
    told = telling.matter(turn, report)
    telling.redraw_stations(turn, told)
    showing_helpers.rewrite(turn, told)
    return told


def tell_lead(turn: Turn, told: Matter, line: Callable[[Translator, int], Letter]) -> Person | None:
    """One line for the one who leads: who signed for it, or whose card rang."""
    lead = telling.staff_chat(turn, told.report)
    if lead and lead.account:
        turn.post(line(voice(turn, lead), lead.account))
    return lead


# -- words and photos of helpers --------------------------------------------------------------------


class FromHelper(Listening):
    """What a helper was asked for under a name. Hands on `lent`; `here` as in Listening."""

    async def __call__(  # type: ignore[override]
        self, message: Message, turn: Turn, roles: list[Role], state: FSMContext, person: Person | None,
        t: Translator,
    ) -> bool | dict[str, Any]:  # fmt: skip
        found = await super().__call__(message, turn, roles, state)
        if not isinstance(found, dict) or person is None:
            return False
        help_ = helps.by_id(turn.session, (await state.get_data()).get("help", 0))
        about = _help_replied_to(turn, message)
        if help_ is None or about not in (0, help_.id):
            return False
        return {"lent": Lent(turn, help_, found["report"], person, roles, t)}


async def listen_to(lent: Lent, state: FSMContext, name: str) -> None:
    """From here on what a helper writes is about this request, under `name`."""
    await listen(lent.turn, state, name, lent.report)
    await state.update_data(help=lent.help.id)


def _help_replied_to(turn: Turn, message: Message) -> int:
    """The request for help whose card, or a line beside it, was answered; 0 for anything else."""
    replied = message.reply_to_message
    card = cards.subject_at(turn.session, message.chat.id, replied.message_id) if replied else None
    return help_of(card or "")


class OnHelpCard(BaseFilter):
    """A reply to a helper's card, or to a line about a request for help. Hands on `help_` and `report`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        number = _help_replied_to(turn, message)
        help_ = helps.by_id(turn.session, number) if number else None
        report = reports.by_serial(turn.session, help_.serial) if help_ else None
        return {"help_": help_, "report": report} if help_ and report else False


def keep_photo(lent: Lent, message: Message) -> Attachment | None:
    """What a helper sent stays with the report, and stands beside the card of the one who leads."""
    kept = enclose(lent.turn, lent.report, message, by=lent.person.id, help_id=lent.help.id)
    lead = telling.staff_chat(lent.turn, lent.report)
    if kept and lead and lead.account:
        told = telling.matter(lent.turn, lent.report, additions=False)
        for letter in passing_on.beside(help_subject(lent.help), told, lead.account, [kept]):
            lent.turn.post(letter)
    return kept


def unused_photos(turn: Turn, report: Report) -> dict[int, list[Attachment]]:
    """What helpers sent and nobody has taken as proof, by request."""
    found: dict[int, list[Attachment]] = {}
    for each in reports.attachments(turn.session, report.serial):
        if each.help_id and not each.proof:
            found.setdefault(each.help_id, []).append(each)
    return found


def offer_as_proof(turn: Turn, t: Translator, report: Report, chat: int) -> None:
    """Somebody finishes: the photos of helpers are offered once more; the handler decides."""
    told = telling.matter(turn, report, additions=False)
    for number in unused_photos(turn, report):
        help_ = helps.by_id(turn.session, number)
        if help_:
            who = hands.called(t, help_.kind, showing_helpers.name_of(turn, help_))
            turn.post(hands.offered_as_proof(t, told, chat, help_, who))


def tell_helper(turn: Turn, told: Matter, help_: Help, by: Person, words: str) -> Person | None:
    """A word of the station goes to who has it, or was asked by name; None where nobody can be told."""
    number = help_.taken_by or help_.person_id
    person = people.by_id(turn.session, number) if number else None
    if person is None or not can_be_reached(person) or person.account is None:
        return None
    t = voice(turn, person)
    turn.post(helpers_letters.told_by_station(t, told, person.account, help_, by.name, words))
    return person


def chat_tapped(lent: LentTap) -> int:
    """The chat in which was tapped: a group, or one's own."""
    return chat_of(lent.query)
