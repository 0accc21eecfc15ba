"""What a station reads: the words of RULES 3.1, and what is needed to act."""

from datetime import datetime, tzinfo
from enum import StrEnum

from fieldwork import telephones
from fieldwork.buttons import Button
from fieldwork.letters import (
    Letter,
    Priority,
    activities,
    agendas,
    clipped,
    clock,
    hands,
    passing_on,
    reviewing,
    waits,
)
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import STATION, Matter, category_named, subject
from fieldwork.reports import Finding, Report, ReportKind, State, Urgency
from fieldwork.seeing import Part, Sight, Surface, Viewer, sight
from fieldwork.texts import Translator

WORDS_ON_CARD = 1500  # characters of a report's words; the rest is in `report show`
LINES = 10  # a page of 待办

Rows = tuple[tuple[Button, ...], ...]


class Whose(StrEnum):
    """How a report stands to the one who looks at its card."""

    OWN = "own"  # theirs, or nobody's yet
    COLLEAGUES = "colleagues"  # a colleague has signed for it
    DECIDER = "decider"  # it was returned, and the one who looks decides
    BELOW = "below"  # somebody has signed for it, and the one who looks is a head


def card(
    t: Translator,
    matter: Matter,
    chat: int,
    zone: tzinfo,
    *,
    sight: Sight,
    ring: bool = False,
    delay: float = 0.0,
    whose: Whose = Whose.OWN,
) -> Letter:
    """The station's card, of a matter that is not restricted. `ring`: with sound, for the person responsible;
    else it is only rewritten.

    When a report closes, it keeps number, category and state alone (RULES, Settled).
    """
    noted = matter.report.state is State.NOTED
    lines = [activities.headline(t, matter) if noted else headline(t, matter.report)]
    if matter.report.is_open:
        lines += facts(t, matter, zone, sight)
    else:
        answers, flags = _answers(t, matter.report), waits.flags(t, matter.report)
        lines += [_category(t, matter.report), *answers, *flags]
    lines += [t.staff("📥 Entered later, from a file")] if matter.imported else []
    buttons = can_be_done(t, matter, whose) + passing_on.to_open(t, matter)
    return Letter(chat=chat, text=clipped("\n".join(lines).strip()), buttons=buttons, delay=delay,
                  card=subject(STATION, matter.report.serial), silent=not ring, priority=Priority.URGENT)  # fmt: skip


def facts(t: Translator, matter: Matter, zone: tzinfo, sight: Sight) -> list[str]:
    """What an open report says, as far as it may be seen."""
    words = _words(t, matter, sight) if Part.WORDS in sight else []
    others = _others(t, matter) if Part.WORDS in sight else []
    return [*_facts(t, matter), *others, "", *words, "", _who(t, matter, zone, sight), *standing(t, matter)]


def state_named(t: Translator, state: State) -> str:
    """A state in the words of RULES 3.1."""
    names = {
        State.SUBMITTED: t.staff("to be accepted"),
        State.DISPATCHED: t.staff("to be signed for"),
        State.SIGNED: t.staff("signed for"),
        State.IN_PROGRESS: t.staff("being handled"),
        State.NEEDS_INFO: t.staff("to be completed by the reporter"),
        State.RETURN_PENDING: t.staff("returned, to be decided"),
        State.ON_HOLD: t.staff("on hold"),
        State.REFERRED: t.staff("referred out"),
        State.PARKED: t.staff("parked"),
        State.DONE: t.staff("done, to be verified"),
        State.CALLBACK: t.staff("done, reporter asked"),
        State.NOT_ACCEPTED: t.staff("not accepted"),
        State.MERGED: t.staff("joined to another"),
        State.REWORK: t.staff("rework, to be signed for"),
        State.CLOSED: t.staff("closed"),
        State.WITHDRAWN: t.staff("withdrawn"),
        State.NOTED: t.staff("activity"),
    }
    return names[state]


def urgency_named(t: Translator, urgency: Urgency) -> str:
    """A level in the words of RULES 3.3."""
    names = {
        Urgency.T0: t.staff("🆘 most urgent"),
        Urgency.T1: t.staff("🔴 urgent"),
        Urgency.T2: t.staff("ordinary"),
        Urgency.T3: t.staff("complex"),
        Urgency.Q: t.staff("question"),
    }
    return names[urgency]


