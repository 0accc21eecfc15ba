"""What a file of rules would change of those in force, which open reports that touches, what it would break."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fieldwork import life, numbers
from fieldwork.clock_checks import check_clocks
from fieldwork.network_files import Finding
from fieldwork.places import Network
from fieldwork.reports import Report, State
from fieldwork.requests import Request, RequestKind
from fieldwork.rulesets import ROUTING, WORDS, Content, Reached, Rulebook, RuleFile, kept, values
from fieldwork.toml_texts import line_of
from fieldwork.understanding.words import Words

FEW = 5  # numbers of reports that a line names
Entries = Mapping[str, Any]

S = State
_BEFORE_DONE = frozenset(S) - {S.DONE, S.CALLBACK, S.CLOSED, S.WITHDRAWN, S.NOT_ACCEPTED, S.MERGED, S.NOTED}
_TOUCHES: Mapping[str, frozenset[State]] = {  # which states look at a rule
    "limits.needs_info_days": frozenset({S.NEEDS_INFO}),
    "limits.return_hours": life.UNSIGNED | {S.SIGNED, S.IN_PROGRESS},
    "limits.returns": life.UNSIGNED | {S.SIGNED, S.RETURN_PENDING},
    "limits.hops": life.UNSIGNED | {S.SIGNED, S.IN_PROGRESS, S.RETURN_PENDING},
    "limits.hold_days": frozenset({S.ON_HOLD}),
    "limits.park_days": frozenset({S.PARKED}),
    "limits.callback_days": frozenset({S.CALLBACK}),
    "reasons.held": frozenset({S.ON_HOLD}),
    "reasons.parked": frozenset({S.PARKED}),
    "reasons.returned": frozenset({S.RETURN_PENDING}),
    "bodies": frozenset({S.REFERRED}),
}
_ASKS = {
    RequestKind.HOLD: "reasons.held",
    RequestKind.PARK: "reasons.parked",
    RequestKind.DECLINE: "reasons.declined",
    RequestKind.EXCLUDE: "reasons.excluded",
}
_WAITS = {S.ON_HOLD: "reasons.held", S.PARKED: "reasons.parked", S.REFERRED: "bodies"}


class Change(NamedTuple):
    """One thing that would be otherwise, and the open reports that it touches."""

    path: str
    detail: str
    touches: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.touches:
            return f"{self.path}: {self.detail}"
        some = ", ".join(self.touches[:FEW]) + (", …" if len(self.touches) > FEW else "")
        noun = "report" if len(self.touches) == 1 else "reports"
        return f"{self.path}: {self.detail} (touches {len(self.touches)} open {noun}: {some})"


@dataclass(frozen=True)
class Plan:
    """From the rules in force to others. With findings it is not applied."""

    before: Reached
    after: Reached
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    lane_line: int | None = None  # where the file turns the lane on

    @property
    def content(self) -> Content:
        """The version that would be kept."""
        return kept(self.after.book, self.after.own_sections)

    @property
    def changes_nothing(self) -> bool:
        return not self.changes

    @property
    def turns_the_lane_on(self) -> bool:
        return self.after.book.rules.lane.on and not self.before.book.rules.lane.on


def plan(
    file: RuleFile, before: Reached, after: Reached, network: Network, open_: Sequence[Report],
    asked: Sequence[Request],
) -> Plan:  # fmt: skip
    """What a file changes. `open_` are the open reports, `asked` what waits for an answer about them."""
    _check_categories(file, after.book)
    _check_dangers(file, after.book.words)
    _check_routing(file, after.book, network)
    check_clocks(file, after.book, network)
    _check_lane(file, before.book, after.book)
    _check_held(file, before.book, after.book, open_, asked)
    found = [_touched(each, network, before.book, after.book, open_) for each in _changes(before, after)]
    return Plan(before, after, tuple(found), tuple(file.findings), line_of(file.lines, "lane.on"))


# -- what would be broken ---------------------------------------------------------------------------


def _check_categories(file: RuleFile, after: Rulebook) -> None:
    rules = after.rules
    for path, codes in (
        ("verify", rules.verify),
        ("same.not_alike", rules.same.not_alike),
        ("lane.categories", rules.lane.categories),
        *(
            (f"personal.categories.{grade}", codes)
            for grade, codes in after.words.personal.categories.items()
        ),
    ):
        for number, code in enumerate(codes):
            if code not in after.words.catalogue:
                file.complain(f"{path}[{number}]", f"there is no category {code}")


def _check_dangers(file: RuleFile, words: Words) -> None:
    for code in words.personal.dangers:
        if words.danger_of(code) is None:
            file.complain(f"personal.dangers.{code}", f"there is no kind of danger {code}")


def _check_routing(file: RuleFile, after: Rulebook, network: Network) -> None:
    for number, rule in enumerate(after.routing):
        at = f"{ROUTING}[{number}]"
        if rule.station not in network.stations:
            file.complain(
                f"{at}.station", f"rule {rule.id} names the station {rule.station}, which is not there"
            )
        if rule.place is not None and rule.place not in network.places:
            file.complain(f"{at}.place", f"rule {rule.id} names the place {rule.place}, which is not there")
        if rule.category is not None and rule.category not in after.words.catalogue:
            file.complain(
                f"{at}.category", f"rule {rule.id} names the category {rule.category}, which is not there"
            )


def _check_lane(file: RuleFile, before: Rulebook, after: Rulebook) -> None:
    lane = after.rules.lane
    if lane.on and not (lane.categories and lane.told):
        file.complain("lane.on", "the lane needs the categories that open it, and who has to be told")


def _check_held(
    file: RuleFile, before: Rulebook, after: Rulebook, open_: Sequence[Report], asked: Sequence[Request]
) -> None:
    """A code may go once no open report holds it; closed ones keep the version that knows its name."""
    gone = set(before.words.catalogue) - set(after.words.catalogue)
    holding = dict[tuple[str, str], list[str]]()
    for report in open_:
        if report.category in gone:
            holding.setdefault(("categories", str(report.category)), []).append(report.number)
        if report.state in _WAITS and report.waits_for:
            code = report.waits_for.rpartition(".")[2]
            holding.setdefault((_WAITS[report.state], code), []).append(report.number)
    for request in asked:
        if request.kind in _ASKS and request.code:
            holding.setdefault((_ASKS[request.kind], request.code), []).append(
                numbers.printed(request.serial)
            )
    for (path, code), held_by in holding.items():
        if path == "categories" or (code in _codes(before, path) and code not in _codes(after, path)):
            some = ", ".join(held_by[:FEW]) + (", …" if len(held_by) > FEW else "")
            file.complain(path, f"{code} is missing, and {len(held_by)} open hold it: {some}")


def _codes(book: Rulebook, path: str) -> set[str]:
    if path == "bodies":
        return {body.code for body in book.rules.bodies}
    return {reason.code for reason in getattr(book.rules.reasons, path.rpartition(".")[2])}


# -- what would be otherwise ------------------------------------------------------------------------


def _changes(before: Reached, after: Reached) -> Iterator[Change]:
    was, now = values(before.book), values(after.book)
    for part in now:
        yield from _differences(was.get(part), now[part], part)
    for name in WORDS:
        if name in before.own_sections and name not in after.own_sections:
            yield Change(name, "follows the programme's own words (or the station's file) again")


def _differences(was: Any, now: Any, path: str) -> Iterator[Change]:
    if was == now:
        return
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys([*was, *now]):
            yield from _differences(was.get(key), now.get(key), f"{path}.{key}")
    elif isinstance(was, list) and isinstance(now, list):
        yield from _of_lists(was, now, path)
    else:
        yield Change(path, f"{_said(was)} → {_said(now)}")


def _of_lists(was: list[Any], now: list[Any], path: str) -> Iterator[Change]:
    old, new = _by_name(was), _by_name(now)
    if not (any(isinstance(each, Mapping) for each in [*was, *now])):
        yield Change(path, _more_and_less(was, now))
        return
    for name in dict.fromkeys([*old, *new]):
        if name not in new or name not in old:
            yield Change(f"{path}.{name}", "new" if name in new else "removed")
        else:
            yield from _differences(old[name], new[name], f"{path}.{name}")
    if [n for n in old if n in new] != [n for n in new if n in old]:
        yield Change(path, "in another order")


def _by_name(entries: Iterable[Any]) -> Entries:
    return {str(_name(each)): each for each in entries}


def _name(entry: Any) -> Any:
    keys = ("id", "code", "name")
    return next((entry[key] for key in keys if key in entry), "") if isinstance(entry, Mapping) else entry


def _more_and_less(was: list[Any], now: list[Any]) -> str:
    more = [str(each) for each in now if each not in was]
    less = [str(each) for each in was if each not in now]
    told = [f"+ {', '.join(more)}"] * bool(more) + [f"− {', '.join(less)}"] * bool(less)
    return "; ".join(told) or "in another order"


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else str(value)


# -- whom it touches --------------------------------------------------------------------------------


def _touched(
    change: Change, network: Network, before: Rulebook, after: Rulebook, open_: Sequence[Report]
) -> Change:
    """The change with the numbers of the open reports that it touches."""
    touches = _touching(change.path, network, before, after)
    return change._replace(touches=tuple(report.number for report in open_ if touches(report)))


def _touching(path: str, network: Network, before: Rulebook, after: Rulebook) -> Callable[[Report], bool]:
    top, _, rest = path.partition(".")
    if path == "verify":
        return lambda report: (
            report.state in _BEFORE_DONE
            and before.rules.verified(report.category) != after.rules.verified(report.category)
        )
    if top == ROUTING:
        fitting = [rule for book in (before, after) for rule in book.routing if rule.id == rest.split(".")[0]]
        return lambda report: (
            report.state is S.DISPATCHED
            and any(
                rule.fits(network, report.place, report.category, report.urgency.value) for rule in fitting
            )
        )
    if path == "lane.on":
        return lambda report: report.mandatory
    states = next((each for name, each in _TOUCHES.items() if (path + ".").startswith(name + ".")), None)
    return lambda report: states is not None and report.state in states
