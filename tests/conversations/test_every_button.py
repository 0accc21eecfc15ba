"""Every button of every conversation: in hands it is not meant for, again, too late, and by two at once."""

import pytest

from fieldwork.buttons import Button, parsed
from tests.conversations.racing import answers, ever_shown, every_action, kept, listens_for, press
from tests.conversations.stories import NUMBER, STORIES, Stage, on_stage
from tests.talk import Talk

CHOICES = ("", "2")
AGAIN = {"reopen"}  # what a closed report still lets its reporter do


@pytest.fixture
def stage(talk: Talk) -> Stage:
    return on_stage(talk)


@pytest.mark.parametrize("story", STORIES)
async def test_of_two_who_press_at_the_same_instant_one_wins_and_the_other_is_told(
    stage: Stage, story: str
) -> None:
    """The racing itself is in every tap of the story; here, that there were races at all."""
    await STORIES[story](stage)
    contested = {action for racer in stage.everybody for action in racer.races}
    assert len(contested) >= 3, contested


@pytest.mark.parametrize("story", STORIES)
async def test_what_old_screens_still_show_changes_nothing_any_more(stage: Stage, story: str) -> None:
    await STORIES[story](stage)
    await stage.talk.settle()
    shown = [one for one in ever_shown(stage.talk) if (read := parsed(one.data)) and read.action not in AGAIN]
    assert len(shown) > 20
    before, since = await kept(stage.talk), len(stage.talk.sandbox.exchanges)
    for button in shown:
        await press(stage.talk, button.chat, button.message, button.data)
    await stage.talk.settle()
    assert len(answers(stage.talk, since)) == len(shown)
    assert await kept(stage.talk) == before


@pytest.mark.parametrize("story", [*STORIES][:1])
async def test_no_forged_button_opens_or_moves_what_is_not_theirs(stage: Stage, story: str) -> None:
    """An outsider, another building's head and another station's worker press everything there is."""
    await STORIES[story](stage)
    report = await stage.talk.report(NUMBER)
    forgers = (stage.lin, stage.li, stage.zhao)
    under = {forger.account: (await forger.says("/start")).messages[-1].id for forger in forgers}
    before = await kept(stage.talk)
    for forger in forgers:
        for data in _forged(report.serial, report.version):
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


def test_the_forger_knows_every_action() -> None:
    assert {"sign", "done", "hand_to", "solved", "more"} <= every_action()


def test_no_two_conversations_listen_for_the_same() -> None:
    """Two rooms that choose one name for a button, or for what they wait for, hear each other's answers."""
    owners: dict[str, set[str]] = {}
    for conversation, name in listens_for():
        owners.setdefault(name, set()).add(conversation)
    shared = {name for name, whose in owners.items() if len(whose) > 1}
    assert shared == {"button own"}, "我的资料 and leaving share a page; its choice says whose it is"
