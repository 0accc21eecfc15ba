"""Past records out of a table (补录): each row read into values, and every bad one named with its line.

Columns are known by the names that an export has, or by what people call them. A row is known again by its
`external_id`, by the number it had where it was exported, else by all that it says.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from typing import Any, NamedTuple, NoReturn

from fieldwork.activities import ActivityKind, Stage, Unit
from fieldwork.exports import ACTIVITY_COLUMNS, NEED_COLUMNS, What
from fieldwork.network_tables import Row
from fieldwork.reports import ENDED, Finding, State, Urgency

KIND_NAMES: Mapping[str, ActivityKind] = {
    "入户走访": ActivityKind.HOME_VISIT, "走访": ActivityKind.HOME_VISIT, "电话探访": ActivityKind.PHONE_VISIT,
    "个案服务": ActivityKind.CASE_SESSION, "个案": ActivityKind.CASE_SESSION, "小组服务": ActivityKind.GROUP_SESSION,
    "小组": ActivityKind.GROUP_SESSION, "社区活动": ActivityKind.COMMUNITY_ACTIVITY, "宣讲宣传": ActivityKind.PUBLICITY,
    "宣讲": ActivityKind.PUBLICITY, "宣传": ActivityKind.PUBLICITY, "环境整治": ActivityKind.CLEANUP,
    "适老化改造": ActivityKind.ACCESSIBILITY_WORK, "无障碍改造": ActivityKind.ACCESSIBILITY_WORK,
    "公益慈善活动": ActivityKind.CHARITY_EVENT, "慈善活动": ActivityKind.CHARITY_EVENT, "议事会": ActivityKind.COUNCIL,
    "座谈": ActivityKind.COUNCIL, "培训": ActivityKind.TRAINING, "督导": ActivityKind.SUPERVISION,
    "资源链接": ActivityKind.RESOURCE_LINK, "其他": ActivityKind.OTHER,
}  # fmt: skip
KEY = "external_id"
HEADINGS: Mapping[str, str] = {
    **{name: name for name in (KEY, *ACTIVITY_COLUMNS, *NEED_COLUMNS)},
    "外部编号": KEY, "原编号": KEY, "编号": "number",
    **dict.fromkeys(("种类", "类型", "活动类型", "活动类别", "活动种类", "服务类型", "服务类别"), "kind"),
    "日期": "held_on", "时间": "held_on",
    **{what + when: "held_on" for what in ("活动", "走访", "服务", "开展") for when in ("日期", "时间")},
    "结束日期": "held_until", "周期": "period", "地点代码": "place",
    **dict.fromkeys(("地点", "地址", "活动地点", "走访地点", "服务地点", "地点（名称）"), "place_name"),
    **dict.fromkeys(("站点", "社工站"), "station"),
    **dict.fromkeys(("主题", "内容", "原话", "活动主题", "活动名称", "活动内容", "服务内容"), "words"),
    "分钟": "minutes", "时长": "minutes", "志愿者人数": "volunteers", "志愿者数": "volunteers",
    **dict.fromkeys(("未遇", "未遇（次）"), "not_met"),
    **dict.fromkeys(("人员号", "人员", "社工", "工作人员"), "person"),
    "机构": "organisation", "项目": "project", "核实状态": "stage",
    "状态": "state", "紧急程度": "urgency", "类别": "category",
    **dict.fromkeys(("收到时间", "上报时间", "受理时间"), "sent_at"),
    "签收时间": "signed_at",
    **dict.fromkeys(("首次联系", "首次联系时间"), "contacted_at"),
    "办结时间": "done_at", "结案时间": "closed_at", "核实结论": "finding", "回访答复": "answer", "满意度": "grade",
    **{f"{before}{unit}{after}": unit.value for unit in Unit
       for before, after in (("", "数"), ("服务", ""), ("数量（", "）"))},
    "走访户数": Unit.HOUSEHOLDS.value, "参加人数": Unit.PEOPLE.value, "场次": Unit.SESSIONS.value,
}  # fmt: skip
"""A heading, in small letters, to the column's name."""
LONGEST_WORDS = 4_000  # characters
MOST = 1_000_000  # of one unit in one record
MOST_NOT_MET = 1_000  # calls at which nobody was in: each is kept by itself
STAGE_NAMES: Mapping[str, Stage] = {
    **dict.fromkeys(("已计入", "已计入（补报）", "计入别的时段", "已核实", "已审核", "通过", "已完成"), Stage.ACCEPTED),
    **dict.fromkeys(("待核实", "待审核", "未审核"), Stage.SUBMITTED),
    **dict.fromkeys(("退回", "已退回"), Stage.RETURNED),
    **dict.fromkeys(("待确认", "待本人确认"), Stage.DRAFT),
    **dict.fromkeys(("作废", "已作废", "已计入（扣回）"), Stage.VOID),
}  # fmt: skip
CODES: Mapping[str, str] = {
    **dict.fromkeys(("已结案", "结案", "已办结", "办结", "已完成"), State.CLOSED.value),
    **dict.fromkeys(("已撤销", "撤销", "撤回"), State.WITHDRAWN.value), "不予受理": State.NOT_ACCEPTED.value,
    "特急": Urgency.T0.value, "最急": Urgency.T0.value, "紧急": Urgency.T1.value, "急": Urgency.T1.value,
    "一般": Urgency.T2.value, "普通": Urgency.T2.value, "复杂": Urgency.T3.value, "咨询": Urgency.Q.value,
    **dict.fromkeys(("解决了", "已解决", "解决", "属实，已解决"), "solved"), "部分解决": "partly",
    **dict.fromkeys(("未解决", "没解决", "还没解决", "属实，未解决"), "unsolved"), "不属实": Finding.UNTRUE.value,
    "满意": "satisfied", "非常满意": "satisfied", **dict.fromkeys(("基本满意", "比较满意"), "fairly"),
    "不满意": "unsatisfied",
}  # fmt: skip
"""What is said of past needs, to the codes of an export."""
_DAY_0, _DAYS = (
    date(1899, 12, 30),
    range(36_526, 73_051),
)  # days as spreadsheets count them: those of 2000 to 2099
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,4})?)\s*(\D{0,2})", re.ASCII)
_SAID_IN: Mapping[str, Sequence[str]] = {
    "minutes": ("分", "分钟"), "volunteers": ("人", "名", "位"), "not_met": ("次", "户"),
}  # fmt: skip
_WAITS = {Stage.SUBMITTED, Stage.RETURNED, Stage.RESUBMITTED}
_TIME = re.compile(
    r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
Cells = Mapping[str, str]


class BadCell(Exception):
    """A cell that cannot be taken. The message is the sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class Bad(NamedTuple):
    """A row that cannot be taken, and why."""

    line: int
    column: str
    sentence: str


class Past(NamedTuple):
    """What all past records have."""

    line: int
    key: str  # by which the same row is known again
    number: str  # where it was exported, if it was
    place: str
    station: str
    person_id: int
    words: str


class PastActivity(NamedTuple):
    """A past activity."""

    past: Past
    kind: ActivityKind
    held_on: date
    held_until: date | None
    period: str
    counts: Mapping[Unit, float]
    minutes: int | None
    volunteers: int | None
    organisation_id: int | None
    project_id: int | None
    waits: bool  # it had not been accepted where it comes from
    not_met: int = 0  # calls at which nobody was in


class PastNeed(NamedTuple):
    """A past need: one that is over."""

    past: Past
    category: str
    urgency: Urgency
    state: State
    sent_at: datetime
    turns: Mapping[str, datetime]  # sign, contact, done
    closed_at: datetime
    finding: Finding | None
    answer: str
    grade: str


class Known(NamedTuple):
    """What a row is looked up in. Each gives None for what is not there."""

    place: Callable[[str], str | None]
    station: Callable[[str], str | None]  # by code or name
    station_of: Callable[[str], str]  # of a place
    person: Callable[[str], int | None]
    organisation: Callable[[str], int | None]
    project: Callable[[str], int | None]
    category: Callable[[str], str | None]
    categories: Sequence[str]  # what they are called
    by: int  # who brings the file
    today: date
    zone: tzinfo


def columns_of(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, if these cells are a header of past records at all."""
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        if name := _column(cell):
            found.setdefault(name, number)
    return found if {"kind", "held_on"} <= found.keys() or "sent_at" in found else None


def columns_below(cells: Sequence[str]) -> dict[str, int] | None:
    """What a second row of the header adds: nothing but names stand in it (次 户 人次, below a merged 数量)."""
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        if cell.strip():
            name = _column(cell)
            if name is None:
                return None
            found.setdefault(name, number)
    return found or None


def _column(cell: str) -> str | None:
    """The column that a heading names."""
    heading = cell.strip().lower().replace("(", "（").replace(")", "）")
    return heading if heading in tuple(Unit) else HEADINGS.get(heading)


def read(rows: Iterable[Row], what: What, known: Known) -> tuple[list[PastActivity | PastNeed], list[Bad]]:
    """The records of a table, and each row that is none."""
    good: list[PastActivity | PastNeed] = []
    bad: list[Bad] = []
    lines: dict[str, int] = {}
    for row in rows:
        try:
            made = _activity(row, known) if what is What.ACTIVITIES else _need(row, known)
            before = lines.setdefault(made.past.key, row.number)
            if before != row.number:
                _refuse("", f"It says the same as line {before}; give external_id where both are meant.")
            good.append(made)
        except BadCell as wrong:
            bad.append(Bad(row.number, wrong.column, str(wrong)))
    return good, bad


def _refuse(column: str, sentence: str) -> NoReturn:
    raise BadCell(column, sentence)


def _past(row: Row, what: What, known: Known) -> Past:
    cells = row.cells
    place = _place(cells, known)
    words = cells.get("words", "").strip()
    if len(words) > LONGEST_WORDS:
        _refuse("words", f"It has more than {LONGEST_WORDS} characters.")
    named = cells.get("person", "").strip()
    person = known.person(named) if named else known.by
    if person is None:
        _refuse(
            "person", f'There is nobody "{named}", or several; give the number of `people list`, or nothing.'
        )
    station = _station(cells, place, known)
    return Past(
        row.number, key_of(what, cells), cells.get("number", "").strip(), place, station, person, words
    )


def key_of(what: What, cells: Cells) -> str:
    """By what a row is known again: a sum, since an identifier may name somebody."""
    own = cells.get(KEY, "").strip() or cells.get("number", "").strip()
    said = own or json.dumps({name: text.strip() for name, text in sorted(cells.items()) if text.strip()},
                             ensure_ascii=False)  # fmt: skip
    return hashlib.sha256(f"{what.value}\n{said}".encode()).hexdigest()


def _place(cells: Cells, known: Known) -> str:
    named = cells.get("place", "").strip() or cells.get("place_name", "").strip()
    if not named:
        station = known.station(cells.get("station", "").strip())
        if station is None:
            _refuse("place", "It names no place: give a code, or names from the top.")
        return ""
    place = known.place(named)
    if place is None:
        _refuse("place", f'There is no place "{named}", or several; give its code.')
    return place


def _station(cells: Cells, place: str, known: Known) -> str:
    named = cells.get("station", "").strip()
    found = known.station(named) if named else known.station_of(place)
    if not found:
        _refuse(
            "station", f'There is no station "{named}".' if named else "No station answers for that place."
        )
    return found


# -- activities -------------------------------------------------------------------------------------


def _activity(row: Row, known: Known) -> PastActivity:
    cells = row.cells
    held_on = _day(cells, "held_on", known)
    if held_on is None:
        if not any(cells.get(name, "").strip() for name in ("kind", "place", "place_name")):
            _refuse("", "It has no day, kind or place: a sum is no record, leave that row out.")
        _refuse("held_on", "It has no day.")
    held_until = _day(cells, "held_until", known)
    if held_until and held_until < held_on:
        _refuse("held_until", "It ends before it begins.")
    return PastActivity(
        _past(row, What.ACTIVITIES, known), _kind(cells), held_on, held_until, cells.get("period", "").strip(),
        _counts(cells), _whole(cells, "minutes"), _whole(cells, "volunteers"),
        _tagged(cells, "organisation", known.organisation), _tagged(cells, "project", known.project), _waits(cells),
        _not_met(cells),
    )  # fmt: skip


def _kind(cells: Cells) -> ActivityKind:
    named = cells.get("kind", "").strip()
    found = KIND_NAMES.get(named) or next(
        (kind for kind in ActivityKind if kind.value == named.lower()), None
    )
    if found is None:
        _refuse(
            "kind",
            f'There is no kind of activity "{named}": {", ".join(ActivityKind)}, or the Chinese names.',
        )
    return found


def _waits(cells: Cells) -> bool:
    """Whether it still waits for somebody to look; what is a draft or void is no record."""
    named = (cells.get("stage", "") or cells.get("state", "")).strip().lower()
    stage = STAGE_NAMES.get(named) or next((each for each in Stage if each.value == named), None)
    if named and stage is None:
        _refuse("stage", f'There is no stage "{named}": leave it empty for what is accepted.')
    if stage in (Stage.DRAFT, Stage.VOID):
        _refuse("stage", f"It is {named}, no record: leave that row out.")
    return stage in _WAITS


def _counts(cells: Cells) -> dict[Unit, float]:
    found = {unit: number for unit in Unit if (number := _number(cells, unit.value)) is not None}
    if not any(found.values()):
        _refuse("", "It has no number: fill at least one of " + " ".join(Unit) + ".")
    halves = [unit for unit, number in found.items() if unit is not Unit.HOURS and not number.is_integer()]
    if halves:
        _refuse(halves[0].value, f"{halves[0].value} is counted in whole numbers.")
    return {unit: number for unit, number in found.items() if number}


def _number(cells: Cells, column: str) -> float | None:
    written = cells.get(column, "").strip().replace(",", "").replace("，", "")
    if not written:
        return None
    if written.startswith("="):
        _refuse(column, "It is a formula: copy the table and paste its values.")
    found = _AMOUNT.fullmatch(written)
    if found is None or float(found[1]) > MOST:
        _refuse(column, f'"{written}" is no number of at most {MOST}: write it in digits.')
    if found[2] not in ("", column, *_SAID_IN.get(column, ())):
        _refuse(column, f'"{written}" is not told in {column}: no unit is reckoned from another.')
    return float(found[1])


def _whole(cells: Cells, column: str) -> int | None:
    number = _number(cells, column)
    return None if number is None else int(number)


def _not_met(cells: Cells) -> int:
    many = _whole(cells, "not_met") or 0
    if many > MOST_NOT_MET:
        _refuse("not_met", f"Nobody was in at {many} calls: of one record that are {MOST_NOT_MET} at most.")
    return many


def _tagged(cells: Cells, column: str, find: Callable[[str], int | None]) -> int | None:
    named = cells.get(column, "").strip()
    found = find(named) if named else None
    if named and found is None:
        _refuse(column, f'There is no {column} "{named}".')
    return found


# -- needs ------------------------------------------------------------------------------------------


def _need(row: Row, known: Known) -> PastNeed:
    cells = row.cells
    sent_at, closed_at = _moment(cells, "sent_at", known), _moment(cells, "closed_at", known)
    if sent_at is None:
        _refuse("sent_at", "It does not say when it was received.")
    if closed_at is None:
        _refuse("closed_at", "It is not over: what is open is reported in the chat.")
    turns = {step: _moment(cells, column, known) for step, column in
             (("sign", "signed_at"), ("contact", "contacted_at"), ("done", "done_at"))}  # fmt: skip
    kept = {step: at for step, at in turns.items() if at is not None}
    order = [sent_at, *kept.values(), closed_at]
    if order != sorted(order):
        _refuse("closed_at", "Its times are not in order: received, signed, contacted, done, closed.")
    past = _past(row, What.NEEDS, known)
    return PastNeed(past, _category(cells, known), _urgency(cells), _state(cells), sent_at, kept, closed_at,
                    _one_of(cells, "finding", Finding), _answer(cells, "answer", ("solved", "partly", "unsolved")),
                    _answer(cells, "grade", ("satisfied", "fairly", "unsatisfied")))  # fmt: skip


def _category(cells: Cells, known: Known) -> str:
    named = cells.get("category", "").strip()
    found = known.category(named) if named else None
    if found is None:
        near = [name for name in known.categories if named and named in name] or get_close_matches(
            named, known.categories
        )
        like = f" (is it {', '.join(near[:3])}?)" if near else ""
        _refuse("category", f'There is no category "{named}"{like}.')
    return found


def _urgency(cells: Cells) -> Urgency:
    return _one_of(cells, "urgency", Urgency) or Urgency.T2


def _state(cells: Cells) -> State:
    state = _one_of(cells, "state", State) or State.CLOSED
    if state not in ENDED:
        _refuse("state", f"It is {state.value}, not over: what is open is reported in the chat.")
    return state


def _one_of(cells: Cells, column: str, kind: Any) -> Any:
    named = cells.get(column, "").strip()
    said = CODES.get(named, named).lower()
    found = next((each for each in kind if each.value.lower() == said), None) if named else None
    if named and found is None:
        _refuse(column, f'There is no {column} "{named}": {", ".join(kind)}.')
    return found


def _answer(cells: Cells, column: str, allowed: Sequence[str]) -> str:
    named = cells.get(column, "").strip().lower()
    said = CODES.get(named, named)
    if said and said not in allowed:
        _refuse(column, f'There is no {column} "{said}": {", ".join(allowed)}.')
    return said


# -- days and times ---------------------------------------------------------------------------------


def _day(cells: Cells, column: str, known: Known) -> date | None:
    at = _moment(cells, column, known)
    return at.astimezone(known.zone).date() if at else None


def _moment(cells: Cells, column: str, known: Known) -> datetime | None:
    """2026-03-02, 2026/3/2 9:05, 2026年3月2日, 20260302, or ISO with a zone; none of the future."""
    written = cells.get(column, "").strip()
    if not written:
        return None
    at = _aware(written, known.zone)
    if at is None:
        _refuse(column, f'"{written}" is no day: write it as 2026-03-02.')
    if at.astimezone(known.zone).date() > known.today:
        _refuse(column, f"{written} is still to come.")
    return at


def _aware(written: str, zone: tzinfo) -> datetime | None:
    if written.isascii() and written.isdigit() and int(written) in _DAYS:
        return datetime.combine(_DAY_0 + timedelta(days=int(written)), time(), zone)
    found = _TIME.fullmatch(written)
    try:
        if found is None:
            at = datetime.fromisoformat(written)
            return at if at.tzinfo else at.replace(tzinfo=zone)
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime.combine(date(year, month, day), time(hour, minute, second), zone)
    except ValueError:
        return None
