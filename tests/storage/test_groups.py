"""Groups as they are kept: bound once, told once, followed when they move, gone and back."""

from fieldwork.groups import Binding, Gone
from fieldwork.letters import Kind, Letter
from fieldwork.letters.group import subject
from storage import groups, reachability
from storage.books import Books
from storage.moving import follow
from storage.settling import Permanent
from storage.tables import LetterState
from tests.storage.desk import GROUP, NOON, Desk

TO = -1_000_000_000_777
CARD = subject(10_427, 0)


def bound(books: Books, chat: int = GROUP, thread: int = 0, station: str = "019") -> None:
    binding = Binding(
        chat=chat, thread=thread, station=station, title="西湖居民群", bound_by=1, bound_at=NOON
    )
    books.now_write(lambda s: groups.bind(s, binding))


def live(books: Books) -> list[tuple[int, int, str]]:
    return [(one.chat, one.thread, one.station) for one in books.now_read(groups.live)]


def test_topics_of_one_group_belong_to_several_stations(books: Books) -> None:
    bound(books, thread=7)
    bound(books, thread=9, station="012")
    assert live(books) == [(GROUP, 7, "019"), (GROUP, 9, "012")]
    found = books.now_read(lambda s: groups.at(s, GROUP, 9))
    assert found is not None
    assert (found.station, found.title) == ("012", "西湖居民群")
    assert books.now_read(lambda s: groups.at(s, GROUP, 0)) is None


def test_a_group_bound_again_has_the_new_station_alone(books: Books) -> None:
    bound(books)
    bound(books, station="012")
    assert live(books) == [(GROUP, 0, "012")]
    assert books.now_write(lambda s: groups.unbind(s, GROUP, 0))
    assert not books.now_write(lambda s: groups.unbind(s, GROUP, 0))
    assert live(books) == []


def test_an_unknown_group_is_told_once_and_may_be_bound_afterwards(books: Books) -> None:
    assert books.now_write(lambda s: groups.told_first_time(s, GROUP))
    assert not books.now_write(lambda s: groups.told_first_time(s, GROUP))
    assert live(books) == []
    bound(books, thread=7)
    assert live(books) == [(GROUP, 7, "019")]


def test_a_group_that_moved_takes_its_binding_and_its_letters_along_once(books: Books) -> None:
    desk = Desk(books)
    bound(books)
    bound(books, thread=7, station="012")
    bound(books, chat=TO, thread=7, station="027")
    desk.write(Letter(chat=GROUP, text="card", card=CARD))
    desk.delivers(5)
    desk.write(Letter(chat=GROUP, text="newer", card=CARD), Letter(chat=GROUP, kind=Kind.DELETE, card=CARD))
    for _ in range(2):
        books.now_write(lambda s: follow(s, GROUP, TO))
    assert live(books) == [(TO, 0, "019"), (TO, 7, "027")]
    claimed = desk.claims_one()
    assert (claimed.letter.chat, claimed.letter.text, claimed.message_id) == (TO, "newer", None)


def test_a_refused_letter_moves_the_group_as_well(books: Books) -> None:
    desk = Desk(books)
    bound(books)
    desk.write(Letter(chat=GROUP, text="card", card=CARD))
    desk.settle(Permanent(desk.claims_one().id, "the group became a supergroup", "migrated", TO))
    assert live(books) == [(TO, 0, "019")]
    assert desk.claims_one().letter.chat == TO


def test_a_group_that_cannot_be_written_to_is_noted_and_its_letters_dropped(books: Books) -> None:
    desk = Desk(books)
    bound(books)
    before = books.now_read(reachability.version)
    desk.write(Letter(chat=GROUP, text="one"), Letter(chat=GROUP, text="two"))
    desk.settle(Permanent(desk.claim(1)[0].id, "bot was kicked from the group chat", "removed"))
    assert live(books) == []
    assert desk.states() == [LetterState.FAILED, LetterState.DROPPED]
    assert books.now_read(reachability.version) > before
    (lost,) = books.now_read(groups.untold)
    assert (lost.gone_why, lost.station) == (Gone.REMOVED, "019")
    assert books.now_write(lambda s: groups.told(s, lost, NOON))
    assert not books.now_write(lambda s: groups.told(s, lost, NOON))
    assert books.now_read(groups.untold) == []


def test_a_closed_topic_takes_no_other_one_with_it(books: Books) -> None:
    desk = Desk(books)
    bound(books, thread=7)
    bound(books, thread=9, station="012")
    desk.write(Letter(chat=GROUP, thread=7, text="one"), Letter(chat=GROUP, thread=9, text="two"))
    desk.settle(Permanent(desk.claim(1)[0].id, "message thread not found", "topic"))
    assert live(books) == [(GROUP, 9, "012")]
    assert desk.claims_one().letter.thread == 9


def test_rights_that_come_back_bring_the_cards_back_and_an_invitation_does_not(books: Books) -> None:
    bound(books)
    bound(books, chat=TO)
    books.now_write(lambda s: groups.gone(s, GROUP, Gone.SILENCED, NOON))
    books.now_write(lambda s: groups.gone(s, TO, Gone.REMOVED, NOON))
    assert not books.now_write(lambda s: groups.gone(s, TO, Gone.REMOVED, NOON)), "no news"
    assert books.now_write(lambda s: groups.back(s, GROUP))
    assert not books.now_write(lambda s: groups.back(s, TO))
    assert live(books) == [(GROUP, 0, "019")]


def test_a_card_is_found_where_it_stands_and_where_it_is_coming(books: Books) -> None:
    desk = Desk(books)
    desk.write(Letter(chat=GROUP, text="card", card=CARD))
    found = (CARD, GROUP)
    assert books.now_read(lambda s: groups.shown(s, [CARD])) == {found}
    desk.delivers(5)
    assert books.now_read(lambda s: groups.shown(s, [CARD, subject(10_427, 7)])) == {found}


def test_a_letter_may_answer_a_message_of_its_chat(books: Books) -> None:
    desk = Desk(books)
    desk.write(Letter(chat=GROUP, text="收到了", answers=55))
    assert desk.claims_one().reply_to == 55
