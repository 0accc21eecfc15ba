"""Somebody of a station looks at figures, and at the records behind them: 数字.

    Luo    数字
    bot    🔢 凤城街道，2026年3月
           截至 3月2日 10:06
           入户走访  1 次 · 5 户
           未结  1 件
           上报  1 件
           …
           签收率  1 / 1（100%）
           …
           分母不到5，仅供参考：签收率、…
           尚无（分母还是0）：探访率、…
           活动：人工核实 1 次，到期计入 0 次     入户走访 1 次 · 入户走访 5 户
                                                  未结 1 件 · 上报 1 件 · …
                                                  ‹ 2月 · 其他数字…
                                                  今天 · 本周 · 本月 · 今年
                                                  我自己的 · 下面…
    Luo    入户走访 5 户
    bot    🔢 入户走访：5 户
           凤城街道 · 2026年3月
           共 1 条记录
           A-10001-6 · 3月2日 · 凤城街道西湖社区西湖花园4号楼 · 5 户        A-10001-6
                                                  返回 · 分开看…

A worker sees their station's and what lies below it, and what they did themselves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import numbers, periods
from fieldwork.buttons import Button
from fieldwork.digests import Stated
from fieldwork.figures import (
    BESIDE,
    COUNTS_FIRST,
    EXCLUDED,
    FIGURES,
    VISIT_RATE,
    By,
    Figure,
    How,
    is_somebodys,
    with_calls_explained,
    written,
)
from fieldwork.letters import Letter
from fieldwork.letters import arranging_visits as visit_letters
from fieldwork.letters import figures as letters
from fieldwork.letters.closing_periods import Told
from fieldwork.letters.figures import RECORDS, SOME_EXCLUDED, Page, Shown
from fieldwork.letters.group import place_shown
from fieldwork.letters.terms import amount, figure_named, number_of
from fieldwork.people import Person, Role
from fieldwork.periods import Period
from fieldwork.seeing import Part, Surface
from fieldwork.tallies import covering
from fieldwork.texts import Translator
from handlers import viewers
from handlers.closing_periods import told_of
from handlers.hearing import OfStation, Says
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, stations_of
from storage import entering, figures, people, reports, tallies
from storage.figure_parts import may_part
from storage.figures import Asked, Record

WORDS = {"/figures", "数字", "數字", "看数字", "看數字", "Figures"}


def router() -> Router:
    looking = Router(name="looking at figures")
    looking.message.register(wants_figures, Says(WORDS), OfStation())
    looking.message.register(has_none, Says(WORDS))
    looking.callback_query.filter(OfStation())
    looking.callback_query.register(turned, Tap("fig"))
    looking.callback_query.register(wants_below, Tap("fig_below"))
    looking.callback_query.register(wants_records, Tap("fig_of"))
    return looking


@dataclass(frozen=True)
class Look:
    """What somebody looks at, as a button says it."""

    page: Page
    asked: Asked


async def wants_figures(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    place = own_place(turn, roles)
    look = look_of(turn, person, roles, f"month//{place}", 0)
    if look is None:
        await message.answer(t.staff("There is no network yet."))
        return
    turn.post(overview(turn, t, look, message.chat.id))


async def has_none(message: Message, t: Translator) -> None:
    await message.answer(t.both("Figures are for stations. Your own reports: /mine"))


async def turned(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Another period, place or page."""
    look = look_of(turn, person, roles, button.choice, button.record)
    if look is None:
        callback_answer.text = out_of_use(t)
        return
    shown = overview(turn, t, look, chat_of(query))
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


