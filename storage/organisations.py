"""Organisations, and the projects and contracts that activities can be counted under."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, or_, select, update
from sqlmodel import Session

from fieldwork.organisations import Organisation, Project
from storage.network import table_of
from storage.tables import OrganisationRow, PersonRow, ProjectRow

ORGANISATIONS, PROJECTS = table_of(OrganisationRow), table_of(ProjectRow)
_PEOPLE = table_of(PersonRow)
_ADD = insert(ORGANISATIONS).returning(ORGANISATIONS.c.id)
_ADD_PROJECT = insert(PROJECTS).returning(PROJECTS.c.id)


def name_of(session: Session, id_: int | None) -> str:
    """What an organisation is called; empty for none."""
    named = select(ORGANISATIONS.c.name).where(ORGANISATIONS.c.id == id_)
    return str(session.connection().execute(named).scalar() or "") if id_ else ""


def project_named(session: Session, id_: int | None) -> str:
    """What a project or contract is called; empty for none."""
    named = select(PROJECTS.c.name).where(PROJECTS.c.id == id_)
    return str(session.connection().execute(named).scalar() or "") if id_ else ""


def add(session: Session, organisation: Organisation) -> int:
    """Keeps a new organisation; gives its number."""
    values = organisation.model_dump(exclude={"id"})
    return int(session.connection().execute(_ADD, values).scalar_one())


def add_project(session: Session, project: Project) -> int:
    """Keeps a new project or contract; gives its number."""
    values = project.model_dump(exclude={"id"})
    return int(session.connection().execute(_ADD_PROJECT, values).scalar_one())


def by_id(session: Session, id_: int) -> Organisation | None:
    found = session.connection().execute(select(ORGANISATIONS).where(ORGANISATIONS.c.id == id_)).mappings()
    row = found.first()
    return Organisation.model_validate(dict(row)) if row else None


def project_by_id(session: Session, id_: int) -> Project | None:
    row = session.connection().execute(select(PROJECTS).where(PROJECTS.c.id == id_)).mappings().first()
    return Project.model_validate(dict(row)) if row else None


def at(session: Session, places: Sequence[str], day: date) -> list[Organisation]:
    """The organisations that can be chosen at one of these places on a day, by name."""
    lives = or_(ORGANISATIONS.c.ended_on.is_(None), ORGANISATIONS.c.ended_on > day)
    here = (
        select(ORGANISATIONS).where(ORGANISATIONS.c.place.in_(places), lives).order_by(ORGANISATIONS.c.name)
    )
    return [Organisation.model_validate(dict(row)) for row in session.connection().execute(here).mappings()]


def projects_at(session: Session, places: Sequence[str], day: date) -> list[Project]:
    """The projects and contracts that run at one of these places on a day, by name."""
    runs = (
        or_(PROJECTS.c.since.is_(None), PROJECTS.c.since <= day),
        or_(PROJECTS.c.until.is_(None), PROJECTS.c.until >= day),
    )
    here = select(PROJECTS).where(PROJECTS.c.place.in_(places), *runs).order_by(PROJECTS.c.name)
    return [Project.model_validate(dict(row)) for row in session.connection().execute(here).mappings()]


def end(session: Session, id_: int, day: date) -> None:
    """From this day on an organisation cannot be chosen."""
    session.connection().execute(update(ORGANISATIONS).where(ORGANISATIONS.c.id == id_).values(ended_on=day))


def end_project(session: Session, id_: int, day: date) -> None:
    """A project ran until this day."""
    session.connection().execute(update(PROJECTS).where(PROJECTS.c.id == id_).values(until=day))


def belongs(session: Session, person_id: int, id_: int | None) -> None:
    """Says whose somebody is; None: nobody's."""
    session.connection().execute(update(_PEOPLE).where(_PEOPLE.c.id == person_id).values(organisation_id=id_))


def people_of(session: Session, id_: int) -> list[str]:
    """The names of an organisation's people."""
    named = select(_PEOPLE.c.name).where(_PEOPLE.c.organisation_id == id_).order_by(_PEOPLE.c.id)
    return [str(name) for name in session.connection().execute(named).scalars()]
