"""What the one who reported reads: plain words, no clerk's ones (DESIGN 9).

A new message comes only when somebody has it, when it is late or moved, and when it is done, with the
question in it; every other step rewrites the card.
"""

from fieldwork import telephones
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, activities, agendas, clipped, passing_on, waits
from fieldwork.letters.clock import moment_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.matter import (
    JOINED,
    QUESTION,
    REPORTER,
    VOICE,
    Matter,
    category_named,
    subject,
    where_named,
)
from fieldwork.letters.running_late import may_hurry, nudge
from fieldwork.places import Station
from fieldwork.reports import Attachment, Finding, Report, State, Urgency
from fieldwork.seeing import Part, Surface, Viewer, sight
from fieldwork.texts import Translator

ALBUM_PAUSE = 1.5  # seconds after an album's last part

Rows = tuple[tuple[Button, ...], ...]


def card(t: Translator, matter: Matter, chat: int, *, delay: float = 0.0) -> Letter:
    """The reporter's card: number, place, category as understood, who is in touch by when, and a telephone."""
    if matter.report.state is State.NOTED:
        return activities.card(t, matter, chat, delay=delay)
    lines = [
        _headline(t, matter),
        *_facts(t, matter),
        "",
        _standing(t, matter),
        t.both("{station} · tel. {telephone}", station=matter.station, telephone=matter.telephone)
        if matter.telephone
        else matter.station,
    ]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_two(t, matter), delay=delay,
                  card=subject(REPORTER, matter.report.serial))  # fmt: skip


def _headline(t: Translator, matter: Matter) -> str:
    number = matter.report.number
    if matter.report.mandatory and matter.report.is_open:
        return t.reporter("✅ {number} · received, being dealt with", number=number)
    match matter.progress.state:
        case State.SIGNED | State.IN_PROGRESS:
            return t.reporter("🧑‍🔧 {number} · somebody is on it", number=number)
        case State.NEEDS_INFO:
            return t.reporter("❓ {number} · one question for you", number=number)
        case State.ON_HOLD | State.REFERRED | State.PARKED:
            return t.reporter("⏳ {number} · it takes longer", number=number)
        case State.DONE:
            return t.reporter("🛠 {number} · done, a colleague has a look", number=number)
        case State.CALLBACK if matter.report.finding in (Finding.UNSOLVED, Finding.UNTRUE):
            return t.reporter("💬 {number} · there is an answer for you", number=number)
        case State.CALLBACK:
            return t.reporter("🛠 {number} · done, is it really solved?", number=number)
        case State.NOT_ACCEPTED:
            return t.reporter("↪️ {number} · not ours, please go elsewhere", number=number)
        case State.MERGED:
            return t.reporter("🔗 {number} · dealt with together with an earlier one", number=number)
        case State.REWORK:
            return t.reporter("🔁 {number} · not solved yet, taken up again", number=number)
        case State.CLOSED:
            return t.reporter("🌿 {number} · finished", number=number)
        case State.WITHDRAWN:
            return t.reporter("↩️ {number} · taken back", number=number)
        case _:
            return t.reporter("✅ Received · {number}", number=number)


def standing_named(t: Translator, matter: Matter) -> str:
    """Where an own report stands, in a word for a list."""
    match matter.progress.state:
        case State.SIGNED | State.IN_PROGRESS:
            return t.reporter("being followed up")
        case State.NEEDS_INFO:
            return t.reporter("we have a question for you")
        case State.ON_HOLD | State.REFERRED | State.PARKED:
            return t.reporter("takes longer")
        case State.DONE:
            return t.reporter("dealt with")
        case State.CALLBACK:
            return t.reporter("dealt with, please say if it is solved")
        case State.NOT_ACCEPTED:
            return t.reporter("not ours")
        case State.MERGED:
            return t.reporter("dealt with together with an earlier one")
        case State.REWORK:
            return t.reporter("not solved yet, taken up again")
        case State.CLOSED:
            return t.reporter("finished")
        case State.WITHDRAWN:
            return t.reporter("taken back")
        case State.NOTED:
            return activities.own_stage_named(t, matter.activity.stage if matter.activity else None)
        case _:
            return t.reporter("received")


