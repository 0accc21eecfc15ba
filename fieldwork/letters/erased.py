"""What stays on a screen of a report whose words are gone: its number, and how it ended."""

from fieldwork.letters import Letter, Priority
from fieldwork.reports import Report, State
from fieldwork.texts import Translator


def rewritten(t: Translator, report: Report, chat: int, message_id: int) -> Letter:
    """A message that told of a report keeps number and state."""
    told = t.both("The words were deleted: the time for which they are kept is over.")
    return Letter(chat=chat, message_id=message_id, text=f"{report.number} · {_ended(t, report.state)}\n{told}",
                  silent=True, priority=Priority.REMINDER)  # fmt: skip


def _ended(t: Translator, state: State) -> str:
    match state:
        case State.WITHDRAWN:
            return t.both("taken back")
        case State.NOT_ACCEPTED:
            return t.both("dealt with elsewhere")
        case State.NOTED:
            return t.both("noted")
        case _:
            return t.both("finished")
