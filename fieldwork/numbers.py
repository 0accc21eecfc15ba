"""The number people say aloud: `N-10427-7`, whose last digit catches one wrong or two swapped digits.

The check digit is Damm's: a quasigroup of order ten, which finds every single wrong digit and every
swap of neighbours, as a Luhn digit does not.
"""

import re

_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_FORM = re.compile(r"^\s*[NnＮｎ]?\s*[-－—_ ]?\s*(\d{5,12})\s*[-－—_ ]?\s*(\d)\s*$")
LARGEST = 2**31 - 1  # as the database keeps them
FIRST = 10_001  # five digits from the first report on, so that a number always looks like one


def check_digit(serial: int) -> int:
    """The Damm digit of a serial number."""
    row = 0
    for digit in str(serial):
        row = int(_DAMM[row][int(digit)])
    return row


def printed(serial: int, prefix: str = "N") -> str:
    """How a serial is shown: `N-10427-7`."""
    return f"{prefix}-{serial}-{check_digit(serial)}"


def read(number: str) -> int | None:
    """The serial in a typed number (`N-10427-7`, `104277`), or None when its digits do not check."""
    found = _FORM.match(number)
    if not found:
        return None
    serial = int(found[1])
    return serial if serial <= LARGEST and check_digit(serial) == int(found[2]) else None


def looks_like_one(text: str) -> bool:
    """Whether a text is meant as a number of ours, right or mistyped: six digits and more."""
    return _FORM.match(text) is not None
