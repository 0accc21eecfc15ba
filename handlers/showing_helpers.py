"""Whoever helps sees it as it stands: their cards, rewritten whenever the report or the request changes.

No more than `fieldwork.helping.sight` allows by class; when the report ends, or becomes too private for whoever
was asked, the request ends too.
"""

import json

from fieldwork import helping, seeing
from fieldwork.groups import Binding
from fieldwork.helping import NO_MORE_HELP, Help, Helper, HelpKind, HelpState
from fieldwork.letters import Letter, passing_on
from fieldwork.letters import helping as letters
from fieldwork.letters.group import place_shown
from fieldwork.letters.helping import Standing
from fieldwork.letters.matter import Hand, Matter, help_subject
from fieldwork.people import Person, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.quiet import held_until
from fieldwork.reports import Event, PrivacyClass, Report
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator
from handlers.turn import Turn, chats_holding, voice
from storage import groups, helps, people, reports


def hands(turn: Turn, report: Report) -> tuple[Hand, ...]:
    """Who helps with a report, by name, as its station reads it."""
    return tuple(_hand(turn, help_) for help_ in helps.of_report(turn.session, report.serial))


def _hand(turn: Turn, help_: Help) -> Hand:
    if help_.kind is HelpKind.VOLUNTEER:
        names = _names(turn, helps.helpers(turn.session, help_.id))
        return Hand(help=help_, who=names[0] if names else "", along=tuple(names[1:]))
    return Hand(help=help_, who=name_of(turn, help_))


def name_of(turn: Turn, help_: Help) -> str:
    """Whom the station calls by which name: another station, a partner, the volunteer who has it."""
    if help_.kind is HelpKind.STATION:
        seat = turn.desk.network.stations.get(help_.station)
        return seat.name if seat else ""
    number = help_.person_id if help_.kind is HelpKind.PARTNER else help_.taken_by
    person = people.by_id(turn.session, number) if number else None
    return person.name if person else ""


def _names(turn: Turn, helpers: list[Helper]) -> list[str]:
    who = people.by_ids(turn.session, [helper.person_id for helper in helpers])
    return [who[helper.person_id].name for helper in helpers if helper.person_id in who]


# -- ending -----------------------------------------------------------------------------------------


def end_what_is_over(turn: Turn, report: Report) -> None:
    """A report that is done with, or too private by now for somebody who was asked, ends their part."""
    if report.state in NO_MORE_HELP or seeing.rises(PrivacyClass.P1, report.privacy):
        for help_ in helps.of_report(turn.session, report.serial):
            over = report.state in NO_MORE_HELP or not helping.may_be_asked(help_.kind, report)
            if help_.is_open and over:
                withdraw(turn, help_, None, "rule")


def withdraw(turn: Turn, help_: Help, by: int | None, role: str) -> bool:
    """It is not needed any more; False where it was over already."""
    if not helps.change(turn.session, help_, state=HelpState.WITHDRAWN, ended_at=turn.now):
        return False
    note(turn, help_, "help_withdrawn", by, role)
    return True


def note(turn: Turn, help_: Help, step: str, actor: int | None, role: str, words: str = "") -> None:
    """Keeps in the report's history what somebody did with a request for help."""
    about: dict[str, object] = {"help": help_.id, "kind": help_.kind.value}
    if help_.station:
        about["station"] = help_.station
    if help_.person_id:
        about["person"] = help_.person_id
    if words:
        about["words"] = words
    reports.note(turn.session, Event(at=turn.now, serial=help_.serial, step=step, actor_id=actor, role=role,
                                     reason=json.dumps(about, ensure_ascii=False)))  # fmt: skip


# -- their cards ------------------------------------------------------------------------------------


def rewrite(turn: Turn, told: Matter) -> None:
    """Every card that helpers hold, in private and in groups; no sound."""
    for hand in told.hands:
        for chat in chats_holding(turn, help_subject(hand.help)):
            person = people.by_account(turn.session, chat)
            if person and can_be_reached(person):
                turn.post(card_for(turn, told, hand.help, person))
        if hand.help.kind is HelpKind.VOLUNTEER:
            _rewrite_in_groups(turn, told, hand.help)


