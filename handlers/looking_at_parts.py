"""Somebody of a station looks at one figure apart: by place, week, category, person, station, organisation, project.

    Luo    数字
    Luo    入户走访 5 户
    Luo    分开看…
    bot    🔢 入户走访：5 户
           凤城街道 · 2026年3月 · 按社区
           西湖社区  5 户                         按周 · 按类别 · 按人
                                                  按站点 · 按组织 · 按项目
                                                  返回
    Luo    按周
    bot    🔢 入户走访：5 户
           凤城街道 · 2026年3月 · 按周
           2026年第10周  5 户

The parts come out of the same lines as the whole, and add up to it.
"""

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.buttons import Button
from fieldwork.figures import FIGURES, By, Figure
from fieldwork.letters import Letter
from fieldwork.letters import figure_parts as letters
from fieldwork.people import Person, Role
from fieldwork.texts import Translator
from handlers.hearing import OfStation
from handlers.looking_at_figures import Look, look_of
from handlers.tapping import Tap, chat_of, out_of_use, tapped_message
from handlers.turn import Turn
from storage import figure_parts, figures


def router() -> Router:
    parting = Router(name="looking at parts")
    parting.callback_query.register(wants_parts, Tap("fig_by"), OfStation())
    return parting


async def wants_parts(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    """`record` is where the figure stands in the dictionary, `version` what it is apart by."""
    look = look_of(turn, person, roles, button.choice, 0)
    if look is None or button.record >= len(FIGURES) or button.version >= len(letters.BYS):
        callback_answer.text = out_of_use(t)
        return
    shown = apart(turn, t, look, FIGURES[button.record], letters.BYS[button.version], chat_of(query))
    turn.post(shown.model_copy(update={"message_id": tapped_message(query)}))


def ways_of(figure: Figure) -> list[By]:
    """What a figure can be apart by."""
    return [by for by in letters.BYS if figure_parts.may_part(figure, by)]


def apart(turn: Turn, t: Translator, look: Look, figure: Figure, by: By, chat: int) -> Letter:
    """A figure with its parts."""
    network = turn.desk.network
    (whole,) = figures.figures(turn.session, look.asked, [figure])
    found = figure_parts.parts(turn.session, look.asked, figure, by)
    known = figure_parts.names(turn.session, network, by, found)
    parts = [letters.Part(letters.part_named(t, by, part, known), one) for part, one in found.items()]
    below = next((each.kind for each in network.below(look.page.place)), None)
    return letters.apart(t, chat, look.page, whole, by, parts, ways_of(figure), below)
