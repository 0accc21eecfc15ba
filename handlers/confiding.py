"""Somebody decides who may see a report: 降低密级, 提高密级, 让同事看.

    Luo    更多
    Luo    降低密级
    bot    N-10001-6 现在是“敏感”。改成什么？              个人 · 内部
    Luo    个人
    bot    N-10001-6：为什么改成“个人”？写一句，会记在办理经过里。
    Luo    只是问路，不涉及病情
    bot    N-10001-6 现在是“个人”。
    Luo    更多
    Luo    提高密级
    Luo    敏感
    Luo    更多
    Luo    让同事看
    bot    N-10001-6：还让谁看？                           张立文
    Luo    张立文
    bot    N-10001-6：张立文可以看了。
    bot    (to the colleague) 👁 N-10001-6 有更新，请看卡片。

Words raise a class by themselves; only a head lowers it, with a reason. Anybody of the station may raise it.
"""

import json

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork import seeing
from fieldwork.letters import confiding as letters
from fieldwork.letters import locked
from fieldwork.people import Person, Role
from fieldwork.reports import Event, PrivacyClass, Report
from fieldwork.texts import Translator
from fieldwork.viewing import Admission
from handlers import grading, standing, stepping, telling, viewers
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, stations_of, voice
from storage import people, reports, viewing

LOWERING = "lowering"  # the state of somebody who says why a class is lowered


def router() -> Router:
    confiding = Router(name="confiding")
    confiding.callback_query.register(wants_to_lower, Tap("lower"))
    confiding.callback_query.register(chose_lower, Tap("lower_to"))
    confiding.callback_query.register(wants_to_raise, Tap("raise_class"))
    confiding.callback_query.register(chose_higher, Tap("raise_to"))
    confiding.callback_query.register(wants_to_admit, Tap("admit"))
    confiding.callback_query.register(chose_colleague, Tap("admit_one"))
    confiding.message.register(said_why, Holds("text"), Listening(LOWERING, here=True))
    return confiding


def _may(tapped: Tapped, name: str) -> bool:
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(stepping.why_not(tapped.turn, tapped.t, tapped.report, None, verdict.hindrance))
    return bool(verdict)


# -- the class ---------------------------------------------------------------------------------------


async def wants_to_lower(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped, "lower"):
        _ask_which(tapped, "lower_to", seeing.lower_than(tapped.report.privacy))


async def wants_to_raise(_query: CallbackQuery, tapped: Tapped) -> None:
    if _may(tapped, "raise_class"):
        _ask_which(tapped, "raise_to", seeing.higher_than(tapped.report.privacy))


def _ask_which(tapped: Tapped, action: str, grades: list[PrivacyClass]) -> None:
    told = telling.matter(tapped.turn, tapped.report)
    asked = letters.asked_which(tapped.t, told, tapped.chat, action, grades)
    tapped.turn.post(asked.model_copy(update={"anew": True}))


