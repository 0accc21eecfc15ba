"""One encrypted column type for everything a person wrote or that names a person.

AES-GCM with a fresh nonce a value; the first byte names the key, so that a key can be changed later.
The key is no global: it travels on the engine's dialect, put there when the engine is made, and a
value can be read or written only through an engine that was given the key.
"""

import base64
import hashlib
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

_FORM = 1  # of what is stored: key number, nonce, sealed text
_NONCE = 12  # bytes, as AES-GCM wants it
_HALVES = "surrogatepass"  # JSON can hold half a character (\ud83d); it is kept as it came
_OTHER_KEY = "The database was written with another FIELDBOT_SECRET_KEY; give the one it was made with."


class SealError(Exception):
    """Something could not be opened with this key. The message is a sentence for the person."""


class Seal:
    """Closes and opens texts with one secret key."""

    def __init__(self, secret: str) -> None:
        self._box = AESGCM(hashlib.scrypt(secret.encode(), salt=b"fieldbot", n=2**14, r=8, p=1, dklen=32))

    def close(self, text: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return bytes([_FORM]) + nonce + self._box.encrypt(nonce, text.encode("utf-8", _HALVES), None)

    def open(self, sealed: bytes) -> str:
        """The text again. Raises SealError for another key, or for bytes that were changed."""
        if sealed[:1] != bytes([_FORM]):
            raise SealError(_OTHER_KEY)
        try:
            return self._box.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None).decode(
                "utf-8", _HALVES
            )
        except (InvalidTag, ValueError) as broken:
            raise SealError(_OTHER_KEY) from broken

    def fingerprint(self) -> str:
        """A few letters that tell two keys apart and give neither away."""
        return base64.b32encode(self._box.encrypt(b"\0" * _NONCE, b"fieldbot", None)[:10]).decode()


def give(dialect: Dialect, seal: Seal) -> None:
    """Lets everything that goes through this dialect's engine be closed and opened with a key."""
    dialect.fieldbot_seal = seal  # type: ignore[attr-defined]


def _of(dialect: Dialect) -> Seal:
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
        return _of(dialect).close(value) if value else b""

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return _of(dialect).open(bytes(value)) if value else ""


class SealedJson(TypeDecorator[Any]):
    """A value that JSON can hold, encrypted as one text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else _of(dialect).close(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return json.loads(_of(dialect).open(bytes(value))) if value else None


def closed(dialect: Dialect, value: Any) -> str:
    """A value that JSON can hold, sealed into a text: for a place that holds open values too."""
    return base64.b64encode(_of(dialect).close(json.dumps(value, ensure_ascii=False))).decode()


def opened(dialect: Dialect, text: str) -> Any:
    """What `closed` made a text of. Raises SealError for another key."""
    return json.loads(_of(dialect).open(base64.b64decode(text)))
