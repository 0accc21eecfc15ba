"""Somebody refers a report to an outside body (转介), asks there when the day comes, and notes the answer.

    Wang   转介…
    bot    N-10001-6：转介给谁？点一个，或者写名称。    居委会 · 社区医院 · 派出所 · 住建部门 · 12345热线
    Wang   社区医院
    bot    N-10001-6 → 社区医院：哪天提醒您去问进展？
           可以先写找了谁、电话多少。                  3天 · 3月5日   5天 · 3月7日   一周 · 3月9日
    Wang   张医生 0763-1234567
    Wang   5天
    bot    📨 N-10001-6 已转介社区医院 · 张医生 0763-1234567。还归您跟，3月7日提醒您。
    bot    (to Chen) 📨 N-10001-6：这件事要社区医院来办，西湖站已经找过他们，3月7日前告诉您进展。
    bot    (on that day) 📨 N-10001-6：请问一下社区医院 · 张医生 0763-1234567，进展怎么样。
                                                       📨 对方答复了   再等3天   再等一周
    Wang   对方答复了
    bot    N-10001-6：他们怎么答复的？请写一句。
    Wang   下周三上门看
    bot    N-10001-6：记下了，接着由您办。

It stays the station's own until the answer is recorded.
"""

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.days import packed_day, read_day
from fieldwork.letters import asking_for_time, taking_longer
from fieldwork.letters import referring as letters
from fieldwork.people import Person, Role
from fieldwork.reports import PrivacyClass, Report
from fieldwork.rules import Body
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import approving, resuming, stepping, telling
from handlers.hearing import Holds
from handlers.listening import Listening, listen
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, voice

SAYING_WHOM, SAYING_WHEN, SAYING_ANSWER = "referring_to", "referring_until", "hearing_back"
USUAL = 5  # days, for a body that the rules do not know
LONGEST = 200  # characters of a name, or of whom somebody spoke with


class Wish(NamedTuple):
    """To whom: a code of the rules, or words; and whom somebody spoke with there."""

    code: str
    words: str = ""
    contact: str = ""

    def named(self, t: Translator) -> str:
        """How they are called."""
        return t.named(f"body.{self.code}") if self.code else self.words


def router() -> Router:
    referring = Router(name="referring")
    referring.callback_query.register(wants_to_refer, Tap("refer"))
    referring.callback_query.register(chose_body, Tap("refer_to"))
    referring.callback_query.register(chose_day, Tap("refer_till"))
    referring.callback_query.register(asks_again_later, Tap("recheck"))
    referring.callback_query.register(heard_back, Tap("heard_back"))
    referring.message.register(wrote_body, Holds("text"), Listening(SAYING_WHOM, here=True))
    referring.message.register(wrote_day_or_contact, Holds("text"), Listening(SAYING_WHEN, here=True))
    referring.message.register(wrote_answer, Holds("text"), Listening(SAYING_ANSWER, here=True))
    return referring


# -- to whom ----------------------------------------------------------------------------------------


async def wants_to_refer(_query: CallbackQuery, tapped: Tapped) -> None:
    if not approving.allowed(tapped, "refer"):
        return
    page, told = tapped.button.choice, telling.matter(tapped.turn, tapped.report)
    bodies = [f"body.{body.code}" for body in tapped.turn.desk.rules.bodies]
    number = int(page) if page.isdecimal() and len(page) < 3 else 0
    tapped.turn.post(letters.asked_whom(tapped.t, told, tapped.chat, bodies, number))
    await listen(tapped.turn, tapped.state, SAYING_WHOM, tapped.report)


async def chose_body(_query: CallbackQuery, tapped: Tapped) -> None:
    body = _body(tapped.turn, tapped.button.choice)
    if body is None:
        tapped.out_of_use()
    elif approving.allowed_now(tapped, "refer"):
        wish = Wish(body.code, contact=body.telephone)
        await _ask_when(tapped.turn, tapped.t, tapped.report, tapped.chat, tapped.state, wish)


def _body(turn: Turn, code: str) -> Body | None:
    return next((body for body in turn.desk.rules.bodies if body.code == code), None)


async def wrote_body(message: Message, turn: Turn, t: Translator, state: FSMContext, report: Report) -> None:
    wish = Wish("", words=" ".join((message.text or "").split())[:LONGEST])
    await _ask_when(turn, t, report, message.chat.id, state, wish)


async def _ask_when(
    turn: Turn, t: Translator, report: Report, chat: int, state: FSMContext, wish: Wish
) -> None:
    body, told = _body(turn, wish.code), telling.matter(turn, report)
    usual = body.days if body else USUAL
    turn.post(letters.asked_when(t, told, chat, wish.named(t), wish.code, wish.contact, turn.desk.day, usual))
    await listen(turn, state, SAYING_WHEN, report)
    await state.update_data(wish=list(wish))


# -- until when -------------------------------------------------------------------------------------