def _facts(t: Translator, matter: Matter) -> list[str]:
    report, lines = matter.report, list[str]()
    if not is_spoken_of(report):
        return lines
    if matter.place or report.named:
        lines.append("📍 " + where_named(t, matter))
    if report.category:
        lines.append("🏷 " + category_named(t, report.category))
    if report.for_name or report.for_telephone:
        who = " ".join(part for part in (report.for_name, telephones.masked(report.for_telephone)) if part)
        lines.append(t.reporter("👤 For {who}", who=who))
    if report.words:
        lines.append("💬 " + report.words[:200])
    lines += [t.reporter("🔗 With {lead}", lead=matter.lead.number)] if matter.lead else []
    if matter.neighbours:
        lines.append(t.reporter("👥 {many} more neighbours reported it", many=matter.neighbours))
    return [*lines, *agendas.on_card(t, matter.council), *passing_on.listed(t, matter)]


def is_spoken_of(report: Report) -> bool:
    """Whether facts may stand in the reporter's chat at all: of P4 none do."""
    return Part.WORDS in sight(Viewer.REPORTER, report, Surface.REPORTER)


def outcome(t: Translator, matter: Matter) -> str:
    """What was done, and by whom."""
    who = {"station": matter.station, "worker": matter.handler}
    if not is_spoken_of(matter.report):
        return t.reporter("{station}, {worker}, has dealt with it.", **who)
    return t.reporter("{station}, {worker}: {outcome}", **who, outcome=matter.report.outcome)


def _standing(t: Translator, matter: Matter) -> str:
    report, who = matter.progress, {"station": matter.station, "worker": matter.handler}
    if report.mandatory and report.is_open:
        return t.reporter("For anything more please call.")
    match report.state:
        case State.SIGNED | State.IN_PROGRESS:
            return t.reporter("{station}, {worker}, is following it up.", **who)
        case State.NEEDS_INFO if report.waits_for:
            asked = t.reporter(
                "{station} asks: {question}", station=matter.station, question=report.waits_for
            )
            return "\n".join([asked, t.reporter("Please just write the answer here, or send a photo.")])
        case State.NEEDS_INFO:
            return t.reporter("Please just write the answer here, or send a photo.")
        case State.REFERRED if report.waits_until and is_spoken_of(report):
            return t.reporter("{body} was asked to deal with it. {station} tells you by {day} how it stands.",
                              body=waits.body(t, report), station=matter.station,
                              day=day_named(t, report.waits_until))  # fmt: skip
        case State.ON_HOLD | State.REFERRED | State.PARKED if report.waits_until:
            day = day_named(t, report.waits_until)
            return t.reporter("It cannot be solved yet. {station} answers you again by {day}.",
                              station=matter.station, day=day)  # fmt: skip
        case State.NOT_ACCEPTED:
            return report.outcome
        case State.MERGED:
            return t.reporter("You hear of everything here, and are asked at the end.")
        case State.DONE | State.CALLBACK:
            return outcome(t, matter)
        case State.REWORK:
            again = t.reporter("We are sorry. {station} takes it up again.", station=matter.station)
            return f"{again}\n{_by_when(t, matter)}"
        case State.CLOSED:
            return t.reporter("Thank you for looking out for the neighbourhood.")
        case State.WITHDRAWN:
            return t.reporter("No need to do anything. Write again any time.")
        case _:
            return _by_when(t, matter)


def _by_when(t: Translator, matter: Matter) -> str:
    """Until when somebody is in touch; a question is answered until then."""
    times, station = matter.times, matter.station
    if times is None or times.heard_by is None or matter.report.question == "danger":
        return t.reporter("{station} will be in touch.", station=station)
    if times.is_over:
        return t.reporter("It takes longer than we said; {station} will be in touch as soon as it can.",
                          station=station)  # fmt: skip
    when = moment_named(t, times.heard_by)
    if times.heard_by.year in times.estimated:
        when = t.reporter("{when} (reckoned by Monday to Friday)", when=when)
    if matter.report.urgency is Urgency.Q:
        return t.reporter("{station} will answer you by {when}.", station=station, when=when)
    return t.reporter("{station} will be in touch by {when}.", station=station, when=when)


def _two(t: Translator, matter: Matter) -> Rows:
    report = matter.report
    if not report.is_open or report.state in (State.DONE, State.CALLBACK):
        return ()
    more = Button(label=t.reporter("Add more"), action="add", record=report.serial, version=report.version)
    return ((more,), (nudge(t, report) if may_hurry(matter) else _amend(t, report),))


def _amend(t: Translator, report: Report) -> Button:
    return Button(label=t.reporter("Not right, change it"), action="amend", record=report.serial,
                  version=report.version)  # fmt: skip


