"""Birth places compared by the table of spellings, and by sound where the table does not know them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.evidence.places import place_reasons, read_place


@pytest.mark.parametrize(
    ("left", "right", "features"),
    [
        pytest.param("Kandahar", "Qandahar Province, Afghanistan", ["birth_place.same"], id="two spellings"),
        pytest.param("قندهار", "Kandahar", ["birth_place.same"], id="two scripts"),
        pytest.param("Peshawar, Pakistan", "Pishawer", ["birth_place.same"], id="country left out"),
        pytest.param("Teshkan village", "Tashkan, Afghanistan", ["birth_place.same"], id="a village, by its sound"),
        pytest.param("Karachi", "Lahore, Pakistan", ["birth_place.differs"], id="two towns of one country"),
        pytest.param("Pakistan", "Lahore", ["birth_place.country"], id="only the country is known"),
        pytest.param("Kabul", "Tehran", ["birth_place.other_country"], id="two countries"),
        pytest.param("Afghanistan", "IRN", ["birth_place.other_country"], id="country codes"),
        pytest.param("???", "Kabul", [], id="no place"),
    ],
)
def test_two_places_are_told_apart(left: str, right: str, features: list[str]) -> None:
    one, other = read_place(left), read_place(right)
    assert [reason.feature for reason in place_reasons([one], [other])] == features
    assert [reason.feature for reason in place_reasons([other], [one])] == features


@given(st.text(max_size=80))
def test_any_text_is_read_as_a_place_and_agrees_with_itself(text: str) -> None:
    place = read_place(text)
    assert all(reason.weight > 0 for reason in place_reasons([place], [place]))
