"""Somebody is led through a report, question by question: /report, 一步一步来, 代报.

    Chen   /report
    bot    在哪里？点一下，或者写出来。                 凤城街道西湖社区西湖花园4号楼 · 跳过 · ❌ 取消
    Chen   凤城街道西湖社区西湖花园4号楼
    bot    发生了什么？用您自己的话写，发照片、发语音都行。
    Chen   楼道灯坏了
    bot    有多急？                                    现在有人有危险 · 等不到明天 · 可以等几天 · 只是问一问
    Chen   可以等几天
    bot    是哪方面的事？点一下，或者写个词。             跳过 · ⬅️ 上一步 · ❌ 取消
    Chen   跳过
    bot    是您自己看到的，还是替别人报的？               我自己看到的 · 替别人报
    Chen   我自己看到的
    bot    有照片更好。发一张，或者点“跳过”。
    Chen   跳过
    bot    请看一下对不对： …                           📨 发送 · ✏️ 改一改 · ⬅️ 上一步 · ❌ 取消
    Chen   发送
    bot    发出去了：N-10001-6。
    bot    ✅ 收到了 · N-10001-6 …

Each answer is kept as it comes. After an hour without one, what is written is an ordinary report again; the
draft waits, is offered after a day and after a week, and on the eighth day goes to the station as it is
(RULES 3.2, a day later, so that it can be gone on with after a week). What was given up can be had back for
ten minutes.
"""

from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import guide, numbers
from fieldwork.buttons import Button
from fieldwork.guide import SKIPPED, Answers, Ground, Opens, Said
from fieldwork.invitations import RESIDENTS_A_DAY
from fieldwork.letters import Letter, guiding, reporter
from fieldwork.people import STAFF, Person, Role, RoleKind
from fieldwork.reports import Draft, Urgency
from fieldwork.texts import Translator
from handlers import (
    agreeing,
    dispatching,
    enclosing,
    finding_the_way,
    languages,
    listing,
    telling,
    too_many,
)
from handlers.filing_drafts import file, tell
from handlers.hearing import Says
from handlers.listening import left_lying
from handlers.reporting import ask_if_same, words_of
from handlers.tapping import Tap, chat_of, out_of_use
from handlers.turn import Turn, home_of
from storage import drafts

GUIDING = "guiding"  # the state of somebody who is being asked
STEP_BY_STEP = {"一步一步", "一步一步来", "一步一步來", "Step by step"}
ON_BEHALF = {"代报", "代報", "替别人报", "替別人報", "Report for somebody else"}
ELSEWHERE = frozenset(
    word.lower()
    for word in finding_the_way.HELP | languages.WORDS | listing.MINE | listing.TODO | listing.WANTS_TO_REPORT
)
"""Words that lead out of the questions, which wait meanwhile."""

STANDING_IN = STAFF | {RoleKind.BUILDING_HEAD, RoleKind.VOLUNTEER}


@dataclass(frozen=True)
class Led:
    """Somebody who is led through a report: who speaks, where, and how far the conversation is."""

    turn: Turn
    t: Translator
    person: Person
    roles: list[Role]
    chat: int
    state: FSMContext

    @property
    def ground(self) -> Ground:
        """What the questions stand on for this person."""
        return ground(self.turn, self.roles)


