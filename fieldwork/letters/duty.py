"""Who is on duty for a station, day by day, and when it is closed; and what those hear whom it concerns."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.days import Span
from fieldwork.duty import Closure
from fieldwork.letters import Letter, Priority
from fieldwork.letters.arranging import spelled
from fieldwork.people import Person
from fieldwork.places import Station
from fieldwork.texts import Translator

FEW = 5  # people or stations a page
WEEK = 7
NOBODY = 0

Row = tuple[Button, ...]


class Day(NamedTuple):
    """One day of the rota: who is on duty, as it is shown, and whether the one who looks is among them."""

    day: date
    names: tuple[str, ...] = ()
    own: bool = False
    closed: bool = False  # the station does not work


# -- days in a button -------------------------------------------------------------------------------


def packed(span: Span) -> int:
    """Days as one number beside a station's long code: the first day, and how many."""
    return span.since.toordinal() * 100 + (span.until - span.since).days


def unpacked(number: int) -> Span | None:
    """The days in a button; None for what no button of ours held."""
    first, more = divmod(number, 100)
    if not 1 <= first <= date.max.toordinal() - 100:
        return None
    since = date.fromordinal(first)
    return Span(since, since + timedelta(days=more))


def weekday(t: Translator, day: date) -> str:
    """周六."""
    names = (t.both("Mon"), t.both("Tue"), t.both("Wed"), t.both("Thu"), t.both("Fri"), t.both("Sat"),
             t.both("Sun"))  # fmt: skip
    return names[day.weekday()]


def named(t: Translator, span: Span) -> str:
    """03-07 周六; 03-09 到 03-11."""
    days = spelled(t, span.since, span.until)
    return f"{days} {weekday(t, span.since)}" if span.since == span.until else days


# -- the rota ---------------------------------------------------------------------------------------


def rota(
    t: Translator, chat: int, station: Station, days: Sequence[Day], today: date, week: int, *,
    arranges: bool, others: bool,
) -> Letter:  # fmt: skip
    """Two weeks of one station; `week` is the one whose days can be tapped by who arranges them."""
    lines = [t.staff("📅 {station}: on duty", station=station.name)]
    for number, heading in enumerate((t.staff("This week"), t.staff("Next week"))):
        lines += [heading, *(_line(t, each, today) for each in days[number * WEEK : (number + 1) * WEEK])]
    coming = [each for each in days[week * WEEK : (week + 1) * WEEK] if each.day >= today]
    if arranges:
        rows = _to_arrange(t, station, coming, week)
    else:
        own = [each.day for each in days if each.own and each.day >= today]
        rows = [(_swaps(t, station, Span(day, day)),) for day in own[:FEW]]
    if arranges:
        lines.append(t.staff("Tap a day, or write: duty Sat and a name."))
    if others:
        rows.append((Button(label=t.staff("Other stations…"), action="rotas"),))
    return Letter(chat=chat, text="\n".join(lines), buttons=tuple(rows))


def _line(t: Translator, each: Day, today: date) -> str:
    names = " · ".join(each.names) or t.staff("nobody")
    sign = "▶ " if each.day == today else ""
    if each.closed:
        names = t.staff("{names} (closed)", names=names)
    return f"{sign}{each.day:%m-%d} {weekday(t, each.day)} {names}"


def _to_arrange(t: Translator, station: Station, coming: Sequence[Day], week: int) -> list[Row]:
    keys = [_asks(weekday(t, each.day), station, Span(each.day, each.day)) for each in coming]
    rows: list[Row] = [tuple(keys[start : start + 4]) for start in range(0, len(keys), 4)]
    turned = t.staff("Next week ›") if week == 0 else t.staff("‹ This week")
    other = Button(label=turned, action="rota", record=1 - week, choice=station.code)
    whole = [_asks(t.staff("Whole week"), station, Span(coming[0].day, coming[-1].day))] if coming else []
    return [*rows, (*whole, other)]


def _asks(label: str, station: Station, span: Span, page: int = 0) -> Button:
    return Button(label=label, action="duty", record=page, version=packed(span), choice=station.code)


def _swaps(t: Translator, station: Station, span: Span) -> Button:
    label = t.staff("🔁 Swap {days}", days=named(t, span))
    return Button(label=label, action="swap", version=packed(span), choice=station.code)


