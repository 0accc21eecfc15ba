"""A past need out of a file counts on its own days, and nobody hears of it."""

from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from fieldwork.activities import ActivityKind, Unit
from fieldwork.imports import Past, PastActivity, PastNeed
from fieldwork.reports import PrivacyClass, State, Urgency
from storage import importing, network, tallies
from storage.importing import Bringing
from tests.cast import BUILDING_4, XIHU
from tests.talk import Actor, Talk

CAME, OVER = datetime(2025, 5, 6, 2, tzinfo=UTC), datetime(2025, 5, 8, 2, tzinfo=UTC)


async def test_a_past_need_counts_on_its_own_days(talk: Talk, chen: Actor, wang: Actor) -> None:
    past = Past(2, "key", "", BUILDING_4, XIHU, 2, "化粪池漏了")
    need = PastNeed(past, "governance.sewage", Urgency.T2, State.CLOSED, CAME, {"sign": CAME, "done": OVER}, OVER,
                    None, "solved", "")  # fmt: skip
    now = talk.clock.now()
    zone = ZoneInfo("Asia/Shanghai")
    await talk.books.write(
        lambda s: importing.bring_need(s, need, Bringing(2, now, zone, network.load(s)), PrivacyClass.P1)
    )
    await wang.catches_up()
    talk.passes(120)
    await talk.settle()
    of_may = await talk.asks(lambda s: tallies.sums(s, "/441802/", date(2025, 5, 1), date(2025, 5, 31)))
    assert {one.name: one.number for one in of_may if one.unit == "件"}["received"] == 1
    assert await talk.asks(lambda s: tallies.sums(s, "/441802/", date(2026, 1, 1), date(2026, 12, 31))) == []
    assert (await wang.hears_now()).messages == []
    assert (await chen.hears_now()).messages == []
    assert "📥 补录：从表格导入的" in await wang.says("N-10001-6")


def _brought(need: PastNeed, bringing: Bringing, session: Session) -> int:
    return importing.bring_need(session, need, bringing, PrivacyClass.P1)


async def test_a_no_and_a_grade_of_a_past_need_are_never_silence(talk: Talk, wang: Actor) -> None:
    said = [
        ("solved", "satisfied"),
        ("unsolved", "unsatisfied"),
        ("", ""),
        ("solved", "fairly"),
        ("partly", "fairly"),
    ]
    now, zone = talk.clock.now(), ZoneInfo("Asia/Shanghai")
    for row, (answer, grade) in enumerate(said):
        past = Past(row, f"key{row}", "", BUILDING_4, XIHU, 2, "化粪池漏了")
        need = PastNeed(past, "governance.sewage", Urgency.T2, State.CLOSED, CAME, {"sign": CAME, "done": OVER}, OVER,
                        None, answer, grade)  # fmt: skip
        bring = partial(_brought, need, Bringing(2, now, zone, await talk.asks(network.load)))
        await talk.books.write(bring)
    talk.passes(120)
    await talk.settle()
    of_may = await talk.asks(lambda s: tallies.sums(s, "/441802/", date(2025, 5, 1), date(2025, 5, 31)))
    counted = {one.name: one.number for one in of_may if one.unit == "件"}
    names = ("answered", "unrated", "solved", "partly", "unsolved", "satisfied", "fairly", "unsatisfied")
    assert [counted[name] for name in names] == [4, 1, 2, 1, 1, 1, 2, 1]
    clocks = ("signed_in_time", "sign_late", "done_in_time", "overdue", "taken_right")
    assert [
        counted[name] for name in clocks if name in counted
    ] == []  # no clock ran: neither in time nor late
    assert counted["dispatched"] == counted["released"] == counted["done"] == 5


async def test_a_past_activity_says_so_on_its_card(talk: Talk, wang: Actor) -> None:
    past = Past(2, "key", "", BUILDING_4, XIHU, 2, "端午走访")
    done = PastActivity(past, ActivityKind.HOME_VISIT, CAME.date(), None, "", {Unit.HOUSEHOLDS: 5}, None, None, None,
                        None, waits=True)  # fmt: skip
    now, zone = talk.clock.now(), ZoneInfo("Asia/Shanghai")
    await talk.books.write(
        lambda s: importing.bring_activity(s, done, Bringing(2, now, zone, network.load(s)), PrivacyClass.P1)
    )
    assert "📥 补录：从表格导入的" in await wang.says("A-10001-6")
