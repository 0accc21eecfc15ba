"""An activity at its station: looked at, accepted, returned or made void; and what its teller hears of that.

The station reads 核实, 退回, 补正, 作废; whoever told of it reads that it was looked at, and what is asked of them.
"""

from collections.abc import Callable, Iterator
from math import ceil, floor, inf, isinf

from fieldwork.activities import AS_TOLD, ActivityKind, Problem, Stage, Unit
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped, households
from fieldwork.letters.activities import kind_named, number_named, problem_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import REPORTER, Matter, subject
from fieldwork.letters.periods import period_in_short
from fieldwork.reports import Report
from fieldwork.reviewing import VOID_AS, WAITING, Was
from fieldwork.texts import Translator

REVIEWING = "review"  # subject of what the station is asked about an activity
ASKED_BACK = "back"  # subject of what asks its teller to put it right

Rows = tuple[tuple[Button, ...], ...]
Question = Callable[[Translator, Matter, int], Letter]


# -- the station's card -----------------------------------------------------------------------------


def lines(t: Translator, matter: Matter) -> list[str]:
    """What was decided, or has to be known before it is."""
    activity = matter.activity
    if activity is None:
        return []
    match activity.stage:
        case Stage.RETURNED:
            return ["↩️ " + _by(t, matter), *_being_put_right(t, matter)]
        case Stage.VOID:
            return ["🗑 " + _by(t, matter)]
        case Stage.ACCEPTED if activity.decided_by is None:
            return [t.staff("⏳ Counted by itself: nobody said anything in time"), *_late(t, matter)]
        case Stage.ACCEPTED:
            return [t.staff("✅ Checked by {worker}", worker=matter.reviewer), *_late(t, matter)]
        case _:
            return [*_put_right(t, matter), *_stood_by(t, matter), *_to_look_at(t, matter)]


def _late(t: Translator, matter: Matter) -> list[str]:
    if matter.late_in is None:
        return []
    return [t.staff("🗓 Counts in {period} (told late)", period=period_in_short(t, matter.late_in))]


def _by(t: Translator, matter: Matter) -> str:
    """Who decided it and why."""
    activity = matter.activity
    problem = problem_named(t, activity.problem) if activity and activity.problem else ""
    return " · ".join(filter(None, (matter.reviewer, problem, activity.note if activity else "")))


def _being_put_right(t: Translator, matter: Matter) -> list[str]:
    """It was changed, and the tap is waited for."""
    if matter.was is None or not matter.put_right:
        return []
    return [t.staff("✏️ Changed by the reporter, to be confirmed; the numbers above are those from before")]


def _put_right(t: Translator, matter: Matter) -> list[str]:
    """What is otherwise than when it was returned."""
    if matter.was is None or matter.activity is None or matter.activity.stage is not Stage.RESUBMITTED:
        return []
    changed = " · ".join(_changes(t, matter, matter.was)) or t.staff("what belongs to it")
    return [t.staff("✏️ Put right: {changes}", changes=changed)]


def _stood_by(t: Translator, matter: Matter) -> list[str]:
    """Nothing was changed, and why not."""
    if not matter.stood_by:
        return []
    return [t.staff("✏️ Not changed: {why}", why=why_named(t, matter.stood_by))]


def _changes(t: Translator, matter: Matter, was: Was) -> Iterator[str]:
    activity, photos = matter.activity, len(matter.sent("photo", "picture"))
    if activity is None:
        return
    if was.kind is not activity.kind:
        yield f"{kind_named(t, was.kind)} → {kind_named(t, activity.kind)}"
    if was.held_on and was.held_on != activity.held_on:
        yield f"{day_named(t, was.held_on)} → {day_named(t, activity.held_on)}"
    if was.place != activity.place:
        yield t.staff("another place")
    for unit in AS_TOLD:
        before, now = was.counts.get(unit, 0), matter.counts.get(unit, 0)
        if before != now:
            yield f"{number_named(t, unit, before)} → {number_named(t, unit, now)}"
    if photos > was.photos:
        yield t.staff("photos +{many}", many=photos - was.photos)
    if matter.doors:
        yield t.staff("its doors")
    if matter.reworded:
        yield t.staff("its words")


