"""The cast of the tests: the people of the shipped example, each with the sentence of what they may do."""

from typing import NamedTuple

XIHU, DONGMEN = "441802006019", "441802006012"  # communities
GARDEN = "441802006019-1"  # 西湖花园
BUILDING_4, BUILDING_5, BUILDING_6 = f"{GARDEN}-4", f"{GARDEN}-5", f"{GARDEN}-6"


class Member(NamedTuple):
    """One of the cast; `account` is their private chat."""

    account: int
    name: str
    may: str


CHEN = Member(1001, "陈桂芳", "Heads building 4 of 西湖花园: reports, and sees her own reports alone.")
WANG = Member(1002, "王慧敏", "Social worker of 西湖站 for 西湖花园: its cards ring her; signs and finishes.")
LI = Member(1003, "李国柱", "Heads building 5: reports, and sees nothing of building 4.")
HUANG = Member(1004, "黄秀莲", "Heads building 6: reports, and sees nothing of building 4.")
LIANG = Member(1005, "梁婉婷", "Volunteer in 西湖社区, writes 繁體: reports for the whole community.")
GRACE = Member(1006, "Grace", "Volunteer in 东门社区, speaks English: reports for the whole community.")
HE = Member(1007, "何志明", "Lives in building 4 and has not joined: may scan the code in the stairway.")
ZHOU = Member(1008, "周小燕", "Resident of building 5: reports for it, and sees her own reports alone.")
ZHANG = Member(
    1009, "张立文", "Social worker of 西湖站: finds its reports in the list; takes what 王慧敏 may not."
)
LIU = Member(1010, "刘思琪", "The only social worker of 东门站.")
ZHAO = Member(1011, "赵文杰", "Social worker of 翠湖站: may not touch what is of 西湖站.")
WU = Member(1012, "吴佳怡", "Social worker of 麻寺田站.")
SUN = Member(1013, "孙浩南", "Social worker of 凤桂园站.")
LUO = Member(1014, "罗永康", "Heads the street station, which holds what its sub-stations cannot.")
FENG = Member(1015, "冯雅琴", "Coordinator of the district: triage, and every report below.")
DENG = Member(1016, "邓卓然", "Administrator: keeps the network and the people; handles no report.")
LIN = Member(1017, "林一帆", "An outsider: must see nothing.")
JIANYE = Member(
    1018, "何建业", "Partner: manages 西湖花园; sees what he is asked to help with, nothing else."
)
TEAM = Member(1019, "湖光义工队", "Partner: volunteers of 西湖社区 as an organisation; the same.")

EVERYBODY = (
    CHEN, WANG, LI, HUANG, LIANG, GRACE, HE, ZHOU, ZHANG, LIU, ZHAO, WU, SUN, LUO, FENG, DENG, LIN, JIANYE, TEAM,
)  # fmt: skip
ORGANISATIONS = frozenset({TEAM})  # these a group may hear by name
STAFF = frozenset(one.account for one in (WANG, ZHANG, LIU, ZHAO, WU, SUN, LUO, FENG))