async def chose_day(_query: CallbackQuery, tapped: Tapped) -> None:
    code, _, written = tapped.button.choice.partition("/")
    until, kept = packed_day(written), _kept(tapped.report, await tapped.state.get_data())
    wish = kept if kept and kept.code == code else Wish(code) if _body(tapped.turn, code) else None
    if until is None or wish is None:
        tapped.out_of_use()
    elif approving.allowed_now(tapped, "refer"):
        wrong = _is_wrong_day(tapped.turn, tapped.t, until)
        if wrong:
            tapped.says(wrong)
        elif _refer(tapped.turn, tapped.report, tapped.person, tapped.roles, wish, until):
            await tapped.state.clear()
            told = telling.matter(tapped.turn, tapped.report)
            tapped.turn.post(letters.referred(tapped.t, told, tapped.chat, until))


def _kept(report: Report, data: dict[str, Any]) -> Wish | None:
    """What was said before, if it was about this report."""
    return Wish(*data["wish"]) if data.get("serial") == report.serial and "wish" in data else None


async def wrote_day_or_contact(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    wish, words = _kept(report, await state.get_data()), " ".join((message.text or "").split())
    if wish is None:
        return
    until = read_day(fold(words), turn.desk.day)
    if until is None:
        await _ask_when(turn, t, report, message.chat.id, state, wish._replace(contact=words[:LONGEST]))
        return
    wrong = _is_wrong_day(turn, t, until)
    if wrong:
        await message.answer(wrong)
        return
    await state.clear()
    if _refer(turn, report, person, roles, wish, until):
        turn.post(letters.referred(t, telling.matter(turn, report), message.chat.id, until))
    else:
        await message.answer(stepping.why_not(turn, t, report, person))


def _is_wrong_day(turn: Turn, t: Translator, until: date) -> str:
    last = turn.desk.day + timedelta(days=turn.desk.rules.limits.park_days)
    return "" if turn.desk.day < until <= last else asking_for_time.too_late(t, last)


def _refer(turn: Turn, report: Report, person: Person, roles: list[Role], wish: Wish, until: date) -> bool:
    """With them from now on; the reporter hears who was asked."""
    body = f"body.{wish.code}" if wish.code else wish.words
    why = {"code": body if wish.code else "", "words": " ".join(filter(None, (wish.words, wish.contact))),
           "until": until.isoformat()}  # fmt: skip
    verdict = stepping.take(
        turn, report, "refer", person, roles, reason=json.dumps(why, ensure_ascii=False), waits_until=until,
        waits_for="\n".join(filter(None, (body, wish.contact))),
    )  # fmt: skip
    if verdict:
        _tell_reporter(turn, report, wish, until)
    return bool(verdict)


def _tell_reporter(turn: Turn, report: Report, wish: Wish, until: date) -> None:
    for told, person in telling.readers(turn, telling.matter(turn, report)):
        t, chat = voice(turn, person), person.account or 0
        if report.privacy is PrivacyClass.P4:
            turn.post_by_day(taking_longer.cannot_be_solved_yet(t, told, chat, until))
        else:
            turn.post_by_day(taking_longer.passed_to_body(t, told, chat, wish.named(t), until))


# -- the day, and the answer ------------------------------------------------------------------------


def come_due(turn: Turn, report: Report) -> None:
    """The day has come to ask them: who has it hears so once."""
    person = telling.staff_chat(turn, report)
    if person and person.account:
        turn.post_by_day(
            letters.day_to_ask(voice(turn, person), telling.matter(turn, report), person.account)
        )


async def asks_again_later(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, choice = tapped.turn, tapped.report, tapped.button.choice
    many = next((days for days in letters.AGAIN if f"{days}" == choice), None)
    if many is None:
        tapped.out_of_use()
    elif approving.allowed_now(tapped, "recheck"):
        until = turn.desk.day + timedelta(days=many)
        stepping.take(turn, report, "recheck", tapped.person, tapped.roles,
                      reason=json.dumps({"until": until.isoformat()}), waits_until=until)  # fmt: skip
        tapped.says(tapped.t.staff("I remind you again."))


async def heard_back(_query: CallbackQuery, tapped: Tapped) -> None:
    if approving.allowed(tapped, "heard_back"):
        told = telling.matter(tapped.turn, tapped.report)
        asked = letters.asked_answer(tapped.t, told, tapped.chat)
        tapped.turn.post(asked.model_copy(update={"anew": True}))
        await listen(tapped.turn, tapped.state, SAYING_ANSWER, tapped.report)


async def wrote_answer(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext,
    report: Report,
) -> None:  # fmt: skip
    await state.clear()
    words = (message.text or "").strip()
    verdict = stepping.take(turn, report, "heard_back", person, roles, reason=words, **resuming.OVER)
    if verdict:
        turn.post(letters.noted(t, telling.matter(turn, report), message.chat.id))
    else:
        await message.answer(stepping.why_not(turn, t, report, person, verdict.hindrance))
