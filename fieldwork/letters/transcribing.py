"""What is said to somebody of a station who types what a voice says (代录)."""

from fieldwork.letters import Letter, Priority
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.letters.notices import notice
from fieldwork.texts import Translator


def asked_what_was_said(t: Translator, matter: Matter, chat: int) -> Letter:
    """代录: somebody who has heard a voice types what it says."""
    text = t.staff("{number}: please type what is said in the voice.", number=matter.report.number)
    return Letter(chat=chat, text=text, beside=subject(STATION, matter.report.serial))


def typed(t: Translator, matter: Matter, chat: int) -> Letter:
    """What was typed is kept, and shown to the one who spoke."""
    text = t.staff("{number}: kept; the reporter is asked whether it is right.", number=matter.report.number)
    return Letter(chat=chat, text=text)


def typed_wrongly(t: Translator, matter: Matter, chat: int) -> Letter:
    """The one who spoke says that what was typed is not what was said."""
    text = t.staff("⌨️ {number}: the reporter says it was not typed right, and says it again.",
                   number=matter.report.number)  # fmt: skip
    text = notice(t, matter.report, "⌨️", text)
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT,
                  beside=subject(STATION, matter.report.serial))  # fmt: skip
