"""The outbox: what the bot will say, committed together with what it did (promises 1 and 2).

A letter is one row. Writing one is on the hot path, about two a report, so these are Core statements on
the models' own tables; `write_many` takes the letters of a whole batch. Taking letters out again, at
Telegram's pace, is storage/sending.py.

A card is a message that is rewritten later: while it has not left yet, its newer letter takes its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlmodel import Session, SQLModel

from fieldwork.letters import Kind, Letter, Priority
from fieldwork.letters.matter import serial_of
from storage.tables import CardRow, LetterRow, LetterState
from storage.upserting import insert_into

LARGEST_ALBUM = 10  # photos, Telegram's
LETTERS = SQLModel.metadata.tables[str(LetterRow.__tablename__)]
CARDS = SQLModel.metadata.tables[str(CardRow.__tablename__)]
_INSERT = insert(LETTERS)
_CHANGING = ("content", "priority", "held_until", "not_before", "expires")
_WAITING_CARDS = (
    select(*(LETTERS.c[name] for name in ("id", "card", "chat", "content", "held_until", "failing_since")))
    .where(LETTERS.c.card.in_(bindparam("cards", expanding=True)))
    .where(LETTERS.c.state == LetterState.WAITING, LETTERS.c.kind == Kind.TEXT)
    .order_by(LETTERS.c.id)
    .with_for_update()  # PostgreSQL: a letter that is being claimed is waited for, and then no longer waiting
)
_REWRITE = (
    update(LETTERS)
    .where(LETTERS.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in _CHANGING})
)
_CARD_MESSAGE = select(CARDS.c.message_id).where(
    CARDS.c.subject == bindparam("card"), CARDS.c.chat == bindparam("in_chat")
)
_DROP = update(LETTERS).where(LETTERS.c.id == bindparam("row")).values(state=LetterState.DROPPED)


def write(session: Session, letter: Letter, *, at: datetime, ticks: float, step: str | None = None) -> None:
    """Puts one letter into the outbox; it leaves when the transaction is committed.

    `at` is the field's clock, `ticks` the machine's. `step` names what it tells of (`report:10427/late`): a
    second letter of the same step to the same chat is the same letter, and nothing is written.
    """
    if step is None:
        write_many(session, (letter,), at=at, ticks=ticks)
    else:
        _write_once(session, letter, f"{step}@{letter.chat}", at, ticks)


def write_many(session: Session, letters: Iterable[Letter], *, at: datetime, ticks: float) -> None:
    """Puts letters into the outbox in this order. A card that is still waiting is rewritten in place."""
    connection = session.connection()
    whole = _with_old_buttons_taken(connection, letters)
    fresh = _each_card_once(part for letter in whole for part in _calls(letter))
    waiting = _waiting_cards(connection, fresh)
    rewritten = [(waiting[key], letter) for letter in fresh if (key := _card_of(letter)) in waiting]
    rows = [_row(letter, at, ticks) for letter in fresh if _card_of(letter) not in waiting]
    if rewritten:
        connection.execute(_REWRITE, [_rewriting(old, new, ticks) for old, new in rewritten])
    if rows:
        connection.execute(_INSERT, rows)


def newer_of(old: Letter, new: Letter) -> Letter:
    """The letter that takes an unsent one's place: the newer words, heard if either was to be heard.

    What waits for the morning waits on, if it is only rewritten without a sound.
    """
    rewrites = new.silent and not new.anew
    update = {"silent": old.silent and new.silent, "priority": min(old.priority, new.priority),
              "anew": old.anew or new.anew,
              "not_before": new.not_before or (old.not_before if rewrites else None)}  # fmt: skip
    return new.model_copy(update=update)


def stored(letter: Letter) -> dict[str, Any]:
    """A letter as it is kept (sealed); `Letter.model_validate` reads it again."""
    return letter.model_dump(mode="json", exclude_defaults=True)


# -- looking ----------------------------------------------------------------------------------------


class Listed(NamedTuple):
    """A letter as the page and `fieldbot outbox` show it."""

    id: int
    chat: int
    kind: Kind
    card: str | None
    state: LetterState
    priority: Priority
    tries: int
    doubtful: bool
    error: str
    message_id: int | None
    not_before: datetime | None
    at: datetime  # written
    delivered_at: datetime | None
    letter: Letter | None  # None once its words are forgotten


def waiting(session: Session) -> dict[str, int]:
    """How many letters there are in each state; states without a letter are left out."""
    counted = select(LETTERS.c.state, func.count()).group_by(LETTERS.c.state)
    return {LetterState(state).value: number for state, number in session.connection().execute(counted)}


def undelivered(session: Session) -> int:
    """How many letters failed, or may have, in the days that their words are kept: what is worth a look."""
    lost = LETTERS.c.state.in_((LetterState.FAILED, LetterState.UNKNOWN)), LETTERS.c.content.is_not(None)
    return int(session.connection().execute(select(func.count()).where(*lost)).scalar_one())


def listed(session: Session, failed_only: bool = False, limit: int = 200) -> list[Listed]:
    """The newest letters first; `failed_only`: those that failed or whose outcome stayed unknown."""
    query = select(LETTERS).order_by(LETTERS.c.id.desc()).limit(limit)
    if failed_only:
        query = query.where(LETTERS.c.state.in_((LetterState.FAILED, LetterState.UNKNOWN)))
    return [_listed(row) for row in session.connection().execute(query).mappings()]


def forget_texts(session: Session, before: datetime) -> int:
    """Empties what was delivered, or finally not delivered, and written before a moment. Returns how many."""
    done = LETTERS.c.state.not_in((LetterState.WAITING, LetterState.CLAIMED))
    told = func.coalesce(LETTERS.c.delivered_at, LETTERS.c.written_at)
    emptied = update(LETTERS).where(done, told < before, LETTERS.c.content.is_not(None)).values(content=None)
    return session.connection().execute(emptied).rowcount


def _listed(row: Any) -> Listed:
    letter = Letter.model_validate(row["content"]) if row["content"] else None
    own = {name: row[name] for name in Listed._fields if name in row}
    own["priority"] = Priority(row["priority"])
    return Listed(**own, at=row["written_at"], letter=letter)


# -- writing ----------------------------------------------------------------------------------------

_Card = tuple[str, int]


class _Waiting(NamedTuple):
    id: int
    letter: Letter
    retried_at: float  # machine's clock: a letter that failed in passing keeps its pause


def _card_of(letter: Letter) -> _Card | None:
    """What a letter rewrites: only whole texts do; new buttons or a deletion need the text before them."""
    return (letter.card, letter.chat) if letter.card and letter.kind is Kind.TEXT else None


def _calls(letter: Letter) -> Iterator[Letter]:
    """A letter as Telegram takes it, a call each: albums of ten, and what stands behind ☰ for itself."""
    if letter.commands is None or letter.kind is Kind.COMMANDS:
        yield from _albums_of_ten(letter)
        return
    yield from _albums_of_ten(letter.model_copy(update={"commands": None}))
    yield Letter(chat=letter.chat, kind=Kind.COMMANDS, commands=letter.commands, priority=Priority.REMINDER,
                 not_before=letter.not_before)  # fmt: skip


def _albums_of_ten(letter: Letter) -> Iterator[Letter]:
    """An album as Telegram takes it: ten at most, the words with the first."""
    if letter.kind is not Kind.ALBUM or len(letter.files) <= LARGEST_ALBUM:
        yield letter
        return
    for start in range(0, len(letter.files), LARGEST_ALBUM):
        files = letter.files[start : start + LARGEST_ALBUM]
        yield letter.model_copy(update={"files": files, "text": letter.text if start == 0 else ""})


def _with_old_buttons_taken(connection: Connection, letters: Iterable[Letter]) -> Iterator[Letter]:
    """A card that is sent anew leaves its old message behind: its buttons go, since they would show a past state.

    Once: of a bundle of messages each may send the card anew, and it leaves a single time.
    """
    taken = set[_Card | None]()
    for letter in letters:
        card = _card_of(letter)
        old = _left_behind(connection, letter) if letter.anew and card not in taken else None
        if old is not None:
            taken.add(card)
            kind = Kind.DELETE if letter.alone else Kind.BUTTONS
            yield Letter(chat=letter.chat, kind=kind, message_id=old, silent=True, priority=letter.priority,
                         not_before=letter.not_before)  # fmt: skip
        yield letter


def _left_behind(connection: Connection, letter: Letter) -> int | None:
    """The message that shows a card now, unless it was dealt with when the card that still waits was written."""
    coming = _waiting_cards(connection, [letter]).get(_card_of(letter))
    if coming and coming.letter.anew:
        return None
    found = connection.execute(_CARD_MESSAGE, {"card": letter.card, "in_chat": letter.chat}).scalar()
    return int(found) if found is not None else None


def _each_card_once(letters: Iterable[Letter]) -> list[Letter]:
    """The letters in order, two of one card made into one at the place of the first."""
    found: dict[object, Letter] = {}
    for number, letter in enumerate(letters):
        key = _card_of(letter) or number
        found[key] = newer_of(found[key], letter) if key in found else letter
    return list(found.values())


def _waiting_cards(connection: Connection, letters: Sequence[Letter]) -> dict[_Card | None, _Waiting]:
    cards = {card for letter in letters if (card := _card_of(letter))}
    if not cards:
        return {}
    rows = connection.execute(_WAITING_CARDS, {"cards": [card for card, _ in cards]})
    return {(row.card, row.chat): _waiting_card(row) for row in rows if (row.card, row.chat) in cards}


def _waiting_card(row: Any) -> _Waiting:
    retried_at = row.held_until if row.failing_since is not None else 0.0
    return _Waiting(row.id, Letter.model_validate(row.content), retried_at)


def _rewriting(old: _Waiting, new: Letter, ticks: float) -> dict[str, Any]:
    letter = newer_of(old.letter, new)
    return {
        "row": old.id,
        "content": stored(letter),
        "priority": int(letter.priority),
        "held_until": max(ticks + letter.delay, old.retried_at),
        "not_before": letter.not_before,
        "expires": ticks + letter.worth if letter.worth is not None else None,
    }


def _row(letter: Letter, at: datetime, ticks: float, step: str | None = None) -> dict[str, Any]:
    return {
        "chat": letter.chat,
        "kind": letter.kind,
        "card": letter.card,
        "about": letter.card or letter.beside,
        "serial": serial_of(letter.card or letter.beside or "") or None,
        "priority": int(letter.priority),
        "content": stored(letter),
        "step": step,
        "state": LetterState.WAITING,
        "not_before": letter.not_before,
        "held_until": ticks + letter.delay if letter.delay else 0.0,
        "expires": ticks + letter.worth if letter.worth is not None else None,
        "tries": 0,
        "doubtful": False,
        "error": "",
        "written_at": at,
    }


def _write_once(session: Session, letter: Letter, step: str, at: datetime, ticks: float) -> None:
    """The waiting letter of the same card is dropped, not rewritten: its row may carry a step of its own."""
    connection = session.connection()
    old = _waiting_cards(connection, [letter]).get(_card_of(letter))
    whole = newer_of(old.letter, letter) if old else letter
    added = connection.execute(_insert_once(connection), _row(whole, at, ticks, step)).scalar()
    if old and added is not None:
        connection.execute(_DROP, {"row": old.id})


def _insert_once(connection: Connection) -> Any:
    insert_once = insert_into(connection, LETTERS).on_conflict_do_nothing(index_elements=["step"])
    return insert_once.returning(LETTERS.c.id)  # nothing comes back where the step was told already
