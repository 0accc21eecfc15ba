"""What is said while a station returns a report (退单) and the one above decides (裁定)."""

from collections.abc import Sequence
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import DECIDING, RETURNING, STATION, Matter, category_named, subject
from fieldwork.letters.offering import may_be_read, number_of, stations
from fieldwork.places import Station
from fieldwork.reports import Report
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator

Rows = tuple[tuple[Button, ...], ...]


class Returned(NamedTuple):
    """Why a station returned a report, and who was asked before."""

    by: str  # who returned it
    code: str  # of the reason
    basis: str
    wish: Station | None  # where it belongs instead
    refused_by: str  # the station that did not take it over
    refused_why: str


# -- to the station that returns it -----------------------------------------------------------------


def asked_reason(t: Translator, matter: Matter, chat: int, reasons: Sequence[str]) -> Letter:
    """Why it is returned."""
    text = t.staff("{number}: why is it returned?", number=number_of(matter.report))
    rows = tuple((_button(matter, "return_for", code, t.named(f"returned.{code}")),) for code in reasons[:6])
    return Letter(chat=chat, text=text, buttons=rows, card=subject(RETURNING, matter.report.serial))


def asked_whither(
    t: Translator, matter: Matter, chat: int, to_choose: Sequence[Station], page: int
) -> Letter:
    """Where it belongs instead: a proposal, no more."""
    text = t.staff("{number}: which station do you propose?", number=number_of(matter.report))
    skip = _button(matter, "return_to", "", t.staff("Skip: they decide"))
    rows = (*stations(t, matter, to_choose, page, "return_to", "return_more"), (skip,))
    if len(rows) > 6:
        rows = (*rows[:5], (*rows[5], *rows[6]))
    return Letter(chat=chat, text=text, buttons=rows, card=subject(RETURNING, matter.report.serial))


def asked_basis(t: Translator, matter: Matter, chat: int) -> Letter:
    """What it rests on, in words."""
    text = t.staff("{number}: on what does that rest? One sentence, please.", number=number_of(matter.report))
    return Letter(chat=chat, text=text, card=subject(RETURNING, matter.report.serial))


def returned(t: Translator, matter: Matter, chat: int, station_name: str) -> Letter:
    """It is returned; the one above decides."""
    text = t.staff("{number} is returned. {station} decides; you hear of it.", number=number_of(matter.report),
                   station=station_name)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(RETURNING, matter.report.serial))


def told_decided(t: Translator, matter: Matter, chat: int, by: str, how: str) -> Letter:
    """The station that returned it hears how it was decided; who keeps it, with sound."""
    text = t.staff("⚖️ {number}: {how} Decided by {worker}.", number=number_of(matter.report), worker=by,
                   how=outcome(t, matter, how))  # fmt: skip
    return Letter(chat=chat, text=text, silent=how != "uphold", priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def outcome(t: Translator, matter: Matter, how: str) -> str:
    """How it was decided, as one sentence."""
    if how == "uphold":
        return t.staff("It stays with {station}, who received it first and keeps it.", station=matter.station)
    if how == "back_up":
        return t.staff("{station} takes it itself.", station=matter.station)
    return t.staff("It goes to {station}.", station=matter.station)


# -- to those who decide ----------------------------------------------------------------------------


def to_decide(
    t: Translator, matter: Matter, chat: int, back: Returned, *, sight: Sight, may_send: bool
) -> Letter:
    """What is to be decided, with sound: reason, basis, proposal, and who was asked before."""
    report = matter.report
    head = t.staff(
        "⚖️ {number}: {station} returns it, please decide.", number=number_of(report), station=matter.station
    )
    lines = [head, *_place(t, matter, sight), t.staff("Reason: {why}", why=t.named(f"returned.{back.code}"))]
    lines += [t.staff("Rests on: {words}", words=back.basis)] if back.basis and may_be_read(report) else []
    lines += [t.staff("{station} was asked: {why}", station=back.refused_by, why=back.refused_why)]
    lines += [t.staff("Proposed: {station}", station=back.wish.name)] if back.wish else []
    lines += [t.staff("Returned by {worker}", worker=back.by)] if back.by else []
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_choices(t, matter, back, may_send),
                  card=subject(DECIDING, report.serial), priority=Priority.URGENT)  # fmt: skip


