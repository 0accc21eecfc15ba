"""The network: places, stations, what they cover, where reports go; and the rules of the district."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from fieldwork.places import Cover, Place, PlaceKind, Station
from fieldwork.routing import Rule
from storage.tables.columns import Moment, by_value


class PlaceRow(Place, table=True):
    __tablename__ = "places"
    code: str = Field(primary_key=True)
    kind: PlaceKind = Field(sa_type=by_value(PlaceKind))
    parent: str | None = Field(default=None, index=True)
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    ordinal: int = 0  # the order of the file, kept for the way out


class StationRow(Station, table=True):
    __tablename__ = "stations"
    code: str = Field(primary_key=True)
    ordinal: int = 0


class CoverRow(Cover, table=True):
    __tablename__ = "covers"
    id: int | None = Field(default=None, primary_key=True)
    station: str = Field(index=True)


class RuleRow(Rule, table=True):
    __tablename__ = "routing_rules"
    id: str = Field(primary_key=True)
    ordinal: int = 0


class Fact(SQLModel, table=True):
    """One thing the programme remembers of itself: the network's version, whose bot this is."""

    __tablename__ = "facts"
    name: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=JSON)


class RulesetRow(SQLModel, table=True):
    """One version of the district's rules, whole; the newest is in force. Only ever added."""

    __tablename__ = "rulesets"
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    applied_at: datetime = Field(sa_type=Moment)
    applied_by: int | None = None
    content: Any = Field(default=None, sa_type=JSON)  # as fieldwork.rules.Rules and the word files have it
