"""What somebody reads who invites others: the questions, the dry run of a list, the links to pass on."""

from collections.abc import Iterable, Iterator, Sequence

from fieldwork.buttons import Button
from fieldwork.invitation_lists import Read, Why
from fieldwork.letters import TEXT_LIMIT, Letter
from fieldwork.people import Invitation, RoleKind
from fieldwork.places import Station
from fieldwork.texts import Translator

INVITING = "inviting"  # the card of the question that is asked now
PAGE = 4  # places below, on one page
SHOWN = 12  # places of a list in its dry run

Rows = tuple[tuple[Button, ...], ...]
Named = tuple[str, str]
"""A place's code, and its name as it is shown."""


def asked_where(
    t: Translator, chat: int, here: Named | None, below: Sequence[tuple[str, str, bool]], page: int
) -> Letter:
    """Where: this place itself, those below it (which open, where there is more below), or typed."""
    shown = below[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = []
    if here is not None:
        rows.append((Button(label=f"✓ {here[1]}", action="ivat", choice=here[0]),))
    for code, name, deeper in shown:
        label = f"{name} ›" if deeper else name
        rows.append((Button(label=label, action="ivin" if deeper else "ivat", choice=code),))
    more = (page + 1) * PAGE < len(below)
    turn = _turn(t, here[0] if here else "", page, more)
    text = t.both("For which place? Tap it, or write it, such as 4号楼.")
    return Letter(chat=chat, text=text, buttons=(*rows, *turn), card=INVITING)


def _turn(t: Translator, code: str, page: int, more: bool) -> Rows:
    row = []
    if page:
        row.append(Button(label=t.both("‹ Back"), action="ivin", record=page - 1, choice=code))
    if more:
        row.append(Button(label=t.both("Others…"), action="ivin", record=page + 1, choice=code))
    return (tuple(row),) if row else ()


def asked_which(t: Translator, chat: int, places: Sequence[Named]) -> Letter:
    """The words fit several places."""
    rows = tuple((Button(label=name, action="ivat", choice=code),) for code, name in places[:6])
    return Letter(chat=chat, text=t.both("Which of these?"), buttons=rows, card=INVITING, anew=True)


def asked_as(t: Translator, chat: int, place: str, kinds: Sequence[RoleKind]) -> Letter:
    """As what."""
    rows = tuple((Button(label=t.named(k.value), action="ivas", choice=k.value),) for k in kinds[:6])
    return Letter(chat=chat, text=t.both("{place}: as what?", place=place), buttons=rows, card=INVITING)


def asked_name(t: Translator, chat: int, role: RoleKind, place: str) -> Letter:
    """Who; the telephone may stand beside the name."""
    text = t.both("{place}, {role}: what is the name? The telephone may stand behind it.",
                  place=place, role=t.named(role.value))  # fmt: skip
    return Letter(chat=chat, text=text, card=INVITING)


def ask_the_station(t: Translator, chat: int, station: Station | None) -> Letter:
    """To somebody who runs nobody's people."""
    lines = [t.both("The station invites people: tell it who would like to join.")]
    if station is not None:
        lines.append(
            t.both("{station} · tel. {telephone}", station=station.name, telephone=station.telephone)
        )
    return Letter(chat=chat, text="\n".join(lines))


def outside(t: Translator, chat: int, own: Sequence[str]) -> Letter:
    text = t.both("That is not under your place. You can invite for {places}.", places=" · ".join(own))
    return Letter(chat=chat, text=text)


def to_pass_on(
    t: Translator, chat: int, made: Invitation, place: str, station: str, address: str, until: str
) -> Letter:
    """A message that is passed on as it is."""
    text = t.both(
        "Hello {name}! {station} invites you as {role}, {place}. Open this link to join: {link}\n"
        "Good until {until}, for one person.",
        name=made.name, station=station, role=t.named(made.role.value), place=place, link=address, until=until,
    )  # fmt: skip
    return Letter(chat=chat, text=text)


def code_to_pass_on(t: Translator, chat: int, place: str, address: str) -> Letter:
    """The standing code of a building: for everybody who lives there."""
    text = t.both("{place}: residents join by this link, as many as live there: {link}", place=place,
                  link=address)  # fmt: skip
    return Letter(chat=chat, text=text)


def caption(t: Translator, made: Invitation, place: str) -> str:
    """Whose QR code it is."""
    return " · ".join(part for part in (made.name, t.named(made.role.value), place) if part)


def done(t: Translator, chat: int, shared: bool = False) -> Letter:
    """After one invitation, or after a building's code, which all who live there share."""
    text = t.both("👆 Pass the message above on, or show the QR code. Each is for one person.")
    if shared:
        text = t.both(
            "👆 Pass the message above on, or show the QR code; everybody of the building may use it."
        )
    another = Button(label=t.both("Invite another"), action="invite", choice="one")
    rows = ((another, Button(label=t.both("See the list"), action="roll")),)
    return Letter(chat=chat, text=text, buttons=rows, card=INVITING, anew=True)


def has_it_already(t: Translator, chat: int, name: str, role: RoleKind, place: str) -> Letter:
    text = t.both("{name} is {role}, {place}, already.", name=name, role=t.named(role.value), place=place)
    return Letter(chat=chat, text=text)


def cannot_be_given(t: Translator, chat: int, place: str) -> Letter:
    text = t.both(
        "{place}: this role cannot be given there, or not by you. Nothing has changed.", place=place
    )
    return Letter(chat=chat, text=text)


def not_found(t: Translator, chat: int) -> Letter:
    return Letter(
        chat=chat, text=t.both("I cannot find that place. Tap one above, or write it as it is called.")
    )


def no_name(t: Translator, chat: int) -> Letter:
    return Letter(chat=chat, text=t.both("That is no name I can keep. Please write it again, in one line."))


def no_telephone(t: Translator, chat: int) -> Letter:
    return Letter(
        chat=chat, text=t.both("The number behind the name is no telephone number. Please write both again.")
    )


# -- many at once -----------------------------------------------------------------------------------


def asked_for_list(t: Translator, chat: int) -> Letter:
    text = t.both(
        "Paste the list, a line each, in any order: name, place, role, telephone. For example:\n"
        "陈桂芳 4号楼 楼长\n5栋 李国柱 13800138000\n"
        "Without a role, a building gets its head. Several messages are one list."
    )
    return Letter(chat=chat, text=text, card=INVITING, anew=True)


def dry_run(t: Translator, chat: int, read: Read, places: Sequence[tuple[str, int]]) -> list[Letter]:
    """What would happen: how many, where, and each line that invites nobody, with the reason."""
    good, wrong = len(read.good), len(read.bad)
    head = [t.both("📋 {many} can be invited, {bad} lines cannot.", many=good, bad=wrong) if wrong
            else t.both("📋 {many} can be invited.", many=good)]  # fmt: skip
    head += [f"▪ {place} · {many}" for place, many in places[:SHOWN]]
    head += [t.both("… and more places: {many}", many=len(places) - SHOWN)] if len(places) > SHOWN else []
    bad = [
        t.both("line {number}: {line} — {why}", number=each.number, line=each.line[:60], why=reason(t, each.why))
        for each in read.bad
    ]  # fmt: skip
    texts = list(pages([*head, *bad]))
    apply = Button(label=t.both("Apply · {many}", many=len(read.good)), action="invites", choice="apply")
    drop = Button(label=t.both("Never mind"), action="invites", choice="drop")
    row = (apply, drop) if read.good else (drop,)
    last = Letter(chat=chat, text=texts[-1], buttons=(row,), card=INVITING, anew=True)
    return [*(Letter(chat=chat, text=text) for text in texts[:-1]), last]


def reason(t: Translator, why: Why) -> str:
    """Why a line invites nobody."""
    said = {
        Why.NO_NAME: t.both("no name"),
        Why.NO_PLACE: t.both("no place"),
        Why.UNKNOWN_PLACE: t.both("this place is not in the network"),
        Why.TWO_PLACES: t.both("fits several places; write the estate too"),
        Why.OUTSIDE: t.both("outside your place"),
        Why.NOT_YOURS: t.both("this role cannot be given there, or not by you"),
        Why.TELEPHONE: t.both("that is no telephone number"),
        Why.DUPLICATE: t.both("stands in the list twice; counted once"),
        Why.HAS_ROLE: t.both("has this role already"),
        Why.INVITED: t.both("is invited already"),
        Why.BY_CODE: t.both("residents join by the building’s code (楼门码), not one by one"),
    }
    return said[why]


def too_long(t: Translator, chat: int, most: int) -> Letter:
    return Letter(chat=chat, text=t.both("That is more than {most} lines. Please send the rest afterwards.",
                                         most=most))  # fmt: skip


Links = Sequence[tuple[str, Sequence[tuple[int, Invitation, str]]]]
"""By place: a running number, the invitation, its link."""


def links(t: Translator, chat: int, groups: Links) -> list[Letter]:
    """All links, building by building, in as many messages as it takes."""
    many = sum(len(each) for _, each in groups)
    lines = [t.both("✉ {many} invitations, each for one person:", many=many)]
    for place, each in groups:
        lines.append(f"▪ {place}")
        lines += [f"{number}. {one.name} {t.named(one.role.value)} {link}" for number, one, link in each]
    return [Letter(chat=chat, text=text) for text in pages(lines)]


def file_of_links(t: Translator, groups: Links) -> str:
    """The same as a file to print: it lies on a disk, so that numbers stand in it and no names."""
    lines = [
        f"{number}\t{place}\t{t.named(one.role.value)}\t{link}"
        for place, each in groups
        for number, one, link in each
    ]
    return "\n".join(lines) + "\n"


def pages(lines: Iterable[str], limit: int = TEXT_LIMIT - 96) -> Iterator[str]:
    """Lines in as few texts as Telegram takes."""
    text = ""
    for line in lines:
        if text and len(f"{text}\n{line}".encode("utf-16-le")) // 2 > limit:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    yield text


def dropped(t: Translator, chat: int) -> Letter:
    return Letter(chat=chat, text=t.both("All right, nobody was invited."), card=INVITING)


def applied(t: Translator, chat: int, many: int) -> Letter:
    """The dry run's card, once it is done."""
    row = (Button(label=t.both("See the list"), action="roll"),)
    text = t.both("✅ {many} were invited. The links follow.", many=many)
    return Letter(chat=chat, text=text, buttons=(row,), card=INVITING)
