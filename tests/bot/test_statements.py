"""The page of somebody's own hours: what is on it, and that it goes on overleaf."""

import re
from datetime import date, timedelta

import pytest

from bot.statements import printed
from bot.texts import load_translators
from bot.words import SHIPPED, load_words
from fieldwork.attending import Served
from fieldwork.letters.attending import Year, statement
from fieldwork.texts import Language

SPEAK = load_translators(load_words([SHIPPED]), Language.HANS)
DAY = date(2026, 3, 2)


def test_the_page_says_whose_hours_what_counts_and_where_the_station_stamps_it() -> None:
    year = Year(2026, (Served(DAY, "大扫除", 150, True), Served(DAY, "讲座", 45, False)))
    page = statement(SPEAK("zh-hans"), "陈桂芳", year, DAY)
    assert (page.title, page.name) == ("2026年志愿服务时长记录", "名字：陈桂芳")
    assert page.sums == ("合计：2.5 小时", "站里还没核对：0.75 小时")
    assert page.rows == (("3月2日", "大扫除", "2.5 小时"), ("3月2日", "讲座", "0.75 小时（还没核对）"))
    assert page.seal == "站点盖章、签字："


@pytest.mark.parametrize(("many", "pages"), [(1, 1), (60, 2)])
def test_more_occasions_than_a_page_holds_go_on_overleaf(many: int, pages: int) -> None:
    lines = tuple(Served(DAY + timedelta(days=each), "大扫除", 60, True) for each in range(many))
    made = printed(statement(SPEAK("zh-hans"), "陈桂芳", Year(2026, lines), DAY))
    assert [int(found) for found in re.findall(rb"/Count (\d+)", made)] == [pages]
