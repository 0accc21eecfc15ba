"""How much of a table a condition leaves, said to SQLite: without it, it guesses, and may read a year for a street.

PostgreSQL knows by its own statistics and is told nothing.
"""

from math import floor, log10
from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Likely(FunctionElement[bool]):
    name = "likelihood"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "_Likely":
        """As it is: compared with a 1, it is no condition that an index answers."""
        return self


def likely(condition: ColumnElement[bool], share: float) -> ColumnElement[bool]:
    """A condition that this share of the rows fulfils, from 0 to 1: by tenths, so that few statements differ."""
    tenth = 10.0 ** min(0, floor(log10(max(share, 1e-9))))
    return _Likely(condition, literal_column(f"{1.0 if share >= 0.5 else tenth:.9f}"))


@compiles(_Likely)
def _plain(element: _Likely, compiler: Any, **asked: Any) -> str:
    condition, _share = element.clauses
    return str(compiler.process(condition, **asked))


@compiles(_Likely, "sqlite")
def _told(element: _Likely, compiler: Any, **asked: Any) -> str:
    return f"likelihood({compiler.process(element.clauses, **asked)})"
