"""Whose matter it is, when somebody reports for another (代报)."""

import pytest

from fieldwork.telephones import masked
from fieldwork.understanding.on_behalf import OnBehalf, named, read


@pytest.mark.parametrize(
    ("text", "name", "telephone"),
    [
        ("代报：张阿婆 13812345678 3栋302漏水", "张阿婆", "13812345678"),
        ("代报:李国强，138 1234 5678，楼道灯坏了", "李国强", "13812345678"),
        ("代报 王奶奶，电话0763-3312345，家里没水", "王奶奶", "0763-3312345"),
        ("代報：黃伯 13912345678 電梯壞", "黃伯", "13912345678"),
        ("代报：3栋302漏水", "", ""),
        ("代报：欧阳女士家里漏水", "欧阳女士", ""),
        ("替302王大爷报：厕所堵了", "王大爷", ""),
        ("替楼上陈婆婆报一下：灯坏了", "陈婆婆", ""),
        ("帮张阿姨报，她家门口堆满杂物", "张阿姨", ""),
        ("幫黃婆婆報：冇水", "黃婆婆", ""),
        ("我替隔壁刘建国反映，楼道堆满杂物", "刘建国", ""),
        ("代王阿姨问：高龄津贴怎么领", "王阿姨", ""),
        ("我帮4栋李爷爷说一声，他家暖气不热 13700001111", "李爷爷", "13700001111"),
        ("帮忙报：何老师，13600002222，楼下噪音", "何老师", "13600002222"),
    ],
)
def test_a_message_for_somebody_else_names_them(text: str, name: str, telephone: str) -> None:
    assert read(text) == OnBehalf(name, telephone)


@pytest.mark.parametrize(
    "text",
    [
        "4号楼化粪池漏了",
        "代表大家感谢社工",
        "代办证件怎么办",
        "替换灯泡",
        "帮我看看电梯",
        "帮助老人的活动什么时候有",
        "302王大爷家漏水",
        "物业代收的快递丢了",
        "请帮忙修一下路灯",
        "张阿婆 13812345678",
    ],
)
def test_any_other_message_is_the_sender_s_own(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "name", "telephone"),
    [
        ("张阿婆", "张阿婆", ""),
        ("张阿婆 138 1234 5678", "张阿婆", "13812345678"),
        ("王大爷，电话是13912345678", "王大爷", "13912345678"),
        ("13812345678", "", "13812345678"),
        ("Mrs Lee, 6123 4567", "Mrs Lee", "61234567"),
    ],
)
def test_who_it_is_for_is_answered_by_a_name_a_telephone_or_both(
    text: str, name: str, telephone: str
) -> None:
    assert named(text) == OnBehalf(name, telephone)


def test_neither_a_name_nor_a_telephone_is_no_answer() -> None:
    assert named(" ，。") is None


def test_a_telephone_is_masked_where_not_everybody_may_read_it() -> None:
    assert (masked("13812345678"), masked("61234567"), masked("")) == ("138****5678", "****67", "")
