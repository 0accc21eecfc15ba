"""The sandbox over HTTP: the Bot API for the bot, /sandbox/api for people, and the page."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox import apps, command_lists, members, methods, sending_files, updating
from bot.sandbox.answers import TELEGRAM
from bot.sandbox.calls import Call, call_from
from bot.sandbox.faults import Fault
from bot.sandbox.posting import Method, Poster
from bot.sandbox.refusals import Refused, bad_request, too_many_requests
from bot.sandbox.telegram import Telegram

PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 64 * 1024 * 1024
COMMIT_SECONDS = 0.2

_NAMED: dict[str, Method] = {
    "getMe": methods.get_me,
    "getUpdates": updating.get_updates,
    "setWebhook": updating.set_webhook,
    "deleteWebhook": updating.delete_webhook,
    "getWebhookInfo": updating.get_webhook_info,
    "sendMessage": methods.send_message,
    "sendPhoto": sending_files.send_photo,
    "sendMediaGroup": sending_files.send_media_group,
    "sendDocument": sending_files.send_document,
    "sendVoice": sending_files.send_voice,
    "sendAudio": sending_files.send_audio,
    "sendVideo": sending_files.send_video,
    "sendLocation": methods.send_location,
    "sendChatAction": methods.send_chat_action,
    "editMessageText": methods.edit_message_text,
    "editMessageCaption": methods.edit_message_caption,
    "editMessageReplyMarkup": methods.edit_message_reply_markup,
    "deleteMessage": methods.delete_message,
    "answerCallbackQuery": methods.answer_callback_query,
    "getFile": sending_files.get_file,
    "setMyCommands": command_lists.set_my_commands,
    "deleteMyCommands": command_lists.delete_my_commands,
    "getMyCommands": command_lists.get_my_commands,
    "getChat": members.get_chat,
    "getChatMember": members.get_chat_member,
    "getChatAdministrators": members.get_chat_administrators,
    "getChatMemberCount": members.get_chat_member_count,
    "leaveChat": members.leave_chat,
}
METHODS = {name.lower(): method for name, method in _NAMED.items()}  # Telegram does not mind the case


@dataclass(frozen=True)
class Exchange:
    """One Bot API call and its answer, for whoever watches: files in `params` are named, not held."""

    method: str
    http_status: int
    params: dict[str, Any]
    answer: dict[str, Any]


Watch = Callable[[Exchange], None]


def make_app(telegram: Telegram, *, beside: str | None = None, watch: Watch | None = None) -> web.Application:
    """The whole sandbox. `beside`: address of the bot's own page; `watch` hears each Bot API call."""
    app = web.Application(client_max_size=LARGEST_BODY)
    app[TELEGRAM], app[apps.BESIDE], app[apps.WELCOME] = telegram, beside or "", {}
    bot_api = BotApi(telegram, watch)
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", bot_api.answer)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", bot_api.download)
    app.router.add_routes(apps.routes())
    app.router.add_get("/", _index)
    app.router.add_get("/{name:[a-z0-9_-]+[.][a-z0-9]+}", _static)
    app.cleanup_ctx.append(_running)
    app.on_shutdown.append(_end_streams)
    return app


class BotApi:
    """Answers the bot, and misbehaves when told to."""

    def __init__(self, telegram: Telegram, watch: Watch | None) -> None:
        self._telegram, self._watch = telegram, watch

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call: read it, do it, say what came of it."""
        name = request.match_info["method"]
        call = Call(name, {})
        fault = Fault()
        try:
            if request.match_info["token"] != self._telegram.token:
                raise Refused(401, "Unauthorized")
            call = await call_from(request, name)
            if self._telegram.fault.strikes(name):
                fault = self._telegram.fault
            body, status = await self._result(call, fault), 200
        except Refused as refusal:
            body, status = self._refused(refusal), refusal.code
        except UnicodeError:
            body, status = self._refused(bad_request("strings must be encoded in UTF-8")), 400
        except (ConnectionAbortedError, ConnectionResetError):  # a fault, or a caller who was killed
            return _hang_up(request)
        if fault.kind == "drop_after":
            return _hang_up(request)
        self._show(call, status, body)
        return web.Response(body=body.encode(), status=status, content_type="application/json")

    async def _result(self, call: Call, fault: Fault) -> str:
        if fault.kind != "none":
            await _misbehave(fault)
        method = METHODS.get(call.method.lower())
        if method is None:
            raise Refused(404, "Not Found")
        result = method(self._telegram, call)
        if not isinstance(result, str):
            result = await result
        self._telegram.counts.sent[call.method] += 1
        return f'{{"ok":true,"result":{result}}}'

    def _refused(self, refusal: Refused) -> str:
        self._telegram.counts.refused[_sort_of(refusal)] += 1
        return json.dumps(refusal.answer(), ensure_ascii=False)

    def _show(self, call: Call, status: int, body: str) -> None:
        if self._watch is not None:
            params = {**call.params, **{name: upload.name for name, upload in call.files.items()}}
            self._watch(Exchange(call.method, status, params, json.loads(body)))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, at the address that getFile told."""
        place = self._telegram.files.at(request.match_info["path"])
        known = request.match_info["token"] == self._telegram.token
        if place is None or not known:
            refusal = Refused(404, "Not Found") if known else Refused(401, "Unauthorized")
            return web.Response(
                text=self._refused(refusal), status=refusal.code, content_type="application/json"
            )
        return web.FileResponse(place, headers={"Content-Type": "application/octet-stream"})


def _sort_of(refusal: Refused) -> str:
    return "429 Too Many Requests" if refusal.code == 429 else f"{refusal.code} {refusal.description}"


async def _misbehave(fault: Fault) -> None:
    """What goes wrong before the work; drop_after does it and hangs up then."""
    if fault.kind == "429":
        raise too_many_requests(fault.retry_after)
    if fault.kind == "500":
        raise Refused(500, "Internal Server Error")
    if fault.kind == "drop_before":
        raise ConnectionAbortedError
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _index(request: web.Request) -> web.StreamResponse:
    return _page("index.html")


async def _static(request: web.Request) -> web.StreamResponse:
    return _page(request.match_info["name"])


def _page(name: str) -> web.StreamResponse:
    place = PAGE / name
    if not place.is_file():
        raise web.HTTPNotFound(text="404: there is no such page")
    return web.FileResponse(place, headers={"Cache-Control": "no-cache"})


async def _running(app: web.Application) -> AsyncIterator[None]:
    """What goes on beside the answers: writing down, and posting to a webhook."""
    telegram = app[TELEGRAM]
    tasks = [asyncio.create_task(_commit(telegram)), asyncio.create_task(Poster(telegram, METHODS).run())]
    yield
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    telegram.commit()


async def _commit(telegram: Telegram) -> None:
    while True:
        await asyncio.sleep(COMMIT_SECONDS)
        telegram.commit()


async def _end_streams(app: web.Application) -> None:
    app[TELEGRAM].end_poll("end")
    app[TELEGRAM].events.close()