class Asked(BaseFilter):
    """Something sent while a question is open. Hands on `draft`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, state: FSMContext
    ) -> bool | dict[str, Any]:
        if person is None or await state.get_state() != GUIDING or await left_lying(message, state):
            return False
        draft = drafts.of(turn.session, person.id)
        if draft is None or draft.cancelled_at or _leads_elsewhere(message, draft):
            return False
        return {"draft": draft}


def _leads_elsewhere(message: Message, draft: Draft) -> bool:
    words = (message.text or "").strip()
    asked = guide.next_question(draft.answers)
    a_number = numbers.read(words) is not None and (asked is None or asked.name != "who")
    return words.lower() in ELSEWHERE or words.startswith("/") or a_number


def router() -> Router:
    guided = Router(name="guiding")
    guided.message.register(wants_to_report, Says(listing.WANTS_TO_REPORT - {"/report"}))
    guided.message.register(wants_questions, Says({"/report"} | STEP_BY_STEP))
    guided.message.register(wants_to_stand_in, Says(ON_BEHALF))
    guided.message.register(gave_up, StateFilter(GUIDING), Says(listing.CANCEL))
    guided.message.register(answered, Asked())
    guided.callback_query.register(begun, Tap("guide_begin"))
    guided.callback_query.register(tapped, Tap("guide"))
    guided.callback_query.register(skipped, Tap("guide_skip"))
    guided.callback_query.register(went_back, Tap("guide_back"))
    guided.callback_query.register(wants_to_change, Tap("guide_change"))
    guided.callback_query.register(chose_what_to_change, Tap("guide_edit"))
    guided.callback_query.register(goes_on, Tap("guide_on"))
    guided.callback_query.register(let_go, Tap("guide_cancel"))
    guided.callback_query.register(sent, Tap("guide_send"))
    return guided


# -- the way in -------------------------------------------------------------------------------------


async def wants_to_report(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator
) -> None:
    """报问题: a draft that waits is offered first, else one message is enough."""
    draft, chat = _waiting(turn, person), message.chat.id
    if draft:
        letter = guiding.offered(t, person.id, chat, draft.answers, ground(turn, roles))
    else:
        letter = guiding.invited(t, person.id, chat, _may_stand_in(roles))
    turn.post(letter.model_copy(update={"anew": True}))


async def wants_questions(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    if _waiting(turn, person):
        await wants_to_report(message, turn, person, roles, t)
    else:
        await _begin(Led(turn, t, person, roles, message.chat.id, state), {})


async def wants_to_stand_in(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """代报: for somebody who rang or has no phone."""
    if _may_stand_in(roles):
        await _begin(Led(turn, t, person, roles, message.chat.id, state), {"whose": "other"})
    else:
        await wants_to_report(message, turn, person, roles, t)


async def begun(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    state: FSMContext,
) -> None:  # fmt: skip
    other = button.choice == "other" and _may_stand_in(roles)
    await _begin(Led(turn, t, person, roles, chat_of(query), state), {"whose": "other"} if other else {})


async def _begin(led: Led, answers: Answers) -> None:
    now = led.turn.now
    draft = Draft(person_id=led.person.id, answers=answers, begun_at=now, touched_at=now)
    await _ask(led, draft, anew=True)


def _waiting(turn: Turn, person: Person) -> Draft | None:
    """A draft that is worth going on with."""
    draft = drafts.of(turn.session, person.id)
    return draft if draft and not draft.cancelled_at and guide.answered(draft.answers) else None


def _may_stand_in(roles: list[Role]) -> bool:
    return any(role.kind in STANDING_IN for role in roles)


def ground(turn: Turn, roles: list[Role]) -> Ground:
    """What the questions stand on for somebody with these roles."""
    desk, home = turn.desk, home_of(roles)
    return Ground(
        desk.network, desk.reader, desk.words, tuple(home), tuple(dispatching.own_places(turn, home))
    )


# -- question and answer ----------------------------------------------------------------------------


async def _ask(led: Led, draft: Draft, *, anew: bool, again: bool = False) -> None:
    """Keeps the draft as it stands, and asks what is asked next, or shows all that was said."""
    now = led.turn.now
    drafts.keep(
        led.turn.session, _with(draft, draft.answers, touched_at=now, cancelled_at=None, offered_at=None)
    )
    await led.state.set_state(GUIDING)
    await led.state.set_data({"asked_at": now.isoformat()})
    question = guide.next_question(draft.answers)
    if question:
        letter = guiding.asked(led.t, led.person.id, led.chat, question, draft.answers, led.ground, again)
    else:
        letter = guiding.checked(led.t, led.person.id, led.chat, draft.answers, led.ground)
    led.turn.post(letter.model_copy(update={"anew": anew}))


async def answered(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, draft: Draft,
    state: FSMContext,
) -> None:  # fmt: skip
    """Typed or sent: the open question hears it; at the check, and for an album's rest, it joins the words."""
    led = Led(turn, t, person, roles, message.chat.id, state)
    said = Said(words_of(message), enclosed_in(message), message.media_group_id)
    question = guide.next_question(draft.answers)
    if question is None or _belongs_to_album(draft, said):
        question = guide.BY_NAME["what"]
    heard = question.hears(said, draft.answers, led.ground)
    if isinstance(heard, Opens):
        await _ask(led, _with(draft, {**draft.answers, guide.VIEW: heard.view}), anew=True)
    elif heard is None:
        await _ask(led, draft, anew=True, again=True)
    else:
        now = guide.with_answer(draft.answers, question, heard)
        now["messages"] = [*draft.answers.get("messages", []), message.message_id]
        now["album"] = said.album
        _warn(led, said.words)
        await _go_on(led, _with(draft, now), anew=True)


