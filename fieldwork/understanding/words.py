"""The words the bot knows, as station people write them in nine files (`bot/data/words/`).

`bot/words.py` reads the files; here is what may stand in them. A misspelt key is refused, not passed over.
"""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from fieldwork.activities import ActivityKind, Unit
from fieldwork.categories import DEPARTMENTS, Category
from fieldwork.reports import Finding

GAP = "…"
"""In a word: up to eight characters of the same clause may stand there."""


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class WordList(_Written):
    """Words that count, and longer words (`not`) inside which they do not. 吃…安眠药 leaves a gap."""

    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = Field(default=(), alias="not")
    before: tuple[str, ...] = ()  # a little before the word, these take it back: 预防(火灾)
    after: tuple[str, ...] = ()  # right after it: (火灾)隐患

    @field_validator("words", "unless", "before", "after", "who", "signs", "of_whom", check_fields=False)
    @classmethod
    def _no_empty_word(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        if any(not part.strip() for word in words for part in word.split(GAP)):
            raise ValueError("an empty word would be found everywhere")
        return words


def _department(name: str) -> str:
    """The name again; any other than the fifteen is refused."""
    if name not in DEPARTMENTS:
        raise ValueError(
            f"there is no department {name}; the {len(DEPARTMENTS)} are {'、'.join(DEPARTMENTS)}"
        )
    return name


Department = Annotated[str, AfterValidator(_department)]


class CategoryWords(WordList):
    """What fields and leaves have alike."""

    code: str = Field(pattern=r"^[a-z_]+$")
    name: str = Field(min_length=1)
    english: str = Field(min_length=1)


class LeafWords(CategoryWords):
    """A category of a card: 下水化粪池, and the department that it would be referred to."""

    department: Department
    of_whom: tuple[
        str, ...
    ] = ()  # of its words, what only says of whom it is told: 独居 需助浴 is about bathing


class FieldWords(CategoryWords):
    """A field of work (社区治理) with its leaves; its own words are those that fit no leaf."""

    department: Department | None = None

    leaf: tuple[LeafWords, ...] = ()


class CategoriesFile(_Written):
    """categories.toml"""

    top: tuple[FieldWords, ...] = Field(min_length=1)

    @field_validator("top")
    @classmethod
    def _each_code_once(cls, top: tuple[FieldWords, ...]) -> tuple[FieldWords, ...]:
        codes = [f.code for f in top] + [f"{f.code}.{leaf.code}" for f in top for leaf in f.leaf]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"the code {twice[0]} stands twice")
        return top


class DepartmentWords(_Written):
    """A department's own words, in three strengths that a person sets."""

    name: Department
    strong: tuple[str, ...] = ()  # nobody else has this: 出租车, 工伤
    words: tuple[str, ...] = ()  # usual for it
    weak: tuple[str, ...] = ()  # heard elsewhere too: 学校, 医院 are often only where it happens


class DepartmentsFile(_Written):
    """departments.toml"""

    department: tuple[DepartmentWords, ...] = Field(min_length=1)
    nothing: tuple[str, ...] = ()  # hold one of the words and say nothing of it: 心里, 路过
    where: tuple[str, ...] = ()  # what follows a word that only tells where: 旁边, 门口
    asked: tuple[str, ...] = ()  # 咨询, 投诉: what follows is the matter

    @field_validator("department")
    @classmethod
    def _each_name_once(cls, departments: tuple[DepartmentWords, ...]) -> tuple[DepartmentWords, ...]:
        names = [department.name for department in departments]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the department {twice[0]} stands twice")
        return departments


class UrgencyFile(_Written):
    """urgency.toml. T0 has no words: only a person's answer makes a report T0 (DESIGN 6)."""

    T1: WordList
    T3: WordList
    Q: WordList  # asks or proposes
    trouble: WordList  # something is wrong: then it is no mere question


class DangerWords(WordList):
    """One kind of danger and whom to call."""

    code: str = Field(pattern=r"^[a-z_]+$")
    name: str = Field(min_length=1)
    english: str = Field(min_length=1)
    telephone: str = Field(pattern=r"^[0-9]+$")
    who: tuple[str, ...] = ()  # of whom, or of what, a sign is said
    signs: tuple[str, ...] = ()  # danger only when said of one of them: 没动静


