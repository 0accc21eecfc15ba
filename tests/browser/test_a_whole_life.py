"""The README's second tour: what really happens to a report, by clicking and typing in a real browser.

The station thinks that it is not theirs: another one refuses, it is returned and decided about (首接负责), done,
not solved, done again by another, closed. Beside it a partner helps, and a volunteer takes on what is offered.
"""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import PHONE, Running, take
from tests.browser.test_story import chat, hears, say, tap
from tests.browser.test_tour import open_chats, tidy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CHEN, WANG, ZHANG, WU, LUO, LIANG, JIANYE, TEAM = 1001, 1002, 1009, 1012, 1014, 1005, 1018, 1019
LEAK, LEAKING = "4号楼化粪池漏了", "N-10001-6"
SOFA, SOFAS = "4号楼楼道堆了旧沙发", "N-10002-4"
LIFE: ViewportSize = {"width": 1280, "height": 900}


async def test_a_report_goes_through_its_whole_life(
    page: Page, running: Running, photo: Path, pictures: Path | None
) -> None:
    await page.set_viewport_size(LIFE)
    await _another_station_refuses(page, running, pictures)
    await _it_is_returned_and_decided(page, running, pictures)
    await _it_is_not_solved_and_done_again(page, running, pictures)
    await _its_story_is_read_on_a_telephone(page, running, pictures)
    await _a_partner_helps(page, running, photo, pictures)
    await _a_volunteer_takes_it(page, running, pictures)
    shown = json.loads(running.command("report", "show", LEAKING, "--json"))
    assert shown["state"] == "closed"
    steps = [event["step"] for event in shown["events"]]
    for step in ("offer", "refuse", "return", "uphold", "unsolved", "solved"):
        assert step in steps


async def _another_station_refuses(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, CHEN, WANG, WU)
    await say(page, CHEN, LEAK)
    await hears(page, WANG, "待签收")
    await tap(page, WANG, "签收")
    await tap(page, WANG, "转给…")
    await tap(page, WANG, "别的站…")
    await tap(page, WANG, "麻寺田站")
    await hears(page, WU, "请你们接手")
    await tap(page, WU, "不归我们")
    await tap(page, WU, "不是我们的职责")
    await hears(page, WANG, "不是我们的职责")
    await tidy(page)
    await take(page, pictures, "life-1-refused")


async def _it_is_returned_and_decided(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, WANG, LUO)
    await tap(page, WANG, "退单")
    await tap(page, WANG, "不在我们辖区")
    await tap(page, WANG, "跳过，由上级定")
    await say(page, WANG, "4号楼的化粪池按划片归麻寺田站管")
    await hears(page, LUO, "西湖站退单，请裁定")
    await hears(page, WANG, "退单待裁定")
    await tidy(page)
    await take(page, pictures, "life-2-returned")
    await tap(page, LUO, "维持，由他们办")
    await hears(page, WANG, "首接负责")


async def _it_is_not_solved_and_done_again(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, CHEN, WANG, ZHANG)
    await tap(page, WANG, "联系了")
    await hears(page, WANG, "办理中")
    await tap(page, WANG, "办结")
    await tap(page, WANG, "已清理干净")
    await tap(page, CHEN, "还没解决")
    await hears(page, ZHANG, "重办")
    await tap(page, ZHANG, "签收")
    await tap(page, ZHANG, "办结")
    await tap(page, ZHANG, "上门了")
    await tap(page, ZHANG, "已修好，现场确认过")
    await hears(page, CHEN, "真的解决了吗")
    await tidy(page)
    await take(page, pictures, "life-3-again")
    await tap(page, CHEN, "解决了")
    await tap(page, CHEN, "满意")
    await hears(page, CHEN, "谢谢，记下了")
    await hears(page, ZHANG, "已结案")


async def _its_story_is_read_on_a_telephone(page: Page, running: Running, pictures: Path | None) -> None:
    await page.set_viewport_size(PHONE)
    await open_chats(page, running, LUO)
    await say(page, LUO, LEAKING)
    # The card comes anew, at the end: the one further up loses its buttons in the same moment.
    await expect(chat(page, LUO).get_by_test_id("message").last).to_contain_text("已结案")
    await _choose(page, LUO, "办理经过")
    await hears(page, LUO, "维持")
    await tidy(page)
    await take(page, pictures, "life-4-story")
    await page.set_viewport_size(LIFE)


async def _a_partner_helps(page: Page, running: Running, photo: Path, pictures: Path | None) -> None:
    await open_chats(page, running, CHEN, WANG, JIANYE)
    await say(page, CHEN, SOFA)
    await hears(page, WANG, SOFAS)
    await tap(page, WANG, "签收")
    await _choose(page, WANG, "请合作单位帮忙")
    await tap(page, WANG, "何建业")
    await say(page, WANG, "请把挡住消防栓的先挪开")
    await hears(page, JIANYE, "请您帮忙")
    await tap(page, JIANYE, "收到")
    await tap(page, JIANYE, "已处理")
    await page.get_by_test_id(f"attach-{JIANYE}").set_input_files(photo)
    await say(page, JIANYE, "消防栓前面清出来了")
    await hears(page, WANG, "消防栓前面清出来了")
    await expect(chat(page, JIANYE).get_by_text("陈桂芳")).to_have_count(0)
    await tidy(page)
    await take(page, pictures, "life-5-partner")


async def _a_volunteer_takes_it(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, WANG, LIANG, TEAM)
    await _choose(page, WANG, "求志愿者")
    await tap(page, WANG, "志愿者和社会组织")
    await say(page, WANG, "帮忙搬走楼道里的旧家具")
    await hears(page, TEAM, "求志愿者")
    await tap(page, LIANG, "我來")
    await hears(page, TEAM, "已被梁志愿者认领")
    await tap(page, TEAM, "一起去")
    await hears(page, WANG, "湖光义工队一起去")
    await tidy(page)
    await take(page, pictures, "life-6-volunteer")
    await tap(page, LIANG, "做好了")
    await say(page, LIANG, "都搬走了")
    await hears(page, WANG, "都搬走了")


async def _choose(page: Page, person: int, label: str) -> None:
    """Taps 更多 and turns the pages of the menu until that line is there."""
    menus = chat(page, person).get_by_test_id("message").filter(has_text="要做什么")
    before = await menus.count()
    await tap(page, person, "更多")
    await expect(menus).to_have_count(before + 1)
    lines = menus.last.get_by_test_id("button")
    while not await lines.filter(has_text=label).count():
        first = await lines.first.inner_text()
        await lines.filter(has_text="其他…").click()
        await expect(lines.first).not_to_have_text(first)
    await lines.filter(has_text=label).click()
