"""What time has brought, as somebody who can act on it is told: one by one, or as a list.

It says what, where, since when and how late, as far as `fieldwork.seeing` lets a list say it; what can be done
about it stands below.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from pydantic import BaseModel

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped, listing, station
from fieldwork.letters.matter import REMINDED, Matter, category_named, subject
from fieldwork.letters.station import Rows, moment
from fieldwork.reminding import OFFERED, written
from fieldwork.reports import Urgency
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator

LINES = 10  # of a list
OPENED = 5  # of them by a button
MINUTES, HOURS = timedelta(hours=2), timedelta(days=2)  # up to which a time is told in these
HANDLER = "handler"


class Reminded(BaseModel, frozen=True):
    """One report of which somebody is reminded: of what, and why they."""

    matter: Matter
    name: str  # the mark that has come: `sign.late`
    sight: Sight
    as_what: str = HANDLER
    limit: datetime | None = None  # when the leg ends, or ended
    passed_from: str = ""  # who could not be reached
    unreachable: bool = False  # nobody of its station can be reached
    supervisor: str = ""
    until: date | None = None  # by when they want it done
    acts: tuple[str, ...] = ()  # what this person may do about it

    @property
    def rank(self) -> tuple[int, bool, float]:
        """The most urgent first, then what is supervised, then what is late for the longest."""
        first = {Urgency.T0: 0, Urgency.T1: 1}.get(self.matter.report.urgency, 2)
        return first, not self.supervisor, self.limit.timestamp() if self.limit else 0.0


# -- one by one -------------------------------------------------------------------------------------


def single(t: Translator, told: Reminded, chat: int, now: datetime, zone: tzinfo) -> Letter:
    """One reminder with what can be done about it."""
    report = told.matter.report
    if Part.NUMBER in told.sight:
        lines = [_head(t, told), *_about(t, told), *_standing(t, told, now, zone)]
    else:
        lines = [t.staff("🔒 Something waits for you.")]
    urgent = report.urgency is Urgency.T0
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_buttons(t, told), anew=True,
                  card=subject(REMINDED, report.serial),
                  priority=Priority.URGENT if urgent else Priority.REMINDER)  # fmt: skip


def _head(t: Translator, told: Reminded) -> str:
    """What has come, in a sentence."""
    leg, _, mark = told.name.partition(".")
    number = told.matter.report.number
    if mark == "list":
        return t.staff("⏰ {number} is so late that it is to be talked about", number=number)
    if mark in ("rise2", "rise3"):
        return _risen(t, number, mark)
    if mark == "remind":
        return _soon(t, number, leg)
    return _late(t, number, leg, told.name)


def _risen(t: Translator, number: str, mark: str) -> str:
    if mark == "rise2":
        return t.staff("⏰ {number} is late: the level above sees to it now", number=number)
    return t.staff("⏰ {number} is late: it stands on the district's list now", number=number)


def _soon(t: Translator, number: str, leg: str) -> str:
    match leg:
        case "sign":
            return t.staff("⏰ {number} is to be signed for soon", number=number)
        case "contact":
            return t.staff("⏰ {number}: the reporter is to be contacted soon", number=number)
        case "plan":
            return t.staff("⏰ {number}: its plan is to be agreed on soon", number=number)
        case "decide":
            return t.staff("⏰ {number}: the return is to be decided soon", number=number)
        case _:
            return t.staff("⏰ {number} is to be done soon", number=number)


def _late(t: Translator, number: str, leg: str, name: str) -> str:
    match leg:
        case "sign":
            return t.staff("⏰ {number} is late: nobody has signed for it", number=number)
        case "contact":
            return t.staff("⏰ {number} is late: the reporter was not contacted", number=number)
        case "plan":
            return t.staff("⏰ {number} is late: there is no plan yet", number=number)
        case "decide":
            return t.staff("⏰ {number} is late: the return is not decided", number=number)
        case "verify":
            return t.staff("⏰ {number} is still to be looked at", number=number)
        case "done":
            return t.staff("⏰ {number} is late: it is not done", number=number)
        case "nudge":
            return t.staff("🔔 {number}: the reporter asks how far it is", number=number)
        case "urge":
            return t.staff("🔔 {number}: the level above asks you to see to it soon", number=number)
        case _ if name == "day.ring":
            return t.staff("☎️ {number}: please ring the reporter", number=number)
        case _:
            return t.staff("⏰ {number} needs you", number=number)


def _about(t: Translator, told: Reminded) -> list[str]:
    """Where and what, as far as a list may say it."""
    report, lines = told.matter.report, list[str]()
    if Part.BUILDING in told.sight:
        lines.append("📍 " + (told.matter.place or t.staff("place unknown")))
    if Part.CATEGORY in told.sight:
        lines.append("🏷 " + (category_named(t, report.category) or t.staff("category unknown")))
    return lines


def _standing(t: Translator, told: Reminded, now: datetime, zone: tzinfo) -> list[str]:
    """How late, in whose hands, and why this person hears of it."""
    lines = []
    if told.limit:
        said = t.staff("Limit {at}: {late}", at=moment(told.limit, zone), late=how_late(t, told.limit, now))
        lines.append(said)
    if told.as_what != HANDLER:
        lines += [told.matter.station, *station.in_hands(t, told.matter)]
    return [*lines, *_supervised(t, told), *_why_they(t, told)]


def _supervised(t: Translator, told: Reminded) -> list[str]:
    if not told.supervisor:
        return []
    if told.until is None:
        return [t.staff("👁‍🗨 {worker} supervises it", worker=told.supervisor)]
    return [
        t.staff("👁‍🗨 {worker} supervises it until {day}", worker=told.supervisor, day=f"{told.until:%m-%d}")
    ]


def _why_they(t: Translator, told: Reminded) -> list[str]:
    """Why somebody hears of what is not theirs."""
    if told.unreachable:
        return [t.staff("⚠️ Nobody of {station} can be reached now.", station=told.matter.station)]
    if told.passed_from:
        return [t.staff("{worker} cannot be reached now, so you hear of it.", worker=told.passed_from)]
    said = {
        "head": t.staff("You hear of it because you head the station."),
        "deputy": t.staff("You hear of it as a colleague: please see that somebody takes it."),
        "above": t.staff("You hear of it as the level above."),
        "district": t.staff("You hear of it for the district."),
    }
    return [said[told.as_what]] if told.as_what in said else []


def how_late(t: Translator, limit: datetime, now: datetime) -> str:
    """2 hours left, 1 day over: as people say it."""
    apart = abs(limit - now)
    if apart < MINUTES:
        many = max(int(apart / timedelta(minutes=1)), 1)
        return (
            t.staff("{many} min over", many=many) if now >= limit else t.staff("{many} min left", many=many)
        )
    if apart < HOURS:
        many = int(apart / timedelta(hours=1))
        return t.staff("{many} h over", many=many) if now >= limit else t.staff("{many} h left", many=many)
    many = apart.days
    return t.staff("{many} days over", many=many) if now >= limit else t.staff("{many} days left", many=many)


def _buttons(t: Translator, told: Reminded) -> Rows:
    """What this person may do, in a column."""
    labels = {
        "sign": t.staff("✍️ Sign for it"),
        "contact": t.staff("📞 Contacted"),
        "supervise": t.staff("👁 I see to it"),
        "why_late": t.staff("📝 Why it is late"),
        "ask_plan": t.staff("📋 Hand in the plan…"),
        "ask_extend": t.staff("⏳ More time…"),
        "hand": t.staff("🤝 Hand to…"),
        "give_up": t.staff("🙅 Not mine any more"),
        "decide": t.staff("⚖️ Decide"),
        "verify": t.staff("🔎 Looked at: it is done"),
        "not_verified": t.staff("🔁 Looked at: not done"),
        "phoned": t.staff("☎️ Rang them"),
        "unreached": t.staff("📵 Not reached"),
        "open": t.staff("📄 See the card"),
    }
    report = told.matter.report
    return tuple(
        (Button(label=labels[act], action=act, record=report.serial, version=report.version),)
        for act in told.acts
    )


# -- as a list --------------------------------------------------------------------------------------


def gathered(
    t: Translator, told: Sequence[Reminded], chat: int, now: datetime, card: str, mine: frozenset[int]
) -> Letter:
    """All of it in one message, the most urgent first. `mine`: the serials that this person may sign for."""
    ordered = sorted(told, key=lambda each: each.rank)
    listed = [each for each in ordered if Part.NUMBER in each.sight]
    shown, hidden = listed[:LINES], len(ordered) - len(listed)
    lines = [t.staff("⏰ To be done ({many})", many=len(ordered)), *(_line(t, each, now) for each in shown)]
    lines += [t.staff("🔒 and {many} restricted", many=hidden)] if hidden else []
    more = len(listed) - len(shown)
    lines += [t.staff("and {many} more", many=more)] if more else []
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_to_open(t, ordered, mine), card=card,
                  anew=True, priority=Priority.REMINDER)  # fmt: skip


def _line(t: Translator, told: Reminded, now: datetime) -> str:
    """One report: as in every list, and how late it is."""
    said = [station.line(t, told.matter)]
    said += [how_late(t, told.limit, now)] if told.limit else []
    said += [_in_short(t, told.name)] if told.name.startswith(("nudge", "urge", "day.")) else []
    said += [t.staff("supervised")] if told.supervisor else []
    return " · ".join(said)


def _in_short(t: Translator, name: str) -> str:
    """What is not told by the state and the limit."""
    return {
        "nudge": t.staff("the reporter asks"),
        "urge": t.staff("the level above asks"),
        "day.ring": t.staff("to be rung"),
    }.get(name, t.staff("needs you"))


def _to_open(t: Translator, ordered: Sequence[Reminded], mine: frozenset[int]) -> Rows:
    """The first five by number; all that waits for this person's signature; and the whole list."""
    matters = [each.matter for each in ordered]
    unsigned = [one for one in matters if one.report.serial in mine][:LINES]
    last = [listing.sign_all(t, unsigned)] if unsigned else []
    last.append(Button(label=t.staff("📋 To do"), action="todo"))
    return (*listing.numbers(matters[:OPENED]), tuple(last))


