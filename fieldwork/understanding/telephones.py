"""Telephone numbers in what people write: found, so that no digit of them is taken for a door; and masked."""

import re

FORM = re.compile(r"(?<!\d)(1[3-9]\d(?:[\s-]?\d{4}){2}|0\d{2,3}[\s-]?\d{7,8}|[2-9]\d{3}[\s-]?\d{4})(?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")


def blanked(text: str) -> str:
    """The text with a space for each character of a mobile number; every other character keeps its place."""
    return _MOBILE.sub(lambda found: " " * len(found[0]), text)


def plain(telephone: str) -> str:
    """Digits alone."""
    return re.sub(r"[\s-]", "", telephone)


def masked(telephone: str) -> str:
    """A telephone as it stands where not everybody may read it: 138****5678."""
    digits = plain(telephone)
    if not digits:
        return ""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"****{digits[-2:]}"
