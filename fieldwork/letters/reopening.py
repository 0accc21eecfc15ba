"""What is said when a report is opened again, or has to be done once more."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import ANEW, CALLBACK, STATION, Matter, subject
from fieldwork.letters.notices import notice
from fieldwork.letters.reporter import Rows
from fieldwork.reports import Report
from fieldwork.texts import Translator


def way_back(t: Translator, report: Report) -> Rows:
    """The button on an own report that is over."""
    return (
        (Button(label=t.reporter("Not solved? Open it again"), action="open_again", record=report.serial,
                version=report.version),),
    )  # fmt: skip


def offered(t: Translator, matter: Matter, chat: int, message_id: int | None = None) -> Letter:
    """The reporter writes about what is over: kept, and a tap opens it again, or makes it a matter of its own."""
    report = matter.report
    text = t.reporter("🌿 {number} is finished; {station} can read what you wrote. Is it not solved after all?",
                      number=report.number, station=matter.station)  # fmt: skip
    if message_id is None:
        text = t.reporter("🌿 {number} is finished. Is it not solved after all?", number=report.number)
    rows = [(Button(label=t.reporter("Open it again"), action="open_again", record=report.serial,
                    version=report.version),)]  # fmt: skip
    if message_id is not None:
        rows.append((Button(label=t.reporter("This is another matter"), action="part_them", record=report.serial,
                            version=report.version, choice=f"{message_id:x}"),))  # fmt: skip
    return Letter(chat=chat, text=text, buttons=tuple(rows), card=subject(ANEW, report.serial))


def opened(t: Translator, matter: Matter, chat: int) -> Letter:
    """In the place of the offer: it is open again."""
    text = t.reporter("🔁 {number} is open again. {station} sends somebody else.", number=matter.report.number,
                      station=matter.station)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(ANEW, matter.report.serial))


def asked_no_more(t: Translator, matter: Matter, chat: int, round_: str) -> Letter:
    """In the place of the question whether it is solved: the station itself does it again."""
    text = t.reporter("🔁 {number}: {station} has looked again and sends somebody once more.",
                      number=matter.report.number, station=matter.station)  # fmt: skip
    return Letter(chat=chat, text=text, card=f"{subject(CALLBACK, matter.report.serial)}.{round_}")


def asked_why(t: Translator, matter: Matter, chat: int) -> Letter:
    """Somebody of a station opens it again, or has it done again: why?"""
    text = t.staff("{number}: why has it to be done again? One sentence.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(ANEW, matter.report.serial))


def is_open_again(t: Translator, matter: Matter, chat: int, to: str) -> Letter:
    """In the place of that question: who has it now."""
    text = t.staff("🔁 {number}: it is done again, by {worker}.", number=matter.report.number, worker=to)
    if not to:
        text = t.staff("🔁 {number}: it is done again; nobody can be rung right now.",
                       number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(ANEW, matter.report.serial))


def taken_from(t: Translator, matter: Matter, chat: int, why: str) -> Letter:
    """The one who handled it hears that it goes to another."""
    text = t.staff("🔁 {number}: {why} It goes to another colleague.", number=matter.report.number, why=why)
    return Letter(chat=chat, text=notice(t, matter.report, "🔁", clipped(text)), priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip


def told_head(t: Translator, matter: Matter, chat: int, why: str, to: str) -> Letter:
    """The station's head hears of it in a line, without sound."""
    report = matter.report
    text = t.staff("🔁 {number}, {station}: {why} {worker} does it again.", number=report.number,
                   station=matter.station, why=why, worker=to or t.staff("Nobody can be reached who"))  # fmt: skip
    see = Button(label=report.number, action="open", record=report.serial)
    return Letter(chat=chat, text=notice(t, report, "🔁", clipped(text)), buttons=((see,),), silent=True,
                  priority=Priority.URGENT)  # fmt: skip
