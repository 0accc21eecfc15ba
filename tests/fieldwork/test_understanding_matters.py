"""What a message is about, how urgent, whether words of danger stand in it, and whether it is a report."""

import pytest

from fieldwork.categories import DEPARTMENTS
from fieldwork.texts import Language
from fieldwork.understanding.folding import fold
from fieldwork.understanding.lexicon import Lexicon
from fieldwork.understanding.oversights import oversights
from fieldwork.understanding.spotting import Spotter
from fieldwork.understanding.words import WordList
from tests.fieldwork import said
from tests.fieldwork.neighbourhood import FOUR, READER, WORDS


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("化粪池漏了", "governance.sewage"),
        ("樓道燈不亮", "governance.lamp"),
        ("电梯又停了", "governance.lift"),
        ("楼下有人推电动车上楼充电", "safety.charging"),
        ("半夜唱歌扰民", "governance.noise"),
        ("垃圾几天没人收", "governance.rubbish"),
        ("有人在天台搭建", "governance.illegal_building"),
        ("楼上往下扔烟头", "governance.falling"),
        ("低保怎么申请", "social_assistance.dibao"),
        ("独居老人没人照顾", "elderly.living_alone"),
        ("独居", "elderly.living_alone"),
        ("302 独居 需助浴", "elderly.meals_baths"),
        ("独居老人想装扶手", "elderly.home_adaptation"),
        ("空巢老人家里电梯坏了出不了门", "governance.lift"),
        ("残疾证怎么办", "disability.certificate"),
        ("孩子没学上，辍学了", "child.school"),
        ("消防通道堵塞", "safety.fire"),
        ("接到电话被骗了两万", "safety.fraud"),
        ("社保断了能补吗", "social_assistance.insurance"),
        ("派出所不给上户口，孩子没有户口本", "civil_affairs.household"),
        ("出租车不打表", "other.transport"),
        ("超市卖过期食品", "other.food"),
        ("学校乱收费", "child.school"),
        ("The lift is stuck between floors", "governance.lift"),
        ("Rubbish everywhere near the gate", "governance.rubbish"),
        ("street lights are out", "governance.lamp"),
        ("My neighbour is so noisy", "governance.noise"),
    ],
)
def test_words_lead_to_a_category(text: str, category: str) -> None:
    assert READER.read(text).categories[0] == category


def test_at_most_three_categories_and_none_where_nothing_is_said() -> None:
    many = READER.read("垃圾没人收，路灯坏了，电梯停了，停水，狗叫，停车乱")
    assert len(many.categories) == 3
    assert READER.read("那件事又来了").categories == ()


def test_a_field_of_work_gives_way_to_its_leaf() -> None:
    codes = READER.read("老人独居没人照顾").categories
    assert "elderly.living_alone" in codes
    assert "elderly" not in codes


def test_a_name_of_a_place_is_no_word_of_the_matter() -> None:
    assert READER.read("西湖花园4号楼", [FOUR]).categories == ()


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("化粪池漏了", "T1"),
        ("家里没水", "T1"),
        ("整栋停电", "T1"),
        ("闻到煤气味", "T1"),
        ("没有电梯很不方便", "T2"),
        ("路灯坏了", "T2"),
        ("路灯坏了怎么没人修，请问管不管", "T2"),
        ("低保怎么申请", "Q"),
        ("建议在小区门口增加座椅", "Q"),
        ("想加装电梯", "T3"),
        ("医保卡怎么激活？", "Q"),
        ("老年证在哪办", "Q"),
        ("转学要带什么资料", "Q"),
        ("打疫苗要预约吗", "Q"),
        ("想問下長者津貼點樣申請", "Q"),
        ("Where do I pay the gas bill?", "Q"),
        ("Where can I complain about the noise?", "T2"),
        ("No water since this morning", "T1"),
        ("The street light is broken", "T2"),
    ],
)
def test_words_tell_how_urgent(text: str, urgency: str) -> None:
    assert READER.read(text).urgency == urgency


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("4号楼着火了", "fire"),
        ("樓上著火了", "fire"),
        ("闻到很大的煤气味", "gas"),
        ("他说不想活了", "suicide"),
        ("邻居天天打孩子", "child"),
    ],
)
def test_words_of_danger_are_seen_and_make_nothing_t0(text: str, danger: str) -> None:
    found = READER.read(text)
    assert danger in found.danger
    assert found.urgency != "T0"


