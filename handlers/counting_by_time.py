"""A sweep, said by nobody: what a station has not looked at in seven days counts by itself.

    bot    (on the station's card) A-10001-6 · 活动（已计入） … ⏳ 到期没人说不对，自动计入

But for the sample that was drawn, for what is far from the usual or says what was told before, and for what lacks the
photos that its kind asks for: those wait for a person, the last until the photos come (`fieldwork.reviewing`).
"""

from datetime import timedelta

from fieldwork.reviewing import WAITING, waits_for_a_person
from handlers import judging, recorded
from handlers.turn import Turn
from storage import activities, reports

MANY = 64  # a look
AGAIN = timedelta(days=1)  # until it is looked whether the photos have come


def due(turn: Turn) -> list[int]:
    """The activities whose time has come."""
    return activities.due(turn.session, turn.now, MANY)


def look_after(turn: Turn, serial: int) -> bool:
    """Lets one count, if it still waits and nobody decided meanwhile."""
    activity, report = activities.by_serial(turn.session, serial), reports.by_serial(turn.session, serial)
    if activity is None or report is None or activity.next_due is None or activity.next_due > turn.now:
        return False
    if recorded.photos_wanted(turn, activity, reports.attachments(turn.session, serial)):
        return activities.change(turn.session, activity, next_due=turn.now + AGAIN)
    said_before = recorded.said_before(turn, activity, activities.counts(turn.session, serial))
    if activity.stage in WAITING and not (said_before or waits_for_a_person(activity)):
        return judging.accept(turn, report, activity, None, "rule")
    return activities.change(turn.session, activity, next_due=None)
