"""Who looks after whom, and who may know it: what all conversations about visits have in common.

A plan is P3: who it is about knows the responsible one, whoever stands in, and the heads above; each time on
record. A colleague of the station may note a visit by its code, without knowing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from fieldwork import visits_due
from fieldwork.calendars import Calendar
from fieldwork.care import CarePlan, Mute, Outcome
from fieldwork.letters import visiting as letters
from fieldwork.letters.visiting import Errand, Line
from fieldwork.people import HEADS, STAFF, Person, Role
from fieldwork.places import PlaceKind
from fieldwork.texts import Translator
from handlers.tapping import Given, Tapping, chat_of, values_of
from handlers.turn import Turn, chats_holding, home_of, stations_of, voice
from storage import care, people

PAST = timedelta(days=180)  # how far back a pause is looked for


class OnStaff(BaseFilter):
    """Somebody who works at a station, in private."""

    async def __call__(
        self, event: Message | CallbackQuery, person: Person | None, roles: list[Role]
    ) -> bool:
        chat = event.chat.id if isinstance(event, Message) else chat_of(event)
        return person is not None and chat == person.account and any(role.kind in STAFF for role in roles)


def is_a_report(turn: Turn, text: str, roles: list[Role]) -> bool:
    """Words of danger, an activity, a matter at a place: heard as a report, whatever was asked."""
    reading = turn.desk.reader.read(text, home_of(roles))
    return bool(reading.danger) or reading.kind == "activity" or bool(reading.place and reading.categories)


# -- who may what -----------------------------------------------------------------------------------


def knows(turn: Turn, plan: CarePlan, person: Person, roles: list[Role]) -> bool:
    """Whether somebody may know who it is: the responsible one, their stand-in, the heads above."""
    theirs = (person.id, *turn.desk.staffing.standing_in(person.id))
    return plan.responsible_id in theirs or heads(turn, plan.place, roles)


def heads(turn: Turn, place: str, roles: list[Role]) -> bool:
    """Whether somebody heads the station of a place, or one above it."""
    return any(role.kind in HEADS and turn.desk.network.contains(role.place, place) for role in roles)


def may_note(turn: Turn, plan: CarePlan, person: Person, roles: list[Role]) -> bool:
    """Whether somebody may say that they were there."""
    own = {station.code for station in stations_of(turn, roles)}
    return plan.station in own or knows(turn, plan, person, roles)


def recipient(turn: Turn, plan: CarePlan) -> Person | None:
    """Who goes there today: the responsible one, their stand-in, else the head."""
    staffing, seat = turn.desk.staffing, turn.desk.network.stations.get(plan.station)
    return staffing.acting_for(plan.responsible_id) or (staffing.head(seat) if seat else None)


def looked_after_by(turn: Turn, person: Person) -> list[CarePlan]:
    """The plans on which somebody acts today: their own, and of those for whom they act."""
    staffing = turn.desk.staffing
    own = {person.id, *staffing.standing_in(person.id)}
    gone = [each for each in care.responsible(turn.session, date.max) if staffing.acting_for(each) is None]
    found = care.of_people(turn.session, sorted(own | set(gone)))
    return [plan for plan in found if plan.responsible_id == person.id or _acts_on(turn, plan, person)]


def _acts_on(turn: Turn, plan: CarePlan, person: Person) -> bool:
    acting = recipient(turn, plan)
    return acting is not None and acting.id == person.id


# -- how it stands ----------------------------------------------------------------------------------


def calendar_of(turn: Turn, plan: CarePlan) -> Calendar:
    return turn.desk.calendars.of(plan.station)


def place_named(turn: Turn, plan: CarePlan) -> str:
    """The building, as a list names it."""
    return turn.desk.network.path(plan.place, PlaceKind.ESTATE)


def line(turn: Turn, plan: CarePlan, mutes: list[Mute]) -> Line:
    """One household as it stands today."""
    pause = visits_due.paused(plan, mutes, turn.desk.network, turn.desk.day)
    days, own = turn.desk.rules.visits.days[plan.risk], _of(turn, plan, mutes)
    return Line(
        plan, place_named(turn, plan), on=visits_due.appointment(plan, calendar_of(turn, plan)),
        late=0 if pause or plan.ended_at else visits_due.late(plan, days, turn.desk.day, own),
        paused=pause.until if pause else None,
    )  # fmt: skip


def _of(turn: Turn, plan: CarePlan, mutes: list[Mute]) -> list[Mute]:
    return [mute for mute in mutes if visits_due.covers(mute, plan, turn.desk.network)]


def pauses(turn: Turn) -> list[Mute]:
    """Those that hold, and those of the last months: what lay in one is not late."""
    return care.mutes(turn.session, turn.desk.day - PAST)


def errand(turn: Turn, person: Person, noting: CarePlan | None = None) -> Errand:
    """Somebody's visits of today: due, done, and left for tomorrow."""
    day, rules, session = turn.desk.day, turn.desk.rules.visits, turn.session
    plans, mutes = looked_after_by(turn, person), pauses(turn)
    done = {
        visit.plan_id: visit.outcome for visit in care.visits_of(session, [plan.id for plan in plans], day)
    }
    over = [plan for plan in plans if done.get(plan.id, Outcome.NOT_MET) is not Outcome.NOT_MET]
    due = [plan for plan in plans if plan not in over and _is_due(turn, plan, mutes)]
    chosen = visits_due.todays(due, rules.days, day, rules.a_day)
    return Errand(
        day, tuple(line(turn, plan, mutes) for plan in chosen.plans),
        tuple(line(turn, plan, mutes)._replace(done=done[plan.id]) for plan in over), chosen.later,
        noting.code if noting else "",
    )  # fmt: skip


