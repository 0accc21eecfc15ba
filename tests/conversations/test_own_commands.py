"""What stands behind ☰ is each person's own: what they may say, in their language."""

from tests.talk import Actor, Talk


async def test_a_resident_sees_few_a_worker_more_and_a_head_most(
    zhou: Actor, wang: Actor, luo: Actor
) -> None:
    for actor in (zhou, wang, luo):
        await actor.says("帮助")
    few, more, most = [(await actor.commands()).keys() for actor in (zhou, wang, luo)]
    assert {"report", "mine", "help"} < few < more
    assert "todo" in more - few
    assert {"close", "export", "people"} <= most - more
    assert len(few) < len(more) < len(most)


async def test_who_joins_sees_what_they_may_say(talk: Talk, he: Actor) -> None:
    await he.says(f"/start {talk.codes['building']}")
    assert (await he.commands())["mine"] == "我的上报"
    assert "activity" not in await he.commands()


async def test_they_become_fewer_when_a_role_ends(talk: Talk, wang: Actor, zhou: Actor, luo: Actor) -> None:
    await wang.says(f"/start {talk.codes['building']}")
    assert "todo" in await wang.commands(), "who lives here too is still a worker"
    await luo.says("看名单")
    await luo.taps("王慧敏")
    await luo.taps("结束身份")
    await luo.taps("结束：凤城街道西湖社区西湖花园 社工")
    await zhou.says("帮助")
    assert await wang.commands() == await zhou.commands()


async def test_they_change_with_the_language(chen: Actor) -> None:
    await chen.says("语言")
    await chen.taps("English")
    assert (await chen.commands())["agenda"] == "Agenda"


async def test_who_leaves_sees_what_strangers_see(chen: Actor, lin: Actor) -> None:
    await chen.says("帮助")
    assert "outing" in await chen.commands()
    await chen.says("我的资料")
    await chen.taps("离开")
    await chen.taps("离开")
    await chen.hears_now()
    assert await chen.commands() == await lin.commands()
