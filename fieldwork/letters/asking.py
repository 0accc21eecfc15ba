"""待补充: what a station asks the reporter, and what becomes of the question."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import ASKING, REPORTER, STATION, Matter, subject
from fieldwork.letters.notices import notice
from fieldwork.texts import Translator

QUESTIONS = ("where", "since", "photo")  # the likeliest, by key


def question_named(t: Translator, key: str) -> str:
    """One of the likeliest questions, as it is put to the reporter."""
    said = {
        "where": t.both("Which building, unit and floor is it exactly?"),
        "since": t.both("Since when has it been like that?"),
        "photo": t.both("Could you please send a photo of it?"),
    }
    return said[key]


def asked_what_to_ask(t: Translator, matter: Matter, chat: int) -> Letter:
    """Which question: one of the likeliest, or words of one's own."""
    report = matter.report
    text = t.staff("{number}: what shall the reporter be asked? Tap one, or write it.", number=report.number)
    rows = tuple(
        (Button(label=question_named(t, key), action="ask_this", record=report.serial, version=report.version,
                choice=key),)
        for key in QUESTIONS
    )  # fmt: skip
    return Letter(chat=chat, text=text, buttons=rows, card=subject(ASKING, report.serial))


def is_asked(t: Translator, matter: Matter, chat: int, days: int) -> Letter:
    """In the place of the choice: the reporter has the question."""
    text = t.staff("❓ {number}: asked. The answer is waited for, {days} days at most.",
                   number=matter.report.number, days=days)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(ASKING, matter.report.serial))


def question(t: Translator, matter: Matter, chat: int, worker: str, words: str) -> Letter:
    """The one question, to the reporter: a message of its own; any message of theirs answers it."""
    lines = [
        t.reporter("❓ {number} · {station}, {worker}, has a question:", number=matter.report.number,
                   station=matter.station, worker=worker),
        words, "",
        t.reporter("Please just write the answer here, or send a photo."),
    ]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), priority=Priority.URGENT,
                  beside=subject(REPORTER, matter.report.serial))  # fmt: skip


def answered(t: Translator, matter: Matter, chat: int, words: str) -> Letter:
    """The answer, to the one who asked."""
    report = matter.report
    head = t.staff("📨 {number}, {who} answers:", number=report.number, who=matter.reporter)
    said = words or t.staff("(see the card: something was sent without words)")
    reply = Button(label=t.staff("💬 Reply"), action="talk", record=report.serial, version=report.version)
    text = notice(t, report, "📨", clipped(f"{head}\n{said}"))
    return Letter(chat=chat, text=text, buttons=((reply,),), priority=Priority.URGENT,
                  beside=subject(STATION, report.serial))  # fmt: skip


def not_answered(t: Translator, matter: Matter, chat: int, days: int) -> Letter:
    """No answer came in time: it goes on with what there is."""
    text = t.staff("⏰ {number}: no answer from the reporter in {days} days. Please go on with what there is.",
                   number=matter.report.number, days=days)  # fmt: skip
    text = notice(t, matter.report, "⏰", text)
    return Letter(chat=chat, text=text, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip
