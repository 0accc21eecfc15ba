"""What became of an activity, as its history says it; `history` puts these beside its own sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from fieldwork.activities import Problem
from fieldwork.letters.activities import problem_named
from fieldwork.texts import Translator

Data = Mapping[str, Any]


def _with_problem(t: Translator, data: Data, said: str) -> str:
    """Why, where a reason was tapped."""
    known = {problem.value: problem for problem in Problem if problem is not Problem.OTHER}
    problem = known.get(str(data.get("problem")))
    return f"{said} · {problem_named(t, problem)}" if problem else said


SENTENCES: dict[str, Callable[[Translator, Data], str]] = {
    "accepted": lambda t, _data: t.staff("checked it; it counts"),
    "counted_by_time": lambda t, _data: t.staff("let it count, since nobody said anything in time"),
    "sent_back": lambda t, data: _with_problem(t, data, t.staff("returned it to be put right")),
    "made_void": lambda t, data: _with_problem(t, data, t.staff("made it void")),
}
