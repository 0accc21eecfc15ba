"""What stands in the sandbox's own SQLite file.

One connection, and a transaction that stays open until `commit`: what people send is committed before they
are told that it is sent; what the bot does is committed a few times a second. So a `kill -9` of the sandbox
loses nothing of a person's, and the bot's last fifth of a second at most. A call costs an insert, no commit.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

to_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

SCHEMA = """
create table if not exists kept (key text primary key, value text not null) without rowid;
create table if not exists people (id integer primary key, body text not null);
create table if not exists groups (id integer primary key, body text not null);
create table if not exists updates (
    update_id integer primary key, kind text not null, chat integer not null,
    expires real not null, body text not null);
create index if not exists updates_expire on updates (expires);
create table if not exists messages (
    chat integer not null, id integer not null, out integer not null, silent integer not null,
    deleted integer not null default 0, edited integer not null default 0,
    born integer not null, changed integer not null, body text not null, unique (chat, id));
create index if not exists messages_changed on messages (chat, changed);
create table if not exists files (
    file_id text primary key, unique_id text not null, kind text not null, path text not null,
    name text not null, mime text not null, size integer not null,
    width integer not null, height integer not null, seconds integer not null default 0);
create index if not exists files_path on files (path);
create table if not exists commands (
    scope text not null, language text not null, body text not null, primary key (scope, language));
