"""What is said about visits (探访关爱): today's list, one household, what is asked of it.

Nothing here but `opened` says who somebody is: a code, a building and a day are all that a list or a notice holds.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.care import CarePlan, Outcome, Risk
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.dates import day_named
from fieldwork.texts import Translator

A_PAGE = 5  # households with buttons; the sixth row leads on
OPENED = "opened"  # what shows who somebody is, for some hours: `opened/12`
Row = tuple[Button, ...]


class Line(NamedTuple):
    """One household as a list shows it."""

    plan: CarePlan
    place: str  # the building
    late: int = 0  # days over its interval
    on: date | None = None  # the appointment
    paused: date | None = None  # until when
    done: Outcome | None = None  # what came of it today


def list_of(person_id: int) -> str:
    """The card of somebody's list of today."""
    return f"visits/{person_id}"


def card_of(plan: CarePlan) -> str:
    """The card of one household."""
    return f"visit/{plan.id}"


def opened_of(plan_id: int) -> str:
    """The message that shows who it is."""
    return f"{OPENED}/{plan_id}"


# -- words ------------------------------------------------------------------------------------------


def risk_named(t: Translator, risk: Risk) -> str:
    """How urgent it is to look after somebody."""
    said = {Risk.HIGH: t.staff("high risk"), Risk.KEY: t.staff("key"), Risk.GENERAL: t.staff("general")}
    return said[risk]


def outcome_named(t: Translator, outcome: Outcome) -> str:
    """What came of it."""
    said = {
        Outcome.MET: t.staff("visited"),
        Outcome.NOT_MET: t.staff("nobody opened"),
        Outcome.PUT_OFF: t.staff("put off"),
        Outcome.PHONED: t.staff("reached by telephone"),
    }
    return said[outcome]


def _standing(t: Translator, line: Line) -> list[str]:
    """Why it is on the list, and how it stands."""
    plan, said = line.plan, [risk_named(t, line.plan.risk)]
    if plan.changed_at:
        said.append(t.staff("🔺 something changed"))
    if plan.extra_on:
        said.append(t.staff("extra round"))
    if line.late:
        said.append(t.staff("{many} days late", many=line.late))
    if plan.missed_at:
        said.append(t.staff("nobody opened last time"))
    return said


def _row_of(t: Translator, line: Line, number: int = 0, choice: str = "") -> Row:
    """What can be done with one household in one tap."""
    plan = line.plan
    first = (_button(f"{number} ⋯", "visit_open", plan),) if number else ()
    return (
        *first,
        _button(t.staff("✅ Visited"), "visit_met", plan, choice),
        _button(t.staff("🚪 Nobody"), "visit_missed", plan, choice),
        _button(t.staff("📅 Put off"), "visit_later", plan),
    )


def _button(label: str, action: str, plan: CarePlan, choice: str = "") -> Button:
    return Button(label=label, action=action, record=plan.id, version=plan.version, choice=choice)


# -- today's list -----------------------------------------------------------------------------------


class Errand(NamedTuple):
    """Somebody's day: what is to be done, what was done, and what waits for the next list."""

    day: date
    lines: tuple[Line, ...] = ()
    done: tuple[Line, ...] = ()
    later: int = 0
    noting: str = ""  # the code of the household about which a note may be written now


def today(t: Translator, chat: int, person_id: int, errand: Errand, page: int = 0) -> Letter:
    """Today's list, by building, most urgent first; each household is dealt with in one tap."""
    head = t.staff("🏠 Visits of {day}: {many}", day=day_named(t, errand.day), many=len(errand.lines))
    lines, place = [head], ""
    for number, line in enumerate(errand.lines, start=1):
        if line.place != place:
            place = line.place
            lines.append(place)
        lines.append(f"{number}. " + " · ".join([line.plan.code, *_standing(t, line)]))
    lines += [f"✔ {line.plan.code} · {outcome_named(t, line.done)}" for line in errand.done if line.done]
    if errand.later:
        lines.append(t.staff("To be seen tomorrow: {many}", many=errand.later))
    if errand.noting:
        lines.append(t.staff("✏️ A word about {code}? Just write it.", code=errand.noting))
    if not errand.lines and not errand.done:
        lines = [t.staff("🏠 No visits today.")]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_list_rows(t, errand, page),
                  card=list_of(person_id), priority=Priority.REMINDER)  # fmt: skip


