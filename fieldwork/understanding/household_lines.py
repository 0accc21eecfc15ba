"""One household on a round from door to door: 302 独居 需助浴, 303 没人, 拒访 401.

The door, what came of it, how many people were met where the words say so, and what is wrong or wanted there. A
number of people is never guessed: 两位老人 are two, 独居 is one, of an empty door and of 老人身体不错 nothing is said.
In English too: 303 nobody in, two old people in 305. 七零二 is a door as 702 is; 8-1 is one where it says who is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fieldwork.activities import Met
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import CHINESE, value_of

_BARE = r"[1-9]\d{2,3}[A-Z]?(?![\d./%-]|:\d|\s?(?:人|户|元|块|平|米|岁|度|次|年|分))"
_IN_WORDS = r"[一二三四五六七八九][〇零一二三四五六七八九][〇零一二三四五六七八九]"
_SPELT = (
    rf"(?<![〇零一二三四五六七八九十百千\d]){_IN_WORDS}"
    r"(?=\s|$|[,、:;没无冇不拒搬空独])(?!\s?(?:人|户|元|块|年|次)(?!在|不))"
)
_DOOR = (
    rf"(?:\d{{1,2}}单元\s?|\d{{1,2}}-)?(?:[1-9]\d{{2,3}}[A-Z]?|{_IN_WORDS})(?:室|号房|房(?!子|屋|租|东)|号|户)"
    rf"|(?:\d{{1,2}}单元\s?|\d{{1,2}}-)?{_BARE}|{_SPELT}"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})楼\s?(?:[东南西北中左右][户边侧]?(?:手边)?|\d{1,2}[号户])"
    r"|\d{1,3}号(?!楼|栋|线|院)"
)
_BUILDING = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|#)\s?"
_DOORS = rf"(?:{_DOOR})(?:(?:\s?[、,和及跟]\s?|\s+)(?:{_DOOR}))*"
_HYPHENED = r"\d{1,2}-\d{1,2}"
_SHORT = (
    rf"{_HYPHENED}(?=\s*(?:[没无冇不拒搬空独]|(?:\d|[{CHINESE}])\s?[个位名]))"  # 8-1, beside who is there
)
_FIRST = re.compile(
    rf"\s*(?:\d{{1,2}}\s?[.、)]\s*)?(?:{_BUILDING}|(?:ROOM|FLAT|UNIT|DOOR)\s?)?(?P<doors>{_DOORS}|{_SHORT})"
)
_LAST = re.compile(rf"(?P<doors>{_DOOR})[\s。.!]*$")
_ONE = re.compile(rf"{_DOOR}|^{_HYPHENED}$")
_ONLY = re.compile(rf"\s*{_DOORS}\s*")
_RANGE = re.compile(
    r"(?<!\d)(?P<first>[1-9]\d{2,3})[室房]?\s?(?:-+|~|到|至)\s?(?P<last>[1-9]\d{2,3})(?![\d./:%-]|\s?[元块年平米度次人分])"
)
_CLAUSE = re.compile(r"[^\s,。;!?、]+")
_EDGES = " ,，。.、;；:：!！-"
_NONE_IN = (
    r"\b(?:NOBODY|NO[\s-]?ONE)\b(?!\s+(?:TO|CARES?|HELPS?|LOOKS?))|\bNO (?:ANSWER|REPLY|RESPONSE)\b"
    r"|\bNOT (?:IN|HOME|AT HOME|THERE)\b|\b(?:DID|DOES)(?: NOT|N['’]T) (?:ANSWER|OPEN)|\bNOT MET\b"
)

_OUTCOMES = (
    (Met.WRONG, re.compile(r"门牌(?:号)?(?:错|不对)|地址(?:错|不对|有误)|查无此|没有这[户家间]|房号(?:错|不对)")),
    (Met.REFUSED, re.compile(r"拒|谢绝|不(?:让|给|准|愿|肯)[^,]{0,2}(?:进|开门|见|接受|登记|配合)|不配合"
        + r"|\bREFUSED\b|\bWOULD(?: NOT|N['’]T) (?:OPEN|LET)")),
    (Met.MOVED, re.compile(r"搬(?:走|家|离|出|了|去)|迁(?:走|出)|空房|空置|(?:没|无|冇)人(?:居?住)|已?退租|卖掉了"
        + r"|\bMOVED (?:OUT|AWAY)\b|\bVACANT\b")),
    (Met.NOT_MET, re.compile(
        r"(?:没|无|冇)(?:有)?人(?!照|管|修|理|帮|陪|做|收|扫|护|接|看|送|来|负)|不在(?!乎|意|线)|(?:没|无|冇|唔)(?:人)?(?:开门|应门|应答|回应|见到|遇到|遇)"
        r"|不应门?|未遇|未见|敲门(?:不|没)|锁着?门|门锁着?|关门|(?:出去|外出|出门|上班去|买菜去|回老家)了?|出差"
        + f"|{_NONE_IN}")),
)  # fmt: skip
"""What came of a door, the surest first: 拒访不开门 is a refusal."""

_CAME = "|".join(words.pattern for _, words in _OUTCOMES)
_NEXT = re.compile(
    rf"[\n;。]+|,(?=\s*{_DOORS}\s*[^\d\s,、])"
    rf"|(?<![\d\s,、和及跟说上下壁面居到至~-])(?P<soft>\s*)(?={_DOORS}\s*[也都均]?(?:{_CAME}))"
)
"""Where the next household begins; softly where a door has what came of it right behind: 302没人 303没人."""
_NO_DOOR = re.compile(
    r"(?:楼[上下]|隔壁|对[面门]|邻居|说|电话|打|拨|[血高低]压|血糖|体重|身高|房租|月租|编号|尾号|从|搬[到去]|住在?|是)\s?[:,]?\s?$"
)
_BEFORE = r"(?:^|(?<=[\s,。!;:了我才条A-Z\d])|(?<=\d[室房户号]))"
_CORRECTS = re.compile(
    rf"{_BEFORE}(?:[写说搞记打发弄讲填][得的]?错了?|更正(?:一?下)?|纠正(?:一?下)?|不对|不是[^,]*,(?=\s*而?是))"
    r"(?=$|[\s,。!:;是应改而])(?:[\s,。!:;]*(?:应该|而|改成|改为)?是(?![不否]))?"
    rf"|{_BEFORE}(?:应该是|应为|改成|改为)|^改(?:一?下)?(?=[\s:,]*(?:{_DOOR}))|(?<=\d)\s?改(?=\s?\d{{1,2}}\s?[个位人名])"
)
"""写错了, as a clause of its own: 老人记错了吃药时间 tells of the person who was visited."""
_ADDS = re.compile(
    rf"(?:补[上充报记录]?|漏[记报写]?了?|少[记报写]了?|加上?)(?:一?[户条家])?[\s:,]*(?=(?:{_DOOR}))"
)
_GONE = re.compile(
    rf"(?:(?:删[除掉去]?|去掉)[\s:,]*(?P<doors>{_DOORS})|(?P<doors2>{_DOORS})\s?(?:删[除掉]?|去掉|不算|没去过?|没有去过?|多[记报写]))了?[\s。.!]*"
)
_MOVED = re.compile(
    rf"(?P<door>{_DOOR})[\s,]*→[\s,→]*(?P<to>{_DOOR})[\s。.!]*|→[\s,→]*(?P<door2>{_DOOR})\s?是\s?(?P<to2>{_DOOR})[\s。.!]*"
)
_LEADS = re.compile(r"^(?:刚刚|刚才|刚|上一[条户]|上面|前面|之前|那个|我|[\s,。!:;])+")
_PLAIN = re.compile(r"(?!19|20\d\d)\d{1,2}(?:0[1-9]|1\d|2[0-4])[A-Z]?|.*(?:室|房|单元.+)")

_OF_ANOTHER = re.compile(
    r"(?:儿子|女儿|儿女|子女|老伴|家属|孩子|丈夫|妻子|爱人|家人|保姆|父母|爸妈)[都也均]?$"
)
_PEOPLE = re.compile(
    rf"(?<![第几多\d.])(?P<number>\d{{1,2}}|[{CHINESE}]{{1,3}})\s?(?:个|位|名)?"
    r"(?:(?:人次|人|口|老人|老年人|长者|老友|孩子|小孩|儿童|大人|阿婆|阿伯|阿姨|奶奶|爷爷|租客|住户|残疾人|姐妹|兄弟)|(?<=位)(?=$|[\s,。;!]))"
)
_TWO = re.compile(
    r"老?两口|夫[妻妇]|两公婆|母[女子](?:俩|二人|两人)|父[女子](?:俩|二人|两人)|[婆祖](?:孙|媳)俩"
)
_ALONE = re.compile(r"独居|独自(?:居住|一人)|一个人住")
_ENGLISH = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")
_PERSONS = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{'|'.join(_ENGLISH)})\s+(?:(?:OLD|OLDER|ELDERLY|DISABLED)\s+)?"
    r"(?:PEOPLE|PERSONS?|ELDERLY|ELDERS?|SENIORS?|RESIDENTS?|ADULTS?|CHILD(?:REN)?|(?:WO)?M[AE]N|LAD(?:Y|IES)|TENANTS?)\b"
)
_LIVES_ALONE = re.compile(r"\b(?:LIV(?:ES|ING)|STAYS) (?:ALONE|BY (?:HER|HIM)SELF)\b")
_TROUBLE = re.compile(
    r"漏|渗水|堵|坏|不亮|没[水电气]|停[水电气]|断[水电气]|裂|塌|掉|松动|破|发霉|臭|吵|扰民|欠|被骗|受伤|摔|跌"
    r"|(?<!不)(?<!无)需(?:要|求)?|希望|想(?:要|请|申|办|装|找|问)|要求|要(?:申请|办|装|修|换|人)|申请|求助|没人(?:照|管|修|理|帮|陪)|困难|缺|BROKEN|LEAK|NEED"
)


@dataclass(frozen=True, slots=True)
class HouseLine:
    """What was said of one door."""

    door: str  # "302", "2单元302", "三楼东户"; "" where only the outcome is said: 没人
    met: Met = Met.MET
    person_times: int | None = None  # None: the words do not say
    note: str = ""  # what was said beside the door, in the writer's words
    trouble: str = ""  # the clauses of the note in which something is wrong or wanted


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was said anew of doors."""

    houses: tuple[HouseLine, ...]
    moved_to: str = ""  # the door that it was; then `houses` is the one that was written
    added: bool = False  # they were left out: 补 305 没人
    gone: bool = False  # nobody called there: 删 303
    alone: bool = False  # without a correcting word


