"""Markings form a lattice: combining is commutative, associative, idempotent, and never widens who may know."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.handling.marking import OPEN, TLP, Caveat, Marking, join, parse_marking, render_marking
from tansiq.handling.purpose import Ground, Purpose
from tansiq.handling.release import Party, forbids

ORGANISATIONS = ("ncs", "customs", "border", "partner")
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def subsets(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=len(values))


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  bounds are naive
markings = st.builds(
    Marking,
    owners=subsets(ORGANISATIONS),
    tlp=st.sampled_from(TLP),
    audience=st.none() | subsets(ORGANISATIONS),
    caveats=st.frozensets(st.sampled_from(Caveat)),
    purposes=st.none() | st.frozensets(st.sampled_from(Ground)),
    until=st.none() | instants,
)
parties = st.builds(
    Party,
    organisation=st.sampled_from(ORGANISATIONS),
    client_of=st.sampled_from(("", *ORGANISATIONS)),
    person=st.sampled_from(("", "a.demo")),
    community=st.booleans(),
)
purposes = st.builds(Purpose, st.sampled_from(Ground), st.just("alert 1"))


@given(markings, markings)
def test_the_order_of_combining_two_does_not_matter(a: Marking, b: Marking) -> None:
    assert a.join(b) == b.join(a)


@given(markings, markings, markings)
def test_the_grouping_of_combining_three_does_not_matter(a: Marking, b: Marking, c: Marking) -> None:
    assert a.join(b).join(c) == a.join(b.join(c))


@given(markings)
def test_combining_with_itself_or_with_nothing_changes_nothing(a: Marking) -> None:
    assert a.join(a) == a
    assert join([a]) == a.join(OPEN) == a


@given(markings, markings)
def test_the_combination_is_as_strict_as_each_part(a: Marking, b: Marking) -> None:
    assert a.join(b).is_at_least(a)
    assert a.join(b).is_at_least(b)


@given(markings, markings, parties, purposes, instants)
def test_what_a_part_forbids_to_an_outsider_the_combination_forbids(
    a: Marking, b: Marking, to: Party, purpose: Purpose, at: datetime
) -> None:
    outsider = Party("outsider", client_of=to.client_of, person=to.person, community=to.community)
    if forbids(a, outsider, purpose, at=at) is not None:
        assert forbids(a.join(b), outsider, purpose, at=at) is not None


@given(markings, markings)
def test_the_combination_reaches_nobody_whom_a_part_does_not_reach(a: Marking, b: Marking) -> None:
    reached = a.join(b).reaches()
    for part in (a.reaches(), b.reaches()):
        assert part is None or (reached is not None and reached <= part)


@pytest.mark.parametrize(
    ("other", "reached"),
    [
        pytest.param(Marking(frozenset({"ncs"})), {"ncs"}, id="the same owner"),
        pytest.param(Marking(frozenset({"border"})), set(), id="two owners who told nobody"),
        pytest.param(Marking(frozenset({"border"}), audience=frozenset({"border", "ncs"})), {"ncs"}, id="told to ncs"),
        pytest.param(Marking(frozenset({"partner"}), TLP.CLEAR), {"ncs"}, id="published"),
    ],
)
def test_what_an_agency_keeps_to_itself_stays_with_it_when_combined(other: Marking, reached: set[str]) -> None:
    assert Marking(frozenset({"ncs"})).join(other).reaches() == frozenset(reached)


@given(markings)
def test_a_marking_survives_being_written_and_read_back(a: Marking) -> None:
    assert parse_marking(render_marking(a)) == a
