"""An outing from door to door as it stands: its card, the activity it becomes, its numbers, its evening.

The activity is filed with the first door, as a draft, so that photos have a report to lie with; nobody hears of
it before the end. What it comes to is summed from the lines each time, and confirmed by a tap like every number.
"""

from datetime import datetime, timedelta

from aiogram.types import Message

from fieldwork import outings as rules
from fieldwork import quiet
from fieldwork.activities import Activity, ActivityKind, Outing, Unit
from fieldwork.letters import Letter
from fieldwork.letters import outings as letters
from fieldwork.outings import Walked
from fieldwork.people import Person, Role, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.reports import Report, ReportKind, State
from fieldwork.texts import Translator
from handlers import correcting, dispatching, grading, recorded, reporting, stepping, telling, visits_noted
from handlers.turn import Turn, home_of, voice
from storage import activities, outings, people, reports

BUNDLE = 1.5  # seconds in which further doors may come, which are answered together
REMOVABLE = timedelta(hours=47)  # Telegram takes a message of a bot out of a chat for two days
GRACE = timedelta(minutes=1)  # the last look before them may be so late


def place_named(turn: Turn, place: str) -> str:
    """The building, as the card names it."""
    return turn.desk.network.path(place, PlaceKind.ESTATE)


def under_way(turn: Turn, person: Person | None, message: Message) -> Outing | None:
    """Somebody's outing at the time of a message in their private chat."""
    if person is None or person.outing_id is None or message.chat.id != person.account:
        return None
    newest = outings.by_id(turn.session, person.outing_id)
    if newest is None or rules.was_open(newest, message.date):
        return newest
    return outings.at(turn.session, person.id, message.date) if message.date < newest.began_at else None


def is_of_day(turn: Turn, outing: Outing, at: datetime) -> bool:
    """Whether somebody was on it that day: who begins anew on another day begins another."""
    zone = turn.desk.zone
    return max(outing.began_at, outing.touched_at).astimezone(zone).date() >= at.astimezone(zone).date()


def so_far(turn: Turn, outing: Outing) -> Walked:
    """What the lines come to."""
    return rules.walked(outings.lines(turn.session, outing.id))


def last_line(turn: Turn, outing: Outing) -> int:
    """The newest line, which one tap takes back; 0 where there is none."""
    return max((line.id for line in outings.lines(turn.session, outing.id)), default=0)


def show(turn: Turn, t: Translator, outing: Outing, chat: int, sign: str = "", *, more: bool = False) -> None:
    """The card, at the end of the chat, where the person is writing; the one before goes.

    `sign` is what has just been done; without one it is the newest door. `more` may come: a bundle of messages is
    answered once.
    """
    lines = outings.lines(turn.session, outing.id)
    if lines and not sign:
        sign = letters.newest(t, lines[-1].door or lines[-1].note)
    place, last = place_named(turn, outing.place), last_line(turn, outing)
    card = letters.under_way(t, outing.id, chat, place, rules.walked(lines), sign, last)
    fresh = turn.now - max(outing.touched_at, outing.offered_at or outing.touched_at) < REMOVABLE
    turn.post(card.model_copy(update={"anew": True, "alone": fresh, "silent": True,
                                      "delay": BUNDLE if more else 0.0}))  # fmt: skip


# -- the activity -----------------------------------------------------------------------------------


def activity_of(turn: Turn, t: Translator, outing: Outing, person: Person) -> Report:
    """The report of an outing: with its first door it is filed, as a draft."""
    kept = reports.by_serial(turn.session, outing.serial) if outing.serial else None
    if kept and kept.state is State.NOTED:
        return kept
    report = _drawn_up(turn, t, outing, person)
    routing = dispatching.route(turn, report, [outing.place])
    reports.file(turn.session, report, person.account or 0, None)
    reporting.note_new(turn, report, routing, "outing")
    activities.keep(turn.session, _record(turn, report, outing, person), {})
    outings.change(turn.session, outing, serial=report.serial, given_up=False)
    return report


