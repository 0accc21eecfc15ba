"""What each kind of chat lists behind Telegram's ☰: made from the list of what people can say.

Whom the bot does not know yet sees what every resident may say; who joins, gets or loses a role, or changes the
language gets a list of their own with the keys (`Letter.commands`).
"""

from collections.abc import Mapping

from fieldwork.letters.finding_the_way import commands
from fieldwork.people import RoleKind
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
    private = {code: of_residents(speak(language.value)) for code, language in SPOKEN.items()}
    return {"default": private, "all_group_chats": IN_GROUPS, "all_chat_administrators": BY_HEADS}


def of_residents(t: Translator) -> Commands:
    """What every resident may say, as commands."""
    return dict(commands(t, frozenset({RoleKind.RESIDENT})))
