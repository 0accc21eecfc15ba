"""Several processes sweep one PostgreSQL and are killed at random: the same code as `benchmarks/sweepers.py`."""

import pytest

from benchmarks.sweepers import torture
from tests.storage.lending import fresh_database


@pytest.mark.postgres
def test_four_that_are_killed_and_come_back_write_nothing_twice_and_miss_nothing(postgres: str) -> None:
    """A slice, always the same reports; `make torture` runs ten times as many through eight days."""
    verdict = torture(fresh_database(postgres), reports=40, days=2, seconds=8, kills=6, seed=7)
    assert verdict.kept, verdict
    assert verdict.fired > 40, verdict
    assert verdict.reminders > 40, verdict
    assert verdict.digests > 2, verdict


@pytest.mark.postgres
@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2])
def test_and_neither_do_they_through_eight_days(postgres: str, seed: int) -> None:
    verdict = torture(fresh_database(postgres), reports=400, days=8, seconds=160, kills=60, seed=seed)
    assert verdict.kept, verdict
