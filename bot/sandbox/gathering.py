"""What people do with groups: found them, fill them, let the bot in or throw it out, make them grow.

The bot hears of its own coming and going as my_chat_member, of the rest by service messages. In a basic group
its leaving is a service message too; in a supergroup it is gone before that is said.
"""

from bot.sandbox.groups import ANONYMOUS, PRESENT, TOPIC_COLOR, Group, membership
from bot.sandbox.people import Person
from bot.sandbox.refusals import CannotDo
from bot.sandbox.speaking import announce
from bot.sandbox.store import to_json
from bot.sandbox.telegram import Json, Telegram

FIRST_GROUP = 4_500_000_000
FIRST_SUPERGROUP = 1_002_000_000_000
LONGEST_TITLE = 128


def found(
    telegram: Telegram,
    founder: int,
    title: str,
    members: list[int],
    *,
    supergroup: bool,
    forum: bool,
    bot: bool,
) -> Group:
    """Somebody makes a group; with topics it is a supergroup from the beginning.

    A basic group is founded with its members, so the bot hears of that; into a supergroup it comes afterwards.
    """
    person, name = telegram.person(founder), title.strip()
    if not 1 <= len(name) <= LONGEST_TITLE:
        raise CannotDo(f"a group's title has 1 to {LONGEST_TITLE} characters", 400)
    people = {telegram.person(one).id: "member" for one in members}
    group = _new(telegram, name, supergroup or forum, forum, {**people, founder: "creator"})
    if bot and group.kind == "group":
        bot_became(telegram, group, person.user, "member", {"group_chat_created": True})
    else:
        announce(telegram, group, person.user, {f"{group.kind}_chat_created": True})
    if bot:
        bot_became(telegram, group, person.user, "member")
    telegram.keep_group(group)
    telegram.commit()
    return group


def _new(telegram: Telegram, title: str, supergroup: bool, forum: bool, members: dict[int, str]) -> Group:
    number = telegram.group_ids.next()
    if supergroup:
        return Group(-(FIRST_SUPERGROUP + number), title, "supergroup", forum, members)
    return Group(-(FIRST_GROUP + number), title, members=members)


def _ruled(telegram: Telegram, chat: int, number: int) -> tuple[Group, Person]:
    """A group that lives, and one of its administrators."""
    group, person = telegram.group(chat), telegram.person(number)
    if group.migrated_to:
        raise CannotDo(f"{group.title} is a supergroup now: {group.migrated_to}")
    if not group.is_ruled_by(number):
        raise CannotDo(f"{person.first_name} is no administrator of {group.title}")
    return group, person


def set_bot(telegram: Telegram, chat: int, number: int, status: str) -> Group:
    """An administrator lets the bot in, promotes, silences or removes it; adding it is every member's right."""
    group = telegram.group(chat)
    adds = status == "member" and not group.has_bot and group.has(number) and not group.migrated_to
    person = telegram.person(number) if adds else _ruled(telegram, chat, number)[1]
    if status not in ("member", "administrator", "restricted", "kicked", "left"):
        raise CannotDo("the bot becomes member, administrator, restricted, kicked or left", 400)
    if status == "restricted" and group.kind == "group":
        raise CannotDo("a basic group restricts all members or none: hush it instead")
    bot_became(telegram, group, person.user, status)
    telegram.commit()
    return group


def bot_became(telegram: Telegram, group: Group, doer: Json, status: str, coming: Json | None = None) -> None:
    """A new status of the bot, told to it and, where it comes or goes, in the group (`coming`: in these words)."""
    before, group.bot = group.bot, status
    if before == status:
        return
    came, went = before not in PRESENT and group.has_bot, before in PRESENT and not group.has_bot
    if came:
        group.met, group.hears_all = True, not telegram.privacy
    telegram.queue("my_chat_member", group.id, to_json(_change(telegram, group, doer, before)))
    if came:
        announce(telegram, group, doer, coming or {"new_chat_members": [telegram.bot]})
    if went:
        _say_goodbye(telegram, group, doer)
    telegram.keep_group(group)


