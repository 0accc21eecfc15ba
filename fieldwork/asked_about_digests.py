"""What somebody asks about digests as such: 简报发给谁, 简报发到群里, 简报太长了, 简报看不懂, 我要改时间.

Only words of a short list may stand there: 简报栏太长了挡住窗户 is a report.
"""

import re
from enum import StrEnum

from fieldwork.understanding.folding import fold

LONGEST = 24  # characters


class Question(StrEnum):
    """What about them."""

    WHO = "who"  # gets it
    GROUP = "group"  # whether it comes to a group
    LONG = "long"
    UNCLEAR = "unclear"
    TIME = "time"  # how it is changed, of whatever comes by itself


_NAME = (
    r"(?:这个?|那个?|你们的?|我的?)?(?:每?个?[日天周月年早晨]度?(?:简报|报)|简报|白皮书)(?:里的?(?:数字?)?)?"
)
_MAY = "(?:都有|还有|有|能不能|可不可以|可以|能|会|是|都|也|再|还|要|请|帮我|想)*"
_OTHERS = "(?:领导|别人|同事|其他人|大家|书记|主任|站长|社区|街道)"
_WHOM = f"(?:谁|哪些人|什么人|哪个人|{_OTHERS})"
_SEND = "(?:抄送|推送|转发|发|送|推|转)"
_SEES = "(?:收得到|看得到|收到|看到|收|看)"
_GROUP = "(?:到|在|进|去)?(?:工作|微信|居民|我们|楼长|社区)?的?群(?:里面?)?"
_SAID = {
    Question.GROUP: f"{_MAY}(?:把)?{_NAME}{_MAY}{_SEND}{_GROUP}|{_MAY}{_GROUP}{_MAY}{_SEND}{_NAME}",
    Question.WHO: (
        f"{_MAY}(?:把)?{_NAME}{_MAY}(?:{_SEND}(?:给|到)?|给){_WHOM}{_SEES}?|{_NAME}{_MAY}{_WHOM}{_MAY}{_SEES}|"
        f"{_WHOM}{_MAY}{_SEES}{_NAME}"
    ),
    Question.LONG: (
        f"{_NAME}(?:实在|也|都|字|内容)*(?:太|好|有点|很|这么)(?:长|多|啰嗦|复杂|乱|细)|"
        f"{_MAY}(?:把)?{_NAME}{_MAY}(?:写|发|弄|改)?得?(?:短|简短|简单|简洁|精简|少)(?:一?点|一?些)?"
    ),
    Question.UNCLEAR: (
        f"(?:我)?(?:看不懂|看不明白|没看懂|不懂){_NAME}|"
        f"{_NAME}(?:我|都|有点|怎么也)*(?:看不懂|看不明白|没看懂|看不清楚|不懂|不明白|(?:都?是)?什么意思|怎么[看读]|怎么理解)"
    ),
    Question.TIME: (
        "(?:我要|我想|我想要|想|要|怎么|如何|帮我|能不能|可以|可不可以|在哪)+(?:修改|更改|改|调|换)一?下?"
        "(?:提醒|发送|推送)?的?时间"
    ),
}
_ASKED = {
    question: re.compile(f"(?:请问|麻烦)?(?:{said})[吗呢啊呀吧的了嘛]*") for question, said in _SAID.items()
}


def read(text: str) -> Question | None:
    """The one question of a short message; None where it says anything else."""
    said = "".join(fold(text).split()).strip("。.!！?？~～，,") if len(text) <= 2 * LONGEST else ""
    asked = (question for question, words in _ASKED.items() if words.fullmatch(said))
    return next(asked, None) if len(said) <= LONGEST else None
