"""A running fieldbot with its sandbox, and a real Chromium that looks at it. No browser is a failure, never a skip."""

import json
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.async_api import Browser, FloatRect, Page, ViewportSize, async_playwright, expect

from bot.settings import without_ours
from tests.botapi import check_exchange, load_schema

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",  # a microphone that beeps
]  # fmt: skip
expect.set_options(timeout=30_000)  # the page is up before the chat libraries are loaded
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PICTURE: ViewportSize = {"width": 1320, "height": 1120}  # the README's: the whole conversation on one page


@dataclass
class Running:
    """A fieldbot that runs, as `make run` starts it."""

    address: str
    folder: Path

    def command(self, *words: str) -> str:
        """What a command of ours prints about it."""
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            env=_environment(self.folder),
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout


def _all_valid(recorded: Path) -> None:
    """All that bot and sandbox said to each other fits the Bot API's own description."""
    schema = load_schema()
    said = [json.loads(line) for line in recorded.read_text(encoding="utf-8").splitlines()]
    assert said
    for one in said:
        assert not check_exchange(schema, one["method"], one["params"], one["answer"]), one["method"]


def _environment(folder: Path) -> dict[str, str]:
    return {**without_ours(), "FIELDBOT_DATA_DIR": str(folder), "FIELDBOT_RECORD": str(folder / "exchanges")}


@contextmanager
def started(folder: Path, *words: str) -> Iterator[Running]:
    """`fieldbot run` with these words, until the test is done with it."""
    port = two_free_ports()
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--port", str(port), *words],
        env=_environment(folder),
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    try:
        line = child.stdout.readline().decode()
        assert f":{port}/" in line, line
        address = line.rpartition(" ")[2].strip()
        assert urlopen(address).status == 200
        _in_working_hours(port + 1)
        yield Running(address, folder)
    finally:
        child.terminate()
        child.wait(20)
        child.stdout.close()
    _all_valid(folder / "exchanges")


def _in_working_hours(page: int) -> None:
    """Whatever the hour of the test is: at night much is held until the morning."""
    turned = Request(f"http://127.0.0.1:{page}/clock", json.dumps({"to": "day"}).encode(), method="POST")
    turned.add_header("Content-Type", "application/json")
    assert urlopen(turned).status == 200


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with started(tmp_path) as one:
        yield one


async def take(page: Page, folder: Path | None, name: str, clip: FloatRect | None = None) -> None:
    """A picture for the README, in so few colours that it stays small; nothing where none are wanted."""
    if folder is None:
        return
    await expect(page.get_by_test_id("toast")).to_have_count(0)
    await page.mouse.move(2, 2)
    await page.evaluate("document.activeElement?.blur()")
    taken = await seen(page, clip)
    # Rare colours count here, too: a red lamp of twenty pixels must stay red.
    few = taken.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(folder / f"{name}.png", optimize=True)


async def seen(page: Page, clip: FloatRect | None = None) -> Image.Image:
    """What the page looks like now."""
    return Image.open(BytesIO(await page.screenshot(animations="disabled", clip=clip))).convert("RGB")


def two_free_ports() -> int:
    """The first of two free ports in a row: the chat page's, and the next one for the bot's own page.

    They lie below those that a machine gives to connections going out: between the look and the start of the bot, the
    next port of a given one may be given to somebody else.
    """
    for port in random.sample(range(15_000, 30_000, 2), 50):
        with socket.socket() as one, socket.socket() as other:
            if _takes(one, port) and _takes(other, port + 1):
                return port
    raise RuntimeError("no two free ports in a row")


def _takes(end: socket.socket, port: int) -> bool:
    with suppress(OSError):
        end.bind(("127.0.0.1", port))
        return True
    return False


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """Where the README's pictures are to be written (`--pictures docs/pictures`); usually nowhere."""
    folder: Path | None = request.config.getoption("pictures")
    return folder


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert path, "no Chromium here: install chromium (see .ci/run)"
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture
async def page(browser: Browser, running: Running) -> AsyncIterator[Page]:
    """The chat page on a desk, in Chinese and in the field's time; whatever the page complains of fails the test."""
    context = await browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.set_default_timeout(15_000)
    await opened.goto(running.address)
    yield opened
    await context.close()
    assert not complaints


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A drawn one: paving, a drain, and what comes out of it."""
    drawn = Image.new("RGB", (960, 640), (122, 126, 120))
    pen = ImageDraw.Draw(drawn)
    for row in range(0, 640, 80):
        for column in range(-70, 960, 140):
            left = column + (row // 80 % 2) * 70
            pen.rectangle((left, row, left + 132, row + 72), fill=(152, 152, 146))
    pen.polygon([(600, 400), (960, 460), (960, 640), (420, 640), (480, 470)], fill=(92, 78, 52))
    pen.ellipse((320, 190, 640, 490), fill=(66, 66, 64))
    for bar in range(240, 450, 34):
        pen.rectangle((380, bar, 580, bar + 14), fill=(28, 28, 28))
    path = tmp_path / "leak.jpg"
    drawn.filter(ImageFilter.GaussianBlur(1)).save(path, quality=85)
    return path
