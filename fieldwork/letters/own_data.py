"""What somebody reads of what is kept of them, and when they leave."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority
from fieldwork.letters.welcoming import LANGUAGE_NAMES
from fieldwork.people import Person, RoleKind
from fieldwork.places import Station
from fieldwork.texts import Translator

OWN = "own_data"  # the card: one a chat
LEAVING = "leaving"

Held = Sequence[tuple[RoleKind, str]]
"""Roles as they are shown: what, and where."""


def shown(t: Translator, chat: int, person: Person, held: Held, reported: int, agreed_on: str) -> Letter:
    """Everything that is kept of somebody, and what they can do about it."""
    nothing = t.both("(none)")
    lines = [
        t.both("👤 My data"),
        t.both("Name: {name}", name=person.name or nothing),
        t.both("Telephone: {telephone}", telephone=person.telephone or nothing),
        *(t.both("Here as: {role}, {place}", role=t.named(kind.value), place=place) for kind, place in held),
        t.both("Language: {language}", language=LANGUAGE_NAMES[t.language]),
        t.both("Agreed to the five lines: {when}", when=_agreed(t, person, agreed_on)),
        t.both("Reports: {many}", many=reported),
    ]
    if person.asked_deletion_at is not None:
        lines.append(t.both("You asked for your data to be deleted; an administrator knows."))
    return Letter(chat=chat, text="\n".join(lines), buttons=_choices(t), card=OWN)


def _agreed(t: Translator, person: Person, agreed_on: str) -> str:
    if not person.agreed:
        return t.both("not yet")
    return t.both("{day} (version {version})", day=agreed_on, version=person.agreed)


def _choices(t: Translator) -> tuple[tuple[Button, ...], ...]:
    return (
        (_button(t.both("Change name"), "name"), _button(t.both("Change telephone"), "telephone")),
        (_button(t.both("Please delete"), "delete"), _button(t.both("Leave"), "leave")),
    )


def _button(label: str, choice: str) -> Button:
    return Button(label=label, action="own", choice=choice)


def asked_whether_to_delete(t: Translator, chat: int) -> Letter:
    """What deleting means, before it is asked for."""
    text = t.both(
        "Shall an administrator delete your data? Your name, telephone and words go; numbers and dates stay as figures."
    )
    row = (_button(t.both("Yes, delete"), "deleted"), _button(t.both("No, keep it"), "kept"))
    return Letter(chat=chat, text=text, buttons=(row,), card=LEAVING, anew=True)


def deletion_asked(t: Translator, chat: int) -> Letter:
    text = t.both("An administrator has been told, and you hear when it is done.")
    return Letter(chat=chat, text=text, card=LEAVING)


def deletion_wanted(t: Translator, chat: int, person: Person, held: Held) -> Letter:
    """To an administrator: somebody asks for their data to be deleted."""
    roles = " · ".join(f"{t.named(kind.value)} {place}" for kind, place in held)
    text = t.both(
        "🗑 {name} (no. {id}) asks for their data to be deleted. {roles}\nDelete with: fieldbot people forget {id}",
        name=person.name,
        id=person.id,
        roles=roles,
    )
    done = Button(label=t.both("Dealt with"), action="forgotten", record=person.id)
    return Letter(
        chat=chat, text=text, buttons=((done,),), card=deletion_card(person.id), priority=Priority.URGENT
    )


def deletion_card(person_id: int) -> str:
    return f"deletion.{person_id}"


def deletion_dealt_with(t: Translator, chat: int, person_id: int, by: str) -> Letter:
    """The administrators' card once one of them has dealt with it."""
    text = t.both("🗑 Request no. {id}: dealt with by {name}.", id=person_id, name=by)
    return Letter(chat=chat, text=text, card=deletion_card(person_id), silent=True)


def told_it_is_done(t: Translator, chat: int) -> Letter:
    return Letter(chat=chat, text=t.both("An administrator has dealt with your request to delete your data."))


def asked_whether_to_leave(t: Translator, chat: int) -> Letter:
    """Once, since leaving cannot be undone from here."""
    text = t.both(
        "Do you really want to leave? Your roles end, and this chat no longer knows you. What you reported is "
        "finished by the station, which calls you by telephone."
    )
    row = (_button(t.both("Yes, leave"), "left"), _button(t.both("No, stay"), "kept"))
    return Letter(chat=chat, text=text, buttons=(row,), card=LEAVING, anew=True)


def kept(t: Translator, chat: int) -> Letter:
    return Letter(chat=chat, text=t.both("All right, everything stays as it is."), card=LEAVING)


def farewell(t: Translator, chat: int, station: Station | None) -> Letter:
    """The last word; the keys go."""
    lines = [t.both("You have left. Thank you for all you did.")]
    if station is not None:
        lines.append(
            t.both("{station} · tel. {telephone}", station=station.name, telephone=station.telephone)
        )
    return Letter(chat=chat, text="\n".join(lines), menu=(), commands=())


def reporter_has_left(t: Translator, chat: int, name: str, telephone: str, numbers: Sequence[str]) -> Letter:
    """To the one who has their reports: from here on by telephone."""
    text = t.both(
        "🚪 {name} has left this chat. Please call about {numbers}: {telephone}",
        name=name,
        numbers=" · ".join(numbers),
        telephone=telephone or t.both("no telephone known"),
    )
    return Letter(chat=chat, text=text, silent=True, priority=Priority.URGENT)
