"""The people's side of groups over HTTP (/sandbox/api/groups): found them, fill them, let the bot in."""

from aiohttp import web

from bot.sandbox.answers import TELEGRAM, Handler, answered, asked_of
from bot.sandbox.gathering import found, grow, hush, open_topic, retitle, set_bot, set_member
from bot.sandbox.groups import Group
from bot.sandbox.telegram import Json, Telegram


def group_routes() -> list[tuple[str, str, Handler]]:
    return [
        ("POST", "groups", _found),
        ("POST", "groups/bot", _bot),
        ("POST", "groups/member", _member),
        ("POST", "groups/topic", _topic),
        ("POST", "groups/title", _title),
        ("POST", "groups/hush", _hush),
        ("POST", "groups/grow", _grow),
        ("POST", "privacy", _privacy),
    ]


def _shown(telegram: Telegram, group: Group) -> web.Response:
    return answered(group.shown(telegram.unread(group)))


async def _place(request: web.Request) -> tuple[Telegram, Json, int, int]:
    """The Telegram, what is asked, the group and who asks."""
    asked = await asked_of(request)
    return request.app[TELEGRAM], asked, int(asked["chat"]), int(asked["person"])


async def _found(request: web.Request) -> web.Response:
    """{person, title, members, supergroup?, forum?, bot?: with it}"""
    telegram, asked = request.app[TELEGRAM], await asked_of(request)
    group = found(
        telegram,
        int(asked["person"]),
        str(asked["title"]),
        [int(one) for one in asked.get("members") or []],
        supergroup=bool(asked.get("supergroup")),
        forum=bool(asked.get("forum")),
        bot=bool(asked.get("bot")),
    )
    return _shown(telegram, group)


async def _bot(request: web.Request) -> web.Response:
    """{person, chat, status: member | administrator | restricted | kicked | left}"""
    telegram, asked, chat, person = await _place(request)
    return _shown(telegram, set_bot(telegram, chat, person, str(asked["status"])))


async def _member(request: web.Request) -> web.Response:
    """{person, chat, member, status: creator | administrator | member | left}"""
    telegram, asked, chat, person = await _place(request)
    return _shown(telegram, set_member(telegram, chat, person, int(asked["member"]), str(asked["status"])))


async def _topic(request: web.Request) -> web.Response:
    """{person, chat, name}"""
    telegram, asked, chat, person = await _place(request)
    return answered({"topic": open_topic(telegram, chat, person, str(asked["name"]).strip())})


async def _title(request: web.Request) -> web.Response:
    """{person, chat, title}"""
    telegram, asked, chat, person = await _place(request)
    return _shown(telegram, retitle(telegram, chat, person, str(asked["title"]).strip()))


async def _hush(request: web.Request) -> web.Response:
    """{person, chat, on}"""
    telegram, asked, chat, person = await _place(request)
    return _shown(telegram, hush(telegram, chat, person, bool(asked["on"])))


async def _grow(request: web.Request) -> web.Response:
    """{person, chat, forum?}: the supergroup that it has become"""
    telegram, asked, chat, person = await _place(request)
    return _shown(telegram, grow(telegram, chat, person, forum=bool(asked.get("forum"))))


async def _privacy(request: web.Request) -> web.Response:
    """{on}: what the bot hears in the groups that it joins from now on"""
    telegram = request.app[TELEGRAM]
    telegram.set_privacy(bool((await asked_of(request))["on"]))
    return answered({"privacy": telegram.privacy})
