"""What was done, as it is told: its kind, its day, its numbers each with its unit, and where it stands.

Whoever told of it reads one card, with the numbers to be confirmed by a tap; nothing counts before that.
"""

import re
from collections.abc import Iterable

from fieldwork import numbers
from fieldwork.activities import AS_TOLD, Activity, ActivityKind, Counts, Problem, Stage, Unit
from fieldwork.activity_numbers import PhotosWanted
from fieldwork.buttons import Button
from fieldwork.figures import written
from fieldwork.letters import Letter, clipped, passing_on
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import REPORTER, Matter, subject, where_named
from fieldwork.letters.periods import period_in_short
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from fieldwork.understanding.inexact import is_of_each

Rows = tuple[tuple[Button, ...], ...]

BEGINNING = 16  # characters of an activity's words in a list
_MORE = re.compile(
    r"(?:了|的|登记|上报|填报|报)*(?:$|[\s，,。.、:：;；·—-]+)"
)  # a named reason: 重复登记，跟上一条一样
UNCONFIRMED = (Stage.DRAFT, Stage.RETURNED)  # the tap is waited for


def counted(t: Translator, counts: Counts) -> str:
    """The numbers, each with its unit, occasions first: 1 次 · 5 户 · 8 人次."""
    return " · ".join(number_named(t, unit, counts[unit]) for unit in AS_TOLD if unit in counts)


def number_named(t: Translator, unit: Unit, number: float) -> str:
    """One number with its unit."""
    many = written(number)
    said = {
        Unit.TIMES: t.both("times {many}", many=many),
        Unit.HOUSEHOLDS: t.both("households {many}", many=many),
        Unit.HOUSEHOLD_VISITS: t.both("household calls {many}", many=many),
        Unit.PEOPLE: t.both("people {many}", many=many),
        Unit.PERSON_TIMES: t.both("person-times {many}", many=many),
        Unit.SESSIONS: t.both("sessions {many}", many=many),
        Unit.CASES: t.both("cases {many}", many=many),
        Unit.HOURS: t.both("hours {many}", many=many),
    }
    return said[unit]


def kind_named(t: Translator, kind: ActivityKind) -> str:
    """A kind as people say it: 入户走访."""
    said = {
        ActivityKind.HOME_VISIT: t.both("home visits"),
        ActivityKind.PHONE_VISIT: t.both("visits by telephone"),
        ActivityKind.CASE_SESSION: t.both("casework"),
        ActivityKind.GROUP_SESSION: t.both("group work"),
        ActivityKind.COMMUNITY_ACTIVITY: t.both("community activity"),
        ActivityKind.PUBLICITY: t.both("talk or publicity"),
        ActivityKind.CLEANUP: t.both("clean-up"),
        ActivityKind.ACCESSIBILITY_WORK: t.both("accessibility work"),
        ActivityKind.CHARITY_EVENT: t.both("charity event"),
        ActivityKind.COUNCIL: t.both("council or round table"),
        ActivityKind.TRAINING: t.both("training"),
        ActivityKind.SUPERVISION: t.both("supervision of workers"),
        ActivityKind.RESOURCE_LINK: t.both("linking of resources"),
        ActivityKind.OTHER: t.both("other activity"),
    }
    return said[kind]


def is_settled(t: Translator, number: str, stage: Stage | None = Stage.ACCEPTED) -> str:
    """To whoever wants to change what the station has accepted, or what does not count."""
    if stage is Stage.VOID:
        return t.reporter("{number} is not in the figures, so there is nothing to change. If it should be, "
                          "write it as a new message.", number=number)  # fmt: skip
    return t.reporter("{number} has been checked. To change it, please ask the station to give it back.",
                      number=number)  # fmt: skip


def as_it_stands(t: Translator, number: str, stage: Stage) -> str:
    """To who taps what an earlier card offered."""
    match stage:
        case Stage.ACCEPTED | Stage.VOID:
            return is_settled(t, number, stage)
        case Stage.SUBMITTED | Stage.RESUBMITTED:
            return t.reporter("It is noted already.")
        case _:
            return t.reporter("The numbers have changed since; please look at the card again.")


