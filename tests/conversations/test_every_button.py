"""Every button of every conversation: in hands it is not meant for, again, too late, and by two at once."""

from collections.abc import Callable

import pytest

from fieldwork.buttons import Button, parsed
from tests import cast
from tests.conversations import recounting, recounting_figures
from tests.conversations.every_story import ALL
from tests.conversations.racing import (
    Shown,
    answers,
    assert_same,
    ever_shown,
    every_action,
    kept,
    listens_for,
    press,
)
from tests.conversations.stage import NUMBER, THIEVES, Stage, on_stage
from tests.talk import Actor, Key, Talk

CHOICES = ("", "2")
SHARED = {  # stories in which several see the same buttons
    "plain", "handed over", "returned", "taken over", "helped", "waited for", "rung", "reviewed", "spoken of",
}  # fmt: skip
LATER = {"reopen", "walk_at", "raise_to"}  # what an old screen still does
LATER |= {"visit_met", "visit_missed", "visit_pause", "visit_changed"}  # while a household is visited
WHILE_OPEN = {"sign", "sign_page", "contact", "raise"}  # and that of a report that is open still
OF_ACTIVITIES = {
    "telling_of_activities", "changing_numbers", "choosing_kinds", "changing_days", "tagging_activities",
    "passing_on_notices", "standing_by", "finding_a_need", "reviewing", "reviewing_many", "going_from_door_to_door",
    "signing_in", "telling_apart", "confirming_hours", "own_hours", "opening_cases", "closing_periods",
    "looking_at_figures",
    "looking_at_parts", "looking_at_targets",
    "reading_digests", "urging", "taking_out", "organising", "putting_on_the_agenda", "calling_a_council",
    "keeping_the_minutes", "when_and_where", "changing_a_council", "counting_who_came", "looking_at_households",
}  # fmt: skip
UNTOLD = {
    "list_which": "only where two people bear one name",
    "list_same": "the same",
    "unit_is": "only where a bare number may be of several units",
    "of_this": "only where several have come back",
    "enter": "only of what was noted before there were records",
    "enter_old": "the same",
    "unentered": "the same",
    "close_at": "only for who heads two places",
    "council": "opens a meeting that is called, to look at",
    "council_again": "asks once more for the day of a meeting",
    "households_page": "only of a round with more households than stand on a page",
    "council_page": "turns a page of what is called",
    "stand_in_page": "only where more colleagues stand in than a page holds",
    "coming_due": "turns a page; and no limit comes near in the patient district of the stories",
    "nudge": "only where a limit is over",
    "give_up": "the same",
    "give_to_head": "the same",
    "why_late": "the same",
    "recheck": "only when the day of a referral has come",
    "claim_still": "only after a day of silence",
    "month_again": "only where nobody answered for months",
    "my_reports": "only of a month with more than it shows",
    "must_report": "the lane of what must be reported by law ships switched off",
    "not_must": "the same",
    "told_body": "the same",
    "bindto": "stands in a group, where only who asked is heard",
    "bindpage": "the same",
    "give_back": "only of what another station took over and a third one refuses",
    "rhythms": "opens what comes in a rhythm, to look at",
    "visits": "opens the menu of visits, to look at",
}


@pytest.fixture
async def stage(talk: Talk) -> Stage:
    return await on_stage(talk)


def first_told(story: str) -> frozenset[str]:
    """The actions that no story before this one presses."""
    before = [*ALL][: [*ALL].index(story)]
    return frozenset(ALL[story].pressed) - {action for name in before for action in ALL[name].pressed}


@pytest.mark.parametrize("story", ALL)
async def test_each_button_works_once_in_the_right_hands_and_of_two_at_once_one_wins(
    stage: Stage, story: str
) -> None:
    """A slice: for each action the others race in the first story that presses it, one of the thieves tries it, and of
    the old screens with it only the newest is pressed."""
    for racer in stage.everybody:
        racer.contests = first_told(story)
    await lived(stage, story, newest_of_each)


@pytest.mark.torture
@pytest.mark.parametrize("story", ALL)
async def test_each_button_works_once_in_every_story(stage: Stage, story: str) -> None:
    """All that is in every tap of every story."""
    await lived(stage, story)
    contested = {action for racer in stage.everybody for action in racer.races}
    assert story not in SHARED or len(contested) >= 3, contested


Old = Callable[[list[Shown]], list[Shown]]


def newest_of_each(old: list[Shown]) -> list[Shown]:
    """Of what does the same to the same record, in one chat, the last that was shown."""
    last = {(one.chat, read.action, read.record): one for one in old if (read := parsed(one.data))}
    return list(last.values())


