"""Reading one message: everything the bot makes of it, and why (DESIGN 6).

Nothing found is imposed: unknown stays empty, the words themselves are never changed, and each finding
stands on the card where it can be put right.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from fieldwork import telephones
from fieldwork.places import Network, PlaceKind
from fieldwork.understanding.activities import Activity
from fieldwork.understanding.by_place import at_places
from fieldwork.understanding.chatter import Chatter
from fieldwork.understanding.corrections import Said, numbers
from fieldwork.understanding.folding import fold
from fieldwork.understanding.inexact import hours_of_each
from fieldwork.understanding.lexicon import Span
from fieldwork.understanding.matters import Matters, Urgency
from fieldwork.understanding.occasions import Period, minutes, occasion
from fieldwork.understanding.placing import Placed, Placer
from fieldwork.understanding.several import Several
from fieldwork.understanding.words import Words

_PASSED_ON = re.compile(
    r"^\s*(?:转发?|fwd?)\s*[:：]", re.IGNORECASE
)  # 转：…, before what somebody else wrote
_HOURS = "小时"
_EDGES = " ,，。.、;；:：!！"


class Reading(BaseModel):
    """What was understood. Empty means: not found."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["need", "activity", "neither"]
    chatter: str = ""  # "thanks", "greeting", "question", "notice"; "" for emoji and all reports
    place: str | None = None  # code of the one place meant, the most specific found for sure
    candidates: tuple[str, ...] = ()  # places that fit equally well: asked; `place` is then what is sure
    named: str = ""  # words for a place that the network does not have, as they were written
    building: str = ""  # "3", "B", "46"; several as "4、5"
    unit: str = ""
    floor: str = ""
    room: str = ""
    categories: tuple[str, ...] = ()  # codes, best first, at most 3
    departments: tuple[str, ...] = ()  # to whom it would be referred, best first, at most 3
    urgency: Urgency = "T2"
    counts: tuple[tuple[str, int | float], ...] = ()  # ("户", 5), ("人次", 12): as written, never derived
    inexact: tuple[tuple[str, str], ...] = ()  # ("人次", "3000余人次"): only about, so that it counts nowhere
    parts: tuple[
        tuple[str, tuple[int | float, ...]], ...
    ] = ()  # ("户", (5, 3)): what a count was added up of
    activity_kind: str | None = None  # an ActivityKind's value; None where the words name no kind
    days_ago: int | None = None  # 昨天 1, 今天 0; None where no day is said
    month_day: tuple[int, int] | None = None  # (3, 2) for 3月2日; the year is the latest that fits
    until: tuple[int, int] | None = None  # the last day of several: 3月2日至5日
    weekday: tuple[int, int] | None = (
        None  # (1, 2) for 上周三: how many weeks back, and which day from Monday
    )
    period: Period | None = None  # 本周, 上月, 3月: a sum of many activities
    minutes: int | None = None  # how long it took
    volunteers: int | None = None  # 6 of 志愿者6人: they are not the people served
    topic: str = ""  # 《防诈骗》, 主题：防诈骗
    need: str = ""  # what was found wrong beside the activity, in the writer's words: 302漏水
    several: tuple[str, ...] = ()  # the words of each activity, where the message plainly tells of several
    danger: tuple[str, ...] = ()  # kinds of danger whose words were found: they lead to a question, no more
    words_left: str = ""  # what was written without the words of the place
    why: tuple[str, ...] = ()


