"""A head closes a period: from then on the figures of the place and of all below it stay as they are (封账).

    Luo    封账
    bot    🔒 凤城街道：哪一段封账？
           封账以后不能撤销；之后核实的算下一段的补报。
           也可以直接写：封账 2026-01
           2026年第9周（2月23日—3月1日）  📒 封账记录
    Luo    2026年第9周（2月23日—3月1日）
    bot    🔒 凤城街道 2026年第9周（2月23日—3月1日）：还有 1 次活动没核实。
           西湖站 1
           封账以后不能撤销；之后核实的算下一段的补报。
           🔒 就这样封账  先不封
    Luo    就这样封账
    bot    🔒 已封账：凤城街道 · 2026年2月23日—3月1日 · 罗永康 2026年3月2日封
    bot    (to Wang and Zhang, once) 🔒 已封账：凤城街道 · 2026年2月23日—3月1日 · 罗永康 2026年3月2日封
           西湖站：还有 1 次活动没核实，之后核实的算下一段的补报。

What ends before the first record of the place is not offered. What is not accepted yet is listed by station, and
opens. What a place above has closed is closed already. A period can be written too: 封账 2026-01. Before the last tap
the main figures stand there: 入户走访  1 次 · 5 户.
"""

from datetime import date
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import periods
from fieldwork.activities import Unit
from fieldwork.buttons import Button
from fieldwork.digests import Span, Stated
from fieldwork.figures import ACTIVITIES, COUNTS
from fieldwork.letters import Letter
from fieldwork.letters import closing_periods as letters
from fieldwork.people import HEADS, Person, Role
from fieldwork.periods import Period
from fieldwork.tallies import Closing, covering
from fieldwork.texts import Translator
from handlers.hearing import OfStation, Says
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, voice
from storage import activities, figures, people, tallies
from storage.figures import Asked

CLOSE = {"/close", "封账", "封帳", "封賬", "Close the books"}
RECORD = {"封账记录", "封账 记录", "看封账记录", "封帳記錄", "封賬記錄", "Closed periods"}
OPENINGS = ("/close ", "封账 ", "封帳 ", "封賬 ")
OFFERED = (Span.MONTH, Span.WEEK, Span.YEAR)
UNITS = (Unit.TIMES, Unit.HOUSEHOLDS, Unit.PERSON_TIMES)
MAIN = (*(one for one in ACTIVITIES if one.unit in UNITS), *COUNTS)  # shown before they are sealed


class Wanted(NamedTuple):
    """What somebody wants to close: a period of a place they head."""

    place: str
    period: Period


