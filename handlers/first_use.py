"""aiogram's types are built when one is first used, not all four hundred of them whenever the bot starts.

aiogram asks pydantic to put the building off (`defer_build`), and then builds each type at its import anyway, with
all that it mentions: two thirds of the time a start takes, for a bot that meets a dozen of them. Here that one call
only notes the names that the types mention, and pydantic, which builds what is not built yet, is given them at the
first use. Has to be imported before aiogram; where somebody else was earlier, all is built already, as always.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

_build = BaseModel.__dict__["model_rebuild"]
_named: dict[str, Any] = {}


@contextmanager
def _noting_names() -> Iterator[None]:
    """Meanwhile a type of aiogram's that is to be built leaves the names it was given, and is not."""
    setattr(BaseModel, "model_rebuild", classmethod(_noted))  # noqa: B010  mypy lets no method be replaced
    try:
        yield
    finally:
        setattr(BaseModel, "model_rebuild", _build)  # noqa: B010


def _noted(
    kind: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **how: Any
) -> bool | None:
    if not kind.__module__.startswith("aiogram."):
        return _built(kind, _types_namespace=_types_namespace, **how)
    _named.update(_types_namespace or {})
    return None


def _with_names(
    kind: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **how: Any
) -> bool | None:
    """Builds a type; what its annotations mention stands in no module of its own."""
    return _built(kind, _types_namespace={**_named, **(_types_namespace or {})}, **how)


def _built(kind: type[BaseModel], /, **how: Any) -> bool | None:
    done: bool | None = _build.__func__(kind, **how)
    return done


if "aiogram" not in sys.modules:
    with _noting_names():
        from aiogram.methods.base import Request, Response, TelegramMethod
        from aiogram.types.base import TelegramObject
    for _kind in (TelegramObject, TelegramMethod, Request, Response):
        setattr(_kind, "model_rebuild", classmethod(_with_names))  # noqa: B010
