"""Somebody who has never read anything finds what they can do, on a phone and at a desk."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, Running
from tests.browser.test_story import hears, say, tap
from tests.browser.test_tour import open_chats

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CHEN, LUO = 1001, 1014


async def test_a_building_head_finds_the_way_on_a_phone(page: Page, running: Running) -> None:
    await open_chats(page, running, CHEN)
    await page.set_viewport_size(PHONE)
    await say(page, CHEN, "/start")
    await hears(page, CHEN, "写“帮助”")
    await page.get_by_test_id(f"keyboard-{CHEN}").get_by_role("button", name="帮助", exact=True).click()
    await hears(page, CHEN, "您在这里能做的事")
    await tap(page, CHEN, "📝 做了什么")
    await hears(page, CHEN, "今天入户走访5户12人次")
    await tap(page, CHEN, "开始走访")
    await hears(page, CHEN, "走访中")
    await _nothing_sticks_out(page)


async def test_a_head_finds_figures_and_the_commands_of_the_chat(page: Page, running: Running) -> None:
    await open_chats(page, running, LUO)
    await page.get_by_test_id(f"composer-{LUO}").fill("/")
    offered = page.get_by_test_id(f"commands-{LUO}")
    for command in ("/report", "/mine", "/hours", "/me", "/help"):
        await expect(offered).to_contain_text(command)
    await say(page, LUO, "/help")
    await hears(page, LUO, "您在这里能做的事")
    await expect(offered).to_be_hidden()
    await page.get_by_test_id(f"composer-{LUO}").fill("/")
    await expect(offered).to_contain_text("/close")
    await page.get_by_test_id(f"composer-{LUO}").fill("")
    await tap(page, LUO, "📊 看数字")
    await hears(page, LUO, "· 数字：")
    await tap(page, LUO, "数字")
    await hears(page, LUO, "🔢")


async def _nothing_sticks_out(page: Page) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
