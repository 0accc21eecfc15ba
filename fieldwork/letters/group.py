"""What a group of a station hears (FIELD 5.5): little, and nothing that names a person, a door or a story.

Cards of least knowledge carry station, number, place down to the building, category and state (promise 5).
Everybody in a group can read them, so they use the plain words that reporters hear too.
"""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.groups import Binding, Gone
from fieldwork.letters import Letter, Priority
from fieldwork.letters.matter import GROUP, Matter, category_named
from fieldwork.places import Network, PlaceKind, Station
from fieldwork.reports import ReportKind, State, Urgency
from fieldwork.texts import Translator

A_PAGE = 5  # stations to choose from
WITHIN = (PlaceKind.UNIT, PlaceKind.HOUSEHOLD)  # what lies inside a building is nobody's business here
_SIGNS = {Urgency.T0: "🆘 ", Urgency.T1: "🔴 "}

Rows = tuple[tuple[Button, ...], ...]


def subject(serial: int, thread: int) -> str:
    """The name of a report's card in a group, one for each topic: `g:10427.7`."""
    return f"{GROUP}:{serial}.{thread}"


def place_shown(network: Network, code: str | None) -> str:
    """A place down to the building."""
    around = (place for place in network.above(code or "") if place.kind not in WITHIN)
    found = next(around, None)
    return network.path(found.code) if found else ""


def link(bot: str, start: str) -> str:
    """The address that opens the private chat; `start` says what for."""
    return f"https://t.me/{bot}?start={start}"


def card(t: Translator, matter: Matter, binding: Binding, bot: str, place: str, *, aloud: bool) -> Letter:
    """A report as a group sees it. `aloud`: sent once more with sound, since it is most urgent."""
    report = matter.report
    head = f"{report.number} · {state_named(t, report.state)}"
    lines, rows = [head], Rows()
    if report.is_open:
        lines = [f"{_SIGNS.get(report.urgency, '')}{matter.station} · {head}"]
        lines += [f"📍 {place}"] if place else []
        lines += [f"🏷 {category_named(t, report.category)}"] if report.category else []
        rows = _to_private(t.both("Deal with it in private"), bot, report.number)
    return Letter(chat=binding.chat, thread=binding.thread, text="\n".join(lines), buttons=rows,
                  card=subject(report.serial, binding.thread), silent=not aloud, anew=aloud,
                  priority=Priority.URGENT if aloud else Priority.REMINDER)  # fmt: skip


def state_named(t: Translator, state: State) -> str:
    """Where a report stands, in words for everybody."""
    match state:
        case State.SIGNED | State.IN_PROGRESS | State.NEEDS_INFO | State.MERGED:
            return t.both("being followed up")
        case State.ON_HOLD | State.REFERRED | State.PARKED:
            return t.both("being followed up, takes longer")
        case State.NOT_ACCEPTED:
            return t.both("dealt with elsewhere")
        case State.DONE | State.CALLBACK:
            return t.both("dealt with, being asked whether it is solved")
        case State.REWORK:
            return t.both("not solved yet, taken up again")
        case State.CLOSED:
            return t.both("finished")
        case State.WITHDRAWN:
            return t.both("taken back")
        case _:
            return t.both("to be followed up")


def taken_down(t: Translator, matter: Matter, binding: Binding) -> Letter:
    """The card of a matter that turned out to be personal: a line without facts."""
    return _line(
        binding, subject(matter.report.serial, binding.thread), t.both("🔒 This is dealt with in private.")
    )


def gone_elsewhere(t: Translator, matter: Matter, binding: Binding) -> Letter:
    """The card of a report that went to another station."""
    said = t.both("{number} · now with another station", number=matter.report.number)
    return _line(binding, subject(matter.report.serial, binding.thread), said)


def _line(binding: Binding, name: str, text: str) -> Letter:
    return Letter(chat=binding.chat, thread=binding.thread, text=text, card=name, silent=True,
                  priority=Priority.REMINDER)  # fmt: skip


# -- answers in the group ---------------------------------------------------------------------------


def received(
    t: Translator, matters: Sequence[Matter], here: Letter, bot: str, *, reachable: bool, numbers: str
) -> Letter:
    """One short line with the number of each; everything else goes on in private. `numbers` are those that help."""
    told = {"number": "、".join(each.report.number for each in matters), "station": matters[0].station}
    text = t.both("Received, {number}. {station} will be in touch with you.", **told)
    if matters[0].report.kind is ReportKind.ACTIVITY:
        text = t.both("Noted, {number}. {station} will enter it.", **told)
    rows = () if reachable else _to_private(t.both("Open the private chat"), bot, "report")
    return here.model_copy(update={"text": "\n".join(filter(None, (numbers, text))), "buttons": rows})


