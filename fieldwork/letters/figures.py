"""Figures by the terms that people use for them: 签收率, 入户走访; what each is, and the records behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.activities import ActivityKind
from fieldwork.buttons import Button
from fieldwork.digests import Span, Stated
from fieldwork.figures import BY_KEY, FIGURES, Figure, How, written
from fieldwork.letters import Letter, clipped
from fieldwork.letters.activities import kind_named
from fieldwork.letters.dates import day_named
from fieldwork.periods import Period
from fieldwork.texts import Translator

A_PAGE = 18  # figures with a button
RECORDS = 8  # a page
A_ROW = 6
SOME_PLACES = 10
KINDS = frozenset(kind.value for kind in ActivityKind)


def figure_named(t: Translator, name: str) -> str:
    """The term of a figure; a name that is none is left as it is."""
    if name in KINDS:
        return kind_named(t, ActivityKind(name))
    return _needs(t).get(name) or _rates(t).get(name) or _others(t).get(name) or name


def _needs(t: Translator) -> Mapping[str, str]:
    return {
        "received": t.staff("Reports received"), "dispatched": t.staff("Dispatched"), "signed": t.staff("Signed"),
        "contacted": t.staff("First contacts"), "done": t.staff("Finished"), "closed": t.staff("Closings"),
        "called_back": t.staff("Call-backs"), "answered": t.staff("Answered call-backs"),
        "answered_chat": t.staff("Answered in the chat"), "answered_phone": t.staff("Answered on the telephone"),
        "unrated": t.staff("Not rated"), "solved": t.staff("Solved, says the reporter"),
        "partly": t.staff("Partly solved"),
        "unsolved": t.staff("Not solved, says the reporter"),
        "satisfied": t.staff("Satisfied"), "fairly": t.staff("Fairly satisfied"),
        "unsatisfied": t.staff("Not satisfied"), "done_extended": t.staff("Done in extended time"),
        "overdue": t.staff("Overdue"), "returned": t.staff("Returned"),
        "return_upheld": t.staff("Returns that were right"), "moved": t.staff("Passed between stations"),
        "backstopped": t.staff("Held by the station above"), "reopened": t.staff("Done again"),
        "parked": t.staff("Parked"), "extended": t.staff("Extended"), "supervised": t.staff("Supervised"),
        "risen_3": t.staff("On the weekly list of what is late"), "withdrawn": t.staff("Withdrawn"),
        "merged": t.staff("Merged"), "not_accepted": t.staff("Not accepted"),
        "excluded": t.staff("Left out of the rates"),
    }  # fmt: skip


def _rates(t: Translator) -> Mapping[str, str]:
    return {
        "signing_rate": t.staff("Rate of signing in time"), "response_rate": t.staff("Rate of contact in time"),
        "done_rate": t.staff("Rate of done in time"), "overdue_rate": t.staff("Rate of overdue"),
        "closed_rate": t.staff("Rate of closing"), "called_rate": t.staff("Rate of call-backs"),
        "answered_rate": t.staff("Rate of answered call-backs"), "rated_rate": t.staff("Rate of taking part"),
        "solved_rate": t.staff("Rate of solved"), "satisfied_rate": t.staff("Rate of satisfied"),
        "returned_rate": t.staff("Rate of returns"), "upheld_rate": t.staff("Rate of returns that were right"),
        "first_right_rate": t.staff("Rate of right first dispatch"), "reopened_rate": t.staff("Rate of done again"),
    }  # fmt: skip


def _others(t: Translator) -> Mapping[str, str]:
    return {
        "open": t.staff("Open"), "old": t.staff("Open for long"),
        "first_response": t.staff("Median time to first contact"),
        "service": t.staff("Service"), "case_opened": t.staff("Cases opened"), "case_closed": t.staff("Cases closed"),
        "case_open": t.staff("Cases open"), "volunteer_hours": t.staff("Volunteer service"),
        "trained": t.staff("People trained"), "communities": t.staff("Communities served"),
    }  # fmt: skip


def by_term(t: Translator) -> dict[str, Figure]:
    """Each figure by what people call it: `入户走访.次`, `服务人次`, `签收率`; `上报`, where there is one unit."""
    found = dict(BY_KEY)
    for figure in FIGURES:
        term = figure_named(t, figure.name)
        found[f"{term}.{figure.unit}"] = found[f"{term}{figure.unit}"] = figure
        if figure.name not in KINDS:
            found[term] = figure
    return found


def is_worth_saying(figure: Figure, one: Stated) -> bool:
    """Whether a figure says something: a rate of nothing does not."""
    return bool(one.whole if figure.how is How.RATE else one.number or one.late)


# -- numbers ----------------------------------------------------------------------------------------


def number_of(t: Translator, one: Stated) -> str:
    """`5 户`, a rate as `16 / 20（80%）`; what came late beside it."""
    if one.whole is not None:
        return rate(t, one.number, one.whole)
    plain = f"{written(one.number)} {one.unit}"
    return t.staff("{number}, {many} of it late", number=plain, many=written(one.late)) if one.late else plain


def rate(t: Translator, number: float, whole: float) -> str:
    """A rate with what it is of."""
    share = round(100 * number / whole) if whole else 0
    return t.staff(
        "{number} / {whole} ({share} %)", number=written(number), whole=written(whole), share=share
    )


def period_named(t: Translator, period: Period) -> str:
    """A period with its days: 2026-03（3月1日 – 3月31日）."""
    if period.span is Span.DAY:
        return day_named(t, period.since)
    return t.staff(
        "{name} ({since} – {until})", name=period.name, since=day_named(t, period.since),
        until=day_named(t, period.until),
    )  # fmt: skip


# -- in the chat --------------------------------------------------------------------------------------


class Page(NamedTuple):
    """Of which place and period, as the buttons below hold it."""

    place: str  # its code
    name: str
    period: Period
    own: bool = False  # somebody's own figures, not the place's
    before: str = ""  # names of the periods around it; empty where none has begun
    after: str = ""
    has_below: bool = True
    accepted: tuple[int, int] = (0, 0)  # activities, by people and by time
    number: int = 0  # the page

    def choice(self, period: str = "", own: bool | None = None) -> str:
        """What a button of it carries."""
        mine = self.own if own is None else own
        return f"{period or self.period.name}/{'own' if mine else ''}/{self.place}"


class Shown(NamedTuple):
    """A record as a line."""

    serial: int  # 0 of what has no card: a case
    number: str
    day: date
    place: str
    amount: str
    opens: bool = True  # whether this reader may have its card


def overview(t: Translator, chat: int, page: Page, found: Sequence[Stated]) -> Letter:
    """The figures: counts first, then rates; each opens to its records by its number."""
    title = t.staff("🔢 {place}, {period}", place=page.name, period=period_named(t, page.period))
    lines = [title, t.staff("My own")] if page.own else [title]
    part = list(enumerate(found, 1))[page.number * A_PAGE : (page.number + 1) * A_PAGE]
    lines += [f"{count}. {figure_named(t, one.name)}  {number_of(t, one)}" for count, one in part]
    if not found:
        lines.append(t.staff("Nothing is counted there in that time."))
    if any(page.accepted):
        people, time = page.accepted
        lines.append(
            t.staff(
                "Activities checked by people {people}, accepted by time {time}", people=people, time=time
            )
        )
    numbers = [Button(label=f"{count}", action="fig_of", record=_place_of(one), choice=page.choice())
               for count, one in part]  # fmt: skip
    rows = [tuple(numbers[start : start + A_ROW]) for start in range(0, len(numbers), A_ROW)]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, *_ways(t, page, len(found))))


def _place_of(one: Stated) -> int:
    """Where a figure stands in the dictionary: shorter than its name."""
    return next(at for at, figure in enumerate(FIGURES) if (figure.name, figure.unit) == (one.name, one.unit))


def _ways(t: Translator, page: Page, many: int) -> list[tuple[Button, ...]]:
    """To other periods, places and pages."""
    spans = (("day", t.staff("Today")), ("week", t.staff("This week")), ("month", t.staff("This month")),
             ("year", t.staff("This year")))  # fmt: skip
    around = (
        [Button(label=f"‹ {page.before}", action="fig", choice=page.choice(page.before))]
        if page.before
        else []
    )
    if page.after:
        around.append(Button(label=f"{page.after} ›", action="fig", choice=page.choice(page.after)))
    if many > (page.number + 1) * A_PAGE:
        around.append(
            Button(label=t.staff("More"), action="fig", record=page.number + 1, choice=page.choice())
        )
    other = t.staff("The place's") if page.own else t.staff("My own")
    where = [Button(label=other, action="fig", choice=page.choice(own=not page.own))]
    if page.has_below and not page.own:
        where.append(Button(label=t.staff("Below…"), action="fig_below", choice=page.choice()))
    spanned = [Button(label=label, action="fig", choice=page.choice(span)) for span, label in spans]
    return [tuple(around), tuple(spanned), tuple(where)] if around else [tuple(spanned), tuple(where)]


def below(t: Translator, chat: int, page: Page, places: Sequence[tuple[str, str]]) -> Letter:
    """The places directly below, two in a row, some a page."""
    start = page.number * SOME_PLACES
    buttons = [Button(label=name, action="fig", choice=page._replace(place=code).choice())
               for code, name in places[start : start + SOME_PLACES]]  # fmt: skip
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    last = [Button(label=t.staff("Back"), action="fig", choice=page.choice())]
    if len(places) > start + SOME_PLACES:
        further = Button(
            label=t.staff("More"), action="fig_below", record=page.number + 1, choice=page.choice()
        )
        last.append(further)
    return Letter(chat=chat, text=t.staff("Figures of which place?"), buttons=(*rows, tuple(last)))


def opened(
    t: Translator, chat: int, page: Page, figure: Stated, shown: Sequence[Shown], records: int
) -> Letter:
    """The records behind one figure, some a page; a tap on a number brings its card."""
    named = figure_named(t, figure.name)
    lines = [t.staff("🔢 {figure}: {number}", figure=named, number=number_of(t, figure))]
    lines += [f"{page.name} · {period_named(t, page.period)}", t.staff("{many} records", many=records)]
    lines += [
        " · ".join(filter(None, (one.number, day_named(t, one.day), one.place, one.amount))) for one in shown
    ]
    cards = [Button(label=one.number, action="open", record=one.serial) for one in shown if one.opens]
    rows = [tuple(cards[start : start + 3]) for start in range(0, len(cards), 3)]
    ways = [Button(label=t.staff("Back"), action="fig", choice=page.choice())]
    at = _place_of(figure)
    if page.number:
        ways.insert(
            0, Button(label="‹", action="fig_of", record=at, version=page.number - 1, choice=page.choice())
        )
    if records > (page.number + 1) * RECORDS:
        ways.append(
            Button(label="›", action="fig_of", record=at, version=page.number + 1, choice=page.choice())
        )
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, tuple(ways)))
