"""Which groups see a report, and what of it: cards of least knowledge (promise 5).

A report is shown in the groups of its station, silently, and rewritten as it goes on. What is personal is not
shown at all, and taken down where words that came later make it personal.
"""

from dataclasses import dataclass

from fieldwork import seeing
from fieldwork.groups import Binding
from fieldwork.letters import group
from fieldwork.letters.matter import Matter
from fieldwork.reports import Report, ReportKind
from fieldwork.seeing import Part, Surface, Viewer
from fieldwork.texts import Translator
from handlers.turn import Turn
from storage import cards, groups, people


@dataclass(frozen=True)
class _Board:
    """One report, as the groups that show it are to see it."""

    told: Matter
    t: Translator
    bot: str
    place: str
    personal: bool


def show_in_groups(turn: Turn, told: Matter, *, aloud: bool = False, delay: float = 0.0) -> None:
    """Rewrites the report's cards in groups, or posts the first ones. `aloud`: it is most urgent now."""
    bound = groups.live(turn.session) if told.report.kind is ReportKind.NEED else []
    shown = _shown(turn, told.report, bound) if bound else set()
    bound = [one for one in bound if one.station == told.report.station or _place_in(one, told) in shown]
    if not bound:
        return
    board = _board(turn, told)
    for binding in bound:
        _show(turn, board, binding, has_it=_place_in(binding, told) in shown, aloud=aloud, delay=delay)


def _place_in(binding: Binding, told: Matter) -> tuple[str, int]:
    """The name of its card in a group, and the chat."""
    return group.subject(told.report.serial, binding.thread), binding.chat


def _shown(turn: Turn, report: Report, bound: list[Binding]) -> set[tuple[str, int]]:
    """Where its cards stand, or will: also by a letter that this batch has not written yet."""
    names = list({group.subject(report.serial, binding.thread) for binding in bound})
    posted = {(one.card, one.chat) for one in turn.letters if one.card in names}
    return groups.shown(turn.session, names) | {(card, chat) for card, chat in posted if card}


def _board(turn: Turn, told: Matter) -> _Board:
    return _Board(
        told=told, t=turn.desk.speak(""), bot=people.bot_username(turn.session),
        place=group.place_shown(turn.desk.network, told.report.place),
        personal=Part.NUMBER not in seeing.sight(Viewer.GROUP, told.report, Surface.GROUP),
    )  # fmt: skip


def _show(turn: Turn, board: _Board, binding: Binding, *, has_it: bool, aloud: bool, delay: float) -> None:
    report, t = board.told.report, board.t
    if binding.station == report.station and not board.personal:
        if report.is_open or has_it:
            card = group.card(t, board.told, binding, board.bot, board.place, aloud=aloud and report.is_open)
            turn.post(card.model_copy(update={"delay": delay}))
    elif has_it and not _taken_back(turn, board, binding):
        leaves = group.taken_down if board.personal else group.gone_elsewhere
        turn.post(leaves(t, board.told, binding))


def _taken_back(turn: Turn, board: _Board, binding: Binding) -> bool:
    """Whether the card had not left yet: then nobody needs to hear that it is gone."""
    name, chat = _place_in(binding, board.told)
    turn.letters[:] = [one for one in turn.letters if (one.card, one.chat) != (name, chat)]
    return cards.take_back(turn.session, name, chat)
