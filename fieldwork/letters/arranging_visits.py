"""How the visits of a household are arranged: its rhythm, who goes there, pauses, an end, an extra round."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.care import CarePlan, Risk
from fieldwork.digests import Span
from fieldwork.figures import VISIT_RATE
from fieldwork.letters import Letter, clipped
from fieldwork.letters.dates import day_named, how_long
from fieldwork.letters.periods import period_named
from fieldwork.letters.terms import figure_named, rate
from fieldwork.letters.visiting import risk_named
from fieldwork.people import Person
from fieldwork.periods import PeriodRules, period_of
from fieldwork.texts import Translator
from fieldwork.visits_due import Rate

WEEKS = (7, 14, 30)  # days of a pause that are offered
ENDS = ("moved", "died", "not_needed")  # why nobody is visited any more: keys
WHY_PAUSED = ("hospital", "away", "family")  # of a household
WHY_CLOSED = ("works", "weather")  # of a place
FEW = 5
Row = tuple[Button, ...]


def _button(label: str, action: str, plan: CarePlan, choice: str = "") -> Button:
    return Button(label=label, action=action, record=plan.id, version=plan.version, choice=choice)


def _card(plan: CarePlan) -> str:
    """The question about one household that is open."""
    return f"arrange/{plan.id}"


# -- one household ----------------------------------------------------------------------------------


def more(t: Translator, chat: int, plan: CarePlan, is_paused: bool) -> Letter:
    """What can be arranged."""
    pause = (
        _button(t.staff("▶️ Go on"), "visit_resume", plan)
        if is_paused
        else _button(t.staff("⏸ Pause"), "visit_pause", plan)
    )
    rows = (
        (_button(t.staff("How often"), "visit_risk", plan),
         _button(t.staff("What to look after"), "visit_words", plan)),
        (_button(t.staff("Who goes there"), "visit_give", plan), _button(t.staff("They moved"), "visit_move", plan)),
        (pause, _button(t.staff("No more visits"), "visit_end", plan)),
    )  # fmt: skip
    return Letter(chat=chat, text=t.staff("{code}: what is to be changed?", code=plan.code), buttons=rows,
                  card=_card(plan), anew=True)  # fmt: skip


def asked_risk(t: Translator, chat: int, plan: CarePlan, days: Sequence[tuple[Risk, int]]) -> Letter:
    """How often from now on."""
    labels = {
        risk: t.staff("{risk}: every {many} days", risk=risk_named(t, risk), many=many) for risk, many in days
    }
    rows = tuple((_button(label, "visit_risk", plan, risk.value),) for risk, label in labels.items())
    return Letter(
        chat=chat,
        text=t.staff("{code}: how often from now on?", code=plan.code),
        buttons=rows,
        card=_card(plan),
    )


def asked_whom(t: Translator, chat: int, plan: CarePlan, people: Sequence[Person]) -> Letter:
    """Who goes there from now on."""
    rows = tuple((_button(one.name, "visit_give", plan, f"{one.id}"),) for one in people[:FEW])
    text = (
        t.staff("{code}: who goes there from now on?", code=plan.code)
        if rows
        else t.staff("{code}: no colleague can be reached who could take it.", code=plan.code)
    )
    return Letter(chat=chat, text=text, buttons=rows, card=_card(plan))


def asked_words(t: Translator, chat: int, plan: CarePlan) -> Letter:
    """What to look after, in words."""
    return Letter(chat=chat, text=t.staff("{code}: what is to be looked after? Only who looks after them can open it.",
                                          code=plan.code), card=_card(plan))  # fmt: skip


def asked_where(t: Translator, chat: int, plan: CarePlan) -> Letter:
    """Where they live now."""
    return Letter(chat=chat, text=t.staff("{code}: where do they live now? Building and door, like building 5, 301.",
                                          code=plan.code), card=_card(plan))  # fmt: skip


def asked_why_ended(t: Translator, chat: int, plan: CarePlan) -> Letter:
    """Why nobody is visited any more."""
    rows = [(_button(end_named(t, code), "visit_end", plan, code),) for code in ENDS]
    rows.append((_button(t.staff("Write why…"), "visit_end", plan, "write"),))
    return Letter(chat=chat, text=t.staff("{code}: why no more visits?", code=plan.code), buttons=tuple(rows),
                  card=_card(plan))  # fmt: skip


def end_named(t: Translator, code: str) -> str:
    """Why it ended."""
    said = {
        "moved": t.staff("Moved away"),
        "died": t.staff("Has died"),
        "not_needed": t.staff("Not needed any more"),
    }
    return said[code]


def changed(t: Translator, chat: int, plan: CarePlan, said: str) -> Letter:
    """It is changed: what was asked is answered."""
    return Letter(chat=chat, text=t.staff("{code}: {said}", code=plan.code, said=said), card=_card(plan))


# -- pauses -----------------------------------------------------------------------------------------


class Pause(NamedTuple):
    """A pause as a list shows it: of a household by its code, or of a place by its name."""

    name: str
    until: date
    by: str
    reason: str = ""
    plan: CarePlan | None = None
    place: str = ""  # its code


def asked_until(t: Translator, chat: int, name: str, button: Button, today: date) -> Letter:
    """Until when. `button` holds what is paused, up to the day."""
    before = f"{button.choice}/" if button.choice else ""
    rows: list[Row] = []
    for days in WEEKS:
        until = date.fromordinal(today.toordinal() + days)
        label = t.staff("{long}, until {day}", long=how_long(t, days), day=day_named(t, until))
        rows.append((button.model_copy(update={"label": label, "choice": f"{before}{until:%Y%m%d}"}),))
    rows.append((button.model_copy(update={"label": t.staff("Write the day…"), "choice": f"{before}write"}),))
    return Letter(
        chat=chat,
        text=t.staff("⏸ {name}: until when?", name=name),
        buttons=tuple(rows),
        card="pausing",
        anew=True,
    )


def asked_why(t: Translator, chat: int, name: str, button: Button, whys: Sequence[str]) -> Letter:
    """Why. `button` holds what is paused, and until when."""
    rows = [
        (button.model_copy(update={"label": why_named(t, code), "choice": f"{button.choice}/{code}"}),)
        for code in whys
    ]
    rows.append(
        (button.model_copy(update={"label": t.staff("Write why…"), "choice": f"{button.choice}/write"}),)
    )
    return Letter(chat=chat, text=t.staff("⏸ {name}: why?", name=name), buttons=tuple(rows), card="pausing")


def why_named(t: Translator, code: str) -> str:
    """Why nobody is visited for a while."""
    said = {
        "hospital": t.staff("In hospital"),
        "away": t.staff("Away from home"),
        "family": t.staff("The family is there"),
        "works": t.staff("Building works"),
        "weather": t.staff("Weather"),
    }
    return said[code]


def is_paused(t: Translator, chat: int, name: str, until: date, households: int) -> Letter:
    """From now on nobody goes there, until that day."""
    text = t.staff("⏸ {name}: paused until {day}; it goes on by itself.", name=name, day=day_named(t, until))
    if households > 1:
        text += "\n" + t.staff("Households: {many}.", many=households)
    return Letter(chat=chat, text=text, card="pausing")


def pauses(t: Translator, chat: int, found: Sequence[Pause], can_pause: bool) -> Letter:
    """Who is not visited now, until when; never why a household is not."""
    lines = [_told(t, each) for each in found]
    rows: list[Row] = [(_resume(t, each),) for each in found[:FEW]]
    if can_pause:
        rows.append((Button(label=t.staff("⏸ Pause a building…"), action="place_pause"),))
    text = "\n".join([t.staff("⏸ Pauses"), *lines]) if lines else t.staff("⏸ Nobody is paused.")
    return Letter(chat=chat, text=clipped(text), buttons=tuple(rows), card="visits_pauses")


def _told(t: Translator, pause: Pause) -> str:
    until = t.staff("until {until}", until=f"{pause.until:%m-%d}")
    return " · ".join(part for part in (f"⏸ {pause.name}", until, pause.by, pause.reason) if part)


def _resume(t: Translator, pause: Pause) -> Button:
    label = t.staff("▶️ Go on: {name}", name=pause.name)
    if pause.plan:
        return _button(label, "visit_resume", pause.plan)
    return Button(label=label, action="place_resume", choice=pause.place)


def asked_building(t: Translator, chat: int, places: Sequence[tuple[str, str]]) -> Letter:
    """Which building is paused."""
    rows = tuple((Button(label=name, action="place_pause", choice=code),) for code, name in places)
    text = t.staff("⏸ Which building? Tap, or write: pause visits building 4 until 3-20, works.")
    return Letter(chat=chat, text=text, buttons=rows, card="pausing", anew=True)


# -- extra rounds -----------------------------------------------------------------------------------


def asked_extra(t: Translator, chat: int) -> Letter:
    """What for, and where."""
    text = t.staff("🌀 What for? Like: extra round typhoon; a building and tomorrow may stand behind it.")
    return Letter(chat=chat, text=text)


def extra_called(t: Translator, chat: int, why: str, day: date, households: int, told: int) -> Letter:
    """It is called: how many are seen once more, and who heard."""
    text = t.staff("🌀 Extra round “{why}”, {day}: {many} households, {told} people told.", why=why,
                   day=day_named(t, day), many=households, told=told)  # fmt: skip
    return Letter(chat=chat, text=text)


# -- the month --------------------------------------------------------------------------------------


class Figures(NamedTuple):
    """探访率 of a month, and what is told beside it."""

    first: date
    found: Rate
    behind: tuple[tuple[str, int, tuple[str, ...]], ...]  # who, how many, which codes


def beside(t: Translator, found: Rate) -> Iterator[str]:
    """Who is left out of the rate, and what is no visit."""
    if found.paused or found.ended:
        yield t.staff("Not counted: paused {paused}, ended {ended}", paused=found.paused, ended=found.ended)
    if found.phoned:
        yield t.staff("Reached by telephone {many} times; that is no visit.", many=found.phoned)


def month(t: Translator, chat: int, stations: str, figures: Figures) -> Letter:
    """The month's rate with its denominator, who was left out, and who is behind."""
    month, found = period_of(figures.first, Span.MONTH, PeriodRules()), figures.found
    lines = [t.staff("📊 Visits of {month}, {stations}", month=period_named(t, month), stations=stations)]
    if found.due:
        lines.append(f"{figure_named(t, VISIT_RATE.name)} {rate(t, found.met, found.due)}")
    else:
        lines.append(t.staff("No household was due."))
    lines += beside(t, found)
    for who, many, codes in figures.behind:
        shown = "、".join(codes[:10]) + ("…" if len(codes) > 10 else "")
        lines.append(t.staff("Behind: {worker}, {many}: {codes}", worker=who, many=many, codes=shown))
    return Letter(
        chat=chat, text=clipped("\n".join(lines)), card=f"visits_month/{figures.first:%Y%m}", anew=True
    )
