"""Errands that make digests: text, picture and workbook, outside any write transaction; counted in a short one before.

    digest  {place, period, acts, unasked?, files: [png, xlsx], rest?: page, silent?: page}

What a period said when it was over, and all of it was counted, is kept with its letter and said again as it was; until
then it is made anew each time. Unasked, a digest with nothing in it is not sent, and with a week's or longer the
picture comes along, below the text and without a button for it; whoever asks gets the text, and files by its buttons.
"""

import asyncio
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.digest_files import drawn
from bot.making import Made, Workshop
from fieldwork import quiet
from fieldwork.digest_times import Almanac
from fieldwork.digests import Digest
from fieldwork.letters import Kind, Letter, Priority
from fieldwork.letters import digests as letters
from fieldwork.letters.digest_words import heading
from fieldwork.letters.digests import PICTURED
from fieldwork.periods import Period
from fieldwork.texts import Translator
from storage import digests, duties, entering
from storage.digesting import Ground, digest_of
from storage.digests import Which
from storage.errands import Errand

LOOKS = 8  # at what is not counted yet: after an import the sweep goes on
MAKERS = {"png": Kind.PHOTO, "xlsx": Kind.DOCUMENT}


async def digested(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """One digest, as it was kept or as it is now."""
    asked, now = errand.content, shop.clock.now()
    if await shop.books.read(lambda session: entering.cursor(session) < entering.newest(session)):
        await shop.books.write(lambda session: _count_what_happened(session, shop, now))
    which, digest = await shop.books.read(lambda session: _found(session, shop, errand, now))
    if asked.get("unasked") and digest.is_empty:
        return Made()
    pictured = asked.get("unasked") and digest.span in PICTURED
    posted = [] if asked.get("files") else [_text(shop, errand, t, digest)]
    wanted = asked.get("files") or (["png"] if pictured else [])
    posted += [await _file(shop, errand, t, digest, what) for what in wanted]
    held = quiet.held_until(now, shop.means.zone) if asked.get("unasked") else None
    return Made(
        tuple(letter.model_copy(update={"not_before": held}) for letter in posted),
        also=partial(digests.freeze, which=which, digest=digest) if digest.is_settled else None,
    )


def _count_what_happened(session: Session, shop: Workshop, now: datetime) -> None:
    """Whoever asks right after something happened finds it in the figures; the sweep would be a minute later."""
    hours = entering.working_hours(shop.means.calendars(duties.closures(session)))
    day = entering.Day(shop.atlas.network(session), shop.means.zone, hours, now)
    for _ in range(LOOKS):
        if not entering.read_on(session, day):
            return


def _found(session: Session, shop: Workshop, errand: Errand, now: datetime) -> tuple[Which, Digest]:
    ground = Ground(shop.atlas.network(session), shop.means.rules, now, shop.means.zone)
    place = str(errand.content["place"])
    period = _period(session, shop, ground, place, str(errand.content["period"]))
    which = Which(errand.person_id or 0, place, period.span, period.name)
    return which, digests.frozen(session, which) or digest_of(session, ground, place, period)


def _period(session: Session, shop: Workshop, ground: Ground, place: str, name: str) -> Period:
    """The period of a name; a day goes back to the last one on which the place's station worked."""
    stations = ground.tree.stations_above(place, ground.day)
    calendar = shop.means.calendars(duties.closures(session)).of(stations[0].code if stations else "")
    almanac = Almanac(ground.rules.periods, calendar)
    return almanac.named(name, ground.day) or almanac.until(ground.day)


def _text(shop: Workshop, errand: Errand, t: Translator, digest: Digest) -> Letter:
    acts, page = bool(errand.content.get("acts")), errand.content.get("rest")
    if page is not None:
        return letters.rest(t, errand.chat, digest, acts, int(page))
    silent_days, unasked = shop.means.rules.digests.silent_days, bool(errand.content.get("unasked"))
    if (leaf := errand.content.get("silent")) is not None:
        return letters.silent(t, errand.chat, digest, int(leaf), silent_days)
    return letters.digest(t, errand.chat, digest, acts, silent_days, unasked)


async def _file(shop: Workshop, errand: Errand, t: Translator, digest: Digest, what: str) -> Letter:
    sum_ = await shop.kept(await asyncio.to_thread(drawn, digest, t, what, shop.means.rules.figures.least))
    name = f"{digest.place_name}-{digest.period}.{what}"
    return Letter(chat=errand.chat, kind=MAKERS[what], files=(sum_,), file_name=name, priority=Priority.DIGEST,
                  text=f"{digest.place_name} · {heading(t, digest)}" if what == "png" else "")  # fmt: skip
