"""How words are read and said: what conversing is given once, made of the word files and the catalogues."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.rules import load_rules
from bot.settings import Settings
from bot.texts import load_translators, script_of
from bot.words import SHIPPED, load_words
from fieldwork.rules import Rules
from fieldwork.texts import Language, Translators
from fieldwork.understanding.words import Words


@dataclass(frozen=True)
class Means:
    """The word lists, the translators, and where the stations are."""

    words: Words
    rules: Rules
    speak: Translators
    script: Callable[[str], Language | None]
    zone: ZoneInfo


def means_of(settings: Settings) -> Means:
    """The means, with the station's own word files before the shipped ones. Raises WordsError with a sentence."""
    words, rules = load_words([SHIPPED, settings.data_dir / "words"]), load_rules()
    return Means(words, rules, load_translators(words, settings.language, rules), script_of, settings.zone)
