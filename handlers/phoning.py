"""Somebody rings a reporter who did not answer in the chat (待电话回访).

    bot    (to Zhang, in the next list) ☎️ N-10001-6 …
    Zhang  待办
    bot    📋 待办 · 西湖站 …                                      ☎️ 待电话回访 · 1
    Zhang  N-10001-6
    bot    (the card, with the telephone)                          ☎️ 已电话回访 · 📵 打不通
    Zhang  已电话回访
    bot    ☎️ N-10001-6：上报人怎么说，解决了吗？                    解决了 · 部分解决 · 没有解决
    Zhang  解决了
    bot    ☎️ N-10001-6：上报人满意吗？                             满意 · 基本满意 · 不满意
    Zhang  满意
    bot    ☎️ N-10001-6：记下了，谢谢。

Never the one who handled it, while there is another: of the station, else of one above (RULES, Settled). Until
then the question in the chat stays open: whoever answers first counts. 打不通 closes it as 未参评.
"""

from aiogram import Router
from aiogram.types import CallbackQuery

from fieldwork.letters import calling_back
from fieldwork.letters import phoning as letters
from fieldwork.letters.matter import CALLBACK, RINGING, subject
from fieldwork.life import Hindrance, Verdict
from fieldwork.marks import Due
from fieldwork.people import Person, Role
from fieldwork.reminders import Manner, Reminder
from fieldwork.reports import Event, Report, State
from fieldwork.texts import Phrase
from handlers import climbing, dispatching, reopening, standing, stepping, telling, viewers
from handlers.tapping import Tap, Tapped
from handlers.turn import Turn, chats_holding, voice
from storage import cards, people, reminders, reports, viewing

SAID_NO = Phrase.staff("the reporter said on the telephone that it is not solved.")
ANSWERED = (
    "solved",
    "partly",
    "unsolved",
    "phoned",
    "phoned_unsolved",
    "unanswered",
)  # what ends the question
NOT_REACHED = "phone"  # the reason of 未参评 where somebody rang


def router() -> Router:
    phoning = Router(name="phoning")
    phoning.callback_query.register(has_rung, Tap("phoned"))
    phoning.callback_query.register(wrote_what_they_said, Tap("phone_said"))
    phoning.callback_query.register(wrote_how_satisfied, Tap("phone_grade"))
    phoning.callback_query.register(did_not_reach, Tap("unreached"))
    return phoning


# -- a day has come -----------------------------------------------------------------------------------


def come_due(turn: Turn, report: Report, due: Due) -> None:
    """Nobody answered in the chat, asked twice: another person is to ring."""
    caller = None if report.mandatory else _who_rings(turn, report)
    if caller is None or not reports.change(turn.session, report, caller_id=caller.id):
        return
    reminders.add(turn.session, [
        Reminder(subject=climbing.about(report), step=due.step, person_id=caller.id, manner=Manner.LIST,
                 due_at=due.at, send_at=turn.now, as_what="caller")
    ])  # fmt: skip
    telling.redraw(turn, report)


def _who_rings(turn: Turn, report: Report) -> Person | None:
    """Another person than who handled it; that one only where nobody else may know of it and can be reached."""
    found = [dispatching.another_person(turn, report), *_named(turn, report), *_heads(turn, report),
             dispatching.who_does_it_again(turn, report)]  # fmt: skip
    may = (one for one in found if one and viewers.hears_of(turn, report, one, _held(turn, one)))
    return next(may, None)


def _named(turn: Turn, report: Report) -> list[Person]:
    """Who was named to what is restricted."""
    ids = viewing.admitted(turn.session, report.serial)
    return [one for one in people.by_ids(turn.session, ids).values() if _is_another(turn, report, one)]


def _heads(turn: Turn, report: Report) -> list[Person]:
    """Who answers for the station, then whoever decides one level up."""
    staffing = turn.desk.staffing
    above = staffing.deciders(staffing.one_up(report.station), but=report.handler_id)
    head = staffing.head(turn.desk.network.stations[report.station])
    return [one for one in (head, *above) if one and _is_another(turn, report, one)]


def _is_another(turn: Turn, report: Report, person: Person) -> bool:
    return person.id != report.handler_id and turn.desk.staffing.is_here(person.id)


def _held(turn: Turn, person: Person) -> list[Role]:
    return turn.desk.staffing.roles_held(person.id)


# -- who rings ----------------------------------------------------------------------------------------


async def has_rung(_query: CallbackQuery, tapped: Tapped) -> None:
    verdict = standing.may(tapped.turn, "phoned", tapped.report, tapped.person, tapped.roles)
    if not verdict:
        _refuse(tapped, verdict)
        return
    told = telling.matter(tapped.turn, tapped.report, additions=False)
    asked = letters.asked_what_they_said(tapped.t, told, tapped.chat)
    tapped.turn.post(asked.model_copy(update={"anew": True}))


