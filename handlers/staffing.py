"""Somebody who runs a station's people sees who they are, and ends or moves a role.

    Luo    看名单
    bot    👥 名单 · …
           ▪ 凤城街道凤桂园社区
           孙浩南 · 社工 · ✅ 已加入 …                   孙浩南 · …
    Luo    王慧敏
    bot    👤 王慧敏
           凤城街道西湖社区西湖花园 社工，2026-03-02 起
           ✅ 已加入                                     结束身份 · 换地方 · ‹ 名单
    Luo    结束身份
    bot    👤 王慧敏：哪个身份？马上生效。               结束：凤城街道西湖社区西湖花园 社工 · 不改了
    Luo    结束：凤城街道西湖社区西湖花园 社工
    bot    结束了：王慧敏不再是凤城街道西湖社区西湖花园 社工。
    bot    (to her) 您在凤城街道西湖社区西湖花园的社工身份已经结束，谢谢您做的一切。
    bot    (to him, as one list) 📥 王慧敏的 …

From that moment: no notices, buttons refused, open reports are the head's.
"""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import leading
from fieldwork.buttons import Button
from fieldwork.invitations import make_code
from fieldwork.letters import Letter
from fieldwork.letters import people as letters
from fieldwork.people import Invitation, Person, Role, RoleKind
from fieldwork.texts import Translator
from handlers import granting, inviting
from handlers.hearing import Says
from handlers.inviting import Leads
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import people, roll
from storage.roll import Held

KINDS = list(RoleKind)
LIST = {"看名单", "看名單", "名单", "名單", "See the list"}


def router() -> Router:
    staffing = Router(name="staffing")
    staffing.message.filter(Leads())
    staffing.callback_query.filter(Leads())
    staffing.message.register(wants_list, Says(LIST))
    staffing.callback_query.register(turned_list, Tap("roll"))
    staffing.callback_query.register(opened_person, Tap("person"))
    staffing.callback_query.register(wants_to_end_or_move, Tap("ending"))
    staffing.callback_query.register(ended, Tap("ended"))
    staffing.callback_query.register(wants_to_move, Tap("moving"))
    staffing.callback_query.register(invites_again, Tap("again"))
    staffing.callback_query.register(opened_invitation, Tap("invited"))
    staffing.callback_query.register(sent_again, Tap("resend"))
    staffing.callback_query.register(withdrew, Tap("withdrawn"))
    return staffing


# -- the list ---------------------------------------------------------------------------------------


async def wants_list(message: Message, turn: Turn, roles: list[Role], t: Translator) -> None:
    turn.post(_page(turn, t, roles, message.chat.id, 0).model_copy(update={"anew": True}))


async def turned_list(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button
) -> None:
    turn.post(_page(turn, t, roles, chat_of(query), button.record))


def _page(turn: Turn, t: Translator, roles: list[Role], chat: int, page: int) -> Letter:
    """Found by places and numbers; only this page's names are opened."""
    lines = sorted(_lines(turn, roles))
    shown = lines[page * letters.PAGE : (page + 1) * letters.PAGE]
    known = people.by_ids(turn.session, [line.person_id for line in shown])
    codes = roll.invitations(turn.session, [line.code for line in shown])
    away, network = turn.desk.staffing.away, turn.desk.network
    entries = [
        letters.Entry(network.path(line.place), line.kind, known.get(line.person_id), codes.get(line.code),
                      line.person_id in away)
        for line in shown
    ]  # fmt: skip
    return letters.roll(t, chat, entries, page, len(lines), turn.now, turn.desk.zone)


class Line(NamedTuple):
    """One line of the list before its names are opened: what sorts it stands first."""

    place_rank: tuple[int, ...]
    kind_rank: int
    person_id: int  # 0: nobody yet, an invitation that waits
    code: str  # of an invitation that waits, or ""
    place: str
    kind: RoleKind


def _lines(turn: Turn, roles: list[Role]) -> Iterator[Line]:
    """Everybody of the places that somebody runs, each once, and who is invited and not known yet."""
    network, rank = turn.desk.network, {code: at for at, code in enumerate(turn.desk.network.places)}
    invited = [w for w in roll.invited(turn.session) if leading.leads_at(network, roles, w.place)]
    again = {each.for_person: each.code for each in invited if each.for_person is not None}
    seen = set[int]()
    for held in roll.everyone(turn.session, turn.desk.day):
        who, place, kind = held.role.person_id, held.role.place, held.role.kind
        if who not in seen and leading.leads_at(network, roles, place):
            seen.add(who)
            yield Line(_rank(turn, rank, place), KINDS.index(kind), who, again.get(who, ""), place, kind)
    for each in invited:
        if each.for_person is None:
            at = _rank(turn, rank, each.place)
            yield Line(at, KINDS.index(each.role), 0, each.code, each.place, each.role)


def _rank(turn: Turn, rank: dict[str, int], place: str) -> tuple[int, ...]:
    """Where a place stands in the tree: a community before its buildings, these before the next community."""
    return tuple(reversed([rank[up.code] for up in turn.desk.network.above(place)]))


# -- one person -------------------------------------------------------------------------------------


