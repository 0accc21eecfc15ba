"""目标: how far workers are with what each is to reach, what a target means, and the records behind."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter, clipped
from fieldwork.letters.activities import kind_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.periods import period_named
from fieldwork.letters.terms import joined
from fieldwork.periods import Period
from fieldwork.rules import Target
from fieldwork.targets import Reached
from fieldwork.texts import Language, Translator

SHOWN, ABREAST, CARDS = 12, 2, 9


class Goal(NamedTuple):
    """A target in its period, what was due of it by now, and how far each worker is: those furthest behind first."""

    number: int  # where it stands in the rules, as buttons know it
    target: Target
    whole: Period
    due: int
    reached: Sequence[Reached]


class Counted(NamedTuple):
    """A community in which something of a worker counts, by its first day, and what it is."""

    community: str
    day: date
    serials: Sequence[tuple[int, str]]  # with their numbers


def target_named(t: Translator, target: Target) -> str:
    """A target as the rules call it."""
    return target.english if t.language is Language.ENGLISH else target.name


def overview(
    t: Translator, chat: int, place: str, name: str, goals: Sequence[Goal], names: dict[int, str]
) -> Letter:
    """Each target with who has how much of it, as far as they are named: `names` are those the reader may see."""
    lines = [t.staff("🎯 {place}: targets", place=name)]
    for goal in goals:
        lines += ["", *_of_one(t, goal, names)]
    if not goals:
        lines.append(t.staff("There are no targets in this district's rules."))
    keys = [Button(label=f"{names[one.person_id]} {one.number}/{one.goal}", action="target_of", record=one.person_id,
                   version=goal.number, choice=place)
            for goal in goals for one in goal.reached if one.person_id in names][:SHOWN]  # fmt: skip
    rows = [tuple(keys[at : at + ABREAST]) for at in range(0, len(keys), ABREAST)]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=tuple(rows))


def _of_one(t: Translator, goal: Goal, names: dict[int, str]) -> Iterator[str]:
    """The target, how many are how far, who, and what it means."""
    target, found = goal.target, goal.reached
    yield t.staff("{target}, {period}: {goal} each, {due} by today", target=target_named(t, target),
                  period=period_named(t, goal.whole), goal=target.goal, due=goal.due)  # fmt: skip
    done, late = sum(one.has_reached for one in found), sum(one.is_behind for one in found)
    yield t.staff("{all} workers: {done} have reached it, {well} are as far as they should be, {late} are behind",
                  all=len(found), done=done, well=len(found) - done - late, late=late)  # fmt: skip
    named = [one for one in found if one.person_id in names]
    for one in named[:SHOWN]:
        behind = " · " + t.staff("behind") if one.is_behind else ""
        yield f"{names[one.person_id]}  {one.number} / {one.goal}{behind}"
    if len(named) > SHOWN:
        yield t.staff("and {many} more", many=len(named) - SHOWN)
    yield _meant(t, target)


def _meant(t: Translator, target: Target) -> str:
    """What counts, in one sentence, and where that is laid down."""
    kinds = joined(t, [kind_named(t, kind) for kind in target.counted])
    of_case = t.staff("that belong to a case") if target.of_a_case else ""
    said = t.staff("What counts: different communities, each once, in which {kinds} {of_case} were accepted.",
                   kinds=kinds, of_case=of_case)  # fmt: skip
    return t.staff("{what} Set by the district's rules.", what=said)


def opened(
    t: Translator, chat: int, place: str, who: str, goal: Goal, one: Reached, found: Sequence[Counted]
) -> Letter:
    """What of one worker counts: community by community, each with its records."""
    lines = [
        t.staff("🎯 {worker}: {number} / {goal}", worker=who, number=one.number, goal=one.goal),
        f"{target_named(t, goal.target)} · {period_named(t, goal.whole)}",
    ]
    lines += [f"{each.community} · {day_named(t, each.day)} · {_numbers(t, each)}" for each in found]
    if not found:
        lines.append(t.staff("Nothing counts yet."))
    lines.append(_meant(t, goal.target))
    cards = [
        Button(label=number, action="open", record=serial)
        for each in found
        for serial, number in each.serials
    ]
    rows = [tuple(cards[at : at + 3]) for at in range(0, len(cards[:CARDS]), 3)]
    back = Button(label=t.staff("Back"), action="targets", choice=place)
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(*rows, (back,)))


def _numbers(t: Translator, each: Counted) -> str:
    first, many = each.serials[0][1], len(each.serials)
    return t.staff("{number}, {all} in all", number=first, all=many) if many > 1 else first
