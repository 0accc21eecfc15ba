"""Figures in the chat: what each comes to, and the records behind it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.digests import Stated
from fieldwork.figures import FIGURES, written
from fieldwork.letters import Letter, clipped
from fieldwork.letters.closing_periods import Told, seal
from fieldwork.letters.dates import day_named
from fieldwork.letters.periods import as_of, period_in_short, period_named
from fieldwork.letters.terms import amount_of, figure_named, joined, number_of
from fieldwork.periods import Period
from fieldwork.texts import Translator

A_PAGE, ABREAST = 6, 2  # figures with a button; so many in a row
RECORDS = 8  # a page
SOME_PLACES = 10
SOME_EXCLUDED = 3  # named under the figures; all of them behind 剔除


def is_worth_saying(one: Stated) -> bool:
    """Whether a figure says something: a rate of nothing does not, unless what came from elsewhere was closed."""
    return bool(one.number or one.late if one.whole is None else one.whole or one.number)


def without(found: Iterable[Stated]) -> list[Stated]:
    """The rates that there are none of yet: nothing is in their denominator."""
    return [one for one in found if one.whole is not None and not is_worth_saying(one)]


def of_few(found: Iterable[Stated], few: int) -> list[Stated]:
    """The rates of so few that they say little."""
    return [one for one in found if one.whole and one.whole < few]


class Excluded(NamedTuple):
    """剔除: a record that is out of the rates, why (a key of the reasons, none where it was written), by which two."""

    number: str
    why: str
    asked_by: str
    agreed_by: str


class Page(NamedTuple):
    """Of which place and period, as the buttons below hold it."""

    place: str  # its code
    name: str
    period: Period
    own: bool = False  # somebody's own figures, not the place's
    before: Period | None = None  # the periods around it; None where none has begun
    after: Period | None = None
    has_below: bool = True
    accepted: tuple[int, int, int] = (0, 0, 0)  # activities: by people, by time, with past records
    number: int = 0  # the page of buttons, or of records
    closed: Told | None = None  # 封账: the figures stay as they are
    as_of: datetime | None = None  # of a period that runs: until when what happened is in it
    excluded: tuple[Excluded, ...] = ()  # 剔除

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
    late: bool = False  # 补报: its own day was closed by then


def overview(t: Translator, chat: int, page: Page, figures: Sequence[Stated], few: int) -> Letter:
    """All figures, counts before rates; below, some at a time, a button for each that opens to its records.

    `few`: a rate of fewer is said to be of few.
    """
    found = [one for one in figures if is_worth_saying(one)]
    title = t.staff("🔢 {place}, {period}", place=page.name, period=period_named(t, page.period))
    lines = [title, t.staff("My own")] if page.own else [title]
    lines += [as_of(t, page.as_of)] if page.as_of else []
    lines += [seal(t, page.closed)] if page.closed else []
    lines += _lines(t, found)
    lines += reservations(t, figures, few) if found else [t.staff("Nothing is counted there in that time.")]
    lines += left_out(t, page.excluded, SOME_EXCLUDED)
    if any(page.accepted):
        lines.append(accepted_named(t, *page.accepted))
    part = found[page.number * A_PAGE : (page.number + 1) * A_PAGE]
    keys = [Button(label=label(t, one), action="fig_of", record=place_of(one), choice=page.choice())
            for one in part]  # fmt: skip
    rows = [tuple(keys[start : start + ABREAST]) for start in range(0, len(keys), ABREAST)]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, *_ways(t, page, len(found))))


def _lines(t: Translator, found: Sequence[Stated]) -> Iterator[str]:
    """A line a figure; what was done of one kind stands on one: 入户走访  1 次 · 5 户 · 12 人次."""
    for name, units in groupby(found, lambda one: one.name):
        yield f"{figure_named(t, name)}  {' · '.join(number_of(t, one) for one in units)}"


def reservations(t: Translator, figures: Sequence[Stated], few: int) -> Iterator[str]:
    """Which rates are of few, and which there are none of yet."""
    if small := of_few(figures, few):
        yield t.staff("Of fewer than {few}, a hint at most: {rates}", few=few, rates=_named(t, small))
    if none := without(figures):
        yield t.staff("None yet, since nothing is counted in them: {rates}", rates=_named(t, none))


def _late(t: Translator, one: Shown) -> str:
    return t.staff("reported late") if one.late else ""


def left_out(t: Translator, excluded: Sequence[Excluded], many: int) -> Iterator[str]:
    """Who asked that a record be left out of the rates, and who agreed: a line each, the others as a number."""
    if excluded:
        yield t.staff("Not in the rates: {many} matters, each by two people", many=len(excluded))
    for one in excluded[:many]:
        why = t.named(one.why) if one.why else t.staff("a reason in words")
        yield t.staff("· {number}: {why}; {one} asked, {other} agreed", number=one.number, why=why,
                      one=one.asked_by, other=one.agreed_by)  # fmt: skip
    if len(excluded) > many:
        yield t.staff("and {many} more", many=len(excluded) - many)


def accepted_named(t: Translator, people: int, time: int, imported: int) -> str:
    """How many activities a person accepted, how many time did, and how many came with past records."""
    said = t.staff("Activities checked by people {people}, accepted by time {time}", people=people, time=time)
    return t.staff("{what}, past records {many}", what=said, many=imported) if imported else said


def _named(t: Translator, found: Sequence[Stated]) -> str:
    return joined(t, [figure_named(t, one.name) for one in found])


def label(t: Translator, one: Stated) -> str:
    """上报 12 件; a rate by what it is of: 签收率 8/9."""
    if one.whole is not None:
        return f"{figure_named(t, one.name)} {written(one.number)}/{written(one.whole)}"
    return f"{figure_named(t, one.name)} {amount_of(t, one.name, one.number, one.unit)}"


def place_of(one: Stated) -> int:
    """Where a figure stands in the dictionary: shorter than its name."""
    return next(at for at, figure in enumerate(FIGURES) if (figure.name, figure.unit) == (one.name, one.unit))


def _ways(t: Translator, page: Page, many: int) -> list[tuple[Button, ...]]:
    """To other periods, places and pages."""
    spans = (("day", t.staff("Today")), ("week", t.staff("This week")), ("month", t.staff("This month")),
             ("year", t.staff("This year")))  # fmt: skip
    around = list(_around(t, page))
    if many > A_PAGE:
        following = page.number + 1 if many > (page.number + 1) * A_PAGE else 0
        more = Button(label=t.staff("Other figures…"), action="fig", record=following, choice=page.choice())
        around.append(more)
    other = t.staff("The place's") if page.own else t.staff("My own")
    where = [Button(label=other, action="fig", choice=page.choice(own=not page.own))]
    if page.has_below and not page.own:
        where.append(Button(label=t.staff("Below…"), action="fig_below", choice=page.choice()))
    where.append(Button(label=t.staff("🎯 Targets"), action="targets", choice=page.place))
    spanned = [Button(label=label, action="fig", choice=page.choice(span)) for span, label in spans]
    return [tuple(around), tuple(spanned), tuple(where)] if around else [tuple(spanned), tuple(where)]


def _around(t: Translator, page: Page) -> Iterator[Button]:
    """To the periods before and after."""
    if page.before:
        label = f"‹ {period_in_short(t, page.before)}"
        yield Button(label=label, action="fig", choice=page.choice(page.before.name))
    if page.after:
        label = f"{period_in_short(t, page.after)} ›"
        yield Button(label=label, action="fig", choice=page.choice(page.after.name))


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
    t: Translator, chat: int, page: Page, figure: Stated, shown: Sequence[Shown], records: int,
    beside: Sequence[str] = (), parts: bool = False,
) -> Letter:  # fmt: skip
    """The records behind one figure, some a page; a tap on a number brings its card. `beside`: what it leaves out;
    `parts`: it can be looked at apart."""
    named = figure_named(t, figure.name)
    lines = [t.staff("🔢 {figure}: {number}", figure=named, number=number_of(t, figure))]
    lines += [
        f"{page.name} · {period_named(t, page.period)}",
        *beside,
        t.staff("{many} records", many=records),
    ]
    lines += [
        " · ".join(filter(None, (one.number, day_named(t, one.day), one.place, one.amount, _late(t, one))))
        for one in shown
    ]
    cards = [Button(label=one.number, action="open", record=one.serial) for one in shown if one.opens]
    rows = [tuple(cards[start : start + 3]) for start in range(0, len(cards), 3)]
    ways = _ways_from(t, page, place_of(figure), records, parts)
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, tuple(ways)))


def _ways_from(t: Translator, page: Page, at: int, records: int, parts: bool) -> Iterator[Button]:
    """A page back, to all figures, apart, a page on."""
    if page.number:
        yield _turned(page, at, "‹", page.number - 1)
    yield Button(label=t.staff("Back"), action="fig", choice=page.choice())
    if parts:
        yield Button(label=t.staff("Apart…"), action="fig_by", record=at, choice=page.choice())
    if records > (page.number + 1) * RECORDS:
        yield _turned(page, at, "›", page.number + 1)


def _turned(page: Page, at: int, label: str, number: int) -> Button:
    return Button(label=label, action="fig_of", record=at, version=number, choice=page.choice())
