"""A Bot API call as it arrives: in the query, as JSON, as a form, or in parts with files."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.sandbox.files import Upload
from bot.sandbox.limits import UPLOAD_BYTES
from bot.sandbox.refusals import Refused, bad_request

TRUE_WORDS = ("true", "yes", "1")


class Call:
    """One call. Forms carry everything as text, JSON carries types; both read the same here."""

    __slots__ = ("files", "method", "params")

    def __init__(self, method: str, params: dict[str, Any], files: dict[str, Upload] | None = None) -> None:
        self.method, self.params, self.files = method, params, files or {}

    def text(self, name: str) -> str:
        """A text, empty when absent."""
        value = self.params.get(name)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def whole(self, name: str) -> int | None:
        """A whole number; None when absent."""
        value = self.params.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            return self._not_a_number(name)

    def _not_a_number(self, name: str) -> int | None:
        if name == "chat_id":
            raise bad_request("chat not found")  # a @name: private chats have none
        raise bad_request(f"invalid {name} specified")

    def decimal(self, name: str) -> float:
        """A number that must be there."""
        try:
            return float(self.params[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"{name} is empty") from None

    def truth(self, name: str) -> bool:
        """A boolean, false when absent."""
        value = self.params.get(name)
        return value.lower() in TRUE_WORDS if isinstance(value, str) else bool(value)

    def structure(self, name: str) -> Any:
        """An object or list; None when absent."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def attached(self, value: Any) -> Upload | None:
        """The file meant by `attach://name`, or by the name of the field that holds it."""
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return None


async def call_from(request: web.Request, method: str) -> Call:
    """Read a request whatever way it was sent; raises Refused when it cannot be read."""
    params: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return Call(method, params)
    kind = request.content_type
    if kind.startswith("multipart/"):
        return await _parts(request, method, params)
    try:
        body = (await request.read()).decode()
        if kind == "application/json":
            params.update(_object(body))
        else:
            params.update(parse_qsl(body, keep_blank_values=True))
    except UnicodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return Call(method, params)


def _object(body: str) -> dict[str, Any]:
    try:
        said = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(said, dict):
        raise bad_request("JSON object expected")
    return said


async def _parts(request: web.Request, method: str, params: dict[str, Any]) -> Call:
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise bad_request("can't parse multipart form")
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = data.decode()
        elif len(data) > UPLOAD_BYTES:
            raise Refused(413, "Request Entity Too Large")
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(data, part.filename, mime)
    return Call(method, params, files)
