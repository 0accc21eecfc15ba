"""How words are read and said: what conversing is given once, made of the word files and the catalogues."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from bot.rules import load_rules
from bot.settings import Settings
from bot.texts import load_translators, script_of
from bot.words import SHIPPED, load_words
from fieldwork.places import Network
from fieldwork.rules import Rules
from fieldwork.texts import Language, Translators
from fieldwork.understanding.privacy import Discretion
from fieldwork.understanding.reading import Reader
from fieldwork.understanding.words import Words


@dataclass(frozen=True)
class Means:
    """The word lists, the rules, what is made of them once, and where the stations are."""

    words: Words
    rules: Rules
    speak: Translators
    discretion: Discretion
    reader: Callable[[Network], Reader]  # made anew when the network has changed
    script: Callable[[str], Language | None]
    zone: ZoneInfo


def means_of(settings: Settings) -> Means:
    """The means, with the station's own word files before the shipped ones. Raises WordsError with a sentence."""
    words = load_words([SHIPPED, settings.data_dir / "words"])
    return means_in(settings.language, settings.zone, words, load_rules())


def means_in(language: Language, zone: ZoneInfo, words: Words, rules: Rules) -> Means:
    """The means of a station that speaks a language, made of words and rules."""
    return Means(
        words=words, rules=rules, speak=load_translators(words, language, rules), discretion=Discretion(words),
        reader=partial(Reader, words), script=script_of, zone=zone,
    )  # fmt: skip
