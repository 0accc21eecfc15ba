"""A resident has reported five times today: the sixth is for the telephone."""

from tests.gathering import gathering
from tests.talk import Actor, Talk


async def test_the_sixth_report_of_a_day_is_for_the_telephone(talk: Talk, zhou: Actor) -> None:
    await _reports_five_times(talk, zhou)
    for words in ("5号楼6楼楼道灯坏了", "水管子又是滴答滴答的，烦人"):
        heard = await zhou.says(words)
        assert "今天您已经报了 5 件" in heard
        assert "请打电话给西湖站：0763-000 0002。" in heard
        assert "没有保存" in heard
    assert len(await talk.reports()) == 5
    assert (await talk.bodies())[-2:] == ["", ""]


async def test_tomorrow_is_another_day(talk: Talk, zhou: Actor) -> None:
    await _reports_five_times(talk, zhou)
    talk.passes(86_400)
    assert "收到了 ·" in await zhou.says("5号楼6楼楼道灯坏了")


async def test_words_of_danger_always_go_through(talk: Talk, zhou: Actor) -> None:
    await _reports_five_times(talk, zhou)
    heard = await zhou.says("5号楼着火了")
    assert "119" in heard
    assert len(await talk.reports()) == 6


async def test_what_belongs_to_a_report_is_no_new_one(talk: Talk, zhou: Actor) -> None:
    await _reports_five_times(talk, zhou)
    await zhou.taps("补充")
    assert "加上了" in await zhou.says("一楼的也坏了")
    assert "不客气" in await zhou.says("谢谢")


async def test_an_album_is_answered_once(talk: Talk, zhou: Actor) -> None:
    await _reports_five_times(talk, zhou)
    heard = await zhou.sends_album("5号楼6楼楼道灯坏了", "", "")
    assert len(heard.messages) == 1
    assert "没有保存" in heard


async def test_neither_a_command_nor_the_questions_are_a_way_around(talk: Talk, zhou: Actor) -> None:
    await _reports_five_times(talk, zhou)
    assert "今天您已经报了 5 件" in await zhou.says("/bao 5号楼6楼楼道灯坏了")
    await zhou.says("/report")
    await zhou.says("5号楼")
    await zhou.says("楼道灯坏了")
    for _ in range(4):
        await zhou.taps("跳过")
    assert "今天您已经报了 5 件" in (await zhou.taps("发送")).answer
    assert len(await talk.reports()) == 5


async def test_a_group_is_no_way_around_either(talk: Talk, zhou: Actor, luo: Actor) -> None:
    group = await gathering(talk, "西湖居民群", luo, zhou, bot=True)
    await group.says(luo, "/bind 西湖站")
    await _reports_five_times(talk, zhou)
    heard = await group.says(zhou, "/bao 5号楼6楼楼道灯坏了")
    assert "今天已经收到您好几件了" in heard
    assert len(await talk.reports()) == 5


async def test_who_is_more_than_a_resident_reports_as_often_as_needed(talk: Talk, chen: Actor) -> None:
    for floor in range(7):
        talk.passes(300)
        assert "收到了 ·" in await chen.says(f"4号楼{floor + 1}楼楼道灯坏了")


async def _reports_five_times(talk: Talk, actor: Actor) -> None:
    for floor in range(5):
        await actor.says(f"5号楼{floor + 1}楼楼道灯坏了")
        talk.passes(300)
