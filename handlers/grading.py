"""The privacy class of a report: found by its words when it is filed, and only ever rising by itself (FIELD 4.1).

Whatever is added, edited, corrected or typed of a voice is looked at together with all that was ever said: a
correction makes nothing less private. After a head has lowered it by hand, only what was said since can raise
it again. When it rises, cards are rewritten, groups lose theirs, and what may not lie in a chat any more is
taken out of it.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta

from fieldwork import seeing
from fieldwork.letters import Kind, Letter, Priority, locked
from fieldwork.letters.matter import STATION, subject
from fieldwork.reports import Event, PrivacyClass, Report
from fieldwork.seeing import RESTRICTED
from handlers.turn import Turn
from storage import reports, viewing
from storage.viewing import Standing

DELETABLE = timedelta(hours=47)  # Telegram lets a bot delete its own messages for 48
SAYING = frozenset({"added", "edited", "amended_words", "amended_place", "transcribed", "placed", "answered"})
LOWERED = "lower"  # the event of a class that was lowered by hand


def first_grade(turn: Turn, report: Report, *more: str) -> PrivacyClass:
    """The class of a report that is being filed: its words, and what stands under a picture."""
    return _grade(turn, report, (report.text, report.named, *more))


def _grade(turn: Turn, report: Report, texts: Iterable[str], category: bool = True) -> PrivacyClass:
    found = turn.desk.discretion.of(texts, door=report.door, category=report.category if category else None)
    grade = PrivacyClass(found.grade)
    somebody = report.for_name or report.for_telephone
    return seeing.higher(grade, PrivacyClass.P2) if somebody else grade


def kinds_in(turn: Turn, report: Report) -> frozenset[str]:
    """The kinds of words that make a report what it is, in all that was ever said."""
    return frozenset(turn.desk.discretion.of(_all_ever_said(turn, report), door=report.door).kinds)


def look_again(turn: Turn, report: Report) -> bool:
    """After something more was said: the class rises where that calls for it. True when it rose."""
    return report.privacy is not PrivacyClass.P4 and raise_to(turn, report, _found(turn, report))


def _found(turn: Turn, report: Report) -> PrivacyClass:
    events = reports.events(turn.session, report.serial)
    lowered = max((at for at, event in enumerate(events) if event.step == LOWERED), default=None)
    if lowered is None:
        return _grade(turn, report, _all_ever_said(turn, report))
    since = events[lowered + 1 :]
    said = [one.reason for one in since if one.step in SAYING]
    sent = [one.words for one in reports.wordings(turn.session, report.serial) if one.at > events[lowered].at]
    resorted = any(event.step == "amended_category" for event in since)
    return _grade(turn, report, [*said, *sent], category=resorted)


def _all_ever_said(turn: Turn, report: Report) -> list[str]:
    """A correction never makes it less private: the first words count as much as the last."""
    sent = reports.attachments(turn.session, report.serial)
    return [
        report.text, report.words, report.named, *reports.additions(turn.session, report.serial),
        *(each.words for each in reports.wordings(turn.session, report.serial)),
        *(words for one in sent if not one.proof for words in (one.caption, one.transcript)),
    ]  # fmt: skip


def raise_to(
    turn: Turn, report: Report, grade: PrivacyClass, by: int | None = None, role: str = "rule"
) -> bool:
    """Raises the class, with its event; what stands in chats and may not any more is taken away."""
    before = report.privacy
    if not seeing.rises(before, grade) or not reports.change(turn.session, report, privacy=grade):
        return False
    reports.note(turn.session, Event(at=turn.now, serial=report.serial, step="raise_class", actor_id=by,
                                     role=role, came_from=report.state, went_to=report.state,
                                     reason=json.dumps({"from": before, "to": grade})))  # fmt: skip
    if grade in RESTRICTED:
        _take_away(turn, report)
    return True


def _take_away(turn: Turn, report: Report) -> None:
    """Photos, notices and earlier cards: all that lies in chats of the staff but the card itself."""
    card = subject(STATION, report.serial)
    turn.letters[:] = [one for one in turn.letters if one.beside != card or one.kind is Kind.DELETE]
    viewing.drop_waiting(turn.session, card)
    gone = [one for one in viewing.standing(turn.session, card) if not one.is_card]
    empty(turn, report, gone)


def empty(turn: Turn, report: Report, stood: Sequence[Standing]) -> None:
    """Takes messages out of chats: deleted while Telegram allows it; an older text keeps its number."""
    for one in stood:
        young = turn.now - one.since < DELETABLE
        if young:
            turn.post(_deleted(one))
        elif one.is_text:  # an older picture cannot be helped
            turn.post(locked.closed_again(report, one.chat, one.message_id))
    viewing.let_go(turn.session, stood)


def _deleted(one: Standing) -> Letter:
    """A card that is deleted is forgotten as one; what stood beside it leaves it alone."""
    card, beside = (one.about, None) if one.is_card else (None, one.about)
    return Letter(chat=one.chat, kind=Kind.DELETE, message_id=one.message_id, silent=True, card=card,
                  beside=beside, priority=Priority.URGENT)  # fmt: skip