def asked_which_station(t: Translator, chat: int, stations: Sequence[Station], page: int) -> Letter:
    """A head of several."""
    shown = stations[page * FEW : (page + 1) * FEW]
    rows: list[Row] = [(Button(label=one.name, action="rota", record=0, choice=one.code),) for one in shown]
    if len(stations) > FEW:
        following = page + 1 if (page + 1) * FEW < len(stations) else 0
        rows.append((Button(label=t.staff("Others…"), action="rotas", record=following),))
    return Letter(chat=chat, text=t.staff("📅 Which station?"), buttons=tuple(rows))


def asked_who(
    t: Translator, chat: int, station: Station, span: Span, colleagues: Sequence[Person], page: int
) -> Letter:
    """Who is on duty in these days: a colleague, or nobody."""
    text = t.staff("📅 {station}, {days}: who is on duty?", station=station.name, days=named(t, span))
    rows = _people(station, span, colleagues, page, "puts")
    nobody = Button(label=t.staff("Nobody at all"), action="puts", record=NOBODY, version=packed(span),
                    choice=station.code)  # fmt: skip
    last = [nobody]
    if len(colleagues) > FEW:
        last.append(_asks(t.staff("Others…"), station, span, _following(colleagues, page)))
    return Letter(chat=chat, text=text, buttons=(*rows, tuple(last)))


def asked_with_whom(
    t: Translator, chat: int, station: Station, span: Span, colleagues: Sequence[Person], page: int
) -> Letter:
    """Somebody looks for a colleague who takes their day."""
    if not colleagues:
        return Letter(chat=chat, text=t.staff("No colleague can be asked today. Please ask your head."))
    text = t.staff("🔁 {days}: whom shall I ask?", days=named(t, span))
    rows = _people(station, span, colleagues, page, "seek")
    if len(colleagues) > FEW:
        more = Button(label=t.staff("Others…"), action="swap", record=_following(colleagues, page),
                      version=packed(span), choice=station.code)  # fmt: skip
        rows.append((more,))
    return Letter(chat=chat, text=text, buttons=tuple(rows))


def _people(station: Station, span: Span, people: Sequence[Person], page: int, action: str) -> list[Row]:
    return [
        (Button(label=one.name, action=action, record=one.id, version=packed(span), choice=station.code),)
        for one in people[page * FEW : (page + 1) * FEW]
    ]


def _following(people: Sequence[Person], page: int) -> int:
    return page + 1 if (page + 1) * FEW < len(people) else 0


# -- what those hear whom it concerns ---------------------------------------------------------------


def put_on(t: Translator, chat: int, station: Station, span: Span, by: str = "") -> Letter:
    """To who gets a duty: by somebody, or because they took it."""
    place = {"station": station.name, "days": named(t, span)}
    lines = [
        t.staff("📅 {worker}: you are on duty for {station}, {days}.", worker=by, **place)
        if by
        else t.staff("📅 You are on duty for {station}, {days}.", **place),
        t.staff("From 00:00 to 24:00 what is most urgent rings you first."),
    ]
    return _told(chat, lines, [(_swaps(t, station, span),)] if span.since == span.until else [])


def taken_off(t: Translator, chat: int, station: Station, span: Span, by: str) -> Letter:
    """To who had it."""
    days = named(t, span)
    said = t.staff("📅 {worker}: you are not on duty for {station} any more, {days}.", worker=by,
                   station=station.name, days=days)  # fmt: skip
    return _told(chat, [said], [])


def tomorrow(t: Translator, chat: int, station: Station, day: date) -> Letter:
    """The afternoon before."""
    span = Span(day, day)
    said = t.staff("📅 Tomorrow, {days}, you are on duty for {station}.", days=named(t, span),
                   station=station.name)  # fmt: skip
    more = t.staff("From 00:00 to 24:00 what is most urgent rings you first.")
    letter = _told(chat, [said, more], [(_swaps(t, station, span),)])
    return letter.model_copy(update={"priority": Priority.REMINDER})


def asked_to_swap(t: Translator, chat: int, station: Station, span: Span, asker: Person) -> Letter:
    """To the colleague who was asked."""
    said = t.staff("🔁 {worker} asks: can you take the duty for {station} on {days}?", worker=asker.name,
                   station=station.name, days=named(t, span))  # fmt: skip
    keys = tuple(
        Button(label=label, action=action, record=asker.id, version=packed(span), choice=station.code)
        for label, action in ((t.staff("I take it"), "duty_mine"), (t.staff("I cannot"), "nope"))
    )
    return _told(chat, [said], [keys])


