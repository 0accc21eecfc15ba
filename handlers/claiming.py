"""A volunteer takes something on: the first tap has it (抢单).

    bot    🙋 求志愿者 · N-10001-6 · 西湖站
           📍 凤城街道西湖社区西湖花园4号楼
           🏷 社区治理 · 楼道杂物
           📝 帮忙搬走楼道里的旧家具                        🙋 我来
    Liang  我来
    bot    ✔️ 这件事归您了，谢谢！ …                        ✅ 做好了
                                                            ↩️ 去不了了
    bot    (to the one who leads) 🙋 N-10001-6：梁婉婷认领了。
    bot    (on all the others' cards, and in groups) 已被梁志愿者认领        🤝 一起去
    Liang  做好了
    bot    N-10001-6：请发一句话或者一张照片，说说做了什么。
    Liang  已经搬走了
    bot    ✅ 做好了，谢谢。
    bot    (to the one who leads) ✅ N-10001-6：梁婉婷做好了。已经搬走了

Ten minutes to undo; then whoever cannot do it tells the station. Others may go along. After a day of silence
others are asked, and half a day before that whether they are still at it. Nothing of the report changes by itself.
"""

from datetime import timedelta

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from fieldwork.helping import Help, Helper, HelpState, No, Silence
from fieldwork.letters import hands, helping
from fieldwork.letters.matter import Matter
from fieldwork.people import can_be_reached
from fieldwork.quiet import held_until
from fieldwork.reports import Report
from handlers import lending, offering_to_volunteers, showing_helpers, telling
from handlers.hearing import Holds, InGroup
from handlers.lending import FromHelper, Lent, LentTap, act, listen_to
from handlers.listening import remember_album
from handlers.reporting import words_of
from handlers.tapping import Tap
from handlers.turn import Turn, voice
from storage import helps, people, reports

FINISHING = "claim_finishing"  # the state of a volunteer who says what was done


def router() -> Router:
    claiming = Router(name="claiming")
    _listen_to_taps(claiming)
    claiming.callback_query.register(wants_to_finish, Tap("claim_done"))
    claiming.callback_query.register(still_at_it, Tap("claim_still"))
    claiming.message.register(
        said_what_was_done, Holds("text", "photo", "document"), FromHelper(FINISHING, here=True)
    )
    return claiming


def in_groups() -> Router:
    """The same buttons under a call in a group: the answer to the tap is theirs alone."""
    claiming = Router(name="claiming in groups")
    claiming.callback_query.filter(InGroup())
    _listen_to_taps(claiming)
    return claiming


def _listen_to_taps(router_: Router) -> None:
    router_.callback_query.register(claimed, Tap("claim"))
    router_.callback_query.register(joined, Tap("claim_join"))
    router_.callback_query.register(undone, Tap("claim_undo"))
    router_.callback_query.register(left, Tap("claim_leave"))


async def claimed(_query: CallbackQuery, lent: LentTap) -> None:
    """First press wins: the version of the request is the lock."""
    who, now = lent.person, lent.turn.now
    if no := act(lent, "claim", "help_taken", taken_by=who.id, taken_at=now):
        _too_late(lent, no)
        return
    helps.join(lent.turn.session, Helper(help_id=lent.help.id, person_id=who.id, leads=True, joined_at=now))
    told = _show_own(lent)
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.claimed(t, told, chat, lent.help, who.name))
    lent.says(lent.t.both("It is yours. You can undo it for {minutes} minutes.",
                          minutes=lent.turn.desk.rules.limits.claim_undo_minutes))  # fmt: skip


def _too_late(lent: LentTap, no: No) -> None:
    """Says who has it, and shows the card as it stands."""
    lent.says(lending.sorry(lent, no))
    if lending.chat_tapped(lent) == lent.chat:
        told = telling.matter(lent.turn, lent.report)
        lent.turn.post(showing_helpers.card_for(lent.turn, told, lent.help, lent.person))


def _show_own(lent: Lent) -> Matter:
    """Every card as it stands now; also their own, where they had none yet: they tapped in a group."""
    told = lending.redraw(lent.turn, lent.report)
    lent.turn.post(showing_helpers.card_for(lent.turn, told, lent.help, lent.person))
    return told


async def joined(_query: CallbackQuery, lent: LentTap) -> None:
    """一起去: under the lead of who has it, until it is done."""
    if no := act(lent, "join", "help_joined"):
        _too_late(lent, no)
        return
    along = Helper(help_id=lent.help.id, person_id=lent.person.id, joined_at=lent.turn.now)
    helps.join(lent.turn.session, along)
    told, name = _show_own(lent), lent.person.name
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.goes_along(t, told, chat, lent.help, name))
    lent.says(lent.t.both("You go along. Thank you!"))


