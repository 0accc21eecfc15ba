"""What somebody sent beside words: its line on a card, and the thing itself beside it, by Telegram's own id.

A card is text, so that it can be rewritten; whatever else goes beside it, as a reply.
"""

from collections.abc import Iterator, Sequence

from fieldwork.buttons import Button
from fieldwork.letters import Kind, Letter, Priority
from fieldwork.letters.matter import Matter
from fieldwork.reports import TOO_LARGE, Attachment
from fieldwork.texts import Translator

_KINDS = {
    "photo": Kind.PHOTO,
    "picture": Kind.DOCUMENT,
    "document": Kind.DOCUMENT,
    "voice": Kind.VOICE,
    "audio": Kind.AUDIO,
    "video": Kind.VIDEO,
}


def listed(t: Translator, matter: Matter) -> list[str]:
    """How many of each, a line a kind; what is too large to be kept is said to be."""
    lines = []
    if photos := matter.sent("photo", "picture"):
        lines.append(t.both("🖼 Photos: {many}", many=len(photos)))
    if voices := matter.sent("voice"):
        lines.append(t.both("🎤 Voice ({long}) received", long=_lengths(t, voices)))
    if heard := matter.sent("audio"):
        lines.append(t.both("🎵 Sound ({long})", long=_lengths(t, heard)))
    if films := matter.sent("video"):
        lines.append(t.both("🎬 Video ({long})", long=_lengths(t, films)))
    if files := matter.sent("document"):
        lines.append(t.both("📎 Files: {many}", many=len(files)))
    if matter.sent("location"):
        lines.append(t.both("🗺 A place on the map"))
    if any(each.reason == TOO_LARGE for each in matter.enclosed):
        lines.append(t.both("(too large to be kept here, but it can be opened in Telegram)"))
    return lines


def to_open(t: Translator, matter: Matter) -> tuple[tuple[Button, ...], ...]:
    """What a card cannot show: a voice to be heard, or typed by somebody who has heard it; a map."""
    voices = matter.sent("voice", "audio") if matter.report.is_open else []
    rows: list[tuple[Button, ...]] = []
    if voices:
        listen = (_button(matter, t.staff("🎧 Listen"), "listen", ""),)
        untyped = [each for each in voices if not each.transcript]
        typing = (
            (_button(matter, t.staff("⌨️ Type it"), "typing", f"{untyped[0].message_id:x}"),)
            if untyped
            else ()
        )
        rows.append(listen + typing)
    if matter.report.is_open and matter.sent("location"):
        rows.append((_button(matter, t.staff("🗺 On the map"), "map", ""),))
    return tuple(rows)


def _button(matter: Matter, label: str, action: str, choice: str) -> Button:
    report = matter.report
    return Button(label=label, action=action, record=report.serial, version=report.version, choice=choice)


def _lengths(t: Translator, recordings: Sequence[Attachment]) -> str:
    """How long each takes: 12 s, or 61 min 5 s."""
    return " · ".join(length(t, each.duration) for each in recordings)


def length(t: Translator, seconds: int) -> str:
    """A length of time as people say it."""
    if seconds < 60:
        return t.both("{seconds} s", seconds=seconds)
    return t.both("{minutes} min {seconds} s", minutes=seconds // 60, seconds=seconds % 60)


def beside(card_: str, matter: Matter, chat: int, pictures: Sequence[Attachment]) -> list[Letter]:
    """The things themselves, beside a card, without sound. Photos leave together, all else one by one."""
    photos = tuple(each.file_id for each in pictures if each.kind == "photo")
    others = list(_one_by_one(card_, matter, chat, pictures))
    if not photos:
        return others
    return [_letter(card_, matter, chat, Kind.ALBUM if len(photos) > 1 else Kind.PHOTO, photos), *others]


def _one_by_one(card_: str, matter: Matter, chat: int, pictures: Sequence[Attachment]) -> Iterator[Letter]:
    for each in pictures:
        if each.kind == "location":
            yield _map(card_, chat, each)
        elif each.kind != "photo":
            yield _letter(card_, matter, chat, _KINDS[each.kind], (each.file_id,))


def _letter(card_: str, matter: Matter, chat: int, kind: Kind, files: tuple[str, ...]) -> Letter:
    return Letter(chat=chat, kind=kind, files=files, text=matter.report.number, beside=card_, silent=True,
                  priority=Priority.URGENT)  # fmt: skip


def _map(card_: str, chat: int, location: Attachment) -> Letter:
    latitude, _, longitude = location.detail.partition(",")
    return Letter(chat=chat, kind=Kind.LOCATION, latitude=float(latitude), longitude=float(longitude),
                  beside=card_, silent=True, priority=Priority.URGENT)  # fmt: skip
