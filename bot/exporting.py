"""导出: the table that somebody of a station asked for in the chat, made outside any write transaction."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from bot.carrying import written
from bot.making import Made, Refused, Workshop
from fieldwork.exports import Order, Row, Scope, Taken, What
from fieldwork.letters import taking_out as letters
from fieldwork.people import HEADS
from fieldwork.texts import Translator
from storage import exports, network, people
from storage.errands import Errand

MOST_ROWS = 50_000  # in a chat; more is taken out at the station's machine


async def exported(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """The table as a document; that it was taken out is kept."""
    asked: dict[str, str] = errand.content
    since, until = (date.fromisoformat(asked[name]) for name in ("since", "until"))
    order = Order(What(asked["what"]), since, until)
    raw, many = await asyncio.to_thread(_made, shop, errand, order, t)
    sum_ = await shop.kept(raw)
    taken = Taken(order.what.value, "", since, until, asked["reason"], shop.clock.now(), many, sum_,
                  errand.person_id)  # fmt: skip
    await shop.books.write(lambda s: exports.note(s, taken))
    return Made((letters.taken_out(t, errand.chat, order.what, since, until, many, sum_),))


def _made(shop: Workshop, errand: Errand, order: Order, t: Translator) -> tuple[bytes, int]:
    zone, heading = shop.means.zone, letters.headings(t, order.columns)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        many = shop.books.now_read(
            lambda s: written(file, "xlsx", heading, _rows(s, shop, errand, order, t), zone)
        )
        return file.read_bytes(), many


def _rows(session: Session, shop: Workshop, errand: Errand, order: Order, t: Translator) -> Iterator[Row]:
    """What the one who asked may see, as they are what they are now."""
    day, tree = shop.clock.now().astimezone(shop.means.zone).date(), network.load(session)
    roles = people.roles_of(session, errand.person_id or 0, day)
    scope = Scope(tree, day, reader=[role for role in roles if role.kind in HEADS])
    many = 0
    for row in exports.rows(session, order, scope, shop.means.zone):
        many += row is not None
        if many > MOST_ROWS:
            raise Refused(
                t.staff("These are more than {most} rows: please take a shorter time.", most=MOST_ROWS)
            )
        if row is not None:
            yield letters.worded(t, tree, row)
