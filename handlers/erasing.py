"""A sweep, said by nobody: what is over its time loses its words, and screens keep number and state.

    bot    (on an old card) N-10001-6 · 已了结
           保存期已满，内容已删除。

How long is a rule (`Rules.retention`, by class). A few at a time, so that no chat waits for it.
"""

from datetime import timedelta

from fieldwork.letters import Kind, Letter, Priority
from fieldwork.letters import erased as letters
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers.turn import Turn, voice
from storage import errands, people, reports, retention
from storage.erasing import Screen

A_FEW = 50  # reports a transaction
EVERY = timedelta(hours=1)


def erase_a_few(turn: Turn) -> int:
    """Erases what is over its time; gives how many reports that were, 0 when none is left."""
    serials = retention.due(turn.session, turn.desk.rules.retention, turn.now, A_FEW)
    if not serials:
        return 0
    erased = retention.erase(turn.session, serials, turn.now)
    ended = {each.number: each for serial in serials if (each := reports.by_serial(turn.session, serial))}
    voices: dict[int, Translator] = {}
    for screen in erased.screens:
        _rewrite(turn, screen, ended[screen.number], voices)
    errands.shred(turn.session, erased.sums, turn.now)
    return len(serials)


def _rewrite(turn: Turn, screen: Screen, report: Report, voices: dict[int, Translator]) -> None:
    """A text keeps number and state; a photo is deleted where Telegram lets the bot."""
    if screen.is_text:
        t = voices.setdefault(screen.chat, _voice_in(turn, screen.chat))
        turn.post(letters.rewritten(t, report, screen.chat, screen.message_id))
    elif screen.deletable:
        turn.post(Letter(kind=Kind.DELETE, chat=screen.chat, message_id=screen.message_id, silent=True,
                         priority=Priority.REMINDER))  # fmt: skip


def _voice_in(turn: Turn, chat: int) -> Translator:
    """The language of whoever sits there; in a group the stations'."""
    person = people.by_account(turn.session, chat) if chat > 0 else None
    return voice(turn, person) if person else turn.desk.speak("")
