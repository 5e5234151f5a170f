"""A long list in parts that answer as if they were one. All persons are invented."""

from collections.abc import Iterator, Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.bench.names import invented_list, other_spellings
from tansiq.detectors.names import Candidate, Watchlist
from tansiq.detectors.names.answers import Answer, timed
from tansiq.detectors.names.cluster import dealt, together
from tansiq.detectors.names.search import watchlist
from tansiq.detectors.names.search.census import added_up
from tansiq.detectors.names.search.shard import Shard, ShardBuilder
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject

LISTED = (
    *invented_list(1_200, seed=5),
    *(Subject(f"c{at}", names=(f"{first}a{last}n Tarzi",)) for at, (first, last) in enumerate(zip("BDG" * 90, "kzr" * 90, strict=True))),
    Subject("l1", names=("Darvesh Tarzi",), birth_dates=("1976",)),
    Subject("l2", names=("محمود درویش طرزی",), documents=(IdentityDocument("P0012345", "passport", "AF"),)),
    Subject("twice", names=("Zarghun Mandokhel",)),
    Subject("twice", names=("Eleni Markou",)),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _any_list_is_long() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watchlist, "LONG_FROM", 1)
        yield


@pytest.fixture(scope="module")
def whole() -> Watchlist:
    return Watchlist.build(LISTED)


@pytest.fixture(scope="module")
def shards() -> list[Shard]:
    builders = [ShardBuilder() for _ in range(3)]
    for shard, some in dealt(LISTED, 3):
        builders[shard].take(some)
    census = added_up([builder.census() for builder in builders])
    return [builder.index(census) for builder in builders]


def asked(shards: Sequence[Shard], query: Subject, *, top: int = 50) -> list[Candidate]:
    return together([timed(shard, query, top) for shard in shards], top)[1]


def held(candidates: Sequence[Candidate]) -> dict[str, float]:
    return {c.id: c.score for c in candidates if c.verdict is not Verdict.NO}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Subject(names=("Darvesh Tarzi",)), id="a name of which half is common"),
        pytest.param(Subject(names=("DARWISH TARZI",), birth_dates=("1976-03-04",)), id="with a birth date"),
        pytest.param(Subject(names=("X",), documents=(IdentityDocument("POO12345"),)), id="by document"),
        pytest.param(Subject(names=("Mahmoud Darvesh Tarzi",)), id="another script"),
        pytest.param(Subject(names=("Eleni Markou",)), id="the later of two with one id"),
    ],
)
def test_the_first_is_the_first_of_the_whole_list_with_its_score(
    whole: Watchlist, shards: list[Shard], query: Subject
) -> None:
    first, found = whole.search(query)[0], asked(shards, query)[0]
    assert (found.id, found.verdict) == (first.id, first.verdict)
    assert found.score == pytest.approx(first.score, abs=1e-6)


def test_an_entry_that_another_replaced_is_in_no_shard(shards: list[Shard]) -> None:
    assert "twice" not in held(asked(shards, Subject(names=("Zarghun Mandokhel",))))


def test_shards_hold_up_what_the_whole_list_does(whole: Watchlist, shards: list[Shard]) -> None:
    alike = 0
    for sought in other_spellings(LISTED[:1_200], 150, seed=8):
        expected, found = held(whole.search(sought.query)), held(asked(shards, sought.query))
        alike += found == pytest.approx(expected, abs=2e-3) if found.keys() == expected.keys() else 0
        assert all(whole.compare(sought.query, more).verdict is not Verdict.NO for more in found.keys() - expected)
    assert alike >= 145


def test_each_shard_knows_how_long_the_whole_list_is(whole: Watchlist, shards: list[Shard]) -> None:
    assert {len(shard) for shard in shards} == {len(whole)}


def test_a_shard_without_entries_finds_nobody(whole: Watchlist) -> None:
    full, empty = ShardBuilder(), ShardBuilder()
    full.take(list(LISTED))
    census = added_up([full.census(), empty.census()])
    query = Subject(names=("Darvesh Tarzi",))
    assert empty.index(census).search(query) == []
    assert full.index(census).search(query) == whole.search(query)


@given(
    ids=st.lists(st.text(max_size=3), max_size=60),
    shards=st.integers(min_value=1, max_value=7),
)
def test_every_entry_goes_to_the_shard_of_its_id_in_the_order_given(ids: list[str], shards: int) -> None:
    given_entries = [Subject(entry_id, names=(str(at),)) for at, entry_id in enumerate(ids)]
    chunks = list(dealt(given_entries, shards))
    by_id = {entry_id: [s for s in given_entries if s.id == entry_id] for entry_id in ids}
    of_shard = {shard: list(chain.from_iterable(some for at, some in chunks if at == shard)) for shard in range(shards)}
    assert sum(map(len, of_shard.values())) == len(ids)
    for entry_id, entries in by_id.items():
        holders = [held for held in of_shard.values() if any(s.id == entry_id for s in held)]
        assert len(holders) == 1
        assert [s for s in holders[0] if s.id == entry_id] == entries


@given(
    scores=st.lists(st.sampled_from([0.1, 0.5, 0.9]), max_size=30),
    deal=st.integers(min_value=1, max_value=4),
    top=st.integers(min_value=1, max_value=12),
)
def test_what_shards_found_comes_best_first_and_ties_by_id(scores: list[float], deal: int, top: int) -> None:
    every = [Candidate(f"{at:02}", score, Verdict.NO) for at, score in enumerate(scores)]
    parts: list[Answer] = [("q", every[at::deal], float(at)) for at in range(deal)]
    query, found, seconds = together(parts, top)
    assert (query, seconds) == ("q", deal - 1)
    assert found == sorted(every, key=lambda c: (-c.score, c.id))[:top]
