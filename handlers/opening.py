"""Somebody who is named to something restricted opens it.

    bot    🔒 N-10001-6 · 待签收 · 一般
           🏷 助残服务
           西湖站
           敏感内容，点“打开”才看得到；谁看过都有记录。      👁 打开 · ✍️ 签收 · …
    Wang   打开
    bot    👁 N-10001-6 · 待签收 · 一般 …
           这条消息24小时内会消失，您看过也有记录。
    bot    (a day later the message is gone)

What is opened is a message of its own, kept in the record of who looked, and taken away after some hours
(`limits.open_hours`; Telegram lets a bot delete for 48); where that fails, it is edited to the number. P4 never
says here what it is about: that is read at the station's machine (`fieldbot report show`). Only while somebody
is in danger now (T0) it shows where to go and whom to ring, since life comes first.
"""

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork import seeing
from fieldwork.letters import locked, passing_on
from fieldwork.letters.matter import OPENED, serial_of, subject
from fieldwork.seeing import Part, Surface
from fieldwork.viewing import Viewing
from handlers import grading, standing, stepping, telling, viewers
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn
from storage import reports, viewing


def router() -> Router:
    opening = Router(name="opening")
    opening.callback_query.register(wants_to_look, Tap("look"))
    return opening


async def wants_to_look(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    verdict = standing.may(turn, "look", report, tapped.person, tapped.roles)
    if not verdict:
        tapped.says(stepping.why_not(turn, tapped.t, report, None, verdict.hindrance))
        return
    if not seeing.is_logged(report):
        telling.show_card(turn, tapped.t, report, tapped.chat)
        return
    _open(tapped)


def _open(tapped: Tapped) -> None:
    """Shows it for some hours, and keeps on record that it was shown."""
    turn, report, told = tapped.turn, tapped.report, telling.matter(tapped.turn, tapped.report)
    seen = viewers.sight(turn, report, tapped.person, tapped.roles, Surface.OPENED)
    hours = turn.desk.rules.limits.open_hours
    turn.post(locked.opened(tapped.t, told, tapped.chat, turn.desk.zone, sight=seen, hours=hours))
    if Part.FILES in seen:
        sent = told.sent("photo", "picture", "document", "video")
        for letter in passing_on.beside(subject(OPENED, report.serial), told, tapped.chat, sent):
            turn.post(letter)
    viewing.note(turn.session, Viewing(serial=report.serial, person_id=tapped.person.id, at=turn.now,
                                       role=stepping.staff_role(tapped.roles), surface="card"))  # fmt: skip


# -- and it goes again ------------------------------------------------------------------------------


def lapsed(turn: Turn) -> list[str]:
    """What was opened so long ago that it goes now: by the name of its message."""
    before = turn.now - timedelta(hours=turn.desk.rules.limits.open_hours)
    gone = {one.about for one in viewing.opened_before(turn.session, before)}
    return sorted(gone | {one.about for one in viewing.undeleted(turn.session)})


def close_again(turn: Turn, opened: str) -> bool:
    """Takes an opened message, and what stands beside it, out of the chats in which it stood long enough."""
    report = reports.by_serial(turn.session, serial_of(opened))
    if report is None:
        return False
    before = turn.now - timedelta(hours=turn.desk.rules.limits.open_hours)
    stood = [one for one in viewing.opened_before(turn.session, before) if one.about == opened]
    grading.empty(turn, report, stood)
    left = [one for one in viewing.undeleted(turn.session) if one.about == opened]
    for one in left:
        turn.post(locked.closed_again(report, one.chat, one.message_id))
        viewing.settled(turn.session, one.row)
    return bool(stood or left)
