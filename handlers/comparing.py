"""Which open reports may be the same matter as one, and what a neighbour is shown of them.

Asked with each report that comes, so it is one indexed statement at most, and none for what tells of nothing
comparable. The rules are fieldwork/sameness.py; whatever is personal is never offered to anybody.
"""

from datetime import timedelta

from fieldwork import numbers, sameness
from fieldwork.letters.joining import Offer
from fieldwork.letters.matter import category_named
from fieldwork.reports import Report, State, Urgency
from fieldwork.texts import Translator
from handlers.turn import Turn
from storage import alike

JOINS_WITHIN = timedelta(seconds=60)  # the same sender's next message: that is joining, no neighbour
AT_ONCE = (Urgency.T0, Urgency.T1)  # never held back


def same_matters(turn: Turn, report: Report) -> list[Report]:
    """The open reports that may be the same matter, the surest first."""
    desk, rules = turn.desk, turn.desk.rules.same
    worth = sameness.may_be_offered(report, rules) and desk.sameness.may_be_shared(report, desk.network)
    if not worth:
        return []
    since = report.sent_at - timedelta(days=rules.days)
    found = alike.open_like(
        turn.session, sameness.places_of(report, desk.network), report.category or "", since
    )
    others = [one for one in found if one.station == report.station and not _just_sent(report, one)]
    return sameness.candidates(report, others, desk.sameness, desk.network, rules)


def _just_sent(report: Report, other: Report) -> bool:
    return other.reporter_id == report.reporter_id and abs(report.sent_at - other.sent_at) <= JOINS_WITHIN


def question_of(turn: Turn, report: Report) -> str:
    """The name of the question whether it is the same matter, where there is anything to ask."""
    return "same" if report.state is State.DISPATCHED and same_matters(turn, report) else ""


def held(turn: Turn, report: Report) -> float:
    """How many seconds the station's card waits for the answer."""
    if report.question != "same" or report.urgency in AT_ONCE:
        return 0.0
    return float(turn.desk.rules.same.hold_seconds)


def offers(turn: Turn, t: Translator, report: Report) -> list[Offer]:
    """What is offered, three at most, as a neighbour may see it."""
    return [_offer(turn, t, report, one) for one in same_matters(turn, report)[: sameness.MOST]]


def _offer(turn: Turn, t: Translator, report: Report, other: Report) -> Offer:
    return Offer(serial=other.serial, age=max(report.sent_at - other.sent_at, timedelta(0)),
                 words=_excerpt(turn, t, other), own=other.reporter_id == report.reporter_id)  # fmt: skip


def _excerpt(turn: Turn, t: Translator, report: Report) -> str:
    """How it begins, without place, door and numbers; where it speaks of somebody, only its kind."""
    words = report.words or report.text
    if turn.desk.discretion.of([words], door="1", category=report.category).is_personal:
        return category_named(t, report.category)
    bare = turn.desk.reader.read(words).words_left
    return sameness.first_words(sameness.masked(bare)) or category_named(t, report.category)


def recurrence(turn: Turn, report: Report) -> tuple[str, int] | None:
    """The last one of its kind that was closed in the same building, and how many days ago."""
    network, rules = turn.desk.network, turn.desk.rules.same
    if not report.is_open or not sameness.is_of_all(report.category, rules) or report.category is None:
        return None
    if not sameness.names_building(report, network):
        return None
    since = turn.now - timedelta(days=rules.recurrence_days)
    done = alike.closed_like(turn.session, sameness.places_of(report, network), report.category, since)
    return (numbers.printed(done.serial), (turn.now - done.at).days) if done else None
