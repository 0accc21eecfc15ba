"""The outbox as the tests work it: writes, claims and settles at a time that the test tells."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from fieldwork.letters import Letter
from storage import outbox, sending, settling
from storage.books import Books
from storage.outbox import Listed
from storage.sending import Claimed, Pace
from storage.settling import Delivered, Outcome
from storage.tables import LetterState
from storage.waybill import Past

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
VERA, LIU, GROUP = 700_000_000_001, 700_000_000_002, -1_000_000_000_003
UNPACED = Pace(off=True)


@dataclass
class Desk:
    """One process at one outbox; `ticks` is the machine's clock, `now` the field's."""

    books: Books
    ticks: float = 1_000.0
    now: datetime = NOON
    owner: str = "first run"
    pace: Pace = field(default=UNPACED)

    def write(self, *letters: Letter) -> None:
        self.books.now_write(lambda s: outbox.write_many(s, letters, at=self.now, ticks=self.ticks))

    def write_step(self, letter: Letter, step: str) -> None:
        self.books.now_write(lambda s: outbox.write(s, letter, at=self.now, ticks=self.ticks, step=step))

    def claim(self, many: int = 20) -> list[Claimed]:
        return self.books.now_write(
            lambda s: sending.claim(
                s, ticks=self.ticks, now=self.now, owner=self.owner, many=many, pace=self.pace
            )
        )

    def claims_one(self) -> Claimed:
        (claimed,) = self.claim()
        return claimed

    def texts(self) -> list[str]:
        """What is claimed now, in order."""
        return [claimed.letter.text for claimed in self.claim()]

    def settle(self, *outcomes: Outcome) -> None:
        self.books.now_write(
            lambda s: settling.settle(s, outcomes, at=self.now, ticks=self.ticks, owner=self.owner)
        )

    def delivers(self, *message_ids: int) -> None:
        """Claims as many letters, and Telegram gives them these numbers."""
        claimed = self.claim(len(message_ids))
        assert len(claimed) == len(message_ids)
        self.settle(*(Delivered(one.id, number) for one, number in zip(claimed, message_ids, strict=True)))

    def lapse(self, alive: str | None = None, past: Past | None = None) -> int:
        return self.books.now_write(
            lambda s: settling.lapse(s, at=self.now, ticks=self.ticks, alive=alive, past=past)
        )

    def next_due(self) -> float | None:
        return self.books.now_read(lambda s: sending.next_due(s, ticks=self.ticks, now=self.now))

    def listed(self) -> list[Listed]:
        """All letters, oldest first."""
        return self.books.now_read(outbox.listed)[::-1]

    def states(self) -> list[LetterState]:
        return [row.state for row in self.listed()]
