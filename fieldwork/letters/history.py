"""What happened to a report, told as a story: a line an event.

    03-02 10:00 陈桂芳（上报人）上报
    03-02 10:05 王慧敏（社工）签收 → 已签收
    03-02 10:20 王慧敏（社工）问上报人：是哪个单元？ → 待补充

Each step has its sentence in `SENTENCES`, under its name; whoever adds a step adds its sentence there (a test
finds those without). A sentence stands behind the name of who did it; what they wrote follows by itself. What
an event keeps beside words is read with `data`, `person` and `station` (happened.py).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from fieldwork import councils
from fieldwork.buttons import Button
from fieldwork.helping import HelpKind
from fieldwork.letters import Letter, activity_history, clipped, review_history
from fieldwork.letters.confiding import class_named
from fieldwork.letters.dates import day_named
from fieldwork.letters.happened import Happened, Known, Sentence
from fieldwork.letters.matter import HISTORY, Matter, category_named, subject
from fieldwork.letters.station import answer_named, moment, state_named, urgency_named
from fieldwork.people import RoleKind
from fieldwork.reports import Event, PrivacyClass, Report, State, Urgency
from fieldwork.routing import BACKSTOP, NEAREST, OWN_PLACE, TRIAGE
from fieldwork.texts import Translator
from fieldwork.timetable import FIRED

PAGE = 12  # events a page in a chat
WORDS_IN_LINE = 200  # characters of what somebody wrote, in a line
ROLES = frozenset(role.value for role in RoleKind)


def lines(t: Translator, events: Sequence[Event], known: Known, words: bool = True) -> list[str]:
    """The story, a line an event."""
    return [_line(Happened(t, event, known, words)) for event in events]


def _line(told: Happened) -> str:
    event, t = told.event, told.t
    say = SENTENCES.get(event.step)
    said = say(told) if say else event.step
    words = " ".join(told.words.split())
    if words:
        said = t.staff("{said}: {words}", said=said, words=_short(words))
    if event.went_to and event.went_to not in (event.came_from, State.NOTED):  # 记为活动 says it
        said = f"{said} → {state_named(t, event.went_to)}"
    return f"{moment(event.at, told.known.zone)} {_who(told)} {said}"


def _short(words: str) -> str:
    return words if len(words) <= WORDS_IN_LINE else words[:WORDS_IN_LINE] + "…"


def _who(told: Happened) -> str:
    """Who did it, and as what."""
    event, t = told.event, told.t
    person = told.known.people.get(event.actor_id or 0)
    if event.role == "reporter":
        name = person.name if person and told.words_shown else ""
        return t.staff("{name} (reporter)", name=name) if name else t.staff("the reporter")
    if event.actor_id is None:
        return t.staff("the bot")
    name = person.name if person else t.staff("somebody")
    return t.staff("{name} ({role})", name=name, role=t.named(event.role)) if event.role in ROLES else name


def page(t: Translator, matter: Matter, chat: int, told: Sequence[str], number: int = 0) -> Letter:
    """📜 办理经过: some lines of the story, the oldest first; it turns its pages where it stands."""
    report = matter.report
    head = t.staff("📜 {number}: what happened", number=report.number)
    shown = told[number * PAGE : (number + 1) * PAGE]
    row = []
    if number > 0:
        row.append(_turn(report, t.both("‹ Back"), number - 1))
    if len(told) > (number + 1) * PAGE:
        row.append(_turn(report, t.both("On ›"), number + 1))
    return Letter(chat=chat, text=clipped("\n".join([head, *shown])), buttons=(tuple(row),) if row else (),
                  card=subject(HISTORY, report.serial))  # fmt: skip


def _turn(report: Report, label: str, number: int) -> Button:
    return Button(
        label=label, action="history", record=report.serial, version=report.version, choice=f"{number}"
    )


# -- what each step says ------------------------------------------------------------------------------


def _sent(told: Happened) -> str:
    if told.event.reason == "outing":
        return told.t.staff("went from door to door")
    if told.event.reason == "guided":
        return told.t.staff("reported it, question by question")
    if told.event.reason == "unfinished":
        return told.t.staff("left it lying; it was sent as it was")
    return told.t.staff("reported it")


def _dispatched(told: Happened) -> str:
    data, station = told.data, told.station("first")
    first = data.get("first")
    rule = str(first.get("rule", "")) if isinstance(first, dict) else ""
    if station and not told.words_shown:
        return told.t.staff("sent it to {station}", station=station)
    if station and rule:
        return told.t.staff("sent it to {station} (rule {rule})", station=station, rule=_rule(told.t, rule))
    return told.t.staff("sent it to a station")


def _rule(t: Translator, rule: str) -> str:
    """A rule of our own in words; a district's by its own name."""
    own = {
        NEAREST: t.staff("the nearest station"), OWN_PLACE: t.staff("the reporter's own station"),
        TRIAGE: t.staff("triage of the district"), BACKSTOP: t.staff("held by the one above"),
        councils.RULE: t.staff("the meeting of building heads"),
    }  # fmt: skip
    return own.get(rule, rule)


