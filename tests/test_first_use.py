"""A start builds none of aiogram's types; the first update builds what it needs, and any of them can be built."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# In an interpreter of its own: here others have used them.
TOLD = """
import json
import bot.conversing
from aiogram import methods, types
from pydantic import BaseModel

every = [kind for of in (types, methods) for name in of.__all__ if isinstance(kind := getattr(of, name), type)]
every = [kind for kind in every if issubclass(kind, BaseModel)]
built = lambda: sum(kind.__pydantic_complete__ for kind in every if issubclass(kind, types.TelegramObject))
at_the_start = built()
chat, sender = {"id": 7, "type": "private"}, {"id": 7, "is_bot": False, "first_name": "Vera"}
said = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "漏水"}
heard = types.Update.model_validate({"update_id": 1, "message": said | {"reply_to_message": said}})
sent = methods.SendMessage(chat_id=7, text="收到了")
after_one = built()
for kind in every:
    kind.model_rebuild()
print(json.dumps({"all": len(every), "at the start": at_the_start, "after one": after_one,
    "heard": heard.message.reply_to_message.from_user.first_name, "sent": sent.model_dump(exclude_none=True)["text"],
    "unbuilt": [kind.__name__ for kind in every if not kind.__pydantic_complete__]}))
"""


def test_a_type_of_aiograms_is_built_when_it_is_first_used(tmp_path: Path) -> None:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("FIELDBOT_")}
    done = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=tmp_path, env={**settings, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["all"] > 400
    assert told["at the start"] < told["after one"] < 20
    assert (told["heard"], told["sent"]) == ("Vera", "收到了")
    assert told["unbuilt"] == []
