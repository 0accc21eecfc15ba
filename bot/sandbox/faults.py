"""How Telegram can be made to misbehave: refuse, fail, dawdle, or hang up before or after the work."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import CannotDo

KINDS = ("none", "429", "500", "slow", "drop_before", "drop_after")


@dataclass
class Fault:
    """One way to misbehave, in force for `times` calls (None: until it is taken back)."""

    kind: str = "none"
    times: int | None = None
    methods: list[str] = field(default_factory=list)  # none named: every method
    retry_after: int = 3  # seconds told with a 429
    seconds: float = 3.0  # how late a slow answer is

    def strikes(self, method: str) -> bool:
        """Whether this call is hit; each hit uses up one of `times`."""
        if self.kind == "none" or (self.methods and method.lower() not in self.methods):
            return False
        if self.times is not None:
            if self.times <= 0:
                return False
            self.times -= 1
        return True

    def shown(self) -> dict[str, Any]:
        """For the page: what is in force now."""
        if self.kind == "none" or self.times == 0:
            return {"kind": "none"}
        return {
            "kind": self.kind,
            "times": self.times,
            "methods": self.methods,
            "retry_after": self.retry_after,
            "seconds": self.seconds,
        }


def fault_from(asked: dict[str, Any]) -> Fault:
    """Read what a page or test asked for; CannotDo names what is wrong with it."""
    kind = str(asked.get("kind", ""))
    if kind not in KINDS:
        raise CannotDo(f"kind is one of {', '.join(KINDS)}", 400)
    times = asked.get("times")
    return Fault(
        kind=kind,
        times=None if times is None else int(times),
        methods=[str(name).lower() for name in asked.get("methods") or []],
        retry_after=int(asked.get("retry_after") or 3),
        seconds=float(asked.get("seconds") or 3.0),
    )
