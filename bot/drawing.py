"""Drawing: QR codes of links, as PNG or SVG."""

from io import BytesIO

import segno

SCALE = 8  # dots of the picture for one of the code's squares


def qr(address: str, form: str = "png") -> bytes:
    """A link as a QR code. `form`: png, or svg."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind=form, scale=SCALE)
    return drawn.getvalue()
