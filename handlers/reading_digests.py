"""Somebody reads a digest: 简报.

    Luo    简报
    bot    📊 看凤城街道的哪一份简报？               今天 · 昨天
                                                     本周 · 上周 · … · 📍 换个地方…
    Luo    上周
    bot    📊 凤城街道
           周报 2026年第10周（3月2日—8日） · 截至 3月9日 10:00
           现在未结 2 件：0–7天 2
           需要跟进的：
           1. N-10001-6 · 西湖社区西湖花园4号楼 · 下水化粪池 · 待签收 · 超时7天
           2. N-10002-4 · 西湖社区西湖花园5号楼 · 电梯 · 待签收 · 超时7天

           上报 2 件（上期 0）
           签收率 0 / 2（0%）                          1. 下水化粪池 · 2. 电梯
                                                     📊 图 · 📄 表
                                                     📋 待办 · 🗓 别的简报
    Luo    1. 下水化粪池
    bot    N-10001-6 · … · 超时7天
           👤 西湖站                                 👉 催办 · 🤝 转给 · ⏳ 延期 · 📄 查看

What a period said when it was over is said again as it was; of one that runs it is made anew. The picture and the
workbook come by their buttons; what comes by itself has its picture below. A worker reads their morning, and below
it the digests of their station (starting_the_day); a building head their month (own_months).
"""

from collections.abc import Iterator, Mapping

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.digest_times import Almanac
from fieldwork.digests import OpenMatter, Span
from fieldwork.letters import digests as letters
from fieldwork.letters.group import place_shown
from fieldwork.life import By
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.periods import Period
from fieldwork.seeing import Part, Surface
from fieldwork.texts import Translator
from handlers import own_months, standing, starting_the_day, telling, urging, viewers
from handlers.hearing import Says
from handlers.tapping import Tap, Tapped, chat_of, out_of_use, tapped_message
from handlers.turn import Turn, stations_of
from storage import errands
from storage.digesting.matters import late_since

WORDS = {"/digest", "简报", "簡報", "看简报", "看簡報", "Digest", "Digests"}
OVER = frozenset({RoleKind.STATION_HEAD, RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR})
ERRAND = "digest"
FILES: Mapping[str, str] = {"p": "png", "x": "xlsx"}
TEXT = "t"  # instead of a file: itself
PAGED: Mapping[str, str] = {"r": "rest", "s": "silent"}
"""What else is to be followed up, and the silent buildings, leafed through: `record` is the page."""


def router() -> Router:
    reading, acting = Router(name="reading_digests_all"), Router(name="reading_digests_matters")
    reading.message.register(wants_digest, Says(WORDS))
    reading.callback_query.register(wants_menu, Tap("digests"))
    reading.callback_query.register(wants_place, Tap("digest_places"))
    reading.callback_query.register(chose_period, Tap("digest_of"))
    reading.callback_query.register(wants_file, Tap("digest"))
    reading.callback_query.register(wants_own_month, Tap("own_month"))
    acting.callback_query.register(opened_matter, Tap("digest_matter"))
    both = Router(name="reading_digests")
    both.include_routers(reading, acting)
    return both


# -- which one --------------------------------------------------------------------------------------


async def wants_digest(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator
) -> None:
    """The places that somebody answers for; else their own morning, or month."""
    if person is None:
        return
    held = {role.kind for role in roles}
    if held & OVER:
        _menu(turn, t, message.chat.id, own_place(turn, roles), None)
    elif RoleKind.SOCIAL_WORKER in held:
        starting_the_day.show(turn, t, person, roles, message.chat.id, own_place(turn, roles))
    elif RoleKind.BUILDING_HEAD in held:
        own_months.show(turn, t, person, this_month(turn), message.chat.id)
    else:
        await message.answer(t.both("There is no digest for you. Your own reports: /mine"))


def this_month(turn: Turn) -> Period:
    """The month that runs."""
    return almanac_of(turn, "").this(turn.desk.day, Span.MONTH)


async def wants_own_month(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button
) -> None:
    """One's own of this month or the last: everybody's own to read."""
    if person is not None:
        own_months.show(turn, t, person, this_month(turn), chat_of(query), min(button.record, 1))


def own_place(turn: Turn, roles: list[Role]) -> str:
    """The highest place that somebody answers for, or works for."""
    mine = _places_over(turn, roles) or _places_of_work(turn, roles)
    return min(mine, key=lambda place: len(list(turn.desk.network.above(place))), default="")


def _places_over(turn: Turn, roles: list[Role]) -> list[str]:
    return [role.place for role in roles if role.kind in OVER and role.place in turn.desk.network.places]


def _places_of_work(turn: Turn, roles: list[Role]) -> list[str]:
    """Those of the stations at which somebody works."""
    return [station.place for station in stations_of(turn, roles)]


