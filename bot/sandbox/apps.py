"""The people's side over HTTP (/sandbox/api): for the page, the tests and replay."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlsplit

import segno
from aiohttp import BodyPartReader, web

from bot.sandbox import command_lists
from bot.sandbox.acting import answer_to, block, edit, forward, offer, say, tap
from bot.sandbox.answers import TELEGRAM, Handler, answered, asked_of
from bot.sandbox.attaching import Parcel, send
from bot.sandbox.events import Event, Listener
from bot.sandbox.faults import fault_from
from bot.sandbox.files import Upload
from bot.sandbox.group_apps import group_routes
from bot.sandbox.refusals import CannotDo
from bot.sandbox.speaking import Spot, hidden, spot_of
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Room, Telegram, shown

ANSWER_SECONDS = 3.0
HISTORY = 500
HEARTBEAT_SECONDS = 15.0
QR_SCALE = 6
BESIDE: web.AppKey[str] = web.AppKey("beside", str)
WELCOME: web.AppKey[dict[str, str]] = web.AppKey("welcome", dict)  # the app is frozen, what lies in it is not


def routes() -> list[web.RouteDef]:
    """All of it, in the order of the page's life."""
    table: list[tuple[str, str, Handler]] = [
        ("GET", "state", _state),
        ("POST", "people", _people),
        ("GET", "chats/{chat}", _chat),
        ("GET", "events", _events),
        ("POST", "say", _say),
        ("POST", "send", _send),
        ("POST", "press", _press),
        ("POST", "edit", _edit),
        ("POST", "forward", _forward),
        ("GET", "commands", _commands),
        ("POST", "block", _block),
        ("POST", "read", _read),
        ("POST", "faults", _faults),
        ("POST", "limits", _limits),
        ("POST", "clock", _clock),
        ("POST", "offer", _offer),
        ("GET", "counts", _counts),
        ("POST", "welcome", _welcome),
        ("GET", "qr", _qr),
        ("GET", "files/{file_id}", _file),
        *group_routes(),
    ]
    return [web.route(method, f"/sandbox/api/{path}", _spoken(handler)) for method, path, handler in table]


