"""核查: another person looks whether it is really done, before the reporter is asked."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, notices
from fieldwork.letters.choosing import CHOOSING
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.texts import Translator


def asked_to_look(t: Translator, matter: Matter, chat: int) -> Letter:
    """Rings who is to look, beside the card that has the buttons."""
    number = matter.report.number
    text = t.staff("🔎 {number}: {worker} says it is done. Please look whether it is, {place}.", number=number,
                   worker=matter.handler, place=matter.place or t.staff("place unknown"))  # fmt: skip
    bare = t.staff("🔎 {number}: please look whether it is done.", number=number)
    said = notices.notice(t, matter.report, "🔎", text, bare)
    return Letter(
        chat=chat, text=said, priority=Priority.URGENT, beside=subject(STATION, matter.report.serial)
    )


def asked_what_was_seen(t: Translator, matter: Matter, chat: int, alone: bool) -> Letter:
    """It is done: a photo or a word, if any. `alone`: the same person, who has to say why."""
    number = matter.report.number
    if alone:
        text = t.staff("{number}: nobody else can look. Write why you verify it yourself.", number=number)
        return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial))
    text = t.staff("{number}: it is done? You may send a photo, or write a word.", number=number)
    button = Button(label=t.staff("Nothing to add"), action="looked", record=matter.report.serial,
                    version=matter.report.version)  # fmt: skip
    return Letter(chat=chat, text=text, buttons=((button,),), card=subject(CHOOSING, matter.report.serial))


def asked_what_is_missing(t: Translator, matter: Matter, chat: int) -> Letter:
    """It is not done: why."""
    text = t.staff("{number}: what is not done? Write it in one message.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial))


def verified(t: Translator, matter: Matter, chat: int) -> Letter:
    """The reporter is asked now."""
    text = t.staff("🔎 {number}: verified. The reporter is asked.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial))


def not_verified(t: Translator, matter: Matter, chat: int) -> Letter:
    """It goes to another."""
    text = t.staff("🔁 {number}: it is done once more, by another colleague.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial))
