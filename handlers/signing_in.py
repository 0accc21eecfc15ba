"""People sign in at an event or a training, by a code or a link that is good for it alone.

    Wang   开始签到 消防讲座
    bot    📋 签到 · 消防讲座 · A-10001-6
           📝 宣讲宣传
           名单上还没有人。
           https://t.me/…?start=sign_…                     签到二维码 · 加名字 · 结束签到 · 志愿时长
    Chen   (opens the link)
    bot    消防讲座 · 3月2日 · 西湖社区西湖花园
           名单上会写：陈桂芳                                签到
    Chen   签到
    bot    ✅ 签到了：陈桂芳 · 消防讲座
    Wang   加名字
    Wang   李阿婆 赵大爷
    Wang   结束签到
    bot    📝 A-10001-6 · 请核对一下 …
           🔢 1 场 · 3 人 · 3 人次 …                        ✅ 对，记下 · 不对，改一下

Whoever is unknown here is on the list by name, and becomes nothing by it. Scanned twice on a day, it is once. What
kind of activity it is stands in its words (消防培训签到); where it does not, that is asked with buttons.
"""

import re
import secrets
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from fieldwork import attending as rules
from fieldwork import numbers
from fieldwork.activities import ActivityKind, SignIn
from fieldwork.buttons import Button
from fieldwork.invitations import is_code, make_code
from fieldwork.letters import attending as letters
from fieldwork.letters.activities import kind_named
from fieldwork.people import LONGEST_NAME, Person, Role, RoleKind
from fieldwork.reports import Report, State
from fieldwork.texts import Translator
from fieldwork.understanding.folding import fold
from handlers import choosing_kinds, dispatching, lists, recorded, reporting, telling_apart
from handlers.listening import Listening, listen
from handlers.tapping import Tap, chat_of
from handlers.turn import Turn, home_of
from storage import activities, attending, errands, reports

OPENINGS = ("开始签到", "開始簽到", "签到 ", "簽到 ")
ALONE = {"/signin", "签到", "簽到", "Sign-in"}  # the last list again
SIGNING = "signing_in"  # the state of an unknown person who may write another name
NAMING = "naming_those_there"  # the state of an organiser who was asked for names
_BEGINS = re.compile(r"(?:/SIGNIN|开始签到|签到|SIGN-IN)(?P<of>[\s:,]+.*|)", re.DOTALL)
_ENDS = re.compile(r"(?P<of>[^\s\d,.:;?!怎没忘想请谁哪已了来]{2,20}?)(?:开始)?签到")  # 消防培训签到
_OPENS = re.compile(rf"/start {lists.OPENS}(?P<code>\w+)")


class Begins(BaseFilter):
    """开始签到 and what for, or 消防培训签到, from anybody but a resident, in private. Hands on `what`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role]
    ) -> bool | dict[str, Any]:
        folded = fold(message.text or "").strip()
        said = _BEGINS.fullmatch(folded) or _ENDS.fullmatch(folded)
        if said is None or person is None or not _organises(roles) or message.chat.id != person.account:
            return False
        if said.re is _ENDS and turn.desk.reader.activity_kind(said["of"]) is None:
            return False
        return {"what": (message.text or "").strip()[slice(*said.span("of"))].strip(" :：,，\n")}


def _organises(roles: list[Role]) -> bool:
    return any(role.kind is not RoleKind.RESIDENT for role in roles)


class Opens(BaseFilter):
    """The link of a list. Hands on `code`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        said = _OPENS.fullmatch((message.text or "").strip())
        return {"code": said["code"]} if said else False


class NamesThemselves(BaseFilter):
    """A name, from somebody unknown who has just opened the link. Hands on `code`."""

    async def __call__(
        self, message: Message, roles: list[Role], state: FSMContext, raw_state: str | None
    ) -> bool | dict[str, Any]:
        name = (message.text or "").strip()
        if (
            raw_state != SIGNING
            or roles
            or not 1 < len(name) <= LONGEST_NAME
            or re.search(r"[\d/\n。？?！!]", name)
        ):
            return False
        return {"code": (await state.get_data()).get("code", "")}