def headline(t: Translator, report: Report) -> str:
    """Number, state and urgency in a line."""
    if report.kind is ReportKind.ACTIVITY:
        return f"{report.number} · {state_named(t, report.state)}"
    if report.urgency is Urgency.Q:
        return f"❓ {urgency_named(t, report.urgency)} · {report.number} · {state_named(t, report.state)}"
    return f"{report.number} · {state_named(t, report.state)} · {urgency_named(t, report.urgency)}"


def _facts(t: Translator, matter: Matter) -> list[str]:
    report = matter.report
    where = " ".join(part for part in (matter.place, report.door) if part)
    if report.named:
        unknown = t.staff("(named, not in the network: {named})", named=report.named)
        where = f"{where} {unknown}".strip()
    danger = (
        [t.staff("⚠️ Words of danger; the reporter is being asked")] if report.question == "danger" else []
    )
    about = (
        activities.facts(t, matter, quoted=True)
        if report.kind is ReportKind.ACTIVITY
        else [_category(t, report)]
    )
    return [*danger, "📍 " + (where or t.staff("place unknown")), *about]


def _others(t: Translator, matter: Matter) -> list[str]:
    """Of the same matter: where it was joined, who joined it, and what was closed here not long ago."""
    lines = [t.staff("🔗 Joined to {lead}", lead=matter.lead.number)] if matter.lead else []
    if matter.joined:
        shown = "、".join(matter.joined[:5]) + ("…" if len(matter.joined) > 5 else "")
        lines.append(t.staff("👥 {many} more met with it: {numbers}", many=len(matter.joined), numbers=shown))
        lines += [f"  · {words}" for words in matter.joined_words]
    if matter.recurred:
        number, days = matter.recurred
        said = t.staff("↩️ {number} of the same kind was closed {days} days ago", number=number, days=days)
        lines.append(said if days else t.staff("↩️ {number} of the same kind was closed today", number=number))
    return lines


def _category(t: Translator, report: Report) -> str:
    return "🏷 " + (category_named(t, report.category) or t.staff("category unknown"))


def _words(t: Translator, matter: Matter, sight: Sight) -> list[str]:
    def short(words: str) -> str:
        return in_short(telephones.hidden(words) if sight.masked else words)

    typed = [each.transcript for each in matter.sent("voice", "audio") if each.transcript]
    lines = [f"「{short(matter.words)}」"] if matter.words else [] if typed else [t.staff("(no words)")]
    if matter.report.forwarded:
        lines.append(t.staff("(a forwarded message)"))
    if matter.report.words and matter.report.text:
        lines.append(t.staff("(first wrote: {words})", words=short(matter.report.text)))
    lines += [t.staff("➕ {words}", words=short(words)) for words in matter.additions[-5:]]
    lines += [t.staff("⌨️ Typed from the voice: {words}", words=short(words)) for words in typed]
    return lines + passing_on.listed(t, matter)


def in_short(words: str) -> str:
    """Words as a card has room for."""
    return words if len(words) <= WORDS_ON_CARD else words[:WORDS_ON_CARD] + "…"


def _who(t: Translator, matter: Matter, zone: tzinfo, sight: Sight) -> str:
    role = t.named(matter.reporter_role) if matter.reporter_role else ""
    who = _called(sight, matter.reporter, role, matter.reporter_telephone)
    said = t.staff("Reported by {who}, {at}", who=who, at=moment(matter.report.sent_at, zone))
    return "\n".join([said, *_for_whom(t, matter.report, sight), *_not_finished(t, matter.report)])


def _called(sight: Sight, name: str, role: str, telephone: str) -> str:
    """Somebody by name, role and telephone, as far as they may be seen."""
    number = telephones.masked(telephone) if sight.masked else telephone
    seen = (name if Part.NAMES in sight else "", role, number if Part.TELEPHONES in sight else "")
    return " · ".join(part for part in seen if part)


def _for_whom(t: Translator, report: Report, sight: Sight) -> list[str]:
    """代报: on the card of those who handle it alone, never in a list, a group or a notice (P2)."""
    who = _called(sight, report.for_name, "", report.for_telephone)
    return [t.staff("👤 On behalf of {who}", who=who)] if who else []


def _not_finished(t: Translator, report: Report) -> list[str]:
    return (
        [t.staff("✂️ Not finished by the reporter, sent as it was; please ask")] if report.unfinished else []
    )


