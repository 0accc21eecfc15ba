"""What is said on the way from door to door: one card that is rewritten, and what it comes to in the end.

Doors stand in the private chat of whoever goes there; who checks the round opens them (households.py).
"""

from collections.abc import Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.outings import Walked
from fieldwork.texts import Translator

A_PAGE = 5  # places with buttons; the sixth row leads on
_NAMED = 5  # doors of which the number of people is not said
_NEWEST = 12  # characters of words that stand for a door nobody named


def card_of(outing_id: int) -> str:
    """The one card of an outing."""
    return f"outing/{outing_id}"


def asked_where(
    t: Translator, chat: int, at: str, spots: Sequence[tuple[str, str]], page: int, here: str = "", *,
    anew: bool = False,
) -> Letter:  # fmt: skip
    """Which building: the own ones, or what lies in a place. `spots` are codes and names; `anew` answers words."""
    first = page * A_PAGE
    rows = [
        (Button(label=name, action="walk_at", choice=code),) for code, name in spots[first : first + A_PAGE]
    ]
    if len(spots) > first + A_PAGE:
        rows.append((Button(label=t.both("Others…"), action="walk_page", record=page + 1, choice=here),))
    asked = t.both("Which building of {place} are you going to?", place=at) if at else t.both(
        "Which building are you going to?"
    )  # fmt: skip
    return Letter(chat=chat, text=asked, buttons=tuple(rows), card="outing/where", anew=anew)


def not_found(t: Translator, chat: int, named: str) -> Letter:
    """A building was named that is not there."""
    said = t.both("I do not find “{named}”. Please write the building in full, or choose it.", named=named)
    return Letter(chat=chat, text=clipped(said))


def newest(t: Translator, door: str) -> str:
    """The sign that a door was noted."""
    return t.both("newest: {door}", door=door[:_NEWEST])


def put_right(t: Translator, doors: str) -> str:
    """The sign that a door was put right."""
    return t.both("put right: {door}", door=doors[:_NEWEST])


def moved(t: Translator) -> str:
    """The sign that it was of another building all along."""
    return t.both("moved to this building")


def under_way(
    t: Translator, outing_id: int, chat: int, place: str, so_far: Walked, sign: str = "", last: int = 0
) -> Letter:
    """The card, while somebody goes from door to door; `sign` is what was done just now, `last` the newest line."""
    parts = [t.both("🚶 Going from door to door"), place, *_told(t, so_far), sign]
    lines = [" · ".join(filter(None, parts))]
    if not so_far.visits:
        lines.append(t.both("One message a household will do, such as: 302 lives alone; 303 nobody in."))
    rows = [Button(label=t.both("Finish"), action="walk_end", record=outing_id)]
    if so_far.visits:
        back = t.both("Take back the last one")
        rows.append(Button(label=back, action="walk_back", record=outing_id, version=last))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(tuple(rows),), card=card_of(outing_id))


def _told(t: Translator, so_far: Walked) -> list[str]:
    if not so_far.visits:
        return []
    said = [t.both("{many} households", many=so_far.households)]
    return said + ([t.both("not met {many}", many=so_far.not_met)] if so_far.not_met else [])


def ended(t: Translator, outing_id: int, chat: int, place: str, walked: Walked, asked: bool) -> Letter:
    """What it comes to; what no line said is asked once, and may stay open. The activity's card has the tap."""
    lines = [" · ".join([t.both("🚶 Finished"), place, *_told(t, walked)])]
    if asked:
        lines.append(_how_many(t, walked))
    return Letter(chat=chat, text=clipped("\n".join(lines)), card=card_of(outing_id), anew=asked)


def _how_many(t: Translator, walked: Walked) -> str:
    if walked.person_times is None:
        return t.both(
            "How many person-times was that altogether? A number will do; without one it stays open."
        )
    doors = "、".join(walked.unsaid[:_NAMED]) + ("…" if len(walked.unsaid) > _NAMED else "")
    return t.both(
        "How many people were met at {doors} is not said, so they are not among the person-times. How many "
        "was that altogether? A number will do; without one they stay out.",
        doors=doors,
    )


def nothing_told(t: Translator, outing_id: int, chat: int, place: str) -> Letter:
    """It ended without a single door."""
    said = t.both("🚶 Finished · {place}: no household was noted, so there is nothing to count.", place=place)
    return Letter(chat=chat, text=said, card=card_of(outing_id))


