"""What is refused, and in whose words: the bot hears Telegram's, a person's app hears ours."""

from typing import Any


class Refused(Exception):
    """A Bot API call that Telegram would refuse, with code and description (core.telegram.org/bots/api)."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The JSON object that the caller is sent."""
        said: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            said["parameters"] = self.parameters
        return said


def bad_request(why: str) -> Refused:
    """A refusal that trying again cannot help."""
    return Refused(400, f"Bad Request: {why}")


def too_many_requests(retry_after: int) -> Refused:
    """A refusal that passes in `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


class CannotDo(Exception):
    """Something that a person's app would not let them do; the sentence is for whoever drives the sandbox."""

    def __init__(self, sentence: str, status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
