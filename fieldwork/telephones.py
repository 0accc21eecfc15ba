"""Telephone numbers as people type them, as they are kept, and as they stand where not everybody may read them."""

import re

_SIGNS = re.compile(r"[\s\-—–－().（）·]")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)(\d{7,8})")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")
IN_A_LINE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
    r"|(?<!\w)\+[1-9][\d -]{6,18}\d(?!\d)"
)
_LOCAL = re.compile(r"(?<!\d)[2-9]\d{3}[- ]?\d{4}(?!\d)")  # eight digits, as in Hong Kong
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_SPACED = re.compile(r"(?<!\d)1[\s\-—–.·]?[3-9](?:[\s\-—–.·]?\d){9}(?!\d)")  # however somebody groups it
_HALF_WIDTH = {ord(full): str(digit) for digit, full in enumerate("０１２３４５６７８９")}
_MOBILE_IN_A_LINE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")


def found_in(line: str, *, local: bool = False) -> str:
    """The first number in a line, as it was typed; "" for none. `local`: eight digits are one too."""
    found = IN_A_LINE.search(line) or (_LOCAL.search(line) if local else None)
    return found[0] if found else ""


def blanked(text: str) -> str:
    """The text with a space for each character of a mobile number, so that no digit of it is taken for a door."""
    return _MOBILE_IN_A_LINE.sub(lambda found: " " * len(found[0]), text)


def masked(telephone: str) -> str:
    """138****5678."""
    digits = _SIGNS.sub("", telephone)
    if not digits:
        return ""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else f"****{digits[-2:]}"


def hidden(text: str) -> str:
    """A text as it stands where not everybody may ring, or look up, whom it names: its numbers are masked."""
    text = _IDENTITY.sub(lambda found: f"{found[0][:3]}****{found[0][-2:]}", text.translate(_HALF_WIDTH))
    for form in (IN_A_LINE, _SPACED, _LOCAL):
        text = form.sub(lambda found: masked(found[0]), text)
    return text


def holds_identity(text: str) -> bool:
    """Whether an identity number stands in a text."""
    return _IDENTITY.search(text.translate(_HALF_WIDTH)) is not None


def read(typed: str) -> str | None:
    """The number as it is kept (13800138000, 0763-3360000, +85291234567); None for what is none."""
    bare = _SIGNS.sub("", typed)
    if found := _MOBILE.fullmatch(bare):
        return found[1]
    if found := _LANDLINE.fullmatch(bare):
        return f"{found[1]}-{found[2]}"
    return bare if _ABROAD.fullmatch(bare) else None
