"""What those who run a station's people read, and what somebody reads whose role changed."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.finding_the_way import commands, keys
from fieldwork.letters.matter import Matter
from fieldwork.letters.station import line
from fieldwork.people import Invitation, Person, Role, RoleKind
from fieldwork.places import Station
from fieldwork.texts import Translator

PEOPLE = "people"  # the card: one a chat, at its end
PAGE = 10
SHOWN = 10  # reports named when many pass on at once

Rows = tuple[tuple[Button, ...], ...]


def menu_of_people(t: Translator, chat: int, places: Sequence[str]) -> Letter:
    """What can be done about people."""
    rows = (
        (Button(label=t.both("Invite one"), action="invite", choice="one"),),
        (Button(label=t.both("Invite many at once"), action="invite", choice="many"),),
        (Button(label=t.both("See the list"), action="roll"),),
        (Button(label=t.both("Door codes"), action="doors"),),
    )
    text = t.both("👥 People: {places}", places=" · ".join(places))
    return Letter(chat=chat, text=text, buttons=rows, card=PEOPLE)


# -- the list ---------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One line of the list: somebody, or an invitation that waits."""

    place: str
    kind: RoleKind
    person: Person | None = None
    invitation: Invitation | None = None
    away: bool = False

    @property
    def name(self) -> str:
        named = self.person or self.invitation
        return named.name if named else ""


def sign(t: Translator, entry: Entry, now: datetime, zone: tzinfo) -> str:
    """Whether somebody can be reached."""
    person = entry.person
    if person is None or person.account is None:
        return _not_joined(t, entry.invitation, now, zone)
    if person.blocked_at is not None:
        return t.both("🚫 cannot be written to")
    return t.both("🌙 away") if entry.away else t.both("✅ joined")


def _not_joined(t: Translator, invitation: Invitation | None, now: datetime, zone: tzinfo) -> str:
    if invitation is None or invitation.expires_at is None:
        return t.both("⏳ not joined")
    day = invitation.expires_at.astimezone(zone).strftime("%m-%d")
    if invitation.expires_at <= now:
        return t.both("⏳ not joined (invitation ran out on {day})", day=day)
    return t.both("⏳ not joined (invitation until {day})", day=day)


def roll(
    t: Translator, chat: int, entries: Sequence[Entry], page: int, many: int, now: datetime, zone: tzinfo
) -> Letter:
    """One page of the people of a place, building by building."""
    lines, place = [t.both("👥 People · {many}", many=many)], None
    for entry in entries:
        if entry.place != place:
            place = entry.place
            lines.append(f"▪ {place}")
        named = entry.name or t.both("(no name)")
        lines.append(f"{named} · {t.named(entry.kind.value)} · {sign(t, entry, now, zone)}")
    if not entries:
        lines.append(t.both("Nobody yet. Tap “Invite one”, or write “Invite”."))
    buttons = [_opens(t, entry) for entry in entries]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows + _turn(t, page, many), card=PEOPLE)


def _opens(t: Translator, entry: Entry) -> Button:
    label = (entry.name or t.both("(no name)"))[:20]
    if entry.person is not None:
        return Button(label=label, action="person", record=entry.person.id)
    code = entry.invitation.code if entry.invitation else ""
    return Button(label=f"⏳ {label}", action="invited", choice=code)


def _turn(t: Translator, page: int, many: int) -> Rows:
    row = []
    if page:
        row.append(Button(label=t.both("‹ Back"), action="roll", record=page - 1))
    if (page + 1) * PAGE < many:
        row.append(Button(label=t.both("On ›"), action="roll", record=page + 1))
    row.append(Button(label=t.both("👥 Menu"), action="people"))
    return (tuple(row),)


# -- one person -------------------------------------------------------------------------------------


class Powers(NamedTuple):
    """What the one who looks at a card may do there."""

    ends: bool
    recovers: bool
    invites: bool


def person(
    t: Translator, chat: int, who: Person, held: Sequence[tuple[Role, str]], state: str, may: Powers
) -> Letter:
    """Somebody's card: what they are, since when, and whether they can be reached."""
    roles = [
        t.both("{role}, {place}, since {day}", role=t.named(role.kind.value), place=place, day=role.since)
        for role, place in held
    ]
    lines = [
        f"👤 {who.name or t.both('(no name)')}",
        *roles,
        state,
        *([f"☎ {who.telephone}"] if who.telephone else []),
        *([t.both("🗑 Asks for their data to be deleted.")] if who.asked_deletion_at else []),
    ]
    return Letter(chat=chat, text="\n".join(lines), buttons=_deeds(t, who, may), card=PEOPLE)


def _deeds(t: Translator, who: Person, may: Powers) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if may.ends:
        ends = Button(label=t.both("End a role"), action="ending", record=who.id, choice="end")
        moves = Button(label=t.both("Another place"), action="ending", record=who.id, choice="move")
        rows.append((ends, moves))
    if may.invites:
        rows.append((Button(label=t.both("Invite again"), action="again", record=who.id),))
    if may.recovers:
        rows.append((Button(label=t.both("📵 Telephone lost"), action="lost", record=who.id),))
    return (*rows, _back(t))


def _back(t: Translator) -> tuple[Button, ...]:
    return (Button(label=t.both("‹ The list"), action="roll"),)


