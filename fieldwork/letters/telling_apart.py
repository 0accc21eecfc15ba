"""Whoever keeps a list of who was there hears whom it takes for one person, and may say otherwise."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.texts import Translator

AT_ONCE = 6  # names in one message, each with its button


class Why(StrEnum):
    """Why a written name and a person are taken for one. Names stand in buttons."""

    SIGNED = "s"  # they had signed in, then the name was written
    WRITTEN = "w"  # the name was written, then they signed in
    KNOWN = "k"  # the station knows one person of that name
    LISTED = "l"  # it stood there by name alone
    AGAIN = "a"  # it stood there by name alone, then somebody unknown signed in by it


class Same(NamedTuple):
    """A line of a list that stands for one person, however they were noted."""

    line: int  # its id
    name: str
    why: Why


def are_one(t: Translator, chat: int, serial: int, found: Sequence[Same]) -> Letter:
    """Whom the list counts once, and a button for each who is not the one."""
    rows = tuple(
        (
            Button(
                label=_no(t, one, alone=len(found) == 1), action="list_apart", record=serial,
                choice=f"{one.line}.{one.why}",
            ),
        )
        for one in found
    )  # fmt: skip
    return Letter(chat=chat, text="\n".join(_said(t, one) for one in found), buttons=rows, silent=True)


def signed_again(t: Translator, chat: int, serial: int, one: Same) -> Letter:
    """The same, once for a line: whoever scans twice is not told apart from another of that name."""
    return are_one(t, chat, serial, [one]).model_copy(update={"card": f"listed/{serial}.{one.line}"})


def _said(t: Translator, one: Same) -> str:
    match one.why:
        case Why.SIGNED:
            return t.both("👤 {name} has signed in already: counted once.", name=one.name)
        case Why.LISTED:
            return t.both("👤 {name} is on the list already: counted once.", name=one.name)
        case Why.AGAIN:
            return t.both(
                "👤 Somebody signed in as {name}, who is on the list already: counted once.", name=one.name
            )
        case Why.WRITTEN:
            return t.both("👤 {name}, whom you wrote down, has signed in: counted once.", name=one.name)
        case Why.KNOWN:
            return t.both("👤 {name} is known here: the hours go to their own account.", name=one.name)


def _no(t: Translator, one: Same, *, alone: bool) -> str:
    return t.both("Not the same person") if alone else t.both("{name}: not the same person", name=one.name)


def asked_another(t: Translator, chat: int, serial: int, one: Same) -> Letter:
    """Several of that name have signed in: nobody knows whether this is one of them."""
    text = t.both("Several people called {name} have signed in. Is yours another one?", name=one.name)
    button = Button(
        label=t.both("Another one"), action="list_apart", record=serial, choice=f"{one.line}.{Why.SIGNED}"
    )
    return Letter(chat=chat, text=text, buttons=((button,),))


def are_two(t: Translator, chat: int, serial: int, one: Same, person: int) -> Letter:
    """Somebody has signed in by whose name another person is on the list."""
    text = t.both("👤 Two people called {name} are on the list, and are counted as two.", name=one.name)
    same = Button(
        label=t.both("It is one person"), action="list_same", record=serial, choice=f"{one.line}.{person}"
    )
    return Letter(chat=chat, text=text, buttons=((same,),), silent=True)


def is_one(t: Translator, chat: int, name: str) -> Letter:
    """It was one person after all: who has signed in."""
    return Letter(
        chat=chat, text=t.both("All right: {name} is counted once, as who has signed in.", name=name)
    )


def asked_which(t: Translator, chat: int, serial: int, one: Same, who: Sequence[tuple[int, str]]) -> Letter:
    """Several of that name are known: which of them it is, by the number of the person and where they are."""
    text = t.both("Several people are called {name}. Which one did you write down?", name=one.name)
    rows = [
        (Button(label=label, action="list_which", record=serial, choice=f"{one.line}.{person}"),)
        for person, label in (*who[: AT_ONCE - 1], (0, t.both("None of them")))
    ]
    return Letter(chat=chat, text=text, buttons=tuple(rows))


def are_apart(t: Translator, chat: int, name: str, other: str) -> Letter:
    """Two people from here on."""
    return Letter(chat=chat, text=t.both("All right: the other {name} is on the list as “{other}”.",
                                         name=name, other=other))  # fmt: skip


def is_that_one(t: Translator, chat: int, name: str, where: str) -> Letter:
    """It was said which of them."""
    return Letter(chat=chat, text=t.both("All right: {name}, {where}. The hours go to their own account.",
                                         name=name, where=where))  # fmt: skip
