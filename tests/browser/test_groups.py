"""Groups, voice and what is passed on, by clicking in a real browser: the sandbox's part, without the bot."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot import example
from tests.browser.conftest import PHONE, Running
from tests.browser.test_story import chat, hears, say

pytestmark = pytest.mark.browser

CHEN, WANG, NEWCOMER, LUO, ADMINISTRATOR = 1001, 1002, 1007, 1014, 1016


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The sandbox alone, with the shipped cast: nobody answers."""
    cast = tmp_path / "cast.json"
    cast.write_text(json.dumps({"people": example.cast_who_started()}), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "bot.sandbox",
        "--port",
        "0",
        "--folder",
        str(tmp_path),
        "--cast",
        str(cast),
    ]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    try:
        yield Running(child.stdout.readline().decode().split()[-1] + "/", tmp_path)
    finally:
        child.terminate()
        child.wait(20)
        child.stdout.close()


async def bot_does(page: Page, method: str, **asked: object) -> None:
    """What the bot would do, were it there."""
    address = page.url.partition("#")[0]
    answer = await page.request.post(f"{address}bot42:sandbox/{method}", data=asked)
    assert answer.ok, await answer.text()


async def group_of(page: Page, kind: str) -> int:
    """罗永康's new group with 陈桂芳 and 王慧敏 in it and the bot; its id."""
    await page.get_by_test_id("new-group").click()
    await page.get_by_test_id("group-title").fill("西湖站值班群")
    await page.get_by_test_id("group-founder").select_option(str(LUO))
    await page.get_by_test_id("group-kind").select_option(kind)
    for member in (CHEN, WANG):
        await page.get_by_test_id(f"group-member-{member}").check()
    await page.get_by_test_id("found-group").click()
    await page.wait_for_url(re.compile(rf"-\d+@{LUO}"))
    return int(re.findall(r"(-\d+)@", page.url)[0])


async def speak(page: Page, group: int, person: int, words: str) -> None:
    await page.get_by_test_id(f"speaker-{group}").select_option(str(person))
    await expect(page.get_by_test_id(f"speaker-{group}")).to_have_value(str(person))
    await say(page, group, words)


async def test_a_group_is_founded_spoken_in_and_ruled(page: Page) -> None:
    group = await group_of(page, "group")
    await hears(page, group, "罗永康建了这个群")
    await speak(page, group, WANG, "中午谁去看看4号楼？")
    await speak(page, group, CHEN, "我去看看")
    mine = chat(page, group).get_by_test_id("message").filter(has_text="我去看看")
    await expect(mine).to_have_class(re.compile("mine"))
    theirs = chat(page, group).get_by_test_id("message").filter(has_text="谁去看看4号楼")
    await expect(theirs).to_contain_text("王慧敏")
    await page.get_by_test_id(f"group-settings-{group}").click()
    await page.get_by_test_id("bot-administrator").click()
    await expect(page.get_by_test_id("bot-administrator")).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("bot-left").click()
    await page.keyboard.press("Escape")
    await hears(page, group, "罗永康把fieldbot 演示移出了群")
    await expect(page.get_by_test_id(f"group-{group}")).to_contain_text("机器人被移出")


async def test_a_group_that_grows_takes_its_column_along(page: Page) -> None:
    group = await group_of(page, "group")
    await page.get_by_test_id(f"group-settings-{group}").click()
    await page.get_by_test_id("grow").click()
    await page.wait_for_url(re.compile(r"-100\d+@"))
    grown = int(re.findall(r"(-100\d+)@", page.url)[0])
    await hears(page, grown, "由普通群升级而来")
    await expect(page.get_by_test_id(f"group-{group}")).to_have_count(0)
    await say(page, grown, "还在")
    await hears(page, grown, "还在")


async def test_each_topic_shows_its_own_messages(page: Page) -> None:
    group = await group_of(page, "forum")
    await say(page, group, "大家好")
    await page.get_by_test_id(f"group-settings-{group}").click()
    await page.get_by_test_id("new-topic").fill("报修")
    await page.get_by_test_id("new-topic-add").click()
    await page.keyboard.press("Escape")
    await chat(page, group).get_by_role("button", name="报修").click()
    await say(page, group, "302漏水")
    await hears(page, group, "302漏水")
    await expect(chat(page, group).get_by_text("大家好")).to_have_count(0)
    await page.get_by_test_id("topic-0").click()
    await hears(page, group, "大家好")
    await expect(chat(page, group).get_by_text("302漏水")).to_have_count(0)


