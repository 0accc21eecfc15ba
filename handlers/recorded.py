"""The record beside an activity: read out of its words, changed by whoever told of it, and told on its cards.

The numbers are those that are kept, not those that words may say; each change of theirs is an event and asks for
the tap again. What the station has accepted stays as it is.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fieldwork import activity_numbers, days, numbers, periods
from fieldwork.activities import Activity, ActivityKind, Counts, Problem, Stage, Unit
from fieldwork.activity_numbers import PhotosWanted, completed
from fieldwork.digests import Span
from fieldwork.periods import Period, PeriodRules
from fieldwork.reports import Attachment, Event, Report, State
from fieldwork.understanding.reading import Reading
from handlers import put_right
from handlers.turn import Turn
from storage import activities, attending, cases, organisations, outings, people, reports

SETTLED = (Stage.ACCEPTED, Stage.VOID)  # only the station changes these


def of(turn: Turn, report: Report) -> Activity | None:
    """The record of a report that is an activity; of nothing else, and of none that was noted before."""
    return activities.by_serial(turn.session, report.serial) if report.state is State.NOTED else None


def record(turn: Turn, report: Report, reading: Reading) -> Activity:
    """Keeps what a report tells of as an activity: a draft, until its numbers are confirmed by a tap."""
    who, period = people.by_id(turn.session, report.reporter_id), _period(turn, report, reading)
    activity = Activity(
        serial=report.serial, kind=kind_read(reading) or ActivityKind.OTHER, person_id=report.reporter_id,
        station=report.station, place=report.place, topic=reading.topic, minutes=reading.minutes,
        volunteers=reading.volunteers, organisation_id=who.organisation_id if who else None,
        case_id=_case(turn, report), **_held(turn, report, reading, period),
    )  # fmt: skip
    counts = counts_read(turn, activity, reading)
    activity.unusual = unusual(turn, activity, counts)
    activities.keep(turn.session, activity, counts)
    _ask(turn, report, activity, reading)
    return activity


def _case(turn: Turn, report: Report) -> int | None:
    """The case whose code stands in the words, if it is one of whoever told of it."""
    case = cases.by_id(turn.session, numbers.case_in(report.words or report.text) or 0)
    return case.id if case and case.worker_id == report.reporter_id else None


def _ask(turn: Turn, report: Report, activity: Activity, reading: Reading) -> None:
    """The one question, where the report itself has none: whose it was, what kind, or the number that is missing."""
    lacks = missing(turn, report, activity)
    questions = {"ours": report.forwarded, "kind": kind_read(reading) is None, "number": lacks is not None}
    question = next((name for name, is_open in questions.items() if is_open), "")
    if question and not report.question:
        reports.change(turn.session, report, question=question)


def kind_read(reading: Reading) -> ActivityKind | None:
    """The kind that the words name, if they name one."""
    return ActivityKind(reading.activity_kind) if reading.activity_kind else None


def counts_read(turn: Turn, activity: Activity, reading: Reading) -> dict[Unit, float]:
    """The numbers of the words, and what such an activity is by itself."""
    said = {Unit(unit): float(number) for unit, number in reading.counts}
    about = [Unit(unit) for unit, _ in reading.inexact]
    return completed(turn.desk.rules.activities.of(activity.kind), said, activity.period, about)


def unusual(turn: Turn, activity: Activity, counts: Counts) -> str:
    """The unit whose number is far from what that kind comes to there in so many days; empty where none is."""
    earlier = activities.history(turn.session, activity.station, activity.kind)
    days = activity_numbers.days_of(activity)
    found = activity_numbers.unusual(turn.desk.rules.activities, activity.kind, counts, earlier, days)
    return found.value if found else ""


def _held(turn: Turn, report: Report, reading: Reading, period: Period | None) -> dict[str, Any]:
    """On which day it was held, by the day of the message; a report of a period on all its days so far."""
    told = report.sent_at.astimezone(turn.desk.zone).date()
    if period:
        return {"period": period.name, "held_on": period.since, "held_until": min(period.until, told)}
    if reading.weekday and not reading.month_day:
        return {"held_on": days.past_weekday(told, *reading.weekday)}
    if not reading.month_day:
        return {"held_on": told - timedelta(days=reading.days_ago or 0)}
    last = latest(told, *reading.until) if reading.until else None
    first = latest(last or told, *reading.month_day)
    return {"held_on": first, "held_until": last if last and last > first else None}


def latest(told: date, month: int, day: int) -> date:
    """The last such day before a message; a day that no month has is the message's own."""
    for year in (told.year, told.year - 1):
        try:
            named = date(year, month, day)
        except ValueError:
            continue
        if named <= told:
            return named
    return told