@pytest.mark.parametrize(
    "text",
    [
        "火车站旁边堵车",
        "火锅店油烟大",
        "燃气费怎么交",
        "跳楼价甩卖太吵",
        "有火灾隐患",
        "热得想死，空调坏了",
        "防溺水宣传",
    ],
)
def test_everyday_words_raise_no_danger(text: str) -> None:
    assert READER.read(text).danger == ()


@pytest.mark.parametrize(
    ("text", "chatter"),
    [
        ("谢谢", "thanks"),
        ("收到，谢谢王社工！", "thanks"),
        ("好的👌", "thanks"),
        ("謝謝你們", "thanks"),
        ("在吗？", "greeting"),
        ("你好，在吗", "greeting"),
        ("Hello", "greeting"),
        ("你是机器人吗？", "question"),
        ("这个怎么用", "question"),
        ("😀😀", ""),
        ("？？", ""),
        ("", ""),
    ],
)
def test_thanks_greetings_and_emoji_are_no_report(text: str, chatter: str) -> None:
    found = READER.read(text)
    assert (found.kind, found.chatter) == ("neither", chatter)


@pytest.mark.parametrize(
    "text", ["谢谢你们，4号楼又漏了", "你好，路灯坏了", "在吗？停水了", "12", "低保怎么申请", "好臭"]
)
def test_what_holds_anything_else_is_a_report(text: str) -> None:
    assert READER.read(text, [FOUR]).kind == "need"


def test_something_done_with_a_count_is_an_activity() -> None:
    assert READER.read("今天入户走访5户12人次").kind == "activity"
    assert READER.read("走访的路上路灯坏了").kind == "need"
    assert READER.read("巡查3次，发现2户漏水").need == "发现2户漏水"
    assert READER.read("物业巡查了3次，2户还是漏水").kind == "need"
    assert READER.read("5户人家停水").kind == "need"


def test_a_place_alone_leaves_no_words() -> None:
    assert READER.read("4号楼", [FOUR]).words_left == ""


def test_the_catalogue_has_eight_fields_and_their_leaves() -> None:
    assert [top.code for top in WORDS.tops] == [
        "governance",
        "safety",
        "elderly",
        "child",
        "disability",
        "social_assistance",
        "civil_affairs",
        "other",
    ]
    assert all(WORDS.leaves_of(top.code) for top in WORDS.tops)
    sewage = WORDS.category("governance.sewage")
    assert sewage is not None
    assert (sewage.parent, sewage.called(Language.HANS)) == ("governance", "下水化粪池")
    assert sewage.called(Language.ENGLISH) == "Sewers and drains"
    assert WORDS.category("nonsense") is None


def test_every_danger_has_a_number_to_call() -> None:
    assert {kind.telephone for kind in WORDS.danger.kind} == {"110", "119", "120"}
    fire = WORDS.danger_of("fire")
    assert fire is not None
    assert fire.telephone == "119"


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("出租车不打表还拒载", "交通运输"),
        ("快递丢了邮局不管", "交通运输"),
        ("公司拖欠工资三个月", "劳动和社会保障"),
        ("醫保卡在外地不能報銷", "劳动和社会保障"),
        ("小学乱收费", "教育文体"),
        ("老祠堂是文物，快塌了", "教育文体"),
        ("医院误诊，医生态度差", "卫生计生"),
        ("饭店卫生差，吃坏肚子", "卫生计生"),
        ("跟团旅游被导游强迫购物", "商贸旅游"),
        ("超市缺斤少两", "商贸旅游"),
        ("开发商延期交房", "城乡建设"),
        ("公积金贷款怎么办", "城乡建设"),
        ("化工厂偷排废水", "环境保护"),
        ("派出所不给上户口", "政法"),
        ("低保怎么申请", "民政"),
        ("村里占用耕地建厂", "国土资源"),
        ("种粮补贴没发", "农村农业"),
        ("宽带老是断", "科技与信息产业"),
        ("银行贷款利息太高", "经济管理"),
        ("有干部受贿", "纪检监察"),
        ("党费怎么交", "党务政务"),
    ],
)
def test_words_lead_to_the_department(text: str, department: str) -> None:
    assert READER.read(text).departments[0] == department


