"""The README's tour: a station set up from nothing by clicking and typing, until its first reports are dealt with.

The story of tests/conversations/test_a_station_from_nothing.py in a real browser. `--pictures docs/pictures` takes
the tour's pictures on the way.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FloatRect, Page, ViewportSize, expect

from bot.spreadsheets import XLSX, table
from fieldwork.network_tables import COLUMNS
from tests.browser.conftest import PHONE, Running, seen, started, take
from tests.browser.test_story import chat, hears, say, tap
from tests.conversations.test_a_station_from_nothing import BUILDINGS, NAMED_LINK, PLACES, SURNAMES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOUR: ViewportSize = {"width": 1280, "height": 860}
TALL: ViewportSize = {"width": 1280, "height": 920}
SHEET: ViewportSize = {"width": 600, "height": 850}
CHEN, WANG, LI, ZHANG, LUO, DENG = 1001, 1002, 1003, 1009, 1014, 1016
NEW = 1020  # the next after the cast
PAPER: FloatRect = {"x": 6, "y": 6, "width": 588, "height": 832}  # of the browser's own view of a document
WORKERS = ["王慧敏", "张立文", "刘思琪", "赵文杰", "吴佳怡", "孙浩南"]
GIVEN = ("秀兰", "建军", "玉珍", "志强", "丽华", "国平", "桂英", "文斌")
HEADS = ["陈桂芳", "李国柱"] + [f"{SURNAMES[n]}{GIVEN[n % 8]}" for n in range(2, BUILDINGS)]
MISTYPED = ("楼栋", "", "41号楼", "河畔花圆", "", "")
LIST = [f"{name} {number}号楼 楼长" for number, name in enumerate(HEADS, 1)] + [
    f"{name}，河畔花园，社工" for name in WORKERS
]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A sandbox with nothing in it."""
    with started(tmp_path, "--empty") as one:
        yield one


async def test_a_station_is_set_up_from_nothing_by_clicking(
    page: Page, running: Running, pictures: Path | None, tmp_path: Path
) -> None:
    await page.set_viewport_size(TOUR)
    await _begins(page, running, pictures)
    await _brings_the_network(page, pictures)
    codes = await _invites_everybody(page, pictures)
    await _chen_scans_her_code(page, pictures, codes["陈桂芳"])
    await _li_joins_on_a_telephone(page, running, pictures, codes["李国柱"])
    await open_chats(page, running, LUO)
    await _somebody_new_scans(page, HEADS[2], codes[HEADS[2]])
    await _the_others_join(page, {name: codes[name] for name in (*HEADS[3:], *WORKERS)})
    await _sees_who_can_be_reached(page, running, pictures)
    worker, colleague = await _a_report_is_handed_over(page, running, pictures)
    await _a_group_sees_little(page, running, pictures, [CHEN, LI, worker, colleague])
    await _the_sheet_for_a_door(page, running, pictures, tmp_path)
    first = running.command("report", "show", "N-10001-6", "--json")
    assert json.loads(first)["state"] == "signed"


async def open_chats(page: Page, running: Running, *chats: int | str) -> None:
    """These columns, and no others."""
    await page.goto(f"{running.address}#{','.join(map(str, chats))}")
    await expect(page.locator(".columns > .chat")).to_have_count(len(chats))


async def tidy(page: Page) -> None:
    """Puts the reply keyboards away and goes to the newest message, as people do who want to read."""
    for one in (page.get_by_role("button", name="快捷键盘", pressed=True), page.locator(".pill:visible")):
        for _ in range(await one.count()):
            await one.first.click()


async def _begins(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, DENG)
    await expect(chat(page, DENG).get_by_test_id("welcome")).to_be_visible()
    await expect(page.get_by_test_id("cast").locator(".role")).to_have_count(0)
    await take(page, pictures, "tour-1-nothing")
    await chat(page, DENG).get_by_test_id("invitation").click()
    await hears(page, DENG, "您现在是整个网络的管理员")
    await tap(page, DENG, "知道了，开始")


async def _brings_the_network(page: Page, pictures: Path | None) -> None:
    """A table with a mistyped row, which is named; the rest is applied."""
    rows = table(COLUMNS, [*PLACES, MISTYPED], XLSX)
    sheet = {"name": "河畔.xlsx", "mimeType": "application/octet-stream", "buffer": rows}
    await page.get_by_test_id(f"attach-document-{DENG}").set_input_files(sheet)  # type: ignore[arg-type]
    await hears(page, DENG, "楼栋 40")
    await hears(page, DENG, "河畔花圆")
    await take(page, pictures, "tour-2-network")
    await tap(page, DENG, "应用")
    await hears(page, DENG, "已应用")


