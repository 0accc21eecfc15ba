"""The issue's story, by clicking and typing in a real browser: report, sign, finish, answer, find it all."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, PICTURE, Running, take

pytestmark = pytest.mark.browser

CHEN, WANG, NEWCOMER, OUTSIDER, ADMINISTRATOR = 1001, 1002, 1007, 1017, 1016


def chat(page: Page, person: int) -> Locator:
    return page.get_by_test_id(f"chat-{person}")


async def say(page: Page, person: int, words: str) -> None:
    await page.get_by_test_id(f"composer-{person}").fill(words)
    await page.get_by_test_id(f"send-{person}").click()


async def tap(page: Page, person: int, label: str) -> None:
    ends_so = re.compile(f"{re.escape(label)}$")
    await chat(page, person).get_by_test_id("button").filter(has_text=ends_so).last.click()


async def hears(page: Page, person: int, words: str) -> None:
    await expect(chat(page, person).get_by_test_id("message").filter(has_text=words).last).to_be_visible()


async def test_a_building_head_reports_with_a_photo_and_answers_in_the_end(
    page: Page, running: Running, photo: Path, pictures: Path | None
) -> None:
    await hears(page, CHEN, "您好，陈桂芳")
    await page.get_by_test_id(f"attach-{CHEN}").set_input_files(photo)
    await say(page, CHEN, "4号楼化粪池漏了")
    await hears(page, CHEN, "收到了 · N-10001-6")
    await hears(page, CHEN, "西湖花园4号楼")
    await hears(page, WANG, "待签收")
    await tap(page, WANG, "签收")
    await hears(page, CHEN, "王慧敏在跟进")
    await tap(page, WANG, "办结")
    await tap(page, WANG, "打了电话")
    await tap(page, WANG, "已修好，现场确认过")
    await hears(page, CHEN, "真的解决了吗")
    if pictures:
        await page.set_viewport_size(PICTURE)
        await take(page, pictures, "sandbox")
    await tap(page, CHEN, "解决了")
    await tap(page, CHEN, "基本满意")
    await hears(page, CHEN, "谢谢，记下了")
    await hears(page, WANG, "已结案")
    shown = json.loads(running.command("report", "show", "N-10001-6", "--json"))
    assert shown["state"] == "closed"
    assert shown["callback"] == {"answer": "solved", "grade": "fairly", "by": "chat"}
    assert [each["state"] for each in shown["attachments"]] == ["kept"]
    assert shown["text"] == "4号楼化粪池漏了"


async def test_who_lives_there_joins_by_the_buildings_code(page: Page, running: Running) -> None:
    await page.goto(f"{running.address}#{ADMINISTRATOR},{NEWCOMER}")
    invitation = chat(page, ADMINISTRATOR).get_by_test_id("invitation").first
    await expect(invitation).to_be_visible()
    code = await invitation.get_attribute("data-code")
    await page.get_by_test_id(f"invitation-{NEWCOMER}").fill(code or "")
    await page.get_by_test_id(f"invitation-open-{NEWCOMER}").click()
    await hears(page, NEWCOMER, "居民")
    await say(page, NEWCOMER, "楼道灯不亮")
    await hears(page, NEWCOMER, "西湖花园4号楼")


async def test_an_outsider_sees_nothing_and_reads_how_to_join(page: Page, running: Running) -> None:
    await page.goto(f"{running.address}#{OUTSIDER}")
    await page.get_by_test_id(f"start-{OUTSIDER}").click()
    await hears(page, OUTSIDER, "需要先加入")


async def test_markup_in_a_message_shows_as_it_was_typed(page: Page) -> None:
    await hears(page, CHEN, "您好")
    await say(page, CHEN, "<b>4号楼</b> <img src=x onerror=alert(1)> 电梯坏了")
    await hears(page, WANG, "<b>4号楼</b> <img src=x onerror=alert(1)> 电梯坏了")
    assert await page.locator("img[src=x]").count() == 0


async def test_on_a_phone_one_chat_fills_the_page(page: Page, running: Running) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(f"{running.address}#{CHEN}")
    await page.reload()
    await say(page, CHEN, "3单元楼道堆满杂物")
    await hears(page, CHEN, "楼道杂物")
    overflow = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not overflow, "the page must not scroll sideways on a phone"


async def test_the_letters_of_the_bot_can_be_looked_at_beside_the_chat(page: Page) -> None:
    await hears(page, CHEN, "您好")
    await page.get_by_test_id("open-letters").click()
    letters = page.get_by_test_id("letters-frame").content_frame
    await expect(letters.get_by_text("送到了").first).to_be_visible()


async def test_when_telegram_fails_the_letter_arrives_later_and_once(page: Page, running: Running) -> None:
    await hears(page, CHEN, "您好")
    await page.evaluate(
        "fetch('/sandbox/api/faults', {method: 'POST', headers: {'content-type': 'application/json'},"
        " body: JSON.stringify({kind: '500', times: 2, methods: ['sendMessage']})})"
    )
    await say(page, CHEN, "垃圾没人收")
    await hears(page, CHEN, "收到了")
    cards = chat(page, CHEN).get_by_test_id("message").filter(has_text="收到了 · N-10001-6")
    assert await cards.count() == 1
