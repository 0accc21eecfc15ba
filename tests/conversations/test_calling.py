"""T0: nobody has signed; the next person is called every ten minutes, at any hour, until somebody does."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from fieldwork.duty import Duty
from storage import duties, people
from tests.talk import Actor, Talk

pytestmark = pytest.mark.shipped_clocks
FIRE, NUMBER, PLACE = "4号楼着火了", "N-10001-6", "凤城街道西湖社区西湖花园4号楼"
XIHU, NIGHT = "441802006019", datetime(2026, 3, 3, 2, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEN_MINUTES = 600


def called(minutes: int) -> str:
    return f"🆘 {NUMBER}：{minutes}分钟了还没人签收。{PLACE}。请马上签收、联系。"


async def is_on_duty(talk: Talk, actor: Actor, since: date, until: date) -> None:
    person = await talk.asks(lambda s: people.by_account(s, actor.account))
    assert person is not None
    duty = Duty(person_id=person.id, station=XIHU, since=since, until=until, noted_at=talk.clock.now())
    await talk.books.write(lambda s: duties.put_on(s, duty))


async def burns_at_night(talk: Talk, chen: Actor) -> None:
    talk.passes(NIGHT.timestamp() - talk.hand.at)
    await chen.says(FIRE)
    await chen.taps("有")


async def sounds_after(talk: Talk, *actors: Actor) -> list[list[str]]:
    """What each hears with sound in the next ten minutes."""
    for actor in actors:
        await actor.catches_up()
    talk.passes(TEN_MINUTES)
    await talk.settle()
    return [(await actor.hears()).sounds for actor in actors]


async def test_danger_at_night_is_called_up_to_the_district_until_somebody_signs(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await burns_at_night(talk, chen)
    everybody = (wang, zhang, luo, feng)
    assert called(10) in (await sounds_after(talk, *everybody))[1], "the next of the station"
    assert called(20) in (await sounds_after(talk, *everybody))[2], "one level up from 20 minutes on"
    assert called(30) in (await sounds_after(talk, *everybody))[3], "the district from 30 minutes on"
    assert (await talk.report(NUMBER)).level == 2
    assert await sounds_after(talk, *everybody) == [[called(40)], [], [], []], "all were called: again"
    assert await sounds_after(talk, *everybody) == [[], [called(50)], [], []]
    assert await sounds_after(talk, *everybody) == [[], [], [], [called(60)]], "its head at 60 minutes"
    assert (await talk.report(NUMBER)).level == 3
    assert "签收了" in (await zhang.taps("签收")).answer
    later = [sound for sounds in await sounds_after(talk, *everybody) for sound in sounds]
    assert not any("还没人签收" in sound for sound in later), "nobody is called any more"
    names = [step for step in await talk.steps(NUMBER) if step == "called"]
    assert len(names) == 6


async def test_who_is_on_duty_is_rung_first_and_called_first_again(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    await is_on_duty(talk, zhang, date(2026, 3, 2), date(2026, 3, 3))
    await zhang.catches_up()
    await burns_at_night(talk, chen)
    assert any("现在是特急" in sound for sound in (await zhang.hears()).sounds)
    heard = await sounds_after(talk, wang, zhang)
    assert heard == [[], [called(10)]], "both were rung, nobody else is here: again who is on duty"


async def test_after_a_stop_of_two_hours_one_call_goes_out_not_twelve(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor, luo: Actor, feng: Actor
) -> None:
    await burns_at_night(talk, chen)
    for actor in (wang, zhang, luo, feng):
        await actor.catches_up()
    talk.passes(2 * 3600)
    await talk.settle()
    heard = [(await actor.hears()).sounds for actor in (wang, zhang, luo, feng)]
    assert sum("分钟了还没人签收" in sound for sounds in heard for sound in sounds) == 1
    assert any(called(120) == sound for sound in heard[3]), "the level it has reached by now"


async def test_the_history_names_who_was_called(talk: Talk, chen: Actor, wang: Actor, zhang: Actor) -> None:
    await burns_at_night(talk, chen)
    await sounds_after(talk, zhang)
    await zhang.taps("签收", on=(await zhang.chat())[-1])
    assert "呼叫了张立文" in await zhang.chooses("办理经过")


async def test_of_what_is_restricted_a_call_says_only_that_something_urgent_waits(
    talk: Talk, chen: Actor, wang: Actor, zhang: Actor
) -> None:
    talk.passes(NIGHT.timestamp() - talk.hand.at)
    await chen.says("4号楼5楼有人要跳楼")
    await chen.taps("有")
    assert (await talk.report(NUMBER)).privacy == "P4"
    assert (await sounds_after(talk, zhang))[0] == ["🆘 您有一项紧急待办。"]
    assert "签收了" in (await zhang.taps("签收", on=(await zhang.chat())[-1])).answer
