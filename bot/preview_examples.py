"""What the letters of the preview are about: an example of everything that a letter asks for.

Named ones where a parameter's name says more than its type, else made of its type; of activities, digests, figures,
rounds, visits and ways they stand in files of their own (preview_….py).
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from bot.preview_activities import activities, examples_of_activities
from bot.preview_digests import examples_of_digests
from bot.preview_figures import examples_of_figures
from bot.preview_rounds import examples_of_rounds, patterns
from bot.preview_visits import examples_of_visits
from bot.preview_ways import examples_of_ways
from fieldwork.activities import Unit
from fieldwork.coming_due import Coming, Told
from fieldwork.duty import Closure
from fieldwork.groups import Binding, Gone
from fieldwork.guide import QUESTIONS, Ground, Question
from fieldwork.helping import Help, HelpKind, HelpState
from fieldwork.invitation_lists import BadLine, Invitee, Read, Why
from fieldwork.letters import Letter, coming_due, listing
from fieldwork.letters.choosing import CHOICES, Choice
from fieldwork.letters.joining import Offer
from fieldwork.letters.mapping import Sums
from fieldwork.letters.matter import Matter
from fieldwork.letters.patterns import Pattern
from fieldwork.letters.reminding import Reminded
from fieldwork.network_files import Finding
from fieldwork.people import Absence, Invitation, Person, Role, RoleKind
from fieldwork.places import Network, Station
from fieldwork.reminding import SHIPPED
from fieldwork.reports import TOO_LARGE, Attachment, PrivacyClass, Report, ReportKind, State, Urgency
from fieldwork.requests import Request, RequestKind
from fieldwork.seeing import Sight, Surface, Viewer, sight
from fieldwork.texts import Language, Phrase, Translator, Translators
from fieldwork.understanding.reading import Reader
from fieldwork.understanding.words import Words

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SERIAL, CHAT, GROUP = 10_427, 1001, -1001
PLAIN: dict[Any, list[Any]] = {
    bool: [False, True],
    str: ["西湖花园4号楼"],
    int: [3],
    float: [0.0],
    tzinfo: [UTC],
    datetime: [AT],
    date: [AT.date()],
    time: [AT.time()],
    timedelta: [timedelta(minutes=5), timedelta(hours=2), timedelta(days=3)],
}
"""Examples of what is no noun of ours."""


class NoExample(Exception):
    """A letter asks for something that the preview has no example of. The message says what and who."""


@dataclass(frozen=True)
class Stage:
    """What the examples are made of."""

    network: Network
    words: Words
    speak: Translators


class Examples:
    """Examples of what letters ask for: named ones where a name says more, else made of the parameter's type."""

    def __init__(self, stage: Stage, t: Translator) -> None:
        home = next(p.code for p in stage.network.places.values() if not stage.network.below(p.code))
        matters = _matters(stage, home)
        matters += activities(matters[0], AT)
        self._named, reader = _named(stage, home), Reader(stage.words, stage.network)
        self._typed: dict[Any, list[Any]] = {
            Translator: [t],
            Matter: matters,
            Sequence[Matter]: [matters[:1], matters[:2]],
            Report: [matter.report for matter in matters],
            Reminded: _reminded(matters[0]),
            Station: [next(iter(stage.network.stations.values()))],
            Person: [Person(id=2, account=1002, name="王慧敏", telephone="0763-000 0002")],
            Role: [Role(person_id=2, kind=RoleKind.SOCIAL_WORKER, place=home, since=AT.date())],
            Invitation: [Invitation(code="K8t6f2Vdej", role=RoleKind.VOLUNTEER, place=home, name="陈桂芳")],
            Absence: [Absence(person_id=2, since=AT.date(), until=AT.date(), noted_at=AT)],
            Closure: [Closure(station=home, since=AT.date(), until=AT.date(), reason="盘点", noted_at=AT)],
            listing.Waiting: _waiting(),
            Attachment: list(_enclosed()),
            Ground: [Ground(stage.network, reader, stage.words, (home,), (home,))],
            Question: list(QUESTIONS),
            Letter: [Letter(chat=GROUP, answers=7)],
            Binding: _bindings(home),
            Sums: [Sums("new", "building", 120), Sums("gone", "estate", 3)],
            Finding: [_bad_row(row) for row in (4, 7, 9)],
            Choice: list(CHOICES),
            Sight: _sights(matters[0].report),
            Pattern: patterns(home),
            Offer: [Offer(SERIAL - 1, timedelta(hours=2), "电梯坏了")],
            Request: [_asked(kind, home) for kind in RequestKind],
            Help: [_help(kind, state, home) for kind in HelpKind for state in HelpState],
            **examples_of_visits(home, AT),
            **examples_of_rounds(home, AT),
            **examples_of_ways(),
            **examples_of_digests(home, AT),
            **examples_of_figures(home, AT),
            **examples_of_activities(matters[0], AT),
            Coming: [Coming(AT, "N-10427-3", what, (Told(2, "handler"),)) for what in coming_due.KNOWN],
            Network: [stage.network],
            Read: _lists(home),
            **PLAIN,
        }

    def of(self, function: str, name: str, hint: Any) -> list[Any]:
        """The examples for one parameter; the first is the plainest. Raises NoExample."""
        if (name, _outermost(hint)) in self._named:
            return self._named[name, _outermost(hint)]
        try:
            return self._made(hint)
        except NoExample as missing:
            raise NoExample(
                f"{function} asks for {name}: {missing}, and bot/preview_examples.py has none"
            ) from None

    def _made(self, hint: Any) -> list[Any]:
        inner = [arg for arg in get_args(hint) if arg is not type(None)]
        if type(None) in get_args(hint):
            return [*self._made(inner[0]), None]
        if hint in self._typed:
            return self._typed[hint]
        if _outermost(hint) in (list, Sequence):
            return [self._made(inner[0])[:3], []]
        if _outermost(hint) is tuple:
            return [tuple(self._made(arg)[0] for arg in inner if arg is not ...)]
        if inspect.isclass(hint) and issubclass(hint, Enum):
            return list(hint)
        if inspect.isclass(hint) and hasattr(hint, "_fields"):
            return [hint(*(self._made(each)[0] for each in get_type_hints(hint).values()))]
        raise NoExample(str(hint))