async def opened_person(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who, held = theirs(turn, roles, button.record)
    if who is None:
        callback_answer.text = t.both("This person is not under your place.")
        return
    network, zone = turn.desk.network, turn.desk.zone
    named = [(each.role, network.path(each.role.place)) for each in held]
    entry = letters.Entry(named[0][1], held[0].role.kind, who, None, who.id in turn.desk.staffing.away)
    may = letters.Powers(
        ends=any(granting.may_end(turn, roles, each.role) for each in held),
        recovers=who.account is not None and may_recover(turn, roles, held),
        invites=who.account is None,
    )
    state = letters.sign(t, entry, turn.now, zone)
    turn.post(letters.person(t, chat_of(query), who, named, state, may))


def theirs(turn: Turn, roles: list[Role], person_id: int) -> tuple[Person | None, list[Held]]:
    """Somebody with a role under the places that are run, and these roles; None for anybody else."""
    who = people.by_id(turn.session, person_id)
    all_ = roll.roles_of(turn.session, person_id, turn.desk.day)
    held = [each for each in all_ if leading.leads_at(turn.desk.network, roles, each.role.place)]
    return (who if held else None), held


def may_recover(turn: Turn, roles: list[Role], held: list[Held]) -> bool:
    """Whether a lost account is theirs to end: a coordinator's or an administrator's, below their place."""
    over = [role.place for role in roles if role.kind in leading.RECOVERS]
    return any(turn.desk.network.contains(top, each.role.place) for top in over for each in held)


async def wants_to_end_or_move(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    who, held = theirs(turn, roles, button.record)
    named = [
        (each.id, each.role, turn.desk.network.path(each.role.place))
        for each in held
        if granting.may_end(turn, roles, each.role)
    ]
    if who is None or not named or button.choice not in ("end", "move"):
        callback_answer.text = t.both("This person is not under your place.")
    else:
        turn.post(letters.asked_which_role(t, chat_of(query), who, named, button.choice))


async def ended(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    role = roll.role(turn.session, button.record)
    if role and granting.own_last(roles, person, role):
        callback_answer.text = t.both("Another administrator must end your role first.")
        return
    said = granting.ended(turn, t, person, roles, chat_of(query), button.record)
    if said is None:
        callback_answer.text = t.both("That role has ended already, or is not yours to end.")
    else:
        turn.post(said)


async def wants_to_move(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button, state: FSMContext,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    role = roll.role(turn.session, button.record)
    if role is None or role.ended_at is not None or not granting.may_end(turn, roles, role):
        callback_answer.text = t.both("That role has ended already, or is not yours to end.")
    else:
        await inviting.begin(turn, t, roles, chat_of(query), state, moving_role=button.record)


# -- invitations that wait --------------------------------------------------------------------------


async def invites_again(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """Somebody known who has no account now: the fresh invitation brings the same person back."""
    who, held = theirs(turn, roles, button.record)
    gives = [each.role for each in held if granting.may_end(turn, roles, each.role)]
    if who is None or not gives or who.account is not None:
        callback_answer.text = t.both("That is not needed, or not yours to do.")
        return
    waiting = [each.code for each in roll.invited(turn.session) if each.for_person == who.id]
    if any(_just_made(turn, each) for each in roll.invitations(turn.session, waiting).values()):
        callback_answer.text = t.both("The invitation stands above already.")
        return
    for code in waiting:
        roll.withdraw(turn.session, code, turn.now)
    made = people.invite(turn.session, make_code(secrets.choice), gives[0].kind, gives[0].place, who.name,
                         inviting.DAYS, turn.now, by=person.id, for_person=who.id)  # fmt: skip
    inviting.pass_on(turn, t, person, chat_of(query), made)


def _just_made(turn: Turn, invitation: Invitation) -> bool:
    """Within this minute: a finger that comes down twice must not take back the link it has just made."""
    last = invitation.expires_at
    return last is not None and last > turn.now + timedelta(days=inviting.DAYS, minutes=-1)


async def opened_invitation(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    made = _waiting(turn, t, roles, button, callback_answer)
    if made:
        path, zone = turn.desk.network.path(made.place), turn.desk.zone
        entry = letters.Entry(path, made.role, None, made)
        state = letters.sign(t, entry, turn.now, zone)
        turn.post(letters.invited(t, chat_of(query), made, path, state))


async def sent_again(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """A fresh link; the old one is no longer good."""
    made = _waiting(turn, t, roles, button, callback_answer)
    if made and roll.withdraw(turn.session, made.code, turn.now):
        fresh = people.invite(turn.session, make_code(secrets.choice), made.role, made.place, made.name,
                              inviting.DAYS, turn.now, by=person.id, telephone=made.telephone,
                              for_person=made.for_person)  # fmt: skip
        inviting.pass_on(turn, t, person, chat_of(query), fresh)


async def withdrew(
    query: CallbackQuery, turn: Turn, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    made = _waiting(turn, t, roles, button, callback_answer)
    if made and roll.withdraw(turn.session, made.code, turn.now):
        callback_answer.text = t.both("Withdrawn.")
        turn.post(_page(turn, t, roles, chat_of(query), 0))


def _waiting(
    turn: Turn, t: Translator, roles: list[Role], button: Button, answer: CallbackAnswer
) -> Invitation | None:
    """An invitation that nobody has used, for a place that is theirs to run; else the sentence is set."""
    made = people.invitation(turn.session, button.choice)
    waits = made is not None and made.used_at is None and made.switched_off_at is None
    if made and waits and leading.may_give(turn.desk.network, roles, made.role, made.place):
        return made
    answer.text = t.both("This invitation has been used or withdrawn, or is not yours.")
    return None