@pytest.mark.parametrize(
    ("text", "department", "other"),
    [
        ("小学门口有人摆摊", "城乡建设", "教育文体"),
        ("医院附近停车难", "城乡建设", "卫生计生"),
        ("人民医院不给员工带薪年假", "劳动和社会保障", "卫生计生"),
        ("学校旁边的工厂噪音大", "环境保护", "教育文体"),
    ],
)
def test_what_it_is_about_comes_before_where_it_is(text: str, department: str, other: str) -> None:
    assert READER.read(text).departments[0] == department != other


def test_departments_are_of_the_closed_list_and_three_at_most() -> None:
    many = READER.read("学校、医院、工厂、出租车、银行、派出所、低保、村委会、景区都来了")
    assert len(many.departments) == 3
    assert set(many.departments) <= set(DEPARTMENTS)
    assert READER.read("那件事又来了").departments == ()


def test_each_category_names_its_department() -> None:
    leaves = [leaf for top in WORDS.tops for leaf in WORDS.leaves_of(top.code)]
    assert {leaf.department for leaf in leaves} <= set(DEPARTMENTS)
    assert [each.name for each in WORDS.departments.department] == list(DEPARTMENTS)


def test_a_word_at_the_end_of_a_text_is_found_once_and_no_longer_than_it_is() -> None:
    assert list(Lexicon(["漏水", "漏水管道"]).find("又漏水")) == [(1, 3)]
    assert READER.read("302漏水").departments[0] == "城乡建设"


def test_a_gap_stays_in_its_clause_and_a_neighbour_takes_a_word_back() -> None:
    listed = WordList.model_validate(
        {"words": ["吃…药", "LIGHT"], "not": ["吃…药膳"], "before": ["没"], "after": ["房"]}
    )
    spotter = Spotter({"": listed})
    assert spotter.spot("吃了两片药") == {"": ("吃了两片药",)}
    assert spotter.spot(fold("吃了饭，药呢")) == {}
    assert spotter.spot("吃点药膳") == spotter.spot("没吃药") == spotter.spot("去吃药的房") == {}
    assert spotter.spot("THE LIGHTS") == {"": ("LIGHT",)}
    assert spotter.spot("FLIGHT") == {}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("今天入户走访5户12人次", {"户": 5, "人次": 12}),
        ("今日入戶走訪５戶，共十二人次", {"户": 5, "人次": 12}),
        ("走访3栋302、303，2户5人次", {"户": 2, "人次": 5}),
        ("志愿者清扫楼道，12人参加，1.5小时", {"人": 12, "小时": 1.5}),
        ("陪诊一个半小时，1人次", {"人次": 1, "小时": 1.5}),
        ("打扫半小时，8名居民", {"人": 8, "小时": 0.5}),
        ("开展宣传两场，一千二百人次", {"人次": 1200, "场": 2}),
        ("上门2户次，个案跟进3例，巡查一次", {"次": 1, "户次": 2, "例": 3}),
        ("小组第5次活动，9人参加", {"人": 9}),
        ("走访六户，见到五户，一户不在家", {"户": 6}),
        ("走访3栋5户、4栋6户，共11户", {"户": 11}),
        ("走访3栋5户、4栋6户，8人次", {"户": 11, "人次": 8}),
        ("宣传1场，来了20多人", {"场": 1}),
        ("走访3-5户，7人次", {"人次": 7}),
    ],
)
def test_counts_are_read_as_written_and_never_mixed(text: str, counts: dict[str, float]) -> None:
    found = READER.read(text)
    assert found.kind == "activity"
    assert dict(found.counts) == counts


