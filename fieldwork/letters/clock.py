"""Until when something is to be done, as a station's card and the reporter's card say it: times, never lengths.

The station's clock begins anew at another station, the reporter's does not (RULES 3.3 c); a station that has
got a report from elsewhere reads both. A limit that is over says since when.
"""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from fieldwork.letters import Letter, Priority
from fieldwork.letters.dates import day_named
from fieldwork.texts import Translator

LEGS = ("sign", "contact", "decide", "verify", "plan", "done")  # in the order in which they are lived


class Times(BaseModel, frozen=True):
    """The limits of one report as they run now, by the clock on the wall of its station."""

    now: datetime
    ends: Mapping[str, datetime] = {}  # by leg: sign, contact, done …; `reporter.done` as the reporter counts
    still: bool = False  # time stands still: the reporter was asked something, or it is on hold
    heard_by: datetime | None = None  # until when the reporter hears from somebody first
    nudged: bool = False  # 催一下 was said today
    estimated: frozenset[int] = frozenset()  # years without known holidays, into which a limit falls

    @property
    def is_over(self) -> bool:
        """Whether the reporter should have heard by now, and time does not stand still."""
        return self.heard_by is not None and self.heard_by <= self.now and not self.still


def lines(t: Translator, times: Times | None) -> list[str]:
    """The line of the station's card: ⏰ 签收 03-02 16:00 前 · 办结 03-09 10:00 前."""
    if times is None:
        return []
    if times.still:
        return [t.staff("⏸ The limits stand still")]
    said = [_limit(t, leg, times.ends[leg], times.now) for leg in LEGS if leg in times.ends]
    theirs = times.ends.get("reporter.done")
    if theirs and theirs != times.ends.get("done"):
        said.append(t.staff("for the reporter {at}", at=_moment(theirs)))
    if said and times.estimated:
        said.append(t.both("reckoned by Monday to Friday"))
    return ["⏰ " + " · ".join(said)] if said else []


def _limit(t: Translator, leg: str, end: datetime, now: datetime) -> str:
    what = {
        "sign": t.staff("sign"), "contact": t.staff("contact"), "plan": t.staff("plan"), "done": t.staff("finish"),
        "decide": t.staff("decide"), "verify": t.staff("verify"),
    }[leg]  # fmt: skip
    if end <= now:
        return t.staff("{what}: late since {at}", what=what, at=_moment(end))
    return t.staff("{what} by {at}", what=what, at=_moment(end))


def _moment(at: datetime) -> str:
    return at.strftime("%m-%d %H:%M")


def moment_named(t: Translator, at: datetime) -> str:
    """A moment as reporters are told it: 3月9日 16:00. No 今天: what stands in a chat is read tomorrow too."""
    return f"{day_named(t, at)} {at:%H:%M}"


def year_unknown(t: Translator, chat: int, year: int) -> Letter:
    """To who keeps the rules: a year is near of which no holidays are known."""
    lines_ = [
        t.both("📅 The public holidays and make-up days of {year} are not known yet.", year=year),
        t.both("Until they are, limits that fall into it are reckoned by Monday to Friday, and cards say so."),
        t.both("Please update fieldbot, or enter them as days_off and days_on under [calendar] in a file of rules "
               "and put it in force with: fieldbot rules apply."),
    ]  # fmt: skip
    return Letter(chat=chat, text="\n".join(lines_), priority=Priority.REMINDER)
