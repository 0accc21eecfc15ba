"""Pictures of digests, for a telephone: what is open by age, what came and was solved by week, what was done, rates
by place.

Each panel is drawn below the one before it on a sheet that is long enough, and the sheet is cut off where the
last one ends. A panel without anything in it says so: an empty axis looks like a fault. The two colours differ in
grey too. The font is the one of the printed sheets (bot/sheets.py); its one weight is made bold by a stroke.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from fieldwork.digest_figures import RECEIVED, SOLVED, SOLVED_RATE
from fieldwork.digests import Digest, PlaceFigures, Stated, WeekFigures
from fieldwork.figures import is_small, shown, tells_of_people
from fieldwork.letters.dates import day_named
from fieldwork.letters.digest_words import age_named, by_name, heading
from fieldwork.letters.periods import as_of
from fieldwork.letters.terms import figure_named, unit_named
from fieldwork.rules import FigureRules
from fieldwork.texts import Translator

WIDTH, MARGIN = 1080, 60
INNER = WIDTH - 2 * MARGIN
LONGEST = 5000  # pixels: a sheet that takes every panel
TITLE, HEAD, WORDS, SMALL = 60, 44, 36, 30  # sizes of letters
INK, PALE, RULE, PAPER = "#1b1b1b", "#6b6b6b", "#d9d9d9", "#ffffff"
DARK, LIGHT = "#12496b", "#f4b860"
MOST_PLACES = 10  # rows of rates; the workbook has them all
COLUMNS_HIGH, BAR = 300, 34
NUMBERED = 110  # pixels that a week needs to carry its two numbers
LINE = round(WORDS * 1.35)
APART = 36  # pixels between one number with its unit and the next
DATED = 165  # pixels that a date needs below the columns


class Row(NamedTuple):
    """A rate of a place, and the least count that may be shown of it."""

    name: str
    number: float
    whole: float
    least: int

    @property
    def hidden(self) -> bool:
        return is_small(self.number, self.least) or is_small(self.whole, self.least)

    @property
    def said(self) -> str:
        if is_small(self.whole, self.least):
            return f"＜{self.least}"
        return f"{shown(self.number, self.least)} / {shown(self.whole, self.least)}"

    @property
    def rank(self) -> tuple[bool, float, str]:
        """The lowest rate first; what is hidden is last and stands by its name, which tells nothing."""
        return self.hidden, 0 if self.hidden else self.number / self.whole, self.name


class Amount(NamedTuple):
    """A number and its unit, apart: they are written in two sizes."""

    number: str
    unit: str


def draw(digest: Digest, t: Translator, least: int = FigureRules().least) -> bytes:
    """A digest's picture, as PNG. It can be passed on: small numbers that tell of people are hidden."""
    pen = _Pen()
    for panel in (_title, _ages, _weeks):
        panel(pen, digest, t)
    for hiding in (_done, _rates):
        hiding(pen, digest, t, least)
    return pen.png()


