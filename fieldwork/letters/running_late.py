"""What a reporter is told when it takes longer than was said: that it does, who has it, and until when."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.clock import moment_named
from fieldwork.letters.matter import LATE, Matter, subject
from fieldwork.reports import Report
from fieldwork.texts import Translator


def told(t: Translator, matter: Matter, lead: Matter, chat: int, contact: bool = False) -> Letter:
    """A message of its own. `lead` is what was joined with, else the same; `contact`: nobody was in touch yet."""
    number = matter.report.number
    head = t.reporter("⏳ {number}: it takes longer than it should. We are sorry.", number=number)
    if contact:
        head = t.reporter(
            "⏳ {number}: nobody was in touch yet, and we said so. We are sorry.", number=number
        )
    call = t.reporter("Telephone: {telephone}", telephone=lead.telephone) if lead.telephone else ""
    lines = [head, _who_has_it(t, lead), call]
    return Letter(chat=chat, text=clipped("\n".join(filter(None, lines))), buttons=((nudge(t, matter.report),),),
                  card=subject(LATE, matter.report.serial), anew=True, priority=Priority.URGENT)  # fmt: skip


def _who_has_it(t: Translator, lead: Matter) -> str:
    """In whose hands it is, and until when they are to be done: of a limit that is over too nothing is promised."""
    who = {"station": lead.station, "worker": lead.stand_in or lead.handler}
    ends = lead.times.ends if lead.times else {}
    end = ends.get("done") or ends.get("reporter.done")  # before there is a plan, the time for both
    if lead.times is None or end is None or end <= lead.times.now:
        if who["worker"]:
            return t.reporter("{station}, {worker}, has it now and sees to it as soon as possible.", **who)
        return t.reporter("{station} has it now and sees to it as soon as possible.", station=lead.station)
    when = moment_named(t, end)
    if who["worker"]:
        return t.reporter("{station}, {worker}, has it now, until {when} at the latest.", **who, when=when)
    return t.reporter("{station} has it now, until {when} at the latest.", station=lead.station, when=when)


def may_hurry(matter: Matter) -> bool:
    """Whether 催一下 stands on the reporter's own card: the time that was said is over, and today nobody was asked."""
    times, report = matter.times, matter.report
    return times is not None and times.is_over and not times.nudged and not report.mandatory


def nudge(t: Translator, report: Report) -> Button:
    """催一下: once a day."""
    return Button(
        label=t.reporter("👉 Ask them to hurry"), action="nudge", record=report.serial, version=report.version
    )


def answered(t: Translator, matter: Matter, lead: Matter, chat: int, said: str) -> Letter:
    """The same message after 催一下: what came of it, in the place of the button."""
    letter = told(t, matter, lead, chat)
    text = clipped(f"{letter.text}\n\n{said}")
    return letter.model_copy(update={"text": text, "buttons": (), "anew": False, "silent": True})
