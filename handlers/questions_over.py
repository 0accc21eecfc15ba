"""What was asked about an activity is over, since it was changed or confirmed another way: its buttons go.

Chen   不对，改一下
bot    A-10001-6：哪里不对？          种类 · 数字 · …
Chen   6户15人次
bot    (the question above has no buttons any more)
bot    📝 A-10001-6 · 请核对一下 …
"""

from aiogram.types import CallbackQuery

from fieldwork.letters import Kind, Letter
from fieldwork.letters.amending import AMENDING
from fieldwork.letters.matter import QUESTION, subject
from fieldwork.reports import Report
from handlers.tapping import chat_of
from handlers.turn import Turn
from storage import cards


def take_buttons(turn: Turn, report: Report, chat: int) -> None:
    """From what asked, in a chat, what is wrong with it, and from its one question where that is answered."""
    take(turn, subject(AMENDING, report.serial), chat)
    if not report.question:
        take(turn, subject(QUESTION, report.serial), chat)


def take_tapped(turn: Turn, query: CallbackQuery) -> None:
    """From the message under which was tapped, where that is no card."""
    if query.message:
        turn.post(
            Letter(chat=chat_of(query), kind=Kind.BUTTONS, message_id=query.message.message_id, silent=True)
        )


def take(turn: Turn, card: str, chat: int) -> None:
    """From one question. Not where it is rewritten just now; the next time it is asked below everything else."""
    if any((letter.card, letter.chat) == (card, chat) for letter in turn.letters):
        return
    cards.take_back(turn.session, card, chat)
    message = cards.let_go(turn.session, card, chat)
    if message:
        turn.post(Letter(chat=chat, kind=Kind.BUTTONS, message_id=message, silent=True))