def _spoken(handler: Handler) -> Handler:
    """What a person cannot do is said in one sentence; only the page itself, no other site, may ask."""

    async def spoken(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != request.host:
            return answered({"error": "another site's page cannot use the sandbox"}, 403)
        try:
            return await handler(request)
        except CannotDo as refusal:
            return answered({"error": refusal.sentence}, refusal.status)
        except (KeyError, TypeError, ValueError) as error:
            return answered({"error": f"this request is not understood: {error!r}"}, 400)

    return spoken


async def _state(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    bot = {key: telegram.bot[key] for key in ("id", "username", "first_name")}
    people = [person.shown(telegram.unread(person)) for person in telegram.people.values()]
    return answered(
        {
            "bot": bot,
            "people": people,
            "groups": [group.shown(telegram.unread(group)) for group in telegram.groups.values()],
            "privacy": telegram.privacy,
            "faults": telegram.fault.shown(),
            "limits": telegram.pace.on,
            "clock": telegram.told_time(),
            "beside": request.app[BESIDE] or None,
            "welcome": request.app[WELCOME].get("link"),
            "seq": telegram.changes.last,
        }
    )


async def _people(request: web.Request) -> web.Response:
    return answered({"people": request.app[TELEGRAM].add_people((await asked_of(request))["people"])})


async def _chat(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    room = _room(telegram, int(request.match_info["chat"]))
    after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", HISTORY))
    rows = telegram.store.messages_after(room.id, after, limit)
    telegram.read(room)
    messages = [shown(row) for row in rows]
    return answered({"messages": messages, "keyboard": room.keyboard, "seq": telegram.changes.last})


def _room(telegram: Telegram, number: int) -> Room:
    return telegram.group(number) if number < 0 else telegram.person(number)


def _spot(telegram: Telegram, asked: Json) -> Spot:
    """Who acts, and in which chat: `chat` names a group, `topic` one of its topics."""
    chat = int(asked["chat"]) if asked.get("chat") else None
    spot = spot_of(telegram, int(asked["person"]), chat, int(asked.get("topic") or 0))
    return hidden(spot) if asked.get("anonymous") else spot


async def _say(request: web.Request) -> web.Response:
    telegram, asked = request.app[TELEGRAM], await asked_of(request)
    spot, text = _spot(telegram, asked), str(asked["text"])
    sent = say(telegram, spot, text, asked.get("date"), asked.get("reply_to"), asked.get("forwarded"))
    return answered(sent.shown())


async def _send(request: web.Request) -> web.Response:
    fields, uploads = await _form(request)
    return answered(send(request.app[TELEGRAM], int(fields["person"]), _parcel(fields, uploads)).shown())


async def _form(request: web.Request) -> tuple[dict[str, str], list[Upload]]:
    """Fields and files; a form without files may come in either shape."""
    if not request.content_type.startswith("multipart/"):
        return {name: str(value) for name, value in (await request.post()).items()}, []
    fields: dict[str, str] = {}
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise CannotDo("parts within parts are not understood", 400)
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            fields[part.name or ""] = data.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads.append(Upload(data, part.filename, mime))
    return fields, [_told(upload, fields) for upload in uploads]


def _told(upload: Upload, fields: dict[str, str]) -> Upload:
    """With what the app says of it: how long it plays, and how large it is where the bytes are only a part."""
    seconds, size = round(float(fields.get("seconds") or 0)), int(fields.get("said_size") or 0)
    return replace(upload, seconds=seconds, said_size=size)


def _parcel(fields: dict[str, str], uploads: list[Upload]) -> Parcel:
    captions = json.loads(fields["captions"]) if fields.get("captions") else [fields.get("caption", "")]
    return Parcel(
        kind=fields.get("kind") or "photo",
        uploads=uploads,
        captions=[str(one or "") for one in captions],
        latitude=float(fields.get("latitude") or 0),
        longitude=float(fields.get("longitude") or 0),
        date=int(fields["date"]) if fields.get("date") else None,
        reply_to=int(fields["reply_to"]) if fields.get("reply_to") else None,
        chat=int(fields["chat"]) if fields.get("chat") else None,
        topic=int(fields.get("topic") or 0),
        origin=json.loads(fields["forwarded"]) if fields.get("forwarded") else None,
    )


async def _press(request: web.Request) -> web.Response:
    telegram, asked = request.app[TELEGRAM], await asked_of(request)
    seconds, force = float(asked.get("wait", ANSWER_SECONDS)), bool(asked.get("force"))
    spot, message, data = _spot(telegram, asked), int(asked["message_id"]), str(asked["data"])
    press, update = tap(telegram, spot, message, data, force=force)
    return answered({**await answer_to(press, seconds), "update_id": update})


async def _edit(request: web.Request) -> web.Response:
    telegram, asked = request.app[TELEGRAM], await asked_of(request)
    update = edit(telegram, _spot(telegram, asked), int(asked["message_id"]), str(asked["text"]))
    return answered({"update_id": update})


async def _forward(request: web.Request) -> web.Response:
    """{person, message_id, chat?: where it stands, to: a person or a group, to_topic?}"""
    telegram, asked = request.app[TELEGRAM], await asked_of(request)
    target = {"person": asked["person"], "chat": asked["to"], "topic": asked.get("to_topic")}
    sent = forward(telegram, _spot(telegram, asked), int(asked["message_id"]), _spot(telegram, target))
    return answered(sent.shown())


async def _commands(request: web.Request) -> web.Response:
    """What an app offers after a slash: ?person=ID, &chat=ID in a group."""
    telegram, query = request.app[TELEGRAM], request.query
    person = telegram.person(int(query["person"]))
    return answered({"commands": command_lists.shown(telegram, person, int(query.get("chat") or person.id))})


async def _block(request: web.Request) -> web.Response:
    asked = await asked_of(request)
    blocked = bool(asked["blocked"])
    return answered(
        {"blocked": blocked, "update_id": block(request.app[TELEGRAM], int(asked["person"]), blocked)}
    )


async def _read(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    asked = await asked_of(request)
    telegram.read(_room(telegram, int(asked.get("chat") or asked["person"])))
    return answered({"unread": 0})


async def _faults(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    telegram.fault = fault_from(await asked_of(request))
    telegram.events.tell(0, 0, "state", lambda: {"faults": telegram.fault.shown()})
    return answered({"faults": telegram.fault.shown()})


async def _limits(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    telegram.pace.on = bool((await asked_of(request))["on"])
    telegram.events.tell(0, 0, "state", lambda: {"limits": telegram.pace.on})
    return answered({"limits": telegram.pace.on})


async def _clock(request: web.Request) -> web.Response:
    """{shift: seconds that messages are dated ahead of the machine's clock, zone?: in which the pages tell times}"""
    telegram, asked = request.app[TELEGRAM], await asked_of(request)
    zone = str(asked["zone"]) if asked.get("zone") else telegram.zone
    telegram.turn(int(asked["shift"]), zone)
    return answered(telegram.told_time())


async def _offer(request: web.Request) -> web.Response:
    return answered(offer(request.app[TELEGRAM], (await asked_of(request))["messages"]))


async def _counts(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    return answered({**vars(telegram.counts), "waiting": telegram.waiting})


async def _welcome(request: web.Request) -> web.Response:
    """{link}: with which somebody may begin whom nobody could invite; the page shows it."""
    welcome = {"link": str((await asked_of(request))["link"])}
    request.app[WELCOME].update(welcome)
    request.app[TELEGRAM].events.tell(0, 0, "state", lambda: {"welcome": welcome["link"]})
    return answered({})


async def _qr(request: web.Request) -> web.Response:
    text = request.query.get("text", "")
    if not text:
        raise CannotDo("a QR code needs a text", 400)
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=QR_SCALE)
    return web.Response(body=picture.getvalue(), content_type="image/png")


async def _file(request: web.Request) -> web.StreamResponse:
    files = request.app[TELEGRAM].files
    file = files.found(request.match_info["file_id"])
    if file is None:
        raise CannotDo("there is no such file", 404)
    shows = file.kind in ("photo", "sticker", "voice", "audio", "video")
    headers = {
        "Content-Type": file.mime,
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if not shows:
        headers["Content-Disposition"] = "attachment"
    return web.FileResponse(files.place(file), headers=headers)


async def _events(request: web.Request) -> web.StreamResponse:
    """Server-sent events; a page that names the last change it saw first gets what it missed."""
    telegram = request.app[TELEGRAM]
    persons = [int(one) for one in request.query.getall("person", [])]
    after = request.headers.get("Last-Event-ID") or request.query.get("after") or ""
    listener = telegram.events.listen(persons)
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    missed = _missed(telegram, listener, persons, int(after)) if after.isdigit() else []
    try:
        await stream.prepare(request)
        await stream.write(b"retry: 1000\n\n")
        for event in missed:
            await stream.write(_line(event))
        async for heard in _heard(listener):
            await stream.write(_line(heard) if heard else b": here\n\n")
    except ConnectionError:
        return stream  # the page was closed
    finally:
        telegram.events.leave(listener)
    return stream


def _missed(telegram: Telegram, listener: Listener, persons: list[int], after: int) -> list[Event]:
    missed = [*telegram.missed(persons, after), *telegram.events.alerts_after(after, listener)]
    return sorted(missed, key=lambda event: event.number)


async def _heard(listener: Listener) -> AsyncIterator[Event | None]:
    """What happens, and None now and then, which finds out whether the page is still there."""
    while True:
        try:
            event = await asyncio.wait_for(listener.queue.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            yield None
            continue
        if event is None:
            return
        yield event


def _line(event: Event) -> bytes:
    number = f"id: {event.number}\n" if event.number else ""
    return f"{number}event: {event.name}\ndata: {to_json(event.data)}\n\n".encode()
