"""What an administrator reads who sent a network file: what it would change, what is wrong with it, what was done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped
from fieldwork.network_files import KINDS, Finding
from fieldwork.network_plans import Change
from fieldwork.texts import Translator

MOST_TOLD = 10  # bad rows on the card; all of them stand in a file beside it
LONGEST_REASON = 160  # characters of one
LONGEST_NAME = 60
ORDER = ("new", "changed", "removed", "retired", "gone")


class Sums(NamedTuple):
    """How many things of a kind would change in a way: ("new", "building", 120)."""

    what: str
    kind: str
    many: int


def sums_of(changes: Iterable[Change]) -> list[Sums]:
    """What a plan changes, added up."""
    counted = Counter((change.what, change.kind) for change in changes)
    return [Sums(*of, many) for of, many in counted.items()]


def card_of(errand: int) -> str:
    """The card that shows a file from the first look until it is applied."""
    return f"map:{errand}"


def looking(t: Translator, chat: int, errand: int, file: str) -> Letter:
    """At once: a large file takes some seconds."""
    return _card(chat, errand, t.staff("{name}: got it, looking at it…", name=_short(file)))


def looked_through(
    t: Translator, chat: int, errand: int, file: str, sums: Sequence[Sums], bad: Sequence[Finding]
) -> Letter:
    """The dry run. Without anything to change there is nothing to apply."""
    lines = [t.staff("{name}: looked through; nothing is changed yet.", name=_short(file)), *_sums(t, sums)]
    if bad:
        lines += ["", t.staff("Wrong in {many} rows; what is wrong is left out:", many=len(bad))]
        lines += list(_reasons(t, bad))
    if not any(each.what != "gone" for each in sums):
        return _card(chat, errand, "\n".join([*lines, "", t.staff("Nothing would change.")]))
    return _card(chat, errand, "\n".join(lines), buttons(t, errand))


def buttons(t: Translator, errand: int) -> tuple[tuple[Button, ...], ...]:
    """Apply it, or leave it."""
    apply = Button(label=t.staff("Apply"), action="map_apply", record=errand)
    return ((apply, Button(label=t.staff("Leave it"), action="map_leave", record=errand)),)


def cannot_be_used(t: Translator, file: str, bad: Sequence[Finding]) -> str:
    """Nothing of the file can be applied."""
    head = t.staff("{name} cannot be used; nothing was changed:", name=_short(file))
    return "\n".join([head, *_reasons(t, bad)])


def applied(t: Translator, chat: int, errand: int, sums: Sequence[Sums]) -> Letter:
    """It is done."""
    return _card(
        chat,
        errand,
        "\n".join([t.staff("Applied: what is right in the file is in the network now."), *_sums(t, sums)]),
    )


def left(t: Translator, chat: int, errand: int) -> Letter:
    """Nothing was done."""
    return _card(chat, errand, t.staff("All right, nothing was changed."))


def changed_meanwhile(t: Translator, chat: int, errand: int) -> Letter:
    """What was looked through no longer fits."""
    return _card(
        chat,
        errand,
        t.staff("The network has changed meanwhile; nothing was applied. Please send the file again."),
    )


def bad_rows(t: Translator, bad: Sequence[Finding]) -> list[tuple[str, str]]:
    """Each bad row: its number (or its path), and why."""
    return [(str(each.line or ""), _reason(t, each)) for each in bad]


def place_kind(t: Translator, kind: str) -> str:
    """A thing of the network by its name."""
    if kind == "station":
        return t.staff("station")
    if kind == "rule":
        return t.staff("rule")
    return {each.value: phrase for each, phrase in KINDS.items()}[kind].said(t)


def _card(chat: int, errand: int, text: str, rows: tuple[tuple[Button, ...], ...] = ()) -> Letter:
    return Letter(chat=chat, text=clipped(text), buttons=rows, card=card_of(errand))


def _sums(t: Translator, sums: Sequence[Sums]) -> Iterable[str]:
    heads = {
        "new": t.staff("New"),
        "changed": t.staff("Changed"),
        "removed": t.staff("Taken away"),
        "retired": t.staff("Without places from now on"),
        "gone": t.staff("Not in the file, stays"),
    }
    for what in ORDER:
        told = [
            t.staff("{kind} {many}", kind=place_kind(t, each.kind), many=each.many)
            for each in sums
            if each.what == what
        ]
        if told:
            yield t.staff("{head}: {listed}", head=heads[what], listed=" · ".join(told))


def _reasons(t: Translator, bad: Sequence[Finding]) -> Iterable[str]:
    for each in bad[:MOST_TOLD]:
        reason = _reason(t, each)
        yield t.staff("Row {row}: {reason}", row=each.line, reason=reason) if each.line else reason
    if len(bad) > MOST_TOLD:
        yield t.staff("… and {many} more; all of them stand in the file below.", many=len(bad) - MOST_TOLD)


def _reason(t: Translator, finding: Finding) -> str:
    columns = {
        "code": t.staff("code"),
        "name": t.staff("name"),
        "aliases": t.staff("aliases"),
        "station": t.staff("station"),
    }
    column = columns.get(finding.column or "")
    said = finding.said(t)
    return clipped(
        t.staff("{column}: {reason}", column=column, reason=said) if column else said, LONGEST_REASON
    )


def _short(name: str) -> str:
    bare = "".join(letter for letter in name if letter.isprintable())
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - 1] + "…"
