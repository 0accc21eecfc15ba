"""Who decides about a report that its station returned (裁定), and who of them hears what when."""

from fieldwork import seeing
from fieldwork.letters.matter import DECIDING, subject
from fieldwork.people import Person, can_be_reached
from fieldwork.reports import Report
from fieldwork.viewing import Admission
from handlers import asked, telling
from handlers.turn import Turn, chats_holding, voice
from storage import people, reports, viewing


def who_decides(turn: Turn, report: Report, by: int | None = None) -> list[Person]:
    """Who is asked to decide: those one level up; where nobody else can be reached, whoever returned it."""
    staffing = turn.desk.staffing
    level = staffing.one_up(report.station, by)
    return staffing.deciders(level, but=by) or staffing.deciders(level)


def ring(turn: Turn, report: Report, *deciders: Person) -> None:
    """The question, with sound, and the report's card beside it."""
    for person in deciders:
        _admit(turn, report, person)
    told = telling.matter(turn, report)
    for person in deciders:
        if person.account is not None:
            turn.post(telling.station_card(turn, voice(turn, person), told, person.account))
            telling.show_photos(turn, told, person.account)
            turn.post(asked.question(turn, person, told, person.account))


def _admit(turn: Turn, report: Report, person: Person) -> None:
    """Who is to decide about something restricted may open it: else nobody could where no head is."""
    if seeing.is_logged(report) and not viewing.is_admitted(turn.session, report.serial, person.id):
        viewing.admit(turn.session, Admission(serial=report.serial, person_id=person.id, at=turn.now))


def tell_decided(turn: Turn, report: Report, but: int | None = None) -> None:
    """Rewrites the question in each chat that shows it, but one: it is decided, or over."""
    told, event = telling.matter(turn, report), asked.last_decision(turn, report)
    for chat in chats_holding(turn, subject(DECIDING, report.serial)):
        person = people.by_account(turn.session, chat)
        if chat != but and person and can_be_reached(person):
            turn.post(asked.answered(turn, voice(turn, person), told, chat, event, own=False))


def ask_another(turn: Turn, report: Report) -> bool:
    """Who was asked cannot act any more: somebody else is asked. False when there is nobody, or no need."""
    others = who_decides(turn, report)
    if not others or report.rung_id in {one.id for one in others}:
        return False
    if not reports.change(turn.session, report, rung_id=others[0].id):
        return False
    ring(turn, report, *others)
    return True