def card_for(turn: Turn, told: Matter, help_: Help, person: Person, *, ring: bool = False) -> Letter:
    """A helper's card, for one person as they stand to it."""
    t, chat, seen = voice(turn, person), person.account or 0, helping.sight(help_.kind, told.report)
    place = place_of(turn, told.report, seen)
    if help_.kind is not HelpKind.VOLUNTEER:
        return letters.card(t, told, chat, help_, place, seen, ring=ring)
    helpers = helps.helpers(turn.session, help_.id)
    standing, (first, *along) = _standing(helpers, person), _shown_names(turn, t, helpers, person)
    return letters.call(t, told, chat, help_, place, seen, standing, first, tuple(along), ring=ring)


def place_of(turn: Turn, report: Report, seen: Sight) -> str:
    """Where it is, as far as a helper may know: down to the building, or the community alone."""
    network, place = turn.desk.network, report.place or ""
    if Part.BUILDING in seen:
        return place_shown(network, place)
    community = network.at(place, PlaceKind.COMMUNITY) if Part.AREA in seen else None
    return network.path(community.code) if community else ""


def _standing(helpers: list[Helper], person: Person) -> Standing:
    mine = next((helper for helper in helpers if helper.person_id == person.id), None)
    if mine is None:
        return Standing.ASKED
    return Standing.HOLDER if mine.leads else Standing.ALONG


def _shown_names(turn: Turn, t: Translator, helpers: list[Helper], person: Person) -> list[str]:
    """Who has it and who goes along. By name only for the one who leads them; for all others a short form."""
    names = _names(turn, helpers)
    if _standing(helpers, person) is not Standing.HOLDER:
        names = [letters.short_name(t, name) for name in names]
    return names or [""]


def show(turn: Turn, told: Matter, help_: Help, person: Person, *, anew: bool = False) -> None:
    """The card for somebody who is asked now, with sound, and the photos beside it where they may be seen.

    Volunteers and partners hear nothing in the night: what is asked of them then comes in the morning.
    """
    card = card_for(turn, told, help_, person, ring=True).model_copy(update={"anew": anew})
    later = None if help_.kind is HelpKind.STATION else held_until(turn.now, turn.desk.zone)
    shows = Part.FILES in helping.sight(help_.kind, told.report) and not anew
    photos = told.sent("photo", "picture") if shows else []
    beside = passing_on.beside(help_subject(help_), told, person.account or 0, photos)
    for letter in (card, *beside):
        turn.post(letter.model_copy(update={"not_before": later}))


# -- in groups --------------------------------------------------------------------------------------


def show_in_groups(turn: Turn, told: Matter, help_: Help) -> int:
    """The call in the groups of the stations that it reaches; gives how many."""
    reached = [binding for binding in groups.live(turn.session) if _reaches(turn, help_, binding)]
    for binding in reached:
        turn.post(_in_group(turn, told, help_, binding))
    return len(reached)


def _reaches(turn: Turn, help_: Help, binding: Binding) -> bool:
    """A group of a station that answers for the place of the call, or for a part of it."""
    network, seat = turn.desk.network, turn.desk.network.stations.get(binding.station)
    if seat is None:
        return False
    answering = network.stations_above(help_.place, turn.desk.day)[:1]
    return seat in answering or network.contains(help_.place, seat.place)


def _rewrite_in_groups(turn: Turn, told: Matter, help_: Help) -> None:
    for binding in groups.live(turn.session):
        name = letters.group_subject(help_, binding.thread)
        if binding.chat in chats_holding(turn, name):
            turn.post(_in_group(turn, told, help_, binding))


def _in_group(turn: Turn, told: Matter, help_: Help, binding: Binding) -> Letter:
    t = turn.desk.speak("")
    helpers = helps.helpers(turn.session, help_.id)
    first = next((letters.short_name(t, name) for name in _names(turn, helpers[:1])), "")
    place = place_of(turn, told.report, helping.sight(help_.kind, told.report))
    return letters.in_group(t, told, binding, help_, place, first)