def _list_rows(t: Translator, errand: Errand, page: int) -> tuple[Row, ...]:
    start = page * A_PAGE if page * A_PAGE < len(errand.lines) else 0
    few = list(enumerate(errand.lines, start=1))[start : start + A_PAGE]
    rows = [_row_of(t, line, number, f"{start // A_PAGE}") for number, line in few]
    if len(errand.lines) > A_PAGE:
        following = start // A_PAGE + 1 if start + A_PAGE < len(errand.lines) else 0
        rows.append((Button(label=t.both("Others…"), action="visits_page", record=following),))
    return tuple(rows)


# -- one household ----------------------------------------------------------------------------------


def card(t: Translator, chat: int, line: Line, responsible: str, *, knows: bool) -> Letter:
    """One household, without a word about who it is. `knows`: may open it, and arrange its visits."""
    plan = line.plan
    lines = [f"🏠 {plan.code} · {line.place}", " · ".join(_standing(t, line))]
    if line.on:
        lines.append(t.staff("Next visit: {day}", day=day_named(t, line.on)))
    if line.paused:
        lines.append(t.staff("⏸ Paused until {day}", day=day_named(t, line.paused)))
    if plan.ended_at:
        lines.append(t.staff("No more visits."))
    lines.append(t.staff("Looked after by {worker}", worker=responsible))
    rows: list[Row] = [] if plan.ended_at else [_row_of(t, line)]
    if knows and not plan.ended_at:
        rows += [
            (_button(t.staff("👁 Open"), "visit_look", plan),
             _button(t.staff("🔺 Something changed"), "visit_changed", plan)),
            (_button(t.staff("⋯ More"), "visit_more", plan), _button(t.staff("No longer mine"), "visit_give", plan)),
        ]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=tuple(rows), card=card_of(plan),
                  priority=Priority.REMINDER)  # fmt: skip


def opened(t: Translator, chat: int, plan: CarePlan, place: str, notes: Sequence[str], hours: int) -> Letter:
    """Who it is and what to look after, in a message of its own that goes after some hours."""
    lines = [
        f"👁 {plan.code} · {risk_named(t, plan.risk)}",
        "📍 " + " ".join(p for p in (place, plan.door) if p),
    ]
    lines += [f"👤 {plan.name}"] if plan.name else []
    lines += [f"📞 {plan.telephone}"] if plan.telephone else []
    lines += [plan.words] if plan.words else []
    lines += [t.staff("Last time: {words}", words=note) for note in notes]
    lines += [
        "",
        t.staff("This message goes within {hours} hours; it is on record that you read it.", hours=hours),
    ]
    return Letter(chat=chat, text=clipped("\n".join(lines)), card=opened_of(plan.id), anew=True)


def closed_again(chat: int, message_id: int, code: str) -> Letter:
    """What is left of such a message where Telegram deletes it no more."""
    return Letter(
        chat=chat, text=f"🔒 {code}", message_id=message_id, silent=True, priority=Priority.REMINDER
    )


def asked_day(t: Translator, chat: int, plan: CarePlan, days: Sequence[date]) -> Letter:
    """改期: to which day."""
    rows = [(_button(day_named(t, day), "visit_day", plan, f"{day:%Y%m%d}"),) for day in days]
    rows.append((_button(t.staff("Write the day…"), "visit_day", plan, "write"),))
    return Letter(chat=chat, text=t.staff("📅 {code}: to which day?", code=plan.code), buttons=tuple(rows),
                  card=f"visit_day/{plan.id}", anew=True)  # fmt: skip


def put_off(t: Translator, chat: int, plan: CarePlan, day: date, late: bool) -> Letter:
    """It is put off; honestly, where that is later than its rhythm."""
    text = t.staff("📅 {code}: put off to {day}.", code=plan.code, day=day_named(t, day))
    if late:
        text += "\n" + t.staff("That is later than its rhythm: this month's rate will say so.")
    return Letter(chat=chat, text=text, card=f"visit_day/{plan.id}")


# -- a new plan -------------------------------------------------------------------------------------

ASKING = "visit_new"  # the card of the question that is open


def asked_place(t: Translator, chat: int, places: Sequence[tuple[str, str]]) -> Letter:
    """Which building: by code and name, or written."""
    rows = tuple((Button(label=name, action="visit_say", choice=f"place/{code}"),) for code, name in places)
    text = t.staff("➕ Which building? Tap, or write it with the door: building 4, 502.")
    return Letter(chat=chat, text=text, buttons=rows, card=ASKING)


def asked_door(t: Translator, chat: int, place: str) -> Letter:
    """Which door."""
    return Letter(
        chat=chat, text=t.staff("➕ {place}: which door? Like 502, or 2-302.", place=place), card=ASKING
    )


