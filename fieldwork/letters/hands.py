"""What a station reads while others help: who was asked, where they stand, and each word of theirs."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.helping import Help, HelpKind, HelpState
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.matter import ASKING_HELP, Hand, Matter, help_subject, subject
from fieldwork.letters.offering import stations
from fieldwork.people import Person
from fieldwork.places import Station
from fieldwork.texts import Translator

FEW = 5  # to choose from, a page; the sixth button leads on
LISTED = 4  # helpers on a card; the overview shows all

WHOSE_VOLUNTEERS = ("community", "street", "organisations")  # keys in buttons


def listed(t: Translator, matter: Matter) -> list[str]:
    """The lines of the station's card about who helps, the newest ones."""
    standing = [hand for hand in matter.hands if hand.help.state is not HelpState.WITHDRAWN]
    return [_line(t, hand) for hand in standing[-LISTED:]]


def _line(t: Translator, hand: Hand) -> str:
    sign = "🙋" if hand.help.kind is HelpKind.VOLUNTEER else "🤝"
    who = " · ".join((hand.who, *hand.along)) if hand.along else hand.who
    return f"{sign} {called(t, hand.help.kind, who)}{_standing(t, hand.help)}"


def _standing(t: Translator, help_: Help) -> str:
    said = {
        HelpState.OFFERED: t.staff(": asked"),
        HelpState.TAKEN: t.staff(": has it"),
        HelpState.DONE: t.staff(": has done it"),
        HelpState.REFUSED: t.staff(": not theirs"),
        HelpState.RELEASED: t.staff(": asked again"),
        HelpState.WITHDRAWN: t.staff(": not needed any more"),
    }
    return said[help_.state]


def called(t: Translator, kind: HelpKind, who: str) -> str:
    """Who is meant, also while nobody has it."""
    return who or (t.staff("The volunteers") if kind is HelpKind.VOLUNTEER else t.staff("Somebody"))


# -- asking -----------------------------------------------------------------------------------------


def asked_which_station(
    t: Translator, matter: Matter, chat: int, to_choose: Sequence[Station], page: int
) -> Letter:
    """Which station is to help: the three likeliest, then all others."""
    report = matter.report
    text = t.staff("{number}: which station is to help? You keep the lead.", number=report.number)
    if not to_choose:
        text = t.staff("{number}: nobody can be reached at another station today.", number=report.number)
    rows = stations(t, matter, to_choose, page, "assist_by", "assist")
    return Letter(chat=chat, text=text, buttons=rows, card=subject(ASKING_HELP, report.serial))


def asked_which_partner(
    t: Translator, matter: Matter, chat: int, partners: Sequence[Person], page: int
) -> Letter:
    """Which partner of the place is to help."""
    report, shown = matter.report, partners[page * FEW : (page + 1) * FEW]
    text = t.staff("{number}: who is to be asked? They see no name and no door.", number=report.number)
    if not shown:
        text = t.staff("{number}: no partner of that place can be reached. A station's head invites them: 人员.",
                       number=report.number)  # fmt: skip
    rows: list[tuple[Button, ...]] = [
        (Button(label=one.name, action="partner_by", record=report.serial, choice=f"{one.id}"),)
        for one in shown
    ]
    if len(partners) > (page + 1) * FEW:
        more = Button(label=t.both("Others…"), action="partner", record=report.serial, choice=f"{page + 1}")
        rows.append((more,))
    return Letter(chat=chat, text=text, buttons=tuple(rows), card=subject(ASKING_HELP, report.serial))


def asked_whose_volunteers(t: Translator, matter: Matter, chat: int) -> Letter:
    """How far the call for volunteers goes."""
    report = matter.report
    labels = (
        t.staff("Volunteers of the community"),
        t.staff("Volunteers of the street"),
        t.staff("Volunteers and organisations"),
    )
    rows = tuple(
        (Button(label=label, action="volunteers_of", record=report.serial, choice=whose),)
        for whose, label in zip(WHOSE_VOLUNTEERS, labels, strict=True)
    )
    text = t.staff("{number}: who is to hear of it? The first who taps has it.", number=report.number)
    return Letter(chat=chat, text=text, buttons=rows, card=subject(ASKING_HELP, report.serial))


def asked_for_line(t: Translator, matter: Matter, chat: int, worker: str) -> Letter:
    """What is to be done, in one line."""
    text = t.staff("{number}, {worker}: what is to be done? Write one line: no name, no door, no telephone.",
                   number=matter.report.number, worker=worker)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(ASKING_HELP, matter.report.serial))


def line_too_personal(t: Translator, matter: Matter, chat: int) -> Letter:
    """A line that holds what a helper is not to read."""
    text = t.staff(
        "{number}: that line says whom it is about, or where they live, or how to call them. Please say only what "
        "is to be done; whoever helps asks you for the rest.",
        number=matter.report.number,
    )
    return Letter(chat=chat, text=text)


