"""The arrays of a merged list as they are searched: postings, skeleton buckets and slips, joins, documents and ids, counted."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tansiq.detectors.names import weights
from tansiq.detectors.names.evidence.rarity import LEAST_BITS
from tansiq.detectors.names.search.building import Merged
from tansiq.detectors.names.search.census import Arrays, Census, census_of
from tansiq.detectors.names.search.compiled import compiled
from tansiq.detectors.names.search.encoding import dump_part, encode
from tansiq.detectors.names.search.gathering import SHORTEST_SLIP
from tansiq.detectors.names.search.kernels import VOWELS_ONLY, hash_of, hash_without, join_hashes
from tansiq.detectors.names.search.layout import I32, MOST_WORTH, NAME, PER_WEIGHT, U8, U64, WRITTEN, Words
from tansiq.detectors.names.words.parts import Part


def assemble(merged: Merged) -> tuple[Arrays, Mapping[str, int]]:
    """All arrays of the list, and its counts. The pieces of `merged` are used up."""
    ids = _ids(merged)
    names = _names(merged)
    words = encode(merged.parts)
    buckets = _buckets(words, np.diff(names["name_word_start"]))
    arrays = ids | names | buckets | _joins(words, names) | _documents(merged) | _lines(merged)
    arrays |= {f"word_{field}": array for field, array in words._asdict().items()}
    counts = {
        "entries": merged.entries,
        "names": names["name_name"].size,
        "words": len(merged.parts),
        "live": int(merged.entries - arrays["dead"].sum()),
    }
    weigh(arrays, merged.parts, census_of(arrays, counts))
    return arrays, counts


def weigh(arrays: Arrays, parts: Sequence[Part], census: Census) -> None:
    """Enter what meeting each word tells in the list that was counted, and what words and names weigh by it.

    parts: the words. The list may be longer than this one, where this is a part of it.
    """
    words = Words(*(arrays[f"word_{field}"] for field in Words._fields))
    words.word["bits"] = [part.bits for part in parts]
    words.word["weight"] = [part.weight for part in parts]
    _count_bits(words, census)
    starts = arrays["name_name"]["start"]
    arrays["name_weight"] = _weights(words.word["weight"][arrays["name_words"]], starts)
    dumped = [dump_part(part, *told) for part, told in zip(parts, words.word[["bits", "weight"]].tolist(), strict=True)]
    arrays["part_start"] = starts_of(np.array(list(map(len, dumped)), np.int64), np.int64)
    arrays["part_bytes"] = np.frombuffer(b"".join(dumped), np.uint8)


def starts_of(sizes: NDArray[Any], kind: type[np.int32] | type[np.int64] = np.int32) -> NDArray[Any]:
    """Where each of n groups begins, and the end: shape (n + 1,)."""
    found = np.zeros(sizes.size + 1, kind)
    np.cumsum(sizes, out=found[1:])
    return found


def _weights(words: NDArray[Any], starts: NDArray[Any]) -> U8:
    """What each name weighs, PER_WEIGHT the unit. words: the weights of the names' words; starts: where each name begins."""
    if not starts.size:
        return np.zeros(0, np.uint8)
    found: U8 = np.minimum(np.add.reduceat(words, starts) * PER_WEIGHT, MOST_WORTH).astype(np.uint8)
    return found


def _ids(merged: Merged) -> Arrays:
    """Ids, and which entries a later one with the same id replaces."""
    hashes = merged.whole("id_hash")
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    ordered = hashes[order]
    dead = np.zeros(hashes.size, np.uint8)
    dead[order[:-1][ordered[:-1] == ordered[1:]]] = 1
    return {
        "id_hash": ordered,
        "id_entry": order,
        "id_start": starts_of(merged.whole("id_sizes"), np.int64),
        "id_bytes": merged.whole("id_bytes"),
        "dead": dead,
    }


def _names(merged: Merged) -> Arrays:
    sizes, words = merged.whole("sizes"), merged.whole("words")
    of_entry = merged.whole("names")
    written = np.zeros(sizes.size, WRITTEN)
    written["start"] = starts_of(sizes)[:-1]
    written["size"] = sizes
    written["entry"] = np.repeat(np.arange(of_entry.size, dtype=np.int32), of_entry)
    written["flags"] = merged.whole("flags")
    written["type"] = merged.whole("types")
    name_of = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    return {
        "first_name": starts_of(of_entry),
        "name_name": written,
        "name_words": words,
        "name_word_start": starts_of(np.bincount(words, minlength=len(merged.parts))),
        "name_names_of": name_of[np.argsort(words, kind="stable")],
    }


