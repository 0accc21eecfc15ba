"""What somebody is told who asks that it go faster (催一下)."""

from fieldwork.letters.clock import moment_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import Matter
from fieldwork.reports import State
from fieldwork.texts import Translator


def reminded(t: Translator, matter: Matter, station: str, worker: str) -> str:
    """Somebody was told."""
    return t.reporter("👉 {number}: {station}, {worker}, is being reminded.",
                      number=matter.report.number, station=station, worker=worker)  # fmt: skip


def nobody_reads(t: Translator, matter: Matter, lead: Matter) -> str:
    """Nobody can be told: the telephone is surer."""
    if not lead.telephone:
        return t.reporter("{number}: nobody of {station} can be reminded here right now.",
                          number=matter.report.number, station=lead.station)  # fmt: skip
    return t.reporter("{number}: nobody of {station} can be reminded here right now. Please call: {telephone}",
                      number=matter.report.number, station=lead.station, telephone=lead.telephone)  # fmt: skip


def why_not(t: Translator, matter: Matter, lead: Matter) -> str:
    """What stands in the way; empty where nothing does."""
    report, number = lead.report, matter.report.number
    if not report.is_open or not matter.report.is_open:
        return t.reporter("{number} is finished. If there is anything else, just write.", number=number)
    if report.mandatory:
        return t.reporter("{number} is being dealt with. For anything more please call.", number=number)
    if report.state in (State.DONE, State.CALLBACK):
        return t.reporter("{number} has been dealt with. If it is not solved, just say so.", number=number)
    if report.state is State.NEEDS_INFO:
        return t.reporter(
            "{number}: {station} waits for your answer first.", number=number, station=lead.station
        )
    if report.state in (State.ON_HOLD, State.PARKED) and report.waits_until:
        return t.reporter("It cannot be solved yet. {station} answers you again by {day}.",
                          station=lead.station, day=day_named(t, report.waits_until))  # fmt: skip
    return _not_yet(t, matter, lead)


def _not_yet(t: Translator, matter: Matter, lead: Matter) -> str:
    if matter.times and matter.times.nudged:
        return t.reporter("{number}: they were reminded today. You can ask again tomorrow.",
                          number=matter.report.number)  # fmt: skip
    if lead.times and lead.times.heard_by and not lead.times.is_over:
        return t.reporter("{number}: {station} will be in touch by {when}. If nobody was by then, ask again.",
                          number=matter.report.number, station=lead.station,
                          when=moment_named(t, lead.times.heard_by))  # fmt: skip
    return ""