def _drawn_up(turn: Turn, t: Translator, outing: Outing, person: Person) -> Report:
    words = _words(turn, t, outing)
    report = Report(kind=ReportKind.ACTIVITY, state=State.NOTED, reporter_id=person.id, text=words,
                    place=outing.place, sent_at=outing.began_at, kept_at=turn.now)  # fmt: skip
    report.privacy = grading.first_grade(turn, report)
    return report


def _words(turn: Turn, t: Translator, outing: Outing) -> str:
    """What an outing says of itself."""
    return t.both("Home visits, {place}", place=place_named(turn, outing.place))


def _record(turn: Turn, report: Report, outing: Outing, person: Person) -> Activity:
    day = outing.began_at.astimezone(turn.desk.zone).date()
    return Activity(serial=report.serial, kind=ActivityKind.HOME_VISIT, person_id=person.id, held_on=day,
                    station=report.station, place=report.place,
                    organisation_id=person.organisation_id)  # fmt: skip


def count_again(turn: Turn, outing: Outing, report: Report, was: Walked | None = None) -> bool:
    """The numbers follow the lines, and ask for the tap again; 人次 that were answered stay, where no line says
    them, and, where it is known what the lines `was`, every number that they leave as it is. False where the station
    has accepted what stood there."""
    activity, walked = activities.by_serial(turn.session, report.serial), so_far(turn, outing)
    if activity is None or activity.stage in recorded.SETTLED:
        return False
    before = activities.counts(turn.session, report.serial)
    counts = walked.counts
    if Unit.PERSON_TIMES in before:
        counts = {Unit.PERSON_TIMES: before[Unit.PERSON_TIMES], **counts}
    if was:
        counts |= {
            unit: said for unit, said in before.items() if was.counts.get(unit) == walked.counts.get(unit)
        }
    if before and counts != before:
        recorded.recount(turn, report, activity, counts)
    elif not before:
        activities.count(turn.session, report.serial, counts)
        activities.change(turn.session, activity, unusual=recorded.unusual(turn, activity, counts))
    return True


def came_late(turn: Turn, t: Translator, outing: Outing, report: Report, chat: int, many: int) -> None:
    """Doors of an outing that is over, or 0: one of its doors was put right. Its activity counts anew, unless the
    station has accepted it."""
    if count_again(turn, outing, report):
        telling.redraw(turn, report)
    elif many:
        turn.post(letters.came_late(t, outing.id, chat, report.number, many))
    else:
        turn.post(letters.is_settled(t, chat, report.number))


# -- elsewhere --------------------------------------------------------------------------------------


def move(turn: Turn, t: Translator, outing: Outing, person: Person, roles: list[Role], place: str) -> None:
    """It was another building all along: its doors, its activity and what was found there move with it."""
    before, home = outing.place, home_of(roles)
    outings.move(turn.session, outing, place)
    report = reports.by_serial(turn.session, outing.serial) if outing.serial else None
    if report and report.state is State.NOTED:
        words = _words(turn, t, outing)
        dispatching.relocate(turn, report, home, place=place, text=words)
        recorded.follow(turn, report)
    for line in outings.lines(turn.session, outing.id):
        visits_noted.at_door(turn, line, person, roles)
        need = reports.by_serial(turn.session, line.need_serial) if line.need_serial else None
        if need and need.place == before and need.is_open:
            correcting.relocate(turn, need, home, place_named(turn, place), place=place)


# -- the end ----------------------------------------------------------------------------------------