class Reader:
    """Reads messages against one network and one set of words; keeps nothing of a message."""

    def __init__(self, words: Words, network: Network) -> None:
        self._network = network
        self._placer = Placer(network)
        self._matters = Matters(words)
        self._chatter = Chatter(words.chatter)
        self._several = Several(self._matters.kinds, self._matters.counting)

    def read(self, text: str, home: Sequence[str] = ()) -> Reading:
        """What a message says, for a sender whose own places are `home` (codes). Never fails."""
        folded = telephones.blanked(fold(text))
        chatter = self._chatter.kind(folded)
        if chatter is not None:
            why = f"the whole message is: {chatter}" if chatter else "there is no word in it"
            return Reading(kind="neither", chatter=chatter, words_left=text.strip(), why=(why,))
        return self._report(text, folded, self._placer.find(_PASSED_ON.sub(_blank, folded), home), home)

    def placed(self, text: str, home: Sequence[str] = ()) -> Placed:
        """Where a few words are about, and which of them say so."""
        return self._placer.find(fold(text), home)

    def counts(self, text: str) -> tuple[tuple[str, int | float], ...]:
        """The numbers of a text with their units, whatever else it says; 0 is one too."""
        return self._matters.counting.counts(fold(text))

    def activity_kind(self, text: str) -> str | None:
        """The kind of activity that an answer names: 是清扫."""
        return self._matters.kinds.find(fold(text))

    def correction(self, text: str) -> Said:
        """The numbers that somebody says, or puts right, and what stands beside them."""
        return numbers(text, self.counts, self._matters.kinds)

    def _apart(self, text: str, said: str, activity: Activity, home: Sequence[str]) -> tuple[str, ...]:
        """The words of each activity, if there are several, each of which says by itself what it is."""
        parts = self._several.find(text, said, activity.beside, activity.counts)
        for words, kind in parts:
            alone = self._as_one(words, home)
            if not alone.counts or alone.activity_kind != (kind or None):
                return ()
        return tuple(part.words for part in parts)

    def _as_one(self, words: str, home: Sequence[str]) -> Reading:
        """One of several, by itself."""
        folded = telephones.blanked(fold(words))
        return self._report(words, folded, self._placer.find(folded, home), home, whole=False)

    def _report(
        self, text: str, folded: str, placed: Placed, home: Sequence[str], *, whole: bool = True
    ) -> Reading:
        matter = _without(folded, placed.spans())
        said = _without(folded, (*placed.known, *placed.address.spans))  # an unknown name may be none
        activity = self._matters.activity(said)
        about = _without(matter, activity.beside) if activity else matter  # what was found has its own report
        departments, danger = self._matters.departments(about), self._matters.danger(said)
        first = next((name for name, _ in departments), None)
        categories = self._matters.categories(about, first)
        urgency, urgent = self._matters.urgency(matter)
        if activity and activity.beside:
            placed = self._held_at(folded, placed, activity.beside, home)
        of_activity = _of_activity(text, said, activity) if activity else {}
        inexact = self._inexact(text, said, activity) if activity else ()
        address = placed.address
        several = tuple[str, ...]()
        if activity and whole and not danger:
            several = self._apart(text, said, activity, home)
            several = several or self._at_places(text, folded, placed, activity, home)
        return Reading(
            kind="activity" if activity else "need",
            place=placed.place,
            candidates=placed.candidates,
            named="".join(_slices(text, placed.named)),
            building="、".join(address.buildings),
            unit=address.unit,
            floor=address.floor,
            room=address.room,
            categories=tuple(code for code, _ in categories),
            departments=tuple(name for name, _ in departments),
            urgency=urgency,
            **of_activity,
            several=several,
            inexact=inexact,
            danger=tuple(code for code, _ in danger),
            words_left=_tidy(_without(text, placed.spans())),
            why=(
                *self._why_place(text, placed),
                *(f"{code}: {'、'.join(hits)}" for code, hits in (*categories, *departments, *danger)),
                *((f"{urgency}: {'、'.join(urgent)}",) if urgent else ()),
                *(_why_activity(text, activity, inexact) if activity else ()),
            ),
        )

    def _at_places(
        self, text: str, folded: str, placed: Placed, activity: Activity, home: Sequence[str]
    ) -> tuple[str, ...]:
        """What was done at each of several buildings, where each has numbers of its own, and of the same units."""
        there = [span for span in placed.address.building_spans
                 if not any(first <= span[0] < last for first, last in activity.beside)]  # fmt: skip
        if len(there) < 2 or not activity.counts or activity.volunteers is not None:
            return ()
        kinds = self._matters.kinds.places(folded)
        found = at_places(text, folded, sorted(there), kinds, self._matters.counting)
        each = [self._as_one(words, home) for words in found.words]
        units = {tuple(sorted(unit for unit, _ in one.counts)) for one in each}
        told = Counter[str]()
        for one in each:
            told.update(dict(one.counts))
        add_up = all(told[unit] == number for unit, number in found.sums)
        alike = len({one.activity_kind for one in each}) == 1 and units != {()}
        return found.words if len(units) == 1 and alike and add_up else ()

    def _inexact(self, text: str, said: str, activity: Activity) -> tuple[tuple[str, str], ...]:
        """What was counted only about, where nothing exact is said of that unit."""
        counted = {unit for unit, _ in activity.counts}
        found = [each for each in self._matters.counting.only_about(said) if each.unit not in counted]
        about = {
            each.unit: text[each.start : each.end]
            for each in found
            if not any(first <= each.start < last for first, last in activity.beside)
        }
        of_each = hours_of_each(said) if activity.volunteers is not None else None
        if of_each and _HOURS not in counted:
            about[_HOURS] = text[slice(*of_each)]
        return tuple(about.items())

    def _held_at(self, folded: str, placed: Placed, beside: Sequence[Span], home: Sequence[str]) -> Placed:
        """Where an activity was: the door of what was found beside it is the need's own (走访3栋5户，302漏水)."""
        own = self._placer.find(_PASSED_ON.sub(_blank, _without(folded, beside)), home)
        if own.spans():
            return own
        building = self._network.at(placed.place, PlaceKind.BUILDING) if placed.place else None
        place = building.code if building else placed.place
        return replace(placed, place=place, address=replace(placed.address, unit="", floor="", room=""))

    def _why_place(self, text: str, placed: Placed) -> list[str]:
        words = " ".join(_slices(text, (*placed.known, *placed.address.spans)))
        why = []
        if placed.place is not None:
            why.append(f"place {self._network.path(placed.place)}: {words or 'the sender’s own'}")
        if placed.candidates:
            fitting = " / ".join(self._network.path(code) for code in placed.candidates)
            why.append(f"place open between {fitting}: {words}")
        if placed.named:
            why.append(f"not in the network: {''.join(_slices(text, placed.named))}")
        return why


