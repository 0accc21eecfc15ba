"""The menu behind 更多: what is wanted may stand on a later page of it."""

from tests.talk import Actor, Heard

PAGES = 6


async def chooses(actor: Actor, label: str) -> Heard:
    """Opens the menu on the newest card, turns its pages, and taps what is wanted."""
    heard = await actor.taps("更多")
    for _ in range(PAGES):
        menu = heard.messages[-1]
        if menu.key(label):
            return await actor.taps(label, menu)
        heard = await actor.taps("其他…", menu)
    raise AssertionError(f"{actor.member.name} finds no {label} in the menu: {heard!r}")


async def offered(actor: Actor) -> list[str]:
    """All that the menu on the newest card offers, on whichever page."""
    heard, found = await actor.taps("更多"), list[str]()
    for _ in range(PAGES):
        menu = heard.messages[-1]
        found += menu.labels
        if not menu.key("其他…"):
            break
        heard = await actor.taps("其他…", menu)
    return found