def end(turn: Turn, t: Translator, outing: Outing, person: Person, at: datetime) -> Report | None:
    """Ends an outing: its activity is shown for a tap. Gives it, if there was any door."""
    if not outings.claim_end(turn.session, outing, at):
        return None
    walked, chat = so_far(turn, outing), person.account or 0
    if not walked.visits:
        _give_up(turn, outing, person)
        turn.post(letters.nothing_told(t, outing.id, chat, place_named(turn, outing.place)))
        return None
    place = place_named(turn, outing.place)
    turn.post(letters.ended(t, outing.id, chat, place, walked, walked.is_to_ask))
    return _tell(turn, t, outing, person)


def _give_up(turn: Turn, outing: Outing, person: Person) -> None:
    """Not a door: nothing counts. What was filed for a door that was taken back is taken back too."""
    outings.change(turn.session, outing, given_up=True)
    report = reports.by_serial(turn.session, outing.serial or 0)
    if report:
        roles = people.roles_of(turn.session, person.id, turn.desk.day)
        stepping.take(turn, report, "withdraw", person, roles, as_what="reporter")


def _tell(turn: Turn, t: Translator, outing: Outing, person: Person) -> Report:
    report = activity_of(turn, t, outing, person)
    _date(turn, outing, report)
    count_again(turn, outing, report)
    told = telling.matter(turn, report)
    reporting.tell_of_new(turn, t, told, person.account or 0)
    return report


def _date(turn: Turn, outing: Outing, report: Report) -> None:
    """A round that went on for days is of all of them."""
    activity, lines = (
        activities.by_serial(turn.session, report.serial),
        outings.lines(turn.session, outing.id),
    )
    last = max(line.at for line in lines).astimezone(turn.desk.zone).date()
    if activity and last > activity.held_on:
        activities.change(turn.session, activity, held_until=last)


# -- the evening ------------------------------------------------------------------------------------


def lying(turn: Turn) -> list[int]:
    """What is under way in the evening and was not offered for closing today; what is so for three days."""
    found = outings.under_way(turn.session)
    return [each.id for each in found if _is_too_long(turn, each) or _is_to_offer(turn, each)]


def _is_too_long(turn: Turn, outing: Outing) -> bool:
    return turn.now - outing.began_at >= rules.LONGEST


def _is_to_offer(turn: Turn, outing: Outing) -> bool:
    here = turn.now.astimezone(turn.desk.zone)
    offered = outing.offered_at.astimezone(turn.desk.zone).date() if outing.offered_at else None
    return here.time() >= rules.EVENING and offered != here.date()


def look_after(turn: Turn, outing_id: int) -> None:
    """One of them: closed by itself after three days, else offered for closing."""
    outing = outings.by_id(turn.session, outing_id)
    person = people.by_id(turn.session, outing.person_id) if outing else None
    if outing is None or outing.ended_at or person is None:
        return
    if _is_too_long(turn, outing):
        _close(turn, outing, person)
    elif _is_to_offer(turn, outing):
        outings.change(turn.session, outing, offered_at=turn.now)
        if can_be_reached(person):
            _post_in_time(turn, _offer(turn, outing, person))


def _offer(turn: Turn, outing: Outing, person: Person) -> Letter:
    place = place_named(turn, outing.place)
    return letters.offered(voice(turn, person), outing.id, person.account or 0, place, so_far(turn, outing))


def _post_in_time(turn: Turn, letter: Letter) -> None:
    """At 20:30 at the latest, without sound; what missed that waits for the morning."""
    if quiet.held_until(turn.now - GRACE, turn.desk.zone):
        turn.post_by_day(letter)
    else:
        turn.post(letter)


def _close(turn: Turn, outing: Outing, person: Person) -> None:
    since, t = len(turn.letters), voice(turn, person)
    end(turn, t, outing, person, turn.now)
    if outing.serial and not outing.given_up:
        place = place_named(turn, outing.place)
        said = letters.ended_by_itself(t, outing.id, person.account or 0, place, so_far(turn, outing))
        turn.letters[since:] = [said, *(one for one in turn.letters[since:] if one.card != said.card)]
    turn.hold_for_the_day(since)
