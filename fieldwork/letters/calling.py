"""T0: what the next one hears while nobody has signed."""

from datetime import timedelta

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, notices
from fieldwork.letters.matter import STATION, Matter, subject
from fieldwork.texts import Translator


def nobody_signed(t: Translator, matter: Matter, chat: int, waited: timedelta) -> Letter:
    """A call beside the card, with sound at any hour; it can be signed for here."""
    report, minutes = matter.report, int(waited.total_seconds()) // 60
    place = matter.place or t.staff("place unknown")
    text = t.staff("🆘 {number}: nobody has signed for {minutes} minutes. {place}. Sign for it and go, or call.",
                   number=report.number, minutes=minutes, place=place)  # fmt: skip
    bare = t.staff("🆘 {number}: nobody has signed for {minutes} minutes. Sign for it and go, or call.",
                   number=report.number, minutes=minutes)  # fmt: skip
    sign = Button(label=t.staff("✍️ Sign for it"), action="sign", record=report.serial, version=report.version)
    return Letter(chat=chat, text=notices.notice(t, report, "🆘", text, bare), buttons=((sign,),),
                  priority=Priority.URGENT, beside=subject(STATION, report.serial))  # fmt: skip
