"""The call-back (回访): is it really solved, and are you satisfied? Asked, asked once more, and over."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped, passing_on
from fieldwork.letters.matter import CALLBACK, Matter, subject
from fieldwork.letters.reporter import column, is_spoken_of, outcome
from fieldwork.reports import Attachment, Finding, Report, State, Urgency
from fieldwork.texts import Translator


def asked_if_solved(t: Translator, matter: Matter, chat: int) -> Letter:
    """It is done, says the station; the question is in the same message (回访)."""
    report = matter.report
    text = "\n".join(
        [
            t.reporter("💬 {number}: your question is answered.", number=report.number)
            if report.urgency is Urgency.Q
            else _what_was_found(t, report),
            outcome(t, matter),
            "",
            _asks_whether_solved(t, report),
        ]
    )  # fmt: skip
    answers = (("solved", t.reporter("Solved")), ("partly", t.reporter("Partly")),
               ("unsolved", t.reporter("Not solved yet")))  # fmt: skip
    return Letter(chat=chat, text=clipped(text), buttons=column(report.serial, report.version, answers),
                  card=_round(matter, report.version), priority=Priority.URGENT)  # fmt: skip


def asked_again(t: Translator, matter: Matter, chat: int, round_: int) -> Letter:
    """The same question once more, at the end of the chat; the first one loses its buttons."""
    asked = asked_if_solved(t, matter, chat)
    text = "\n".join([t.reporter("🙏 We ask once more; one tap is enough."), asked.text])
    rows = tuple(tuple(key.model_copy(update={"version": round_}) for key in row) for row in asked.buttons)
    return asked.model_copy(
        update={"text": clipped(text), "buttons": rows, "card": _round(matter, round_), "anew": True}
    )


def _what_was_found(t: Translator, report: Report) -> str:
    match report.finding:
        case Finding.UNSOLVED:
            return t.reporter("⏳ {number}: it cannot be solved for now.", number=report.number)
        case Finding.UNTRUE:
            return t.reporter("🔎 {number}: somebody looked into it.", number=report.number)
        case _:
            return t.reporter("🛠 {number} has been dealt with.", number=report.number)


def _asks_whether_solved(t: Translator, report: Report) -> str:
    if report.finding in (Finding.UNSOLVED, Finding.UNTRUE):
        return t.reporter("Is that all right? If not, tap “Not solved yet”, and somebody looks again.")
    if report.for_name and is_spoken_of(report):
        return t.reporter("Please ask {name}: is it really solved?", name=report.for_name)
    return t.reporter("Is it really solved?")


def _round(matter: Matter, version: int) -> str:
    """A call-back's message: one for each time it was done, so that each is a new message."""
    return f"{subject(CALLBACK, matter.report.serial)}.{version}"


def asked_how_satisfied(t: Translator, matter: Matter, chat: int, round_: int) -> Letter:
    """The second and last question of the call-back, in the place of the first."""
    grades = (("satisfied", t.reporter("Satisfied")), ("fairly", t.reporter("Fairly satisfied")),
              ("unsatisfied", t.reporter("Not satisfied")))  # fmt: skip
    text = t.reporter(
        "🙏 {number}: thank you. Are you satisfied with how it was done?", number=matter.report.number
    )
    rows = tuple(
        (Button(label=label, action=action, record=matter.report.serial, version=matter.report.version,
                choice=f"{round_:x}"),)
        for action, label in grades
    )  # fmt: skip
    return Letter(chat=chat, text=text, card=_round(matter, round_), buttons=rows)


def thanked(t: Translator, matter: Matter, chat: int, round_: int) -> Letter:
    """The call-back is over."""
    text = t.reporter("🙏 {number}: thank you, noted.", number=matter.report.number)
    if matter.report.answer == "partly":
        text = t.reporter("🙏 {number}: thank you, noted. If you like, reply to this message with what is still to do; "
                          "{station} reads it.", number=matter.report.number, station=matter.station)  # fmt: skip
    if matter.report.state is State.REWORK:
        text = t.reporter("🔁 {number}: thank you for telling us. {station} takes it up again.",
                          number=matter.report.number, station=matter.station)  # fmt: skip
    return Letter(chat=chat, text=text, card=_round(matter, round_))


def not_asked_any_more(t: Translator, matter: Matter, chat: int, round_: int) -> Letter:
    """Nobody answered: the question goes, kindly."""
    text = t.reporter("🌿 {number}: we leave it at that. If it is not solved, just write again.",
                      number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, card=_round(matter, round_), silent=True)


def proof(matter: Matter, chat: int, pictures: Sequence[Attachment]) -> list[Letter]:
    """The pictures that the station took of what was done."""
    return passing_on.beside(_round(matter, matter.report.version), matter, chat, pictures)