def invited(t: Translator, chat: int, invitation: Invitation, place: str, state: str) -> Letter:
    """An invitation that waits: sent again, or withdrawn."""
    role = t.named(invitation.role.value)
    lines = [f"✉ {invitation.name or t.both('(no name)')}", f"{role} · {place}", state]
    row = (
        Button(label=t.both("Invite again"), action="resend", choice=invitation.code),
        Button(label=t.both("Withdraw"), action="withdrawn", choice=invitation.code),
    )
    return Letter(chat=chat, text="\n".join(lines), buttons=(row, _back(t)), card=PEOPLE)


def asked_which_role(
    t: Translator, chat: int, who: Person, held: Sequence[tuple[int, Role, str]], way: str
) -> Letter:
    """Which of several roles, or whether really the one: what ends is told by name."""
    rows = tuple((_ends_or_moves(t, id_, role, place, way),) for id_, role, place in held[:5])
    text = t.both("👤 {name}: which role? It ends at once.", name=who.name)
    return Letter(chat=chat, text=text, buttons=(*rows, _to(t, who.id)), card=PEOPLE)


def _ends_or_moves(t: Translator, id_: int, role: Role, place: str, way: str) -> Button:
    named = t.named(role.kind.value)
    if way == "move":
        return Button(
            label=t.both("Move: {role}, {place}", role=named, place=place), action="moving", record=id_
        )
    return Button(label=t.both("End: {role}, {place}", role=named, place=place), action="ended", record=id_)


def _to(t: Translator, person_id: int) -> tuple[Button, ...]:
    return (Button(label=t.both("Leave it as it is"), action="person", record=person_id),)


def asked_whether_lost(t: Translator, chat: int, who: Person) -> Letter:
    """Before an account is cut off: what happens."""
    text = t.both(
        "📵 {name} has lost the telephone? This account ends, its cards are emptied, what waits passes on. The "
        "roles stay: {name} comes back with a fresh invitation.",
        name=who.name,
    )
    yes = (Button(label=t.both("Yes, end the account"), action="cut", record=who.id),)
    return Letter(chat=chat, text=text, buttons=(yes, _to(t, who.id)), card=PEOPLE)


def cut_off(t: Translator, chat: int, who: Person, emptied: int) -> Letter:
    """Done; and the way back."""
    text = t.both(
        "📵 {name}: the account has ended, {many} messages are being emptied. Send a fresh invitation when you "
        "know that it is really {name}.",
        name=who.name,
        many=emptied,
    )
    again = (Button(label=t.both("Invite again"), action="again", record=who.id),)
    return Letter(chat=chat, text=text, buttons=(again, _back(t)), card=PEOPLE)


def ended(t: Translator, chat: int, name: str, role: RoleKind, place: str) -> Letter:
    text = t.both("Ended: {name} is no longer {role}, {place}.", name=name, role=t.named(role.value),
                  place=place)  # fmt: skip
    return Letter(chat=chat, text=text, buttons=(_back(t),), card=PEOPLE)


def moved(t: Translator, chat: int, name: str, role: RoleKind, place: str) -> Letter:
    text = t.both("Moved: {name} is now {role}, {place}.", name=name, role=t.named(role.value), place=place)
    return Letter(chat=chat, text=text, buttons=(_back(t),), card=PEOPLE)


# -- to the one whose role changed ------------------------------------------------------------------


def role_has_ended(
    t: Translator, chat: int, role: RoleKind, place: str, station: Station | None, left: frozenset[RoleKind]
) -> Letter:  # fmt: skip
    """Told kindly. `left`: the roles that they have still."""
    lines = [t.both("Your time as {role}, {place}, has ended. Thank you for all you did.",
                    role=t.named(role.value), place=place)]  # fmt: skip
    if station is not None:
        lines.append(t.both("Questions: {station} · tel. {telephone}", station=station.name,
                            telephone=station.telephone))  # fmt: skip
    return Letter(
        chat=chat, text="\n".join(lines), menu=keys(t, left) if left else (), commands=commands(t, left)
    )


def role_has_moved(
    t: Translator, chat: int, role: RoleKind, place: str, kinds: frozenset[RoleKind]
) -> Letter:
    text = t.both("From today you are here as: {role}, {place}.", role=t.named(role.value), place=place)
    return Letter(chat=chat, text=text, menu=keys(t, kinds), commands=commands(t, kinds))


def passed_to_you(t: Translator, chat: int, name: str, told: Sequence[Matter]) -> Letter:
    """To the head: what somebody had in hand, as one list and one sound."""
    lines = [t.staff("📥 {many} reports pass to you from {name}:", many=len(told), name=name)]
    lines += [line(t, each) for each in told[:SHOWN]]
    if len(told) > SHOWN:
        lines.append(t.staff("… and {many} more.", many=len(told) - SHOWN))
    mine = Button(label=t.staff("Mine · {many}", many=len(told)), action="list", choice="mine")
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=((mine,),), priority=Priority.URGENT)


def as_day(at: datetime | None, zone: tzinfo) -> str:
    """A moment as its day in the field."""
    return at.astimezone(zone).date().isoformat() if at else ""


def day_named(day: date) -> str:
    """05-31, for a sentence about the days to come."""
    return day.strftime("%m-%d")