def _of_activity(text: str, said: str, activity: Activity) -> dict[str, Any]:
    """What is read of an activity alone: of a need, 昨天 and 5户 are no figures."""
    when = occasion(said)
    return {
        "counts": activity.counts,
        "parts": tuple((unit, made) for unit, made in activity.parts if unit in dict(activity.counts)),
        "activity_kind": activity.kind,
        "days_ago": when.days_ago,
        "month_day": when.month_day,
        "until": when.until,
        "weekday": when.weekday,
        "period": when.period,
        "minutes": minutes(said, dict(activity.counts).get("小时"), helped=activity.volunteers is not None),
        "volunteers": activity.volunteers,
        "topic": text[slice(*when.topic)].strip() if when.topic else "",
        "need": "，".join(text[start:end].strip() for start, end in activity.beside),
    }


def _why_activity(text: str, activity: Activity, about: Iterable[tuple[str, str]]) -> list[str]:
    """What was counted, and what stands beside it: an activity may have come upon a need."""
    counted = "、".join(f"{number}{unit}" for unit, number in activity.counts)
    why = [f"activity: {counted}"] if counted else ["activity"]
    why += [f"only about, left out: {written}" for _, written in about]
    return why + [f"a need stands beside it: {text[start:end].strip()}" for start, end in activity.beside]


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _slices(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in sorted(set(spans))]


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with a space where the spans were: what stood apart must not become a word."""
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(_EDGES)
