"""People, the roles they hold at places, and who can be reached (DESIGN 5)."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import SQLModel

from fieldwork.duty import Closure, Duty
from fieldwork.places import Network, Station


class RoleKind(StrEnum):
    """What somebody is at a place. A person may hold several."""

    RESIDENT = "resident"  # 居民: may report for one building, sees own reports
    VOLUNTEER = "volunteer"  # 志愿者
    BUILDING_HEAD = "building_head"  # 楼长
    SOCIAL_WORKER = "social_worker"  # 社工: signs for and handles
    STATION_HEAD = "station_head"  # 站长: answers for the station
    COORDINATOR = "coordinator"  # 区级: triage, digests, supervision
    ADMINISTRATOR = "administrator"  # 管理员: network, people, rules
    PARTNER = "partner"  # 物业, 居委, 派出所, an organisation


LEADS = frozenset({RoleKind.STATION_HEAD, RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR})  # run the people
TOMBSTONE = "（已应本人要求删除）"  # what stands where the words of somebody stood who is forgotten
EXPIRED = "（保存期满，内容已删除）"  # and where words stood that were over their time
LONGEST_NAME = 30  # characters; Telegram's own can be longer, but no station calls anybody so
STAFF = frozenset({RoleKind.SOCIAL_WORKER, RoleKind.STATION_HEAD, RoleKind.COORDINATOR})
HEADS = (RoleKind.STATION_HEAD, RoleKind.COORDINATOR)


class Rings(StrEnum):
    """Which reports of their station ring somebody of the staff; each chooses. Names are stored."""

    MINE = "mine"  # those they are responsible for
    ALL = "all"  # every one of the station
    LIST = "list"  # none: they look into 待办; what is most urgent rings all the same


class Person(SQLModel):
    """Somebody the bot knows. `account` is their private chat, empty before they join and once they leave."""

    id: int = 0
    account: int | None = None
    name: str = ""
    telephone: str = ""
    language: str = ""
    blocked_at: datetime | None = None  # since when the bot cannot write to them
    joined_at: datetime | None = None
    left_at: datetime | None = None  # 离开: the link to the account has ended
    agreed: str = ""  # the version of the five lines that was agreed to
    agreed_at: datetime | None = None
    asked_deletion_at: datetime | None = None
    rings: Rings = Rings.MINE
    quiet_after: int = 10  # so many unsigned cards ring one by one; the next come silently, with one summary
    summed_at: datetime | None = None  # when that summary last rang
    asked_serial: int | None = None  # the own report about which a station waits for an answer (待补充)
    organisation_id: int | None = None  # whose they are, where that is an organisation's
    outing_id: int | None = None  # 开始走访: the newest outing, to which a message may belong


class Role(SQLModel):
    """One person, one role, one place, from a day to a day (both included)."""

    person_id: int
    kind: RoleKind
    place: str
    since: date
    until: date | None = None
    granted_by: int | None = None
    ended_at: datetime | None = None  # ended by somebody, at once, whatever `until` says
    ended_by: int | None = None

    def in_force(self, day: date) -> bool:
        return self.ended_at is None and self.since <= day and (self.until is None or day <= self.until)


class Absence(SQLModel):
    """Somebody of the staff is away from a day to a day (both included); a stand-in may act for them."""

    person_id: int
    since: date
    until: date | None = None  # None: until they say they are back
    stand_in_id: int | None = None
    noted_at: datetime
    noted_by: int | None = None
    ended_at: datetime | None = None  # back earlier than said

    def in_force(self, day: date) -> bool:
        return self.ended_at is None and self.since <= day and (self.until is None or day <= self.until)


class Invitation(SQLModel):
    """A code that gives a role at a place. A building's code is not single-use and gives `resident` alone."""

    code: str
    role: RoleKind
    place: str
    name: str = ""
    single_use: bool = True
    expires_at: datetime | None = None
    used_at: datetime | None = None
    used_by: int | None = None
    made_by: int | None = None
    switched_off_at: datetime | None = None  # withdrawn, or replaced by a newer code
    telephone: str = ""  # of the one it is for, as the station knows it
    for_person: int | None = None  # somebody known who comes back: with another telephone, say