def _place(t: Translator, matter: Matter, sight: Sight) -> list[str]:
    """Where and of what kind, as far as a card shows it; the rest is on the report's own card."""
    kind = category_named(t, matter.report.category).rpartition(" · ")[2]
    facts = [matter.place if Part.BUILDING in sight else "", kind if Part.CATEGORY in sight else ""]
    shown = " · ".join(fact for fact in facts if fact)
    return ["📍 " + shown] if shown else []


def _choices(t: Translator, matter: Matter, back: Returned, may_send: bool) -> Rows:
    rows: Rows = ((_button(matter, "uphold", "", t.staff("They keep it")),),
                  (_button(matter, "back_up", "", t.staff("We take it ourselves")),))  # fmt: skip
    if not may_send:
        return rows
    sent: Rows = ((_button(matter, "send", "", t.staff("Send it to…")),),)
    if back.wish:
        label = t.staff("Send it to {station}", station=back.wish.name)
        sent = ((_button(matter, "send_to", back.wish.code, label),), *sent)
    return (*sent, *rows)


def asked_where_to(
    t: Translator, matter: Matter, chat: int, to_choose: Sequence[Station], page: int
) -> Letter:
    """Which station it is sent to."""
    text = t.staff("{number}: send it to which station?", number=number_of(matter.report))
    rows = (*stations(t, matter, to_choose, page, "send_to", "send"),
            (_button(matter, "decide", "", t.staff("‹ Back to the question")),))  # fmt: skip
    if len(rows) > 6:
        rows = (*rows[:5], (*rows[5], *rows[6]))
    return Letter(chat=chat, text=text, buttons=rows, card=subject(DECIDING, matter.report.serial))


def decided(t: Translator, matter: Matter, chat: int, by: str, how: str, *, own: bool) -> Letter:
    """It is decided: what was asked of those above is over. Who decided may add a word."""
    text = t.staff("⚖️ {number}: {how} Decided by {worker}.", number=number_of(matter.report), worker=by,
                   how=outcome(t, matter, how))  # fmt: skip
    rows: Rows = ((_button(matter, "decide_why", "", t.staff("Add a word why")),),) if own else ()
    return Letter(chat=chat, text=text, buttons=rows, card=subject(DECIDING, matter.report.serial),
                  silent=not own, priority=Priority.URGENT)  # fmt: skip


def over(t: Translator, matter: Matter, chat: int) -> Letter:
    """There is nothing to decide any more: it was taken back, say."""
    text = t.staff("{number}: there is nothing to decide any more.", number=number_of(matter.report))
    return Letter(chat=chat, text=text, card=subject(DECIDING, matter.report.serial), silent=True,
                  priority=Priority.URGENT)  # fmt: skip


def asked_why(t: Translator, matter: Matter, chat: int) -> Letter:
    """The one word more."""
    text = t.staff("{number}: write why, in one message.", number=number_of(matter.report))
    return Letter(chat=chat, text=text, card=subject(DECIDING, matter.report.serial))


def told_why(t: Translator, matter: Matter, chat: int, by: str, words: str) -> Letter:
    """Why it was decided so, beside the card; no sound of its own."""
    text = t.staff("⚖️ {number}, {worker}: {words}", number=number_of(matter.report), worker=by,
                   words=words if may_be_read(matter.report) else "🔒")  # fmt: skip
    return Letter(chat=chat, text=clipped(text), silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def _button(matter: Matter, action: str, choice: str, label: str) -> Button:
    report: Report = matter.report
    return Button(label=label, action=action, record=report.serial, version=report.version, choice=choice)