def stage_named(t: Translator, stage: Stage | None) -> str:
    """Where it stands, for a station; None of what was noted before there were records."""
    said = {
        None: t.staff("activity, to be entered"),
        Stage.DRAFT: t.staff("activity, numbers not confirmed"),
        Stage.SUBMITTED: t.staff("activity, to be checked"),
        Stage.RETURNED: t.staff("activity, returned"),
        Stage.RESUBMITTED: t.staff("activity, put right"),
        Stage.ACCEPTED: t.staff("activity, counted"),
        Stage.VOID: t.staff("activity, void"),
    }
    return said[stage]


def own_stage_named(t: Translator, stage: Stage | None) -> str:
    """Where it stands, in a word for the list of whoever told of it; None as above."""
    match stage:
        case None:
            return t.reporter("to be entered")
        case Stage.DRAFT:
            return t.reporter("to be confirmed")
        case Stage.RETURNED:
            return t.reporter("to be put right")
        case Stage.SUBMITTED | Stage.RESUBMITTED:
            return t.reporter("to be checked")
        case Stage.ACCEPTED:
            return t.reporter("counted")
        case Stage.VOID:
            return t.reporter("void")


def own_label(t: Translator, activity: Activity, counts: Counts) -> str:
    """What it was, when and how much, for that list: 入户走访 · 3月2日 · 6 户."""
    return " · ".join(filter(None, (kind_named(t, activity.kind), when(t, activity), _in_short(t, counts))))


def _in_short(t: Translator, counts: Counts) -> str:
    """The numbers; that it was once goes without saying beside others."""
    unsaid = {unit for unit in (Unit.TIMES, Unit.SESSIONS) if counts.get(unit) == 1}
    told = {unit: number for unit, number in counts.items() if unit not in unsaid}
    return counted(t, told or counts)


def headline(t: Translator, matter: Matter) -> str:
    """Number and stage, for a station."""
    return f"{matter.report.number} · {_stage(t, matter)}"


def line(t: Translator, matter: Matter, place: str, words: str) -> str:
    """One activity as a line of a station's list."""
    plain = " ".join(words.split())
    begun = plain if len(plain) <= BEGINNING else plain[:BEGINNING] + "…"
    return " · ".join(filter(None, (matter.report.number, place, begun, _stage(t, matter))))


def _stage(t: Translator, matter: Matter) -> str:
    return stage_named(t, matter.activity.stage if matter.activity else None)


def problem_named(t: Translator, problem: Problem) -> str:
    """Why it came back, in words that serve both sides."""
    said = {
        Problem.NUMBERS: t.both("the numbers do not fit"),
        Problem.NO_PHOTO: t.both("a photo is missing"),
        Problem.NO_PLACE: t.both("the place is not clear"),
        Problem.TWICE: t.both("told twice"),
        Problem.NOT_OURS: t.both("not of this project"),
        Problem.OTHER: t.both("another reason"),
    }
    return said[problem]


def problem_written(t: Translator, words: str, offered: Iterable[Problem]) -> tuple[Problem, str]:
    """The reason that somebody typed: that of a button with what else they say, else one of their own."""
    said = " ".join(words.split())
    for one in offered:
        name = problem_named(t, one)
        if fold(said).startswith(fold(name)) and (more := _MORE.match(said, len(name))):
            return one, said[more.end() :]
    return Problem.OTHER, said


