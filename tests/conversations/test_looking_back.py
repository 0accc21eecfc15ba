"""Somebody of a station reads what happened to a report, as a story."""

from fieldwork.reports import PrivacyClass
from storage import reports
from tests.talk import Actor, Key, Talk

LEAK, NUMBER = "4号楼化粪池漏了", "N-10001-6"


async def test_a_report_is_read_as_a_story(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.replies(await wang.card(NUMBER), "请把车挪一下")
    heard = await wang.chooses("办理经过")
    assert heard.text.splitlines() == [
        f"📜 {NUMBER} 办理经过",
        "03-02 10:00 陈桂芳（上报人） 上报 → 待受理",
        "03-02 10:00 系统 派到西湖站（规则 就近） → 待签收",
        "03-02 10:00 王慧敏（社工） 转告上报人：请把车挪一下",
        "03-02 10:00 王慧敏（社工） 签收 → 已签收",
        "03-02 10:00 王慧敏（社工） 联系上报人 · 在这里聊过 → 办理中",
    ]


async def test_a_long_story_turns_its_pages_where_it_stands(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    for word in range(9):
        await wang.replies(await wang.card(NUMBER), f"第{word}句")
    first = await wang.chooses("办理经过")
    assert first.labels == ["下一页 ›"]
    second = await wang.taps("下一页 ›")
    assert second.labels == ["‹ 上一页"]
    assert [said.edited for said in second.messages] == [True]
    assert second.messages[0].id == first.messages[0].id
    assert "上报 → 待受理" in await wang.taps("‹ 上一页")


async def test_of_what_is_sensitive_only_the_steps_are_told(talk: Talk, chen: Actor, wang: Actor) -> None:
    await chen.says(LEAK)
    await wang.replies(await wang.card(NUMBER), "请把车挪一下")
    report = await talk.report(NUMBER)
    await talk.books.write(lambda s: reports.change(s, report, privacy=PrivacyClass.P3))
    heard = await wang.chooses("办理经过")
    assert "转告上报人" in heard
    assert "挪" not in heard
    assert "陈桂芳" not in heard


async def test_nobody_else_reads_it(talk: Talk, chen: Actor, wang: Actor, liu: Actor, lin: Actor) -> None:
    await chen.says(LEAK)
    await wang.chooses("办理经过")
    key = Key("", "history:2711:0:", (await wang.newest()).id)
    for other in (chen, liu, lin):
        heard = await other.taps_data(key.data, await other.last_sent() if other is chen else key.message)
        assert heard.answer == ("这不是您的上报。" if other is lin else "这件事不归您办理。")
        assert not heard.messages
    for forged in ("history:2711:0:99999999999", "history:2711:0:²", "history:2711:0:-1"):
        assert (await wang.taps_data(forged, key.message)).answer == ""
        assert "办理经过" in await wang.newest_text()
