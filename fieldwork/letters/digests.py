"""A digest as it is read on a phone: what needs somebody first, worst at the top, then counts.

    📊 凤城街道
    周报 2026年第10周（3月2日—8日） · 截至 3月9日 08:30
    现在未结 14 件：0–7天 9 · 8–30天 4 · 31天起 1
    需要跟进的：
    1. N-10001-6 · 西湖社区西湖花园4号楼 · 下水化粪池 · 办理中 · 超时2天      1. 下水化粪池
    …
    还有 3 件                                                                📋 还有 3 件 · 📝 待核实 · 3
    📝 待核实的活动 3 次
    ⚠️ 退单：东门站 2 件
    🔕 没有消息的楼长 7 人（60 天以上）：陈桂芳、…                              📊 图 · 📄 表 · 📋 待办

    上报 12 件（上期 9，含补报 1） · 办结 7 件（上期 8）
    签收率 8 / 9（89%） · 解决率 4 / 5（80%）
    入户走访 5 次 · 20 户 · 31 人次

Counts come before rates, and a rate never without what it is of.
"""

from collections.abc import Iterator, Sequence

from fieldwork.buttons import Button
from fieldwork.digest_figures import RETURNED, standing
from fieldwork.digests import Behind, Digest, OpenMatter, Span, Stated
from fieldwork.figures import written
from fieldwork.letters import Letter, Priority, clipped
from fieldwork.letters.digest_words import age_named, by_name, not_counted, stamped, target_named
from fieldwork.letters.matter import category_named
from fieldwork.letters.own_rhythms import own_time
from fieldwork.letters.periods import period_named
from fieldwork.letters.station import state_named
from fieldwork.letters.terms import amount, amount_of, figure_named, rate
from fieldwork.periods import Period
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
    "excluded",
)  # of needs; the others are in the table
LISTED, ABREAST = 5, 2  # matters, each a button; so many in a row
A_PAGE = 5  # places to choose from
A_PHONE, ENOUGH = 1_200, 40  # characters that are read on one; of these for a last line
ALWAYS = 2  # lines of figures that are never left out: needs, rates
SILENT = 30  # buildings a page
REST, REST_PAGES = 8, 16  # of what else needs somebody a page; a button holds one sign for the page
RETURNS = 3  # stations that are named
PICTURED = frozenset({Span.WEEK, Span.MONTH, Span.YEAR})  # with what comes by itself the picture comes along


def card_of(digest: Digest) -> str:
    """The card of a digest: asked for again it comes anew."""
    return f"digest/{digest.place}/{digest.period}"


def digest(
    t: Translator, chat: int, told: Digest, acts: bool, silent_days: int, unasked: bool = False,
    longest: int = A_PHONE,
) -> Letter:  # fmt: skip
    """One digest. `acts`: the reader may do something about the matters in it. `unasked`: it comes by itself; of a
    week or longer its picture follows."""
    lines = [f"📊 {told.place_name}", stamped(t, told), *_open(t, told), *_matters(t, told)]
    lines += [*_waiting(t, told), *_people(t, told, silent_days)]
    if figures := list(_figures(t, told)):
        lines += ["", *_fitting(t, figures, longest - len("\n".join(lines)))]
    if told.is_empty:
        lines.append(t.staff("Nothing happened, and nothing is open."))
    buttons = _buttons(t, told, acts, unasked)
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=buttons, anew=True, card=card_of(told),
                  priority=Priority.DIGEST)  # fmt: skip


# -- figures ----------------------------------------------------------------------------------------


def _figures(t: Translator, told: Digest) -> Iterator[str]:
    """Needs in a line, rates in a line, and a line for each kind of activity."""
    counts = [each for each in told.figures if each.whole is None]
    needs = [_count(t, each) for each in counts if each.name in TOLD]
    rates = [_rate(t, each) for each in told.figures if each.whole]
    yield from (" · ".join(part) for part in (needs, rates) if part)
    for name, units in by_name(told):
        first, *others = units
        beside = (_unit(t, each.model_copy(update={"before": None}), "") for each in others if each.number)
        yield " · ".join([_unit(t, first, figure_named(t, name)), *beside])


def _fitting(t: Translator, lines: Sequence[str], room: int) -> Iterator[str]:
    """Needs and rates, and as many kinds of activities as there is room for; all of them stand in the table."""
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if number >= ALWAYS and room < ENOUGH:
            yield t.staff("📄 {many} more figures are in the table.", many=len(lines) - number)
            return
        yield line


