"""What a helper reads: a station, a partner, a volunteer, and a group in which volunteers are looked for.

Never a name, never the reporter's words; how much else is `fieldwork.helping.sight`, by class.
"""

from datetime import date
from enum import StrEnum

from fieldwork.buttons import Button
from fieldwork.days import Span
from fieldwork.groups import Binding
from fieldwork.helping import Help, HelpKind, HelpState, is_body, surname
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.duty import named
from fieldwork.letters.matter import Matter, category_named, help_subject
from fieldwork.seeing import Part, Sight
from fieldwork.texts import Translator

Rows = tuple[tuple[Button, ...], ...]


class Standing(StrEnum):
    """What a volunteer is to a call for volunteers."""

    ASKED = "asked"
    HOLDER = "holder"  # has it
    ALONG = "along"  # goes along


def short_name(t: Translator, name: str) -> str:
    """How a helper is called where a name is too much: 陈志愿者. An organisation by its name."""
    if is_body(name):
        return name
    called = surname(name)
    return t.both("volunteer {name}", name=called) if called else t.both("a volunteer")


# -- a station, a partner ---------------------------------------------------------------------------


def card(
    t: Translator, matter: Matter, chat: int, help_: Help, place: str, sight: Sight, *, ring: bool = False
) -> Letter:
    """What is asked of another station or a partner. Once it is over, its number and how it ended alone."""
    lines = [_headline(t, matter, help_)]
    if help_.is_open:
        lines += [*_facts(t, matter, help_, place, sight), _station(t, matter)]
    if help_.state is not HelpState.OFFERED:
        lines.append(_ended(t, help_))
    return Letter(chat=chat, text=clipped("\n".join(filter(None, lines))), buttons=_answers(t, help_),
                  card=help_subject(help_), silent=not ring, priority=Priority.URGENT)  # fmt: skip


def _headline(t: Translator, matter: Matter, help_: Help) -> str:
    told = {"number": matter.report.number, "station": matter.station}
    if help_.kind is HelpKind.STATION:
        return t.staff("🤝 Helping · {number} · {station} leads", **told)
    return t.both("🤝 {station} asks you for help · {number}", **told)


def _facts(t: Translator, matter: Matter, help_: Help, place: str, sight: Sight) -> list[str]:
    """The place as far as it may be known, the category, and the station's line; else that they are to call."""
    report = matter.report
    where = " ".join(filter(None, (place, report.door if Part.DOOR in sight else "")))
    lines = [f"📍 {where}" if where else ""]
    if Part.CATEGORY not in sight:
        return [*lines, t.both("Please call the station: this is not to be written here.")]
    return [*lines, _kind(t, matter), f"📝 {help_.words}"]


def _station(t: Translator, matter: Matter) -> str:
    if not matter.telephone:
        return matter.station
    return t.both("{station} · tel. {telephone}", station=matter.station, telephone=matter.telephone)


def _ended(t: Translator, help_: Help) -> str:
    said = {
        HelpState.OFFERED: t.both("Still open."),
        HelpState.TAKEN: t.both("✔️ You have said that you do it."),
        HelpState.DONE: t.both("✅ Done, thank you."),
        HelpState.REFUSED: t.both("You have said that it is not yours."),
        HelpState.RELEASED: t.both("Still open."),
        HelpState.WITHDRAWN: t.both("This is not needed any more, thank you."),
    }
    return said[help_.state]


def _answers(t: Translator, help_: Help) -> Rows:
    if not help_.is_open:
        return ()
    done = t.both("✅ It is done") if help_.kind is HelpKind.STATION else t.both("✅ Done here")
    finish = _button(help_, "help_done", done)
    refuse = _button(help_, "help_no", t.both("🚫 Not ours"))
    if help_.state is HelpState.OFFERED:
        return ((_button(help_, "help_take", t.both("👌 Got it")), finish), (refuse,))
    return ((finish,), (refuse,))


def _button(help_: Help, action: str, label: str) -> Button:
    return Button(label=label, action=action, record=help_.id, version=help_.version)


def asked_what_was_done(t: Translator, matter: Matter, chat: int, help_: Help) -> Letter:
    """One sentence, or photos, or both."""
    text = t.both("{number}: what was done? One sentence, or photos first.", number=matter.report.number)
    rows = ((_button(help_, "help_end", t.both("That is all")),),)
    return Letter(chat=chat, text=text, buttons=rows, beside=help_subject(help_))


def photo_kept(t: Translator, matter: Matter, chat: int, help_: Help) -> Letter:
    """A photo came; a sentence may follow."""
    text = t.both("{number}: photo received. A sentence, or that is all?", number=matter.report.number)
    rows = ((_button(help_, "help_end", t.both("That is all")),),)
    return Letter(chat=chat, text=text, buttons=rows, beside=help_subject(help_))


def asked_why(t: Translator, matter: Matter, chat: int, help_: Help) -> Letter:
    """Why not: nobody needs to say."""
    text = t.both("{number}: thank you. If you like, write whose it is or why not.",
                  number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, beside=help_subject(help_))


def told_by_station(t: Translator, matter: Matter, chat: int, help_: Help, worker: str, words: str) -> Letter:
    """A word of the station to a helper."""
    text = t.both("💬 {number}, {station}, {worker}: {words}", number=matter.report.number,
                  station=matter.station, worker=worker, words=words)  # fmt: skip
    return Letter(chat=chat, text=clipped(text), priority=Priority.URGENT, beside=help_subject(help_))


