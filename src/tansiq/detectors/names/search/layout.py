"""The arrays a long list is searched in, in groups that compiled code takes whole. Numbers count from 0; starts have one more."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
U64 = NDArray[np.uint64]
Records = NDArray[Any]

NAME, INITIAL, TITLE, NUMBER, LEGAL, GENERIC, SHIP, PLACE_NAME, OTHER = range(9)
"""Kinds of parts."""
KINDS = {
    "name": NAME, "initial": INITIAL, "title": TITLE, "number": NUMBER, "legal": LEGAL, "generic": GENERIC, "ship": SHIP,
    "place": PLACE_NAME,
}  # fmt: skip
UNWRITTEN, KNOWN, OPTIONAL = 1, 2, 4
"""Flags of a word. OPTIONAL: a given name that its bearers often leave out."""
WEAK, CUT, CHAINED, DESCRIBED = 1, 2, 4, 8
"""Flags of a name. DESCRIBED: more is known of its entry than names."""

WORD = np.dtype(
    [
        ("form", "<u8"), ("reading", "<i4"), ("skeleton", "<i4"), ("bits", "<f4"), ("weight", "<f4"), ("kind", "u1"),
        ("prefix", "u1"), ("suffix", "u1"), ("flags", "u1"), ("readings", "u1"), ("skeletons", "u1"), ("spare", "<u2"),
    ]
)  # fmt: skip
"""A part of a name. form: hash of kind and form. reading, skeleton: number of the first, of so many. bits, weight: as counted
in the list."""
BRIEF = np.dtype([("weight", "<f4"), ("bits", "<f4"), ("row", "<u2"), ("kind", "u1"), ("flags", "u1")])
"""What is asked most often of a word, side by side in memory. row: 1 + its row in the notes, 0 for none."""
WRITTEN = np.dtype([("start", "<i4"), ("entry", "<i4"), ("size", "u1"), ("flags", "u1"), ("type", "<u2")])
"""A name: where its words start, how many, whose it is and of which type."""
(
    MARKER_MISSING, MARKER_DIFFERS, OTHER_READING, INITIAL_FITS, CUT_FITS, CONFLICT, SURPLUS, CONTRADICTED, ORDER_LOSS, SLOPE,
    ZERO, LEAST, COMMON_BASE, COMMON_SLOPE, WEAK_LOSS, SAME_INITIAL, FIRST_SURPLUS, LONG_NAME, PLACE_SURPLUS, TYPE_LOSS,
    NOTHING_ELSE, NAME_CONTRADICTED, FEMININE_LIKE,
) = range(23)  # fmt: skip
"""Places in Rules.weights."""


FEMININE_END, OPEN_END = 1, 2
"""What a word's last sound may be: see `parts_alike.FEMININE` and `OPEN`."""
PER_WEIGHT = 12.0
"""Steps in which what a name is worth is counted, so small that a list's all fit the processor's cache."""
MOST_WORTH, PASSED_OVER = 254, 255
MOST_SIDE = 12
"""Parts of a name that are laid side by side."""


class Words(NamedTuple):
    """Parts of names. word: WORD. Reading r sounds sounds[sound_start[r]] to [r + 1]; skeletons stand in letters likewise."""

    word: Records
    sounds: U8
    sound_start: I32
    letters: U8
    letter_start: I32


class Buckets(NamedTuple):
    """How words are found. Skeleton s, by its sorted hash, has the words of_skeleton[start[s]] to [start[s + 1]].

    slip_hash: sorted hashes of skeletons less one letter; slip_of: of which skeleton. form_hash, form_word: words by form.
    """

    hash: U64
    start: I32
    of_skeleton: I32
    slip_hash: U64
    slip_of: I32
    form_hash: U64
    form_word: I32


class Listed(NamedTuple):
    """The names. name: WRITTEN. weight: what each weighs, PER_WEIGHT the unit. Word w stands in the names names_of[word_start[w]] to [w + 1], ascending.

    join_hash: sorted hashes of two neighbours' skeletons as one; join_name: in which name.
    """

    name: Records
    weight: U8
    words: I32
    word_start: I32
    names_of: I32
    join_hash: U64
    join_name: I32


class Asked(NamedTuple):
    """A name asked for. flags, type: as of a name. pairs: 0 for each part, then a place for each two neighbours.

    1 + i is entered there where the list writes the parts i and i + 1 as one word.
    """

    words: Words
    flags: int
    type: int
    pairs: I32


class Index(NamedTuple):
    """A list."""

    words: Words
    buckets: Buckets
    names: Listed


class Columns(NamedTuple):
    """Words of the list like the parts of a name asked for: those like part i are word[start[i]] to [start[i + 1]].

    agreement: how far each agrees, above 0 to 1.
    """

    start: I32
    word: I32
    agreement: F32


class Rules(NamedTuple):
    """The tables and weights that compiled code compares by, as they stand in `tables`, `weights` and `parts_alike`.

    ends: of each sound, FEMININE_END, OPEN_END or 0.
    cost: shape (s, s) for s sounds. drop: shape (2, s), the second against an unwritten word. agreement, slip: shape (n, 2).
    """

    cost: F64
    drop: F64
    agreement: F64
    slip: F64
    weights: F64
    ends: U8


class Notes(NamedTuple):
    """What a search notes, cleared after each. worth: of the parts found in each name, PER_WEIGHT the unit; PASSED_OVER.

    joined: of each name, 1 + the part asked for that it writes as two. brief: BRIEF, of each word of the list. word, agreement: the words compared with parts asked for, and how far they agree, a column a part; tally: how many of these words, and of names touched by joins.
    touched: names that are worth something. hashes, costs, bins: room.
    """

    worth: U8
    joined: U8
    brief: Records
    word: I32
    agreement: F32
    touched: I32
    kept: I32
    score: F64
    tally: I64
    hashes: U64
    costs: I64
    bins: I64


class Table(NamedTuple):
    """Room to lay two names side by side. line: for distances. room: for a joined word. grid: agreements. side: two sides.

    best: how far each part asked for agrees with any of a name's.
    """

    line: F64
    room: U8
    grid: F64
    side: F64
    best: F64
