"""A head gives a group to their station, or takes it back: /bind, /unbind.

    Luo    (in the group) /bind 西湖站
    bot    这个群现在是西湖站的了。
           这里会看到编号、地点和进展；没有姓名，没有门牌，没有谁说的话。
           要报事，回复我的任何一条消息，或者写 /bao 加上发生了什么。                我要报
    Luo    (in private) 群
    bot    群：
           西湖居民群 · 西湖站                                      解除 西湖居民群 · ➕ 把我加进一个群
    Luo    解除 西湖居民群
    bot    这个群不再是西湖站的了，这里不再显示什么。

Who may is told by the roles we keep, never by who is an administrator in Telegram: the head of the station,
or a coordinator or administrator above. A group, or one topic of a forum, belongs to one station (FIELD 5.5).
"""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.groups import Binding
from fieldwork.letters import Letter, group
from fieldwork.people import Person, Role, RoleKind
from fieldwork.places import Station
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers.hearing import CommandFor, Says, topic_of
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import groups, people

GROUPS = {"/groups", "群", "群组", "群組", "Groups"}
MAY_BIND = (RoleKind.STATION_HEAD, RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)


def in_groups() -> Router:
    binding = Router(name="binding")
    binding.message.register(wants_to_bind, CommandFor("bind"))
    binding.message.register(wants_to_unbind, CommandFor("unbind"))
    binding.message.register(brought_here, CommandFor("start"))
    binding.callback_query.register(station_chosen, Tap("bindto"))
    binding.callback_query.register(page_turned, Tap("bindpage"))
    return binding


def router() -> Router:
    """In the private chat."""
    own = Router(name="own groups")
    own.message.register(wants_groups, Says(GROUPS))
    own.message.register(wants_groups, CommandFor("bind", "unbind"))
    own.callback_query.register(groups_turned, Tap("groups"))
    own.callback_query.register(released, Tap("release"))
    return own


def stations_under(turn: Turn, roles: list[Role]) -> list[Station]:
    """The stations somebody may bind groups to, their own first."""
    network = turn.desk.network
    places = [role.place for role in roles if role.kind in MAY_BIND]
    own = [up for place in places for up in network.stations_above(place, turn.desk.day)[:1]]
    below = [s for s in network.stations.values() if any(network.contains(p, s.place) for p in places)]
    return list({station.code: station for station in (*own, *below)}.values())


def here(message: Message) -> Letter:
    """The beginning of an answer to a message, in its topic."""
    return Letter(chat=message.chat.id, thread=topic_of(message), answers=message.message_id, silent=True)


async def wants_to_bind(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, words: str
) -> None:
    may = stations_under(turn, roles)
    if not may or person is None or message.sender_chat:
        _refuse(message, turn, roles, t)
        return
    found = _called(may, words)
    if len(found) == 1:
        _bind(turn, t, here(message), person, found[0], message.chat.title or "")
    else:
        asked = group.asked_which_station(t, here(message), person.id, found or may, 0, unknown=not found)
        turn.post(asked)


async def brought_here(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, words: str
) -> None:
    """The head brought the bot by a button of the private chat: the same as /bind. Any other start says nothing."""
    if words == "bind":
        await wants_to_bind(message, turn, person, roles, t, "")
    else:
        turn.forgotten = True


def _called(stations: list[Station], words: str) -> list[Station]:
    """Those that are called so, or whose name holds the words; all of them where nothing was said."""
    said = fold(words)
    exactly = [station for station in stations if said in (fold(station.name), fold(station.code))]
    return exactly or [station for station in stations if said in fold(station.name)]