def facts(t: Translator, matter: Matter, quoted: bool = False) -> list[str]:
    """What was done, when, how much of it, for whom: the same lines for both sides.

    `quoted`: the words stand below, so a number that is otherwise now has beside it what they say.
    """
    matter = _as_confirmed(matter) if quoted else matter
    activity = matter.activity
    if activity is None:
        return [f"🔢 {counted(t, matter.counts)}"] if matter.counts else []
    told = [f"📝 {kind_named(t, activity.kind)} · {when(t, activity)}"]
    told += [_numbers(t, matter, quoted)] if matter.counts else []
    told += [t.both("🙋 Volunteers {many}", many=activity.volunteers)] if activity.volunteers else []
    if matter.volunteer_hours:
        told.append(t.both("🕒 Volunteer hours {many}", many=f"{round(matter.volunteer_hours, 2):g}"))
    told += _open_numbers(t, matter, is_counted=activity.stage is Stage.ACCEPTED)
    told += [f"《{activity.topic}》"] if activity.topic else []
    told += (
        [t.both("🔁 In the place of {number}", number="、".join(matter.replaces))] if matter.replaces else []
    )
    under = " · ".join(filter(None, (matter.organisation, matter.project)))
    told += [f"🏢 {under}"] if under else []
    return told + ([photos_named(t, matter.photos_wanted)] if matter.photos_wanted else [])


def _open_numbers(t: Translator, matter: Matter, *, is_counted: bool) -> list[str]:
    """What nobody has said, or only about: a question until it counts, without them."""
    if not is_counted:
        unsaid = [t.both("❔ How many {unit} is not said", unit=matter.unsaid)] if matter.unsaid else []
        return unsaid + [_left_out(t, each) for each in matter.inexact]
    unsaid = (
        [t.both("How many {unit} was not said: not counted", unit=matter.unsaid)] if matter.unsaid else []
    )
    return unsaid + [
        t.both("“{written}” is no exact number: not counted", written=each) for each in matter.inexact
    ]


def photos_named(t: Translator, wanted: PhotosWanted) -> str:
    """Which pictures are missing."""
    match wanted:
        case "before":
            return t.both("📷 The photo from before is missing")
        case "after":
            return t.both("📷 The photo from after is missing")
        case "one":
            return t.both("📷 One of the photos from before and after is missing")
        case _:
            return t.both("📷 Photos from before and after are missing")


def _left_out(t: Translator, written: str) -> str:
    """A number that was said only about; or of each, since nobody multiplies what others wrote."""
    if is_of_each(written):
        return t.both("❔ “{written}” is of each; the hours of all together are not said", written=written)
    return t.both("❔ “{written}” is no exact number and is left out", written=written)


def _as_confirmed(matter: Matter) -> Matter:
    """What was returned, as its station had it: what is put right stands there once it is confirmed by a tap."""
    activity, was = matter.activity, matter.was
    if activity is None or was is None or activity.stage is not Stage.RETURNED or not matter.put_right:
        return matter
    held = {"held_on": was.held_on, "held_until": None} if was.held_on not in (None, activity.held_on) else {}
    written = {unit: number for unit, number in matter.written.items() if was.counts.get(unit) != number}
    return matter.model_copy(update={
        "activity": activity.model_copy(update={"kind": was.kind, **held}), "counts": was.counts, "parts": {},
        "written": written,
    })  # fmt: skip


def _numbers(t: Translator, matter: Matter, quoted: bool) -> str:
    """🔢 1 次 · 8 户 · 14 人次 · 未遇 2."""
    return f"🔢 {told_numbers(t, matter, quoted)}"


def told_numbers(t: Translator, matter: Matter, quoted: bool = False) -> str:
    """The same for a line of a list: every number that is confirmed by the tap."""
    counts = matter.counts
    missed = [t.both("not met {many}", many=matter.not_met)] if matter.not_met else []
    told = [_beside(t, matter, unit, counts[unit], quoted) for unit in AS_TOLD if unit in counts]
    gone = [unit for unit in AS_TOLD if quoted and unit in matter.written and unit not in matter.counts]
    left_out = [t.staff("written: {number}, left out", number=number_named(t, unit, matter.written[unit]))
                for unit in gone]  # fmt: skip
    return " · ".join([*told, *missed, *left_out])


