"""Quiet hours: nothing unasked arrives between 20:30 and 08:00 but T0 (RULES, Settled)."""

from datetime import datetime, time, timedelta, tzinfo

BEGIN, END = time(20, 30), time(8)
MORNING = time(8, 30)  # when what was held is told


def held_until(at: datetime, zone: tzinfo) -> datetime | None:
    """When a message that would leave at `at` may leave; None: at once. Aware times in, aware out."""
    here = at.astimezone(zone)
    if END <= here.time() < BEGIN:
        return None
    day = here.date() + timedelta(days=int(here.time() >= BEGIN))
    return datetime.combine(day, MORNING, zone)
