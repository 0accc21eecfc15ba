"""The README's fourth tour: what was done, by clicking and typing in a real browser.

A building head tells of a round in one message, confirms the numbers by one tap, and what she came upon is a report
of its own. A colleague goes from door to door. The station accepts, and a head reads it in the digest.
"""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize

from tests.browser.conftest import PHONE, Running, take
from tests.browser.test_story import chat, hears, say, tap
from tests.browser.test_tour import open_chats, tidy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CHEN, LI, WANG, LUO = 1001, 1003, 1002, 1014
WIDE: ViewportSize = {"width": 1280, "height": 900}
TOLD, NUMBER, WALKED = "今天入户走访4栋5户8人次，302漏水", "A-10001-6", "A-10003-2"


async def test_what_was_done(page: Page, running: Running, pictures: Path | None) -> None:
    await page.set_viewport_size(WIDE)
    await _one_message_and_one_tap(page, running, pictures)
    await _from_door_to_door(page, running, pictures)
    await _the_head_reads_it(page, running, pictures)
    shown = json.loads(running.command("report", "show", NUMBER, "--json"))
    assert shown["activity"]["counts"] == {"次": 1, "户": 5, "人次": 8}
    assert shown["activity"]["stage"] == "accepted"


async def _one_message_and_one_tap(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, CHEN, WANG)
    await say(page, CHEN, TOLD)
    await hears(page, CHEN, "1 次 · 5 户 · 8 人次")
    await hears(page, WANG, "302漏水")
    await tap(page, CHEN, "对，记下")
    await hears(page, WANG, "待核实")
    await tidy(page)
    await take(page, pictures, "done-1-one-tap")
    await tap(page, WANG, "核实，计入")
    await hears(page, CHEN, "计入统计")


async def _from_door_to_door(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, LI)
    await page.set_viewport_size(PHONE)
    await say(page, LI, "开始走访")
    for line in ("302 独居 需助浴", "303 没人", "501 两位老人 血压高"):
        await say(page, LI, line)
    await hears(page, LI, "3 户")
    await say(page, LI, "结束")
    await hears(page, LI, "次 · 3 户")
    await tidy(page)
    await take(page, pictures, "done-2-door-to-door")
    await tap(page, LI, "对，记下")
    await page.set_viewport_size(WIDE)


async def _the_head_reads_it(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, LUO)
    await page.set_viewport_size(PHONE)
    await say(page, LUO, "简报")
    await tap(page, LUO, "本周")
    await hears(page, LUO, "入户走访")
    await tap(page, LUO, "图")
    await chat(page, LUO).get_by_test_id("message").locator("img").last.wait_for(timeout=30_000)
    await tidy(page)
    await take(page, pictures, "done-3-digest")
    await say(page, LUO, "数字")
    await hears(page, LUO, "🔢 凤城街道")
    await tidy(page)
    await take(page, pictures, "done-4-figures")
