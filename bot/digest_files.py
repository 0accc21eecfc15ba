"""A digest as a file."""

from fieldwork.digests import Digest
from fieldwork.texts import Translator


def drawn(digest: Digest, t: Translator, what: str, least: int) -> bytes:
    """A digest as a picture (png) or a workbook (xlsx). Numbers under `least` that tell of people are hidden."""
    # Late: Pillow and openpyxl take half a second, and most runs draw nothing.
    if what == "png":
        from bot.charts import draw

        return draw(digest, t, least)
    from bot.digest_sheets import workbook

    return workbook(digest, t, least)
