"""What was found where, when somebody looked for words."""

from fieldwork.buttons import LIMIT, Button
from fieldwork.letters import Letter, clipped
from fieldwork.letters.listing import about, numbers
from fieldwork.letters.matter import Matter
from fieldwork.letters.reporter import standing_named
from fieldwork.letters.station import line
from fieldwork.texts import Translator

PAGE = 10
STATIONS = 3  # named; more are counted


def asked_what(t: Translator, chat: int) -> Letter:
    """What is looked for."""
    return Letter(
        chat=chat,
        text=t.both("🔍 What shall I look for? A few words will do: a place, a matter, a name, a number."),
    )


def own(t: Translator, chat: int, words: str, told: list[Matter], looked: int, more: int) -> Letter:
    """In somebody's own reports."""
    if told:
        head = t.reporter("🔍 “{words}”, among {many} of your reports:", words=words, many=looked)
    else:
        head = t.reporter(
            "🔍 Nothing found for “{words}” in {many} of your reports. To report it, write what happened.",
            words=words,
            many=looked,
        )
    lines = [f"{m.report.number} · {about(t, m)} · {standing_named(t, m)}" for m in told]
    return _letter(t, chat, [head, *lines], words, told, more)


def of_station(
    t: Translator, chat: int, words: str, told: list[Matter], stations: list[str], looked: int, more: int
) -> Letter:
    """In what a station sees."""
    where = " · ".join(stations[:STATIONS]) + ("…" if len(stations) > STATIONS else "")
    if told:
        head = t.staff(
            "🔍 “{words}”, among the newest {many} of {stations}:", words=words, many=looked, stations=where
        )
    else:
        head = t.staff(
            "🔍 Nothing found for “{words}”. Looked through: words, places, categories and reporters of the "
            "newest {many} of {stations}.",
            words=words,
            many=looked,
            stations=where,
        )
    return _letter(t, chat, [head, *(line(t, m) for m in told)], words, told, more)


def _letter(t: Translator, chat: int, lines: list[str], words: str, told: list[Matter], more: int) -> Letter:
    older = Button(label=t.both("Older ones ›"), action="find", record=more, choice=words)
    if more and _fits(older):
        return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*numbers(told), (older,)))
    if more:
        lines = [*lines, t.both("There are older ones; fewer words bring a button to go on.")]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=numbers(told))


def _fits(button: Button) -> bool:
    try:
        return len(button.packed().encode()) <= LIMIT
    except ValueError:
        return False