def _belongs_to_album(draft: Draft, said: Said) -> bool:
    return bool(said.album) and draft.answers.get("album") == said.album


def _warn(led: Led, words: str) -> None:
    """Words of danger: the numbers that help come at once, whatever is being asked."""
    if words and led.turn.desk.reader.read(words).danger:
        led.turn.post(Letter(chat=led.chat, text=reporter.emergency_numbers(led.t)))


async def tapped(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led, (name, _, value) = Led(turn, t, person, roles, chat_of(query), state), button.choice.partition("/")
    draft = _open(led, name, callback_answer)
    question = guide.next_question(draft.answers) if draft else None
    if draft is None or question is None:
        return
    chosen = question.taps(value, draft.answers, led.ground)
    if isinstance(chosen, Opens):
        await _ask(led, _with(draft, {**draft.answers, guide.VIEW: chosen.view}), anew=False)
    elif chosen is None:
        callback_answer.text = out_of_use(t)
    else:
        await _go_on(led, _with(draft, guide.with_answer(draft.answers, question, chosen)), anew=False)


async def skipped(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led = Led(turn, t, person, roles, chat_of(query), state)
    draft = _open(led, button.choice, callback_answer)
    question = guide.next_question(draft.answers) if draft else None
    if draft and question and question.may_skip:
        await _ask(led, _with(draft, guide.with_answer(draft.answers, question, SKIPPED)), anew=False)


async def _go_on(led: Led, draft: Draft, *, anew: bool) -> None:
    """The next question; where somebody is in danger now, none: what there is goes out at once."""
    if draft.answers.get("urgency") == Urgency.T0 and not guide.is_empty(draft.answers):
        led.turn.post(Letter(chat=led.chat, text=reporter.emergency_numbers(led.t)))
        await _send(led, draft)
    else:
        await _ask(led, draft, anew=anew)


async def went_back(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led = Led(turn, t, person, roles, chat_of(query), state)
    draft = _open(led, None, callback_answer)
    if draft:
        back = draft.answers if _is_choosing(query) else guide.one_step_back(draft.answers)
        await _ask(led, _with(draft, back), anew=False)


def _is_choosing(query: CallbackQuery) -> bool:
    """Whether the message still asks what to change: back from there is the check itself."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    rows = markup.inline_keyboard if markup else []
    return any((key.callback_data or "").startswith("guide_edit:") for row in rows for key in row)


async def wants_to_change(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led = Led(turn, t, person, roles, chat_of(query), state)
    draft = _open(led, None, callback_answer)
    if draft:
        turn.post(guiding.asked_what_to_change(t, person.id, led.chat, draft.answers))


async def chose_what_to_change(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led = Led(turn, t, person, roles, chat_of(query), state)
    draft = _open(led, None, callback_answer)
    if draft and button.choice in draft.answers and button.choice in guide.BY_NAME:
        await _ask(led, _with(draft, {**draft.answers, guide.EDITING: button.choice}), anew=False)


def _open(led: Led, name: str | None, answer: CallbackAnswer) -> Draft | None:
    """The draft that is being asked for; with `name`, while that question is open. Else the sentence is set."""
    draft = drafts.of(led.turn.session, led.person.id)
    asked = guide.next_question(draft.answers) if draft else None
    if draft and not draft.cancelled_at and (name is None or (asked is not None and asked.name == name)):
        return draft
    answer.text = led.t.reporter("That question is behind us. Thank you.")
    return None


def _with(draft: Draft, answers: Answers, **values: Any) -> Draft:
    return draft.model_copy(update={"answers": answers, **values})


# -- the ways out -----------------------------------------------------------------------------------


async def gave_up(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """取消: whatever was being asked."""
    await _cancel(Led(turn, t, person, roles, message.chat.id, state), anew=True)


async def let_go(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led = Led(turn, t, person, roles, chat_of(query), state)
    if _open(led, None, callback_answer):
        await _cancel(led, anew=False)


async def _cancel(led: Led, *, anew: bool) -> None:
    await _stop_asking(led)
    draft, now = drafts.of(led.turn.session, led.person.id), led.turn.now
    if draft:
        drafts.keep(led.turn.session, _with(draft, draft.answers, touched_at=now, cancelled_at=now))
    led.turn.post(guiding.cancelled(led.t, led.person.id, led.chat).model_copy(update={"anew": anew}))


async def _stop_asking(led: Led) -> None:
    if await led.state.get_state() == GUIDING:
        await led.state.clear()


async def goes_on(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    """继续, 恢复: from where it was left."""
    draft = drafts.of(turn.session, person.id)
    if draft is None:
        callback_answer.text = t.reporter("It is no longer there. Please begin anew.")
    else:
        await _ask(Led(turn, t, person, roles, chat_of(query), state), draft, anew=False)


async def sent(
    query: CallbackQuery, turn: Turn, person: Person, roles: list[Role], t: Translator,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    led = Led(turn, t, person, roles, chat_of(query), state)
    draft = _open(led, None, callback_answer)
    if draft and guide.is_empty(draft.answers):
        callback_answer.text = t.reporter("There is nothing to send yet: please say what happened.")
    elif draft and _is_one_too_many(led, draft):
        callback_answer.text = t.reporter("You have reported {many} times today, and all of it is here.",
                                          many=RESIDENTS_A_DAY)  # fmt: skip
    elif draft:
        await _send(led, draft)


def _is_one_too_many(led: Led, draft: Draft) -> bool:
    """A resident's sixth of the day waits for tomorrow; words of danger do not."""
    words = draft.answers.get("what", {}).get("words", "")
    danger = led.turn.desk.reader.read(words).danger
    return not danger and too_many.has_had_enough(led.turn, led.person, led.roles)


async def _send(led: Led, draft: Draft) -> None:
    await _stop_asking(led)
    report = file(led.turn, draft, led.roles, led.chat)
    led.turn.post(guiding.over(led.t, led.person.id, led.chat, report.number))
    tell(led.turn, led.t, report, led.chat)
    agreeing.ask(led.turn, led.t, led.person, led.roles)
    if report.question:
        await ask_if_same(led.turn, led.t, telling.matter(led.turn, report), led.chat, led.state)


def enclosed_in(message: Message) -> dict[str, Any] | None:
    """What was sent with a message, as an attachment's own values."""
    carried = enclosing.carried_by(message)
    return carried.model_dump(mode="json", exclude={"serial", "from_id"}) if carried else None
