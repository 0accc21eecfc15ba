"""Somebody who was asked to help answers: a partner, or another station (协办).

    bot    🤝 西湖站请您帮忙 · N-10001-6
           📍 凤城街道西湖社区西湖花园4号楼
           🏷 社区治理 · 下水化粪池
           📝 请安排清掏化粪池 …                        👌 收到 · ✅ 已处理
                                                        🚫 不归我们
    Jianye 收到
    bot    (to the one who leads) 🤝 N-10001-6：何建业收到了，会去办。
    Jianye 已处理
    bot    N-10001-6：做了什么？写一句，也可以先发照片。    完成
    Jianye [photo]
    bot    N-10001-6：照片收到了。再写一句，或者点完成。    完成
    Jianye 已经清掏了
    bot    ✅ 做好了，谢谢。
    bot    (to the one who leads) ✅ N-10001-6：何建业做好了。已经清掏了     📎 照片作办结证明

What they write under their card goes to the one who leads. They see nothing else of the report, and no other.
"""

from datetime import timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.helping import Help, HelpState, No, last_word
from fieldwork.letters import hands, helping
from fieldwork.people import Person, Role
from fieldwork.quiet import held_until
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import lending, showing_helpers, telling
from handlers.enclosing import enclosed_in
from handlers.hearing import Holds
from handlers.lending import FromHelper, Lent, LentTap, OnHelpCard, act, listen_to
from handlers.listening import remember_album
from handlers.reporting import words_of
from handlers.tapping import Tap
from handlers.turn import Turn
from storage import helps, reports

FINISHING = "helper_finishing"  # the state of a helper who says what was done
EXPLAINING = "helper_explaining"  # the state of one who may say why it is not theirs


def router() -> Router:
    partnering = Router(name="partnering")
    partnering.callback_query.register(got_it, Tap("help_take"))
    partnering.callback_query.register(wants_to_finish, Tap("help_done"))
    partnering.callback_query.register(finished, Tap("help_end"))
    partnering.callback_query.register(not_theirs, Tap("help_no"))
    partnering.message.register(
        said_what_was_done, Holds("text", "photo", "document"), FromHelper(FINISHING, here=True)
    )
    partnering.message.register(said_why, Holds("text"), FromHelper(EXPLAINING, here=True))
    partnering.message.register(wrote_under_card, Holds("reply_to_message"), OnHelpCard())
    return partnering


async def got_it(_query: CallbackQuery, lent: LentTap) -> None:
    if no := act(lent, "take", "help_taken", taken_by=lent.person.id, taken_at=lent.turn.now):
        lent.says(lending.sorry(lent, no))
        _show_again(lent)
        return
    told, who = lending.redraw(lent.turn, lent.report), _called(lent)
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.taken(t, told, chat, lent.help, who))
    lent.says(lent.t.both("Thank you. The station knows."))


def _show_again(lent: Lent) -> None:
    told = telling.matter(lent.turn, lent.report)
    lent.turn.post(showing_helpers.card_for(lent.turn, told, lent.help, lent.person))


def _called(lent: Lent) -> str:
    return showing_helpers.name_of(lent.turn, lent.help)


async def wants_to_finish(_query: CallbackQuery, lent: LentTap) -> None:
    if no := lending.hindered(lent, "finish"):
        lent.says(lending.sorry(lent, no))
        _show_again(lent)
        return
    told = telling.matter(lent.turn, lent.report)
    lent.turn.post(helping.asked_what_was_done(lent.t, told, lent.chat, lent.help))
    await listen_to(lent, lent.state, FINISHING)


async def said_what_was_done(message: Message, lent: Lent, state: FSMContext) -> None:
    """Words end it; a photo is kept, and words may follow. An album's photos are kept one by one."""
    words = words_of(message)
    if no := lending.hindered(lent, "finish"):
        await state.clear()
        await message.answer(lending.sorry(lent, no))
        return
    if enclosed_in(message):
        lending.keep_photo(lent, message)
    if words and not message.media_group_id:
        await state.clear()
        _finish(lent, words)
    else:
        await _wait_for_more(message, lent, state, words)


