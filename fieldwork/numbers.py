"""The number people say aloud: `N-10427-3`, whose last digit catches one wrong or two swapped digits.

An activity's is `A-10427-3`: one row of serials serves both, so that either letter finds it.

The check digit is Luhn's, which people's bank cards have too: it finds every single wrong digit, and every
swap of neighbours but 09 with 90.
"""

import re

_FORM = re.compile(r"^\s*[NnＮｎAaＡａ]?\s*[-－—_ ]?\s*(\d{5,12})\s*[-－—_ ]?\s*(\d)\s*$")
_MEANT = re.compile(r"^\s*[NnＮｎAaＡａ]?\s*[-－—_ ]?\s*\d{5,12}\s*[-－—_ ]?\s*\d?\s*$")
_PLAN = re.compile(r"(?<![A-Za-z])[KkＫｋ]\s*[-－—_ ]?\s*(\d{5,10})\s*[-－—_ ]?\s*(\d)(?!\d)")
_CASE = re.compile(r"(?<![A-Za-z])[CcＣｃ]\s*[-－—_ ]?\s*(\d{5,10})\s*[-－—_ ]?\s*(\d)(?!\d)")
LARGEST = 2**31 - 1  # as the database keeps them
FIRST = 10_001  # five digits from the first report on, so that a number always looks like one


def check_digit(serial: int) -> int:
    """The Luhn digit of a serial number: 3 for 10427."""
    digits = [int(digit) for digit in reversed(str(serial))]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    return -(doubled + sum(digits[1::2])) % 10


def printed(serial: int, prefix: str = "N") -> str:
    """How a serial is shown: `N-10427-3`."""
    return f"{prefix}-{serial}-{check_digit(serial)}"


def read(number: str) -> int | None:
    """The serial in a typed number (`N-10427-3`, `104273`), or None when its digits do not check."""
    found = _FORM.match(number)
    if not found:
        return None
    serial = int(found[1])
    return serial if serial <= LARGEST and check_digit(serial) == int(found[2]) else None


def plan_in(text: str) -> int | None:
    """The plan of visits whose code stands in a text (去过了 K-10012-3); None where its digits do not check."""
    return _coded(_PLAN, text)


def case_in(text: str) -> int | None:
    """The case whose code stands in a text (个案服务1次 C-10001-6); None where its digits do not check."""
    return _coded(_CASE, text)


def _coded(form: re.Pattern[str], text: str) -> int | None:
    for found in form.finditer(text):
        serial = int(found[1])
        if FIRST <= serial <= LARGEST and check_digit(serial) == int(found[2]):
            return serial - FIRST + 1
    return None


def looks_like_one(text: str) -> bool:
    """Whether a text is meant as a number of ours, right, mistyped or without its last digit: `10427`."""
    return _MEANT.match(text) is not None
