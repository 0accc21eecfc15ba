"""The tree of places, asked for what figures need of it."""

from fieldwork.places import Network, Place, PlaceKind

TREE = Network(
    [
        Place(code="4418", kind=PlaceKind.DISTRICT, name="区"),
        Place(code="441802", kind=PlaceKind.STREET, name="街", parent="4418"),
        Place(code="441802-1", kind=PlaceKind.BUILDING, name="1号楼", parent="441802"),
    ]
)


def test_a_trail_is_everything_above_and_the_place() -> None:
    assert TREE.trail("441802-1") == "/4418/441802/441802-1/"
    assert TREE.trail("4418") == "/4418/"


def test_a_trail_begins_with_that_of_whatever_is_above_and_of_nothing_else() -> None:
    assert TREE.trail("441802-1").startswith(TREE.trail("441802"))
    assert not TREE.trail("441802").startswith("/44180/")


def test_a_place_that_is_not_in_the_network_stands_for_itself() -> None:
    assert TREE.trail("gone") == "/gone/"
    assert TREE.trail("") == "/"
