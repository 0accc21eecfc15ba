"""组织 and 项目: the lists of those that can be chosen at a place, for whoever heads a station there."""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.organisations import Organisation, Project, ProjectKind
from fieldwork.texts import Translator

ORGANISATIONS, PROJECTS = "organisations", "projects"  # the cards of the two lists
SHOWN = 6  # buttons in a column


def organisations(t: Translator, chat: int, found: Sequence[Organisation]) -> Letter:
    """Each opens by a tap; how a new one is added."""
    head = t.staff("🏢 Organisations: {many}", many=len(found))
    how = t.staff("To add one write: 新组织 and its name.")
    rows = tuple((Button(label=each.name, action="organisation", record=each.id),) for each in found[:SHOWN])
    return Letter(chat=chat, text=_text(head, [each.name for each in found[SHOWN:]], how), buttons=rows)


def organisation(t: Translator, chat: int, one: Organisation, people: Sequence[str]) -> Letter:
    """One of them, and whose people it has."""
    who = "、".join(people) or t.staff("nobody yet")
    how = t.staff("To say that somebody belongs to it, write their name; the name again takes them out.")
    text = "\n".join([f"🏢 {one.name}", t.staff("Its people: {names}", names=who), how])
    end = Button(label=t.staff("It is not there any more"), action="organisation_ends", record=one.id)
    return Letter(chat=chat, text=text, buttons=((end,),))


def projects(t: Translator, chat: int, found: Sequence[Project]) -> Letter:
    """Each ends by a tap; how a new one is added."""
    head = t.staff("📁 Projects and contracts: {many}", many=len(found))
    how = t.staff("To add one write: 新项目 or 新合同, and its name.")
    rows = tuple((Button(label=t.staff("End {name}", name=each.name), action="project_ends", record=each.id),)
                 for each in found[:SHOWN])  # fmt: skip
    return Letter(chat=chat, text=_text(head, [_named(t, each) for each in found], how), buttons=rows)


def _named(t: Translator, project: Project) -> str:
    if project.kind is ProjectKind.CONTRACT:
        return t.staff("· {name} (contract)", name=project.name)
    return f"· {project.name}"


def _text(head: str, lines: Sequence[str], how: str) -> str:
    return "\n".join([head, *lines, how])
