"""不予受理: why something is not ours, what the reporter reads of it, and what a second person is asked."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import DECLINING, REPORTER, Matter, subject
from fieldwork.letters.reporter import is_spoken_of
from fieldwork.requests import Request, RequestState
from fieldwork.texts import Translator

FEW = 5  # reasons a page; the sixth button leads on


def asked_why(t: Translator, matter: Matter, chat: int, codes: Sequence[str], page: int) -> Letter:
    """Why is it not ours: the likeliest reasons, then the others, then words of one's own."""
    text = t.staff("{number}: why is it not ours?", number=matter.report.number)
    shown = codes[page * FEW : (page + 1) * FEW]
    rows = [(_button(matter, t.named(f"declined.{code}"), "decline_as", code),) for code in shown]
    more = len(codes) > (page + 1) * FEW
    rows.append((
        _button(matter, t.staff("Others…"), "decline", f"{page + 1}") if more
        else _button(matter, t.staff("In my own words…"), "decline_own", ""),
    ))  # fmt: skip
    return _choice(matter, chat, text, *rows)


def said(t: Translator, code: str, words: str) -> str:
    """What the reporter reads: why not, and where to go. `words`: somebody's own, instead of a reason's."""
    if not code:
        return words
    return t.both("{why}. {where}.", why=t.named(f"declined.{code}"), where=t.named(f"declined.{code}.where"))


def shown_before(t: Translator, matter: Matter, chat: int, code: str, reads: str, second: bool) -> Letter:
    """What the reporter will read, before they do."""
    text = t.staff("{number}: the reporter reads:\n“{words}”", number=matter.report.number, words=reads)
    go = t.staff("Ask a second person to agree") if second else t.staff("Send it to the reporter")
    return _choice(matter, chat, text, (_button(matter, go, "decline_now", code),),
                   (_button(matter, t.staff("Another reason"), "decline", "0"),))  # fmt: skip


def asked_own_words(t: Translator, matter: Matter, chat: int) -> Letter:
    """The reason in words."""
    text = t.staff("{number}: write why it is not ours, as the reporter shall read it.",
                   number=matter.report.number)  # fmt: skip
    return _choice(matter, chat, text)


def asked_where(t: Translator, matter: Matter, chat: int) -> Letter:
    """And where to go instead: without it nobody is sent away."""
    text = t.staff("{number}: and where shall they go instead? Name and telephone.",
                   number=matter.report.number)  # fmt: skip
    return _choice(matter, chat, text)


def asked_why_alone(t: Translator, matter: Matter, chat: int) -> Letter:
    """Nobody else can be reached: a head may decide alone, and says why."""
    text = t.staff("{number}: nobody else can be reached to agree. Write why it has to be decided now.",
                   number=matter.report.number)  # fmt: skip
    return _choice(matter, chat, text)


def is_told(t: Translator, matter: Matter, chat: int, reached: bool) -> Letter:
    """In the place of the choice: the reporter has been told, or has to be rung."""
    text = t.staff("↪️ {number}: the reporter is told where to go.", number=matter.report.number)
    if not reached:
        text = t.staff("↪️ {number}: noted. The reporter cannot be written to here; please call.",
                       number=matter.report.number)  # fmt: skip
    return _choice(matter, chat, text)


def is_asked(t: Translator, matter: Matter, chat: int, names: Sequence[str]) -> Letter:
    """In the place of the choice: a second person is asked."""
    text = t.staff("📝 {number}: {workers} will say whether they agree.", number=matter.report.number,
                   workers="、".join(names))  # fmt: skip
    return _choice(matter, chat, text)


def second_asked(t: Translator, matter: Matter, chat: int, request: Request, by: str, reads: str) -> Letter:
    """To a second person: somebody wants to turn it down; do they agree?"""
    text = t.staff("📝 {number}: {worker} wants to tell the reporter that it is not ours:\n“{words}”\nDo you agree?",
                   number=matter.report.number, worker=by, words=reads)  # fmt: skip
    choice = f"{request.id:x}"
    rows = (
        (_button(matter, t.staff("I agree"), "agree_decline", choice),
         _button(matter, t.staff("I do not agree"), "refuse_decline", choice)),
        (_button(matter, t.staff("See the card"), "open", ""),),
    )  # fmt: skip
    return Letter(chat=chat, text=clipped(text), buttons=rows, priority=Priority.URGENT,
                  card=card_of(request))  # fmt: skip


def second_answered(t: Translator, matter: Matter, chat: int, request: Request, by: str) -> Letter:
    """In the place of that question: who said what."""
    number = matter.report.number
    match request.state:
        case RequestState.GRANTED:
            text = t.staff("✅ {number}: {worker} agreed; the reporter is told.", number=number, worker=by)
        case RequestState.REFUSED:
            text = t.staff("✖️ {number}: {worker} did not agree; it stays with you.", number=number, worker=by)
        case _:
            text = t.staff("{number}: this waits for no answer any more.", number=number)
    return Letter(chat=chat, text=text, card=card_of(request))


def card_of(request: Request) -> str:
    """The name of what a second person is asked."""
    return f"{subject(DECLINING, request.serial)}.{request.id}"


def declined(t: Translator, matter: Matter, chat: int) -> Letter:
    """To the reporter, a message of its own: not ours, and who it is for."""
    report = matter.report
    lines = [t.reporter("↪️ {number}: this is not ours to deal with.", number=report.number)]
    if is_spoken_of(report):
        lines.append(report.outcome)
    if matter.telephone:
        lines.append(t.reporter("If you have a question about it, call {station}: {telephone}.",
                                station=matter.station, telephone=matter.telephone))  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), priority=Priority.URGENT,
                  beside=subject(REPORTER, report.serial))  # fmt: skip


def _choice(matter: Matter, chat: int, text: str, *rows: tuple[Button, ...]) -> Letter:
    return Letter(chat=chat, text=clipped(text), buttons=rows, card=subject(DECLINING, matter.report.serial))


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    report = matter.report
    return Button(label=label, action=action, record=report.serial, version=report.version, choice=choice)
