"""Who sees what, where: each member of the cast × each class × each surface, in what the bot really sent.

A line of `EXPECTED` is a person at a surface, and what they see of a report of class P1, P2, P3 and P4, a letter a
part: N number · B building · C category · K its field of work · D door · W words · P names · T telephones ·
F the photo itself. Nothing else may be seen there, and nothing less. A new surface is a line there, and a way to
it in `looks`. Below stands the same as a rule: no surface shows what `fieldwork.seeing` does not allow.
"""

import json
from collections.abc import Awaitable, Callable
from itertools import product
from typing import NamedTuple

import pytest
from sqlalchemy import update
from sqlmodel import Session

from bot.commands.reports import told
from bot.means import Means
from fieldwork import seeing
from fieldwork.letters.matter import category_named
from fieldwork.reminders import Manner, Reminder
from fieldwork.reports import PrivacyClass, Report, State, Urgency
from fieldwork.seeing import Part, Surface, Viewer
from storage import reminders
from storage.people import PEOPLE
from tests.conversations.clockwork import until
from tests.conversations.conftest import (
    all_means,
    chen,
    deng,
    feng,
    he,
    jianye,
    li,
    liang,
    lin,
    liu,
    luo,
    means,
    patient_means,
    schema_of_telegram,
    settled,
    shipped_means,
    talk,
    wang,
    wu,
    zhang,
    zhao,
)
from tests.gathering import Gathering, gathering
from tests.talk import Actor, Heard, Talk

__all__ = ["all_means", "chen", "deng", "feng", "he", "jianye", "li", "liang", "lin", "liu", "luo", "means",
           "patient_means", "schema_of_telegram", "settled", "shipped_means", "talk", "wang", "wu", "zhang",
           "zhao"]  # fmt: skip

NUMBER, NAMES = "N-10001-6", ("陈桂芳", "李阿姨")
TELEPHONES = ("13907630042", "13600001111")
NEEDLE = {"P1": "臭得很", "P2": "要人探望", "P3": "癌症", "P4": "家暴"}
SAID = {
    "P1": "4号楼化粪池漏了，臭得很",
    "P2": "4号楼3单元502的李阿姨独居，要人探望，电话13600001111",
    "P3": "4号楼3单元502的李阿姨得了癌症，是困难残疾人，想申请轮椅，电话13600001111",
    "P4": "4号楼3单元502有人家暴，李阿姨被打了，电话13600001111",
}
ADDED = {"P1": "更严重了", "P2": "更严重了，请打13600001111", "P3": "更严重了，请打13600001111",
         "P4": "更严重了，请打13600001111"}  # fmt: skip

ALL = "NBCKDWPTF"
NOTHING = ("", "", "", "")
EXPECTED: dict[tuple[str, str], tuple[str, str, str, str]] = {
    # who, where: P1, P2, P3, P4
    ("wang", "card"): ("NBCKWPTF", ALL, "NK", ""),  # it rang her
    ("wang", "opened"): ("", "", ALL, "N"),  # P1 and P2 have nothing to open
    ("wang", "notice"): ("NWP", "N", "N", ""),
    ("wang", "list"): ("NBC", "NBC", "N", ""),
    ("wang", "search"): ("NBC", "NBC", "", ""),
    ("wang", "history"): ("NWP", "NWPT", "N", "N"),
    ("wang", "reminder"): ("NBCK", "NBCK", "N", ""),
    ("zhang", "card"): ("NBCKWPTF", "NBCKDWPF", "N", ""),  # a colleague
    ("zhang", "opened"): NOTHING,
    ("zhang", "list"): ("NBC", "NBC", "N", ""),
    ("zhang", "search"): ("NBC", "NBC", "", ""),
    ("zhang", "history"): ("NWP", "NWP", "", ""),
    ("luo", "card"): ("NBCKWPTF", ALL, "NK", ""),  # heads the street above
    ("luo", "opened"): ("", "", ALL, "N"),
    ("luo", "list"): ("NBC", "NBC", "N", ""),
    ("luo", "search"): ("NBC", "NBC", "", ""),
    ("feng", "card"): ("NBCKWPTF", ALL, "NK", ""),  # coordinates the district
    ("feng", "opened"): ("", "", ALL, "N"),
    ("feng", "list"): ("NBC", "NBC", "N", ""),
    ("chen", "own card"): ("NBCK", "NBCKD", "NBCKD", "N"),  # reported it
    ("chen", "own list"): ("NC", "NC", "NC", "N"),
    ("everybody", "group"): ("NBCK", "", "", ""),
    ("liu", "card"): NOTHING,  # works at another station
    ("liu", "list"): NOTHING,
    ("liu", "search"): NOTHING,
    ("li", "card"): NOTHING,  # heads the building next door
    ("li", "search"): NOTHING,
    ("deng", "card"): NOTHING,  # administrator
    ("deng", "search"): NOTHING,
    ("he", "card"): NOTHING,  # lives there, and has not joined
    ("lin", "card"): NOTHING,  # an outsider
    ("lin", "list"): NOTHING,
    ("lin", "search"): NOTHING,
    ("jianye", "partner"): ("NBCKF", "NBCK", "", ""),  # 物业: nobody asks a partner about P3 and P4
    ("zhao", "helper"): ("NBCKF", "NBCKD", "N", ""),  # of a station that is asked to do a part
    ("wu", "offer"): ("NBCKW", "NBCK", "N", ""),  # of a station that is asked to take it over
    ("liang", "volunteer"): ("NBCK", "NCK", "", ""),  # P2: the community alone
    ("li", "alike"): ("NW", "", "", ""),  # whether it is the same matter: how it begins
    ("machine", "command"): ("NCW", "NCDWPT", "NCDWPT", "NCDWPT"),  # categories and places by code
}