def _outermost(hint: Any) -> Any:
    return get_origin(hint) or hint


def _named(stage: Stage, home: str) -> dict[tuple[str, Any], list[Any]]:
    """Where a parameter's name says more than its type: by both."""
    path, colleagues = stage.network.path(home), [Person(id=3, account=1009, name="张立文")]
    words = {
        "name": ["陈桂芳"], "by": ["王慧敏"], "to": ["张立文"], "stand_in": ["张立文", ""],
        "worker": ["王慧敏"], "day": ["2026-03-02"],
        "number": ["N-10427-3"], "level": ["T1"], "place": [path], "words": ["井盖边上的车挪开了"],
        "said": ["4号楼，不是5号楼"], "why": ["used", "expired", "own", "off", "another", "unknown"],
        "card_": ["n:10427"],
        "file": ["网络.xlsx"], "way": ["end", "move"],
        "which": ["mine", "unsigned", "ring", f"place/{home}", "for/2"], "top": ["", "governance"],
        "invitation": ["https://t.me/fieldbot?start=K8t6f2Vdej"],
        "building": ["https://t.me/fieldbot?start=vVHpxE7aXE"], "telephone": ["0763-000 0002"],
        "bot": ["fieldbot"], "card": ["too_many.1"], "station_name": ["西湖站"], "numbers": ["", "110 · 119 · 120"],
    }  # fmt: skip
    codes = ["governance.sewage", "governance.corridor", "elderly"]
    others: dict[tuple[str, Any], list[Any]] = {
        ("chat", int): [CHAT], ("person", int): [1], ("page", int): [0, 1], ("week", int): [0],
        ("likely", list): [codes],
        ("codes", list): [[top.code for top in stage.words.tops]], ("stations", list): [["西湖站"]],
        ("places", list): [[(home, path)]], ("named", list): [[(home, path, 3)]],
        ("phrases", Sequence): [[phrase.code for phrase in stage.words.phrases.phrase]],
        ("reasons", Sequence): [["not_our_area", "not_our_work"]],
        ("colleagues", Sequence): [colleagues], ("offered", Translator): [stage.speak(Language.ENGLISH)],
        ("answers", dict): _answers(home), ("names", dict): [{home: "西湖站"}],
        ("whys", Sequence): [["hospital", "works"]], ("names", Mapping): [{2: "王慧敏"}],
        ("codes", Sequence): [["police", "education"]], ("told", Mapping): [{}, {"police": AT}],
        ("times", Sequence): [list(SHIPPED), [time(10)]],
        ("mine", frozenset): [frozenset({SERIAL}), frozenset()],
        ("acts", Sequence): [["urge", "hand", "ask_extend", "open"]],
        ("opens", frozenset): [frozenset({SERIAL}), frozenset()],
    }  # fmt: skip
    return {**{(name, str): values for name, values in words.items()}, **others}


