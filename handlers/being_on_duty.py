"""Who is on duty: this week and the next, arranged by the head, swapped among colleagues.

    Luo    值班
    bot    📅 要看哪个站？                              西湖站 · …
    Luo    西湖站
    bot    📅 西湖站 值班
           本周
           ▶ 03-02 周一 没有人
           …                                          周一 · 周二 · … · 整周 · 下周 ›
    Luo    周六
    bot    📅 西湖站，03-07 周六：谁值班？                王慧敏 · 张立文 · 没有人
    Luo    张立文
    bot    (the rota, as it is now)
    bot    (to Zhang) 📅 罗永康安排：西湖站 03-07 周六由您值班。
           00:00 到 24:00，特急的先响您。                🔁 换班 03-07 周六
    bot    (to Zhang, the day before at 16:00) 📅 明天（03-07 周六）您在西湖站值班。

值班 周六 张立文, 值班 11-25到11-28 王慧敏 says it at once. A duty is the whole day, from 00:00 to 24:00.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.days import Span, read_span
from fieldwork.duty import Duty
from fieldwork.letters import Letter
from fieldwork.letters import duty as letters
from fieldwork.people import HEADS, Absence, Person, Role, can_be_reached
from fieldwork.places import Station
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers.hearing import OfStation, Says
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, stations_of, voice
from storage import duties, people, reminders, schema

DUTY = {"/duty", "值班", "值班表", "排班", "Duty"}
OPENINGS = ("值班 ", "值班表 ", "排班 ", "duty ", "Duty ")
AFTERNOON = time(16)  # when somebody is reminded of tomorrow's duty
TOLD = "duty_told"  # the fact that says of which day everybody was reminded
LONGEST = timedelta(days=92)  # nobody is put on duty for longer at once


class Asked(NamedTuple):
    """What somebody typed about a duty: the days, who, and the name as it was written."""

    span: Span
    who: Person | None
    name: str


class SaysDuty(BaseFilter):
    """值班 周六 张立文, the days before or behind the name. Hands on `asked`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person, roles: list[Role]
    ) -> bool | dict[str, Any]:
        words = fold(message.text or "").strip()
        keys = sorted(map(fold, OPENINGS), key=len, reverse=True)
        said = next((words[len(key) :].strip() for key in keys if words.startswith(key)), "")
        asked = _read(said, _known(turn, person, roles), turn.desk.day) if said else None
        return {"asked": asked} if asked else False


def router() -> Router:
    duty = Router(name="being_on_duty")
    duty.message.filter(OfStation())
    duty.callback_query.filter(OfStation())
    duty.message.register(wants_rota, Says(DUTY))
    duty.message.register(said_duty, SaysDuty())
    duty.callback_query.register(wants_station, Tap("rotas"))
    duty.callback_query.register(turned_to, Tap("rota"))
    duty.callback_query.register(day_chosen, Tap("duty"))
    duty.callback_query.register(person_chosen, Tap("puts"))
    return duty


# -- the rota ---------------------------------------------------------------------------------------


async def wants_rota(message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator) -> None:
    _begin(turn, t, message.chat.id, person, roles)


def _begin(turn: Turn, t: Translator, chat: int, person: Person, roles: list[Role]) -> None:
    shown = _seen(turn, roles)
    if len(shown) > 1:
        turn.post(letters.asked_which_station(t, chat, shown, 0))
    elif shown:
        turn.post(_rota(turn, t, chat, person, roles, shown[0], 0))


