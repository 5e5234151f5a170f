"""The check digit of Doc 9303, and exactly which changes it cannot see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.check_digits import CONGRUENT, check_digit

CHARACTERS = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXTS = st.text(CHARACTERS, min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        pytest.param("L898902C3", "6", id="TD3 specimen"),
        pytest.param("D23145890", "7", id="TD1 specimen"),
        pytest.param("520727", "3", id="the date of Doc 9303's worked example"),
        pytest.param("AB2134<<<", "5", id="the number of Doc 9303's worked example"),
        pytest.param("", "0", id="nothing"),
    ],
)
def test_check_digits_are_those_of_doc_9303(text: str, digit: str) -> None:
    assert check_digit(text) == digit


@pytest.mark.parametrize("text", ["l898902c3", "12 34", "٣", "(("])
def test_other_characters_have_no_value(text: str) -> None:
    with pytest.raises(KeyError):
        check_digit(text)


def test_every_character_stands_in_one_class() -> None:
    assert sorted("".join(CONGRUENT)) == sorted(CHARACTERS)
    assert CONGRUENT[6] == "6GQ"


@given(TEXTS, st.data())
def test_one_changed_character_is_seen_unless_it_is_of_the_same_class(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(CHARACTERS))
    changed = text[:at] + other + text[at + 1 :]
    alike = any(text[at] in group and other in group for group in CONGRUENT)
    assert (check_digit(changed) == check_digit(text)) == alike


@given(TEXTS)
def test_fillers_at_the_end_change_nothing(text: str) -> None:
    assert check_digit(text + "<<<") == check_digit(text)
