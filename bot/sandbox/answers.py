"""What the people's side over HTTP has in common: reading what is asked, answering in JSON."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.refusals import CannotDo
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Telegram

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TELEGRAM: web.AppKey[Telegram] = web.AppKey("telegram", Telegram)


def answered(answer: Any, status: int = 200) -> web.Response:
    return web.Response(text=to_json(answer), status=status, content_type="application/json")


async def asked_of(request: web.Request) -> Json:
    """The JSON object of a request."""
    said = json.loads(await request.text())
    if not isinstance(said, dict):
        raise CannotDo("a JSON object is expected", 400)
    return said
