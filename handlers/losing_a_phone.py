"""Somebody's telephone is lost: whoever has it now must see nothing more.

    Feng   (on somebody's card) 📵 手机丢了
    bot    📵 陈桂芳的手机丢了吗？这个账号会停用，里面的卡片会清空，等着办的事转给别人。
           身份保留：用新的邀请就能回来，还是陈桂芳。                  停用账号 · 不改了
    Feng   停用账号
    bot    📵 陈桂芳：账号已经停用，正在清空 …                再发邀请 · ‹ 名单

One step: the link to the account ends, every message there is deleted or emptied, nothing that waits is
sent, what is with them passes on. The roles stay with the person, who comes back by a fresh invitation.
"""

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.letters import finding_the_way
from fieldwork.letters import people as letters
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from handlers import passing_on
from handlers.inviting import Leads
from handlers.staffing import may_recover, theirs
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import roll


def router() -> Router:
    losing = Router(name="losing_a_phone")
    losing.callback_query.filter(Leads())
    losing.callback_query.register(said_lost, Tap("lost"))
    losing.callback_query.register(cut_off, Tap("cut"))
    return losing


async def said_lost(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who = _linked(turn, t, roles, button, callback_answer)
    if who:
        turn.post(letters.asked_whether_lost(t, chat_of(query), who))


async def cut_off(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who = _linked(turn, t, roles, button, callback_answer)
    if who is None or who.account is None:
        return
    if who.id == person.id:
        callback_answer.text = t.both("This is the account you are speaking from.")
        return
    roll.unlink(turn.session, who.id)
    gone = who.model_copy(update={"account": None})
    emptied = passing_on.empty_chat(turn, gone, who.account)
    turn.post(finding_the_way.listed(t, who.account, frozenset()))
    passing_on.let_go(turn, gone, person.id)
    turn.post(letters.cut_off(t, chat_of(query), who, emptied))


def _linked(
    turn: Turn, t: Translator, roles: list[Role], button: Button, answer: CallbackAnswer
) -> Person | None:
    """Somebody with an account that these roles may end; else the sentence is set."""
    who, held = theirs(turn, roles, button.record)
    if who is None or who.account is None or not may_recover(turn, roles, held):
        answer.text = t.both("That is not needed, or not yours to do.")
        return None
    return who