# -- people and places -----------------------------------------------------------------------------


def _bindings(station: str) -> list[Binding]:
    """A group that is shown its cards, and one for each reason why it is not."""
    bound = Binding(chat=GROUP, station=station, title="西湖居民群", bound_by=1, bound_at=AT)
    return [bound, *(bound.model_copy(update={"gone_at": AT, "gone_why": why}) for why in Gone)]


def _lists(home: str) -> list[Read]:
    """A list of people to invite with a line for each reason, and one where every line is good."""
    good = tuple(Invitee(number=n, name="何志明", role=RoleKind.BUILDING_HEAD, place=home) for n in (1, 2))
    bad = tuple(BadLine(number=number, line="王小明 99号楼", why=why) for number, why in enumerate(Why, 3))
    return [Read(good=good, bad=bad), Read(good=good), Read(bad=bad)]


def _bad_row(row: int) -> Finding:
    wrong = Phrase.staff('there is no place "{parent}" for it to lie in.', parent="没有的小区")
    return Finding(path="", sentence=str(wrong), line=row, column="", phrase=wrong)


# -- reports, and what is asked about them ---------------------------------------------------------


def _matters(stage: Stage, home: str) -> list[Matter]:
    """A report in each of its states, and each thing that may stand on a card."""
    plain = Report(
        serial=SERIAL, state=State.DISPATCHED, urgency=Urgency.T1, category="governance.sewage", version=3,
        place=home, station=next(iter(stage.network.stations)), reporter_id=1, handler_id=2,
        text="4号楼化粪池漏了", outcome="已清理干净", sent_at=AT, kept_at=AT + timedelta(seconds=2),
    )  # fmt: skip
    changes: list[dict[str, Any]] = [
        *({"state": state, "answer": "solved" if state is State.CLOSED else ""} for state in State),
        *({"urgency": urgency} for urgency in Urgency), {"category": None, "place": None},
        {"named": "光明小区9号楼"}, {"door": "2-302"}, {"words": "5号楼化粪池漏了"}, {"question": "danger"},
        {"for_name": "张阿婆", "for_telephone": "13800000000"}, {"unfinished": True}, {"text": ""},
        {"state": State.CLOSED, "answer": "partly", "grade": "fairly"},
        {"kind": ReportKind.ACTIVITY, "state": State.NOTED}, {"forwarded": True},
        *({"privacy": grade} for grade in PrivacyClass),
    ]  # fmt: skip
    return [_told(stage, plain.model_copy(update=change)) for change in [{}, *changes]]


def _told(stage: Stage, report: Report) -> Matter:
    seat = stage.network.stations[report.station]
    return Matter(
        report=report, place=stage.network.path(report.place) if report.place else "", station=seat.name,
        telephone=seat.telephone, handler="王慧敏", reporter="陈桂芳", reporter_role=RoleKind.BUILDING_HEAD.value,
        reporter_telephone="13800000001", enclosed=tuple(_enclosed()), additions=("味道很大",),
        counts={Unit.HOUSEHOLDS: 5, Unit.PERSON_TIMES: 12},
    )  # fmt: skip


