"""A button under a message: what it says, what it does, to which record, as it stood when it was drawn.

Reminders and cards carry buttons as much as conversations do, so a button is a plain value here;
handlers turn it into aiogram's filters, delivery into telegram's markup. Telegram gives 64 bytes,
and 21 Chinese characters fill them: keys go inside, never labels.
"""

from pydantic import BaseModel

LIMIT = 64  # bytes, Telegram's
_SEPARATOR = ":"


class Button(BaseModel, frozen=True):
    """`action` is a verb of a conversation, `record` a report's serial, `version` the record's when drawn."""

    label: str = ""
    action: str
    record: int = 0
    version: int = 0
    choice: str = ""
    url: str | None = None  # opens an address instead of coming back

    def packed(self) -> str:
        """The callback data. Raises ValueError when it does not fit in 64 bytes."""
        data = _SEPARATOR.join((self.action, f"{self.record:x}", f"{self.version:x}", self.choice))
        if len(data.encode()) > LIMIT:
            raise ValueError(f"the button {self.action} holds {len(data.encode())} bytes; {LIMIT} fit")
        return data


def parsed(data: str) -> Button | None:
    """The button that was tapped, or None for data that no button of ours ever held."""
    parts = data.split(_SEPARATOR, 3)
    if len(parts) != 4 or not parts[0].isidentifier():
        return None
    action, record, version, choice = parts
    try:
        return Button(action=action, record=int(record, 16), version=int(version, 16), choice=choice)
    except ValueError:
        return None
