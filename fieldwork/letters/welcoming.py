"""What somebody reads who joins, comes again, or does not belong here yet."""

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.people import RoleKind
from fieldwork.places import Station
from fieldwork.texts import Language, Translator

LANGUAGE_NAMES = {Language.HANS: "简体中文", Language.HANT: "繁體中文", Language.ENGLISH: "English"}


def menu(t: Translator, staff: bool) -> tuple[tuple[str, ...], ...]:
    """The keys below the line of writing, so that no command is ever needed."""
    own = (t.both("Report a problem"), t.both("My reports"))
    return (
        ((t.both("To do"), *own[1:]), (own[0], t.both("Language"))) if staff else (own, (t.both("Language"),))
    )


def welcome(t: Translator, chat: int, name: str, role: RoleKind, place: str, staff: bool) -> Letter:
    """Who you are here, and the one thing to know."""
    lines = [
        t.both(
            "Hello, {name}! You are here as: {role}, {place}.",
            name=name,
            place=place,
            role=t.named(role.value),
        )
    ]
    if staff:
        lines.append(t.staff("Reports of your station arrive here as cards. “To do” lists what waits."))
    lines.append(t.reporter("Just write what happened, or send a photo. One message is enough."))
    lines.append(t.reporter("This chat is not an emergency line: in danger call 110, 119 or 120."))
    return Letter(chat=chat, text="\n".join(lines), menu=menu(t, staff))


def refused(t: Translator, why: str, chat: int, station: Station | None) -> Letter:
    """A used, expired or wrong code: a clear sentence, and whom to ask."""
    sentences = {
        "used": t.both(
            "This invitation has been used already; each is for one person. Please ask for a new one."
        ),
        "expired": t.both("This invitation is no longer valid. Please ask for a new one."),
        "own": t.both("You have used this invitation before; nothing changes."),
    }
    unknown = t.both("There is no such invitation. Please check the link or scan the code again.")
    return Letter(chat=chat, text="\n".join(filter(None, (sentences.get(why, unknown), _call(t, station)))))


def how_to_join(t: Translator, chat: int, station: Station | None, wrote: bool) -> Letter:
    """For a stranger: one sentence, a telephone, and, if they wrote something, that it was not kept."""
    sentence = t.both(
        "This chat is for people the station has invited: scan the code in your building or ask the station for a link."
    )
    kept = t.both("What you wrote was not kept.") if wrote else ""
    return Letter(chat=chat, text="\n".join(filter(None, (sentence, _call(t, station), kept))))


def _call(t: Translator, station: Station | None) -> str:
    if station is None:
        return ""
    return t.both("{station} · tel. {telephone}", station=station.name, telephone=station.telephone)


def asked_language(t: Translator, chat: int) -> Letter:
    """Each language by its own name."""
    rows = tuple(
        (Button(label=name, action="speak", choice=language.value),)
        for language, name in LANGUAGE_NAMES.items()
    )
    return Letter(chat=chat, text=t.both("Which language shall we use?"), buttons=rows, card="language")


def language_offered(t: Translator, chat: int, offered: Translator) -> Letter:
    """Somebody wrote in another script: an offer in that script, and in the one used so far."""
    text = offered.both("Shall I speak {language} with you?", language=LANGUAGE_NAMES[offered.language])
    rows = tuple(
        (Button(label=LANGUAGE_NAMES[each.language], action="speak", choice=each.language.value),)
        for each in (offered, t)
    )
    return Letter(chat=chat, text=text, buttons=rows, card="language")


def language_set(t: Translator, chat: int, staff: bool) -> Letter:
    """From here on in this language; the keys change with it."""
    return Letter(chat=chat, text=t.both("From now on: {language}.", language=LANGUAGE_NAMES[t.language]),
                  menu=menu(t, staff))  # fmt: skip


def codes_to_try(t: Translator, chat: int, place: str, invitation: str, building: str) -> Letter:
    """The sandbox's administrator: two links with which others of the cast may join."""
    lines = [
        t.both("To try out joining (demo):"),
        t.both("The code of {place}: {link}", place=place, link=building),
        t.both("An invitation for one volunteer: {link}", link=invitation),
    ]
    return Letter(chat=chat, text="\n".join(lines))
