"""A list of who was there, as its organiser's card shows it, and as the activity counts it."""

from fieldwork import attending as rules
from fieldwork.activities import Activity, ActivityKind, Attendance, SignIn
from fieldwork.invitations import link
from fieldwork.letters import attending as letters
from fieldwork.letters.activities import kind_named
from fieldwork.letters.attending import Occasion
from fieldwork.letters.matter import STATION, subject
from fieldwork.people import Person, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import recorded, telling
from handlers.turn import Turn, chats_holding, voice
from storage import activities, attending, people, reports

OPENS = "sign_"  # what stands before a list's code in a deep link


def occasion(turn: Turn, t: Translator, serial: int) -> Occasion | None:
    """What a list is of."""
    report, activity = reports.by_serial(turn.session, serial), activities.by_serial(turn.session, serial)
    if report is None or activity is None:
        return None
    place = turn.desk.network.path(activity.place, PlaceKind.COMMUNITY) if activity.place else ""
    kind = "" if report.question == "kind" else kind_named(t, activity.kind)
    return Occasion(serial, report.number, activity.topic or kind, activity.held_on, place, kind)


def link_of(turn: Turn, sign_in: SignIn) -> str:
    """What is opened to sign in."""
    return link(people.bot_username(turn.session), OPENS + sign_in.code)


def show(turn: Turn, sign_in: SignIn, *, anew: bool = False) -> None:
    """Rewrites the organiser's card; without sound, however many sign in."""
    organiser = people.by_id(turn.session, sign_in.made_by)
    of = occasion(turn, voice(turn, organiser), sign_in.serial) if organiser else None
    if organiser is None or of is None or not can_be_reached(organiser):
        return
    t, there = voice(turn, organiser), attending.there(turn.session, sign_in.serial)
    card = letters.the_list(t, organiser.account or 0, of, there, rules.counts(there), link_of(turn, sign_in),
                            sign_in.closed_at is None)  # fmt: skip
    turn.post(card.model_copy(update={"anew": anew, "silent": not anew}))


def sign(turn: Turn, sign_in: SignIn, name: str, person: Person | None) -> bool:
    """Puts somebody on the list of today; False where they are on it already."""
    one = Attendance(serial=sign_in.serial, person_id=person.id if person else None, name=name,
                     signed_at=turn.now)  # fmt: skip
    if rules.signed_already(attending.there(turn.session, sign_in.serial), one, turn.desk.zone):
        return False
    attending.sign(turn.session, one)
    return True


def of(turn: Turn, report: Report) -> SignIn | None:
    """The list of an activity, if it has one."""
    return attending.of_serial(turn.session, report.serial)


def is_empty(turn: Turn, sign_in: SignIn, kind: ActivityKind) -> bool:
    """Whether it is an open list of such an activity, with nobody on it."""
    activity = activities.by_serial(turn.session, sign_in.serial)
    waits = sign_in.closed_at is None and not attending.there(turn.session, sign_in.serial)
    return activity is not None and activity.kind is kind and waits


def rekind(turn: Turn, report: Report, activity: Activity, kind: ActivityKind) -> bool:
    """Another kind, and what it is by itself; True while its list is open, which is shown then."""
    sign_in = of(turn, report)
    listed = rules.counts(attending.there(turn.session, report.serial)) if sign_in else {}
    before = activities.counts(turn.session, report.serial)
    if sign_in is None or any(before.get(unit) != many for unit, many in listed.items()):
        recorded.rekind(turn, report, activity, kind)
    else:
        reading = turn.desk.reader.read(report.words or report.text)
        by_itself = recorded.counts_read(turn, activity.model_copy(update={"kind": kind}), reading)
        recorded.rekind(turn, report, activity, kind, {**by_itself, **listed})
    if sign_in is None or sign_in.closed_at is not None:
        return False
    show(turn, sign_in, anew=True)
    return True


def count(turn: Turn, sign_in: SignIn) -> Activity | None:
    """The activity counts those on its list, for its tap; what the station has accepted stays. Gives it then."""
    report, activity = _of(turn, sign_in)
    there = attending.there(turn.session, sign_in.serial)
    if report is None or activity is None or activity.stage in recorded.SETTLED:
        return None
    before = activities.counts(turn.session, report.serial)
    counts = {**before, **rules.counts(there)}
    if counts != before:
        recorded.recount(turn, report, activity, counts)
    _tell(turn, report)
    return activity


def _tell(turn: Turn, report: Report) -> None:
    """Both sides see it; the station of a list that began by itself for the first time."""
    told = telling.redraw(turn, report)
    if not chats_holding(turn, subject(STATION, report.serial)):
        telling.ring(turn, told, turn.desk.staffing.people.get(report.rung_id or 0), new=True)


def _of(turn: Turn, sign_in: SignIn) -> tuple[Report | None, Activity | None]:
    report = reports.by_serial(turn.session, sign_in.serial)
    return report, recorded.of(turn, report) if report else None
