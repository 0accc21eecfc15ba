"""What the bot understands of real messages and addresses, and how long one message takes.

    python -m benchmarks.understanding --messages FILE --addresses FILE [--sentences] [--speed] [--misses]

Departments: of each message's subject, with an empty network. No answer, or one outside the classes that the
file has, is wrong. Rows are counted from 0: the words were written while looking at even rows only, odd rows
are the held-out half. Danger: how many messages hold one of the words and how many raise the question; none
of those in the file is a danger now, so each question is a false alarm. Kind and danger are also measured on
the sentences of `tests/fieldwork/said.py`, of which half were not looked at while the rules were written.

Buildings: the value read by `Reader.read(text)` equals the normalised first `houseno` of the address, with an
empty network. Precision is over every address where a building is claimed, recall over those that have one;
lines counted from 0, even lines were learned from, odd ones are held out.

Speed: one message, against made-up districts of 200 communities with 5,000 and with 50,000 buildings.
Counts: every number of a sentence with its unit, or it is wrong (`tests/fieldwork/activity_sentences.py`).

`--sentences`, `--speed` alone measure only that; without any, everything is measured for which there is a
file. Only figures are printed; `--misses` also names the rows that were misread, by number, never their text.
"""

import argparse
import csv
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from bot.words import SHIPPED, load_words
from fieldwork.places import Network, Place, PlaceKind
from fieldwork.understanding.folding import fold
from fieldwork.understanding.numerals import CHINESE, number
from fieldwork.understanding.reading import Reader
from fieldwork.understanding.words import GAP
from tests.fieldwork import activity_sentences, said

# What somebody would look for who has five minutes: the baseline that is to be beaten.
PLAIN = {
    "城乡建设": ("物业", "小区", "拆迁", "规划", "违建", "停水", "公园", "房"),
    "环境保护": ("污染", "噪音", "环保", "废水", "废气"),
    "交通运输": ("交通", "出租车", "公交", "路", "快递"),
    "教育文体": ("学校", "教师", "老师", "教育", "小学", "中学"),
    "劳动和社会保障": ("社保", "工资", "劳动", "养老", "就业"),
    "商贸旅游": ("旅游", "市场", "价格", "传销", "导游"),
    "卫生计生": ("医院", "医生", "计划生育", "卫生", "药"),
}

Half = Callable[[int], bool]
HALVES: dict[str, Half] = {"all": lambda n: True, "even": lambda n: n % 2 == 0, "odd": lambda n: n % 2 == 1}


def show(what: str, **figures: Any) -> None:
    """One line of figures."""
    print(json.dumps({"what": what, **figures}, ensure_ascii=False), flush=True)


def share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


# -- departments ------------------------------------------------------------------------------------


def departments(reader: Reader, rows: Sequence[dict[str, str]], misses: bool) -> None:
    """First guess and first three right, by half and by class; majority and plain keywords beside them."""
    labels = [row["label"] for row in rows]
    answers = [reader.read(row["subject"].strip()).departments for row in rows]
    plain = [_plain(row["subject"]) for row in rows]
    for name, half in HALVES.items():
        chosen = [n for n in range(len(rows)) if half(n)]
        show(
            f"departments, {name} rows", rows=len(chosen),
            first=share(sum(answers[n][:1] == (labels[n],) for n in chosen), len(chosen)),
            first_three=share(sum(labels[n] in answers[n][:3] for n in chosen), len(chosen)),
            no_answer=sum(not answers[n] for n in chosen),
            majority=share(Counter(labels[n] for n in chosen).most_common(1)[0][1], len(chosen)),
            plain_keywords=share(sum(plain[n] == labels[n] for n in chosen), len(chosen)),
        )  # fmt: skip
    for label, many in Counter(labels).most_common():
        of_class = [n for n, each in enumerate(labels) if each == label]
        instead = Counter(next(iter(answers[n]), "-") for n in of_class)
        show(f"departments, {label}", rows=many, first=share(instead.pop(label, 0), many),
             first_three=share(sum(label in answers[n][:3] for n in of_class), many),
             instead=dict(instead.most_common(3)))  # fmt: skip
    if misses:
        show("departments, misread", first=[n for n, label in enumerate(labels) if answers[n][:1] != (label,)],
             first_three=[n for n, label in enumerate(labels) if label not in answers[n][:3]])  # fmt: skip


def _plain(subject: str) -> str:
    hits = {name: sum(word in subject for word in words) for name, words in PLAIN.items()}
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] else ""


# -- danger and kind --------------------------------------------------------------------------------


def danger_in_messages(reader: Reader, rows: Sequence[dict[str, str]]) -> None:
    """Messages that hold a word of danger, and those that raise the question: all of these are false alarms."""
    kinds = load_words([SHIPPED]).danger.kind
    listed = {tuple(fold(word).split(GAP)) for kind in kinds for word in kind.words}
    for part in ("subject", "detail"):
        texts = [row[part] for row in rows]
        raised = [n for n, text in enumerate(texts) if reader.read(text).danger]
        folded = [fold(text) for text in texts]
        holding = sum(any(all(part in text for part in word) for word in listed) for text in folded)
        show(f"danger, {part}s", rows=len(rows), hold_a_word=holding, false_alarms=len(raised),
             ids=[rows[n]["id"] for n in raised])  # fmt: skip