def _understood(told: Happened) -> str:
    """Further words came, or the words were changed."""
    of = told.data.get("of")
    category = category_named(told.t, of.get("category")) if isinstance(of, dict) else ""
    if category:
        return told.t.staff("understood it anew: {category}", category=category)
    return told.t.staff("understood it anew")


def _answer(told: Happened) -> str:
    """A question to the reporter is over: answered, or not waited for any more."""
    if told.event.role == "reporter":
        return told.t.staff("answered the station's question")
    if told.event.actor_id is None:
        return told.t.staff("waited no longer for the answer")
    return told.t.staff("went on without the answer")


def _contact(told: Happened) -> str:
    ways = {
        "phone": told.t.staff("By telephone"),
        "visit": told.t.staff("On site"),
        "chat": told.t.staff("Here in the chat"),
        "none": told.t.staff("Could not be reached"),
    }
    way = ways.get(told.event.reason)
    contacted = told.t.staff("got in touch with the reporter")
    return f"{contacted} · {way}" if way else contacted


def _handed_over(told: Happened) -> str:
    if told.data.get("to") == told.event.actor_id and told.event.actor_id is not None:
        return told.t.staff("took it over from {worker}", worker=told.person("from"))
    return told.t.staff("handed it to {worker}", worker=told.person("to"))


def _urgency(told: Happened) -> str:
    before, _, after = told.event.reason.partition(" > ")
    if after in tuple(Urgency) and before in tuple(Urgency):
        return told.t.staff("changed how urgent it is: {before} → {after}",
                            before=urgency_named(told.t, Urgency(before)),
                            after=urgency_named(told.t, Urgency(after)))  # fmt: skip
    return told.t.staff("changed how urgent it is")


def _graded(told: Happened) -> str:
    grades = {
        "satisfied": told.t.staff("satisfied"),
        "fairly": told.t.staff("fairly satisfied"),
        "unsatisfied": told.t.staff("not satisfied"),
    }
    return told.t.staff("is {grade}", grade=grades.get(told.event.reason, told.event.reason))


def _amended_category(told: Happened) -> str:
    if not told.words_shown:
        return told.t.staff("put the category right")
    category = category_named(told.t, told.event.reason)
    return told.t.staff("put the category right: {category}", category=category)


def _placed(told: Happened) -> str:
    """A place that was chosen is kept by its code, one that was typed as its words."""
    if told.event.reason in told.known.network.places:
        place = told.known.network.path(told.event.reason)
    else:
        place = told.event.reason if told.words_shown else ""
    said = told.t.staff("said where it is")
    return told.t.staff("{said}: {words}", said=said, words=place) if place else said


def _until(told: Happened, said: str) -> str:
    """With the day until which it is, where the event keeps one."""
    day = told.data.get("until")
    try:
        until = date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        until = None
    return told.t.staff("{said} until {day}", said=said, day=day_named(told.t, until)) if until else said


