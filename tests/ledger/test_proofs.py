"""Proofs from tiles agree with the definitions of RFC 9162, written out naively here."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.ledger.edge import Edge, TileKey, short_tiles
from tansiq.ledger.proofs import (
    Tiles,
    consistency_proof,
    inclusion_proof,
    leaf,
    root,
    verify_consistency,
    verify_inclusion,
)
from tansiq.model.errors import LedgerBroken

LEAVES = [sha256(b"\x00%d" % n).digest() for n in range(1100)]


def split(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def mth(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162 section 2.1.1: MTH, on leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 9162 section 2.1.3.1: PATH."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """RFC 9162 section 2.1.4.1: SUBPROOF."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def stored(leaves: Sequence[bytes]) -> dict[TileKey, bytes]:
    return Edge().extend(leaves)


def tiles_of(stored: dict[TileKey, bytes]) -> Tiles:
    return Tiles(lambda level, index: stored.get((level, index), b""))


ALL = tiles_of(stored(LEAVES))


@pytest.mark.parametrize("sizes", [range(low, low + 100) for low in range(0, 1100, 100)], ids=lambda r: f"from {r[0]}")
def test_every_root_is_that_of_the_definition(sizes: range) -> None:
    edge = Edge()
    edge.extend(LEAVES[: sizes[0]])
    for size in sizes:
        expected = mth(LEAVES[:size])
        assert root(ALL, size) == expected
        assert edge.root() == expected
        edge.extend(LEAVES[size : size + 1])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 1000, 1024, 1025])
def test_every_inclusion_proof_is_that_of_the_definition_and_verifies(size: int) -> None:
    top = mth(LEAVES[:size])
    for position in {0, 1, size // 3, size // 2, size - 2, size - 1} & set(range(size)):
        proof = inclusion_proof(ALL, position, size)
        assert proof == path(position, LEAVES[:size])
        assert verify_inclusion(LEAVES[position], position, size, proof, top)


def test_inclusion_of_all_leaves_of_all_small_trees_verifies_and_at_no_other_position() -> None:
    for size in range(1, 34):
        top = root(ALL, size)
        for position in range(size):
            proof = inclusion_proof(ALL, position, size)
            places = [p for p in range(size + 2) if verify_inclusion(LEAVES[position], p, size, proof, top)]
            assert places == [position]


def test_consistency_of_all_small_trees_is_that_of_the_definition_and_verifies() -> None:
    for second in range(1, 40):
        for first in range(1, second + 1):
            proof = consistency_proof(ALL, first, second)
            assert proof == subproof(first, LEAVES[:second])
            assert verify_consistency(first, root(ALL, first), second, root(ALL, second), proof)


@given(st.data(), st.integers(1, 1100))
@settings(deadline=None, max_examples=150)
def test_a_changed_proof_or_root_verifies_nothing(data: st.DataObject, size: int) -> None:
    position, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    inclusion, consistency = inclusion_proof(ALL, position, size), consistency_proof(ALL, first, size)
    assert consistency == subproof(first, LEAVES[:size])
    top, early = root(ALL, size), root(ALL, first)
    assert verify_inclusion(LEAVES[position], position, size, inclusion, top)
    assert verify_consistency(first, early, size, top, consistency)
    other = sha256(b"other").digest()
    assert not verify_inclusion(other, position, size, inclusion, top)
    assert not verify_inclusion(LEAVES[position], position, size, inclusion, other)
    assert not verify_inclusion(LEAVES[position], position, size, [*inclusion, other], top)
    assert not verify_consistency(first, early, size, other, consistency)
    assert not verify_consistency(first, other, size, top, consistency)
    assert not verify_consistency(first, early, size, top, [*consistency, other])
    if inclusion:
        at = data.draw(st.integers(0, len(inclusion) - 1))
        assert not verify_inclusion(LEAVES[position], position, size, [*inclusion[:at], *inclusion[at + 1 :]], top)
    if consistency:
        at = data.draw(st.integers(0, len(consistency) - 1))
        changed = [*consistency[:at], other, *consistency[at + 1 :]]
        assert not verify_consistency(first, early, size, top, changed)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_growing_in_any_steps_through_storage_gives_the_same_tiles(steps: list[int]) -> None:
    size = 0
    kept: dict[TileKey, bytes] = {}
    many = (LEAVES * 4)[: sum(steps)]
    for step in steps:
        short = {level: kept[level, index] for level, index in short_tiles(size)}
        edge = Edge.load(size, short)
        kept |= edge.extend(many[size : size + step])
        size += step
        assert edge.root() == Edge.load(size, {lv: kept[lv, i] for lv, i in short_tiles(size)}).root()
    assert kept == stored(many)


@pytest.mark.slow
@given(st.integers(65_530, 140_000), st.data())
@settings(deadline=None, max_examples=8)
def test_trees_of_three_levels_prove_as_well(size: int, data: st.DataObject) -> None:
    leaves = [n.to_bytes(32, "big") for n in range(size)]
    tiles = tiles_of(stored(leaves))
    position, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    top = mth(leaves)
    assert root(tiles, size) == top
    assert inclusion_proof(tiles, position, size) == path(position, leaves)
    assert consistency_proof(tiles, first, size) == subproof(first, leaves)


def test_what_the_tiles_lack_is_named() -> None:
    tiles = tiles_of(stored(LEAVES[:300]))
    assert leaf(tiles, 299) == LEAVES[299]
    with pytest.raises(LedgerBroken, match="tile 1 of level 0"):
        leaf(tiles, 300)
    with pytest.raises(LedgerBroken, match="position 300"):
        inclusion_proof(tiles, 300, 300)
    with pytest.raises(LedgerBroken, match="does not begin"):
        consistency_proof(tiles, 301, 300)


def test_the_empty_tree_begins_every_tree() -> None:
    empty = sha256(b"").digest()
    assert root(ALL, 0) == empty
    assert consistency_proof(ALL, 0, 5) == []
    assert verify_consistency(0, empty, 5, root(ALL, 5), [])
    assert not verify_consistency(0, LEAVES[0], 5, root(ALL, 5), [])
    assert not verify_consistency(5, root(ALL, 5), 0, empty, [])
