"""The check that no group hears what it should not: it finds each breach, and nothing in what is right."""

from typing import Any

import pytest

from bot.sandbox.server import Exchange
from tests.overhearing import overheard_in_groups

SAID = "西湖花园4号楼302的陈阿姨摔倒了"
RIGHT = "🔴 西湖站 · N-10001-6 · 待跟进\n📍 凤城街道西湖社区西湖花园4号楼\n🏷 社区治理 · 路灯照明"


def exchanges(text: str, chat: int = -5, method: str = "sendMessage") -> list[Exchange]:
    told: dict[str, Any] = {"ok": True, "result": [{"update_id": 1, "message": {"text": SAID}}]}
    return [
        Exchange("getUpdates", 200, {}, told),
        Exchange(method, 200, {"chat_id": chat, "text": text}, {"ok": True, "result": True}),
    ]


@pytest.mark.parametrize(
    "text",
    ["陈桂芳报的", "请打 13800138000", "电话 0763-000 0002", "3-502", "302室", "3单元", "「陈阿姨摔倒了」"],
)
def test_each_breach_is_found(text: str) -> None:
    assert list(overheard_in_groups(exchanges(f"西湖站 · N-10001-6\n{text}")))


def test_a_photo_in_a_group_is_found() -> None:
    assert list(overheard_in_groups(exchanges("", method="sendPhoto")))


def test_a_card_of_least_knowledge_is_right_and_a_private_chat_is_not_looked_at() -> None:
    assert list(overheard_in_groups(exchanges(RIGHT))) == []
    assert list(overheard_in_groups(exchanges(SAID, chat=1001))) == []
