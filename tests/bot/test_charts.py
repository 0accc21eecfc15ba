"""Pictures of digests. Whether they are good to look at only eyes can tell; what can be held is held here."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageColor
from pylopdf_fonts_zh_cn import sans_path

from bot.charts import DARK, LIGHT, MARGIN, MOST_PLACES, PAPER, WIDTH, draw
from bot.texts import FILES
from fieldwork.digests import PlaceFigures, Stated
from fieldwork.texts import Language
from tests.bot.digests import SPEAK, busy, digest, done, place, weeks
from tests.test_texts import in_catalogue

HANS = SPEAK("zh-hans")


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def has(data: bytes, colour: str) -> bool:
    wanted = ImageColor.getrgb(colour)
    return any(colour == wanted for _, colour in picture(data).getcolors(1 << 24) or ())


@pytest.mark.parametrize("language", Language)
def test_a_picture_is_as_wide_as_a_telephone_and_telegram_takes_it(language: Language) -> None:
    drawn = draw(
        busy(weeks=weeks(53), places=[place(f"第{n}社区", n, 40) for n in range(40)]), SPEAK(language)
    )
    wide, high = picture(drawn).size
    assert wide == WIDTH
    assert wide + high < 10_000
    assert len(drawn) < 1_000_000
    assert has(drawn, DARK)
    assert has(drawn, LIGHT)


def test_the_same_digest_is_the_same_picture() -> None:
    assert draw(busy(), HANS) == draw(busy(), HANS)


def test_where_nothing_is_no_axis_is_drawn() -> None:
    drawn = draw(digest(), HANS)
    assert not has(drawn, DARK)
    assert not has(drawn, LIGHT)
    assert picture(drawn).size[1] < picture(draw(busy(), HANS)).size[1] / 1.5


def test_what_is_too_few_to_be_told_cannot_be_read_off_the_picture() -> None:
    """Neither from a number nor from a bar, nor from where it stands: all that could be hidden looks alike."""
    two, one = ([place("西湖", 16, 20), place("城西", few, 2)] for few in (2, 1))
    assert draw(busy(places=two), HANS) == draw(busy(places=one), HANS)
    assert draw(busy(places=two), HANS, least=0) != draw(busy(places=one), HANS, least=0)


def test_what_was_done_is_in_it_in_each_of_its_units() -> None:
    """Each number makes another picture, and a kind more a row more."""
    visits = {"次": 12.0, "户": 36.0, "人次": 80.0}
    drawn = draw(digest(figures=done(home_visit=visits)), HANS)
    for unit in visits:
        assert drawn != draw(digest(figures=done(home_visit={**visits, unit: 99})), HANS)
    more = draw(digest(figures=done(home_visit=visits, cleanup={"次": 2})), HANS)
    assert picture(more).size[1] > picture(drawn).size[1]
    assert draw(digest(figures=done(home_visit=visits, cleanup={"次": 0, "人次": 0})), HANS) == drawn


def test_of_what_was_done_too_few_people_are_hidden_and_occasions_are_not() -> None:
    few, fewer = ([draw(digest(figures=done(home_visit={unit: many})), HANS) for unit in ("户", "次")]
                  for many in (2, 1))  # fmt: skip
    assert few[0] == fewer[0]
    assert few[1] != fewer[1]


@pytest.mark.parametrize("language", Language)
def test_numbers_that_do_not_fit_beside_their_kind_stand_below_it_within_the_margins(
    language: Language,
) -> None:
    long = done(accessibility_work=dict.fromkeys(("次", "户", "户次", "人", "人次", "例", "小时"), 123_456.0))
    drawn = picture(draw(digest(figures=long), SPEAK(language)))
    paper = ImageColor.getrgb(PAPER)
    edges = [drawn.getpixel((x, y)) for x in (*range(MARGIN), *range(WIDTH - MARGIN + 2, WIDTH))
             for y in range(drawn.size[1])]  # fmt: skip
    assert {colour for colour in edges if colour != paper} == set()


def test_a_district_with_many_places_stays_a_picture() -> None:
    some, many = (
        draw(busy(places=[place(f"{n:03}", n, 400) for n in range(most)]), HANS)
        for most in (MOST_PLACES + 1, 300)
    )
    assert picture(some).size == picture(many).size


def test_a_long_name_takes_a_second_line_and_loses_nothing() -> None:
    """A row more for the name, and still one place."""
    short, long = (
        picture(draw(busy(places=[place(name, 1, 9)]), HANS, least=0)) for name in ("西湖", "西湖" * 20)
    )
    assert long.size[1] > short.size[1]


def test_the_rates_are_of_what_was_solved_before_any_other() -> None:
    one, other = (
        PlaceFigures(place="西湖", name="西湖", figures=[Stated(name="signed_in_time", unit="件", number=many, whole=9),
                                                     Stated(name="solved_rate", unit="件", number=5, whole=9)])
        for many in (9, 3)
    )  # fmt: skip
    assert draw(busy(places=[one]), HANS) == draw(busy(places=[other]), HANS)


def test_the_two_colours_differ_in_grey() -> None:
    dark, light, paper = (ImageColor.getcolor(colour, "L") for colour in (DARK, LIGHT, PAPER))
    assert isinstance(dark, int)
    assert isinstance(light, int)
    assert isinstance(paper, int)
    assert light - dark > 90
    assert paper - light > 50


def test_the_font_has_every_sign_of_both_catalogues() -> None:
    kept = set(TTFont(str(sans_path())).getBestCmap())
    said = "".join(text for language in FILES for text in in_catalogue(language).values())
    drawn = {sign for sign in said if "一" <= sign <= "鿿" or sign in "，。、（）：＜·–"}
    assert {sign for sign in drawn if ord(sign) not in kept} == set()
