"""The state of the sandbox's Telegram, which both sides share: the bot's methods and the people's apps."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.sandbox.events import Event, Events
from bot.sandbox.faults import Fault
from bot.sandbox.files import Files
from bot.sandbox.groups import Group
from bot.sandbox.limits import CALLBACK_UPDATE_SECONDS, UPDATE_SECONDS, Pace
from bot.sandbox.people import Person, person_from
from bot.sandbox.refusals import CannotDo, Refused, bad_request
from bot.sandbox.store import Numbers, Row, Store, to_json

Json = dict[str, Any]
Room = Person | Group  # a chat: with the bot alone, which is the person's, or a group
Outcome = Literal["news", "time", "other poll", "webhook", "end"]
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
BOT_NAME = "fieldbot 演示"
BOT_USERNAME = "fieldbot_sandbox_bot"


@dataclass
class Press:
    """A tap on an inline button that waits for the bot's answer."""

    person: int
    chat: int
    at: float
    answered: asyncio.Future[Json]


@dataclass
class Webhook:
    """Where updates are posted; no url: they wait to be fetched."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass
class Counts:
    """What came and went since this sandbox's file began."""

    offered: int = 0
    acknowledged: int = 0
    expired: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Telegram:
    """A Telegram for one bot. `clock` tells unix seconds; `folder` is its own and is created."""

    def __init__(
        self, folder: Path, clock: Callable[[], float], token: str = "42:sandbox", *, limits: bool = True
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.clock, self.token = folder, clock, token
        self.store = Store(folder / "telegram.sqlite")
        self.files = Files(folder / "files", self.store)
        self.events = Events()
        self.fault = Fault()
        self.pace = Pace(limits)
        self.bot: Json = {
            "id": bot_id(token),
            "is_bot": True,
            "first_name": BOT_NAME,
            "username": BOT_USERNAME,
        }
        self.people = {body["id"]: Person(**body) for body in self.store.people()}
        self.groups = {body["id"]: Group(**body) for body in self.store.groups()}
        self.presses: dict[str, Press] = {}
        self.arrived = asyncio.Event()  # for the webhook
        self._poll: asyncio.Future[Outcome] | None = None
        self._next_expiry = 0.0
        self._recall()

    def _recall(self) -> None:
        now = max(1, int(self.clock()))
        self.message_ids = Numbers(self.store, "message_ids", 1)
        self.update_ids = Numbers(self.store, "update_ids", now)
        self.changes = Numbers(self.store, "changes", 1)
        self.group_ids = Numbers(self.store, "group_ids", 1)
        self.query_ids = Numbers(self.store, "query_ids", now * 1000)
        self.webhook = Webhook(**self.store.recall("webhook", {}))
        self.allowed: list[str] = self.store.recall("allowed_updates", [])
        self.privacy: bool = self.store.recall("privacy", True)
        self.shift: int = self.store.recall("shift", 0)  # seconds that dates are ahead of the machine's clock
        self.zone: str | None = self.store.recall("zone", None)  # in which the pages tell times
        kept = self.store.recall("counts", {})
        sent, refused = Counter(kept.pop("sent", {})), Counter(kept.pop("refused", {}))
        self.counts = Counts(**kept, sent=sent, refused=refused)
        self.waiting = self.store.waiting_count()

    def commit(self) -> None:
        """Write down what happened since; called before a person is answered and a few times a second."""
        if self.store.uncommitted:
            self.store.keep("counts", vars(self.counts))
            self.store.commit()

    def close(self) -> None:
        """Orderly end; a Telegram made anew on the same folder goes on from here."""
        self.end_poll("end")
        self.events.close()
        for numbers in (self.message_ids, self.update_ids, self.changes, self.query_ids, self.group_ids):
            numbers.close()
        self.commit()
        self.store.close()

    # time

    def date(self) -> int:
        """The unix seconds that stand in a message: the machine's time, turned forward as far as the bot's is.

        How long things are kept, and the pace, go by the machine's own clock and are never turned.
        """
        return int(self.clock()) + self.shift

    def turn(self, shift: int, zone: str | None) -> None:
        """From now on dates are so far ahead, and the pages tell times in this zone."""
        if shift < 0:
            raise CannotDo("the field's clock is never behind the machine's", 400)
        self.shift, self.zone = shift, zone
        self.store.keep("shift", shift)
        self.store.keep("zone", zone)
        self.commit()
        self.events.tell(0, 0, "state", lambda: {"clock": self.told_time()})

    def told_time(self) -> Json:
        """What the pages tell times by."""
        return {"shift": self.shift, "zone": self.zone}

    # people

    def add_people(self, given: list[Json]) -> list[int]:
        """Add or change people; all or, when one of them is wrong, none."""
        new = [person_from(one, self.people.get(int(one.get("id") or 0))) for one in given]
        for person in new:
            self.people[person.id] = person
            self.keep_person(person)
        self.commit()
        return [person.id for person in new]

    def keep_person(self, person: Person) -> None:
        """Write a person down and tell the pages."""
        self.store.keep_person(person.id, person.kept())
        self.events.tell(person.id, 0, "state", lambda: person.shown(self.unread(person)))

    def keep_group(self, group: Group) -> None:
        """Write a group down and tell the pages."""
        self.groups[group.id] = group
        self.store.keep_group(group.id, group.kept())
        self.events.tell(group.id, 0, "state", lambda: group.shown(self.unread(group)))

    def keep_room(self, room: Room) -> None:
        if isinstance(room, Group):
            self.keep_group(room)
        else:
            self.keep_person(room)

    def person(self, number: int) -> Person:
        """Somebody of the cast, for the people's side."""
        found = self.people.get(number)
        if found is None:
            raise CannotDo(f"nobody here has the id {number}", 404)
        return found

    def group(self, number: int) -> Group:
        """A group, for the people's side."""
        found = self.groups.get(number)
        if found is None:
            raise CannotDo(f"there is no group {number}", 404)
        return found

    def unread(self, room: Room) -> int:
        return self.store.unread(room.id, room.read_up_to)

    def read(self, room: Room) -> None:
        """Somebody has looked at this chat."""
        newest = self.store.newest(room.id)
        if newest > room.read_up_to:
            room.read_up_to = newest
            keep = self.store.keep_group if isinstance(room, Group) else self.store.keep_person
            keep(room.id, room.kept())

    def start(self, person: Person) -> None:
        """First contact: from now on the bot may write to them."""
        if not person.started:
            person.started = True
            self.keep_person(person)

    def met(self, chat: int | None) -> Room:
        """A chat that the bot knows: it cannot know who never wrote to it, nor a group it was never in."""
        if chat is None:
            raise bad_request("chat_id is empty")
        person = self.people.get(chat)
        if person is not None and person.started:
            return person
        group = self.groups.get(chat)
        if group is None or not group.met:
            raise bad_request("chat not found")
        return group

    def reachable(self, chat: int | None, what: str = "text messages") -> Room:
        """A chat into which the bot may send `what` now (empty: edit); raises Telegram's refusal."""
        room = self.met(chat)
        if isinstance(room, Group):
            room.check_open(what)
        elif room.deactivated:
            raise Refused(403, "Forbidden: user is deactivated")
        elif room.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return room

    # messages

    def next_message_id(self, room: Room) -> int:
        """A supergroup counts its own messages; all other chats of the bot share one count."""
        if isinstance(room, Group) and room.kind == "supergroup":
            return self.store.newest(room.id) + 1
        return self.message_ids.next()

    def in_topic(self, group: Group, topic: int, message: Json) -> Json:
        """What a message under a topic bears. One that replies to none replies to the topic's beginning."""
        place = group.place_of(topic)
        if not place or "reply_to_message" in message:
            return place
        begun = self.store.message(group.id, topic)
        return {**place, "reply_to_message": json.loads(begun.body)} if begun else place

    def keep_message(self, chat: int, message: Json, *, out: bool, silent: bool = False) -> str:
        """A new message: into the chat and onto the pages. Its JSON."""
        change = self.changes.next()
        row = Row(chat, message["message_id"], to_json(message), out, silent, change, change)
        self.store.add_message(row)
        self.events.tell(chat, change, "message", lambda: {"message": shown(row)})
        return row.body

    def change_message(self, row: Row, message: Json) -> str:
        """New content of a message; its JSON."""
        row.body, row.edited, row.changed = to_json(message), True, self.changes.next()
        self.store.change_message(row)
        self.events.tell(row.chat, row.changed, "edited", lambda: {"message": shown(row)})
        return row.body

    def delete_message(self, row: Row) -> None:
        """Gone for both; the words are forgotten here too."""
        message = json.loads(row.body)
        row.body = to_json({key: message[key] for key in ("message_id", "date", "chat")})
        row.deleted, row.changed = True, self.changes.next()
        self.store.change_message(row)
        self.events.tell(
            row.chat, row.changed, "deleted", lambda: {"message_id": row.id, "message": shown(row)}
        )

    def missed(self, persons: list[int], after: int) -> list[Event]:
        """What a page that saw change number `after` has missed since."""
        events = []
        for row in self.store.changed_after(persons or [*self.people, *self.groups], after):
            name = "deleted" if row.deleted else "message" if row.born > after else "edited"
            data = {"person": row.chat, "message_id": row.id, "message": shown(row)}
            events.append(Event(row.changed, row.chat, name, data))
        return events

    # updates

    def queue(self, kind: str, chat: int, payload: str) -> int | None:
        """An update for the bot, unless it does not want this kind; its update_id. `payload` is JSON."""
        if self.allowed and kind not in self.allowed:
            return None
        number = self.update_ids.next()
        life = CALLBACK_UPDATE_SECONDS if kind == "callback_query" else UPDATE_SECONDS
        body = f'{{"update_id":{number},"{kind}":{payload}}}'
        self.store.queue(number, kind, chat, self.clock() + life, body)
        self.waiting += 1
        self.counts.offered += 1
        if self._poll is not None:
            self.end_poll("news")
        self.arrived.set()
        return number

    def acknowledge(self, below: int) -> None:
        """Everything before this update_id is done; a negative one counts from the end."""
        if below < 0:
            first = self.store.last_waiting(-below)
            below = first if first is not None else 0
        if below > 0:
            self._gone(self.store.drop_below(below))

    def acknowledge_one(self, update: int) -> None:
        self._gone(self.store.drop_update(update))

    def _gone(self, count: int) -> None:
        self.waiting -= count
        self.counts.acknowledged += count

    def drop_expired(self) -> None:
        """Forget what Telegram no longer keeps: messages after 24 hours, presses after 150 seconds."""
        now = self.clock()
        if now >= self._next_expiry:
            self._next_expiry = now + 1
            gone = self.store.drop_expired(now)
            self.waiting -= gone
            self.counts.expired += gone

    def end_poll(self, why: Outcome) -> None:
        """Wake the getUpdates that is waiting, if any."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)
        self._poll = None

    async def poll(self, seconds: float) -> Outcome:
        """Wait for an update; the answer says what ended the wait."""
        mine: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._poll = mine
        await asyncio.wait({mine}, timeout=seconds)
        if self._poll is mine:
            self._poll = None
        return mine.result() if mine.done() else "time"

    def set_webhook(self, webhook: Webhook) -> None:
        """Post updates there from now on, or, without a url, let them be fetched again."""
        self.webhook = webhook
        self.store.keep("webhook", vars(webhook))
        if webhook.url:
            self.end_poll("webhook")
        self.arrived.set()

    def set_privacy(self, on: bool) -> None:
        """As @BotFather sets it: for the groups that the bot joins from now on."""
        self.privacy = on
        self.store.keep("privacy", on)
        self.events.tell(0, 0, "state", lambda: {"privacy": on})

    def allow(self, kinds: list[Any] | None) -> None:
        """The kinds of update the bot wants from now on; None: as before, empty: all."""
        if kinds is None:
            return
        wanted = [str(kind) for kind in kinds]
        if wanted != self.allowed:
            self.allowed = wanted
            self.store.keep("allowed_updates", wanted)


def bot_id(token: str) -> int:
    """The number before the colon of a bot token."""
    number = token.partition(":")[0]
    if not number.isdigit() or not token.partition(":")[2]:
        raise ValueError("a token looks like 42:letters")
    return int(number)


def shown(row: Row) -> Json:
    """A message as the people's side sees it: the Bot API object and what only an app knows."""
    message: Json = json.loads(row.body)
    markup = message.get("reply_markup") or {}
    buttons = [[_button(one) for one in line] for line in markup.get("inline_keyboard", [])]
    return {
        **message,
        "out": row.out,
        "deleted": row.deleted,
        "edited": row.edited,
        "silent": row.silent,
        "buttons": buttons,
        "files": _files(message),
        "seq": row.changed,
    }


def _button(button: Json) -> Json:
    target = {"url": button["url"]} if "url" in button else {"data": button.get("callback_data", "")}
    return {"text": button["text"], **target}


def _files(message: Json) -> list[Json]:
    for kind in ("photo", "document", "sticker", "voice", "audio", "video"):
        if kind in message:
            file = message[kind][-1] if kind == "photo" else message[kind]
            name = file.get("file_name", "")
            return [{"url": f"/sandbox/api/files/{file['file_id']}", "kind": kind, "name": name}]
    return []