def _change(telegram: Telegram, group: Group, doer: Json, before: str) -> Json:
    return {
        "chat": group.chat,
        "from": doer,
        "date": telegram.date(),
        "old_chat_member": membership(before, telegram.bot),
        "new_chat_member": membership(group.bot, telegram.bot),
    }


def _say_goodbye(telegram: Telegram, group: Group, doer: Json) -> None:
    number = announce(telegram, group, doer, {"left_chat_member": telegram.bot})
    row = telegram.store.message(group.id, number)
    if row is not None and group.kind == "group" and doer["id"] != telegram.bot["id"]:
        telegram.queue("message", group.id, row.body)


def set_member(telegram: Telegram, chat: int, number: int, member: int, status: str) -> Group:
    """Somebody comes, goes, rules or does so no longer. Members bring others in; one leaves by oneself."""
    group, doer, person = telegram.group(chat), telegram.person(number), telegram.person(member)
    if status not in ("creator", "administrator", "member", "left"):
        raise CannotDo("a person becomes creator, administrator, member or left", 400)
    brings = status == "member" and not group.has(member) and group.has(number)
    if not brings and not (status == "left" and number == member):
        _ruled(telegram, chat, number)
    before, group.members[member] = group.members.get(member, "left"), status
    if before not in PRESENT and group.has(member):
        announce(telegram, group, doer.user, {"new_chat_members": [person.user]})
    if before in PRESENT and not group.has(member):
        announce(telegram, group, doer.user, {"left_chat_member": person.user})
    telegram.keep_group(group)
    telegram.commit()
    return group


def open_topic(telegram: Telegram, chat: int, number: int, name: str) -> int:
    """A new topic of a forum; its message_thread_id."""
    group, person = _ruled(telegram, chat, number)
    if not group.forum:
        raise CannotDo(f"{group.title} has no topics")
    created: Json = {"name": name, "icon_color": TOPIC_COLOR}
    topic = telegram.next_message_id(group)
    group.topics[topic] = name
    announce(telegram, group, person.user, {"forum_topic_created": created, **group.place_of(topic)})
    telegram.keep_group(group)
    telegram.commit()
    return topic


def retitle(telegram: Telegram, chat: int, number: int, title: str) -> Group:
    """The group has another name from now on."""
    group, person = _ruled(telegram, chat, number)
    group.retitle(title)
    announce(telegram, group, person.user, {"new_chat_title": title})
    telegram.keep_group(group)
    telegram.commit()
    return group


def hush(telegram: Telegram, chat: int, number: int, hushed: bool) -> Group:
    """Only administrators may write, or everybody again."""
    group, _ = _ruled(telegram, chat, number)
    group.hushed = hushed
    telegram.keep_group(group)
    telegram.commit()
    return group


def grow(telegram: Telegram, chat: int, number: int, *, forum: bool = False) -> Group:
    """A basic group becomes a supergroup: another chat with another id, which takes everybody along."""
    old, person = _ruled(telegram, chat, number)
    if old.kind == "supergroup":
        raise CannotDo(f"{old.title} is a supergroup already")
    new = _new(telegram, old.title, True, forum, dict(old.members))
    new.met, new.hears_all, new.hushed = old.has_bot, old.hears_all, old.hushed
    anonymous = {"sender_chat": old.chat}
    announce(telegram, old, ANONYMOUS, {**anonymous, "migrate_to_chat_id": new.id})
    old.migrated_to, new.bot = new.id, old.bot
    if new.has_bot:
        change = _change(telegram, new, person.user, "left")
        telegram.queue("my_chat_member", new.id, to_json(change))
    announce(telegram, new, ANONYMOUS, {"sender_chat": new.chat, "migrate_from_chat_id": old.id})
    telegram.keep_group(new)  # first, so that a page knows where the old one leads
    telegram.keep_group(old)
    telegram.commit()
    return new
