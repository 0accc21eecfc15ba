"""What is said about cases (个案): their code and their day. Of what is restricted (P4) not even the kind."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.cases import Case, CaseKind, Ending
from fieldwork.letters import Letter, clipped
from fieldwork.letters.dates import day_named
from fieldwork.texts import Translator

ASKING, OWN = "case/new", "case/own"  # the cards
A_PAGE = 5
SHOWN = 10  # closed ones a list names at most


def kind_named(t: Translator, kind: CaseKind) -> str:
    """What it is about."""
    said = {
        CaseKind.RELIEF: t.staff("hardship"),
        CaseKind.ELDER: t.staff("elderly person"),
        CaseKind.CHILD: t.staff("child in difficulty"),
        CaseKind.YOUTH: t.staff("youth at risk"),
        CaseKind.DISABILITY: t.staff("disability"),
        CaseKind.MENTAL: t.staff("mental illness"),
        CaseKind.FAMILY: t.staff("marriage and family"),
        CaseKind.JUSTICE: t.staff("community corrections"),
        CaseKind.DRUG: t.staff("drugs"),
        CaseKind.CRISIS: t.staff("crisis"),
    }
    return said[kind]


def ending_named(t: Translator, ending: Ending) -> str:
    """How a case was closed."""
    said = {
        Ending.REACHED: t.staff("the goals are reached"),
        Ending.REFERRED: t.staff("referred"),
        Ending.LEFT: t.staff("the person left"),
        Ending.OTHER: t.staff("another reason for closing"),
    }
    return said[ending]


def asked_what(t: Translator, chat: int, page: int, many: int) -> Letter:
    """Of which kind a new case is; `many` are there already, so that two taps open one."""
    kinds = list(CaseKind)
    shown = kinds[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [
        (Button(label=kind_named(t, kind), action="case_kind", version=many, choice=kind.value),)
        for kind in shown
    ]
    if len(kinds) > (page + 1) * A_PAGE:
        rows.append((Button(label=t.both("Others…"), action="case_page", record=page + 1),))
    said = t.staff(
        "📁 A new case: what is it about? Kind and community are all that is kept; no name, please."
    )
    return Letter(chat=chat, text=said, buttons=tuple(rows), card=ASKING)


def asked_where(
    t: Translator, chat: int, kind: CaseKind, spots: Sequence[tuple[str, str]], page: int, many: int
) -> Letter:
    """In which community; `many` as before."""
    shown = spots[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [
        (Button(label=name, action="case_at", version=many, choice=f"{kind.value}/{code}"),)
        for code, name in shown
    ]
    if len(spots) > (page + 1) * A_PAGE:
        more = Button(label=t.both("Others…"), action="case_places", record=page + 1, version=many,
                      choice=kind.value)  # fmt: skip
        rows.append((more,))
    said = t.staff("📁 {kind}: in which community?", kind=kind_named(t, kind))
    return Letter(chat=chat, text=said, buttons=tuple(rows), card=ASKING)


def opened(t: Translator, chat: int, case: Case, place: str) -> Letter:
    """It has its code; sessions name it."""
    lines = [
        t.staff("✅ Opened: {case}", case=_line(t, case, place)),
        t.staff("Name it when you tell of a session: casework once {code}", code=case.code),
    ]
    return Letter(chat=chat, text="\n".join(lines), card=ASKING)


def own(t: Translator, chat: int, cases: Sequence[tuple[Case, str]]) -> Letter:
    """Somebody's own cases, the open ones with a button to close each."""
    open_ = [(case, place) for case, place in cases if case.closed_on is None]
    closed = [(case, place) for case, place in cases if case.closed_on is not None][:SHOWN]
    lines = [t.staff("📁 My cases: {many} open", many=len(open_))]
    lines += ["· " + _line(t, case, place) for case, place in (*open_, *closed)]
    rows = [
        (Button(label=t.staff("Close {code}", code=case.code), action="case_close", record=case.id),)
        for case, _ in open_[:A_PAGE]
    ]
    rows.append((Button(label=t.staff("New case"), action="case_new"),))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=tuple(rows), card=OWN, anew=True)


def asked_how(t: Translator, chat: int, case: Case) -> Letter:
    """How it ended, which closes it."""
    rows = [
        (Button(label=ending_named(t, ending), action="case_end", record=case.id, version=case.version,
                choice=ending.value),)
        for ending in Ending
    ]  # fmt: skip
    said = t.staff("📁 {code}: how does it end?", code=case.code)
    return Letter(chat=chat, text=said, buttons=tuple(rows), card=f"case/{case.id}", anew=True)


def closed(t: Translator, chat: int, case: Case, place: str) -> Letter:
    """It is closed."""
    said = t.staff("✅ Closed: {case}", case=_line(t, case, place))
    return Letter(chat=chat, text=said, card=f"case/{case.id}")


def _line(t: Translator, case: Case, place: str) -> str:
    parts = [case.code, *([] if case.is_restricted else [kind_named(t, case.kind), place])]
    parts.append(t.staff("opened {day}", day=day_named(t, case.opened_on)))
    if case.closed_on:
        parts.append(t.staff("closed {day}", day=day_named(t, case.closed_on)))
        parts += [ending_named(t, Ending(case.closed_why))] if case.closed_why in set(Ending) else []
    return " · ".join(filter(None, parts))
