"""The menu behind 更多: what else can be done with a report now, the likeliest first.

One list for every conversation that begins on a station's card: its button's action, the step of
`fieldwork.life` that must be possible, and its label.
"""

from typing import NamedTuple

from fieldwork.buttons import Button
from fieldwork.letters import Letter
from fieldwork.letters.matter import Matter, subject
from fieldwork.texts import Translator

CHOOSING = "m"  # subject of the menu
FEW = 5  # in a column, and 其他… below


class Choice(NamedTuple):
    """One line of the menu."""

    action: str
    step: str


CHOICES: tuple[Choice, ...] = (
    Choice("ask", "ask"),
    Choice("talk", "talk"),
    Choice("decline", "ask_decline"),
    Choice("redo", "redo"),
    Choice("reopen", "reopen"),
    Choice("why_late", "why_late"),
    Choice("supervise", "supervise"),
    Choice("partner", "assist"),
    Choice("assist", "assist"),
    Choice("volunteers", "volunteers"),
    Choice("helpers", "assist"),
    Choice("offer", "offer"),
    Choice("return", "return"),
    Choice("ask_plan", "ask_plan"),
    Choice("ask_hold", "ask_hold"),
    Choice("ask_extend", "ask_extend"),
    Choice("ask_park", "ask_park"),
    Choice("refer", "refer"),
    Choice("to_council", "to_council"),
    Choice("ask_exclude", "ask_exclude"),
    Choice("merge", "merge"),
    Choice("unmerge", "part"),
    Choice("history", "history"),
    Choice("admit", "admit"),
    Choice("lower", "lower"),
    Choice("raise_class", "raise_class"),
    Choice("must_report", "must_report"),
)
"""In the order in which they are offered."""


def _label(t: Translator, action: str) -> str:
    """What a line of the menu says."""
    said = {
        "ask": t.staff("❓ Ask the reporter one thing"),
        "talk": t.staff("💬 Write to the reporter"),
        "decline": t.staff("↪️ Not ours…"),
        "redo": t.staff("🔁 Have it done again"),
        "reopen": t.staff("🔁 Open it again"),
        "why_late": t.staff("📝 Why it is late"),
        "supervise": t.staff("👁 I see to it"),
        "partner": t.staff("🤝 Ask a partner for help"),
        "assist": t.staff("🏢 Ask another station to help"),
        "volunteers": t.staff("🙋 Call for volunteers"),
        "helpers": t.staff("👥 Who helps"),
        "offer": t.staff("🏢 Another station…"),
        "return": t.staff("↩️ Return it"),
        "ask_plan": t.staff("📋 Hand in the plan…"),
        "ask_hold": t.staff("⏸ It has to wait…"),
        "ask_extend": t.staff("⏳ More time…"),
        "ask_park": t.staff("🅿️ Cannot be solved now…"),
        "refer": t.staff("📨 Refer it…"),
        "to_council": t.staff("🏛 Put it on the agenda"),
        "ask_exclude": t.staff("🚫 Do not count it…"),
        "merge": t.staff("🔗 The same matter as…"),
        "unmerge": t.staff("✂️ Take apart"),
        "history": t.staff("📜 What happened"),
        "admit": t.staff("👁 Let a colleague see it"),
        "lower": t.staff("🔓 Lower its class"),
        "raise_class": t.staff("🔒 Raise its class"),
        "must_report": t.staff("🛡 It must be reported by law"),
    }
    return said[action]


def menu(t: Translator, matter: Matter, chat: int, choices: list[Choice], page: int = 0) -> Letter:
    """What can be done now, five at a time."""
    report, shown = matter.report, choices[page * FEW : (page + 1) * FEW]
    text = t.staff("{number}: what would you like to do?", number=report.number)
    if not shown:
        text = t.staff("{number}: there is nothing more to do with it now.", number=report.number)
    rows = tuple(
        (Button(label=_label(t, choice.action), action=choice.action, record=report.serial, version=report.version),)
        for choice in shown
    )  # fmt: skip
    if len(choices) > (page + 1) * FEW:
        more = Button(label=t.staff("Others…"), action="more", record=report.serial, version=report.version,
                      choice=str(page + 1))  # fmt: skip
        rows += ((more,),)
    return Letter(chat=chat, text=text, buttons=rows, card=subject(CHOOSING, report.serial))