def added(t: Translator, matter: Matter, here: Letter) -> Letter:
    """Somebody answered the card of an own report."""
    return here.model_copy(update={"text": t.both("{number}: added.", number=matter.report.number)})


def in_private(
    t: Translator, here: Letter, bot: str, *, written: bool, to_remove: bool, numbers: str
) -> Letter:
    """A personal matter: nothing of it is repeated, and the talk moves on."""
    first = t.both("Let us talk about this in private: I have written to you.") if written else t.both(
        "Let us talk about this in private: please tap below.")  # fmt: skip
    asked = t.both("Would an administrator of this group please delete the message above: "
                   "it holds a door number or speaks of a child.") if to_remove else ""  # fmt: skip
    rows = () if written else _to_private(t.both("Open the private chat"), bot, "report")
    return here.model_copy(update={"text": "\n".join(filter(None, (numbers, first, asked))), "buttons": rows})


def how_to_join(t: Translator, here: Letter, bot: str, numbers: str) -> Letter:
    """Somebody whom the station does not know; the numbers that help come first, if the words call for them."""
    text = t.both(
        "I do not know you yet: please join in the private chat first. What you wrote was not kept."
    )
    said = "\n".join(filter(None, (numbers, text)))
    return here.model_copy(update={"text": said, "buttons": _to_private(t.both("Join"), bot, "report")})


def enough_today(t: Translator, here: Letter, bot: str) -> Letter:
    """A resident's sixth report of a day; the private chat gives the telephone."""
    text = t.both("That is enough for today: for anything more please call. What you wrote was not kept.")
    return here.model_copy(update={"text": text, "buttons": _report_in_private(t, bot)})


def how_to_report(t: Translator, here: Letter, bot: str) -> Letter:
    """Asked to report without a word."""
    text = t.both("Answer any message of mine, or write /bao and what happened.")
    return here.model_copy(update={"text": text, "buttons": _report_in_private(t, bot)})


def act_in_private(t: Translator, here: Letter, bot: str, number: str) -> Letter:
    """Words under somebody else's card: nothing that a group could hear."""
    text = t.both(
        "{number} is dealt with in private. For something new, write /bao and what happened.", number=number
    )
    return here.model_copy(
        update={"text": text, "buttons": _to_private(t.both("Deal with it in private"), bot, number)}
    )


def nameless(t: Translator, here: Letter) -> Letter:
    """An anonymous administrator or a channel speaks."""
    return here.model_copy(
        update={"text": t.both("I cannot tell who is speaking: please write under your own name.")}
    )


def not_set_up(t: Translator, here: Letter) -> Letter:
    """Said once to a group that is not on the list."""
    text = t.both("This group is not set up yet. The head of a station can write /bind here.")
    return here.model_copy(update={"text": text})


def bound_before(t: Translator, here: Letter) -> Letter:
    """The bot was removed from a group of a station, and is here again."""
    text = t.both("I am back, but show nothing yet. The head of the station can write /bind here.")
    return here.model_copy(update={"text": text})


# -- binding ----------------------------------------------------------------------------------------


def bound(t: Translator, here: Letter, station_name: str, bot: str) -> Letter:
    """What this group will see, and how to report from it."""
    lines = [
        t.both("This group belongs to {station} now.", station=station_name),
        t.both("You will see numbers, places and how things stand; no names, no doors, no words of anybody."),
        t.both("Answer any message of mine, or write /bao and what happened."),
    ]
    return here.model_copy(update={"text": "\n".join(lines), "buttons": _report_in_private(t, bot)})


def bound_already(t: Translator, here: Letter, station_name: str, same: bool) -> Letter:
    """It belongs to this station, or to another one."""
    text = t.both("This group belongs to {station} already.", station=station_name)
    how = "" if same else t.both("The head of that station can write /unbind here; then it is free.")
    return here.model_copy(update={"text": "\n".join(filter(None, (text, how)))})


def not_bound(t: Translator, here: Letter) -> Letter:
    return here.model_copy(update={"text": t.both("This group belongs to no station.")})


