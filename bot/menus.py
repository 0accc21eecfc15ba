"""What each kind of chat lists behind Telegram's ☰: made from the list of what people can say.

Telegram keeps one list for all private chats, so it holds what everybody may say; the rest is under 帮助.
"""

from collections.abc import Mapping

from fieldwork.sayings import EVERYBODY, SAYINGS
from fieldwork.texts import Language, Translator, Translators

Commands = Mapping[str, str]
"""A command to what stands beside it."""

SPOKEN = {"zh": Language.HANS, "": Language.ENGLISH}  # Telegram's language codes; "" is every other one
IN_GROUPS: Mapping[str, Commands] = {
    "zh": {"bao": "报一件事"},
    "": {"bao": "Report something"},
}
BY_HEADS: Mapping[str, Commands] = {
    "zh": {"bao": "报一件事", "bind": "站长：把这个群交给一个站", "unbind": "站长：解除"},
    "": {
        "bao": "Report something",
        "bind": "Head: give this group to a station",
        "unbind": "Head: release it",
    },
}


def menus(speak: Translators) -> Mapping[str, Mapping[str, Commands]]:
    """By scope and language; Telegram itself decides who is an administrator of a group."""
    private = {code: in_private(speak(language.value)) for code, language in SPOKEN.items()}
    return {"default": private, "all_group_chats": IN_GROUPS, "all_chat_administrators": BY_HEADS}


def in_private(t: Translator) -> Commands:
    """What everybody may say, as commands."""
    said = (saying for saying in SAYINGS if saying.command and saying.who == EVERYBODY)
    return {saying.command: saying.word.said(t) for saying in said}
