"""Which digest was made for whom, in both databases."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from fieldwork.digests import Digest, Span
from fieldwork.people import RoleKind
from fieldwork.reports import Report, State
from fieldwork.rhythms import Rhythm, RhythmKind
from storage import digests, people, reports, rhythms
from storage.books import Books
from storage.digests import Which

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
MONDAY = datetime(2026, 3, 8, 16, 0, tzinfo=UTC)
WEEK = Which(14, "441802006", Span.WEEK, "2026-W10")
HEADS = [RoleKind.STATION_HEAD]


def waiting(books: Books) -> list[int]:
    found = books.now_read(lambda s: digests.waiting(s, HEADS, RhythmKind.DIGEST_WEEK, MONDAY, NOW.date()))
    return [one.account for one in found]


def joins(books: Books, account: int, kind: RoleKind = RoleKind.STATION_HEAD) -> int:
    def job(session: Session) -> int:
        at = NOW - timedelta(days=30)
        person = people.enter(session, account, "某", "", at)
        people.grant(session, person, kind, "441802006", at.date())
        return person.id

    return books.now_write(job)


def test_of_two_processes_one_makes_a_digest(books: Books) -> None:
    claim = partial(digests.claim, which=WEEK, at=NOW)
    assert [books.now_write(claim), books.now_write(claim)] == [True, False]
    assert books.now_write(partial(digests.claim, which=WEEK._replace(period="2026-W11"), at=NOW))


def test_what_was_said_is_kept_as_it_was(books: Books) -> None:
    said = Digest(place=WEEK.place, place_name="凤城街道", span=Span.WEEK, period=WEEK.period, made_at=NOW,
                  since=date(2026, 3, 2), until=date(2026, 3, 8), open=3)  # fmt: skip
    assert books.now_read(lambda s: digests.frozen(s, WEEK)) is None
    books.now_write(lambda s: digests.freeze(s, WEEK, said))
    assert books.now_read(lambda s: digests.frozen(s, WEEK)) == said
    assert not books.now_write(lambda s: digests.claim(s, WEEK, NOW))


def test_who_waits_for_a_digest_holds_the_role_and_can_be_written_to(books: Books) -> None:
    joins(books, 1)
    joins(books, 2, RoleKind.SOCIAL_WORKER)
    joins(books, 3)
    books.now_write(lambda s: people.set_blocked(s, 3, NOW))
    assert waiting(books) == [1]


def test_who_had_it_or_stopped_it_does_not_wait(books: Books) -> None:
    had, stopped, earlier = joins(books, 1), joins(books, 2), joins(books, 3)
    kind = RhythmKind.DIGEST_WEEK
    for rhythm in (
        Rhythm(person_id=had, kind=kind, asked_at=NOW),
        Rhythm(person_id=stopped, kind=kind, is_on=False),
        Rhythm(person_id=earlier, kind=kind, asked_at=NOW - timedelta(days=7), times="10:00"),
    ):
        books.now_write(partial(rhythms.keep, rhythm=rhythm))
    assert waiting(books) == [3]


def test_own_reports_of_a_month_are_those_sent_closed_or_open(books: Books) -> None:
    since, until = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    old, month = since - timedelta(days=40), since + timedelta(days=3)
    given = [
        (old, State.SIGNED, None),
        (old, State.CLOSED, month),
        (month, State.CLOSED, NOW),
        (old, State.CLOSED, old),
    ]
    for at, state, closed in given:
        report = Report(reporter_id=1, state=state, sent_at=at, kept_at=at, closed_at=closed)
        books.now_write(partial(reports.file, report=report, chat=1, message_id=None))
    found = books.now_read(lambda s: digests.own_reports(s, 1, since, until))
    assert [(one.sent_at, one.state) for one in found] == [
        (at, state) for at, state, _ in reversed(given[:3])
    ]
