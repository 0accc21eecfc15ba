"""Word files: those shipped, those a station edits, and what is said about a broken one."""

import shutil
from pathlib import Path

import pytest

from bot.words import SHIPPED, WordsError, load_words


def test_a_station_may_replace_one_file_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "danger.toml").write_text(
        '[[kind]]\ncode = "flood"\nname = "洪水"\nenglish = "Flood"\ntelephone = "119"\nwords = ["洪水"]\n',
        encoding="utf-8",
    )
    words = load_words([SHIPPED, tmp_path])
    assert [kind.code for kind in words.danger.kind] == ["flood"]
    assert words.categories == load_words([SHIPPED]).categories


def test_a_station_without_words_of_its_own_uses_those_shipped(tmp_path: Path) -> None:
    assert load_words([SHIPPED, tmp_path / "words"]) == load_words([SHIPPED])


def broken(folder: Path, name: str, old: str, new: str) -> str:
    """The sentence said about a shipped file in which `old` is replaced by `new`."""
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WordsError) as error:
        load_words([SHIPPED, folder])
    assert str(error.value) == error.value.sentence
    return error.value.sentence


def test_a_missing_bracket_is_named_with_its_line(tmp_path: Path) -> None:
    sentence = broken(tmp_path, "urgency.toml", "[T3]", "[T3")
    assert "urgency.toml" in sentence
    assert "line" in sentence


def test_a_misspelt_key_is_named(tmp_path: Path) -> None:
    sentence = broken(tmp_path, "danger.toml", "words =", "wrods =")
    assert "danger.toml" in sentence
    assert "kind → 1 → wrods" in sentence


def test_a_code_that_stands_twice_is_named(tmp_path: Path) -> None:
    sentence = broken(tmp_path, "categories.toml", 'code = "rubbish"', 'code = "cleaning"')
    assert "governance.cleaning stands twice" in sentence


def test_an_empty_word_is_refused(tmp_path: Path) -> None:
    assert "empty word" in broken(tmp_path, "urgency.toml", '"加装电梯"', '""')


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "chatter.toml").write_bytes("# 居民的话".encode("gb18030"))
    with pytest.raises(WordsError, match=r"chatter\.toml cannot be read: it is not UTF-8"):
        load_words([SHIPPED, tmp_path])


def test_no_file_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r"categories\.toml is missing"):
        load_words([tmp_path])


def test_a_misspelt_department_is_named_with_the_fifteen(tmp_path: Path) -> None:
    sentence = broken(tmp_path, "categories.toml", 'department = "环境保护"', 'department = "环境保户"')
    assert "there is no department 环境保户" in sentence
    assert "城乡建设、劳动和社会保障" in sentence
    assert "departments.toml" in broken(tmp_path, "departments.toml", 'name = "民政"', 'name = "民政局"')


def test_a_department_that_stands_twice_is_named(tmp_path: Path) -> None:
    assert "民政 stands twice" in broken(tmp_path, "departments.toml", 'name = "政法"', 'name = "民政"')
