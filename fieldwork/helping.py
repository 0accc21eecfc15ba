"""Help with a report: the station that has it leads and stays responsible, others do a part (协办, 求志愿者)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import SQLModel


class HelpKind(StrEnum):
    """Who is asked. Names are stored."""

    STATION = "station"  # 加派/协办: another station
    PARTNER = "partner"  # 物业, 居委, 派出所, an organisation
    VOLUNTEER = "volunteer"  # 求志愿者 (抢单): the first tap has it


class HelpState(StrEnum):
    """Where it stands. Names are stored."""

    OFFERED = "offered"  # asked; nobody has said anything yet
    TAKEN = "taken"  # 收到, 已认领
    DONE = "done"
    REFUSED = "refused"  # 不归我们
    RELEASED = "released"  # given back within ten minutes, or after 24 hours of silence: offered anew
    WITHDRAWN = "withdrawn"  # the station needs it no more


class Help(SQLModel):
    """One request for help with one report."""

    id: int = 0
    serial: int
    kind: HelpKind
    state: HelpState = HelpState.OFFERED
    asked_by: int
    asked_at: datetime
    station: str = ""  # 协办: which one is asked
    person_id: int | None = None  # the partner who is asked
    place: str = ""  # 求志愿者: whose volunteers hear of it
    words: str = ""  # what is to be done, in the station's words: no name, no door
    taken_by: int | None = None
    taken_at: datetime | None = None
    heard_at: datetime | None = None  # the last word from who has it
    ended_at: datetime | None = None
    said: str = ""  # what was done, or why not
    version: int = 0  # the lock: grows with each change


class Helper(SQLModel):
    """Somebody who claimed a matter: alone, or with others under one lead (联合认领)."""

    help_id: int
    person_id: int
    leads: bool = False
    joined_at: datetime
    left_at: datetime | None = None