def _refuse(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """Who may not: people we know hear why; others, once, that nothing is set up here."""
    if message.sender_chat:
        turn.post(group.nameless(t, here(message)))
    elif roles:
        turn.post(group.only_heads(t, here(message)))
    else:
        say_not_set_up(turn, message)


def say_not_set_up(turn: Turn, message: Message) -> None:
    """Once for a group that is not on the list; of what is said there nothing is kept."""
    turn.forgotten = True
    if groups.told_first_time(turn.session, message.chat.id):
        place = Letter(chat=message.chat.id, thread=topic_of(message), silent=True)
        turn.post(group.not_set_up(turn.desk.speak(""), place))


def _bind(turn: Turn, t: Translator, place: Letter, person: Person, station: Station, title: str) -> None:
    before = groups.at(turn.session, place.chat, place.thread)
    if before and before.gone_at is None:
        named = turn.desk.network.stations.get(before.station)
        same = before.station == station.code
        turn.post(group.bound_already(t, place, named.name if named else before.station, same))
        return
    fresh = Binding(chat=place.chat, thread=place.thread, station=station.code, title=title,
                    bound_by=person.id, bound_at=turn.now)  # fmt: skip
    groups.bind(turn.session, fresh)
    turn.post(group.bound(t, place, station.name, people.bot_username(turn.session)))


async def station_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if person is None or button.record != person.id or query.message is None:
        callback_answer.text = t.both("This button is for the one who asked.")
        return
    may = {station.code: station for station in stations_under(turn, roles)}
    if button.choice not in may:
        callback_answer.text = t.both("Only the head of a station, or somebody above, can set up a group.")
        return
    _bind(turn, t, _in_place_of(query), person, may[button.choice], query.message.chat.title or "")


async def page_turned(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    if person is None or button.record != person.id or query.message is None:
        callback_answer.text = t.both("This button is for the one who asked.")
        return
    may = stations_under(turn, roles)
    turn.post(group.asked_which_station(t, _in_place_of(query), person.id, may, button.version))


def _in_place_of(query: CallbackQuery) -> Letter:
    """The question itself is rewritten."""
    message_id = query.message.message_id if query.message else None
    return Letter(chat=chat_of(query), thread=topic_of(query.message), message_id=message_id)


async def wants_to_unbind(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    bound = groups.at(turn.session, message.chat.id, topic_of(message))
    may = {station.code: station for station in stations_under(turn, roles)}
    if not may or message.sender_chat:
        _refuse(message, turn, roles, t)
    elif bound is None:
        turn.post(group.not_bound(t, here(message)))
    elif bound.station not in may:
        turn.post(group.only_heads(t, here(message)))
    else:
        _release(turn, bound)
        turn.post(group.released(t, here(message), may[bound.station].name))


def _release(turn: Turn, bound: Binding) -> None:
    groups.unbind(turn.session, bound.chat, bound.thread)
    if not groups.of_chat(turn.session, bound.chat):
        groups.told_first_time(turn.session, bound.chat)  # it knows: nobody needs to tell it again


# -- in private -------------------------------------------------------------------------------------


async def wants_groups(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    """The groups of one's stations, and how to set up another: a group is bound where it is."""
    if stations_under(turn, roles):
        turn.post(_list(turn, t, roles, message.chat.id, 0))
    else:
        turn.post(group.only_heads(t, Letter(chat=message.chat.id)))


async def groups_turned(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    page = _list(turn, t, roles, chat_of(query), button.version)
    turn.post(page.model_copy(update={"message_id": query.message.message_id if query.message else None}))


def _list(turn: Turn, t: Translator, roles: list[Role], chat: int, page: int) -> Letter:
    names = {station.code: station.name for station in stations_under(turn, roles)}
    found = groups.of_stations(turn.session, list(names))
    return group.listed(t, chat, found, names, page, people.bot_username(turn.session))


async def released(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    may = {station.code: station for station in stations_under(turn, roles)}
    found = {f"{one.chat}/{one.thread}": one for one in groups.of_stations(turn.session, list(may))}
    bound = found.get(button.choice)
    if bound is None:
        callback_answer.text = t.both("This group belongs to no station.")
        return
    _release(turn, bound)
    if bound.is_live:
        place = Letter(chat=bound.chat, thread=bound.thread, silent=True)
        turn.post(group.released(turn.desk.speak(""), place, may[bound.station].name))
    page = _list(turn, t, roles, chat_of(query), 0)
    turn.post(page.model_copy(update={"message_id": query.message.message_id if query.message else None}))