def why_named(t: Translator, why: str) -> str:
    """Why an activity that came back is right as it is, by its key; words of one's own stay as they are."""
    said = {
        "checked": t.both("I have checked it, it is right"),
        Problem.NUMBERS.value: t.both("the numbers were counted there"),
        Problem.NO_PHOTO.value: t.both("no photo was taken, there will be none"),
        Problem.NO_PLACE.value: t.both("the place is right"),
        Problem.TWICE.value: t.both("these were two different ones"),
        Problem.NOT_OURS.value: t.both("it belongs to this project"),
    }
    return said.get(why, why)


def _to_look_at(t: Translator, matter: Matter) -> list[str]:
    found, activity = [], matter.activity
    if activity and activity.kind is ActivityKind.CASE_SESSION and Unit.CASES in matter.counts:
        found.append(t.staff("📁 Cases are counted from their own records; to open one, write 开个案"))
    if activity and activity.sampled:
        found.append(t.staff("🎲 Drawn for a look: it waits for a person"))
    if activity and activity.unusual and activity.stage in WAITING:  # before, nobody has said so
        found.append("❗ " + _unusual(t, matter, Unit(activity.unusual)))
    if activity and matter.same_as and activity.stage in WAITING:
        found.append(t.staff("❗ {number} says the same: day, place and numbers. It waits for a person.",
                             number=matter.same_as))  # fmt: skip
    if matter.photos_wanted:
        found.append(t.staff("⏳ Time does not let it count without the photos"))
    return found


def _unusual(t: Translator, matter: Matter, unit: Unit) -> str:
    """Which number is far from what is usual there, and that time does not let it count."""
    number = matter.counts.get(unit, 0)
    least, most = matter.usual or (0.0, inf)
    named, usual = number_named(t, unit, number), _range(t, unit, least, most)
    if number > most:
        return t.staff("{number} is more than usual ({usual}); they say it is right. It waits for a person.",
                       number=named, usual=usual)  # fmt: skip
    if number < least:
        return t.staff("{number} is less than usual ({usual}); they say it is right. It waits for a person.",
                       number=named, usual=usual)  # fmt: skip
    return t.staff("{number} was unusual when it was told; they say it is right. It waits for a person.",
                   number=named)  # fmt: skip


def _range(t: Translator, unit: Unit, least: float, most: float) -> str:
    if isinf(most):
        return t.staff("at least {least}", least=number_named(t, unit, ceil(least)))
    if least <= 0:
        return t.staff("at most {most}", most=number_named(t, unit, floor(most)))
    return f"{ceil(least)}–{number_named(t, unit, floor(most))}"


def buttons(t: Translator, matter: Matter) -> Rows:
    """What a station can do with an activity now."""
    seen = ((households.key(t, matter),),) if matter.calls else ()
    return (*_decisions(t, matter), *seen)


def _decisions(t: Translator, matter: Matter) -> Rows:
    stage = matter.activity.stage if matter.activity else None
    need = (_button(matter, t.staff("This has to be dealt with"), "to_need"),)
    void = _button(matter, t.staff("🗑 Void"), "activity_void")
    back = (_button(matter, t.staff("↩️ Return"), "activity_return"), void)
    if stage in WAITING:
        return ((_button(matter, t.staff("✅ Checked, count it"), "activity_accept"),), back, need)
    if stage is Stage.ACCEPTED:
        return (back, need)
    if stage is Stage.RETURNED:
        return ((void,), need)
    return () if stage is Stage.VOID else (need,)


# -- what the station is asked ----------------------------------------------------------------------


def asked_problem(t: Translator, matter: Matter, chat: int) -> Letter:
    """退回: what is wrong with it."""
    text = t.staff("{number}: what is wrong with it?", number=matter.report.number)
    keys = [_button(matter, problem_named(t, one), "activity_wrong", one.value) for one in Problem]
    return _asked(matter, chat, text, *(tuple(keys[i : i + 2]) for i in range(0, len(keys), 2)))


def asked_note(t: Translator, matter: Matter, chat: int, problem: Problem) -> Letter:
    """A word to it; of what has no name of its own it is needed."""
    text = t.staff("{number}: {problem}. Write a word to it.", number=matter.report.number,
                   problem=problem_named(t, problem))  # fmt: skip
    if problem is Problem.OTHER:
        return _asked(matter, chat, text)
    return _asked(
        matter, chat, text, (_button(matter, t.staff("Nothing to add"), "activity_back", problem.value),)
    )


