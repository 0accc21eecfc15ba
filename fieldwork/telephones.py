"""Telephone numbers as people type them, and as they are kept."""

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


def read(typed: str) -> str | None:
    """The number as it is kept (13800138000, 0763-3360000, +85291234567); None for what is none."""
    bare = _SIGNS.sub("", typed)
    if found := _MOBILE.fullmatch(bare):
        return found[1]
    if found := _LANDLINE.fullmatch(bare):
        return f"{found[1]}-{found[2]}"
    return bare if _ABROAD.fullmatch(bare) else None
