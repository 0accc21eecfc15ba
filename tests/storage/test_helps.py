"""Help that was asked for: the first press wins, in both databases."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

from fieldwork.helping import Help, Helper, HelpKind, HelpState
from storage import helps
from storage.books import Books

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def asked(books: Books, kind: HelpKind = HelpKind.VOLUNTEER) -> Help:
    help_ = Help(serial=10_001, kind=kind, asked_by=2, asked_at=NOW, place="441802006019", words="帮忙搬东西")
    return books.now_write(lambda s: helps.ask(s, help_))


def as_it_stands(books: Books, number: int) -> Help:
    found = books.now_read(lambda s: helps.by_id(s, number))
    assert found is not None
    return found


def test_of_two_who_read_the_same_the_first_changes_it(books: Books) -> None:
    """Two batches, perhaps of two processes: both saw it free."""
    number = asked(books).id
    first, second = as_it_stands(books, number), as_it_stands(books, number)
    taken = {"state": HelpState.TAKEN, "taken_at": NOW}
    assert books.now_write(lambda s: helps.change(s, first, taken_by=5, **taken))
    assert not books.now_write(lambda s: helps.change(s, second, taken_by=6, **taken))
    kept = as_it_stands(books, number)
    assert (kept.taken_by, kept.version, kept.words) == (5, 1, "帮忙搬东西")
    assert (first.taken_by, second.taken_by) == (5, None)


def test_whoever_comes_back_is_in_on_it_once(books: Books) -> None:
    number = asked(books).id
    lead = Helper(help_id=number, person_id=5, leads=True, joined_at=NOW)
    books.now_write(lambda s: helps.join(s, lead))
    along = Helper(help_id=number, person_id=6, joined_at=NOW)
    for _ in range(2):
        books.now_write(lambda s: helps.join(s, along))
        books.now_write(lambda s: helps.part(s, number, NOW, 6))
    books.now_write(lambda s: helps.join(s, along))
    assert [one.person_id for one in books.now_read(lambda s: helps.helpers(s, number))] == [5, 6]
    books.now_write(lambda s: helps.part(s, number, NOW))
    assert books.now_read(lambda s: helps.helpers(s, number)) == []


def test_silence_counts_from_the_last_word(books: Books) -> None:
    silent, spoke = asked(books, HelpKind.PARTNER), asked(books, HelpKind.PARTNER)
    books.now_write(lambda s: helps.change(s, spoke, heard_at=NOW + timedelta(hours=5)))
    since = NOW + timedelta(hours=1)
    states = (HelpState.OFFERED,)
    assert books.now_read(lambda s: helps.silent(s, (HelpKind.PARTNER,), states, since)) == [silent.id]
    assert books.now_read(lambda s: helps.silent(s, (HelpKind.VOLUNTEER,), states, since)) == []


def test_what_is_taken_on_for_a_day_is_found_by_the_day(books: Books) -> None:
    saturday = date(2026, 3, 7)
    for day, state in ((saturday, HelpState.TAKEN), (saturday, HelpState.OFFERED), (None, HelpState.TAKEN)):
        help_ = as_it_stands(books, asked(books).id)
        books.now_write(partial(helps.change, help_=help_, day=day, state=state))
    found = books.now_read(lambda s: helps.on_day(s, saturday))
    assert [(one.day, one.state) for one in found] == [(saturday, HelpState.TAKEN)]