def moment(at: datetime, zone: tzinfo) -> str:
    """A time as people read it: 11-21 18:05."""
    return at.astimezone(zone).strftime("%m-%d %H:%M")


def standing(t: Translator, matter: Matter) -> list[str]:
    """In whose hands it is, what was done, and what the reporter says of it."""
    done = [_done(t, matter.report)] if matter.report.outcome else []
    hands_ = hands.listed(t, matter)
    answers = [*_answers(t, matter.report), *_open_question(t, matter.report)]
    clocks = [*watched(t, matter), *clock.lines(t, matter.times)]
    return [
        *in_hands(t, matter),
        *reviewing.lines(t, matter),
        *clocks,
        *hands_,
        *done,
        *answers,
        *agendas.on_card(t, matter.council),
        *waits.lines(t, matter.report, matter.decided_on),
    ]


def _done(t: Translator, report: Report) -> str:
    """What was done, and what was found: 诉求属实? 是否解决?"""
    outcome = in_short(report.outcome)
    match report.finding:
        case Finding.UNSOLVED:
            return t.staff("Done, not solved: {outcome}", outcome=outcome)
        case Finding.UNTRUE:
            return t.staff("Done, was not so: {outcome}", outcome=outcome)
        case _:
            return t.staff("Done: {outcome}", outcome=outcome)


def in_hands(t: Translator, matter: Matter) -> list[str]:
    """Who has signed for it, and who stands in for them."""
    if not matter.handler:
        return []
    if not matter.stand_in:
        return [t.staff("In the hands of {worker}", worker=matter.handler)]
    return [
        t.staff("In the hands of {worker}; {other} stands in", worker=matter.handler, other=matter.stand_in)
    ]


def watched(t: Translator, matter: Matter) -> list[str]:
    """How late it is, and who one level up sees to it until when."""
    lines, until = waits.overdue(t, matter.report), matter.report.supervise_until
    if matter.supervisor and until:
        lines.append(
            t.staff("👁 {worker} sees to it, until {day}", worker=matter.supervisor, day=day_named(t, until))
        )
    return lines


def _open_question(t: Translator, report: Report) -> list[str]:
    """What the reporter was asked, while the answer is waited for."""
    waits = report.state is State.NEEDS_INFO and report.waits_for
    return [t.staff("❓ Asked the reporter: {words}", words=report.waits_for)] if waits else []


def _answers(t: Translator, report: Report) -> list[str]:
    lines = []
    if report.answer:
        answer = answer_named(t, report.answer)
        lines.append(
            t.staff("Reporter says on the telephone: {answer}", answer=answer)
            if report.answered_by_phone
            else t.staff("Reporter says: {answer}", answer=answer)
        )
    if report.grade:
        lines.append(t.staff("Reporter is: {grade}", grade=answer_named(t, report.grade)))
    return lines


def answer_named(t: Translator, answer: str) -> str:
    """What a reporter said of it, as the staff reads it."""
    said = {
        "solved": t.staff("solved"),
        "partly": t.staff("partly solved"),
        "unsolved": t.staff("not solved"),
        "satisfied": t.staff("satisfied"),
        "fairly": t.staff("fairly satisfied"),
        "unsatisfied": t.staff("not satisfied"),
    }
    return said[answer]


def can_be_done(t: Translator, matter: Matter, whose: Whose) -> Rows:
    """What can be done with a report or an activity now, by whom it is shown to."""
    noted = matter.report.state is State.NOTED and matter.activity is not None
    return reviewing.buttons(t, matter) if noted else actions(t, matter.report, whose)


def actions(t: Translator, report: Report, whose: Whose) -> Rows:
    """What can be done with a report now, by whom it is shown to."""
    labels = {
        "sign": t.staff("✍️ Sign for it"),
        "contact": t.staff("📞 Contacted"),
        "done": t.staff("✅ Done"),
        "hand": t.staff("🤝 Hand to…"),
        "take": t.staff("🙋 I take it over"),
        "raise": t.staff("🆘 In danger now"),
        "to_need": t.staff("This has to be dealt with"),
        "more": t.staff("⋯ More"),
        "go_on": t.staff("▶️ Go on without the answer"),
        "resume": t.staff("▶️ Go on with it"),
        "heard_back": t.staff("📨 They answered"),
        "unpark": t.staff("▶️ Take it up again"),
        "verify": t.staff("🔎 Looked at: it is done"),
        "not_verified": t.staff("🔁 Looked at: not done"),
        "decide": t.staff("⚖️ Decide"),
        "phoned": t.staff("☎️ Rang them"),
        "unreached": t.staff("📵 Not reached"),
    }
    rows = tuple(
        tuple(Button(label=labels[action], action=action, record=report.serial, version=report.version)
              for action in row if not (action == "raise" and report.urgency is Urgency.T0))
        for row in (_RINGS if _is_to_be_rung(report, whose) else _actions(report.state, whose))
    )  # fmt: skip
    return (*_reached(t, report, whose), *(row for row in rows if row))


