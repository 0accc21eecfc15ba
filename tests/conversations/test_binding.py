"""A head gives a group to their station, or takes it back."""

from collections.abc import Awaitable, Callable

import pytest

from storage import groups
from tests.cast import XIHU
from tests.gathering import Gathering, gathering
from tests.talk import Actor, Talk

Founded = Callable[..., Awaitable[Gathering]]


@pytest.fixture
def founded(talk: Talk, luo: Actor, chen: Actor, wang: Actor, huang: Actor, lin: Actor) -> Founded:
    """A group of the neighbourhood with the bot in it."""

    async def found(**kind: bool) -> Gathering:
        return await gathering(talk, "西湖居民群", luo, chen, wang, huang, lin, bot=True, **kind)

    return found


async def stations(talk: Talk) -> list[tuple[int, str]]:
    return [(one.thread, one.station) for one in await talk.asks(groups.live)]


async def test_a_head_gives_a_group_to_a_station_and_takes_it_back(
    talk: Talk, luo: Actor, founded: Founded
) -> None:
    group = await founded()
    heard = await group.says(luo, "/bind 西湖站")
    assert heard.text.splitlines()[0] == "这个群现在是西湖站的了。"
    assert heard.labels == ["我要报"]
    assert heard.messages[0].answers == await group.last_said(luo)
    assert await stations(talk) == [(0, XIHU)]
    listed = await luo.says("群")
    assert "西湖居民群 · 西湖站" in listed
    assert listed.labels == ["解除 西湖居民群", "➕ 把我加进一个群"]
    gone = await luo.taps("解除 西湖居民群")
    assert "还没有设置群" in gone
    assert "这个群不再是西湖站的了" in await group.hears()
    assert await stations(talk) == []


async def test_without_a_name_it_is_chosen_and_only_the_askers_taps_count(
    talk: Talk, luo: Actor, chen: Actor, founded: Founded
) -> None:
    group = await founded()
    heard = await group.says(luo, "/bind@fieldbot_sandbox_bot")
    assert heard.labels[0] == "凤城街道社工站"
    assert len(heard.labels) == 6
    assert (await group.taps(chen, "凤城街道社工站")).answer == "这个按钮是给发 /bind 的人用的。"
    assert (await group.taps(chen, "下一页")).answer == "这个按钮是给发 /bind 的人用的。"
    assert (await group.taps(luo, "下一页")).labels[0] != "凤城街道社工站"
    await group.taps(luo, "上一页")
    assert "这个群现在是凤城街道社工站的了" in await group.taps(luo, "凤城街道社工站")
    assert await stations(talk) == [(0, "441802006")]


async def test_a_part_of_the_name_and_the_other_script_are_understood(
    talk: Talk, feng: Actor, luo: Actor, founded: Founded
) -> None:
    group = await founded()
    await group.adds(luo, feng)
    heard = await group.says(feng, "/bind 沒有這個站")
    assert "您管的站里没有叫这个名字的" in heard
    assert "这个群现在是东门站的了" in await group.says(feng, "/bind 東門")
    assert len(await stations(talk)) == 1


async def test_who_is_no_head_is_refused_whatever_they_are_in_telegram(
    talk: Talk, luo: Actor, wang: Actor, lin: Actor, founded: Founded
) -> None:
    group = await founded()
    await group.adds(luo, wang, lin, status="administrator")
    assert "只有站长或者上级可以设置群" in await group.says(wang, "/bind 西湖站")
    assert not await group.says(lin, "/bind 西湖站"), "the group was told already that it is not set up"
    assert await stations(talk) == []


async def test_a_button_counts_for_the_roles_of_today(talk: Talk, luo: Actor, founded: Founded) -> None:
    group = await founded()
    asked = (await group.says(luo, "/bind")).messages[-1]
    forged = "bindto:e:0:441802006999"
    assert asked.key("凤城街道社工站") is not None
    heard = await group.taps_data(luo, forged, asked.id)
    assert heard.answer
    assert await stations(talk) == []


async def test_a_group_bound_twice_hears_so(talk: Talk, luo: Actor, founded: Founded) -> None:
    group = await founded()
    await group.says(luo, "/bind 西湖站")
    assert "这个群已经是西湖站的了。" in (await group.says(luo, "/bind 西湖站")).text
    again = await group.says(luo, "/bind 东门站")
    assert "这个群已经是西湖站的了。" in again
    assert "/unbind" in again
    assert "这个群不再是西湖站的了" in await group.says(luo, "/unbind")
    assert "这个群不属于哪个站" in await group.says(luo, "/unbind")
    assert "这个群现在是东门站的了" in await group.says(luo, "/bind 东门站")


async def test_topics_of_a_forum_belong_to_stations_of_their_own(
    talk: Talk, luo: Actor, chen: Actor, founded: Founded
) -> None:
    group = await founded(supergroup=True, forum=True)
    xihu, dongmen = await group.opens_topic(luo, "西湖"), await group.opens_topic(luo, "东门")
    assert "这个群现在是西湖站的了" in await xihu.says(luo, "/bind 西湖站")
    assert "这个群现在是东门站的了" in await dongmen.says(luo, "/bind 东门站")
    assert not await group.hears(), "the general topic hears nothing of it"
    await chen.says("4号楼化粪池漏了")
    assert "N-10001-6" in (await xihu.card("N-10001-6")).text
    assert await dongmen.cards("N-10001-6") == []
    assert await group.cards("N-10001-6") == []


async def test_no_command_is_needed_to_set_up_a_group(talk: Talk, luo: Actor, chen: Actor) -> None:
    """The button of the private chat adds the bot to a group, with a word for it."""
    key = (await luo.says("群")).messages[-1].key("把我加进一个群")
    assert key is not None
    assert key.url == "https://t.me/fieldbot_sandbox_bot?startgroup=bind"
    group = await gathering(talk, "西湖居民群", luo, chen, bot=True)
    assert "这个群是哪个站的？" in await group.says(luo, "/start@fieldbot_sandbox_bot bind")
    assert not await group.says(chen, "/start@fieldbot_sandbox_bot")
    assert "这个群现在是凤城街道社工站的了" in await group.taps(luo, "凤城街道社工站")


async def test_a_head_finds_the_groups_under_the_settings(luo: Actor, wang: Actor) -> None:
    assert "👥 群" in (await luo.says("设置")).labels
    assert "还没有设置群" in await luo.taps("👥 群")
    assert "👥 群" not in (await wang.says("设置")).labels


async def test_in_private_the_command_shows_the_groups(talk: Talk, luo: Actor, chen: Actor) -> None:
    assert "还没有设置群" in await luo.says("/bind 西湖站")
    assert "只有站长或者上级可以设置群" in await chen.says("/bind 西湖站")
    assert await talk.reports() == []


async def test_an_anonymous_administrator_is_asked_for_a_name(
    talk: Talk, luo: Actor, founded: Founded
) -> None:
    group = await founded(supergroup=True)
    heard = await group.says(luo, "/bind 西湖站", anonymous=True)
    assert "请用自己的名字发" in heard
    assert await stations(talk) == []


async def test_the_list_of_groups_is_for_heads(talk: Talk, luo: Actor, chen: Actor, founded: Founded) -> None:
    group = await founded()
    await group.says(luo, "/bind 西湖站")
    assert "西湖居民群" not in await chen.says("群")
    chat = await chen.newest()
    heard = await chen.taps_data(f"release:0:0:{group.id}/0", chat.id)
    assert heard.answer == "这个群不属于哪个站。"
    assert await stations(talk) == [(0, XIHU)]
