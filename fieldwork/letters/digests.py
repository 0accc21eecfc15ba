"""A digest as it is read on a phone: counts first, then what needs somebody, worst first.

    📊 凤城街道
    周报 2026-W10 · 3月2日 – 3月8日
    上报 12 件（上期 9，含补报 1） · 办结 7 件（上期 8）
    签收率 8 / 9（89%） · 解决率 4 / 5（80%）
    入户走访 5 次 · 20 户 · 31 人次
    现在未结 14 件：0–7天 9 · 8–30天 4 · 31天起 1
    要人管的：
    1. N-10001-6 · 凤城街道西湖社区西湖花园4号楼 · 下水化粪池 · 办理中 · 超时2天      1 ⋯ · 2 ⋯
    …
    ⚠️ 退单：东门站 2 件
    🔕 60天没有消息的楼长 7 位：陈桂芳、…                                        📊 图 · 📄 表 · 📋 待办

Counts come before rates, and a rate never without what it is of.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from fieldwork.buttons import Button
from fieldwork.digests import Behind, Digest, OpenMatter, Span, Stated
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.digest_words import age_named, heading, number_said
from fieldwork.letters.figures import figure_named, rate
from fieldwork.letters.matter import category_named
from fieldwork.letters.station import state_named
from fieldwork.need_lines import Need
from fieldwork.reports import State
from fieldwork.texts import Language, Translator

Row = tuple[Button, ...]
TOLD = (
    "received",
    "done",
    "closed",
    "returned",
    "reopened",
    "parked",
)  # of needs; the others are in the table
NEEDS = frozenset(need.value for need in Need)
ABREAST = 5  # matters, each a button
RETURNS = 3  # stations that are named
PICTURED = frozenset({Span.WEEK, Span.MONTH, Span.YEAR})  # the picture comes along by itself


def card_of(digest: Digest) -> str:
    """The card of a digest: asked for again it comes anew."""
    return f"digest/{digest.place}/{digest.period}"


def digest(t: Translator, chat: int, told: Digest, acts: bool, silent_days: int) -> Letter:
    """One digest. `acts`: the reader may do something about the matters in it."""
    lines = [f"📊 {told.place_name}", heading(t, told), *_figures(t, told), *_open(t, told)]
    lines += [*_matters(t, told), *_people(t, told, silent_days), *_waiting(t, told)]
    if told.is_empty:
        lines.append(t.staff("Nothing happened, and nothing is open."))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=_buttons(t, told, acts), anew=True,
                  card=card_of(told), priority=Priority.DIGEST)  # fmt: skip


# -- figures ----------------------------------------------------------------------------------------


def _figures(t: Translator, told: Digest) -> Iterator[str]:
    """Needs in a line, rates in a line, and a line for each kind of activity."""
    counts = [each for each in told.figures if each.whole is None]
    needs = [_count(t, each) for each in counts if each.name in TOLD]
    rates = [_rate(t, each) for each in told.figures if each.whole]
    yield from (" · ".join(part) for part in (needs, rates) if part)
    done = [each for each in counts if each.name not in NEEDS]
    for name, units in groupby(done, lambda each: each.name):
        yield " · ".join(_unit(t, each, figure_named(t, name) if not number else "")
                         for number, each in enumerate(units))  # fmt: skip


def _count(t: Translator, each: Stated) -> str:
    return _unit(t, each, figure_named(t, each.name))


def _unit(t: Translator, each: Stated, name: str) -> str:
    """入户走访 5 次（上期 4，含补报 1）."""
    beside = []
    if each.before is not None:
        beside.append(t.staff("before: {many}", many=number_said(each.before)))
    if each.late:
        beside.append(t.staff("of it late: {many}", many=number_said(each.late)))
    said = f"{number_said(each.number)} {each.unit}" + (f"（{'，'.join(beside)}）" if beside else "")
    return f"{name} {said}".strip()


def _rate(t: Translator, each: Stated) -> str:
    """解决率 16 / 20（80%）."""
    return f"{figure_named(t, each.name)} {rate(t, each.number, each.whole or 0)}"


# -- what is open -----------------------------------------------------------------------------------


def _open(t: Translator, told: Digest) -> Iterator[str]:
    if told.open:
        ages = " · ".join(f"{age_named(t, each)} {each.many}" for each in told.ages if each.many)
        yield t.staff("Open now: {many} ({ages})", many=told.open, ages=ages)


def _matters(t: Translator, told: Digest) -> Iterator[str]:
    """What needs somebody, by number: the buttons below carry the same."""
    if told.matters:
        yield t.staff("Needs somebody:")
    yield from (f"{number}. {line(t, each)}" for number, each in enumerate(told.matters, start=1))
    if told.more_matters:
        yield t.staff("and {many} more", many=told.more_matters)
    if told.restricted:
        yield t.staff("🔒 and {many} restricted", many=told.restricted)


def line(t: Translator, matter: OpenMatter) -> str:
    """One matter: number, place, category, state, and how late or how old it is."""
    kind = category_named(t, matter.category).rpartition(" · ")[2] or t.staff("category unknown")
    place = matter.place or t.staff("place unknown")
    if matter.days_late:
        age = t.staff("{many} days late", many=matter.days_late)
    else:
        age = t.staff("open for {many} days", many=matter.days_open)
    return " · ".join([matter.number, place, kind, state_named(t, State(matter.state)), age])


# -- who, and what else -----------------------------------------------------------------------------


def _people(t: Translator, told: Digest, silent_days: int) -> Iterator[str]:
    if told.returns:
        named = "、".join(f"{each.name} {number_said(each.number)}" for each in told.returns[:RETURNS])
        more = "…" if len(told.returns) > RETURNS else ""
        yield t.staff("⚠️ Returned: {stations}", stations=named + more)
    if told.unreachable:
        yield t.staff("📵 Cannot be reached: {people}", people="、".join(told.unreachable))
    silence = told.silence
    if silence.heads:
        names = "、".join(silence.names) + ("…" if silence.heads > len(silence.names) else "")
        yield t.staff("🔕 Building heads not heard from for {days} days: {many} ({people})", days=silent_days,
                      many=silence.heads, people=names)  # fmt: skip
    if silence.buildings:
        yield t.staff(
            "🔕 Buildings not heard of for {days} days: {many}", days=silent_days, many=silence.buildings
        )


def _waiting(t: Translator, told: Digest) -> Iterator[str]:
    if told.not_accepted:
        yield t.staff("📝 Activities to be accepted: {many}", many=told.not_accepted)
    if told.visits_late:
        yield t.staff("🏠 Households whose visit is overdue: {many}", many=told.visits_late)
    if told.patterns:
        yield t.staff("🔁 The same again and again: {many}", many=told.patterns)
    yield from (
        t.staff(
            "🎯 {target}: {many} of {all} are behind",
            target=_target_named(t, each),
            many=each.people,
            all=each.of,
        )
        for each in told.behind
    )


def _target_named(t: Translator, each: Behind) -> str:
    return each.english if t.language is Language.ENGLISH and each.english else each.name


# -- buttons ----------------------------------------------------------------------------------------


def _buttons(t: Translator, told: Digest, acts: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    if acts and told.matters:
        rows.append(tuple(
            Button(label=f"{number} ⋯", action="digest_matter", record=each.serial)
            for number, each in enumerate(told.matters[:ABREAST], start=1)
        ))  # fmt: skip
    rows.append(tuple(_file(t, told, what) for what in "px"))
    last = [Button(label=t.staff("🗓 Other digests"), action="digests")]
    rows.append((Button(label=t.staff("📋 To do"), action="todo"), *last) if acts else tuple(last))
    return tuple(rows)


def _file(t: Translator, told: Digest, what: str) -> Button:
    """One letter for the kind of file: what it is of may fill the button to its brim."""
    label = t.staff("📊 Picture") if what == "p" else t.staff("📄 Table")
    return Button(label=label, action="digest", choice=f"{what}/{told.period}/{told.place}")


def matter(t: Translator, chat: int, told: OpenMatter, acts: Sequence[str], version: int) -> Letter:
    """One matter of a digest, and what can be done about it in one tap."""
    labels = {
        "urge": t.staff("👉 Remind"),
        "hand": t.staff("🤝 Hand to…"),
        "ask_extend": t.staff("⏳ More time…"),
        "open": t.staff("📄 See the card"),
    }
    keys = [Button(label=labels[act], action=act, record=told.serial, version=version) for act in acts]
    rows = tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))
    return Letter(chat=chat, text=line(t, told), buttons=rows, card=f"digest_matter/{told.serial}", anew=True)


# -- which one --------------------------------------------------------------------------------------


def menu(t: Translator, chat: int, of: str, place: str, others: bool) -> Letter:
    """简报: this and the last day, week, month and year of a place."""
    labels = {
        Span.DAY: (t.staff("Today"), t.staff("Yesterday")),
        Span.WEEK: (t.staff("This week"), t.staff("Last week")),
        Span.MONTH: (t.staff("This month"), t.staff("Last month")),
        Span.YEAR: (t.staff("This year"), t.staff("Last year")),
    }
    rows: list[Row] = [
        tuple(Button(label=label, action="digest_of", choice=f"{span.value}/{back}/{of}")
              for back, label in enumerate(labels[span]))
        for span in Span
    ]  # fmt: skip
    if others:
        rows.append((Button(label=t.staff("📍 Another place…"), action="digest_places", choice=of),))
    return Letter(chat=chat, text=t.staff("📊 Which digest of {place}?", place=place), buttons=tuple(rows))


def places(t: Translator, chat: int, of: str, named: Sequence[tuple[str, str]], page: int) -> Letter:
    """The places below one, to choose from."""
    few = named[page * ABREAST : (page + 1) * ABREAST]
    rows: list[Row] = [(Button(label=name, action="digests", choice=code),) for code, name in few]
    if len(named) > ABREAST:
        following = page + 1 if (page + 1) * ABREAST < len(named) else 0
        rows.append((Button(label=t.both("Others…"), action="digest_places", record=following, choice=of),))
    return Letter(chat=chat, text=t.staff("📊 Of which place?"), buttons=tuple(rows))


def asked_for(t: Translator) -> str:
    """What the tap is answered while it is being made."""
    return t.staff("One moment, it is being put together…")
