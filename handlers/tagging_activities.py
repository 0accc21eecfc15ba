"""Somebody says under which project or contract an activity is counted.

    Chen   不对，改一下
    Chen   归到项目…
    bot    A-10001-6：归到哪个项目？                        微心愿 · 不归项目
    Chen   微心愿
    bot    📝 A-10001-6 · 请核对一下
           🏢 春晖社工中心 · 微心愿 …

Those that run at its place and above can be chosen. It changes no number, so no tap is asked for.
"""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork.activities import Activity
from fieldwork.buttons import Button
from fieldwork.letters import asking_about_activities as letters
from fieldwork.organisations import Project
from fieldwork.people import Person
from fieldwork.texts import Translator
from handlers import correcting, overtaking, recorded, telling
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn
from storage import activities, organisations


def router() -> Router:
    tagging = Router(name="tagging activities")
    tagging.callback_query.register(wants_to_tag, Tap("projects"))
    tagging.callback_query.register(project_chosen, Tap("under"))
    return tagging


def _projects(turn: Turn, activity: Activity) -> list[Project]:
    """What ran on its day at its place, or above."""
    station = turn.desk.network.stations.get(activity.station)
    place = activity.place or (station.place if station else "")
    above = [each.code for each in turn.desk.network.above(place)]
    return organisations.projects_at(turn.session, above, activity.held_on)


async def wants_to_tag(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer,
) -> None:  # fmt: skip
    report = correcting.own_open(turn, person, t, button, callback_answer)
    activity = recorded.of(turn, report) if report else None
    if report and activity:
        turn.post(letters.asked_project(t, report, chat_of(query), _projects(turn, activity)))


async def project_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    report = correcting.own_open(turn, person, t, button, callback_answer)
    activity = recorded.of(turn, report) if report else None
    chosen = int(button.choice) if button.choice.isdecimal() and len(button.choice) < 10 else 0
    if report is None or activity is None:
        return
    if chosen and chosen not in {each.id for each in _projects(turn, activity)}:
        return
    await overtaking.is_done(state, report)
    if chosen == (activity.project_id or 0):
        callback_answer.text = t.reporter("It is noted already.")
    elif activities.change(turn.session, activity, project_id=chosen or None):
        named = organisations.project_named(turn.session, chosen)
        recorded.note(turn, report, "tagged", project=named)
        turn.post(letters.changed(t, report, chat_of(query)))
        telling.redraw(turn, report)