async def wants_below(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    look = look_of(turn, person, roles, button.choice, button.record)
    if look is None:
        callback_answer.text = out_of_use(t)
        return
    places = [(each.code, each.name) for each in turn.desk.network.below(look.page.place)]
    shown = letters.below(t, chat_of(query), look.page, places)
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


async def wants_records(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """The records behind a figure: `record` is where it stands in the dictionary, `version` the page."""
    look = look_of(turn, person, roles, button.choice, button.version)
    if look is None or button.record >= len(FIGURES):
        callback_answer.text = out_of_use(t)
        return
    letter = opened(turn, t, look, FIGURES[button.record], person, roles, chat_of(query))
    turn.post(letter.model_copy(update={"message_id": tapped_message(query)}))


def opened(
    turn: Turn, t: Translator, look: Look, figure: Figure, person: Person, roles: list[Role], chat: int
) -> Letter:
    """A figure and a page of its records, as this reader may see them."""
    (said,) = figures.figures(turn.session, look.asked, [figure])
    found = figures.records(turn.session, look.asked, figure, look.page.number * RECORDS, RECORDS)
    many = figures.many_records(turn.session, look.asked, figure)
    lines = [_shown(turn, _said(t, figure, one), one, person, roles) for one in found]
    beside = _beside(turn, t, look, figure, {one.serial for one in found})
    return letters.opened(t, chat, look.page, said, lines, many, beside, may_part(figure, By.PLACE))


def _beside(turn: Turn, t: Translator, look: Look, figure: Figure, serials: Collection[int]) -> list[str]:
    """What stands beside the records of a page: who was left out of a rate; of 剔除 the two people."""
    if figure is VISIT_RATE:
        return list(visit_letters.beside(t, figures.visits(turn.session, look.asked)))
    if figure.how is How.RATE:
        taking_part = [BESIDE[figure.name]] if figure.name in BESIDE else []
        told = figures.figures(turn.session, look.asked, taking_part) if taking_part else []
        lines = [f"{figure_named(t, one.name)}  {number_of(t, one)}" for one in told]
        return [*lines, *letters.left_out(t, look.page.excluded, SOME_EXCLUDED)]
    if figure is EXCLUDED:
        named = [one for one in look.page.excluded if (numbers.read(one.number) or 0) in serials]
        return list(letters.left_out(t, named, RECORDS))[1:]
    return []


# -- of which place, in which period ------------------------------------------------------------------


def own_place(turn: Turn, roles: list[Role]) -> str:
    """The highest place that somebody's stations stand for."""
    seats = [station.place for station in stations_of(turn, roles)]
    return min(seats, key=lambda place: len(list(turn.desk.network.above(place))), default="")


def may_look(turn: Turn, roles: list[Role], place: str) -> bool:
    """Whether a place belongs to a station that somebody works at, or lies below one."""
    seats = [station.place for station in stations_of(turn, roles)]
    return any(turn.desk.network.contains(seat, place) for seat in seats)


def look_of(turn: Turn, person: Person, roles: list[Role], choice: str, number: int) -> Look | None:
    """What a button asks for; None where it is not theirs, or says nothing."""
    written_, own, place = [*choice.split("/", 2), "", ""][:3]
    place = place or own_place(turn, roles)
    rules, today, here = turn.desk.rules, turn.desk.day, turn.now.astimezone(turn.desk.zone)
    period = periods.parse(written_, today, rules.periods)
    if period is None or not may_look(turn, roles, place):
        return None
    mine = person.id if own else None
    asked = Asked(turn.desk.network, place, period.since, period.until, rules, mine, here)
    return Look(_page(turn, asked, period, number), asked)


def _page(turn: Turn, asked: Asked, period: Period, number: int) -> Page:
    rules, network = asked.rules.periods, asked.network
    later = periods.after(period, rules)
    return Page(
        place=asked.place, name=network.path(asked.place), period=period, own=asked.person_id is not None,
        before=periods.before(period, rules), after=later if later.since <= turn.desk.day else None,
        has_below=bool(network.below(asked.place)), accepted=figures.acceptances(turn.session, asked), number=number,
        closed=_closed(turn, asked), as_of=_as_of(turn, asked), excluded=_excluded(turn, asked),
    )  # fmt: skip


def _as_of(turn: Turn, asked: Asked) -> datetime | None:
    """Until when a period that runs is told: what happens is counted a little later."""
    runs = turn.desk.day <= asked.until
    return entering.entered_until(turn.session, turn.now).astimezone(turn.desk.zone) if runs else None


def _excluded(turn: Turn, asked: Asked) -> tuple[letters.Excluded, ...]:
    """剔除, each with its two people."""
    found = figures.exclusions(turn.session, asked)
    known = people.by_ids(turn.session, sorted({who for one in found for who in one.people}))

    def name(who: int | None) -> str:
        return known[who].name if who in known else ""

    return tuple(letters.Excluded(numbers.printed(one.serial, "N"), f"excluded.{one.code}" if one.code else "",
                                  name(one.asked_by), name(one.agreed_by)) for one in found)  # fmt: skip


def _closed(turn: Turn, asked: Asked) -> Told | None:
    """What has closed all of these days there."""
    found = tallies.closings_there(turn.session, [asked.path], asked.since, asked.until)
    closing = covering(found, asked.path, asked.since, asked.until)
    return told_of(turn, closing) if closing else None


def overview(turn: Turn, t: Translator, look: Look, chat: int, some: Sequence[Figure] = ()) -> Letter:
    """All figures that say something, or some of them."""
    found = figures.figures(turn.session, look.asked, _wanted(look, some))
    return letters.overview(t, chat, look.page, with_calls_explained(found), look.asked.rules.figures.few)


def worth_saying(turn: Turn, look: Look, some: Sequence[Figure] = ()) -> list[tuple[Figure, Stated]]:
    """Figures that say something, each with what it comes to."""
    wanted = _wanted(look, some)
    found = zip(wanted, figures.figures(turn.session, look.asked, wanted), strict=True)
    return [(figure, one) for figure, one in found if letters.is_worth_saying(one)]


def _wanted(look: Look, some: Sequence[Figure]) -> Sequence[Figure]:
    """Of one's own those that are somebody's: what came in has nobody yet."""
    wanted = some or COUNTS_FIRST
    return [figure for figure in wanted if is_somebodys(figure)] if look.page.own else wanted


def _said(t: Translator, figure: Figure, record: Record) -> str:
    """What a record adds, to a rate as 0/1; of who was to be visited, whether somebody came in time."""
    if figure is VISIT_RATE:
        return t.staff("visited in time") if record.number else t.staff("not visited in time")
    if figure.how is How.RATE:
        return f"{written(record.number)}/{written(record.whole)}"
    return amount(t, record.number, record.unit)


def _shown(turn: Turn, said: str, record: Record, person: Person, roles: list[Role]) -> Shown:
    """A record as this reader may see it: of what is restricted the number, and no place."""
    report = reports.by_serial(turn.session, record.serial) if record.serial else None
    if report is None:
        number = record.code or numbers.printed(record.serial, "N")
        return Shown(record.serial, number, record.day, "", said, opens=False, late=record.late != 0)
    seen = viewers.sight(turn, report, person, roles, Surface.LIST)
    place = place_shown(turn.desk.network, report.place) if Part.BUILDING in seen else ""
    opens = Part.NUMBER in seen
    return Shown(record.serial, report.number, record.day, place, said, opens=opens, late=record.late != 0)
