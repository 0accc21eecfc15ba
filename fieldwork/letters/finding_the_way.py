"""What somebody reads who looks what they can do here: by what they are doing, each with an example."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Kind, Letter, Priority
from fieldwork.people import RoleKind
from fieldwork.sayings import A_PAGE, GROUPS, Group, Saying, groups_of, keys_of, may_say, of_group
from fieldwork.texts import Translator

WAYS, SAY, REPORT = "ways", "say_it", "is_report"
"""Opens a page of help; says a word; keeps the words as a report."""


def keys(t: Translator, kinds: frozenset[RoleKind]) -> tuple[tuple[str, ...], ...]:
    """The keys below the line of writing, so that no command is ever needed; two in a row."""
    said = [saying.word.said(t) for saying in keys_of(kinds)]
    return tuple(tuple(said[start : start + 2]) for start in range(0, len(said), 2))


def commands(t: Translator, kinds: frozenset[RoleKind]) -> tuple[tuple[str, str], ...]:
    """What somebody may say, as Telegram lists it behind ☰; nothing for who has no role."""
    return tuple((saying.command, saying.word.said(t)) for saying in may_say(kinds) if saying.command)


def listed(t: Translator, chat: int, kinds: frozenset[RoleKind]) -> Letter:
    """What stands behind ☰ alone, without a word: for who is told nothing, or not here."""
    return Letter(chat=chat, kind=Kind.COMMANDS, commands=commands(t, kinds), priority=Priority.REMINDER)


def overview(t: Translator, chat: int, kinds: frozenset[RoleKind]) -> Letter:
    """All that somebody can say, by what they are doing; the keys come with it."""
    lines = [t.both("What you can do here. Type a word, or tap below to see how:")]
    for group in groups_of(kinds):
        said = [saying.word.said(t) for saying in of_group(kinds, group)]
        lines.append(f"{GROUPS[group].said(t)}\n{' · '.join(said)}")
    return Letter(chat=chat, text="\n\n".join(lines), buttons=_ways(t, kinds))


def _ways(t: Translator, kinds: frozenset[RoleKind]) -> tuple[tuple[Button, ...], ...]:
    ways = [
        Button(label=GROUPS[group].said(t), action=WAYS, choice=group.value) for group in groups_of(kinds)
    ]
    return _in_pairs(ways)


def _in_pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def of_one_group(
    t: Translator, chat: int, kinds: frozenset[RoleKind], group: Group, page: int, example: str
) -> Letter:
    """A page of what somebody can say while they do this: what comes of each, with a building of theirs as example."""
    every = of_group(kinds, group)
    shown = every[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [GROUPS[group].said(t), *(_line(t, saying, example) for saying in shown)]
    way = [Button(label=t.both("‹ All"), action=WAYS)]
    if len(every) > A_PAGE:
        further = page + 1 if every[(page + 1) * A_PAGE :] else 0
        way.append(Button(label=t.both("More…"), action=WAYS, record=further, choice=group.value))
    return Letter(chat=chat, text="\n".join(lines), buttons=(*_in_pairs(_words(t, shown)), tuple(way)))


def _line(t: Translator, saying: Saying, example: str = "") -> str:
    about = saying.about.said(t).format(building=example)
    return t.both("· {word}: {about}", word=saying.word.said(t), about=about)


def _words(t: Translator, sayings: Sequence[Saying]) -> list[Button]:
    return [Button(label=saying.word.said(t), action=SAY, choice=saying.key) for saying in sayings]


def how(t: Translator, chat: int, saying: Saying) -> Letter:
    """For what has no conversation of its own: how it is said."""
    return Letter(chat=chat, text=_line(t, saying).removeprefix("· "))


def asked_which(t: Translator, chat: int, sayings: Sequence[Saying], answers: int) -> Letter:
    """A word that may mean several things; the answer may be that it was a report."""
    rows = (*_in_pairs(_words(t, sayings[:A_PAGE])), (_kept(t),))
    return Letter(chat=chat, text=t.both("Is it one of these? Tap it."), buttons=rows, answers=answers)


def for_others(t: Translator, chat: int, kinds: frozenset[RoleKind], answers: int) -> Letter:
    """A word for something that others do here; what somebody can do themselves stands below."""
    text = t.both("The station does that. Here is what you can do:")
    return Letter(chat=chat, text=text, buttons=(*_ways(t, kinds), (_kept(t),)), answers=answers)


def _kept(t: Translator) -> Button:
    return Button(label=t.both("It is something to report"), action=REPORT)


def taken_as_report(t: Translator, chat: int, message_id: int | None) -> Letter:
    """The question once it is answered."""
    return Letter(chat=chat, text=t.both("Taken as a report."), message_id=message_id)