def _is_due(turn: Turn, plan: CarePlan, mutes: list[Mute]) -> bool:
    pause = visits_due.paused(plan, mutes, turn.desk.network, turn.desk.day)
    return pause is None and visits_due.is_due(plan, turn.desk.day, calendar_of(turn, plan))


# -- showing it -------------------------------------------------------------------------------------


def show(turn: Turn, t: Translator, plan: CarePlan, person: Person, roles: list[Role], chat: int) -> None:
    """The card of one household, at the end of the chat."""
    turn.post(_card(turn, t, plan, person, roles, chat).model_copy(update={"anew": True}))


def _card(turn: Turn, t: Translator, plan: CarePlan, person: Person, roles: list[Role], chat: int) -> Any:
    has = people.by_id(turn.session, plan.responsible_id)
    told = line(turn, plan, pauses(turn))
    knows_it = knows(turn, plan, person, roles)
    return letters.card(t, chat, told, has.name if has else "", knows=knows_it)


def redraw(
    turn: Turn, t: Translator, plan: CarePlan, person: Person, roles: list[Role], chat: int, *,
    page: int = 0, noting: CarePlan | None = None,
) -> None:  # fmt: skip
    """Rewrites what shows a household to whoever acts on it: its card, and the list of today."""
    if chat in chats_holding(turn, letters.card_of(plan)):
        turn.post(_card(turn, t, plan, person, roles, chat))
    if chat in chats_holding(turn, letters.list_of(person.id)):
        turn.post(letters.today(t, chat, person.id, errand(turn, person, noting), page))


def tell(turn: Turn, plan: CarePlan, to: Person | None, text: Callable[[Translator], str]) -> None:
    """A notice about a household, by its code, to somebody who looks after it; by day."""
    if to and to.account:
        t = voice(turn, to)
        roles = people.roles_of(turn.session, to.id, turn.desk.day)
        told = _card(turn, t, plan, to, roles, to.account)
        turn.post_by_day(told.model_copy(update={"text": f"{text(t)}\n{told.text}", "anew": True}))


def visited(turn: Turn, plan: CarePlan, day: date) -> bool:
    """From a visit on the rhythm begins anew, and whatever else asked for one is answered."""
    following = day + timedelta(days=turn.desk.rules.visits.days[plan.risk])
    return care.change(turn.session, plan, visited_on=day, next_on=following, missed_at=None, changed_at=None,
                       extra_on=None, extra_why="")  # fmt: skip


# -- taps -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Called(Tapping):
    """A tap on a household's button by somebody who may note a visit there."""

    plan: CarePlan

    @property
    def is_outdated(self) -> bool:
        """Whether the plan has changed since the button was drawn."""
        return self.button.version != self.plan.version

    @property
    def knows(self) -> bool:
        return knows(self.turn, self.plan, self.person, self.roles)

    def show(self) -> None:
        show(self.turn, self.t, self.plan, self.person, self.roles, self.chat)

    async def listen(self, name: str, **more: Any) -> None:
        """What they write next is about this household."""
        await self.state.set_state(name)
        await self.state.set_data({"plan": self.plan.id, "asked_at": self.turn.now.isoformat(), **more})

    def redraw(self, *, page: int = 0, noting: CarePlan | None = None) -> None:
        redraw(self.turn, self.t, self.plan, self.person, self.roles, self.chat, page=page, noting=noting)


def called_at(query: CallbackQuery, given: Given) -> Called | None:
    """The tap with its household; None where somebody may not note a visit there."""
    return _called(query, given, may_note)


def known_to(query: CallbackQuery, given: Given) -> Called | None:
    """The same; None where somebody may not know who it is."""
    return _called(query, given, knows)


def _called(
    query: CallbackQuery, given: Given, may: Callable[[Turn, CarePlan, Person, list[Role]], bool]
) -> Called | None:
    turn, person = given["turn"], given["person"]
    plan = care.by_id(turn.session, given["button"].record)
    private = person is not None and chat_of(query) == person.account
    if plan is None or not private or not may(turn, plan, person, given["roles"]):
        return None
    return Called(**values_of(query, given), plan=plan)
