"""What happens, told at once to every page that listens."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

ALERTS_REMEMBERED = 100
QUEUE_SIZE = 5000


@dataclass(frozen=True, slots=True)
class Event:
    """`number` is the change it tells of: a page that reconnects names the last one it saw."""

    number: int
    person: int  # 0: everybody
    name: str  # message, edited, deleted, alert, state
    data: dict[str, Any]


@dataclass(eq=False)
class Listener:
    """One page; `persons` empty means everybody. `None` in the queue ends it."""

    persons: frozenset[int]
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))

    def hears(self, event: Event) -> bool:
        return not self.persons or not event.person or event.person in self.persons


class Events:
    """Those who listen now, and the few alerts that a reconnecting page may have missed."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self._alerts: deque[Event] = deque(maxlen=ALERTS_REMEMBERED)

    def tell(self, person: int, number: int, name: str, data: Callable[[], dict[str, Any]]) -> None:
        """Tell whoever listens; `data` is only asked for when somebody does."""
        if not self.listeners and name != "alert":
            return
        event = Event(number, person, name, {"person": person, **data()})
        if name == "alert":
            self._alerts.append(event)
        for listener in list(self.listeners):
            if listener.hears(event):
                self._put(listener, event)

    def _put(self, listener: Listener, event: Event | None) -> None:
        if listener.queue.full():  # a page that does not read: it reconnects and catches up
            self.listeners.remove(listener)
            listener.queue.get_nowait()
            event = None
        listener.queue.put_nowait(event)

    def listen(self, persons: Iterable[int]) -> Listener:
        listener = Listener(frozenset(persons))
        self.listeners.append(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        if listener in self.listeners:
            self.listeners.remove(listener)

    def alerts_after(self, number: int, listener: Listener) -> list[Event]:
        return [event for event in self._alerts if event.number > number and listener.hears(event)]

    def close(self) -> None:
        """End every open stream."""
        for listener in list(self.listeners):
            self._put(listener, None)
        self.listeners.clear()
