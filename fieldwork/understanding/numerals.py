"""Numbers as people type them in addresses, in one form: 三 is 3, 四十六 is 46, 03 is 3, a-3 is A3."""

from functools import lru_cache

import cn2an

CHINESE = "零〇一二三四五六七八九十百两廿"


@lru_cache(maxsize=4096)
def number(written: str) -> str:
    """The one form of a folded number, letter, or both; what is neither stays as it stands."""
    bare = written.replace("-", "") if written[:1].isalpha() and written[:1].isascii() else written
    if bare and all(character in CHINESE for character in bare):
        return _from_chinese(bare)
    return bare.lstrip("0") or bare


def _from_chinese(written: str) -> str:
    value = value_of(written)
    return written if value is None else str(int(value))


def value_of(written: str) -> float | None:
    """What a Chinese numeral says (十二, 廿三, 一点五); None for 十百 or 二十零, which nobody means."""
    try:
        return float(cn2an.cn2an(written.replace("廿", "二十").replace("〇", "零"), "smart"))
    except (ValueError, KeyError):  # the library stumbles over 二十零 with a KeyError
        return None
