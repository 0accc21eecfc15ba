"""What is said while one station asks another to take a report over (转给 another station).

The station that is asked does not have the report: it sees place and category, and the words only where they
are nobody's own.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fieldwork import telephones
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import HANDING, OFFER, STATION, Matter, category_named, subject
from fieldwork.places import Station
from fieldwork.reports import PrivacyClass, Report
from fieldwork.requests import Request
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator

FIRST, FEW = 3, 5  # the likeliest stations; then so many a page
SHORT = 300  # characters of a report's words

Rows = tuple[tuple[Button, ...], ...]


class Offer(NamedTuple):
    """A report that another station offers, as the one that is asked may see it."""

    told: Matter
    request: Request
    by: str  # who asks
    place: str  # down to the building
    sight: Sight  # what may be seen of it before anybody there has it


def number_of(report: Report) -> str:
    """How a report is called in a notice: of what is restricted not even its number stands in a chat (P4)."""
    return "🔒" if report.privacy is PrivacyClass.P4 else report.number


def card_of(request: Request) -> str:
    """The name of its card in the chats of those who are asked."""
    return f"{subject(OFFER, request.serial)}.{request.id}"


def stations(
    t: Translator, matter: Matter, to_choose: Sequence[Station], page: int, action: str, more: str
) -> Rows:
    """A button a station: the three likeliest, then five a page, and 其他… as long as there are others."""
    start = FIRST + (page - 1) * FEW if page else 0
    end = FIRST + page * FEW
    rows = [(_button(matter.report, action, one.code, one.name),) for one in to_choose[start:end]]
    if len(to_choose) > FIRST:
        following = page + 1 if end < len(to_choose) else 0
        rows.append((_button(matter.report, more, f"{following}", t.both("Others…")),))
    return tuple(rows)


def asked_which(t: Translator, matter: Matter, chat: int, to_choose: Sequence[Station], page: int) -> Letter:
    """Which other station is to take it over."""
    text = t.staff("{number}: which station is to take it over? It stays with you until they agree.",
                   number=number_of(matter.report))  # fmt: skip
    if not to_choose:
        text = t.staff(
            "{number}: nobody can be reached at another station today.", number=number_of(matter.report)
        )
    rows = stations(t, matter, to_choose, page, "offer_to", "offer")
    return Letter(chat=chat, text=text, buttons=rows, card=subject(HANDING, matter.report.serial))


def goes_no_further(t: Translator, matter: Matter, chat: int, station_name: str) -> Letter:
    """It has been to as many stations as it may: who received it first leads and keeps it."""
    text = t.staff("{number} has gone from station to station often enough. By the rule of the first receiver "
                   "{station} leads now and keeps it; or you deal with it yourselves.",
                   number=number_of(matter.report), station=station_name)  # fmt: skip
    rows = (
        (_button(matter.report, "give_back", "", t.staff("🏢 Give it back to {station}", station=station_name)),),
        (_button(matter.report, "keep", "", t.staff("🙋 We do it ourselves")),),
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows, card=subject(HANDING, matter.report.serial))


def given_back(t: Translator, matter: Matter, chat: int) -> Letter:
    """The first receiver has it again."""
    text = t.staff("{number} is with {station} again, who received it first.", number=number_of(matter.report),
                   station=matter.station)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(HANDING, matter.report.serial))


def offered(t: Translator, matter: Matter, chat: int, station_name: str, request: Request) -> Letter:
    """The other station has been asked; the offer can be taken back."""
    text = t.staff("{number}: {station} has been asked. Until they agree it stays with you.",
                   number=number_of(matter.report), station=station_name)  # fmt: skip
    back = _button(matter.report, "offer_back", f"{request.id}", t.staff("↩️ Take the offer back"))
    return Letter(chat=chat, text=text, buttons=((back,),), card=subject(HANDING, matter.report.serial))


def taken_back(t: Translator, matter: Matter, chat: int) -> Letter:
    """It is not offered any more."""
    text = t.staff("{number}: the offer is taken back; it stays with you.", number=number_of(matter.report))
    return Letter(chat=chat, text=text, card=subject(HANDING, matter.report.serial))


def kept(t: Translator, matter: Matter, chat: int) -> Letter:
    """It was refused, and they do it themselves."""
    text = t.staff("{number}: good, it stays with you.", number=number_of(matter.report))
    return Letter(chat=chat, text=text, card=subject(HANDING, matter.report.serial))


def told_taken(t: Translator, matter: Matter, chat: int) -> Letter:
    """Who offered it hears that it is taken over; no sound."""
    text = t.staff("✅ {number}: {station}, {worker}, has taken it over.", number=number_of(matter.report),
                   station=matter.station, worker=matter.handler)  # fmt: skip
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT,
                  card=subject(HANDING, matter.report.serial))  # fmt: skip


def told_refused(
    t: Translator, matter: Matter, chat: int, station_name: str, request: Request, *, returnable: bool
) -> Letter:
    """Who offered it hears why not, and what can be done now."""
    text = t.staff("📨 {number}: {station} does not take it over. {why}", number=number_of(matter.report),
                   station=station_name, why=why_not(t, matter.report, request))  # fmt: skip
    rows: Rows = ((_button(matter.report, "keep", "", t.staff("🙋 We do it ourselves")),),)
    if returnable:
        rows = ((_button(matter.report, "return", "", t.staff("↩️ Return it")),), *rows)
    return Letter(chat=chat, text=clipped(text), buttons=rows, priority=Priority.URGENT, anew=True,
                  card=subject(HANDING, matter.report.serial))  # fmt: skip


def why_not(t: Translator, report: Report, request: Request) -> str:
    """The reason of a refusal: as it was tapped, or in words, where words may stand in a chat."""
    if request.code:
        return t.named(f"returned.{request.code}")
    return request.answer if may_be_read(report) else ""


def may_be_read(report: Report) -> bool:
    """Whether what stations write about whose it is may stand in a chat: no word of what is restricted does."""
    return report.privacy is not PrivacyClass.P4


# -- to those who are asked -------------------------------------------------------------------------


def asked_to_take(t: Translator, offer: Offer, chat: int) -> Letter:
    """What a station is asked, with sound."""
    head = t.staff("📨 {station} asks you to take over {number}.", station=offer.told.station,
                   number=number_of(offer.told.report))  # fmt: skip
    who = t.staff("Asked by {worker}", worker=offer.by)
    rows = (
        (_answer(offer.request, "offer_yes", t.staff("🙋 We take it over")),),
        (_answer(offer.request, "offer_no", t.staff("Not ours")),),
    )
    return Letter(chat=chat, text=clipped("\n".join([head, *_facts(t, offer), who])), buttons=rows,
                  card=card_of(offer.request), priority=Priority.URGENT)  # fmt: skip


def _facts(t: Translator, offer: Offer) -> list[str]:
    """What somebody may know who does not have it yet (`fieldwork.seeing`)."""
    told, sight = offer.told, offer.sight
    if sight.restricted:
        sealed = t.staff("🔒 Its content is for whoever has it; please ring {station}.", station=told.station)
        return [sealed, *(["☎️ " + told.telephone] if told.telephone else [])]
    lines = ["📍 " + (offer.place or t.staff("place unknown"))] if Part.BUILDING in sight else []
    if Part.CATEGORY in sight:
        lines.append("🏷 " + (category_named(t, told.report.category) or t.staff("category unknown")))
    words = telephones.hidden(told.words) if sight.masked else told.words
    if Part.WORDS in sight and words:
        lines.append(f"「{words if len(words) <= SHORT else words[:SHORT] + '…'}」")
    return lines


def asked_why_not(
    t: Translator, matter: Matter, chat: int, request: Request, reasons: Sequence[str]
) -> Letter:
    """Why not: a reason, or words."""
    text = t.staff(
        "{number}: why is it not yours? Tap a reason, or write a sentence.", number=number_of(matter.report)
    )
    rows = tuple((_answer(request, "offer_why", t.named(f"returned.{code}"), code),) for code in reasons[:6])
    return Letter(chat=chat, text=text, buttons=rows, card=card_of(request))


def you_took(t: Translator, matter: Matter, chat: int, request: Request) -> Letter:
    """Somebody of the station that was asked has taken it over."""
    text = t.staff("✅ {number}: {station}, {worker}, has taken it over.", number=number_of(matter.report),
                   station=matter.station, worker=matter.handler)  # fmt: skip
    return _closed(request, chat, text)


def you_refused(t: Translator, matter: Matter, chat: int, request: Request, worker: str) -> Letter:
    """Somebody of the station that was asked has said that it is not theirs."""
    text = t.staff("{number}: {worker} has answered that it is not yours. {why}", number=number_of(matter.report),
                   worker=worker, why=why_not(t, matter.report, request))  # fmt: skip
    return _closed(request, chat, text)


def no_longer_asked(t: Translator, matter: Matter, chat: int, request: Request) -> Letter:
    """The offer was taken back, or the report has gone on without it."""
    return _closed(
        request, chat, t.staff("{number}: you are not asked any more.", number=number_of(matter.report))
    )


def _closed(request: Request, chat: int, text: str) -> Letter:
    return Letter(chat=chat, text=clipped(text), card=card_of(request), silent=True, priority=Priority.URGENT)


def waiting(t: Translator, chat: int, offers: Sequence[Offer], page: int) -> Letter:
    """What other stations ask of one's own, five a page; a button opens it."""
    shown = offers[page * FEW : (page + 1) * FEW]
    lines = [" · ".join([number_of(one.told.report), one.told.station, *_where(one)]) for one in shown]
    rows = [
        (_answer(one.request, "offer_open", number_of(one.told.report)),) for one in shown
    ]  # fmt: skip
    if len(offers) > FEW:
        following = page + 1 if (page + 1) * FEW < len(offers) else 0
        rows.append((Button(label=t.both("Others…"), action="offers", record=following),))
    head = t.staff("Other stations ask you to take over:") if shown else t.staff("Nothing here. 👍")
    return Letter(chat=chat, text=clipped("\n".join([head, *lines])), buttons=tuple(rows))


def _where(offer: Offer) -> list[str]:
    return [offer.place] if Part.BUILDING in offer.sight and offer.place else []


def _button(report: Report, action: str, choice: str, label: str) -> Button:
    return Button(label=label, action=action, record=report.serial, version=report.version, choice=choice)


def _answer(request: Request, action: str, label: str, choice: str = "") -> Button:
    return Button(label=label, action=action, record=request.id, choice=choice)


def told_first_receiver(t: Translator, matter: Matter, chat: int, station_name: str) -> Letter:
    """The first receiver hears why it is back, beside the card."""
    text = t.staff("🏢 {number} comes back from {station}: you received it first, lead it and keep it.",
                   number=number_of(matter.report), station=station_name)  # fmt: skip
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip
