"""Claiming and settling: in order, at the pace, and every outcome as promised."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from fieldwork.letters import Kind, Letter, Priority
from storage.books import Books
from storage.outbox import stored
from storage.sending import LEASE, Claimed, Pace
from storage.settling import CannotEdit, Delivered, Passing, Permanent, Unknown, Unsent
from storage.tables import LetterState, PersonRow
from storage.waybill import Past, Trip
from tests.storage.desk import GROUP, LIU, NOON, VERA, Desk

CARD = "report:10427"
WAITING, CLAIMED, DELIVERED = LetterState.WAITING, LetterState.CLAIMED, LetterState.DELIVERED
UNKNOWN, FAILED, DROPPED = LetterState.UNKNOWN, LetterState.FAILED, LetterState.DROPPED


@pytest.fixture
def desk(books: Books) -> Desk:
    return Desk(books)


@pytest.fixture
def paced(books: Books) -> Desk:
    return Desk(books, pace=Pace())


def words(*texts: str, chat: int = VERA) -> list[Letter]:
    return [Letter(chat=chat, text=text) for text in texts]


# -- order


def test_letters_of_a_chat_leave_in_the_order_they_were_written(desk: Desk) -> None:
    desk.write(*words("1", "2", "3"))
    assert desk.texts() == ["1", "2", "3"]


def test_whoever_is_speaking_goes_first(desk: Desk) -> None:
    for priority in reversed(Priority):
        desk.write(Letter(chat=VERA + priority, text=priority.name, priority=priority))
    assert desk.texts() == ["SPEAKING", "URGENT", "REMINDER", "DIGEST"]


def test_nobody_writes_to_a_chat_that_is_being_written_to(desk: Desk) -> None:
    desk.write(*words("1"))
    desk.claims_one()
    desk.write(*words("2"))
    assert Desk(desk.books, owner="another").claim() == []


def test_a_letter_for_the_morning_holds_nobody_up(desk: Desk) -> None:
    morning = NOON + timedelta(hours=20)
    desk.write(Letter(chat=VERA, text="morning", not_before=morning), *words("now"))
    assert desk.texts() == ["now"]
    desk.settle(Delivered(2, 1))
    desk.now = morning
    assert desk.texts() == ["morning"]


def test_a_letter_that_waits_for_its_retry_holds_those_behind_it_ten_minutes(desk: Desk) -> None:
    desk.write(*words("1"))
    desk.settle(Passing(desk.claims_one().id, "5xx"))
    desk.write(*words("2"), *words("another chat", chat=LIU))
    assert desk.texts() == ["another chat"]
    for _ in range(9):  # pauses of 1, 2, 4 ... 256 s, then 300 s
        desk.ticks += 300.0
        claimed = desk.claim()
        texts = [one.letter.text for one in claimed]
        desk.settle(*(Unsent(one.id) for one in claimed if one.letter.text == "2"))
        desk.settle(*(Passing(one.id, "5xx") for one in claimed if one.letter.text == "1"))
        assert texts == ["1", "2"]
    assert desk.texts() == ["2"]


def test_two_processes_never_claim_the_same_letter(books: Books) -> None:
    desks = [Desk(books, owner=name) for name in ("one", "two")]
    desks[0].write(*(Letter(chat=VERA + number, text="x") for number in range(40)))
    both, found = Barrier(2), list[Claimed]()

    def work(desk: Desk) -> None:
        both.wait()
        for _ in range(10):
            found.extend(desk.claim(5))

    threads = [Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed.id for claimed in found) == list(range(1, 41))


# -- pace


def test_letters_leave_thirty_a_second_evenly_spaced(paced: Desk) -> None:
    paced.write(*(Letter(chat=VERA + number, text="x") for number in range(120)))
    moments: list[float] = []
    while len(moments) < 120:
        claimed = paced.claim(10)
        moments += [one.send_at for one in claimed]
        paced.settle(*(Delivered(one.id, one.id) for one in claimed))
        paced.ticks += 0.05
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:], strict=False)]
    assert min(gaps) == pytest.approx(1 / 30)
    assert moments[-1] - moments[0] == pytest.approx(119 / 30, abs=0.05)


def test_letters_are_given_out_no_further_ahead_than_half_a_second(paced: Desk) -> None:
    paced.write(*(Letter(chat=VERA + number, text="x") for number in range(60)))
    assert [one.send_at <= paced.ticks + 0.5 for one in paced.claim(60)] == [True] * 16


@pytest.mark.parametrize(("chat", "apart"), [(VERA, 1.0), (GROUP, 3.0)])
def test_one_chat_hears_one_a_second_and_a_group_twenty_a_minute(
    paced: Desk, chat: int, apart: float
) -> None:
    paced.write(*words("1", "2", chat=chat))
    paced.delivers(1)
    paced.ticks += apart - 0.01
    assert paced.claim() == []
    assert paced.next_due() == pytest.approx(paced.ticks + 0.01)
    paced.ticks += 0.02
    assert paced.texts() == ["2"]


def test_an_answer_to_a_tap_is_not_paced_and_waits_for_nobody(paced: Desk) -> None:
    paced.write(*words("1"))
    paced.claims_one()
    paced.write(Letter(chat=VERA, kind=Kind.ANSWER, query="q", text="ok", worth=15.0))
    assert paced.texts() == ["ok"]


@pytest.mark.parametrize("pace", [Pace(), Pace(off=True)])
def test_a_429_is_a_pause_for_everybody_also_without_a_pace(books: Books, pace: Pace) -> None:
    desk = Desk(books, pace=pace)
    desk.write(*words("1"), *words("2", chat=LIU))
    first, second = desk.claim()
    desk.settle(Passing(first.id, "429", 20.0), Unsent(second.id))
    desk.ticks += 19.0
    assert desk.claim() == []
    due = desk.next_due()
    assert due is not None
    desk.ticks = due + 0.001
    assert desk.texts() == ["2"]
    desk.ticks += 1.0
    assert desk.texts() == ["1"]


# -- outcomes


def test_a_delivered_card_is_edited_and_stays_the_same_message(desk: Desk) -> None:
    for text, known in (("1", None), ("2", 71), ("3", 71)):
        desk.write(Letter(chat=VERA, text=text, card=CARD))
        claimed = desk.claims_one()
        assert claimed.message_id == known
        desk.settle(Delivered(claimed.id, 71))
    assert desk.states() == [DELIVERED] * 3


def test_what_stands_beside_a_card_answers_its_message(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="card", card=CARD))
    desk.delivers(71)
    desk.write(Letter(chat=VERA, kind=Kind.PHOTO, files=("f",), beside=CARD))
    assert desk.claims_one().reply_to == 71


def test_a_card_that_cannot_be_edited_is_sent_anew(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="1", card=CARD))
    desk.delivers(71)
    desk.write(Letter(chat=VERA, text="2", card=CARD))
    desk.settle(CannotEdit(desk.claims_one().id))
    again = desk.claims_one()
    assert (again.letter.text, again.message_id) == ("2", None)
    desk.settle(Delivered(again.id, 80))
    desk.write(Letter(chat=VERA, text="3", card=CARD))
    assert desk.claims_one().message_id == 80


def test_a_message_that_cannot_be_edited_is_sent_anew_too(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="1", message_id=5))
    desk.settle(CannotEdit(desk.claims_one().id))
    assert desk.claims_one().message_id is None


def test_the_buttons_of_a_message_that_is_gone_are_dropped(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, kind=Kind.BUTTONS, message_id=5))
    desk.settle(CannotEdit(desk.claims_one().id))
    assert desk.states() == [DROPPED]


def test_a_deleted_card_is_a_new_message_next_time(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="1", card=CARD))
    desk.delivers(71)
    desk.write(Letter(chat=VERA, kind=Kind.DELETE, card=CARD))
    deleting = desk.claims_one()
    assert deleting.message_id == 71
    desk.settle(Delivered(deleting.id, 71))
    desk.write(Letter(chat=VERA, text="2", card=CARD))
    assert desk.claims_one().message_id is None


def test_a_passing_failure_is_tried_again_after_growing_pauses_for_a_day(desk: Desk) -> None:
    desk.write(*words("1"))
    began, pauses = desk.ticks, list[float]()
    while desk.states() == [WAITING]:
        desk.settle(Passing(desk.claims_one().id, "5xx"))
        due = desk.next_due()
        pauses.append((due or desk.ticks) - desk.ticks)
        desk.ticks = due or desk.ticks
    assert pauses[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert max(pauses) == 300
    assert desk.states() == [FAILED]
    assert 86_400 <= desk.ticks - began <= 86_400 + 300
    assert desk.listed()[0].error == "given up after a day: 5xx"


def test_an_unknown_outcome_is_tried_once_more_and_marked(desk: Desk) -> None:
    desk.write(*words("1"))
    first = desk.claims_one()
    assert not first.doubtful
    desk.settle(Unknown(first.id, "ReadTimeout"))
    desk.ticks += 2.0
    second = desk.claims_one()
    assert second.doubtful
    desk.settle(Unknown(second.id, "ReadTimeout"))
    assert desk.states() == [UNKNOWN]
    desk.ticks += 1_000.0
    assert desk.claim() == []


def test_a_digest_is_never_sent_twice(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="week", priority=Priority.DIGEST))
    desk.settle(Unknown(desk.claims_one().id, "ReadTimeout"))
    assert desk.states() == [UNKNOWN]


@pytest.mark.parametrize(
    "outcome", [Unknown(1, "ReadTimeout"), Passing(1, "5xx"), Permanent(1, "query is too old")]
)
def test_an_answer_to_a_tap_is_tried_once(desk: Desk, outcome: Unknown | Passing | Permanent) -> None:
    desk.write(Letter(chat=VERA, kind=Kind.ANSWER, query="q", worth=15.0))
    desk.claims_one()
    desk.settle(outcome)
    assert desk.states() == [DROPPED]


def test_an_answer_that_comes_too_late_is_dropped_unsent(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, kind=Kind.ANSWER, query="q", worth=15.0), *words("2"))
    desk.ticks += 15.0
    assert desk.texts() == ["2"]
    assert desk.states() == [DROPPED, CLAIMED]


def test_who_blocked_the_bot_is_noted_once_and_the_reason_kept(desk: Desk) -> None:
    desk.books.now_write(lambda s: s.add(PersonRow(account=VERA, name="Vera")))
    desk.write(*words("1", "2"))
    for _ in range(2):
        desk.settle(*(Permanent(one.id, "bot was blocked by the user", "blocked") for one in desk.claim(1)))
        desk.now += timedelta(hours=1)
    (person,) = desk.books.now_read(lambda s: s.exec(select(PersonRow)).all())
    assert person.blocked_at == NOON
    assert [(row.state, row.error) for row in desk.listed()] == [(FAILED, "bot was blocked by the user")] * 2


def test_a_group_that_moved_is_followed_by_what_waits_and_by_what_comes_later(desk: Desk) -> None:
    desk.write(*words("1", "2", chat=GROUP))
    desk.settle(Permanent(desk.claim(1)[0].id, "moved", "migrated", GROUP - 5))
    assert [(one.letter.chat, one.letter.text) for one in desk.claim()] == [
        (GROUP - 5, "1"),
        (GROUP - 5, "2"),
    ]
    desk.settle(Delivered(1, 1), Delivered(2, 2))
    desk.write(*words("3", chat=GROUP))
    assert desk.claims_one().letter.chat == GROUP - 5


def test_a_failed_card_gives_way_to_the_newer_one_and_lends_it_its_sound(desk: Desk) -> None:
    desk.write(Letter(chat=VERA, text="1", card=CARD))
    first = desk.claims_one()
    desk.write(Letter(chat=VERA, text="2", card=CARD, silent=True))
    desk.settle(Passing(first.id, "5xx"))
    assert desk.states() == [DROPPED, WAITING]
    letter = desk.claims_one().letter
    assert (letter.text, letter.silent) == ("2", False)


def test_what_was_not_tried_is_no_try(desk: Desk) -> None:
    desk.write(*words("1"))
    desk.settle(Unsent(desk.claims_one().id))
    assert [(row.state, row.tries) for row in desk.listed()] == [(WAITING, 0)]


# -- leases


def test_a_lease_that_ends_is_an_unknown_outcome(desk: Desk) -> None:
    desk.write(*words("1"))
    desk.claims_one()
    desk.ticks += LEASE - 1
    assert desk.lapse() == 0
    desk.ticks += 2
    assert desk.lapse() == 1
    desk.ticks += 2
    assert desk.claims_one().doubtful


def test_after_a_crash_the_letters_of_the_earlier_run_lapse_at_once(desk: Desk) -> None:
    desk.write(*words("1"), Letter(chat=LIU, text="week", priority=Priority.DIGEST))
    desk.claim()
    assert Desk(desk.books, owner="second run").lapse(alive="second run") == 2
    assert desk.states() == [WAITING, UNKNOWN]


def test_a_clock_that_was_ahead_holds_nothing_up_after_a_restart(books: Books) -> None:
    """A machine without a battery starts in the past, or the last run did not know the time yet."""
    ahead = Desk(books, ticks=9_000_000.0, pace=Pace())
    ahead.write(*words("1", "2"), Letter(chat=LIU, text="later", delay=2.0))
    failed = ahead.claims_one()
    ahead.settle(Passing(failed.id, "429", retry_after=60.0))
    today = Desk(books, owner="second run", pace=Pace())
    today.lapse(alive="second run")
    assert sorted(today.texts()) == ["1", "later"]


def test_the_waybill_of_the_earlier_run_leaves_only_what_was_in_flight_in_doubt(desk: Desk) -> None:
    desk.write(*(Letter(chat=VERA + number, text="x", card=CARD) for number in range(3)))
    desk.claim()
    trips = {1: Trip(took=True, message_id=71), 2: Trip()}
    assert Desk(desk.books, owner="second run").lapse("second run", Past("first run", trips)) == 1
    assert desk.states() == [DELIVERED, WAITING, WAITING]
    assert [(row.doubtful, row.tries) for row in desk.listed()[1:]] == [(True, 1), (False, 0)]
    desk.write(Letter(chat=VERA, text="y", card=CARD))
    assert [one.message_id for one in desk.claim() if one.letter.chat == VERA] == [71]


def test_the_waybill_of_another_run_says_nothing(desk: Desk) -> None:
    desk.write(*words("1"))
    desk.claims_one()
    assert desk.lapse("second run", Past("third run", {})) == 1
    assert desk.listed()[0].doubtful


def test_a_late_word_from_a_sender_that_lapsed_counts_only_if_it_is_good_news(desk: Desk) -> None:
    desk.write(*words("1"))
    first = desk.claims_one()
    second = Desk(desk.books, ticks=desk.ticks + 2 * LEASE, owner="second run")
    second.lapse()
    second.ticks += 2
    second.claims_one()
    desk.settle(Permanent(first.id, "refused"))
    assert desk.states() == [CLAIMED]
    desk.settle(Delivered(first.id, 71))
    assert desk.states() == [DELIVERED]


def test_nothing_that_a_letter_says_lies_open_in_its_row(desk: Desk) -> None:
    letter = Letter(chat=VERA, text="三号楼王阿姨家漏水")
    desk.write(letter)
    with desk.books.engine.connect() as connection:
        (raw,) = connection.exec_driver_sql("SELECT content FROM letters").one()
    assert letter.text.encode() not in bytes(raw)
    assert stored(letter)["text"] == letter.text
