"""`python -m bot.sandbox` and `fieldbot sandbox`: a Telegram in a process of its own."""

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from aiohttp import web

from bot.sandbox.refusals import CannotDo
from bot.sandbox.server import Exchange, make_app
from bot.sandbox.telegram import Telegram

GOODBYE_SECONDS = 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until a signal or the parent's end. 0: ended in order; 2: could not begin, as said on stderr."""
    asked = _parser().parse_args(arguments)
    try:
        telegram = Telegram(asked.folder, time.time, asked.token, limits=asked.limits)
        if asked.cast:
            telegram.add_people(json.loads(asked.cast.read_text(encoding="utf-8"))["people"])
    except (CannotDo, ValueError, KeyError, OSError) as error:
        print(f"The sandbox cannot begin: {error}", file=sys.stderr)
        return 2
    try:
        return asyncio.run(_serve(telegram, asked))
    finally:
        telegram.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fieldbot sandbox", description="A Telegram on this machine.")
    parser.add_argument("--port", type=int, default=8081, help="0: any free one")
    parser.add_argument("--folder", type=Path, required=True, help="where its own database and files are")
    parser.add_argument("--listen", default="127.0.0.1", help="another address than this machine's own")
    parser.add_argument("--cast", type=Path, help='people at the start: a JSON file {"people": [...]}')
    parser.add_argument("--token", default="42:sandbox", help="what the bot calls itself with")
    parser.add_argument("--beside", help="address of the bot's own page")
    parser.add_argument(
        "--limits", action=argparse.BooleanOptionalAction, default=True, help="Telegram's pace"
    )
    parser.add_argument(
        "--record", type=Path, help="write each exchange with the bot here, one JSON object a line"
    )
    parser.add_argument("--parent-pipe", action="store_true", help="end when standard input ends")
    return parser


def _recorder(path: Path | None) -> Callable[[Exchange], None] | None:
    """Writes exchanges down as they come, so that another process can check them."""
    if path is None:
        return None
    file = path.open("a", encoding="utf-8", buffering=1)
    return lambda exchange: print(json.dumps(asdict(exchange), ensure_ascii=False, default=str), file=file)


async def _serve(telegram: Telegram, asked: argparse.Namespace) -> int:
    app = make_app(telegram, beside=asked.beside, watch=_recorder(asked.record))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, asked.listen, asked.port).start()
    except OSError as error:
        print(
            f"The sandbox cannot listen on {asked.listen}:{asked.port}: {os.strerror(error.errno or 0)}",
            file=sys.stderr,
        )
        await runner.cleanup()
        return 2
    host, port = runner.addresses[0][:2]
    print(f"Sandbox (演示) listening on http://{host}:{port}", flush=True)
    await _until_told(asked.parent_pipe)
    await runner.cleanup()
    return 0


async def _until_told(parent_pipe: bool) -> None:
    """Until SIGINT, SIGTERM, or the end of standard input: the parent is gone, however it went."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    if parent_pipe:
        # A thread, since an event loop cannot watch every sort of standard input (a file, /dev/null).
        Thread(target=_when_parent_ends, args=(loop, told), daemon=True).start()
    await told.wait()


def _when_parent_ends(loop: asyncio.AbstractEventLoop, told: asyncio.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        continue
    with suppress(RuntimeError):  # the loop is closed: it was told already
        loop.call_soon_threadsafe(told.set)
