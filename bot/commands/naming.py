"""What somebody names on the command line: a place, a role, a person, a file."""

from enum import IntEnum
from pathlib import Path
from typing import NoReturn

import typer
from sqlmodel import Session

from bot.settings import Settings, SettingsError, read_settings
from fieldwork.people import Person, RoleKind
from fieldwork.places import Network, Place
from storage import roll


class Exit(IntEnum):
    """How a command ends (DESIGN 8)."""

    DONE = 0
    FINDINGS = 1
    WRONG_USE = 2


def refuse(sentence: str) -> NoReturn:
    """Ends the command for wrong use, with a sentence on stderr."""
    typer.echo(sentence, err=True)
    raise typer.Exit(Exit.WRONG_USE)


def settings() -> Settings:
    """The settings; a wrong one ends the command."""
    try:
        return read_settings()
    except SettingsError as wrong:
        refuse(str(wrong))


def place_named(network: Network, path: str) -> Place:
    """The one place of a code or of names from the top; none, or several, end the command."""
    found = network.find(path)
    if not found:
        refuse(f'There is no place "{path}". Give its code, or names from the top: street/community/estate.')
    if len(found) > 1:
        ways = "\n".join(f"  {place.code}  {_names(network, place)}" for place in found[:20])
        refuse(f'"{path}" is the name of {len(found)} places. Give a code, or more names:\n{ways}')
    return found[0]


def _names(network: Network, place: Place) -> str:
    return "/".join(reversed([up.name for up in network.above(place.code)]))


def role_named(name: str) -> RoleKind:
    """The role of that name; another word ends the command."""
    try:
        return RoleKind(name.strip().lower().replace("-", "_"))
    except ValueError:
        refuse(f'There is no role "{name}". The roles are: {", ".join(RoleKind)}.')


def file_read(path: Path) -> bytes:
    """The bytes of a file somebody named; an unreadable one ends the command."""
    try:
        return path.read_bytes()
    except OSError as unreadable:
        refuse(f"The file {path} cannot be read: {unreadable.strerror or unreadable}.")


def file_written(path: Path, raw: bytes) -> None:
    """Writes a file somebody named; where that is refused, the command ends."""
    try:
        path.write_bytes(raw)
    except OSError as refused:
        refuse(f"The file {path} cannot be written: {refused.strerror or refused}.")


def person_named(session: Session, named: str) -> Person:
    """The one person of a number, or of an exact name; none, or several of the name, end the command."""
    found = roll.named(session, named.strip())
    if not found:
        refuse(
            f'There is nobody "{named}". Give the number that `fieldbot people list` shows, or the exact name.'
        )
    if len(found) > 1:
        ways = "\n".join(f"  {person.id}  {person.name}" for person in found)
        refuse(f'"{named}" is the name of {len(found)} people. Give a number:\n{ways}')
    return found[0]
