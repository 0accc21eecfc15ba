"""Whoever stands on a list by name and signs in too is one person, counted once; its organiser may say otherwise.

    Chen   (signs in by the link)
    Wang   加名字
    Wang   陈桂芳 李国柱
    bot    👤 陈桂芳已经扫码签到，算同一个人。
           👤 李国柱是站里认识的人，时长记到本人名下。
                                    陈桂芳：不是同一个人 · 李国柱：不是同一个人
    Wang   陈桂芳：不是同一个人
    bot    好的，另一位陈桂芳在名单上写作“陈桂芳（另一位）”。

Whoever is unknown and signs in by a name that stands there is counted once, and that is said too. Where two people
bear the name nobody is chosen: which of them it is, that is asked. Known are those with a task
where the activity's station is; of residents only who signs in.
"""

from collections.abc import Mapping, Sequence

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import attending as rules
from fieldwork.activities import Attendance, SignIn
from fieldwork.buttons import Button
from fieldwork.letters import telling_apart as letters
from fieldwork.letters.telling_apart import AT_ONCE, Same, Why
from fieldwork.people import Person, RoleKind
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import lists, recorded
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, voice
from storage import activities, attending, people

WITH_A_TASK = (RoleKind.VOLUNTEER, RoleKind.BUILDING_HEAD, RoleKind.SOCIAL_WORKER)
Known = Mapping[str, Mapping[int, str]]
"""By a folded name who is called so: each person's number, and where they have their task."""


def router() -> Router:
    apart = Router(name="telling_apart")
    apart.callback_query.register(tells_apart, Tap("list_apart"))
    apart.callback_query.register(says_which, Tap("list_which"))
    apart.callback_query.register(says_same, Tap("list_same"))
    return apart


# -- who comes onto the list ------------------------------------------------------------------------


def write_down(turn: Turn, sign_in: SignIn, names: Sequence[str]) -> None:
    """Puts those on the list whom its organiser names; says whom it takes for one, asks where it cannot know."""
    known = _known(turn, sign_in)
    found = [same for name in names if (same := _write(turn, sign_in, name, known))]
    organiser = people.by_id(turn.session, sign_in.made_by)
    for first in range(0, len(found), AT_ONCE):
        _tell(turn, organiser, sign_in, found[first : first + AT_ONCE])


def _write(turn: Turn, sign_in: SignIn, name: str, known: Known) -> Same | None:
    lines = _of_name(turn, sign_in, name)
    signed = {line.person_id for line in lines if line.person_id is not None}
    there = known.get(fold(name), {})
    if any(line.person_id is None for line in lines) or not (signed or there):
        new = lists.sign(turn, sign_in, name, None)
        return None if new else Same(lines[-1].id, name, Why.LISTED)
    if len(signed) > 1:
        _ask_another(turn, sign_in, lines[0])
        return None
    if signed or len(there) == 1:
        person = people.by_id(turn.session, next(iter(signed or there)) or 0)
        lists.sign(turn, sign_in, name, person)
        return Same(_of_name(turn, sign_in, name)[-1].id, name, Why.SIGNED if signed else Why.KNOWN)
    lists.sign(turn, sign_in, name, None)
    _ask_which(turn, sign_in, _of_name(turn, sign_in, name)[-1], there)
    return None


def sign(turn: Turn, sign_in: SignIn, name: str, person: Person | None) -> bool:
    """Somebody signs in: who was written down by that name before is meant. False if they did so before."""
    lines = _of_name(turn, sign_in, name)
    written = [line for line in lines if line.person_id is None]
    if person is None:
        return _sign_by_name(turn, sign_in, name, lines)
    if not written:
        signed = lists.sign(turn, sign_in, name, person)
        if signed:
            _tell_of_two(turn, sign_in, lines, person)
        return signed
    others = _known(turn, sign_in).get(fold(name), {})
    if others.keys() - {person.id}:
        signed = lists.sign(turn, sign_in, name, person)
        _ask_which(turn, sign_in, written[0], {person.id: "", **others})
        return signed
    for line in written:
        _join(turn, sign_in, line, person.id)
    lists.sign(turn, sign_in, name, person)  # on another day than they were written down for
    organiser = people.by_id(turn.session, sign_in.made_by)
    _tell(turn, organiser, sign_in, [Same(written[0].id, name, Why.WRITTEN)])
    return True