def _count(t: Translator, each: Stated) -> str:
    return _unit(t, each, figure_named(t, each.name))


def _unit(t: Translator, each: Stated, name: str) -> str:
    """入户走访 5 次（上期 4，含补报 1）."""
    beside = []
    if each.before is not None:
        beside.append(t.staff("before: {many}", many=written(each.before)))
    if each.late:
        beside.append(t.staff("of it late: {many}", many=written(each.late)))
    said = amount_of(t, each.name, each.number, each.unit)
    if beside:
        between = ", " if t.language is Language.ENGLISH else "，"
        said = t.both("{what} ({beside})", what=said, beside=between.join(beside))
    return f"{name} {said}".strip()


def _rate(t: Translator, each: Stated) -> str:
    """解决率 16 / 20（80%）."""
    return f"{figure_named(t, each.name)} {rate(t, each.number, each.whole or 0)}"


# -- what is open -----------------------------------------------------------------------------------


def _open(t: Translator, told: Digest) -> Iterator[str]:
    if told.open:
        ages = " · ".join(f"{age_named(t, each)} {each.many}" for each in told.ages if each.many)
        yield t.staff("{figure}: {what}", figure=_now(t, told, "open_now"), what=ages)


def _now(t: Translator, told: Digest, name: str) -> str:
    """What was found when it was made, by its term: 现在未结 14 件."""
    one = next(each for each in standing(told) if each.name == name)
    return f"{figure_named(t, name)} {amount(t, one.number, one.unit)}"


def _matters(t: Translator, told: Digest) -> Iterator[str]:
    """What needs somebody, by number: the buttons below carry the same."""
    if told.matters:
        yield t.staff("To be followed up:")
    yield from (f"{number}. {_line(t, told, each)}" for number, each in enumerate(told.matters, start=1))
    if told.more_matters:
        yield t.staff("and {many} more", many=told.more_matters)
    if told.restricted:
        yield f"🔒 {_now(t, told, 'restricted')}"


def _line(t: Translator, told: Digest, matter: OpenMatter) -> str:
    """The same without what the digest is of: its title says so, and a phone is narrow."""
    return line(
        t, matter.model_copy(update={"place": matter.place.removeprefix(told.place_name) or matter.place})
    )


def line(t: Translator, matter: OpenMatter) -> str:
    """One matter: number, place, category, state, how late or how old it is, and whether it is in the rates."""
    place, out = matter.place or t.staff("place unknown"), [not_counted(t)] if matter.excluded else []
    said = [matter.number, place, _kind(t, matter), state_named(t, State(matter.state)), _age(t, matter)]
    return " · ".join([*said, *out])


def _kind(t: Translator, matter: OpenMatter) -> str:
    return category_named(t, matter.category).rpartition(" · ")[2] or t.staff("category unknown")


def _age(t: Translator, matter: OpenMatter) -> str:
    """How late it is, else since when it is open."""
    if matter.days_late:
        return t.staff("{many} days late", many=matter.days_late)
    if matter.level:
        return t.staff("late since today")
    return t.staff("open for {many} days", many=matter.days_open) if matter.days_open else t.staff("of today")


# -- who, and what else -----------------------------------------------------------------------------


def _people(t: Translator, told: Digest, silent_days: int) -> Iterator[str]:
    if told.returns:
        named = [f"{each.name} {amount(t, each.number, each.unit)}" for each in told.returns[:RETURNS]]
        yield "⚠️ " + _what(t, figure_named(t, RETURNED), _one_by_one(t, named, len(told.returns)))
    if told.unreachable:
        yield "📵 " + _what(t, figure_named(t, "unreachable"), _one_by_one(t, told.unreachable))
    silence = told.silence
    if silence.heads:
        names = _one_by_one(t, silence.names, silence.heads)
        yield "🔕 " + _what(t, _for_long(t, told, "silent_heads", silent_days), names)
    if silence.buildings:
        yield "🔕 " + _for_long(t, told, "silent_buildings", silent_days)


def _one_by_one(t: Translator, named: Sequence[str], many: int = 0) -> str:
    """Names side by side; of more than stand here it is said that there are."""
    between = ", " if t.language is Language.ENGLISH else "、"
    return between.join(named) + ("…" if many > len(named) else "")


def _what(t: Translator, figure: str, what: str) -> str:
    return t.staff("{figure}: {what}", figure=figure, what=what)


def _for_long(t: Translator, told: Digest, name: str, days: int) -> str:
    return t.staff("{figure} (for {days} days)", figure=_now(t, told, name), days=days)


