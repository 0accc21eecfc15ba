"""Once a month a building head is asked how things are, where nothing was heard from them lately.

    bot    🏠 西湖花园4号楼最近有什么事吗？               没事，都好
           有事直接写下来，或者发照片就行。               有事要报
                                                          这个月别问了
    Chen   没事，都好
    bot    🏠 好的，谢谢您！
    …      (two months without a word)
    bot    (to the station's head) 📭 陈桂芳（西湖花园4号楼）2次都没有回音，先不问了。   下个月再问问看

On the first working day of the month, at 09:30 or when they like better (我的提醒); any word in 14 days will do.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import quiet
from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters import own_rhythms as letters
from fieldwork.people import Person, Role, RoleKind, can_be_reached
from fieldwork.places import PlaceKind
from fieldwork.rhythms import Rhythm, RhythmKind, first_time
from fieldwork.texts import Translator
from handlers.being_on_duty import arranged, outdated
from handlers.tapping import Tap, chat_of, tapped_message
from handlers.turn import Turn, voice
from storage import conversations, drafts, inbox, people, rhythms

WINDOW = timedelta(days=7)  # from the first working day: whoever was not asked by then is asked next month
BUSY = timedelta(minutes=10)  # nobody is asked in the middle of something


def router() -> Router:
    monthly = Router(name="asking_monthly")
    monthly.callback_query.register(all_well, Tap("month_ok"))
    monthly.callback_query.register(has_something, Tap("month_report"))
    monthly.callback_query.register(not_this_month, Tap("month_skip"))
    monthly.callback_query.register(begins_again, Tap("month_again"))
    return monthly


# -- when -------------------------------------------------------------------------------------------


def due(turn: Turn) -> list[int]:
    """The building heads who are to be asked now."""
    here = turn.now.astimezone(turn.desk.zone)
    if not _are_days_of_asking(turn) or quiet.held_until(turn.now, turn.desk.zone):
        return []
    kept = rhythms.of_kind(turn.session, RhythmKind.MONTHLY)
    asked = {id_: who for id_, who in _heads(turn).items() if _is_time(turn, kept.get(id_), here)}
    since = turn.now - timedelta(days=turn.desk.rules.rhythms.heard_days)
    heard = inbox.heard_since(turn.session, [who.account or 0 for who in asked.values()], since)
    silent = [who for who in asked.values() if who.account not in heard and not _came(who, since)]
    return [who.id for who in silent if not _is_busy(turn, who)]


def _came(who: Person, since: datetime) -> bool:
    """Whether somebody has only just joined: they were heard from."""
    return who.joined_at is not None and who.joined_at > since


def _are_days_of_asking(turn: Turn) -> bool:
    """A working day, from the first of the month on."""
    day, calendar = turn.desk.day, turn.desk.calendars.of("")
    first = calendar.working_day_after(day.replace(day=1) - timedelta(days=1))
    return first <= day < first + WINDOW and calendar.is_working_day(day)


def _heads(turn: Turn) -> Mapping[int, Person]:
    held = people.holding(turn.session, RoleKind.BUILDING_HEAD, None, turn.desk.day)
    places = turn.desk.network.places
    return {who.id: who for who, place in held if place in places and can_be_reached(who)}


def _is_time(turn: Turn, rhythm: Rhythm | None, here: datetime) -> bool:
    at = first_time(rhythm, turn.desk.rules.rhythms.monthly_at)
    if rhythm is None:
        return here.time() >= at
    last = rhythm.asked_at.astimezone(turn.desk.zone) if rhythm.asked_at else None
    this_month = last is not None and (last.year, last.month) == (here.year, here.month)
    return rhythm.is_on and not this_month and here.time() >= at


def _is_busy(turn: Turn, who: Person) -> bool:
    draft = drafts.of(turn.session, who.id)
    writing = draft is not None and draft.cancelled_at is None and turn.now - draft.touched_at < BUSY
    return writing or conversations.waits_for_words(turn.session, who.account or 0, turn.now - BUSY)


def look_after(turn: Turn, person_id: int) -> bool:
    """Asks one of them, or stops asking who was silent too often."""
    who, rhythm = people.by_id(turn.session, person_id), _heard(turn, person_id)
    if who is None or who.account is None:
        return False
    month = datetime.combine(turn.desk.day.replace(day=1), time(), turn.desk.zone)
    if not rhythms.come(turn.session, person_id, RhythmKind.MONTHLY, turn.now, month):
        return False
    if rhythm.silent >= turn.desk.rules.rhythms.silences:
        _stop(turn, who, rhythm)
        return True
    rhythms.keep(turn.session, rhythm.model_copy(update={"asked_at": turn.now, "silent": rhythm.silent + 1}))
    turn.post_by_day(letters.asked_monthly(voice(turn, who), who.account, _where(turn, who)))
    return True


def _heard(turn: Turn, person_id: int) -> Rhythm:
    """Their rhythm, begun anew where anything was heard since they were asked."""
    rhythm, who = (
        rhythms.of(turn.session, person_id, RhythmKind.MONTHLY),
        people.by_id(turn.session, person_id),
    )
    if who is None or rhythm.asked_at is None or not rhythm.silent:
        return rhythm
    heard = inbox.heard_since(turn.session, [who.account or 0], rhythm.asked_at)
    return rhythm.model_copy(update={"silent": 0}) if heard else rhythm


def _where(turn: Turn, who: Person) -> list[str]:
    roles = people.roles_of(turn.session, who.id, turn.desk.day)
    mine = [role.place for role in roles if role.kind is RoleKind.BUILDING_HEAD]
    return [
        turn.desk.network.path(place, PlaceKind.ESTATE) for place in mine if place in turn.desk.network.places
    ]


def _stop(turn: Turn, who: Person, rhythm: Rhythm) -> None:
    """It stops, and the head of their station sees that."""
    rhythms.keep(turn.session, rhythm.model_copy(update={"asked_at": turn.now, "is_on": False}))
    roles = people.roles_of(turn.session, who.id, turn.desk.day)
    for place in [role.place for role in roles if role.kind is RoleKind.BUILDING_HEAD][:1]:
        seats = turn.desk.network.stations_above(place, turn.desk.day)
        head = turn.desk.staffing.head(seats[0]) if seats else None
        if head and head.account:
            told = letters.is_silent(voice(turn, head), head.account, who, _where(turn, who), rhythm.silent)
            turn.post_by_day(told)


# -- what they answer -------------------------------------------------------------------------------


def _answered(turn: Turn, person: Person) -> None:
    rhythm = rhythms.of(turn.session, person.id, RhythmKind.MONTHLY)
    rhythms.keep(turn.session, rhythm.model_copy(update={"heard_at": turn.now, "silent": 0}))


def _say(turn: Turn, query: CallbackQuery, said: str) -> None:
    turn.post(Letter(chat=chat_of(query), text=said, message_id=tapped_message(query)))


async def all_well(query: CallbackQuery, turn: Turn, person: Person | None, t: Translator) -> None:
    if person is not None:
        _answered(turn, person)
        _say(turn, query, t.reporter("🏠 Good to hear. Thank you!"))


async def has_something(query: CallbackQuery, turn: Turn, person: Person | None, t: Translator) -> None:
    if person is not None:
        _answered(turn, person)
        turn.post(Letter(chat=chat_of(query), text=t.reporter("🏠 Please write it here, or send a photo.")))


async def not_this_month(query: CallbackQuery, turn: Turn, person: Person | None, t: Translator) -> None:
    if person is not None:
        _answered(turn, person)
        _say(
            turn,
            query,
            t.reporter("🏠 All right, until next month. To stop it altogether, write: my reminders."),
        )


async def begins_again(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The head of their station has it begin again."""
    who = people.by_id(turn.session, button.record)
    if who is None or not _heads_station_of(turn, roles, who):
        callback_answer.text = outdated(t)
        return
    rhythm = rhythms.of(turn.session, who.id, RhythmKind.MONTHLY)
    rhythms.keep(turn.session, rhythm.model_copy(update={"is_on": True, "silent": 0}))
    callback_answer.text = t.staff("From next month on they are asked again.")


def _heads_station_of(turn: Turn, roles: list[Role], who: Person) -> bool:
    theirs = [
        role.place
        for role in people.roles_of(turn.session, who.id, turn.desk.day)
        if role.kind is RoleKind.BUILDING_HEAD
    ]
    above = {s.code for place in theirs for s in turn.desk.network.stations_above(place, turn.desk.day)}
    return any(station.code in above for station in arranged(turn, roles))
