"""Every message can be looked at without a chat: all letters and all sentences, in three languages.

Letters are found, not listed: each public function of `fieldwork/letters` that gives one is called with
examples of what it asks for, one after another, so that a new letter is on the page without a line here.
What a function asks for and no example knows raises NoExample: then an example is due.
"""

import importlib
import inspect
import pkgutil
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from types import ModuleType
from typing import Any, NamedTuple, get_args, get_type_hints

from babel.messages.pofile import read_po

import fieldwork.letters
from bot.preview_examples import CHAT, Examples, Stage
from bot.texts import CATALOGUES, FILES
from fieldwork.letters import Letter
from fieldwork.people import STAFF, RoleKind
from fieldwork.texts import Language, Translator


class Member(NamedTuple):
    """One of the cast: who reads."""

    account: int
    name: str
    staff: bool


class Shown(NamedTuple):
    """One letter as it is said in one language; `staff`: in the words of the staff."""

    name: str
    letter: Letter
    staff: bool


def cast_of(people: Sequence[Mapping[str, Any]]) -> list[Member]:
    """The people of the example's cast file, the outsider among them."""
    kinds = {kind.value for kind in STAFF} | {RoleKind.ADMINISTRATOR.value}
    return [
        Member(row["id"], row["first_name"], any(role["kind"] in kinds for role in row["roles"]))
        for row in people
    ]


# -- letters ---------------------------------------------------------------------------------------


def letters(stage: Stage, language: Language) -> Iterator[Shown]:
    """Each letter there is, with each example that makes it read differently."""
    examples = Examples(stage, stage.speak(language))
    for module in _modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if (
                function.__module__ == module.__name__
                and not name.startswith("_")
                and _gives_letters(function)
            ):
                yield from _each(f"{module.__name__.rpartition('.')[2]}.{name}", function, examples)


def _modules() -> Iterator[ModuleType]:
    package = fieldwork.letters
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _gives_letters(function: Callable[..., Any]) -> bool:
    given = get_type_hints(function)["return"]
    return given is Letter or Letter in get_args(given)


def _each(name: str, function: Callable[..., Any], examples: "Examples") -> Iterator[Shown]:
    """One parameter is varied at a time; what reads the same is shown once."""
    seen = set()
    for arguments in _varied(name, function, examples):
        registers: set[str] = set()
        given = function(**{each: _noting(value, registers) for each, value in arguments.items()})
        for letter in [given] if isinstance(given, Letter) else given or ():
            if (letter.text, letter.buttons) not in seen:
                seen.add((letter.text, letter.buttons))
                yield Shown(name, letter, "staff" in registers)


def _varied(name: str, function: Callable[..., Any], examples: "Examples") -> Iterator[dict[str, Any]]:
    hints = get_type_hints(function)
    given = {each: examples.of(name, each, hints[each]) for each in inspect.signature(function).parameters}
    first = {parameter: values[0] for parameter, values in given.items()}
    yield first
    for parameter, values in given.items():
        yield from ({**first, parameter: value} for value in values[1:])


def _noting(value: Any, registers: set[str]) -> Any:
    """A translator that notes in which registers it is asked to speak; any other value as it is."""
    if not isinstance(value, Translator):
        return value

    def look_up(register: str, sentence: str) -> str:
        registers.add(register)
        return value.look_up(register, sentence)

    return Translator(value.language, look_up)


# -- sentences -------------------------------------------------------------------------------------


class Sentence(NamedTuple):
    """One sentence of the catalogue: its register, and the English that is its key."""

    register: str
    english: str

    def said(self, t: Translator, values: Mapping[str, object]) -> str:
        """As it is said, with what belongs into its places."""
        say: Callable[..., str] = getattr(t, self.register)
        return say(self.english, **values)

    @property
    def places(self) -> list[str]:
        return [name for _, name, _, _ in string.Formatter().parse(self.english) if name]


def sentences() -> list[Sentence]:
    """Every sentence the bot can say: a test holds the catalogue to be just that."""
    with (CATALOGUES / FILES[Language.ENGLISH]).open(encoding="utf-8") as file:
        return [Sentence(m.context or "", str(m.id)) for m in read_po(file) if m.id]


def values_for(member: Member) -> dict[str, str]:
    """What stands in the places of a sentence that one of the cast reads; any other place shows its name."""
    known = {"name": member.name, "number": "N-10427-3", "station": "西湖站", "worker": "王慧敏",
             "telephone": "0763-000 0002", "place": "西湖花园4号楼", "many": "3"}  # fmt: skip
    return _Named(known)


class _Named(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"‹{name}›"


# -- the page --------------------------------------------------------------------------------------


def page(stage: Stage, cast: Sequence[Member], account: int | None) -> str:
    """The whole page, for everybody or for what one of the cast can hear, each message in three languages."""
    reader = next((member for member in cast if member.account == account), None)
    blocks = "".join(_rows(stage, reader))
    lines = "".join(_lines(stage, reader or Member(CHAT, "陈桂芳", True)))
    return _PAGE.format(people=_links(cast, reader), letters=blocks, sentences=lines)


def _may_hear(reader: Member | None, staff: bool) -> bool:
    return reader is None or reader.staff or not staff


def _rows(stage: Stage, reader: Member | None) -> Iterator[str]:
    spoken = [list(letters(stage, language)) for language in Language]
    for each in zip(*spoken, strict=False):
        if _may_hear(reader, each[0].staff):
            who = "staff" if each[0].staff else "all"
            bubbles = "".join(_bubble(shown.letter) for shown in each)
            yield f'<section class="{who}"><h2>{escape(each[0].name)}</h2><div class="three">{bubbles}</div></section>'


def _bubble(letter: Letter) -> str:
    rows = "".join(
        f'<div class="keys">{"".join(f"<span>{escape(key.label)}</span>" for key in row)}</div>'
        for row in letter.buttons
    )
    said = escape(letter.text) or f"<i>{letter.kind.value}</i>"
    return f'<div class="bubble"><p>{said}</p>{rows}</div>'


def _lines(stage: Stage, reader: Member) -> Iterator[str]:
    for sentence in sentences():
        if _may_hear(reader, sentence.register == "staff"):
            values = values_for(reader)
            said = (sentence.said(stage.speak(language), {name: values[name] for name in sentence.places})
                    for language in Language)  # fmt: skip
            yield f"<tr><td>{sentence.register}</td>{''.join(f'<td>{escape(one)}</td>' for one in said)}</tr>"


def _links(cast: Sequence[Member], reader: Member | None) -> str:
    everybody = '<a href="preview">全部 / all</a>'
    links = (
        f'<a href="preview?person={one.account}"{" class=now" if one == reader else ""}>{escape(one.name)}</a>'
        for one in cast
    )
    return "".join([everybody, *links])


_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>预览 · fieldbot 演示</title><link rel="icon" href="data:,"><link rel="stylesheet" href="preview.css"></head>
<body><header><h1>机器人会说的每一句 / everything the bot can say</h1><span class="demo">演示</span></header>
<nav>{people}</nav><main>{letters}<table><thead><tr><th></th><th>简体</th><th>繁體</th><th>English</th></tr></thead>
<tbody>{sentences}</tbody></table></main></body></html>
"""
