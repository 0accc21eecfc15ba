"""The Bot API methods that send files, and the one that tells where a file can be fetched."""

from dataclasses import replace
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.composing import base, caption_of, captioned, keep, replied, sent, topic_of
from bot.sandbox.files import OBJECTS, UNKNOWN_SIZE, Upload, identity, photo_sizes
from bot.sandbox.limits import ALBUM_SIZE, DOWNLOAD_BYTES, PHOTO_BYTES
from bot.sandbox.pictures import picture_size
from bot.sandbox.refusals import bad_request
from bot.sandbox.store import File, to_json
from bot.sandbox.telegram import Json, Telegram

LONGEST_SIDES = 10_000  # width + height
THINNEST = 20  # the longer side over the shorter one
WRONG_FILE = "wrong file identifier/HTTP URL specified"


SENT_AS = {  # what a chat may forbid to send, in Telegram's words
    "photo": "photos",
    "document": "documents",
    "voice": "voice notes",
    "audio": "music",
    "video": "videos",
}
TYPES = {"photo": "Photo", "document": "Document", "voice": "VoiceNote", "audio": "Audio", "video": "Video"}


def send_photo(telegram: Telegram, call: Call) -> str:
    return _send(telegram, call, "photo")


def send_document(telegram: Telegram, call: Call) -> str:
    return _send(telegram, call, "document")


def send_voice(telegram: Telegram, call: Call) -> str:
    return _send(telegram, call, "voice")


def send_audio(telegram: Telegram, call: Call) -> str:
    return _send(telegram, call, "audio")


def send_video(telegram: Telegram, call: Call) -> str:
    return _send(telegram, call, "video")


def _send(telegram: Telegram, call: Call, kind: str) -> str:
    room = telegram.reachable(call.whole("chat_id"), SENT_AS[kind])
    caption = caption_of(call)
    file = _wanted(telegram, call, kind, call.files.get(kind), call.params.get(kind))
    if isinstance(file, Upload):
        file = replace(file, seconds=call.whole("duration") or 0)
    return sent(telegram, room, call, lambda: {**_media(telegram, kind, file), **caption})


def _wanted(telegram: Telegram, call: Call, kind: str, field: Upload | None, value: Any) -> Upload | File:
    """The file meant: sent along, or one that Telegram has; raises when it is neither or not of this kind."""
    upload = field or call.attached(value)
    if upload is not None:
        _check(kind, upload)
        return upload
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    file = telegram.files.found(str(value))
    if file is None:
        raise bad_request(WRONG_FILE)
    if file.kind != kind:
        raise bad_request(f"can't use file of type {TYPES.get(file.kind, 'Sticker')} as {TYPES[kind]}")
    return file


def _check(kind: str, upload: Upload) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind != "photo":
        return
    if len(upload.data) > PHOTO_BYTES:
        raise bad_request(f"file of size {len(upload.data)} bytes is too big for a photo")
    size = picture_size(upload.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > LONGEST_SIDES or min(size) == 0 or max(size) > min(size) * THINNEST:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _media(telegram: Telegram, kind: str, file: Upload | File) -> Json:
    """The part of the message that holds the file."""
    if kind == "photo":
        files = telegram.files
        return {"photo": photo_sizes(files.sizes(file) if isinstance(file, File) else files.keep_photo(file))}
    size = UNKNOWN_SIZE if kind == "video" else (0, 0)
    return {kind: OBJECTS[kind](file if isinstance(file, File) else telegram.files.keep(kind, file, size))}


def send_media_group(telegram: Telegram, call: Call) -> str:
    room = telegram.reachable(call.whole("chat_id"), "photos")
    media = call.structure("media")
    if not isinstance(media, list) or not media:
        raise bad_request("can't parse media JSON object" if media else "there are no messages to send")
    if len(media) > ALBUM_SIZE:
        raise bad_request("too many messages to send as an album")
    parts = [_album_part(telegram, call, one) for one in media]
    if len({kind for kind, _, _ in parts}) > 1:
        raise bad_request("document can't be mixed with other media types")
    reply = replied(telegram, room, call)
    topic_of(room, call)
    telegram.pace.take(room.id, telegram.clock())
    group = {"media_group_id": str(telegram.query_ids.next())} if len(parts) > 1 else {}
    bodies = []
    for kind, file, caption in parts:
        begun = base(telegram, room, call, reply)
        message = {**begun, **group, **_media(telegram, kind, file), **caption}
        bodies.append(keep(telegram, room, message, call))
    return f"[{','.join(bodies)}]"


def _album_part(telegram: Telegram, call: Call, one: Any) -> tuple[str, Upload | File, Json]:
    if not isinstance(one, dict) or one.get("type") not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: type must be photo or document here")
    kind = str(one["type"])
    file = _wanted(telegram, call, kind, None, one.get("media"))
    words = str(one.get("caption") or "")
    return kind, file, captioned(words, str(one.get("parse_mode") or ""), one.get("caption_entities"))


def get_file(telegram: Telegram, call: Call) -> str:
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    file = telegram.files.found(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return to_json({**identity(file), "file_size": file.size, "file_path": file.path})
