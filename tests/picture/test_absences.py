"""Who is missing from a list because a part of it was not read, and who was taken off."""

from collections.abc import Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.picture.absences import CUT, accounted_for, mark_of_entry, mark_of_part

BROKEN, OTHER = mark_of_part(b"a broken row"), mark_of_part(b"another")
KNOWN = ("l/A", "l/B", "l/C")


@pytest.mark.parametrize(
    ("refused", "before", "kept"),
    [
        pytest.param([], [(9, [])], set(), id="nothing was refused"),
        pytest.param([CUT], [(9, [])], {"l/B", "l/C"}, id="the list was cut"),
        pytest.param([CUT], [(9, [CUT])], {"l/B", "l/C"}, id="the list was cut, as before"),
        pytest.param([mark_of_entry("l/B")], [(9, [])], {"l/B"}, id="a row that says whose it is"),
        pytest.param([mark_of_entry("l/B")], [(9, [mark_of_entry("l/B")])], {"l/B"}, id="the same, as before"),
        pytest.param([mark_of_entry("l/A")], [(9, [])], set(), id="a row of one that is there too"),
        pytest.param([BROKEN], [(9, [])], {"l/B", "l/C"}, id="a row that may be anybody's"),
        pytest.param([BROKEN], [(9, [BROKEN])], set(), id="a row that stood beside them before"),
        pytest.param([BROKEN], [(9, [OTHER])], {"l/B", "l/C"}, id="another row stood beside them"),
        pytest.param([BROKEN, BROKEN], [(9, [BROKEN])], {"l/B", "l/C"}, id="one such row more than before"),
        pytest.param([mark_of_entry("l/new")], [(9, [])], {"l/B", "l/C"}, id="an id that nobody has: perhaps misread"),
        pytest.param([mark_of_entry("l/new")], [(9, [mark_of_entry("l/new")])], set(), id="the same, as before"),
        pytest.param([BROKEN], [(4, []), (9, [BROKEN])], {"l/B"}, id="one was read beside it, one before it broke"),
        pytest.param([BROKEN], [], {"l/B", "l/C"}, id="versions before are not known"),
    ],
)
def test_a_part_that_was_not_read_accounts_for_whom_it_may_hold(
    refused: Sequence[str], before: Sequence[tuple[int, Collection[str]]], kept: set[str]
) -> None:
    assert accounted_for({"l/B": 4, "l/C": 8}, KNOWN, refused, before) == kept


MARKS = st.lists(
    st.sampled_from([CUT, BROKEN, OTHER, mark_of_entry("l/A"), mark_of_entry("l/B"), mark_of_entry("l/X")]), max_size=6
)


@given(MARKS, MARKS, MARKS)
def test_more_refused_parts_never_remove_more(refused: list[str], more: list[str], before: list[str]) -> None:
    few = accounted_for({"l/B": 4, "l/C": 8}, KNOWN, refused, [(9, before)])
    assert few <= accounted_for({"l/B": 4, "l/C": 8}, KNOWN, refused + more, [(9, before)])
