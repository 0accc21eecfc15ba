"""What people attach: photos, albums, documents, voice notes, music, videos, stickers, places."""

from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.entities import detected
from bot.sandbox.files import OBJECTS, STICKER, UNKNOWN_SIZE, Upload, identity, photo_sizes
from bot.sandbox.ogg import ogg_from_webm, seconds_in
from bot.sandbox.pictures import picture_size
from bot.sandbox.refusals import CannotDo
from bot.sandbox.speaking import Sent, forwarded, give, may_write, quoted, spot_of
from bot.sandbox.telegram import Json, Telegram

LONGEST_ALBUM = 10
KINDS = ("photo", "document", "sticker", "voice", "audio", "video", "location")
WITHOUT_FILE = ("sticker", "location")
ALONE = ("sticker", "voice", "location")


@dataclass(frozen=True)
class Parcel:
    """What a person attaches, and where they send it."""

    kind: str
    uploads: list[Upload]
    captions: list[str]
    latitude: float = 0.0
    longitude: float = 0.0
    date: int | None = None
    reply_to: int | None = None
    chat: int | None = None
    topic: int = 0
    origin: Json | None = None  # who wrote it, where it is passed on


def send(telegram: Telegram, number: int, parcel: Parcel) -> Sent:
    """A person sends what they attached."""
    spot = spot_of(telegram, number, parcel.chat, parcel.topic)
    may_write(spot)
    _check(parcel)
    around = {**quoted(telegram, spot, parcel.reply_to), **forwarded(telegram, parcel.origin)}
    sent = Sent()
    for content in _contents(telegram, parcel):
        give(telegram, spot, {**around, **content}, parcel.date, sent)
    telegram.read(spot.room)
    telegram.commit()
    return sent


def _check(parcel: Parcel) -> None:
    if parcel.kind not in KINDS:
        raise CannotDo(f"kind is one of {', '.join(KINDS)}", 400)
    if parcel.kind not in WITHOUT_FILE and not parcel.uploads:
        raise CannotDo(f"a {parcel.kind} needs a file", 400)
    if len(parcel.uploads) > LONGEST_ALBUM:
        raise CannotDo(f"an album has {LONGEST_ALBUM} files at most", 400)
    if parcel.kind in ALONE and len(parcel.uploads) > 1:
        raise CannotDo(f"a {parcel.kind} is sent alone", 400)


def _contents(telegram: Telegram, parcel: Parcel) -> list[Json]:
    """One for each message that comes of it."""
    if parcel.kind == "location":
        return [{"location": {"latitude": parcel.latitude, "longitude": parcel.longitude}}]
    if parcel.kind == "sticker":
        return [_sticker(telegram, parcel)]
    group = {"media_group_id": str(telegram.query_ids.next())} if len(parcel.uploads) > 1 else {}
    return [
        {**group, **_attached(telegram, parcel.kind, upload), **_caption(parcel, at)}
        for at, upload in enumerate(parcel.uploads)
    ]


def _caption(parcel: Parcel, at: int) -> Json:
    caption = parcel.captions[at].strip() if at < len(parcel.captions) else ""
    entities = detected(caption, [])
    return {
        **({"caption": caption} if caption else {}),
        **({"caption_entities": entities} if entities else {}),
    }


def _attached(telegram: Telegram, kind: str, upload: Upload) -> Json:
    if kind == "voice":
        upload = _as_voice(upload)
    if kind == "photo":
        return {"photo": photo_sizes(telegram.files.keep_photo(upload))}
    size = UNKNOWN_SIZE if kind == "video" else (0, 0)
    return {kind: OBJECTS[kind](telegram.files.keep(kind, upload, size))}


def _as_voice(upload: Upload) -> Upload:
    """A browser's recording in Telegram's own wrapping; it lasts as long as it was told, or as it plays."""
    if upload.mime.partition(";")[0] in ("audio/webm", "video/webm"):
        try:
            upload = replace(upload, data=ogg_from_webm(upload.data), name="", mime="audio/ogg", seconds=0)
        except ValueError as error:
            raise CannotDo(f"this recording cannot be read: {error}", 400) from None
    return replace(upload, seconds=upload.seconds or round(seconds_in(upload.data)) or 1)


def _sticker(telegram: Telegram, parcel: Parcel) -> Json:
    upload = parcel.uploads[0] if parcel.uploads else Upload(STICKER, "sticker.svg", "image/svg+xml")
    file = telegram.files.keep("sticker", upload, picture_size(upload.data) or (512, 512))
    known: dict[str, Any] = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
    size = {"width": file.width, "height": file.height, "file_size": file.size}
    return {"sticker": {**identity(file), **known, **size}}
