"""Somebody presses a button of a reminder, and the matter has moved on since.

    bot    ⏰ N-10001-6 还没签收，快到时限了             ✍️ 签收 · 🤝 转给… · 🙅 不再由我负责 · 📄 看卡片
    Zhang  签收
    Wang   转给…                                         (under her reminder)
    bot    张立文已经签收了。                            (the card as it stands; 📄 看卡片 is all that is left above)

A reminder lies in the chat for days, and is not rewritten. When one of its buttons is pressed, what it says is what
is now the case, and what cannot be done any more goes from under it; also after a press that did what it said.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from aiogram.types import CallbackQuery, Message

from fieldwork.buttons import Button, parsed
from fieldwork.letters import Kind, Letter
from fieldwork.letters.matter import LIST, MORNING, REMINDED
from fieldwork.people import Person, Role
from fieldwork.reminders import ReminderState
from fieldwork.reports import Report
from fieldwork.texts import Translator
from handlers import standing, telling, viewers
from handlers.reminding_of_reports import OWN, REPORT, STEP_OF
from handlers.tapping import chat_of
from handlers.turn import Turn
from storage import cards, people, reminders, reports

OPEN = "open"
THEIRS = frozenset({"sign", "contact", "ask_plan", "ask_extend", "hand", "give_up", "give_to_head"})
"""What somebody is offered because it is theirs."""
_REMINDERS = (f"{REMINDED}:", f"{LIST}.", f"{MORNING}.")


class Pressed(NamedTuple):
    """A button under a reminder, and who pressed it."""

    message: Message
    card: str
    button: Button
    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]

    @property
    def report(self) -> Report | None:
        """As it stands now."""
        return reports.by_serial(self.turn.session, self.button.record)


def under_reminder(query: CallbackQuery, data: dict[str, Any]) -> Pressed | None:
    """The tap, where it is one under a reminder by somebody we know."""
    button, person, turn = parsed(query.data or ""), data.get("person"), data["turn"]
    if button is None or person is None or not (button.action in STEP_OF or button.action == OPEN):
        return None
    if not isinstance(query.message, Message):
        return None
    card = cards.subject_at(turn.session, chat_of(query), query.message.message_id) or ""
    if not card.startswith(_REMINDERS):
        return None
    return Pressed(query.message, card, button, turn, data["t"], person, data["roles"])


# -- what is now the case -----------------------------------------------------------------------------


def what_is_now(pressed: Pressed) -> str:
    """Who has it instead, where it was theirs and is not any more; empty where the button answers for itself."""
    report, t = pressed.report, pressed.t
    if report is None or pressed.button.action == OPEN:
        return ""
    if not viewers.knows_of(pressed.turn, report, pressed.person, pressed.roles):
        seat = pressed.turn.desk.network.stations.get(report.station)
        return (
            t.staff("{number}: {station} has it now.", number=report.number, station=seat.name)
            if seat
            else ""
        )
    has = _has_it(pressed, report)
    if has is None or pressed.button.action not in THEIRS or not _may(pressed, report, pressed.button):
        return ""
    return t.staff("{number}: it is with {worker} now.", number=report.number, worker=has.name)


def _has_it(pressed: Pressed, report: Report) -> Person | None:
    """Whoever has in hand what was this person's when they were reminded."""
    turn, has = pressed.turn, report.handler_id or report.rung_id
    own = (pressed.person.id, *turn.desk.staffing.standing_in(pressed.person.id))
    if has is None or has in own or not _was_theirs(pressed, report):
        return None
    return people.by_id(turn.session, has)


def _was_theirs(pressed: Pressed, report: Report) -> bool:
    rows = reminders.about(pressed.turn.session, f"{REPORT}:{report.serial}")
    told = [row for row in rows if row.person_id == pressed.person.id and row.state is ReminderState.SAID]
    return bool(told) and told[-1].as_what in OWN


def _may(pressed: Pressed, report: Report, button: Button) -> bool:
    step = STEP_OF[button.action]
    return bool(standing.may(pressed.turn, step, report, pressed.person, pressed.roles))


def show(pressed: Pressed) -> None:
    """The card as it stands, to whoever may still see it."""
    report = pressed.report
    if report and viewers.knows_of(pressed.turn, report, pressed.person, pressed.roles):
        telling.show_card(pressed.turn, pressed.t, report, pressed.message.chat.id)


# -- what is left of it ---------------------------------------------------------------------------------


def take_stale_away(pressed: Pressed, since: int) -> None:
    """What does nothing any more goes; what takes the reminder's place has its own buttons."""
    id_ = pressed.message.message_id
    new = pressed.turn.letters[since:]
    if any(letter.card == pressed.card or letter.message_id == id_ for letter in new):
        return
    markup = pressed.message.reply_markup
    rows = (
        [[_read(key.text, key.callback_data or "") for key in row] for row in markup.inline_keyboard]
        if markup
        else []
    )
    left = [tuple(one for one in row if one and _is_of_use(pressed, one)) for row in rows]
    if sum(map(len, left)) < sum(map(len, rows)):
        pressed.turn.post(Letter(chat=pressed.message.chat.id, kind=Kind.BUTTONS, message_id=id_, silent=True,
                                 buttons=tuple(_drawn_anew(pressed, row) for row in left if row)))  # fmt: skip


def _read(label: str, data: str) -> Button | None:
    button = parsed(data)
    return button.model_copy(update={"label": label}) if button else None


def _is_of_use(pressed: Pressed, button: Button) -> bool:
    report = pressed.report
    if report is None or button.record != report.serial:
        return True  # of another matter, or of none
    if not viewers.knows_of(pressed.turn, report, pressed.person, pressed.roles):
        return False
    if button.action in THEIRS and _has_it(pressed, report):
        return False
    return button.action not in STEP_OF or _may(pressed, report, button)


def _drawn_anew(pressed: Pressed, row: Sequence[Button]) -> tuple[Button, ...]:
    """As the report stands now."""
    report = pressed.report
    version = {report.serial: report.version} if report else {}
    return tuple(one.model_copy(update={"version": version.get(one.record, one.version)}) for one in row)
