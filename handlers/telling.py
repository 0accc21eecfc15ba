"""Who is told what, after a report changed: the reporter's card, the station's cards, and the new messages.

All of it is posted in the transaction of the change, so that nothing is said before it is true.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from fieldwork import life, sameness, seeing
from fieldwork.councils import RULE, Council, is_settled
from fieldwork.letters import (
    Letter,
    calling_back,
    locked,
    notices,
    offering,
    passing_on,
    reporter,
    station,
    supervising,
)
from fieldwork.letters import told_together as lists
from fieldwork.letters.matter import DECIDING, REPORTER, STATION, Matter, category_named, subject
from fieldwork.letters.station import Whose
from fieldwork.marks import LEVELS
from fieldwork.people import HEADS, Person, Rings, Role, can_be_reached
from fieldwork.reports import ENDED, Attachment, Report, ReportKind, State, Urgency
from fieldwork.requests import Request, RequestKind
from fieldwork.seeing import Part, Surface, Viewer
from fieldwork.texts import Translator
from handlers import asked, comparing, gathering, recorded, showing_helpers, told_together, viewers, winding
from handlers.posting import show_in_groups
from handlers.turn import Turn, chats_holding, is_above, main_role, may_handle, voice
from storage import alike, councils, importing, people, reports, requests

PAST = {*ENDED, State.NOTED}  # what alone is brought in from a file


def matter(turn: Turn, report: Report, additions: bool = True) -> Matter:
    """A report with the names behind its codes."""
    session = turn.session
    named = (report.reporter_id, report.handler_id, report.supervisor_id)
    who = people.by_ids(session, [id_ for id_ in named if id_])
    roles = people.roles_of(session, report.reporter_id, turn.desk.day)
    sent = reports.attachments(session, report.serial)
    enclosed = [each for each in sent if not each.proof and each.is_there and each.help_id is None]
    told = _plain_matter(turn, report, who.get(report.reporter_id), roles, enclosed)
    more = tuple(reports.additions(session, report.serial)) if additions else ()
    names = {"handler": _named(who, report.handler_id), "stand_in": _stand_in(turn, report),
             "supervisor": _named(who, report.supervisor_id)}  # fmt: skip
    hands = showing_helpers.hands(turn, report) if additions else ()
    of_one = _of_one_matter(turn, report) | {"recurred": comparing.recurrence(turn, report),
                                             "decided_on": _decided_on(turn, report),
                                             "council": _spoken_of_at(turn, report)}  # fmt: skip
    limits = winding.times(turn, report) if additions else None
    past = {"imported": report.state in PAST and importing.is_past(session, report.serial)}
    return told.model_copy(
        update={**names, **of_one, **past, "additions": more, "hands": hands, "times": limits}
    )


def _of_one_matter(turn: Turn, report: Report) -> dict[str, object]:
    """What was joined to it; for what was joined itself, how far the one that leads is."""
    if report.state is State.MERGED and report.lead_serial:
        lead = reports.by_serial(turn.session, report.lead_serial)
        return _following(turn, lead) if lead else {}
    joined = alike.followers(turn.session, report.serial)
    words = [sameness.first_words(sameness.masked(one.words or one.text)) for one in joined[-3:]
             if sameness.is_shared(one)]  # fmt: skip
    others = {one.reporter_id for one in joined} - {report.reporter_id}
    return {"joined": tuple(one.number for one in joined), "joined_words": tuple(filter(None, words)),
            "neighbours": len(others)}  # fmt: skip


def _decided_on(turn: Turn, report: Report) -> date | None:
    """When building heads decided it; None for what came otherwise."""
    council = councils.that_decided(turn.session, report.serial) if report.rule == RULE else None
    return council.held_on if council else None


def _spoken_of_at(turn: Turn, report: Report) -> Council | None:
    """The meeting of building heads on whose agenda it stands, once it is more than a draft."""
    item = councils.of_report(turn.session, report.serial) if report.is_open else None
    council = councils.council(turn.session, item.council_id) if item and item.council_id else None
    return council if council and is_settled(council, turn.now) else None


def _following(turn: Turn, lead: Report) -> dict[str, object]:
    handler = people.by_id(turn.session, lead.handler_id) if lead.handler_id else None
    far = Report(serial=lead.serial, state=lead.state, waits_until=lead.waits_until, outcome=told_outcome(lead),
                 reporter_id=0, sent_at=lead.sent_at, kept_at=lead.kept_at)  # fmt: skip
    return {"lead": far, "handler": handler.name if handler else ""}


def told_outcome(lead: Report) -> str:
    """What was done, as those are told who joined: nothing of it where it is somebody's own affair."""
    return sameness.masked(lead.outcome) if seen_by_followers(lead) else ""


