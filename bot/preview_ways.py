"""Examples of what letters about finding one's way ask for, for the page that shows every letter."""

from typing import Any

from fieldwork.people import RoleKind
from fieldwork.sayings import BY_KEY, Saying


def examples_of_ways() -> dict[Any, list[Any]]:
    """By type; the first of each is the plainest."""
    return {
        Saying: [BY_KEY["activity"], BY_KEY["figures"]],
        frozenset[RoleKind]: [frozenset({kind}) for kind in RoleKind],
    }