class DangerFile(_Written):
    """danger.toml"""

    kind: tuple[DangerWords, ...]


Class = Literal["P2", "P3", "P4"]


class PersonalWords(WordList):
    """One kind of what is personal, and how few may see it (FIELD 4.1)."""

    code: str = Field(pattern=r"^[a-z_]+$")
    grade: Class = Field(alias="class")
    with_door: bool = False  # counts only where a door is named too
    minor: bool = False  # it speaks of a child


class PersonalFile(_Written):
    """personal.toml"""

    dangers: dict[str, Class] = {}  # kinds of danger that are personal too
    categories: dict[Class, tuple[str, ...]] = {}  # categories that are personal as a whole
    kind: tuple[PersonalWords, ...]

    @field_validator("dangers", mode="before")
    @classmethod
    def _all_restricted(cls, listed: Any) -> Any:
        """A file of an earlier version names the kinds alone."""
        return dict.fromkeys(listed, "P4") if isinstance(listed, list) else listed

    @field_validator("categories", mode="before")
    @classmethod
    def _all_sensitive(cls, listed: Any) -> Any:
        return {"P3": listed} if isinstance(listed, list) else listed

    @property
    def class_of(self) -> dict[str, str]:
        """The class of each category that is personal as a whole."""
        return {code: grade for grade, codes in self.categories.items() for code in codes}


class ActivityWords(_Written):
    """An activity report has a word of what was done and a count: 走访 … 5户."""

    done: WordList
    counted: tuple[str, ...]  # what stands after the number: 户, 人次
    handled: tuple[str, ...]  # before a word of trouble: it was dealt with, 清理(杂物)
    asked: WordList  # in a clause, they want something or complain: 想找, 没通知
    rounds: WordList = WordList()  # what only those do who report it, so that 次 tells how often: 巡查一次
    others: WordList = WordList()  # whoever did it instead (物业巡查一次), or that it helped nothing
    disputes: WordList = WordList()  # with one of these, trouble before 纠纷 was talked over: 调解漏水纠纷
    disputed: tuple[str, ...] = ()  # what stands after such trouble: 漏水(纠纷)
    harm: WordList = WordList()  # no work, whoever does it: 志愿者在楼道抽烟
    own: WordList  # whoever speaks of 我家 reports no activity
    well: WordList  # stands for a count: 巡楼，一切正常
    kinds: dict[ActivityKind, WordList] = {}  # of which kind it was: 家访 a home visit
    at_large: dict[ActivityKind, WordList] = {}  # says it where no other word does: 社区活动


class NoticeWords(_Written):
    """A notice that was passed on begins in one way and speaks in another; either alone is a report."""

    opening: tuple[str, ...]
    saying: tuple[str, ...]
    trouble: tuple[str, ...]  # with one of these somebody complains


class ChatterFile(_Written):
    """chatter.toml"""

    thanks: WordList
    greeting: WordList
    question: WordList  # about the bot itself
    filler: WordList  # may stand beside the others and means nothing alone
    sound: WordList  # 哈哈: no word at all
    notice: NoticeWords
    activity: ActivityWords


class Phrase(_Written):
    """A sentence a worker taps when a report is done."""

    code: str = Field(pattern=r"^[a-z_]+$", max_length=20)
    name: str = Field(min_length=1, max_length=60)
    english: str = Field(min_length=1, max_length=60)
    finding: Finding = Finding.SOLVED  # what it says was found; of what is unsolved the worker says why


class PhrasesFile(_Written):
    """phrases.toml: the first five are shown, the others behind 其他…, so the likeliest stand first."""

    phrase: tuple[Phrase, ...] = Field(min_length=1, max_length=20)


class SameWords(WordList):
    """One thing in one condition (電梯 that stands still): what two reports of one matter both speak of."""

    code: str = Field(pattern=r"^[a-z_]+$")
    whole: bool = False  # of the whole building: another floor does not make it another matter
    around: bool = False  # of a whole neighbourhood: it needs no nearer place
    own: Literal["", "said", "always"] = ""  # a household's: only at the same door; or where one says so


