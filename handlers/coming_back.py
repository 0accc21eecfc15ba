"""What was returned comes back, put right or as it was: whoever returned it has the card again, below everything else.

    Chen   对，记下
    bot    (to Wang, without sound) A-10001-6 · 活动（已补正） … ✏️ 已补正：5 户 → 4 户
                                                              ✅ 核实，计入 · ↩️ 退回 · 🗑 作废 · 这是要办的事

Once a return: what is changed after that rewrites the card where it stands. In quiet hours it waits for the morning.
"""

from fieldwork.activities import Activity
from fieldwork.letters import reviewing as letters
from fieldwork.people import Person, can_be_reached
from fieldwork.reports import Report
from handlers import telling, viewers
from handlers.turn import Turn, chats_holding, voice
from storage import reports

_BACK_AGAIN = frozenset({"resubmitted", "stood_by"})


def show(turn: Turn, report: Report, activity: Activity) -> None:
    """To whoever returned it; who stands in for them, or has such cards there now, where they cannot be reached."""
    ask_no_more(turn, report)
    person = _who(turn, report, activity)
    if person and person.account and _is_first(turn, report):
        told = telling.matter(turn, report)
        card = telling.station_card(turn, voice(turn, person), told, person.account)
        turn.post_by_day(card.model_copy(update={"anew": True}))


def _who(turn: Turn, report: Report, activity: Activity) -> Person | None:
    staffing = turn.desk.staffing
    returned = staffing.acting_for(activity.decided_by) if activity.decided_by else None
    roles = staffing.roles_held(returned.id) if returned else []
    if returned and can_be_reached(returned) and viewers.knows_of(turn, report, returned, roles):
        return returned
    seat = turn.desk.network.stations.get(report.station)
    nearest = staffing.responsible(seat, report.place, but=activity.person_id) if seat else None
    return telling.staff_chat(turn, report) or nearest


def _is_first(turn: Turn, report: Report) -> bool:
    """Whether it comes back for the first time since it was returned."""
    steps = [event.step for event in reports.events(turn.session, report.serial)]
    back = max((at for at, step in enumerate(steps) if step == "sent_back"), default=len(steps))
    return sum(step in _BACK_AGAIN for step in steps[back:]) == 1


def ask_no_more(turn: Turn, report: Report) -> None:
    """What asked its teller to put it right loses its button: it was answered, or is void."""
    teller = telling.reporter_of(turn, report)
    if teller and teller.account and teller.account in chats_holding(turn, letters.asked_back(report)):
        turn.post(letters.asks_no_more(voice(turn, teller), report, teller.account))
