"""Errands: what is too heavy for a handler is made here, one at a time, and posted as letters (DESIGN 3).

An errand is claimed in one write, made outside any transaction (what takes the processor in a thread of its
own), and ended in one write together with its letters: a process killed in between has said nothing, and the
next one makes it again. What cannot be made is told to the one who asked, in a sentence of their language.

    qr       {link, caption, beside?}   a link as a QR code, posted as a photo
    network  {file_id, name}            a network file: its dry run (bot/mapping.py)
    text     {text, name}               a text as a file; it is kept for a week
    shred    {sums}                     files that nobody needs any more; nothing is said of it
    digest   {place, period, acts, …}     a digest, its picture, its workbook (bot/digesting.py)
    sheets   {links: {building: link}, place}   the printed sheets of some buildings, as one PDF
    export   {what, since, until, reason}       records as a table (bot/exporting.py)
    hours    {year}                     somebody's own volunteer hours, as a PDF
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlmodel import Session

from bot.digesting import digested
from bot.drawing import qr
from bot.exporting import exported
from bot.fetching import Passing
from bot.making import Made, Maker, Refused, Workshop
from bot.mapping import looked_through
from bot.rounds import any_of
from fieldwork.letters import Kind, Letter, clipped, doors
from fieldwork.letters import attending as attending_letters
from fieldwork.letters.attending import Statement, Year
from fieldwork.texts import Translator
from storage import attachments, attending, errands, network, outbox, people
from storage.cabinet import is_sum
from storage.errands import Errand

LONGEST_SLEEP = 30.0  # seconds without asking what is to be done
PAUSE = 10.0  # seconds until something passing is tried again
PATIENCE = timedelta(hours=1)  # after it, what is passing has not passed

_log = logging.getLogger("fieldbot.errands")


async def _drawn(shop: Workshop, errand: Errand, _t: Translator) -> Made:
    """A link as a QR code."""
    asked: dict[str, str] = errand.content
    sum_ = await shop.kept(await asyncio.to_thread(qr, asked["link"]))
    return Made((Letter(chat=errand.chat, kind=Kind.PHOTO, files=(sum_,), text=asked.get("caption", ""),
                        beside=asked.get("beside")),))  # fmt: skip


async def _written(shop: Workshop, errand: Errand, _t: Translator) -> Made:
    """A text as a document."""
    asked: dict[str, str] = errand.content
    sum_ = await shop.kept(asked["text"].encode("utf-8-sig"))
    return Made((Letter(chat=errand.chat, kind=Kind.DOCUMENT, files=(sum_,), file_name=asked["name"]),))


async def _printed(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """The sheets of some buildings, in the station's language, as one file."""
    links: dict[str, str] = errand.content["links"]
    tree = await shop.books.read(network.load)
    day = shop.clock.now().astimezone(shop.means.zone).date()
    station = shop.means.speak("")
    there = [(code, link) for code, link in links.items() if code in tree.places]
    sheets = [doors.sheet(station, tree, code, link, day) for code, link in there]
    if not sheets:
        raise Refused(t.both("There are no buildings here yet."))
    sum_ = await shop.kept(await asyncio.to_thread(_as_pdf, sheets))
    name = doors.file_name(tree, there[0][0] if len(there) == 1 else str(errand.content["place"]))
    return Made((Letter(chat=errand.chat, kind=Kind.DOCUMENT, files=(sum_,), file_name=name),))


def _as_pdf(sheets: list[doors.Sheet]) -> bytes:
    # Late: it takes half a second, and most runs print nothing.
    from bot.sheets import printed

    return printed(sheets)


async def _stated(shop: Workshop, errand: Errand, t: Translator) -> Made:
    """Somebody's own hours of a year, as a page."""
    year, person_id = int(errand.content["year"]), errand.person_id or 0
    served = await shop.books.read(lambda s: attending.year_of(s, person_id, year))
    person = await shop.books.read(lambda s: people.by_id(s, person_id))
    if not served or person is None:
        raise Refused(t.both("There is nothing to print for {year}.", year=year))
    day = shop.clock.now().astimezone(shop.means.zone).date()
    statement = attending_letters.statement(t, person.name, Year(year, served), day)
    sum_ = await shop.kept(await asyncio.to_thread(_as_statement, statement))
    name = t.both("Volunteer hours {year}.pdf", year=year)
    return Made((Letter(chat=errand.chat, kind=Kind.DOCUMENT, files=(sum_,), file_name=name),))


def _as_statement(statement: Statement) -> bytes:
    # Late, as above.
    from bot.statements import printed

    return printed(statement)


async def _shredded(shop: Workshop, errand: Errand, _t: Translator) -> Made:
    """Takes files away that nothing holds."""
    sums: list[str] = errand.content["sums"]
    for sum_ in await shop.books.read(lambda s: attachments.unheld(s, sums)):
        await asyncio.to_thread(shop.cabinet.remove, sum_)
    return Made()


