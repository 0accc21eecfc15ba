"""What somebody had in hand passes on, because a role ended, or they left, or lost their telephone.

Unsigned reports ring the next one; what they had signed for goes to the station's head, or the next one up,
as one list and one sound; the cards in their chat are emptied.
"""

import json
from datetime import timedelta

from fieldwork.letters import Kind, Letter, Priority
from fieldwork.letters import people as letters
from fieldwork.letters.matter import STATION, Matter, serial_of
from fieldwork.letters.station import gone_elsewhere
from fieldwork.people import Person, Role, can_be_reached
from fieldwork.reports import Event, Report
from handlers import dispatching, telling
from handlers.turn import Turn, may_handle, voice
from storage import parting, people, reports
from storage.parting import Shown

DELETABLE = timedelta(hours=47)  # Telegram lets a bot delete its own messages for 48


def let_go(turn: Turn, person: Person, by: int | None) -> None:
    """After somebody's role, or account, has ended: whatever is no longer theirs passes on."""
    turn.desk = turn.desk.staffed(people.staffing(turn.session, turn.desk.network, turn.desk.day))
    roles = people.roles_of(turn.session, person.id, turn.desk.day)
    _pass_on_signed(turn, person, roles, by)
    dispatching.hand_on(turn)
    _empty_cards(turn, person, roles)


def _pass_on_signed(turn: Turn, person: Person, roles: list[Role], by: int | None) -> None:
    """Each goes to its head, silently; then each head hears of all of theirs at once."""
    passed: dict[int, tuple[Person, list[Matter]]] = {}
    for report in reports.handled_by(turn.session, person.id):
        theirs = can_be_reached(person) and may_handle(turn, roles, report)
        head = None if theirs else _takes_over(turn, report)
        if head and _passed(turn, report, person, head, by):
            told = telling.redraw(turn, report)
            passed.setdefault(head.id, (head, []))[1].append(told)
    for head, told_all in passed.values():
        if head.account:
            turn.post(letters.passed_to_you(voice(turn, head), head.account, person.name, told_all))


def _passed(turn: Turn, report: Report, person: Person, head: Person, by: int | None) -> bool:
    if not reports.change(turn.session, report, handler_id=head.id, rung_id=head.id):
        return False  # somebody else was faster: it is not theirs any more
    reason = json.dumps({"from": person.id, "to": head.id})
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="handed_over", actor_id=by,
                                     role="rule", came_from=report.state, went_to=report.state,
                                     reason=reason))  # fmt: skip
    return True


def _takes_over(turn: Turn, report: Report) -> Person | None:
    """The head of a report's station, or without one the next one up; else whoever of the station is rung."""
    seat = turn.desk.network.stations.get(report.station)
    if seat is None:
        return None
    return turn.desk.staffing.head(seat) or turn.desk.staffing.responsible(seat, report.place)


def _empty_cards(turn: Turn, person: Person, roles: list[Role]) -> None:
    """The cards of open reports that are no longer theirs say only where these are."""
    if person.account is None:
        return
    for card in parting.serials_held(turn.session, person.account, STATION):
        report = reports.by_serial(turn.session, serial_of(card))
        if report and report.is_open and not may_handle(turn, roles, report):
            told = telling.matter(turn, report, additions=False)
            turn.post(gone_elsewhere(voice(turn, person), told, person.account))


def empty_chat(turn: Turn, person: Person, chat: int) -> int:
    """Every message in a chat goes, or keeps a number alone; nothing more is sent there. Gives how many."""
    turn.letters[:] = [letter for letter in turn.letters if letter.chat != chat]
    parting.drop_waiting(turn.session, chat)
    emptied = [letter for each in parting.shown(turn.session, chat) if (letter := _emptied(turn, chat, each))]
    parting.forget_chat(turn.session, chat, person.id)
    for letter in emptied:
        turn.post(letter)
    return len(emptied)


def _emptied(turn: Turn, chat: int, each: Shown) -> Letter | None:
    """Deleted while Telegram allows it; an older text keeps its number; an older picture cannot be helped."""
    if turn.now - each.since < DELETABLE:
        return Letter(chat=chat, kind=Kind.DELETE, message_id=each.message_id, silent=True,
                      priority=Priority.URGENT)  # fmt: skip
    if not each.is_text:
        return None
    report = reports.by_serial(turn.session, serial_of(each.about)) if each.about else None
    return Letter(chat=chat, text=report.number if report else "·", message_id=each.message_id, silent=True,
                  priority=Priority.URGENT)  # fmt: skip
