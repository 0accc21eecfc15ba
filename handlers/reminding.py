"""People are reminded of what is to be done: at once, singly, or in a list at their own times.

    bot    ⏰ N-10001-6 还没签收，快到时限了             ✍️ 签收
           📍 凤城街道西湖社区西湖花园4号楼              🤝 转给…
           🏷 社区治理 · 下水化粪池                      🙅 不再由我负责
           时限 03-02 12:00，还有60分钟                  📄 看卡片
    bot    (at 16:00, everything that is less urgent)
           ⏰ 要办的（2）                               N-10002-4 · N-10003-2 · ✍️ 签收本页 2 件 · 📋 待办
           N-10002-4 · 凤城街道西湖社区西湖花园4号楼 · 路灯照明 · 待签收 · 超时1分钟
           N-10003-2 · 凤城街道西湖社区西湖花园4号楼 · 电梯 · 待签收 · 超时1分钟

What is written down is asked again when it is said: whether the report is still there, and whether it is still
this person's. What has not left Telegram's door is asked once more every minute, and what came back because the
person cannot be reached goes to the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from fieldwork import quiet, reminding
from fieldwork.calendars import Calendar
from fieldwork.letters import Letter
from fieldwork.letters import reminding as letters
from fieldwork.letters.matter import LIST, MORNING, REMINDED
from fieldwork.letters.reminding import Reminded
from fieldwork.people import Person, Role
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.rhythms import RhythmKind
from handlers import reminding_of_reports
from handlers.turn import Turn, voice
from storage import cards, conversations, drafts, people, reminders, rhythms
from storage.tables import LetterState

MANY = 64  # people a look
REFUSED_WITHIN = timedelta(days=1)  # a letter that waits for its retry fails no later


@dataclass(frozen=True)
class Listener:
    """Somebody who is reminded, and when they want their lists."""

    turn: Turn
    person: Person
    roles: list[Role]
    calendar: Calendar
    times: tuple[time, ...]
    last: datetime | None  # when the last list came

    @property
    def chat(self) -> int:
        return self.person.account or 0


def listener(turn: Turn, person: Person) -> Listener:
    """Somebody, with what their station and they themselves have settled."""
    rhythm = rhythms.of(turn.session, person.id, RhythmKind.LISTS)
    station = next(iter(turn.desk.staffing.stations_of(person.id)), "")
    return Listener(turn, person, people.roles_of(turn.session, person.id, turn.desk.day),
                    turn.desk.calendars.of(station), reminding.times_of(rhythm.times), rhythm.asked_at)  # fmt: skip


# -- what is due ------------------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """Who is to be told something by now."""
    return reminders.people_due(turn.session, turn.now, MANY)


def look_after(turn: Turn, person_id: int) -> bool:
    """Tells one person what is due, as far as it is right and its time has come."""
    claimed = reminders.claim_of(turn.session, person_id, turn.now)
    person = people.by_id(turn.session, person_id)
    if not claimed or person is None:
        reminders.settle(turn.session, claimed, ReminderState.DROPPED, turn.now)
        return bool(claimed)
    who = listener(turn, person)
    if not reminding_of_reports.is_here(turn, person):
        _still_right(who, claimed)
        return True
    _at_once(who, _of(claimed, Manner.AT_ONCE))
    _singly(who, _of(claimed, Manner.SINGLY))
    _list(who, _of(claimed, Manner.LIST))
    return True


def _of(claimed: Sequence[Reminder], manner: Manner) -> list[Reminder]:
    return [each for each in claimed if each.manner is manner]


def _at_once(who: Listener, claimed: Sequence[Reminder]) -> None:
    for told, said in _still_right(who, claimed):
        _say_singly(who, told, said)


def _singly(who: Listener, claimed: Sequence[Reminder]) -> None:
    """One alone says what can be done about it; what quiet hours held, or a stop, comes as one message."""
    if not _ready(who, claimed):
        return
    right = _still_right(who, [*_held_up(who), *_all(who, Manner.SINGLY)])
    if len(right) == 1:
        _say_singly(who, *right[0])
    elif right:
        _say_together(who, right, f"{MORNING}.{who.person.id}")


def _list(who: Listener, claimed: Sequence[Reminder]) -> None:
    """At the time of a list, everything that waits for it; before that nothing."""
    turn = who.turn
    if not _ready(who, claimed):
        return
    right = _still_right(who, _all(who, Manner.LIST))
    slot = reminding.open_slot(turn.now, who.calendar, who.times)
    if right and slot and rhythms.come(turn.session, who.person.id, RhythmKind.LISTS, turn.now, slot):
        card = f"{LIST}.{who.person.id}"
        _say_together(who, [*right, *_not_arrived(who, card)], card)
    else:
        _put_off(who, [row for _, said in right for row in said])


def _all(who: Listener, manner: Manner) -> list[Reminder]:
    """When one goes, what was put off goes along."""
    return reminders.claim_all(who.turn.session, who.person.id, manner, who.turn.now)


def _ready(who: Listener, claimed: Sequence[Reminder]) -> list[Reminder]:
    """Those whose time has come; the others are put off, and so is what would speak into a draft."""
    turn, ready = who.turn, list[Reminder]()
    for each in claimed:
        at = reminding.when(each, turn.now, who.calendar, who.times, who.last, turn.desk.zone)
        if at <= turn.now:
            ready.append(each)
        else:
            reminders.put_off(turn.session, [each], at)
    if ready and _is_writing(who, ready):
        reminders.put_off(turn.session, ready, turn.now + reminding.WAIT)
        return []
    return ready


def _put_off(who: Listener, claimed: Sequence[Reminder]) -> None:
    """To the next list: this one went already, from another process."""
    reminders.put_off(who.turn.session, claimed, reminding.next_slot(who.turn.now, who.calendar, who.times))


def _is_writing(who: Listener, ready: Sequence[Reminder]) -> bool:
    """Whether somebody is in the middle of something, and was not waited for long enough."""
    turn = who.turn
    since = min(
        reminding.could_be_said(each, turn.now, who.calendar, who.times, turn.desk.zone) for each in ready
    )
    if turn.now - since >= reminding.LONGEST_WAIT:
        return False
    draft = drafts.of(turn.session, who.person.id)
    touched = turn.now - reminding.WAIT
    if draft and draft.cancelled_at is None and draft.touched_at > touched:
        return True
    return conversations.waits_for_words(turn.session, who.chat, touched)


# -- asked again ------------------------------------------------------------------------------------

Right = tuple[Reminded, list[Reminder]]


def _still_right(who: Listener, claimed: Sequence[Reminder]) -> list[Right]:
    """What is still to be told, each matter once with all its reminders; what is not is settled."""
    found, turn = list[Right](), who.turn
    by_subject: dict[str, list[Reminder]] = {}
    for each in claimed:
        if reminding.is_stale(each, turn.now, who.calendar, who.times) and not each.is_of_a_limit:
            reminders.settle(turn.session, [each], ReminderState.DROPPED, turn.now)
        else:
            by_subject.setdefault(each.subject, []).append(each)
    for rows in by_subject.values():
        right = reminding_of_reports.asked_again(turn, who.person, who.roles, rows)
        found += [right] if right else []
    return found


# -- said -------------------------------------------------------------------------------------------


def _say_singly(who: Listener, told: Reminded, said: list[Reminder]) -> None:
    turn = who.turn
    letter = letters.single(voice(turn, who.person), told, who.chat, turn.now, turn.desk.zone)
    _post(who, letter, said)


def _say_together(who: Listener, right: Sequence[Right], card: str) -> None:
    """A list; of one alone, what can be done about it."""
    turn, t = who.turn, voice(who.turn, who.person)
    told = [each for each, _ in right]
    if len(told) == 1:
        letter = letters.single(t, told[0], who.chat, turn.now, turn.desk.zone)
        letter = letter.model_copy(update={"card": card})
    else:
        mine = frozenset(each.matter.report.serial for each in told if "sign" in each.acts)
        letter = letters.gathered(t, told, who.chat, turn.now, card, mine)
    _post(who, letter, [row for _, said in right for row in said])


def _post(who: Listener, letter: Letter, said: Sequence[Reminder]) -> None:
    """The letter and that it is said: one transaction, so that nothing is said twice."""
    who.turn.post(letter)
    reminders.say(who.turn.session, said, letter.card or "", who.turn.now)


# -- what has not arrived ---------------------------------------------------------------------------


def _not_arrived(who: Listener, card: str) -> list[Right]:
    """What the last list says and has not left: the new one takes its place, and says it too."""
    return _still_right(who, reminders.said_in(who.turn.session, who.person.id, card, LetterState.WAITING))


def _held_up(who: Listener) -> list[Reminder]:
    """What was said singly and Telegram has not taken for a minute: it is said with what comes now."""
    turn, found = who.turn, list[Reminder]()
    for person, card in unsent(turn):
        if person != who.person.id:
            continue
        said = reminders.said_in(turn.session, person, card, LetterState.WAITING)
        if said and all(each.manner is Manner.SINGLY for each in said):
            cards.take_back(turn.session, card, who.chat)
            found += said
    return found


def unsent(turn: Turn) -> list[tuple[int, str]]:
    """Letters of reminders that Telegram has not taken for a minute, and those that it refused."""
    return [*reminders.unsent(turn.session, turn.now - timedelta(minutes=1)),
            *reminders.refused(turn.session, turn.now - REFUSED_WITHIN)]  # fmt: skip


def look_again(turn: Turn, which: tuple[int, str]) -> bool:
    """What has not arrived is asked once more: what has gone is not said, what was refused goes to the next."""
    person = people.by_id(turn.session, which[0])
    if person is None or person.account is None:
        return False
    refused = reminders.said_in(turn.session, *which, LetterState.FAILED) if person.blocked_at else []
    if refused:
        reminders.take_back(turn.session, refused, turn.now)
        return True
    return _looked_again(listener(turn, person), which[1])


def _looked_again(who: Listener, card: str) -> bool:
    turn = who.turn
    said = reminders.said_in(turn.session, who.person.id, card, LetterState.WAITING)
    if _comes_by_day(said) and quiet.held_until(turn.now, turn.desk.zone):
        reminders.take_back(
            turn.session, said, turn.now
        )  # and it comes in the morning, or with the next list
        cards.take_back(turn.session, card, who.chat)
        return bool(said)
    right = _still_right(who, said)
    if not right:
        cards.take_back(turn.session, card, who.chat)
    elif sum(len(rows) for _, rows in right) < len(said):
        _rewrite(who, right, card)
    return bool(said)


def _comes_by_day(said: Iterable[Reminder]) -> bool:
    return all(each.manner is not Manner.AT_ONCE for each in said)


def _rewrite(who: Listener, right: Sequence[Right], card: str) -> None:
    """The letter as it is right now, in the place of the one that waits."""
    if card.startswith(f"{REMINDED}:"):
        _say_singly(who, *right[0])
    else:
        _say_together(who, right, card)