def sentences(reader: Reader) -> None:
    """Kind and danger on sentences of our own."""
    for name, said_ones in (
        ("seen", said.KIND_SEEN),
        ("unseen", said.KIND_UNSEEN),
        ("written later, seen", said.KIND_LATER),
    ):
        read = [(kind, reader.read(text).kind) for text, kind in said_ones]
        wrong = Counter(f"{kind} read as {found}" for kind, found in read if kind != found)
        right = sum(kind == found for kind, found in read)
        show(f"kind, {name}", sentences=len(read), right=share(right, len(read)), wrong=dict(wrong))
    for name, now, not_now in (
        ("seen", said.DANGER_SEEN, said.NO_DANGER_SEEN),
        ("unseen", said.DANGER_UNSEEN, said.NO_DANGER_UNSEEN),
        ("written later, seen", said.DANGER_LATER, said.NO_DANGER_LATER),
        ("written last, unseen", said.DANGER_LAST, said.NO_DANGER_LAST),
    ):
        heard = sum(bool(reader.read(text).danger) for text, _ in now)
        kind_right = sum(kind in reader.read(text).danger for text, kind in now)
        alarms = sum(bool(reader.read(text).danger) for text in not_now)
        show(f"danger, {name}", sentences=len(now), recall=share(heard, len(now)),
             kind_right=share(kind_right, len(now)), others=len(not_now), false_alarms=alarms)  # fmt: skip


def done(reader: Reader) -> None:
    """Numbers with their units, and what else is said of an activity, on sentences of our own."""
    for name, sentences_ in (
        ("seen", activity_sentences.SEEN),
        ("unseen", activity_sentences.UNSEEN),
        ("written later, seen", activity_sentences.LATER),
        ("written last", activity_sentences.LAST),
        ("written after that", activity_sentences.FINAL),
        ("written for parallel numbers, the numbers alone", activity_sentences.SIDE_BY_SIDE),
        ("by strangers, the numbers alone", activity_sentences.STRANGERS),
        ("by strangers, never learned from, the numbers alone", activity_sentences.UNLEARNED),
    ):
        read = [(told, reader.read(told.text)) for told in sentences_]
        right = sum(told.counted_by(found) for told, found in read)
        otherwise = (
            {} if name.endswith("alone") else Counter(w for told, found in read for w in told.wrong_in(found))
        )
        show(f"counts, {name}", sentences=len(read), right=right, share=share(right, len(read)),
             invented=sum(told.invented_by(found) for told, found in read),
             missed=[n for n, (told, found) in enumerate(read) if not told.counted_by(found)],
             otherwise=dict(otherwise))  # fmt: skip


# -- buildings --------------------------------------------------------------------------------------

_NUMBER = re.compile(rf"(?:[A-Z]-?)?\d+(?:-\d+)*[A-Z]?|[A-Z]\d*|[{CHINESE}]+")


def building_of(written: str) -> str:
    """The one form of a marked building: 三号楼, 3幢 and the slip 3撞 are 3; 主楼 stays as it is."""
    found = _NUMBER.search(fold(written).removeprefix("第"))
    return number(found[0]) if found else written


def buildings(reader: Reader, rows: Sequence[dict[str, Any]], misses: bool) -> None:
    """Precision and recall of the building, by half."""
    truth = [next((text for tag, text in row["spans"] if tag == "houseno"), None) for row in rows]
    wanted = [building_of(text) if text is not None else "" for text in truth]
    found = [reader.read(row["text"]).building for row in rows]
    for name, half in HALVES.items():
        chosen = [n for n in range(len(rows)) if half(n)]
        right = sum(found[n] != "" and found[n] == wanted[n] for n in chosen)
        show(f"buildings, {name} lines", addresses=len(chosen), have_one=sum(wanted[n] != "" for n in chosen),
             claimed=sum(found[n] != "" for n in chosen),
             precision=share(right, sum(found[n] != "" for n in chosen)),
             recall=share(right, sum(wanted[n] != "" for n in chosen)))  # fmt: skip
    if misses:
        show("buildings, misread", missed=[n for n, want in enumerate(wanted) if want and found[n] != want],
             claimed_wrongly=[n for n, got in enumerate(found) if got and got != wanted[n]])  # fmt: skip


# -- speed ------------------------------------------------------------------------------------------

_FIRST, _SECOND = "青白金明东南西北新福安和春长江海云星天龙", "湖山河桥园田岭港泉林湾塘洲浦溪坪岗坊庄门"


class District(NamedTuple):
    """A made-up district and the codes of a few of its buildings."""

    network: Network
    homes: list[str]
    names: list[str]