def taken(t: Translator, matter: Matter, chat: int) -> Letter:
    """Somebody has it: a message of its own."""
    said = t.reporter("🧑‍🔧 {number}: {station}, {worker}, is following it up.", number=matter.report.number,
                      station=matter.station, worker=matter.handler)  # fmt: skip
    return Letter(chat=chat, text=said, priority=Priority.URGENT)


def moved(t: Translator, matter: Matter, chat: int) -> Letter:
    """Another station looks after it now: a message of its own."""
    said = t.reporter("🏢 {number}: {station} looks after it now.", number=matter.report.number,
                      station=matter.station)  # fmt: skip
    call = t.reporter("Telephone: {telephone}", telephone=matter.telephone) if matter.telephone else ""
    return Letter(chat=chat, text=" ".join(part for part in (said, call) if part), priority=Priority.URGENT)


def asked_if_typed_right(t: Translator, matter: Matter, chat: int, sent: Attachment, worker: str) -> Letter:
    """What a colleague of the station typed of a voice, shown to the one who spoke."""
    text = t.reporter(
        "🎤 {number}: {station}, {worker}, wrote down what you said:\n“{words}”\nIs it right?",
        number=matter.report.number, station=matter.station, worker=worker, words=sent.transcript,
    )  # fmt: skip
    answers = (("heard_right", t.reporter("Right")), ("heard_wrong", t.reporter("Not right")))
    rows = tuple(
        (Button(label=label, action=action, record=matter.report.serial, version=matter.report.version,
                choice=f"{sent.message_id:x}"),)
        for action, label in answers
    )  # fmt: skip
    return Letter(chat=chat, text=clipped(text), buttons=rows, priority=Priority.URGENT,
                  card=voice_card(matter, sent.message_id))  # fmt: skip


def voice_card(matter: Matter, message_id: int) -> str:
    """The message that shows what was typed of a voice."""
    return f"{subject(VOICE, matter.report.serial)}.{message_id:x}"


