"""One encrypted column type for everything a person wrote or that names a person.

AES-GCM with a fresh nonce a value; the first byte is the key's number, which comes out of the key itself, so
that what still lies under an earlier key is found without opening anything (storage/rotating.py).
The key is no global: it travels on the engine's dialect, put there when the engine is made, and a
value can be read or written only through an engine that was given the key.
"""

import base64
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator

FIRST = 1  # what stood in the place of the number before keys had one
_NONCE = 12  # bytes, as AES-GCM wants it
_HALVES = "surrogatepass"  # JSON can hold half a character (\ud83d); it is kept as it came
_OTHER_KEY = "The database was written with another FIELDBOT_SECRET_KEY; give the one it was made with."


class SealError(Exception):
    """Something could not be opened with this key. The message is a sentence for the person."""


class Seal:
    """Closes and opens with one secret key; while a key is changed, it opens what the old one closed too."""

    def __init__(self, secret: str, old: str | None = None) -> None:
        key = hashlib.scrypt(secret.encode(), salt=b"fieldbot", n=2**14, r=8, p=1, dklen=32)
        self._box = AESGCM(key)
        self._names = _derived(key, b"names")
        self.number = 2 + _derived(key, b"number")[0] % 253
        self.old = Seal(old) if old is not None else None

    def close(self, text: str) -> bytes:
        return self.close_bytes(text.encode("utf-8", _HALVES))

    def close_bytes(self, data: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return b"".join((bytes([self.number]), nonce, self._box.encrypt(nonce, data, None)))

    def open(self, sealed: bytes) -> str:
        """The text again. Raises SealError for another key, or for bytes that were changed."""
        try:
            return self.open_bytes(sealed).decode("utf-8", _HALVES)
        except UnicodeDecodeError as broken:
            raise SealError(_OTHER_KEY) from broken

    def open_bytes(self, sealed: bytes) -> bytes:
        """What was closed again. Raises SealError as `open` does."""
        try:
            if sealed[:1] not in (bytes([self.number]), bytes([FIRST])):
                raise ValueError("a number of another key")
            return self._box.decrypt(sealed[1 : 1 + _NONCE], memoryview(sealed)[1 + _NONCE :], None)
        except (InvalidTag, ValueError) as broken:
            if self.old is not None:
                return self.old.open_bytes(sealed)
            raise SealError(_OTHER_KEY) from broken

    def is_mine(self, sealed: bytes) -> bool:
        """Whether it was closed with the key in force, as its number tells."""
        return sealed[:1] == bytes([self.number])

    def name(self, sum_: str) -> str:
        """A name for what has this sum: the same each time, and nobody without the key can tell of what."""
        return hmac.new(self._names, sum_.encode(), hashlib.sha256).hexdigest()

    def fingerprint(self) -> str:
        """A few letters that tell two keys apart and give neither away."""
        return base64.b32encode(self._box.encrypt(b"\0" * _NONCE, b"fieldbot", None)[:10]).decode()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, purpose, hashlib.sha256).digest()


def give(dialect: Dialect, seal: Seal) -> None:
    """Lets everything that goes through this dialect's engine be closed and opened with a key."""
    dialect.fieldbot_seal = seal  # type: ignore[attr-defined]


def of(dialect: Dialect) -> Seal:
    """The key that an engine was given. Raises SealError for one without."""
    seal: Seal | None = getattr(dialect, "fieldbot_seal", None)
    if seal is None:
        raise SealError("This engine was made without a key.")
    return seal


class Sealed(TypeDecorator[str]):
    """A text that is encrypted on its way to the database. The empty text stays an empty value."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return of(dialect).close(value) if value else b""

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return of(dialect).open(bytes(value)) if value else ""


class SealedJson(TypeDecorator[Any]):
    """A value that JSON can hold, encrypted as one text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else of(dialect).close(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return json.loads(of(dialect).open(bytes(value))) if value else None


class Keyed(TypeDecorator[str]):
    """A sum that can be looked for and never read: kept as the name that the key gives it."""

    impl = String
    cache_ok = True

    def __init__(self, of: str) -> None:
        """`of`: the sealed column that holds the sum itself; a new key makes a new name of it."""
        super().__init__()
        self.of = of

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else of(dialect).name(value)


def closed(dialect: Dialect, value: Any) -> str:
    """A value that JSON can hold, sealed into a text: for a place that holds open values too."""
    return base64.b64encode(of(dialect).close(json.dumps(value, ensure_ascii=False))).decode()


def opened(dialect: Dialect, text: str) -> Any:
    """What `closed` made a text of. Raises SealError for another key."""
    return json.loads(of(dialect).open(base64.b64decode(text)))