async def wants_station(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    turn.post(letters.asked_which_station(t, chat_of(query), _seen(turn, roles), button.record))


async def turned_to(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    station = next((one for one in _seen(turn, roles) if one.code == button.choice), None)
    if not button.choice:
        _begin(turn, t, chat_of(query), person, roles)
        return
    if station is None:
        callback_answer.text = outdated(t)
        return
    shown = _rota(turn, t, chat_of(query), person, roles, station, min(button.record, 1))
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


def _rota(
    turn: Turn, t: Translator, chat: int, person: Person, roles: list[Role], station: Station, week: int
) -> Letter:
    monday = turn.desk.day - timedelta(days=turn.desk.day.weekday())
    days = [monday + timedelta(days=ahead) for ahead in range(2 * letters.WEEK)]
    kept = duties.duties(turn.session, days[0], days[-1], [station.code])
    names = people.by_ids(turn.session, list({duty.person_id for duty in kept}))
    calendar = turn.desk.calendars.of(station.code)
    shown = [_day(turn, t, day, kept, names, person)._replace(closed=day in calendar.closed) for day in days]
    arranges = station.code in {one.code for one in arranged(turn, roles)}
    return letters.rota(t, chat, station, shown, turn.desk.day, week, arranges=arranges,
                        others=len(_seen(turn, roles)) > 1)  # fmt: skip


def _day(
    turn: Turn, t: Translator, day: date, kept: Sequence[Duty], names: dict[int, Person], looks: Person
) -> letters.Day:
    on = [duty.person_id for duty in kept if duty.in_force(day)]
    said = tuple(_shown(turn, t, names[id_], day) for id_ in on if id_ in names)
    return letters.Day(day, said, looks.id in on)


def _shown(turn: Turn, t: Translator, who: Person, day: date) -> str:
    """Somebody on duty, and who stands in where they are away."""
    away = away_on(turn, who, day)
    if away is None:
        return who.name
    stand_in = turn.desk.staffing.people.get(away.stand_in_id or 0)
    if stand_in is None:
        return t.staff("{worker} (away)", worker=who.name)
    return t.staff("{worker} ({other} stands in)", worker=who.name, other=stand_in.name)


def away_on(turn: Turn, who: Person, day: date) -> Absence | None:
    """Somebody's absence of a day, where they said that they are away."""
    coming = people.absences(turn.session, turn.desk.day, who.id)
    return next((one for one in coming if one.in_force(day)), None)


def arranged(turn: Turn, roles: list[Role]) -> list[Station]:
    """The stations whose rota somebody arranges: their own and those below, for heads."""
    places = [role.place for role in roles if role.kind in HEADS]
    network = turn.desk.network
    own = [up for place in places for up in network.stations_above(place, turn.desk.day)[:1]]
    below = [s for s in network.stations.values() if any(network.contains(p, s.place) for p in places)]
    return list({station.code: station for station in (*own, *below)}.values())


def _seen(turn: Turn, roles: list[Role]) -> list[Station]:
    """Whose rota somebody may see: of the stations they work at or arrange."""
    both = [*arranged(turn, roles), *stations_of(turn, roles)]
    return list({station.code: station for station in both}.values())


def outdated(t: Translator) -> str:
    """Of a button that says something which is not so any more."""
    return out_of_use(t)


# -- who is on duty ---------------------------------------------------------------------------------


def _read(said: str, known: Iterable[Person], today: date) -> Asked | None:
    """周六 张立文, 张立文 周六, 周六: the days and who; None where the days are not plain."""
    for who in known:
        name = fold(who.name)
        if name and said.endswith(name) or name and said.startswith(name):
            span = read_span(said.removesuffix(name).removeprefix(name).strip(), today)
            if span:
                return Asked(span, who, who.name)
    span, (first, _, rest) = read_span(said, today), said.partition(" ")
    if span:
        return Asked(span, None, "")
    span = read_span(first, today)
    return Asked(span, None, rest.strip()) if span and " " not in rest.strip() else None


def _known(turn: Turn, person: Person, roles: list[Role]) -> list[Person]:
    """Whom somebody may mean: everybody of the stations they see."""
    found = {one.id: one for station in _seen(turn, roles) for one in colleagues(turn, station)}
    return list({**found, person.id: person}.values())


def colleagues(turn: Turn, station: Station) -> list[Person]:
    """Who may be on duty for a station: its people who have joined and hear the bot."""
    staffing = turn.desk.staffing
    ids = dict.fromkeys(role.person_id for role in staffing.roles_of(station))
    return [staffing.people[id_] for id_ in ids if staffing.can_hear(id_)]


async def said_duty(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, asked: Asked
) -> None:
    mine = arranged(turn, roles)
    theirs = [s for s in mine if asked.who is None or asked.who in colleagues(turn, s)]
    if asked.span.until < turn.desk.day or asked.span.until - turn.desk.day > LONGEST:
        await message.answer(t.staff("Please give days from today on, three months at most."))
    elif not mine:
        await message.answer(t.staff("Your head arranges who is on duty. Your own day can be swapped: duty."))
    elif asked.name and (asked.who is None or not theirs):
        await message.answer(t.staff("There is nobody called {name} at your stations.", name=asked.name))
    elif asked.who is None:
        turn.post(_ask_who(turn, t, message.chat.id, person, theirs[0], asked.span, 0))
    else:
        _arrange(turn, theirs[0], _from_today(turn, asked.span), asked.who, person)
        week = int(asked.span.since > turn.desk.day + timedelta(days=6 - turn.desk.day.weekday()))
        turn.post(_rota(turn, t, message.chat.id, person, roles, theirs[0], week))


def _from_today(turn: Turn, span: Span) -> Span:
    return Span(max(span.since, turn.desk.day), span.until)


async def day_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    station, span = _to_arrange(turn, roles, button)
    if station is None or span is None:
        callback_answer.text = outdated(t)
        return
    turn.post(_ask_who(turn, t, chat_of(query), person, station, span, button.record))


def _to_arrange(turn: Turn, roles: list[Role], button: Button) -> tuple[Station | None, Span | None]:
    """The station and the days of a button, as far as they may be arranged by who taps, and are not over."""
    station = next((one for one in arranged(turn, roles) if one.code == button.choice), None)
    span = letters.unpacked(button.version)
    return station, span if span and span.until >= turn.desk.day else None


def _ask_who(
    turn: Turn, t: Translator, chat: int, person: Person, station: Station, span: Span, page: int
) -> Letter:
    fit = {one.id: one for one in (*colleagues(turn, station), person)}
    return letters.asked_who(t, chat, station, span, list(fit.values()), page)


async def person_chosen(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    station, span = _to_arrange(turn, roles, button)
    fit = [person, *(colleagues(turn, station) if station else [])]
    who = next((one for one in fit if one.id == button.record), None)
    if station is None or span is None or button.record != letters.NOBODY and who is None:
        callback_answer.text = outdated(t)
        return
    _arrange(turn, station, _from_today(turn, span), who, person)
    week = int(span.since > turn.desk.day + timedelta(days=6 - turn.desk.day.weekday()))
    shown = _rota(turn, t, chat_of(query), person, roles, station, week)
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


def _arrange(turn: Turn, station: Station, span: Span, who: Person | None, by: Person) -> None:
    """Keeps it, and tells who has got a duty, and who has it no more."""
    duty = Duty(person_id=who.id if who else 0, station=station.code, since=span.since, until=span.until,
                noted_at=turn.now, noted_by=by.id)  # fmt: skip
    if who and _stands(turn, duty):
        return
    before = duties.arrange(turn.session, duty, nobody=who is None)
    if who and who.id != by.id and can_be_reached(who):
        turn.post_by_day(letters.put_on(voice(turn, who), who.account or 0, station, span, by.name))
    for earlier in before:
        other = turn.desk.staffing.people.get(earlier.person_id)
        if other and other.id not in (by.id, who.id if who else 0) and can_be_reached(other):
            days = Span(max(earlier.since, span.since), min(earlier.until, span.until))
            turn.post_by_day(
                letters.taken_off(voice(turn, other), other.account or 0, station, days, by.name)
            )


def _stands(turn: Turn, duty: Duty) -> bool:
    """Whether it is arranged so already: a finger that comes down twice tells nobody again."""
    wanted = (duty.person_id, duty.station, duty.since, duty.until)
    kept = duties.duties(turn.session, duty.since, duty.until)
    return wanted in [(one.person_id, one.station, one.since, one.until) for one in kept]


# -- the afternoon before ---------------------------------------------------------------------------


def tomorrow(turn: Turn) -> list[date]:
    """Tomorrow, where nobody was reminded of its duty yet and it is time."""
    day = turn.desk.day + timedelta(days=1)
    here = turn.now.astimezone(turn.desk.zone).time()
    if here < AFTERNOON or schema.fact(turn.session, TOLD) == day.isoformat():
        return []
    return [day]


def remind(turn: Turn, day: date) -> int:
    """Everybody who is on duty on a day hears so once; their stand-in, where they are away."""
    schema.note_fact(turn.session, TOLD, day.isoformat())
    for duty in duties.duties(turn.session, day, day):
        station, who = turn.desk.network.stations.get(duty.station), _on_duty(turn, duty, day)
        if station and who and _is_first(turn, duty, who, day):
            turn.post_by_day(letters.tomorrow(voice(turn, who), who.account or 0, station, day))
    return 1


def _on_duty(turn: Turn, duty: Duty, day: date) -> Person | None:
    staffing = turn.desk.staffing
    who = staffing.people.get(duty.person_id)
    away = away_on(turn, who, day) if who else None
    acting = staffing.people.get(away.stand_in_id or 0) if away else who
    return acting if acting and can_be_reached(acting) else None


def _is_first(turn: Turn, duty: Duty, who: Person, day: date) -> bool:
    """Nobody is reminded twice, however many processes look."""
    once = Reminder(subject=f"duty:{duty.station}", step=f"tomorrow#{day.isoformat()}", person_id=who.id,
                    manner=Manner.SINGLY, due_at=turn.now, send_at=turn.now, state=ReminderState.SAID,
                    settled_at=turn.now)  # fmt: skip
    return bool(reminders.add(turn.session, [once]))
