"""Who is missing from a version of a list because a part of it could not be read, and who because they were taken off.

A part that was not read accounts for whom it may hold, and for nobody else:

- one whose id can be read is that entry, where it is one in force;
- any other may be whoever is missing, unless the same part was refused in the version in which that entry was last read:
  the entry stood beside it then, and is not in it now;
- where the reading ended before the list did, everybody may be in the rest.

Each version keeps its refused parts as marks, which say whether two are the same and nothing of what they hold.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

CUT = "cut"
"""The mark of a list whose end was not read."""

_DIGITS = 24


def mark_of_entry(key: str) -> str:
    """The mark of a refused part whose id could be read. key: as `Listed.key`."""
    return f"entry {sha256(key.encode()).hexdigest()[:_DIGITS]}"


def mark_of_part(part: bytes) -> str:
    """The mark of a refused part by its bytes."""
    return f"part {sha256(part).hexdigest()[:_DIGITS]}"


def accounted_for(
    missing: Mapping[str, int],
    in_force: Collection[str],
    refused: Collection[str],
    before: Sequence[tuple[int, Collection[str]]],
) -> set[str]:
    """Those missing entries that a refused part may hold.

    missing: where each was last read, by key: a position in the ledger. in_force: the keys of all entries known. refused: marks, each
    as often as there are such parts. before: of
    each earlier version the position of its last entry, rising, and its marks.
    """
    if CUT in refused:
        return set(missing)
    known = {mark_of_entry(key) for key in in_force}
    named, unknown = known.intersection(refused), Counter(mark for mark in refused if mark not in known)
    return {
        key
        for key, position in missing.items()
        if mark_of_entry(key) in named or unknown - Counter(_refused_beside(position, before))
    }


def _refused_beside(position: int, before: Sequence[tuple[int, Collection[str]]]) -> Collection[str]:
    """The marks of the version that has its entries at a position; none where that version is not known."""
    at = bisect_left(before, position, key=lambda version: version[0])
    return before[at][1] if at < len(before) else ()
