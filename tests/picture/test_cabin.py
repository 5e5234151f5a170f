"""Cabins as far as taken seats tell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.picture.cabin import are_near, infer, seat_of


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        pytest.param("12A", (12, "A"), id="as printed"),
        pytest.param("012a", (12, "A"), id="as EDIFACT pads it"),
        pytest.param("12I", None, id="no seat has the letter I"),
        pytest.param("INF", None, id="an infant in arms"),
        pytest.param("0A", None, id="no row nought"),
        pytest.param("", None, id="none"),
    ],
)
def test_a_seat_is_a_row_and_a_letter(text: str, seat: tuple[int, str] | None) -> None:
    assert seat_of(text) == seat


@pytest.mark.parametrize(
    ("letters", "aircraft", "aisles"),
    [
        pytest.param("ABCDEF", "320", {"C"}, id="A320, three and three"),
        pytest.param("ACDF", "320", {"C"}, id="A320, two and two in front"),
        pytest.param("ABCD", "AT7", {"B"}, id="ATR, two and two"),
        pytest.param("ABCDEFGHJK", "77W", {"C", "G"}, id="777, three, four and three"),
        pytest.param("ABCDEGHJK", "773", {"C", "G"}, id="777, three, three and three"),
        pytest.param("ACDEFGHK", "333", {"C", "G"}, id="A330, two, four and two"),
        pytest.param("ADGK", "789", {"A", "G"}, id="787, one, two and one"),
        pytest.param("DEFG", "77W", set(), id="nobody known at either side"),
        pytest.param("ABCDEF", "", set(), id="type not known: no guess"),
        pytest.param("ABCDEF", "M82", set(), id="type not in the table: no guess"),
    ],
)
def test_aisles_are_told_by_the_type_and_the_letters(letters: str, aircraft: str, aisles: set[str]) -> None:
    assert infer([f"20{letter}" for letter in letters], aircraft).aisles == aisles


def test_only_rows_and_letters_that_somebody_has_are_there() -> None:
    cabin = infer(["3A", "3C", "12K", "13B", "INF", ""], "")
    assert (cabin.rows, cabin.letters) == ((3, 12, 13), ("A", "B", "C", "K"))
    assert cabin.gaps == {12}


@given(st.lists(st.text("0123456789ABCDEFGHJKL ", max_size=5)), st.sampled_from(["", "320", "77W", "AT7", "zz"]))
def test_every_seat_that_is_one_lies_in_the_cabin(seats: list[str], aircraft: str) -> None:
    cabin = infer(seats, aircraft)
    for text in seats:
        place = seat_of(text)
        assert place is None or (place[0] in cabin.rows and place[1] in cabin.letters)
    assert cabin.aisles <= set(cabin.letters[:-1])


def test_near_is_the_same_row_or_the_next() -> None:
    assert are_near("12A", "12K")
    assert are_near("12A", "13A")
    assert not are_near("12A", "14A")
    assert not are_near("12A", "")
