"""The district changes its rules while people are talking: the next word is taken under the new ones."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.means import Means, in_force
from bot.words import WordsError
from fieldwork.rulesets import Rulebook, kept, reach, read
from storage import rulesets
from tests.talk import Actor, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"
PHRASE = '[[phrases.phrase]]\ncode = "pumped"\nname = "已抽走清空"\nenglish = "Pumped out"\n'


async def applied(talk: Talk, means: Means, text: str) -> int:
    """`fieldbot rules apply`, while the bot is running."""

    def job(session: Any) -> int:
        before = in_force(means, session)
        assert before is not None
        after = reach(read(text.encode()), Rulebook(means.rules, means.words), before)
        return rulesets.add(session, kept(after.book, after.own_sections), talk.clock.now(), None)

    return await talk.books.write(job)


async def test_the_next_update_is_handled_under_the_new_version(
    talk: Talk, means: Means, chen: Actor, wang: Actor
) -> None:
    await chen.says(LEAK)
    await applied(talk, means, PHRASE)
    await wang.taps("签收")
    await wang.taps("联系了")
    heard = await wang.taps("办结")
    assert heard.labels == ["已抽走清空"]
    await wang.taps("已抽走清空")
    assert "已抽走清空" in (await chen.hears()).text


async def test_a_report_keeps_the_version_that_decided_it(
    talk: Talk, means: Means, chen: Actor, grace: Actor
) -> None:
    await chen.says(LEAK)
    await applied(talk, means, "[limits]\nhold_days = 20\n")
    await chen.says("5号楼路灯坏了")
    first, second = await talk.reports()
    assert (first.ruleset, second.ruleset) == (0, 1)


async def test_new_words_are_understood_at_once(talk: Talk, means: Means, chen: Actor) -> None:
    await chen.says("这里呜哩哇啦响个不停")
    words = ", ".join(f'"{word}"' for word in means.words.urgency.trouble.words)
    rest = "".join(f"[urgency.{name}]\nwords = []\n" for name in ("T3", "Q"))
    await applied(
        talk, means, f'[urgency.T1]\nwords = ["呜哩哇啦"]\n{rest}[urgency.trouble]\nwords = [{words}]\n'
    )
    await chen.says("楼上呜哩哇啦响个不停")
    assert [report.urgency.value for report in await talk.reports()] == ["T2", "T1"]


async def test_a_code_that_has_gone_keeps_its_name(
    talk: Talk, means: Means, chen: Actor, wang: Actor, speaks: Callable[[], str]
) -> None:
    await applied(talk, means, PHRASE)
    await applied(talk, means, PHRASE.replace("pumped", "fixed").replace("已抽走清空", "弄好了"))
    await chen.says(LEAK)
    assert speaks() == "已抽走清空"


@pytest.fixture
def speaks(talk: Talk) -> Callable[[], str]:
    """What the running bot calls a phrase that an older version had."""
    return lambda: talk.conversing.desks.means.speak("").named("pumped")


async def test_a_restart_takes_up_the_newest(talk: Talk, means: Means, chen: Actor) -> None:
    await applied(talk, means, "[limits]\nhold_days = 20\n")
    talk.restarts(means)
    await chen.says(LEAK)
    assert (await talk.report(NUMBER)).ruleset == 1


async def test_rules_of_a_newer_programme_stop_the_bot_and_lose_nothing(
    talk: Talk, means: Means, chen: Actor
) -> None:
    strange = {"rules": {"limits": {"hold_weeks": 3}}, "words": {}, "routing": []}
    await talk.books.write(lambda s: rulesets.add(s, strange, talk.clock.now(), None))
    await talk.sandbox.does("say", person=chen.account, text=LEAK)
    talk.offset = await talk.receiver.receive(talk.offset, patience=0)
    with pytest.raises(WordsError, match="written by a newer fieldbot"):
        await talk.conversing.work()
    assert len(await talk.bodies()) == 1, "what was sent is kept, and handled by the programme that can"
    assert await talk.reports() == []
