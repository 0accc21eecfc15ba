"""The README's third tour: what time brings, by clicking and typing in a real browser, with the clock turned.

Nobody signs: the worker is reminded, the reporter hears that it takes longer and asks to hurry, one level up sees
to it. It is done, nobody answers, somebody rings. Beside it a household is visited in its rhythm.
"""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import PHONE, Running, take
from tests.browser.test_story import chat, hears, say, tap
from tests.browser.test_tour import open_chats, tidy
from tests.browser.test_turning_the_clock import clock, turn

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CHEN, WANG, ZHANG, LUO = 1001, 1002, 1009, 1014
LAMP, LAMPS = "4号楼楼道灯坏了", "N-10001-6"
WIDE: ViewportSize = {"width": 1280, "height": 900}
ENOUGH = 16  # turns to the next thing, after which nothing will come any more


async def test_what_time_brings(page: Page, running: Running, pictures: Path | None) -> None:
    await page.set_viewport_size(WIDE)
    await _nobody_signs(page, running, pictures)
    await _one_level_up_sees_to_it(page, running, pictures)
    await _nobody_answers_and_somebody_rings(page, running, pictures)
    await _a_household_is_visited(page, running, pictures)
    shown = json.loads(running.command("report", "show", LAMPS, "--json"))
    assert shown["state"] == "closed"
    steps = [event["step"] for event in shown["events"]]
    assert steps.count("supervise") == 1
    assert "phoned" in steps


async def _turn_until(page: Page, person: int, words: str) -> None:
    """Turns the clock from one thing to the next until somebody has heard of one."""
    said = chat(page, person).get_by_test_id("message").filter(has_text=words)
    before = await said.count()
    shown = await clock(page)
    for _ in range(ENOUGH):
        await turn(shown, "next")
        try:
            await expect(said).not_to_have_count(before, timeout=2_500)
            break
        except AssertionError:
            continue
    await page.get_by_test_id("open-letters").click()
    await expect(said.last).to_be_visible()


async def _nobody_signs(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, CHEN, WANG)
    await turn(await clock(page), "day")  # a working day, whenever this is
    await page.get_by_test_id("open-letters").click()
    await say(page, CHEN, LAMP)
    await hears(page, WANG, "待签收")
    await _turn_until(page, WANG, "还没签收")
    await _turn_until(page, CHEN, "说好的时间到了")
    await tap(page, CHEN, "催一下")
    await hears(page, CHEN, "这就提醒")
    await tidy(page)
    await take(page, pictures, "time-1-late")


async def _one_level_up_sees_to_it(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, WANG, LUO)
    await _turn_until(page, LUO, "督办")
    await tap(page, LUO, "我来督办")
    await chat(page, LUO).get_by_test_id("button").filter(has_text="3个工作日").last.click()
    await hears(page, LUO, "由您督办")
    await hears(page, WANG, "罗永康督办")
    await tidy(page)
    await take(page, pictures, "time-2-supervised")


async def _nobody_answers_and_somebody_rings(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, CHEN, WANG, ZHANG)
    await tap(page, WANG, "办结")
    await tap(page, WANG, "上门了")
    await tap(page, WANG, "已修好，现场确认过")
    await hears(page, CHEN, "真的解决了吗")
    await _turn_until(page, ZHANG, "待电话回访")
    await tap(page, ZHANG, "已电话回访")
    await tap(page, ZHANG, "解决了")
    await chat(page, ZHANG).get_by_test_id("button").get_by_text("满意", exact=True).last.click()
    await tidy(page)
    await take(page, pictures, "time-3-rung")


async def _a_household_is_visited(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, WANG)
    await say(page, WANG, "加探访 4栋502 高风险 李阿婆 明天")
    await hears(page, WANG, "K-10001-6")
    await _turn_until(page, WANG, "的探访")
    await page.set_viewport_size(PHONE)
    await open_chats(page, running, WANG)
    await tidy(page)
    await take(page, pictures, "time-4-visits")
    await tap(page, WANG, "已访")
    await hears(page, WANG, "记下了")