async def _wait_for_more(message: Message, lent: Lent, state: FSMContext, words: str) -> None:
    """A photo was kept, and its caption; an album is answered once."""
    first = await remember_album(state, message, lent.report, proof=False)
    if words:
        await state.update_data(words=words)
    if first:
        told = telling.matter(lent.turn, lent.report)
        lent.turn.post(helping.photo_kept(lent.t, told, message.chat.id, lent.help))


async def finished(_query: CallbackQuery, lent: LentTap) -> None:
    """完成, without another word."""
    said = await lent.state.get_data() if await lent.state.get_state() == FINISHING else {}
    if no := _finish(lent, said.get("words", "")):
        lent.says(lending.sorry(lent, no))
        return
    if said:
        await lent.state.clear()
    lent.says(lent.t.both("Thank you. The station knows."))


def _finish(lent: Lent, words: str) -> No | None:
    by = lent.help.taken_by or lent.person.id
    no = act(lent, "finish", "help_done", words, said=words, ended_at=lent.turn.now, taken_by=by)
    if no is None:
        told, who = lending.redraw(lent.turn, lent.report), _called(lent)
        photos = len(lending.unused_photos(lent.turn, lent.report).get(lent.help.id, []))
        lending.tell_lead(
            lent.turn, told, lambda t, chat: hands.done(t, told, chat, lent.help, who, words, photos)
        )
    return no


async def not_theirs(_query: CallbackQuery, lent: LentTap) -> None:
    if no := act(lent, "refuse", "help_refused", ended_at=lent.turn.now):
        lent.says(lending.sorry(lent, no))
        _show_again(lent)
        return
    told, who = lending.redraw(lent.turn, lent.report), _called(lent)
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.refused(t, told, chat, lent.help, who))
    lent.turn.post(helping.asked_why(lent.t, told, lent.chat, lent.help))
    await listen_to(lent, lent.state, EXPLAINING)


async def said_why(message: Message, lent: Lent, state: FSMContext) -> None:
    await state.clear()
    words = words_of(message)
    if no := act(lent, "explain", "help_why", words, said=words):
        await message.answer(lending.sorry(lent, no))
        return
    _pass_on(lent, words)
    await message.answer(lent.t.both("Thank you. The station knows."))


def _pass_on(lent: Lent, words: str) -> None:
    told, who = telling.matter(lent.turn, lent.report), lent.person.name
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.said(t, told, chat, lent.help, who, words))


async def wrote_under_card(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, help_: Help,
    report: Report,
) -> None:  # fmt: skip
    """A word or a photo about it goes to the one who leads, and is a sign that somebody is at it."""
    lent = Lent(turn, help_, report, person, roles, t) if person else None
    if lent is None or not report.is_open or help_.state is HelpState.WITHDRAWN:
        await message.answer(t.both("This is not needed any more, thank you."))
        return
    words = words_of(message)
    if not words and not enclosed_in(message):
        await message.answer(t.both("Only words, photos and files can be passed on to the station."))
    elif no := act(lent, "say", "help_said", words):
        await message.answer(lending.sorry(lent, no))
    else:
        sent = lending.keep_photo(lent, message)
        if words or not sent:
            _pass_on(lent, words)
        if not message.media_group_id:
            await message.answer(t.both("Passed on to the station."))


def look_after(turn: Turn, help_id: int) -> bool:
    """A partner or a station that was asked is silent: the one who leads hears it, once for each silence."""
    help_ = helps.by_id(turn.session, help_id)
    report = reports.by_serial(turn.session, help_.serial) if help_ else None
    hours = turn.desk.rules.limits.partner_silent_hours
    if help_ is None or report is None or not help_.is_open or help_.nudged_at is not None:
        return False
    if turn.now - last_word(help_) < timedelta(hours=hours):
        return False
    if not helps.change(turn.session, help_, nudged_at=turn.now):
        return False
    showing_helpers.note(turn, help_, "help_silent", None, "rule")
    told, who = telling.matter(turn, report), showing_helpers.name_of(turn, help_)
    lending.tell_lead(turn, told, lambda t, chat: hands.silent(t, told, chat, help_, who, hours).model_copy(
        update={"not_before": held_until(turn.now, turn.desk.zone)}))  # fmt: skip
    return True
