"""One spelling for matching: 簡 for 繁, half width for full width, capitals for small letters.

Folding goes character by character, so a place in the folded text is the same place in what was written:
a conversion by phrases could change the length and would read a name differently by what stands beside it.
The folded text is for comparing alone and is never shown.
"""

import unicodedata
from functools import lru_cache

from opencc import OpenCC

# Characters that the converter leaves to its phrases, in the sense they have in reports (著火, 乾淨).
ALSO = {"著": "着", "甚": "甚", "瞭": "了", "＃": "#", "﹟": "#", "—": "-", "–": "-", "−": "-", "‐": "-"}
ALSO |= {mark: mark for mark in "①②③④⑤⑥⑦⑧⑨"}  # they number what is told, and count nothing

_CONVERTER = OpenCC("t2s")


@lru_cache(maxsize=16_384)
def _folded(character: str) -> str:
    if character in ALSO:
        return ALSO[character]
    plain = unicodedata.normalize("NFKC", character)
    plain = plain if len(plain) == 1 else character
    plain = plain if plain.isascii() else str(_CONVERTER.convert(plain))
    capital = plain.upper()
    return capital if len(capital) == 1 else character


def fold(text: str) -> str:
    """The text as it is matched. As long as the text, position by position; folding twice changes nothing."""
    return "".join(map(_folded, text))
