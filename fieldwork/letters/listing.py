"""Lists of reports, ten a page: 我的上报, and a station's 待办."""

import re
from datetime import date
from itertools import accumulate

from pydantic import BaseModel

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, activities, clipped
from fieldwork.letters.matter import WAITING, Matter, category_named, subject
from fieldwork.letters.reporter import standing_named
from fieldwork.letters.station import line
from fieldwork.reports import Urgency
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

PAGE = 10
ACTIVITIES = "activities"  # of one's own only these
SERIALS_LIMIT = 50  # bytes of a button that its serials may fill
STATIONS = 5  # named of those where nobody can be reached
BEGINNING = 12  # characters of a report's words in a list

Rows = tuple[tuple[Button, ...], ...]


def own(t: Translator, chat: int, told: list[Matter], page: int, more: bool, which: str = "") -> Letter:
    """Somebody's own reports, newest first; or only what they did."""
    if not told:
        return Letter(
            chat=chat, text=t.reporter("You have not reported anything yet. Just write what happened.")
        )
    lines = [f"{m.report.number} · {about(t, m)} · {standing_named(t, m)}" for m in told]
    heading = t.reporter("Your activities:") if which == ACTIVITIES else t.reporter("Your reports:")
    text = "\n".join([heading, *lines])
    return Letter(chat=chat, text=clipped(text), buttons=numbers(told) + _turn(t, "mine", which, page, more))


def about(t: Translator, matter: Matter) -> str:
    """What an own report was about: of an activity its kind, day and numbers; else its category, or how it began."""
    if Part.WORDS not in sight(Viewer.REPORTER, matter.report, Surface.REPORTER):
        return "🔒"
    if matter.activity is not None:
        return activities.own_label(t, matter.activity, matter.counts)
    words = " ".join(matter.words.split())
    begun = words if len(words) <= BEGINNING else words[:BEGINNING] + "…"
    return category_named(t, matter.report.category).rpartition(" · ")[2] or begun or matter.place


class Waiting(BaseModel, frozen=True):
    """What 待办 counts for somebody: at which stations, how much, and who is away."""

    stations: tuple[str, ...] = ()
    urgencies: dict[Urgency, int] = {}
    mine: int = 0
    unsigned: int = 0
    returned: int = 0  # of stations below, to be decided
    offered: int = 0  # what other stations ask of one's own
    to_ring: int = 0  # 待电话回访
    activities: int = 0  # 待核实, a list of its own
    unconfirmed: int = 0  # of those that wait for whoever told of them
    unentered: bool = False  # whether any was noted before there were records
    approvals: int = 0  # what waits for their answer: 待审批
    standing_in: tuple[tuple[int, str, int], ...] = ()  # for whom: number, name, how many they signed for
    away: tuple[str, ...] = ()  # lines, as they are read
    unreachable: tuple[str, ...] = ()  # stations that have people, of whom nobody can be reached


def todo(t: Translator, chat: int, counted: Waiting) -> Letter:
    """What waits, as counts that open; the first line says how urgent it is."""
    head = t.staff("📋 To do: {stations}", stations=" · ".join(counted.stations))
    lines = [" · ".join([head, *_by_urgency(t, counted.urgencies)]), *counted.away]
    if counted.unreachable:
        named = "、".join(counted.unreachable[:STATIONS]) + (
            "…" if len(counted.unreachable) > STATIONS else ""
        )
        lines.append(t.staff("⚠️ Nobody can be reached at {stations}", stations=named))
    asked = _asked(t, counted)
    rows = [
        *asked,
        (Button(label=t.staff("Mine · {many}", many=counted.mine), action="list", choice="mine"),),
        (
            Button(label=t.staff("To be signed for · {many}", many=counted.unsigned), action="list",
                   choice="unsigned"),
        ),
        *(
            (Button(label=t.staff("For {worker} · {many}", worker=name, many=many), action="list",
                    choice=f"for/{number}"),)
            for number, name, many in counted.standing_in[: 2 - len(asked)]
        ),
        (Button(label=t.staff("By building"), action="buildings"), *_activities(t, counted)),
        (
            Button(label=t.staff("🔍 Find"), action="find_ask"),
            Button(label=t.staff("⚙️ Settings"), action="settings"),
        ),
    ]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=tuple(rows))


