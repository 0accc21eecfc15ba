"""One event of a report's history, as its sentence sees it: who, what is kept beside the step, and its words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, NamedTuple

from fieldwork.people import Person
from fieldwork.places import Network
from fieldwork.reports import Event
from fieldwork.texts import Translator
from fieldwork.timetable import FIRED

PERSONS_IN = ("from", "to", "person")  # keys of an event's data that may name a person by number
CODED = frozenset({
    FIRED,
    "sent", "dispatched", "understood", "contact", "handed_over", "urgency", "graded", "amended_category",
    "amended_urgency", "amended_place", "placed", "merge", "joined_by", "follows", "succeed", "decline_too", "part",
    "phoned", "unanswered",
})  # fmt: skip
"""Steps whose sentence reads the reason by itself."""


class Known(NamedTuple):
    """What stands behind the keys in a history."""

    people: Mapping[int, Person]
    network: Network
    zone: tzinfo


@dataclass(frozen=True)
class Happened:
    """One event, as its sentence sees it. `words_shown`: what people wrote, and the reporter's name, too."""

    t: Translator
    event: Event
    known: Known
    words_shown: bool = True

    @property
    def data(self) -> dict[str, Any]:
        """What an event keeps as data; nothing where it keeps words."""
        return data_of(self.event)

    def person(self, key: str) -> str:
        """The name of a person whose number the data holds."""
        person = self.known.people.get(self.data.get(key) or 0)
        return person.name if person else self.t.staff("somebody")

    def station(self, key: str) -> str:
        """The name of a station whose code the data holds; empty where it holds none."""
        value = self.data.get(key)
        code = value.get("station") if isinstance(value, dict) else value
        found = self.known.network.stations.get(code) if isinstance(code, str) else None
        return found.name if found else ""

    @property
    def words(self) -> str:
        """What somebody wrote or chose as a reason, where it may be read."""
        if not self.words_shown or self.event.step in CODED:
            return ""
        if self.data:
            return " · ".join(filter(None, (self._named_reason(), str(self.data.get("words") or ""))))
        return "" if self.event.reason.startswith("implied by ") else self.event.reason

    def _named_reason(self) -> str:
        code = self.data.get("code")
        return self.t.named(code) if isinstance(code, str) and code else ""


Sentence = Callable[[Happened], str]


def data_of(event: Event) -> dict[str, Any]:
    """What an event keeps as data; nothing where it keeps words."""
    if not event.reason.startswith("{"):
        return {}
    try:
        read = json.loads(event.reason)
    except ValueError:  # words that begin with a brace
        return {}
    return read if isinstance(read, dict) else {}


def people_in(events: Sequence[Event]) -> list[int]:
    """The numbers of everybody whom a history names."""
    found = {event.actor_id for event in events}
    found |= {data_of(event).get(key) for event in events for key in PERSONS_IN}
    return sorted(one for one in found if isinstance(one, int))
