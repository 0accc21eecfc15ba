"""Several people who press at the same instant: all presses lie in the inbox before the first is handled."""

from tests.talk import Actor, Said


async def press_together(*presses: tuple[Actor, Said, str]) -> list[str]:
    """Who presses which button, by its label, on which message. Gives what each was answered, in that order."""
    talk = presses[0][0].talk
    await talk.settle()
    before = len(talk.sandbox.exchanges)
    for actor, on, label in presses:
        key = on.key(label)
        assert key is not None, f"no button {label} on {on!r}"
        await talk.sandbox.does(
            "press", person=actor.account, message_id=key.message, data=key.data, force=True, wait=0
        )
    await talk.settle()
    made = talk.sandbox.exchanges[before:]
    return [str(one.params.get("text", "")) for one in made if one.method == "answerCallbackQuery"]