def _sign_by_name(turn: Turn, sign_in: SignIn, name: str, lines: Sequence[Attendance]) -> bool:
    """Somebody unknown: by name alone two people cannot be told apart, so that their organiser hears of it."""
    signed = lists.sign(turn, sign_in, name, None)
    organiser = people.by_id(turn.session, sign_in.made_by)
    listed = next((line for line in lines[::-1] if line.person_id is None), None)
    known = next((line.person_id for line in lines if line.person_id is not None), None)
    if organiser is None or organiser.account is None:
        return signed
    if not signed and listed:
        same = Same(listed.id, listed.name, Why.AGAIN)
        turn.post(letters.signed_again(voice(turn, organiser), organiser.account, sign_in.serial, same))
    elif known is not None and not listed:
        new = Same(_of_name(turn, sign_in, name)[-1].id, name, Why.SIGNED)
        turn.post(letters.are_two(voice(turn, organiser), organiser.account, sign_in.serial, new, known))
    return signed


def _join(turn: Turn, sign_in: SignIn, line: Attendance, person_id: int) -> None:
    """A written name is that person; where they had signed in on that day, the time given to the name is theirs."""
    there = attending.there(turn.session, sign_in.serial)
    theirs = rules.on_day_of(line, (one for one in there if one.person_id == person_id), turn.desk.zone)
    if theirs is None:
        attending.belong(turn.session, line.id, person_id, line.name)
        return
    if line.minutes and line.confirmed_at and not theirs.minutes:
        attending.confirm(
            turn.session, [theirs.id], line.minutes, line.confirmed_by or sign_in.made_by, line.confirmed_at
        )
    attending.leave(turn.session, line.id)


def _of_name(turn: Turn, sign_in: SignIn, name: str) -> list[Attendance]:
    there = attending.there(turn.session, sign_in.serial)
    return [line for line in there if fold(line.name).strip() == fold(name).strip()]


def _known(turn: Turn, sign_in: SignIn) -> dict[str, dict[int, str]]:
    """Who has a task in the area of the activity's station."""
    network, found = turn.desk.network, dict[str, dict[int, str]]()
    activity = activities.by_serial(turn.session, sign_in.serial)
    seat = network.stations.get(activity.station) if activity else None
    for kind in WITH_A_TASK if seat else ():
        for person, place in people.holding(turn.session, kind, None, turn.desk.day):
            if seat and person.name and network.contains(seat.place, place):
                where = network.path(place, PlaceKind.COMMUNITY)
                found.setdefault(fold(person.name).strip(), {}).setdefault(person.id, where)
    return found


# -- what is said about it --------------------------------------------------------------------------


def _tell(turn: Turn, organiser: Person | None, sign_in: SignIn, found: Sequence[Same]) -> None:
    if organiser and organiser.account:
        turn.post(letters.are_one(voice(turn, organiser), organiser.account, sign_in.serial, found))


def _tell_of_two(turn: Turn, sign_in: SignIn, lines: Sequence[Attendance], person: Person) -> None:
    """Another of the name stands there: the written name may have been taken for the wrong one."""
    other = next((line for line in lines if line.person_id not in (None, person.id)), None)
    organiser = people.by_id(turn.session, sign_in.made_by)
    if other and organiser and organiser.account:
        t, same = voice(turn, organiser), Same(other.id, other.name, Why.SIGNED)
        turn.post(letters.are_two(t, organiser.account, sign_in.serial, same, person.id))


def _ask_another(turn: Turn, sign_in: SignIn, line: Attendance) -> None:
    organiser = people.by_id(turn.session, sign_in.made_by)
    if organiser and organiser.account:
        same = Same(line.id, line.name, Why.SIGNED)
        turn.post(letters.asked_another(voice(turn, organiser), organiser.account, sign_in.serial, same))


def _ask_which(turn: Turn, sign_in: SignIn, line: Attendance, who: Mapping[int, str]) -> None:
    organiser = people.by_id(turn.session, sign_in.made_by)
    if organiser and organiser.account:
        t = voice(turn, organiser)
        labels = [(number, where or t.both("Who has signed in")) for number, where in who.items()]
        same = Same(line.id, line.name, Why.KNOWN)
        turn.post(letters.asked_which(t, organiser.account, sign_in.serial, same, labels))