def _documents(merged: Merged) -> Arrays:
    hashes, entries = merged.whole("document_hash"), merged.whole("document_entry")
    order = np.argsort(hashes, kind="stable")
    return {"document_hash": hashes[order], "document_entry": entries[order]}


def _lines(merged: Merged) -> Arrays:
    return {"line_start": starts_of(merged.whole("line_sizes"), np.int64), "line_bytes": merged.whole("line_bytes")}


def _joins(words: Words, names: Arrays) -> Arrays:
    size = names["name_words"].size
    hashes, found = np.empty(size, np.uint64), np.empty(size, np.int32)
    count = join_hashes(words, names["name_name"], names["name_words"], hashes, found)
    order = np.argsort(hashes[:count], kind="stable")
    return {"name_join_hash": hashes[:count][order], "name_join_name": found[:count][order]}


def _buckets(words: Words, postings: I32) -> Arrays:
    """Words by skeleton, by skeleton less one letter, and by form. postings: names of each word."""
    hashes = _skeleton_hashes(words.letters, words.letter_start)
    of_word = np.repeat(np.arange(words.word.size, dtype=np.int32), words.word["skeletons"])
    sought = np.flatnonzero(words.word["kind"][of_word] == NAME)
    order = sought[np.lexsort((-postings[of_word[sought]], hashes[sought]))]
    unique, first, sizes = np.unique(hashes[order], return_index=True, return_counts=True)
    count = np.add.reduceat(postings[of_word[order]], first) if order.size else np.zeros(0, np.int32)
    slip_hash, slip_of = _slips(words.letters, words.letter_start, order[first] if order.size else order)
    by_form = np.argsort(words.word["form"], kind="stable").astype(np.int32)
    return {
        "bucket_hash": unique,
        "bucket_start": starts_of(sizes),
        "bucket_of_skeleton": of_word[order],
        "skeleton_count": count.astype(np.int32),
        "bucket_slip_hash": slip_hash,
        "bucket_slip_of": slip_of,
        "bucket_form_hash": words.word["form"][by_form],
        "bucket_form_word": by_form,
    }


def _slips(letters: U8, start: I32, shown: NDArray[Any]) -> tuple[U64, I32]:
    """Hashes of each skeleton less one letter, sorted, and of which skeleton. shown: where one of each kind stands."""
    sizes = np.diff(start)[shown]
    hashes, of = np.empty(int(sizes.sum()), np.uint64), np.empty(int(sizes.sum()), np.int32)
    count = _slip_hashes(letters, start, shown.astype(np.int64), hashes, of)
    order = np.argsort(hashes[:count], kind="stable")
    return hashes[:count][order], of[:count][order]


@compiled
def _skeleton_hashes(letters: U8, start: I32) -> U64:
    found = np.empty(start.size - 1, np.uint64)
    for at in range(found.size):
        found[at] = hash_of(letters, start[at], start[at + 1])
    return found


@compiled
def _slip_hashes(letters: U8, start: I32, shown: NDArray[np.int64], hashes: U64, of: I32) -> int:
    found = 0
    for skeleton in range(shown.size):
        first, end = start[shown[skeleton]], start[shown[skeleton] + 1]
        if end - first >= SHORTEST_SLIP and letters[first] != VOWELS_ONLY:
            for left_out in range(first, end):
                hashes[found] = hash_without(letters, first, end, left_out)
                of[found] = skeleton
                found += 1
    return found


def _count_bits(words: Words, census: Census) -> None:
    """Enter the bits that meeting each word tells in a list, and its weight: as `rarity.Rarity`."""
    word = words.word
    hashes = _skeleton_hashes(words.letters, words.letter_start)
    of_word = np.repeat(np.arange(word.size), word["skeletons"])
    sought = word["kind"][of_word] == NAME
    met = np.zeros(word.size, np.int64)
    np.maximum.at(met, of_word[sought], census.met[np.searchsorted(census.hash, hashes[sought])])
    bits = np.maximum(LEAST_BITS, np.log2(max(census.names, 1) / (met + 1.0))).astype(np.float32)
    commoner = (word["kind"] == NAME) & (word["skeletons"] > 0) & (bits < word["bits"])
    word["bits"][commoner] = bits[commoner]
    word["weight"][commoner] = weights.NAME_PART_LEAST + weights.NAME_PART_PER_BIT * bits[commoner]