class SaysNames(BaseFilter):
    """Names and nothing else: no command, no number, no sentence, no 停水了. Hands on `names`."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        text = message.text or ""
        names = rules.names_in(text, LONGEST_NAME)
        plain = names and not re.search(r"[\d/？?！!：:]", text) and all(len(name) <= 12 for name in names)
        return (
            {"names": names} if plain and not reporting.names_a_matter(turn.desk.reader.read(text)) else False
        )


def router() -> Router:
    """Stands before `joining`, since whoever is unknown may sign in too."""
    signing = Router(name="signing_in")
    signing.message.register(opened, Opens())
    signing.message.register(named_themselves, NamesThemselves())
    signing.callback_query.register(signed, Tap("sign_here"))
    signing.message.register(began, Begins())
    signing.callback_query.register(kind_chosen, Tap("sign_kind"))
    signing.message.register(named_others, Listening(NAMING, State.NOTED), SaysNames())
    signing.callback_query.register(tapped, Tap("list_qr", "list_names", "list_end", "list_again"))
    return signing


# -- the organiser ----------------------------------------------------------------------------------


async def began(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, what: str,
    state: FSMContext,
) -> None:  # fmt: skip
    """A new list, or the one of an own activity that was named."""
    known = attending.newest_of(turn.session, person.id) if not what else None
    if not what and known is None:
        turn.post(letters.how_to_begin(t, message.chat.id))
        return
    if known is None:
        known = _list_for(turn, person, _activity(message, turn, person, roles, what))
    await _show(turn, t, known, message.chat.id, state)


async def kind_chosen(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator,
    button: Button, state: FSMContext,
) -> None:  # fmt: skip
    """A list of nothing but its kind: 培训."""
    if person is None or not _organises(roles) or button.choice not in letters.LISTED:
        return
    kind = ActivityKind(button.choice)
    known = attending.newest_of(turn.session, person.id)
    if known is None or not lists.is_empty(turn, known, kind):  # a second tap shows it again
        report = _filed(turn, person, home_of(roles), kind_named(t, kind), turn.now, kind)
        known = _list_for(turn, person, report)
    await _show(turn, t, known, chat_of(query), state)


async def _show(turn: Turn, t: Translator, sign_in: SignIn, chat: int, state: FSMContext) -> None:
    """The list below everything else, and what kind it is where nobody has said that."""
    lists.show(turn, sign_in, anew=True)
    await _ask_kind(turn, t, sign_in, chat, state)


async def _ask_kind(turn: Turn, t: Translator, sign_in: SignIn, chat: int, state: FSMContext) -> None:
    report = reports.by_serial(turn.session, sign_in.serial)
    if report and report.question == "kind":
        await choosing_kinds.ask_kind(turn, t, report, chat, state)


def _activity(message: Message, turn: Turn, person: Person, roles: list[Role], what: str) -> Report:
    """The own activity of that number, else a new draft of what is said."""
    if numbers.looks_like_one(what):
        report = reports.by_serial(turn.session, numbers.read(what) or 0)
        if report and report.reporter_id == person.id and recorded.of(turn, report):
            return report
    return _filed(turn, person, home_of(roles), what, message.date)


def _filed(
    turn: Turn, person: Person, home: list[str], what: str, at: datetime, kind: ActivityKind | None = None
) -> Report:
    """A draft without numbers: its list brings them."""
    named = kind.value if kind else turn.desk.reader.activity_kind(what)
    read = {"kind": "activity", "danger": (), "activity_kind": named}
    reading = turn.desk.reader.read(what, home).model_copy(update=read)
    report = reporting.draw_up(turn, person, home, reading, what, at)
    report.question = ""
    routing = dispatching.route(turn, report, home)
    reports.file(turn.session, report, person.account or 0, None)
    reporting.note_new(turn, report, routing, "sign_in")
    activity = recorded.record(turn, report, reading)
    if report.question == "number":
        reports.change(turn.session, report, question="")
    activities.change(turn.session, activity, topic=activity.topic or what[:60])
    return report


def _list_for(turn: Turn, person: Person, report: Report) -> SignIn:
    kept = attending.of_serial(turn.session, report.serial)
    if kept:
        return kept
    made = SignIn(code=make_code(secrets.choice), serial=report.serial, made_by=person.id, made_at=turn.now)
    attending.begin(turn.session, made)
    return made


async def tapped(
    query: CallbackQuery, turn: Turn, person: Person | None, t: Translator, button: Button,
    callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    sign_in = attending.of_serial(turn.session, button.record)
    of = lists.occasion(turn, t, button.record)
    if sign_in is None or of is None or person is None or sign_in.made_by != person.id:
        callback_answer.text = t.both("This list is not yours.")
        return
    match button.action:
        case "list_qr":
            content = {"link": lists.link_of(turn, sign_in), "caption": letters.qr_caption(t, of)}
            errands.ask(turn.session, "qr", chat_of(query), person.id, content, turn.now)
        case "list_names":
            turn.post(letters.asked_names(t, chat_of(query), of))
            await _listen(turn, state, sign_in)
        case "list_end" if sign_in.closed_at:  # a second tap: the numbers may be confirmed by now
            callback_answer.text = t.both("This is over.")
        case "list_end":
            _end(turn, t, sign_in, callback_answer)
            await _ask_kind(turn, t, sign_in, chat_of(query), state)
        case _:
            attending.close(turn.session, sign_in, None)
            lists.show(turn, sign_in)


async def _listen(turn: Turn, state: FSMContext, sign_in: SignIn) -> None:
    report = reports.by_serial(turn.session, sign_in.serial)
    if report:
        await listen(turn, state, NAMING, report)


def _end(turn: Turn, t: Translator, sign_in: SignIn, answer: CallbackAnswer) -> None:
    """Nobody signs in any more; the activity counts those on the list, and asks for its tap."""
    attending.close(turn.session, sign_in, turn.now)
    lists.show(turn, sign_in)
    if lists.count(turn, sign_in) is None:
        answer.text = t.both("The station has accepted the numbers already; they stay as they are.")


async def named_others(
    _message: Message, turn: Turn, report: Report, names: list[str], state: FSMContext
) -> None:
    """Those whom the organiser names; whoever is on the list of today stays there once."""
    await state.clear()
    sign_in = attending.of_serial(turn.session, report.serial)
    if sign_in is None:
        return
    telling_apart.write_down(turn, sign_in, names)
    lists.show(turn, sign_in, anew=True)
    if sign_in.closed_at is not None:
        lists.count(turn, sign_in)


# -- whoever comes ----------------------------------------------------------------------------------


async def opened(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, code: str,
    state: FSMContext,
) -> None:  # fmt: skip
    """Says what it is, and by which name they will be on the list."""
    turn.forgotten = not roles
    sign_in, of = _open_list(turn, t, code)
    if sign_in is None or of is None:
        turn.post(letters.no_such_list(t, message.chat.id))
        return
    known = person is not None and bool(roles)
    turn.post(letters.asked_to_sign(t, message.chat.id, of, code, _name(message, person), not known))
    if not known:
        await state.set_state(SIGNING)
        await state.set_data({"code": code})


def _open_list(turn: Turn, t: Translator, code: str) -> tuple[SignIn | None, letters.Occasion | None]:
    sign_in = attending.by_code(turn.session, code) if is_code(code) else None
    if sign_in is None or sign_in.closed_at is not None:
        return None, None
    return sign_in, lists.occasion(turn, t, sign_in.serial)


def _name(event: Message | CallbackQuery, person: Person | None) -> str:
    """As the station knows somebody, else as their app says."""
    app = event.from_user.full_name if event.from_user else ""
    return ((person.name if person else "") or app)[:LONGEST_NAME]


async def signed(
    query: CallbackQuery, turn: Turn, person: Person | None, roles: list[Role], t: Translator,
    button: Button, callback_answer: CallbackAnswer, state: FSMContext,
) -> None:  # fmt: skip
    turn.forgotten = not roles
    callback_answer.text = _sign(turn, t, button.choice, _name(query, person), person, chat_of(query))
    if not roles:
        await state.clear()


async def named_themselves(
    message: Message, turn: Turn, person: Person | None, t: Translator, code: str, state: FSMContext
) -> None:
    turn.forgotten = True
    await state.clear()
    said = _sign(turn, t, code, (message.text or "").strip(), None, message.chat.id)
    if said:
        await message.answer(said)


def _sign(turn: Turn, t: Translator, code: str, name: str, person: Person | None, chat: int) -> str:
    """Puts them on the list; what is in the way is given as a sentence."""
    sign_in, of = _open_list(turn, t, code)
    if sign_in is None or of is None:
        return t.both("This sign-in is over. Please speak to whoever organises it.")
    if not telling_apart.sign(turn, sign_in, name, person):
        return t.both("You are on the list already.")
    turn.post(letters.signed(t, chat, of, name))
    lists.show(turn, sign_in)
    return ""
