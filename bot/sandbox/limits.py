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

OVERALL_A_SECOND = 30.0
CHAT_A_SECOND = 1.0
CHAT_BURST = 3.0
GROUP_A_MINUTE = 20


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
    """Permission that fills at `rate` a second up to `size`."""

    __slots__ = ("at", "left", "rate", "size")

    def __init__(self, rate: float, size: float, now: float) -> None:
        self.rate, self.size, self.left, self.at = rate, size, size, now

    def wait(self, now: float) -> float:
        """Seconds until one more is permitted; 0 when it is permitted now."""
        if now > self.at:
            self.left = min(self.size, self.left + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1.0 - self.left) / self.rate)


class Pace:
    """Who may send how fast. A refused send uses nothing up."""

    def __init__(self, now: float, on: bool = True) -> None:
        self.on = on
        self._overall = Bucket(OVERALL_A_SECOND, OVERALL_A_SECOND, now)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, deque[float]] = {}

    def take(self, chat: int, now: float) -> None:
        """Count one message to `chat`, or raise the 429 that says how long to wait."""
        if not self.on:
            return
        mine = self._chats.get(chat)
        if mine is None:
            mine = self._chats[chat] = Bucket(CHAT_A_SECOND, CHAT_BURST, now)
        wait = max(self._overall.wait(now), mine.wait(now), self._group_wait(chat, now))
        if wait > 0:
            raise too_many_requests(max(1, ceil(wait)))
        self._overall.left -= 1
        mine.left -= 1
        if chat < 0:
            self._groups[chat].append(now)

    def _group_wait(self, chat: int, now: float) -> float:
        if chat >= 0:
            return 0.0
        lately = self._groups.setdefault(chat, deque())
        while lately and lately[0] <= now - 60:
            lately.popleft()
        return lately[0] + 60 - now if len(lately) >= GROUP_A_MINUTE else 0.0
