"""Joining: one link, one person; a building's code, everyone who lives there; the refused leave no trace."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from bot.example import network_text
from fieldwork.network_plans import plan
from fieldwork.network_reading import read
from fieldwork.people import Role, RoleKind
from storage import network, people
from storage.books import Books
from storage.people import Joined, JoiningRefused
from storage.tables import InvitationRow, PersonRow

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DAY = AT.date()
XIHU, BUILDING = "441802006019", "441802006019-1-4"
VERA, PAUL = 700_000_000_001, 700_000_000_002  # accounts: wider than 32 bits


@pytest.fixture
def books(books: Books) -> Books:
    """The books with the example's network in them."""
    books.now_write(lambda s: network.apply(s, plan(read(network_text()), network.kept(s))))
    return books


def invited(
    books: Books, code: str, role: RoleKind = RoleKind.VOLUNTEER, name: str = "", days: int = 7
) -> None:
    books.now_write(lambda s: people.invite(s, code, role, XIHU, name, days, AT))


def joins(books: Books, code: str, account: int, at: datetime = AT) -> Joined:
    return books.now_write(lambda s: people.join(s, code, account, "Vera", "zh-hans", at))


def refusal(books: Books, code: str, account: int, at: datetime = AT) -> str:
    """Why joining was refused, in a transaction that is committed all the same, as conversing does."""

    def job(session: Session) -> str:
        with pytest.raises(JoiningRefused) as refused:
            people.join(session, code, account, "Vera", "zh-hans", at)
        return refused.value.why

    return books.now_write(job)


def known(books: Books) -> int:
    return books.now_read(lambda s: len(s.exec(select(PersonRow)).all()))


# -- one link, one person ---------------------------------------------------------------------------


def test_an_invitation_gives_its_role_at_its_place(books: Books) -> None:
    invited(books, "aaa")
    joined = joins(books, "aaa", VERA)
    assert (joined.role.kind, joined.role.place, joined.already) == (RoleKind.VOLUNTEER, XIHU, False)
    person = books.now_read(lambda s: people.by_account(s, VERA))
    assert person == joined.person
    assert (joined.person.name, joined.person.language, joined.person.joined_at) == ("Vera", "zh-hans", AT)
    assert books.now_read(lambda s: people.roles_of(s, joined.person.id, DAY)) == [joined.role]


def test_a_second_person_finds_the_link_used_and_is_not_written_down(books: Books) -> None:
    invited(books, "aaa")
    joins(books, "aaa", VERA)
    assert refusal(books, "aaa", PAUL) == "used"
    assert books.now_read(lambda s: people.by_account(s, PAUL)) is None
    assert known(books) == 1


def test_the_same_person_is_told_that_they_have_joined(books: Books) -> None:
    invited(books, "aaa")
    joins(books, "aaa", VERA)
    assert refusal(books, "aaa", VERA, AT + timedelta(days=30)) == "own"


def test_an_expired_link_gives_nothing(books: Books) -> None:
    invited(books, "aaa", days=7)
    assert refusal(books, "aaa", VERA, AT + timedelta(days=7)) == "expired"
    assert known(books) == 0


def test_a_wrong_code_gives_nothing(books: Books) -> None:
    assert refusal(books, "nothing", VERA) == "unknown"
    assert known(books) == 0