def _asked(t: Translator, counted: Waiting) -> list[tuple[Button, ...]]:
    """What waits for one's decision, where there is any: one row, so that six are enough."""
    row = []
    if counted.returned:
        label = t.staff("⚖️ To decide · {many}", many=counted.returned)
        row.append(Button(label=label, action="list", choice="returned"))
    if counted.offered:
        row.append(Button(label=t.staff("📨 Asked of us · {many}", many=counted.offered), action="offers"))
    if counted.approvals:
        row.append(
            Button(label=t.staff("📝 To approve · {many}", many=counted.approvals), action="approvals")
        )
    if counted.to_ring:
        row.append(
            Button(label=t.staff("☎️ To be rung · {many}", many=counted.to_ring), action="list", choice="ring")
        )
    return [tuple(row)] if row else []


def _activities(t: Translator, counted: Waiting) -> tuple[Button, ...]:
    """Activities that wait to be checked, or to be confirmed by who told of them: no need is among them."""
    label = t.staff("Activities to be checked · {many}", many=counted.activities)
    there = counted.activities or counted.unconfirmed or counted.unentered
    return (Button(label=label, action="activities"),) if there else ()


def _by_urgency(t: Translator, urgencies: dict[Urgency, int]) -> list[str]:
    """🆘 1 · 🔴 2 · 其他 9: nothing is said of what is not there."""
    first = [("🆘", urgencies.get(Urgency.T0, 0)), ("🔴", urgencies.get(Urgency.T1, 0))]
    others = sum(urgencies.values()) - sum(many for _, many in first)
    said = [f"{sign} {many}" for sign, many in first if many]
    return [*said, t.staff("others {many}", many=others)] if others else said


def away(t: Translator, name: str, until: date | None, stand_in: str) -> str:
    """One line of who is away: 🌙 王慧敏 到 11-28（张立文代）."""
    days = t.staff("until {until}", until=f"{until:%m-%d}") if until else ""
    acts = t.staff(" ({worker} stands in)", worker=stand_in) if stand_in else ""
    return " ".join(part for part in ("🌙", name, days) if part) + acts


def waiting(t: Translator, chat: int, person: int, many: int, most: int) -> Letter:
    """How many cards wait, in one message that stands for all that came without a sound."""
    if many == 0:
        text = t.staff("📥 All are signed for. 👍")
    elif many > most:
        text = t.staff("📥 More than {most} are to be signed for.", most=most)
    else:
        text = t.staff("📥 {many} are to be signed for.", many=many)
    see = Button(label=t.staff("See the list"), action="list", choice="unsigned")
    return Letter(chat=chat, text=text, buttons=((see,),) if many else (), card=subject(WAITING, person),
                  silent=True, priority=Priority.URGENT)  # fmt: skip


def page_of_list(
    t: Translator, chat: int, told: list[Matter], which: str, page: int, more: bool,
    opens: frozenset[int] = frozenset(),
) -> Letter:  # fmt: skip
    """One page of a station's list; its buttons open a card, or sign for all that stand on it.

    What is restricted to named people (P4) is counted; `opens`: the reports that this reader may open.
    """
    listed, hidden = _listed(told)
    lines = [line(t, matter) for matter in listed] or ([] if hidden else [t.staff("Nothing here. 👍")])
    lines += [t.staff("🔒 and {many} restricted", many=len(hidden))] if hidden else []
    open_ = [*listed, *(matter for matter in hidden if matter.report.serial in opens)]
    rows = numbers(open_)
    if which == "unsigned" and len(listed) > 1:
        rows = (*numbers(open_, abreast=3), (sign_all(t, listed),))  # six rows with the one below
    rows += _turn(t, "list", which, page, more, _to_the_top(t))
    return Letter(chat=chat, text=clipped("\n".join([_heading(t, told, which), *lines])), buttons=rows)


