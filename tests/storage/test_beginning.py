"""Where everything begins: one invitation, to the first administrator."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.example import network_text
from fieldwork.network_plans import plan
from fieldwork.network_reading import read
from fieldwork.people import RoleKind
from fieldwork.places import NOWHERE
from storage import beginning, network, people
from storage.books import Books

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
CODE, OTHER = "K8t6f2Vdej", "vVHpxE7aXE"


def begun(books: Books, code: str = CODE, at: datetime = AT) -> Any:
    return books.now_write(lambda s: beginning.first_invitation(s, code, at))


def test_a_bot_that_nobody_runs_gives_one_invitation_and_tells_it_again(books: Books) -> None:
    assert begun(books).code == CODE
    again = begun(books, OTHER)
    assert (again.code, again.role, again.place) == (CODE, RoleKind.ADMINISTRATOR, NOWHERE)


def test_one_that_ran_out_is_replaced(books: Books) -> None:
    begun(books)
    assert begun(books, OTHER, AT + timedelta(days=8)).code == OTHER


def test_who_took_it_is_the_administrator_and_there_is_no_other(books: Books) -> None:
    begun(books)
    books.now_write(lambda s: people.join(s, CODE, 1016, "邓卓然", "", AT))
    assert begun(books, OTHER) is None


def test_with_the_first_network_the_administrator_gets_a_place(books: Books) -> None:
    begun(books)
    joined = books.now_write(lambda s: people.join(s, CODE, 1016, "邓卓然", "", AT))
    books.now_write(lambda s: network.apply(s, plan(read(network_text()), network.kept(s))))
    (role,) = books.now_read(lambda s: people.roles_of(s, joined.person.id, AT.date()))
    top = books.now_read(lambda s: network.load(s).below(None))[0]
    assert role.place == top.code
