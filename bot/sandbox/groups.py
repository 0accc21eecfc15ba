"""Groups: who is in them, what the bot is in them, and what of them it hears.

A bot of ordinary settings ("privacy mode") hears little: commands, replies to its own messages and what
Telegram itself says (somebody came, a topic was made). It hears all as an administrator, or where it was added
while privacy mode was off: the switch holds for groups joined from then on, as with the real one.
"""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import Refused, bad_request

Json = dict[str, Any]
RULING = ("creator", "administrator")
PRESENT = ("creator", "administrator", "member", "restricted")
ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}  # whom Telegram names as sender where the group itself speaks
SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "supergroup_chat_created",
    "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created",
)  # fmt: skip
TOPIC_COLOR = 7322096  # one of the six that Telegram has
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages", "can_manage_topics", "can_send_welcome_messages",
)  # fmt: skip
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@dataclass
class Group:
    """A group or a supergroup (`forum`: with topics). The bot's status is kept beside the people's."""

    id: int
    title: str
    kind: str = "group"  # or "supergroup"
    forum: bool = False
    members: dict[int, str] = field(default_factory=dict)  # by person: creator, administrator, member, left
    topics: dict[int, str] = field(default_factory=dict)  # by message_thread_id; the general one has none
    bot: str = "left"  # member, administrator, restricted, kicked
    met: bool = False  # the bot has been in it: it may know its id
    hears_all: bool = False  # privacy mode was off when the bot came
    hushed: bool = False  # a basic group in which only administrators may write
    migrated_to: int = 0
    read_up_to: int = 0
    keyboard: Json | None = None
    chat: Json = field(default_factory=dict, compare=False)  # Bot API Chat

    def __post_init__(self) -> None:
        self.members = {int(person): status for person, status in self.members.items()}
        self.topics = {int(thread): name for thread, name in self.topics.items()}
        self.retitle(self.title)

    def retitle(self, title: str) -> None:
        self.title = title
        self.chat = {"id": self.id, "type": self.kind, "title": title}
        if self.forum:
            self.chat["is_forum"] = True

    def kept(self) -> Json:
        """What stands in the file."""
        return {key: value for key, value in vars(self).items() if key != "chat"}

    def shown(self, unread: int) -> Json:
        """What the page is told."""
        return {
            "id": self.id,
            "type": self.kind,
            "title": self.title,
            "is_forum": self.forum,
            "members": [{"id": person, "status": status} for person, status in self.members.items()],
            "topics": [{"id": thread, "name": name} for thread, name in self.topics.items()],
            "bot": self.bot,
            "hears_all": self.hears_all or self.bot == "administrator",
            "hushed": self.hushed,
            "migrated_to": self.migrated_to or None,
            "unread": unread,
        }

    @property
    def has_bot(self) -> bool:
        return self.bot in PRESENT

    def has(self, person: int) -> bool:
        return self.members.get(person) in PRESENT

    def is_ruled_by(self, person: int) -> bool:
        return self.members.get(person) in RULING

    def check_open(self, what: str) -> None:
        """Raises Telegram's refusal where the bot may not send `what` ("text messages"; empty: look or edit)."""
        if self.migrated_to:
            why = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, why, {"migrate_to_chat_id": self.migrated_to})
        if self.bot == "kicked":
            raise Refused(403, f"Forbidden: bot was kicked from the {self.kind} chat")
        if not self.has_bot:
            raise Refused(403, f"Forbidden: bot is not a member of the {self.kind} chat")
        if what and (self.bot == "restricted" or (self.hushed and self.bot != "administrator")):
            raise bad_request(f"not enough rights to send {what} to the chat")

    def place_of(self, thread: int) -> Json:
        """What a message under this topic bears; 0 is outside any. Refuses what is no topic here."""
        if not thread:
            return {}
        if not self.forum or thread not in self.topics:  # also 1, the general topic, and reply threads
            raise bad_request("message thread not found")
        return {"message_thread_id": thread, "is_topic_message": True}

    def reaches_bot(self, message: Json, bot: Json) -> bool:
        """Whether Telegram tells the bot of this message of a person."""
        if not self.has_bot:
            return False
        if self.hears_all or self.bot == "administrator" or any(one in message for one in SERVICE):
            return True
        return _is_command(message, str(bot["username"])) or _is_reply_to(message, bot["id"])


def _is_command(message: Json, username: str) -> bool:
    """A command at the beginning, for this bot or for nobody by name; one for another bot is not ours."""
    words = message.get("text") or message.get("caption") or ""
    for mark in message.get("entities") or message.get("caption_entities") or []:
        if mark["type"] == "bot_command" and mark["offset"] == 0:
            name = words[: mark["length"]].partition("@")[2]
            return not name or name.lower() == username.lower()
    return False


def _is_reply_to(message: Json, bot: int) -> bool:
    replied = message.get("reply_to_message") or {}
    return replied.get("from", {}).get("id") == bot and "forum_topic_created" not in replied


def membership(status: str, user: Json) -> Json:
    """A Bot API ChatMember."""
    member: Json = {"status": status, "user": user}
    if status == "creator":
        return {**member, "is_anonymous": False}
    if status == "administrator":
        rights = {right: right not in ("can_promote_members", "can_post_stories") for right in RIGHTS}
        return {**member, "can_be_edited": False, "is_anonymous": False, **rights}
    if status == "restricted":
        return {**member, "is_member": True, **dict.fromkeys(PERMISSIONS, False), "until_date": 0}
    return {**member, "until_date": 0} if status == "kicked" else member
