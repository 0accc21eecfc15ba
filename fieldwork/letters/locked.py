"""What is restricted: its card says nothing, a tap opens it for a day, and what rings says only that it rings.

P3 keeps number, state, urgency, station and field of work on its card; P4 says that something waits. Both are
opened by who is named to them, each time on record; P4 itself is read at the station's machine.
"""

from datetime import tzinfo

from fieldwork import seeing
from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped, clock, notices, passing_on, station
from fieldwork.letters.matter import OPENED, STATION, Matter, category_named, subject
from fieldwork.letters.station import Rows, Whose
from fieldwork.reports import Report, State
from fieldwork.seeing import Part, Sight, Surface, Viewer
from fieldwork.texts import Translator

UNSIGNED = (State.DISPATCHED, State.REWORK)


def card(
    t: Translator, matter: Matter, chat: int, *, sight: Sight, ring: bool = False, delay: float = 0.0,
    whose: Whose = Whose.OWN,
) -> Letter:  # fmt: skip
    """The station's card of something restricted. `ring`: with sound; else it is only rewritten."""
    lines = _lines(t, matter, sight) if Part.NUMBER in sight else [_nothing(t, matter.report, sight)]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_buttons(t, matter, whose, sight),
                  delay=delay, card=subject(STATION, matter.report.serial), silent=not ring,
                  priority=Priority.URGENT)  # fmt: skip


def _nothing(t: Translator, report: Report, sight: Sight) -> str:
    if not report.is_open:
        return t.staff("🔒 This is finished.")
    return (
        t.staff("🔒 Something waits for you.") if sight.opens else t.staff("🔒 Only who is named sees this.")
    )


def _lines(t: Translator, matter: Matter, sight: Sight) -> list[str]:
    report, lines = matter.report, [f"🔒 {head(t, matter.report, sight)}"]
    top = category_named(t, (report.category or "").partition(".")[0])
    if Part.FIELD in sight and top:
        lines.append(f"🏷 {top}")
    if not report.is_open:
        return lines
    if Part.STATION in sight:
        lines.append(matter.station)
    if sight.opens:
        lines.append(t.staff("Sensitive: open it to read it. Who looks is kept on record."))
        lines += [*station.in_hands(t, matter), *station.watched(t, matter), *clock.lines(t, matter.times)]
    return lines


def head(t: Translator, report: Report, sight: Sight) -> str:
    """Number and state, and how urgent it is."""
    if Part.URGENCY in sight:
        return station.headline(t, report)
    return f"{report.number} · {station.state_named(t, report.state)}"


def _buttons(t: Translator, matter: Matter, whose: Whose, sight: Sight) -> Rows:
    """What can be done, below what opens it; who may not open it may only take what nobody has signed for."""
    report = matter.report
    if not report.is_open:
        return ()
    if sight.opens:
        return ((_button(matter, t.staff("👁 Open"), "look"),), *station.can_be_done(t, matter, whose))
    if Part.NUMBER in sight and report.state in UNSIGNED:
        return ((_button(matter, t.staff("✍️ Sign for it"), "sign"),),)
    return ()


def opened(t: Translator, matter: Matter, chat: int, zone: tzinfo, *, sight: Sight, hours: int) -> Letter:
    """A message of its own with what the card does not say; it goes after some hours."""
    report = matter.report
    lines = [f"👁 {head(t, report, sight)}"]
    if Part.WORDS in sight:
        lines += station.facts(t, matter, zone, sight)
    else:
        lines += [matter.station, *_saves_life(t, matter, sight),
                  t.staff("What it says is read at the station's machine: fieldbot report show {number}",
                          number=report.number)]  # fmt: skip
    lines += [
        "",
        t.staff("This message goes within {hours} hours; it is on record that you read it.", hours=hours),
    ]
    buttons = passing_on.to_open(t, matter) if Part.FILES in sight else ()
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=buttons,
                  card=subject(OPENED, report.serial), anew=True)  # fmt: skip


def _saves_life(t: Translator, matter: Matter, sight: Sight) -> list[str]:
    """Where to go, and whom to ring, while somebody is in danger."""
    report, lines = matter.report, list[str]()
    where = " ".join(part for part in (matter.place, report.door) if part)
    if Part.DOOR in sight:
        lines.append("📍 " + (where or t.staff("place unknown")))
    telephones = dict.fromkeys(part for part in (matter.reporter_telephone, report.for_telephone) if part)
    if Part.TELEPHONES in sight and telephones:
        lines.append("📞 " + " · ".join(telephones))
    return lines


def closed_again(report: Report, chat: int, message_id: int) -> Letter:
    """What is left of a message that Telegram deletes no more: its number, where that may be seen."""
    numbered = Part.NUMBER in seeing.sight(Viewer.RESPONSIBLE, report, Surface.CARD)
    return Letter(chat=chat, text=f"🔒 {report.number}" if numbered else "🔒", message_id=message_id, silent=True,
                  priority=Priority.REMINDER)  # fmt: skip


def named(t: Translator, matter: Matter, chat: int, by: str) -> Letter:
    """A head has named somebody to it: a message with sound, beside the card."""
    text = notices.notice(t, matter.report, "👁", t.staff(
        "👁 {number}: {worker} lets you see it.", number=matter.report.number, worker=by))  # fmt: skip
    return Letter(
        chat=chat, text=text, priority=Priority.URGENT, beside=subject(STATION, matter.report.serial)
    )


def _button(matter: Matter, label: str, action: str) -> Button:
    return Button(label=label, action=action, record=matter.report.serial, version=matter.report.version)
