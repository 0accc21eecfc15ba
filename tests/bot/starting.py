"""`fieldbot …` on a machine of its own, and what it says before it ends.

As a real process where the process itself matters; else typed in this one, since a process of its own takes
seconds to load the chat libraries.
"""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from tests.commands import app

ROOT = Path(__file__).parent.parent.parent
KEY = "a key of the real bot's own"
TOKEN = "4242:a-real-looking_token"

# Root may write everywhere: the one privilege by which it does is given up before the programme begins.
LIKE_ANYBODY = """
import ctypes, os, sys
DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24
if os.geteuid() == 0 and ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, DAC_OVERRIDE, 0, 0, 0):
    sys.exit("the test cannot give up root's privilege")
os.execv(sys.executable, [sys.executable, "-m", "bot", *sys.argv[1:]])
"""


@dataclass
class Ended:
    """How a command ended."""

    code: int
    said: str  # on stderr

    @property
    def sentence(self) -> str:
        """The one line it said; several, or a traceback, are a failure."""
        lines = self.said.strip().splitlines()
        assert len(lines) == 1, self.said
        assert "Traceback" not in lines[0]
        return lines[0]


@dataclass
class Machine:
    """A folder, an environment without anybody's settings, and ports that nobody listens on."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port = free_ports()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, **more: str) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith("FIELDBOT_")}
        own = {"FIELDBOT_DATA_DIR": str(self.data), "FIELDBOT_PORT": str(self.port)}
        given = {f"FIELDBOT_{name}": value for name, value in {**self.settings, **more}.items()}
        return {**bare, "PYTHONPATH": str(ROOT), **own, **given}

    def types(self, *words: str, **settings: str) -> Ended:
        """Runs a command in this process until it ends by itself."""
        ours = self.environment(**settings)
        without = {name: None for name in os.environ if name not in ours}
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(app, list(words), env={**without, **ours})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Ended(done.exit_code, done.stderr)

    def ends(self, *words: str, **settings: str) -> Ended:
        """Runs a command as a process of its own until it ends by itself."""
        return self._ends(["-m", "bot", *words], settings)

    def ends_like_anybodys(self, *words: str, **settings: str) -> Ended:
        """The same, without root's privilege to write everywhere."""
        return self._ends(["-c", LIKE_ANYBODY, *words], settings)

    def _ends(self, words: list[str], settings: dict[str, str]) -> Ended:
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=self.environment(**settings), text=True,
            capture_output=True, check=False, timeout=60, encoding="utf-8",
        )  # fmt: skip
        return Ended(done.returncode, done.stderr)

    @contextmanager
    def running(self, *words: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
        """A command that runs until the test is done with it; then it is asked to end, and ends in order."""
        with subprocess.Popen(
            [sys.executable, "-m", "bot", *words], cwd=self.folder, env=self.environment(**settings),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def free_ports() -> int:
    """The first of two neighbouring ports that nobody listens on."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


@contextmanager
def taken(port: int) -> Iterator[None]:
    """Somebody else listens on a port."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        yield
