"""Somebody reports in a station's group: by answering the bot, or with /bao.

    Chen   (in the group) /bao 4号楼楼道灯坏了
    bot    收到了，N-10001-6，西湖站会联系您。
    bot    (to Chen, in private) ✅ 收到了 · N-10001-6 …
    bot    (in the group, without sound)
           西湖站 · N-10001-6 · 待跟进
           📍 凤城街道西湖社区西湖花园4号楼
           🏷 社区治理 · 路灯照明                                              去私聊处理
    Chen   (in the group) /bao 3-502的阿姨病了，没人管
    bot    这件事我们私下说，已私信您。
           请群管理员删除上面那条消息，里面有门牌号或孩子的情况。
    Lin    (in the group) /bao 路灯坏了
    bot    我还不认识您：请先到私聊里加入。您刚才写的内容没有保存。            加入

The group hears one short line and never anybody's words; cards and questions go on in private. A personal
matter (FIELD 4.1) is kept like any other, and moves to the private chat. Telegram gives a bot with privacy
mode only commands and replies to it; /报 is taken where it arrives, in private or without that mode.
"""

from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Chat, Message

from fieldwork import seeing
from fieldwork.letters import Letter, group, reporter
from fieldwork.letters.matter import serial_of
from fieldwork.people import Person, Role, can_be_reached
from fieldwork.reports import Event, Report
from fieldwork.seeing import Part, Surface, Viewer
from fieldwork.texts import Translator
from fieldwork.understanding.reading import Reading
from handlers import telling, telling_of_several, too_many
from handlers.adding import hear
from handlers.binding import here, say_not_set_up
from handlers.enclosing import enclose, enclosed_in
from handlers.hearing import CommandFor, ToTheBot
from handlers.listing import wants_to_report
from handlers.reporting import file_beside, filed, introduce, reported, tells_of_several, worded, words_of
from handlers.turn import Turn, home_of
from storage import cards, groups, people, reports

COMMANDS = ("bao", "报", "報")  # the last two arrive in private, and without privacy mode


@dataclass(frozen=True)
class Spoken:
    """Something said to the bot in a group, and who said it."""

    message: Message  # its words without the command
    turn: Turn
    t: Translator
    here: Letter
    bot: str

    @property
    def words(self) -> str:
        return words_of(self.message)

    def answers(self, letter: Letter) -> None:
        self.turn.post(letter)


def in_groups() -> Router:
    reporting = Router(name="reporting in a group")
    reporting.message.register(album_went_on, _OfAnAlbum())
    reporting.message.register(said_to_bot, CommandFor(*COMMANDS))
    reporting.message.register(answered_bot, ToTheBot(), _Says())
    return reporting


def router() -> Router:
    """In the private chat the same command is taken too."""
    private = Router(name="reporting by command")
    private.message.register(reported_by_command, CommandFor(*COMMANDS), _WithWords())
    private.message.register(asked_how, CommandFor(*COMMANDS))
    return private


class _Says(BaseFilter):
    """Words, or what can be kept with a report: a sticker under a card is none."""

    async def __call__(self, message: Message) -> bool:
        return bool(words_of(message).strip() or enclosed_in(message))


class _OfAnAlbum(BaseFilter):
    """A further part of an album whose first part is a report. Hands on `report`."""

    async def __call__(
        self, message: Message, turn: Turn, person: Person | None, roles: list[Role]
    ) -> bool | dict[str, Any]:
        album = message.media_group_id if roles and person else None
        report = reports.by_album(turn.session, person.id, album) if album and person else None
        return {"report": report} if report else False


class _WithWords(BaseFilter):
    """From somebody who may report, words behind the command, or a photo above it. Hands on `reading`."""

    async def __call__(self, message: Message, turn: Turn, roles: list[Role]) -> bool | dict[str, Any]:
        plain = without_command(message)
        if not roles or not (words_of(plain) or enclosed_in(plain)):
            return False
        return {"reading": turn.desk.reader.read(words_of(plain), home_of(roles))}


