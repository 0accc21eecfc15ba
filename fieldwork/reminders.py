"""A reminder: what one person is told because time has passed, once (RULES 3.4).

It is unique by what it is about, the step and the person; asked again when it is sent whether it is still right.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import SQLModel

from fieldwork.reports import Urgency


class Manner(StrEnum):
    """How a reminder comes. Names are stored."""

    AT_ONCE = "at_once"  # T0: at any hour, and in the middle of anything
    SINGLY = "singly"  # T1: by itself, but in quiet hours into the one morning message
    LIST = "list"  # everything else: gathered, twice a day at most


def manner_of(urgency: Urgency, rises: bool) -> Manner:
    """How a reminder of a report comes. `rises`: it tells that a level was risen to."""
    if urgency is Urgency.T0:
        return (
            Manner.SINGLY if rises else Manner.AT_ONCE
        )  # somebody has it: how late it is can wait for the day
    return Manner.SINGLY if urgency is Urgency.T1 else Manner.LIST


class ReminderState(StrEnum):
    """What became of it. Names are stored."""

    WAITING = "waiting"
    SAID = "said"  # its letter was written
    CLEARED = "cleared"  # its reason had gone
    DROPPED = "dropped"  # too late to help, or a later step says more
    PASSED_ON = "passed_on"  # the person cannot be reached: somebody else is told


class Reminder(SQLModel):
    """One person is to be told of one step of one matter."""

    id: int = 0
    subject: str  # what it is about: `report:10427`, `plan:12`
    step: str  # `sign.late#2`
    person_id: int
    manner: Manner
    due_at: datetime  # when the step came
    send_at: datetime  # when it is looked at next
    state: ReminderState = ReminderState.WAITING
    as_what: str = ""  # why this person: handler, head, deputy, above, district, supervisor
    passed_from: int | None = None  # who could not be reached
    settled_at: datetime | None = None
    said_in: str = ""  # the card of the letter that says it: `remind:10427`, `list.5`

    @property
    def name(self) -> str:
        """What it tells of, without the round: `sign.late`."""
        return self.step.partition("#")[0]

    @property
    def leg(self) -> str:
        """The leg that its mark stands on: `sign`; `day` for a day that was named."""
        return self.name.partition(".")[0]

    @property
    def is_of_a_limit(self) -> bool:
        """Whether it tells of a limit: that is right for as long as the limit is."""
        return self.leg in ("sign", "contact", "plan", "done", "decide", "verify")
