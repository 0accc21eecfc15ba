"""What the bot does unasked: a few named sweeps over rows that are due (DESIGN 3).

Each finds its subjects by an indexed column and looks after them, some at a time, in one transaction with the
letters that come of it. The order is the order of the list: what was reckoned by older rules is reckoned anew
before anything fires.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from handlers import (
    arranging_visits,
    asking_monthly,
    being_on_duty,
    counting_by_time,
    counting_needs,
    drafts_left,
    entering_old_activities,
    falling_due,
    looking_after_help,
    must_reporting,
    opening,
    reminding,
    reminding_volunteers,
    reporting_up,
    sending_agendas,
    sending_digests,
    unknown_years,
    visit_rates,
    visiting,
    visiting_today,
    walks,
)
from handlers.turn import Turn

TEN_MINUTES = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Sweep(NamedTuple):
    """One of them: how often it looks, what it looks for, and what it does with each."""

    name: str
    every: timedelta
    find: Callable[[Turn], Sequence[Any]]
    look_after: Callable[[Turn, Any], object]


SWEEPS = (
    Sweep("rules or calendars changed", MINUTE, falling_due.changed, falling_due.reckon_anew),
    Sweep("reports that fall due", MINUTE, falling_due.due, falling_due.look_after),
    Sweep("duty tomorrow", MINUTE, being_on_duty.tomorrow, being_on_duty.remind),
    Sweep("reminders that have not arrived", MINUTE, reminding.unsent, reminding.look_again),
    Sweep("reminders that are due", MINUTE, reminding.due, reminding.look_after),
    Sweep("figures of needs", MINUTE, counting_needs.unread, counting_needs.read_on),
    Sweep("what has been late for long", MINUTE, reporting_up.due, reporting_up.look_after),
    Sweep("years without holidays", TEN_MINUTES, unknown_years.unannounced, unknown_years.announce),
    Sweep("agendas of building heads", MINUTE, sending_agendas.due, sending_agendas.send),
    Sweep("minutes that are not closed", TEN_MINUTES, sending_agendas.unwritten, sending_agendas.remind),
    Sweep("questions once a month", TEN_MINUTES, asking_monthly.due, asking_monthly.look_after),
    Sweep("promised for tomorrow", TEN_MINUTES, reminding_volunteers.due, reminding_volunteers.look_after),
    Sweep("what was opened", TEN_MINUTES, opening.lapsed, opening.close_again),
    Sweep("what the law asks", TEN_MINUTES, must_reporting.unanswered, must_reporting.ask_heads),
    Sweep("help that is silent", TEN_MINUTES, looking_after_help.silent, looking_after_help.look_after),
    Sweep("visits of today", MINUTE, visiting_today.due, visiting_today.look_after),
    Sweep("digests", MINUTE, sending_digests.due, sending_digests.look_after),
    Sweep("activities without a record", HOUR, entering_old_activities.untold, entering_old_activities.tell),
    Sweep("what counts by itself", TEN_MINUTES, counting_by_time.due, counting_by_time.look_after),
    Sweep("rates of visits", MINUTE, visit_rates.due, visit_rates.look_after),
    Sweep("households over their time", HOUR, arranging_visits.over_their_time, arranging_visits.erase),
    Sweep("households that were opened", TEN_MINUTES, visiting.lapsed, visiting.close_again),
    Sweep("outings in the evening", MINUTE, walks.lying, walks.look_after),
    Sweep("drafts left lying", TEN_MINUTES, drafts_left.lying, drafts_left.look_after),
)