# -- what the organiser says to it ------------------------------------------------------------------


def _own_line(
    turn: Turn, t: Translator, person: Person | None, button: Button, answer: CallbackAnswer
) -> tuple[SignIn, Attendance, str] | None:
    """The list and the line that a tap means, and what is said of it; else the sentence is set."""
    sign_in, activity = (
        attending.of_serial(turn.session, button.record),
        activities.by_serial(turn.session, button.record),
    )
    number, _, said = button.choice.partition(".")
    there = attending.there(turn.session, button.record)
    line = next((one for one in there if str(one.id) == number), None)
    if sign_in is None or activity is None or person is None or sign_in.made_by != person.id:
        answer.text = t.both("This list is not yours.")
    elif activity.stage in recorded.SETTLED:
        answer.text = t.both("The station has accepted the numbers already; they stay as they are.")
    elif line is None or rules.is_another(line.name):
        answer.text = t.both("It is noted already.")
    else:
        return sign_in, line, said
    return None


async def tells_apart(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The written name is somebody else, and is on the list as another one."""
    meant = _own_line(turn, t, person, button, callback_answer)
    if meant is None:
        return
    sign_in, line, why = meant
    of_nobody = line.person_id is None and why not in (Why.LISTED, Why.AGAIN)
    if of_nobody or not _part(turn, sign_in, line, why):
        callback_answer.text = t.both("It is noted already.")
        return
    turn.post(letters.are_apart(t, chat_of(query), line.name, rules.another(line.name)))
    _show(turn, sign_in)


def _part(turn: Turn, sign_in: SignIn, line: Attendance, why: str) -> bool:
    other = rules.another(line.name)
    if why in (Why.SIGNED, Why.LISTED, Why.AGAIN):
        return lists.sign(turn, sign_in, other, None)
    attending.belong(turn.session, line.id, None, other)
    there = attending.there(turn.session, sign_in.serial)
    if why == Why.WRITTEN and all(one.person_id != line.person_id for one in there):
        attending.sign(turn.session, Attendance(serial=sign_in.serial, person_id=line.person_id, name=line.name,
                                                signed_at=line.signed_at))  # fmt: skip
    return True


async def says_which(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """One of those who bear the name, or none of them."""
    meant = _own_line(turn, t, person, button, callback_answer)
    if meant is None:
        return
    sign_in, line, said = meant
    who = _candidates(turn, sign_in, line)
    if line.person_id is not None:
        callback_answer.text = t.both("It is noted already.")
    elif said == "0":
        attending.belong(turn.session, line.id, None, rules.another(line.name))
        turn.post(letters.are_apart(t, chat_of(query), line.name, rules.another(line.name)))
        _show(turn, sign_in)
    elif said in who:
        _join(turn, sign_in, line, int(said))
        where = who[said] or t.both("Who has signed in")
        turn.post(letters.is_that_one(t, chat_of(query), line.name, where))
        _show(turn, sign_in)


async def says_same(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Two lines of one name are one person: who has signed in."""
    meant = _own_line(turn, t, person, button, callback_answer)
    if meant is None:
        return
    sign_in, line, said = meant
    there = {str(one.person_id) for one in _of_name(turn, sign_in, line.name) if one.person_id}
    if said not in there or said == str(line.person_id):
        callback_answer.text = t.both("It is noted already.")
        return
    _join(turn, sign_in, line, int(said))
    turn.post(letters.is_one(t, chat_of(query), line.name))
    _show(turn, sign_in)


def _candidates(turn: Turn, sign_in: SignIn, line: Attendance) -> dict[str, str]:
    """Who may be meant by a name: who is known, and who has signed in by it."""
    signed = {str(one.person_id): "" for one in _of_name(turn, sign_in, line.name) if one.person_id}
    known = _known(turn, sign_in).get(fold(line.name).strip(), {})
    return signed | {str(number): where for number, where in known.items()}


def _show(turn: Turn, sign_in: SignIn) -> None:
    lists.show(turn, sign_in)
    if sign_in.closed_at is not None:
        lists.count(turn, sign_in)
