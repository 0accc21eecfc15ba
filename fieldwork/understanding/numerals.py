"""Numbers as people type them, in one form: in addresses (三 is 3, 03 is 3, a-3 is A3) and as amounts (1.8万, 卅五)."""

import re
from functools import lru_cache

CHINESE = "零〇一二三四五六七八九十百两廿"
AMOUNT = (
    r"(?>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:[百千万](?:\d[百千]?(?!\d))?)?"
    r"|[零〇一二两三四五六七八九十百千万廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[一二三四五六七八九])?|个半(?=小时|钟)|[半俩仨])"
)
"""An amount in a folded text: 12, 3,061, 1.8万, 1千2, 十二, 卅五, 两百三, 壹拾贰, 半, 个半(小时), 俩.
Whole or not at all (`?>`): of 十四 no pattern may take the 十 alone."""

_OPEN = re.compile(r"[一二两三四五六七八九]{2}")  # 三四户, 二三十户: nobody knows which
_DIGITS = re.compile(r"(?P<figures>[\d.]+)(?P<scale>[百千万]?)(?P<rest>\d?)[百千]?")
_UP_TO_TWELVE = [
    "ONE",
    "TWO",
    "THREE",
    "FOUR",
    "FIVE",
    "SIX",
    "SEVEN",
    "EIGHT",
    "NINE",
    "TEN",
    "ELEVEN",
    "TWELVE",
]
_TEENS = ["THIRTEEN", "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN"]
_ONES = {word: value for value, word in enumerate([*_UP_TO_TWELVE, *_TEENS], 1)}
_TENS_NAMED = ["TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY"]
_TENS = {word: 10 * value for value, word in enumerate(_TENS_NAMED, 2)}
ENGLISH = rf"\b(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_ONES)[:9])}))?|{'|'.join(_ONES)})\b"
"""A number in English words, up to ninety-nine, in a folded text."""
_WORDS = {"半": 0.5, "个半": 1.5, "俩": 2, "仨": 3, **_ONES}
_SCALE = {"": 1, "百": 100, "千": 1_000, "万": 10_000}


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
    import cn2an  # late: a tenth of a second, for the names of all cities, and most commands read no numeral

    try:
        return float(cn2an.cn2an(_modern(written), "smart"))
    except (ValueError, KeyError):  # the library stumbles over 二十零 with a KeyError
        return None


def _modern(written: str) -> str:
    return written.replace("廿", "二十").replace("卅", "三十").replace("〇", "零")


@lru_cache(maxsize=4096)
def amount(written: str) -> int | float | None:
    """What an AMOUNT, or one in ENGLISH, says; None where it is none, or leaves open which (三四)."""
    if written in _WORDS:
        return _WORDS[written]
    if written.isascii() and written[0].isalpha():
        tens, _, ones = written.replace("-", " ").partition(" ")
        return _TENS[tens] + _ONES.get(ones, 0)
    value = _in_digits(written) if written[0].isdigit() else _in_words(written)
    return int(value) if value is not None and value % 1 == 0 else value


def _in_digits(written: str) -> float:
    """1,255 and 1.8万; what follows a scale is of the next lower one: 1千2 is 1,200, 2万3千 is 23,000."""
    found = _DIGITS.fullmatch(written.replace(",", ""))
    assert found is not None, "an AMOUNT that begins with a digit"
    scale = _SCALE[found["scale"]]
    return round(float(found["figures"]) * scale + int(found["rest"] or 0) * scale / 10, 6)


def _in_words(written: str) -> float | None:
    return None if _OPEN.search(written) else value_of(written)
