"""A station's group in the chat: the bot is silent there, unless it is spoken to (FIELD 5.5).

    Luo    (adds the bot to a group)
    bot    这个群还没有设置。请站长在群里发 /bind。                            (once, and never again)
    Huang  有人知道快递放哪了吗
                                                                    (not for the bot: nothing is said or kept)
    Luo    (takes the bot's right to write away)
    bot    (to the station's head, in private) 群“西湖居民群”里我不能说话了。…

What a private chat knows is never asked here: whatever stands in a group belongs to these routers alone.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import (
    CallbackQuery,
    ChatMemberAdministrator,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.groups import Binding, Gone
from fieldwork.letters import Letter, group
from fieldwork.people import HEADS, Person, can_be_reached
from fieldwork.texts import Translator
from handlers import binding, claiming, reporting_in_a_group
from handlers.hearing import InGroup
from handlers.tapping import out_of_use
from handlers.turn import Turn, voice
from storage import groups
from storage.moving import follow

CHANNEL = "channel"


class Moved(BaseFilter):
    """The group became a supergroup. Hands on `old` and `new`; Telegram says it in both chats."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        here = message.chat.id
        if message.migrate_to_chat_id:
            return {"old": here, "new": message.migrate_to_chat_id}
        if message.migrate_from_chat_id:
            return {"old": message.migrate_from_chat_id, "new": here}
        return False


def router() -> Router:
    """Everything of groups; before all others, since nothing of a group may reach them."""
    grouping = Router(name="grouping")
    for heard in (
        grouping.message,
        grouping.edited_message,
        grouping.callback_query,
        grouping.my_chat_member,
    ):
        heard.filter(InGroup())
    grouping.message.register(moved, Moved())
    grouping.my_chat_member.register(place_changed)
    grouping.include_routers(
        binding.in_groups(), claiming.in_groups(), reporting_in_a_group.in_groups(), _the_rest()
    )
    return grouping


def _the_rest() -> Router:
    rest = Router(name="not for the bot")
    rest.message.register(overheard)
    rest.edited_message.register(overheard)
    rest.callback_query.register(old_button_tapped)
    return rest


async def moved(_message: Message, turn: Turn, old: int, new: int) -> None:
    turn.forgotten = True
    follow(turn.session, old, new)


async def overheard(message: Message, turn: Turn) -> None:
    """Not for the bot: nothing is said, and nothing is kept. A group that is not on the list hears so once."""
    turn.forgotten = True
    speaks = message.from_user is not None and not message.from_user.is_bot
    if speaks and message.edit_date is None and not groups.of_chat(turn.session, message.chat.id):
        binding.say_not_set_up(turn, message)


async def old_button_tapped(_query: CallbackQuery, t: Translator, callback_answer: CallbackAnswer) -> None:
    callback_answer.text = out_of_use(t)


# -- the bot's own place in the group ---------------------------------------------------------------


async def place_changed(event: ChatMemberUpdated, turn: Turn) -> None:
    """The bot was added, silenced, heard again, or removed."""
    turn.forgotten = True  # who did it, and how the group is called
    chat, now = event.chat.id, event.new_chat_member
    if event.chat.type == CHANNEL:
        return
    if not _is_in(now):
        groups.gone(turn.session, chat, Gone.REMOVED, turn.now)
    elif not _may_write(now):
        groups.gone(turn.session, chat, Gone.SILENCED, turn.now)
    elif _is_in(event.old_chat_member):
        groups.back(turn.session, chat)
    else:
        _added(turn, chat)


def _is_in(member: Any) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return isinstance(member, ChatMemberMember | ChatMemberAdministrator | ChatMemberOwner)


def _may_write(member: Any) -> bool:
    return not isinstance(member, ChatMemberRestricted) or bool(member.can_send_messages)


def _added(turn: Turn, chat: int) -> None:
    """No greeting: one line, once, what is to be done."""
    place, t = Letter(chat=chat, silent=True), turn.desk.speak("")
    if groups.of_chat(turn.session, chat):
        turn.post(group.bound_before(t, place))
    elif groups.told_first_time(turn.session, chat):
        turn.post(group.not_set_up(t, place))


def tell_of_gone(turn: Turn, bound: Binding) -> bool:
    """The station's head hears, once and in private, that a group sees nothing any more. False: nobody could."""
    station = turn.desk.network.stations.get(bound.station)
    heads = heads_over(turn, bound.station)
    if not heads or not groups.told(turn.session, bound, turn.now):
        return False
    for person in heads:
        name = station.name if station else bound.station
        turn.post(group.told_gone(voice(turn, person), person.account or 0, bound, name))
    return True


def heads_over(turn: Turn, station: str) -> list[Person]:
    """Who heads a station: its own heads, else those of the next one up that can be reached."""
    network, staffing = turn.desk.network, turn.desk.staffing
    seat = network.stations.get(station)
    for up in [seat, *network.stations_above(seat.place, turn.desk.day)] if seat else []:
        ids = {role.person_id for role in staffing.roles_of(up) if role.kind in HEADS}
        found = [staffing.people[id_] for id_ in sorted(ids) if can_be_reached(staffing.people[id_])]
        if found:
            return found
    return []