def released(t: Translator, here: Letter, station_name: str) -> Letter:
    """From here on no more cards."""
    text = t.both(
        "This group no longer belongs to {station}; nothing is shown here any more.", station=station_name
    )
    return here.model_copy(update={"text": text})


def only_heads(t: Translator, here: Letter) -> Letter:
    return here.model_copy(
        update={"text": t.both("Only the head of a station, or somebody above, can set up a group.")}
    )


def asked_which_station(
    t: Translator, here: Letter, asker: int, to_choose: Sequence[Station], page: int, unknown: bool = False
) -> Letter:
    """The stations that the asker may bind; only the asker's taps count."""
    few = to_choose[page * A_PAGE : (page + 1) * A_PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(label=one.name, action="bindto", record=asker, choice=one.code),) for one in few
    ]
    rows += _turning(t, "bindpage", asker, page, more=len(to_choose) > (page + 1) * A_PAGE)
    none = t.both("None of your stations is called so.") if unknown else ""
    text = "\n".join(filter(None, (none, t.both("Which station does this group belong to?"))))
    return here.model_copy(update={"text": text, "buttons": tuple(rows)})


# -- told to a head in private ----------------------------------------------------------------------


def told_gone(t: Translator, chat: int, binding: Binding, station_name: str) -> Letter:
    """A group can no longer be written to: once, to the head of its station."""
    title = binding.title or str(binding.chat)
    why = {
        Gone.REMOVED: t.staff("I was removed from the group “{title}”.", title=title),
        Gone.SILENCED: t.staff("I may no longer write in the group “{title}”.", title=title),
        Gone.TOPIC: t.staff("My topic in the group “{title}” is closed.", title=title),
    }
    how = {
        Gone.SILENCED: t.staff("As soon as I may write again, they come back by themselves."),
    }
    again = t.staff("To set it up again, add me and write /bind there.")
    gone = binding.gone_why or Gone.REMOVED
    text = [
        why[gone],
        t.staff("Cards of {station} are no longer shown there.", station=station_name),
        how.get(gone, again),
    ]
    return Letter(chat=chat, text="\n".join(text), priority=Priority.URGENT)


def listed(
    t: Translator, chat: int, bindings: Sequence[Binding], names: dict[str, str], page: int, bot: str
) -> Letter:
    """The groups of a head's stations, each with its way out, and the way to one more."""
    more = _another(t, bot)
    if not bindings:
        text = t.staff("No group is set up yet. Add me to one and write /bind there.")
        return Letter(chat=chat, text=text, buttons=more)
    few = bindings[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [
        f"{_called(one)} · {names.get(one.station, one.station)}{'' if one.is_live else ' 🔇'}" for one in few
    ]
    rows: list[tuple[Button, ...]] = [
        (Button(label=t.staff("Release {title}", title=_called(one)[:20]), action="release",
                choice=f"{one.chat}/{one.thread}"),)
        for one in few
    ]  # fmt: skip
    rows += _turning(t, "groups", 0, page, more=len(bindings) > (page + 1) * A_PAGE)
    rows += more if page == 0 and len(bindings) <= A_PAGE else ()
    return Letter(chat=chat, text="\n".join([t.staff("Groups:"), *lines]), buttons=tuple(rows))


def _another(t: Translator, bot: str) -> Rows:
    """Telegram asks which group, adds the bot, and tells it there that it is to be bound."""
    address = f"https://t.me/{bot}?startgroup=bind"
    return ((Button(label=t.staff("➕ Add me to a group"), action="private", url=address),),) if bot else ()


def _turning(t: Translator, action: str, record: int, page: int, more: bool) -> list[tuple[Button, ...]]:
    """Back and on. The page travels where other buttons carry a version."""
    row = []
    if page:
        row.append(Button(label=t.both("‹ Back"), action=action, record=record, version=page - 1))
    if more:
        row.append(Button(label=t.both("On ›"), action=action, record=record, version=page + 1))
    return [tuple(row)] if row else []


def _called(binding: Binding) -> str:
    return binding.title or str(binding.chat)


def _report_in_private(t: Translator, bot: str) -> Rows:
    return _to_private(t.both("I want to report"), bot, "report")


def _to_private(label: str, bot: str, start: str) -> Rows:
    """A button to the private chat; none before Telegram has told the bot's own name."""
    return ((Button(label=label, action="private", url=link(bot, start)),),) if bot else ()