def _reached(t: Translator, report: Report, whose: Whose) -> Rows:
    """电话联系上了: of what came of a visit at which nobody opened, as long as that is open."""
    at_hand = (State.DISPATCHED, State.REWORK, State.SIGNED, State.IN_PROGRESS)
    if report.plan_id is None or report.state not in at_hand or whose is Whose.COLLEAGUES:
        return ()
    label = t.staff("📞 Reached by telephone")
    return ((Button(label=label, action="reached", record=report.serial, version=report.version),),)


_RINGS = (("phoned", "unreached"), ("more",))


def _is_to_be_rung(report: Report, whose: Whose) -> bool:
    """待电话回访: by whoever reads the card, but for the one who handled it while there is another."""
    if report.state is not State.CALLBACK or report.caller_id is None:
        return False
    return whose is not Whose.OWN or report.caller_id == report.handler_id


def _actions(state: State, whose: Whose) -> tuple[tuple[str, ...], ...]:
    """What can be done with a report in a state, by rows; the rest lies behind "more"."""
    match state:
        case State.NOTED:
            return (("to_need",),)
        case State.DISPATCHED | State.REWORK:
            return (("sign",), ("contact", "done"), ("hand", "raise"), ("more",))
        case State.SIGNED | State.IN_PROGRESS if whose is Whose.COLLEAGUES:
            return (("take",), ("raise", "more"))
        case State.SIGNED | State.IN_PROGRESS:
            first = ("done",) if state is State.IN_PROGRESS else ("contact", "done")
            more = ("take", "hand") if whose is Whose.BELOW else ("hand",)
            return (first, (*more, "raise"), ("more",))
        case State.RETURN_PENDING if whose is not Whose.DECIDER:
            return (("raise", "more"),)
        case State.DONE:
            return (("verify",), ("not_verified",), ("more",))
        case State.CLOSED | State.WITHDRAWN | State.NOT_ACCEPTED:
            return (("more",),)
        case _:
            onwards = _ONWARDS.get(state)
            return ((onwards,), ("raise", "more")) if onwards else (("more",),)


_ONWARDS = {State.NEEDS_INFO: "go_on", State.ON_HOLD: "resume", State.REFERRED: "heard_back",
          State.PARKED: "unpark", State.RETURN_PENDING: "decide"}  # fmt: skip


def gone_elsewhere(t: Translator, matter: Matter, chat: int) -> Letter:
    """What is left of a card in the hands of a station that the report has left."""
    text = t.staff("{number} is now with {station}.", number=matter.report.number, station=matter.station)
    if Part.NUMBER not in sight(Viewer.RESPONSIBLE, matter.report, Surface.CARD):
        text = t.staff("🔒 Only who is named sees this.")
    return Letter(chat=chat, text=text, card=subject(STATION, matter.report.serial), silent=True,
                  priority=Priority.URGENT)  # fmt: skip


def line(t: Translator, matter: Matter) -> str:
    """One report as a line of a list: number, place, category, state; of what is sensitive number and state."""
    report, seen = matter.report, sight(Viewer.RESPONSIBLE, matter.report, Surface.LIST)
    if Part.BUILDING not in seen:
        return f"🔒 {report.number} · {state_named(t, report.state)}" if Part.NUMBER in seen else "🔒"
    place = matter.place or t.staff("place unknown")
    late = "⏰ " if waits.is_late(report) else ""
    sign = late + {Urgency.T0: "🆘 ", Urgency.T1: "🔴 "}.get(report.urgency, "")
    kind = category_named(t, report.category).rpartition(" · ")[2] or t.staff("category unknown")
    if report.state is State.NOTED:
        return activities.line(
            t, matter, place, telephones.hidden(matter.words) if Part.WORDS in seen else ""
        )
    return f"{sign}{report.number} · {place} · {kind} · {state_named(t, report.state)}"