def test_of_two_who_press_one_link_at_once_one_joins(books: Books) -> None:
    invited(books, "aaa")
    start, heard = Barrier(2), list[str]()

    def press(account: int) -> None:
        start.wait()
        try:
            joins(books, "aaa", account)
            heard.append("joined")
        except JoiningRefused as refused:
            heard.append(refused.why)

    both = [Thread(target=press, args=(account,)) for account in (VERA, PAUL)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(heard) == ["joined", "used"]
    assert known(books) == 1


def test_the_single_use_holds_even_against_a_link_read_before_it_was_used(books: Books) -> None:
    """The update is the lock: what was read a moment ago does not count."""

    def job(session: Session) -> None:
        before = people.invitation(session, "aaa")
        assert before is not None
        people.join(session, "aaa", VERA, "Vera", "", AT)
        with pytest.raises(JoiningRefused, match="used"):
            people._use_up(session, before, None, AT)

    invited(books, "aaa")
    books.now_write(job)


def test_a_second_invitation_adds_a_second_role(books: Books) -> None:
    invited(books, "aaa")
    invited(books, "bbb", RoleKind.BUILDING_HEAD)
    first, second = joins(books, "aaa", VERA), joins(books, "bbb", VERA)
    assert first.person.id == second.person.id
    kinds = [role.kind for role in books.now_read(lambda s: people.roles_of(s, first.person.id, DAY))]
    assert kinds == [RoleKind.VOLUNTEER, RoleKind.BUILDING_HEAD]


def test_the_name_on_the_invitation_wins(books: Books) -> None:
    invited(books, "aaa", name="王慧敏")
    assert joins(books, "aaa", VERA).person.name == "王慧敏"


# -- a building's code ------------------------------------------------------------------------------


def test_a_building_has_one_code_for_everyone_and_it_makes_residents(books: Books) -> None:
    code = books.now_write(lambda s: people.building_code(s, BUILDING, "first")).code
    assert books.now_write(lambda s: people.building_code(s, BUILDING, "other")).code == code == "first"
    for account in (VERA, PAUL):
        joined = joins(books, code, account, AT + timedelta(days=900))
        assert (joined.role.kind, joined.role.place) == (RoleKind.RESIDENT, BUILDING)


def test_scanning_twice_is_harmless(books: Books) -> None:
    code = books.now_write(lambda s: people.building_code(s, BUILDING, "first")).code
    joins(books, code, VERA)
    again = joins(books, code, VERA)
    assert again.already
    assert len(books.now_read(lambda s: people.roles_of(s, again.person.id, DAY))) == 1


def test_a_renewed_code_takes_the_place_of_the_old_one_at_once(books: Books) -> None:
    old = books.now_write(lambda s: people.building_code(s, BUILDING, "first")).code
    fresh = books.now_write(lambda s: people.renew_door_code(s, BUILDING, "second", AT)).code
    assert fresh == "second" == books.now_write(lambda s: people.building_code(s, BUILDING, "third")).code
    with pytest.raises(people.JoiningRefused, match="replaced"):
        joins(books, old, VERA)
    assert joins(books, fresh, VERA).role.place == BUILDING
    books.now_write(lambda s: people.switch_door_code(s, BUILDING, None))
    with pytest.raises(people.JoiningRefused, match="replaced"):
        joins(books, old, PAUL)


def test_a_code_is_switched_off_and_on_again(books: Books) -> None:
    code = books.now_write(lambda s: people.building_code(s, BUILDING, "first")).code
    other = books.now_write(lambda s: people.building_code(s, XIHU, "other")).code
    books.now_write(lambda s: people.switch_door_code(s, BUILDING, AT))
    with pytest.raises(people.JoiningRefused, match="closed"):
        joins(books, code, VERA)
    joins(books, other, PAUL)
    assert books.now_write(lambda s: people.building_code(s, BUILDING, "more")).code == code
    books.now_write(lambda s: people.switch_door_code(s, BUILDING, None))
    assert joins(books, code, VERA).role.kind is RoleKind.RESIDENT


# -- roles and who is reachable ---------------------------------------------------------------------


def test_roles_hold_between_their_days(books: Books) -> None:
    def job(session: Session) -> list[list[Role]]:
        person = people.enter(session, VERA, "Vera", "", AT)
        people.grant(session, person, RoleKind.VOLUNTEER, XIHU, date(2026, 3, 1))
        return [people.roles_of(session, person.id, day) for day in (date(2026, 2, 28), date(2026, 3, 1))]

    before, then = books.now_write(job)
    assert before == []
    assert [role.kind for role in then] == [RoleKind.VOLUNTEER]


def test_staff_are_reachable_until_they_block_the_bot(books: Books) -> None:
    invited(books, "aaa", RoleKind.SOCIAL_WORKER)
    invited(books, "bbb", RoleKind.VOLUNTEER)
    worker = joins(books, "aaa", VERA).person
    joins(books, "bbb", PAUL)
    tree = books.now_read(network.load)
    station = tree.stations[XIHU]

    def reached() -> list[int]:
        found = books.now_read(lambda s: people.staffing(s, tree, DAY)).reachable(station)
        return [person.id for person in found]

    assert reached() == [worker.id]
    assert books.now_write(lambda s: people.set_blocked(s, VERA, AT))
    assert reached() == []
    assert not books.now_write(lambda s: people.set_blocked(s, VERA, AT))  # no news
    assert books.now_write(lambda s: people.set_blocked(s, VERA, None))
    assert reached() == [worker.id]


def test_who_joins_again_has_not_blocked_the_bot(books: Books) -> None:
    invited(books, "aaa")
    invited(books, "bbb")
    joins(books, "aaa", VERA)
    books.now_write(lambda s: people.set_blocked(s, VERA, AT))
    assert joins(books, "bbb", VERA).person.blocked_at is None
    assert books.now_read(lambda s: people.by_account(s, VERA)).blocked_at is None  # type: ignore[union-attr]


def test_a_roster_is_read_again_when_people_the_day_or_the_network_changed(books: Books) -> None:
    roster, atlas = people.Roster(), network.Atlas()

    def asked(day: date = DAY) -> object:
        return books.now_read(lambda s: roster.staffing(s, atlas.network(s), day))

    first = asked()
    assert asked() is first
    invited(books, "aaa", RoleKind.SOCIAL_WORKER)
    assert asked() is first
    joins(books, "aaa", VERA)
    second = asked()
    assert second is not first
    books.now_write(lambda s: people.set_blocked(s, VERA, AT))
    third = asked()
    assert third is not second
    assert asked(DAY + timedelta(days=1)) is not third


def test_the_language_somebody_chose_is_kept(books: Books) -> None:
    invited(books, "aaa")
    person = joins(books, "aaa", VERA).person
    books.now_write(lambda s: people.set_language(s, person.id, "en"))
    assert books.now_read(lambda s: people.by_id(s, person.id)).language == "en"  # type: ignore[union-attr]


def test_people_are_counted_where_their_roles_are(books: Books) -> None:
    invited(books, "aaa")
    person = joins(books, "aaa", VERA).person
    books.now_write(
        lambda s: people.grant(s, people.enter(s, None, "Otto", "", AT), RoleKind.VOLUNTEER, XIHU, DAY)
    )
    assert books.now_read(lambda s: people.at_places(s, DAY)) == {XIHU: {person.id}}
    assert [each.name for each, _ in books.now_read(lambda s: people.everybody(s, DAY))] == ["Vera", "Otto"]
    assert set(books.now_read(lambda s: people.by_ids(s, [person.id, 99]))) == {person.id}


def test_the_name_on_an_invitation_lies_sealed(books: Books) -> None:
    invited(books, "aaa", name="王慧敏")
    raw = books.now_read(
        lambda s: s.connection().exec_driver_sql("SELECT name FROM invitations").scalar_one()
    )
    assert "王慧敏".encode() not in bytes(raw)
    assert books.now_read(lambda s: s.get_one(InvitationRow, "aaa").name) == "王慧敏"