def asked_who(t: Translator, chat: int) -> Letter:
    """Who lives there."""
    rows = ((Button(label=t.staff("Skip"), action="visit_say", choice="who/"),),)
    text = t.staff("➕ Who? A name, and a telephone if there is one. Only who looks after them can open it.")
    return Letter(chat=chat, text=text, buttons=rows, card=ASKING)


def asked_risk(t: Translator, chat: int, days: Sequence[tuple[Risk, int]]) -> Letter:
    """How often."""
    rows = tuple((_risk_button(t, risk, many, "visit_say", f"risk/{risk.value}"),) for risk, many in days)
    return Letter(chat=chat, text=t.staff("➕ How often?"), buttons=rows, card=ASKING)


def _risk_button(t: Translator, risk: Risk, many: int, action: str, choice: str, record: int = 0) -> Button:
    label = t.staff("{risk}: every {many} days", risk=risk_named(t, risk), many=many)
    return Button(label=label, action=action, choice=choice, record=record)


def asked_first(t: Translator, chat: int, days: Sequence[date]) -> Letter:
    """The first day."""
    rows = tuple(
        (Button(label=day_named(t, day), action="visit_say", choice=f"first/{day:%Y%m%d}"),) for day in days
    )
    return Letter(
        chat=chat,
        text=t.staff("➕ The first visit on which day? Tap, or write it."),
        buttons=rows,
        card=ASKING,
    )


def made(t: Translator, chat: int, line: Line, days: int, responsible: str) -> Letter:
    """It is noted: the code by which it is called from now on."""
    plan = line.plan
    lines = [
        t.staff("✅ Noted: {code} · {place} · {risk}, every {many} days.", code=plan.code, place=line.place,
                risk=risk_named(t, plan.risk), many=days),
        t.staff("Looked after by {worker}", worker=responsible),
    ]  # fmt: skip
    if line.on:
        lines.append(t.staff("Next visit: {day}", day=day_named(t, line.on)))
    rows = ((_button(t.staff("👁 Open"), "visit_look", plan), _button(t.staff("⋯ More"), "visit_more", plan)),)
    return Letter(chat=chat, text="\n".join(lines), buttons=rows, card=ASKING)


def exists_already(t: Translator, chat: int, plan: CarePlan) -> Letter:
    """The same door is visited already."""
    rows = ((_button(plan.code, "visit_open", plan),),)
    return Letter(
        chat=chat,
        text=t.staff("That door has a plan already: {code}.", code=plan.code),
        buttons=rows,
        card=ASKING,
    )


# -- the menu ---------------------------------------------------------------------------------------


class Counted(NamedTuple):
    """What 探访 counts for somebody."""

    today: int
    mine: int
    paused: int
    heads: bool


def menu(t: Translator, chat: int, counted: Counted) -> Letter:
    """探访: what there is."""
    rows: list[Row] = [
        (Button(label=t.staff("Today · {many}", many=counted.today), action="visits_today"),),
        (Button(label=t.staff("My households · {many}", many=counted.mine), action="visits_mine"),),
        (Button(label=t.staff("➕ Add a household"), action="visit_new"),),
        (Button(label=t.staff("📊 This month"), action="visits_month"),),
        (Button(label=t.staff("⏸ Pauses · {many}", many=counted.paused), action="visits_pauses"),),
    ]
    if counted.heads:
        rows.append((Button(label=t.staff("🌀 Extra round"), action="visits_extra"),))
    return Letter(chat=chat, text=t.staff("🏠 Visits"), buttons=tuple(rows), card="visits_menu", anew=True)


def households(t: Translator, chat: int, lines: Sequence[Line], page: int, more: bool) -> Letter:
    """All that somebody looks after, the next visit first."""
    told = [" · ".join([line.plan.code, line.place, *_when(t, line)]) for line in lines]
    rows: list[Row] = [
        tuple(_button(line.plan.code, "visit_open", line.plan) for line in lines[at : at + 2])
        for at in range(0, len(lines), 2)
    ]
    if page or more:
        rows.append((Button(label=t.both("Others…"), action="visits_mine", record=page + 1 if more else 0),))
    text = (
        "\n".join([t.staff("🏠 Households"), *told])
        if lines
        else t.staff("🏠 You look after no household yet.")
    )
    return Letter(chat=chat, text=clipped(text), buttons=tuple(rows), card="visits_mine")


def _when(t: Translator, line: Line) -> list[str]:
    if line.paused:
        return [t.staff("⏸ until {day}", day=day_named(t, line.paused))]
    return [day_named(t, line.on)] if line.on else []