def district(buildings: int, communities: int = 200) -> District:
    """A district of ten streets; each community has estates of ten buildings."""
    places = [Place(code="D", kind=PlaceKind.DISTRICT, name="青浦岭区", parent=None)]
    places += [
        Place(code=f"S{n}", kind=PlaceKind.STREET, name=f"{_FIRST[n]}浦街道", parent="D") for n in range(10)
    ]
    names = [one + two for one in _FIRST for two in _SECOND]
    homes, called, left = [], [], buildings
    for n in range(communities):
        mine, code = left // (communities - n), f"C{n}"
        left -= mine
        places.append(Place(code=code, kind=PlaceKind.COMMUNITY, name=f"{names[n]}社区", parent=f"S{n % 10}"))
        for m in range(-(-mine // 10)):
            called.append(_estate(names, n, m))
            places += _built(f"E{n}-{m}", called[-1], code, min(10, mine - m * 10))
        homes.append(f"E{n}-0-1")
    return District(Network(places), homes, called)


def _estate(names: Sequence[str], community: int, n: int) -> str:
    kinds = ("花园", "小区", "苑", "家园", "新村")
    return names[(community * 7 + n * 31) % len(names)] + names[(n * 13 + 5) % len(names)] + kinds[n % 5]


def _built(code: str, name: str, community: str, buildings: int) -> Iterator[Place]:
    yield Place(code=code, kind=PlaceKind.ESTATE, name=name, parent=community)
    for k in range(1, buildings + 1):
        yield Place(code=f"{code}-{k}", kind=PlaceKind.BUILDING, name=f"{k}号楼", parent=code)


def messages_to(made: District) -> Iterator[tuple[str, list[str]]]:
    """Sentences of our own with and without a place of the district."""
    matters = [text for text, _ in (*said.KIND_SEEN, *said.KIND_UNSEEN)]
    matters += [told.text for told in (*activity_sentences.SEEN, *activity_sentences.UNSEEN)]
    for n, matter in enumerate(matters):
        estate, home = made.names[n * 17 % len(made.names)], [made.homes[n % len(made.homes)]]
        yield matter, home
        yield f"{estate}{n % 10 + 1}号楼2单元{n % 9 + 1}02 {matter}", home
        yield f"{n % 10 + 1}栋{matter}", home


def speed(reader_for: Callable[[Network], Reader], buildings: int) -> None:
    """Milliseconds for one message, and for making the reader."""
    made = district(buildings)
    started = time.perf_counter()
    reader = reader_for(made.network)
    built = time.perf_counter() - started
    spent = list(_each(reader, messages_to(made)))
    passed, worked = [each.passed for each in spent], [each.worked for each in spent]
    show(f"speed, {buildings:,} buildings", places=len(made.network.places), messages=len(spent),
         placed=sum(each.placed for each in spent), median_ms=round(median(passed), 3),
         p95_ms=round(quantiles(passed, n=20)[-1], 3),
         cpu_median_ms=round(median(worked), 3), cpu_p95_ms=round(quantiles(worked, n=20)[-1], 3),
         cpu_longest_ms=round(max(worked), 3), reader_made_in_ms=round(built * 1000))  # fmt: skip


class Spent(NamedTuple):
    """Milliseconds for one message: on the clock, and of the processor alone (neighbours left out)."""

    passed: float
    worked: float
    placed: bool  # the message names a place of the district, and that was found


def _each(reader: Reader, texts: Iterable[tuple[str, list[str]]]) -> Iterator[Spent]:
    for text, home in texts:
        started, at_work = time.perf_counter(), time.process_time()
        found = reader.read(text, home)
        worked = time.process_time() - at_work
        yield Spent(
            (time.perf_counter() - started) * 1000, worked * 1000, bool(found.place or found.candidates)
        )


# -- the command ------------------------------------------------------------------------------------


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=Path, help="CSV with id, subject, detail, label")
    parser.add_argument("--addresses", type=Path, help="JSON lines with text and spans")
    parser.add_argument("--sentences", action="store_true", help="kind and danger on our own sentences")
    parser.add_argument("--speed", action="store_true", help="milliseconds a message")
    parser.add_argument("--misses", action="store_true", help="the rows that were misread, by number")
    asked = parser.parse_args()
    files = asked.messages or asked.addresses
    words = load_words([SHIPPED])
    reader = Reader(words, Network([]))
    if asked.messages:
        with asked.messages.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        departments(reader, rows, asked.misses)
        danger_in_messages(reader, rows)
    if asked.addresses:
        lines = asked.addresses.read_text(encoding="utf-8").splitlines()
        buildings(reader, [json.loads(line) for line in lines if line], asked.misses)
    if asked.sentences or files and not asked.speed:
        sentences(reader)
        done(reader)
    if asked.speed or files and not asked.sentences:
        for many in (5_000, 50_000):
            speed(lambda network: Reader(words, network), many)


if __name__ == "__main__":
    main()