def _beside(t: Translator, matter: Matter, unit: Unit, number: float, quoted: bool) -> str:
    """8 户（5+3）: a sum that nobody wrote shows of what it was made; 4 户（原：5 户）: another number stands below."""
    named, parts = number_named(t, unit, number), matter.parts.get(unit, ())
    if parts:
        return t.both("{number} ({parts})", number=named, parts="+".join(f"{part:g}" for part in parts))
    if quoted and unit in matter.written:
        before = number_named(t, unit, matter.written[unit])
        return t.staff("{number} (written: {before})", number=named, before=before)
    return named


def when(t: Translator, activity: Activity) -> str:
    """The day, or the days, on which it took place."""
    if activity.held_until and activity.held_until > activity.held_on:
        since, until = day_named(t, activity.held_on), day_named(t, activity.held_until)
        return t.both("{since} to {until}", since=since, until=until)
    return day_named(t, activity.held_on)


# -- the card of whoever told of it -----------------------------------------------------------------


def card(t: Translator, matter: Matter, chat: int, *, delay: float = 0.0) -> Letter:
    """One message with all that was understood, and the tap that confirms it."""
    reach = t.both("{station} · tel. {telephone}", station=matter.station, telephone=matter.telephone)
    lines = [
        _headline(t, matter), *_where(t, matter), *facts(t, matter), *passing_on.listed(t, matter), "",
        *_asked(t, matter), _standing(t, matter), reach if matter.telephone else matter.station,
    ]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_two(t, matter), delay=delay,
                  card=subject(REPORTER, matter.report.serial))  # fmt: skip


def _headline(t: Translator, matter: Matter) -> str:
    number, stage = matter.report.number, matter.activity.stage if matter.activity else None
    match stage:
        case Stage.DRAFT:
            return t.reporter("📝 {number} · is this right?", number=number)
        case Stage.RETURNED if matter.put_right:
            return t.reporter("📝 {number} · is this right?", number=number)
        case Stage.RETURNED:
            return t.reporter("✏️ {number} · please put it right", number=number)
        case Stage.ACCEPTED if matter.by_time:
            return t.reporter("🌿 {number} · counted", number=number)
        case Stage.ACCEPTED:
            return t.reporter("🌿 {number} · checked, and counted", number=number)
        case Stage.VOID:
            return t.reporter("↩️ {number} · does not count", number=number)
        case _:
            return t.reporter("✅ Noted · {number}", number=number)


def _where(t: Translator, matter: Matter) -> list[str]:
    return ["📍 " + where_named(t, matter)] if matter.place or matter.report.named else []


def _asked(t: Translator, matter: Matter) -> list[str]:
    """What is out of the ordinary, and is confirmed by the same tap; and how to say what is open, until it counts."""
    activity = matter.activity
    if activity is None or activity.stage in (Stage.ACCEPTED, Stage.RETURNED, Stage.VOID):
        return []
    found = []
    if activity.unusual and activity.stage is Stage.DRAFT:
        unit = Unit(activity.unusual)
        number = number_named(t, unit, matter.counts.get(unit, 0))
        found.append(t.reporter("❗ {number} is far from the usual. Are you sure?", number=number))
    if matter.same_as and activity.stage is Stage.DRAFT:
        found.append(t.reporter("❗ {number} says the same. If it is the same thing, do not confirm this one.",
                                number=matter.same_as))  # fmt: skip
    if (matter.unsaid or matter.inexact) and not matter.report.question:
        found.append(t.reporter("To say it still, reply to this message with the number and its unit."))
    return found


