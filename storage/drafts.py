"""Drafts of guided reports: one a person, kept with each answer, so that nothing of it is ever lost."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from fieldwork.reports import Draft
from storage.network import table_of
from storage.tables import DraftRow

_DRAFTS = table_of(DraftRow)


def of(session: Session, person_id: int) -> Draft | None:
    """Somebody's draft, given up or not; None where there is none."""
    row = session.connection().execute(select(_DRAFTS).where(_DRAFTS.c.person_id == person_id)).mappings()
    found = row.first()
    return Draft.model_construct(**found) if found else None


def keep(session: Session, draft: Draft) -> None:
    """Keeps a draft as it stands now, in place of what there was."""
    values = draft.model_dump()
    ours = update(_DRAFTS).where(_DRAFTS.c.person_id == draft.person_id)
    if session.connection().execute(ours.values(**values)).rowcount == 0:
        session.connection().execute(insert(_DRAFTS).values(**values))


def end(session: Session, person_id: int) -> None:
    """It is sent, or nothing was in it."""
    session.connection().execute(delete(_DRAFTS).where(_DRAFTS.c.person_id == person_id))


def left_lying(session: Session, before: datetime) -> list[Draft]:
    """Drafts that nobody touched since a moment, longest first; those given up among them."""
    lying = select(_DRAFTS).where(_DRAFTS.c.touched_at < before).order_by(_DRAFTS.c.touched_at)
    return [Draft.model_construct(**row) for row in session.connection().execute(lying).mappings()]
