"""How words are read and said, and the rules: made of what is shipped, a station's files, and what was applied.

What is shipped and the station's own word files are read once, at the start. Over them lies the newest version
of the district's rules, which `fieldbot rules apply` writes: a `Shelf` asks for its number in each transaction
and makes everything anew when it has grown, so that nobody has to start the programme again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.holidays import national_days
from bot.rules import load_rules
from bot.settings import Settings
from bot.texts import load_translators, names_of, script_of
from bot.words import SHIPPED, WordsError, load_words
from fieldwork.clocks import Calendars
from fieldwork.duty import Closure
from fieldwork.places import Network
from fieldwork.rules import Rules
from fieldwork.rulesets import Reached, Rulebook, UnknownRules, under
from fieldwork.sameness import Sameness
from fieldwork.texts import Language, Translators
from fieldwork.understanding.privacy import Discretion
from fieldwork.understanding.reading import Reader
from fieldwork.understanding.words import Words
from storage import network, rulesets
from storage.rulesets import Ruleset


@dataclass(frozen=True)
class Means:
    """The word lists, the rules, what is made of them once, and where the stations are."""

    words: Words
    rules: Rules
    speak: Translators
    discretion: Discretion
    sameness: Sameness
    reader: Callable[[Network], Reader]  # made anew when the network has changed
    script: Callable[[str], Language | None]
    zone: ZoneInfo
    ruleset: int = 0  # the version of the district's rules; 0: none was applied

    def calendars(self, closures: Sequence[Closure]) -> Calendars:
        """The calendars of the stations under these rules. Asked for the same days again and again: keep them."""
        rules = self.rules.calendar
        return Calendars(rules, national_days(rules.holidays), closures, self.zone)


def means_of(settings: Settings) -> Means:
    """The means, with the station's own word files before the shipped ones. Raises WordsError with a sentence."""
    words = load_words([SHIPPED, settings.data_dir / "words"])
    return means_in(settings.language, settings.zone, words, load_rules())


def means_in(language: Language, zone: ZoneInfo, words: Words, rules: Rules) -> Means:
    """The means of a station that speaks a language, made of words and rules."""
    return Means(
        words=words, rules=rules, speak=load_translators(words, language, rules), discretion=Discretion(words),
        sameness=Sameness(words.sameness),
        reader=partial(Reader, words), script=script_of, zone=zone,
    )  # fmt: skip


def newest_means(settings: Settings, session: Session) -> Means:
    """The means as the newest rules have them. Raises WordsError with a sentence."""
    return Shelf(means_of(settings)).means(session)


class Shelf:
    """The means as of a transaction; one a process."""

    def __init__(self, base: Means) -> None:
        self._base = self._held = base

    def means(self, session: Session) -> Means:
        """The means under the newest rules. Raises WordsError for a version that this programme cannot read."""
        if self._held.ruleset != (version := rulesets.newest(session)):
            self._held = self.then(session, version)
        return self._held

    def then(self, session: Session, version: int) -> Means:
        """The means as of a version, for what it decided: things have the names that they had then.

        A code that is not in it has the last name that it ever had, so that old and new reports are both told.
        """
        books = {0: Rulebook(self._base.rules, self._base.words)}
        books |= {each.version: book_under(self._base, each) for each in rulesets.all_of(session)}
        if version not in books or len(books) == 1:
            return self._base
        ever = [name for book in books.values() for name in names_of(book.words, book.rules)]
        words, rules = books[version].words, books[version].rules
        speak = load_translators(words, self._base.speak("").language, rules, ever)
        return replace(self._base, words=words, rules=rules, speak=speak, discretion=Discretion(words),
                       sameness=Sameness(words.sameness), reader=partial(Reader, words), ruleset=version)  # fmt: skip


def book_under(base: Means, kept: Ruleset) -> Rulebook:
    """A version over what is shipped. Raises WordsError with a sentence."""
    try:
        return under(Rulebook(base.rules, base.words), kept.version, kept.content)
    except UnknownRules as unknown:
        raise WordsError(str(unknown)) from unknown


def in_force(base: Means, session: Session, version: int | None = None) -> Reached | None:
    """The rules of a version, or those in force: with the routing that the network has by now. None: no such."""
    number = rulesets.newest(session) if version is None else version
    kept = rulesets.at(session, number) if number else None
    if number and kept is None:
        return None
    book = book_under(base, kept) if kept else Rulebook(base.rules, base.words)
    if version is None:
        book = replace(book, routing=tuple(network.rules(session)))
    return Reached(book, frozenset(kept.content.get("words", {}) if kept else ()))
