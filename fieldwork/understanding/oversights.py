"""What is allowed in the word files and yet hardly meant: a word that stands twice, a `not` without effect."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from fieldwork.understanding.counts import ROLES
from fieldwork.understanding.folding import fold
from fieldwork.understanding.words import GAP, DangerWords, DepartmentsFile, WordList, Words


def oversights(words: Words) -> Iterator[str]:
    """One sentence for each, in the order of the files. An empty answer means that nothing was found."""
    for name, listed in _lists(words):
        yield from _twice(name, listed.words)
        yield from _without_effect(name, listed)
    yield from _departments(words.departments)


def _lists(words: Words) -> Iterator[tuple[str, WordList]]:
    for top in words.categories.top:
        yield f"categories.toml, {top.code}", top
        for leaf in top.leaf:
            yield f"categories.toml, {top.code}.{leaf.code}", leaf
    for kind in words.danger.kind:
        yield f"danger.toml, {kind.code}", kind
    urgency, chatter = words.urgency, words.chatter
    for name, listed in (
        ("T1", urgency.T1),
        ("T3", urgency.T3),
        ("Q", urgency.Q),
        ("trouble", urgency.trouble),
    ):
        yield f"urgency.toml, {name}", listed
    yield "chatter.toml, activity.done", chatter.activity.done
    yield "chatter.toml, activity.asked", chatter.activity.asked
    counting = words.counting
    for name in ROLES:
        yield f"counting.toml, {name}", getattr(counting, name)
    for side, entries in (("before", counting.before), ("after", counting.after)):
        for number, each in enumerate(entries, 1):
            yield f"counting.toml, {side} {number} ({each.reason})", each


def _twice(where: str, words: Iterable[str]) -> Iterator[str]:
    for word, times in Counter(map(fold, words)).items():
        if times > 1:
            yield f"{where}: {word} stands {times} times."


def _without_effect(where: str, listed: WordList) -> Iterator[str]:
    """A `not` takes back the words that stand inside it; around none, it does nothing."""
    words = (*listed.words, *(listed.signs if isinstance(listed, DangerWords) else ()))
    patterns = [re.compile(".*".join(map(re.escape, fold(word).split(GAP)))) for word in words]
    for unless in listed.unless:
        if not any(pattern.search(fold(unless)) for pattern in patterns):
            yield f'{where}: "not" has {unless}, which holds none of its words.'


def _departments(file: DepartmentsFile) -> Iterator[str]:
    nothing = set(map(fold, file.nothing))
    for each in file.department:
        said = [*each.strong, *each.words, *each.weak]
        yield from _twice(f"departments.toml, {each.name}", said)
        for word in sorted(nothing.intersection(map(fold, said))):
            yield f'departments.toml, {each.name}: {word} also stands in "nothing".'