def _not_granted(told: Happened) -> str:
    asked = {
        "hold": told.t.staff("did not agree to put it on hold"),
        "extension": told.t.staff("did not agree to more time"),
        "plan": told.t.staff("sent the plan back"),
        "park": told.t.staff("did not agree to park it"),
        "exclude": told.t.staff("did not agree to leave it out of the rates"),
    }
    return asked.get(str(told.data.get("kind")), told.t.staff("did not agree to what was asked"))


def _class(told: Happened, said: str) -> str:
    """From which class to which."""
    names = [class_named(told.t, PrivacyClass(grade)) for grade in (told.data.get("from"), told.data.get("to"))
             if grade in tuple(PrivacyClass)]  # fmt: skip
    return f"{said} · {' → '.join(names)}" if len(names) == 2 else said


def _to(told: Happened) -> str:
    return told.station("to") or told.t.staff("another station")


def _whom(told: Happened) -> str:
    """Who helps, or was asked to: a station, a partner, volunteers."""
    if told.data.get("kind") == HelpKind.VOLUNTEER:
        return told.t.staff("The volunteers")
    return told.station("station") or told.person("person")


def _assist(told: Happened) -> str:
    if told.data.get("kind"):
        return told.t.staff("asked {worker} to help", worker=_whom(told))
    return told.t.staff("asked somebody to help")


def _help_taken(told: Happened) -> str:
    if told.data.get("kind") == HelpKind.VOLUNTEER:
        return told.t.staff("takes it on as a volunteer")
    return told.t.staff("has seen it and does it")


def _help_released(told: Happened) -> str:
    if told.event.actor_id is None:
        return told.t.staff("asked other volunteers, since nothing was heard")
    return told.t.staff("gave it back; others are asked")


def _fired(told: Happened) -> str:
    """What time brought: a reminder, a limit that is over, what rises after it."""
    t, name = told.t, str(told.data.get("step", "")).partition("#")[0]
    leg, _, mark = name.rpartition(".")
    if leg.startswith("reporter"):
        return t.staff("told the reporter that it takes longer")
    marks = {
        "remind": t.staff("reminded before the limit"),
        "late": t.staff("the limit is over"),
        "rise2": t.staff("supervision by the level above"),
        "rise3": t.staff("told the district"),
        "list": t.staff("put it on the list to be spoken about"),
        "recheck": t.staff("the day came to ask them"),
        "again": t.staff("asked the reporter once more"),
        "ring": t.staff("no answer; somebody is to ring the reporter"),
    }
    if mark.startswith("call"):
        return t.staff("called the next person")
    return marks.get(mark) or t.staff("its day has come")


def _phoned(told: Happened) -> str:
    answer = told.event.reason
    if answer not in ("solved", "partly"):  # erased
        return told.t.staff("rang the reporter")
    return told.t.staff("rang the reporter, who says: {answer}", answer=answer_named(told.t, answer))


def _unanswered(told: Happened) -> str:
    if told.event.actor_id is not None:
        return told.t.staff("rang the reporter, nobody answered; closed it as not rated")
    return told.t.staff("heard no answer and closed it as not rated")


def _nudged(told: Happened) -> str:
    return told.t.staff("asks that it go faster; {worker} was reminded", worker=told.person("person"))


def _of_activity(say: Callable[[Translator, Mapping[str, Any]], str]) -> Sentence:
    return lambda told: say(told.t, told.data)


