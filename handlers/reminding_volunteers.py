"""Who has promised to help tomorrow hears so the day before, and can still give it back.

    Wang   求志愿者 … 周六上午帮忙搬旧家具
    bot    …
    Team   我来
    bot    (the day before, at 18:00) 📅 明天（03-07 周六）有您答应的事：N-10001-6
           周六上午帮忙搬旧家具                             👍 我去
                                                            ↩️ 去不了了
    Team   去不了了
    bot    ↩️ N-10001-6：已经还回去了。
    bot    (to the one who leads) ↩️ N-10001-6：湖光义工队去不了，已重新招募。

The day is the first that the station's own words name. Until it is over nobody is asked whether they are at it.
"""

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import quiet
from fieldwork.helping import Help, Helper, HelpState
from fieldwork.letters import hands
from fieldwork.letters import helping as letters
from fieldwork.people import Person, can_be_reached
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.rhythms import RhythmKind, first_time
from handlers import lending, offering_to_volunteers, showing_helpers, telling
from handlers.lending import LentTap, act
from handlers.tapping import Tap, tapped_message
from handlers.turn import Turn, voice
from storage import helps, people, reminders, reports, rhythms


def router() -> Router:
    volunteers = Router(name="reminding_volunteers")
    volunteers.callback_query.register(goes, Tap("claim_goes"))
    volunteers.callback_query.register(cannot_go, Tap("claim_cannot"))
    return volunteers


# -- the day before ---------------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """What is promised for tomorrow, by day, as numbers of requests."""
    if quiet.held_until(turn.now, turn.desk.zone):
        return []
    tomorrow = turn.desk.day + timedelta(days=1)
    return [help_.id for help_ in helps.on_day(turn.session, tomorrow) if _to_tell(turn, help_, tomorrow)]


def _to_tell(turn: Turn, help_: Help, day: date) -> list[Person]:
    """Who goes, has not heard, and whose time has come."""
    told = {
        each.person_id
        for each in reminders.about(turn.session, f"help:{help_.id}")
        if each.step == _step(day)
    }
    going = [one for one in helps.helpers(turn.session, help_.id) if one.person_id not in told]
    who = people.by_ids(turn.session, [one.person_id for one in going])
    return [who[one.person_id] for one in going if one.person_id in who and _is_time(turn, one)]


def _is_time(turn: Turn, helper: Helper) -> bool:
    """At their time; whoever took it on after that knows."""
    rhythm = rhythms.of(turn.session, helper.person_id, RhythmKind.TOMORROW)
    at = first_time(rhythm, turn.desk.rules.rhythms.tomorrow_at)
    moment = datetime.combine(turn.desk.day, at, turn.desk.zone)
    return rhythm.is_on and helper.joined_at < moment <= turn.now


def _step(day: date) -> str:
    return f"tomorrow#{day.isoformat()}"


def look_after(turn: Turn, help_id: int) -> bool:
    """Each who goes hears it once."""
    help_, day = helps.by_id(turn.session, help_id), turn.desk.day + timedelta(days=1)
    report = reports.by_serial(turn.session, help_.serial) if help_ else None
    if help_ is None or report is None or help_.state is not HelpState.TAKEN or help_.day != day:
        return False
    told = telling.matter(turn, report)
    for who in _to_tell(turn, help_, day):
        once = Reminder(subject=f"help:{help_.id}", step=_step(day), person_id=who.id, manner=Manner.SINGLY,
                        due_at=turn.now, send_at=turn.now, state=ReminderState.SAID, settled_at=turn.now)  # fmt: skip
        if reminders.add(turn.session, [once]) and who.account and can_be_reached(who):
            turn.post_by_day(letters.tomorrow(voice(turn, who), told, who.account, help_, day))
    return True


# -- what they answer -------------------------------------------------------------------------------


async def goes(_query: CallbackQuery, lent: LentTap) -> None:
    """我去: a word of theirs, so that nobody asks whether they are still at it."""
    heard = lent.help.heard_at
    if (
        heard is None or heard.astimezone(lent.turn.desk.zone).date() != lent.turn.desk.day
    ):  # once a day is enough
        act(lent, "still", "help_still")
    lent.says(lent.t.both("Thank you! See you there."))


async def cannot_go(query: CallbackQuery, lent: LentTap) -> None:
    """去不了了: who leads gives it back to all, who goes along is out of it."""
    if act(lent, "leave", "help_left") is None:
        helps.part(lent.turn.session, lent.help.id, lent.turn.now, lent.person.id)
        lending.redraw(lent.turn, lent.report)
        lent.says(lent.t.both("All right. Thank you for saying so."))
        return
    if no := act(lent, "give_back", "help_released", taken_by=None, taken_at=None):
        lent.says(lending.sorry(lent, no))
        return
    helps.part(lent.turn.session, lent.help.id, lent.turn.now)
    _ask_others(lent)
    lent.says(lent.t.both("Given back; others are asked."))
    message = tapped_message(query)
    if message:
        lent.turn.post(letters.given_back(lent.t, lent.report.number, lent.chat, message))


def _ask_others(lent: LentTap) -> None:
    """Free for all again: the others see the call once more, at the end of their chat."""
    told, name = lending.redraw(lent.turn, lent.report), lent.person.name
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.given_back(t, told, chat, lent.help, name))
    for listener in offering_to_volunteers.who_hears(lent.turn, lent.report, lent.help):
        if listener.id != lent.person.id:
            showing_helpers.show(lent.turn, told, lent.help, listener, anew=True)
