"""Lists of reports, ten a page: 我的上报, and a station's 待办."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import WAITING, Matter, category_named, subject
from fieldwork.letters.reporter import standing_named
from fieldwork.letters.station import line
from fieldwork.texts import Translator

PAGE = 10
BEGINNING = 12  # characters of a report's words in a list

Rows = tuple[tuple[Button, ...], ...]


def own(t: Translator, chat: int, told: list[Matter], page: int, more: bool) -> Letter:
    """Somebody's own reports, newest first."""
    if not told:
        return Letter(
            chat=chat, text=t.reporter("You have not reported anything yet. Just write what happened.")
        )
    lines = [f"{m.report.number} · {about(t, m)} · {standing_named(t, m)}" for m in told]
    text = "\n".join([t.reporter("Your reports:"), *lines])
    return Letter(chat=chat, text=clipped(text), buttons=_numbers(told) + _turn(t, "mine", "", page, more))


def about(t: Translator, matter: Matter) -> str:
    """What an own report was about, in a few words: its category, else how it began."""
    words = " ".join(matter.words.split())
    begun = words if len(words) <= BEGINNING else words[:BEGINNING] + "…"
    return category_named(t, matter.report.category).rpartition(" · ")[2] or begun or matter.place


def todo(t: Translator, chat: int, stations: list[str], mine: int, unsigned: int) -> Letter:
    """What waits, as counts that open."""
    rows = (
        (Button(label=t.staff("Mine · {many}", many=mine), action="list", choice="mine"),),
        (
            Button(
                label=t.staff("To be signed for · {many}", many=unsigned), action="list", choice="unsigned"
            ),
        ),
        (Button(label=t.staff("By building"), action="buildings"),),
    )
    text = t.staff("📋 To do: {stations}", stations=" · ".join(stations))
    return Letter(chat=chat, text=text, buttons=rows)


def waiting(t: Translator, chat: int, person: int, many: int, most: int) -> Letter:
    """How many cards wait, in one message that stands for all that came without a sound."""
    if many == 0:
        text = t.staff("📥 All are signed for. 👍")
    elif many > most:
        text = t.staff("📥 More than {most} are to be signed for.", most=most)
    else:
        text = t.staff("📥 {many} are to be signed for.", many=many)
    see = Button(label=t.staff("See the list"), action="list", choice="unsigned")
    return Letter(chat=chat, text=text, buttons=((see,),) if many else (), card=subject(WAITING, person),
                  silent=True, priority=Priority.URGENT)  # fmt: skip


def page_of_list(t: Translator, chat: int, told: list[Matter], which: str, page: int, more: bool) -> Letter:
    """One page of a station's list; its buttons open a card."""
    lines = [line(t, matter) for matter in told] or [t.staff("Nothing here. 👍")]
    rows = _numbers(told) + _turn(t, "list", which, page, more, _to_the_top(t))
    return Letter(chat=chat, text=clipped("\n".join([_heading(t, told, which), *lines])), buttons=rows)


def _heading(t: Translator, told: list[Matter], which: str) -> str:
    if which == "mine":
        return t.staff("Mine:")
    if which == "unsigned":
        return t.staff("To be signed for:")
    return t.staff("Open at {place}:", place=told[0].place) if told else t.staff("Open reports by place:")


def _to_the_top(t: Translator) -> Button:
    return Button(label=t.staff("📋 To do"), action="todo")


def buildings(t: Translator, chat: int, named: list[tuple[str, str, int]], page: int) -> Letter:
    """The places with open reports, most first."""
    shown = named[page * 5 : (page + 1) * 5]
    rows = tuple(
        (Button(label=f"{name} · {many}", action="list", choice=f"place/{code}"),)
        for code, name, many in shown
    )
    text = t.staff("Open reports by place:") if shown else t.staff("Nothing here. 👍")
    more = (page + 1) * 5 < len(named)
    return Letter(chat=chat, text=text, buttons=rows + _turn(t, "buildings", "", page, more, _to_the_top(t)))


def _numbers(told: list[Matter]) -> Rows:
    """A button a report, two in a row, so that ten make five rows."""
    buttons = [Button(label=m.report.number, action="open", record=m.report.serial) for m in told]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


def _turn(t: Translator, action: str, choice: str, page: int, more: bool, up: Button | None = None) -> Rows:
    """Back, on, and up. The page travels where other buttons carry a report."""
    row = []
    if page:
        row.append(Button(label=t.both("‹ Back"), action=action, record=page - 1, choice=choice))
    if more:
        row.append(Button(label=t.both("On ›"), action=action, record=page + 1, choice=choice))
    if up:
        row.append(up)
    return (tuple(row),) if row else ()