SENTENCES: dict[str, Sentence] = {
    **{step: _of_activity(say) for step, say in activity_history.SENTENCES.items()},
    **{step: _of_activity(say) for step, say in review_history.SENTENCES.items()},
    # it comes, and finds its station
    "sent": _sent,
    "dispatched": _dispatched,
    "dispatch": _dispatched,
    "understood": _understood,
    "noted": lambda told: told.t.staff("noted it as an activity"),
    "is_need": lambda told: told.t.staff("said that it has to be dealt with"),
    "ask": lambda told: told.t.staff("asked the reporter"),
    "answer": _answer,
    "ask_decline": lambda told: told.t.staff("wants to tell the reporter that it is not ours"),
    "decline_refused": lambda told: told.t.staff("did not agree that it is not ours"),
    "decline": lambda told: told.t.staff("told the reporter that it is not ours, and where to go"),
    "merge": lambda told: told.t.staff("joined it to {other}", other=told.event.reason),
    "joined_by": lambda told: told.t.staff("joined {other} to it", other=told.event.reason),
    "found_on": lambda told: told.t.staff("found together with {other}", other=told.data.get("number", "")),
    "follows": lambda told: told.t.staff("now it follows {other}", other=told.event.reason),
    "succeed": lambda told: told.t.staff(
        "{other} was taken back, this one goes on in its place", other=told.event.reason
    ),
    "agreed_too": lambda told: _until(told, told.t.staff("keeps the day that was agreed on,")),
    "planned_too": lambda told: told.t.staff("keeps the plan of {other}", other=told.data.get("number", "")),
    "decline_too": lambda told: told.t.staff(
        "{other}, which it was joined to, is not ours", other=told.event.reason
    ),
    "part": lambda told: told.t.staff("took it as a matter of its own again"),
    "offer": lambda told: told.t.staff("asked {station} to take it over", station=_to(told)),
    "transfer": lambda told: told.t.staff("took it over for {station}", station=_to(told)),
    "offer_back": lambda told: told.t.staff("took the offer to {station} back", station=_to(told)),
    "refuse": lambda told: told.t.staff("answered that it is not theirs"),
    "give_back": lambda told: told.t.staff(
        "gave it back to {station}, who received it first", station=_to(told)
    ),
    "return_why": lambda told: told.t.staff("said on what the return rests"),
    "decide_why": lambda told: told.t.staff("said why it was decided so"),
    "return": lambda told: told.t.staff("returned it as not theirs"),
    "send_on": lambda told: told.t.staff("decided that {station} deals with it", station=_to(told)),
    "uphold": lambda told: told.t.staff("decided that it stays where it is"),
    "back_up": lambda told: told.t.staff("decided that the station above holds it"),
    # in somebody's hands
    "called": lambda told: told.t.staff("called {worker}", worker=told.person("person")),
    "sign": lambda told: told.t.staff("signed for it"),
    "contact": _contact,
    "told": lambda told: told.t.staff("told the reporter"),
    "talk": lambda told: told.t.staff("talked with the reporter"),
    "hand": lambda told: told.t.staff("handed it to a colleague"),
    "handed_over": _handed_over,
    "handed_why": lambda told: told.t.staff("said why it was handed over"),
    "take": lambda told: told.t.staff("took it over"),
    "raise": lambda told: told.t.staff("said that there is danger now"),
    "urgency": _urgency,
    "no_danger": lambda told: told.t.staff("said that nobody is in danger"),
    "ask_hold": lambda told: _until(told, told.t.staff("asked to put it on hold")),
    "hold": lambda told: _until(told, told.t.staff("agreed to put it on hold")),
    "resume": lambda told: told.t.staff("went on with it after the hold"),
    "ask_extend": lambda told: _until(told, told.t.staff("asked for more time")),
    "extend": lambda told: _until(told, told.t.staff("agreed to more time")),
    "ask_plan": lambda told: told.t.staff("handed in a plan"),
    "plan_approved": lambda told: told.t.staff("agreed to the plan"),
    "supervise": lambda told: _until(told, told.t.staff("sees to it")),
    "why_late": lambda told: told.t.staff("said why it is late"),
    "refer": lambda told: _until(told, told.t.staff("referred it to an outside body")),
    "recheck": lambda told: _until(told, told.t.staff("asks the outside body again later")),
    "heard_back": lambda told: told.t.staff("noted what the outside body answered"),
    "ask_park": lambda told: _until(told, told.t.staff("asked to park it")),
    "park": lambda told: _until(told, told.t.staff("agreed to park it")),
    "unpark": lambda told: told.t.staff("took it up again after it was parked"),
    "assist": _assist,
    "volunteers": lambda told: told.t.staff("asked for volunteers"),
    "help_taken": _help_taken,
    "help_done": lambda told: told.t.staff("did their part"),
    "help_refused": lambda told: told.t.staff("said that it is not theirs"),
    "help_why": lambda told: told.t.staff("said why it is not theirs"),
    "help_said": lambda told: told.t.staff("told the station"),
    "help_told": lambda told: told.t.staff("told {worker}, who helps", worker=_whom(told)),
    "help_joined": lambda told: told.t.staff("goes along"),
    "help_left": lambda told: told.t.staff("does not go along any more"),
    "help_still": lambda told: told.t.staff("is still at it"),
    "help_released": _help_released,
    "help_silent": lambda told: told.t.staff("heard nothing from {worker}", worker=_whom(told)),
    "help_proof": lambda told: told.t.staff("takes the photos of {worker} as proof", worker=_whom(told)),
    "help_withdrawn": lambda told: told.t.staff("needs the help of {worker} no more", worker=_whom(told)),
    "imported": lambda told: told.t.staff("entered it later out of a file of past records"),
    "to_council": lambda told: told.t.staff("put it on the agenda of the building heads"),
    "council_decided": lambda told: told.t.staff("noted what the building heads decided"),
    "council_set": lambda told: _until(
        told,
        told.t.staff("has it done by {worker}, as the building heads decided,", worker=told.person("person")),
    ),
    "transcribed": lambda told: told.t.staff("typed what the voice says"),
    # done, and asked whether it is
    "done": lambda told: told.t.staff("said that it is done"),
    "verify": lambda told: told.t.staff("looked at it: it is done"),
    "not_verified": lambda told: told.t.staff("looked at it: it is not done"),
    "call_back": lambda told: told.t.staff("asked the reporter whether it is solved"),
    "nudged": _nudged,
    "urged": _nudged,
    "solved": lambda told: told.t.staff("says that it is solved"),
    "partly": lambda told: told.t.staff("says that it is partly solved"),
    "unsolved": lambda told: told.t.staff("says that it is not solved"),
    "reached": lambda told: told.t.staff("reached them, and it was over"),
    "phoned": _phoned,
    "phoned_unsolved": lambda told: told.t.staff("rang the reporter, who says that it is not solved"),
    "unanswered": _unanswered,
    "graded": _graded,
    "redo": lambda told: told.t.staff("has it done again"),
    "reopen": lambda told: told.t.staff("opened it again"),
    "withdraw": lambda told: told.t.staff("took it back"),
    # flags, and who sees it
    "ask_exclude": lambda told: told.t.staff("asked to leave it out of the rates"),
    "not_granted": _not_granted,
    "exclude": lambda told: told.t.staff("agreed to leave it out of the rates"),
    "lower": lambda told: _class(told, told.t.staff("lowered its privacy class")),
    "raise_class": lambda told: _class(told, told.t.staff("raised its privacy class")),
    "admit": lambda told: told.t.staff("named {worker} to it", worker=told.person("person")),
    "lane_asked": lambda told: told.t.staff("asked whether it has to be reported by law"),
    "lane_asked_heads": lambda told: told.t.staff("heard no answer and asked the heads"),
    "lane_cleared": lambda told: told.t.staff("said that it does not have to be reported by law"),
    "told_body": lambda told: told.t.staff("told an authority"),
    "look": lambda told: told.t.staff("opened it"),
    "must_report": lambda told: told.t.staff("marked that it must be reported by law"),
    "history": lambda told: told.t.staff("read what happened"),
    # what the reporter says besides
    "added": lambda told: told.t.staff("added"),
    "edited": lambda told: told.t.staff("changed the words"),
    "placed": _placed,
    "amended_place": _placed,
    "amended_category": _amended_category,
    "amended_urgency": lambda told: told.t.staff("put right how urgent it is"),
    "amended_words": lambda told: told.t.staff("put the words right"),
    "split": lambda told: told.t.staff("made a report of its own of a part"),
    "transcript_right": lambda told: told.t.staff("said that the voice was typed right"),
    "transcript_wrong": lambda told: told.t.staff("said that the voice was not typed right"),
    FIRED: _fired,
    "reporter_left": lambda told: told.t.staff("left; only a call reaches them now"),
}
"""By the name of the step or event: what stands behind the name of who did it."""
