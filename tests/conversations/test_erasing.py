"""What is over its time loses its words, and no count that was published changes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.event import listen
from sqlmodel import Session, col

from bot.means import Means
from fieldwork.people import EXPIRED
from fieldwork.reports import PrivacyClass, State
from fieldwork.rules import Retention
from handlers.erasing import A_FEW
from storage import reports, retention
from storage.tables import (
    AttachmentRow,
    EventRow,
    LetterRow,
    ReportRow,
    RequestRow,
    SourceRow,
    WordingRow,
)
from tests.cast import BUILDING_4
from tests.talk import Actor, Talk

DAY = 86_400.0
WORDS = "4号楼3单元502化粪池漏了，找吕阿姨13907630042"
NUMBER = "N-10001-6"


async def _a_finished_report(chen: Actor, wang: Actor) -> None:
    await chen.sends_photo(WORDS)
    await wang.taps("签收")
    await wang.replies(await wang.card(NUMBER), "吕阿姨您好，明天来修")
    await wang.taps("办结")
    await wang.says("吕阿姨家的管道换好了")
    await chen.taps("解决了")


def _kept_for(talk: Talk, means: Means, **days: int) -> None:
    """The district keeps words for so many days."""
    rules = means.rules.model_copy(update={"retention": Retention(**days)})
    talk.restarts(replace(means, rules=rules))


async def _figures(talk: Talk) -> list[Sequence[object]]:
    """What a digest or an export is counted from."""
    row = ReportRow

    def counted(session: Session) -> list[Sequence[object]]:
        by = [col(row.place), col(row.category), col(row.state), col(row.kind), col(row.urgency), col(row.station),
              col(row.answer), col(row.grade), col(row.handler_id), col(row.kept_at), col(row.finding)]  # fmt: skip
        found: list[Sequence[object]] = list(session.execute(select(*by, func.count()).group_by(*by)).all())
        steps = [col(EventRow.step), col(EventRow.came_from), col(EventRow.went_to), col(EventRow.at)]
        found += session.execute(select(*steps, func.count()).group_by(*steps)).all()
        found.append((session.execute(select(func.count()).select_from(AttachmentRow)).scalar_one(),))
        return found

    return await talk.asks(counted)


async def test_an_old_report_keeps_its_number_and_loses_its_words(
    talk: Talk, means: Means, chen: Actor, wang: Actor
) -> None:
    _kept_for(talk, means, P0=30, P1=30, P2=30, P3=30, P4=30)
    await _a_finished_report(chen, wang)
    before = await _figures(talk)
    talk.passes(29 * DAY)
    await talk.settle()
    assert (await talk.report(NUMBER)).text == WORDS, "its time is not over"
    talk.passes(2 * DAY)
    await talk.settle()
    report = await talk.report(NUMBER)
    assert (report.text, report.door, report.outcome, report.reporter_id) == (EXPIRED, "", "", 0)
    assert (report.state, report.place, report.grade) == (State.CLOSED, BUILDING_4, report.grade)
    assert report.erased_at is not None
    assert await _figures(talk) == before, "what was counted is counted still"


async def test_the_screens_keep_number_and_state(talk: Talk, means: Means, chen: Actor, wang: Actor) -> None:
    _kept_for(talk, means, P0=3, P1=3, P2=3, P3=3, P4=3)
    await _a_finished_report(chen, wang)
    talk.passes(4 * DAY)
    await talk.settle()
    for actor in (chen, wang):
        mine = [said for said in await actor.chat() if not said.deleted]
        assert f"{NUMBER} · 已" in await actor.card_text(NUMBER)
        assert "内容已删除" in await actor.card_text(NUMBER)
        told = [said.text for said in mine if "吕阿姨" in said.text]
        assert set(told) <= {WORDS, "吕阿姨您好，明天来修", "吕阿姨家的管道换好了"}, (
            "only what people wrote themselves"
        )


async def test_nothing_of_it_is_left_in_any_row(talk: Talk, means: Means, chen: Actor, wang: Actor) -> None:
    _kept_for(talk, means, P0=3, P1=3, P2=3, P3=3, P4=3)
    await _a_finished_report(chen, wang)
    talk.passes(8 * DAY)
    await talk.settle()
    found = await talk.asks(_all_words)
    assert [each for each in found if "吕阿姨" in each or "13907630042" in each] == []
    assert await talk.asks(lambda s: s.execute(select(col(SourceRow.serial))).all()) == []
    (photo,) = await talk.asks(lambda s: reports.attachments(s, 10_001))
    assert (photo.kind, photo.file_id, photo.sha256, photo.reason) == ("photo", "", None, "its time was over")


async def test_a_class_that_is_kept_for_ever_is_kept(
    talk: Talk, means: Means, chen: Actor, wang: Actor
) -> None:
    _kept_for(talk, means, P0=0, P1=0, P2=0, P3=0, P4=0)
    await _a_finished_report(chen, wang)
    talk.passes(9_000 * DAY)
    await talk.settle()
    assert (await talk.report(NUMBER)).text == WORDS


async def test_what_is_still_open_is_never_erased(talk: Talk, means: Means, chen: Actor) -> None:
    _kept_for(talk, means, P0=3, P1=3, P2=3, P3=3, P4=3)
    await chen.says(WORDS)
    talk.passes(400 * DAY)
    await talk.settle()
    assert (await talk.report(NUMBER)).text == WORDS


async def test_an_activity_and_what_was_taken_back_lose_their_words_too(
    talk: Talk, means: Means, chen: Actor
) -> None:
    _kept_for(talk, means, P0=3, P1=3, P2=3, P3=3, P4=3)
    await chen.says("今天入户走访5户12人次，吕阿姨家没人")
    await chen.says(WORDS)
    await chen.taps("不对，改一下")
    await chen.taps("不用管了")
    before = await _figures(talk)
    talk.passes(4 * DAY)
    await talk.settle()
    assert [report.text for report in await talk.reports()] == [EXPIRED, EXPIRED]
    assert await _figures(talk) == before


async def test_an_erased_report_can_be_looked_up_still(
    talk: Talk, means: Means, chen: Actor, wang: Actor
) -> None:
    _kept_for(talk, means, P0=3, P1=3, P2=3, P3=3, P4=3)
    await _a_finished_report(chen, wang)
    talk.passes(4 * DAY)
    await wang.catches_up()
    heard = await wang.says(NUMBER)
    assert f"{NUMBER} · 已结案" in heard
    assert "陈桂芳" not in heard
    assert heard.photos == []


async def test_more_than_a_few_go_in_turns_and_none_is_left(talk: Talk, means: Means, chen: Actor) -> None:
    """Each transaction takes some, so that no chat waits; the sweep ends when none is over its time."""
    await chen.says("今天入户走访5户12人次")

    def many(session: Session) -> None:
        first = reports.by_serial(session, 10_001)
        assert first is not None
        for _ in range(A_FEW * 2):
            reports.file(session, first.model_copy(), chen.account, None)

    await talk.books.write(many)
    _kept_for(talk, means, P0=3, P1=3, P2=3, P3=3, P4=3)
    talk.passes(4 * DAY)
    await talk.settle()
    erased = select(func.count()).where(col(ReportRow.erased_at).is_not(None))
    assert await talk.asks(lambda s: s.execute(erased).scalar_one()) == A_FEW * 2 + 1


async def test_the_sweep_asks_the_index_and_never_the_whole_table(talk: Talk) -> None:
    asked: list[tuple[str, Any]] = []
    listen(talk.books.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    await talk.asks(lambda s: retention.due(s, Retention(P0=3), talk.clock.now(), A_FEW))
    searches = [one for one in asked if "FROM reports" in one[0]]
    assert len(searches) == len(PrivacyClass)
    plans = [await talk.asks(partial(_plan, search, values)) for search, values in searches]
    assert [plan for plan in plans if "SEARCH reports USING INDEX reports_by_end" not in plan] == []


def _plan(search: str, values: Any, session: Session) -> str:
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {search}", values)
    return "\n".join(str(row) for row in rows)


def _all_words(session: Session) -> list[str]:
    """Every row of every table about reports, opened."""
    tables = (ReportRow, EventRow, WordingRow, AttachmentRow, RequestRow, LetterRow)
    return [str(row) for table in tables for row in session.execute(select(table)).scalars()]