def seen_by_followers(lead: Report) -> bool:
    """Whether those who joined are told what was said to the one who leads."""
    return Part.WORDS in seeing.sight(Viewer.FOLLOWER, lead, Surface.REPORTER)


def _named(who: Mapping[int, Person], id_: int | None) -> str:
    person = who.get(id_ or 0)
    return person.name if person else ""


def _stand_in(turn: Turn, report: Report) -> str:
    """Who acts for a handler that is away today."""
    if report.handler_id not in turn.desk.staffing.away:
        return ""
    acting = turn.desk.staffing.acting_for(report.handler_id)
    return acting.name if acting else ""


def new_matter(
    turn: Turn, report: Report, sender: Person | None, roles: list[Role], enclosed: Sequence[Attachment]
) -> Matter:
    """A report as it is when it has just come: nothing of it needs to be looked up."""
    told = _plain_matter(turn, report, sender, roles, enclosed)
    return told.model_copy(update={"times": winding.times(turn, report, events=())})


def _plain_matter(
    turn: Turn, report: Report, sender: Person | None, roles: list[Role], enclosed: Sequence[Attachment]
) -> Matter:
    network = turn.desk.network
    seat = network.stations.get(report.station)
    return Matter(
        report=report,
        place=network.path(report.place) if report.place else "",
        station=seat.name if seat else "",
        telephone=seat.telephone if seat else "",
        reporter=sender.name if sender else "",
        reporter_role=main_role(roles),
        reporter_telephone=sender.telephone if sender else "",
        enclosed=tuple(enclosed),
        **(recorded.told(turn, report, enclosed) if report.kind is ReportKind.ACTIVITY else {}),
    )


def reporter_of(turn: Turn, report: Report) -> Person | None:
    """The one who reported, if they can still be written to; nobody where the bot itself did (nobody opened)."""
    if report.plan_id is not None:
        return None
    person = people.by_id(turn.session, report.reporter_id)
    return person if person and can_be_reached(person) else None


def redraw(turn: Turn, report: Report) -> Matter:
    """Rewrites every card of a report; no sound."""
    showing_helpers.end_what_is_over(turn, report)
    told = matter(turn, report)
    redraw_reporters(turn, told)
    redraw_stations(turn, told)
    showing_helpers.rewrite(turn, told)
    _redraw_questions(turn, told)
    for other in following(turn, told):
        redraw_reporters(turn, other)
    return told


def _redraw_questions(turn: Turn, told: Matter) -> None:
    """What those who are asked about it see, once it is personal: its words may have stood there before."""
    report = told.report
    if report.privacy in asked.PLAIN:
        return
    for request in requests.of_report(turn.session, report.serial, RequestKind.TRANSFER):
        tell_answered(turn, report, request)
    for chat in chats_holding(turn, subject(DECIDING, report.serial)):
        person = people.by_account(turn.session, chat)
        if report.state is State.RETURN_PENDING and person and can_be_reached(person):
            turn.post(asked.question(turn, person, told, chat).model_copy(update={"silent": True}))


def following(turn: Turn, told: Matter) -> list[Matter]:
    """Those that follow a report: whoever reported them hears what its reporter hears of how it goes on."""
    if not told.joined:
        return []
    return [matter(turn, one) for one in alike.followers(turn.session, told.report.serial, State.MERGED)]


def readers(turn: Turn, told: Matter) -> Iterator[tuple[Matter, Person]]:
    """Who hears how a report goes on, each of their own: its reporter, and those of what was joined to it."""
    for each in (told, *following(turn, told)):
        person = reporter_of(turn, each.report)
        if person and person.account:
            yield each, person


