"""How somebody of a station arranges their days: who stands in for them, and what rings them."""

from collections.abc import Sequence
from datetime import date

from fieldwork.buttons import Button
from fieldwork.days import Span, week_end
from fieldwork.letters import Letter, Priority
from fieldwork.people import Absence, Person, Rings
from fieldwork.texts import Translator

FEW = 5  # people a page; the sixth row leads on
NOBODY = 0  # the stand-in of somebody who has none
PILES = (5, 10, 20)  # after how many unsigned cards the next may come without a sound

Row = tuple[Button, ...]


# -- being away -------------------------------------------------------------------------------------


def asked_when(t: Translator, chat: int, who: Person, own: bool, today: date, is_head: bool) -> Letter:
    """From when to when."""
    text = (
        t.staff("🌙 Away from when to when?")
        if own
        else t.staff("🌙 {worker}: away from when to when?", worker=who.name)
    )
    tomorrow = date.fromordinal(today.toordinal() + 1)
    rows: list[Row] = [
        (
            _days(t.staff("Today"), who, Span(today, today)),
            _days(t.staff("Tomorrow"), who, Span(tomorrow, tomorrow)),
        ),
        (
            _days(t.staff("Until Sunday"), who, Span(today, week_end(today))),
            Button(label=t.staff("Write the days…"), action="away_dates", record=who.id),
        ),
    ]
    if is_head and own:
        rows.append((Button(label=t.staff("For a colleague…"), action="away_for"),))
    return Letter(chat=chat, text=text, buttons=tuple(rows))


def _days(label: str, who: Person, span: Span) -> Button:
    return Button(label=label, action="away", record=who.id, choice=packed(span))


def packed(span: Span) -> str:
    """A span as it travels in a button."""
    return f"{span.since:%Y%m%d}/{span.until:%Y%m%d}"


def spelled(t: Translator, since: date, until: date | None) -> str:
    """Days as people read them: 11-25, 11-25 to 11-28."""
    if until is None:
        return t.staff("from {since} on", since=f"{since:%m-%d}")
    if since == until:
        return f"{since:%m-%d}"
    return t.staff("{since} to {until}", since=f"{since:%m-%d}", until=f"{until:%m-%d}")


def asked_dates(t: Translator, chat: int) -> Letter:
    """The days in words."""
    return Letter(chat=chat, text=t.staff("Please write the days, like 11-25 to 11-28."))


def asked_for_whom(t: Translator, chat: int, people: Sequence[Person], page: int) -> Letter:
    """A head enters it for somebody of theirs."""
    shown = people[page * FEW : (page + 1) * FEW]
    rows: list[Row] = [(Button(label=who.name, action="away_who", record=who.id),) for who in shown]
    if len(people) > FEW:
        rows.append((_others(t, "away_for", 0, _following(people, page)),))
    text = t.staff("🌙 For whom?") if shown else t.staff("There is nobody to enter it for.")
    return Letter(chat=chat, text=text, buttons=tuple(rows))


def asked_stand_in(
    t: Translator, chat: int, who: Person, span: Span, colleagues: Sequence[Person], page: int
) -> Letter:
    """Who stands in: a colleague who can be reached, or nobody."""
    shown, days = colleagues[page * FEW : (page + 1) * FEW], packed(span)
    rows: list[Row] = [
        (Button(label=one.name, action="stand_in", record=who.id, choice=f"{days}/{one.id}"),)
        for one in shown
    ]
    last = [Button(label=t.staff("Nobody"), action="stand_in", record=who.id, choice=f"{days}/{NOBODY}")]
    if len(colleagues) > FEW:
        last.insert(0, _others(t, "stand_in_page", who.id, _following(colleagues, page), days))
    text = t.staff("🌙 {days}: who stands in?", days=spelled(t, span.since, span.until))
    return Letter(chat=chat, text=text, buttons=(*rows, tuple(last)))