def swapped(t: Translator, chat: int, station: Station, span: Span, who: str, before: str) -> Letter:
    """To who asked, and to the head."""
    said = t.staff("📅 {station}, {days}: {worker} is on duty in the place of {other}.", worker=who,
                   other=before, station=station.name, days=named(t, span))  # fmt: skip
    return _told(chat, [said], [])


def not_swapped(t: Translator, chat: int, station: Station, span: Span, who: str) -> Letter:
    """To who asked."""
    said = t.staff("🔁 {worker} cannot take {days}. Ask somebody else?", worker=who, days=named(t, span))
    return _told(chat, [said], [(_swaps(t, station, span),)])


def away_on_duty(t: Translator, chat: int, station: Station, days: Sequence[date], stand_in: str) -> Letter:
    """To who will be away in days of duty: the stand-in has them, unless somebody else is to."""
    shown = ", ".join(named(t, Span(day, day)) for day in days)
    if stand_in:
        said = t.staff("📅 You are on duty for {station} then: {days}. {worker} has it, unless another takes it.",
                       station=station.name, days=shown, worker=stand_in)  # fmt: skip
    else:
        said = t.staff("📅 You are on duty for {station} then: {days}. Who takes it?", station=station.name,
                       days=shown)  # fmt: skip
    return _told(chat, [said], list(_each_day(t, station, days)))


def _each_day(t: Translator, station: Station, days: Sequence[date]) -> Iterator[Row]:
    for day in days[:FEW]:
        yield (_swaps(t, station, Span(day, day)),)


def worker_is_away(
    t: Translator, chat: int, station: Station, days: Sequence[date], who: str, stand_in: str
) -> Letter:
    """To the head."""
    shown = ", ".join(named(t, Span(day, day)) for day in days)
    if stand_in:
        said = t.staff("📅 {worker} is away on days of duty for {station}: {days}. {other} has them.", worker=who,
                       station=station.name, days=shown, other=stand_in)  # fmt: skip
    else:
        said = t.staff("📅 {worker} is away on days of duty for {station}: {days}. Nobody has them.",
                       worker=who, station=station.name, days=shown)  # fmt: skip
    rows = [
        (_asks(t.staff("Arrange {days}", days=named(t, Span(day, day))), station, Span(day, day)),)
        for day in days[:FEW]
    ]
    return _told(chat, [said], rows)


# -- days on which a station is closed ---------------------------------------------------------------


def closures(t: Translator, chat: int, coming: Sequence[tuple[Station, Closure]]) -> Letter:
    """Those that are to come, each with a way to take it back."""
    lines = [_closed(t, station, each) for station, each in coming[:FEW]]
    lines = lines or [t.staff("📴 No day is entered on which a station is closed.")]
    lines.append(
        t.staff("Write: closed 12-31 and why; for another station its name, the days, closed, and why.")
    )
    rows = [
        (_works(t.staff("{station} {days}: open after all", station=station.name,
                        days=named(t, Span(each.since, each.until))), station, each),)
        for station, each in coming[:FEW]
    ]  # fmt: skip
    return Letter(chat=chat, text="\n".join(lines), buttons=tuple(rows))


def closed(t: Translator, chat: int, station: Station, closure: Closure, own: bool) -> Letter:
    """It is entered; to the head with the way back."""
    lines = [
        _closed(t, station, closure),
        t.staff("These days are no working time: limits move on. What is most urgent or urgent runs on."),
    ]
    rows = [(_works(t.staff("Open after all"), station, closure),)] if own else []
    return _told(chat, lines, rows)


def _closed(t: Translator, station: Station, closure: Closure) -> str:
    days = named(t, Span(closure.since, closure.until))
    if closure.reason:
        return t.staff("📴 {station} is closed, {days}: {reason}.", station=station.name, days=days,
                       reason=closure.reason)  # fmt: skip
    return t.staff("📴 {station} is closed, {days}.", station=station.name, days=days)


def _works(label: str, station: Station, closure: Closure) -> Button:
    span = Span(closure.since, closure.until)
    return Button(label=label, action="works", version=packed(span), choice=station.code)


def works_again(t: Translator, chat: int, station: Station, span: Span) -> Letter:
    """A closure was taken back."""
    said = t.staff("☀️ {station} works as always, {days}.", station=station.name, days=named(t, span))
    return _told(chat, [said], [])


def _told(chat: int, lines: Sequence[str], rows: Sequence[Row]) -> Letter:
    return Letter(chat=chat, text="\n".join(lines), buttons=tuple(rows), priority=Priority.URGENT)