class SameFile(_Written):
    """sameness.toml"""

    over: tuple[str, ...] = ()  # it is over: 修好了
    wishes: tuple[str, ...] = ()  # asked or proposed, nothing is wrong: 加装
    households: tuple[str, ...] = ()  # somebody's own four walls: 我家
    spots: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)  # east and west are two
    matter: tuple[SameWords, ...]


class CountingWords(WordList):
    """Words that say what the number beside them is: 共(8户), 其中(2户)."""

    within: int = Field(default=6, ge=0, le=60)  # characters that may stand between


class AgainstWords(CountingWords):
    """Words beside which a number counts nothing, and why: 约(5户), 5户(没人)."""

    reason: str = Field(min_length=1)
    units: tuple[Unit, ...] = ()  # only with these; none means all
    only: int = 0  # only this number: 又一次; 0 means any
    across: bool = False  # also over other numbers
    beyond: bool = False  # also behind the comma: 登门3户，均不在家
    carries: bool = False  # to the end of the sentence, or of a list under it: 明天：


class CountingFile(_Written):
    """counting.toml"""

    people: tuple[str, ...]  # count as 人
    kinds_of: tuple[str, ...] = ()  # may stand before them: 独居(老人)
    helpers: tuple[str, ...] = ()  # told apart from those who were served
    staff: tuple[str, ...] = ()  # not counted
    served: tuple[str, ...] = ()  # nobody's staff: 带(8位老人)去体检
    taught: tuple[str, ...] = ()  # beside these, helpers and staff are who was served: 培训
    apart: tuple[
        tuple[str, ...], ...
    ] = ()  # people of different rows are never part of one another: 儿童, 家长
    befell: tuple[str, ...] = ()  # what happens to people is no activity: 来了三次都没修好
    total: CountingWords = CountingWords()
    so_far: CountingWords = CountingWords()
    up_to_now: CountingWords = CountingWords()
    thereof: CountingWords = CountingWords()
    part: CountingWords = CountingWords()
    corrected: CountingWords = CountingWords()
    confirmed: CountingWords = CountingWords()
    actual: CountingWords = CountingWords()
    now: CountingWords = CountingWords()
    stock: CountingWords = CountingWords()
    running: CountingWords = CountingWords()
    past: CountingWords = CountingWords()
    invited: CountingWords = CountingWords()
    last_time: CountingWords = CountingWords()
    this_time: CountingWords = CountingWords()
    before: tuple[AgainstWords, ...] = ()
    after: tuple[AgainstWords, ...] = ()


class Words(BaseModel):
    """All nine files together."""

    model_config = ConfigDict(frozen=True)

    categories: CategoriesFile
    departments: DepartmentsFile
    urgency: UrgencyFile
    danger: DangerFile
    personal: PersonalFile
    chatter: ChatterFile
    phrases: PhrasesFile
    sameness: SameFile
    counting: CountingFile

    @cached_property
    def catalogue(self) -> dict[str, Category]:
        """Every category by its code, in the order of the file."""
        found: dict[str, Category] = {}
        for top in self.categories.top:
            found[top.code] = Category(
                code=top.code, name=top.name, english=top.english, department=top.department or ""
            )
            for leaf in top.leaf:
                code = f"{top.code}.{leaf.code}"
                found[code] = Category(code=code, name=leaf.name, english=leaf.english, parent=top.code,
                                       department=leaf.department)  # fmt: skip
        return found

    @property
    def tops(self) -> tuple[Category, ...]:
        """The fields of work, in the order of the file."""
        return tuple(category for category in self.catalogue.values() if category.parent is None)

    def leaves_of(self, code: str) -> tuple[Category, ...]:
        """The leaves of a field of work; none for a leaf or an unknown code."""
        return tuple(category for category in self.catalogue.values() if category.parent == code)

    def category(self, code: str) -> Category | None:
        """The entry of a code, `None` for a code the file does not (or no longer) know."""
        return self.catalogue.get(code)

    def danger_of(self, code: str) -> DangerWords | None:
        """The kind of danger of a code: its name and whom to call."""
        return next((kind for kind in self.danger.kind if kind.code == code), None)
