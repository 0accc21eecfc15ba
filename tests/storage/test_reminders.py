"""Reminders: each written once, said by one process, found again while they have not arrived."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from sqlmodel import Session

from fieldwork.letters import Letter, Priority
from fieldwork.people import Person
from fieldwork.reminders import Manner, Reminder, ReminderState
from fieldwork.reminding import SHIPPED, written
from fieldwork.rhythms import Rhythm, RhythmKind
from storage import outbox, reminders, rhythms, sending, settling
from storage.books import Books
from storage.network import table_of
from storage.sealing import Seal
from storage.sending import Pace
from storage.settling import Delivered, Permanent
from storage.tables import LetterState, PersonRow

NOW, HOUR = datetime(2026, 3, 2, 4, 0, tzinfo=UTC), timedelta(hours=1)
WANG, LUO, ACCOUNT = 2, 3, 1002
CARD = "list.2"


def of(
    step: str = "sign.late#1", person: int = WANG, manner: Manner = Manner.LIST, due: datetime = NOW
) -> Reminder:
    return Reminder(
        subject="report:10001", step=step, person_id=person, manner=manner, due_at=due, send_at=due
    )


def add(books: Books, *rows: Reminder) -> list[int]:
    return books.now_write(lambda s: reminders.add(s, rows))


def test_a_step_is_written_once_a_person(books: Books) -> None:
    assert len(add(books, of(), of("sign.remind#1"), of(person=LUO))) == 3
    assert add(books, of(), of(person=LUO)) == []
    assert books.now_read(lambda s: reminders.people_due(s, NOW, 10)) == [WANG, LUO]
    assert books.now_read(lambda s: reminders.people_due(s, NOW - HOUR, 10)) == []


def test_a_list_takes_what_was_put_off_along(books: Books) -> None:
    add(
        books,
        of(),
        of("sign.remind#1"),
        of("done.late#1", manner=Manner.SINGLY),
        of("sign.rise2#1", due=NOW + HOUR),
    )
    first = books.now_write(lambda s: reminders.claim_of(s, WANG, NOW))[:1]
    books.now_write(lambda s: reminders.put_off(s, first, NOW + HOUR))
    listed = books.now_write(lambda s: reminders.claim_all(s, WANG, Manner.LIST, NOW))
    assert [row.step for row in listed] == ["sign.late#1", "sign.remind#1"]


def test_of_two_processes_one_says_it(books: Books, address: str, a_seal: Seal) -> None:
    """Both claim at the same moment; what one has locked, or settled, the other does not say."""
    add(books, of(), of("sign.remind#1"))
    other, together, said = Books(address, a_seal), Barrier(2), list[int]()

    def says(mine: Books) -> None:
        together.wait()
        said.append(mine.now_write(_say_all))

    threads = [Thread(target=says, args=(each,)) for each in (books, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sum(said) == 2


def _say_all(session: Session) -> int:
    claimed = reminders.claim_of(session, WANG, NOW)
    reminders.say(session, claimed, CARD, NOW)
    return len(claimed)


def test_a_list_comes_once_a_time(books: Books) -> None:
    def come(at: datetime, since: datetime) -> bool:
        return books.now_write(lambda s: rhythms.come(s, WANG, RhythmKind.LISTS, at, since))

    assert come(NOW, NOW)
    assert not come(NOW + HOUR, NOW)
    assert come(NOW + HOUR, NOW + HOUR)
    books.now_write(
        lambda s: rhythms.keep(s, Rhythm(person_id=LUO, kind=RhythmKind.LISTS, times=written(SHIPPED)))
    )
    assert books.now_write(lambda s: rhythms.come(s, LUO, RhythmKind.LISTS, NOW, NOW))
    kept = books.now_read(lambda s: rhythms.of(s, LUO, RhythmKind.LISTS))
    assert (kept.times, kept.asked_at) == ("11:00,16:00", NOW)


def test_what_waits_for_a_list_is_looked_at_anew(books: Books) -> None:
    add(
        books,
        of(due=NOW + HOUR),
        of("done.late#1", manner=Manner.SINGLY, due=NOW + HOUR),
        of(person=LUO, due=NOW + HOUR),
    )
    books.now_write(lambda s: reminders.look_anew(s, WANG, NOW))
    assert [row.step for row in books.now_read(lambda s: reminders.waiting(s, NOW))] == ["sign.late#1"]


# -- what has not arrived ---------------------------------------------------------------------------


def said(books: Books, *rows: Reminder) -> None:
    """Wang is told of these in one list, written now."""
    person = Person(account=ACCOUNT, name="王慧敏").model_dump(exclude={"id"})
    books.now_write(lambda s: s.execute(table_of(PersonRow).insert().values(id=WANG, **person)))
    add(books, *rows)

    def say(session: Session) -> None:
        letter = Letter(chat=ACCOUNT, text="⏰", card=CARD, priority=Priority.REMINDER)
        outbox.write(session, letter, at=NOW, ticks=0.0)
        reminders.say(session, reminders.claim_of(session, WANG, NOW), CARD, NOW)

    books.now_write(say)


def unsent(books: Books) -> list[tuple[int, str]]:
    return books.now_read(lambda s: reminders.unsent(s, NOW + HOUR))


def goes(books: Books, failing: bool = False) -> None:
    """Telegram takes the letter, or says that the bot is blocked."""
    pace = Pace(off=True)
    (claimed,) = books.now_write(
        lambda s: sending.claim(s, ticks=1.0, now=NOW, owner="the test", many=1, pace=pace)
    )
    outcome = Permanent(claimed.id, "blocked", "blocked") if failing else Delivered(claimed.id, 7)
    books.now_write(lambda s: settling.settle(s, [outcome], at=NOW, ticks=2.0, owner="the test"))


def test_what_has_not_left_is_found_until_it_leaves(books: Books) -> None:
    said(books, of(), of("done.late#1"))
    assert unsent(books) == [(WANG, CARD)]
    assert books.now_read(lambda s: reminders.unsent(s, NOW)) == [], "it was written just now"
    found = books.now_write(lambda s: reminders.said_in(s, WANG, CARD, LetterState.WAITING))
    assert [row.step for row in found] == ["sign.late#1", "done.late#1"]
    goes(books)
    assert unsent(books) == []


def test_what_was_said_in_an_earlier_list_is_not_said_again(books: Books) -> None:
    said(books, of())
    goes(books)
    later = NOW + HOUR
    add(books, of("done.late#1", due=later))

    def say(session: Session) -> None:
        letter = Letter(chat=ACCOUNT, text="⏰", card=CARD, anew=True, priority=Priority.REMINDER)
        outbox.write(session, letter, at=later, ticks=3.0)
        reminders.say(session, reminders.claim_of(session, WANG, later), CARD, later)

    books.now_write(say)
    found = books.now_write(lambda s: reminders.said_in(s, WANG, CARD, LetterState.WAITING))
    assert [row.step for row in found] == ["done.late#1"]


def test_what_was_refused_waits_again(books: Books) -> None:
    said(books, of())
    goes(books, failing=True)
    assert books.now_read(lambda s: reminders.refused(s, NOW)) == [(WANG, CARD)]
    back = books.now_write(lambda s: reminders.said_in(s, WANG, CARD, LetterState.FAILED))
    books.now_write(lambda s: reminders.take_back(s, back, NOW))
    assert books.now_read(lambda s: reminders.refused(s, NOW)) == []
    assert [row.state for row in books.now_read(lambda s: reminders.waiting(s, NOW))] == [
        ReminderState.WAITING
    ]