def asked_why_void(t: Translator, matter: Matter, chat: int) -> Letter:
    """作废: always with a reason."""
    text = t.staff("{number}: why is it void? Tap, or write it.", number=matter.report.number)
    rows = ((_button(matter, problem_named(t, one), "activity_void_as", one.value),) for one in VOID_AS)
    return _asked(matter, chat, text, *rows)


def asked_why_alone(t: Translator, matter: Matter, chat: int) -> Letter:
    """One's own, and nobody else can be reached."""
    text = t.staff("{number} is your own, and nobody else can be reached today. Write why you accept it yourself.",
                   number=matter.report.number)  # fmt: skip
    return _asked(matter, chat, text)


def is_done(t: Translator, matter: Matter, chat: int) -> Letter:
    """In the place of the question."""
    said = {
        Stage.RETURNED: t.staff(
            "↩️ {number} is returned; they are asked to put it right.", number=matter.report.number
        ),
        Stage.VOID: t.staff("🗑 {number} is void.", number=matter.report.number),
        Stage.ACCEPTED: t.staff("✅ {number} is checked and counts.", number=matter.report.number),
    }
    stage = matter.activity.stage if matter.activity else Stage.VOID
    return _asked(matter, chat, said.get(stage) or t.staff("{number}: not now.", number=matter.report.number))


def _asked(matter: Matter, chat: int, text: str, *rows: tuple[Button, ...]) -> Letter:
    return Letter(chat=chat, text=clipped(text), buttons=rows, card=subject(REVIEWING, matter.report.serial))


def _button(matter: Matter, label: str, action: str, choice: str = "") -> Button:
    version = matter.activity.version if matter.activity else 0
    return Button(label=label, action=action, record=matter.report.serial, version=version, choice=choice)


# -- what its teller hears --------------------------------------------------------------------------


def sent_back(t: Translator, matter: Matter, chat: int) -> Letter:
    """A message of its own: what to put right, and the one button for it."""
    activity, number = matter.activity, matter.report.number
    problem = activity.problem if activity and activity.problem else Problem.OTHER
    why = " · ".join(filter(None, (_problem_told(t, problem), activity.note if activity else "")))
    text = t.reporter("✏️ {number}: {station} asks you to put it right: {why}.", number=number,
                      station=matter.station, why=why)  # fmt: skip
    return Letter(chat=chat, text=clipped(text), buttons=((_way(t, matter, problem),),), priority=Priority.URGENT,
                  card=asked_back(matter.report), anew=True,
                  beside=subject(REPORTER, matter.report.serial))  # fmt: skip


def asked_back(report: Report) -> str:
    """The name of that message."""
    return subject(ASKED_BACK, report.serial)


def asks_no_more(t: Translator, report: Report, chat: int) -> Letter:
    """In its place, once it was answered."""
    text = t.reporter("✏️ {number}: nothing more to change here; its card says how it stands.",
                      number=report.number)  # fmt: skip
    return Letter(chat=chat, text=text, card=asked_back(report), silent=True)


def _problem_told(t: Translator, problem: Problem) -> str:
    """Words of one's own stand by themselves."""
    return "" if problem is Problem.OTHER else problem_named(t, problem)


def _way(t: Translator, matter: Matter, problem: Problem) -> Button:
    """Straight to what is wrong."""
    match problem:
        case Problem.NO_PHOTO:
            return _button(matter, t.reporter("📷 Send the photos"), "add")
        case Problem.NO_PLACE:
            return _button(matter, t.reporter("📍 Say the place"), "part", "place")
        case Problem.NUMBERS:
            return _button(matter, t.reporter("🔢 Change the numbers"), "recount")
        case _:
            return _button(matter, t.reporter("Not right, change it"), "amend")


def made_void(t: Translator, matter: Matter, chat: int) -> Letter:
    """It does not count: why, without a clerk's words."""
    activity = matter.activity
    problem = activity.problem if activity and activity.problem else Problem.OTHER
    why = " · ".join(filter(None, (_problem_told(t, problem), activity.note if activity else "")))
    text = t.reporter("↩️ {number} is not in the figures. {station}: {why}.", number=matter.report.number,
                      station=matter.station, why=why)  # fmt: skip
    return Letter(chat=chat, text=clipped(text), priority=Priority.URGENT,
                  beside=subject(REPORTER, matter.report.serial))  # fmt: skip
