"""What is said about reports that are one matter: to those who report it, and to the station that has it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from fieldwork import numbers
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import QUESTION, STATION, Matter, subject
from fieldwork.texts import Translator

MERGING = "b"  # subject of the question with which report one is joined (并案)
JOINS = "k"  # subject of what tells a reporter that it is dealt with together


class Offer(NamedTuple):
    """An open report as a neighbour may see it."""

    serial: int
    age: timedelta
    words: str
    own: bool = False  # the same person sent it


def age_named(t: Translator, age: timedelta) -> str:
    """How long ago: 2小时前."""
    if age < timedelta(hours=1):
        return t.both("{many} min ago", many=max(age // timedelta(minutes=1), 1))
    if age < timedelta(days=1):
        return t.both("{many} h ago", many=age // timedelta(hours=1))
    return t.both("{many} days ago", many=age.days)


def asked_if_same(t: Translator, matter: Matter, chat: int, offers: Sequence[Offer]) -> Letter:
    """The one question: is it one of these? Number, age and how it begins, nothing else of it."""
    report = matter.report
    lines = [t.reporter("{number}: is it the same matter?", number=report.number)]
    lines += [f"· {numbers.printed(one.serial)} · {age_named(t, one.age)} · {one.words}" for one in offers]
    rows = [
        (Button(label=_me_too(t, one, alone=len(offers) == 1), action="same", record=report.serial,
                version=report.version, choice=f"{one.serial:x}"),)
        for one in offers
    ]  # fmt: skip
    none = Button(label=t.reporter("No, another one"), action="not_same", record=report.serial,
                  version=report.version)  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, (none,)),
                  card=subject(QUESTION, report.serial))  # fmt: skip


def _me_too(t: Translator, offer: Offer, alone: bool) -> str:
    label = t.reporter("Yes, that one") if offer.own else t.reporter("Me too")
    return label if alone else f"{label} · {numbers.printed(offer.serial)}"


def joined(t: Translator, matter: Matter, chat: int, lead: str) -> Letter:
    """In the place of the question: it is dealt with together, and can be taken apart again."""
    report = matter.report
    text = t.reporter("🔗 {number}: all right, it is dealt with together with {lead}. You hear how it goes on.",
                      number=report.number, lead=lead)  # fmt: skip
    return Letter(chat=chat, text=text, buttons=((_not_same_after_all(t, matter),),),
                  card=subject(QUESTION, report.serial))  # fmt: skip


def _not_same_after_all(t: Translator, matter: Matter) -> Button:
    return Button(label=t.reporter("It is not the same"), action="not_joined", record=matter.report.serial,
                  version=matter.report.version)  # fmt: skip


def gone_meanwhile(t: Translator, matter: Matter, chat: int) -> Letter:
    """The one that was offered is over: this one goes its own way."""
    text = t.reporter("{number}: that one is finished already, so yours is dealt with by itself.",
                      number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(QUESTION, matter.report.serial))


def joined_by_station(t: Translator, matter: Matter, chat: int, lead: str) -> Letter:
    """The station found that it is one matter with an earlier report."""
    who = {"number": matter.report.number, "station": matter.station, "lead": lead}
    text = t.reporter("🔗 {number}: {station} found that it is the same matter as {lead}. It is dealt with together; "
                      "you hear how it goes on.", **who)  # fmt: skip
    return Letter(chat=chat, text=text, silent=True, buttons=((_not_same_after_all(t, matter),),),
                  card=subject(JOINS, matter.report.serial))  # fmt: skip


def parted(t: Translator, matter: Matter, chat: int, lead: str, by_station: bool) -> Letter:
    """It is a matter of its own again."""
    text = t.reporter("✂️ {number}: it is dealt with by itself now, apart from {lead}.",
                      number=matter.report.number, lead=lead)  # fmt: skip
    card = subject(JOINS if by_station else QUESTION, matter.report.serial)
    return Letter(chat=chat, text=text, silent=True, card=card)


# -- to the station ---------------------------------------------------------------------------------


def asked_with_which(t: Translator, matter: Matter, chat: int, offers: Sequence[Offer]) -> Letter:
    """并案: the likeliest as buttons; any other by its number."""
    report = matter.report
    text = t.staff("{number}: with which report is it one matter? Tap, or write the other number.",
                   number=report.number)  # fmt: skip
    rows = tuple(
        (Button(label=f"{numbers.printed(one.serial)} · {one.words}"[:40], action="merge_with",
                record=report.serial, version=report.version, choice=f"{one.serial:x}"),)
        for one in offers[:5]
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows, card=subject(MERGING, report.serial))


def merged(t: Translator, matter: Matter, chat: int, lead: str) -> Letter:
    """并案 is done."""
    text = t.staff("🔗 {number} is joined to {lead}; both reporters see it.", number=matter.report.number,
                   lead=lead)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(MERGING, matter.report.serial))


def follower_adds(t: Translator, lead: Matter, chat: int, number: str, words: str) -> Letter:
    """What somebody whose report was joined writes later, beside the card of the one that leads."""
    head = t.staff("➕ {lead}: who reported {number} adds:", lead=lead.report.number, number=number)
    return Letter(chat=chat, text=clipped(f"{head}\n{words}"), silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, lead.report.serial))  # fmt: skip


def passed_on(t: Translator, lead: Matter, chat: int, heir: str) -> Letter:
    """The one that led was taken back: the oldest of those that joined it goes on in its place."""
    text = t.staff("🔗 {lead} was taken back by who reported it; {heir} goes on in its place.",
                   lead=lead.report.number, heir=heir)  # fmt: skip
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, lead.report.serial))  # fmt: skip