MAKERS: Mapping[str, Maker] = {
    "qr": _drawn,
    "text": _written,
    "network": looked_through,
    "sheets": _printed,
    "export": exported,
    "digest": digested,
    "hours": _stated,
    errands.SHRED: _shredded,
}


class Errands:
    """The worker: takes up one errand after another."""

    def __init__(self, shop: Workshop, owner: str) -> None:
        """`owner` names this run, and no earlier one."""
        self._shop, self._owner = shop, owner

    async def run(
        self, wake: asyncio.Event, stop: asyncio.Event, ring: Callable[[], None], *, alone: bool = True
    ) -> None:
        """Works until `stop`; `wake` says that something may have been asked for. Rings when letters are there.

        `alone`: nobody else works here, so what an earlier run had in hand is taken up at once.
        """
        if alone:
            await self._patiently(lambda s: errands.released(s, self._owner))
        while not stop.is_set():
            wake.clear()
            try:
                pause = await self._worked(ring)
            except Exception as error:  # the books: what was not written is asked for still
                _log.warning("errands could not be written down (%s); trying again", type(error).__name__)
                pause = LONGEST_SLEEP
            await any_of((wake, stop), pause)

    async def _patiently(self, job: Callable[[Session], int]) -> None:
        try:
            await self._shop.books.write(job)
        except Exception as error:  # their leases lapse by themselves
            _log.warning("errands could not be taken over (%s)", type(error).__name__)

    async def _worked(self, ring: Callable[[], None]) -> float:
        if await self.work():
            ring()
            return 0.0
        due = await self._shop.books.read(errands.next_due)
        return LONGEST_SLEEP if due is None else min(due - self._shop.clock.ticks(), LONGEST_SLEEP)

    async def work(self) -> bool:
        """One errand, from claim to letters. False: none can be taken up now."""
        ticks = self._shop.clock.ticks()
        due = await self._shop.books.read(errands.next_due)
        if due is None or ticks < due <= ticks + errands.FURTHEST:
            return False  # asked without the pen, since this is asked all the time
        errand = await self._shop.books.write(lambda s: errands.claim(s, self._owner, ticks))
        if errand is None:
            return False
        ended = await self._ended(errand)
        await self._shop.books.write(ended)
        return True

    async def _ended(self, errand: Errand) -> Callable[[Session], None]:
        """Makes it, and gives what is to be written down of it."""
        t = await self._voice(errand)
        sorry = t.both("That did not work, and trying again did not help. Please ask for it once more.")
        if errand.hopeless:
            return self._failure(errand, sorry)
        try:
            return self._success(errand, await MAKERS[errand.kind](self._shop, errand, t))
        except Refused as refused:
            return self._failure(errand, str(refused), refused.card)
        except (Passing, OSError) as passing:
            return self._put_off(errand, passing, sorry)
        except Exception as error:  # a fault in one maker must not stop the others' errands
            _log.error("errand %d (%s) raised %s", errand.id, errand.kind, type(error).__name__)
            return self._failure(errand, sorry)

    async def _voice(self, errand: Errand) -> Translator:
        """Speaks the language of the one who asked."""
        await self._shop.renew()
        asker = await self._shop.books.read(lambda s: people.by_id(s, errand.person_id or 0))
        return self._shop.means.speak(asker.language if asker else "")

    def _success(self, errand: Errand, made: Made) -> Callable[[Session], None]:
        at, ticks = self._shop.clock.now(), self._shop.clock.ticks()

        def job(session: Session) -> None:
            files = [file for letter in made.letters for file in letter.files if is_sum(file)]
            if errands.done(session, errand, self._owner, at, made.result, files):
                outbox.write_many(session, made.letters, at=at, ticks=ticks)
                if made.also:
                    made.also(session)

        return job

    def _failure(self, errand: Errand, sentence: str, card: str | None = None) -> Callable[[Session], None]:
        at, ticks = self._shop.clock.now(), self._shop.clock.ticks()

        def job(session: Session) -> None:
            if errands.failed(session, errand, self._owner, at) and errand.chat:
                outbox.write(
                    session, Letter(chat=errand.chat, text=clipped(sentence), card=card), at=at, ticks=ticks
                )

        return job

    def _put_off(self, errand: Errand, passing: Exception, sorry: str) -> Callable[[Session], None]:
        if self._shop.clock.now() - errand.asked_at > PATIENCE:
            return self._failure(errand, sorry)
        _log.info("errand %d (%s) is put off: %s", errand.id, errand.kind, type(passing).__name__)
        until = self._shop.clock.ticks() + PAUSE

        def job(session: Session) -> None:
            errands.later(session, errand, self._owner, until)

        return job
