"""The only place that reads the time. Everything else is given it.

Two clocks (promise 6). The field's clock rules deadlines and what people are told. The machine's clock
rules leases, pace and time-outs: it starts at the wall's time and then only goes forward, so that a wall
clock that is set back or forward while the bot runs holds nothing up.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells both times. `shift` moves the field's clock forward, in the sandbox alone."""

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        shift: timedelta = timedelta(),
    ) -> None:
        self._steady = steady
        self._start = wall() - steady()
        self._wall = wall
        self._shift = shift

    def now(self) -> datetime:
        """The field's time, aware, UTC."""
        return datetime.fromtimestamp(self._wall(), UTC) + self._shift

    def turn(self, by: timedelta) -> None:
        """Turns the field's clock forward; the machine's goes on as it was. Raises ValueError for a step back."""
        if by < timedelta():
            raise ValueError("the field's clock only goes forward")
        self._shift += by

    def ticks(self) -> float:
        """The machine's time, in seconds; good for differences, and comparable after a restart."""
        return self._start + self._steady()
