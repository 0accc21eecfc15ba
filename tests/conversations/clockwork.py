"""The hand of the clock in dialogs about what time brings."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.talk import Talk


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    """The clock is turned to a moment of March 2026, and whatever comes by then has come."""
    at = datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    talk.passes(at - talk.hand.at)
    await talk.settle()
