"""The catalogue of what a need can be about: eight fields of work, each with its leaves (FIELD 4.4).

The catalogue itself is data, read from the word files of a station; this is the noun.
"""

from pydantic import BaseModel, ConfigDict

from fieldwork.texts import Language

DEPARTMENTS = (
    "城乡建设", "劳动和社会保障", "教育文体", "卫生计生", "交通运输", "商贸旅游", "环境保护", "政法",
    "民政", "国土资源", "农村农业", "科技与信息产业", "经济管理", "纪检监察", "党务政务",
)  # fmt: skip
"""The classes of departments to which a matter can be referred: a closed list, the level-1 names in use."""


class Category(BaseModel):
    """One entry: a field of work (`governance`) or a leaf of it (`governance.sewage`)."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str  # as Chinese readers say it, 简体
    english: str
    parent: str | None = None  # code of the field of work; None for a field itself
    department: str = ""  # one of DEPARTMENTS; "" where it depends

    def called(self, language: Language) -> str:
        """The name on a card. 繁體 is derived from `name` by whoever says the sentence (DESIGN 9)."""
        return self.english if language is Language.ENGLISH else self.name
