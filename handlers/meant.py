"""For which activity words are meant: the one that is replied to; without a reply the newest that waits for words.

So 5户10人次 under two open questions is of the activity that was asked about, or came back, last; and 5 in reply to
the older question is the answer to that. Words that do nothing but correct numbers (是6户，不是5户) are meant for the
newest activity of a day, confirmed or not: whoever says them tells of nothing new. Where they name what was done
(刚才入户走访写错了，是6户), the newest of that kind is meant. What the station has returned waits for its numbers
however long ago that was and whatever was told since; where several wait, it is asked which.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from fieldwork.activities import Activity, Stage
from fieldwork.letters.activities import UNCONFIRMED
from fieldwork.letters.matter import QUESTION
from fieldwork.people import Person
from fieldwork.reports import Report
from fieldwork.understanding.corrections import Said, units_in
from handlers import recorded, replying
from handlers.correcting import RELOCATING
from handlers.hearing import spoken
from handlers.listening import left_lying, report_spoken_of
from handlers.overtaking import CORRECTING, DATING, LATEST, OPEN, RENUMBERING
from handlers.reporting import ASKED
from handlers.turn import Turn
from storage import activities, reports

PROMPTS = (ASKED, CORRECTING, RENUMBERING, DATING, RELOCATING)
LATELY = timedelta(days=1)  # for so long unasked words may be meant for what waits for a tap


class Meant(NamedTuple):
    """An activity, and how the words came to be meant for it."""

    report: Report
    activity: Activity
    prompt: str = ""  # the state in which it was asked for; empty where nobody asked
    replied: bool = False
    to_question: bool = False  # the one number was asked for
    corrected: bool = False  # it was confirmed already, and the words only correct its numbers
    came_back: bool = False  # its station waits for numbers, and nothing newer does
    among: tuple["Meant", ...] = ()  # all that may be meant, where it is not the only one

    @property
    def is_open(self) -> bool:
        """Whether it can be changed now, or would have to be given back first."""
        wanted = (Stage.SUBMITTED, Stage.RESUBMITTED, *UNCONFIRMED)
        if self.replied or self.corrected or self.came_back:
            return self.activity.stage is not Stage.VOID
        return self.activity.stage in (wanted if self.prompt else UNCONFIRMED)


async def meant(turn: Turn, message: Message, person: Person | None, state: FSMContext) -> Meant | None:
    """The activity that somebody speaks of; nothing where it could be none."""
    if person is None:
        return None
    if message.reply_to_message:
        return _replied(turn, message, person)
    name = await state.get_state()
    asked = None if name is None else await _asked(turn, message, person, state, name)
    said = turn.desk.reader.correction(spoken(message))
    if name is not None and asked is None and not await _is_over(turn, message, state, name):
        answers_none = name == ASKED and only_corrects(
            said
        )  # what a need was asked for is no number put right
        return _of_what_came_back(turn, person, said, None) if answers_none else None
    waiting = _waiting(turn, person)
    if asked and (waiting is None or waiting[0] <= asked[0] or waiting[1].serial == asked[1].report.serial):
        return asked[1]
    lately = _of(turn, waiting[1]) if waiting and turn.now - waiting[0] <= LATELY else None
    confirmed = _confirmed(turn, person, said)
    is_draft = lately is not None and lately.activity.stage is Stage.DRAFT
    came_back = None if is_draft else _of_what_came_back(turn, person, said, confirmed)
    if came_back:
        return came_back
    if lately and confirmed and not _is_of_kind(lately, said):
        return confirmed
    return max((each for each in (lately, confirmed) if each), key=_newness, default=None)


async def is_free(turn: Turn, message: Message, state: FSMContext) -> bool:
    """Whether nothing is waited for just now that words without a reply could answer."""
    name = await state.get_state()
    return name is None or await _is_over(turn, message, state, name)


def _replied(turn: Turn, message: Message, person: Person) -> Meant | None:
    report = replying.own_replied_to(turn, message, person)
    found = _of(turn, report) if report else None
    if found is None:
        return None
    asks = replying.card_replied_to(turn, message).startswith(f"{QUESTION}:")
    return found._replace(replied=True, to_question=asks)


async def _asked(
    turn: Turn, message: Message, person: Person, state: FSMContext, name: str
) -> tuple[datetime, Meant] | None:
    """What the bot has asked for, and when."""
    if name not in PROMPTS or await left_lying(message, state):
        return None
    report = await report_spoken_of(turn, state)
    if report is None or report.reporter_id != person.id or (name == ASKED and report.question not in OPEN):
        return None
    found = _of(turn, report)
    at = datetime.fromisoformat((await state.get_data())["asked_at"])
    return (at, found._replace(prompt=name, to_question=name == ASKED)) if found else None


async def _is_over(turn: Turn, message: Message, state: FSMContext, name: str) -> bool:
    """Whether what was asked for is answered, or was asked too long ago."""
    if await left_lying(message, state):
        return True
    report = await report_spoken_of(turn, state)
    return name == ASKED and (report is None or report.question == "")


def _waiting(turn: Turn, person: Person) -> tuple[datetime, Report] | None:
    """What was told of, or came back, last and waits for a tap."""
    waiting = list[tuple[datetime, Report]]()
    for report in reports.of_reporter(turn.session, person.id, limit=LATEST):
        activity = recorded.of(turn, report)
        if activity and activity.stage in UNCONFIRMED:
            waiting.append((_touched(Meant(report, activity)), report))
    return max(waiting, key=lambda each: (each[0], each[1].serial), default=None)


def _of_what_came_back(turn: Turn, person: Person, said: Said, confirmed: Meant | None) -> Meant | None:
    """What was returned and may have such numbers; beside it what was `confirmed` since, whose they may be as well."""
    if not (said.counts or said.by or (said.bare is not None and said.corrects)):
        return None
    back = [
        found
        for report in _returned(turn, person)
        if (found := _of(turn, report)) and _is_of_kind(found, said)
    ]
    newest = max(back, key=_newness, default=None)
    if newest is None:
        return None
    if (
        confirmed
        and confirmed.activity.stage is not Stage.RETURNED
        and _newness(confirmed) > _newness(newest)
    ):
        back.append(confirmed._replace(corrected=False))
    may_be = tuple(sorted(_with_such_units(turn, back, said), key=_newness, reverse=True))
    return may_be[0]._replace(came_back=True, among=may_be if len(may_be) > 1 else ())


def _returned(turn: Turn, person: Person) -> list[Report]:
    """Own activities that the station asks to be put right."""
    serials = activities.of_teller(turn.session, person.id, Stage.RETURNED)
    return [report for serial in serials if (report := reports.by_serial(turn.session, serial))]


def _with_such_units(turn: Turn, back: list[Meant], said: Said) -> list[Meant]:
    """改成6户 is said of visits rather than of a talk; all of them where none has such a number."""
    units = {*said.counts, *said.by}
    counted = ((each, activities.counts(turn.session, each.report.serial)) for each in back)
    have = [each for each, counts in counted if not units.isdisjoint(unit.value for unit in counts)]
    return have or back


def _newness(of: Meant) -> tuple[datetime, int]:
    return _touched(of), of.report.serial


def _confirmed(turn: Turn, person: Person, said: Said) -> Meant | None:
    """The newest activity, of the kind that is named, where words only correct what was confirmed of it."""
    if (
        not only_corrects(said) or person.asked_serial is not None
    ):  # a station's question may be what it answers
        return None
    newer = list[Report]()
    for report in reports.of_reporter(turn.session, person.id, limit=LATEST):
        found = _of(turn, report)
        if found is None:
            newer.append(report)
        elif found.activity.stage is not Stage.VOID and _is_of_kind(found, said):
            between = any(_may_be_of(other, found, said) for other in newer)
            lately = turn.now - _touched(found) <= LATELY
            waits = found.activity.stage in UNCONFIRMED and said.kind is None
            return None if between or waits or not lately else found._replace(corrected=True)
    return None


def only_corrects(said: Said) -> bool:
    """Whether words put numbers right and do nothing else."""
    return said.corrects and not said.beside and bool(said.counts or said.by or said.bare)


def _is_of_kind(found: Meant, said: Said) -> bool:
    """刚才入户走访写错了 is said of no talk."""
    return said.kind is None or found.activity.kind.value == said.kind


def _may_be_of(other: Report, found: Meant, said: Said) -> bool:
    """Whether numbers may be those of a newer report; what was found in the same message has none of its own."""
    if other.sent_at == found.report.sent_at:
        return False
    return said.bare is not None or not units_in(other.words or other.text).isdisjoint(
        {*said.counts, *said.by}
    )


def _touched(of: Meant) -> datetime:
    """When it was told of, or decided about."""
    return max(of.report.kept_at, of.activity.decided_at or of.report.kept_at)


def _of(turn: Turn, report: Report) -> Meant | None:
    activity = recorded.of(turn, report)
    return Meant(report, activity) if activity else None
