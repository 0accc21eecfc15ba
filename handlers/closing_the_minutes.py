"""The minutes of a meeting are closed: what was decided comes into force, and the meeting is an activity.

    Luo    12  (how many came)
    bot    (to Wang) [the card of N-10002-4, which came of it]
    bot    (to Chen, who reported it) 🏛 N-10001-6：西湖花园的楼长们开会商量过了：请物业一周内清掏
           王慧敏来跟进，3月13日前。
    bot    🏛 3月6日，西湖花园：会议记录已存。A-10003-2：1 场 · 12 人次
           1. N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
              ✔️ 请物业一周内清掏 · 王慧敏 · 3月13日前 → N-10002-4

A decision with an owner is a report of its own, linked to the first, with its day as limit. 不办 and 继续观察 are
kept as decisions; what was not reached waits for the next meeting.
"""

import json
from typing import NamedTuple

from aiogram.fsm.context import FSMContext

from fieldwork import helping
from fieldwork.councils import LATER, RULE, WITHOUT_REPORT, AgendaItem, Council
from fieldwork.helping import Help, HelpKind
from fieldwork.letters import Letter
from fieldwork.letters import agendas as told
from fieldwork.letters import minutes as letters
from fieldwork.letters.matter import Matter
from fieldwork.letters.reporter import is_spoken_of
from fieldwork.people import Person, Role
from fieldwork.reports import LOOK_SOON, Event, Report, State, Urgency
from fieldwork.routing import BUILT_IN_VERSION, Chosen, Routing
from fieldwork.texts import Translator
from handlers import (
    asking_partners,
    counting_who_came,
    grading,
    lending,
    reporting,
    showing_helpers,
    stepping,
    telling,
)
from handlers.asking_for_help import is_too_personal
from handlers.meetings import meeting
from handlers.turn import Turn, voice
from storage import councils, helps, people, reports


class Minutes(NamedTuple):
    """Somebody who keeps the minutes: as a tap and a message both know it."""

    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]
    chat: int
    state: FSMContext
    typed: bool  # what is said next stands below it, not in the place of the question

    def say(self, letter: Letter, council: Council) -> None:
        """The one message of the minutes in this chat."""
        where = {"card": f"minutes.{council.id}", "anew": self.typed, "alone": self.typed}
        self.turn.post(letter.model_copy(update=where))


def owners(minutes: Minutes, council: Council, item: AgendaItem) -> tuple[list[Person], list[Person]]:
    """Who may do it: the people of the station, and the partners of the place."""
    turn, report = minutes.turn, reports.by_serial(minutes.turn.session, item.serial)
    staff = turn.desk.staffing.reachable(turn.desk.network.stations[council.station])
    may = report is not None and helping.may_be_asked(HelpKind.PARTNER, report)
    return staff or [minutes.person], asking_partners.partners(turn, report) if may and report else []


async def close(minutes: Minutes, council: Council, many: int) -> None:
    """All of it, once."""
    turn = minutes.turn
    await minutes.state.clear()
    for item in councils.of_council(turn.session, council.id):
        _comes_into_force(minutes, council, item)
    activity = counting_who_came.counted(turn, minutes.person, minutes.roles, council, many)
    over = meeting(turn, council)
    councils.change(turn.session, council.id, ended_at=turn.now)
    councils.release(turn.session, council.id)
    minutes.say(letters.over(minutes.t, minutes.chat, over, activity.number, many), council)


def _comes_into_force(minutes: Minutes, council: Council, item: AgendaItem) -> None:
    report = reports.by_serial(minutes.turn.session, item.serial)
    if report is None or item.decided_serial is not None:
        return
    decision = item.decision or LATER  # what joined the agenda meanwhile was not reached either
    made = _report_of(minutes, council, report, item) if decision not in WITHOUT_REPORT else None
    if decision != LATER:
        _note_decided(minutes, report, decision, made)
    _tell_reporters(minutes, council, report, item, decision)


# -- a decision becomes a report --------------------------------------------------------------------


