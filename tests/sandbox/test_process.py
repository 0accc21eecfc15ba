"""The sandbox as a process: it begins, says where it is, survives a kill, and goes when its parent goes."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PEOPLE = {"people": [{"id": 1001, "first_name": "Vera", "home": "an extra key"}]}


@contextmanager
def running(folder: Path, *more: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A sandbox on a free port and its address."""
    cast = folder / "cast.json"
    cast.write_text(json.dumps(PEOPLE))
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--folder", str(folder / "data")]
    process = subprocess.Popen(
        [*command, "--cast", str(cast), *more],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[-1]
        finally:
            process.kill()


def post(url: str, **asked: Any) -> Any:
    request = urllib.request.Request(url, json.dumps(asked).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def test_what_was_sent_outlives_a_kill(tmp_path: Path) -> None:
    with running(tmp_path) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        said = post(f"{url}/sandbox/api/say", person=1001, text="化粪池漏了")
        process.kill()
        process.wait(10)
    with running(tmp_path) as (process, url):
        (update,) = post(f"{url}/bot42:sandbox/getUpdates")["result"]
        assert update["update_id"] == said["update_id"]
        later = post(f"{url}/sandbox/api/say", person=1001, text="还在漏")
        assert later["message_id"] > said["message_id"]
        assert later["update_id"] > said["update_id"]


def test_it_ends_in_order_when_told(tmp_path: Path) -> None:
    with running(tmp_path) as (process, url):
        post(f"{url}/bot42:sandbox/getMe")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_it_goes_when_its_parent_goes(tmp_path: Path) -> None:
    with running(tmp_path, "--parent-pipe") as (process, _):
        assert process.poll() is None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_without_a_parent_it_does_not_begin_to_wait(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--folder", str(tmp_path), "--parent-pipe"]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "bot.sandbox", "--port", str(port), "--folder", str(tmp_path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == f"The sandbox cannot listen on 127.0.0.1:{port}: Address already in use"


@pytest.mark.parametrize("token", ["nonsense", "x:y"])
def test_a_token_that_is_none_is_one_sentence(tmp_path: Path, token: str) -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--folder", str(tmp_path), "--token", token]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("The sandbox cannot begin: a token looks like")