async def _invites_everybody(page: Page, pictures: Path | None) -> dict[str, str]:
    """The administrator the head, the head all others; gives the others' codes by name."""
    await say(page, DENG, "人员")
    await tap(page, DENG, "邀请一人")
    await hears(page, DENG, "给哪个地方")
    await say(page, DENG, "河畔社区")
    await tap(page, DENG, "站长")
    await hears(page, DENG, "叫什么名字")
    await say(page, DENG, "罗永康")
    await expect(chat(page, DENG).get_by_test_id("photo")).to_be_visible()
    await chat(page, DENG).get_by_test_id("invitation-qr").last.click()
    await page.get_by_role("button", name="以罗永康的身份打开").click()
    await hears(page, LUO, "河畔社区的站长")
    await tap(page, LUO, "知道了，开始")
    await say(page, LUO, "人员")
    await tap(page, LUO, "一次邀请多人")
    await say(page, LUO, "\n".join(LIST))
    await hears(page, LUO, "46")
    await tidy(page)
    await take(page, pictures, "tour-3-list")
    await tap(page, LUO, "应用 · 46")
    await expect(chat(page, LUO).get_by_test_id("invitation-qr")).to_have_count(len(LIST))
    told = [one.get("text", "") for one in await _told(page, LUO)]
    return dict(found for text in told for found in NAMED_LINK.findall(text))


async def _chen_scans_her_code(page: Page, pictures: Path | None, code: str) -> None:
    """The head holds a code up, and she takes it with her telephone."""
    await _holds_up(page, code)
    await take(page, pictures, "tour-4-scan")
    await page.get_by_role("button", name="以陈桂芳的身份打开").click()
    await hears(page, CHEN, "您好，陈桂芳")
    await tap(page, CHEN, "知道了，开始")


async def _somebody_new_scans(page: Page, name: str, code: str) -> None:
    """Who is not in the cast is brought to the page, and scans at once."""
    await _holds_up(page, code)
    await page.get_by_test_id("guest-new").click()
    await page.get_by_test_id("person-name").fill(name)
    await page.get_by_test_id("add-person").click()
    await hears(page, NEW, f"您好，{name}")
    await tap(page, NEW, "知道了，开始")


async def _holds_up(page: Page, code: str) -> None:
    theirs = chat(page, LUO).locator(".invitation", has=page.locator(f'[data-code="{code}"]'))
    await theirs.get_by_test_id("invitation-qr").click()
    await expect(page.get_by_test_id("dialog-qr").get_by_role("img")).to_be_visible()


async def _li_joins_on_a_telephone(page: Page, running: Running, pictures: Path | None, code: str) -> None:
    """He pastes the link he was sent, and reads five lines."""
    await page.set_viewport_size(PHONE)
    await open_chats(page, running, LI)
    await page.get_by_test_id(f"invitation-{LI}").fill(code)
    await page.get_by_test_id(f"invitation-open-{LI}").click()
    await hears(page, LI, "您好，李国柱")
    await hears(page, LI, "请看五句话")
    await take(page, pictures, "tour-5-phone")
    await tap(page, LI, "知道了，开始")
    await page.set_viewport_size(TOUR)


async def _the_others_join(page: Page, codes: dict[str, str]) -> None:
    """Everybody else by the own link, all at once; the strangers of the page are among them."""
    known = {one["first_name"]: one["id"] for one in (await _asked(page, "state"))["people"]}
    new = {name: 2001 + n for n, name in enumerate(codes) if name not in known}
    await _does(page, "people", people=[{"id": n, "first_name": name} for name, n in new.items()])
    account = {**known, **new}
    coming = {account[name]: code for name, code in codes.items()}
    await asyncio.gather(*(_does(page, "say", person=n, text=f"/start {code}") for n, code in coming.items()))
    asked = await _all_have(page, list(coming), "知道了，开始")
    await asyncio.gather(*(_does(page, "press", person=n, wait=0, **press) for n, press in asked.items()))


async def _sees_who_can_be_reached(page: Page, running: Running, pictures: Path | None) -> None:
    await open_chats(page, running, LUO)
    await say(page, LUO, "看名单")
    await hears(page, LUO, "👥 名单")
    await tidy(page)
    await page.set_viewport_size(TALL)
    await take(page, pictures, "tour-6-people")
    await page.set_viewport_size(TOUR)


async def _a_report_is_handed_over(page: Page, running: Running, pictures: Path | None) -> tuple[int, int]:
    """Whoever it rings for signs, and gives it to a colleague. Gives both."""
    await open_chats(page, running, CHEN)
    await say(page, CHEN, "化粪池漏了，味道很大")
    await hears(page, CHEN, "收到了 · N-10001")
    worker = await _first_to_have(page, "签收")
    colleague = WANG if worker != WANG else ZHANG
    await open_chats(page, running, CHEN, worker, colleague)
    await tap(page, worker, "签收")
    await hears(page, CHEN, "在跟进")
    name = await page.get_by_test_id(f"person-{colleague}").locator("b").inner_text()
    await tap(page, worker, "转给…")
    await tap(page, worker, name)
    await hears(page, colleague, "转给您了")
    await tidy(page)
    await take(page, pictures, "tour-7-report")
    return worker, colleague


