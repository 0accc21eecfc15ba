"""What happened to a report, as a story: every step has its sentence, and no key or number stands in it."""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import example
from bot.rules import load_rules
from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.letters import happened, history
from fieldwork.life import STEPS
from fieldwork.people import Person
from fieldwork.reports import Event, State
from fieldwork.texts import Language

HOUSE = Path(__file__).parents[2]
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SPEAK = load_translators(load_words([SHIPPED]), Language.HANS, load_rules())
CAST = {1: Person(id=1, name="陈桂芳"), 2: Person(id=2, name="王慧敏"), 3: Person(id=3, name="张立文")}
KNOWN = happened.Known(CAST, example.network_(), UTC)
XIHU, DONGMEN = "441802006019", "441802006012"


def steps_in_code() -> set[str]:
    """The name of every event that the code writes: the strings in `Event(step=…)`, also behind a name."""
    files = [
        file for room in ("fieldwork", "storage", "handlers", "bot") for file in (HOUSE / room).rglob("*.py")
    ]
    return {step for file in files for step in _steps_in(ast.parse(file.read_text(encoding="utf-8")))}


def _steps_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Event":
            for given in node.keywords:
                if given.arg == "step":
                    yield from _strings(tree, given.value)


def _strings(tree: ast.Module, value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.IfExp):
        yield from (*_strings(tree, value.body), *_strings(tree, value.orelse))
    elif isinstance(value, ast.JoinedStr):
        yield str(value.values[0].value) if isinstance(value.values[0], ast.Constant) else ""
    elif isinstance(value, ast.Name):
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(
                isinstance(to, ast.Name) and to.id == value.id for to in node.targets
            ):
                yield from _strings(tree, node.value)


def _is_told(step: str) -> bool:
    """`amended_` stands for each part that can be put right."""
    return (
        step in history.SENTENCES or step.endswith("_") and any(s.startswith(step) for s in history.SENTENCES)
    )


def test_every_step_of_a_reports_life_has_its_sentence() -> None:
    assert set(STEPS) - set(history.SENTENCES) == set()


def test_every_event_that_the_code_writes_has_its_sentence() -> None:
    written = steps_in_code()
    assert {"sent", "dispatched", "told", "transcript_wrong", "amended_"} <= written, "the search finds them"
    assert [step for step in written if not _is_told(step)] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("step", sorted(history.SENTENCES))
def test_each_sentence_is_said_in_each_language(step: str, language: Language) -> None:
    (line,) = history.lines(SPEAK(language), [event(step)], KNOWN)
    said = line.removeprefix("03-02 02:00 王慧敏（社工） ").removeprefix(
        "03-02 02:00 王慧敏 (social worker) "
    )
    assert said != line
    assert said.strip()
    assert step not in said or language is Language.ENGLISH, "a key is no sentence"


def test_a_story_names_people_stations_and_states() -> None:
    routing = {"first": {"station": XIHU, "rule": "nearest", "version": 1}}
    told = [
        event("sent", actor=1, role="reporter", to=State.SUBMITTED),
        event("dispatched", json.dumps(routing), actor=None, role="rule", came=State.SUBMITTED, to=State.DISPATCHED),
        event("contact", "phone", came=State.SIGNED, to=State.IN_PROGRESS),
        event("handed_over", json.dumps({"from": 2, "to": 3})),
        event("handed_over", json.dumps({"from": 2, "to": 3}), actor=3),
        event("urgency", "T2 > T0"),
        event("transfer", json.dumps({"from": XIHU, "to": DONGMEN}), actor=3),
    ]  # fmt: skip
    story = [line.removeprefix("03-02 02:00 ") for line in history.lines(SPEAK(""), told, KNOWN)]
    assert story == [
        "陈桂芳（上报人） 上报 → 待受理",
        "系统 派到西湖站（规则 就近） → 待签收",
        "王慧敏（社工） 联系上报人 · 打了电话 → 办理中",
        "王慧敏（社工） 转给张立文",
        "张立文（社工） 从王慧敏手里接过来",
        "王慧敏（社工） 改了紧急程度：一般 → 🆘 特急",
        "张立文（社工） 代表东门站接手",
    ]


def test_words_follow_by_themselves_and_reasons_by_their_name() -> None:
    told = [
        event("told", "请把车挪一下\n下午来"),
        event(
            "return", json.dumps({"code": "returned.not_our_area", "words": "在河对面"}, ensure_ascii=False)
        ),
        event("sign", "implied by done"),
        event("told", "{不是数据"),
        event("told", "长" * 300),
    ]
    story = [line.partition("） ")[2] for line in history.lines(SPEAK(""), told, KNOWN)]
    assert story[:4] == [
        "转告上报人：请把车挪一下 下午来",
        "退单：不在我们辖区 · 在河对面",
        "签收",
        "转告上报人：{不是数据",
    ]
    assert story[4].endswith("长…")


def test_where_the_words_may_not_be_read_only_the_steps_are() -> None:
    told = [
        event("sent", actor=1, role="reporter"),
        event("added", "一楼张阿婆住院了", actor=1, role="reporter"),
        event("amended_place", "4号楼3单元502", actor=1, role="reporter"),
        event("return", json.dumps({"code": "returned.not_our_area", "words": "在河对面"})),
    ]
    story = history.lines(SPEAK(""), told, KNOWN, words=False)
    assert [line.removeprefix("03-02 02:00 ") for line in story] == [
        "上报人 上报", "上报人 补充", "上报人 说明地点", "王慧敏（社工） 退单",
    ]  # fmt: skip


def test_everybody_whom_a_history_names_is_looked_up() -> None:
    told = [
        event("handed_over", json.dumps({"from": None, "to": 3})),
        event("sent", actor=1),
        event("call_back", actor=None),
    ]
    assert happened.people_in(told) == [1, 2, 3]


def event(
    step: str, reason: str = "", *, actor: int | None = 2, role: str = "social_worker",
    came: State | None = None, to: State | None = None,
) -> Event:  # fmt: skip
    return Event(at=AT + timedelta(0), serial=10_001, step=step, actor_id=actor, role=role, came_from=came,
                 went_to=to, reason=reason)  # fmt: skip