def may_read(turn: Turn, roles: list[Role], place: str) -> bool:
    """Whether a place is, or lies below, one that somebody answers for or works for."""
    mine = [*_places_over(turn, roles), *_places_of_work(turn, roles)]
    return any(turn.desk.network.contains(own, place) for own in mine)


async def wants_menu(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place = button.choice or own_place(turn, roles)
    if not may_read(turn, roles, place):
        callback_answer.text = _outdated(t)
        return
    _menu(turn, t, chat_of(query), place, tapped_message(query) if button.choice else None)


def _menu(turn: Turn, t: Translator, chat: int, place: str, in_place_of: int | None) -> None:
    tree = turn.desk.network
    shown = letters.menu(t, chat, place, tree.path(place), others=bool(tree.below(place)))
    turn.post(shown.model_copy(update={"message_id": in_place_of}))


async def wants_place(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    place = button.choice
    if not may_read(turn, roles, place):
        callback_answer.text = _outdated(t)
        return
    named = [(below.code, below.name) for below in turn.desk.network.below(place)]
    shown = letters.places(t, chat_of(query), place, named, button.record)
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


async def chose_period(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    span, back, place = [*button.choice.split("/", 2), "", ""][:3]
    if person is None or span not in tuple(Span) or not may_read(turn, roles, place):
        callback_answer.text = _outdated(t)
        return
    almanac = almanac_of(turn, place)
    period = (almanac.last if back == "1" else almanac.this)(turn.desk.day, Span(span))
    ask(turn, person, roles, chat_of(query), place, period.name)
    callback_answer.text = letters.asked_for(t)


async def wants_file(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    what, period, place = [*button.choice.split("/", 2), "", ""][:3]
    if person is None or what not in (*FILES, *PAGED, TEXT) or not may_read(turn, roles, place):
        callback_answer.text = _outdated(t)
        return
    if what in PAGED:
        ask(turn, person, roles, chat_of(query), place, period, page={PAGED[what]: button.record})
    else:
        ask(turn, person, roles, chat_of(query), place, period, files=[FILES[what]] if what in FILES else [])
    callback_answer.text = letters.asked_for(t)


def ask(
    turn: Turn, person: Person, roles: list[Role], chat: int, place: str, period: str, *,
    unasked: bool = False, files: list[str] | None = None, page: Mapping[str, int] | None = None,
) -> None:  # fmt: skip
    """A worker makes it, and posts it; of what is leafed through a `page`."""
    content = {"place": place, "period": period, "acts": any(role.kind in STAFF for role in roles),
               "unasked": unasked, "files": files or [], **(page or {})}  # fmt: skip
    errands.ask(turn.session, ERRAND, chat, person.id, content, turn.now)


def almanac_of(turn: Turn, place: str) -> Almanac:
    """The days of a place's station."""
    stations = turn.desk.network.stations_above(place, turn.desk.day)
    calendar = turn.desk.calendars.of(stations[0].code if stations else "")
    return Almanac(turn.desk.rules.periods, calendar)


def _outdated(t: Translator) -> str:
    return out_of_use(t)


# -- one matter of it -------------------------------------------------------------------------------


async def opened_matter(_query: CallbackQuery, tapped: Tapped) -> None:
    """What this person does about such a matter; what is not possible today, its button says why."""
    turn, report = tapped.turn, tapped.report
    told = telling.matter(turn, report, additions=False)
    shown = letters.matter(tapped.t, tapped.chat, _as_listed(tapped), f"{told.station}{told.handler}",
                           list(_acts(tapped)), report.version)  # fmt: skip
    turn.post(shown)


def _acts(tapped: Tapped) -> Iterator[str]:
    """A head urges; a head, and whoever has it or could have it, passes it on and asks for time; all look."""
    turn, report, person, roles = tapped.turn, tapped.report, tapped.person, tapped.roles
    if urging.is_theirs(turn, report, person, roles):
        yield "urge"
    if By.HANDLER in standing.acting(turn, report, person, roles):
        yield from ("hand", "ask_extend")
    yield "open"


def _as_listed(tapped: Tapped) -> OpenMatter:
    report, turn = tapped.report, tapped.turn
    shown = Part.BUILDING in viewers.sight(turn, report, tapped.person, tapped.roles, Surface.LIST)
    sent = report.sent_at.astimezone(turn.desk.zone).date()
    late = (
        late_since(turn.session, [report.serial], turn.desk.zone).get(report.serial) if report.level else None
    )
    return OpenMatter(
        serial=report.serial, number=report.number, state=report.state, level=report.level,
        place=place_shown(turn.desk.network, report.place) if shown else "",
        category=(report.category or "") if shown else "", station=report.station,
        days_open=(turn.desk.day - sent).days, days_late=(turn.desk.day - late).days if late else 0,
        excluded=report.excluded,
    )  # fmt: skip