def asked(t: Translator, matter: Matter, chat: int, help_: Help, worker: str, many: int = 1) -> Letter:
    """They were asked; it can be taken back."""
    text = t.staff("{number}: {worker} has been asked.", number=matter.report.number, worker=worker)
    if help_.kind is HelpKind.VOLUNTEER:
        text = t.staff("{number}: volunteers have been asked, {many} people.",
                       number=matter.report.number, many=many)  # fmt: skip
    rows = ((_withdraw(t, help_, t.staff("↩️ Not needed any more")),),)
    return Letter(chat=chat, text=text, buttons=rows, card=subject(ASKING_HELP, matter.report.serial))


def nobody_hears(t: Translator, matter: Matter, chat: int) -> Letter:
    """There is nobody to ask."""
    text = t.staff("{number}: nobody there can be reached, so nobody was asked.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(ASKING_HELP, matter.report.serial))


def overview(t: Translator, matter: Matter, chat: int) -> Letter:
    """Who helps, each with the way to end it."""
    number, live = matter.report.number, [hand for hand in matter.hands if hand.help.is_open]
    lines = [t.staff("{number}: nobody was asked to help.", number=number)]
    if matter.hands:
        lines = [t.staff("{number}, who helps:", number=number)]
        lines += [f"{_line(t, hand)}{_said(t, hand)}" for hand in matter.hands]
    rows = tuple(
        (_withdraw(t, hand.help, t.staff("↩️ Not needed: {worker}", worker=called(t, hand.help.kind, hand.who))),)
        for hand in live[-FEW:]
    )  # fmt: skip
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=rows,
                  card=subject(ASKING_HELP, matter.report.serial))  # fmt: skip


def _said(t: Translator, hand: Hand) -> str:
    return " " + t.staff("(“{words}”)", words=hand.help.said) if hand.help.said else ""


def _withdraw(t: Translator, help_: Help, label: str) -> Button:
    return Button(
        label=label, action="help_off", record=help_.serial, version=help_.version, choice=f"{help_.id}"
    )


# -- told to the one who leads ----------------------------------------------------------------------


def _told(matter: Matter, chat: int, help_: Help, text: str, buttons: tuple[Button, ...] = ()) -> Letter:
    """One line to the lead. An answer to it goes to the helper."""
    return Letter(chat=chat, text=clipped(text), buttons=(buttons,) if buttons else (), silent=True,
                  priority=Priority.URGENT, beside=help_subject(help_))  # fmt: skip


def taken(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    text = t.staff(
        "🤝 {number}: {worker} has seen it and does it.", number=matter.report.number, worker=worker
    )
    return _told(matter, chat, help_, text)


def done(
    t: Translator, matter: Matter, chat: int, help_: Help, worker: str, words: str, photos: int
) -> Letter:
    """They did their part; their photos can serve as proof. Nothing of the report changes by itself."""
    number = matter.report.number
    text = t.staff("✅ {number}: {worker} has done it. {words}", number=number, worker=worker, words=words)
    return _told(matter, chat, help_, text.rstrip(), (_proof(t, help_),) if photos else ())


def _proof(t: Translator, help_: Help) -> Button:
    return Button(label=t.staff("📎 Show the photos to the reporter when it is done"), action="help_proof",
                  record=help_.serial, choice=f"{help_.id}")  # fmt: skip


def offered_as_proof(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    """Asked once more while somebody finishes: the photos that a helper sent."""
    text = t.staff("{number}: {worker} sent photos. Are they to be shown to the reporter?",
                   number=matter.report.number, worker=worker)  # fmt: skip
    return _told(matter, chat, help_, text, (_proof(t, help_),))


def refused(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    text = t.staff("🚫 {number}: {worker} says it is not theirs.", number=matter.report.number, worker=worker)
    return _told(matter, chat, help_, text).model_copy(update={"silent": False})


def said(t: Translator, matter: Matter, chat: int, help_: Help, worker: str, words: str) -> Letter:
    """A word of theirs about it."""
    text = t.staff("💬 {number}, {worker}: {words}", number=matter.report.number, worker=worker, words=words)
    return _told(matter, chat, help_, text)


def silent(t: Translator, matter: Matter, chat: int, help_: Help, worker: str, many: int) -> Letter:
    text = t.staff("⏳ {number}: nothing was heard from {worker} for {many} hours.", number=matter.report.number,
                   worker=worker, many=many)  # fmt: skip
    return _told(matter, chat, help_, text).model_copy(update={"silent": False})


def claimed(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    text = t.staff("🙋 {number}: {worker} takes it.", number=matter.report.number, worker=worker)
    return _told(matter, chat, help_, text)


def given_back(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    text = t.staff("↩️ {number}: {worker} cannot do it after all; the volunteers are asked again.",
                   number=matter.report.number, worker=worker)  # fmt: skip
    return _told(matter, chat, help_, text)


def goes_along(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    text = t.staff("🙋 {number}: {worker} goes along.", number=matter.report.number, worker=worker)
    return _told(matter, chat, help_, text)


def released(t: Translator, matter: Matter, chat: int, help_: Help, worker: str) -> Letter:
    text = t.staff("⏳ {number}: nothing was heard from {worker}; the volunteers are asked again.",
                   number=matter.report.number, worker=worker)  # fmt: skip
    return _told(matter, chat, help_, text)
