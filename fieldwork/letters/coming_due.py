"""What time will bring in the next day, ten lines a page: for who heads a station, and for coordinators."""

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from fieldwork.buttons import Button
from fieldwork.coming_due import Coming
from fieldwork.letters import Letter, clipped
from fieldwork.letters.matter import category_named
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

PAGE = 10
_Said = Callable[[Translator], str]

# fmt: off
_WHY: Mapping[str, _Said] = {
    "sign.remind": lambda t: t.staff("the time to sign is nearly over"),
    "sign.late": lambda t: t.staff("not signed for in time"),
    "sign.call": lambda t: t.staff("called until somebody signs"),
    "contact.remind": lambda t: t.staff("the time for the first contact is nearly over"),
    "contact.late": lambda t: t.staff("no contact in time"),
    "plan.remind": lambda t: t.staff("the time for the plan is nearly over"),
    "plan.late": lambda t: t.staff("no plan in time"),
    "done.remind": lambda t: t.staff("the time to get it done is nearly over"),
    "done.late": lambda t: t.staff("not done in time"),
    "decide.remind": lambda t: t.staff("the time to decide is nearly over"),
    "decide.late": lambda t: t.staff("not decided in time"),
    "verify.late": lambda t: t.staff("nobody has looked whether it is done"),
    "reporter.contact.late": lambda t: t.staff("the reporter is told that contact is late"),
    "reporter.done.late": lambda t: t.staff("the reporter is told that it takes longer"),
    "day.resume": lambda t: t.staff("what was on hold goes on"),
    "day.review": lambda t: t.staff("what is parked is looked at again"),
    "day.recheck": lambda t: t.staff("the other body is asked again"),
    "day.answer": lambda t: t.staff("goes on without the answer that was asked for"),
    "day.again": lambda t: t.staff("the reporter is asked once more"),
    "day.ring": lambda t: t.staff("the reporter is to be rung"),
    "day.unanswered": lambda t: t.staff("closed without an answer"),
    "visit": lambda t: t.staff("a visit"),
}
_RISES: Mapping[str, _Said] = {
    "rise2": lambda t: t.staff("rises one level up"),
    "rise3": lambda t: t.staff("rises to the district"),
    "list": lambda t: t.staff("goes onto the district's list for a talk"),
}
KNOWN = (*_WHY, *(f"sign.{mark}" for mark in _RISES), "another")
# fmt: on


def why(t: Translator, coming: Coming) -> str:
    """Why it fires, in a few words."""
    said = _WHY.get(coming.what) or _RISES.get(coming.what.rpartition(".")[2])
    return said(t) if said else t.staff("a reminder")


def listed(
    t: Translator, chat: int, found: Sequence[Coming], names: Mapping[int, str], page: int, zone: tzinfo
) -> Letter:
    """One page of it. Of what is sensitive its number stands there alone; what is restricted is counted."""
    shown = [each for each in found if _may_be_listed(each)]
    if not found:
        return Letter(chat=chat, text=t.staff("Nothing falls due in the next 24 hours. 👍"))
    some = shown[page * PAGE : (page + 1) * PAGE]
    lines = [t.staff("⏳ In the next 24 hours · {many}", many=len(found))]
    lines += [line(t, each, names, zone) for each in some]
    hidden = {each.number for each in found if not _may_be_listed(each)}
    if hidden:
        lines.append(t.staff("🔒 and {many} restricted", many=len(hidden)))
    more = Button(label=t.staff("Further"), action="coming_due", record=page + 1)
    buttons = ((more,),) if len(shown) > (page + 1) * PAGE else ()
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=buttons)


def _may_be_listed(coming: Coming) -> bool:
    return coming.report is None or Part.NUMBER in sight(Viewer.RESPONSIBLE, coming.report, Surface.LIST)


def line(t: Translator, coming: Coming, names: Mapping[int, str], zone: tzinfo) -> str:
    """03-02 16:00 · N-10001-6 · 下水化粪池 · 签收快到时限 → 王慧敏"""
    at, report = f"{coming.at.astimezone(zone):%m-%d %H:%M}", coming.report
    if report and Part.CATEGORY not in sight(Viewer.RESPONSIBLE, report, Surface.LIST):
        return f"{at} · 🔒 {coming.number}"
    kind = category_named(t, report.category).rpartition(" · ")[2] if report else ""
    told = " · ".join(part for part in (at, coming.number, kind, why(t, coming)) if part)
    to = "、".join(dict.fromkeys(names[one.person_id] for one in coming.to if names.get(one.person_id)))
    return f"{told} → {to}" if to else told