class Staffing:
    """Who works where today: answers whom a station can reach, and who is responsible for a place."""

    def __init__(
        self,
        network: Network,
        people: Iterable[Person],
        roles: Iterable[Role],
        day: date,
        absences: Iterable[Absence] = (),
        duties: Iterable[Duty] = (),
        closures: Iterable[Closure] = (),
    ) -> None:
        self.network, self.day = network, day
        self.closures = tuple(closures)
        self._duties = [duty for duty in duties if duty.in_force(day)]
        self.people = {person.id: person for person in people}
        self.away = {absence.person_id: absence for absence in absences if absence.in_force(day)}
        self._roles: dict[str, list[Role]] = {}
        self._stations: dict[int, list[str]] = {}
        self._held: dict[int, list[Role]] = {}
        for role in roles:
            if role.kind in STAFF and role.in_force(day):
                for station in network.stations_above(role.place, day)[:1]:
                    self._roles.setdefault(station.code, []).append(role)
                    self._stations.setdefault(role.person_id, []).append(station.code)
                    self._held.setdefault(role.person_id, []).append(role)

    def roles_of(self, station: Station) -> list[Role]:
        """The staff roles whose place belongs, lowest first, to this station."""
        return self._roles.get(station.code, [])

    def stations_of(self, person_id: int) -> list[str]:
        """The stations somebody works at today, by code."""
        return self._stations.get(person_id, [])

    def roles_held(self, person_id: int) -> list[Role]:
        """The staff roles that somebody holds today."""
        return self._held.get(person_id, [])

    def reachable(self, station: Station) -> list[Person]:
        """The station's people who joined, have not blocked the bot and are not away, each once."""
        people = dict.fromkeys(
            role.person_id for role in self.roles_of(station) if self.is_here(role.person_id)
        )
        return [self.people[person_id] for person_id in people]

    def responsible(
        self, station: Station, place: str | None, but: int | None = None, urgent: bool = False
    ) -> Person | None:
        """Whom the station's card rings: the reachable worker whose own place is nearest to the report's.

        For somebody who is away their stand-in is rung. A station head is rung only where no worker can be,
        and who looks into the list by themselves (Rings.LIST) only where nobody else can be, or in urgent
        danger: then whoever is on duty comes first. `but` leaves out one person (重办 by another).
        """
        on_duty = [who for who in self.on_duty(station) if who.id != but] if urgent else []
        return next(iter([*on_duty, *self.nearest(station, place, but, urgent)]), None)

    def nearest(
        self, station: Station, place: str | None, but: int | None = None, urgent: bool = True
    ) -> list[Person]:
        """The station's people in the order in which they are rung."""
        ups = [up.code for up in self.network.above(place)] if place else []
        acting = [(role, self.acting_for(role.person_id)) for role in self.roles_of(station)]
        fit = [(role, who) for role, who in acting if who and but not in (role.person_id, who.id)]
        fit.sort(key=lambda each: _nearness(each[0], each[1], ups, urgent))
        return list({who.id: who for _, who in fit}.values())

    def on_duty(self, station: Station) -> list[Person]:
        """Who is on duty for a station today and can be reached; for somebody who is away, their stand-in."""
        found = [self.acting_for(duty.person_id) for duty in self._duties if duty.station == station.code]
        return list({person.id: person for person in found if person}.values())

    def head(self, station: Station) -> Person | None:
        """Who answers for a station's people: its head, else one of a station above it, who can be reached."""
        for each in [station, *self.network.stations_above(station.place, self.day)]:
            for role in self.roles_of(each):
                if role.kind in HEADS and self.is_here(role.person_id):
                    return self.people[role.person_id]
        return None

    def above(self, code: str) -> list[Station]:
        """The stations above one, nearest first."""
        seat = self.network.stations.get(code)
        answering = self.network.stations_above(seat.place, self.day) if seat else []
        return [station for station in answering if station.code != code]

    def one_up(self, code: str, but: int | None = None) -> Station:
        """Who decides about a station: the nearest above with somebody reachable, else the station itself.

        `but` is who asks, and whom another is to answer while there is another.
        """
        found = next((station for station in self.above(code) if self.deciders(station, but)), None)
        return found or self.network.stations[code]

    def deciders(self, station: Station, but: int | None = None) -> list[Person]:
        """Who of a station is asked to decide: its heads who can be reached, else all who can; `but` one."""
        here = [one for one in self.reachable(station) if one.id != but]
        heads = {role.person_id for role in self.roles_of(station) if role.kind in HEADS}
        return [one for one in here if one.id in heads] or here

    def is_here(self, person_id: int) -> bool:
        """On the staff today, reachable, and not away."""
        return self.can_hear(person_id) and person_id not in self.away

    def can_hear(self, person_id: int) -> bool:
        """On the staff today and reachable, be they away or not."""
        return person_id in self.people and can_be_reached(self.people[person_id])

    def acting_for(self, person_id: int) -> Person | None:
        """Somebody themselves where they are here, else their stand-in."""
        if self.is_here(person_id):
            return self.people[person_id]
        absence = self.away.get(person_id)
        stand_in = absence.stand_in_id if absence else None
        return self.people[stand_in] if stand_in and self.is_here(stand_in) else None

    def standing_in(self, person_id: int) -> list[int]:
        """For whom somebody stands in today."""
        return [away.person_id for away in self.away.values() if away.stand_in_id == person_id]

    def answers_for(self, person_id: int, station: Station) -> bool:
        """Whether somebody is on the staff of a station, or of one above it, today."""
        answering = [station, *self.network.stations_above(station.place, self.day)]
        return any(role.person_id == person_id for each in answering for role in self.roles_of(each))


def _nearness(role: Role, who: Person, ups: list[str], urgent: bool) -> tuple[bool, bool, int, int]:
    return (who.rings is Rings.LIST and not urgent, *_distance(role, ups))


def _distance(role: Role, ups: list[str]) -> tuple[bool, int, int]:
    steps = ups.index(role.place) if role.place in ups else len(ups) + 1
    return (role.kind is not RoleKind.SOCIAL_WORKER, steps, role.person_id)


def as_name(typed: str) -> str | None:
    """What somebody typed as a name, tidied; None for what names nobody: empty, signs alone, or a story."""
    name = " ".join(typed.split()).strip(" ,，.。;；:：!！、")
    return name if any(letter.isalpha() for letter in name) and len(name) <= LONGEST_NAME else None


def can_be_reached(person: Person) -> bool:
    """Has an account and has not blocked the bot: can be written to, be they away or not."""
    return person.account is not None and person.blocked_at is None