def _standing(t: Translator, matter: Matter) -> str:
    activity, station = matter.activity, matter.station
    if matter.report.question == "ours":
        return t.reporter("You passed this on. Was it you who did it?")
    match activity.stage if activity else None:
        case None:
            return t.reporter("Tap “Enter it”, and it can be counted.")
        case Stage.DRAFT:
            return t.reporter("It counts when you have tapped “Right, note it”.")
        case Stage.RETURNED if matter.put_right:
            return t.reporter("It counts when you have tapped “Right, note it”.")
        case Stage.RETURNED if activity and activity.problem:
            why = why_decided(t, activity)
            return t.reporter("{station} asks you: {why}.", station=station, why=why)
        case Stage.RETURNED:
            return t.reporter("{station} asks you to put it right.", station=station)
        case Stage.SUBMITTED if matter.stood_by:
            return t.reporter(
                "You say that it is right as it is; {station} looks at it again.", station=station
            )
        case Stage.RESUBMITTED:
            again = t.reporter("Put right, to be checked: {station} looks at it again.", station=station)
            return "\n".join([again, *_by_itself(t, matter)])
        case Stage.ACCEPTED if matter.by_time:
            counts = t.reporter("{station} had no question in time, so it counts.", station=station)
            return "\n".join([counts, *_late(t, matter)])
        case Stage.ACCEPTED:
            thanks = t.reporter("{station} has checked it. Thank you.", station=station)
            return "\n".join([thanks, *_late(t, matter)])
        case Stage.VOID if activity:
            return why_void(t, activity)
        case _:
            waits = t.reporter("To be checked: {station} looks at it.", station=station)
            return "\n".join([waits, *_by_itself(t, matter)])


def _by_itself(t: Translator, matter: Matter) -> list[str]:
    """When it counts at the latest; of what a person has to look at nobody knows."""
    if matter.photos_wanted:
        return [t.reporter("It does not count by itself without them: tap “Add more” and send them.")]
    if matter.counts_by is None:
        return []
    return [t.reporter("Unless they ask about it, it counts by {day}.", day=day_named(t, matter.counts_by))]


def _late(t: Translator, matter: Matter) -> list[str]:
    """Its own period was closed when it was accepted."""
    if matter.late_in is None:
        return []
    period = period_in_short(t, matter.late_in)
    return [t.reporter("It counts in {period} (told late), since the figures of its day were closed by then.",
                       period=period)]  # fmt: skip


def why_void(t: Translator, activity: Activity) -> str:
    """Why it does not count."""
    if activity.problem is Problem.TWICE and numbers.looks_like_one(activity.note):
        return t.reporter("{number} has taken its place.", number=activity.note)
    return why_decided(t, activity) or t.reporter("It is not in the figures.")


def why_decided(t: Translator, activity: Activity) -> str:
    """Why it came back or does not count: the reason and the station's words; of another reason these alone."""
    named = activity.problem not in (None, Problem.OTHER) or not activity.note
    why = problem_named(t, activity.problem) if activity.problem and named else ""
    return " · ".join(filter(None, (why, activity.note)))


def _two(t: Translator, matter: Matter) -> Rows:
    """Two buttons at most."""
    activity = matter.activity
    if matter.report.question == "ours":
        return ((_button(matter, t.reporter("Yes, we did it"), "ours"),),
                (_button(matter, t.reporter("No, only passed on"), "not_ours"),))  # fmt: skip
    change = _button(matter, t.reporter("Not right, change it"), "amend")
    match activity.stage if activity else None:
        case None:
            return ((_button(matter, t.reporter("Enter it"), "enter"),), (change,))
        case Stage.RETURNED if not matter.put_right:
            return ((_button(matter, t.reporter("It is right as it is"), "stand_by"),), (change,))
        case Stage.DRAFT | Stage.RETURNED:
            return ((_button(matter, t.reporter("✅ Right, note it"), "confirm"),), (change,))
        case Stage.VOID:
            return ()
        case _:
            return ((_button(matter, t.reporter("Add more"), "add"),), (change,))


def _button(matter: Matter, label: str, action: str) -> Button:
    return Button(label=label, action=action, record=matter.report.serial, version=_version(matter))


def _version(matter: Matter) -> int:
    """A tap confirms the numbers that stood on the card, and no others."""
    return matter.activity.version if matter.activity else matter.report.version
