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
_CLOCK = r"(?:[01]?\d|2[0-3])[:点](?:半|[0-5]?\d?分?)"
_ANOTHER = "（另一位）"
_NAMES = re.compile(r"[\s,，、;；。]+")
_TIME = re.compile(
    rf"(?P<name>.*?)[\s:,]*(?:"
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,2}})?|[{CHINESE}]{{1,4}}|半)\s?个?(?P<half>半)?"
    rf"(?P<unit>小时|钟头|分钟|HOURS?|H|MINUTES?|MIN)(?:(?P<more>半)|零?(?P<rest>\d{{1,2}}|[{CHINESE}]{{1,3}})分钟?)?"
    rf"|(?P<since>{_CLOCK})\s?[-~到至]\s?(?P<until>{_CLOCK})"
    rf"|(?P<none>没[来到做有]|没参加|不算|不记))",
    re.DOTALL,
)
_AND = re.compile(r"[,，、;；和及]")
_ALL = re.compile(r"(?:(?:平?均|每|一)[人位名个]|人均|各|大家|全部|全体|所有人|名单上|都是?|[:,\s])*")
_TOGETHER = re.compile(r"(?:总|一)?共计?|合计|总计|总共|加起来")


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
    """2小时, 一个半小时, 每人90分钟; or line by line with names before it. Empty where a line says no time."""
    found = [_minutes_in(line) for line in text.splitlines() if line.strip()]
    return [one for line in found for one in line] if all(found) else []


def is_together(name: str) -> bool:
    """共20小时 is no time of anybody's, and nobody shares it out."""
    return _TOGETHER.fullmatch(fold(name).strip()) is not None


def _minutes_in(line: str) -> list[Minutes]:
    said = _TIME.fullmatch(fold(line).strip())
    minutes = _minutes(said) if said else None
    if said is None or minutes is None or not 0 <= minutes <= LONGEST:
        return []
    before = line.strip()[: said.end("name")].strip()
    if _ALL.fullmatch(fold(before)):
        return [Minutes("", minutes)] if not said["none"] else []
    return [Minutes(name.strip(), minutes) for name in _AND.split(before.strip(" :：")) if name.strip()]


def named_on(there: Sequence[Attendance], said: Minutes) -> list[Minutes]:
    """张三 李四 are two people, unless somebody on the list is called so: Grace Lee."""
    called = {fold(one.name).strip() for one in there}
    parts = said.name.split()
    return [said] if fold(said.name) in called else [Minutes(part, said.minutes) for part in parts] or [said]


def _minutes(said: re.Match[str]) -> int | None:
    if said["none"]:
        return 0
    if said["since"]:
        return _clock(said["until"]) - _clock(said["since"])
    value = 0.5 if said["number"] == "半" else value_of(said["number"])
    rest = value_of(said["rest"]) if said["rest"] else 0
    if value is None or rest is None:
        return None
    value += 0.5 if said["half"] or said["more"] else 0
    return round(value * (1 if said["unit"].startswith(("分", "M")) else 60) + rest)


def _clock(written: str) -> int:
    hours, _, minutes = written.rstrip("分").replace("点", ":").replace("半", "30").partition(":")
    return int(hours) * 60 + int(minutes or 0)


def hours_said(minutes: int) -> str:
    """Minutes as hours, as people say them: 2, 1.5, 0.75."""
    return f"{round(minutes / 60, 2):g}"
