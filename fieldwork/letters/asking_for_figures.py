"""To whoever asks for figures in words: what was not understood, which of several places, which figure."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.digests import Stated
from fieldwork.figures import By
from fieldwork.letters import Letter
from fieldwork.letters.figures import Page, label, place_of
from fieldwork.letters.periods import period_named
from fieldwork.periods import Period
from fieldwork.texts import Translator

BYS = tuple(By)
OFFERED, ABREAST = 10, 2


def not_understood(t: Translator, chat: int, words: str) -> Letter:
    """What was not read, and how it can be said."""
    text = "\n".join([
        t.staff("“{words}” was not understood. It can be said like this:", words=words),
        t.staff("Figures last month 西湖社区 · Figures 2026-03 · Figures 2026-W10"),
        t.staff("入户走访多少户 · 签收率 按社区"),
    ])  # fmt: skip
    return Letter(chat=chat, text=text, buttons=((_figures(t),),))


def not_theirs(t: Translator, chat: int, place: str, own: str) -> Letter:
    """A place of somebody else."""
    text = t.staff(
        "{place} is not yours to look at. You see the figures of {own} and below.", place=place, own=own
    )
    return Letter(chat=chat, text=text, buttons=((_figures(t),),))


def asked_place(t: Translator, chat: int, period: Period, places: Sequence[tuple[str, str]]) -> Letter:
    """Which of the places that bear this name."""
    rows = tuple(
        (Button(label=name, action="fig", choice=f"{period.name}//{code}"),) for code, name in places[:6]
    )
    text = t.staff("🔢 {period}: of which place?", period=period_named(t, period))
    return Letter(chat=chat, text=text, buttons=rows)


def asked_which(t: Translator, chat: int, page: Page, by: By, some: Sequence[Stated]) -> Letter:
    """Which figure is to be apart, where none was named; those that there are."""
    lines = [f"🔢 {page.name} · {period_named(t, page.period)}"]
    lines.append(t.staff("Which figure?") if some else t.staff("Nothing is counted there in that time."))
    keys = [Button(label=label(t, one), action="fig_by", record=place_of(one), version=BYS.index(by),
                   choice=page.choice()) for one in some[:OFFERED]]  # fmt: skip
    rows = [tuple(keys[at : at + ABREAST]) for at in range(0, len(keys), ABREAST)]
    back = Button(label=t.staff("All figures"), action="fig", choice=page.choice())
    return Letter(chat=chat, text="\n".join(lines), buttons=(*rows, (back,)))


def _figures(t: Translator) -> Button:
    return Button(label=t.staff("All figures"), action="fig", choice="month")