def _listed(told: list[Matter]) -> tuple[list[Matter], list[Matter]]:
    """What stands in a list of the staff, and what is only counted there."""
    shown = [matter for matter in told if _has_line(matter)]
    return shown, [matter for matter in told if not _has_line(matter)]


def _has_line(matter: Matter) -> bool:
    return Part.NUMBER in sight(Viewer.RESPONSIBLE, matter.report, Surface.LIST)


def sign_all(t: Translator, told: list[Matter]) -> Button:
    """Signs for what stands on a page, by number: what has come since is not meant."""
    serials = packed_serials([matter.report.serial for matter in told])
    many = len(unpacked_serials(serials))
    return Button(label=t.staff("✍️ Sign for these {many}", many=many), action="sign_page", choice=serials)


def packed_serials(serials: list[int]) -> str:
    """As many serials as go into a button: the smallest, then the steps between them."""
    ordered = sorted(serials)
    steps = [ordered[0], *(after - before for before, after in zip(ordered, ordered[1:], strict=False))]
    packed = ""
    for step in steps:
        longer = f"{packed}.{step:x}" if packed else f"{step:x}"
        if len(longer) > SERIALS_LIMIT:
            break
        packed = longer
    return packed


def unpacked_serials(packed: str) -> list[int]:
    """The serials in a button; empty for what no button of ours held."""
    if not re.fullmatch(r"[0-9a-f]{1,8}(\.[0-9a-f]{1,8}){0,9}", packed):
        return []
    return list(accumulate(int(step, 16) for step in packed.split(".")))


def _heading(t: Translator, told: list[Matter], which: str) -> str:
    if which == "mine":
        return t.staff("Mine:")
    if which == "unsigned":
        return t.staff("To be signed for:")
    if which == "ring":
        return t.staff("To be rung:")
    if which == "returned":
        return t.staff("Returned, to be decided:")
    if which.startswith("for/"):
        name = told[0].handler if told else ""
        return t.staff("Signed for by {worker}, who is away:", worker=name)
    return t.staff("Open at {place}:", place=told[0].place) if told else t.staff("Open reports by place:")


def _to_the_top(t: Translator) -> Button:
    return Button(label=t.staff("📋 To do"), action="todo")


def buildings(t: Translator, chat: int, named: list[tuple[str, str, int]], page: int) -> Letter:
    """The places with open reports, most first."""
    shown = named[page * 5 : (page + 1) * 5]
    rows = tuple(
        (Button(label=f"{name} · {many}", action="list", choice=f"place/{code}"),)
        for code, name, many in shown
    )
    text = t.staff("Open reports by place:") if shown else t.staff("Nothing here. 👍")
    more = (page + 1) * 5 < len(named)
    return Letter(chat=chat, text=text, buttons=rows + _turn(t, "buildings", "", page, more, _to_the_top(t)))


def numbers(told: list[Matter], abreast: int = 2) -> Rows:
    """A button a report, two in a row, so that ten make five rows."""
    buttons = [
        Button(label=m.report.number if _has_line(m) else "🔒", action="open", record=m.report.serial)
        for m in told
    ]
    return tuple(tuple(buttons[i : i + abreast]) for i in range(0, len(buttons), abreast))


def _turn(t: Translator, action: str, choice: str, page: int, more: bool, up: Button | None = None) -> Rows:
    """Back, on, and up. The page travels where other buttons carry a report."""
    row = []
    if page:
        row.append(Button(label=t.both("‹ Back"), action=action, record=page - 1, choice=choice))
    if more:
        row.append(Button(label=t.both("On ›"), action=action, record=page + 1, choice=choice))
    if up:
        row.append(up)
    return (tuple(row),) if row else ()