def _period(turn: Turn, report: Report, reading: Reading) -> Period | None:
    """The week, month, quarter or year that a report covers."""
    said, rules = reading.period, turn.desk.rules.periods
    if said is None:
        return None
    told = report.sent_at.astimezone(turn.desk.zone).date()
    if isinstance(said, int):
        return periods.period_of(latest(told, said, 1), Span.MONTH, rules)
    back, _, name = said.rpartition("_")
    if name == "quarter":
        now = _quarter(told, rules)
        return _quarter(now.since - timedelta(days=1), rules) if back else now
    now = periods.period_of(told, Span(name), rules)
    return periods.before(now, rules) if back else now


def _quarter(day: date, rules: PeriodRules) -> Period:
    """Three months of the figures."""
    year, month = map(int, periods.period_of(day, Span.MONTH, rules).name.split("-"))
    begins = 3 * ((month - 1) // 3) + 1
    first, last = (periods.period_of(date(year, n, 1), Span.MONTH, rules) for n in (begins, begins + 2))
    return Period(Span.MONTH, first.since, last.until, f"{year}-Q{(month + 2) // 3}")


def missing(turn: Turn, report: Report, activity: Activity) -> Unit | None:
    """The number that is asked for: one that was said only about, or without which it says little."""
    counts = activities.counts(turn.session, activity.serial)
    rules = turn.desk.rules.activities.of(activity.kind)
    return activity_numbers.asked_for(rules, counts, inexact(turn, report, counts))


def inexact(turn: Turn, report: Report, counts: Counts) -> dict[Unit, str]:
    """What the words say only about (3000余人次), as it was written, where nobody has said the exact number."""
    told = turn.desk.reader.read(report.words or report.text).inexact
    return {Unit(unit): written for unit, written in told if Unit(unit) not in counts}


def lacking(turn: Turn, report: Report) -> tuple[Unit, str] | None:
    """The number that is asked for, and what was written instead of it."""
    activity = of(turn, report)
    unit = missing(turn, report, activity) if activity else None
    if activity is None or unit is None:
        return None
    return unit, inexact(turn, report, activities.counts(turn.session, activity.serial)).get(unit, "")


# -- changes ----------------------------------------------------------------------------------------


def read_again(turn: Turn, report: Report, reading: Reading) -> None:
    """Its words came, grew or changed: other numbers ask for the tap again."""
    activity = of(turn, report)
    if activity is None or activity.stage in SETTLED:
        return
    by_hand = _by_hand(turn, report)
    if "kind_changed" not in by_hand and kind_read(reading) not in (None, activity.kind):
        activities.change(turn.session, activity, kind=kind_read(reading))
    if reading.volunteers not in (None, activity.volunteers):
        activities.change(turn.session, activity, volunteers=reading.volunteers)
    counts = counts_read(turn, activity, reading)
    if (
        reading.counts
        and "counts_changed" not in by_hand
        and counts != activities.counts(turn.session, report.serial)
    ):
        recount(turn, report, activity, counts)
    if "day_changed" not in by_hand:
        _redate_as_read(turn, report, activity, reading)


def _redate_as_read(turn: Turn, report: Report, activity: Activity, reading: Reading) -> None:
    """The day or the period that changed words name; words that name none leave it."""
    if all(each is None for each in (reading.days_ago, reading.month_day, reading.weekday, reading.period)):
        return
    held = {"held_until": None, "period": "", **_held(turn, report, reading, _period(turn, report, reading))}
    before = activity.held_on
    if any(getattr(activity, name) != value for name, value in held.items()):
        far = unusual(turn, activity.model_copy(update=held), activities.counts(turn.session, report.serial))
        new = {**held, "unusual": far, "stage": unconfirmed(activity)}
        if activities.change(turn.session, activity, **new):
            note(turn, report, "day_changed", before=before.isoformat(), now=held["held_on"].isoformat())


def _by_hand(turn: Turn, report: Report) -> set[str]:
    """What was changed by hand since the words were last edited: no reading is better than that."""
    steps = [event.step for event in reports.events(turn.session, report.serial)]
    since = len(steps) - steps[::-1].index("edited") if "edited" in steps else 0
    return set(steps[since:])


def recount(turn: Turn, report: Report, activity: Activity, counts: Counts, **values: Any) -> bool:
    """Other numbers: those before stay in the history. False where the station or somebody else was faster."""
    before = activities.counts(turn.session, report.serial)
    kind = values.get("kind", activity.kind)
    changed = {"unusual": unusual(turn, activity.model_copy(update={"kind": kind}), counts),
               "stage": unconfirmed(activity), **values}  # fmt: skip
    if activity.stage in SETTLED or not activities.change(turn.session, activity, **changed):
        return False
    if counts == before:
        return True
    activities.count(turn.session, report.serial, counts)
    note(turn, report, "counts_changed", before=as_kept(before), counts=as_kept(counts))
    return True


def rekind(
    turn: Turn, report: Report, activity: Activity, kind: ActivityKind, listed: Counts | None = None
) -> None:
    """Another kind; what it counts by itself changes with it, unless somebody or its doors have said the numbers.

    `listed`: the numbers by a list of who was there, which nobody has said.
    """
    before, words = activity.kind, report.words or report.text
    counts = listed or activities.counts(turn.session, report.serial)
    said = "counts_changed" in _by_hand(turn, report) or outings.calls(turn.session, report.serial)
    if listed is None and not said:
        of_kind = activity.model_copy(update={"kind": kind})
        counts = counts_read(turn, of_kind, turn.desk.reader.read(words)) or counts
    if recount(turn, report, activity, counts, kind=kind):
        note(turn, report, "kind_changed", before=before.value, now=kind.value)


def replaced_by(turn: Turn, activity: Activity) -> list[Activity]:
    """The earlier reports of the same period, kind and place by the same person, whose place a new one takes."""
    return activities.same_period(turn.session, activity) if activity.period else []


def take_the_place(turn: Turn, earlier: Activity, report: Report) -> bool:
    """The earlier report of a period does not count any more, since a newer one does."""
    before = reports.by_serial(turn.session, earlier.serial)
    said = {"stage": Stage.VOID, "problem": Problem.TWICE, "note": report.number, "next_due": None}
    if before is None or not activities.change(turn.session, earlier, **said):
        return False
    note(turn, before, "replaced", by=report.number)
    return True


def redate(turn: Turn, report: Report, day: date) -> None:
    """Another day: the tap is asked for again, since figures go by it."""
    activity = of(turn, report)
    if activity is None or activity.stage in SETTLED:
        return
    if (activity.held_on, activity.held_until, activity.period) == (day, None, ""):
        return  # a second tap on the same day
    before, held = activity.held_on, {"held_on": day, "held_until": None, "period": ""}
    of_day = activity.model_copy(update=held)
    far = unusual(turn, of_day, activities.counts(turn.session, report.serial))
    new = {**held, "unusual": far, "stage": unconfirmed(activity)}
    if activities.change(turn.session, activity, **new):
        note(turn, report, "day_changed", before=before.isoformat(), now=day.isoformat())


def settled(turn: Turn, report: Report) -> Stage | None:
    """As what it stands, where only the station changes it any more."""
    activity = of(turn, report)
    return activity.stage if activity and activity.stage in SETTLED else None


def unconfirmed(activity: Activity) -> Stage:
    """Where it stands while the tap is waited for; what the station has returned comes back as put right."""
    back = activity.stage in (Stage.RETURNED, Stage.RESUBMITTED)
    return Stage.RETURNED if back else Stage.DRAFT


def follow(turn: Turn, report: Report) -> None:
    """The record stands where its report does, as long as nothing of it is counted."""
    activity = of(turn, report)
    if activity is None or activity.stage in SETTLED:
        return
    if (activity.place, activity.station) != (report.place, report.station):
        activities.change(turn.session, activity, place=report.place, station=report.station)


def note(turn: Turn, report: Report, step: str, **data: object) -> None:
    """A line in the history of an activity, by whoever told of it."""
    reason = json.dumps(data, ensure_ascii=False) if data else ""
    event = Event(at=turn.now, serial=report.serial, step=step, role="reporter", actor_id=report.reporter_id,
                  reason=reason)  # fmt: skip
    reports.note(turn.session, event)


def as_kept(counts: Counts) -> dict[str, float]:
    """Numbers as an event keeps them."""
    return {unit.value: number for unit, number in counts.items()}


# -- as it is told ---------------------------------------------------------------------------------


def told(turn: Turn, report: Report, enclosed: Sequence[Attachment]) -> dict[str, Any]:
    """What a card shows of a report that is an activity; of one without a record, what its words say."""
    activity = activities.by_serial(turn.session, report.serial)
    if activity is None:
        read = turn.desk.reader.read(report.words or report.text).counts
        return {"counts": {Unit(unit): number for unit, number in read}}
    earlier = replaced_by(turn, activity) if activity.stage not in SETTLED else []
    counts = activities.counts(turn.session, activity.serial)
    about, wanted = inexact(turn, report, counts), photos_wanted(turn, activity, enclosed)
    before = said_before(turn, activity, counts)
    rules = turn.desk.rules.activities.of(activity.kind)
    return {
        "reviewer": _reviewer(turn, activity),
        **put_right.told(turn, report, activity),
        "activity": activity,
        "unsaid": activity_numbers.missing(rules, {**counts, **dict.fromkeys(about, 0)}),
        "inexact": tuple(about.values()),
        "same_as": before,
        "replaces": tuple(numbers.printed(each.serial, "A") for each in earlier),
        "counts": counts,
        "volunteer_hours": attending.hours(turn.session, activity.serial),
        "organisation": organisations.name_of(turn.session, activity.organisation_id),
        "project": organisations.project_named(turn.session, activity.project_id),
        "photos_wanted": wanted,
        **_at_doors(turn, activity),
        "counts_by": None if wanted or before else _counts_by(turn, activity),
        "late_in": _late_in(turn, activity),
        "usual": _usual(turn, activity, counts),
        **_as_written(turn, report, counts),
    }


def said_before(turn: Turn, activity: Activity, counts: Counts) -> str:
    """The number of an earlier one that says the same; empty for what is settled, and for reports of a period."""
    if activity.stage in SETTLED or activity.period or not counts:
        return ""
    earlier = activities.same_day(turn.session, activity)
    same = (each for each in earlier if activities.counts(turn.session, each.serial) == counts)
    return next((numbers.printed(each.serial, "A") for each in same), "")


def _usual(turn: Turn, activity: Activity, counts: Counts) -> tuple[float, float] | None:
    """What is usual there of the number that is not."""
    if not activity.unusual or activity.stage in SETTLED:
        return None
    earlier = activities.history(turn.session, activity.station, activity.kind)
    unit, days = Unit(activity.unusual), activity_numbers.days_of(activity)
    return activity_numbers.usual(turn.desk.rules.activities, activity.kind, unit, counts, earlier, days)


def _as_written(turn: Turn, report: Report, counts: Counts) -> dict[str, Any]:
    """Of what the words were added up, as long as the number is still their sum; what they say otherwise."""
    read = turn.desk.reader.read(report.words or report.text)
    written = {Unit(unit): float(number) for unit, number in read.counts}
    made = {Unit(unit): parts for unit, parts in read.parts}
    return {
        "parts": {unit: parts for unit, parts in made.items() if counts.get(unit) == sum(parts)},
        "written": {unit: number for unit, number in written.items() if counts.get(unit) != number},
    }


def _counts_by(turn: Turn, activity: Activity) -> date | None:
    waits = activity.stage in (Stage.SUBMITTED, Stage.RESUBMITTED) and activity.next_due
    return waits.astimezone(turn.desk.zone).date() if waits else None


def _late_in(turn: Turn, activity: Activity) -> Period | None:
    """补报: the month in which it counts, if that is another than its own, else the week, else the day."""
    on, rules = activity.counted_on, turn.desk.rules.periods
    if on is None or on == activity.held_on or activity.stage is not Stage.ACCEPTED:
        return None
    each = [periods.period_of(on, span, rules) for span in (Span.MONTH, Span.WEEK, Span.DAY)]
    return next(period for period in each if not period.holds(activity.held_on))


def _at_doors(turn: Turn, activity: Activity) -> dict[str, int]:
    calls = outings.calls(turn.session, activity.serial)
    if not calls and activity.kind is not ActivityKind.HOME_VISIT:
        return {}
    return {"not_met": outings.not_met(turn.session, activity.serial), "calls": calls}


def photos_wanted(turn: Turn, activity: Activity, enclosed: Sequence[Attachment]) -> PhotosWanted:
    """Which of the photos from before and after are wanted of this kind and not there."""
    if not turn.desk.rules.activities.of(activity.kind).photos:
        return ""
    pictures = [each for each in enclosed if each.kind in ("photo", "picture")]
    return activity_numbers.photos_wanted([each.caption for each in pictures])


def _reviewer(turn: Turn, activity: Activity) -> str:
    person = people.by_id(turn.session, activity.decided_by) if activity.decided_by else None
    return person.name if person else ""