async def left(_query: CallbackQuery, lent: LentTap) -> None:
    if no := act(lent, "leave", "help_left"):
        _too_late(lent, no)
        return
    helps.part(lent.turn.session, lent.help.id, lent.turn.now, lent.person.id)
    _show_own(lent)


async def undone(_query: CallbackQuery, lent: LentTap) -> None:
    """Given back within ten minutes: offered to all once more."""
    if no := act(lent, "undo", "help_released", taken_by=None, taken_at=None):
        _too_late(lent, no)
        return
    helps.part(lent.turn.session, lent.help.id, lent.turn.now)
    told, name = _show_own(lent), lent.person.name
    lending.tell_lead(lent.turn, told, lambda t, chat: hands.given_back(t, told, chat, lent.help, name))
    lent.says(lent.t.both("Given back; others are asked."))


async def still_at_it(_query: CallbackQuery, lent: LentTap) -> None:
    if no := act(lent, "still", "help_still"):
        _too_late(lent, no)
        return
    lent.says(lent.t.both("Thank you. The station knows."))


# -- done -------------------------------------------------------------------------------------------


async def wants_to_finish(_query: CallbackQuery, lent: LentTap) -> None:
    if no := lending.hindered(lent, "complete"):
        _too_late(lent, no)
        return
    told = telling.matter(lent.turn, lent.report)
    lent.turn.post(helping.asked_to_finish(lent.t, told, lent.chat, lent.help))
    await listen_to(lent, lent.state, FINISHING)


async def said_what_was_done(message: Message, lent: Lent, state: FSMContext) -> None:
    """One message: words, a photo, or both; the other photos of an album come after it."""
    words, goes_on = words_of(message), not await remember_album(state, message, lent.report, proof=False)
    if goes_on and lent.help.state is HelpState.DONE:
        lending.keep_photo(lent, message)
        return
    if no := lending.hindered(lent, "complete"):
        await state.clear()
        await message.answer(lending.sorry(lent, no))
        return
    lending.keep_photo(lent, message)
    act(lent, "complete", "help_done", words, said=words, ended_at=lent.turn.now)
    told, photos = lending.redraw(lent.turn, lent.report), lending.unused_photos(lent.turn, lent.report)
    many, name = len(photos.get(lent.help.id, [])), lent.person.name
    lending.tell_lead(
        lent.turn, told, lambda t, chat: hands.done(t, told, chat, lent.help, name, words, many)
    )
    if not message.media_group_id:
        await state.clear()


# -- silence ----------------------------------------------------------------------------------------


def look_after(turn: Turn, help_id: int) -> bool:
    """Who claimed it is silent: asked at half the time, at its end others are asked. False: nothing is due."""
    help_ = helps.by_id(turn.session, help_id)
    report = reports.by_serial(turn.session, help_.serial) if help_ else None
    if help_ is None or report is None or help_.state is not HelpState.TAKEN:
        return False
    if help_.day is not None and turn.desk.day <= help_.day:
        return False  # they have said when: nobody is asked before that
    silence = Silence(timedelta(hours=turn.desk.rules.limits.claim_silent_hours))
    if silence.is_over(help_, turn.now):
        return _release(turn, help_, report)
    return silence.is_to_be_asked(help_, turn.now) and _ask_again(turn, help_, report)


def _ask_again(turn: Turn, help_: Help, report: Report) -> bool:
    if not helps.change(turn.session, help_, nudged_at=turn.now):
        return False
    who = people.by_id(turn.session, help_.taken_by or 0)
    if who and who.account and can_be_reached(who):
        many = turn.desk.rules.limits.claim_silent_hours // 2
        asked = helping.still_at_it(voice(turn, who), telling.matter(turn, report), who.account, help_, many)
        turn.post(asked.model_copy(update={"not_before": held_until(turn.now, turn.desk.zone)}))
    return True


def _release(turn: Turn, help_: Help, report: Report) -> bool:
    """Free for all again: the others see the call once more, at the end of their chat."""
    who, freed = people.by_id(turn.session, help_.taken_by or 0), {"taken_by": None, "taken_at": None}
    if not helps.change(
        turn.session, help_, state=HelpState.RELEASED, heard_at=turn.now, nudged_at=None, **freed
    ):
        return False
    showing_helpers.note(turn, help_, "help_released", None, "rule")
    helps.part(turn.session, help_.id, turn.now)
    told, name = lending.redraw(turn, report), who.name if who else ""
    lending.tell_lead(turn, told, lambda t, chat: hands.released(t, told, chat, help_, name))
    for listener in offering_to_volunteers.who_hears(turn, report, help_):
        if who is None or listener.id != who.id:
            showing_helpers.show(turn, told, help_, listener, anew=True)
    if who and who.account and can_be_reached(who):
        later = held_until(turn.now, turn.desk.zone)
        gone = helping.taken_from_you(voice(turn, who), told, who.account, help_)
        turn.post(gone.model_copy(update={"not_before": later}))
    return True
