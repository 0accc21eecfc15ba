"""Who checks a round looks at its households, before it counts.

    bot    (to Wang, without sound) A-10001-6 · 活动（待核实）
           🔢 1 次 · 3 户 · 1 人次 · 未遇 1 …                         ✅ 核实，计入 · … · 🚪 看逐户 · 3
    Wang   看逐户
    bot    🚪 A-10001-6 · 凤城街道西湖社区西湖花园4号楼 · 共 3 条
           1. 301 · 都好
           2. 302 · 独居 厨房漏水 · 1 人次 → N-10002-4
           3. 303 · 没人 · 未遇
           这条消息24小时内会消失。

A household is as private as its words at that door are: what is sensitive is shown to who may open such reports,
and it is on record that they looked; to others the line says only that it is. Nothing of it lies in the chat for
longer than what was opened of a report.
"""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import seeing
from fieldwork.activities import HouseholdLine
from fieldwork.letters import households as letters
from fieldwork.letters.households import A_PAGE, Household, Shown
from fieldwork.reports import PrivacyClass, Report
from fieldwork.seeing import Part, Surface
from fieldwork.viewing import Viewing
from handlers import stepping, telling, viewers
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import outings, reports, viewing


def router() -> Router:
    looking = Router(name="looking at households")
    looking.callback_query.register(wants_to_see, Tap("households"))
    looking.callback_query.register(turned_page, Tap("households_page"))
    return looking


async def wants_to_see(_query: CallbackQuery, tapped: Tapped) -> None:
    _show(tapped, 0, anew=True)


async def turned_page(_query: CallbackQuery, tapped: Tapped) -> None:
    page = tapped.button.choice
    _show(tapped, int(page) if page.isdecimal() else 0, anew=False)


def _show(tapped: Tapped, page: int, anew: bool) -> None:
    """A page of them, the first where there is no such page; who sees what is sensitive is on record."""
    turn, report = tapped.turn, tapped.report
    lines = outings.of_round(turn.session, report.serial)
    if not lines:
        tapped.says(tapped.t.staff("There are no households to look at any more."))
        return
    page = page if page * A_PAGE < len(lines) else 0
    shown = _seen(tapped, lines[page * A_PAGE : (page + 1) * A_PAGE])
    on_record = any(each.sight.restricted and Part.WORDS in each.sight for each in shown)
    if on_record:
        viewing.note(turn.session, Viewing(serial=report.serial, person_id=tapped.person.id, at=turn.now,
                                           role=stepping.staff_role(tapped.roles), surface="doors"))  # fmt: skip
    told, hours = telling.matter(turn, report), turn.desk.rules.limits.open_hours
    letter = letters.opened(tapped.t, told, tapped.chat, Shown(shown, len(lines), page), hours, on_record)
    turn.post(letter.model_copy(update={"anew": anew}))


def _seen(tapped: Tapped, lines: Sequence[HouseholdLine]) -> list[Household]:
    """The lines as who tapped may see them."""
    turn, report = tapped.turn, tapped.report
    viewer = viewers.viewer_of(turn, report, tapped.person, tapped.roles)
    found = list[Household]()
    for line in lines:
        need = reports.by_serial(turn.session, line.need_serial) if line.need_serial else None
        of_line = report.model_copy(update={"privacy": _grade(turn, report, line, need)})
        sight = seeing.sight(viewer, of_line, Surface.OPENED)
        found.append(Household(line, need.number if need else "", sight))
    return found


def _grade(turn: Turn, report: Report, line: HouseholdLine, need: Report | None) -> PrivacyClass:
    """As private as its words are at that door, as what came of it, and as the round itself."""
    words = PrivacyClass(turn.desk.discretion.of([line.note], door=line.door).grade)
    least = seeing.higher(words, report.privacy)
    return seeing.higher(least, need.privacy) if need else least
