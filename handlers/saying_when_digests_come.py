"""Somebody says when their digests come, or that they do not: 日报改到9点, 不要周报了, 恢复周报, 简报几点发.

    Luo    简报几点发
    bot    ⏰ 我的提醒
           · 每日简报：08:30 …                              停：每日简报 · 改时间
    Luo    每天9点发
    bot    ⏰ 我的提醒
           · 每日简报：09:00 …
    Luo    不要日报了
    bot    ⏰ 我的提醒
           · 每日简报：已停 …                               恢复：每日简报 · 改时间
    Luo    恢复
    bot    ⏰ 我的提醒
           · 每日简报：09:00 …
    Luo    周五下午5点发周报
    bot    每周简报在这一段过完后的第一个工作日发，日子不能选，只能选几点。        17:00
    Luo    周报时间改一下
    bot    ⏰ 每周简报：几点合适？点一个，或者写时间。       08:30 · 09:00 · 10:00 · 18:00
    Luo    下午三点半
    bot    ⏰ 我的提醒
           · 每周简报：15:30 …

What does not come to somebody is said not to; nothing comes at night.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork import asked_rhythms
from fieldwork.asked_rhythms import Act, Wish
from fieldwork.digest_times import RHYTHMS
from fieldwork.digests import Span
from fieldwork.letters import own_rhythms as letters
from fieldwork.people import Person, Role
from fieldwork.rhythms import Rhythm, RhythmKind
from fieldwork.texts import Translator
from handlers import own_rhythms
from handlers.listening import Asked
from handlers.own_rhythms import SAYING_TIME, theirs
from handlers.turn import Turn
from storage import rhythms

DIGESTS = frozenset(RHYTHMS.values())


class Wishes(BaseFilter):
    """Words that can be nothing but a wish about digests, while nothing is asked. Hands on `wish`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role], raw_state: str | None
    ) -> bool | dict[str, Any]:
        if person is None or not roles or message.reply_to_message:
            return False
        wish = asked_rhythms.read(message.text or "")
        if wish is None or (raw_state is not None and (raw_state != SAYING_TIME or not wish.names)):
            return False
        known = wish.names or (wish.act is Act.BEGIN and not wish.spans and _stopped(turn, person, roles))
        return {"wish": wish} if known else False


class SaysTime(BaseFilter):
    """A time, under the question at what time one of them is to come; not of another. Hands on `wish`."""

    async def __call__(self, message: Message, kept: dict[str, Any]) -> bool | dict[str, Any]:
        wish = asked_rhythms.read(message.text or "")
        if wish is None or wish.act is not Act.AT:
            return False
        of_another = wish.spans and kept["kind"] not in {RHYTHMS[span] for span in wish.spans}
        return False if of_another else {"wish": wish}


def at_once() -> Router:
    """Stands before the short way for plain reports, and before digests that are asked for by these names."""
    saying = Router(name="saying when digests come")
    saying.message.register(said_time, Asked(SAYING_TIME), SaysTime())
    saying.message.register(wished, Wishes())
    return saying


def _stopped(turn: Turn, person: Person, roles: list[Role]) -> list[RhythmKind]:
    """Their digests that do not come any more."""
    kept = rhythms.of_person(turn.session, person.id)
    return [kind for kind in theirs(turn, roles) if kind in DIGESTS and kind in kept and not kept[kind].is_on]


async def said_time(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    kept: dict[str, Any], wish: Wish,
) -> None:  # fmt: skip
    """The time that was asked for; of the digest that was asked about."""
    kind = RhythmKind(kept["kind"])
    if wish.at is None:
        turn.post(letters.not_at_night(t, message.chat.id))
        return
    await state.clear()
    if kind in theirs(turn, roles):
        _change(turn, person, [kind], wish)
    turn.post(own_rhythms.list_of(turn, t, message.chat.id, person, roles))


async def wished(
    message: Message,
    turn: Turn,
    person: Person,
    roles: list[Role],
    t: Translator,
    state: FSMContext,
    wish: Wish,
) -> None:
    """Does it, and shows all of theirs as they stand then; or says why not."""
    chat, meant = message.chat.id, _meant(turn, person, roles, wish)
    if not meant:
        turn.post(letters.none_of_these(t, chat, [RHYTHMS[span] for span in Span if span in wish.spans]))
    elif wish.is_at_night:
        turn.post(letters.not_at_night(t, chat))
        return
    elif wish.on_a_day:
        turn.post(letters.on_no_day(t, chat, meant[0], wish.at))
        return
    elif wish.act is Act.ASK and len(meant) == 1 and wish.spans:
        await own_rhythms.ask_time(turn, t, chat, meant[0], state)
        return
    _change(turn, person, meant, wish)
    turn.post(own_rhythms.list_of(turn, t, chat, person, roles))


def _meant(turn: Turn, person: Person, roles: list[Role], wish: Wish) -> list[RhythmKind]:
    """Those of theirs that are named; else all, and of a bare 恢复 those that were stopped."""
    own = [kind for kind in theirs(turn, roles) if kind in DIGESTS]
    if wish.spans:
        return [kind for kind in own if kind in {RHYTHMS[span] for span in wish.spans}]
    stopped = _stopped(turn, person, roles)
    if wish.act is Act.AT:
        return [kind for kind in own if kind not in stopped] or own
    return stopped or own if wish.act is Act.BEGIN else own


def _change(turn: Turn, person: Person, kinds: list[RhythmKind], wish: Wish) -> None:
    for kind in kinds if wish.act is not Act.ASK else ():
        rhythms.keep(turn.session, _changed(rhythms.of(turn.session, person.id, kind), wish))


def _changed(rhythm: Rhythm, wish: Wish) -> Rhythm:
    """What is stopped keeps its time, for when it begins again."""
    values: dict[str, Any] = {"is_on": wish.act is not Act.STOP, "silent": 0}
    if wish.at is not None:
        values["times"] = f"{wish.at:%H:%M}"
    return rhythm.model_copy(update=values)
