"""Looking for words in reports: what was asked for, and whether a report has it.

Matched as the reader matches (繁 and 简, capitals, widths alike), each word somewhere: in what was written, the
place, the category, or the name of the one who reported.
"""

import re
from collections.abc import Iterable

from fieldwork.understanding.folding import fold

ENOUGH = 40  # characters of what is looked for
OPENINGS = ("/FIND ", "FIND ", "找 ", "查 ", "搜 ", "搜索 ", "查找 ", "找一下", "搜一下", "查一下", "帮我找")
"""How somebody begins who is looking for something, folded."""


def asked_for(text: str) -> str | None:
    """The words behind 找, 查 or /find, as they were written; None where a text begins otherwise."""
    plain = re.sub(r"[\s\u3000]+", " ", text.strip())
    for opening in OPENINGS:
        if fold(plain).startswith(opening):
            return plain[len(opening) :].strip(' ，,。：:“”"')[:ENOUGH]
    return None


def wanted(words: str) -> tuple[str, ...]:
    """The words one by one, folded; each has to be found."""
    return tuple(dict.fromkeys(fold(word) for word in words.split()))


def holds(wanted_words: tuple[str, ...], written: Iterable[str]) -> bool:
    """Whether all words are in what stands in a report. `written` need not be folded."""
    whole = fold("\n".join(written))
    return all(word in whole for word in wanted_words)
