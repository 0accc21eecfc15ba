"""How much and how fast: Telegram's sizes and its pace.

Sizes are Telegram's documented ones and are always enforced. The pace (30 messages a second overall, one a
second in a chat with short bursts, 20 a minute in a group: core.telegram.org/bots/faq) can be switched off.
"""

from collections import deque
from math import ceil

from bot.sandbox.refusals import too_many_requests

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
CALLBACK_BYTES = 64
ALERT_UNITS = 200
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
ALBUM_SIZE = 10
DELETABLE_SECONDS = 48 * 3600
ANSWERABLE_SECONDS = 15.0
UPDATE_SECONDS = 24 * 3600.0
CALLBACK_UPDATE_SECONDS = 150.0

OVERALL_A_SECOND = 30
CHAT_BURST = 3.0  # then one a second
GROUP_A_MINUTE = 20
GRACE = 0.05  # seconds by which a sender that keeps the pace may be early, for the way through the network


def utf16_units(text: str) -> int:
    """The length that Telegram counts: UTF-16 code units, so that an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parts_of(text: str, units: int = TEXT_UNITS) -> list[str]:
    """Cut a long text as Telegram's apps do: full parts, never in the middle of a character."""
    if len(text) * 2 <= units or utf16_units(text) <= units:
        return [text]
    parts, start, used = [], 0, 0
    for at, letter in enumerate(text):
        width = 2 if letter > "\uffff" else 1
        if used + width > units:
            parts.append(text[start:at])
            start, used = at, 0
        used += width
    return [*parts, text[start:]]


class Bucket:
    """Permission to send that fills by one a second, up to a burst."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._left, self._at = CHAT_BURST, now

    def wait(self, now: float) -> float:
        """Seconds until one more is permitted; 0 or less when it is permitted now."""
        if now > self._at:
            self._left = min(CHAT_BURST, self._left + now - self._at)
        self._at = now
        return 1.0 - self._left

    def take(self) -> None:
        self._left -= 1


class Window:
    """At most `most` in any `seconds`."""

    __slots__ = ("_seconds", "_times")

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """Seconds until one more is permitted; 0 or less when it is permitted now."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return self._times[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._times.append(now)


class Pace:
    """Who may send how fast. A refused send uses nothing up."""

    def __init__(self, on: bool = True) -> None:
        self.on = on
        self._overall = Window(OVERALL_A_SECOND, 1.0)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def take(self, chat: int, now: float) -> None:
        """Count one message to `chat`, or raise the 429 that says how long to wait."""
        if not self.on:
            return
        mine = self._chats.get(chat)
        if mine is None:
            mine = self._chats[chat] = Bucket(now)
        group = self._groups.setdefault(chat, Window(GROUP_A_MINUTE, 60.0)) if chat < 0 else None
        wait = max(self._overall.wait(now), mine.wait(now), group.wait(now) if group else 0.0)
        if wait > GRACE:
            raise too_many_requests(max(1, ceil(wait)))
        self._overall.take(now)
        mine.take()
        if group:
            group.take(now)