def _refuse(tapped: Tapped, verdict: Verdict) -> None:
    """Whoever answered first counts: then there is nothing to ask any more."""
    if verdict.hindrance is not Hindrance.STATE:
        stepping.refuse(tapped, verdict)
        return
    if _wrote_it_down(tapped.turn, tapped.report, tapped.person):
        tapped.says(tapped.t.staff("You have noted that already."))
        return
    turn, ringing = tapped.turn, subject(RINGING, tapped.report.serial)
    tapped.says(tapped.t.staff("The reporter has answered by now."))
    if tapped.chat in chats_holding(turn, ringing):
        turn.post(letters.over(tapped.t, telling.matter(turn, tapped.report, additions=False), tapped.chat))
    telling.show_card(turn, tapped.t, tapped.report, tapped.chat)


def _wrote_it_down(turn: Turn, report: Report, person: Person) -> bool:
    """Whether this person's own call ended it: a finger that comes down twice takes nothing away."""
    steps = [event for event in reports.events(turn.session, report.serial) if event.step in ANSWERED]
    return bool(steps) and steps[-1].actor_id == person.id


async def wrote_what_they_said(_query: CallbackQuery, tapped: Tapped) -> None:
    match tapped.button.choice:
        case "unsolved":
            _is_not_solved(tapped)
        case "solved" | "partly" as answer:
            _is_solved(tapped, answer)
        case _:
            tapped.out_of_use()


def _is_solved(tapped: Tapped, answer: str) -> None:
    turn, report = tapped.turn, tapped.report
    verdict = stepping.take(turn, report, "phoned", tapped.person, tapped.roles, reason=answer, answer=answer,
                            answered_by_phone=True)  # fmt: skip
    if not verdict:
        _refuse(tapped, verdict)
        return
    told = telling.matter(turn, report)
    turn.post(letters.asked_how_satisfied(tapped.t, told, tapped.chat))
    _close_question(turn, report)


def _is_not_solved(tapped: Tapped) -> None:
    """重办, by another person as always."""
    turn, report = tapped.turn, tapped.report
    verdict = reopening.do_again(turn, report, "phoned_unsolved", tapped.person, tapped.roles, SAID_NO,
                                 phoned=True)  # fmt: skip
    if not verdict:
        _refuse(tapped, verdict)
        return
    again = people.by_id(turn.session, report.rung_id) if report.rung_id else None
    turn.post(
        letters.is_done_again(
            tapped.t, telling.matter(turn, report), tapped.chat, again.name if again else ""
        )
    )
    _close_question(turn, report)


async def wrote_how_satisfied(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report, grade = tapped.turn, tapped.report, tapped.button.choice
    if grade not in letters.GRADES or not _waits_for_grade(turn, report, tapped.person):
        tapped.out_of_use()
        return
    reports.change(turn.session, report, grade=grade)
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="graded", actor_id=tapped.person.id,
                                     role=stepping.staff_role(tapped.roles), reason=grade))  # fmt: skip
    turn.post(letters.noted(tapped.t, telling.redraw(turn, report), tapped.chat))


def _waits_for_grade(turn: Turn, report: Report, person: Person) -> bool:
    """Whether this person rang, and the second question is open."""
    if report.state is not State.CLOSED or report.grade or not report.answered_by_phone:
        return False
    rang = [event.actor_id for event in reports.events(turn.session, report.serial) if event.step == "phoned"]
    return rang[-1:] == [person.id]


async def did_not_reach(_query: CallbackQuery, tapped: Tapped) -> None:
    turn, report = tapped.turn, tapped.report
    verdict = stepping.take(turn, report, "unanswered", tapped.person, tapped.roles, reason=NOT_REACHED)
    if not verdict:
        _refuse(tapped, verdict)
        return
    turn.post(letters.not_reached(tapped.t, telling.matter(turn, report), tapped.chat))
    _close_question(turn, report)


def _close_question(turn: Turn, report: Report) -> None:
    """The reporter is not asked any more: what stands in the chat says how it ended."""
    person = telling.reporter_of(turn, report)
    card = cards.newest_round(turn.session, subject(CALLBACK, report.serial), person.account or 0) \
        if person else None  # fmt: skip
    if person is None or card is None:
        return
    t, told, round_ = voice(turn, person), telling.matter(turn, report), int(card.rpartition(".")[2])
    if report.state is State.REWORK:
        say = calling_back.thanked
    else:
        say = letters.thanked if report.answered_by_phone else calling_back.not_asked_any_more
    turn.post_by_day(say(t, told, person.account or 0, round_))
