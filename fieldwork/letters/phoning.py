"""What somebody reads who rings a reporter that did not answer in the chat (待电话回访), and what the reporter does."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, reopening
from fieldwork.letters.matter import CALLBACK, RINGING, Matter, subject
from fieldwork.letters.reporter import Rows
from fieldwork.texts import Translator

ANSWERS, GRADES = ("solved", "partly", "unsolved"), ("satisfied", "fairly", "unsatisfied")


def asked_what_they_said(t: Translator, matter: Matter, chat: int) -> Letter:
    """已电话回访: the same two questions as in the chat, answered by the one who rang."""
    text = t.staff("☎️ {number}: what does the reporter say, is it solved?", number=matter.report.number)
    labels = (t.staff("Solved"), t.staff("Partly solved"), t.staff("Not solved"))
    return _asked(matter, chat, text, _column(matter, "phone_said", ANSWERS, labels))


def asked_how_satisfied(t: Translator, matter: Matter, chat: int) -> Letter:
    """The second question, in the place of the first."""
    text = t.staff("☎️ {number}: and how satisfied are they?", number=matter.report.number)
    labels = (t.staff("Satisfied"), t.staff("Fairly satisfied"), t.staff("Not satisfied"))
    return _asked(matter, chat, text, _column(matter, "phone_grade", GRADES, labels))


def noted(t: Translator, matter: Matter, chat: int) -> Letter:
    """Both are answered."""
    return _asked(matter, chat, t.staff("☎️ {number}: noted, thank you.", number=matter.report.number))


def is_done_again(t: Translator, matter: Matter, chat: int, to: str) -> Letter:
    """Not solved: who has it now, in the place of the question."""
    letter = reopening.is_open_again(t, matter, chat, to)
    return letter.model_copy(update={"card": subject(RINGING, matter.report.serial)})


def not_reached(t: Translator, matter: Matter, chat: int) -> Letter:
    """打不通: it is over, and was not rated."""
    text = t.staff(
        "📵 {number}: closed as not rated, nobody answered the telephone.", number=matter.report.number
    )
    return _asked(matter, chat, text)


def over(t: Translator, matter: Matter, chat: int) -> Letter:
    """The reporter has answered by themselves, or it is done again: nothing is asked here any more."""
    return _asked(
        matter, chat, t.staff("☎️ {number}: the reporter has answered by now.", number=matter.report.number)
    )


def _asked(matter: Matter, chat: int, text: str, rows: Rows = ()) -> Letter:
    return Letter(chat=chat, text=text, buttons=rows, card=subject(RINGING, matter.report.serial))


def _column(matter: Matter, action: str, choices: tuple[str, ...], labels: tuple[str, ...]) -> Rows:
    report = matter.report
    return tuple(
        (Button(label=label, action=action, record=report.serial, version=report.version, choice=choice),)
        for choice, label in zip(choices, labels, strict=True)
    )


def thanked(t: Translator, matter: Matter, chat: int, round_: int) -> Letter:
    """To the reporter, in the place of the question in the chat: it was answered on the telephone."""
    text = t.reporter("🙏 {number}: thank you for telling us on the telephone.", number=matter.report.number)
    return Letter(
        chat=chat, text=text, card=f"{subject(CALLBACK, matter.report.serial)}.{round_}", silent=True
    )