async def lived(stage: Stage, story: str, chosen: Old = list) -> None:
    """The story, that all its buttons were pressed, and what the screens show when it is over."""
    live, pressed = ALL[story]
    await live(stage)
    found = {action for racer in stage.everybody for action in racer.pressed}
    assert found ^ pressed == set()
    await nothing_is_open_to_thieves(stage)
    await what_old_screens_show_changes_nothing(stage, chosen)
    await the_figures_are_right(stage.talk)


async def nothing_is_open_to_thieves(stage: Stage) -> None:
    said = {report.text for report in await stage.talk.reports() if report.text}
    for member in THIEVES:
        heard = [one.text for one in await Actor(member, stage.talk).chat()]
        assert not [text for text in said for one in heard if text in one], f"{member.name} read it"


async def what_old_screens_show_changes_nothing(stage: Stage, chosen: Old) -> None:
    await stage.talk.settle()
    there = {(one.account, key.data) for one in stage.everybody for key in await keys_of(one)}
    theirs = {one.account for one in stage.everybody}
    once = [one for one in ever_shown(stage.talk) if one.chat in theirs and (one.chat, one.data) not in there]
    later = LATER | (WHILE_OPEN if any(one.is_open for one in await stage.talk.reports()) else set())
    shown = chosen([one for one in once if (read := parsed(one.data)) and read.action not in later])
    before, since = await kept(stage.talk), len(stage.talk.sandbox.exchanges)
    for button in shown:
        await press(stage.talk, button.chat, button.message, button.data)
    await stage.talk.settle()
    assert len(answers(stage.talk, since)) == len(shown)
    assert_same(before, await kept(stage.talk), "an old screen did something")


async def keys_of(actor: Actor) -> list[Key]:
    """The buttons that stand in somebody's chat now."""
    return [key for said in await actor.chat() if not said.deleted for row in said.rows for key in row]


async def the_figures_are_right(talk: Talk) -> None:
    talk.passes(120)
    await talk.settle()
    now = talk.clock.now()
    books = await talk.asks(lambda s: recounting.kept(s, now))
    assert list(recounting_figures.in_order(books, await talk.asks(recounting_figures.read))) == []


@pytest.mark.parametrize("story", [*ALL][:1])
async def test_no_forged_button_opens_or_moves_what_is_not_theirs(stage: Stage, story: str) -> None:
    """A slice: each button is forged by one of the three, in turn."""
    await forged(stage, story, share=3)


@pytest.mark.torture
@pytest.mark.parametrize("story", [*ALL][:1])
async def test_nobody_forges_any_button(stage: Stage, story: str) -> None:
    await forged(stage, story, share=1)


async def forged(stage: Stage, story: str, share: int) -> None:
    """An outsider, another building's head and another station's worker press what there is, each every so manyth."""
    await ALL[story].live(stage)
    report = await stage.talk.report(NUMBER)
    forgers = (Actor(cast.LIN, stage.talk), stage.li, stage.zhao)
    under = {forger.account: (await forger.says("/start")).messages[-1].id for forger in forgers}
    before = await kept(stage.talk)
    for turn, forger in enumerate(forgers):
        for data in _forged(report.serial, report.version)[turn % share :: share]:
            await press(stage.talk, forger.account, under[forger.account], data)
        await stage.talk.settle()
    assert await kept(stage.talk) == before
    for forger in forgers:
        heard = await forger.hears()
        assert "化粪池漏了" not in heard, f"{forger.member.name} read what is not theirs: {heard!r}"


def _forged(serial: int, version: int) -> list[str]:
    return [
        Button(action=action, record=serial, version=version, choice=choice).packed()
        for action in sorted(every_action())
        for choice in CHOICES
    ]


def test_each_button_of_what_was_done_stands_in_a_story() -> None:
    names = {f"handlers.{name}" for name in OF_ACTIVITIES}
    own = {
        name.removeprefix("button ") for where, name in listens_for() if where in names and "button " in name
    }
    told = {action for story in ALL.values() for action in story.pressed}
    assert {where for where, _ in listens_for()} >= names
    assert own <= told | set(UNTOLD)


def test_each_button_stands_in_a_story_but_those_that_say_why_not() -> None:
    told = {action for story in ALL.values() for action in story.pressed}
    assert every_action() - told == set(UNTOLD)


def test_the_forger_knows_every_action() -> None:
    assert {"sign", "done", "hand_to", "solved", "more"} <= every_action()


def test_no_two_conversations_listen_for_the_same() -> None:
    """Two rooms that choose one name for a button, or for what they wait for, hear each other's answers."""
    owners: dict[str, set[str]] = {}
    for conversation, name in listens_for():
        owners.setdefault(name, set()).add(conversation)
    shared = {name for name, whose in owners.items() if len(whose) > 1}
    assert shared == {"button own"}, "我的资料 and leaving share a page; its choice says whose it is"