def typed_right(t: Translator, matter: Matter, chat: int, message_id: int) -> Letter:
    """What was typed is what was said."""
    text = t.reporter("{number}: thank you, noted.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=voice_card(matter, message_id))


def asked_to_say_again(t: Translator, matter: Matter, chat: int, message_id: int) -> Letter:
    """What was typed is not what was said."""
    text = t.reporter("{number}: then please write it, or say it again.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=voice_card(matter, message_id))


def added(t: Translator, matter: Matter, chat: int, message_id: int | None = None) -> Letter:
    """What was added is with the station too; what joined by itself (`message_id`) can be parted again."""
    report = matter.report
    text = t.reporter("{number}: added, {station} has it too.", number=report.number, station=matter.station)
    rows = ((_part(t, report, f"{message_id:x}"),),) if message_id is not None else ()
    return Letter(chat=chat, text=text, buttons=rows)


def added_unheard(t: Translator, matter: Matter, chat: int) -> Letter:
    """What was added is kept, and nobody of the station can be written to: the telephone is surer."""
    text = t.reporter("{number}: kept, but nobody there can read it right now. If it cannot wait, please call "
                      "{station}: {telephone}", number=matter.report.number, station=matter.station,
                      telephone=matter.telephone )  # fmt: skip
    return Letter(chat=chat, text=text)


def joined(t: Translator, report: Report, chat: int) -> Letter:
    """A further message became part of the report; if it is another matter, a tap makes it one."""
    text = t.reporter("{number}: taken together with your message before.", number=report.number)
    return Letter(chat=chat, text=text, buttons=((_part(t, report, ""),),), delay=ALBUM_PAUSE,
                  card=subject(JOINED, report.serial))  # fmt: skip


def edited(t: Translator, matter: Matter, chat: int) -> Letter:
    """An edited message took the place of what it said before."""
    return Letter(
        chat=chat, text=t.reporter("{number}: brought up to your change.", number=matter.report.number)
    )


def parted(t: Translator, report: Report, new: str, chat: int) -> Letter:
    """What had joined is a report of its own now."""
    text = t.reporter("{number} and {new} are two matters now.", number=report.number, new=new)
    return Letter(chat=chat, text=text, card=subject(JOINED, report.serial))


def _part(t: Translator, report: Report, choice: str) -> Button:
    return Button(label=t.reporter("Separate them"), action="part_them", record=report.serial,
                  version=report.version, choice=choice)  # fmt: skip


def asked_about_danger(t: Translator, matter: Matter, chat: int) -> Letter:
    """The numbers that help, what this chat is not, and the one question (DESIGN 6)."""
    report = matter.report
    text = "\n".join(
        [emergency_numbers(t), "", t.reporter("{number}: is anybody in danger now?", number=report.number)]
    )
    answers = (("danger_now", t.reporter("Yes, now")), ("danger_no", t.reporter("No")))
    return Letter(chat=chat, text=text, card=subject(QUESTION, report.serial), buttons=tuple(
        (Button(label=label, action=action, record=report.serial, version=report.version),)
        for action, label in answers
    ))  # fmt: skip


def emergency_numbers(t: Translator) -> str:
    """Who helps at once. Said before anything else when words call for it."""
    return t.reporter(
        "🆘 In danger, call first: police 110 · fire 119 · ambulance 120. This chat is not an emergency line."
    )


def danger_heard(t: Translator, matter: Matter, chat: int) -> Letter:
    """After the answer to the question about danger."""
    if matter.report.urgency is Urgency.T0:
        text = t.reporter("🆘 {number}: call 110, 119 or 120 first. "
                          "{station} was told just now that it cannot wait: tel. {telephone}",
                          number=matter.report.number, station=matter.station, telephone=matter.telephone)  # fmt: skip
    else:
        text = t.reporter("{number}: good that nobody is in danger. It stays with {station}.",
                          number=matter.report.number, station=matter.station)  # fmt: skip
    return Letter(chat=chat, text=text, card=subject(QUESTION, matter.report.serial))


def asked_where(t: Translator, matter: Matter, chat: int, places: list[tuple[str, str]]) -> Letter:
    """Two or more places fit the words: which one? `places` are (code, name), the likeliest first."""
    text = t.reporter("{number}: which place is it?", number=matter.report.number)
    choices = [*places[:5], ("", t.reporter("Skip"))]
    rows = tuple(
        (
            Button(
                label=name,
                action="at",
                record=matter.report.serial,
                version=matter.report.version,
                choice=code,
            ),
        )
        for code, name in choices
    )
    return Letter(chat=chat, text=text, buttons=rows, card=subject(QUESTION, matter.report.serial))


def asked_what(t: Translator, matter: Matter, chat: int) -> Letter:
    """A photo, a film, a file or a place on the map came without a word."""
    number = matter.report.number
    if matter.sent("photo", "picture"):
        text = t.reporter("{number}: what is the matter in the photo? One sentence is enough.", number=number)
    elif matter.sent("location"):
        text = t.reporter(
            "{number}: what is the matter at this place? One sentence is enough.", number=number
        )
    else:
        text = t.reporter("{number}: what is the matter there? One sentence is enough.", number=number)
    skip = Button(
        label=t.reporter("Skip"), action="skip", record=matter.report.serial, version=matter.report.version
    )
    return Letter(chat=chat, text=text, buttons=((skip,),), card=subject(QUESTION, matter.report.serial),
                  delay=ALBUM_PAUSE)  # fmt: skip


def question_closed(t: Translator, matter: Matter, chat: int) -> Letter:
    """The open question was answered or skipped: its buttons go."""
    text = t.reporter("{number}: thank you, noted.", number=matter.report.number)
    return Letter(chat=chat, text=text, card=subject(QUESTION, matter.report.serial))


def told_by_station(t: Translator, matter: Matter, chat: int, worker: str, words: str) -> Letter:
    """What somebody of the station wrote to the reporter through the bot."""
    head = t.reporter("💬 {number} · {station}, {worker}:", number=matter.report.number, station=matter.station,
                      worker=worker)  # fmt: skip
    reply = Button(label=t.reporter("💬 Reply"), action="add", record=matter.report.serial,
                   version=matter.report.version)  # fmt: skip
    return Letter(chat=chat, text=clipped(f"{head}\n{words}".strip()), priority=Priority.URGENT,
                  buttons=((reply,),), beside=subject(REPORTER, matter.report.serial))  # fmt: skip


def column(serial: int, version: int, answers: tuple[tuple[str, str], ...]) -> Rows:
    """Answers below each other."""
    return tuple(
        (Button(label=label, action=action, record=serial, version=version),) for action, label in answers
    )


def too_many_today(t: Translator, chat: int, many: int, station: Station | None, card: str | None) -> Letter:
    """To a resident who has reported enough for one day: the telephone, and that this was not kept."""
    lines = [t.reporter("You have reported {many} times today, and all of it is here.", many=many)]
    if station is not None:
        lines.append(t.reporter("For anything else please call {station}: {telephone}.", station=station.name,
                                telephone=station.telephone))  # fmt: skip
    lines.append(t.both("What you wrote was not kept."))
    return Letter(chat=chat, text="\n".join(lines), card=card)
