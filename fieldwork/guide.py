"""The questions of a guided report (/report), in the order they are lived, for those who prefer questions.

A question owns what it says, its choices and what it hears, typed or tapped. The next question is the first
one without an answer: that one rule gives branching, going back, changing one, and going on after a restart.
Answers are plain values, kept with the draft; names of questions are stored: renaming one is a migration.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from fieldwork import telephones
from fieldwork.letters.matter import category_named
from fieldwork.places import Network
from fieldwork.reports import Urgency
from fieldwork.texts import Translator
from fieldwork.understanding import on_behalf
from fieldwork.understanding.reading import Reader, Reading
from fieldwork.understanding.words import Words

MOST = 5  # choices; the sixth row holds the ways on and out
Answers = dict[str, Any]
Choice = tuple[str, str]
"""(label, value) of a button; the value comes back when it is tapped."""


@dataclass(frozen=True)
class Ground:
    """What the questions stand on: the network, how words are read, and the speaker's own places."""

    network: Network
    reader: Reader
    words: Words
    home: tuple[str, ...]
    own: tuple[str, ...]

    def read(self, text: str) -> Reading:
        return self.reader.read(text, self.home)


class Said(NamedTuple):
    """What came as an answer: words, or what was sent with them."""

    words: str = ""
    enclosed: dict[str, Any] | None = None  # a photo, voice or file, as an attachment's own values
    album: str | None = None


@dataclass(frozen=True)
class Question:
    """One question. `hears` and `taps` give the answer, or None for what answers nothing."""

    name: str
    asks: Callable[[Translator, Answers], str]
    choices: Callable[[Translator, Answers, Ground], list[Choice]]
    hears: Callable[[Said, Answers, Ground], Any]
    taps: Callable[[str, Answers, Ground], Any]
    again: Callable[[Translator], str]  # said to what answers nothing
    only_if: Callable[[Answers], bool] = lambda answers: True
    may_skip: bool = True


SKIPPED: dict[str, Any] = {}
VIEW = "view"  # which page of choices is open: transient, forgotten with the next answer
EDITING = "editing"  # the question that is asked once more although it has an answer


def next_question(answers: Answers) -> Question | None:
    """The one that is asked now: the one being changed, else the first without an answer; None: all said."""
    if answers.get(EDITING):
        return BY_NAME[answers[EDITING]]
    return next((q for q in QUESTIONS if q.only_if(answers) and q.name not in answers), None)


def answered(answers: Answers) -> list[Question]:
    """The questions that have an answer and still apply, in order."""
    return [q for q in QUESTIONS if q.name in answers and q.only_if(answers)]


def with_answer(answers: Answers, question: Question, answer: Any) -> Answers:
    """The answers after one more; what no longer applies falls away."""
    now = {key: value for key, value in answers.items() if key not in (VIEW, EDITING)}
    now[question.name] = answer
    return {key: value for key, value in now.items() if key not in BY_NAME or BY_NAME[key].only_if(now)}


def one_step_back(answers: Answers) -> Answers:
    """Gives up the change that is going on, else takes the last answer back."""
    if answers.get(EDITING):
        return {key: value for key, value in answers.items() if key not in (EDITING, VIEW)}
    last = answered(answers)[-1:]
    return {key: value for key, value in answers.items() if key != VIEW and key not in [q.name for q in last]}


def is_empty(answers: Answers) -> bool:
    """Nothing that a station could work with: such a draft is not sent but let go (RULES 3.2)."""
    return not (answers.get("what") or answers.get("photo") or answers.get("kind"))


# -- where ------------------------------------------------------------------------------------------


def _places(t: Translator, answers: Answers, ground: Ground) -> list[Choice]:
    codes = answers.get(VIEW) or list(ground.own)
    return [(ground.network.path(code), code) for code in codes[:MOST]]


def _place_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    if not said.words.strip() or telephones.found_in(said.words):
        return None  # somebody's telephone is no place
    reading = ground.read(said.words)
    if reading.candidates:
        return Opens(list(reading.candidates))
    door = {"unit": reading.unit, "floor": reading.floor, "room": reading.room}
    if reading.place:
        return {"place": reading.place, "named": reading.named, **door}
    return {"named": reading.named or said.words.strip()[:100], **door}


def _place_tapped(value: str, answers: Answers, ground: Ground) -> Any:
    return {"place": value} if value in ground.network.places else None


# -- what -------------------------------------------------------------------------------------------


def _what_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    if not said.words.strip() and not said.enclosed:
        return None
    before = answers.get("what", SKIPPED) if answers.get(EDITING) != "what" else SKIPPED
    words = "\n".join(part for part in (before.get("words", ""), said.words.strip()) if part)
    files = [*before.get("files", []), *([said.enclosed] if said.enclosed else [])]
    return {"words": words, "files": files}


# -- what kind --------------------------------------------------------------------------------------


def _kinds(t: Translator, answers: Answers, ground: Ground) -> list[Choice]:
    view = answers.get(VIEW)
    if view is None:
        likely = ground.read(answers.get("what", SKIPPED).get("words", "")).categories
        shown = list(likely)[: MOST - 1] or [top.code for top in ground.words.tops][: MOST - 1]
        return [*((category_named(t, code), code) for code in shown), (t.both("Others…"), "/0")]
    top, page = view["top"], view["page"]
    codes = [c.code for c in (ground.words.leaves_of(top) if top else ground.words.tops)]
    shown = codes[page * (MOST - 1) : (page + 1) * (MOST - 1)]
    more = page + 1 if len(codes) > (page + 1) * (MOST - 1) else 0
    whole = [(t.named(top), top)] if top and len(shown) < MOST - 1 else []
    return [*((t.named(code), code) for code in shown), *whole, (t.both("More…"), f"{top}/{more}")]