def _waiting(t: Translator, told: Digest) -> Iterator[str]:
    signs = {"to_accept": "📝", "visits_late": "🏠", "patterns": "🔁"}
    yield from (f"{signs[each.name]} {_now(t, told, each.name)}" for each in standing(told)
                if each.name in signs and each.number)  # fmt: skip
    yield from (f"🎯 {_behind(t, each)}" for each in told.behind)


def _behind(t: Translator, each: Behind) -> str:
    target = target_named(t, each)
    if each.people == each.of:
        return t.staff("{target}: all {all} workers are behind", target=target, all=each.of)
    return t.staff(
        "{target}: {many} of {all} workers are behind", target=target, many=each.people, all=each.of
    )


# -- buttons ----------------------------------------------------------------------------------------


def _buttons(t: Translator, told: Digest, acts: bool, unasked: bool) -> tuple[Row, ...]:
    """The matters, two in a row, by their number and what each is about; the files; and the ways on."""
    rows: list[Row] = []
    if acts:
        rows += _keys(t, told.matters[:LISTED], 1)
    rows.append(_further(t, told, acts))
    files = [_file(t, told, what) for what in ("x" if unasked and told.span in PICTURED else "px")]
    if told.silence.where:
        files.append(_silent(told, t.staff("🔕 Silent buildings"), 0))
    rows.append((*files, own_time(t)) if unasked else tuple(files))
    last = [Button(label=t.staff("🗓 Other digests"), action="digests")]
    rows.append((Button(label=t.staff("📋 To do"), action="todo"), *last) if acts else tuple(last))
    return tuple(row for row in rows if row)


def _further(t: Translator, told: Digest, acts: bool) -> Row:
    """To what else needs somebody, and to the activities that wait to be checked."""
    row = []
    if told.more_matters and told.rest:
        label = t.staff("📋 {many} more to be followed up", many=told.more_matters)
        row.append(_rest(told, label, 0))
    if acts and told.not_accepted:
        label = t.staff("📝 To check · {many}", many=told.not_accepted)
        row.append(Button(label=label, action="activities"))
    if told.behind:
        row.append(Button(label=t.staff("🎯 Targets"), action="targets", choice=told.place))
    return tuple(row)


def _keys(t: Translator, matters: Sequence[OpenMatter], first: int) -> list[Row]:
    """Matters as their lines are numbered, some in a row."""
    keys = [Button(label=f"{number}. {_kind(t, each)}", action="digest_matter", record=each.serial)
            for number, each in enumerate(matters, start=first)]  # fmt: skip
    return [tuple(keys[start : start + ABREAST]) for start in range(0, len(keys), ABREAST)]


def _rest(told: Digest, label: str, page: int) -> Button:
    return Button(label=label, action="digest", record=page, choice=f"r/{told.period}/{told.place}")


def rest(t: Translator, chat: int, told: Digest, acts: bool, page: int) -> Letter:
    """What else needs somebody, a page of it; what is on none stands in the table."""
    first, needing = page * REST, told.rest[: told.more_matters]
    shown, many = needing[first : first + REST], len(told.matters) + told.more_matters
    number = len(told.matters) + first + 1
    named = {"since": number, "until": number + len(shown) - 1, "all": many}
    lines = [
        f"📊 {told.place_name}",
        stamped(t, told),
        t.staff("To be followed up, {since}–{until} of {all}:", **named),
    ]
    lines += [f"{at}. {_line(t, told, each)}" for at, each in enumerate(shown, start=number)]
    ways = [_rest(told, t.both("‹ Back"), page - 1)] if page else []
    if first + REST < len(needing) and page + 1 < REST_PAGES:
        ways.append(_rest(told, t.both("On ›"), page + 1))
    rows = [*(_keys(t, shown, number) if acts else []), tuple([*ways, _file(t, told, "x")])]
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=tuple(rows), anew=not page,
                  card=f"digest_rest/{told.place}/{told.period}", priority=Priority.DIGEST)  # fmt: skip


def _silent(told: Digest, label: str, page: int) -> Button:
    return Button(label=label, action="digest", record=page, choice=f"s/{told.period}/{told.place}")