class Stage(NamedTuple):
    """What a look needs: everybody, the group, and how the category is called."""

    talk: Talk
    actors: dict[str, Actor]
    group: Gathering
    grade: str


Looks = Callable[[Stage, Actor], Awaitable[Heard]]


async def _types_the_number(_stage: Stage, who: Actor) -> Heard:
    return await who.says(NUMBER)


async def _opens(_stage: Stage, who: Actor) -> Heard:
    return await _taps(who, "打开")


async def _notice(stage: Stage, who: Actor) -> Heard:
    """What comes beside the card when the reporter says more."""
    await stage.actors["chen"].taps("补充")
    await who.catches_up()
    await stage.actors["chen"].says(ADDED[stage.grade])
    card = (await who.card(NUMBER)).id
    return Heard([said for said in (await who.hears()).messages if said.id != card])


async def _list(_stage: Stage, who: Actor) -> Heard:
    await who.says("待办")
    return await _taps(who, "待签收")


async def _reminder(stage: Stage, who: Actor) -> Heard:
    """What somebody is told by itself because the reporter asks how far it is."""
    report = await stage.talk.report(NUMBER)
    person, now = report.rung_id or 0, stage.talk.clock.now()
    row = Reminder(subject=f"report:{report.serial}", step="nudge#20260302", person_id=person, due_at=now,
                   manner=Manner.SINGLY, send_at=now, as_what="handler")  # fmt: skip
    await stage.talk.books.write(lambda s: reminders.add(s, [row]))
    stage.talk.passes(60 * 11)
    return await who.hears_now()


async def _ring_list(_stage: Stage, who: Actor) -> Heard:
    await who.says("待办")
    return await _taps(who, "待电话回访")


async def _search(stage: Stage, who: Actor) -> Heard:
    """What is found; the first line only repeats what was looked for."""
    heard = await who.says(f"找 {NEEDLE[stage.grade]}")
    return Heard([], "\n".join(heard.text.splitlines()[1:]))


async def _history(_stage: Stage, who: Actor) -> Heard:
    await _taps(who, "更多")
    for _page in range(4):
        if (await who.newest()).key("办理经过"):
            break
        await _taps(who, "其他…")
    return await _taps(who, "办理经过")


async def _taps(who: Actor, label: str) -> Heard:
    """Taps where there is such a button; who has none sees nothing."""
    there = [said for said in await who.chat() if not said.deleted and said.key(label)]
    return await who.taps(label) if there else Heard([])


async def _own_card(_stage: Stage, who: Actor) -> Heard:
    return Heard([await who.card(NUMBER)])


async def _own_list(_stage: Stage, who: Actor) -> Heard:
    return await who.says("我的上报")


LINE = "请来看一下"


async def _asked_for_help(stage: Stage, who: Actor, *taps: str) -> Heard:
    """What somebody hears whom the station asks to help, where it may ask them at all."""
    wang = stage.actors["wang"]
    await wang.says(NUMBER)
    if not any(taps[0] in line for line in await wang.may_choose()):
        return Heard([])
    await wang.chooses(taps[0])
    for label in taps[1:]:
        await wang.taps(label)
    await who.catches_up()
    await wang.says(LINE)
    return await who.hears()


async def _partner(stage: Stage, who: Actor) -> Heard:
    return await _asked_for_help(stage, who, "请合作单位帮忙", "何建业")


async def _helper(stage: Stage, who: Actor) -> Heard:
    return await _asked_for_help(stage, who, "请别的站协办", "其他…", "翠湖站")


