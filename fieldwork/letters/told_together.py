"""Several activities that were told of in one message: one list, and one tap for all that waits for it.

A line each, as it stands now; its number opens it, where it is not right.
"""

from collections.abc import Sequence

from fieldwork.activities import ActivityKind, Stage
from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped
from fieldwork.letters.activities import facts, kind_named, own_stage_named, when, why_decided, why_void
from fieldwork.letters.matter import Matter, where_named
from fieldwork.reports import Report
from fieldwork.texts import Translator

TOGETHER = "together"  # the card of the list, by the first of them: `together.10001` (no one report's)
ABREAST = 3  # numbers in a row, so that twelve make four


def card_of(first: Report) -> str:
    """The name of the list in the outbox."""
    return f"{TOGETHER}.{first.serial}"


def first_of(card: str) -> int:
    """The first report behind such a name; 0 for any other card."""
    name, _, serial = card.partition(".")
    return int(serial) if name == TOGETHER and serial.isdecimal() else 0


def listed(t: Translator, first: Report, told: Sequence[Matter], chat: int) -> Letter:
    """All of them; the tap confirms those that wait for it, with the numbers that stand here."""
    drafts = [each for each in told if _stage(each) is Stage.DRAFT]
    places = {where_named(t, each) for each in told}
    lines = [_headline(t, len(told), len(drafts))]
    lines += ["📍 " + place for place in places if place] if len(places) == 1 else []
    for n, each in enumerate(told, 1):
        lines += ["", *_lines(t, n, each, with_place=len(places) > 1)]
    rows = (*_confirm(t, first, told, len(drafts)), *_numbers(told))
    return Letter(chat=chat, text=clipped("\n".join([*lines, "", *_standing(t, told, len(drafts))])), buttons=rows,
                  card=card_of(first))  # fmt: skip


def asked_which(t: Translator, told: Sequence[Matter], chat: int) -> Letter:
    """Words that may be meant for any of them that waits for the tap."""
    waiting = [(n, each) for n, each in enumerate(told, 1) if _stage(each) is Stage.DRAFT]
    text = t.reporter("Which of them? Tap its number, then say how it should be.")
    lines = [text, *(_named(t, n, each) for n, each in waiting)]
    return Letter(chat=chat, text="\n".join(lines), buttons=_numbers([each for _, each in waiting]))


def not_so_any_more(t: Translator, told: Sequence[Matter]) -> str:
    """To who edited the message so that other activities stand there than were noted."""
    numbers = "、".join(each.report.number for each in told)
    return t.reporter("{numbers} came of this message, and I cannot tell which of them changed. Tap the number of the "
                      "one that is not right; what is new, write as a new message.", numbers=numbers)  # fmt: skip


def too_many(t: Translator, many: int, most: int) -> str:
    """Under the one activity as which it was noted."""
    return t.reporter("There seem to be {many} activities in this message; I can note {most} at once. For now it "
                      "stands as one and does not count. Please send it in parts, and drop this one.",
                      many=many, most=most)  # fmt: skip


def _headline(t: Translator, many: int, drafts: int) -> str:
    if drafts:
        return t.reporter("📝 {many} activities · are they right?", many=many)
    return t.reporter("📋 {many} activities", many=many)


def _lines(t: Translator, n: int, told: Matter, *, with_place: bool) -> list[str]:
    """Its number, what it was and when; below it what it comes to, and what is out of the ordinary."""
    where = ["📍 " + where_named(t, told)] if with_place and where_named(t, told) else []
    open_kind = told.activity is not None and told.activity.kind is ActivityKind.OTHER
    kind = (
        [t.reporter("❔ Of which kind it was is not said")]
        if open_kind and _stage(told) is Stage.DRAFT
        else []
    )
    return [_named(t, n, told), *_why(t, told), *where, *facts(t, told)[1:], *kind]


def _why(t: Translator, told: Matter) -> list[str]:
    """What the station said, where it is to be put right or does not count."""
    if told.activity is None:
        return []
    match told.activity.stage:
        case Stage.RETURNED:
            why = why_decided(t, told.activity)
            return [t.reporter("✏️ {station} asks you: {why}.", station=told.station, why=why)] if why else []
        case Stage.VOID:
            return ["↩️ " + why_void(t, told.activity)]
        case _:
            return []


def _named(t: Translator, n: int, told: Matter) -> str:
    """Behind its place in the message, by which people speak of it: 第三项不对."""
    activity = told.activity
    if activity is None:
        return f"{n}. {told.report.number}"
    stage = "" if activity.stage is Stage.DRAFT else own_stage_named(t, activity.stage)
    said = (told.report.number, kind_named(t, activity.kind), when(t, activity), stage)
    return f"{n}. " + " · ".join(filter(None, said))


def _standing(t: Translator, told: Sequence[Matter], drafts: int) -> list[str]:
    if drafts:
        return [
            t.reporter(
                "They count when you have tapped “All right, note them”. One is not right? Tap its number."
            )
        ]
    waiting = [each.station for each in told if _stage(each) in (Stage.SUBMITTED, Stage.RESUBMITTED)]
    return [t.reporter("To be checked: {station} looks at them.", station=each) for each in waiting[:1]]


def _confirm(
    t: Translator, first: Report, told: Sequence[Matter], drafts: int
) -> tuple[tuple[Button, ...], ...]:
    if not drafts:
        return ()
    label = t.reporter("✅ All right, note them") if drafts > 1 else t.reporter("✅ Right, note it")
    return ((Button(label=label, action="confirm_all", record=first.serial, version=version(told)),),)


def _numbers(told: Sequence[Matter]) -> tuple[tuple[Button, ...], ...]:
    keys = [
        Button(label=each.report.number, action="one_of_them", record=each.report.serial) for each in told
    ]
    return tuple(tuple(keys[i : i + ABREAST]) for i in range(0, len(keys), ABREAST))


def version(told: Sequence[Matter]) -> int:
    """A tap confirms what stood on the list: any change of any of them makes it another."""
    return sum(each.activity.version for each in told if each.activity)


def _stage(told: Matter) -> Stage | None:
    return told.activity.stage if told.activity else None