def read_correction(text: str) -> Corrected | None:
    """302 不用助浴了，写错了; 302 写错了，是303; 改 302 没人; 补 305; 删 303. None without such a word, or a door."""
    folded = fold(text)
    left_out, gone = _ADDS.match(folded), _GONE.fullmatch(folded)
    if gone:
        doors = _ONE.findall(gone["doors"] or gone["doors2"])
        return Corrected(tuple(HouseLine(_door(door)) for door in doors), gone=True)
    if left_out:
        houses = read_lines(text[left_out.end() :])
        return Corrected(houses, added=True) if all(house.door for house in houses) else None
    marked, plain = _marked(text, folded, "→"), _LEADS.sub("", _marked(text, folded, " "))
    if "→" not in marked:
        return None
    moved = _MOVED.fullmatch(_LEADS.sub("", fold(marked)))
    if moved:
        of, to = moved["door"] or moved["door2"], moved["to"] or moved["to2"]
        return Corrected((HouseLine(_door(of)),), _door(to))
    houses = read_lines(plain)
    return Corrected(houses) if houses and all(house.door for house in houses) else None


def _marked(text: str, folded: str, mark: str) -> str:
    """The words with a mark for each correcting word."""
    kept, start = [], 0
    for found in _CORRECTS.finditer(folded):
        kept.append(text[start : found.start()])
        start = found.end()
    return mark.join([*kept, text[start:]])


