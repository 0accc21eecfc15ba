"""The field's clock is turned on the bot's own page, and what time brings happens at once, in a real browser."""

import re
from datetime import date, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_story import CHEN, WANG, hears, say

pytestmark = pytest.mark.browser
MOST_TURNS = 20  # to what comes next; whatever the hour at which this runs, that is some days


async def clock(page: Page) -> Locator:
    """The field's clock, in the drawer with the bot's own page."""
    await page.get_by_test_id("open-letters").click()
    shown = page.frame_locator("[data-testid=letters-frame]").get_by_test_id("clock")
    await expect(shown).to_be_visible()
    return shown


async def turn(shown: Locator, way: str) -> None:
    """Turns it, and waits until it says another time."""
    before = await shown.get_by_test_id("time").get_attribute("datetime") or ""
    await shown.get_by_test_id(f"turn-{way}").click()
    await expect(shown.get_by_test_id("time")).not_to_have_attribute("datetime", before)
    await expect(shown.get_by_test_id(f"turn-{way}")).to_be_enabled()


async def day_shown(shown: Locator) -> date:
    words = await shown.get_by_test_id("time").inner_text()
    found = re.search(r"(\d{4})年(\d+)月(\d+)日", words)
    assert found, words
    return date(int(found[1]), int(found[2]), int(found[3]))


async def test_the_clock_is_turned_and_messages_bear_the_field_s_time(page: Page) -> None:
    shown = await clock(page)
    today = await day_shown(shown)
    await turn(shown, "day")
    assert today < await day_shown(shown) <= today + timedelta(days=10)
    await say(page, CHEN, "4号楼化粪池漏了")
    await hears(page, CHEN, "收到了 · N-10001-6")
    told = (await shown.get_by_test_id("time").inner_text())[-5:-1]  # the minute may just have changed
    bubble = page.get_by_test_id(f"chat-{CHEN}").get_by_test_id("message").filter(has_text="收到了").last
    assert (await bubble.locator("time").inner_text()).startswith(told)
    await page.reload()
    await hears(page, CHEN, "收到了 · N-10001-6")
    assert (await bubble.locator("time").inner_text()).startswith(told)


async def test_what_nobody_signs_for_reminds_the_station_and_tells_the_reporter_that_it_is_late(
    page: Page,
) -> None:
    await say(page, CHEN, "4号楼化粪池漏了")
    await hears(page, WANG, "待签收")
    shown = await clock(page)
    station = page.get_by_test_id(f"chat-{WANG}").get_by_test_id("message").filter(has_text="⏰ N-10001-6")
    reporter = page.get_by_test_id(f"chat-{CHEN}").get_by_test_id("message").filter(has_text="对不起")
    for _ in range(MOST_TURNS):
        if await station.count() and await reporter.count():
            break
        await turn(shown, "next")
    await expect(station.first).to_be_attached()
    await expect(reporter.first).to_be_visible()
    await expect(reporter.first).to_contain_text("西湖站")


async def test_on_a_telephone_the_clock_has_room(page: Page) -> None:
    await page.set_viewport_size(PHONE)
    shown = await clock(page)
    for way in ("hour", "day", "next"):
        await expect(shown.get_by_test_id(f"turn-{way}")).to_be_visible()
    beside = page.frame_locator("[data-testid=letters-frame]").locator("body")
    assert await beside.evaluate("body => body.scrollWidth <= innerWidth")