def silent(t: Translator, chat: int, told: Digest, page: int, silent_days: int) -> Letter:
    """Which buildings nothing was heard of, a page of them."""
    first, where = page * SILENT, told.silence.where
    shown = where[first : first + SILENT]
    named = {"since": first + 1, "until": first + len(shown), "all": told.silence.buildings}
    lines = [
        f"📊 {told.place_name}",
        stamped(t, told),
        "🔕 " + _for_long(t, told, "silent_buildings", silent_days),
        t.staff("{since}–{until} of {all}:", **named),
        *(place.removeprefix(told.place_name) or place for place in shown),
    ]
    ways = [_silent(told, t.both("‹ Back"), page - 1)] if page else []
    if first + SILENT < len(where):
        ways.append(_silent(told, t.both("On ›"), page + 1))
    return Letter(chat=chat, text=clipped("\n".join(lines)), buttons=(tuple(ways),) if ways else (), anew=not page,
                  card=f"digest_silent/{told.place}/{told.period}", priority=Priority.DIGEST)  # fmt: skip


def _file(t: Translator, told: Digest, what: str) -> Button:
    """One letter for the kind of file: what it is of may fill the button to its brim."""
    label = t.staff("📊 Picture") if what == "p" else t.staff("📄 Table")
    return Button(label=label, action="digest", choice=f"{what}/{told.period}/{told.place}")


def matter(t: Translator, chat: int, told: OpenMatter, who: str, acts: Sequence[str], version: int) -> Letter:
    """One matter of a digest, `who` has it, and what can be done about it in one tap."""
    labels = {
        "urge": t.staff("👉 Remind"),
        "hand": t.staff("🤝 Hand on"),
        "ask_extend": t.staff("⏳ Extend"),
        "open": t.staff("📄 Look"),
    }
    keys = [Button(label=labels[act], action=act, record=told.serial, version=version) for act in acts]
    rows = tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))
    return Letter(
        chat=chat,
        text=f"{line(t, told)}\n👤 {who}",
        buttons=rows,
        card=f"digest_matter/{told.serial}",
        anew=True,
    )


# -- which one --------------------------------------------------------------------------------------


def menu(t: Translator, chat: int, of: str, place: str, others: bool) -> Letter:
    """简报: this and the last day, week, month and year of a place."""
    rows: list[Row] = [period_keys(t, span, of) for span in Span]
    if others:
        rows.append((Button(label=t.staff("📍 Another place…"), action="digest_places", choice=of),))
    return Letter(chat=chat, text=t.staff("📊 Which digest of {place}?", place=place), buttons=tuple(rows))


def period_keys(t: Translator, span: Span, of: str) -> tuple[Button, Button]:
    """To the digests of a place of the period that runs, and of the last."""
    labels = {
        Span.DAY: (t.staff("Today"), t.staff("Yesterday")),
        Span.WEEK: (t.staff("This week"), t.staff("Last week")),
        Span.MONTH: (t.staff("This month"), t.staff("Last month")),
        Span.YEAR: (t.staff("This year"), t.staff("Last year")),
    }
    this, last = (Button(label=label, action="digest_of", choice=f"{span.value}/{back}/{of}")
                  for back, label in enumerate(labels[span]))  # fmt: skip
    return this, last


def places(t: Translator, chat: int, of: str, named: Sequence[tuple[str, str]], page: int) -> Letter:
    """The places below one, to choose from."""
    few = named[page * A_PAGE : (page + 1) * A_PAGE]
    rows: list[Row] = [(Button(label=name, action="digests", choice=code),) for code, name in few]
    if len(named) > A_PAGE:
        following = page + 1 if (page + 1) * A_PAGE < len(named) else 0
        rows.append((Button(label=t.both("Others…"), action="digest_places", record=following, choice=of),))
    return Letter(chat=chat, text=t.staff("📊 Of which place?"), buttons=tuple(rows))


def asked_place(t: Translator, chat: int, period: Period, named: Sequence[tuple[str, str]]) -> Letter:
    """Which of the places that bear the name that was said."""
    rows = tuple(
        (Button(label=name, action="digest", choice=f"t/{period.name}/{code}"),) for code, name in named[:6]
    )
    return Letter(
        chat=chat, text=t.staff("📊 {period}: of which place?", period=period_named(t, period)), buttons=rows
    )


def not_understood(t: Translator, words: str) -> str:
    """What was not read, and how it can be said."""
    said = t.staff("“{words}” was not understood. It can be said like this:", words=words)
    return (
        said
        + "\n"
        + t.staff("Digest yesterday · Digest last week · Digest 2026-03 · Digest last month 西湖社区")
    )


def not_theirs(t: Translator, place: str, own: str) -> str:
    """A place of somebody else."""
    return t.staff(
        "{place} is not yours to read. You have the digests of {own} and below.", place=place, own=own
    )


def asked_for(t: Translator) -> str:
    """What the tap is answered while it is being made."""
    return t.staff("One moment, it is being put together…")
