"""会议记录: what a station is asked when it writes down what building heads decided.

Nothing that is written here has been sent to anybody before the last question is answered.
"""

from collections.abc import Sequence
from datetime import date

from fieldwork.buttons import Button
from fieldwork.councils import LATER, NOT_DONE, WATCH, Ask
from fieldwork.letters import Letter, clipped
from fieldwork.letters.agendas import FEW, Item, Meeting, decided, line, listed
from fieldwork.letters.dates import day_named
from fieldwork.people import Person
from fieldwork.texts import Translator

ADULTS = (5, 8, 12, 15, 20, 30)  # how many came, as buttons
Rows = tuple[tuple[Button, ...], ...]


def _question(
    t: Translator, chat: int, meeting: Meeting, item: Item, ask: Ask, asked: str, rows: Rows
) -> Letter:
    """One question about one item: what is decided so far stands above it, and the ways out below."""
    number = [one.id for one in meeting.items].index(item.id) + 1
    head = t.staff("🏛 Item {number} of {many}", number=number, many=len(meeting.items))
    so_far = [f"✔️ {one.number} {decided(t, one)}" for one in meeting.items
              if one.decision and one.id != item.id]  # fmt: skip
    mine = [f"✔️ {decided(t, item)}"] if item.decision else []
    first = number == 1 and not item.decision
    text = "\n".join([*so_far, head, line(t, item), *mine, asked])
    ways = _ways_out(t, meeting.id, item.id, ask.value, back=not first)
    return Letter(chat=chat, text=clipped(text), buttons=(*rows, ways))


def _ways_out(t: Translator, meeting: int, item: int, ask: str, *, back: bool) -> tuple[Button, ...]:
    """上一步 · 先到这里. A step back names the question it leads away from: a second tap leads nowhere."""
    keys = (
        [Button(label=t.staff("⬅️ Back"), action="cback", record=meeting, choice=f"{item}/{ask}")]
        if back
        else []
    )
    return (*keys, Button(label=t.staff("⏸ So far"), action="cpause", record=meeting))


def asked_decision(t: Translator, chat: int, meeting: Meeting, item: Item) -> Letter:
    """What was decided about one item."""
    labels = ((t.staff("Will not be done"), NOT_DONE), (t.staff("Keep an eye on it"), WATCH),
              (t.staff("Not reached: next time"), LATER))  # fmt: skip
    rows = tuple(
        (Button(label=label, action="cdecide", record=item.id, choice=choice),) for label, choice in labels
    )
    asked = t.staff("What was decided? Write it, or tap.")
    return _question(t, chat, meeting, item, Ask.WHAT, asked, rows)


def asked_owner(
    t: Translator, chat: int, meeting: Meeting, item: Item, staff: Sequence[Person], partners: Sequence[Person]
) -> Letter:  # fmt: skip
    """Who does it."""
    shown = [(one.name, one.id) for one in staff[: FEW - 1]]
    shown += [(t.staff("{name} (partner)", name=one.name), one.id) for one in partners[: FEW - len(shown)]]
    rows = tuple(
        (Button(label=name, action="cowner", record=item.id, choice=str(id_)),) for name, id_ in shown
    )
    asked = t.staff("{number}: who does it? Tap or write the name.", number=item.number)
    return _question(t, chat, meeting, item, Ask.WHO, asked, rows)


def asked_until(t: Translator, chat: int, meeting: Meeting, item: Item, days: Sequence[date]) -> Letter:
    """By which day."""
    keys = [Button(label=day_named(t, day), action="cuntil", record=item.id, choice=f"{day:%Y%m%d}")
            for day in days]  # fmt: skip
    rows = tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
    asked = t.staff("{number}: by which day? Tap or write one.", number=item.number)
    return _question(t, chat, meeting, item, Ask.UNTIL, asked, rows)


def asked_how_many(t: Translator, chat: int, meeting: Meeting, signed: int) -> Letter:
    """How many came: the meeting is an activity. `signed`: who is on its list."""
    list_ = t.staff("📋 {many} signed in", many=signed)
    rows: Rows = (
        ((Button(label=list_, action="ccame", record=meeting.id, choice=str(signed)),),) if signed else ()
    )
    rows += tuple(
        tuple(Button(label=str(many), action="ccame", record=meeting.id, choice=str(many)) for many in row)
        for row in (ADULTS[:3], ADULTS[3:])
    )
    lines = [*listed(t, meeting.items)] if meeting.items else []
    lines.append(
        t.staff(
            "🏛 All items are noted. How many people came (人次)? Tap or write the number; then it is sent."
        )
    )
    ways = _ways_out(t, meeting.id, 0, "came", back=bool(meeting.items))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, ways))


def asked_whether(
    t: Translator, chat: int, meeting: Meeting, words: str, before: Item | None, *, decides: bool
) -> Letter:
    """A bare number or day instead of a decision: what is meant. `before`: the item whose day it may put right."""
    keys = [(t.staff("The day of {number}", number=before.number), "day")] if before else []
    keys += [(t.staff("It is what was decided"), "words")] if decides else []
    keys.append((t.staff("Neither, ask me again"), "again"))
    rows = tuple(
        (Button(label=label, action="cmeant", record=meeting.id, choice=choice),) for label, choice in keys
    )
    return Letter(chat=chat, text=t.staff("“{words}”: what do you mean?", words=words), buttons=rows)


def paused(t: Translator, chat: int, meeting: Meeting, left: int) -> Letter:
    """Left as far as it is; nobody has heard anything yet."""
    of = {"place": meeting.place, "day": day_named(t, meeting.day)}
    text = t.staff(
        "📝 The minutes of {place}, {day}: only how many came is left, and nothing was sent yet.", **of
    )
    if left:
        text = t.staff("📝 The minutes of {place}, {day} stay as far as they are written; {left} items are left, "
                       "and nothing was sent yet.", left=left, **of)  # fmt: skip
    row = (Button(label=t.staff("📝 Go on"), action="council_minutes", record=meeting.id),)
    return Letter(chat=chat, text=text, buttons=(row,))


def over(t: Translator, chat: int, meeting: Meeting, number: str, many: int) -> Letter:
    """The minutes are kept, and the meeting counts."""
    lines = [t.staff("🏛 {day}, {place}: the minutes are kept. {number}: 1 场 · {many} 人次",
                     day=day_named(t, meeting.day), place=meeting.place, number=number, many=many),
             *listed(t, meeting.items)]  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)))
