"""A group of the cast, as everybody in it sees it, with or without the bot.

    group = await gathering(talk, "西湖站值班群", luo, wang, chen)     # luo founds it
    await group.adds_bot(luo)
    heard = await chen.says_in(group, "/bao@fieldbot_sandbox_bot 4号楼化粪池漏了")   # what is said in the group
    assert "私聊" in await chen.hears()                                             # and to her alone

What somebody does in a group gives what the group hears of it; their own chat is asked by `hears`.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from fieldwork import numbers
from storage.tables import CardRow
from tests.talk import Actor, Heard, Key, Said, Talk, message_id, said_from

BOT = "@fieldbot_sandbox_bot"


async def gathering(
    talk: Talk, title: str, founder: Actor, *members: Actor, supergroup: bool = False, forum: bool = False,
    bot: bool = False,
) -> "Gathering":  # fmt: skip
    """A new group, in which `founder` rules; `bot`: with the bot in it."""
    made = await talk.sandbox.does(
        "groups",
        person=founder.account,
        title=title,
        members=[one.account for one in members],
        supergroup=supergroup,
        forum=forum,
    )
    group = Gathering(talk, int(made["id"]))
    if bot:
        await group.adds_bot(founder)
    return group


@dataclass
class Gathering:
    """One group; with `topic`, one topic of a forum."""

    talk: Talk
    id: int
    topic: int = 0
    known: dict[int, Said] = field(default_factory=dict)

    # -- what is done in it; each gives what the group hears of it

    async def says(
        self, who: Actor, text: str, *, to: Said | int | None = None, anonymous: bool = False
    ) -> Heard:
        """`anonymous`: an administrator speaks in the name of the group."""
        return await self._acts(who, "say", text=text, reply_to=message_id(to), anonymous=anonymous)

    async def sends_photo(
        self, who: Actor, caption: str = "", *, to: Said | int | None = None, **fields: Any
    ) -> Heard:
        await self.catches_up()
        await who.sends("photo", 1, [caption], to=to, chat=self.id, topic=self.topic, **fields)
        return await self.hears()

    async def edits(self, who: Actor, message: int, text: str) -> Heard:
        return await self._acts(who, "edit", message_id=message, text=text)

    async def taps(self, who: Actor, label: str, on: Said | None = None) -> Heard:
        """Taps the button of that label on the newest message that has it."""
        shown = [on] if on else [said for said in await self.chat() if said.key(label)]
        key: Key | None = shown[-1].key(label) if shown else None
        assert key is not None, f"there is no button {label} in the group"
        return await self.taps_data(who, key.data, key.message)

    async def taps_data(self, who: Actor, data: str, message: int) -> Heard:
        """Taps what an old screen still shows, or what a forger sends."""
        before = len(self.talk.sandbox.exchanges)
        heard = await self._acts(who, "press", message_id=message, data=data, force=True, wait=0)
        answers = [one for one in self.talk.sandbox.exchanges[before:] if one.method == "answerCallbackQuery"]
        assert answers, f"the tap on {data} was not answered"
        return Heard(heard.messages, str(answers[-1].params.get("text", "")))

    # -- who is in it

    async def adds_bot(self, who: Actor) -> Heard:
        return await self._bot_becomes(who, "member")

    async def removes_bot(self, who: Actor) -> Heard:
        return await self._bot_becomes(who, "kicked")

    async def promotes_bot(self, who: Actor) -> Heard:
        return await self._bot_becomes(who, "administrator")

    async def demotes_bot(self, who: Actor) -> Heard:
        return await self._bot_becomes(who, "member")

    async def restricts_bot(self, who: Actor) -> Heard:
        """It may not write any more; in a basic group nobody may, but administrators."""
        if await self._is_basic():
            return await self._acts(who, "groups/hush", on=True)
        return await self._bot_becomes(who, "restricted")

    async def _bot_becomes(self, who: Actor, status: str) -> Heard:
        return await self._acts(who, "groups/bot", status=status)

    async def adds(self, who: Actor, *members: Actor, status: str = "member") -> Heard:
        """`who` brings others in, or gives them another status: administrator, member, left."""
        for one in members:
            asked = {"chat": self.id, "person": who.account, "member": one.account, "status": status}
            await self.talk.sandbox.does("groups/member", **asked)
        return await self._hears_after()

    async def becomes_supergroup(self, who: Actor, *, forum: bool = False) -> "Gathering":
        """The same people in another chat; this one is closed."""
        await self.catches_up()
        asked = {"chat": self.id, "person": who.account, "forum": forum}
        grown = await self.talk.sandbox.does("groups/grow", **asked)
        await self.talk.settle()
        return Gathering(self.talk, int(grown["id"]))

    async def opens_topic(self, who: Actor, name: str) -> "Gathering":
        asked = {"chat": self.id, "person": who.account, "name": name}
        made = await self.talk.sandbox.does("groups/topic", **asked)
        await self.talk.settle()
        return Gathering(self.talk, self.id, int(made["topic"]))

    async def _is_basic(self) -> bool:
        groups = (await self.talk.sandbox.look("state"))["groups"]
        return any(one["id"] == self.id and one["type"] == "group" for one in groups)

    # -- what is seen in it

    async def hears(self) -> Heard:
        """What the bot said or rewrote here since somebody last did something."""
        fresh = []
        for said in await self.chat():
            if self.known.get(said.id) != said:
                self.known[said.id] = said
                fresh.append(said)
        return Heard(fresh)

    async def chat(self) -> list[Said]:
        """Everything the bot said here, as it stands now."""
        return [said_from(raw) for raw in await self._messages() if not raw["out"]]

    async def _messages(self) -> list[dict[str, Any]]:
        """All messages here: under this topic, or under none."""
        raw = await self.talk.sandbox.hears(self.id)
        return [one for one in raw if self._thread(one) == self.topic and not one["deleted"]]

    @staticmethod
    def _thread(raw: dict[str, Any]) -> int:
        return int(raw["message_thread_id"]) if raw.get("is_topic_message") else 0

    async def newest(self) -> Said:
        return (await self.chat())[-1]

    async def last_said(self, who: Actor) -> int:
        """The newest message of one of the people here."""
        mine = [one for one in await self._messages() if one["from"]["id"] == who.account]
        return int(mine[-1]["message_id"])

    async def card(self, number: str) -> Said:
        """The card of a report in this group, as it stands."""
        found = await self.cards(number)
        assert found, f"there is no card of {number} in the group"
        return found[-1]

    async def cards(self, number: str) -> list[Said]:
        serial = numbers.read(number)
        at = select(col(CardRow.message_id)).where(
            col(CardRow.chat) == self.id, col(CardRow.subject).like(f"%:{serial}.{self.topic}")
        )
        messages = await self.talk.asks(lambda s: set(s.execute(at).scalars()))
        return [said for said in await self.chat() if said.id in messages]

    async def catches_up(self) -> None:
        """Forgets what was not listened to."""
        await self.talk.settle()
        await self.hears()

    async def _acts(self, who: Actor, what: str, **asked: Any) -> Heard:
        await self.catches_up()
        await who.catches_up()
        where = {"chat": self.id, **({"topic": self.topic} if self.topic else {})}
        await self.talk.sandbox.does(what, person=who.account, **where, **asked)
        return await self._hears_after()

    async def _hears_after(self) -> Heard:
        await self.talk.settle()
        return await self.hears()
