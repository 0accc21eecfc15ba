"""The life of a report as a page: a diagram drawn from `fieldwork.life`, and the table behind it.

`fieldbot life diagram` writes it; docs/life.md is what it writes, and a test fails when the two differ.
"""

from collections.abc import Iterator, Mapping

from fieldwork.letters import hindrances, station
from fieldwork.life import STEPS, By, Hindrance, Stay, Step
from fieldwork.reports import ENDED, State
from fieldwork.texts import Translator

MANY = 6  # a step that leaves from more states than these is told below the diagram, not drawn
WORDS: Mapping[str, str] = {  # a step in the words of RULES 3.1
    "dispatch": "派单", "ask": "请补充", "answer": "补充", "decline": "不予受理", "merge": "并案", "part": "拆开",
    "succeed": "接着办", "decline_too": "一并不予受理",
    "transfer": "接收转派", "return": "退单", "send_on": "改派", "uphold": "维持", "back_up": "兜底", "sign": "签收",
    "contact": "联系", "hold": "挂起", "resume": "继续办", "extend": "延期", "refer": "转介", "heard_back": "有回音",
    "park": "挂账", "unpark": "再办", "done": "办结", "reached": "联系上了",
    "verify": "核查通过", "not_verified": "核查未过",
    "call_back": "回访", "solved": "解决了", "partly": "解决了一部分", "unsolved": "还没解决", "unanswered": "未参评",
    "phoned": "电话回访", "phoned_unsolved": "电话回访未解决",
    "redo": "退回重办", "reopen": "重新打开", "withdraw": "撤销", "noted": "登记活动", "is_need": "改为需求",
    "hand": "转交同事", "take": "接手", "raise": "定为特急", "offer": "转给…",
    "offer_back": "收回", "refuse": "不归我们", "give_back": "交回首接站",
    "assist": "加派、协办", "supervise": "督办", "why_late": "说明原因",
    "volunteers": "求志愿者", "ask_decline": "申请不予受理", "ask_hold": "申请挂起", "ask_extend": "申请延期",
    "ask_plan": "报方案", "plan_approved": "同意方案",
    "ask_park": "申请挂账", "ask_exclude": "申请剔除", "exclude": "剔除", "lower": "降低密级",
    "must_report": "强制报告",
    "recheck": "再等一天", "raise_class": "提高密级", "admit": "指名可看", "look": "打开看",
    "talk": "对话", "to_council": "上会", "history": "办理经过",
}  # fmt: skip
WHO: Mapping[By, tuple[str, str]] = {
    By.REPORTER: ("上报人", "who sent it"),
    By.STATION: ("本站", "its station, or one above"),
    By.HANDLER: ("经办人", "who signed, their stand-in, a head; before that the station"),
    By.HEAD: ("站长", "a head of its station, or of one above"),
    By.ABOVE: ("上一级", "one level up; without one, a second person"),
    By.ASKED: ("被转的站", "the station that was asked"),
    By.CLOCK: ("系统", "the bot: a rule, or a day that has come"),
}


def page(hans: Translator, english: Translator) -> str:
    """The whole page. The translators say states and hindrances in both languages."""
    return "\n".join(
        [
            "# The life of a report / 一件上报的一生",
            "",
            "Drawn from `fieldwork/life.py` by `fieldbot life diagram --out docs/life.md`; not written by hand.",
            "由 `fieldbot life diagram` 从程序里的表画出来，不手写。",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *(f"    {line}" for line in _drawn(hans, english)),
            "```",
            "",
            *_not_drawn(hans),
            "",
            *_steps(hans),
            "",
            *_hindrances(hans, english),
            "",
        ]
    )


# -- the diagram ------------------------------------------------------------------------------------


def _drawn(hans: Translator, english: Translator) -> Iterator[str]:
    for state in State:
        yield f"{state.value} : {station.state_named(hans, state)} · {station.state_named(english, state)}"
    yield f"[*] --> {State.SUBMITTED.value}"
    for (left, to), names in _edges().items():
        yield f"{left.value} --> {to.value} : {' / '.join(names)}"
    for state in State:
        if state in ENDED:
            yield f"{state.value} --> [*]"


def _edges() -> dict[tuple[State, State], list[str]]:
    """From state to state, with the steps that lead there and who takes them."""
    found = dict[tuple[State, State], list[str]]()
    for step in STEPS.values():
        if step.leads_to is not Stay.HERE and not _is_wide(step):
            for left in _own(step):
                for to in _ends(step, left):
                    found.setdefault((left, to), []).append(f"{WORDS[step.name]}（{_who(step)}）")
    return found


def _own(step: Step) -> list[State]:
    """The states a step leaves by itself, in order; from the others it goes by the step that it implies."""
    implied = STEPS[step.implies].leaves if step.implies else frozenset()
    return [state for state in State if state in step.leaves and state not in implied]


def _ends(step: Step, left: State) -> list[State]:
    if isinstance(step.leads_to, State):
        return [step.leads_to]
    before = (each.leaves for each in STEPS.values() if each.leads_to is left)
    came_from = frozenset[State]().union(*before)
    return [state for state in State if state in came_from]


def _is_wide(step: Step) -> bool:
    return len(_own(step)) > MANY


def _who(step: Step) -> str:
    return "、".join(WHO[by][0] for by in By if by in step.by)


# -- what stands below it ---------------------------------------------------------------------------


def _not_drawn(hans: Translator) -> Iterator[str]:
    yield "Not drawn, since they lead from many states / 从许多状态都可以走，没有画：\n"
    for step in STEPS.values():
        if step.leads_to is not Stay.HERE and _is_wide(step):
            assert isinstance(step.leads_to, State)
            to = station.state_named(hans, step.leads_to)
            yield f"- {WORDS[step.name]} `{step.name}`（{_who(step)}）：{_states(step, hans)} → {to}"
    yield ""
    yield "A step implies the earlier ones: 联系了 on an unsigned card signs it first. 做了后一步，前面没点的也算做了。"


def _steps(hans: Translator) -> Iterator[str]:
    yield "| step | 步骤 | from / 从 | to / 到 | who / 谁 | unless / 除非 |"
    yield "|---|---|---|---|---|---|"
    for step in STEPS.values():
        unless = ", ".join(f"`{each.value}`" for each in step.unless)
        way = f"{_states(step, hans)} | {_to(step, hans)}"
        yield f"| `{step.name}` | {WORDS[step.name]} | {way} | {_who(step)} | {unless} |"
    yield ""
    yield "| who | 谁 | |"
    yield "|---|---|---|"
    for by, (chinese, english) in WHO.items():
        yield f"| `{by.value}` | {chinese} | {english} |"


def _states(step: Step, hans: Translator) -> str:
    """The states it leaves from; where they are nearly all, those it does not."""
    if len(step.leaves) == len(State):
        return "任何状态"
    rest = [station.state_named(hans, state) for state in State if state not in step.leaves]
    some = [station.state_named(hans, state) for state in State if state in step.leaves]
    return f"除 {'、'.join(rest)} 以外" if len(some) > 2 * len(rest) else "、".join(some)


def _to(step: Step, hans: Translator) -> str:
    if isinstance(step.leads_to, State):
        return station.state_named(hans, step.leads_to)
    return "不变" if step.leads_to is Stay.HERE else "原来的状态"


def _hindrances(hans: Translator, english: Translator) -> Iterator[str]:
    yield "| unless / 除非 | what the person hears / 听到的话 | |"
    yield "|---|---|---|"
    for why in Hindrance:
        yield f"| `{why.value}` | {hindrances.sentence(hans, why)} | {hindrances.sentence(english, why)} |"
