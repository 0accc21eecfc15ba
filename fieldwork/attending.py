"""Who was there, and for how long: what a list of an event or a training comes to (FIELD 4.5, 4.8).

人 are the people, each once; 人次 are the times that somebody signed in, once on each day. Hours are those that the
organiser has confirmed, and no others.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from fieldwork.activities import Attendance, Unit
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import CHINESE, value_of

LONGEST = 24 * 60  # minutes that one person can be confirmed for at once
_ANOTHER = "（另一位）"
_NAMES = re.compile(r"[\s,，、;；。]+")
_TIME = re.compile(
    rf"(?P<name>.*?)[\s:,]*(?P<number>\d{{1,4}}(?:\.\d)?|[{CHINESE}]{{1,4}}|半)\s?个?(?P<half>半)?"
    r"(?P<unit>小时|钟头|分钟|HOURS?|H|MINUTES?|MIN)",
    re.DOTALL,
)


class Served(NamedTuple):
    """What somebody's confirmed time was given to."""

    day: date
    topic: str
    minutes: int
    accepted: bool  # the station has accepted the activity: these hours count


class Minutes(NamedTuple):
    """How long somebody was there; nobody named: all of the list."""

    name: str
    minutes: int


def who(one: Attendance) -> str:
    """By what somebody is told apart: as whom the bot knows them, else by their name."""
    return f"#{one.person_id}" if one.person_id is not None else fold(one.name).strip()


def counts(there: Sequence[Attendance]) -> dict[Unit, float]:
    """The people, each once, and how often they signed in."""
    if not there:
        return {}
    return {Unit.PEOPLE: len({who(one) for one in there}), Unit.PERSON_TIMES: len(there)}


def signed_already(there: Sequence[Attendance], new: Attendance, zone: tzinfo) -> bool:
    """Whether somebody is on the list of that day: whoever scans twice was there once."""
    return on_day_of(new, (one for one in there if who(one) == who(new)), zone) is not None


def on_day_of(new: Attendance, there: Iterable[Attendance], zone: tzinfo) -> Attendance | None:
    """Which of these was signed on the same day."""
    day = new.signed_at.astimezone(zone).date()
    return next((one for one in there if one.signed_at.astimezone(zone).date() == day), None)


def another(name: str) -> str:
    """How somebody stands on a list whose name another there bears too."""
    return name + _ANOTHER


def is_another(name: str) -> bool:
    """Whether it was said of this name that it is somebody else's."""
    return name.endswith(_ANOTHER)


def names_in(text: str, longest: int) -> list[str]:
    """The names that an organiser types, each once: 张三 李四、王五."""
    found = [name for name in _NAMES.split(text) if name and len(name) <= longest]
    return list(dict.fromkeys(found))


def minutes_in(text: str) -> list[Minutes]:
    """2小时, 一个半小时, 90分钟; or line by line with a name before it. Empty where a line says no time."""
    found = [_minutes_in(line) for line in text.splitlines() if line.strip()]
    return [one for one in found if one] if all(found) else []


def _minutes_in(line: str) -> Minutes | None:
    said = _TIME.fullmatch(fold(line).strip())
    value = (0.5 if said["number"] == "半" else value_of(said["number"])) if said else None
    if said is None or value is None:
        return None
    value += 0.5 if said["half"] else 0
    minutes = round(value * (1 if said["unit"].startswith(("分", "M")) else 60))
    return Minutes(line.strip()[: said.end("name")].strip(), minutes) if minutes <= LONGEST else None


def hours_said(minutes: int) -> str:
    """Minutes as hours, as people say them: 2, 1.5, 0.75."""
    return f"{round(minutes / 60, 2):g}"
