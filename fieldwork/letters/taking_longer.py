"""What the one who reported hears when it takes longer, or when somebody else has to do it. Plain words."""

from datetime import date

from fieldwork.letters import Letter, Priority, waits
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import REPORTER, Matter, subject
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

REPORTERS = Surface.REPORTER


def cannot_be_solved_yet(t: Translator, matter: Matter, chat: int, until: date) -> Letter:
    """Held or parked: until when they hear again."""
    told = {"number": matter.report.number, "station": matter.station, "day": day_named(t, until)}
    why = (
        waits.reason(t, matter.report)
        if Part.WORDS in sight(Viewer.REPORTER, matter.report, REPORTERS)
        else ""
    )
    text = t.reporter(
        "⏳ {number}: it cannot be solved for now. {station} answers you again by {day}.", **told
    )
    if why:
        text = t.reporter("⏳ {number}: it cannot be solved for now: {why}. {station} answers you again by {day}.",
                          **told, why=why)  # fmt: skip
    return _beside(matter, chat, text)


def needs_more_time(t: Translator, matter: Matter, chat: int, until: date) -> Letter:
    """It is worked on, and takes longer than it should."""
    text = t.reporter("⏳ {number}: it takes a bit longer, until {day} at the latest. {station} is at it.",
                      number=matter.report.number, station=matter.station, day=day_named(t, until))  # fmt: skip
    return _beside(matter, chat, text)


def has_a_plan(t: Translator, matter: Matter, chat: int, until: date) -> Letter:
    """How it is to be done was agreed on, and by when; not what the plan says."""
    text = t.reporter("📋 {number}: there is a plan now; it should be done by {day}. {station} is at it.",
                      number=matter.report.number, station=matter.station, day=day_named(t, until))  # fmt: skip
    return _beside(matter, chat, text)


def passed_to_body(t: Translator, matter: Matter, chat: int, body: str, until: date) -> Letter:
    """Who else was asked, and by when they hear how it stands."""
    text = t.reporter(
        "📨 {number}: this needs {body}; {station} has asked them and tells you by {day} how it stands.",
        number=matter.report.number, body=body, station=matter.station, day=day_named(t, until),
    )  # fmt: skip
    return _beside(matter, chat, text)


def _beside(matter: Matter, chat: int, text: str) -> Letter:
    return Letter(
        chat=chat, text=text, beside=subject(REPORTER, matter.report.serial), priority=Priority.URGENT
    )
