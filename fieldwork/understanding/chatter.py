"""What is no report: thanks, a greeting, a question about the bot, a notice passed on, no word at all."""

import unicodedata

from fieldwork.understanding.folding import fold
from fieldwork.understanding.words import ChatterFile, NoticeWords

_LONGEST_CHATTER = 40
_ASKS = ("吗", "么", "没", "没有")


class Chatter:
    """Recognises what is no report: the whole message says nothing else."""

    def __init__(self, words: ChatterFile) -> None:
        self._kinds = [
            (kind, {_letters(fold(word)) for word in listed.words})
            for kind, listed in (
                ("question", words.question),
                ("thanks", words.thanks),
                ("greeting", words.greeting),
            )
        ]
        self._sound = {_letters(fold(word)) for word in words.sound.words}
        filler = {_letters(fold(word)) for word in words.filler.words}
        self._known = self._sound.union(filler, *(known for _, known in self._kinds))
        self._notices = _Notices(words.notice)
        self._longest = max(map(len, self._known), default=0)

    def kind(self, folded: str) -> str | None:
        """ "thanks", "greeting", "question", "notice"; "" for emoji and mere sounds; None for all else."""
        letters = _letters(folded)
        if not letters:
            return ""
        if len(letters) > _LONGEST_CHATTER:
            return "notice" if self._notices.has(folded) else None
        kind = self._of_parts(letters, self._parts(letters))
        return "notice" if kind is None and self._notices.has(folded) else kind

    def _of_parts(self, letters: str, said: frozenset[str]) -> str | None:
        kind = next((kind for kind, known in self._kinds if said & known), None)
        if kind == "thanks" and letters.endswith(_ASKS):  # 修好了吗 asks, and may be a report
            return None
        return "" if kind is None and said & self._sound else kind

    def _parts(self, letters: str) -> frozenset[str]:
        """The fewest known words that make up the whole text (你好, not 你 and 好), or nothing."""
        best: dict[int, tuple[str, ...]] = {0: ()}
        for start in range(len(letters)):
            if start in best:
                self._step(letters, start, best)
        return frozenset(best.get(len(letters), ()))

    def _step(self, letters: str, start: int, best: dict[int, tuple[str, ...]]) -> None:
        for end in range(start + 1, min(len(letters), start + self._longest) + 1):
            said = (*best[start], letters[start:end])
            if letters[start:end] in self._known and (end not in best or len(said) < len(best[end])):
                best[end] = said


def _letters(folded: str) -> str:
    """Letters and digits alone: no space, punctuation or emoji."""
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LN")


class _Notices:
    """What opens and speaks as a notice does, and complains of nothing."""

    def __init__(self, words: NoticeWords) -> None:
        self._opening = tuple(map(fold, words.opening))
        self._saying = tuple(map(fold, words.saying))
        self._trouble = tuple(map(fold, words.trouble))

    def has(self, folded: str) -> bool:
        text = folded.lstrip()
        if not text.startswith(self._opening):
            return False
        return any(word in text for word in self._saying) and not any(word in text for word in self._trouble)
