"""Somebody reports for another who rang or has no phone (代报): whose matter it is, and how to call them.

代报：张阿婆 13812345678 3栋302漏水        张阿婆, 13812345678
替302王大爷报：厕所堵了                     王大爷
"""

import re
from typing import NamedTuple

from fieldwork import telephones


class OnBehalf(NamedTuple):
    """Whom it is for; either part may be empty."""

    name: str = ""
    telephone: str = ""


_TITLES = (
    "阿婆|阿公|阿姨|阿叔|阿伯|奶奶|爷爷|爺爺|婆婆|公公|大爷|大爺|大妈|大媽|大娘|大伯|大叔|大姐|大哥|叔叔|伯伯|伯母|婶婶|嬸嬸|"
    "先生|女士|小姐|太太|老师|老師|师傅|師傅|老人家|老伯|老太太|叔|伯|婶|嬸|姨|姐|哥|婆|姑|嫂"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇"
    "栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越"
    "夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "趙錢孫鄭馮陳衛蔣瀋韓楊許呂張嚴謝鄒竇雲蘇葉馬鳳鮑費賀湯羅畢鄔樂傅齊顧黃蕭祁談龐熊紀項藍閔賈婁顏郭鍾駱盧經應單諸鈕龔陸榮"
    "劉龍詹黎懷從賴藺蒙喬陰聞黨譚貢勞鄧農溫莊閻連習魚嚮滿國廣闕歐師鞏聶簡饒曾養須豐關紅遊權蓋"
)
_MARK = re.compile(
    r"^\s*(?:代\s*[报報]|帮忙[报報]|幫忙報)\s*[:：,，、\s]\s*"
    r"|^\s*(?:我)?(?:替|帮|幫|代)\s*(?P<who>[^:：,，。\s]{1,14}?)\s*(?:[报報]|反映|说|說|问|問)[^:：,，\s]{0,4}[:：,，\s]\s*"
)
_NAME = (
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]?(?:{_TITLES})"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{0,2}}(?:{_TITLES}))"
)
_WHOLE = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]?(?:{_TITLES})|[\u4e00-\u9fff]{{0,2}}(?:{_TITLES})")
_LEADING = re.compile(rf"^\s*(?P<name>{_NAME})(?=$|[\s,，、:：;；。(（\d]|电话|電話|说|說|反映|家|住|的)")
_TITLED = re.compile(rf"(?P<name>[{_SURNAMES}]?[\u4e00-\u9fff]?(?:{_TITLES}))$")
_NAMED = re.compile(rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})$")
_SAYS_TELEPHONE = re.compile(r"(?:他|她)?(?:的)?(?:电话|電話|手机|手機|tel\.?)(?:是|:|：)?")
_EDGES = " ,，、:：;；。.()（）"


def read(text: str) -> OnBehalf | None:
    """Whom a message is for, when it says at its beginning that it is another's matter; else None."""
    mark = _MARK.match(text)
    if mark is None:
        return None
    telephone = _kept(telephones.found_in(text))
    if who := mark["who"]:
        titled = _TITLED.search(who) or _NAMED.search(who)
        return OnBehalf(titled["name"] if titled else who, telephone)
    named_ = _LEADING.match(text[mark.end() :])
    return OnBehalf(named_["name"] if named_ else "", telephone)


def titled(word: str) -> str:
    """A word that is the name of somebody, by its title or by how people call each other; "" for any other."""
    found = _WHOLE.fullmatch(word)
    return found[0] if found else ""


def named(text: str) -> OnBehalf | None:
    """A name and a telephone, as somebody answers who it is for; None where there is neither."""
    typed = telephones.found_in(text, local=True)
    rest = _SAYS_TELEPHONE.sub(" ", text.replace(typed, " ") if typed else text)
    name = " ".join(rest.split()).strip(_EDGES)
    return OnBehalf(name[:40], _kept(typed)) if name or typed else None


def _kept(typed: str) -> str:
    return telephones.read(typed) or typed.replace(" ", "").replace("-", "")
