"""Until when: the limits of a report as its cards say them."""

from fieldwork import limits, timetable
from fieldwork.reports import State, Urgency
from fieldwork.timetable import Sheet
from tests.fieldwork.test_timetable import CHINA, at, came, sheet, step


def shown(of: Sheet) -> dict[str, str]:
    return {leg: end.astimezone(CHINA).strftime("%m-%d %H:%M") for leg, end in limits.ends(of).items()}


def test_a_card_says_the_limits_that_the_timetable_has() -> None:
    for state in State:
        of = sheet(came("2026-03-02 10:00", state=state))
        known = {leg: end for leg, end in timetable.limits(of).items() if not leg.startswith("reporter")}
        assert known.items() <= limits.ends(of).items(), state


def test_a_card_shows_the_reporters_clock_beside_the_stations_where_they_differ() -> None:
    new = sheet(came("2026-03-02 10:00"))
    assert shown(new) == {"sign": "03-02 16:00", "done": "03-09 10:00"}
    handed = sheet(
        came("2026-03-02 10:00", state=State.SIGNED),
        step("transfer", "2026-03-03 10:00", State.DISPATCHED, State.SIGNED),
    )
    assert shown(handed) == {"contact": "03-04 10:00", "done": "03-10 10:00", "reporter.done": "03-09 10:00"}


def test_the_reporter_hears_from_somebody_by_the_first_contact_and_a_question_by_its_answer() -> None:
    for urgency, when in ((Urgency.T0, "03-02 10:30"), (Urgency.T1, "03-02 14:00"), (Urgency.T2, "03-03 10:00"),
                          (Urgency.Q, "03-03 10:00")):  # fmt: skip
        heard_by = limits.heard_by(sheet(came("2026-03-02 10:00", urgency)))
        assert heard_by == at(f"2026-{when}"), urgency
