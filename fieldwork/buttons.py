"""A button under a message: what it says, what it does, to which record, as it stood when it was drawn.

Reminders and cards carry buttons as much as conversations do, so a button is a plain value here;
handlers turn it into aiogram's filters, delivery into telegram's markup. Telegram gives 64 bytes,
and 21 Chinese characters fill them: keys go inside, never labels.
"""

import re
from functools import lru_cache

from pydantic import BaseModel

LIMIT = 64  # bytes, Telegram's
LARGEST = 2**31 - 1  # what a record's key and a version can be in the database
_SEPARATOR = ":"
_NUMBER = "0|[1-9a-f][0-9a-f]{0,7}"
_PLAIN = "[^\x00-\x1f\x7f\ud800-\udfff]*"  # what no database and no message would take
_FORM = re.compile(f"(?P<action>[^:]+):(?P<record>{_NUMBER}):(?P<version>{_NUMBER}):(?P<choice>{_PLAIN})")


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


@lru_cache(maxsize=64)  # each conversation asks in its turn whether a tap is its own
def parsed(data: str) -> Button | None:
    """The button that was tapped, or None for data that no button of ours ever held: it may be forged."""
    found = _FORM.fullmatch(data)
    if not found or not found["action"].isidentifier():
        return None
    record, version = int(found["record"], 16), int(found["version"], 16)
    if max(record, version) > LARGEST:
        return None
    return Button(action=found["action"], record=record, version=version, choice=found["choice"])
