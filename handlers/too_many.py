"""A resident has reported five times today: the sixth is for the telephone.

    He     (the sixth time today) 4号楼楼道灯坏了
    bot    今天您已经报了 5 件，都收到了。
           还有别的事，请打电话给西湖站：0763-000 0002。
           您刚才写的内容没有保存。

A building's code is on the wall, and whoever passes by may scan it. Only those whose only role it gave are
counted; words of danger always go through, and what belongs to a report of theirs is no new one.
"""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from fieldwork.invitations import RESIDENTS_A_DAY
from fieldwork.letters import reporter
from fieldwork.people import Person, Role, RoleKind
from fieldwork.texts import Translator
from fieldwork.understanding.reading import Reading
from handlers import agreeing
from handlers.reporting import PlainWords, Reports
from handlers.turn import Turn
from storage import reports


class TooMany(BaseFilter):
    """Nothing but a resident, who has made as many reports today as one may."""

    async def __call__(self, _message: Message, turn: Turn, person: Person | None, roles: list[Role]) -> bool:
        return has_had_enough(turn, person, roles)


class InNoDanger(BaseFilter):
    """No word speaks of danger."""

    async def __call__(self, _message: Message, reading: Reading) -> bool:
        return not reading.danger


def at_once(keys: frozenset[str], openings: tuple[str, ...]) -> Router:
    """Stands before the short way for plain reports."""
    short = Router(name="too many at once")
    short.message.register(not_kept, TooMany(), PlainWords(keys, openings), InNoDanger())
    return short


def router() -> Router:
    too_many = Router(name="too_many")
    too_many.message.register(not_kept, TooMany(), Reports(), InNoDanger())
    return too_many


def has_had_enough(turn: Turn, person: Person | None, roles: list[Role]) -> bool:
    """Whether another report today would be one too many."""
    if person is None or not roles or any(role.kind is not RoleKind.RESIDENT for role in roles):
        return False
    newest = reports.of_reporter(turn.session, person.id, limit=RESIDENTS_A_DAY)
    days = [report.kept_at.astimezone(turn.desk.zone).date() for report in newest]
    return len(days) == RESIDENTS_A_DAY and days[-1] == turn.desk.day


async def not_kept(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """Said once for an album, whose photos come one by one."""
    turn.forgotten = True
    station, album = agreeing.station_of(turn, roles), message.media_group_id
    card = f"too_many.{album}" if album else None
    turn.post(reporter.too_many_today(t, message.chat.id, RESIDENTS_A_DAY, station, card))
