"""What somebody reads who is led through a report question by question (/report), and whose draft waits."""

from fieldwork import guide
from fieldwork.buttons import Button
from fieldwork.guide import Answers, Ground, Question
from fieldwork.letters import Letter, clipped
from fieldwork.letters.matter import category_named, subject
from fieldwork.reports import Urgency
from fieldwork.texts import Translator

DRAFT = "d"  # subject of the message that asks
SHOWN = 120  # characters of somebody's own words in a summary

Row = tuple[Button, ...]


def asked(t: Translator, person: int, chat: int, question: Question, answers: Answers, ground: Ground,
          again: bool = False) -> Letter:  # fmt: skip
    """One question; `again`: what came answered nothing, and the question says what it hears."""
    text = question.asks(t, answers)
    choices = question.choices(t, answers, ground)
    rows = [(_button(label, "guide", f"{question.name}/{value}"),) for label, value in choices]
    lines = (question.again(t), text) if again else (text,)
    return _said(person, chat, "\n".join(lines), (*rows, _ways_out(t, question, answers)))


def _ways_out(t: Translator, question: Question, answers: Answers) -> Row:
    skip = (_button(t.reporter("Skip"), "guide_skip", question.name),) if question.may_skip else ()
    back = (_button(t.reporter("⬅️ Back"), "guide_back"),) if guide.answered(answers) else ()
    return (*skip, *back, _button(t.reporter("❌ Cancel"), "guide_cancel"))


def checked(t: Translator, person: int, chat: int, answers: Answers, ground: Ground) -> Letter:
    """Everything that was answered, before it is sent."""
    lines = [t.reporter("Please check it:"), *summary(t, answers, ground)]
    rows = (
        (_button(t.reporter("📨 Send it"), "guide_send"),),
        (_button(t.reporter("✏️ Change something"), "guide_change"),),
        (_button(t.reporter("⬅️ Back"), "guide_back"), _button(t.reporter("❌ Cancel"), "guide_cancel")),
    )
    return _said(person, chat, "\n".join(lines), rows)


def summary(t: Translator, answers: Answers, ground: Ground) -> list[str]:
    """The answers, a line each; what was skipped has none."""
    where, what, who = (answers.get(name) or {} for name in ("where", "what", "who"))
    place = ground.network.path(where["place"]) if where.get("place") else ""
    door = "".join(where.get(part, "") for part in ("unit", "floor", "room"))
    files = len(what.get("files", [])) + len((answers.get("photo") or {}).get("files", []))
    said = (
        ("📍", " ".join(part for part in (place, where.get("named", ""), door) if part)),
        ("💬", what.get("words", "")[:SHOWN]),
        ("⏱", urgency_named(t, answers.get("urgency") or "")),
        ("🏷", category_named(t, answers.get("kind") or None)),
        ("👤", " ".join(part for part in (who.get("name", ""), who.get("telephone", "")) if part)),
        ("📎", t.both("Files: {many}", many=files) if files else ""),
    )
    return [f"{sign} {words}" for sign, words in said if words]


def urgency_named(t: Translator, level: str) -> str:
    """In the reporter's words, not in levels."""
    names = {
        Urgency.T0: t.reporter("Somebody is in danger now"),
        Urgency.T1: t.reporter("It cannot wait until tomorrow"),
        Urgency.T2: t.reporter("It can wait a few days"),
        Urgency.Q: t.reporter("I only have a question"),
    }
    return names.get(Urgency(level), "") if level else ""


def asked_what_to_change(t: Translator, person: int, chat: int, answers: Answers) -> Letter:
    """The answers that can be given anew, two in a row."""
    names = {
        "where": t.reporter("The place"),
        "what": t.reporter("My words"),
        "urgency": t.reporter("How urgent it is"),
        "kind": t.reporter("The category"),
        "whose": t.reporter("For whom"),
        "who": t.reporter("The name"),
        "photo": t.reporter("The photo"),
    }
    buttons = [_button(names[q.name], "guide_edit", q.name) for q in guide.answered(answers)]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    back = (_button(t.reporter("⬅️ Back"), "guide_back"),)
    return _said(person, chat, t.reporter("What shall be changed?"), (*rows, back))


def invited(t: Translator, person: int, chat: int, may_stand_in: bool) -> Letter:
    """报问题: one message is enough; who prefers questions taps."""
    text = t.reporter("Just write what happened and where, or send a photo. One message is enough.")
    rows: list[Row] = [(_button(t.reporter("Step by step"), "guide_begin", "own"),)]
    if may_stand_in:
        rows.append((_button(t.reporter("Report for somebody else"), "guide_begin", "other"),))
    return _said(person, chat, text, tuple(rows))


def offered(t: Translator, person: int, chat: int, answers: Answers, ground: Ground) -> Letter:
    """A draft left lying: it is there still."""
    lines = [t.reporter("You began a report and did not finish it:"), *summary(t, answers, ground)]
    rows = (
        (_button(t.reporter("Go on"), "guide_on"),),
        (_button(t.reporter("Send it as it is"), "guide_send"),),
        (_button(t.reporter("Let it go"), "guide_cancel"),),
    )
    return _said(person, chat, "\n".join(lines), rows)


def cancelled(t: Translator, person: int, chat: int) -> Letter:
    """Given up, and to be had back for a while."""
    text = t.reporter("Cancelled, nothing was sent. For ten minutes you can have it back.")
    return _said(person, chat, text, ((_button(t.reporter("Have it back"), "guide_on"),),))


def over(t: Translator, person: int, chat: int, number: str) -> Letter:
    """The questions are answered; the report's own card says the rest."""
    return _said(person, chat, t.reporter("Sent: {number}.", number=number), ())


def _button(label: str, action: str, choice: str = "") -> Button:
    return Button(label=label, action=action, choice=choice)


def _said(person: int, chat: int, text: str, rows: tuple[Row, ...]) -> Letter:
    return Letter(chat=chat, text=clipped(text), buttons=tuple(rows), card=subject(DRAFT, person))
