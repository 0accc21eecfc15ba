"""What is asked of somebody who makes a plan for something long, and the plan as it stands."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped
from fieldwork.letters.choosing import CHOOSING
from fieldwork.letters.matter import Matter, subject
from fieldwork.texts import Translator


def asked_how(t: Translator, matter: Matter, chat: int) -> Letter:
    """What belongs into a plan."""
    text = t.staff("{number}: what is to be done, by whom, until when? Write one message or several, then tap "
                   "“Hand it in”.", number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(CHOOSING, matter.report.serial))


def so_far(t: Translator, matter: Matter, chat: int, words: str) -> Letter:
    """The plan as it was written, where it may stand in a chat; it is handed in by a tap."""
    report = matter.report
    lines = [
        t.staff("📋 The plan for {number}:", number=report.number),
        *([words] if words else []),
        t.staff("Write on to add something; when it is complete, tap “Hand it in”."),
    ]
    send = Button(label=t.staff("Hand it in"), action="plan_in", record=report.serial, version=report.version)
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=((send,),), anew=True,
                  card=subject(CHOOSING, report.serial))  # fmt: skip
