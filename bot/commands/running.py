"""`fieldbot run`, `fieldbot sandbox`, `fieldbot replay`: what keeps running, or runs long."""

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.commands.naming import Exit, file_read, refuse, settings
from bot.settings import SettingsError
from bot.words import WordsError
from storage.books import Unavailable
from storage.schema import SchemaError
from storage.sealing import SealError


def add_to(app: typer.Typer) -> None:
    """Makes the commands part of the programme."""
    app.command()(run)
    app.command()(sandbox)
    app.command()(replay)


def run(
    sandbox: Annotated[
        bool | None, typer.Option("--sandbox/--telegram", help="Default: sandbox where no token is set.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="The page's port.", min=1, max=65534)] = None,
    db: Annotated[str | None, typer.Option(help="The database's address.")] = None,
    empty: Annotated[
        bool,
        typer.Option("--empty", help="The sandbox with nothing in it, to set a station up from nothing."),
    ] = False,
) -> None:
    """The main job: listen, converse, deliver."""
    given = settings()  # a wrong one is said at once: aiogram and telegram take seconds to import
    from bot.running import CannotStart, Plan
    from bot.running import run as running

    _log()
    in_sandbox = given.token is None if sandbox is None else sandbox
    try:
        asyncio.run(running(Plan(given, in_sandbox, port or given.port, db, empty), Clock()))
    except (CannotStart, SettingsError, SchemaError, SealError, WordsError) as wrong:
        refuse(str(wrong))
    except Unavailable as gone:
        refuse(f"The database cannot be used: {gone}.")


def sandbox(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8081,
    listen: Annotated[str, typer.Option(help="Another address than this machine's own.")] = "127.0.0.1",
) -> None:
    """A Telegram on this machine, alone; `run` starts one by itself."""
    from bot import example
    from bot.sandbox.command import main

    folder = settings().sandbox_folder / "alone"
    cast = folder / "cast.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        cast.write_text(example.cast_text(), encoding="utf-8")
    except OSError as refused:
        refuse(f"FIELDBOT_DATA_DIR: cannot write in {folder}: {refused.strerror}.")
    arguments = ["--port", str(port), "--listen", listen, "--folder", str(folder), "--cast", str(cast)]
    raise typer.Exit(main(arguments))


def replay(
    file: Annotated[Path, typer.Argument(help="A CSV of requests, as of Pingshan district.")],
    network: Annotated[Path, typer.Option(help="The district's network as JSON.")],
    voices: Annotated[int, typer.Option(help="How many volunteers write.", min=1, max=5000)] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One object a row, then the totals.")] = False,
    deliver: Annotated[
        bool, typer.Option("--deliver/--hold-back", help="With delivery running, or held back.")
    ] = True,
) -> None:
    """A file of requests through the whole bot, in a sandbox and a database of its own; prints where each landed."""
    from bot.rehearsing import StageError
    from bot.replaying import BadRequests, replayed
    from fieldwork.network_files import BadNetwork

    _log()
    try:
        clean = asyncio.run(replayed(file, file_read(network), voices, as_json, deliver, settings()))
    except (BadRequests, BadNetwork, StageError, SettingsError) as wrong:
        refuse(str(wrong))
    if not clean:
        raise typer.Exit(Exit.FINDINGS)


def _log() -> None:
    """Warnings to stderr: they name updates and letters by number, never words, names or addresses."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    # aiogram logs the whole error of an update, and its message may quote what a person wrote; the error is
    # kept sealed in the inbox instead.
    logging.getLogger("aiogram").setLevel(logging.CRITICAL)
