"""What somebody reads who joins, comes again, or does not belong here yet."""

from fieldwork.buttons import Button
from fieldwork.invitations import AGREEMENT, five_lines
from fieldwork.letters import Letter
from fieldwork.letters.finding_the_way import commands, keys
from fieldwork.people import STAFF, RoleKind
from fieldwork.places import Station
from fieldwork.texts import Language, Translator

TABLE = """\
类型,编码,名称,上级,别名,站点
区,441802,清城区,,,
街道,441802006,凤城街道,441802,,电话: 0763-000 0001
社区,441802006019,西湖社区,441802006,,名称: 西湖站; 电话: 0763-000 0002
小区,,西湖花园,441802006019,,
楼栋,,4号楼,西湖花园,,"""

LANGUAGE_NAMES = {Language.HANS: "简体中文", Language.HANT: "繁體中文", Language.ENGLISH: "English"}


def welcome(
    t: Translator, chat: int, name: str, role: RoleKind, place: str, kinds: frozenset[RoleKind]
) -> Letter:
    """Who you are here, and the one thing to know."""
    lines = [
        t.both(
            "Hello, {name}! You are here as: {role}, {place}.",
            name=name,
            place=place or t.both("the whole network"),
            role=t.named(role.value),
        )
    ]
    if kinds & STAFF:
        lines.append(t.staff("Reports of your station arrive here as cards. “To do” lists what waits."))
    lines.append(t.reporter("Just write what happened, or send a photo. One message is enough."))
    lines.append(t.reporter("This chat is not an emergency line: in danger call 110, 119 or 120."))
    lines.append(t.both("“Help” shows all that you can do here."))
    return Letter(chat=chat, text="\n".join(lines), menu=keys(t, kinds), commands=commands(t, kinds))


def network_missing(t: Translator, chat: int) -> Letter:
    """For the first administrator: where to begin."""
    text = t.staff(
        "There are no places yet. Send me a table (XLSX or CSV) with the columns kind, code, name, parent, "
        "aliases, station; for example:\n{example}\nYou see what it would do before anything is done.",
        example=TABLE,
    )
    return Letter(chat=chat, text=text)


def agreement(t: Translator, chat: int, station: Station | None) -> Letter:
    """The five lines, and the one button that agrees to them."""
    text = "\n".join([t.both("Before you start, five lines:"), *five_lines(t, station)])
    agrees = Button(label=t.both("Understood, let us start"), action="agree", choice=AGREEMENT)
    return Letter(chat=chat, text=text, buttons=((agrees,),), card=agreement_card(), anew=True)


def agreement_card() -> str:
    """The card of this version of the five lines: one a chat, at its end."""
    return f"agreement.{AGREEMENT}"


def agreed(t: Translator, chat: int, station: Station | None, day: str) -> Letter:
    """The five lines once they are agreed to: they stay to be read."""
    lines = [*five_lines(t, station), t.both("✓ Agreed on {day}. “My data” shows it again.", day=day)]
    return Letter(chat=chat, text="\n".join(lines), card=agreement_card())


def refused(t: Translator, why: str, chat: int, station: Station | None) -> Letter:
    """A used, expired or wrong code: a clear sentence, and whom to ask."""
    sentences = {
        "used": t.both(
            "This invitation has been used already; each is for one person. Please ask for a new one."
        ),
        "expired": t.both("This invitation is no longer valid. Please ask for a new one."),
        "own": t.both("You have used this invitation before; nothing changes."),
        "off": t.both("This invitation was withdrawn. Please ask for a new one."),
        "replaced": t.both("This code is no longer valid: there is a new one. Please scan the newest sheet."),
        "closed": t.both("The code of this building is switched off for now. Please ask the station."),
        "another": t.both("This invitation is for somebody else. Please ask for one of your own."),
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


def language_set(t: Translator, chat: int, kinds: frozenset[RoleKind]) -> Letter:
    """From here on in this language; the keys change with it, and ☰."""
    return Letter(chat=chat, text=t.both("From now on: {language}.", language=LANGUAGE_NAMES[t.language]),
                  menu=keys(t, kinds), commands=commands(t, kinds))  # fmt: skip


def codes_to_try(t: Translator, chat: int, place: str, invitation: str, building: str) -> Letter:
    """The sandbox's administrator: two links with which others of the cast may join."""
    lines = [
        t.both("To try out joining (demo):"),
        t.both("The code of {place}: {link}", place=place, link=building),
        t.both("An invitation for one volunteer: {link}", link=invitation),
    ]
    return Letter(chat=chat, text="\n".join(lines))
