"""What a message carries beside its words: a photo, a voice, a film, a place on the map, any file.

It is kept as a row at once, and passed on by Telegram's own id; the bytes are fetched afterwards
(bot/fetching.py). What is too large to be fetched is known from the message itself, and said on the card.
"""

from typing import Any, NamedTuple

from aiogram.types import Message

from fieldwork.reports import LARGEST_KEPT, TOO_LARGE, Attachment, AttachmentState, Report
from handlers.turn import Turn
from storage import reports

PARTS = ("photo", "document", "voice", "audio", "video", "video_note", "location")
"""The parts of a message that are kept with a report, as Telegram names them."""


class Enclosure(NamedTuple):
    """What is known of a part before anybody has fetched it."""

    kind: str
    file_id: str = ""
    unique_id: str = ""
    size: int = 0
    duration: int = 0
    detail: str = ""


def enclosed_in(message: Message) -> Enclosure | None:
    """The one part that a message carries; Telegram's apps send each file as a message of its own."""
    if message.photo:
        largest = message.photo[-1]
        return Enclosure("photo", largest.file_id, largest.file_unique_id, largest.file_size or 0)
    if message.location:
        where = message.location
        return Enclosure("location", detail=f"{where.latitude:.5f},{where.longitude:.5f}")
    return _recording(message) or _file(message)


def _recording(message: Message) -> Enclosure | None:
    """What is heard or seen for some seconds. The round film of an app is a film."""
    for kind, part in (("voice", message.voice), ("audio", message.audio), ("video", message.video),
                       ("video", message.video_note)):  # fmt: skip
        if part:
            return Enclosure(kind, part.file_id, part.file_unique_id, part.file_size or 0, part.duration)
    return None


def _file(message: Message) -> Enclosure | None:
    """Any file by its name, where it has one; a picture that was sent as a file counts as a picture."""
    document = message.document
    if document is None:
        return None
    kind = "picture" if (document.mime_type or "").startswith("image/") else "document"
    name = document.file_name or ""
    return Enclosure(kind, document.file_id, document.file_unique_id, document.file_size or 0, detail=name)


def enclose(
    turn: Turn, report: Report, message: Message, proof: bool = False, by: int | None = None,
    help_id: int | None = None,
) -> Attachment | None:  # fmt: skip
    """Keeps what the message carries, if anything, with the report; a file is downloaded afterwards.

    `proof`: it shows what was done; `help_id`: somebody who helps sent it.
    """
    carried = carried_by(message)
    if carried is None:
        return None
    kept = carried.model_copy(
        update={"serial": report.serial, "from_id": by or report.reporter_id, "proof": proof,
                "help_id": help_id}
    )  # fmt: skip
    reports.attach(turn.session, kept)
    return kept


def carried_by(message: Message) -> Attachment | None:
    """What a message carries, as it would be kept; of no report yet."""
    part = enclosed_in(message)
    if part is None:
        return None
    return Attachment(
        serial=0, kind=part.kind, file_id=part.file_id, file_unique_id=part.unique_id,
        caption=message.caption or "", message_id=message.message_id, duration=part.duration,
        detail=part.detail, **_standing(part),
    )  # fmt: skip


def _standing(part: Enclosure) -> dict[str, Any]:
    """A place on the map is nothing to fetch; what Telegram gives no bot is refused before it is asked for."""
    if part.kind == "location":
        return {"state": AttachmentState.KEPT}
    if part.size > LARGEST_KEPT:
        return {"state": AttachmentState.REFUSED, "reason": TOO_LARGE, "size": part.size}
    return {}
