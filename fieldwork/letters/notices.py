"""What rings at a station, or stands beside a card: that there is news, as far as its class lets it be said."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.letters.station import in_short
from fieldwork.reports import Report
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator


def notice(t: Translator, report: Report, sign: str, text: str, bare: str = "") -> str:
    """What rings, or stands beside a card, as far as its class lets it say more than that there is something.

    `bare` is the sentence with the number alone, where there is a better one than that there is news.
    """
    seen = sight(Viewer.RESPONSIBLE, report, Surface.NOTICE)
    if Part.NUMBER not in seen:
        return (
            t.staff("🔒 Something waits for you.")
            if sign != "🆘"
            else t.staff("🆘 Something urgent waits for you.")
        )
    if Part.WORDS in seen:
        return text
    return bare or t.staff("{sign} {number} has news; its card shows it.", sign=sign, number=report.number)


def most_urgent(t: Translator, matter: Matter, chat: int) -> Letter:
    """T0 by somebody's word: a message with sound, beside the card."""
    text = t.staff("🆘 {number} is now most urgent. {place}. Sign for it and go, or call.",
                   number=matter.report.number, place=matter.place or t.staff("place unknown"))  # fmt: skip
    bare = t.staff(
        "🆘 {number} is now most urgent. Sign for it and go, or call.", number=matter.report.number
    )
    text = notice(t, matter.report, "🆘", text, bare)
    return Letter(
        chat=chat, text=text, priority=Priority.URGENT, beside=subject(STATION, matter.report.serial)
    )


def told_by_reporter(t: Translator, matter: Matter, chat: int, words: str) -> Letter:
    """What the reporter added, beside the card, without sound: the card itself is rewritten too."""
    head = t.staff("➕ {number}, {who} adds:", number=matter.report.number, who=matter.reporter)
    text = notice(t, matter.report, "➕", clipped(f"{head}\n{words}"))
    reply = Button(
        label=t.staff("💬 Reply"), action="talk", record=matter.report.serial, version=matter.report.version
    )
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT, buttons=((reply,),),
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def edited(t: Translator, matter: Matter, chat: int, words: str) -> Letter:
    """The reporter edited the message before anybody signed; the card above reads like it."""
    text = t.staff("✏️ {number}, {who} changed the words: {words}", number=matter.report.number,
                   who=matter.reporter, words=in_short(words))  # fmt: skip
    text = notice(t, matter.report, "✏️", text)
    return Letter(chat=chat, text=clipped(text), silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def parted(t: Translator, matter: Matter, chat: int, new: str) -> Letter:
    """A part of the report is a report of its own now."""
    text = t.staff(
        "✂️ {number}: the reporter parted it, the rest is {new}.", number=matter.report.number, new=new
    )
    text = notice(t, matter.report, "✂️", text)
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def corrected(t: Translator, matter: Matter, chat: int, said: str) -> Letter:
    """What the reporter put right after somebody signed, beside the card that shows it."""
    text = t.staff("✏️ {number}, {who} corrects: {said}", number=matter.report.number, who=matter.reporter,
                   said=in_short(said))  # fmt: skip
    text = notice(t, matter.report, "✏️", text)
    return Letter(chat=chat, text=clipped(text), silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def called(t: Translator, matter: Matter, chat: int) -> Letter:
    """Rings somebody who has the card already, since a card that is rewritten makes no sound."""
    text = t.staff(
        "🔔 {number} waits for you: {place}.",
        number=matter.report.number,
        place=matter.place or t.staff("place unknown"),
    )
    text = notice(t, matter.report, "🔔", text)
    return Letter(
        chat=chat, text=text, priority=Priority.URGENT, beside=subject(STATION, matter.report.serial)
    )


def handed_to(t: Translator, matter: Matter, chat: int, by: str) -> Letter:
    """Somebody was given a report: who gave it, beside the card."""
    place = matter.place or t.staff("place unknown")
    number = matter.report.number
    text = (
        t.staff("🤝 {number}, {place}: {worker} hands it to you.", number=number, place=place, worker=by)
        if by
        else t.staff("🤝 {number}, {place} passes to you: who had it is not here any more.",
                     number=number, place=place)
    )  # fmt: skip
    text = notice(t, matter.report, "🤝", text)
    return Letter(
        chat=chat, text=text, priority=Priority.URGENT, beside=subject(STATION, matter.report.serial)
    )