"""
ID_BLOCK = 1000  # numbers promised at once, so that none is given twice after a kill


@dataclass(slots=True)
class Row:
    """A message as kept: its Bot API object as JSON, and what only the people's side needs to know."""

    chat: int
    id: int
    body: str
    out: bool  # a person sent it
    silent: bool
    born: int  # the change that made it
    changed: int  # the last change, in the order of all changes of this sandbox
    deleted: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file that Telegram has: each `file_id` names one; `unique_id` is the same for the same bytes."""

    file_id: str
    unique_id: str
    kind: str  # photo, document, sticker, voice, audio, video
    path: str  # below the sandbox's folder `files`, and in the bot's download address
    name: str
    mime: str
    size: int
    width: int
    height: int
    seconds: int = 0  # how long it plays


class Store:
    """The file and its one connection. Not for several threads."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("pragma synchronous = off")  # outlives its process; a power cut is not simulated
        self._db.execute("pragma journal_mode = wal")
        self._db.executescript(SCHEMA)
        self._catch_up()
        self.file_count = int(self._one("select count(*) from files"))

    def _catch_up(self) -> None:
        """A file that an older sandbox wrote gets what it lacks."""
        columns = [row[1] for row in self._db.execute("pragma table_info(files)")]
        if "seconds" not in columns:
            self._db.execute("alter table files add column seconds integer not null default 0")

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()[0]

    def _write(self, sql: str, values: tuple[Any, ...]) -> int:
        if not self._db.in_transaction:
            self._db.execute("begin immediate")
        return self._db.execute(sql, values).rowcount

    @property
    def uncommitted(self) -> bool:
        """Whether something waits for `commit`."""
        return self._db.in_transaction

    def commit(self) -> None:
        """Make everything written so far outlive this process."""
        if self._db.in_transaction:
            self._db.execute("commit")

    def close(self) -> None:
        self.commit()
        self._db.close()

    # small things by name

    def recall(self, key: str, otherwise: Any) -> Any:
        """What was kept under this name, or `otherwise`."""
        row = self._db.execute("select value from kept where key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else otherwise

    def keep(self, key: str, value: Any) -> None:
        self._write("insert or replace into kept values (?, ?)", (key, to_json(value)))

    # people

    def people(self) -> list[dict[str, Any]]:
        return [json.loads(body) for (body,) in self._db.execute("select body from people order by rowid")]

    def keep_person(self, person: int, body: dict[str, Any]) -> None:
        self._write("insert or replace into people values (?, ?)", (person, to_json(body)))

    def groups(self) -> list[dict[str, Any]]:
        return [json.loads(body) for (body,) in self._db.execute("select body from groups order by id desc")]

    def keep_group(self, group: int, body: dict[str, Any]) -> None:
        self._write("insert or replace into groups values (?, ?)", (group, to_json(body)))

    # updates

    def queue(self, update: int, kind: str, chat: int, expires: float, body: str) -> None:
        self._write("insert into updates values (?, ?, ?, ?, ?)", (update, kind, chat, expires, body))

    def waiting(self, first: int, limit: int) -> list[str]:
        """The bodies of the oldest waiting updates from `first` on."""
        rows = self._db.execute(
            "select body from updates where update_id >= ? order by update_id limit ?", (first, limit)
        )
        return [body for (body,) in rows]

    def waiting_with_queue(self, limit: int) -> list[tuple[int, int, str]]:
        """(update_id, chat, body) of the oldest waiting updates."""
        rows = self._db.execute(
            "select update_id, chat, body from updates order by update_id limit ?", (limit,)
        )
        return list(rows)

    def waiting_count(self) -> int:
        return int(self._one("select count(*) from updates"))

    def last_waiting(self, back: int) -> int | None:
        """The update_id of the `back`-th update from the end; None when none waits."""
        row = self._db.execute(
            "select min(update_id) from (select update_id from updates order by update_id desc limit ?)",
            (back,),
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def drop_below(self, update: int) -> int:
        """Forget the updates before this one; how many there were."""
        return self._write("delete from updates where update_id < ?", (update,))

    def drop_update(self, update: int) -> int:
        return self._write("delete from updates where update_id = ?", (update,))

    def drop_expired(self, now: float) -> int:
        found = self._db.execute("select 1 from updates where expires < ? limit 1", (now,)).fetchone()
        return self._write("delete from updates where expires < ?", (now,)) if found else 0

    # messages

    def add_message(self, row: Row) -> None:
        self._write(
            "insert into messages (chat, id, out, silent, born, changed, body) values (?, ?, ?, ?, ?, ?, ?)",
            (row.chat, row.id, row.out, row.silent, row.born, row.changed, row.body),
        )

    def change_message(self, row: Row) -> None:
        self._write(
            "update messages set deleted = ?, edited = ?, changed = ?, body = ? where chat = ? and id = ?",
            (row.deleted, row.edited, row.changed, row.body, row.chat, row.id),
        )

    def message(self, chat: int, number: int) -> Row | None:
        rows = self._messages("where chat = ? and id = ?", (chat, number))
        return rows[0] if rows else None

    def messages_after(self, chat: int, number: int, limit: int) -> list[Row]:
        """The newest `limit` messages after `number`, oldest first."""
        return self._messages("where chat = ? and id > ? order by id desc limit ?", (chat, number, limit))[
            ::-1
        ]

    def changed_after(self, chats: Iterable[int], changed: int) -> list[Row]:
        """All messages of these chats made, edited or deleted since, in the order of the change."""
        rows = [
            row for chat in chats for row in self._messages("where chat = ? and changed > ?", (chat, changed))
        ]
        return sorted(rows, key=lambda row: row.changed)

    def unread(self, chat: int, after: int) -> int:
        """How many of the bot's messages came after this one."""
        sql = "select count(*) from messages where chat = ? and id > ? and not out and not deleted"
        return int(self._one(sql, chat, after))

    def newest(self, chat: int) -> int:
        return int(self._one("select coalesce(max(id), 0) from messages where chat = ?", chat))

    def _messages(self, where: str, values: tuple[Any, ...]) -> list[Row]:
        sql = f"select chat, id, body, out, silent, born, changed, deleted, edited from messages {where}"
        return [
            Row(chat, number, body, bool(out), bool(silent), born, changed, bool(deleted), bool(edited))
            for chat, number, body, out, silent, born, changed, deleted, edited in self._db.execute(
                sql, values
            )
        ]

    # files and commands

    def add_file(self, file: File) -> None:
        said = (file.file_id, file.unique_id, file.kind, file.path, file.name, file.mime, file.size)
        values = (*said, file.width, file.height, file.seconds)
        self._write("insert into files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        self.file_count += 1

    def file(self, file_id: str) -> File | None:
        row = self._db.execute("select * from files where file_id = ?", (file_id,)).fetchone()
        return File(*row) if row else None

    def files_at(self, path: str) -> list[File]:
        """All names of the same bytes, the smallest picture first."""
        return [
            File(*row)
            for row in self._db.execute("select * from files where path = ? order by width", (path,))
        ]

    def keep_commands(self, scope: str, language: str, commands: list[dict[str, str]]) -> None:
        self._write("insert or replace into commands values (?, ?, ?)", (scope, language, to_json(commands)))

    def commands(self, scope: str, language: str) -> list[dict[str, str]]:
        sql = "select body from commands where scope = ? and language = ?"
        row = self._db.execute(sql, (scope, language)).fetchone()
        return list(json.loads(row[0])) if row else []


class Numbers:
    """Numbers that only go up, also over a kill: a block is promised in the file before one is given."""

    def __init__(self, store: Store, name: str, first: int) -> None:
        self._store, self._name = store, name
        self.last = int(store.recall(name, first)) - 1
        self._promised = self.last + 1

    def next(self) -> int:
        return self.take(1)

    def take(self, count: int) -> int:
        """The first of `count` numbers in a row."""
        first = self.last + 1
        self.last += count
        if self.last >= self._promised:
            self._promised = self.last + ID_BLOCK
            self._store.keep(self._name, self._promised)
            self._store.commit()
        return first

    def close(self) -> None:
        """Leave no gap after an orderly end."""
        self._store.keep(self._name, self.last + 1)