def read_lines(text: str) -> tuple[HouseLine, ...]:
    """Every household of a message, in its order: several lines, 302没人，303独居, 302、303没人."""
    folded = fold(text)
    return tuple(
        line for start, end in _pieces(folded) for line in _lines(text[start:end], folded[start:end])
    )


def _pieces(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _NEXT.finditer(folded):
        if _goes_on(folded[start : match.start()], match):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(folded)


def _goes_on(before: str, match: re.Match[str]) -> bool:
    """What looks like the next household, and is still this one: 201，203没人 share what came of them."""
    if match["soft"] is not None:
        return _FIRST.match(before) is None or _ONLY.fullmatch(before) is not None
    return match[0] == "," and _ONLY.fullmatch(before) is not None


def unread_doors(text: str) -> tuple[str, ...]:
    """What looks like further doors and was read as none: 201到205没人, 203 of 201没人 203. For asking."""
    folded = fold(text)
    return tuple(
        text[start + first : start + last].strip()
        for start, end in _pieces(folded)
        for first, last in _unread(folded[start:end])
    )


def _unread(folded: str) -> Iterator[tuple[int, int]]:
    ranges = [found.span() for found in _RANGE.finditer(folded) if found["first"] < found["last"]]
    read = _FIRST.match(folded)
    if ranges or read is None:
        yield from ranges
        return
    for found in _ONE.finditer(folded, read.end()):
        if _PLAIN.fullmatch(found[0]) and not _NO_DOOR.search(folded[: found.start()]):
            yield found.span()


def _lines(text: str, folded: str) -> Iterator[HouseLine]:
    if next(_RANGE.finditer(folded), None) and any(_unread(folded)) and not _trouble(text, folded):
        return  # how many doors that are is asked, never guessed
    found = _FIRST.match(folded) or _LAST.search(folded)
    met = _outcome(folded)
    if found is None:
        if met is not Met.MET:
            yield HouseLine("", met, None, text.strip(_EDGES), _trouble(text, folded))
        return
    first, last = found.span()
    note, said = text[:first] + text[last:], folded[:first] + folded[last:]
    people = _people(said) if met is Met.MET else None
    for door in _ONE.findall(found["doors"]):
        yield HouseLine(_door(door), met, people, note.strip(_EDGES), _trouble(note, said))


def _door(written: str) -> str:
    """302室 is 302; what is no number (三楼东户) stays as it is."""
    bare = re.sub(r"(?<=\d)(?:室|号房|房|户)$", "", written.replace(" ", ""))
    bare = re.sub(r"(?<=\d{3})号$", "", bare)
    if re.fullmatch(_HYPHENED, bare):
        return bare  # whether a floor or a unit stands before the line is not known
    if re.fullmatch(r"[一二三四五六七八九〇零]{3}(?:室|号房|房|户|号)?", bare):
        return "".join(str("〇一二三四五六七八九".index(each.replace("零", "〇"))) for each in bare[:3])
    return bare.replace("-", "单元")


def _outcome(folded: str) -> Met:
    for met, words in _OUTCOMES:
        for found in words.finditer(folded):
            if met is not Met.NOT_MET or not _OF_ANOTHER.search(folded[: found.start()]):
                return met
    return Met.MET


def _people(folded: str) -> int | None:
    told = {value_of(found["number"]) if not found["number"].isdigit() else int(found["number"])
            for found in _PEOPLE.finditer(folded)}  # fmt: skip
    told |= {_in_english(found["number"]) for found in _PERSONS.finditer(folded)}
    if not told:
        told = {2} if _TWO.search(folded) else {1} if _lives_alone(folded) else set()
    only = told.pop() if len(told) == 1 else None
    return None if only is None else int(only)


def _in_english(number: str) -> int:
    return int(number) if number.isdigit() else _ENGLISH.index(number) + 1


def _lives_alone(folded: str) -> bool:
    return bool(_ALONE.search(folded) or _LIVES_ALONE.search(folded))


def _trouble(text: str, folded: str) -> str:
    clauses = (found.span() for found in _CLAUSE.finditer(folded))
    return "，".join(text[start:end] for start, end in clauses if _TROUBLE.search(folded[start:end]))
