"""The text of a digest, as it is read on a phone."""

from typing import Any

import pytest

from fieldwork.digest_figures import STATED
from fieldwork.digests import Behind, Digest, OpenMatter, Silence, Stated
from fieldwork.figures import How
from fieldwork.letters import TEXT_LIMIT
from fieldwork.letters.digests import A_PHONE, REST, REST_PAGES, digest, rest, silent
from fieldwork.texts import Language
from tests.bot.digests import AT, SPEAK, busy, done

HANS = SPEAK("zh-hans")


def matter(number: int, place: str = "清城区凤城街道西湖社区西湖花园4号楼") -> OpenMatter:
    return OpenMatter(serial=number, number=f"N-{number}-3", place=place, category="governance.sewage", station="x",
                      state="signed", days_open=41, days_late=30, level=2)  # fmt: skip


def full(**values: Any) -> Digest:
    """A digest in which everything has something to say, and every figure of the dictionary."""
    figures = [Stated(name=one.name, unit=one.unit, number=123, whole=234 if one.how is How.RATE else None,
                      before=None if one.how is How.RATE else 111, late=12) for one in STATED]  # fmt: skip
    whole: dict[str, Any] = {
        "place_name": "清城区凤城街道", "figures": figures, "matters": [matter(n) for n in range(10_001, 10_006)],
        "more_matters": 200, "rest": [matter(n) for n in range(10_006, 10_206)], "open": 205, "restricted": 3,
        "not_accepted": 14, "visits_late": 3, "patterns": 4, "unreachable": ["王小明"] * 5, "as_of": AT,
        "silence": Silence(heads=33, names=["陈大文"] * 5, buildings=14),
        "returns": [Stated(name="凤城街道站", unit="件", number=3)] * 5,
        "behind": [Behind(name="每名社工进驻社区", english="Communities", goal=8, people=4, of=9)],
    }  # fmt: skip
    return busy(**{**whole, **values})


@pytest.mark.parametrize("language", [Language.HANS, Language.HANT])
def test_all_that_can_be_said_fits_a_phone_and_what_does_not_is_in_the_table(language: Language) -> None:
    told = digest(SPEAK(language), 0, full(), True, 60)
    assert len(told.text) <= A_PHONE
    assert len(told.buttons) <= 6
    left = told.text.splitlines()[-1]
    assert left.startswith("📄 另有")
    everything = digest(SPEAK(language), 0, full(), True, 60, longest=TEXT_LIMIT).text
    more = everything.splitlines()[len(told.text.splitlines()) - 1 :]
    assert f" {len(more)} " in left


def test_needs_and_rates_are_never_left_out() -> None:
    """English is longer: activities give way, what the district is held to does not."""
    text = digest(SPEAK("en"), 0, full(), True, 60).text
    assert "Reports received 123 matters" in text
    assert "Rate of satisfied 123 / 234 (53 %) · Rate of taking part 123 / 234 (53 %)" in text
    assert "王小明, 王小明" in text


def test_what_needs_somebody_comes_before_what_was_counted() -> None:
    text = digest(HANS, 0, full(), True, 60).text
    first = [
        "现在未结",
        "需要跟进的",
        "还有 200 件",
        "待核实的活动",
        "联系不上的人",
        "上报 123 件",
        "解决率",
        "入户走访",
    ]
    assert sorted(first, key=text.index) == first


def test_the_period_before_stands_once_beside_a_kind_and_what_came_late_beside_each_number() -> None:
    told = zip(done(home_visit={"次": 12, "户": 36, "人次": 80}), (0, 3, 0), strict=True)
    visits = [each.model_copy(update={"before": 9, "late": late}) for each, late in told]
    nothing = [each.model_copy(update={"before": 9}) for each in done(cleanup={"次": 0, "人次": 0})]
    text = digest(HANS, 0, busy(figures=[*visits, *nothing]), True, 60).text
    assert "\n环境整治 0 次（上期 9）" in text
    assert "0 人次" not in text.replace("80 人次", "")
    assert "\n入户走访 12 次（上期 9） · 36 户（含补报 3） · 80 人次" in text


def test_the_place_of_a_matter_is_told_from_the_digests_own_on() -> None:
    told = full(matters=[matter(10_001), matter(10_002, "清城区凤城街道"), matter(10_003, "")])
    text = digest(HANS, 0, told, True, 60).text
    assert "1. N-10001-3 · 西湖社区西湖花园4号楼 · " in text
    assert "2. N-10002-3 · 清城区凤城街道 · " in text
    assert "3. N-10003-3 · 地点不明 · " in text


def test_the_last_page_of_the_rest_leads_to_the_table_alone() -> None:
    last = rest(HANS, 0, full(), True, REST_PAGES - 1)
    assert [key.label for key in last.buttons[-1]] == ["‹ 上一页", "📄 表"]
    first = 6 + REST * (REST_PAGES - 1)
    assert f"第 {first}–{first + REST - 1} 件（共 205 件）" in last.text
    assert all(key.packed() for row in last.buttons for key in row)


def test_silent_buildings_are_leafed_through() -> None:
    where = [f"清城区凤城街道西湖社区{n}号楼" for n in range(1, 32)]
    told = full(silence=Silence(buildings=31, where=where))
    assert digest(HANS, 0, told, True, 60).buttons[-2][-1].label == "🔕 没消息的楼栋"
    first, last = (silent(HANS, 0, told, page, 60) for page in (0, 1))
    assert "第 1–30 栋（共 31 栋）：\n西湖社区1号楼\n" in first.text
    assert last.text.endswith("第 31–31 栋（共 31 栋）：\n西湖社区31号楼")
    assert [[key.label for key in one.buttons[-1]] for one in (first, last)] == [["下一页 ›"], ["‹ 上一页"]]


def test_a_digest_that_was_kept_without_the_rest_has_no_button_to_it() -> None:
    told = digest(HANS, 0, full(rest=[]), True, 60)
    assert "还有 200 件" in told.text
    assert not any("还有" in key.label for row in told.buttons for key in row)
