"""What is said when the day has come on which something that waited is looked at again."""

from fieldwork.letters import Letter, Priority, notices
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.reports import State
from fieldwork.texts import Translator


def day_has_come(t: Translator, matter: Matter, chat: int, was: State) -> Letter:
    """Beside the card of who has it: it was held, or parked, and goes on."""
    number, place = matter.report.number, matter.place or t.staff("place unknown")
    if was is State.PARKED:
        text = t.staff("▶️ {number}, {place}: it was parked until today. Please look at it again.",
                       number=number, place=place)  # fmt: skip
    else:
        text = t.staff(
            "▶️ {number}, {place}: the hold is over. Please go on with it.", number=number, place=place
        )
    said = notices.notice(
        t,
        matter.report,
        "▶️",
        text,
        t.staff("▶️ {number}: its day has come. Please go on with it.", number=number),
    )
    return Letter(
        chat=chat, text=said, priority=Priority.URGENT, beside=subject(STATION, matter.report.serial)
    )
