"""The cast of the tests is the cast that is shipped."""

import json

from bot import example
from fieldwork.people import STAFF
from tests import cast


def test_the_cast_is_the_shipped_one() -> None:
    rows = json.loads(example.cast_text())["people"]
    shipped = {row["id"]: row["first_name"] for row in rows}
    assert {member.account: member.name for member in cast.EVERYBODY} == shipped
    staff = {row["id"] for row in rows if any(role["kind"] in STAFF for role in row["roles"])}
    assert staff == cast.STAFF
