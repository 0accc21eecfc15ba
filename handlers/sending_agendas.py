"""The agenda goes to the building heads and the station, and those who reported what is on it hear when and where.

    Wang   上会
    bot    (to Chen) 🏛 N-10001-6：西湖花园的楼长们下次开会会商量这件事，定了时间告诉您。
    …      (two days before, at 08:30; at once for a meeting that is nearer)
    bot    (to Chen, Li, Wang …) 🏛 西湖花园楼长议事会
           📅 3月6日周五 19:00
           📍 社区活动室
           议题：
           1. N-10001-6 · 西湖花园4号楼 · 社区治理 · 下水化粪池
              2天前报的                                    查看第1件  (who may see more of it)
    …      (the station moves it)
    bot    🏛 有变化：西湖花园楼长议事会
           📅 3月9日周一 19:00
           📍 社区活动室

Nothing of it comes at night. Whoever is invited reads which items are their own; whoever is not, hears of theirs alone.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from fieldwork import quiet
from fieldwork.councils import AHEAD, AgendaItem, Council, is_to_be_sent, leaves_at
from fieldwork.letters import Letter
from fieldwork.letters import agendas as letters
from fieldwork.letters import councils as cards
from fieldwork.letters.agendas import Meeting
from fieldwork.letters.matter import Matter
from fieldwork.letters.reporter import is_spoken_of
from fieldwork.people import Person, RoleKind, can_be_reached
from fieldwork.places import Place
from fieldwork.reports import Report
from handlers import telling, viewers
from handlers.meetings import meeting
from handlers.turn import Turn, voice
from storage import councils, people, reports

FORGOTTEN = timedelta(days=7)  # after it nobody is reminded of minutes any more


def due(turn: Turn) -> list[int]:
    """The meetings whose agenda is to be sent now."""
    if quiet.held_until(turn.now, turn.desk.zone):
        return []
    near = councils.unsent(turn.session, turn.desk.day + AHEAD)
    return [one.id for one in near if is_to_be_sent(one, turn.now, turn.desk.zone)]


def send(turn: Turn, id_: int) -> bool:
    """The agenda, to each who is invited; when and where, to whoever else reported what is on it. Once."""
    council = councils.council(turn.session, id_)
    if council is None or council.sent_at or not councils.change(turn.session, id_, sent_at=turn.now):
        return False
    told, there = meeting(turn, council), {one.id: one for one in invited(turn, council)}
    for _, matter, person in _reported(turn, council):
        if person.id not in there:
            turn.post(letters.put_for_reporter(voice(turn, person), person.account or 0, matter.report.number,
                                               told.place, told, turn.desk.day))  # fmt: skip
    mine = _whose(turn, council)
    for one in there.values():
        turn.post(_agenda(turn, council, told, one, mine))
    redraw(turn, councils.of_council(turn.session, id_))
    return True


def show(turn: Turn, council: Council, person: Person) -> None:
    """The agenda as it stands, to somebody who asks for it."""
    turn.post(_agenda(turn, council, meeting(turn, council), person, _whose(turn, council)))


def _agenda(
    turn: Turn, council: Council, told: Meeting, person: Person, mine: dict[int, frozenset[int]]
) -> Letter:
    return letters.agenda(voice(turn, person), person.account or 0, told, turn.desk.day,
                          mine.get(person.id, letters.NOBODY), _opens(turn, council, person))  # fmt: skip


def _whose(turn: Turn, council: Council) -> dict[int, frozenset[int]]:
    """The serials of what each has reported of it, by person."""
    found: dict[int, frozenset[int]] = {}
    for item, _, person in _reported(turn, council):
        found[person.id] = found.get(person.id, letters.NOBODY) | {item.serial}
    return found


def invited(turn: Turn, council: Council) -> list[Person]:
    """The building heads of the place, and who works at its station; each once."""
    places = [place.code for place in turn.desk.network.everything_below(council.place)]
    heads = [who for who, _ in people.holding(turn.session, RoleKind.BUILDING_HEAD, places, turn.desk.day)]
    staff = turn.desk.staffing.reachable(turn.desk.network.stations[council.station])
    return list({who.id: who for who in (*heads, *staff) if can_be_reached(who)}.values())


def _reported(turn: Turn, council: Council) -> Iterator[tuple[AgendaItem, Matter, Person]]:
    """Who reported what is on the agenda, and who met with the same; each with their own report."""
    for item in councils.of_council(turn.session, council.id):
        report = reports.by_serial(turn.session, item.serial)
        if report is not None:
            yield from ((item, matter, person) for matter, person in _readers(turn, report))


def _readers(turn: Turn, report: Report) -> Iterator[tuple[Matter, Person]]:
    for matter, person in telling.readers(turn, telling.matter(turn, report, additions=False)):
        if is_spoken_of(matter.report):  # of P4 nothing stands in a chat
            yield matter, person


def _opens(turn: Turn, council: Council, person: Person) -> frozenset[int]:
    """What of it somebody may look at: their station's, and their own."""
    roles = people.roles_of(turn.session, person.id, turn.desk.day)
    held = [
        reports.by_serial(turn.session, one.serial) for one in councils.of_council(turn.session, council.id)
    ]
    return frozenset(one.serial for one in held if one is not None and (
        one.reporter_id == person.id or viewers.knows_of(turn, one, person, roles)))  # fmt: skip