def _following(people: Sequence[Person], page: int) -> int:
    return page + 1 if (page + 1) * FEW < len(people) else 0


def _others(t: Translator, action: str, record: int, page: int, days: str = "") -> Button:
    choice = f"{days}/{page}" if days else f"{page}"
    return Button(label=t.both("Others…"), action=action, record=record, choice=choice)


def noted(t: Translator, chat: int, who: Person, absence: Absence, stand_in: str, own: bool) -> Letter:
    """It is entered: who is away when, and who hears in their place."""
    days = spelled(t, absence.since, absence.until)
    if own:
        lines = [t.staff("🌙 Noted: you are away {days}.", days=days)]
    else:
        lines = [t.staff("🌙 Noted: {worker} is away {days}.", worker=who.name, days=days)]
    if stand_in:
        lines.append(t.staff("{worker} stands in: new cards ring there.", worker=stand_in))
    else:
        lines.append(t.staff("Nobody stands in: new cards ring the next colleague."))
    rows: tuple[Row, ...] = ()
    if own:
        lines.append(t.staff("If you are back earlier, write: I am back."))
        rows = ((Button(label=t.staff("I am back"), action="back", record=who.id),),)
    return Letter(chat=chat, text="\n".join(lines), buttons=rows)


def asked_to_stand_in(t: Translator, chat: int, who: Person, absence: Absence, signed: int) -> Letter:
    """The stand-in hears it."""
    days = spelled(t, absence.since, absence.until)
    text = t.staff("🌙 {worker} is away {days}; you stand in.", worker=who.name, days=days)
    if signed:
        text += "\n" + t.staff("Signed for already: {many}, in To do under their name.", many=signed)
    return Letter(chat=chat, text=text, priority=Priority.URGENT)


def entered_for_you(t: Translator, chat: int, absence: Absence, by: str) -> Letter:
    """Somebody's head entered it."""
    days = spelled(t, absence.since, absence.until)
    return Letter(chat=chat, text=t.staff("🌙 {worker} noted that you are away {days}.", worker=by, days=days),
                  priority=Priority.URGENT)  # fmt: skip


def is_back(t: Translator, chat: int, who: str) -> Letter:
    """The stand-in hears that it is over."""
    text = t.staff("☀️ {worker} is back. What rang you meanwhile stays with you.", worker=who)
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT)


# -- what rings -------------------------------------------------------------------------------------


def settings(t: Translator, chat: int, person: Person, alone: bool, heads: bool) -> Letter:
    """What rings somebody, and after how many cards it grows quiet. `alone`: nobody else of the station rings.

    Who `heads` a station looks at its groups from here too.
    """
    names = {
        Rings.MINE: t.staff("🔔 What is mine"),
        Rings.ALL: t.staff("📣 All of the station"),
        Rings.LIST: t.staff("📋 Only the list"),
    }
    lines = [
        t.staff("⚙️ What rings you: {what}", what=names[person.rings]),
        t.staff("After {many} cards that wait, the next come without a sound; what is urgent always rings.",
                many=person.quiet_after),
    ]  # fmt: skip
    if alone:
        lines.append(t.staff("Nobody else of the station can be rung: new cards ring you all the same."))
    rings = tuple(
        (Button(label=_marked(name, kind is person.rings), action="rings", choice=kind.value),)
        for kind, name in names.items()
    )
    piles = tuple(
        Button(label=_marked(t.staff("Quiet after {many}", many=many), many == person.quiet_after),
               action="quiet", record=many)
        for many in PILES
    )  # fmt: skip
    away: tuple[Button, ...] = (Button(label=t.staff("🌙 Away"), action="away_ask"),)
    away += (Button(label=t.staff("📅 On duty"), action="rota"),)
    away += (Button(label=t.staff("⏰ Reminder times"), action="times"),)
    away += (Button(label=t.staff("👥 Groups"), action="groups"),) if heads else ()
    return Letter(chat=chat, text="\n".join(lines), buttons=(*rings, piles, away))


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label
