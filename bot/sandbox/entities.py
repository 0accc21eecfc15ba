"""Text with marks in it: strict HTML in, plain text and entities out, as Telegram does it.

Telegram's HTML is not a browser's: a closed list of tags, four named entities, and any mistake refuses
the whole message with the byte where it is. Neither Telegram library checks this, so a stray "<" of a
person's words would only be found in production. Offsets and lengths are UTF-16 units.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.limits import utf16_units
from bot.sandbox.refusals import Refused, bad_request

Entity = dict[str, Any]

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_MARK = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|(lt|gt|amp|quot)(?![A-Za-z]));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")
_LINK = re.compile(r"(?<![\w@])(?:https?://|www\.|t\.me/)[^\s<>\"，。！？；：、（）【】「」『』《》]+")
_ADDRESS = re.compile(r"(?:(?:https?|tg|ton)://)?[^\s/?#]+\.?[^\s]*", re.IGNORECASE)


@dataclass
class _Open:
    name: str
    offset: int
    start: int
    attributes: dict[str, str]


class _Reader:
    """One pass over one text; `read` may be called once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        at = 0
        while mark := _MARK.search(self.text, at):
            self._say(self.text[at : mark.start()])
            at = self._tag(mark.start()) if mark.group() == "<" else self._reference(mark.start())
        self._say(self.text[at:])
        if self.open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return "".join(self.plain), self.entities

    def _say(self, words: str) -> None:
        self.plain.append(words)
        self.units += utf16_units(words)

    def _reference(self, at: int) -> int:
        letter, after = _decoded(self.text, at)
        self._say(letter)
        return after

    def _byte(self, at: int) -> int:
        return len(self.text[:at].encode())

    def _tag(self, at: int) -> int:
        return self._end_tag(at) if self.text.startswith("</", at) else self._start_tag(at)

    def _start_tag(self, at: int) -> int:
        found = _TAG_NAME.match(self.text, at + 1)
        after = found.end() if found else at + 1
        if after >= len(self.text):
            raise _broken(f"Unclosed start tag at byte offset {self._byte(at)}")
        name = self.text[at + 1 : after].lower()
        if name not in KINDS:
            raise _broken(f'Unsupported start tag "{name}" at byte offset {self._byte(at)}')
        attributes, after = self._attributes(name, at, after)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(at)}')
        self.open.append(_Open(name, self.units, len(self.plain), attributes))
        return after

    def _attributes(self, tag: str, begin: int, at: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            at = self._past_space(begin, at)
            if self.text[at] == ">":
                return attributes, at + 1
            found = _ATTRIBUTE_NAME.match(self.text, at)
            after = found.end() if found else at
            if after == at:
                raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            name = self.text[at:after].lower()
            at = self._past_space(begin, after)
            attributes[name] = ""
            if self.text[at] == "=":
                attributes[name], at = self._value(begin, self._past_space(begin, at + 1))

    def _value(self, begin: int, at: int) -> tuple[str, int]:
        quote = self.text[at]
        if quote not in "\"'":
            found = _BARE_VALUE.match(self.text, at)
            after = found.end() if found else at
            if after >= len(self.text) or not (self.text[after].isspace() or self.text[after] == ">"):
                raise _broken(f"Unexpected end of name token at byte offset {self._byte(at)}")
            return self.text[at:after].lower(), after
        end = self.text.find(quote, at + 1)
        if end < 0:
            raise _broken(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return _REFERENCE.sub(lambda m: _decoded(m.group(), 0)[0], self.text[at + 1 : end]), end + 1

    def _past_space(self, begin: int, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        if at >= len(self.text):
            raise _broken(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return at

    def _end_tag(self, at: int) -> int:
        if not self.open:
            raise _broken(f"Unexpected end tag at byte offset {self._byte(at)}")
        end = self.text.find(">", at)
        name = self.text[at + 2 : end].strip().lower()
        if end < 0 or re.search(r"\s", name):
            raise _broken(f"Unclosed end tag at byte offset {self._byte(at)}")
        was = self.open.pop()
        if name and name != was.name:
            byte = self._byte(at)
            raise _broken(
                f'Unmatched end tag at byte offset {byte}, expected "</{was.name}>", found "</{name}>"'
            )
        self._mark(was)
        return end + 1

    def _mark(self, was: _Open) -> None:
        kind, length = KINDS[was.name], self.units - was.offset
        if not kind or length == 0:
            return
        entity: Entity = {"type": kind, "offset": was.offset, "length": length}
        if was.name == "a":
            url = was.attributes.get("href") or "".join(self.plain[was.start :])
            if not _looks_like_address(url):
                return
            entity["url"] = url
        elif was.name == "blockquote" and "expandable" in was.attributes:
            entity["type"] = "expandable_blockquote"
        elif was.name == "code" and self._gives_language(was):
            return
        elif was.name == "pre" and was.attributes.get("language"):
            entity["language"] = was.attributes["language"]
        self.entities.append(entity)

    def _gives_language(self, was: _Open) -> bool:
        """`<pre><code class="language-x">` is one entity: a pre with a language."""
        inside = self.open[-1] if self.open else None
        given = was.attributes.get("class", "")
        if inside is None or inside.name != "pre" or not given.startswith("language-"):
            return False
        inside.attributes["language"] = given.removeprefix("language-")
        return True


def _broken(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


def _decoded(text: str, at: int) -> tuple[str, int]:
    """The character of a reference at `at` and where it ends; one unknown to Telegram stays as typed."""
    found = _REFERENCE.match(text, at)
    if not found:
        return "&", at + 1
    if found[3]:
        return NAMED[found[3]], found.end()
    code = int(found[1], 16) if found[1] else int(found[2])
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", at + 1
    return chr(code), found.end()


def _looks_like_address(url: str) -> bool:
    return bool(_ADDRESS.fullmatch(url)) and (
        "." in url or url.lower().startswith(("tg://", "ton://", "http"))
    )


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities; raises Refused where Telegram finds a mistake."""
    if "<" not in text and "&" not in text:
        return text, []
    return _Reader(text).read()


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, the entities moved with the text."""
    shorter = text.strip()
    if len(shorter) == len(text) or not entities:
        return shorter, entities
    before = utf16_units(text[: len(text) - len(text.lstrip())])
    end = utf16_units(shorter)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - before, 0)
        last = min(entity["offset"] + entity["length"] - before, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return shorter, kept


def detected(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities given, with the commands and links that Telegram finds by itself, in order."""
    if "/" not in text and "www." not in text:
        return sorted(entities, key=_place) if len(entities) > 1 else entities
    found = [*_found("url", _LINK, text), *_found("bot_command", _COMMAND, text)]
    closed = [e for e in entities if e["type"] in ("code", "pre", "text_link")]
    links = [e for e in found if e["type"] == "url"]
    free = [
        e
        for e in found
        if not any(_touch(e, other) for other in closed)
        and (e["type"] == "url" or not any(_touch(e, link) for link in links))
    ]
    return sorted([*entities, *free], key=_place)


def _found(kind: str, pattern: re.Pattern[str], text: str) -> list[Entity]:
    places = []
    for match in pattern.finditer(text):
        words = match.group().rstrip(".,!?:;)'\"")
        places.append(
            {"type": kind, "offset": utf16_units(text[: match.start()]), "length": utf16_units(words)}
        )
    return places


def _touch(one: Entity, other: Entity) -> bool:
    first, second = one["offset"], other["offset"]
    return bool(first < second + other["length"] and second < first + one["length"])


def _place(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]