class SaysWhichPeriod(BaseFilter):
    """封账 2026-01, 封账上月. Hands on `written`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        opening = next((one for one in OPENINGS if text.startswith(one.strip())), "")
        written = text[len(opening.strip()) :].strip()
        apart = opening and text.startswith(opening)
        known = opening and periods.parse(written, turn.desk.day, turn.desk.rules.periods)
        return {"written": written} if apart or known else False


def router() -> Router:
    closing = Router(name="closing periods")
    closing.message.filter(OfStation())
    closing.callback_query.filter(OfStation())
    closing.message.register(wants_to_close, Says(CLOSE))
    closing.message.register(names_record, Says(RECORD))
    closing.message.register(wrote_which, SaysWhichPeriod())
    closing.callback_query.register(chose_place, Tap("close_at"))
    closing.callback_query.register(chose_period, Tap("close_period"))
    closing.callback_query.register(closes, Tap("close_now"))
    closing.callback_query.register(leaves_open, Tap("close_not"))
    closing.callback_query.register(wants_record, Tap("closings"))
    return closing


# -- which ------------------------------------------------------------------------------------------


async def wants_to_close(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    turn.post(_begin(turn, t, roles, message.chat.id))


def _begin(turn: Turn, t: Translator, roles: list[Role], chat: int) -> Letter:
    places = _headed(turn, roles)
    if not places:
        return letters.not_yours(t, chat)
    if len(places) > 1:
        return letters.asked_place(t, chat, [(place, turn.desk.network.path(place)) for place in places])
    return _asked_period(turn, t, places[0], chat)


def _headed(turn: Turn, roles: list[Role]) -> list[str]:
    """The places that somebody heads."""
    known = turn.desk.network.places
    return list(dict.fromkeys(role.place for role in roles if role.kind in HEADS and role.place in known))


async def chose_place(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if button.choice in _headed(turn, roles):
        asked = _asked_period(turn, t, button.choice, chat_of(query))
        turn.post(asked.model_copy(update={"message_id": tapped_message(query)}))
    else:
        callback_answer.text = out_of_use(t)


def _asked_period(turn: Turn, t: Translator, place: str, chat: int) -> Letter:
    """The last week, month and year that are over, may hold something and are not closed."""
    rules, trail = turn.desk.rules.periods, turn.desk.network.trail(place)
    closed = tallies.closings(turn.session, trail)
    over = [periods.last_complete(turn.desk.day, span, rules) for span in OFFERED]
    begun = [one for one in over if _has_begun(turn, Wanted(place, one))]
    still = [one for one in begun if not covering(closed, trail, one.since, one.until)]
    name = turn.desk.network.path(place)
    return letters.asked_period(t, chat, place, name, still) if begun else letters.nothing_yet(t, chat, name)


def _has_begun(turn: Turn, wanted: Wanted) -> bool:
    """Whether anything was done or came in before a period was over, counted or still to be accepted."""
    network, ever = turn.desk.network, wanted.period._replace(since=date.min)
    share, trail = network.share(wanted.place), network.trail(wanted.place)
    counted = tallies.any_until(turn.session, trail, share, wanted.period.until)
    return counted or bool(_not_accepted(turn, wanted._replace(period=ever)))


async def wrote_which(message: Message, turn: Turn, roles: list[Role], t: Translator, written: str) -> None:
    period = periods.parse(written, turn.desk.day, turn.desk.rules.periods)
    places, chat = _headed(turn, roles), message.chat.id
    if len(places) == 1 and period:
        turn.post(_shown(turn, t, Wanted(places[0], period), chat))
    else:
        turn.post(_begin(turn, t, roles, chat))


# -- what is not accepted yet, and closed -----------------------------------------------------------


def _wanted(turn: Turn, roles: list[Role], button: Button) -> Wanted | None:
    name, _, place = button.choice.partition("/")
    period = periods.parse(name, turn.desk.day, turn.desk.rules.periods)
    return Wanted(place, period) if period and place in _headed(turn, roles) else None


async def chose_period(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    wanted = _wanted(turn, roles, button)
    if wanted:
        shown = _shown(turn, t, wanted, chat_of(query))
        turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))
    else:
        callback_answer.text = out_of_use(t)


def _shown(turn: Turn, t: Translator, wanted: Wanted, chat: int) -> Letter:
    """What is sealed and not accepted there and below; or why the period cannot be closed."""
    refused, name = _refused(turn, t, wanted, chat), turn.desk.network.path(wanted.place)
    return refused or letters.asked_to_confirm(
        t, chat, wanted.place, name, wanted.period, _not_accepted(turn, wanted), _main_figures(turn, wanted)
    )


def _refused(turn: Turn, t: Translator, wanted: Wanted, chat: int) -> Letter | None:
    """Why the period cannot be closed: it is, or is not over."""
    trail, period = turn.desk.network.trail(wanted.place), wanted.period
    before = covering(tallies.closings(turn.session, trail), trail, period.since, period.until)
    if before:
        return letters.is_closed(t, chat, told_of(turn, before))
    if period.until >= turn.desk.day:
        return letters.not_over(t, chat, turn.desk.network.path(wanted.place), period)
    return None


def _main_figures(turn: Turn, wanted: Wanted) -> list[Stated]:
    """What was done and what came in: the figures that stay as they are."""
    asked = Asked.of(turn.desk.network, wanted.place, wanted.period, turn.desk.rules, turn.now)
    return [one for one in figures.figures(turn.session, asked, MAIN) if one.number or one.late]


def _not_accepted(turn: Turn, wanted: Wanted) -> list[tuple[str, str, int]]:
    """Each station at the place and below with how much is not accepted there: code, name, how much."""
    network, period = turn.desk.network, wanted.period
    below = [one for one in network.stations.values() if network.contains(wanted.place, one.place)]
    many = activities.not_accepted(turn.session, [one.code for one in below], period.since, period.until)
    return [(one.code, one.name, many[one.code]) for one in below if one.code in many]


async def closes(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """For good: nobody enters a line meanwhile, and nobody opens it again."""
    tallies.hold_closings(turn.session)
    wanted = _wanted(turn, roles, button)
    if wanted is None:
        callback_answer.text = out_of_use(t)
        return
    chat = chat_of(query)
    shown = _refused(turn, t, wanted, chat) or _closed(turn, t, person, wanted, chat)
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


async def leaves_open(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """先不封: the question goes; what somebody closed meanwhile is closed."""
    wanted, chat = _wanted(turn, roles, button), chat_of(query)
    if wanted is None:
        callback_answer.text = out_of_use(t)
        return
    name = turn.desk.network.path(wanted.place)
    shown = _refused(turn, t, wanted, chat) or letters.left_open(t, chat, name, wanted.period)
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


def _closed(turn: Turn, t: Translator, person: Person, wanted: Wanted, chat: int) -> Letter:
    left = _not_accepted(turn, wanted)
    waiting = sum(many for _, _, many in left)
    closing = Closing(place=wanted.place, path=turn.desk.network.trail(wanted.place), since=wanted.period.since,
                      until=wanted.period.until, closed_at=turn.now, closed_by=person.id, waiting=waiting)  # fmt: skip
    tallies.close(turn.session, closing)
    _tell_below(turn, person, closing, left)
    return letters.is_closed(t, chat, told_of(turn, closing))


def _tell_below(turn: Turn, closer: Person, closing: Closing, left: list[tuple[str, str, int]]) -> None:
    """Whoever heads a station there hears it once, or its people where nobody does: what waits counts as 补报."""
    staffing, network, many = turn.desk.staffing, turn.desk.network, {code: each for code, _, each in left}
    own: dict[int, list[letters.Left]] = {}
    for station in network.stations.values():
        if network.contains(closing.place, station.place):
            waits = letters.Left(station.code, station.name, many.get(station.code, 0))
            for one in staffing.deciders(station, but=closer.id):
                own.setdefault(one.id, []).append(waits)
    told = told_of(turn, closing)
    for who, stations in own.items():
        one = staffing.people[who]
        turn.post_by_day(letters.told_below(voice(turn, one), one.account or 0, told, stations))


# -- what was closed --------------------------------------------------------------------------------


async def names_record(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """By its name: 封账记录."""
    turn.post(_record(turn, t, roles, message.chat.id))


async def wants_record(query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator) -> None:
    shown = _record(turn, t, roles, chat_of(query))
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


def _record(turn: Turn, t: Translator, roles: list[Role], chat: int) -> Letter:
    """What closes the places one heads, and what was closed below, the newest first."""
    trails = [turn.desk.network.trail(place) for place in _headed(turn, roles)]
    found = tallies.closings_there(turn.session, trails)
    told = [told_of(turn, one) for one in reversed(found[-letters.PAGE :])]
    return letters.record(t, chat, told) if trails else letters.not_yours(t, chat)


def told_of(turn: Turn, closing: Closing) -> letters.Told:
    """With the names, for a letter."""
    person = people.by_id(turn.session, closing.closed_by) if closing.closed_by else None
    day = closing.closed_at.astimezone(turn.desk.zone).date()
    return letters.Told(turn.desk.network.path(closing.place), closing, person.name if person else "", day)
