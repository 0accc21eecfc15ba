"""Where an activity stands has one word: on its station's card, in its teller's list, in a table taken out."""

from datetime import UTC, datetime

import pytest

from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.accounts import Standing
from fieldwork.activities import Stage
from fieldwork.import_words import STAGE_NAMES
from fieldwork.letters import activities, history
from fieldwork.letters.happened import Known
from fieldwork.letters.taking_out import standing_named
from fieldwork.places import Network
from fieldwork.reports import Event, State
from fieldwork.texts import Language

HANS = load_translators(load_words([SHIPPED]), Language.HANS)(Language.HANS)


@pytest.mark.parametrize(
    ("stage", "standing", "word"),
    [
        (Stage.DRAFT, Standing.UNCONFIRMED, "待确认"),
        (Stage.SUBMITTED, Standing.WAITING, "待核实"),
        (Stage.ACCEPTED, Standing.COUNTED, "已计入"),
    ],
)
def test_card_list_and_table_say_the_same(stage: Stage, standing: Standing, word: str) -> None:
    assert activities.stage_named(HANS, stage) == f"活动（{word}）"
    assert activities.own_stage_named(HANS, stage) == word
    assert standing_named(HANS, standing) == word
    assert STAGE_NAMES[word] is stage, "a table that was taken out can be brought in"


def test_the_history_does_not_say_of_what_has_a_record_that_it_waits_to_be_entered() -> None:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    noted = Event(at=at, serial=1, step="noted", came_from=State.SUBMITTED, went_to=State.NOTED)
    (line,) = history.lines(HANS, [noted], Known({}, Network([]), UTC))
    assert line.endswith("记为活动")