def redraw_reporters(turn: Turn, told: Matter, delay: float = 0.0) -> None:
    """Rewrites the reporter's own card; of what was told of with others their list, and its own once it has one."""
    person = reporter_of(turn, told.report)
    if person and person.account and not _is_on_a_list(turn, told, person, person.account):
        turn.post(reporter.card(voice(turn, person), told, person.account, delay=delay))


def _is_on_a_list(turn: Turn, told: Matter, person: Person, chat: int) -> bool:
    """Rewrites the list on which it stands; whether that is all there is of it in a chat."""
    several = told_together.of(turn, told.report)
    if several:
        each = [told if one.serial == told.report.serial else matter(turn, one) for one in several]
        turn.post(lists.listed(voice(turn, person), several[0], each, chat))
    return bool(several) and chat not in chats_holding(turn, subject(REPORTER, told.report.serial))


def redraw_stations(turn: Turn, told: Matter, but: int | None = None, delay: float = 0.0) -> None:
    """Rewrites the cards that staff hold, except in one chat, and those in groups."""
    for chat in chats_holding(turn, subject(STATION, told.report.serial)):
        person = people.by_account(turn.session, chat)
        if chat != but and person and can_be_reached(person):
            turn.post(_stations(turn, told, person, chat).model_copy(update={"delay": delay}))
    show_in_groups(turn, told, delay=delay)


def _stations(turn: Turn, told: Matter, person: Person, chat: int) -> Letter:
    """The station's card; for somebody of a station that it has left, only where it went."""
    roles, t = people.roles_of(turn.session, person.id, turn.desk.day), voice(turn, person)
    if may_handle(turn, roles, told.report):
        return _card(turn, t, told, person, roles, chat)
    return station.gone_elsewhere(t, told, chat)


def _card(
    turn: Turn, t: Translator, told: Matter, person: Person | None, roles: list[Role], chat: int, *,
    ring: bool = False, delay: float = 0.0,
) -> Letter:  # fmt: skip
    """The station's card as one person may see it."""
    seen = viewers.sight(turn, told.report, person, roles, Surface.CARD)
    whose = _whose(turn, told.report, person, roles)
    if seen.restricted:
        card = locked.card(t, told, chat, sight=seen, ring=ring, delay=delay, whose=whose)
    else:
        card = station.card(t, told, chat, turn.desk.zone, sight=seen, ring=ring, delay=delay, whose=whose)
    if not _may_supervise(turn, told.report, roles):
        return card
    return card.model_copy(
        update={"buttons": supervising.beside_more(card.buttons, supervising.offer(t, told))}
    )


def _may_supervise(turn: Turn, report: Report, roles: list[Role]) -> bool:
    """Whether it has risen to those one level up, and nobody sees to it yet."""
    risen = report.level >= LEVELS["rise2"] and not report.supervisor_id
    return risen and bool(life.steps_to("supervise", report)) and is_above(turn, roles, report.station)


def _whose(turn: Turn, report: Report, person: Person | None, roles: list[Role]) -> Whose:
    """How a report stands to the one who looks at its card; a stand-in's is as good as the own one."""
    has = report.handler_id
    if report.state is State.RETURN_PENDING:
        return Whose.DECIDER if is_above(turn, roles, report.station) else Whose.COLLEAGUES
    if has is None or (person and has in (person.id, *turn.desk.staffing.standing_in(person.id))):
        return Whose.OWN
    return Whose.BELOW if any(role.kind in HEADS for role in roles) else Whose.COLLEAGUES


def ring(
    turn: Turn,
    told: Matter,
    person: Person | None,
    delay: float = 0.0,
    new: bool = False,
    moved: bool = False,
) -> None:
    """The card of the person responsible, with sound, and the photos beside it.

    What is `new`, or `moved` here from elsewhere, also rings the colleagues who want to hear everything; the
    station's groups see what is new.
    """
    if new:
        show_in_groups(turn, told, delay=delay)
    if person is not None:
        _ring_one(turn, told, person, delay, new)
    for colleague in _hear_everything(turn, told.report) if new or moved else []:
        if person is None or colleague.id != person.id:
            _ring_one(turn, told, colleague, delay, new)


