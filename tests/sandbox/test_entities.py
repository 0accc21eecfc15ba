"""Telegram's HTML, read as strictly as Telegram reads it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import detected, parse_html, trimmed
from bot.sandbox.limits import TEXT_UNITS, parts_of, utf16_units
from bot.sandbox.refusals import Refused


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;", "a <b> & \"c\" '", []),
        ("AT&T &copy; 5 > 3", "AT&T &copy; 5 > 3", []),
        ("<b>粗</b><i>斜</i>", "粗斜", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("🙂<b>🙂</b>", "🙂🙂", [entity("bold", 2, 2)]),
        ("<u>a</u><s>b</s><tg-spoiler>c</tg-spoiler>", "abc",
         [entity("underline", 0, 1), entity("strikethrough", 1, 1), entity("spoiler", 2, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
        ('<a href="https://a.b/?x=1&amp;y=2">这里</a>', "这里", [entity("text_link", 0, 2, url="https://a.b/?x=1&y=2")]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<code>x</code>", "x", [entity("code", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [entity("pre", 0, 1, language="py")]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
        ("<B>x</b  >", "x", [entity("bold", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)  # fmt: skip
def test_marks_become_entities(html: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(html) == (text, entities)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("楼<b", "Unclosed start tag at byte offset 3"),
        ("<b>楼", 'Can\'t find end tag corresponding to start tag "b"'),
        ("楼</b>", "Unexpected end tag at byte offset 3"),
        ("<b>楼</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("体温<37", "Unclosed start tag at byte offset 6"),
        ("体温 <37 度", 'Unsupported start tag "37" at byte offset 7'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_a_mistake_is_refused_with_its_place(html: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_html(html)
    assert refusal.value.description == f"Bad Request: can't parse entities: {why}"


def test_white_space_at_the_ends_goes_and_the_marks_move_along() -> None:
    assert trimmed("  x y \n", [entity("bold", 0, 3), entity("code", 5, 2)]) == (
        "x y",
        [entity("bold", 0, 1)],
    )


def test_commands_and_links_are_found_by_themselves() -> None:
    found = detected("🙂 /bao@BOT 见 https://a.b/c?d。不是 1/2 /非", [])
    assert found == [entity("bot_command", 3, 8), entity("url", 14, 15)]
    assert detected("/start", [entity("code", 0, 6)]) == [entity("code", 0, 6)]


@given(st.text(st.characters(codec="utf-8")))
def test_escaped_words_come_out_as_typed(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text, entities = parse_html(f"<b>{escaped}</b>")
    assert text == words
    assert entities == ([entity("bold", 0, utf16_units(words))] if words else [])


@given(st.text(st.sampled_from("a楼🙂"), min_size=1), st.integers(2, 7))
def test_a_long_text_is_cut_without_losing_a_letter(words: str, units: int) -> None:
    parts = parts_of(words, units)
    assert "".join(parts) == words
    assert all(0 < utf16_units(part) <= units for part in parts)
    assert len(parts) == 1 or all(utf16_units(part) >= units - 1 for part in parts[:-1])


def test_a_text_that_fits_is_not_cut() -> None:
    assert parts_of("🙂" * (TEXT_UNITS // 2)) == ["🙂" * (TEXT_UNITS // 2)]