async def _a_group_sees_little(
    page: Page, running: Running, pictures: Path | None, members: list[int]
) -> None:
    """What somebody says by voice rings for a social worker who can hear it; a group sees that there is something."""
    group = await _founds_group(page, members)
    await open_chats(page, running, f"{group}@{LUO}")
    await say(page, group, "/bind 河畔站")
    await hears(page, group, "这个群现在是河畔站的了")
    await open_chats(page, running, LI)
    await page.get_by_test_id(f"record-{LI}").click()
    await expect(page.get_by_test_id(f"recording-{LI}")).to_contain_text("0:01")
    await page.get_by_test_id(f"record-send-{LI}").click()
    await hears(page, LI, "收到了 · N-10002")
    worker = await _first_to_have(page, "听")
    await open_chats(page, running, LI, worker, f"{group}@{LUO}")
    await hears(page, group, "N-10002")
    card = chat(page, group).get_by_test_id("message").filter(has_text="N-10002")
    await expect(card).not_to_contain_text("李国柱")
    await tidy(page)
    await take(page, pictures, "tour-8-group")


async def _founds_group(page: Page, members: list[int]) -> int:
    await page.get_by_test_id("new-group").click()
    await page.get_by_test_id("group-title").fill("河畔站值班群")
    await page.get_by_test_id("group-founder").select_option(str(LUO))
    for member in members:
        await page.get_by_test_id(f"group-member-{member}").check()
    await page.get_by_test_id("found-group").click()
    await page.wait_for_url(re.compile(rf"-\d+@{LUO}"))
    return int(re.findall(r"(-\d+)@", page.url)[0])


async def _the_sheet_for_a_door(page: Page, running: Running, pictures: Path | None, folder: Path) -> None:
    """The head has it printed from the chat; what arrives is a page of paper."""
    await open_chats(page, running, LUO)
    await say(page, LUO, "楼门码 1号楼")
    await tap(page, LUO, "打印页")
    await expect(chat(page, LUO).get_by_text(re.compile(r"\.pdf$"))).to_be_visible()
    (file,) = [
        one for said in await _told(page, LUO) for one in said["files"] if one["name"].endswith(".pdf")
    ]
    answer = await page.request.get(f"{running.address.rstrip('/')}{file['url']}")
    sheet = folder / "sheet.pdf"
    sheet.write_bytes(await answer.body())
    assert sheet.read_bytes().startswith(b"%PDF-")
    if pictures:
        await page.set_viewport_size(SHEET)
        await page.goto(f"{sheet.as_uri()}#toolbar=0&view=Fit")
        while not await _is_printed(page):
            continue
        await take(page, pictures, "tour-9-sheet", PAPER)


async def _is_printed(page: Page) -> bool:
    """Whether the browser shows the paper already, and ink on it."""
    darkest, lightest = (await seen(page, PAPER)).convert("L").getextrema()
    return (darkest, lightest) == (0, 255)


# -- what the rest of the cast does, without a column of its own ------------------------------------


async def _asked(page: Page, path: str) -> Any:
    answer = await page.request.get(f"{page.url.partition('#')[0]}sandbox/api/{path}")
    assert answer.ok, await answer.text()
    return await answer.json()


async def _does(page: Page, path: str, **what: object) -> Any:
    answer = await page.request.post(f"{page.url.partition('#')[0]}sandbox/api/{path}", data=what)
    assert answer.ok, await answer.text()
    return await answer.json()


async def _told(page: Page, person: int) -> list[Any]:
    """What the bot has sent somebody, as the page knows it."""
    return [one for one in (await _asked(page, f"chats/{person}"))["messages"] if not one["out"]]


async def _all_have(page: Page, persons: list[int], label: str) -> dict[int, dict[str, Any]]:
    """Waits until the chat of each has a button of that label; what a tap on each is."""
    found = await page.evaluate(BUTTONS, {"persons": persons, "label": label, "all": True})
    return {one["person"]: one["press"] for one in found}


async def _first_to_have(page: Page, label: str) -> int:
    """Waits until a social worker has a card with that button; who it is."""
    people = (await _asked(page, "state"))["people"]
    workers = [one["id"] for one in people if one["first_name"] in WORKERS]
    found = await page.evaluate(BUTTONS, {"persons": workers, "label": label, "all": False})
    return next(int(one["person"]) for one in found if one["press"])


BUTTONS = """async ({ persons, label, all }) => {
  const pressOf = async (person) => {
    const { messages } = await (await fetch(`sandbox/api/chats/${person}`)).json();
    const keys = messages.flatMap(({ message_id, buttons }) => buttons.flat().map((key) => ({ message_id, ...key })));
    const key = keys.findLast(({ text }) => text.endsWith(label));
    return { person, press: key ? { message_id: key.message_id, data: key.data } : null };
  };
  for (;;) {
    const rows = await Promise.all(persons.map(pressOf));
    if (all ? rows.every(({ press }) => press) : rows.some(({ press }) => press)) return rows;
    await new Promise((again) => setTimeout(again, 300));
  }
}"""
