"""What the bot says, read from the catalogues, and the three languages it says it in (DESIGN 9).

Chinese (简体) is written; 繁體 is derived from it by OpenCC, sentence by sentence and before names and
people's words are put in, so that those never pass the converter. The names of categories, phrases and
roles come from the word files and join the catalogue under the register `name`.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import opencc
from babel.messages.pofile import read_po

from fieldwork.people import RoleKind
from fieldwork.rules import Reason, Rules
from fieldwork.texts import Language, Translator, Translators
from fieldwork.understanding.words import Words

CATALOGUES = Path(__file__).parent / "data" / "texts"
FILES = {Language.HANS: "zh_Hans.po", Language.ENGLISH: "en.po"}
ROLES = {
    RoleKind.RESIDENT: ("居民", "resident"),
    RoleKind.VOLUNTEER: ("志愿者", "volunteer"),
    RoleKind.BUILDING_HEAD: ("楼长", "building head"),
    RoleKind.SOCIAL_WORKER: ("社工", "social worker"),
    RoleKind.STATION_HEAD: ("站长", "station head"),
    RoleKind.COORDINATOR: ("区级协调员", "coordinator"),
    RoleKind.ADMINISTRATOR: ("管理员", "administrator"),
    RoleKind.PARTNER: ("合作单位", "partner"),
}
ENOUGH_LATIN = 8  # letters without any Chinese before another language is offered

Catalogue = dict[tuple[str, str], str]
Name = tuple[str, str, str]
"""A code, and what it is called in Chinese and in English."""


def load_translators(
    words: Words, station: Language, rules: Rules | None = None, older: Iterable[Name] = ()
) -> Translators:
    """A translator for each language; "" and unknown languages speak the station's.

    `older`: names of codes that the words and rules in force may not know any more.
    """
    names = [*older, *names_of(words, rules)]
    hans = _catalogue(Language.HANS) | {("name", code): name for code, name, _ in names}
    english = _catalogue(Language.ENGLISH) | {("name", code): name for code, _, name in names}
    spoken = {
        Language.HANS: _translator(Language.HANS, hans),
        Language.HANT: _derived(hans),
        Language.ENGLISH: _translator(Language.ENGLISH, english),
    }
    return lambda language: spoken.get(
        Language(language) if language in tuple(Language) else station, spoken[station]
    )


def _translator(language: Language, catalogue: Catalogue) -> Translator:
    return Translator(language, lambda register, sentence: catalogue.get((register, sentence), sentence))


def _derived(hans: Catalogue) -> Translator:
    """繁體: each sentence when it is first said. All of them are thousands, and most are said to nobody."""
    convert, said = _as_in_hong_kong().convert, Catalogue()

    def look_up(register: str, sentence: str) -> str:
        key = register, sentence
        if key not in hans:
            return sentence
        if key not in said:
            said[key] = convert(hans[key])
        return said[key]

    return Translator(Language.HANT, look_up)


@cache
def _as_in_hong_kong() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")  # as people there write: 剛才, not 剛纔


@cache
def _catalogue(language: Language) -> Catalogue:
    with (CATALOGUES / FILES[language]).open(encoding="utf-8") as file:
        messages = read_po(file)
    return {(m.context or "", str(m.id)): str(m.string) for m in messages if m.id and m.string}


def names_of(words: Words, rules: Rules | None) -> list[Name]:
    """What the word files, the roles and a district's rules name."""
    return [*_names(words), *(_of_rules(rules) if rules else ())]


def _names(words: Words) -> Iterator[Name]:
    for category in words.catalogue.values():
        yield category.code, category.name, category.english
    for phrase in words.phrases.phrase:
        yield phrase.code, phrase.name, phrase.english
    for role, (chinese, english) in ROLES.items():
        yield role.value, chinese, english


def _of_rules(rules: Rules) -> Iterator[Name]:
    """The same of a district's rules: `declined.court`, `declined.court.where`, `body.hospital`, `told.police`."""
    lists = {**dict(rules.reasons), "body": rules.bodies, "told": rules.lane.told}
    for kind, entries in lists.items():
        for entry in entries:
            yield f"{kind}.{entry.code}", entry.name, entry.english
            if isinstance(entry, Reason) and entry.where:
                yield f"{kind}.{entry.code}.where", entry.where, entry.where_english or entry.where


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("t2s"), opencc.OpenCC("s2t")


def script_of(text: str) -> Language | None:
    """Which language a text is plainly written in; None where it could be several, or is too short to say."""
    chinese = [letter for letter in text if "一" <= letter <= "鿿"]
    if not chinese:
        return (
            Language.ENGLISH
            if sum(letter.isascii() and letter.isalpha() for letter in text) >= ENOUGH_LATIN
            else None
        )
    to_simple, to_traditional = _converters()
    letters = "".join(chinese)
    if to_simple.convert(letters) != letters:
        return Language.HANT
    return Language.HANS if to_traditional.convert(letters) != letters else None
