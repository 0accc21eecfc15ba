"""导出: the table that somebody of a station asked for in the chat, made outside any write transaction."""

import asyncio
from collections.abc import Sequence
from datetime import date, tzinfo
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from bot.carrying import Table, written
from bot.making import Made, Refused, Workshop
from fieldwork.exports import Order, Row, Scope, Taken, What
from fieldwork.letters import taking_out as letters
from fieldwork.people import HEADS, Role
from fieldwork.texts import Translator
from storage import exports, network, people
from storage.errands import Errand

MOST_ROWS = 20_000  # in a chat; more is taken out at the station's machine


async def exported(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """The table as a document; that it was taken out is kept."""
    asked: dict[str, str] = errand.content
    since, until = (date.fromisoformat(asked[name]) for name in ("since", "until"))
    order = Order(What(asked["what"]), since, until)
    day = shop.clock.now().astimezone(shop.means.zone).date()
    roles = await shop.books.read(lambda s: people.roles_of(s, errand.person_id or 0, day))
    reader = [role for role in roles if role.kind in HEADS]
    raw, many = await asyncio.to_thread(_made, shop, order, reader, day, t)
    sum_ = await shop.kept(raw)
    place = reader[0].place if reader else ""
    taken = Taken(order.what.value, place, since, until, asked["reason"], shop.clock.now(), many, sum_,
                  errand.person_id)  # fmt: skip
    await shop.books.write(lambda s: exports.note(s, taken))
    return Made((letters.taken_out(t, errand.chat, order.what, since, until, many, sum_),))


def _made(
    shop: Workshop, order: Order, reader: Sequence[Role], day: date, t: Translator
) -> tuple[bytes, int]:
    """The file and how many rows it has. Raises Refused for more than a chat takes."""
    rows = shop.books.now_read(lambda s: _rows(s, order, reader, day, shop.means.zone, t))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        written(file, "xlsx", Table(letters.headings(t, order.columns), rows), shop.means.zone)
        return file.read_bytes(), len(rows)


def _rows(
    session: Session, order: Order, reader: Sequence[Role], day: date, zone: tzinfo, t: Translator
) -> list[Row]:
    """The rows that are the reader's, in words. Counted before anything is written: a workbook is never half."""
    tree = network.load(session)
    found = (
        row for row in exports.rows(session, order, Scope(tree, day, reader=reader), zone) if row is not None
    )
    rows = [letters.worded(t, tree, row) for row in islice(found, MOST_ROWS + 1)]
    if len(rows) > MOST_ROWS:
        raise Refused(t.staff("These are more than {most} rows: please take a shorter time.", most=MOST_ROWS))
    return rows
