"""The station joins what is one matter, and takes apart what is not."""

from sqlmodel import Session

from fieldwork.reports import PrivacyClass
from storage import reports
from tests.conversations.test_joining_a_matter import AGAIN, BROKEN, FIRST, SECOND, THIRD, reported_twice
from tests.talk import Actor, Talk


async def two_cards(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await reported_twice(talk, chen, li)
    await li.taps("不是")
    await wang.catches_up()


async def test_merging_from_start_to_end(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await two_cards(talk, chen, li, wang)
    heard = await wang.chooses("并案", on=await wang.card(SECOND))
    assert f"{SECOND}：和哪一件是同一件事？" in heard
    assert any(label.startswith(FIRST) for label in heard.labels)
    await li.hears()
    heard = await wang.taps(f"{FIRST} · 电梯坏了")
    assert f"🔗 {SECOND} 已并入 {FIRST}" in heard
    assert f"🔗 并入 {FIRST}" in await wang.card_text(SECOND)
    told = await li.hears()
    assert f"🔗 {SECOND}：西湖站看过了，和 {FIRST} 是同一件事" in told
    assert not told.sounds
    assert (await wang.chooses("拆开", on=await wang.card(SECOND))).answer == "已拆开，单独办理。"
    assert f"✂️ {SECOND}：和 {FIRST} 分开了，单独办。" in await li.hears()
    assert "✍️ 签收" in (await wang.card(SECOND)).labels
    assert (await talk.steps(SECOND))[-2:] == ["merge", "part"]


async def test_the_other_one_is_written_by_its_number(
    talk: Talk, chen: Actor, li: Actor, wang: Actor
) -> None:
    await chen.says(BROKEN)
    await li.says("5号楼路灯坏了")
    await wang.chooses("并案", on=await wang.card(SECOND))
    assert "本站没有这个编号的上报" in await wang.says("N-10009-9")
    await wang.chooses("并案", on=await wang.card(SECOND))
    assert f"🔗 {SECOND} 已并入 {FIRST}" in await wang.says(FIRST)


async def test_there_are_no_chains_and_nothing_joins_itself(
    talk: Talk, chen: Actor, li: Actor, zhou: Actor, wang: Actor
) -> None:
    await two_cards(talk, chen, li, wang)
    await zhou.says("5号楼路灯坏了")
    await wang.taps_data("merge_with:2712:0:2712", 1)
    assert (await talk.report(SECOND)).state == "dispatched"
    await wang.taps_data("merge_with:2712:0:2711", 1)
    await wang.taps_data("merge_with:2711:0:2712", 1)
    assert (await talk.report(FIRST)).state == "dispatched", "its own follower cannot lead it"
    await wang.taps_data("merge_with:2713:0:2712", 1)
    assert (await talk.report(THIRD)).lead_serial == 10_001, "joined to the lead of what was named"
    await chen.says("4号楼门禁坏了")
    await wang.taps_data("merge_with:2711:0:2714", 1)
    leads = [report.lead_serial for report in await talk.reports()]
    assert leads == [10_004, 10_004, 10_004, None]


async def test_only_who_handles_both_may_merge(
    talk: Talk, chen: Actor, li: Actor, grace: Actor, zhao: Actor, wang: Actor
) -> None:
    await two_cards(talk, chen, li, wang)
    await grace.says("The lift in Dongmen is broken")
    assert (await zhao.taps_data("merge_with:2712:0:2711", 1)).answer == "这件事不归您办理。"
    assert (await chen.taps_data("merge_with:2712:0:2711", 1)).answer == "这件事不归您办理。"
    assert "本站没有这个编号" in (await wang.taps_data("merge_with:2712:0:2713", 1)).answer
    assert "本站没有这个编号" in (await wang.taps_data("merge_with:2712:0:zzz", 1)).answer
    assert (await zhao.taps_data("unmerge:2712:0:", 1)).answer == "这件事不归您办理。"
    assert (await wang.taps_data("unmerge:2712:0:", 1)).answer
    assert (await talk.report(SECOND)).state == "dispatched"


async def test_the_second_of_two_presses_is_told(
    talk: Talk, chen: Actor, li: Actor, wang: Actor, zhang: Actor
) -> None:
    await two_cards(talk, chen, li, wang)
    await wang.taps_data("merge_with:2712:0:2711", 1)
    assert (await zhang.taps_data("merge_with:2712:0:2711", 1)).answer
    assert (await talk.steps(SECOND)).count("merge") == 1


async def test_what_is_personal_is_not_joined(talk: Talk, chen: Actor, li: Actor, wang: Actor) -> None:
    await chen.says(AGAIN)
    await li.says("5号楼路灯坏了")
    await talk.books.write(_make_personal)
    said = (await wang.taps_data("merge_with:2712:0:2711", 1)).answer
    assert "涉及个人隐私的事，不和别的并在一起" in said


def _make_personal(session: Session) -> None:
    report = reports.by_serial(session, 10_001)
    assert report is not None
    reports.change(session, report, privacy=PrivacyClass.P3)