def _hear_everything(turn: Turn, report: Report) -> list[Person]:
    seat = turn.desk.network.stations.get(report.station)
    return [one for one in turn.desk.staffing.reachable(seat) if one.rings is Rings.ALL] if seat else []


def _ring_one(turn: Turn, told: Matter, person: Person, delay: float, new: bool) -> None:
    if person.account is None:
        return
    t, card, report = voice(turn, person), subject(STATION, told.report.serial), told.report
    roles = turn.desk.staffing.roles_held(person.id)
    if not viewers.hears_of(turn, report, person, roles):
        return
    has_it_already = not new and person.account in chats_holding(turn, card)
    pile = gathering.pile(turn, report, person)
    quiet = report.kind is ReportKind.ACTIVITY or pile > 0
    turn.post(_card(turn, t, told, person, roles, person.account, ring=not quiet, delay=delay))
    if has_it_already and not quiet:
        turn.post(notices.called(t, told, person.account))
    elif not has_it_already:
        show_photos(turn, told, person.account, delay)
    if pile:
        gathering.sum_up(turn, person, pile)


def ring_handed(turn: Turn, told: Matter, to: Person, by: Person | None) -> None:
    """A report was given to somebody: their card, and who gave it, in one sound."""
    if to.account is None:
        return
    t, new = voice(turn, to), to.account not in chats_holding(turn, subject(STATION, told.report.serial))
    turn.post(_stations(turn, told, to, to.account))
    turn.post(notices.handed_to(t, told, to.account, by.name if by else ""))
    if new:
        show_photos(turn, told, to.account)


def call_to(turn: Turn, told: Matter) -> None:
    """T0: whoever has it hears it at once, and so do the station's groups.

    Where nobody has it: whose card rang, the nearest, and who hears everything.
    """
    show_in_groups(turn, told, aloud=True)
    holds = chats_holding(turn, subject(STATION, told.report.serial))
    for person in _called(turn, told.report):
        roles = turn.desk.staffing.roles_held(person.id)
        if not viewers.hears_of(turn, told.report, person, roles):
            continue
        if person.account and person.account not in holds:
            turn.post(_stations(turn, told, person, person.account))
        if person.account:
            turn.post(notices.most_urgent(voice(turn, person), told, person.account))


def _called(turn: Turn, report: Report) -> list[Person]:
    """Who hears of danger now, each once: also who looks into the list otherwise (Rings.LIST)."""
    called, seat = [staff_chat(turn, report)], turn.desk.network.stations.get(report.station)
    if report.handler_id is None and seat:
        called.append(turn.desk.staffing.responsible(seat, report.place, urgent=True))
        called += _hear_everything(turn, report)
    return list({person.id: person for person in called if person}.values())


def tell_answered(turn: Turn, report: Report, request: Request) -> None:
    """Rewrites what a station was asked, in each chat that shows it: it is answered, or asked no more."""
    for chat in chats_holding(turn, offering.card_of(request)):
        person = people.by_account(turn.session, chat)
        if person and can_be_reached(person):
            turn.post(asked.answer(turn, voice(turn, person), matter(turn, report), request, chat))


def arrived(turn: Turn, report: Report, rung: Person | None) -> None:
    """At another station somebody is rung; the reporter hears who looks after it now."""
    told = matter(turn, report)
    ring(turn, told, rung, moved=True)
    for each, person in readers(turn, told):
        turn.post(reporter.moved(voice(turn, person), each, person.account or 0))


def show_card(turn: Turn, t: Translator, report: Report, chat: int) -> None:
    """The station's card in one chat, as it stands now."""
    turn.post(station_card(turn, t, matter(turn, report), chat))


def station_card(turn: Turn, t: Translator, told: Matter, chat: int) -> Letter:
    """The station's card for one chat."""
    person = people.by_account(turn.session, chat)
    roles = people.roles_of(turn.session, person.id, turn.desk.day) if person else []
    return _card(turn, t, told, person, roles, chat)