def _kind_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    found = ground.read(said.words).categories
    return found[0] if found else None


def _kind_tapped(value: str, answers: Answers, ground: Ground) -> Any:
    top, turns, page = value.partition("/")
    if turns:
        return Opens({"top": top, "page": int(page) if page.isdigit() else 0})
    if ground.words.category(value) is None:
        return None
    inside = (answers.get(VIEW) or {}).get("top") == value
    leads_on = ground.words.leaves_of(value) and not inside
    return Opens({"top": value, "page": 0}) if leads_on else value


# -- how urgent, for whom, a photo ------------------------------------------------------------------

URGENCIES = (Urgency.T0, Urgency.T1, Urgency.T2, Urgency.Q)


def _urgencies(t: Translator, answers: Answers, ground: Ground) -> list[Choice]:
    said = (
        t.reporter("Somebody is in danger now"),
        t.reporter("It cannot wait until tomorrow"),
        t.reporter("It can wait a few days"),
        t.reporter("I only have a question"),
    )
    return [(label, level.value) for label, level in zip(said, URGENCIES, strict=True)]


_URGENT_WORDS = {
    Urgency.T0: ("危险", "危險", "救命", "danger"),
    Urgency.T2: ("不急", "过几天", "過幾天", "几天", "幾天", "can wait"),
    Urgency.T1: ("今天", "马上", "馬上", "急", "等不了", "today", "urgent"),
    Urgency.Q: ("问", "問", "咨询", "諮詢", "question"),
}


def _urgency_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    words = said.words.lower()
    if any(no in words for no in ("没有危险", "沒有危險", "没危险", "沒危險", "no danger")):
        return Urgency.T2.value
    found = (level for level, marks in _URGENT_WORDS.items() if any(mark in words for mark in marks))
    return next((level.value for level in found), None)


def _urgency_tapped(value: str, answers: Answers, ground: Ground) -> Any:
    return value if value in URGENCIES else None


def _whose(t: Translator, answers: Answers, ground: Ground) -> list[Choice]:
    return [(t.reporter("I saw it myself"), "own"), (t.reporter("For somebody else"), "other")]


def _whose_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    words = said.words.lower()
    if any(mark in words for mark in ("别人", "別人", "替", "代", "邻居", "鄰居", "else", "for ")):
        return "other"
    return "own" if any(mark in words for mark in ("自己", "我", "myself", "own")) else None


def _who_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    found = on_behalf.named(said.words)
    return {"name": found.name, "telephone": found.telephone} if found else None


def _nobody(t: Translator, answers: Answers, ground: Ground) -> list[Choice]:
    return []


def _photo_heard(said: Said, answers: Answers, ground: Ground) -> Any:
    return {"files": [said.enclosed], "words": said.words.strip()} if said.enclosed else None


@dataclass(frozen=True)
class Opens:
    """No answer yet: other choices of the same question."""

    view: Any


def _not_tapped(value: str, answers: Answers, ground: Ground) -> Any:
    return None


QUESTIONS = (
    # Asked as soon as it is known that it is for somebody else.
    Question(
        "who",
        lambda t, a: t.reporter("Who is it for? The name, and the telephone if there is one."),
        _nobody, _who_heard, _not_tapped,
        lambda t: t.reporter("Please write a name, or tap Skip."),
        only_if=lambda a: a.get("whose") == "other",
    ),
    Question(
        "where",
        lambda t, a: (
            t.reporter("Which of these is it?") if a.get(VIEW) else t.reporter("Where is it? Tap, or write it.")
        ),
        _places, _place_heard, _place_tapped,
        lambda t: t.reporter("Please write the place, or tap Skip."),
    ),
    Question(
        "what",
        lambda t, a: t.reporter("What happened? In your own words, or a photo, or speak it."),
        _nobody, _what_heard, _not_tapped,
        lambda t: t.reporter("Please write what happened, or send a photo."),
        may_skip=False,
    ),
    Question(
        "urgency",
        lambda t, a: t.reporter("How urgent is it?"),
        _urgencies, _urgency_heard, _urgency_tapped,
        lambda t: t.reporter("Please tap one of these, or Skip."),
    ),
    Question(
        "kind",
        lambda t, a: t.reporter("What is it about? Tap, or write a word."),
        _kinds, _kind_heard, _kind_tapped,
        lambda t: t.reporter("I do not know that kind. Please tap one of these, or Skip."),
    ),
    Question(
        "whose",
        lambda t, a: t.reporter("Did you see it yourself, or do you report for somebody else?"),
        _whose, _whose_heard, lambda value, a, g: value if value in ("own", "other") else None,
        lambda t: t.reporter("Please tap one of these, or Skip."),
    ),
    Question(
        "photo",
        lambda t, a: t.reporter("A photo helps. Send one, or tap Skip."),
        _nobody, _photo_heard, _not_tapped,
        lambda t: t.reporter("Please send a photo, or tap Skip."),
        only_if=lambda a: not a.get("what", SKIPPED).get("files"),
    ),
)  # fmt: skip
BY_NAME = {question.name: question for question in QUESTIONS}
