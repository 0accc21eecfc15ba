"""A database that somebody runs on is nobody else's, wherever their data folders lie."""

from pathlib import Path

from storage.occupying import TAKEN, occupied
from tests.bot.starting import Machine


def test_a_second_run_on_the_database_from_another_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    with occupied(url):
        ended = Machine(tmp_path).types("run", "--sandbox", "--db", url)
    assert (ended.code, ended.sentence) == (2, TAKEN)
    assert not (tmp_path / "elsewhere.db").exists(), "nothing was touched"