def offered(t: Translator, outing_id: int, chat: int, place: str, so_far: Walked) -> Letter:
    """In the evening: is it over?"""
    told = " · ".join([t.both("🚶 Are you still on your way?"), place, *_told(t, so_far)])
    rows = (Button(label=t.both("Finish"), action="walk_end", record=outing_id),
            Button(label=t.both("Not yet"), action="walk_on", record=outing_id))  # fmt: skip
    return Letter(chat=chat, text=told, buttons=(rows,), card=card_of(outing_id), anew=True, silent=True,
                  priority=Priority.REMINDER)  # fmt: skip


def ended_by_itself(t: Translator, outing_id: int, chat: int, place: str, walked: Walked) -> Letter:
    """Nobody ended it for three days."""
    why = t.both("Nobody finished this for three days, so it is closed with what there is.")
    told = " · ".join([t.both("🚶 Finished"), place, *_told(t, walked)])
    return Letter(chat=chat, text=f"{told}\n{why}", card=card_of(outing_id), anew=True, silent=True,
                  priority=Priority.REMINDER)  # fmt: skip


def came_late(t: Translator, outing_id: int, chat: int, number: str, many: int) -> Letter:
    """Doors of an outing whose numbers stand confirmed already."""
    said = t.both(
        "{many} more households for {number} came late and were noted. Its numbers stay as you confirmed them.",
        many=many, number=number,
    )  # fmt: skip
    return Letter(chat=chat, text=said, card=f"outing/late/{outing_id}")


def is_settled(t: Translator, chat: int, number: str) -> Letter:
    """A door was put right after the station had accepted what stood there."""
    said = t.both("{number}: noted; the station has accepted its numbers, so they stay.", number=number)
    return Letter(chat=chat, text=said)


def is_over(t: Translator, chat: int) -> Letter:
    """The building was named anew of what is over."""
    said = t.both("That round is finished. If its building was wrong, put it right on its card.")
    return Letter(chat=chat, text=said)


def taken_back(t: Translator, chat: int, door: str, need: str) -> Letter:
    """The last line is gone; the need that came of it stays, until its card says otherwise."""
    said = t.both("Taken back: {door}.", door=door[:_NEWEST])
    stays = _stays(t, need) if need else ""
    return Letter(chat=chat, text="\n".join(filter(None, (said, stays))))


def only_for_those_who_go(t: Translator, chat: int) -> Letter:
    """Whoever only lives there is not sent from door to door."""
    return Letter(
        chat=chat, text=t.both("Visits are noted by building heads, volunteers and social workers.")
    )


def none_under_way(t: Translator, chat: int) -> Letter:
    """There is nothing to end."""
    said = t.both("You are not on your way now. “Start visiting” and the building begins it.")
    return Letter(chat=chat, text=said)


def how_to_end(t: Translator, chat: int) -> Letter:
    """Somebody asks how a round is ended."""
    said = t.both("When you are done, say “Finish”, or tap it on the card of the round.")
    return Letter(chat=chat, text=said)


def asked_for_doors(t: Translator, chat: int, unread: Sequence[str], some: bool, kept: str = "") -> Letter:
    """Doors that were written and could not be read as such; `some` others of the message were noted.

    `kept` stays noted as it was before the message was changed.
    """
    doors = "、".join(unread)
    if some:
        said = t.both(
            "{doors} was not noted as a door. If you went there too, please send it by itself.", doors=doors
        )
    elif kept:
        said = t.both(
            "Which doors are {doors}? Until then {kept} stays as it was noted. "
            "Please write each, such as: 201, 203 nobody in.",
            doors=doors,
            kept=kept,
        )
    else:
        said = t.both(
            "Which doors are {doors}? Nothing is noted yet. Please write each, such as: 201, 203 nobody in.",
            doors=doors,
        )
    return Letter(chat=chat, text=clipped(said))


def _stays(t: Translator, need: str) -> str:
    return t.both("{need} stays; if it is not needed, say so on its card.", need=need)


def need_stays(t: Translator, chat: int, need: str) -> Letter:
    """A door was put right; the need that came of it is another matter."""
    return Letter(chat=chat, text=_stays(t, need))


def not_noted(t: Translator, chat: int, door: str) -> Letter:
    """A door is to be put right that no line is of."""
    said = t.both("{door} was not noted on that round. To add it, write: 补 {door} 没人", door=door)
    return Letter(chat=chat, text=clipped(said))


def asked_for_what_is_right(t: Translator, chat: int, door: str) -> Letter:
    """A door was noted wrongly, and what is right was not said."""
    said = t.both(
        "{door}: what is right? Please write it once more, such as: {door} wrong, nobody in.", door=door
    )
    return Letter(chat=chat, text=clipped(said))
