"""What an entry says, and what differs between two versions of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.picture.differences import FIELDS, ORDERED, FieldChange, Told, differences, told

ONE = {"names": ["Invented One"], "birth_dates": ["1970"], "documents": [{"type": "passport", "number": "A1"}]}


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        pytest.param(ONE, [], id="nothing"),
        pytest.param(
            ONE | {"birth_dates": ["1970-05-02"]},
            [FieldChange("birth_dates", ("1970",), ("1970-05-02",))],
            id="a date that is known better",
        ),
        pytest.param(
            ONE | {"names": ["Invented One", "Another Invented"]},
            [FieldChange("names", ("Invented One",), ("Invented One", "Another Invented"))],
            id="one name more",
        ),
        pytest.param(
            ONE | {"documents": [{"type": "passport", "number": "A1", "issuer": "PK"}], "sex": "M"},
            [FieldChange("sex", (), ("M",)), FieldChange("documents", ("passport A1",), ("passport A1 PK",))],
            id="two fields, in the order of the fields",
        ),
        pytest.param(
            {"names": ["Invented One"]},
            [
                FieldChange("birth_dates", ("1970",), ()),
                FieldChange("documents", ("passport A1",), ()),
            ],
            id="less is said",
        ),
    ],
)
def test_a_change_says_which_field_and_what_it_said_and_says(
    after: dict[str, object], changes: list[FieldChange]
) -> None:
    assert list(differences(told(ONE, {}), told(after, {}))) == changes


def test_another_order_is_a_change_of_the_first_name_only() -> None:
    before = told({"names": ["A", "B", "C"], "birth_dates": ["1970", "1971"]}, {})
    assert not list(differences(before, told({"names": ["A", "C", "B"], "birth_dates": ["1971", "1970"]}, {})))
    [change] = differences(before, told({"names": ["B", "A", "C"], "birth_dates": ["1970", "1971"]}, {}))
    assert (change.field, change.gone, change.new) == ("names", (), ())


def test_what_is_gone_and_what_is_new_stand_apart() -> None:
    change = FieldChange("names", ("A", "B"), ("B", "C"))
    assert (change.gone, change.new) == (("A",), ("C",))


said: st.SearchStrategy[Told] = st.dictionaries(
    st.sampled_from(FIELDS), st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(tuple), max_size=4
)


@given(said, said)
def test_a_change_back_is_the_change_the_other_way_round(before: Told, after: Told) -> None:
    there, back = list(differences(before, after)), list(differences(after, before))
    assert [(c.field, c.after, c.before) for c in there] == [(c.field, c.before, c.after) for c in back]
    for field in FIELDS:
        same = set(before.get(field, ())) == set(after.get(field, ()))
        if field in ORDERED:
            same = same and before.get(field, ())[:1] == after.get(field, ())[:1]
        assert same is (field not in {c.field for c in there})
