"""The entries themselves, as they lie in a store."""

from collections.abc import Iterator

import numpy as np
import orjson

from tansiq.detectors.names.search.layout import U8
from tansiq.detectors.names.search.store import Store
from tansiq.model.subjects import Subject
from tansiq.model.wire import parse_subject


def bytes_of(store: Store, kind: str, number: int) -> bytes:
    """One of the texts of a kind: id, line or part."""
    start = store.arrays[f"{kind}_start"]
    piece: bytes = store.arrays[f"{kind}_bytes"][start[number] : start[number + 1]].tobytes()
    return piece


def subject_of(store: Store, entry: int) -> Subject:
    """An entry as it was given."""
    return parse_subject(orjson.loads(bytes_of(store, "line", entry)))


def subjects_of(store: Store, dead: U8 | None = None) -> Iterator[Subject]:
    """All entries that are not dead, in the order given."""
    for entry in np.flatnonzero((store.arrays["dead"] if dead is None else dead) == 0).tolist():
        yield subject_of(store, entry)
