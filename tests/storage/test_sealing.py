"""What a person wrote is closed with the key before it reaches the disk, and opened by no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, create_engine, select, type_coerce
from sqlmodel import Session, col

from storage.books import Books
from storage.sealing import FIRST, Seal, Sealed, SealedJson, SealError
from storage.tables import ConversationRow, PersonRow

SEAL = Seal("a key for the tests")
OTHER = Seal("another key for the tests")
SENTENCE = "The database was written with another FIELDBOT_SECRET_KEY; give the one it was made with."
ANY_TEXT = st.text(st.characters(), max_size=300)  # half characters included


@given(ANY_TEXT)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert SEAL.open(SEAL.close(text)) == text


@given(ANY_TEXT)
def test_the_same_text_never_gives_the_same_bytes(text: str) -> None:
    assert SEAL.close(text) != SEAL.close(text)


def test_the_sealed_bytes_hold_nothing_of_the_text() -> None:
    sealed = SEAL.close("王秀英 13800000000 4号楼化粪池漏了")
    for word in ("王秀英", "13800000000", "化粪池"):
        for form in ("utf-8", "utf-16-le", "gb18030"):
            assert word.encode(form) not in sealed


def test_another_key_is_refused_in_one_sentence() -> None:
    with pytest.raises(SealError) as refused:
        OTHER.open(SEAL.close("4号楼化粪池漏了"))
    assert str(refused.value) == SENTENCE


@given(st.data())
def test_changed_bytes_are_refused_wherever_they_were_changed(data: st.DataObject) -> None:
    sealed = bytearray(SEAL.close("4号楼化粪池漏了"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    if place == 0 and sealed[0] == FIRST:  # as it was written before keys had numbers: the words are the same
        assert SEAL.open(bytes(sealed)) == "4号楼化粪池漏了"
        return
    with pytest.raises(SealError):
        SEAL.open(bytes(sealed))


@given(st.binary(max_size=60))
def test_bytes_of_anything_else_are_refused(stray: bytes) -> None:
    with pytest.raises(SealError):
        SEAL.open(stray)


def test_a_form_of_a_later_day_is_refused() -> None:
    sealed = SEAL.close("4号楼化粪池漏了")
    with pytest.raises(SealError):
        SEAL.open(bytes([sealed[0] + 1]) + sealed[1:])


def test_keys_are_told_apart_by_a_print_that_gives_neither_away() -> None:
    assert Seal("a key for the tests").fingerprint() == SEAL.fingerprint() != OTHER.fingerprint()
    assert "a key for the tests" not in SEAL.fingerprint()


# -- as columns -------------------------------------------------------------------------------------


def raw(books: Books, column: object) -> list[bytes]:
    """A column as it lies in the database."""
    query = select(type_coerce(col(column), LargeBinary))
    return [bytes(value) for value in books.now_read(lambda s: s.execute(query).scalars().all())]


def writes(books: Books, name: str) -> None:
    books.now_write(lambda session: session.add(PersonRow(name=name)))


def names(books: Books) -> list[str]:
    return list(books.now_read(lambda session: session.execute(select(col(PersonRow.name))).scalars()))


def test_a_name_is_sealed_in_its_row_and_open_in_the_noun(books: Books) -> None:
    writes(books, name="王秀英")
    assert "王秀英".encode() not in raw(books, PersonRow.name)[0]
    assert names(books) == ["王秀英"]


def test_the_empty_text_stays_an_empty_value(books: Books) -> None:
    writes(books, name="")
    assert raw(books, PersonRow.name) == [b""]
    assert names(books) == [""]


def test_two_people_of_one_name_cannot_be_told_from_the_bytes(books: Books) -> None:
    writes(books, name="王秀英")
    writes(books, name="王秀英")
    assert len(set(raw(books, PersonRow.name))) == 2


def test_books_with_another_key_say_so_instead_of_giving_nonsense(books: Books) -> None:
    writes(books, name="王秀英")
    others = Books(books.url, OTHER)
    with pytest.raises(SealError, match=f"^{SENTENCE}$"):
        names(others)
    others.close()


def test_a_value_of_json_is_sealed_as_one_text(books: Books) -> None:
    said = {"words": "4号楼化粪池漏了", "files": ["a"], "nothing": None, "many": 3}
    books.now_write(lambda s: s.add(ConversationRow(bot=1, chat=2, person=3, data=said)))
    assert "化粪池".encode() not in raw(books, ConversationRow.data)[0]
    assert b"files" not in raw(books, ConversationRow.data)[0]
    assert books.now_read(lambda s: s.execute(select(col(ConversationRow.data))).scalar_one()) == said


def test_an_engine_without_a_key_opens_nothing() -> None:
    bare = create_engine("sqlite://").dialect
    for column in (Sealed(), SealedJson()):
        with pytest.raises(SealError, match="without a key"):
            column.process_bind_param("words", bare)


@pytest.mark.parametrize("column", [Sealed(), SealedJson()], ids=["text", "json"])
def test_nothing_stays_nothing(books: Books, column: Sealed | SealedJson) -> None:
    dialect = books.engine.dialect
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None
    with Session(books.engine) as session:
        assert session.execute(select(PersonRow)).all() == []