class _Pen:
    """Writes and draws, and knows how far down the sheet it is."""

    def __init__(self) -> None:
        self._sheet = Image.new("RGB", (WIDTH, LONGEST), PAPER)
        self._draw = ImageDraw.Draw(self._sheet)
        self._fonts: dict[int, ImageFont.FreeTypeFont] = {}
        self.top = MARGIN

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = ImageFont.truetype(str(sans_path()), size)
        return self._fonts[size]

    def wide(self, text: str, size: int) -> float:
        return self.font(size).getlength(text)

    def write(self, text: str, at: tuple[float, float], size: int, anchor: str = "la", ink: str = INK,
              bold: bool = False) -> None:  # fmt: skip
        self._draw.text(at, text, ink, self.font(size), anchor, stroke_width=size // 40 if bold else 0)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        self._draw.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill, _edge(fill))

    def rule(self, top: float, left: float = MARGIN) -> None:
        self._draw.line((left, top, WIDTH - MARGIN, top), RULE, 2)

    def lines(self, text: str, size: int, ink: str = INK, bold: bool = False) -> None:
        """A text over the whole width, in as many lines as it needs."""
        for line in self.folded(text, size, INNER):
            self.write(line, (MARGIN, self.top), size, ink=ink, bold=bold)
            self.top += round(size * 1.35)

    def folded(self, text: str, size: int, width: float) -> list[str]:
        """A text in lines that fit: between words, or between any two letters where there are none."""
        folded, line = [], ""
        for word in _words(text):
            if line and self.wide(line + word.rstrip(), size) > width:
                folded.append(line.rstrip())
                line = ""
            line += word
        return [*folded, line.rstrip()]

    def png(self) -> bytes:
        out = BytesIO()
        self._sheet.crop((0, 0, WIDTH, self.top + MARGIN)).save(out, "PNG")
        return out.getvalue()


def _edge(fill: str) -> str | None:
    """The light colour gets a rim: on paper, and on screens in the sun, it would be lost."""
    return DARK if fill == LIGHT else None


def _words(text: str) -> list[str]:
    """What may stand on a line of its own: words of Latin letters, and each sign of other writings."""
    words = [""]
    for letter in text:
        together = words[-1] and letter.isascii() and words[-1][-1:].isascii() and words[-1][-1] != " "
        if together or letter in " ，。、）:；…":
            words[-1] += letter
        else:
            words.append(letter)
    return [word for word in words if word]


# -- panels -------------------------------------------------------------------------------------------


def _title(pen: _Pen, digest: Digest, t: Translator) -> None:
    pen.lines(digest.place_name, TITLE, bold=True)
    pen.lines(heading(t, digest), WORDS, ink=PALE)
    if digest.as_of:
        pen.lines(as_of(t, digest.as_of), WORDS, ink=PALE)


def _panel(pen: _Pen, name: str) -> None:
    pen.top += 36
    pen.rule(pen.top)
    pen.top += 28
    pen.lines(name, HEAD, bold=True)
    pen.top += 20


def _nothing(pen: _Pen, said: str) -> None:
    pen.lines(said, WORDS, ink=PALE)


def _ages(pen: _Pen, digest: Digest, t: Translator) -> None:
    """Bars with their numbers, one for each age."""
    _panel(pen, t.staff("{figure}, by age", figure=figure_named(t, "open_now")))
    if not any(group.many for group in digest.ages):
        return _nothing(pen, t.staff("Nothing is open."))
    names = [age_named(t, group) for group in digest.ages]
    left = MARGIN + max(pen.wide(name, WORDS) for name in names) + 24
    most = max(group.many for group in digest.ages)
    room = WIDTH - MARGIN - left - pen.wide(f"{most}", WORDS) - 20
    for name, group in zip(names, digest.ages, strict=True):
        _age(pen, name, group.many, left, room * group.many / most)
    return None


def _age(pen: _Pen, name: str, many: int, left: float, long: float) -> None:
    middle = pen.top + WORDS // 2
    pen.write(name, (MARGIN, middle), WORDS, "lm")
    if many:
        pen.box(left, middle - BAR // 2, left + max(long, 4), middle + BAR // 2, DARK)
    pen.write(f"{many}", (left + long + 16, middle), WORDS, "lm", bold=True)
    pen.top += 60


def _weeks(pen: _Pen, digest: Digest, t: Translator) -> None:
    """Two columns a week; with their numbers where these fit, else beside a scale."""
    received, solved = figure_named(t, RECEIVED), figure_named(t, SOLVED)
    _panel(pen, t.staff("{one} and {other}, by week", one=received, other=solved))
    if not any(week.received or week.solved for week in digest.weeks):
        return _nothing(pen, t.staff("Nothing came in, and nothing was solved."))
    _legend(pen, (DARK, received), (LIGHT, solved))
    most = max(max(week.received, week.solved) for week in digest.weeks)
    numbered = INNER / len(digest.weeks) >= NUMBERED
    left = MARGIN + (0 if numbered else pen.wide(f"{most}", SMALL) + 16)
    foot = pen.top + SMALL + 20 + COLUMNS_HIGH
    if not numbered:
        _scale(pen, most, foot, left)
    _columns(pen, digest.weeks, left, foot, most, numbered)
    _days(pen, [day_named(t, week.monday) for week in digest.weeks], left, foot)
    pen.rule(foot)
    pen.top = foot + 20 + SMALL
    return None


def _legend(pen: _Pen, *entries: tuple[str, str]) -> None:
    left: float = MARGIN
    for colour, name in entries:
        pen.box(left, pen.top + 4, left + SMALL, pen.top + 4 + SMALL, colour)
        pen.write(name, (left + SMALL + 14, pen.top + 4 + SMALL // 2), SMALL, "lm")
        left += SMALL + 14 + pen.wide(name, SMALL) + 50
    pen.top += SMALL + 16


def _scale(pen: _Pen, most: int, foot: float, left: float) -> None:
    for value in sorted({most, most // 2}):
        top = foot - COLUMNS_HIGH * value / most
        pen.rule(top, left)
        pen.write(f"{value}", (left - 12, top), SMALL, "rm", ink=PALE)


def _columns(
    pen: _Pen, weeks: Sequence[WeekFigures], left: float, foot: float, most: int, numbered: bool
) -> None:
    slot = (WIDTH - MARGIN - left) / len(weeks)
    wide = min(slot * 0.38, 80)
    for at, week in enumerate(weeks):
        middle = left + slot * (at + 0.5)
        for start, many, colour in ((middle - wide, week.received, DARK), (middle, week.solved, LIGHT)):
            top = foot - COLUMNS_HIGH * many / most
            if many:
                pen.box(start, top, start + wide, foot, colour)
            if numbered:
                pen.write(f"{many}", (start + wide / 2, top - 8), SMALL, "mb")


def _days(pen: _Pen, days: Sequence[str], left: float, foot: float) -> None:
    """As many of the dates as fit; of the last week always."""
    slot = (WIDTH - MARGIN - left) / len(days)
    each = max(1, -int(-DATED // slot))
    for at, day in enumerate(days):
        if (len(days) - 1 - at) % each == 0:
            half = pen.wide(day, SMALL) / 2
            middle = min(max(left + slot * (at + 0.5), MARGIN + half), WIDTH - MARGIN - half)
            pen.write(day, (middle, foot + 12), SMALL, "ma", ink=PALE)


def _done(pen: _Pen, digest: Digest, t: Translator, least: int) -> None:
    """A row for each kind of activity, with all its units: there is no bar, since no two units have one scale."""
    _panel(pen, t.staff("What was done"))
    told = [
        (figure_named(t, name), [each for each in units if each.number]) for name, units in by_name(digest)
    ]
    told = [(name, units) for name, units in told if units]
    for name, units in told:
        _kind(pen, name[:1].upper() + name[1:], [_amount(t, each, least) for each in units])
    if not told:
        return _nothing(pen, t.staff("Nothing is counted in this time."))
    if any(is_small(each.number, _least(each, least)) for _, units in told for each in units):
        pen.lines(t.staff("＜{least}: too few to be told", least=least), SMALL, ink=PALE)
    return None


def _amount(t: Translator, each: Stated, least: int) -> Amount:
    return Amount(shown(each.number, _least(each, least)), unit_named(t, each.unit))


def _least(each: Stated, least: int) -> int:
    return least if tells_of_people(each.name, each.unit) else 0


def _kind(pen: _Pen, name: str, amounts: Sequence[Amount]) -> None:
    """Its name at the left and its numbers at the right; below it where there is no room beside it."""
    beside = pen.wide(name, WORDS) + APART + _long(pen, amounts) <= INNER
    pen.lines(name, WORDS)
    if beside:
        pen.top -= LINE
    for few in [amounts] if beside else _folded(pen, amounts):
        _amounts(pen, few)
    pen.top += 14


def _folded(pen: _Pen, amounts: Sequence[Amount]) -> list[list[Amount]]:
    """As many of them in a line as fit."""
    lines: list[list[Amount]] = [[]]
    for each in amounts:
        if lines[-1] and _long(pen, [*lines[-1], each]) > INNER:
            lines.append([])
        lines[-1].append(each)
    return lines


def _amounts(pen: _Pen, amounts: Sequence[Amount]) -> None:
    left = WIDTH - MARGIN - _long(pen, amounts)
    for number, unit in amounts:
        pen.write(number, (left, pen.top), WORDS, bold=True)
        pen.write(unit, (left + pen.wide(number, WORDS) + 8, pen.top + WORDS - SMALL), SMALL, ink=PALE)
        left += _long(pen, [Amount(number, unit)]) + APART
    pen.top += LINE


def _long(pen: _Pen, amounts: Sequence[Amount]) -> float:
    """How long they are side by side."""
    each = (pen.wide(number, WORDS) + 8 + pen.wide(unit, SMALL) for number, unit in amounts)
    return sum(each) + APART * (len(amounts) - 1)


def _rates(pen: _Pen, digest: Digest, t: Translator, least: int) -> None:
    """A bar for each place, the lowest first."""
    rate = _rate_told(digest.places)
    rows = sorted(_rows(digest.places, rate, least), key=lambda row: row.rank) if rate else []
    named = t.staff("{rate}, by place", rate=figure_named(t, rate.name) if rate else t.staff("Rates"))
    _panel(pen, named[:1].upper() + named[1:])
    if not rows:
        return _nothing(pen, t.staff("There is no rate yet."))
    for row in rows[:MOST_PLACES]:
        _rate(pen, row)
    if any(row.hidden for row in rows):
        pen.lines(t.staff("＜{least}: too few to be told", least=least), SMALL, ink=PALE)
    if len(rows) > MOST_PLACES:
        more = len(rows) - MOST_PLACES
        pen.lines(t.staff("{more} more places are in the workbook.", more=more), SMALL, ink=PALE)
    return None


def _rate_told(places: Sequence[PlaceFigures]) -> Stated | None:
    """How much was solved, as reporters say; where nobody has answered, the first rate that there is."""
    rates = [each for place in places for each in place.figures if each.whole]
    return next((each for each in rates if each.name == SOLVED_RATE), rates[0] if rates else None)


def _rows(places: Sequence[PlaceFigures], rate: Stated, least: int) -> list[Row]:
    """This rate of the places that have one: where nothing was asked, none is made up."""
    hides = _least(rate, least)
    return [
        Row(place.name, each.number, each.whole, hides)
        for place in places
        for each in place.figures
        if (each.name, each.unit) == (rate.name, rate.unit) and each.whole
    ]


def _rate(pen: _Pen, row: Row) -> None:
    """The name over its whole width, the numbers at the right, and the bar below both."""
    room = INNER - pen.wide(row.said, WORDS) - 30
    pen.write(row.said, (WIDTH - MARGIN, pen.top), WORDS, "ra", bold=True)
    for line in pen.folded(row.name, WORDS, room):
        pen.write(line, (MARGIN, pen.top), WORDS)
        pen.top += round(WORDS * 1.3)
    pen.top += 6
    if not row.hidden:
        pen.box(MARGIN, pen.top, WIDTH - MARGIN, pen.top + BAR // 2, RULE)
        if long := INNER * min(1, row.number / row.whole):
            pen.box(MARGIN, pen.top, MARGIN + long, pen.top + BAR // 2, DARK)
    pen.top += BAR // 2 + 22