def show_photos(turn: Turn, told: Matter, chat: int, delay: float = 0.0) -> None:
    """What the reporter sent to be looked at, beside the station's card in a chat, where it may stand there.

    A voice and a place on the map are asked for on the card itself.
    """
    if not _may_stand_beside(turn, told, chat):
        return
    sent = told.sent("photo", "picture", "document", "audio", "video")
    for letter in passing_on.beside(subject(STATION, told.report.serial), told, chat, sent):
        turn.post(letter.model_copy(update={"delay": delay}))


def show_done(turn: Turn, told: Matter, chat: int) -> None:
    """The pictures of what was done, beside the station's card, where they may stand there."""
    if not _may_stand_beside(turn, told, chat):
        return
    proofs = [a for a in reports.attachments(turn.session, told.report.serial) if a.proof and a.is_there]
    for letter in passing_on.beside(subject(STATION, told.report.serial), told, chat, proofs):
        turn.post(letter)


def show_one_more(turn: Turn, told: Matter, sent: Attachment, delay: float = 0.0) -> None:
    """What came later, beside each card that staff hold; a place on the map is asked for on the card."""
    card = subject(STATION, told.report.serial)
    for chat in chats_holding(turn, card) if sent.kind != "location" else ():
        if _may_stand_beside(turn, told, chat):
            for letter in passing_on.beside(card, told, chat, [sent]):
                turn.post(letter.model_copy(update={"delay": delay}))


def _may_stand_beside(turn: Turn, told: Matter, chat: int) -> bool:
    """Whether files may lie in a chat beside the card."""
    if not seeing.is_logged(told.report):
        return True
    person = people.by_account(turn.session, chat)
    roles = people.roles_of(turn.session, person.id, turn.desk.day) if person else []
    return Part.FILES in viewers.sight(turn, told.report, person, roles, Surface.CARD)


def tell_reporter_taken(turn: Turn, told: Matter) -> None:
    """Somebody has it: the reporter hears it in a message of its own, and so do those who joined; of what is
    reported by law nothing more than that it came."""
    if told.report.mandatory:
        return
    post = _post_to_reporters(turn, told)
    for each, person in readers(turn, told):
        post(reporter.taken(voice(turn, person), each, person.account or 0))


def _post_to_reporters(turn: Turn, told: Matter) -> Callable[[Letter], None]:
    """Nothing unasked comes to them in the night but of danger, whenever somebody works (DESIGN 9)."""
    return turn.post if told.report.urgency is Urgency.T0 else turn.post_by_day


def ask_if_solved(turn: Turn, told: Matter) -> None:
    """办结: what was done, its photos, and 回访 in the same message."""
    if told.report.mandatory:
        return
    person = reporter_of(turn, told.report)
    if person is None or person.account is None:
        return
    post = _post_to_reporters(turn, told)
    post(calling_back.asked_if_solved(voice(turn, person), told, person.account))
    if not reporter.is_spoken_of(told.report):
        return
    proofs = [a for a in reports.attachments(turn.session, told.report.serial) if a.proof and a.is_there]
    for letter in calling_back.proof(told, person.account, proofs):
        post(letter)


def show_proof(turn: Turn, report: Report, picture: Attachment) -> None:
    """One more picture of what was done, beside the question whether it is solved."""
    person = reporter_of(turn, report)
    if person and person.account and reporter.is_spoken_of(report):
        for letter in calling_back.proof(matter(turn, report), person.account, [picture]):
            turn.post(letter)


def tell_handler(turn: Turn, told: Matter, said: str) -> None:
    """Whoever has signed hears what was put right; the card above shows the rest."""
    handler = people.by_id(turn.session, told.report.handler_id) if told.report.handler_id else None
    if handler and can_be_reached(handler) and handler.account:
        t = voice(turn, handler)
        said = (
            said
            or f"{category_named(t, told.report.category)} · {station.urgency_named(t, told.report.urgency)}"
        )
        turn.post(notices.corrected(t, told, handler.account, said))


def staff_chat(turn: Turn, report: Report) -> Person | None:
    """Who of the station is told something about a report: who signed for it, else whose card rang.

    For somebody who is away, their stand-in.
    """
    for id_ in (report.handler_id, report.rung_id):
        person = turn.desk.staffing.acting_for(id_) if id_ else None
        person = person or (people.by_id(turn.session, id_) if id_ else None)
        if person and can_be_reached(person):
            return person
    return None
