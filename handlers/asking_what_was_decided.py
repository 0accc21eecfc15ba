"""What the minutes of a meeting ask next: the first question without an answer, over all items in their order.

    bot    N-10001-6：谁来办？ …
    Luo    王慧敏
    bot    N-10001-6：哪天前办好？ …

The answers lie with the items, so that a question is never further than what was said, whoever goes on.
"""

from typing import Any

from fieldwork.councils import AgendaItem, Ask, Council, asked_next
from fieldwork.letters import Letter
from fieldwork.letters import minutes as letters
from fieldwork.letters.agendas import Item, Meeting
from handlers.closing_the_minutes import Minutes, owners
from handlers.counting_who_came import signed
from handlers.meetings import meeting
from storage import councils

DECIDING = "council_deciding"  # the state of somebody who is asked for anything of the minutes
AHEAD = (3, 5, 10, 20)  # working days that are offered


def asked(minutes: Minutes, council: Council) -> AgendaItem | None:
    """The first item of which something is not said; none where only the people are to be counted."""
    items = councils.of_council(minutes.turn.session, council.id)
    return next((one for one in items if asked_next(one)), None)


async def go_on(minutes: Minutes, council: Council) -> None:
    """Asks the first question without an answer: where the last one stood, or below what was written."""
    turn, item, told = minutes.turn, asked(minutes, council), meeting(minutes.turn, council)
    question = _about(minutes, council, told, item) if item else letters.asked_how_many(
        minutes.t, minutes.chat, told, signed(turn, council)
    )  # fmt: skip
    minutes.say(question, council)
    await minutes.state.set_state(DECIDING)
    await minutes.state.set_data({"council": council.id, "asked_at": turn.now.isoformat()})


def _about(minutes: Minutes, council: Council, told: Meeting, item: AgendaItem) -> Letter:
    turn, t, chat, about = minutes.turn, minutes.t, minutes.chat, shown(told, item)
    match asked_next(item):
        case Ask.WHO:
            return letters.asked_owner(t, chat, told, about, *owners(minutes, council, item))
        case Ask.UNTIL:
            calendar = turn.desk.calendars.of(council.station)
            days = [calendar.working_day_after(turn.desk.day, many) for many in AHEAD]
            return letters.asked_until(t, chat, told, about, days)
        case _:
            return letters.asked_decision(t, chat, told, about)


def shown(told: Meeting, item: AgendaItem) -> Item:
    """An item as the meeting tells it."""
    return next(one for one in told.items if one.id == item.id)


async def answer(minutes: Minutes, item: AgendaItem, council: Council, **said: Any) -> None:
    """Writes it down, and asks what comes next."""
    councils.answer(minutes.turn.session, item, **said)
    await go_on(minutes, council)
