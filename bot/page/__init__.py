"""The bot's own page beside the sandbox (演示): what it said, whether that arrived, what came in.

It asks `storage`, and the only thing it changes is the field's clock (bot/turning.py). It shows people's words,
so it belongs to the sandbox alone.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from sqlmodel import Session

from bot import example, preview
from bot.clock import Clock
from bot.preview_examples import Stage
from bot.turning import Hand
from storage import inbox, outbox, overview
from storage.books import Books
from storage.outbox import Listed

SHOWN = 120  # rows
_STATIC = Path(__file__).parent
_FILES = ("page.css", "page.js", "preview.css")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src data:; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_BOOKS, _CLOCK = web.AppKey("books", Books), web.AppKey("clock", Clock)
_HAND = web.AppKey("hand", Hand)
_STAGE = web.AppKey[Callable[[], Stage]]("stage")
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(books: Books, clock: Clock, stage: Callable[[], Stage], hand: Hand) -> web.Application:
    """The page over open books. `clock` is the field's, which tells how long ago things were.

    `stage` makes what the preview of all that the bot can say is drawn from; asked when somebody looks.
    `hand` turns the field's clock.
    """
    app = web.Application(middlewares=[_with_headers])
    app[_BOOKS], app[_CLOCK], app[_STAGE], app[_HAND] = books, clock, stage, hand
    app.router.add_get("/", _index)
    app.router.add_get("/health", _health)
    app.router.add_get("/letters.json", _letters)
    app.router.add_get("/inbox.json", _inbox)
    app.router.add_get("/reports.json", _reports)
    app.router.add_get("/preview", _preview)
    app.router.add_get("/clock.json", _time)
    app.router.add_post("/clock", _turn)
    for name in _FILES:
        app.router.add_get(f"/{name}", _static)
    return app


@web.middleware
async def _with_headers(request: web.Request, handler: _Handler) -> web.StreamResponse:
    response = await handler(request)
    response.headers.update(_HEADERS)
    return response


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(_STATIC / "index.html")


async def _static(request: web.Request) -> web.FileResponse:
    return web.FileResponse(_STATIC / request.path.removeprefix("/"))


async def _health(request: web.Request) -> web.Response:
    def job(session: Session) -> dict[str, Any]:
        return {"ok": True, "outbox": outbox.waiting(session), "inbox": inbox.counts(session)}

    return web.json_response(await request.app[_BOOKS].read(job))


async def _letters(request: web.Request) -> web.Response:
    failed = "failed" in request.query

    def job(session: Session) -> dict[str, Any]:
        rows = outbox.listed(session, failed_only=failed, limit=SHOWN)
        names = overview.names_of(session, {row.chat for row in rows})
        letters = [_shown(row) | _present(name=names.get(row.chat)) for row in rows]
        return {
            "now": _told(request.app[_CLOCK].now()),
            "counts": outbox.waiting(session),
            "letters": letters,
        }

    return web.json_response(await request.app[_BOOKS].read(job))


async def _inbox(request: web.Request) -> web.Response:
    def job(session: Session) -> dict[str, Any]:
        rows = inbox.listed(session, limit=SHOWN)
        updates = [{name: _told(value) for name, value in row._asdict().items()} for row in reversed(rows)]
        return {"counts": inbox.counts(session), "updates": updates}

    return web.json_response(await request.app[_BOOKS].read(job))


async def _reports(request: web.Request) -> web.Response:
    def job(session: Session) -> dict[str, Any]:
        return {"reports": [line._asdict() for line in overview.newest_reports(session, SHOWN)]}

    return web.json_response(await request.app[_BOOKS].read(job))


async def _time(request: web.Request) -> web.Response:
    return web.json_response(await request.app[_HAND].shown())


async def _turn(request: web.Request) -> web.Response:
    """{to: hour | day | next}. Only the page itself, no other site, may ask."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        return web.json_response({"error": "another site's page cannot turn the clock"}, status=403)
    hand = request.app[_HAND]
    try:
        await hand.turn(str((await request.json())["to"]))
    except (ValueError, KeyError, TypeError) as wrong:
        return web.json_response({"error": f"this request is not understood: {wrong}"}, status=400)
    return web.json_response(await hand.shown())


async def _preview(request: web.Request) -> web.Response:
    """Drawn beside the loop: some hundred letters, three times each."""
    who = request.query.get("person", "")
    cast = preview.cast_of(json.loads(example.cast_text())["people"])
    account = int(who) if who.isdecimal() else None
    text = await asyncio.to_thread(lambda: preview.page(request.app[_STAGE](), cast, account))
    return web.Response(text=text, content_type="text/html")


def _shown(row: Listed) -> dict[str, Any]:
    """A letter as the page draws it; absent things left out."""
    plain = {name: _told(getattr(row, name)) for name in Listed._fields if name != "letter"}
    shown = _present(**plain) | {"priority": row.priority.name.lower()}
    if row.letter is None:
        return shown | {"forgotten": True}
    buttons = [[button.label for button in line] for line in row.letter.buttons]
    said = {"text": row.letter.text, "buttons": buttons, "files": len(row.letter.files)}
    return shown | {name: value for name, value in said.items() if value} | {"silent": row.letter.silent}


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
