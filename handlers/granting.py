"""A role ends, or moves to another place: from that moment on, with all that hangs on it.

No notices, buttons refused, what was in hand passes on (`passing_on`), and the person is told kindly.
"""

from fieldwork import leading
from fieldwork.letters import Letter
from fieldwork.letters import inviting as inviting_letters
from fieldwork.letters import people as letters
from fieldwork.people import Person, Role, RoleKind
from fieldwork.texts import Translator
from handlers import passing_on
from handlers.turn import Turn, voice
from storage import people, roll


def may_end(turn: Turn, roles: list[Role], role: Role) -> bool:
    """Whether somebody with these roles may end, or move, that one."""
    return leading.may_give(turn.desk.network, roles, role.kind, role.place)


def ended(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, role_id: int
) -> Letter | None:
    """Ends a role; None where that is not theirs to do, or done already."""
    role = roll.role(turn.session, role_id)
    if role is None or not may_end(turn, roles, role) or own_last(roles, person, role):
        return None
    if not roll.end_role(turn.session, role_id, turn.now, person.id):
        return None
    who = people.by_id(turn.session, role.person_id) or person
    passing_on.let_go(turn, who, person.id)
    _tell_ended(turn, who, role)
    return letters.ended(t, chat, who.name, role.kind, turn.desk.network.path(role.place))


def own_last(roles: list[Role], person: Person, role: Role) -> bool:
    """Nobody ends their own last role as administrator: there might be nobody left to give it back."""
    own = [each for each in roles if each.kind is RoleKind.ADMINISTRATOR]
    return role.kind is RoleKind.ADMINISTRATOR and role.person_id == person.id and len(own) == 1


def moved(
    turn: Turn, t: Translator, person: Person, roles: list[Role], chat: int, role_id: int, place: str
) -> Letter:
    """Ends a role and gives it at another place; gives what is said of it."""
    role, network = roll.role(turn.session, role_id), turn.desk.network
    allowed = role is not None and may_end(turn, roles, role) and not own_last(roles, person, role)
    if role is None or not allowed or role.kind not in leading.givable(network, roles, place):
        return inviting_letters.cannot_be_given(t, chat, network.path(place))
    if role.place == place or not roll.end_role(turn.session, role_id, turn.now, person.id):
        return inviting_letters.cannot_be_given(t, chat, network.path(place))
    who = people.by_id(turn.session, role.person_id) or person
    people.grant(turn.session, who, role.kind, place, turn.desk.day, person.id)
    passing_on.let_go(turn, who, person.id)
    if who.account is not None:
        kinds = _standing(turn, who)
        said = letters.role_has_moved(voice(turn, who), who.account, role.kind, network.path(place), kinds)
        turn.post(said)
    return letters.moved(t, chat, who.name, role.kind, network.path(place))


def _tell_ended(turn: Turn, who: Person, role: Role) -> None:
    if who.account is None:
        return
    stations = turn.desk.network.stations_above(role.place, turn.desk.day)
    path = turn.desk.network.path(role.place)
    turn.post(letters.role_has_ended(voice(turn, who), who.account, role.kind, path,
                                     stations[0] if stations else None, _standing(turn, who)))  # fmt: skip


def _standing(turn: Turn, who: Person) -> frozenset[RoleKind]:
    """What somebody is, as things stand now."""
    return frozenset(role.kind for role in people.roles_of(turn.session, who.id, turn.desk.day))