@pytest.mark.parametrize(
    "text", ["走访二十零户", "走访廿廿廿两户，十百人次", "二十零栋漏水", "走访廿廿廿两栋"]
)
def test_a_numeral_that_nobody_means_breaks_nothing(text: str) -> None:
    assert READER.read(text).counts == ()


def test_a_need_has_no_counts() -> None:
    assert READER.read("5户人家停水").counts == ()


def test_an_activity_that_came_upon_a_need_says_so() -> None:
    found = READER.read("今天入户走访3栋5户8人次，302漏水")
    assert found.kind == "activity"
    assert any("302漏水" in why for why in found.why)
    assert found.categories == (), "what was found has a report of its own, with its own category"
    assert READER.read(found.need).categories == ("governance.facility",)


@pytest.mark.parametrize(("text", "kind"), [*said.KIND_SEEN, *said.KIND_LATER])
def test_need_activity_or_neither(text: str, kind: str) -> None:
    assert READER.read(text).kind == kind


def test_sentences_that_were_not_tuned_on_are_mostly_understood() -> None:
    right = sum(READER.read(text).kind == kind for text, kind in said.KIND_UNSEEN)
    assert right / len(said.KIND_UNSEEN) >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "我们楼停水了，物业发了停水通知",
        "通知说9点来水，到现在没人管",
        "【求助】各位社工，我家停水三天了，请帮忙看看",
        "关于停车的事，我家门口天天被堵，请处理",
    ],
)
def test_a_complaint_that_looks_like_a_notice_is_a_report(text: str) -> None:
    assert READER.read(text).kind == "need"


@pytest.mark.parametrize("text", ["修好了吗", "处理好了没有", "解决了么？"])
def test_asking_whether_it_is_done_is_no_thanks(text: str) -> None:
    assert READER.read(text).kind == "need"


@pytest.mark.parametrize(
    "text", ["我需要2名志愿者帮忙打扫", "想找志愿者陪诊1次", "讲座办了2场都没通知我们12户"]
)
def test_who_wants_something_reports_no_activity(text: str) -> None:
    assert READER.read(text).kind == "need"


@pytest.mark.parametrize(("text", "kind"), said.DANGER_SEEN)
def test_danger_is_heard_as_people_say_it(text: str, kind: str) -> None:
    assert kind in READER.read(text).danger


@pytest.mark.parametrize(("text", "_kind"), said.DANGER_LATER)
def test_danger_is_heard_also_in_other_words(text: str, _kind: str) -> None:
    assert READER.read(text).danger


def test_a_sign_is_danger_only_when_it_is_said_of_somebody() -> None:
    assert "life" in READER.read("隔壁独居的老人一个星期没动静").danger
    assert READER.read("施工一个星期没动静").danger == ()
    assert READER.read("老人住隔壁。施工一个星期没动静").danger == ()


@pytest.mark.parametrize("text", [*said.NO_DANGER_SEEN, *said.NO_DANGER_LATER])
def test_what_only_sounds_dangerous_asks_nothing(text: str) -> None:
    assert READER.read(text).danger == ()


def test_danger_that_was_not_tuned_on_is_mostly_heard() -> None:
    danger = (*said.DANGER_UNSEEN, *said.DANGER_LAST)
    others = (*said.NO_DANGER_UNSEEN, *said.NO_DANGER_LAST)
    heard = sum(bool(READER.read(text).danger) for text, _ in danger)
    alarms = sum(bool(READER.read(text).danger) for text in others)
    assert heard / len(danger) >= 0.85
    assert alarms / len(others) <= 0.1


def test_nothing_in_the_shipped_words_is_an_oversight() -> None:
    assert list(oversights(WORDS)) == []
