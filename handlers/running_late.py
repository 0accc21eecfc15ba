"""It takes longer than the reporter was told: they hear so, who has it now, and until when.

    bot    ⏳ N-10001-6：说好的时间到了，还没有人联系您，对不起。
           现在由西湖站负责，最晚3月9日 10:00前处理。
           电话：0763-000 0002                                                  👉 催一下

By the reporter's own clock, which no hand-over begins anew (RULES 3.3 c); so do those who joined. Once when
nobody was in touch in time, once when it was not done in time, never both on one day, and not at night. What
changes in the night takes the message back.
"""

import json

from fieldwork.letters import running_late as letters
from fieldwork.letters.matter import LATE, subject
from fieldwork.marks import Due
from fieldwork.reports import Report, Urgency
from fieldwork.timetable import FIRED
from handlers import telling
from handlers.turn import Turn, voice
from storage import cards, reports

CONTACT = "reporter.contact"


def come_due(turn: Turn, report: Report, due: Due) -> None:
    """A limit is over as the reporter counts. Of what is reported by law they hear no more than that it came."""
    if report.mandatory:
        return
    told = telling.matter(turn, report)
    telling.redraw_reporters(turn, told)
    if _was_told_today(turn, report):
        return
    post = turn.post if report.urgency is Urgency.T0 else turn.post_by_day
    for each, person in telling.readers(turn, told):
        post(letters.told(voice(turn, person), each, told, person.account or 0, due.leg == CONTACT))


def _was_told_today(turn: Turn, report: Report) -> bool:
    """Whether the other limit was over on the same day."""
    calendar = turn.desk.calendars.of(report.station)
    return any(
        event.step == FIRED
        and str(json.loads(event.reason)["step"]).startswith("reporter.")
        and calendar.day_of(event.at) == calendar.day_of(turn.now)
        for event in reports.events(turn.session, report.serial)
    )


def take_back(turn: Turn, report: Report) -> None:
    """What waits for the morning is not said any more: the report has moved."""
    cards.withhold(turn.session, subject(LATE, report.serial))
