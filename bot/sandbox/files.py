"""The files that Telegram has: photos, documents, stickers, voice notes, music, videos.

A photo comes in two sizes, small first as Telegram lists them, so that whoever takes the wrong one is found
out by its width. Both hold the bytes that were sent, unchanged: Telegram would shrink them and remove their
EXIF; here it stays, so that a bot that must remove it has something to remove.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.pictures import Size, fitted, picture_size
from bot.sandbox.store import File, Store

SMALL_SIDE = 320
UNKNOWN_SIZE: Size = (1280, 960)  # for people's photos whose header says nothing
FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "sticker": "stickers",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
}
PREFIXES = {
    "photo": "AgACAg",
    "document": "BQACAg",
    "sticker": "CAACAg",
    "voice": "AwACAg",
    "audio": "CQACAg",
    "video": "BAACAg",
}
ENDINGS = {"photo": ".jpg", "sticker": ".svg", "voice": ".oga", "video": ".mp4"}
ANY_MIME = "application/octet-stream"
MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}
STICKER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
    b'<circle cx="32" cy="32" r="30" fill="#ffd75e"/>'
    b'<circle cx="22" cy="26" r="4"/><circle cx="42" cy="26" r="4"/>'
    b'<path d="M18 38q14 16 28 0" fill="none" stroke="#000" stroke-width="4" stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True)
class Upload:
    """Bytes that somebody sends, with what they say of them.

    `said_size` stands for a file too large to be worth holding: Telegram tells its size, and will not hand it
    out anyway.
    """

    data: bytes
    name: str = ""
    mime: str = ANY_MIME
    seconds: int = 0
    said_size: int = 0

    @property
    def size(self) -> int:
        return self.said_size or len(self.data)


class Files:
    """Bytes below one folder, and who names them."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder, self._store = folder, store

    def found(self, file_id: str) -> File | None:
        return self._store.file(file_id)

    def place(self, file: File) -> Path:
        """Where its bytes are."""
        return self._folder / file.path

    def at(self, path: str) -> Path | None:
        """Where the bytes of a download address are; None for one that was never given out."""
        files = self._store.files_at(path)
        return self.place(files[0]) if files else None

    def keep(self, kind: str, upload: Upload, size: Size = (0, 0)) -> File:
        """Keep the bytes, under a new name."""
        number = self._store.file_count + 1
        ending = ENDINGS.get(kind) or Path(upload.name).suffix[:12] or ".bin"
        path = f"{FOLDERS[kind]}/file_{number}{ending}"
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(upload.data)
        return self._name(kind, path, upload, size)

    def keep_photo(self, upload: Upload) -> list[File]:
        """The sizes of a photo, smallest first."""
        size = picture_size(upload.data) or UNKNOWN_SIZE
        large = self.keep("photo", upload, size)
        if max(size) <= SMALL_SIDE:
            return [large]
        return [self._name("photo", large.path, upload, fitted(size, SMALL_SIDE)), large]

    def sizes(self, file: File) -> list[File]:
        """The sizes of a photo that is sent again, found by the id of any of them."""
        return self._store.files_at(file.path)

    def _name(self, kind: str, path: str, upload: Upload, size: Size) -> File:
        seed = hashlib.sha256(upload.data + repr(size).encode()).digest()
        unique = base64.urlsafe_b64encode(seed[:9]).decode()
        own = hashlib.sha256(seed + str(self._store.file_count).encode()).digest()
        file_id = PREFIXES[kind] + base64.urlsafe_b64encode(own[:30]).decode()
        mime = MIMES.get(kind, ANY_MIME) if upload.mime == ANY_MIME else upload.mime
        file = File(file_id, unique, kind, path, upload.name, mime, upload.size, *size, upload.seconds)
        self._store.add_file(file)
        return file


def identity(file: File) -> dict[str, Any]:
    """What every Bot API file object begins with."""
    return {"file_id": file.file_id, "file_unique_id": file.unique_id}


def photo_sizes(files: list[File]) -> list[dict[str, Any]]:
    """Bot API PhotoSize objects."""
    return [{**identity(f), "width": f.width, "height": f.height, "file_size": f.size} for f in files]


def document(file: File) -> dict[str, Any]:
    """A Bot API Document."""
    return {**identity(file), "file_name": file.name, "mime_type": file.mime, "file_size": file.size}


def voice(file: File) -> dict[str, Any]:
    """A Bot API Voice."""
    return {**identity(file), "duration": file.seconds, "mime_type": file.mime, "file_size": file.size}


def audio(file: File) -> dict[str, Any]:
    """A Bot API Audio: music, with the name of its file."""
    return {**voice(file), **({"file_name": file.name} if file.name else {})}


def video(file: File) -> dict[str, Any]:
    """A Bot API Video."""
    return {**audio(file), "width": file.width, "height": file.height}


OBJECTS: dict[str, Callable[[File], dict[str, Any]]] = {
    "document": document,
    "voice": voice,
    "audio": audio,
    "video": video,
}