def _report_of(minutes: Minutes, council: Council, first: Report, item: AgendaItem) -> Report:
    """The decision as a report at the meeting's station: a colleague's, or asked of a partner."""
    turn, person = minutes.turn, minutes.person
    staff, partners = owners(minutes, council, item)
    partner = next((one for one in partners if one.id == item.owner_id), None)
    rung = person if partner else next((one for one in staff if one.id == item.owner_id), person)
    report = Report(
        state=State.DISPATCHED, reporter_id=person.id, text=item.decision, category=first.category, place=first.place,
        urgency=Urgency.T2,  # the meeting has said how fast
        station=council.station, rung_id=rung.id, due_on=item.due_on, rule=RULE,
        rule_version=BUILT_IN_VERSION, ruleset=turn.desk.ruleset, must_keep=True, next_due=LOOK_SOON,
        sent_at=turn.now, kept_at=turn.now,
    )  # fmt: skip
    report.privacy = grading.first_grade(turn, report)
    reports.file(turn.session, report, 0, None)
    councils.link(turn.session, item.id, report.serial)  # before its card, which says who decided it
    chosen = Routing(first=Chosen(rule=RULE, version=BUILT_IN_VERSION, station=council.station))
    reporting.note_new(turn, report, chosen)
    _note_set(minutes, report, first, item)
    card = telling.matter(turn, report, additions=False)
    telling.ring(turn, card, rung, new=True)
    if partner:
        _ask_partner(minutes, report, card, partner, item.decision)
    return report


def _note_set(minutes: Minutes, report: Report, first: Report, item: AgendaItem) -> None:
    until = item.due_on.isoformat() if item.due_on else ""
    _note(
        minutes,
        report,
        "council_set",
        json.dumps({"until": until, "person": item.owner_id, "lead": first.number}),
    )


def _ask_partner(minutes: Minutes, report: Report, card: Matter, owner: Person, words: str) -> None:
    """A partner is asked as always: without a word that names somebody."""
    turn, person = minutes.turn, minutes.person
    line = words if not is_too_personal(turn, report, words) else report.number
    help_ = helps.ask(turn.session, Help(serial=report.serial, kind=HelpKind.PARTNER, asked_by=person.id,
                                         asked_at=turn.now, person_id=owner.id, words=line))  # fmt: skip
    showing_helpers.note(turn, help_, "assist", person.id, stepping.staff_role(minutes.roles), line)
    showing_helpers.show(turn, lending.redraw(turn, report), help_, owner)


# -- noted, and told --------------------------------------------------------------------------------


def _note_decided(minutes: Minutes, first: Report, decision: str, made: Report | None) -> None:
    said = told.decision_named(minutes.turn.desk.speak(""), decision)
    _note(minutes, first, "council_decided", f"{said} → {made.number}" if made else said)


def _note(minutes: Minutes, report: Report, step: str, reason: str) -> None:
    role = stepping.staff_role(minutes.roles)
    reports.note(minutes.turn.session, Event(at=minutes.turn.now, serial=report.serial, step=step, role=role,
                                             actor_id=minutes.person.id, came_from=report.state,
                                             went_to=report.state, reason=reason))  # fmt: skip


def _tell_reporters(
    minutes: Minutes, council: Council, first: Report, item: AgendaItem, decision: str
) -> None:
    """Once, plainly, whoever reported it or met with the same; nobody is told what they noted themselves."""
    turn, place = minutes.turn, minutes.turn.desk.network.places.get(council.place)
    owner = people.by_id(turn.session, item.owner_id) if item.owner_id else None
    for matter, reader in telling.readers(turn, telling.matter(turn, first, additions=False)):
        hears = matter.report.serial == first.serial or telling.seen_by_followers(first)
        if hears and reader.id != minutes.person.id and is_spoken_of(matter.report):
            turn.post_by_day(told.told_reporter(
                voice(turn, reader), reader.account or 0, matter.report.number, place.name if place else "",
                decision, owner.name if owner else "", item.due_on,
            ))  # fmt: skip