# -- volunteers -------------------------------------------------------------------------------------


def call(
    t: Translator, matter: Matter, chat: int, help_: Help, place: str, sight: Sight, standing: Standing, worker: str,
    along: tuple[str, ...] = (), *, ring: bool = False,
) -> Letter:  # fmt: skip
    """求志愿者, as one volunteer sees it. `worker` has it, `along` go along, in the form that they may see."""
    lines = [t.both("🙋 Volunteers wanted · {number} · {station}", number=matter.report.number,
                    station=matter.station)]  # fmt: skip
    if help_.is_open:
        lines += _facts(t, matter, help_, place, sight)
        lines.append(_who_has_it(t, help_, standing, worker, along))
        lines += [_station(t, matter)] if standing is not Standing.ASKED else []
    else:
        lines.append(_ended(t, help_))
    return Letter(chat=chat, text=clipped("\n".join(filter(None, lines))), buttons=_claims(t, help_, standing),
                  card=help_subject(help_), silent=not ring, priority=Priority.REMINDER)  # fmt: skip


def _who_has_it(t: Translator, help_: Help, standing: Standing, worker: str, along: tuple[str, ...]) -> str:
    if help_.state is not HelpState.TAKEN:
        return ""
    if standing is Standing.ALONG:
        return t.both("🤝 You go along with {name}.", name=worker)
    if standing is Standing.ASKED:
        return t.both("Taken by {name}", name=worker)
    mine = t.both("✔️ It is yours. Thank you!")
    return "\n".join([mine, t.both("With you: {names}", names=" · ".join(along))]) if along else mine


def _claims(t: Translator, help_: Help, standing: Standing) -> Rows:
    if not help_.is_open:
        return ()
    if help_.state is not HelpState.TAKEN:
        return ((_button(help_, "claim", t.both("🙋 I do it")),),)
    if standing is Standing.HOLDER:
        done = _button(help_, "claim_done", t.both("✅ It is done"))
        return ((done,), (_button(help_, "claim_undo", t.both("↩️ I cannot after all")),))
    if standing is Standing.ALONG:
        return ((_button(help_, "claim_leave", t.both("↩️ I do not go along")),),)
    return ((_button(help_, "claim_join", t.both("🤝 I go along")),),)


def group_subject(help_: Help, thread: int) -> str:
    """The name of a call in a group, one for each topic."""
    return f"{help_subject(help_)}.{thread}"


def in_group(t: Translator, matter: Matter, binding: Binding, help_: Help, place: str, worker: str) -> Letter:
    """A call for volunteers as a group sees it: station, number, place, category (promise 5), and who has it."""
    head = t.both("🙋 Volunteers wanted · {number} · {station}", number=matter.report.number,
                  station=matter.station)  # fmt: skip
    lines = [head]
    if help_.is_open:
        lines += [f"📍 {place}" if place else "", _kind(t, matter)]
        lines.append(_who_has_it(t, help_, Standing.ASKED, worker, ()))
    else:
        lines.append(_ended(t, help_))
    return Letter(chat=binding.chat, thread=binding.thread, text="\n".join(filter(None, lines)),
                  buttons=_claims(t, help_, Standing.ASKED), card=group_subject(help_, binding.thread), silent=True,
                  priority=Priority.REMINDER)  # fmt: skip


def _kind(t: Translator, matter: Matter) -> str:
    return "🏷 " + category_named(t, matter.report.category) if matter.report.category else ""


def asked_to_finish(t: Translator, matter: Matter, chat: int, help_: Help) -> Letter:
    """One message is enough."""
    text = t.both(
        "{number}: please send one sentence or a photo of what was done.", number=matter.report.number
    )
    return Letter(chat=chat, text=text, beside=help_subject(help_))


def still_at_it(t: Translator, matter: Matter, chat: int, help_: Help, many: int) -> Letter:
    """Nothing was heard for half the time that there is."""
    text = t.both("{number}: are you still at it? Without a word others are asked in {many} hours.",
                  number=matter.report.number, many=many)  # fmt: skip
    rows = ((_button(help_, "claim_still", t.both("💪 I am at it")),),)
    return Letter(chat=chat, text=text, buttons=rows, priority=Priority.REMINDER, beside=help_subject(help_))


def taken_from_you(t: Translator, matter: Matter, chat: int, help_: Help) -> Letter:
    """Silence: others are asked."""
    text = t.both("{number}: others are being asked now. If you did it, please tell the station.",
                  number=matter.report.number)  # fmt: skip
    return Letter(chat=chat, text=text, priority=Priority.REMINDER, beside=help_subject(help_))


def tomorrow(t: Translator, matter: Matter, chat: int, help_: Help, day: date) -> Letter:
    """The day before what somebody promised for a day."""
    said = t.both("📅 Tomorrow, {days}, is what you promised: {number}.", days=named(t, Span(day, day)),
                  number=matter.report.number)  # fmt: skip
    rows = (
        (_button(help_, "claim_goes", t.both("👍 I go")),),
        (_button(help_, "claim_cannot", t.both("↩️ I cannot after all")),),
    )
    text = "\n".join(filter(None, [said, help_.words]))
    return Letter(chat=chat, text=text, buttons=rows, priority=Priority.REMINDER)


def given_back(t: Translator, number: str, chat: int, message: int) -> Letter:
    """In the place of the reminder, once it was given back."""
    return Letter(chat=chat, text=t.both("↩️ {number}: given back.", number=number), message_id=message)
