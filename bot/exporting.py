"""导出: the table that somebody of a station asked for in the chat, made outside any write transaction.

Activities come as an account (fieldwork.accounts): what was held in the days and what counts in them, each row with
how it stands. A second sheet says what is in the table; what it adds up to is what 数字 says of that place and time.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn

from sqlmodel import Session

from bot.carrying import Table, written
from bot.making import Made, Refused, Workshop
from bot.workbooks import Sheet
from fieldwork.accounts import COLUMNS, totals
from fieldwork.days import Span
from fieldwork.exports import Order, Row, Scope, Tags, Taken, What, activity_row
from fieldwork.letters import taking_out as letters
from fieldwork.letters.taking_out import About
from fieldwork.people import HEADS
from fieldwork.seeing import Part
from fieldwork.texts import Translator
from storage import accounts, exports, network, people
from storage.accounts import Accounted
from storage.errands import Errand

MOST_ROWS = 20_000  # in a chat; more is taken out at the station's machine


class Asking(NamedTuple):
    """What is asked for, by whom, when, and in whose language it is said."""

    order: Order
    span: Span
    reason: str
    person_id: int
    at: datetime
    zone: tzinfo
    t: Translator


class Found(NamedTuple):
    """The rows, what is told about them, and whose they are: the highest place."""

    rows: list[Row]
    about: About
    place: str


async def exported(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """The table as a document; that it was taken out is kept."""
    asked: dict[str, str] = errand.content
    span = Span(*(date.fromisoformat(asked[name]) for name in ("since", "until")))
    order = Order(What(asked["what"]), *span)
    at, zone = shop.clock.now(), shop.means.zone
    asking = Asking(order, span, asked["reason"], errand.person_id or 0, at, zone, t)
    raw, found = await asyncio.to_thread(_made, shop, asking)
    sum_ = await shop.kept(raw)
    taken = Taken(
        order.what.value, found.place, *span, asking.reason, at, len(found.rows), sum_, errand.person_id
    )
    await shop.books.write(lambda s: exports.note(s, taken))
    return Made((letters.taken_out(t, errand.chat, order.what, span, found.about.states, sum_),))


def _made(shop: Workshop, asking: Asking) -> tuple[bytes, Found]:
    """The file and what is in it. Raises Refused for more than a chat takes."""
    found = shop.books.now_read(lambda s: _found(s, asking))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        written(file, "xlsx", _table(asking, found), asking.zone)
        return file.read_bytes(), found


def _table(asking: Asking, found: Found) -> Table:
    what, t = asking.order.what, asking.t
    columns = COLUMNS if what is What.ACTIVITIES else asking.order.columns
    lines = letters.about(t, found.about)
    beside = Sheet(t.staff("About"), letters.about_headings(t), list(lines), letters.WIDTHS, filtered=False)
    return Table(letters.headings(t, columns), found.rows, letters.sheet_named(t, what), [beside])


def _found(session: Session, asking: Asking) -> Found:
    """The rows that are the reader's, in words. Counted before anything is written: a workbook is never half."""
    tree, day = network.load(session), asking.at.astimezone(asking.zone).date()
    roles = [role for role in people.roles_of(session, asking.person_id, day) if role.kind in HEADS]
    scope, reader = Scope(tree, day, reader=roles), people.by_id(session, asking.person_id)
    about = About(
        asking.order.what, asking.span, [tree.path(top) or top for top in scope.tops], reader.name if reader else "",
        asking.at.astimezone(asking.zone), asking.reason,
    )  # fmt: skip
    rows, told = (_done if asking.order.what is What.ACTIVITIES else _needs)(session, asking, scope)
    return Found(rows, about._replace(**told), roles[0].place if roles else "")


Told = dict[str, Any]
"""What the sheet beside says of the rows, by the fields of About."""


def _needs(session: Session, asking: Asking, scope: Scope) -> tuple[list[Row], Told]:
    found = (row for row in exports.rows(session, asking.order, scope, asking.zone) if row is not None)
    rows = _worded(asking, scope, found)
    states = Counter(row["state"] for row in rows)
    return rows, {"states": states, "hidden": sum("station" not in row for row in rows)}


def _done(session: Session, asking: Asking, scope: Scope) -> tuple[list[Row], Told]:
    if accounts.many_counted(session, scope, asking.span) > MOST_ROWS:
        _refuse(asking.t)
    tags = exports.tags(session)
    found = list(islice(accounts.account(session, scope, asking.span), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        _refuse(asking.t)
    listed = [one for one in found if scope.may_list(one.done.report)]
    rows = _worded(asking, scope, (row for one in listed for row in _rows(scope, one, tags)))
    return rows, {
        "states": letters.in_order(
            asking.t, Counter(entry.standing for one in listed for entry in one.entries)
        ),
        "totals": totals(entry for one in found for entry in one.entries),
        "hidden": sum(Part.BUILDING not in scope.sight(one.done.report) for one in listed),
        "unlisted": sum(not scope.may_list(one.done.report) for one in found if one.counts),
    }


def _rows(scope: Scope, one: Accounted, tags: Tags) -> Iterator[Row]:
    whole = activity_row(scope, *one.done, tags)
    return (entry.over(whole) for entry in one.entries)


def _worded(asking: Asking, scope: Scope, found: Iterable[Row]) -> list[Row]:
    rows = [letters.worded(asking.t, scope.network, row) for row in islice(found, MOST_ROWS + 1)]
    if len(rows) > MOST_ROWS:
        _refuse(asking.t)
    return rows


def _refuse(t: Translator) -> NoReturn:
    raise Refused(t.staff("These are more than {most} rows: please take a shorter time.", most=MOST_ROWS))