# -- told in between --------------------------------------------------------------------------------


def tell_put(turn: Turn, report: Report, by: Person, place: Place, called: Council | None) -> None:
    """Whoever reported it hears that it will be talked about; nobody what they did themselves."""
    told = meeting(turn, called) if called else None
    name = told.place if told else place.name
    for matter, person in _readers(turn, report):
        if person.id != by.id:
            turn.post_by_day(letters.put_for_reporter(
                voice(turn, person), person.account or 0, matter.report.number, name, told, turn.desk.day
            ))  # fmt: skip


def redraw(turn: Turn, items: Sequence[AgendaItem]) -> None:
    """The cards of what is on an agenda, or was, say when and where it is talked about."""
    for item in items:
        report = reports.by_serial(turn.session, item.serial)
        if report is not None and report.is_open:
            telling.redraw(turn, report)


def tell_changed(turn: Turn, council: Council, knew: Sequence[Person]) -> None:
    """Whoever knew of it hears the new time or venue."""
    told = meeting(turn, council)
    for one in knew:
        turn.post_by_day(letters.changed(voice(turn, one), one.account or 0, told, turn.desk.day))


def tell_called_off(turn: Turn, told: Meeting, knew: Sequence[Person]) -> None:
    """Whoever knew of it hears that it does not take place."""
    for one in knew:
        turn.post_by_day(letters.called_off(voice(turn, one), one.account or 0, told.place, told.day))


def who_knows(turn: Turn, council: Council, by: Person) -> list[Person]:
    """Who has the agenda, and whose matter was put there when the day was known; not who changes it now."""
    there = invited(turn, council) if council.sent_at else []
    told = [person for item, _, person in _reported(turn, council)
            if council.sent_at or item.put_at > council.called_at]  # fmt: skip
    return [one for one in {who.id: who for who in (*there, *told)}.values() if one.id != by.id]


def is_sent_anew(turn: Turn, council: Council) -> bool:
    """Whether the agenda of a moved meeting is sent once more, before its new day."""
    return turn.now < leaves_at(council, turn.desk.zone)


# -- the morning after ------------------------------------------------------------------------------


def unwritten(turn: Turn) -> list[int]:
    """The meetings of the last days that were held and whose minutes are not closed; in the morning."""
    if not quiet.MORNING <= turn.now.astimezone(turn.desk.zone).time() < quiet.BEGIN:
        return []
    return [one.id for one in councils.unwritten(turn.session, turn.desk.day)
            if one.held_on >= turn.desk.day - FORGOTTEN]  # fmt: skip


def remind(turn: Turn, id_: int) -> bool:
    """Whoever called it, once."""
    council = councils.council(turn.session, id_)
    if council is None or not councils.change(turn.session, id_, reminded_at=turn.now):
        return False
    caller = people.by_id(turn.session, council.called_by)
    if caller and can_be_reached(caller):
        turn.post(cards.reminded(voice(turn, caller), caller.account or 0, meeting(turn, council)))
    return True