async def chose_higher(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    grade = _chosen(tapped, "raise_class", seeing.higher_than(report.privacy))
    if grade is None:
        return
    grading.raise_to(turn, report, grade, tapped.person.id, stepping.staff_role(tapped.roles))
    told = telling.redraw(turn, report)
    turn.post(letters.changed(tapped.t, told, tapped.chat))


async def chose_lower(_query: CallbackQuery, tapped: Tapped) -> None:
    """A lower class needs a reason in words."""
    grade = _chosen(tapped, "lower", seeing.lower_than(tapped.report.privacy))
    if grade is None:
        return
    turn = tapped.turn
    turn.post(letters.asked_why(tapped.t, telling.matter(turn, tapped.report), tapped.chat, grade))
    await listen(turn, tapped.state, LOWERING, tapped.report)
    await tapped.state.update_data(grade=grade.value)


def _chosen(tapped: Tapped, step: str, offered: list[PrivacyClass]) -> PrivacyClass | None:
    """The class behind a tap, if it may be had now; else the sentence is set."""
    if not _may(tapped, step):
        return None
    found = next((grade for grade in offered if grade.value == tapped.button.choice), None)
    if found is None:
        tapped.out_of_use()
    return found


async def said_why(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    """Asked once more whether they may: much can have happened since the tap."""
    chosen, words = (await state.get_data()).get("grade"), (message.text or "").strip()
    await state.clear()
    grade = next((one for one in seeing.lower_than(report.privacy) if one.value == chosen), None)
    verdict = standing.may(turn, "lower", report, person, roles)
    if not verdict or grade is None:
        await message.answer(stepping.why_not(turn, t, report, None, verdict.hindrance))
        return
    _lower(turn, report, grade, person, roles, words)
    turn.post(letters.changed(t, telling.matter(turn, report), message.chat.id))


def _lower(
    turn: Turn, report: Report, grade: PrivacyClass, person: Person, roles: list[Role], words: str
) -> None:
    reason = json.dumps({"from": report.privacy, "to": grade, "words": words}, ensure_ascii=False)
    if reports.change(turn.session, report, privacy=grade):
        reports.note(turn.session, Event(at=turn.now, serial=report.serial, step=grading.LOWERED,
                                         actor_id=person.id, role=stepping.staff_role(roles),
                                         came_from=report.state, went_to=report.state, reason=reason))  # fmt: skip
    telling.redraw(turn, report)


# -- somebody else may see it --------------------------------------------------------------------------


async def wants_to_admit(_query: CallbackQuery, tapped: Tapped) -> None:
    if not _may(tapped, "admit"):
        return
    told, choice = telling.matter(tapped.turn, tapped.report), tapped.button.choice
    page = int(choice) if choice.isdecimal() and len(choice) < 3 else 0
    asked = letters.asked_whom(tapped.t, told, tapped.chat, _could_be_named(tapped), page)
    tapped.turn.post(asked.model_copy(update={"anew": not choice}))


async def chose_colleague(_query: CallbackQuery, tapped: Tapped) -> None:
    if not _may(tapped, "admit"):
        return
    who = next((one for one in _could_be_named(tapped) if f"{one.id}" == tapped.button.choice), None)
    if who is None:
        tapped.says(tapped.t.staff("This colleague cannot be reached today."))
        return
    _admit(tapped, who)
    told = telling.matter(tapped.turn, tapped.report)
    tapped.turn.post(letters.admitted(tapped.t, told, tapped.chat, who.name))


def _admit(tapped: Tapped, who: Person) -> None:
    """They are named, their card opens from now on, and they hear of it."""
    turn, report = tapped.turn, tapped.report
    viewing.admit(turn.session, Admission(serial=report.serial, person_id=who.id, by=tapped.person.id,
                                          at=turn.now))  # fmt: skip
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="admit", actor_id=tapped.person.id,
                                     role=stepping.staff_role(tapped.roles), came_from=report.state,
                                     went_to=report.state, reason=json.dumps({"person": who.id})))  # fmt: skip
    told, t = telling.matter(turn, report), voice(turn, who)
    if who.account:
        turn.post(telling.station_card(turn, t, told, who.account))
        turn.post(locked.named(t, told, who.account, tapped.person.name))


def _could_be_named(tapped: Tapped) -> list[Person]:
    """The reachable people of its station, and of one's own, who may not see it yet."""
    turn, report = tapped.turn, tapped.report
    seats = [turn.desk.network.stations[report.station], *stations_of(turn, tapped.roles)]
    found = {one.id: one for seat in seats for one in turn.desk.staffing.reachable(seat)}
    return [one for one in found.values() if _is_outside(turn, report, one)]


def _is_outside(turn: Turn, report: Report, person: Person) -> bool:
    roles = people.roles_of(turn.session, person.id, turn.desk.day)
    return viewers.viewer_of(turn, report, person, roles) is seeing.Viewer.COLLEAGUE
