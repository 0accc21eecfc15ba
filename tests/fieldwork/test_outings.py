"""When closing a round is offered next."""

from datetime import UTC, datetime, timedelta, timezone

from fieldwork.outings import next_evening

CHINA = timezone(timedelta(hours=8))


def test_a_round_is_offered_for_closing_this_evening_or_else_the_next() -> None:
    evening = datetime(2026, 3, 2, 20, 25, tzinfo=CHINA)
    assert next_evening(datetime(2026, 3, 2, 2, tzinfo=UTC), CHINA) == evening
    assert next_evening(evening, CHINA) == evening + timedelta(days=1)