def _enclosed() -> Iterator[Attachment]:
    """One of each kind that people send beside words; the film is too large to be kept."""
    more: list[dict[str, Any]] = [
        {"kind": "voice", "duration": 75, "transcript": "化粪池漏了"}, {"kind": "voice", "duration": 12},
        {"kind": "photo"}, {"kind": "picture"}, {"kind": "document", "detail": "报修单.pdf"},
        {"kind": "audio", "duration": 30}, {"kind": "video", "duration": 95, "reason": TOO_LARGE},
        {"kind": "location", "detail": "23.70000,113.05000"},
    ]  # fmt: skip
    for number, known in enumerate(more, start=1):
        yield Attachment(serial=SERIAL, file_id="a", file_unique_id="b", message_id=number, **known)


def _sights(report: Report) -> list[Sight]:
    """What different people see of a report of each class on its card."""
    graded = [report.model_copy(update={"privacy": grade}) for grade in PrivacyClass]
    viewers = (Viewer.RESPONSIBLE, Viewer.COLLEAGUE)
    surfaces = (Surface.CARD, Surface.OPENED)
    return list(
        dict.fromkeys(sight(who, one, where) for one in graded for who in viewers for where in surfaces)
    )


def _asked(kind: RequestKind, home: str) -> Request:
    return Request(id=5, serial=SERIAL, kind=kind, asked_by=2, asked_at=AT, station=home, until=AT.date(),
                   reason="配件要从厂家调", answer="请先找物业")  # fmt: skip


def _reminded(matter: Matter) -> list[Reminded]:
    """Somebody is reminded of each mark that may come, as everything that they may be."""
    seen = sight(Viewer.RESPONSIBLE, matter.report, Surface.LIST)
    plain = Reminded(matter=matter, name="sign.late", sight=seen, limit=AT - timedelta(hours=3),
                     acts=("sign", "hand", "give_up", "open"))  # fmt: skip
    legs = ("sign", "contact", "plan", "done", "decide")
    names = [f"{leg}.{mark}" for leg in legs for mark in ("remind", "late", "rise2", "rise3", "list")]
    changes: list[dict[str, Any]] = [
        *({"name": name} for name in (*names, "verify.late", "day.ring", "nudge", "urge")),
        *({"as_what": what} for what in ("head", "deputy", "above", "district", "supervisor")),
        {"passed_from": "张立文"}, {"supervisor": "罗永康", "until": AT.date()}, {"supervisor": "罗永康"},
        *({"limit": AT + timedelta(minutes=many)} for many in (-4000, -20, 20, 300, 4000)),
        {"limit": None, "acts": ("contact", "ask_extend", "decide", "verify", "not_verified", "open")},
        {"name": "plan.remind", "acts": ("ask_plan", "hand", "give_up", "open")},
    ]  # fmt: skip
    return [plain, *(plain.model_copy(update=change) for change in changes)]


def _help(kind: HelpKind, state: HelpState, home: str) -> Help:
    return Help(id=6, serial=SERIAL, kind=kind, state=state, asked_by=2, asked_at=AT, place=home,
                words="帮忙搬走楼道里的旧家具", taken_by=3, taken_at=AT, said="搬走了")  # fmt: skip


def _waiting() -> list[listing.Waiting]:
    """待办 with nothing in it, and with everything."""
    return [
        listing.Waiting(stations=("西湖站",)),
        listing.Waiting(
            stations=("西湖站",), urgencies={Urgency.T0: 1, Urgency.T1: 2, Urgency.T2: 9}, mine=3, unsigned=9,
            returned=1, offered=2, approvals=4, activities=2, standing_in=((2, "王慧敏", 3),), away=("🌙 王慧敏",),
            unreachable=("翠湖站",),
        ),
    ]  # fmt: skip


def _answers(home: str) -> list[dict[str, Any]]:
    said = {"where": {"place": home, "room": "302"}, "what": {"words": "楼道灯坏了", "files": []}, "urgency": "T2",
            "kind": "governance.lighting", "whose": "other", "who": {"name": "张阿婆", "telephone": "13800000000"},
            "photo": {}}  # fmt: skip
    return [said, {}]
