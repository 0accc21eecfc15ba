"""What is asked of a station, as those read it who decide, and what they decided, as the one reads it who asked."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import APPROVAL, STATION, Matter, category_named, subject
from fieldwork.requests import Request, RequestKind, RequestState
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator

REASONS = {
    RequestKind.HOLD: "held",
    RequestKind.EXTENSION: "held",
    RequestKind.PARK: "parked",
    RequestKind.EXCLUDE: "excluded",
    RequestKind.DECLINE: "declined",
    RequestKind.TRANSFER: "returned",
}  # in which list of the district's rules the reason of a request stands


def wish(t: Translator, request: Request) -> str:
    """What is asked for: 挂起到3月9日."""
    day = day_named(t, request.until) if request.until else ""
    said = {
        RequestKind.HOLD: t.staff("hold it until {day}", day=day),
        RequestKind.EXTENSION: t.staff("more time, until {day}", day=day),
        RequestKind.PARK: t.staff("park it, and look again on {day}", day=day),
        RequestKind.PLAN: t.staff("the plan"),
        RequestKind.EXCLUDE: t.staff("leave it out of the rates"),
        RequestKind.DECLINE: t.staff("do not accept it"),
        RequestKind.TRANSFER: t.staff("pass it to another station"),
        RequestKind.CLOSE: t.staff("close it"),
    }
    return said[request.kind]


def reason(t: Translator, request: Request, sight: Sight) -> str:
    """Why: a reason of the rules by its name, and what was written, where that may be read."""
    words = request.reason if Part.WORDS in sight else ""
    named = t.named(f"{REASONS.get(request.kind, '')}.{request.code}") if request.code else ""
    return " ".join(part for part in (named, words) if part)


def asked(t: Translator, matter: Matter, chat: int, request: Request, by: str, sight: Sight) -> Letter:
    """The card of who decides: what, until when, why; with its two answers."""
    report, why = matter.report, reason(t, request, sight)
    lines = [
        _asks(t, request, _number(matter, sight), by),
        *([_said(t, request, why)] if why else []),
        *_about(t, matter, sight),
    ]
    rows = (
        (_button(matter, t.staff("Agree"), "grant", request),
         _button(matter, _not_agreeing(t, request), "refuse", request)),
        (Button(label=t.staff("See the card"), action="open", record=report.serial),),
    )  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows, card=card_of(request),
                  priority=Priority.URGENT)  # fmt: skip


def _asks(t: Translator, request: Request, number: str, by: str) -> str:
    if request.kind is RequestKind.PLAN:
        return t.staff("📝 {number}: {worker} hands in a plan; please decide.", number=number, worker=by)
    return t.staff("📝 {number}: {worker} asks: {wish}.", number=number, worker=by, wish=wish(t, request))


def _said(t: Translator, request: Request, said: str) -> str:
    if request.kind is RequestKind.PLAN:
        return t.staff("The plan: {plan}", plan=said)
    return t.staff("Why: {reason}", reason=said)


def _not_agreeing(t: Translator, request: Request) -> str:
    if request.kind is RequestKind.PLAN:
        return t.staff("Send it back…")
    return t.staff("Do not agree…")


def _number(matter: Matter, sight: Sight) -> str:
    """Its number, where that may stand in a chat."""
    return matter.report.number if Part.NUMBER in sight else "🔒"


def _about(t: Translator, matter: Matter, sight: Sight) -> list[str]:
    lines = []
    if Part.BUILDING in sight:
        lines.append("📍 " + (matter.place or t.staff("place unknown")))
    if Part.CATEGORY in sight and matter.report.category:
        lines.append("🏷 " + category_named(t, matter.report.category))
    return lines


def answered(t: Translator, matter: Matter, chat: int, request: Request, by: str, sight: Sight) -> Letter:
    """What stands in the place of that card once it is answered, or not waited for any more."""
    what = {"number": _number(matter, sight), "wish": wish(t, request)}
    match request.state:
        case RequestState.GRANTED:
            text = t.staff("✅ {number}: {worker} agreed: {wish}.", **what, worker=by)
        case RequestState.REFUSED:
            text = t.staff("✖️ {number}: {worker} did not agree: {wish}.", **what, worker=by)
            if request.kind is RequestKind.PLAN:
                text = t.staff("↩️ {number}: {worker} sends the plan back.", number=what["number"], worker=by)
            text = f"{text}\n{request.answer}" if Part.WORDS in sight else text
        case _:
            text = t.staff("{number}: this waits for no answer any more: {wish}.", **what)
    return Letter(chat=chat, text=clipped(text), card=card_of(request), silent=True, priority=Priority.URGENT)


def told_asker(t: Translator, matter: Matter, chat: int, request: Request, by: str, sight: Sight) -> Letter:
    """The answer, for the one who asked, beside the station's card."""
    letter = answered(t, matter, chat, request, by, sight)
    again = request.kind is RequestKind.PLAN and request.state is RequestState.REFUSED
    rows = ((_button(matter, t.staff("📋 Hand in the plan…"), "ask_plan", request),),) if again else ()
    beside = subject(STATION, matter.report.serial)
    return letter.model_copy(update={"card": None, "beside": beside, "silent": False, "buttons": rows})


def asked_why_not(t: Translator, matter: Matter, chat: int, request: Request) -> Letter:
    """Who does not agree says why."""
    text = t.staff("{number}: write why not, in one message.", number=matter.report.number)
    if request.kind is RequestKind.PLAN:
        text = t.staff("{number}: write what is to be changed in the plan.", number=matter.report.number)
    return Letter(chat=chat, text=text, beside=card_of(request))


def waiting(t: Translator, chat: int, told: Sequence[Matter], asked: Sequence[Request], more: bool) -> Letter:
    """What waits for an answer, a line and a button each."""
    lines = [
        f"{matter.report.number} · {wish(t, request)}" for matter, request in zip(told, asked, strict=False)
    ]
    rows = tuple(
        (_button(matter, matter.report.number, "approval", request),)
        for matter, request in zip(told, asked, strict=False)
    )
    head = t.staff("📝 To be approved:") if lines else t.staff("Nothing here. 👍")
    tail = [t.staff("(the oldest; the others follow)")] if more else []
    back = ((Button(label=t.staff("📋 To do"), action="todo"),),)
    return Letter(chat=chat, text=clipped("\n".join([head, *lines, *tail])), buttons=rows + back)


def card_of(request: Request) -> str:
    """The card of a request: `y:10427.5`."""
    return f"{subject(APPROVAL, request.serial)}.{request.id}"


def _button(matter: Matter, label: str, action: str, request: Request) -> Button:
    return Button(label=label, action=action, record=matter.report.serial, version=matter.report.version,
                  choice=f"{request.id:x}")  # fmt: skip
