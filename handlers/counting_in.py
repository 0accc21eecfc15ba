"""An activity that was accepted stands in the figures; one that is not accepted any more stands there no longer.

    Wang   核实，计入
    bot    ✅ A-10001-6 已核实，计入统计。
    (the figures of 2026-03-02 at 西湖花园4号楼 hold 1 次 · 5 户 · 12 人次 more)

Counted in once, however often it is said: what stands there already is taken out first.
"""

from fieldwork import counting_in
from fieldwork.activities import Activity
from fieldwork.counting_in import Beside
from fieldwork.tallies import Tally
from handlers.turn import Turn
from storage import activities, attending, outings, reports, tallies


def count_in(turn: Turn, activity: Activity) -> None:
    """Enters an accepted activity's lines, each on its day or, where that is closed, on the first open one."""
    take_out(turn, activity)
    entered = tallies.enter_where_open(turn.session, _lines(turn, activity))
    activities.change(turn.session, activity, counted_on=entered[0].day if entered else activity.held_on)


def take_out(turn: Turn, activity: Activity) -> None:
    """Enters the opposite of what an activity has in the figures."""
    stood = tallies.of_record(turn.session, activity.serial)
    tallies.enter_where_open(turn.session, counting_in.opposites(stood, turn.now))
    if activity.counted_on is not None:
        activities.change(turn.session, activity, counted_on=None)


def _lines(turn: Turn, activity: Activity) -> list[Tally]:
    network, report = turn.desk.network, reports.by_serial(turn.session, activity.serial)
    seat = network.stations.get(activity.station)
    path = network.trail(activity.place or (seat.place if seat else ""))
    told = activities.counts(turn.session, activity.serial)
    serial = activity.serial
    beside = Beside(attending.hours(turn.session, serial), outings.not_met(turn.session, serial))
    category = (report.category if report else None) or ""
    return counting_in.lines(activity, told, beside, path, category, turn.now)