async def _volunteer(stage: Stage, who: Actor) -> Heard:
    return await _asked_for_help(stage, who, "求志愿者", "本社区的志愿者")


async def _offer(stage: Stage, who: Actor) -> Heard:
    """What another station reads that is asked to take it over."""
    wang = stage.actors["wang"]
    await wang.says(NUMBER)
    await who.catches_up()
    await wang.chooses("🏢 别的站…")
    await wang.taps("麻寺田站")
    return await who.hears()


async def _alike(stage: Stage, who: Actor) -> Heard:
    """What a neighbour is offered as the same matter."""
    heard = await who.says(SAID[stage.grade])
    return Heard([said for said in heard.messages if "同一件事" in said.text])


LOOKS: dict[str, Looks] = {
    "card": _types_the_number, "opened": _opens, "notice": _notice, "list": _list, "reminder": _reminder,
    "ring list": _ring_list, "search": _search,
    "history": _history, "own card": _own_card, "own list": _own_list, "partner": _partner, "helper": _helper,
    "volunteer": _volunteer, "offer": _offer, "alike": _alike,
}  # fmt: skip


async def looks(stage: Stage, who: str, where: str) -> Heard:
    """What somebody hears when they look somewhere."""
    if where == "group":
        return Heard(await stage.group.chat())
    if where == "command":
        report = await stage.talk.report(NUMBER)
        shown = await stage.talk.asks(lambda s: told(s, report))
        return Heard([], json.dumps(shown, ensure_ascii=False))
    return await LOOKS[where](stage, stage.actors[who])


def seen(heard: Heard, grade: str, report: Report, named: list[tuple[str, str]]) -> str:
    """The parts of a report that stand in what somebody heard, a letter each."""
    fields, leaves = ({each[0] for each in named}, {each[1] for each in named} | {report.category or "-"})
    marks = {
        "N": (NUMBER,), "B": ("西湖花园4号楼",), "C": leaves, "K": fields,
        "D": ("3-502", "502"), "W": (NEEDLE[grade], "更严重了"), "P": NAMES, "T": TELEPHONES,
    }  # fmt: skip
    found = [letter for letter, any_ in marks.items() if any(mark in heard.text for mark in any_)]
    return "".join([*found, "F"] if heard.photos else found)


@pytest.mark.parametrize("column", range(4), ids=["P1", "P2", "P3", "P4"])
async def test_what_everybody_really_sees(
    talk: Talk, means: Means, column: int, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor,
    liu: Actor, li: Actor, deng: Actor, he: Actor, lin: Actor, jianye: Actor, zhao: Actor, wu: Actor, liang: Actor,
) -> None:  # fmt: skip
    cast = {"jianye": jianye, "zhao": zhao, "wu": wu, "liang": liang,
            "chen": chen, "wang": wang, "zhang": zhang, "luo": luo, "feng": feng, "liu": liu, "li": li,
            "deng": deng, "he": he, "lin": lin}  # fmt: skip
    stage = await _story(talk, cast, f"P{column + 1}")
    report = await talk.report(NUMBER)
    assert report.privacy == stage.grade
    spoken = [category_named(means.speak(each), report.category) for each in ("zh-hans", "zh-hant")]
    named = [(each.partition(" · ")[0], each.partition(" · ")[2]) for each in spoken]
    table: dict[tuple[str, str], str] = {}
    for who, where in EXPECTED:
        table[who, where] = seen(await looks(stage, who, where), stage.grade, report, named)
    assert table == {line: parts[column] for line, parts in EXPECTED.items()}


TO_RING: dict[tuple[str, str], tuple[str, str, str]] = {
    # who, where: P1, P2, P3, once another person is to ring the reporter; P4 is looked at first, and told nobody
    ("zhang", "card"): ("NBCKWPTF", ALL, "N"),  # rings: a colleague, who reads the telephone of P2 for that
    ("zhang", "ring list"): ("NBC", "NBC", "N"),
    ("luo", "card"): ("NBCKWPTF", ALL, "NK"),
    ("wang", "card"): ("NBCKWPTF", ALL, "NK"),  # handled it
    ("wang", "ring list"): ("", "", ""),
    ("liu", "card"): ("", "", ""),
    ("liu", "ring list"): ("", "", ""),
    ("li", "card"): ("", "", ""),
    ("lin", "card"): ("", "", ""),
}