# -- not mine any more ------------------------------------------------------------------------------


def asked_who_then(t: Translator, matter: Matter, chat: int, head: str) -> Letter:
    """不再由我负责: a colleague, or whoever decides about it."""
    report = matter.report
    rows = [
        (Button(label=t.staff("🤝 Hand to…"), action="hand", record=report.serial, version=report.version),)
    ]
    if head:
        label = t.staff("🙋 {worker} decides who", worker=head)
        rows.append(
            (Button(label=label, action="give_to_head", record=report.serial, version=report.version),)
        )
    text = t.staff("{number}: who is to have it?", number=report.number)
    if not head:
        text += "\n" + t.staff("Nobody who decides about it can be reached now.")
    return Letter(chat=chat, text=text, buttons=tuple(rows), card=subject(REMINDED, report.serial))


# -- when lists come --------------------------------------------------------------------------------


def asked_times(t: Translator, chat: int, times: Sequence[time]) -> Letter:
    """When somebody's lists come, and when else they may."""
    text = "\n".join([
        t.staff("⏰ What is to be done comes as a list, on working days: {times}.", times=spelled(times)),
        t.staff("What is urgent comes by itself. What is late cannot be switched off."),
    ])  # fmt: skip
    offered = tuple(
        (Button(label=("✓ " if each == tuple(times) else "") + spelled(each), action="times_set",
                choice=written(each)),)
        for each in OFFERED
    )  # fmt: skip
    other = Button(label=t.staff("Write the times…"), action="times_write")
    return Letter(chat=chat, text=text, buttons=(*offered, (other,)))


def asked_to_write_times(t: Translator, chat: int) -> Letter:
    """The times in words."""
    text = t.staff("Please write one time or two between 8:00 and 20:30, like 9:00 and 15:30.")
    return Letter(chat=chat, text=text)


def spelled(times: Sequence[time]) -> str:
    """Times as people read them: 11:00、16:00."""
    return "、".join(f"{each:%H:%M}" for each in times)
