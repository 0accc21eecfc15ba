"""The Dockerfile and compose.yaml are not built here; what can be read in them is held to the project."""

import re
import tomllib

import pytest

from tests.house import ROOMS, ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()


def instructions(word: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{word} (.*)$", joined, re.MULTILINE)


def test_everything_the_image_copies_is_there_and_let_in() -> None:
    copied = [name for line in instructions("COPY") for name in line.split()[:-1]]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)
    assert set(copied) == let_in
    assert set(ROOMS) <= set(copied)


def test_the_image_installs_from_the_lock_by_hash_and_without_the_tools_of_development() -> None:
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]
    assert "requirements-dev.lock" not in DOCKERFILE


def test_the_image_runs_on_telegram_as_nobody_special() -> None:
    assert instructions("USER") == ["fieldbot"]
    assert instructions("ENTRYPOINT") + instructions("CMD") == ['["fieldbot"]', '["run", "--telegram"]']
    assert 'CMD ["fieldbot", "doctor"]' in instructions("HEALTHCHECK")[0]


def test_the_image_has_a_python_that_the_project_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    least = project["requires-python"].removeprefix(">=")
    assert instructions("FROM") == [f"python:{least}-slim"]


def test_every_file_that_is_not_python_is_installed_too() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    patterns = setuptools["package-data"]
    installed = {
        path for room in patterns for pattern in patterns[room] for path in (ROOT / room).glob(pattern)
    }
    others = {
        path for room in ROOMS for path in (ROOT / room).rglob("*.*") if path.suffix not in (".py", ".pyc")
    }
    assert others - installed == set()
    assert ROOT / "bot/sandbox/page/index.html" in installed


@pytest.mark.parametrize("setting", ["TOKEN", "SECRET_KEY"])
def test_a_secret_comes_from_a_file(setting: str) -> None:
    assert re.search(rf"FIELDBOT_{setting}_FILE: /run/secrets/\w+$", COMPOSE, re.MULTILINE)
    assert not re.search(rf"FIELDBOT_{setting}:", COMPOSE)


def test_no_lock_names_a_host_and_every_pin_has_a_hash() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text()
        pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==[^\n]*", text, re.MULTILINE)
        assert "://" not in text
        assert "--index-url" not in text
        assert len(pins) > 40
        assert all(pin.endswith("\\") for pin in pins), lock


def test_what_runs_is_pinned_alike_in_both_locks() -> None:
    pins = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
    run = dict(pins.findall((ROOT / "requirements.lock").read_text()))
    develop = dict(pins.findall((ROOT / "requirements-dev.lock").read_text()))
    assert run.items() <= develop.items()
