"""A network file that an administrator sent: downloaded, read, planned, and told as a dry run.

Everything heavy is done here, outside any write transaction. What is left of the file is kept with the errand
(and the network's version), so that a tap on 应用 plans it once more and applies it in one transaction.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.fetching import Downloads
from bot.making import Made, Refused, Workshop
from bot.pictures import Unfit
from bot.spreadsheets import XLSX, Held, held_in, source_of, table
from fieldwork.letters import Kind, Letter, mapping
from fieldwork.network_files import BadNetwork, Finding
from fieldwork.network_plans import Tree
from fieldwork.network_sifting import Sifted, sift
from fieldwork.network_tables import COLUMNS
from fieldwork.people import RoleKind
from fieldwork.places import NOWHERE
from fieldwork.texts import Translator
from storage import network, people
from storage.errands import Errand

MOST_IN_CHAT = 30_000  # rows: to apply more would keep every chat waiting for seconds
LARGEST_JSON = 3_000_000  # characters, about as many places


class _Kept(NamedTuple):
    tree: Tree
    used: frozenset[str]
    version: int
    own: frozenset[str]  # the districts whose administrator asks


async def looked_through(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """The dry run of a network file: {file_id, name}."""
    name = str(errand.content["name"])
    raw = await _downloaded(shop, errand, t)
    kept = await shop.books.read(lambda s: _kept(s, shop, errand))
    try:
        held = await asyncio.to_thread(held_in, raw)
        _is_small_enough(held, errand, t)
        found = await asyncio.to_thread(_sifted, held, kept)
    except BadNetwork as bad:
        raise Refused(mapping.cannot_be_used(t, name, bad.findings), mapping.card_of(errand.id)) from None
    _is_ones_own(found, kept, errand, t)
    sums = mapping.sums_of(found.plan.changes)
    card = mapping.looked_through(t, errand.chat, errand.id, name, sums, found.left_out)
    letters = [card]
    if len(found.left_out) > mapping.MOST_TOLD:
        letters.append(await _every_bad_row(shop, errand, t, held, found.left_out))
    return Made(tuple(letters), {"rest": found.rest, "version": kept.version, "own": sorted(kept.own)})


async def _downloaded(shop: Workshop, errand: Errand, t: Translator) -> bytes:
    try:
        return await Downloads(shop.api).file(str(errand.content["file_id"]))
    except Unfit:
        gone = t.staff("This file cannot be fetched: it is larger than 20 MB, or Telegram no longer has it.")
        raise Refused(gone, mapping.card_of(errand.id)) from None


def _kept(session: Session, shop: Workshop, errand: Errand) -> _Kept:
    day = shop.clock.now().astimezone(shop.means.zone).date()
    roles = people.roles_of(session, errand.person_id or 0, day)
    own = frozenset(role.place for role in roles if role.kind is RoleKind.ADMINISTRATOR)
    return _Kept(network.kept(session), network.used_stations(session), network.version(session), own)


def _sifted(held: Held, kept: _Kept) -> Sifted:
    return sift(source_of(held, kept.tree), kept.tree, kept.used)


def _is_small_enough(held: Held, errand: Errand, t: Translator) -> None:
    if len(held) > (LARGEST_JSON if isinstance(held, str) else MOST_IN_CHAT):
        large = t.staff(
            "This file has more than {most} rows: please import it on the server (fieldbot network import).",
            most=MOST_IN_CHAT,
        )
        raise Refused(large, mapping.card_of(errand.id))


def _is_ones_own(found: Sifted, kept: _Kept, errand: Errand, t: Translator) -> None:
    """An administrator changes the own district, and no other; the first one, whatever the first file brings."""
    districts = {each["code"]: each["name"] for each in _districts(found.rest["raw"])}
    others = [name for code, name in districts.items() if not kept.own & {code, NOWHERE}]
    if others:
        wrong = t.staff(
            "This file is for {district}, and you administrate another district.", district=others[0]
        )
        raise Refused(wrong, mapping.card_of(errand.id))


def _districts(raw: Any) -> list[dict[str, Any]]:
    return raw if isinstance(raw, list) else [raw]


async def _every_bad_row(
    shop: Workshop, errand: Errand, t: Translator, held: Held, bad: Sequence[Finding]
) -> Letter:
    """All bad rows as they came, each with its reason: to be mended and sent again as they are."""
    reasons = mapping.bad_rows(t, bad)
    cells = {} if isinstance(held, str) else {str(row.number): row.cells for row in held}
    rows = [(*(cells.get(at, {}).get(name, "") for name in COLUMNS), at, why) for at, why in reasons]
    header = (*COLUMNS, t.staff("row"), t.staff("what is wrong"))
    sum_ = await shop.kept(await asyncio.to_thread(table, header, rows, XLSX))
    return Letter(chat=errand.chat, kind=Kind.DOCUMENT, files=(sum_,), beside=mapping.card_of(errand.id),
                  file_name=t.staff("bad-rows.xlsx"),
                  text=t.staff("All bad rows: mend them here and send me this file."))  # fmt: skip