def without_command(message: Message) -> Message:
    """The message as it would be without /bao before it."""
    words = words_of(message).strip()
    if not words.startswith("/"):
        return message
    plain = words.partition(" ")[2].strip() if " " in words else "\n".join(words.splitlines()[1:]).strip()
    return message.model_copy(update={"text": plain} if message.text else {"caption": plain})


async def reported_by_command(
    message: Message, turn: Turn, person: Person, roles: list[Role], t: Translator, reading: Reading,
    state: FSMContext,
) -> None:  # fmt: skip
    if too_many.has_had_enough(turn, person, roles) and not reading.danger:
        await too_many.not_kept(message, turn, roles, t)
        return
    several = tells_of_several(message, reading)
    tell = telling_of_several.told if several else reported
    await tell(without_command(message), turn, person, roles, t, reading, state)


async def asked_how(message: Message, t: Translator) -> None:
    await wants_to_report(message, t)


async def said_to_bot(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """/bao: without a word it is told how; else it is heard."""
    spoken = _spoken(message, turn, t)
    if not groups.of_chat(turn.session, message.chat.id):
        say_not_set_up(turn, message)
    elif not spoken.words and not enclosed_in(message):
        spoken.answers(group.how_to_report(t, spoken.here, spoken.bot))
    else:
        await _heard(spoken, person, roles, state)


async def answered_bot(
    message: Message, turn: Turn, person: Person | None, roles: list[Role], t: Translator, state: FSMContext
) -> None:
    """A reply to the bot: thanks stay unanswered; words under a card belong to it, if it is one's own."""
    spoken = _spoken(message, turn, t)
    if not groups.of_chat(turn.session, message.chat.id):
        say_not_set_up(turn, message)
        return
    if spoken.words and turn.desk.reader.read(spoken.words, home_of(roles)).kind == "neither":
        turn.forgotten = True
        return
    report = _card_answered(turn, message) if roles and not message.sender_chat else None
    if report is None or _is_matter_of_its_own(spoken, roles):
        await _heard(spoken, person, roles, state)
    elif person and report.reporter_id == person.id and report.is_open:
        _add(spoken, person, report)
    else:
        turn.forgotten = True
        spoken.answers(group.act_in_private(t, spoken.here, spoken.bot, report.number))


def _spoken(message: Message, turn: Turn, t: Translator) -> Spoken:
    bot = people.bot_username(turn.session)
    return Spoken(message=without_command(message), turn=turn, t=t, here=here(message), bot=bot)


def _card_answered(turn: Turn, message: Message) -> Report | None:
    """The report whose card, or whose line, was answered."""
    replied = message.reply_to_message
    name = cards.subject_at(turn.session, message.chat.id, replied.message_id) if replied else None
    return reports.by_serial(turn.session, serial_of(name)) if name else None


def _is_matter_of_its_own(spoken: Spoken, roles: list[Role]) -> bool:
    reading = spoken.turn.desk.reader.read(spoken.words, home_of(roles))
    return bool(reading.categories or reading.danger)


async def _heard(spoken: Spoken, person: Person | None, roles: list[Role], state: FSMContext) -> None:
    """A report, if we know who speaks."""
    turn, t, home = spoken.turn, spoken.t, home_of(roles)
    reading = turn.desk.reader.read(spoken.words, home)
    if spoken.message.sender_chat:
        turn.forgotten = True
        spoken.answers(group.nameless(t, spoken.here))
    elif person is None or person.account is None or not roles:
        turn.forgotten = True
        numbers = reporter.emergency_numbers(t) if reading.danger else ""
        spoken.answers(group.how_to_join(t, spoken.here, spoken.bot, numbers))
    elif reading.kind == "neither" and spoken.words:
        turn.forgotten = True
    elif too_many.has_had_enough(turn, person, roles) and not reading.danger:
        turn.forgotten = True
        spoken.answers(group.enough_today(t, spoken.here, spoken.bot))
    else:
        await _report(spoken, person, roles, reading, state)


async def album_went_on(message: Message, turn: Turn, person: Person, t: Translator, report: Report) -> None:
    """Its photo joins the report, and nothing is said again."""
    _take(_spoken(message, turn, t), person, report)


def _take(spoken: Spoken, person: Person, report: Report) -> None:
    """More words or photos of an own report: kept, on its cards, and heard by the one who has it."""
    turn, message = spoken.turn, spoken.message
    sent = enclose(turn, report, message, by=person.id)
    worded(turn, report, message, "added")
    if spoken.words:
        more = Event(at=turn.now, serial=report.serial, step="added", actor_id=person.id, role="reporter",
                     reason=spoken.words)  # fmt: skip
        reports.note(turn.session, more)
    told = telling.redraw(turn, report)
    if sent:
        telling.show_one_more(turn, told, sent)
    hear(turn, report, person, spoken.words)


def _add(spoken: Spoken, person: Person, report: Report) -> None:
    _take(spoken, person, report)
    about = spoken.here.model_copy(update={"beside": group.subject(report.serial, spoken.here.thread)})
    spoken.answers(group.added(spoken.t, telling.matter(spoken.turn, report), about))


async def _report(
    spoken: Spoken, person: Person, roles: list[Role], reading: Reading, state: FSMContext
) -> None:
    """Kept and numbered as any; the group hears one line, all the rest is said in private."""
    turn, message = spoken.turn, spoken.message
    if tells_of_several(message, reading):
        several = telling_of_several.filed(turn, person, roles, message, reading)
    else:
        several = [filed(turn, person, home_of(roles), message, reading)]
    if can_be_reached(person):
        await _introduce(spoken, person, roles, reading, several, state)
    elif len(several) == 1:
        told = telling.matter(turn, several[0])
        telling.ring(turn, told, turn.desk.staffing.people.get(told.report.rung_id or 0), new=True)
    about = spoken.here.model_copy(update={"beside": group.subject(several[0].serial, spoken.here.thread)})
    spoken.answers(_line(spoken, person, reading, several, about))


async def _introduce(
    spoken: Spoken,
    person: Person,
    roles: list[Role],
    reading: Reading,
    several: list[Report],
    state: FSMContext,
) -> None:
    """In private: the card, or the list of all of them, with the one question."""
    turn, t, account = spoken.turn, spoken.t, person.account or 0
    home = spoken.message.model_copy(update={"chat": Chat(id=account, type="private")})
    private = _in_private(state, person)
    if len(several) > 1:
        await telling_of_several.introduce(home, turn, person, roles, t, reading, several, private)
        return
    await introduce(home, turn, person, roles, t, reading, several[0], private)
    file_beside(turn, t, person, roles, several[0], reading, account)


def _in_private(state: FSMContext, person: Person) -> FSMContext:
    """Where the private conversation with the same person stands: an open question is answered there."""
    account = person.account or 0
    key = StorageKey(bot_id=state.key.bot_id, chat_id=account, user_id=account)
    return FSMContext(storage=state.storage, key=key)


def _line(spoken: Spoken, person: Person, reading: Reading, several: list[Report], about: Letter) -> Letter:
    """What the group hears of a report; the numbers that help, where they could not be said in private."""
    turn, t, reachable = spoken.turn, spoken.t, can_be_reached(person)
    numbers = reporter.emergency_numbers(t) if reading.danger and not reachable else ""
    privacy = turn.desk.discretion.of([spoken.words], door=reading.room, category=several[0].category)
    known = all(Part.NUMBER in seeing.sight(Viewer.GROUP, report, Surface.GROUP) for report in several)
    if reading.room or not known:
        to_remove = privacy.minor or bool(reading.room)
        return group.in_private(t, about, spoken.bot, written=reachable, to_remove=to_remove, numbers=numbers)
    told = [telling.matter(turn, report) for report in several]
    return group.received(t, told, about, spoken.bot, reachable=reachable, numbers=numbers)
