"""Taking a step: asked of `fieldwork.life`, kept with its event, told to everybody who has a card.

    Wang   签收
    bot    签收了，这件事归您。
    bot    (to the reporter) 🧑‍🔧 N-10001-6：西湖站王慧敏在跟进。

Whatever moves a report's state in a conversation comes through here.
"""

from fieldwork import life
from fieldwork.letters import hindrances, station
from fieldwork.life import By, Case, Hindrance, Verdict
from fieldwork.people import Person, Role, RoleKind
from fieldwork.reports import Finding, Report, State
from fieldwork.requests import Request, RequestKind
from fieldwork.texts import Translator
from handlers import following, gathering, running_late, second_look, standing, telling
from handlers.tapping import Tapped
from handlers.turn import Turn
from storage import people, reports, requests


def take(
    turn: Turn, report: Report, name: str, person: Person, roles: list[Role], reason: str = "",
    asked: Request | None = None, as_what: str = "", **values: object,
) -> Verdict:  # fmt: skip
    """Takes a step with all it implies, if this person may now; every card of the report is rewritten.

    `asked` is the request that the step grants; `as_what` the role in the history, else the staff's own.
    """
    verdict = standing.may(turn, name, report, person, roles, asked)
    if not verdict:
        return verdict
    fresh, rang = report.handler_id is None, report.rung_id
    if any(step.name == "sign" for step in verdict.steps):
        values.setdefault("handler_id", person.id if fresh else report.handler_id)
    role = as_what or staff_role(roles)
    if not _walked(turn, report, verdict, person.id, role, reason, values):
        return Verdict(hindrance=Hindrance.STATE)
    told = telling.redraw(turn, report)
    if fresh and report.handler_id and name not in ("done", "transfer"):
        telling.tell_reporter_taken(turn, told)
    if fresh and report.handler_id or name in _GONE:
        gathering.count_again(turn, report, rang)
    return verdict


_GONE = frozenset({"decline", "merge", "ask", "return"})  # what takes a card out of the pile that waits


def by_clock(turn: Turn, report: Report, name: str, reason: str = "", **values: object) -> bool:
    """A step that a rule takes, or a day that has come; the cards are rewritten. False: not in this state."""
    case = Case(acting=frozenset({By.CLOCK}), now=turn.now)
    verdict = life.judge(name, report, case)
    if not verdict or not _walked(turn, report, verdict, None, "rule", reason, values):
        return False
    telling.redraw(turn, report)
    return True


def _walked(
    turn: Turn, report: Report, verdict: Verdict, actor: int | None, role: str, reason: str,
    values: dict[str, object],
) -> bool:  # fmt: skip
    """Keeps the steps; what was asked for lapses when the state is another."""
    before = report.state
    if "station" in values and verdict.steps[-1].name != "transfer":  # who takes it over has answered
        lapse(turn, report)  # whoever has it now asks anew
    done = reports.walk(turn.session, report, verdict.steps, at=turn.now, actor=actor, role=role, reason=reason,
                        **values)  # fmt: skip
    if done and report.state is not before and not _only_handled(before, report.state):
        lapse(turn, report)
    if done:
        running_late.take_back(turn, report)
        following.keep_up(turn, report)
    return done


def lapse(turn: Turn, report: Report) -> None:
    """What was asked about a report is not waited for any more; a station that was asked sees it."""
    kinds = [kind for kind in RequestKind if kind is not RequestKind.EXCLUDE]  # 剔除 is of any state
    for id_ in requests.lapse(turn.session, report.serial, turn.now, *kinds):
        request = requests.by_id(turn.session, id_)
        if request and request.kind is RequestKind.TRANSFER:
            telling.tell_answered(turn, report, request)


def _only_handled(before: State, after: State) -> bool:
    """Signing for a report or calling its reporter overtakes no request."""
    at_work = life.UNSIGNED | {State.SIGNED, State.IN_PROGRESS}
    return before in at_work and after in at_work


def finish(
    turn: Turn, report: Report, person: Person, roles: list[Role], outcome: str,
    finding: Finding = Finding.SOLVED,
) -> Verdict:  # fmt: skip
    """办结. The reporter is asked at once, but where another person has to look first (核查)."""
    verdict = take(turn, report, "done", person, roles, reason=outcome, outcome=outcome, answer="",
                   finding=finding)  # fmt: skip
    if verdict and must_be_verified(turn, report):
        second_look.ask(turn, report)
    elif verdict:
        ask_reporter(turn, report)
    return verdict


def who_looks(turn: Turn, report: Report) -> str:
    """Who was rung to look whether it is done; empty where nobody has to, or nobody was."""
    person = (
        people.by_id(turn.session, report.rung_id) if report.rung_id and report.state is State.DONE else None
    )
    return person.name if person else ""


def must_be_verified(turn: Turn, report: Report) -> bool:
    """核查: where the category asks for it, and where one person alone may not close it."""
    return turn.desk.rules.verified(report.category) or life.is_restricted(report)


def ask_reporter(turn: Turn, report: Report) -> None:
    """回访: from done to asked."""
    if by_clock(turn, report, "call_back"):
        put_question(turn, report)


def put_question(turn: Turn, report: Report) -> None:
    """The question whether it is solved, to its reporter and to each who joined."""
    telling.ask_if_solved(turn, telling.matter(turn, report))
    following.call_back(turn, report)


def why_not(
    turn: Turn, t: Translator, report: Report, person: Person | None, hindrance: Hindrance | None = None
) -> str:
    """The kind sentence for what cannot be done now."""
    if hindrance and hindrance not in (Hindrance.STATE, Hindrance.NOT_THEIRS):
        return hindrances.sentence(t, hindrance)
    handler = people.by_id(turn.session, report.handler_id) if report.handler_id else None
    if handler and person and handler.id != person.id:
        return t.staff("{worker} has it already.", worker=handler.name)
    if hindrance is Hindrance.NOT_THEIRS:
        return hindrances.sentence(t, hindrance)
    return t.staff("Not now: it is {state}.", state=station.state_named(t, report.state))


def allows(tapped: Tapped, name: str) -> bool:
    """Whether a step may be taken now by who tapped; if not, says why and shows the card as it stands."""
    verdict = standing.may(tapped.turn, name, tapped.report, tapped.person, tapped.roles)
    if not verdict:
        refuse(tapped, verdict)
    return bool(verdict)


def refuse(tapped: Tapped, verdict: Verdict) -> None:
    """Says why a step may not be taken, and shows the card as it stands."""
    tapped.says(why_not(tapped.turn, tapped.t, tapped.report, tapped.person, verdict.hindrance))
    telling.show_card(tapped.turn, tapped.t, tapped.report, tapped.chat)


def staff_role(roles: list[Role]) -> str:
    """The role that somebody of a station acts in, as the history names it."""
    return next((role.kind.value for role in roles if role.kind is not RoleKind.RESIDENT), "")
