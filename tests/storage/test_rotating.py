"""A new key: nothing is left under the old one, and nothing is lost, wherever it was cut off."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, insert, select, text, type_coerce
from sqlmodel import Session, SQLModel, col

from fieldwork.letters import Letter
from fieldwork.reports import Attachment, Event, Report
from storage import attachments, network, outbox, people, reports, rotating, schema, sealing
from storage.books import Books
from storage.schema import SchemaError
from storage.sealing import FIRST, Seal
from storage.tables import AttachmentRow, PersonRow

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
OLD, NEW, THIRD = "the key until now", "the key from now on", "somebody else's key"
SEAL_OLD, SEAL_NEW, SEAL_BOTH = Seal(OLD), Seal(NEW), Seal(NEW, OLD)  # slow to make, as they should be
PHOTO = "ab" * 32
MANY = rotating.A_BATCH * 2 + 7


@pytest.fixture
def old(address: str) -> Books:
    """Books under the old key, with something in them."""
    books = Books(address, SEAL_OLD)
    books.now_write(_filled)
    return books


@pytest.fixture
def both(old: Books) -> Iterator[Books]:
    """The same with both keys."""
    old.close()
    books = Books(old.url, SEAL_BOTH)
    yield books
    books.close()


def _filled(session: Session) -> None:
    schema.note_fact(session, schema.OWNER, {"kind": "telegram", "id": 1, "key": SEAL_OLD.fingerprint()})
    schema.note_fact(
        session, network.EXTRAS, sealing.closed(session.get_bind().dialect, {"441802": {"head": "邓"}})
    )
    session.execute(insert(PersonRow), [{"name": f"陈桂芳{number}"} for number in range(MANY)])
    report = Report(reporter_id=1, text="化粪池漏了", station="s", sent_at=AT, kept_at=AT)
    reports.file(session, report, 1001, 1)
    reports.note(session, Event(at=AT, serial=report.serial, step="told", reason="明天来修"))
    reports.attach(session, Attachment(serial=report.serial, file_id="f", file_unique_id="u", sha256=PHOTO))
    outbox.write(session, Letter(chat=1, text="收到了"), at=AT, ticks=0.0)
    old_form = bytes([FIRST]) + SEAL_OLD.close("一个老电话")[1:]  # from before keys had numbers
    session.execute(text("UPDATE people SET telephone = :t WHERE id = 1"), {"t": old_form})


def _changed(books: Books) -> int:
    assert books.now_write(lambda s: rotating.begin(s, books.seal))
    rows = rotating.reseal(books)
    rotating.write_afresh(books.engine, books.url)
    assert books.now_read(lambda s: rotating.left(s, books.seal)) == 0
    books.now_write(lambda s: rotating.finish(s, books.seal))
    return rows


def _everything(books: Books) -> dict[str, list[tuple[object, ...]]]:
    tables = [
        table for table in SQLModel.metadata.sorted_tables if table.name not in ("facts", "attachments")
    ]
    return books.now_read(
        lambda s: {t.name: sorted((tuple(r) for r in s.execute(select(t))), key=repr) for t in tables}
    )


def _raw(session: Session) -> list[bytes]:
    """Every sealed value as it lies in the database."""
    found: list[bytes] = []
    for each in rotating.everything_sealed():
        for column in each.sealed:
            found += [
                bytes(v) for v in session.execute(select(type_coerce(column, LargeBinary))).scalars() if v
            ]
    return found


def test_everything_is_there_under_the_new_key_and_the_old_one_opens_nothing(old: Books) -> None:
    before = _everything(old)
    old.close()
    with closing(Books(old.url, SEAL_BOTH)) as both:
        assert _changed(both) == MANY + 5
    with closing(Books(old.url, SEAL_NEW)) as new:
        assert _everything(new) == before
        assert new.now_read(lambda s: people.by_id(s, 1)).telephone == "一个老电话"  # type: ignore[union-attr]
        fact = new.now_read(lambda s: schema.fact(s, network.EXTRAS))
        assert sealing.opened(new.engine.dialect, str(fact)) == {"441802": {"head": "邓"}}
        new.now_read(lambda s: schema.check_key(s, SEAL_NEW.fingerprint()))
        closed = new.now_read(_raw)
    assert len(closed) > MANY
    for value in closed:
        with pytest.raises(sealing.SealError):
            SEAL_OLD.open_bytes(value)


def test_a_file_is_found_by_its_name_under_the_new_key(both: Books) -> None:
    _changed(both)
    with closing(Books(both.url, SEAL_NEW)) as new:
        assert new.now_read(lambda s: attachments.unheld(s, [PHOTO, "cd" * 32])) == ["cd" * 32]
        kept_as = new.now_read(lambda s: s.execute(select(col(AttachmentRow.kept_as))).scalar_one())
        assert kept_as == SEAL_NEW.name(PHOTO)


@pytest.mark.parametrize("batches", [0, 1, 2, 5, 9])
def test_cut_off_anywhere_it_goes_on_when_it_is_run_again(
    both: Books, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real, left = _everything(both), Books.now_write, [batches + 1]

    def dies(books: Books, job: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(books, job)  # type: ignore[arg-type]

    monkeypatch.setattr(Books, "now_write", dies)
    with pytest.raises(KeyboardInterrupt):
        _changed(both)
    monkeypatch.setattr(Books, "now_write", real)
    with pytest.raises(SchemaError, match=r"^Two keys are in use: .* run `fieldbot key rotate` again\.$"):
        both.now_read(lambda s: schema.check_key(s, SEAL_OLD.fingerprint()))
    _changed(both)
    assert _everything(both) == before


def test_done_once_more_it_changes_nothing(both: Books) -> None:
    _changed(both)
    assert not both.now_write(lambda s: rotating.begin(s, both.seal))


def test_two_other_keys_are_refused_before_and_while_it_is_changed(both: Books) -> None:
    for seal in (Seal(NEW, THIRD), SEAL_NEW):
        with pytest.raises(SchemaError, match=r"^FIELDBOT_OLD_SECRET_KEY is not the key"):
            both.now_write(lambda s, seal=seal: rotating.begin(s, seal))  # type: ignore[misc]
    both.now_write(lambda s: rotating.begin(s, both.seal))
    with pytest.raises(SchemaError, match=r"^A change of the key was begun with two other keys"):
        both.now_write(lambda s: rotating.begin(s, Seal(THIRD, OLD)))


def test_no_old_value_is_left_in_the_bytes_of_an_embedded_database(tmp_path: Path, shaped_file: Path) -> None:
    path = tmp_path / "books.db"
    path.write_bytes(shaped_file.read_bytes())
    with closing(Books(f"sqlite:///{path}", SEAL_OLD)) as books:
        books.now_write(_filled)
        books.now_write(lambda s: s.execute(text("DELETE FROM people WHERE id > 600")))
        values = books.now_read(_raw)
    with closing(Books(f"sqlite:///{path}", SEAL_BOTH)) as both:
        _changed(both)
        on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("books.db*"))
    assert values
    assert [value for value in values if value[1:13] in on_disk] == [], "not even a nonce"


def test_every_sealed_column_of_every_table_is_found() -> None:
    """A column that somebody adds tomorrow is among them without being named."""
    found = {
        f"{each.table.name}.{column.name}" for each in rotating.everything_sealed() for column in each.sealed
    }
    sealed = {"people.name", "reports.text", "events.reason", "letters.content", "attachments.sha256", "helps.said",
              "inbox.body", "requests.answer", "errands.files", "drafts.answers"}  # fmt: skip
    assert sealed <= found
    assert len(found) > 30
