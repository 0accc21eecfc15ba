"""What somebody was led through becomes a report, by the same rules as one that came as a message."""

from typing import Any

from fieldwork.guide import SKIPPED, Answers
from fieldwork.letters import reporter
from fieldwork.people import Role
from fieldwork.reports import Attachment, Draft, Event, Report, State, Urgency, Wording
from fieldwork.texts import Translator
from handlers import comparing, dispatching, grading, telling
from handlers.turn import Turn, home_of
from storage import drafts, reports


def file(turn: Turn, draft: Draft, roles: list[Role], chat: int, unfinished: bool = False) -> Report:
    """The report that a draft becomes; the draft is over with it."""
    home, own = home_of(roles), draft.answers.get("messages", [])
    report = _report(turn, draft, home, unfinished)
    routing = dispatching.route(turn, report, home)
    report.question = "" if unfinished else comparing.question_of(turn, report)
    reports.file(turn.session, report, chat, None)
    for message in own:
        answer = Wording(serial=report.serial, chat=chat, message_id=message, at=turn.now, how="added")
        reports.word(turn.session, answer)
    for enclosed in _files(draft.answers):
        reports.attach(turn.session, Attachment(serial=report.serial, from_id=draft.person_id, **enclosed))
    came = Event(at=report.sent_at, serial=report.serial, step="sent", actor_id=draft.person_id, role="reporter",
                 went_to=State.SUBMITTED, reason="unfinished" if unfinished else "guided")  # fmt: skip
    reports.note(turn.session, came, dispatching.dispatched(turn, report, routing, State.SUBMITTED))
    drafts.end(turn.session, draft.person_id)
    return report


def _report(turn: Turn, draft: Draft, home: list[str], unfinished: bool) -> Report:
    answers = draft.answers
    where, what, who, photo = (answers.get(name) or {} for name in ("where", "what", "who", "photo"))
    words = "\n".join(part for part in (what.get("words"), photo.get("words")) if part)
    reading = turn.desk.reader.read(words, home)
    unlisted = where.get("named", "")  # what was written for a place that is not on the list
    if not where.get("place") and reading.place:
        where = SKIPPED  # then the words themselves say where
    report = Report(
        reporter_id=draft.person_id, text=words, state=State.DISPATCHED, unfinished=unfinished,
        urgency=Urgency(answers.get("urgency") or reading.urgency),
        category=answers.get("kind") or next(iter(reading.categories), None),
        place=where.get("place") if where else dispatching.place_of(turn, reading, home),
        door=dispatching.door_in(where) if where else dispatching.door_of(reading),
        named=unlisted or ("" if where else reading.named),
        for_name=who.get("name", ""), for_telephone=who.get("telephone", ""),
        sent_at=turn.now, kept_at=turn.now,
    )  # fmt: skip
    report.privacy = grading.first_grade(turn, report)
    return report


def _files(answers: Answers) -> list[dict[str, Any]]:
    return [*(answers.get("what") or {}).get("files", []), *(answers.get("photo") or {}).get("files", [])]


def tell(turn: Turn, t: Translator, report: Report, chat: int) -> None:
    """Both sides' cards, as after any report; T0 calls."""
    told = telling.matter(turn, report)
    turn.post(reporter.card(t, told, chat))
    rung = turn.desk.staffing.people.get(report.rung_id or 0)
    telling.ring(turn, told, rung, new=True, delay=comparing.held(turn, report))
    if report.urgency is Urgency.T0:
        telling.call_to(turn, told)