async def test_a_message_is_passed_on_into_a_group(page: Page) -> None:
    group = await group_of(page, "supergroup")
    await say(page, CHEN, "4号楼化粪池漏了")
    said = chat(page, CHEN).get_by_test_id("message").filter(has_text="4号楼化粪池漏了").first
    await said.hover()
    await said.get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="转发").click()
    await page.get_by_test_id(f"forward-to-{group}").click()
    await hears(page, group, "转发自 陈桂芳")


async def test_an_invitation_is_held_up_to_somebody_who_scans_it(page: Page, running: Running) -> None:
    await page.goto(f"{running.address}#{ADMINISTRATOR}")
    link = "https://t.me/fieldbot_sandbox_bot?start=CODE-7"
    await bot_does(page, "sendMessage", chat_id=ADMINISTRATOR, text=f"请扫码加入：{link}")
    await chat(page, ADMINISTRATOR).get_by_test_id("invitation-qr").first.click()
    await page.get_by_role("button", name="以何志明的身份打开").click()
    await hears(page, NEWCOMER, "/start CODE-7")


async def test_a_link_brings_the_bot_into_a_group(page: Page) -> None:
    group = await group_of(page, "group")
    await page.get_by_test_id(f"group-settings-{group}").click()
    await page.get_by_test_id("bot-left").click()
    await page.keyboard.press("Escape")
    link = "https://t.me/fieldbot_sandbox_bot?startgroup=bind-7"
    key = {"inline_keyboard": [[{"text": "加到群里", "url": link}]]}
    await bot_does(page, "sendMessage", chat_id=LUO, text="把我加到群里", reply_markup=key)
    await page.get_by_test_id(f"person-{LUO}").click()
    await chat(page, LUO).get_by_test_id("button").filter(has_text="加到群里").click()
    await page.get_by_test_id(f"forward-to-{group}").click()
    await hears(page, group, "/start@fieldbot_sandbox_bot bind-7")
    await expect(page.get_by_test_id(f"group-{group}")).to_contain_text("机器人在群里")


async def test_commands_are_offered_after_a_slash(page: Page) -> None:
    commands = [{"command": "help", "description": "怎么用"}, {"command": "mine", "description": "我的上报"}]
    await bot_does(page, "setMyCommands", commands=commands)
    await page.get_by_test_id(f"composer-{CHEN}").fill("/he")
    offered = page.get_by_test_id(f"commands-{CHEN}").get_by_test_id("command")
    await expect(offered).to_have_text(["/help怎么用"])
    await offered.click()
    await hears(page, CHEN, "/help")


async def test_a_voice_note_is_recorded_sent_and_played(browser: Browser, running: Running) -> None:
    context = await browser.new_context(locale="zh-CN", permissions=["microphone"])
    page = await context.new_page()
    await page.goto(running.address)
    await page.get_by_test_id(f"record-{CHEN}").click()
    await expect(page.get_by_test_id(f"recording-{CHEN}")).to_contain_text("0:01")
    await page.get_by_test_id(f"record-send-{CHEN}").click()
    voice = chat(page, CHEN).get_by_test_id("voice").locator("audio")
    await expect(voice).to_be_visible()
    seconds = await voice.evaluate(
        "sound => new Promise((told, wrong) => {"
        " sound.onloadedmetadata = () => told(sound.duration); sound.onerror = () => wrong(sound.error.message);"
        " sound.load(); })"
    )
    assert 0.9 < seconds < 20
    await context.close()


async def test_a_group_fits_a_phone(page: Page, running: Running) -> None:
    group = await group_of(page, "forum")
    await page.set_viewport_size(PHONE)
    await page.goto(f"{running.address}#{group}@{LUO}")
    await page.reload()
    await say(page, group, "手机上也能说")
    await hears(page, group, "手机上也能说")
    overflow = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not overflow, "the page must not scroll sideways on a phone"