@pytest.mark.parametrize("column", range(3), ids=["P1", "P2", "P3"])
async def test_what_is_seen_of_what_somebody_is_to_ring_about(
    talk: Talk, means: Means, column: int, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, liu: Actor,
    li: Actor, lin: Actor,
) -> None:  # fmt: skip
    cast = {"chen": chen, "wang": wang, "zhang": zhang, "luo": luo, "liu": liu, "li": li, "lin": lin}
    stage = await _story(talk, cast, f"P{column + 1}")
    await _is_to_be_rung(talk, wang)
    report = await talk.report(NUMBER)
    spoken = category_named(means.speak("zh-hans"), report.category)
    named = [(spoken.partition(" · ")[0], spoken.partition(" · ")[2])]
    table = {line: seen(await looks(stage, *line), stage.grade, report, named) for line in TO_RING}
    assert table == {line: parts[column] for line, parts in TO_RING.items()}


async def _is_to_be_rung(talk: Talk, wang: Actor) -> None:
    """It is done, and nobody answered, asked twice."""
    for label in ("联系了", "办结", "已清理干净"):
        await wang.taps(label)
    await until(talk, 5, 10)


async def _story(talk: Talk, actors: dict[str, Actor], grade: str) -> Stage:
    """One report of a class, with a photo, at a station with a group."""
    chen, wang, luo, lin = (actors[name] for name in ("chen", "wang", "luo", "lin"))
    await talk.books.write(_give_telephone)
    group = await gathering(talk, "西湖居民群", luo, wang, lin, supergroup=True, bot=True)
    await group.says(luo, "/bind 西湖站")
    await chen.sends_photo(SAID[grade])
    return Stage(talk, actors, group, grade)


def _give_telephone(session: Session) -> None:
    session.connection().execute(
        update(PEOPLE).where(PEOPLE.c.account == 1001).values(telephone=TELEPHONES[0])
    )


# -- the rule itself -------------------------------------------------------------------------------------


def graded(grade: PrivacyClass, urgency: Urgency = Urgency.T2, handler: int | None = 2) -> Report:
    return Report.model_construct(
        serial=10_001, privacy=grade, urgency=urgency, state=State.SIGNED if handler else State.DISPATCHED,
        handler_id=handler,
    )  # fmt: skip


@pytest.mark.parametrize("grade", PrivacyClass)
def test_the_outsider_sees_nothing_anywhere(grade: PrivacyClass) -> None:
    for surface, urgency in product(Surface, Urgency):
        assert seeing.sight(Viewer.OUTSIDER, graded(grade, urgency, None), surface).parts == frozenset()


def test_the_administrator_reads_nobodys_words() -> None:
    personal = {Part.WORDS, Part.NAMES, Part.TELEPHONES, Part.DOOR, Part.FILES, Part.HISTORY}
    for grade, surface in product(PrivacyClass, Surface):
        assert not personal & seeing.sight(Viewer.ADMINISTRATOR, graded(grade), surface).parts


def test_a_higher_class_never_shows_more() -> None:
    for viewer, surface in product(Viewer, Surface):
        columns = [seeing.sight(viewer, graded(grade), surface).parts for grade in PrivacyClass]
        for lower, higher in zip(columns, columns[1:], strict=False):
            assert higher <= lower, (viewer, surface)


def test_nothing_of_the_highest_class_lies_in_a_chat() -> None:
    facts = frozenset(Part) - {Part.NUMBER, Part.STATE, Part.STATION}
    for viewer, surface in product(Viewer, set(Surface) - {Surface.COMMAND}):
        assert not facts & seeing.sight(viewer, graded(PrivacyClass.P4), surface).parts, (viewer, surface)


def test_only_who_is_named_opens_what_is_restricted() -> None:
    for viewer in Viewer:
        for grade in seeing.RESTRICTED:
            assert seeing.may_open(viewer, graded(grade)) is (viewer in seeing.NAMED)


def test_while_nobody_has_signed_danger_lets_the_station_in() -> None:
    now = graded(PrivacyClass.P4, Urgency.T0, handler=None)
    assert Part.DOOR in seeing.sight(Viewer.COLLEAGUE, now, Surface.OPENED)
    assert Part.WORDS not in seeing.sight(Viewer.COLLEAGUE, now, Surface.OPENED)
    signed = graded(PrivacyClass.P4, Urgency.T0)
    assert seeing.sight(Viewer.COLLEAGUE, signed, Surface.OPENED).parts == frozenset()


@pytest.mark.parametrize(
    "surface",
    [Surface.GROUP, Surface.PARTNER, Surface.VOLUNTEER, Surface.ALIKE, Surface.DIGEST, Surface.EXPORT],
)
def test_what_leaves_the_station_names_nobody(surface: Surface) -> None:
    for viewer, grade in product(Viewer, PrivacyClass):
        seen_ = seeing.sight(viewer, graded(grade), surface)
        assert not {Part.NAMES, Part.TELEPHONES, Part.DOOR} & seen_.parts
        assert seen_.masked
