"""Keyboards: what Telegram accepts as one, and in whose words it refuses."""

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.limits import CALLBACK_BYTES
from bot.sandbox.refusals import Refused, bad_request

Json = dict[str, Any]
MOST_BUTTONS = 100
INLINE_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def inline_keyboard(markup: Any) -> Json | None:
    """The inline keyboard as a message carries it; None for none or for another sort of markup."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None
    rows = [[_inline_button(one) for one in row] for row in _rows(markup["inline_keyboard"]) if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def reply_keyboard(markup: Any) -> Json | None:
    """What changes below the composer: a keyboard, `{"remove_keyboard": True}`, or None for no change."""
    if not isinstance(markup, dict) or "inline_keyboard" in markup:
        return None
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if "keyboard" not in markup:
        return None
    rows = [[_reply_button(one) for one in row] for row in _rows(markup["keyboard"]) if row]
    return {**markup, "keyboard": rows}


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: array of Array expected")
    return rows


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise _not_a_button('Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")  # a button that nobody can read
    actions = [name for name in INLINE_ACTIONS if name in button]
    if not actions:
        raise _not_a_button("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button:
        _check_url(button["url"])
    return button


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str) or not url:
        raise bad_request("BUTTON_URL_INVALID")
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise _bad_url(url, "Unsupported URL protocol")
    if parts.scheme in ("http", "https") and "." not in parts.netloc:
        raise _bad_url(url, "Wrong HTTP URL")  # Telegram refuses http://localhost, too


def _bad_url(url: str, why: str) -> Refused:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    return button


def _not_a_button(why: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {why}")
