"""Organisations, and the projects or contracts under which something is done (FIELD 4.2, 4.8)."""

from datetime import date
from enum import StrEnum

from sqlmodel import SQLModel


class Organisation(SQLModel):
    """Whose people do something: an agency, a team, a property company."""

    id: int = 0
    name: str
    place: str  # from which place on down it can be chosen
    ended_on: date | None = None


class ProjectKind(StrEnum):
    """Names are stored."""

    PROJECT = "project"  # 项目
    CONTRACT = "contract"  # 购买服务合同


class Project(SQLModel):
    """What activities are counted under, if anything."""

    id: int = 0
    name: str
    kind: ProjectKind = ProjectKind.PROJECT
    place: str
    organisation_id: int | None = None
    since: date | None = None
    until: date | None = None
